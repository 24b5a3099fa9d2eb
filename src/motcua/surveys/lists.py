"""Surveys of people who have no case here: patients, parents, businesses. Their list comes as an Excel sheet.

Whoever is drawn answers by a link of their own or is asked by an interviewer; of who is not drawn nothing is kept, and
how to reach the others only until some days after the survey.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import IO

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.cases.models import Channel
from motcua.journal.acts import record
from motcua.kernel import forms, sampling
from motcua.kernel.calendar import local
from motcua.kernel.forms import Json, Schema
from motcua.kernel.refusals import Fault, Missing
from motcua.kernel.text import fold, tidy_line
from motcua.people import acts as people
from motcua.people.access import require_survey
from motcua.people.actors import Actor
from motcua.surveys.models import Drawn, Listed, Sample
from motcua.surveys.questionnaires import Questionnaire, in_order, questionnaire
from motcua.surveys.sampling import Order, places, spend, stream_of
from motcua.web import filled_sheets

MOST = 20_000
"""Rows of a list."""

LINK = "motcua.surveys.drawn"
"""The salt of the links of those who were drawn."""


def surveys() -> list[Questionnaire]:
    """The questionnaires that are asked by a list: all but the one that follows each hand-over."""
    return [one for one in in_order() if one.period != "hand-over"]


@dataclass(frozen=True)
class Frame:
    """The list as a sheet: who, how to reach them, in which commune, about which agency they are asked."""

    day: date
    title: str = "Danh sách khảo sát"

    @cached_property
    def schema(self) -> Schema:
        return Schema.parse(
            [
                {"id": "name", "label": "Họ tên, tên đơn vị", "type": "text", "required": True, "max": 200},
                {"id": "phone", "label": "Điện thoại", "type": "phone"},
                {"id": "address", "label": "Địa chỉ", "type": "text", "max": 300},
                {"id": "commune", "label": "Xã, phường", "type": "text", "required": True, "max": 100},
                {"id": "agency", "label": "Cơ quan được hỏi về", "type": "text", "required": True, "max": 200},
                {"id": "unit", "label": "Nơi đã phục vụ", "type": "text", "max": 200},
            ]
        )  # fmt: skip

    @property
    def fields(self) -> Sequence[forms.Field]:
        return self.schema.fields

    @property
    def key(self) -> Sequence[str]:
        """One person is asked once about one agency; people of one name in two communes are two."""
        return "name", "phone", "address", "commune", "agency"

    def key_of(self, values: Mapping[str, Json]) -> list[str]:
        """The person and the agency, whatever the capitals and accents."""
        return [fold(str(values.get(name) or "")) for name in self.key]

    def check(self, raw: Mapping[str, Json], *, today: date) -> forms.Checked:
        """The row, its commune and agency by their numbers; what can't be found is refused by name."""
        found = forms.validate(
            self.schema, {name: _text(name, value) for name, value in raw.items()}, today=today
        )
        values, faults = dict(found.values), list(found.faults)
        for name, known, hint in (
            ("commune", self._communes, gettext("viết như “phường Thành Sen”")),
            ("agency", self._agencies, gettext("viết tên như trong danh mục cơ quan")),
        ):
            said = fold(str(values.get(name) or ""))
            if said and said not in known:
                faults.append(
                    Fault(
                        name, gettext("Không có “%(name)s”: %(hint)s") % {"name": values[name], "hint": hint}
                    )
                )
            values[name] = known.get(said, 0)
        return forms.Checked(values, tuple(faults))

    @cached_property
    def _communes(self) -> Mapping[str, int]:
        found = agencies.agencies(self.day, kind="commune")
        return {fold(name): one.id for one in found for name in (one.place, one.name, one.short_name) if name}

    @cached_property
    def _agencies(self) -> Mapping[str, int]:
        found = agencies.agencies(self.day)
        return {fold(name): one.id for one in found for name in (one.short_name, one.name, one.slug)}


def _text(name: str, value: Json) -> Json:
    """What Excel took for a number is still a text; a telephone at home has its 0 again that a number has not."""
    if not isinstance(value, int):
        return value
    return f"0{value}" if name == "phone" and not str(value).startswith("84") else str(value)


@transaction.atomic
def order(of: Order, sheet: IO[bytes], *, by: Actor, at: datetime) -> Sample:
    """Draw a sample of a list by commune and keep those who were drawn; :class:`Invalid` names wrong rows."""
    agency = require_survey(by)
    frame = Frame(local(at).date())
    people = {
        "|".join(frame.key_of(row)): row
        for row in filled_sheets.read(frame, sheet, today=frame.day, most=MOST)
    }
    strata: dict[int, list[str]] = defaultdict(list)
    for key, row in people.items():
        strata[_number(row["commune"])].append(key)
    size = sampling.sample_size(len(people), Fraction(of.margin, 10_000))
    sample = Sample.objects.create(
        survey=of.survey, agency_id=agency or None, first=of.first, last=of.last, listed=True, margin=of.margin,
        seed=of.seed, population=len(people), size=size, ordered_by_id=by.account, ordered_at=at,
        strata={str(name): len(keys) for name, keys in strata.items()},
    )  # fmt: skip
    drawn, units = list(places(of.seed, strata, size)), _units(people.values())
    kept = Listed.objects.bulk_create(_person(people[key], units) for key, _ in drawn)
    Drawn.objects.bulk_create(
        Drawn(sample=sample, person=person, **place) for person, (_, place) in zip(kept, drawn, strict=True)
    )
    told = {
        "survey": questionnaire(of.survey).title, "size": size, "population": len(people), "first": of.first,
        "last": of.last, "seed": of.seed,
    }  # fmt: skip
    record(stream_of(sample), "survey.list-sampled", told, by=by.username, at=at)
    return sample


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _units(people: Iterable[Mapping[str, Json]]) -> Mapping[str, str]:
    """How each place where people were served is written: as on its first row, whatever its capitals on others."""
    told = [tidy_line(str(row.get("unit") or "")) for row in people]
    return {text.casefold(): text for text in reversed(told)}


def _person(row: Mapping[str, Json], units: Mapping[str, str]) -> Listed:
    texts = {name: str(row.get(name) or "") for name in ("name", "phone", "address")}
    unit = units[tidy_line(str(row.get("unit") or "")).casefold()]
    return Listed(**texts, unit=unit, agency_id=_number(row["agency"]))


# --- answering -----------------------------------------------------------------------------------------------


def link_of(drawn: int) -> str:
    """The whole address at which somebody who was drawn answers: nobody makes one up."""
    return settings.BASE_URL + reverse("survey-drawn", args=[signing.dumps(drawn, salt=LINK)])


def asked(token: str, *, at: datetime) -> Drawn:
    """Who answers by a link; :class:`Missing` says the same for forged, spent and closed ones."""
    try:
        number = signing.loads(token, salt=LINK)
    except signing.BadSignature:
        raise Missing from None
    day = local(at).date()
    found = Drawn.objects.select_related("sample").filter(
        pk=number, spent=False, sample__listed=True, sample__first__lte=day, sample__last__gte=day
    )
    one = found.first()
    if one is None:
        raise Missing
    return one


@transaction.atomic
def answer(token: str, posted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Spend a link and drop its answer into the sample's box; the second of two at once is refused as spent."""
    if not spend(asked(token, at=at), posted, channel=Channel.ONLINE, by=by, at=at):
        raise Missing


# --- forgetting ----------------------------------------------------------------------------------------------


def erase_due(*, at: datetime) -> int:
    """Erase the lists of surveys that ended more than SURVEY_LIST_DAYS days ago; return how many there were."""
    before = local(at).date() - timedelta(days=settings.SURVEY_LIST_DAYS)
    due = Sample.objects.filter(listed=True, erased_at=None, last__lt=before)
    return sum(erase(one, by=people.system(), at=at) for one in due)


@transaction.atomic
def erase(of: Sample, *, by: Actor, at: datetime) -> bool:
    """Forget who was drawn from a list and how to reach them; False where that was done before.

    Where they were served, and about which agency they were asked, stays: no answer is lost.
    """
    if not Sample.objects.filter(pk=of.pk, listed=True, erased_at=None).update(erased_at=at):
        return False
    drawn = Listed.objects.filter(pk__in=of.drawn.values("person"))
    count = drawn.update(name="", phone="", address="")
    record(stream_of(of), "survey.list-erased", {"count": count, "last": of.last}, by=by.username, at=at)
    return True
