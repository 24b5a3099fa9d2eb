"""Making a report: which one, of which period, of which agency; what is known of it, and who puts a name to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_noop

from motcua.agencies import reads as places
from motcua.agencies.reads import AgencyRow
from motcua.documents import slips
from motcua.kernel.calendar import local
from motcua.kernel.flow import LEADER
from motcua.kernel.refusals import Invalid, Missing
from motcua.kernel.reporting import Period, Quarter
from motcua.measures import kept_logs, marking, promising, readings, reads, refreshing, scorecards
from motcua.measures.counting import Asked
from motcua.measures.reports import excel, form_ii06, pdf, resolution, situations, word
from motcua.measures.reports.report import Report, Section
from motcua.measures.reports.resolution import Known

COMMITTEE = "Ủy ban nhân dân"
SCORE = "766"
BY_FIELD, BY_AGENCY = "field", "agency"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: its kind, the period, the agency (none: the province), by what form II.06 is told apart."""

    kind: str
    period: Period
    agency: AgencyRow | None = None
    by: str = BY_FIELD


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its title for people, to whom the province sends it, and who makes it."""

    title: str
    sent_to: str
    make: Callable[[Wanted, datetime], Report]


def make(wanted: Wanted, *, at: datetime) -> Report:
    """The report as known at this moment; raises :class:`Missing` for an unknown kind, Invalid for a day to come."""
    kind = KINDS.get(wanted.kind)
    if kind is None:
        raise Missing(f"Không có báo cáo “{wanted.kind}”; có: {', '.join(KINDS)}.")
    if wanted.period.first > local(at).date():
        raise Invalid(f"Kỳ báo cáo bắt đầu ngày {wanted.period.first:%d/%m/%Y}: chưa đến.")
    return kind.make(wanted, reads.at_once(at=at).as_of)


def written(report: Report, form: str, *, at: datetime) -> bytes:
    """The report as a file; raises :class:`Missing` for a form that there is not."""
    if form not in FORMS:
        raise Missing(f"Không có dạng tệp “{form}”; có: {', '.join(FORMS)}.")
    return FORMS[form][1](report, at=at)


def file_name(wanted: Wanted, form: str) -> str:
    """A name for the file, without accents."""
    of = f"-{wanted.agency.slug}" if wanted.agency else ""
    return f"{wanted.kind.lower().replace('.', '')}-{written_period(wanted.period)}{of}.{form}"


def written_period(period: Period) -> str:
    """A period as an address and the command line write it: 2026-4, 2026."""
    return f"{period.year}-{period.number}" if isinstance(period, Quarter) else str(period.year)


def title_of(period: Period) -> str:
    """The period in words: Quý 4/2026, Năm 2026."""
    return f"Quý {period.number}/{period.year}" if isinstance(period, Quarter) else f"Năm {period.year}"


def _form(wanted: Wanted, as_of: datetime) -> Report:
    by_agency = wanted.by == BY_AGENCY
    by = situations.BY_AGENCY if by_agency else situations.BY_FIELD
    counted = situations.count(_asked(wanted.period, as_of), wanted.agency.id if wanted.agency else None, by)
    table = (
        form_ii06.agencies(counted, _names(spot.agency for spot in counted))
        if by_agency
        else form_ii06.fields(counted)
    )
    section = form_ii06.section(counted, table, turned_in(wanted.period))
    return _report(
        wanted, as_of, form_ii06.TITLE, (section,), form="Biểu số II.06 (TT 01/2020/TT-VPCP)", across=True
    )


def _resolution(wanted: Wanted, as_of: datetime) -> Report:
    if wanted.agency:
        raise Invalid("Báo cáo về nghị quyết là của cả tỉnh: bỏ cơ quan đã chọn.")
    first, *rest = resolution.sections(_known(wanted.period, as_of))
    told = replace(first, sentences=(*first.sentences, *turned_in(wanted.period)))
    return _report(wanted, as_of, resolution.TITLE, (told, *rest))


def turned_in(period: Period) -> tuple[str, ...]:
    """What a report says of cases that another system's log has finished before they were received."""
    by_log: dict[str, list[str]] = {}
    for one in kept_logs.turned(refreshing.store(), period.first, period.last):
        by_log.setdefault(one.title, []).append(one.code)
    return tuple(
        f"“{title}” có {len(codes)} hồ sơ ghi xong trước khi nhận ({', '.join(codes)}): tính như nhận lúc xong."
        for title, codes in by_log.items()
    )


def _known(period: Period, as_of: datetime) -> Known:
    asked, asked_before = _asked(period, as_of), _asked(period.before, as_of)
    since = _in_part(period.before)
    of_agencies = situations.count(asked, by=situations.BY_AGENCY)
    marks = marking.agencies(scorecards.scorecard(scorecards.OF_OFFICES), asked)
    known = places.agencies_by_id({spot.agency for spot in of_agencies} | {mark.agency for mark in marks})
    scored = reads.chosen([SCORE])
    return Known(
        asked,
        situations.count(asked, by=situations.BY_FIELD),
        of_agencies,
        {} if since else situations.count(asked_before, by=()),
        reads.lines(scored, asked),
        []
        if since
        else reads.lines([one for one in scored if all(count.when for count in one.counts)], asked_before),
        [mark for mark in marks if not known[mark.agency].part],
        {key: row.name for key, row in known.items()},
        readings.kept(promising.targets().values(), Asked(local(as_of))),
        since,
    )


def _in_part(period: Period) -> date | None:
    """The first day of which there are data, where it is not before a period; None where the period is covered."""
    since = reads.first_day()
    return since if since and since > period.first else None


def _asked(period: Period, as_of: datetime) -> Asked:
    return Asked(as_of, period.first, period.last)


def _names(of: Iterable[int]) -> Mapping[int, str]:
    return {key: row.name for key, row in places.agencies_by_id(of).items()}


def _report(
    wanted: Wanted,
    as_of: datetime,
    subject: str,
    sections: tuple[Section, ...],
    *,
    form: str = "",
    across: bool = False,
) -> Report:
    today = local(as_of).date()
    by = wanted.agency or places.tree(today).roots[0]
    above = places.agency(by.parent_id).name if by.parent_id else ""
    committee = by.name.startswith(COMMITTEE)
    period = wanted.period
    return Report(
        parent=above,
        agency=by.name,
        place=slips.place_name(by.place) or settings.PROVINCE,
        symbol="BC-UBND" if committee else "BC",
        title=KINDS[wanted.kind].title,
        subject=subject,
        days=f"{title_of(period)} (từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y})",
        as_of=as_of,
        sections=sections,
        recipients=(f"{above or KINDS[wanted.kind].sent_to};", "Lưu: VT."),
        signed_as=(*((f"TM. {COMMITTEE.upper()}",) if committee else ()), _head(by, today)),
        form=form,
        across=across,
    )


def _head(of: AgencyRow, on: date) -> str:
    """The position of who heads an agency, as it stands over a signature (NĐ 30/2020 Đ.13)."""
    leading = [post.title for post in places.posts(of.id, on) if LEADER in post.roles]
    title = next((title for title in leading if not title.startswith("Phó ")), "Thủ trưởng")
    return title.partition(f" {COMMITTEE}")[0].upper()


KINDS: Mapping[str, Kind] = {
    "II.06": Kind(
        gettext_noop("Biểu II.06: tình hình giải quyết thủ tục hành chính"), "Văn phòng Chính phủ", _form
    ),
    "nghi-quyet": Kind(
        gettext_noop("Báo cáo thực hiện nghị quyết về cải cách hành chính"),
        "Ban Thường vụ Tỉnh ủy",
        _resolution,
    ),
}
"""TT 02/2017/TT-VPCP has II.06 sent to the Government's Office; a resolution of the Party committee names its own."""

FORMS: Mapping[str, tuple[str, Callable[..., bytes]]] = {
    "pdf": (pdf.TYPE, pdf.write),
    "docx": (word.TYPE, word.write),
    "xlsx": (excel.TYPE, excel.write),
}
"""The forms of a file, each with its media type."""
