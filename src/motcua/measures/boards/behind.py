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
from motcua.measures.facts import Column, Fact, declared
from motcua.measures.language import Kind
from motcua.measures.reads import Line
from motcua.people.actors import Actor
from motcua.web.paging import Place

CASE = "case_id"
TOOK_PART = "took_part"


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

    def judged(self, one: Count) -> Count:
        """A count as it is taken under the cuts: of wholes, unless one of them is by parts."""
        parts = declared()[one.fact].parts
        return one if any(cutting.cut.column == parts for cutting in self.cuts) else counting.in_wholes(one)


def lines(measure: Measure, of: Narrowed, *by: str) -> list[Line]:
    """A measure under cuts, told apart; a count to which a cut does not apply is absent, not zero."""
    if not may_tell(measure, of, *by):
        return [Line(measure, (), Tally(None, None), None)] if not by else []
    if all(cutting.cut.dimension for cutting in of.cuts):
        return _chosen_of(measure, of, by)
    return _counted(measure, of, by)


def may_tell(measure: Measure, of: Narrowed, *by: str) -> bool:
    """What hides small groups is told apart by agency or by time, one at a time: crossed, they would tell of few."""
    if not measure.fewest:
        return True
    apart = [*by, *(cutting.cut.dimension for cutting in of.cuts)]
    return len(apart) + bool(measure.among) <= 1 and reads.TOLD_BY.issuperset(apart)


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
        told = of.fits(fact) and all(told_by(fact, one.when, name) for name in by)
        if not (told and counting.may_be_told(fact, one, asked)):
            continue
        query = counting.scan(fact, one.when, [of.judged(one)], asked).where(*of.conditions(fact))
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
    some = exp.or_(*(counting.holds(fact, one, asked) for one in counts))
    query = counting.scan(fact, counts[0].when, counts, asked).where(some)
    query = query.select(exp.alias_(band, "band")).group_by("band")
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
    """Which rows of a measure can be listed; none of a fact whose rows are nobody's to read.

    Of what is lost the part are the lost rows, and the others are told as well.
    """
    part, whole = measure.part, measure.whole
    if part is None or whole is None or declared()[part.fact].private or declared()[whole.fact].private:
        return []
    if measure.lost:
        return [Which.WHOLE, Which.PART]
    same = (part.fact, part.when) == (whole.fact, whole.when) and Kind.INT not in (part.kind, whole.kind)
    trivial = part == whole or part.each or not measure.is_share
    return [Which.PART] if trivial else [*Which] if same else [Which.PART, Which.WHOLE]


def fact_of(measure: Measure, which: Which) -> Fact:
    return declared()[_count(measure, which).fact]


def columns(measure: Measure, which: Which, of: Narrowed) -> list[Column]:
    """What a list of rows shows; of wholes not the column that is empty in them."""
    one = _count(measure, which)
    fact = declared()[one.fact]
    empty = fact.parts if of.judged(one) != one else ""
    return [column for column in fact.columns if column.name in fact.shown and column.name != empty]


def rows(
    measure: Measure, which: Which, of: Narrowed, reader: Actor, *, place: Place | None = None, limit: int
) -> list[Row]:
    """The rows behind a number that the reader may see, the latest first, from a place on."""
    return _listed(measure, which, of, tuple(reader.agencies), place, limit)


def number(measure: Measure, which: Which, of: Narrowed, reader: Actor) -> int:
    """How many rows behind a number the reader may see."""
    query = _readable(measure, which, of, tuple(reader.agencies))
    return int(_run(query.select(exp.Count(this=exp.Star())))[0][0]) if query else 0


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
    query = _readable(measure, which, of, theirs)
    if query is None:
        return []
    keys = [one.when, *fact.key] if one.when else list(fact.key)
    query = query.select(*(_of(fact, name) for name in (*keys, *fact.shown)), *_case(fact))
    backwards = place is not None and place.backwards
    if place:
        query = query.where(_after(fact, keys, place))
    query = query.order_by(*(exp.Ordered(this=_of(fact, name), desc=not backwards) for name in keys))
    return [_row(said, len(keys), CASE in fact.kinds) for said in _run(query.limit(limit))]


def _readable(measure: Measure, which: Which, of: Narrowed, theirs: tuple[int, ...]) -> exp.Select | None:
    """The rows that may be read, of which nothing is selected yet; None where nothing may be told."""
    one = _count(measure, which)
    fact = declared()[one.fact]
    if not (of.fits(fact) and counting.may_be_told(fact, one, of.asked)):
        return None
    query = exp.select().from_(exp.to_table(table_of(fact.name))).where(*_chosen(measure, which, fact, of))
    return _with_codes(query.where(_seen(theirs)), fact) if CASE in fact.kinds else query


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
    yield counting.holds(fact, of.judged(one), of.asked)
    if which is Which.REST:
        part = counting.holds(fact, _count(measure, Which.PART), of.asked)
        yield exp.not_(exp.Coalesce(this=part, expressions=[exp.false()]))
    yield from of.conditions(fact)


def _seen(agencies: tuple[int, ...]) -> exp.Expr:
    """Rows of cases in which the reader's agencies take part; the cases' own read has the last word."""
    theirs = [exp.convert(agency) for agency in agencies] or [exp.convert(-1)]
    one_of_them = exp.Literal.string(f"/({'|'.join(map(str, agencies)) or '-1'})/")
    took_part = exp.RegexpLike(this=exp.column(TOOK_PART, table_of("case")), expression=one_of_them)
    carried = (exp.column(name, table_of("case")).isin(*theirs) for name in ("agency", "reception"))
    return exp.or_(*carried, took_part)


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
