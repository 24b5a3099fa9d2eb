"""Marking: what each agency and each officer earned of a scorecard in some days, and why a point was lost."""

from __future__ import annotations

from collections import Counter, defaultdict
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

NOTHING = Tally(None, None)

Whom = tuple[int, int | None]
"""An agency, and an officer of it or none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an agency, or an officer of it, earned: points by index, None where nobody knows; where the sum stands.

    An officer may have worked in several ``units`` of the agency.
    """

    agency: int
    officer: int | None
    cases: int
    points: tuple[Decimal | None, ...]
    standing: Standing
    units: tuple[int, ...] = ()

    @property
    def whose(self) -> Sequence[Whom]:
        """Whose contributions it is of."""
        return [(unit, self.officer) for unit in self.units]


@dataclass(frozen=True, slots=True)
class Lost:
    """A case that earned whoever took part less than the most of an index."""

    whose: Whom
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
    """What each officer of some agencies who took part in a finished case earned, the best first.

    Whoever works in several of them is marked once, for all the work (TT 01/2018/TT-VPCP Đ.15.2b).
    """
    card, units = of.cards["officer"], defaultdict[int, list[int]](list)
    together = defaultdict[int, dict[str, Tally]](dict)
    for (agency, officer), tallies in _tallies(card, asked).items():
        if officer is not None and agency in of_agencies:
            units[officer].append(agency)
            for code, tally in tallies.items():
                together[officer][code] = together[officer].get(code, NOTHING) + tally
    marks = [
        replace(_mark(card, (units[officer][0], officer), tallies), units=tuple(units[officer]))
        for officer, tallies in together.items()
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
    if not index.grades:
        return mean(tallies.get(index.code, NOTHING))
    told = graded(index.grades, {name: tallies.get(name, NOTHING) for name in index.measures})
    return None if told is None else Decimal(told)


# --- why points were lost --------------------------------------------------------------------------------------


def lost(card: Card, of: Collection[Whom], asked: Asked, *, limit: int) -> list[Lost]:
    """The cases in which some of these earned less than the most, the latest of each index first, with the reason."""
    return [one for measure, part in _with_losses(card) for one in _lost(measure, part, of, asked, limit)]


def reasons(card: Card, of: Collection[Whom], asked: Asked) -> list[tuple[str, int]]:
    """In how many cases each reason took points from some of these, the most frequent first."""
    engine, counted = reads.engine(), Counter[str]()
    for measure, part in _with_losses(card):
        rows = _below_most(measure, part, of, asked).subquery("lost")
        query = (
            exp.select("loss", exp.Count(this=exp.Distinct(expressions=[exp.column("case_id")])))
            .from_(rows)
            .group_by("loss")
        )
        for place, number in engine.run(query.sql(engine.dialect)):
            counted[measure.losses[place].because] += number
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))


def _with_losses(card: Card) -> Iterator[tuple[Measure, Count]]:
    for index in card.indices:
        if index.measure and index.measure.part and index.measure.losses:
            yield index.measure, index.measure.part


def _lost(measure: Measure, part: Count, of: Collection[Whom], asked: Asked, limit: int) -> Iterator[Lost]:
    engine = reads.engine()
    query = _below_most(measure, part, of, asked)
    query = query.order_by(exp.column(part.when).desc(), "case_id", "agency", "owner").limit(limit)
    for case_id, code, agency, officer, points, place in engine.run(query.sql(engine.dialect)):
        because = measure.losses[place].because
        yield Lost((agency, officer), case_id, code, measure.code, points, measure.most, because)


def _below_most(measure: Measure, part: Count, of: Collection[Whom], asked: Asked) -> exp.Select:
    """The rows of a measure of points that lost some: case, whose, points, which loss."""
    fact = declared()[part.fact]

    def written(text: str) -> exp.Expr:
        return counting.written(fact, text, asked)

    which = exp.Case()
    for place, loss in enumerate(measure.losses):
        which = which.when(written(loss.condition), exp.Literal.number(place))
    query = exp.select(
        "case_id", "code", "agency", "owner", exp.alias_(written(part.expression), "points"), exp.alias_(which, "loss")
    )  # fmt: skip
    return query.from_(exp.to_table(table_of(fact.name))).where(
        *counting.period(fact, part.when, asked), exp.or_(exp.false(), *(_theirs(whom) for whom in of)),
        exp.LT(this=written(part.expression), expression=exp.Literal.number(measure.most)),
    )  # fmt: skip


def _theirs(whom: Whom) -> exp.Expr:
    agency, officer = whom
    owner = exp.column("owner")
    theirs = owner.is_(exp.Null()) if officer is None else owner.eq(officer)
    return exp.and_(exp.column("agency").eq(agency), theirs)
