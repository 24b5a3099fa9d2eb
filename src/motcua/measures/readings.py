"""The values of targets: from the rows of registers and from measures, each at its day; nothing is made up between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from motcua.kernel import targets as kernel
from motcua.kernel.forms import Json
from motcua.kernel.targets import Reading, Status, Threshold
from motcua.measures import declaring, reads
from motcua.measures.counting import Asked, last_day
from motcua.measures.declaring import Count
from motcua.measures.promising import Target, Value
from motcua.measures.reads import Line
from motcua.registers import declaring as declared
from motcua.registers import reads as registers

YEARS_BACK = 4
"""How many years before this one a measure is read for its trend."""

Rows = Sequence[tuple[int, Mapping[str, Json]]]
"""The rows of a register with the years that they tell of, the oldest first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A target with its readings and how it stands on a day."""

    target: Target
    readings: tuple[Reading, ...]
    newest: Reading | None
    status: Status
    each: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    """The readings of every measure that it looks at, by code."""


def kept(known: Iterable[Target], asked: Asked) -> list[Kept]:
    """Targets as they stand at a moment, in the order in which they come."""
    on, known = asked.as_of.date(), list(known)
    rows = _rows({one.value.register for one in known if one.value and one.value.register})
    lines = _lines({code for one in known if one.value for code in one.value.measures}, asked)
    return [stands(one, rows, lines, on) for one in known]


def stands(of: Target, rows: Mapping[str, Rows], lines: Lines, on: date) -> Kept:
    """How a target stands on a day by the rows of registers and what measures say, both by code."""
    each = _of_measures(of.value, rows, lines) if of.value else {}
    if each:
        readings = _worst(of.promise.threshold, list(each.values()))
    else:
        readings = _of_register(of.value, rows.get(of.value.register, ()), on) if of.value else ()
    return Kept(
        of,
        readings,
        kernel.newest(of.promise, readings, on=on),
        kernel.status(of.promise, readings, on=on),
        each,
    )


def _rows(codes: Iterable[str]) -> Mapping[str, Rows]:
    found = registers.in_force(codes)
    return {
        code: sorted((row.year(declared.register(code)), row.values) for row in rows)
        for code, rows in found.items()
    }


Lines = Mapping[str, Sequence[tuple[date, Line]]]
"""What measures say, by their codes, each on its day."""


def _lines(codes: Iterable[str], asked: Asked) -> Lines:
    """What measures said at the end of each year, and say now."""
    known = [one for one in declaring.measures().values() if one.code in set(codes)]
    if not known:
        return {}
    on = asked.as_of.date()
    dated: dict[str, list[tuple[date, Line]]] = {}
    yearly = Asked(asked.as_of, date(on.year - YEARS_BACK, 1, 1), on, ("year",))
    for line in reads.lines([one for one in known if _is_dated(one.counts)], yearly):
        counted = (last_day(one.when, yearly) or on for one in line.measure.counts)
        day = min(date(line.key[0], 12, 31), *counted)
        dated.setdefault(line.measure.code, []).append((day, line))
    standing = [one for one in known if not _is_dated(one.counts)]
    for line in reads.lines(standing, Asked(asked.as_of)):
        dated.setdefault(line.measure.code, []).append((on, line))
    return dated


def _is_dated(counts: Iterable[Count]) -> bool:
    return any(count.when for count in counts)


def _of_measures(of: Value, rows: Mapping[str, Rows], lines: Lines) -> Mapping[str, tuple[Reading, ...]]:
    entered = dict(rows.get(of.register, ()))
    return {
        code: tuple(
            Reading(day, value)
            for day, value in _of_measure(of, lines.get(code, ()), entered)
            if value is not None
        )
        for code in of.measures
    }


def _worst(threshold: Threshold, each: Sequence[Sequence[Reading]]) -> tuple[Reading, ...]:
    """The worst that several measures say on a day; where one says nothing it may be worse than that."""
    found: dict[date, list[Fraction]] = {}
    for reading in (one for readings in each for one in readings):
        found.setdefault(reading.on, []).append(reading.value)
    return tuple(
        Reading(day, threshold.worst(values), beyond=len(values) < len(each))
        for day, values in sorted(found.items())
    )


def _of_measure(
    of: Value, lines: Iterable[tuple[date, Line]], entered: Mapping[int, Mapping[str, Json]]
) -> Iterator[tuple[date, Fraction | None]]:
    """The share that a measure gives; with a register its whole is what is counted here and what is entered."""
    for day, line in lines:
        part, whole = line.tally.part, line.tally.whole
        if part is None or whole is None:
            continue
        if of.register:
            beside = _number(entered.get(day.year, {}), of.field)
            yield day, None if beside is None else kernel.share(part, whole + beside)
        else:
            yield day, kernel.share(part, whole)


def _of_register(of: Value, rows: Rows, on: date) -> tuple[Reading, ...]:
    return tuple(
        Reading(min(date(year, 12, 31), on), value, beyond)
        for year, value, beyond in _yearly(of, rows)
        if value is not None
    )


Yearly = Iterator[tuple[int, Fraction | None, bool]]


def _yearly(of: Value, rows: Rows) -> Yearly:
    if of.part:
        return _shares(of, rows)
    if of.reduced_from:
        return _reductions(of, rows)
    return _sums(of, rows) if of.since else _as_they_stand(of, rows)


def _as_they_stand(of: Value, rows: Rows) -> Yearly:
    for year, values in rows:
        value = _number(values, of.field)
        last = _number(values, of.listed) if of.listed and value is None else None
        yield year, last if value is None else value, value is None


def _shares(of: Value, rows: Rows) -> Yearly:
    for year, values in rows:
        part, whole = _number(values, of.part), _number(values, of.whole)
        yield year, None if part is None or whole is None else kernel.share(part, whole), False


def _sums(of: Value, rows: Rows) -> Yearly:
    """What has come together since a year; a year without a number ends the sum: it would be a guess."""
    total, expected = Fraction(0), of.since
    for year, values in rows:
        if year < of.since:
            continue
        value = _number(values, of.field)
        if value is None or year != expected:
            return
        total, expected = total + value, year + 1
        yield year, total, False


def _reductions(of: Value, rows: Rows) -> Yearly:
    """By how much a value fell since a year, or its mean since that of some years, where all are known."""
    known = {year: value for year, values in rows if (value := _number(values, of.field)) is not None}
    first, last = of.reduced_from[0], of.reduced_from[-1]
    before = _mean(known, first, last)
    if before is None:
        return
    for year in sorted(year for year in known if year > last):
        after = known[year] if first == last else _mean(known, last + 1, year)
        yield year, None if after is None else kernel.reduction(before, after), False


def _mean(known: Mapping[int, Fraction], first: int, last: int) -> Fraction | None:
    years = range(first, last + 1)
    if not all(year in known for year in years):
        return None
    return sum((known[year] for year in years), Fraction(0)) / len(years)


def _number(values: Mapping[str, Json], field: str) -> Fraction | None:
    value = values.get(field)
    return Fraction(str(value)) if isinstance(value, int | float) else None
