"""The values of targets: from the rows of registers and from measures, each at its day; nothing is made up between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from motcua.kernel import targets as kernel
from motcua.kernel.forms import Json
from motcua.kernel.targets import Reading, Status
from motcua.measures import declaring, reads
from motcua.measures.counting import Asked
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


def kept(known: Iterable[Target], asked: Asked) -> list[Kept]:
    """Targets as they stand at a moment, in the order in which they come."""
    on, known = asked.as_of.date(), list(known)
    rows = _rows({one.value.register for one in known if one.value and one.value.register})
    lines = _lines({one.value.measure for one in known if one.value and one.value.measure}, asked)
    found = [(one, _readings(one, rows, lines, on)) for one in known]
    return [
        Kept(
            one, readings, kernel.newest(one.promise, readings, on=on),
            kernel.status(one.promise, readings, on=on),
        )
        for one, readings in found
    ]  # fmt: skip


def _rows(codes: Iterable[str]) -> Mapping[str, Rows]:
    found = registers.in_force(codes)
    return {
        code: sorted((row.year(declared.register(code)), row.values) for row in rows)
        for code, rows in found.items()
    }


def _lines(codes: Iterable[str], asked: Asked) -> Mapping[str, Sequence[tuple[date, Line]]]:
    """What measures said at the end of each year, and say now."""
    known = [one for one in declaring.measures().values() if one.code in set(codes)]
    if not known:
        return {}
    on = asked.as_of.date()
    dated: dict[str, list[tuple[date, Line]]] = {}
    yearly = Asked(asked.as_of, date(on.year - YEARS_BACK, 1, 1), on, ("year",))
    for line in reads.lines([one for one in known if _is_dated(one.counts)], yearly):
        dated.setdefault(line.measure.code, []).append((min(date(line.key[0], 12, 31), on), line))
    standing = [one for one in known if not _is_dated(one.counts)]
    for line in reads.lines(standing, Asked(asked.as_of)):
        dated.setdefault(line.measure.code, []).append((on, line))
    return dated


def _is_dated(counts: Iterable[Count]) -> bool:
    return any(count.when for count in counts)


def _readings(
    of: Target, rows: Mapping[str, Rows], lines: Mapping[str, Sequence[tuple[date, Line]]], on: date
) -> tuple[Reading, ...]:
    if of.value is None:
        return ()
    entered = rows.get(of.value.register, ())
    if of.value.measure:
        found = _of_measure(of.value, lines.get(of.value.measure, ()), dict(entered))
    else:
        found = (
            (date(year, 12, 31), value, beyond) for year, value, beyond in _of_register(of.value, entered)
        )
    return tuple(Reading(min(day, on), value, beyond) for day, value, beyond in found if value is not None)


Found = Iterator[tuple[date, Fraction | None, bool]]


def _of_measure(
    of: Value, lines: Iterable[tuple[date, Line]], entered: Mapping[int, Mapping[str, Json]]
) -> Found:
    """The share that a measure gives; with a register its whole is what is counted here and what is entered."""
    for day, line in lines:
        part, whole = line.tally.part, line.tally.whole
        if part is None or whole is None:
            continue
        if of.register:
            beside = _number(entered.get(day.year, {}), of.field)
            yield day, None if beside is None else kernel.share(part, whole + beside), False
        else:
            yield day, kernel.share(part, whole), False


Yearly = Iterator[tuple[int, Fraction | None, bool]]


def _of_register(of: Value, rows: Rows) -> Yearly:
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
