"""Surveys as pages want them: whether a link waits, whom a kiosk asks, and results that show nobody's answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.cases.inviting import Invited
from motcua.cases.reads import rows
from motcua.kernel.anonymity import FEWEST, hidden
from motcua.kernel.codes import mask_numbers
from motcua.kernel.sampling import weights
from motcua.kernel.satisfaction import Score, Tally, score
from motcua.surveys import links, months
from motcua.surveys.models import Invitation, Sample
from motcua.surveys.months import GROUPS, Cell, Counted, Topics
from motcua.surveys.questionnaires import Questionnaire, questionnaire
from motcua.web import words

FRESH = timedelta(minutes=15)
"""So long after the hand-over a kiosk still asks: who has gone home answers by the link."""


TITLE = "Lần giải quyết này thế nào?"
WORDS = "Một phút, không ghi tên: cán bộ không biết ai trả lời gì."
"""What a slip says of the invitation: papers are Vietnamese."""


def waits(token: str, *, at: datetime) -> bool:
    """Whether a link can still be answered."""
    found = Invitation.objects.filter(link_hash=links.digest_of(token), spent=False, closes_at__gt=at)
    return found.exists()


def invited(case: UUID, at: datetime) -> Invited | None:
    """The invitation of a case for its slip, while it can be answered; whether it was, the slip doesn't tell."""
    closing = Invitation.objects.filter(case_id=case, closes_at__gt=at).values_list("closes_at", flat=True)
    until = closing.first()
    if until is None:
        return None
    address = settings.BASE_URL + reverse("survey-answer", args=[links.token_of(case)])
    return Invited(TITLE, WORDS, address, until)


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
    return Waiting(links.token_of(case), questionnaire(found.survey), about(case))


# --- results -------------------------------------------------------------------------------------------------

ALL = date(9999, 1, 1)
"""The month before which all answers fall."""
OF_SAMPLE = "b.sample_id = %(sample)s AND b.month < %(until)s"

ELSE = gettext_noop("Ý kiến khác")
FEW = gettext_noop("Các chủ đề ít ý kiến, gộp lại")

MOST_TEXTS = 100
"""So many opinions of a topic are shown, the first ones; all are counted."""


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
    """What is said about one topic in open answers, or about several together of which each has too few.

    The ``texts`` are there where somebody reads them, and not only counts: the first :data:`MOST_TEXTS`.
    """

    title: str
    count: int
    texts: Sequence[str] = ()


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


def results(of: Questionnaire, year: int, *, today: date, texts: bool = False) -> Results:
    """The results of a year's months that have ended; with ``texts`` also what people have written.

    The month that runs is left out: who hands over a result could look before and after and see what was answered.
    """
    until = min(date(year + 1, 1, 1), today.replace(day=1))
    ended = [date(year, month, 1) for month in range(1, 13) if date(year, month, 1) < until]
    said = months.texts(of, months.OF_MONTHS, {"months": ended}) if texts else ()
    return told(of, _of_successors(months.counted(of, ended), today), texts=said, until=until)


def _of_successors(counted: Counted, today: date) -> Counted:
    """Answers about an agency that was merged are told of the one that carries on, as measures tell them."""
    heirs = agencies.carriers(
        (cell["agency"] for cell in counted.overall if cell["agency"] is not None), today
    )
    overall = [{**cell, "agency": heirs.get(cell["agency"])} for cell in counted.overall]
    return replace(counted, overall=overall)


def of_sample(of: Questionnaire, sample: Sample, *, until: date, texts: bool = False) -> Results:
    """The results of a sample, of the months before one, each answer standing for as many as its stratum has."""
    values = {"sample": sample.pk, "until": until}
    said = months.texts(of, OF_SAMPLE, values) if texts else ()
    shown = None if until == ALL else until
    counted = months.count(of, OF_SAMPLE, values)
    answered = {cell["stratum"]: cell["valid"] for cell in _of_all(counted)}
    weight = weights({int(name): size for name, size in sample.strata.items()}, answered)
    found = told(of, counted, weight, texts=said, until=shown)
    cells = months.by_unit(sample.pk) if found.n else ()
    if not any(cell["unit"] for cell in cells):
        return found
    by_unit = (gettext("Theo nơi đã phục vụ"), _of_units(cells, _weighing(weight)))
    return replace(found, tables=[*found.tables, by_unit])


def told(
    of: Questionnaire, counted: Counted, weight: Mapping[int, Fraction] | None = None,
    *, texts: Sequence[str] = (), until: date | None = None,
) -> Results:  # fmt: skip
    """What answers say, weighted by stratum where a sample was drawn; nothing of groups with too few answers."""
    whole = _of_all(counted)
    n = sum(cell["valid"] for cell in whole)
    if n < FEWEST:
        return Results(0, None, (), (), (), until)
    weigh = _weighing(weight)
    tables = []
    for caption, key, title in _groupings(weight):
        those = [cell for cell in counted.overall if cell[key] is not None]
        tables.append((caption, _lines(those, key, title(those), weigh)))
    overall = Line(gettext("Hài lòng chung"), n, score([(Fraction(1), _sum(whole, weigh))]))
    factors = _factors(of, counted.questions, weigh)
    return Results(n, overall, factors, tables, topics(of, counted.topics, texts), until)


def _of_all(counted: Counted) -> list[Cell]:
    """What all have said, by stratum, whatever they were asked about."""
    return [cell for cell in counted.overall if all(cell[key] is None for key in GROUPS)]


Weigh = Callable[[Mapping[str, Any]], Fraction]
Titles = Callable[[Any], str]


def _weighing(weight: Mapping[int, Fraction] | None) -> Weigh:
    return lambda cell: Fraction(1) if weight is None else weight[cell["stratum"]]


def _sum(cells: Iterable[Mapping[str, Any]], weigh: Weigh) -> Tally:
    return sum((Tally.of(cell["satisfied"], cell["valid"], weigh(cell)) for cell in cells), Tally())


def _factors(of: Questionnaire, cells: Iterable[Mapping[str, Any]], weigh: Weigh) -> list[Line]:
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
    by: list[tuple[str, str, Callable[[Sequence[Mapping[str, Any]]], Titles]]] = [
        (gettext("Theo cơ quan giải quyết"), "agency", _agency_names),
        (gettext("Theo tháng"), "month", lambda _: lambda month: f"{month:%m/%Y}"),
    ]
    return by if weight is None else by[:1]


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


def _of_units(cells: Sequence[Mapping[str, Any]], weigh: Weigh) -> list[Line]:
    """A line for each hospital or school; those of an agency are hidden beside its total, or all of them with it."""
    parts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        parts[cell["agency"]].append(cell)
    gone = hidden({agency: sum(cell["valid"] for cell in those) for agency, those in parts.items()})
    name = _agency_names(cells)
    lines = []
    for agency, those in parts.items():
        about = f", {name(agency)}" if len(parts) > 1 else ""
        for one in _lines(those, "unit", lambda unit: unit or gettext("Nơi khác"), weigh):
            shown = Line(one.title) if agency in gone else one
            lines.append(replace(shown, title=one.title + about))
    return sorted(lines, key=lambda line: line.title)


def topics(of: Questionnaire, counts: Mapping[Topics, int], texts: Sequence[str] = ()) -> list[Told]:
    """Open answers by what they are about, numbers of people masked, topics of which few tell put together.

    Nothing is told of fewer than :data:`FEWEST`, be it that few have written or that few are left when put together.
    """
    named = [*((topic.id, gettext(topic.title)) for topic in of.topics), ("", gettext(ELSE))]
    by = {name: sum(many for about, many in counts.items() if name in (about or ("",))) for name, _ in named}
    shown = {name for name, many in by.items() if many >= FEWEST}
    said = [(text, set(of.topics_of(text)) or {""}) for text in texts]
    told = [
        Told(title, by[name], _first(text for text, about in said if name in about))
        for name, title in named if name in shown
    ]  # fmt: skip
    few = sum(many for about, many in counts.items() if shown.isdisjoint(about or ("",)))
    rest = _first(text for text, about in said if shown.isdisjoint(about))
    return [*told, Told(gettext(FEW), few, rest)] if few >= FEWEST else told


def _first(texts: Iterable[str]) -> list[str]:
    return [mask_numbers(text) for text in islice(texts, MOST_TEXTS)]
