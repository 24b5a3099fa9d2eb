"""Trying a procedure before it is in force, from the command line: the words of a replay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from motcua.agencies import reads as agencies
from motcua.cases import replaying
from motcua.cases.replaying import Report
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import lint
from motcua.procedures import reads as procedures
from motcua.procedures.definition import Definition
from motcua.web import words

MOST_NAMED = 10
"""Cases and desks that are told by name."""


def replay(what: str, *, since: date | None, until: date | None, at: datetime) -> Iterator[str]:
    """Run a procedure file, or a procedure as it was, over closed cases; raises Invalid as the linter does."""
    today = local(at).date()
    draft = _draft(Path(what)) if Path(what).suffix == ".yaml" else None
    code = draft.code if draft else procedures.listed(what, on=today).code
    yield from told(
        replaying.replay(code, draft, since=since or today - replaying.YEAR, until=until or today), code
    )


def _draft(path: Path) -> Definition:
    sheets, findings = lint.judge(path)
    if errors := lint.errors_in(findings):
        raise Invalid(f"Tệp {path} có {len(errors)} lỗi.", faults=[error.fault for error in errors])
    definition = sheets[0].definition
    if definition is None:
        raise Invalid(
            f"{path} không phải là tệp thủ tục.", faults=[Fault(str(path), "Chọn một tệp thủ tục.")]
        )
    return definition


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
