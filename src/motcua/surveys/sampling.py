"""Periodic surveys: a sample of the cases given back in some days, drawn so that anybody can draw it again."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from motcua.cases import telling
from motcua.cases.models import Case
from motcua.cases.reads import rows
from motcua.journal.acts import note_reading, record
from motcua.kernel import sampling
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing
from motcua.kernel.text import tidy_line
from motcua.people.access import require_survey
from motcua.people.actors import Actor
from motcua.surveys.acts import STREAMS, Said, drop, month_of
from motcua.surveys.models import Box, Drawn, Sample
from motcua.surveys.questionnaires import Audience, Questionnaire, in_order, questionnaire

SPARE = Fraction(1, 5)
"""Replacements for each place of a sample: who can't be reached is replaced, not left out."""

PURPOSE = gettext_noop("Khảo sát mức độ hài lòng")

KINDS: Mapping[Audience, Sequence[str]] = {
    Audience.APPLICANT: ("citizen", "business", "household"),
    Audience.BUSINESS: ("business", "household"),
}
"""Whom the list of cases holds: patients and parents are found by the hospitals and schools themselves."""

FRAME = """
SELECT c.id::text AS id, CASE WHEN g.part <> '' THEN g.parent_id ELSE g.id END AS stratum
FROM cases_case c JOIN agencies_agency g ON g.id = c.reception_id JOIN agencies_agency k ON k.id = c.competent_id
JOIN people_applicant a ON a.id = c.applicant_id
WHERE c.parent_id IS NULL AND c.handed_over_at >= %(since)s AND c.handed_over_at < %(until)s AND a.kind = ANY(%(kinds)s)
  AND (%(agency)s = 0 OR %(agency)s IN (k.id, k.parent_id)) ORDER BY c.id"""


def sampled() -> list[Questionnaire]:
    """The questionnaires for which a sample of cases can be drawn."""
    return [one for one in in_order() if one.audience in KINDS]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody orders: whom to ask by which questionnaire, how sure, by which seed."""

    survey: str
    first: date
    last: date
    margin: int
    seed: str

    @classmethod
    def parse(cls, posted: Mapping[str, str], *, today: date) -> Order:
        """What a form has sent; raises :class:`Invalid` with a fault for each field that is wrong."""
        faults = []
        if posted.get("survey") not in {one.id for one in sampled()}:
            faults.append(Fault("survey", gettext("Chọn một phiếu hỏi.")))
        first, last = _day(posted, "first"), _day(posted, "last")
        if not first or not last:
            faults.append(Fault("first", gettext("Nhập ngày đầu và ngày cuối, năm-tháng-ngày.")))
        elif not first <= last < today:
            faults.append(Fault("last", gettext("Ngày cuối phải từ ngày đầu trở đi và đã qua.")))
        margin = _margin(posted.get("margin", ""))
        if not margin:
            faults.append(Fault("margin", gettext("Sai số từ 1 đến 20 phần trăm, như 5.")))
        seed = tidy_line(posted.get("seed", ""))
        if not seed:
            faults.append(Fault("seed", gettext("Nhập số gieo, như số và ngày của quyết định khảo sát.")))
        if faults or not first or not last:
            raise Invalid(gettext("Chưa chọn được mẫu."), faults=faults)
        return cls(posted["survey"], first, last, margin, seed)


def _day(posted: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError:
        return None


def _margin(text: str) -> int:
    """Hundredths of a percent; 0 for what is none."""
    try:
        found = Fraction(text.replace(",", ".").strip()) * 100
    except (ValueError, ZeroDivisionError):
        return 0
    return int(found) if found.denominator == 1 and 100 <= found <= 2000 else 0


@transaction.atomic
def order(of: Order, *, by: Actor, at: datetime) -> Sample:
    """Draw a sample of the cases that were given back, by commune of reception; :class:`Invalid` where there are none.

    n = N / (1 + N·e²), places in proportion to the communes, each with its replacements (QĐ 1001/QĐ-BNV).
    """
    agency = require_survey(by)
    strata = _frame(of, agency)
    population = sum(map(len, strata.values()))
    if not population:
        message = gettext("Những ngày này không có hồ sơ nào được trả.")
        raise Invalid(message, faults=[Fault("first", message)])
    size = sampling.sample_size(population, Fraction(of.margin, 10_000))
    sample = Sample.objects.create(
        survey=of.survey, agency_id=agency or None, first=of.first, last=of.last, margin=of.margin, seed=of.seed,
        population=population, size=size, strata={str(name): len(ids) for name, ids in strata.items()},
        ordered_by_id=by.account, ordered_at=at,
    )  # fmt: skip
    _keep(sample, sampling.draw(of.seed, strata, size, ceil(size * SPARE)))
    told = {
        "survey": questionnaire(of.survey).title, "size": size, "population": population,
        "first": of.first, "last": of.last, "seed": of.seed,
    }  # fmt: skip
    record(stream_of(sample), "survey.sampled", told, by=by.username, at=at)
    return sample


def stream_of(sample: Sample) -> UUID:
    """Where the journal keeps what happens to a sample."""
    return uuid.uuid5(STREAMS, f"sample:{sample.pk}")


def _frame(of: Order, agency: int) -> dict[int, list[str]]:
    """The cases among which is drawn, by stratum."""
    values = {
        "since": datetime.combine(of.first, time.min, LOCAL),
        "until": datetime.combine(of.last + timedelta(days=1), time.min, LOCAL),
        "kinds": list(KINDS[questionnaire(of.survey).audience]),
        "agency": agency,
    }
    strata: dict[int, list[str]] = defaultdict(list)
    for row in rows(FRAME, values):
        strata[row["stratum"]].append(row["id"])
    return strata


def _keep(sample: Sample, drawn: Mapping[int, sampling.Drawn]) -> None:
    Drawn.objects.bulk_create(
        Drawn(
            sample=sample,
            case_id=UUID(case),
            stratum_id=stratum,
            place=place,
            replacement=place > len(one.chosen),
        )
        for stratum, one in drawn.items()
        for place, case in enumerate((*one.chosen, *one.replacements), start=1)
    )


def samples(*, by: Actor) -> list[Sample]:
    """The samples that somebody may see, the latest first: a leader those of the agency, a controller all."""
    agency = require_survey(by)
    found = Sample.objects.order_by("-ordered_at", "-pk").select_related("agency", "ordered_by")
    return list(found.filter(agency_id=agency) if agency else found)


def sample(number: int, *, by: Actor) -> Sample:
    """One of them; :class:`Missing` for everybody else."""
    found = next((one for one in samples(by=by) if one.pk == number), None)
    if found is None:
        raise Missing
    return found


CONTACTS = """
SELECT d.id, d.place, d.replacement, d.spent, d.stratum_id, s.short_name AS stratum, c.id AS case_id, c.code,
  p.title AS procedure, c.applicant_name AS name, a.phone, a.address
FROM surveys_drawn d JOIN cases_case c ON c.id = d.case_id JOIN people_applicant a ON a.id = c.applicant_id
JOIN procedures_procedure p ON p.id = c.procedure_id JOIN agencies_agency s ON s.id = d.stratum_id
WHERE d.sample_id = %s ORDER BY s.short_name, d.stratum_id, d.place"""


def drawn(of: Sample) -> list[dict[str, Any]]:
    """Who was drawn, stratum by stratum, with contacts."""
    return rows(CONTACTS, [of.pk])


@transaction.atomic
def listed(number: int, *, by: Actor, at: datetime) -> tuple[Sample, list[dict[str, Any]]]:
    """The list to call people by. Each of them finds in their own journal who took their contact, and what for."""
    of = sample(number, by=by)
    found = drawn(of)
    for one in found:
        note_reading(one["case_id"], by=by.username, at=at, what=telling.IDENTITY, purpose=PURPOSE)
    record(stream_of(of), "survey.listed", {"count": len(found)}, by=by.username, at=at)
    return of, found


@transaction.atomic
def enter(number: int, drawn_id: int, posted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Enter what somebody who was drawn has answered; :class:`Conflict` where it was entered before.

    The answer falls into a box of the sample: the case is only marked as answered.
    """
    of = sample(number, by=by)
    asked = Drawn.objects.filter(pk=drawn_id, sample=of).first()
    if asked is None:
        raise Missing
    survey = questionnaire(of.survey)
    said = Said.parse(survey, posted)
    if not Drawn.objects.filter(pk=asked.pk, spent=False).update(spent=True):
        raise Conflict(gettext("Người này đã có phiếu: mở lại danh sách để xem ai còn thiếu."))
    case = Case.objects.get(pk=asked.case_id)
    box = Box(
        survey=of.survey, agency_id=case.competent_id, procedure_id=case.procedure_id, channel=case.channel,
        month=month_of(at), sample=of, stratum_id=asked.stratum_id,
    )  # fmt: skip
    drop(box, survey, said, by=by, at=at)


ANSWERED = """SELECT b.stratum_id AS stratum, count(*) AS n FROM surveys_box b JOIN surveys_answer a ON a.box_id = b.id
WHERE b.sample_id = %s GROUP BY 1"""


def weights(of: Sample) -> dict[int, Fraction]:
    """For how many cases an answer of each stratum stands now."""
    answered = {row["stratum"]: row["n"] for row in rows(ANSWERED, [of.pk])}
    return sampling.weights({int(name): size for name, size in of.strata.items()}, answered)


def default_days(at: datetime) -> tuple[date, date]:
    """The month that has just ended."""
    last = local(at).date().replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
