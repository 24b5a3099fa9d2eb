"""What answers come to, counted; of a month that has ended it is kept, so that a year is not counted at every look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.cases.reads import rows
from motcua.kernel.calendar import local
from motcua.kernel.satisfaction import SATISFIED
from motcua.surveys.models import Box, Month
from motcua.surveys.questionnaires import Questionnaire, questionnaires

GROUPS = ("agency", "month")
"""By what answers are told apart, one thing at a time; not by field, which may lie within an agency."""

OVERALL = f"""
SELECT b.stratum_id AS stratum, b.agency_id AS agency, b.month, count(*) AS valid,
  count(*) FILTER (WHERE a.overall >= {SATISFIED}) AS satisfied
FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id
WHERE b.survey = %(survey)s AND {{which}}
GROUP BY GROUPING SETS ((b.stratum_id), (b.stratum_id, b.agency_id), (b.stratum_id, b.month))"""  # noqa: S608 - constants
"""How satisfied all were, and those of one agency, one month: of all, none of these is named."""

QUESTIONS = f"""
SELECT b.stratum_id AS stratum, m.key AS question, count(*) AS valid,
  count(*) FILTER (WHERE m.value::int >= {SATISFIED}) AS satisfied
FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id CROSS JOIN LATERAL jsonb_each_text(a.marks) m
WHERE b.survey = %(survey)s AND {{which}} GROUP BY 1, 2"""  # noqa: S608 - constants

UNITS = f"""
SELECT b.stratum_id AS stratum, b.agency_id AS agency, b.unit, count(*) AS valid,
  count(*) FILTER (WHERE a.overall >= {SATISFIED}) AS satisfied
FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id WHERE b.sample_id = %s GROUP BY 1, 2, 3"""  # noqa: S608 - constant

COMMENTS = """
SELECT a.comment FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id
WHERE b.survey = %(survey)s AND a.comment <> '' AND {which} ORDER BY a.comment"""

OF_MONTHS = "b.sample_id IS NULL AND b.month = ANY(%(months)s)"

SUMS = ("valid", "satisfied")

Cell = Mapping[str, Any]
Topics = tuple[str, ...]
"""The topics that one open answer tells of; none it may be."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers counted: rows of :data:`OVERALL` and of :data:`QUESTIONS`, and how many texts tell of which topics."""

    overall: Sequence[Cell] = ()
    questions: Sequence[Cell] = ()
    topics: Mapping[Topics, int] = field(default_factory=dict)


def count(of: Questionnaire, which: str, values: Mapping[str, Any]) -> Counted:
    """Count some answers of a questionnaire; ``which`` is a condition on their boxes."""
    asked = {"survey": of.id, **values}
    return Counted(
        rows(OVERALL.format(which=which), asked),
        rows(QUESTIONS.format(which=which), asked),
        Counter(tuple(of.topics_of(text)) for text in texts(of, which, values)),
    )


def by_unit(sample: int) -> Sequence[Cell]:
    """The answers of a sample by agency and, of those of a list, by the place where they were served."""
    return rows(UNITS, [sample])


def texts(of: Questionnaire, which: str, values: Mapping[str, Any]) -> list[str]:
    """What people have written, as they wrote it."""
    return [row["comment"] for row in rows(COMMENTS.format(which=which), {"survey": of.id, **values})]


def counted(of: Questionnaire, months: Sequence[date]) -> Counted:
    """What the answers of some months come to, samples apart: as it is kept, and the rest counted."""
    kept = Month.objects.filter(survey=of.id, month__in=months, topics_digest=of.topics_digest)
    known = {one.month: _read(one) for one in kept}
    others = Box.objects.filter(survey=of.id, sample=None, month__in=set(months) - known.keys())
    missing = sorted(others.values_list("month", flat=True).distinct())
    rest = [count(of, OF_MONTHS, {"months": missing})] if missing else []
    return _together([*known.values(), *rest])


@transaction.atomic
def keep(*, at: datetime) -> None:
    """Keep what each month that has ended comes to, of every questionnaire, where it isn't kept yet."""
    this_month = local(at).date().replace(day=1)
    for of in questionnaires().values():
        there = Box.objects.filter(survey=of.id, sample=None, month__lt=this_month)
        known = Month.objects.filter(survey=of.id, topics_digest=of.topics_digest).values("month")
        for month in there.exclude(month__in=known).values_list("month", flat=True).distinct():
            Month.objects.update_or_create(survey=of.id, month=month, defaults=_written(of, month))


def forget(survey: str, month: date) -> None:
    """An answer falls into a month: what was kept of it no longer holds."""
    Month.objects.filter(survey=survey, month=month).delete()


def _written(of: Questionnaire, month: date) -> dict[str, Any]:
    found = count(of, OF_MONTHS, {"months": [month]})
    overall = [{**cell, "month": cell["month"] and cell["month"].isoformat()} for cell in found.overall]
    topics = [[list(topics), many] for topics, many in found.topics.items()]
    return {
        "topics_digest": of.topics_digest,
        "counted": {"overall": overall, "questions": list(found.questions), "topics": topics},
    }


def _read(of: Month) -> Counted:
    said = of.counted
    overall = [
        {**cell, "month": cell["month"] and date.fromisoformat(cell["month"])} for cell in said["overall"]
    ]
    return Counted(overall, said["questions"], {tuple(topics): many for topics, many in said["topics"]})


def _together(parts: Sequence[Counted]) -> Counted:
    """The same groups of several parts as one."""
    topics: Counter[Topics] = Counter()
    for one in parts:
        topics.update(one.topics)
    return Counted(
        _summed(cell for one in parts for cell in one.overall),
        _summed(cell for one in parts for cell in one.questions),
        topics,
    )


def _summed(cells: Iterable[Cell]) -> list[Cell]:
    sums: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for cell in cells:
        group = tuple((name, value) for name, value in cell.items() if name not in SUMS)
        found = sums.setdefault(group, [0, 0])
        for place, name in enumerate(SUMS):
            found[place] += cell[name]
    return [{**dict(group), **dict(zip(SUMS, found, strict=True))} for group, found in sums.items()]
