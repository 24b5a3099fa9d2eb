"""What a period says beside the one before, as sentences; nothing is said of what nobody knows."""

from __future__ import annotations

from decimal import Decimal

from motcua.kernel.situation import Situation
from motcua.measures.reports.report import NO_DATA, Cell, Change, Column, Percent, Row, Table, figure, told

COLUMNS = (Column("Nội dung", 42), Column("Kỳ này", 18), Column("Kỳ trước", 18), Column("Tăng, giảm", 18))


def change(now: Cell, before: Cell) -> Change | None:
    """By how much a value has changed; None unless both are known."""
    match now, before:
        case (int() | Decimal(), int() | Decimal()):
            return Change(now - before)
        case (Percent(one), Percent(other)):
            return Change(one - other)
    return None


def moved(by: Cell, what: str) -> str:
    """The rise or fall as the end of a sentence: “, tăng 12 hồ sơ so với kỳ trước”; empty when it is not known."""
    if not isinstance(by, Change):
        return ""
    if by.value == 0:
        return ", bằng kỳ trước"
    way, much = ("tăng", by.value) if by.value > 0 else ("giảm", -by.value)
    return f", {way} {figure(much)} {what} so với kỳ trước"


def compared(now: Situation | None, before: Situation | None) -> Table:
    """The numbers of form II.06 as a whole, beside those of the period before; None is a period without data."""
    return Table(
        "Tiếp nhận và giải quyết hồ sơ",
        COLUMNS,
        tuple(
            Row((title, one, other, change(one, other)), strong=title in _SUMS)
            for (title, one), (_, other) in zip(_numbers(now), _numbers(before), strict=True)
        ),
    )


def sentences(table: Table) -> tuple[str, ...]:
    """What that table says, in words."""
    told_by = {row.cells[0]: row.cells for row in table.rows}
    if told_by[_RECEIVED][1] is None:
        return (f"Tình hình tiếp nhận, giải quyết hồ sơ trong kỳ: {NO_DATA}.",)

    def now(title: str) -> str:
        return told(told_by[title][1])

    def rise(title: str, what: str = "hồ sơ") -> str:
        return moved(told_by[title][3], what)

    return (
        f"Số hồ sơ phải giải quyết trong kỳ là {now(_RECEIVED)}{rise(_RECEIVED)}: tiếp nhận trực tuyến {now(_ONLINE)}, "
        f"trực tiếp hoặc qua dịch vụ bưu chính công ích {now(_DIRECT)}, từ kỳ trước chuyển sang {now(_OVER)}.",
        _share("Tỷ lệ hồ sơ nộp trực tuyến", told_by[_ONLINE_SHARE]),
        f"Đã giải quyết {now(_SETTLED)} hồ sơ{rise(_SETTLED)}: trước hạn {now(_EARLY)}, đúng hạn {now(_ON_TIME)}, "
        f"quá hạn {now(_LATE)}.",
        _share("Tỷ lệ giải quyết trước hạn và đúng hạn", told_by[_IN_TIME_SHARE]),
        f"Đang giải quyết {now(_RUNNING)} hồ sơ: trong hạn {now(_IN_TIME)}, quá hạn {now(_OVERDUE)}.",
    )


def _share(title: str, cells: tuple[Cell, ...]) -> str:
    return f"{title}: {told(cells[1])}{moved(cells[3], 'điểm phần trăm')}."


_RECEIVED, _ONLINE, _DIRECT = "Số hồ sơ phải giải quyết", "Tiếp nhận trực tuyến", "Tiếp nhận trực tiếp, BCCI"
_OVER, _ONLINE_SHARE = "Từ kỳ trước chuyển sang", "Tỷ lệ hồ sơ nộp trực tuyến"
_SETTLED, _EARLY, _ON_TIME, _LATE = "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn"
_IN_TIME_SHARE, _RUNNING = "Tỷ lệ giải quyết trước hạn và đúng hạn", "Đang giải quyết"
_IN_TIME, _OVERDUE = "Đang giải quyết, trong hạn", "Đang giải quyết, quá hạn"
_SUMS = {_RECEIVED, _SETTLED, _RUNNING}


def _numbers(of: Situation | None) -> list[tuple[str, Cell]]:
    titles = (
        _RECEIVED, _ONLINE, _DIRECT, _OVER, _ONLINE_SHARE,
        _SETTLED, _EARLY, _ON_TIME, _LATE, _IN_TIME_SHARE, _RUNNING, _IN_TIME, _OVERDUE,
    )  # fmt: skip
    if of is None:
        return [(title, None) for title in titles]
    numbers: list[Cell] = [*of.columns]
    numbers.insert(4, Percent.of(of.online_share))
    numbers.insert(9, Percent.of(of.in_time_share))
    return list(zip(titles, numbers, strict=True))
