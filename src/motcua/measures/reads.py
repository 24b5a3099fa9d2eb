"""What measures say: a line for each, told apart as asked, with the moment that it holds for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

import duckdb
from django.conf import settings
from django.utils.translation import gettext, gettext_noop
from pyarrow import ArrowException

from motcua.kernel.anonymity import by_group, hidden, hidden_beside
from motcua.kernel.measures import Tally, points, total
from motcua.kernel.refusals import Fault, Invalid, Missing, NotReady
from motcua.measures import counting, refreshing
from motcua.measures.counting import DIMENSIONS, PERIODS, Asked, Counted, Follower, Row
from motcua.measures.declaring import Measure, measures
from motcua.measures.duck import Duck
from motcua.measures.facts import declared
from motcua.measures.store import Manifest, Store

Given = TypeVarTuple("Given")
T = TypeVar("T")
TOLD_BY = {"successor", *PERIODS}
"""What measures that hide small groups are told apart by.

A field may lie in one agency, an old agency in the new one: beside the agency told, theirs would give the hidden away.
"""
ONLY_BY_AGENCY = gettext_noop(
    "Phiếu trả lời chỉ được kể theo cơ quan hoặc theo thời gian: kể thêm theo lĩnh vực, thủ tục thì lấy số của "
    "cơ quan trừ đi sẽ lộ nhóm có ít phiếu."
)
LAG = timedelta(minutes=1)
"""How old the moment may be for which a board is told, while nothing happens."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure at one place of the dimensions asked for."""

    measure: Measure
    key: tuple[Any, ...]
    tally: Tally
    points: Fraction | None

    @property
    def share(self) -> Fraction | None:
        return self.tally.share


@dataclass(frozen=True, slots=True)
class Earned:
    """What lines of a score come to: points earned, of those that can be known yet, of all that there are.

    ``waiting`` lines have no data; theirs are told apart, never as zero.
    """

    points: Fraction | None
    known: Fraction
    most: Fraction
    waiting: int

    @property
    def share(self) -> Fraction | None:
        return self.points / self.known if self.points is not None and self.known else None


def earned(lines: Iterable[Line]) -> Earned:
    """The sum of those lines that give points."""
    scaled = [(line.points, line.measure.scale.points) for line in lines if line.measure.scale]
    return Earned(
        total(points for points, _ in scaled),
        sum((most for points, most in scaled if points is not None), Fraction(0)),
        sum((most for _, most in scaled), Fraction(0)),
        sum(points is None for points, _ in scaled),
    )


def chosen(codes: Sequence[str]) -> list[Measure]:
    """The measures of some codes, or of groups (``766``, ``766.3``); all when none is named."""
    known = measures()
    found = {
        code: [one for one in known.values() if one.code == code or one.code.startswith(f"{code}.")]
        for code in codes
    }
    if unknown := [code for code, those in found.items() if not those]:
        said = f"Có: {', '.join(sorted(known))}."
        raise Missing(f"Không có chỉ số {', '.join(unknown)}. {said}")
    return [one for those in found.values() for one in those] if codes else list(known.values())


def lines(of: Iterable[Measure], asked: Asked, on: Follower | None = None) -> list[Line]:
    """What measures say of the facts as they are now; a measure with nothing to show has one line of None.

    Counted ``on`` an engine of one's own, or on this process's.
    """
    dimensions = {*DIMENSIONS, *PERIODS}
    if unknown := [name for name in asked.by if name not in dimensions]:
        raise Invalid(
            f"Không phân theo “{', '.join(unknown)}” được.",
            faults=[Fault("by", f"Chọn trong: {', '.join(sorted(dimensions))}.")],
        )
    of = list(of)
    if of and all(one.fewest for one in of) and not TOLD_BY.issuperset(asked.by):
        raise Invalid(gettext(ONLY_BY_AGENCY), faults=[Fault("by", gettext("Phân theo successor."))])
    found = counted(of, asked, on)
    return [line for one in of for line in _lines(one, found, asked, _withheld(one, asked, on))]


def counted(of: Sequence[Measure], asked: Asked, on: Follower | None = None) -> Counted:
    """What measures count, before any share is taken of it; a file that isn't what it was is derived anew."""
    try:
        return _counted(of, asked, on)
    except (duckdb.Error, ArrowException, OSError):
        if not refreshing.refresh(at=asked.as_of, thorough=True).mended:
            raise
        return _counted(of, asked, on)


def _counted(of: Iterable[Measure], asked: Asked, on: Follower | None) -> Counted:
    with (on or _engine(refreshing.store().folder, settings.REPORT_DAY)).following(manifest()) as engine:
        return counting.count((count for one in of for count in one.counts), asked, engine)


@lru_cache(maxsize=1)
def _engine(folder: Path, report_day: int) -> Duck:
    """The engine of a folder of facts, whose cells end where quarters do; a process has one."""
    counts = [count for one in measures().values() for count in one.counts]
    ends = (counting.at_end_of(name, one) for one in counts for name in counting.ENDS if name != "day")
    return Duck(Store(folder), [*counts, *ends])


def remembered(ask: Callable[[*Given], T]) -> Callable[[*Given], T]:
    """What a question about the facts was answered, kept as long as the facts are the same; arguments hash."""

    @lru_cache(maxsize=256)
    def kept(files: tuple[str, ...], given: tuple[*Given]) -> T:
        return ask(*given)

    @wraps(ask)
    def asked(*given: *Given) -> T:
        return kept(_files(), given)

    return asked


@remembered
def kept(codes: tuple[str, ...], asked: Asked) -> list[Line]:
    """The lines of chosen measures, remembered."""
    return lines(chosen(codes), asked)


def manifest() -> Manifest:
    """The facts in force; :class:`Missing` before they were first derived, NotReady while they are mended."""
    found = refreshing.store().manifest()
    if found is None:
        if refreshing.store().has_manifest():
            raise NotReady("Số liệu đang được dựng lại: mở lại trang sau ít phút.")
        raise Missing("Chưa có số liệu: chạy `motcua facts` hoặc `motcua work` để dựng.")
    return found


@dataclass(frozen=True, slots=True)
class InForce:
    """The facts in force, for queries of one's own over their views (``case_facts``)."""

    dialect: str = "duckdb"

    def run(self, query: str) -> list[Row]:
        """The rows of a query in DuckDB's SQL."""
        with _engine(refreshing.store().folder, settings.REPORT_DAY).following(manifest()) as facts:
            return facts.run(query)


def engine() -> InForce:
    """Whatever runs a query over the facts in force."""
    return InForce()


@remembered
def first_day() -> date | None:
    """The first day on which a case was received, as far as the facts go back; None where there is none."""
    [[day]] = engine().run(f"SELECT min(received_day) FROM {counting.table_of('case')}")  # noqa: S608 - a name of ours
    found: date | None = day
    return found


def _files() -> tuple[str, ...]:
    """The files of the facts in force: named by their content, they say what is known."""
    found = manifest()
    return tuple(path for fact in declared() for path in found.paths(fact))


def _withheld(one: Measure, asked: Asked, on: Follower | None) -> Callable[[Row], bool]:
    """Where a measure that hides small groups is not told: apart by what may not be, or some fields beside agencies.

    One of some fields is told of the whole only, and not where a field of it has too few, or would give away those of
    another one by what is told of agencies.
    """
    if not one.fewest:
        return lambda key: False
    if not set(asked.by) <= (set(PERIODS) if one.among else TOLD_BY):
        return lambda key: True
    if one.among is None:
        return lambda key: False
    all_of_them = measures()[one.among.measure]
    counts = counted([all_of_them], replace(asked, by=(*asked.by, "successor", "field")), on)
    cells: dict[Row, dict[tuple[Any, Any], int]] = defaultdict(dict)
    for (*key, agency, field), number in (
        counts.get(all_of_them.whole, {}) if all_of_them.whole else {}
    ).items():
        cells[tuple(key)][agency, field] = number
    gone = {
        key for key, told in cells.items()
        if hidden_beside(told, hidden(by_group(told), one.fewest), one.fewest) & set(one.among.fields)
    }  # fmt: skip
    return gone.__contains__


def _lines(one: Measure, found: Counted, asked: Asked, withheld: Callable[[Row], bool]) -> Iterator[Line]:
    told_apart = all(count in found for count in one.counts)
    part, whole = (found.get(count, {}) if count and told_apart else {} for count in (one.part, one.whole))
    few = hidden(whole, one.fewest) if one.fewest else set()
    for key in sorted({**part, **whole}, key=_in_order) or ([()] if not asked.by else []):
        told = Tally(None, None) if key in few or withheld(key) else tally(one, part.get(key), whole.get(key))
        yield Line(one, key, told, points(one.scale, told) if one.scale else None)


def tally(one: Measure, counted: int | None, whole: int | None) -> Tally:
    """What a measure says of its two counts: where it counts what is lost, the part is the rest of the whole."""
    if one.lost and counted is not None and whole is not None:
        return Tally(whole - counted, whole)
    return Tally(counted, whole)


def _in_order(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((part is None, part if part is not None else 0) for part in key)


def at_once(*, at: datetime) -> Manifest:
    """The facts with everything in them that has happened until now, told for a moment of this minute."""
    found = refreshing.store().manifest()
    if found and timedelta(0) <= at - found.as_of < LAG and not refreshing.behind(found):
        return found
    done = refreshing.refresh_if_idle(at=at)
    return done.manifest if done else manifest()
