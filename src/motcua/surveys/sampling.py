"""Periodic surveys: a sample of those given a result in some days, drawn so that anybody can draw it again."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from motcua.cases import telling
from motcua.cases.models import Channel
from motcua.cases.reads import rows
from motcua.journal.acts import note_reading, record
from motcua.kernel import sampling
from motcua.kernel.anonymity import FEWEST
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, OutOfOrder
from motcua.kernel.text import tidy_line
from motcua.people.access import require_survey
from motcua.people.actors import Actor
from motcua.surveys.acts import STREAMS, Said, drop, month_of
from motcua.surveys.models import Box, Drawn, Listed, Sample
from motcua.surveys.questionnaires import Audience, Questionnaire, in_order, questionnaire
from motcua.web import words

PERCENT = re.compile(r"[0-9]{1,2}([.,][0-9]{1,2})?")

SPARE = Fraction(1, 5)
"""Replacements for each place of a sample: who can't be reached is replaced, not left out."""

PURPOSE = gettext_noop("Khảo sát mức độ hài lòng")

KINDS: Mapping[Audience, Sequence[str]] = {
    Audience.APPLICANT: ("citizen", "business", "household"),
    Audience.BUSINESS: ("business", "household"),
}
"""Whom the list of cases holds: patients and parents are found by the hospitals and schools themselves."""

FRAME = """
SELECT DISTINCT ON (c.applicant_id) c.id::text AS id, CASE WHEN g.part <> '' THEN g.parent_id ELSE g.id END AS stratum
FROM cases_case c JOIN agencies_agency g ON g.id = c.reception_id JOIN agencies_agency k ON k.id = c.competent_id
JOIN people_applicant a ON a.id = c.applicant_id
WHERE c.parent_id IS NULL AND c.handed_over_at >= %(since)s AND c.handed_over_at < %(until)s AND a.kind = ANY(%(kinds)s)
  AND (%(agency)s = 0 OR %(agency)s IN (k.id, k.parent_id)) AND %(level)s IN ('', k.level)
ORDER BY c.applicant_id, c.handed_over_at DESC, c.id"""
"""Each person once, with the case that was given back last; of agencies of the level that the questionnaire names."""


def sampled() -> list[Questionnaire]:
    """The questionnaires for which a sample of cases can be drawn."""
    return [one for one in in_order() if one.audience in KINDS]


_PAST = gettext_noop("Ngày cuối phải từ ngày đầu trở đi và đã qua.")
_NOT_PAST = gettext_noop("Ngày cuối phải từ ngày đầu trở đi và chưa qua.")


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody orders: whom to ask by which questionnaire, how sure, by which seed."""

    survey: str
    first: date
    last: date
    margin: int
    seed: str

    @classmethod
    def parse(
        cls, posted: Mapping[str, str], *, offered: Iterable[Questionnaire], past: bool, today: date
    ) -> Order:
        """What a form has sent, of days that are past or that are not; :class:`Invalid` has a fault for each field."""
        faults: list[Fault] = []
        if posted.get("survey") not in {one.id for one in offered}:
            faults.append(Fault("survey", gettext("Chọn một phiếu hỏi.")))
        first, last = _day(posted, "first"), _day(posted, "last")
        if not first or not last:
            faults.append(Fault("first", gettext("Nhập ngày đầu và ngày cuối, năm-tháng-ngày.")))
        elif last < first or (last < today) != past:
            faults.append(Fault("last", gettext(_PAST if past else _NOT_PAST)))
        margin, seed = _margin(posted.get("margin", "")), tidy_line(posted.get("seed", ""))
        if not margin:
            faults.append(Fault("margin", gettext("Sai số từ 1 đến 20 phần trăm, như 5.")))
        if not seed:
            faults.append(Fault("seed", gettext("Nhập số gieo, như số và ngày của quyết định khảo sát.")))
        if faults or not first or not last:
            raise Invalid(gettext("Chưa chọn được mẫu."), faults=faults)
        return cls(posted["survey"], first, last, margin, seed)


def _day(posted: Mapping[str, str], name: str) -> date | None:
    """The day that a form has sent; None for what is none."""
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError:
        return None


def _margin(text: str) -> int:
    """Hundredths of a percent; 0 for what is none."""
    if not PERCENT.fullmatch(text.strip()):
        return 0
    found = int(Fraction(text.replace(",", ".").strip()) * 100)
    return found if 100 <= found <= 2000 else 0


@transaction.atomic
def order(of: Order, *, by: Actor, at: datetime) -> Sample:
    """Draw a sample of those who were given a result, by commune of reception; :class:`Invalid` where there are none.

    n = N / (1 + N·e²); each commune gets a place as far as they last, the rest in proportion, with replacements
    (QĐ 1001/QĐ-BNV).
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
    Drawn.objects.bulk_create(
        Drawn(sample=sample, case_id=UUID(case), **place) for case, place in places(of.seed, strata, size)
    )
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
    """The people among whom is drawn, each by one case, by stratum."""
    asked = questionnaire(of.survey)
    values = {
        "since": datetime.combine(of.first, time.min, LOCAL),
        "until": datetime.combine(of.last + timedelta(days=1), time.min, LOCAL),
        "kinds": list(KINDS[asked.audience]),
        "agency": agency,
        "level": asked.level,
    }
    strata: dict[int, list[str]] = defaultdict(list)
    for row in rows(FRAME, values):
        strata[row["stratum"]].append(row["id"])
    return strata


def places(seed: str, strata: Mapping[int, Sequence[str]], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who is drawn and where they stand, each stratum in its order, replacements after the others."""
    for stratum, one in sampling.draw(seed, strata, size, ceil(size * SPARE)).items():
        for place, member in enumerate((*one.chosen, *one.replacements), start=1):
            yield (
                member,
                {"stratum_id": stratum, "place": place, "replacement": place > len(one.chosen)},
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


def reachable(number: int, *, by: Actor) -> Sample:
    """One whose people can still be told apart; :class:`OutOfOrder` where their list was erased."""
    of = sample(number, by=by)
    if of.erased_at:
        told = gettext("Danh sách đã xóa %(day)s: không tải được liên hệ, không nhập thêm phiếu.")
        raise OutOfOrder(told % {"day": words.day(of.erased_at)})
    return of


CONTACTS = """
SELECT d.id, d.place, d.replacement, d.spent, d.stratum_id, s.short_name AS stratum, c.id AS case_id,
  coalesce(c.code, '') AS code, coalesce(p.title, l.unit) AS procedure, coalesce(c.applicant_name, l.name) AS name,
  coalesce(a.phone, l.phone) AS phone, coalesce(a.address, l.address) AS address, g.short_name AS agency
FROM surveys_drawn d LEFT JOIN cases_case c ON c.id = d.case_id LEFT JOIN people_applicant a ON a.id = c.applicant_id
LEFT JOIN procedures_procedure p ON p.id = c.procedure_id LEFT JOIN surveys_listed l ON l.id = d.person_id
JOIN agencies_agency g ON g.id = coalesce(c.competent_id, l.agency_id) JOIN agencies_agency s ON s.id = d.stratum_id
WHERE d.sample_id = %s ORDER BY s.short_name, d.stratum_id, d.place"""


def drawn(of: Sample) -> list[dict[str, Any]]:
    """Who was drawn, stratum by stratum, with contacts."""
    return rows(CONTACTS, [of.pk])


@transaction.atomic
def listed(number: int, *, by: Actor, at: datetime) -> tuple[Sample, list[dict[str, Any]]]:
    """The list to call people by. Each of them finds in their own journal who took their contact, and what for."""
    of = reachable(number, by=by)
    found = drawn(of)
    for one in found if not of.listed else ():
        note_reading(one["case_id"], by=by.username, at=at, what=telling.IDENTITY, purpose=PURPOSE)
    record(stream_of(of), "survey.listed", {"count": len(found)}, by=by.username, at=at)
    return of, found


@transaction.atomic
def enter(number: int, drawn_id: int, posted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Enter what somebody who was drawn has answered; :class:`Conflict` where it was entered before.

    The answer falls into a box of the sample: the case is only marked as answered.
    """
    asked = Drawn.objects.filter(pk=drawn_id, sample=reachable(number, by=by)).first()
    if asked is None:
        raise Missing
    if not spend(asked, posted, channel=Channel.COUNTER, by=by, at=at):
        raise Conflict(gettext("Người này đã có phiếu: mở lại danh sách để xem ai còn thiếu."))


def spend(asked: Drawn, posted: Mapping[str, str], *, channel: Channel, by: Actor, at: datetime) -> bool:
    """Take the answer of somebody who was drawn; False where there was one. An answer about a case has its channel."""
    of = asked.sample
    survey = questionnaire(of.survey)
    said = Said.parse(survey, posted)
    if not Drawn.objects.filter(pk=asked.pk, spent=False).update(spent=True):
        return False
    box = Box(
        survey=of.survey, month=month_of(at), sample=of, stratum_id=asked.stratum_id, **_about(asked, channel)
    )  # fmt: skip
    drop(box, survey, said, by=by, at=at)
    return True


def _about(asked: Drawn, channel: Channel) -> dict[str, Any]:
    """What an answer is about: a case, or where somebody of a list was served."""
    if asked.case:
        of = asked.case
        return {"agency_id": of.competent_id, "procedure_id": of.procedure_id, "channel": of.channel}
    person = listed_of(asked)
    return {"agency_id": person.agency_id, "channel": channel, "unit": _unit(asked, person)}


def _unit(asked: Drawn, person: Listed) -> str:
    """Where somebody was served; not of a place with so few of the sample that its answers could never be told."""
    alike = Drawn.objects.filter(
        sample=asked.sample_id, person__unit=person.unit, person__agency=person.agency_id
    )
    return person.unit if alike.count() >= FEWEST else ""


def listed_of(asked: Drawn) -> Listed:
    """Somebody of a list who was drawn."""
    return Listed.objects.select_related("agency").get(id=asked.person_id or 0)


def default_days(at: datetime) -> tuple[date, date]:
    """The month that has just ended."""
    last = local(at).date().replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
