"""The targets of the resolution in its report: how many are met, and each with its value and its threshold."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from motcua.kernel.targets import Status
from motcua.measures.figures import exact
from motcua.measures.readings import Kept
from motcua.measures.reports.report import NO_DATA, Cell, Column, Row, Section, Table, told
from motcua.measures.target_words import STATUS_WORDS, reached, threshold

_STANDING = (Column("Trạng thái", 52), Column("Số chỉ tiêu", 16))
_EACH = (Column("Chỉ tiêu", 52), Column("Giá trị", 16), Column("Ngưỡng", 24), Column("Trạng thái", 20))
_ALL = "Tổng số"


def section(kept: Sequence[Kept]) -> Section:
    """How the targets stand, counted and one by one."""
    heading = "Chỉ tiêu của Nghị quyết"
    if not kept:
        return Section(heading, (f"Chỉ tiêu của Nghị quyết: {NO_DATA}.",))
    standing = [one.status for one in kept]
    counted = [Row((STATUS_WORDS[status], standing.count(status))) for status in Status]
    counts = Table("Chỉ tiêu theo trạng thái", _STANDING, (*counted, Row((_ALL, len(kept)), strong=True)))
    return Section(heading, (_in_words(counts),), (counts, _one_by_one(kept)))


def shortfall(kept: Sequence[Kept]) -> Section:
    """Which targets are not met."""
    heading = "Chỉ tiêu của Nghị quyết chưa đạt"
    missed = [one.target.title for one in kept if one.status is Status.NOT_MET]
    known = any(one.status not in (Status.NO_DATA, Status.NOT_APPLICABLE) for one in kept)
    otherwise = "Không có." if known else f"Các chỉ tiêu: {NO_DATA}."
    return Section(heading, (f"{'; '.join(missed)}." if missed else otherwise,))


def _in_words(counts: Table) -> str:
    *parts, whole = ((str(row.cells[0]).lower(), told(row.cells[1])) for row in counts.rows)
    return f"Trong {whole[1]} chỉ tiêu: {', '.join(f'{number} {status}' for status, number in parts)}."


def _one_by_one(kept: Sequence[Kept]) -> Table:
    with translation.override("vi"):  # a report is a Vietnamese document, whatever the language of the page
        rows = [
            Row((one.target.title, _value(one), _threshold(one), STATUS_WORDS[one.status])) for one in kept
        ]
    return Table("Từng chỉ tiêu", _EACH, tuple(rows))


def _value(one: Kept) -> Cell:
    if one.newest is None:
        return None
    return reached(one.target, one.newest) if one.newest.beyond else exact(one.newest.value)


def _threshold(one: Kept) -> str:
    return threshold(one.target.promise.threshold, one.target.unit)
