"""Form II.06: how procedures were settled in a period, field by field or agency by agency (TT 01/2020/TT-VPCP)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from motcua.kernel.situation import Situation, added_up
from motcua.kernel.text import in_order
from motcua.measures.reports.report import Cell, Column, Row, Section, Table
from motcua.measures.reports.situations import Counted, by_agency, by_field
from motcua.procedures.models import Level

TITLE = "Tình hình, kết quả giải quyết thủ tục hành chính"
UNKNOWN_FIELD, UNKNOWN_AGENCY, UNKNOWN_LEVEL = "Chưa rõ lĩnh vực", "Chưa rõ cơ quan", "Chưa rõ cấp"

_IN, _DONE, _OPEN = "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
COLUMNS = (
    Column("STT", 7, number="(1)"),
    Column("Lĩnh vực, công việc", 40, number="(2)"),
    Column("Tổng số", 11, _IN, "(3) = (4) + (5) + (6)"),
    Column("Trực tuyến trong kỳ", 11, _IN, "(4)"),
    Column("Trực tiếp, BCCI trong kỳ", 11, _IN, "(5)"),
    Column("Từ kỳ trước", 11, _IN, "(6)"),
    Column("Tổng số", 11, _DONE, "(7) = (8) + (9) + (10)"),
    Column("Trước hạn", 11, _DONE, "(8)"),
    Column("Đúng hạn", 11, _DONE, "(9)"),
    Column("Quá hạn", 11, _DONE, "(10)"),
    Column("Tổng số", 11, _OPEN, "(11) = (12) + (13)"),
    Column("Trong hạn", 11, _OPEN, "(12)"),
    Column("Quá hạn", 11, _OPEN, "(13)"),
)


def fields(counted: Counted, caption: str = "") -> Table:
    """A row for each field under its level, the sums in between, the whole at the end."""
    rows = [row for level in _levels(counted) for row in _level(counted, *level)]
    return Table(caption, COLUMNS, (*rows, _row("", "Tổng cộng", added_up(counted.values()), strong=True)))


def agencies(counted: Counted, names: Mapping[int, str]) -> Table:
    """A row for each agency, in the order of their names."""
    named = [(names.get(agency, UNKNOWN_AGENCY), row) for agency, row in by_agency(counted).items()]
    found = sorted(named, key=lambda one: in_order(one[0]))
    rows = [_row(number, name, row) for number, (name, row) in enumerate(found, start=1)]
    columns = (COLUMNS[0], Column("Cơ quan", 40, number="(2)"), *COLUMNS[2:])
    return Table("", columns, (*rows, _row("", "Tổng cộng", added_up(counted.values()), strong=True)))


def section(counted: Counted, table: Table, remarks: tuple[str, ...] = ()) -> Section:
    """What form II.06 holds besides its head."""
    return Section("", remarks if counted else ("Kỳ này chưa có dữ liệu.",), (table,) if counted else ())


def _levels(counted: Counted) -> Iterator[tuple[str, str, str]]:
    """The letter, the code and the name of each level that has rows, from the top."""
    there = {spot.level for spot in counted}
    known = [(level.value, str(level.label)) for level in Level if level.value in there]
    rest = [(level, level or UNKNOWN_LEVEL) for level in sorted(there - {level.value for level in Level})]
    for letter, (code, name) in zip("ABCDEFGHIKLMN", [*known, *rest], strict=False):
        yield letter, code, name


def _level(counted: Counted, letter: str, level: str, name: str) -> Iterator[Row]:
    found = by_field(counted, level)
    yield _row(letter, name, added_up(found.values()), strong=True)
    for number, (field, row) in enumerate(found.items(), start=1):
        yield _row(number, field or UNKNOWN_FIELD, row)


def _row(number: Cell, name: str, situation: Situation, *, strong: bool = False) -> Row:
    return Row((str(number), name, *situation.columns), strong)
