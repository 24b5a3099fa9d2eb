"""Trying a procedure before it is in force, from the command line: the words of a replay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from motcua.agencies import reads as agencies
from motcua.cases import replaying, volumes
from motcua.cases.replaying import Report
from motcua.documents import reads as documents
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.procedures import costing, costing_book, lint
from motcua.procedures import reads as procedures
from motcua.procedures.definition import Definition
from motcua.project import environment
from motcua.web import words

MOST_NAMED = 10
"""Cases and desks that are told by name."""
ONE_FILE = "Chọn một tệp thủ tục .yaml."


def replay(what: str, *, since: date | None, until: date | None, at: datetime) -> Iterator[str]:
    """Run a procedure file, or a procedure as it was, over closed cases; raises Invalid as the linter does."""
    today = local(at).date()
    draft = _draft(Path(what)) if _is_path(what) else None
    code = draft.code if draft else procedures.listed(what, on=today).code
    until = until or today
    since = since or until - replaying.YEAR
    if since >= until:
        between = f"từ {since:%d/%m/%Y} đến trước {until:%d/%m/%Y}"
        todo = "Để ngày sau --since trước ngày sau --until."
        raise Invalid(f"Không có ngày nào {between}.", faults=[Fault("--since", todo)])
    yield from told(replaying.replay(code, draft, since=since, until=until), code)


def _is_path(what: str) -> bool:
    """Whether a word of the command line is meant as a file: a code has no suffix and no folder, nor is it one."""
    return Path(what).suffix == ".yaml" or Path(what).name != what or Path(what).exists()


def _draft(path: Path) -> Definition:
    if path.exists() and (path.suffix != ".yaml" or not path.is_file()):
        raise Invalid(f"{path} không phải là tệp thủ tục.", faults=[Fault(str(path), ONE_FILE)])
    sheets, findings = lint.judge(path)
    if errors := lint.errors_in(findings):
        raise Invalid(f"Tệp {path} có {len(errors)} lỗi.", faults=[error.fault for error in errors])
    definition = sheets[0].definition
    if definition is None:
        raise Invalid(f"{path} không phải là tệp thủ tục.", faults=[Fault(str(path), ONE_FILE)])
    return definition


def cost(
    before: str, after: str | None, *, volume: int | None, excel: Path | None, at: datetime
) -> Iterator[str]:
    """The compliance cost of a procedure by code or file, and of what shall replace it; also as an Excel file.

    Counted with the cases of the last year, or with a declared ``volume`` where there are none.
    """
    today = local(at).date()
    norms = costing.Norms.read(environment.catalogue_dir())
    costings = []
    for title, what in (("Hiện hành", before), ("Dự kiến", after)):
        if what is not None:
            of = _definition(what, today)
            costings.append((title, costing.cost(of, norms, _counted(_lived(of, today), volume), on=today)))
    for title, one in costings:
        yield f"{title}: {one.code} {one.name}, {one.cases} hồ sơ một năm."
        for activity in one.activities:
            year = words.dong(activity.year)
            yield f"  {activity.part}: {activity.what}: {words.dong(activity.each)} × {activity.times} = {year}"
        if one.left_out:
            yield f"  Không tính, vì chưa biết bao nhiêu hồ sơ cần: {'; '.join(one.left_out)}."
            yield "    Khai tỷ lệ theo mã thủ tục ở “shares” trong vietnam/code-lists/costs.yaml."
        yield f"  Một năm {words.dong(one.year)}; mỗi hồ sơ {words.dong(one.each)}."
    if len(costings) == 2:
        less, share = costing.saved(costings[0][1], costings[1][1])
        percent = f"{100 * share:.1f}".replace(".", ",")
        yield f"Cắt giảm {words.dong(less)} một năm, {percent}%."
    if excel:
        excel.write_bytes(costing_book.workbook(costings))
        yield f"Đã ghi {excel}."


def _definition(what: str, today: date) -> Definition:
    if _is_path(what):
        return _draft(Path(what))
    return procedures.definition(procedures.version_in_force(what, today).id)


def _lived(of: Definition, today: date) -> costing.Volume:
    """What the cases of the last year were asked, and what they brought."""
    since = today - replaying.YEAR
    first, last = (datetime.combine(day, time.min, LOCAL) for day in (since, today))
    brought = documents.cases_that_brought(of.code, since=first, until=last)
    return volumes.volume(of.code, of, since=since, until=today, brought=brought)


def _counted(lived: costing.Volume, declared: int | None) -> costing.Volume:
    """The volume of the past year, or as many as were declared: by its shares, or all online where it has none."""
    if declared is None:
        if not lived.cases:
            raise Missing("Chưa có hồ sơ nào trong một năm qua; khai số hồ sơ bằng --volume.")
        return lived
    if not lived.cases:
        return costing.Volume({"online": declared})
    by = declared / lived.cases
    return replace(
        lived,
        channels={way: round(count * by) for way, count in lived.channels.items()},
        collected={way: round(count * by) for way, count in lived.collected.items()},
        supplements=round(lived.supplements * by),
    )


def told(report: Report, code: str) -> Iterator[str]:
    """A report in lines."""
    if not report.cases:
        yield f"Thủ tục {code} chưa có hồ sơ nào đã xong trong thời gian này."
        return
    same = f"{report.in_step} hồ sơ diễn ra y như cũ"
    yield f"Thủ tục {code}: {report.cases} hồ sơ đã xong, {same}."
    yield f"Trễ hẹn: {report.late_before} trước đây, {report.late_after} nếu theo phiên bản này."
    if report.becoming_late:
        named = ", ".join(report.becoming_late[:MOST_NAMED])
        more = len(report.becoming_late) - MOST_NAMED
        yield f"  Thành trễ hẹn: {named}{f' và {more} hồ sơ nữa' if more > 0 else ''}."
    before, after = words.span(report.minutes_before), words.span(report.minutes_after)
    yield f"Thời gian giải quyết, trung vị: {before} trước đây, {after} nếu theo phiên bản này."
    if report.waited:
        yield f"Lần yêu cầu bổ sung không còn: {report.waited}."
    for title, (asked, ask) in report.papers.items():
        if asked != ask:
            yield f"Giấy tờ “{title}”: {asked} hồ sơ phải nộp trước đây, {ask} nếu theo phiên bản này."
    for desk in [one for one in report.desks if one.after.peak > one.before.peak][:MOST_NAMED]:
        name = agencies.agency(desk.agency).short_name
        yield (
            f"Nặng thêm: {name}, vai trò {desk.role}: lúc nhiều nhất {desk.before.peak} việc cùng mở trước đây, "
            f"{desk.after.peak} nếu theo phiên bản này."
        )
    for stuck, why in report.stuck[:MOST_NAMED]:
        yield f"Không kể lại được hồ sơ {stuck}: {why}"
