"""The periodic report on the resolution: four chapters of sections that say what the numbers say, and nothing else.

A section is a function of what is known of the period; a further one is a line in ``CHAPTERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from motcua.kernel.measures import rounded
from motcua.kernel.situation import Situation, added_up
from motcua.measures.counting import Asked
from motcua.measures.marking import Mark
from motcua.measures.readings import Kept
from motcua.measures.reads import Line, earned
from motcua.measures.reports import comparing, form_ii06, promises, situations
from motcua.measures.reports.comparing import change, moved
from motcua.measures.reports.report import NO_DATA, Cell, Column, Percent, Row, Section, Table, told
from motcua.measures.reports.situations import Counted

TITLE = "Kết quả thực hiện Nghị quyết về tập trung lãnh đạo, chỉ đạo đẩy mạnh cải cách hành chính"


@dataclass(frozen=True, slots=True)
class Known:
    """All that the sections may tell of a period: form II.06 now and before, scores now and before, marks, names.

    ``counted`` are form II.06's rows of fields, ``of_agencies`` those of agencies, ``counted_before`` the whole.
    ``since`` is the first day of which there are data, where it lies within the period before, or later: with a part
    of a period nothing is compared. ``marks`` are of agencies in their own right: the page of marks has their parts.
    ``scores_before`` are those of measures that count by a day: what stands now has no period before. ``asked`` lets
    a section ask for more.
    """

    asked: Asked
    counted: Counted
    of_agencies: Counted
    counted_before: Counted
    scores: Sequence[Line]
    scores_before: Sequence[Line]
    marks: Sequence[Mark]
    names: Mapping[int, str]
    targets: Sequence[Kept] = ()
    since: date | None = None


def sections(known: Known) -> tuple[Section, ...]:
    """The chapters, each with what its sections tell."""
    found: list[Section] = []
    for number, (heading, builders) in zip(("I", "II", "III", "IV"), CHAPTERS.items(), strict=True):
        found.append(Section(f"{number}. {heading}", chapter=True))
        for place, section in enumerate((build(known) for build in builders), start=1):
            found.append(Section(f"{place}. {section.heading}", section.sentences, section.tables))
    return tuple(found)


def situation(known: Known) -> Section:
    """How many cases came and went, beside the period before."""
    table = comparing.compared(_whole(known.counted), _whole(known.counted_before))
    tables = (table,) if known.counted or known.counted_before else ()
    told_of = (*comparing.sentences(table), *_since(known))
    return Section("Tiếp nhận, giải quyết thủ tục hành chính", told_of, tables)


def _since(known: Known) -> tuple[str, ...]:
    """From when there are data, where a comparison would be one of a whole period with a part of one."""
    if known.since is None:
        return ()
    return (f"Số liệu có từ ngày {known.since:%d/%m/%Y}, chưa đủ cả kỳ trước: không so với kỳ trước.",)


def targets(known: Known) -> Section:
    """The targets of the resolution."""
    return promises.section(known.targets)


def targets_missed(known: Known) -> Section:
    """The targets that are not met."""
    return promises.shortfall(known.targets)


def by_field(known: Known) -> Section:
    """Form II.06."""
    if not known.counted:
        return Section("Theo cấp và lĩnh vực", (_nothing("Số liệu theo lĩnh vực"),))
    return Section("Theo cấp và lĩnh vực", (), (form_ii06.fields(known.counted, "Biểu II.06"),))


def _whole(counted: Counted) -> Situation | None:
    return added_up(counted.values()) if counted else None


def _nothing(what: str) -> str:
    return f"{what}: {NO_DATA}."


# --- the score of QĐ 766 ---------------------------------------------------------------------------------------

_SCORED = (
    Column("Chỉ tiêu", 46), Column("Đạt", 10), Column("Trên tổng", 10), Column("Tỷ lệ", 10), Column("Điểm", 18),
    Column("Điểm tối đa", 10), Column("Điểm kỳ trước", 10), Column("Tăng, giảm", 10),
)  # fmt: skip
_SUM, _UNKNOWN = "Tổng điểm các chỉ tiêu đã có dữ liệu", "Số chỉ tiêu chưa có dữ liệu"


def score(known: Known) -> Section:
    """The groups and measures of QĐ 766/QĐ-TTg."""
    heading = "Chất lượng phục vụ người dân, doanh nghiệp (QĐ 766/QĐ-TTg)"
    told_of = [line for line in known.scores if line.points is not None]
    if not told_of:
        return Section(heading, (_nothing("Điểm chất lượng phục vụ"),))
    before = {line.measure.code: line.points for line in known.scores_before}
    rows = [
        row
        for group, lines in groupby(known.scores, lambda line: line.measure.group)
        for row in _group(group, list(lines), before)
    ]
    of = earned(known.scores)
    whole = (_SUM, "", "", "", _points(of.points), _points(of.known), "", "")
    rows += [Row(whole, strong=True), Row((_UNKNOWN, of.waiting, "", "", "", "", "", ""), strong=True)]
    table = Table("Điểm theo QĐ 766/QĐ-TTg", _SCORED, tuple(rows))
    return Section(heading, _score_in_words(table), (table,))


def _group(title: str, lines: Sequence[Line], before: Mapping[str, Fraction | None]) -> list[Row]:
    of = earned(lines)
    head = Row((title, "", "", "", _points(of.points), _points(of.most), "", ""), strong=True)
    return [head, *(_scored(line, before.get(line.measure.code)) for line in lines)]


def _scored(line: Line, before: Fraction | None) -> Row:
    now, then = _points(line.points), _points(before)
    most = _points(line.measure.scale.points if line.measure.scale else None)
    share = Percent.of(line.share) if line.share is not None else ""
    if now is None:
        return Row((line.measure.title, "", "", "", None, most, "", ""))
    rise: Cell = change(now, then)
    return Row(
        (
            line.measure.title,
            line.tally.part,
            line.tally.whole,
            share,
            now,
            most,
            then,
            "" if rise is None else rise,
        )
    )


def _points(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value)


def _score_in_words(table: Table) -> tuple[str, ...]:
    by_title = {row.cells[0]: row.cells for row in table.rows if row.strong}
    whole, unknown = by_title[_SUM], by_title[_UNKNOWN][1]
    opening = f"Các chỉ tiêu đã có dữ liệu đạt {told(whole[4])} trên {told(whole[5])} điểm"
    return (
        f"{opening}; {told(unknown)} chỉ tiêu {NO_DATA}, không tính vào tổng." if unknown else f"{opening}.",
        *(
            f"{title}: {told(points)} trên {told(most)} điểm{moved(rise, 'điểm')}."
            for title, *_, points, most, _, rise in (row.cells for row in table.rows if not row.strong)
            if points is not None
        ),
    )


# --- the marks of TT 01/2018 -----------------------------------------------------------------------------------

_MARKED = (Column("Cơ quan", 52), Column("Hồ sơ", 10), Column("Tổng điểm", 10), Column("Xếp loại", 34))
_UNCLASSED, _MARKED_COUNT = "chưa đủ chỉ số để xếp loại", "Số cơ quan được chấm điểm"
_ALIKE = "Số cơ quan cùng điểm"


def marks(known: Known) -> Section:
    """What the agencies earned by TT 01/2018/TT-VPCP, the best first."""
    heading = "Chấm điểm cơ quan (TT 01/2018/TT-VPCP)"
    if not known.marks:
        return Section(heading, (_nothing("Điểm của các cơ quan"),))
    rows = [
        Row((known.names[mark.agency], mark.cases, mark.standing.total, mark.standing.title or _UNCLASSED))
        for mark in known.marks
    ]
    ends = _ends(rows)
    counted = (
        Row((_MARKED_COUNT, len(rows), "", ""), strong=True),
        *(
            Row((f"{_ALIKE} {said.lower()}", len(those), _mark(those[0]), ""), strong=True)
            for said, those in ends
        ),
    )
    table = Table("Điểm các cơ quan", _MARKED, (*rows, *counted))
    return Section(heading, _marks_in_words(rows, ends), (table,))


Ends = Sequence[tuple[str, Sequence[Row]]]


def _ends(rows: Sequence[Row]) -> Ends:
    """Who has the highest marks and who the lowest; nobody where all have the same."""
    best, worst = max(map(_mark, rows)), min(map(_mark, rows))
    found = (("Cao nhất", best), ("Thấp nhất", worst)) if best != worst else ()
    return [(said, [row for row in rows if _mark(row) == mark]) for said, mark in found]


def _marks_in_words(rows: Sequence[Row], ends: Ends) -> tuple[str, ...]:
    """How many were marked; the highest and the lowest by name where it is one, by number where they are several."""
    count = f"Chấm điểm {told(len(rows))} cơ quan có hồ sơ xong trong kỳ, theo các chỉ số đã có dữ liệu."
    return (count, *(f"{said}: {_who(those)} {told(_mark(those[0]))} điểm." for said, those in ends))


def _who(those: Sequence[Row]) -> str:
    return f"{those[0].cells[0]}," if len(those) == 1 else f"{told(len(those))} cơ quan cùng đạt"


def _mark(row: Row) -> Decimal:
    points = row.cells[2]
    return points if isinstance(points, Decimal) else Decimal(0)


# --- what falls short, and what follows from it ----------------------------------------------------------------

_OVERDUE = (
    Column("Cơ quan", 52),
    Column("Đã giải quyết, quá hạn", 16),
    Column("Đang giải quyết, quá hạn", 16),
)


def lateness(known: Known) -> Section:
    """Which agencies are late, the most first."""
    heading = "Hồ sơ quá hạn"
    if not known.of_agencies:
        return Section(heading, (_nothing("Hồ sơ quá hạn"),))
    found = _late(known)
    if not found:
        return Section(heading, ("Trong kỳ không có hồ sơ quá hạn.",))
    whole = added_up(row for _, row in found)
    rows = [Row((name, row.late, row.overdue)) for name, row in found]
    table = Table(
        "Cơ quan có hồ sơ quá hạn", _OVERDUE, (*rows, Row(("Tổng cộng", whole.late, whole.overdue), True))
    )
    said = (
        f"Đã giải quyết quá hạn {told(whole.late)} hồ sơ; đang giải quyết, quá hạn {told(whole.overdue)} hồ sơ.",
        f"Nhiều nhất là {found[0][0]}: {told(found[0][1].late)} hồ sơ đã giải quyết quá hạn, "
        f"{told(found[0][1].overdue)} hồ sơ đang quá hạn.",
    )
    return Section(heading, said, (table,))


def _late(known: Known) -> list[tuple[str, Situation]]:
    """The agencies with late cases: those with most of them first."""
    by_agency = situations.by_agency(known.of_agencies).items()
    rows = [(known.names.get(agency, form_ii06.UNKNOWN_AGENCY), row) for agency, row in by_agency]
    late = [one for one in rows if one[1].late or one[1].overdue]
    return sorted(late, key=lambda one: (-one[1].overdue - one[1].late, one[0]))


def short_of(known: Known) -> Section:
    """The measures that have not their full points."""
    heading = "Chỉ tiêu chưa đạt điểm tối đa"
    short = [
        line.measure.title
        for line in known.scores
        if line.measure.scale and line.points is not None and line.points < line.measure.scale.points
    ]
    if short:
        return Section(heading, (f"{'; '.join(short)}.",))
    scored = any(line.points is not None for line in known.scores)
    return Section(heading, ("Không có." if scored else _nothing("Các chỉ tiêu"),))


def unknown(known: Known) -> Section:
    """The measures of which nobody knows anything yet."""
    titles = [line.measure.title for line in known.scores if line.points is None]
    return Section("Chỉ tiêu chưa có dữ liệu", (f"{'; '.join(titles)}." if titles else "Không có.",))


def proposals(known: Known) -> Section:
    """What the numbers ask for; what else is to be proposed is the author's to write."""
    said = [
        f"{name}: giải quyết dứt điểm {told(row.overdue)} hồ sơ đang quá hạn, xin lỗi và nêu rõ lý do."
        for name, row in _late(known)
        if row.overdue
    ]
    if any(line.points is None for line in known.scores):
        said.append("Các cơ quan chủ trì cung cấp, kết nối số liệu của những chỉ tiêu chưa có dữ liệu.")
    return Section("Kiến nghị từ số liệu", tuple(said) or ("Số liệu của kỳ không đặt ra kiến nghị nào.",))


Builder = Callable[[Known], Section]

CHAPTERS: Mapping[str, tuple[Builder, ...]] = {
    "TÌNH HÌNH": (situation, by_field),
    "KẾT QUẢ": (targets, score, marks),
    "TỒN TẠI, HẠN CHẾ": (targets_missed, lateness, short_of, unknown),
    "KIẾN NGHỊ": (proposals,),
}
"""The sections of each chapter, in their order."""
