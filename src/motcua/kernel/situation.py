"""The situation of cases in a period, as form II.06 tells it: what came, what was settled, what is left.

TT 02/2017/TT-VPCP and TT 01/2020/TT-VPCP, columns 3 to 13; early, on time and late are told apart by the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

from motcua.kernel.refusals import Fault, Invalid

IDENTITIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "received": (("online", "direct", "carried_over"), ("settled", "running")),
    "settled": (("early", "on_time", "late"),),
    "running": (("in_time", "overdue"),),
}
"""What each sum is made of: 3 = 4 + 5 + 6 = 7 + 11, 7 = 8 + 9 + 10, 11 = 12 + 13."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A row of form II.06, in the order of its columns from 3 on; each is counted by itself.

    Raises :class:`Invalid` when a number is below zero or the columns don't add up.
    """

    received: int = 0
    online: int = 0
    direct: int = 0
    carried_over: int = 0
    settled: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    running: int = 0
    in_time: int = 0
    overdue: int = 0

    def __post_init__(self) -> None:
        faults = [*self._negative(), *self._unequal()]
        if faults:
            raise Invalid("Số liệu của biểu II.06 không khớp.", faults=faults)

    def _negative(self) -> list[Fault]:
        return [
            Fault(str(COLUMNS[name]), f"Cột {COLUMNS[name]} là {getattr(self, name)}: không thể âm.")
            for name in COLUMNS
            if getattr(self, name) < 0
        ]

    def _unequal(self) -> list[Fault]:
        return [
            Fault(str(COLUMNS[whole]), _told(whole, getattr(self, whole), parts, self.sum(parts)))
            for whole, ways in IDENTITIES.items()
            for parts in ways
            if getattr(self, whole) != self.sum(parts)
        ]

    def sum(self, names: tuple[str, ...]) -> int:
        """The sum of some columns."""
        return sum(getattr(self, name) for name in names)

    @property
    def columns(self) -> tuple[int, ...]:
        """The numbers of columns 3 to 13."""
        return _IN_ORDER(self)

    @property
    def in_time_share(self) -> Fraction | None:
        """What was settled early or on time of all that was settled; None when nothing was."""
        return Fraction(self.early + self.on_time, self.settled) if self.settled else None

    @property
    def online_share(self) -> Fraction | None:
        """What was filed online of all that came in the period; None when nothing came."""
        came = self.online + self.direct
        return Fraction(self.online, came) if came else None


def added_up(rows: Iterable[Situation]) -> Situation:
    """Rows added up; none come to a row of zeros."""
    return Situation(*map(sum, zip(*(row.columns for row in rows), strict=True)))


COLUMNS: Mapping[str, int] = {
    name: number for number, name in enumerate(Situation.__dataclass_fields__, start=3)
}
"""Under which number of the form each stands."""

_IN_ORDER: Callable[[Situation], tuple[int, ...]] = attrgetter(*COLUMNS)


def _told(whole: str, number: int, parts: tuple[str, ...], found: int) -> str:
    sum_of = " + ".join(str(COLUMNS[part]) for part in parts)
    return f"Cột {COLUMNS[whole]} là {number}, còn {sum_of} là {found}."
