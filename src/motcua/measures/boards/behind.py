"""What stands behind a number: how it is told apart, and its very rows, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlglot import exp

from motcua.kernel.measures import Tally, points
from motcua.kernel.refusals import Missing
from motcua.measures import counting, declaring, reads
from motcua.measures.boards.cuts import BANDS, Cut, Cutting
from motcua.measures.counting import DIMENSIONS, PERIODS, Asked, table_of
from motcua.measures.declaring import Count, Measure
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind
from motcua.measures.reads import Line
from motcua.people.actors import Actor
from motcua.web.paging import Place

CASE = "case_id"


class Which(StrEnum):
    """Which rows: those that count, those of the whole that don't, the whole."""

    PART = "dat"
    REST = "chua-dat"
    WHOLE = "tat-ca"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The days and moment asked for, and the cuts."""

    asked: Asked
    cuts: tuple[Cutting, ...] = ()

    def fits(self, fact: Fact) -> bool:
        return all(cutting.cut.fits(fact) for cutting in self.cuts)

    def conditions(self, fact: Fact) -> list[exp.Expr]:
        return [cutting.cut.of(fact, cutting.value, self.asked.as_of) for cutting in self.cuts]


def lines(measure: Measure, of: Narrowed, *by: str) -> list[Line]:
    """A measure under cuts, told apart; a count to which a cut does not apply is absent, not zero."""
    if all(cutting.cut.dimension for cutting in of.cuts):
        return _chosen_of(measure, of, by)
    return _counted(measure, of, by)


def _chosen_of(measure: Measure, of: Narrowed, by: tuple[str, ...]) -> list[Line]:
    """Those lines of all that have the values of the cuts; nothing is counted that others have asked for."""
    cut = {cutting.cut.dimension: cutting.value for cutting in of.cuts}
    more = tuple(name for name in cut if name not in by)
    lines = reads.kept((measure.code,), replace(of.asked, by=(*by, *more)))
    found = [
        replace(line, key=line.key[: len(by)])
        for line in lines
        if all(cut.get(name, value) == value for name, value in zip((*by, *more), line.key, strict=False))
    ]
    return found if found or by else [_line(measure, (), _none(measure, of))]


def _none(measure: Measure, of: Narrowed) -> dict[Count, int]:
    """No rows: zero where the cuts apply."""
    return {one: 0 for one in measure.counts if of.fits(declared()[one.fact])}


@reads.remembered
def _counted(measure: Measure, of: Narrowed, by: tuple[str, ...]) -> list[Line]:
    asked = replace(of.asked, by=by)
    cells: dict[tuple[Any, ...], dict[Count, int]] = {}
    for one in measure.counts:
        fact = declared()[one.fact]
        if not (of.fits(fact) and all(told_by(fact, one.when, name) for name in by)):
            continue
        query = counting.scan(fact, one.when, [one], asked).where(*of.conditions(fact))
        for *key, number in _run(query):
            cells.setdefault(tuple(key), {})[one] = int(number or 0)
    return [_line(measure, key, counted) for key, counted in sorted(cells.items(), key=_in_order)]


def line(measure: Measure, of: Narrowed) -> Line:
    """A measure under cuts as one line."""
    return next(iter(lines(measure, of)), Line(measure, (), Tally(None, None), None))


@reads.remembered
def banded(codes: tuple[str, ...], cut: Cut, asked: Asked) -> dict[int | None, dict[str, int]]:
    """How many rows measures of what stands now have in each band of days back, by the measure's code."""
    chosen = [one for one in (declaring.measures()[code] for code in codes) if one.part]
    counts = [one.part for one in chosen if one.part]
    fact = declared()[counts[0].fact]
    band = exp.Case()
    for days in reversed(BANDS):
        band = band.when(cut.of(fact, days, asked.as_of), exp.Literal.number(days))
    query = (
        counting.scan(fact, counts[0].when, counts, asked).select(exp.alias_(band, "band")).group_by("band")
    )
    return {
        key: {one.code: int(number or 0) for one, number in zip(chosen, numbers, strict=True)}
        for *numbers, key in _run(query)
    }


def told_by(fact: Fact, when: str, name: str) -> bool:
    """Whether a count of a fact can be told apart by a dimension or period."""
    return bool(when) if name in PERIODS else DIMENSIONS[name].column in fact.kinds


def _line(measure: Measure, key: tuple[Any, ...], counted: dict[Count, int]) -> Line:
    part, whole = ((counted.get(one) if one else None) for one in (measure.part, measure.whole))
    tally = reads.tally(measure, part, whole)
    earned: Fraction | None = points(measure.scale, tally) if measure.scale else None
    return Line(measure, key, tally, earned)


def _in_order(cell: tuple[tuple[Any, ...], Any]) -> tuple[tuple[bool, Any], ...]:
    return tuple((part is None, part if part is not None else 0) for part in cell[0])


# --- rows ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a fact: where it stands in the list, its case if it is of one, and the values of what is shown."""

    key: tuple[Any, ...]
    case_id: str
    code: str
    values: tuple[Any, ...]


def ways(measure: Measure) -> list[Which]:
    """Which rows of a measure can be listed."""
    part, whole = measure.part, measure.whole
    if part is None or whole is None:
        return []
    same = (part.fact, part.when) == (whole.fact, whole.when) and Kind.INT not in (part.kind, whole.kind)
    trivial = part == whole or part.each or measure.unit != "%"
    return [Which.PART] if trivial else [*Which] if same else [Which.PART, Which.WHOLE]


def fact_of(measure: Measure, which: Which) -> Fact:
    return declared()[_count(measure, which).fact]


def rows(
    measure: Measure, which: Which, of: Narrowed, reader: Actor, *, place: Place | None = None, limit: int
) -> list[Row]:
    """The rows behind a number that the reader may see, the latest first, from a place on."""
    return _listed(measure, which, of, tuple(reader.agencies), place, limit)


@reads.remembered
def _listed(
    measure: Measure,
    which: Which,
    of: Narrowed,
    theirs: tuple[int, ...],
    place: Place | None,
    limit: int,
) -> list[Row]:
    one = _count(measure, which)
    fact = declared()[one.fact]
    if not of.fits(fact):
        return []
    keys = [one.when, *fact.key] if one.when else list(fact.key)
    query = exp.select(*(_of(fact, name) for name in (*keys, *fact.shown)), *_case(fact))
    query = query.from_(exp.to_table(table_of(fact.name))).where(*_chosen(measure, which, fact, of))
    if CASE in fact.kinds:
        query = _with_codes(query.where(_seen(fact, theirs)), fact)
    backwards = place is not None and place.backwards
    if place:
        query = query.where(_after(fact, keys, place))
    query = query.order_by(*(exp.Ordered(this=_of(fact, name), desc=not backwards) for name in keys))
    return [_row(said, len(keys), CASE in fact.kinds) for said in _run(query.limit(limit))]


def _row(said: tuple[Any, ...], keys: int, of_case: bool) -> Row:
    if not of_case:
        return Row(said[:keys], "", "", said[keys:])
    *values, case_id, code = said[keys:]
    return Row(said[:keys], case_id, code, tuple(values))


def _count(measure: Measure, which: Which) -> Count:
    """What is counted; :class:`Missing` for a measure that waits for its facts."""
    one = measure.part if which is Which.PART else measure.whole
    if one is None:
        raise Missing
    return one


def _chosen(measure: Measure, which: Which, fact: Fact, of: Narrowed) -> Iterator[exp.Expr]:
    one = _count(measure, which)
    if one.when:
        yield from counting.period(fact, one.when, of.asked)
    yield counting.holds(fact, one, of.asked)
    if which is Which.REST:
        part = counting.holds(fact, _count(measure, Which.PART), of.asked)
        yield exp.not_(exp.Coalesce(this=part, expressions=[exp.false()]))
    yield from of.conditions(fact)


def _seen(fact: Fact, agencies: tuple[int, ...]) -> exp.Expr:
    """Rows of cases in which the reader's agencies take part; the cases' own read has the last word."""
    theirs = [exp.convert(agency) for agency in agencies] or [exp.convert(-1)]
    places = [name for name in ("agency", "reception") if name in fact.kinds]
    worked = exp.select(CASE).from_(table_of("step")).where(exp.column("agency").isin(*theirs))
    return exp.or_(*(_of(fact, name).isin(*theirs) for name in places), _of(fact, CASE).isin(query=worked))


def _case(fact: Fact) -> Sequence[exp.Expr]:
    if CASE not in fact.kinds:
        return ()
    return _of(fact, CASE), exp.column("code", table_of("case"))


def _with_codes(query: exp.Select, fact: Fact) -> exp.Select:
    if fact.name == "case":
        return query
    there = exp.column(CASE, table_of("case"))
    return query.join(table_of("case"), on=_of(fact, CASE).eq(there), join_type="left")


def _after(fact: Fact, keys: Sequence[str], place: Place) -> exp.Expr:
    """Rows that come after a place: the first key is past it, or equal and the second is, and so on."""
    past = exp.GT if place.backwards else exp.LT
    ways = []
    for number, name in enumerate(keys):
        same = [
            _of(fact, key).eq(exp.convert(value))
            for key, value in zip(keys[:number], place.key, strict=False)
        ]
        ways.append(exp.and_(*same, past(this=_of(fact, name), expression=exp.convert(place.key[number]))))
    return exp.or_(*ways)


def _of(fact: Fact, column: str) -> exp.Column:
    return exp.column(column, table_of(fact.name))


def _run(query: exp.Select) -> list[tuple[Any, ...]]:
    engine = reads.engine()
    return engine.run(query.sql(dialect=engine.dialect))
