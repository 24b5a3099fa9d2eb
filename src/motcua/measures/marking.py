"""Marking: what each agency and each officer earned of a scorecard in some days, and why a point was lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlglot import exp

from motcua.kernel.measures import Tally
from motcua.kernel.scoring import Standing, graded, mean, standing
from motcua.measures import counting, declaring, reads
from motcua.measures.counting import Asked, table_of
from motcua.measures.declaring import Count, Measure
from motcua.measures.facts import declared
from motcua.measures.scorecards import Card, Index, Scorecard

BY = ("agency", "owner")
"""Rows of contributions: of an agency as a whole (no owner), and of each who took part."""

Whom = tuple[int, int | None]
"""An agency, and an officer of it or none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one agency or officer earned: points by index, None where nobody knows, and where the sum stands."""

    agency: int
    officer: int | None
    cases: int
    points: tuple[Decimal | None, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Lost:
    """A case that earned less than the most of an index."""

    case_id: str
    code: str
    index: str
    points: int
    most: int
    because: str


def agencies(of: Scorecard, asked: Asked) -> list[Mark]:
    """What each agency that finished a case earned, the best first."""
    card = of.cards["agency"]
    marks = [_mark(card, whom, tallies) for whom, tallies in _tallies(card, asked).items() if whom[1] is None]
    return sorted((one for one in marks if one.cases), key=_best_first)


def officers(of: Scorecard, of_agencies: Collection[int], asked: Asked) -> list[Mark]:
    """What each officer of some agencies who took part in a finished case earned, the best first."""
    card = of.cards["officer"]
    marks = [
        _mark(card, whom, tallies)
        for whom, tallies in _tallies(card, asked).items()
        if whom[1] is not None and whom[0] in of_agencies
    ]
    return sorted((one for one in marks if one.cases), key=_best_first)


def _best_first(mark: Mark) -> tuple[Decimal, int]:
    return -mark.standing.total, -mark.cases


def _tallies(card: Card, asked: Asked) -> dict[Whom, dict[str, Tally]]:
    """What was counted, by whom and by the code of a measure.

    Measures of cases know no officers: what they count is the agency's.
    """
    chosen = [
        declaring.measures()[code]
        for code in dict.fromkeys(name for one in card.indices for name in one.measures)
    ]
    found: dict[Whom, dict[str, Tally]] = {}
    for by in (BY, BY[:1]):
        those = [one for one in chosen if one.part and _told_by(one) == by]
        for line in reads.lines(those, replace(asked, by=by)) if those else ():
            agency, officer = (*line.key, None)[:2]
            found.setdefault((agency, officer), {})[line.measure.code] = line.tally
    return found


def _told_by(measure: Measure) -> tuple[str, ...]:
    part = measure.part
    return BY if part and "owner" in declared()[part.fact].kinds else BY[:1]


def _mark(card: Card, whom: Whom, tallies: Mapping[str, Tally]) -> Mark:
    points = tuple(_points(index, tallies) for index in card.indices)
    known = [(told, index.most) for told, index in zip(points, card.indices, strict=True)]
    cases = max((tally.whole or 0 for code, tally in tallies.items() if _of_cases(card, code)), default=0)
    return Mark(*whom, cases, points, standing(known, card.classes))


def _of_cases(card: Card, code: str) -> bool:
    return any(index.measure is not None and index.code == code for index in card.indices)


def _points(index: Index, tallies: Mapping[str, Tally]) -> Decimal | None:
    unknown = Tally(None, None)
    if not index.grades:
        return mean(tallies.get(index.code, unknown))
    told = graded(index.grades, {name: tallies.get(name, unknown) for name in index.measures})
    return None if told is None else Decimal(told)


# --- why points were lost --------------------------------------------------------------------------------------


def lost(card: Card, whom: Whom, asked: Asked, *, limit: int) -> list[Lost]:
    """The cases that earned less than the most, the latest first, with the reason that the measure's file gives."""
    marked = [index.measure for index in card.indices if index.measure]
    return [
        one for measure in marked if measure.part for one in _lost(measure, measure.part, whom, asked, limit)
    ]


def _lost(measure: Measure, part: Count, whom: Whom, asked: Asked, limit: int) -> Iterator[Lost]:
    if not measure.losses:
        return
    engine = reads.engine()
    for case_id, code, points, place in engine.run(
        _query(measure, part, whom, asked, limit).sql(engine.dialect)
    ):
        yield Lost(case_id, code, measure.code, points, measure.most, measure.losses[place].because)


def _query(measure: Measure, part: Count, whom: Whom, asked: Asked, limit: int) -> exp.Select:
    """The rows of a measure of points that lost some: case, points, which loss."""
    fact = declared()[part.fact]

    def written(text: str) -> exp.Expr:
        return counting.written(fact, text, asked)

    which = exp.Case()
    for place, loss in enumerate(measure.losses):
        which = which.when(written(loss.condition), exp.Literal.number(place))
    agency, officer = whom
    theirs = exp.column("owner").is_(exp.Null()) if officer is None else exp.column("owner").eq(officer)
    query = exp.select(
        "case_id", "code", exp.alias_(written(part.expression), "points"), exp.alias_(which, "loss")
    )
    query = query.from_(exp.to_table(table_of(fact.name))).where(
        *counting.period(fact, part.when, asked), exp.column("agency").eq(agency), theirs,
        exp.LT(this=written(part.expression), expression=exp.Literal.number(measure.most)),
    )  # fmt: skip
    return query.order_by(exp.column(part.when).desc(), "case_id").limit(limit)


def reasons(of: Sequence[Lost]) -> list[tuple[str, str, int]]:
    """How often each reason took points: index, reason, cases; the most frequent first."""
    counted: dict[tuple[str, str], int] = {}
    for one in of:
        counted[one.index, one.because] = counted.get((one.index, one.because), 0) + 1
    return sorted(((*key, number) for key, number in counted.items()), key=lambda row: (-row[2], row))
