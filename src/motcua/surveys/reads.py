"""Surveys as pages want them: whether a link waits, whom a kiosk asks, and results that show nobody's answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.cases.reads import rows
from motcua.kernel.anonymity import FEWEST, hidden
from motcua.kernel.codes import mask_numbers
from motcua.kernel.satisfaction import SATISFIED, Score, Tally, score
from motcua.surveys import acts
from motcua.surveys.models import Invitation
from motcua.surveys.questionnaires import Questionnaire, questionnaire
from motcua.web import words

FRESH = timedelta(minutes=15)
"""So long after the hand-over a kiosk still asks: who has gone home answers by the link."""


def waits(token: str, *, at: datetime) -> bool:
    """Whether a link can still be answered."""
    found = Invitation.objects.filter(link_hash=acts.digest_of(token), spent=False, closes_at__gt=at)
    return found.exists()


def invited_until(case: UUID) -> datetime | None:
    """Until when the applicant of a case may answer; None when nobody was asked. Tells not whether they have."""
    return Invitation.objects.filter(case_id=case).values_list("closes_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class About:
    """What a questionnaire is about: the holder of the link knows, and is told no more."""

    procedure: str
    agency: str


ABOUT = """SELECT p.title AS procedure, g.short_name AS agency FROM cases_case c
JOIN procedures_procedure p ON p.id = c.procedure_id JOIN agencies_agency g ON g.id = c.competent_id WHERE c.id = %s"""


def about(case: UUID) -> About:
    """The procedure and the agency of a case."""
    return About(**rows(ABOUT, [case])[0])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who stands before a kiosk: by what they answer, about what."""

    token: str
    of: Questionnaire
    about: About

    @property
    def question(self) -> str:
        return self.of.question(self.of.overall).text


def just_served(agency: int, *, at: datetime) -> Waiting | None:
    """The last one to be given a result at a counter within :data:`FRESH` who has not answered yet."""
    found = (
        Invitation.objects.filter(
            spent=False, invited_at__gt=at - FRESH, invited_at__lte=at, closes_at__gt=at,
            case__return_at=agency, case__receipt_how="counter",
        )
        .order_by("-invited_at", "-pk")
        .first()
    )  # fmt: skip
    if found is None:
        return None
    case = found.case_id
    return Waiting(acts.token_of(case), questionnaire(found.survey), about(case))


# --- results -------------------------------------------------------------------------------------------------

CELLS = """
SELECT b.agency_id AS agency, coalesce(p.field, '') AS field, b.month, b.stratum_id AS stratum, m.key AS question,
  count(*) AS valid, count(*) FILTER (WHERE m.value::int >= {satisfied}) AS satisfied
FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id CROSS JOIN LATERAL jsonb_each_text(a.marks) m
LEFT JOIN procedures_procedure p ON p.id = b.procedure_id
WHERE b.survey = %(survey)s AND {which} GROUP BY 1, 2, 3, 4, 5"""

COMMENTS = """
SELECT a.comment FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id
WHERE b.survey = %(survey)s AND a.comment <> '' AND {which} ORDER BY a.id"""

OF_YEAR = "b.sample_id IS NULL AND b.month >= %(first)s AND b.month < %(until)s"
OF_SAMPLE = "b.sample_id = %(sample)s"

ELSE = gettext_noop("Ý kiến khác")


@dataclass(frozen=True, slots=True)
class Line:
    """A group and its score; a group that is not shown has no numbers at all."""

    title: str
    n: int | None = None
    score: Score | None = None

    @property
    def share(self) -> str:
        return percent(self.score.share) if self.score else ""

    @property
    def interval(self) -> str:
        if self.score is None:
            return ""
        return f"{percent(self.score.interval.low)} – {percent(self.score.interval.high)}"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about one topic in open answers; too few of them are only said to be there."""

    title: str
    count: int
    texts: Sequence[str]

    @property
    def shown(self) -> str:
        return words.number(self.count) if self.count >= FEWEST else gettext("dưới %(n)s") % {"n": FEWEST}


@dataclass(frozen=True, slots=True)
class Results:
    """Results of a questionnaire. ``until`` is the first day that isn't counted; None where all are."""

    n: int
    overall: Line | None
    factors: Sequence[Line]
    tables: Sequence[tuple[str, Sequence[Line]]]
    topics: Sequence[Told]
    until: date | None

    @property
    def lines(self) -> Sequence[Line]:
        """The whole, then its factors; nothing where too few have answered."""
        return [self.overall, *self.factors] if self.overall else []


def percent(share: Fraction | float) -> str:
    """A share with one decimal."""
    return f"{words.number(round(float(share) * 100, 1))} %"


def results(of: Questionnaire, year: int, *, today: date) -> Results:
    """The results of a year's months that have ended.

    The month that runs is left out: who hands over a result could look before and after and see what was answered.
    """
    until = min(date(year + 1, 1, 1), today.replace(day=1))
    values = {"survey": of.id, "first": date(year, 1, 1), "until": until}
    return told(of, OF_YEAR, values, until=until)


def told(
    of: Questionnaire, which: str, values: Mapping[str, Any],
    weight: Mapping[int, Fraction] | None = None, until: date | None = None,
) -> Results:  # fmt: skip
    """What answers say, weighted by stratum where a sample was drawn; nothing of groups with too few answers."""
    cells = rows(CELLS.format(which=which, satisfied=SATISFIED), values)
    whole = [cell for cell in cells if cell["question"] == of.overall]
    n = sum(cell["valid"] for cell in whole)
    if n < FEWEST:
        return Results(0, None, (), (), (), until)
    weigh = _weighing(weight)
    tables = [
        (caption, _lines(whole, key, title(whole), weigh)) for caption, key, title in _groupings(weight)
    ]
    overall = Line(gettext("Hài lòng chung"), n, score([(Fraction(1), _sum(whole, weigh))]))
    return Results(n, overall, _factors(of, cells, weigh), tables, topics(of, which, values), until)


Weigh = Callable[[Mapping[str, Any]], Fraction]
Titles = Callable[[Any], str]


def _weighing(weight: Mapping[int, Fraction] | None) -> Weigh:
    return lambda cell: Fraction(1) if weight is None else weight[cell["stratum"]]


def _sum(cells: Iterable[Mapping[str, Any]], weigh: Weigh) -> Tally:
    return sum((Tally.of(cell["satisfied"], cell["valid"], weigh(cell)) for cell in cells), Tally())


def _factors(of: Questionnaire, cells: Sequence[Mapping[str, Any]], weigh: Weigh) -> list[Line]:
    """The score of each factor over its questions that enough people have answered."""
    asked: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        asked[cell["question"]].append(cell)
    counts = {name: sum(cell["valid"] for cell in those) for name, those in asked.items()}
    lines = []
    for factor in of.factors:
        known = [one for one in of.of_factor(factor.id) if counts.get(one.id, 0) >= FEWEST]
        found = score((one.weight, _sum(asked[one.id], weigh)) for one in known)
        fewest = min((counts[one.id] for one in known), default=None)
        lines.append(Line(gettext(factor.title), fewest, found))
    return lines


def _groupings(
    weight: Mapping[int, Fraction] | None,
) -> list[tuple[str, str, Callable[[Sequence[Mapping[str, Any]]], Titles]]]:
    """By what results are told apart: one thing at a time, because crossed they would tell of few people."""
    by = [
        (gettext("Theo cơ quan giải quyết"), "agency", _agency_names),
        (gettext("Theo lĩnh vực"), "field", lambda _: lambda field: field or gettext("Không rõ")),
    ]
    months = (gettext("Theo tháng"), "month", lambda _: lambda month: f"{month:%m/%Y}")
    return by if weight is not None else [*by, months]


def _agency_names(cells: Sequence[Mapping[str, Any]]) -> Titles:
    names = agencies.agencies_by_id(cell["agency"] for cell in cells)
    return lambda agency: names[agency].short_name


def _lines(cells: Sequence[Mapping[str, Any]], key: str, title: Titles, weigh: Weigh) -> list[Line]:
    """A line for each group, in the order of their names; those that would tell too much have none of their numbers."""
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        groups[cell[key]].append(cell)
    counts = {group: sum(cell["valid"] for cell in those) for group, those in groups.items()}
    gone = hidden(counts)
    lines = [
        Line(title(group))
        if group in gone
        else Line(title(group), counts[group], score([(Fraction(1), _sum(groups[group], weigh))]))
        for group in sorted(groups)
    ]
    return lines if key == "month" else sorted(lines, key=lambda line: line.title)


def topics(of: Questionnaire, which: str, values: Mapping[str, Any]) -> list[Told]:
    """Open answers by what they are about, numbers of people masked; nothing where too few have written any."""
    said = [row["comment"] for row in rows(COMMENTS.format(which=which), values)]
    if len(said) < FEWEST:
        return []
    by: dict[str, list[str]] = defaultdict(list)
    for text in said:
        for topic in of.topics_of(text) or [""]:
            by[topic].append(mask_numbers(text))
    named = [*((topic.id, gettext(topic.title)) for topic in of.topics), ("", gettext(ELSE))]
    return [Told(title, len(by[name]), by[name]) for name, title in named if by[name]]
