"""The way from a draft to a case, one thing per page: its stops, where one stands, what is still to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from motcua.cases import panels, places
from motcua.cases.models import Draft
from motcua.kernel import codes, forms
from motcua.kernel.forms import Field, Json, Page
from motcua.kernel.refusals import Fault
from motcua.people.models import Applicant
from motcua.people.reads import ApplicantRow
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

PLACE, CHECK = "noi-nop", "kiem-tra"
TITLES = {PLACE: gettext_noop("Nơi nộp và nhận kết quả"), CHECK: gettext_noop("Kiểm tra lại và nộp")}
ROUTES = {PLACE: "draft-place", CHECK: "draft-check"}
MENDING = {"sua": "1"}
"""The mark in an address that one came from the last page to mend something, and goes back there."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the journey; ``key`` is the number of a form page, or the slug of another page."""

    key: str
    title: str
    url: str

    @property
    def mend(self) -> str:
        """The address by which one comes here to mend something."""
        return f"{self.url}?{urlencode(MENDING)}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that still stops the draft from becoming a case, and the page on which it is mended."""

    fault: Fault
    stop: Stop


@dataclass(frozen=True)
class Journey:
    """A draft on its way, on a day."""

    draft: Draft
    definition: Definition
    today: date

    @classmethod
    def of(cls, draft: Draft, today: date) -> Journey:
        """The journey of a draft by the version that it was begun with."""
        return cls(draft, procedures.definition(draft.version_id), today)

    @property
    def schema(self) -> forms.Schema:
        return self.definition.schema

    @cached_property
    def answers(self) -> forms.Values:
        """The answers so far that are right: they say which pages and papers are asked."""
        return forms.validate(self.schema, self.draft.form, today=self.today, partial=True).values

    @cached_property
    def communes(self) -> Mapping[str, str]:
        """The communes that the form may name today, by code."""
        return places.communes(self.definition, on=self.today)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every page that these answers lead through, in order; the last one is the check."""
        return (*self._form_stops(), *self._panel_stops(), self._own_stop(PLACE), self._own_stop(CHECK))

    def _form_stops(self) -> Iterator[Stop]:
        for page in self.schema.pages(self.answers):
            yield Stop(str(page.number), page.title, reverse("draft-page", args=[self.draft.id, page.number]))

    def _panel_stops(self) -> Iterator[Stop]:
        for page in panels.DRAFT_PAGES:
            if page.applies(self.draft):
                yield Stop(page.slug, gettext(page.title), page.url(self.draft.id))

    def _own_stop(self, key: str) -> Stop:
        return Stop(key, gettext(TITLES[key]), reverse(ROUTES[key], args=[self.draft.id]))

    @property
    def check(self) -> Stop:
        return self.stops[-1]

    def position(self, key: str) -> int:
        """Where a page stands, from 1."""
        return next(number for number, stop in enumerate(self.stops, 1) if stop.key == key)

    def before(self, key: str) -> Stop | None:
        """The page before one, or None on the first."""
        return self.stops[self.position(key) - 2] if self.position(key) > 1 else None

    def after(self, key: str) -> Stop:
        """The page after one, or after where a form page stood that is no longer asked."""
        known = {stop.key: number for number, stop in enumerate(self.stops)}
        if key in known:
            return self.stops[min(known[key] + 1, len(self.stops) - 1)]
        return next(stop for stop in self.stops if not stop.key.isdecimal() or int(stop.key) > int(key))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """All that is missing or wrong, in the order of the pages."""
        return (*self._form_gaps(), *self._panel_gaps(), *self._place_gaps())

    def _form_gaps(self) -> Iterator[Gap]:
        stops = {stop.key: stop for stop in self.stops}
        form, communes = self.draft.form, self.communes
        for fault in forms.validate(self.schema, form, today=self.today, communes=communes).faults:
            page = self.schema.page_of(fault.where)
            yield Gap(fault, stops.get(str(page.number) if page else "", self.stops[0]))

    def _panel_gaps(self) -> Iterator[Gap]:
        stops = {stop.key: stop for stop in self.stops}
        for page in panels.DRAFT_PAGES:
            if page.slug in stops:
                yield from (Gap(fault, stops[page.slug]) for fault in page.faults(self.draft))

    def _place_gaps(self) -> Iterator[Gap]:
        place = next(stop for stop in self.stops if stop.key == PLACE)
        if self.draft.reception_id is None:
            yield Gap(Fault("reception", gettext("Chọn nơi nộp hồ sơ.")), place)
        elif self.draft.competent_id is None:
            yield Gap(Fault("competent", gettext("Chọn cơ quan giải quyết hồ sơ.")), place)
        for fault in places.faults(self.draft, self.definition, on=self.today):
            yield Gap(fault, place)

    @property
    def resume(self) -> Stop:
        """Where to go on: the first page with something missing, or the check."""
        return self.gaps[0].stop if self.gaps else self.check


def sent(page: Page, posted: Iterable[tuple[str, list[str]]]) -> dict[str, Json]:
    """The answers to the fields of a page as a browser sent them; what was left out is an answer too: none.

    A NUL, which no keyboard types and PostgreSQL doesn't keep, is dropped.
    """
    here = {field.id for field in page.fields if field.kind.holds_value}
    raw: dict[str, Json] = {
        name: [value.replace("\0", "") for value in values]
        for name, values in posted
        if name.partition(".")[0] in here
    }
    return dict.fromkeys(here) | forms.read(forms.Schema(page.fields), raw)


def sections(schema: forms.Schema) -> list[tuple[str, list[Field]]]:
    """All pages of a form on one, those that go on under one title as one section."""
    grouped = groupby(schema.pages(), key=lambda page: page.title.removesuffix(" (tiếp)"))
    return [(title, [field for page in pages for field in page.fields]) for title, pages in grouped]


def prefilled(schema: forms.Schema, applicant: ApplicantRow, communes: Mapping[str, str]) -> dict[str, Json]:
    """What is known of the applicant already, by field.

    For persons who are the applicant (``own``, or ``prefill: applicant``) and for single answers that say so
    (``prefill: applicant.phone``).
    """
    known = _profile(applicant, communes)
    filled: dict[str, Json] = {}
    for field in schema.fields:
        if "own" in field.flags or field.prefill == "applicant":
            filled[field.id] = {part.id: known[part.id] for part in field.fields if part.id in known}
        elif (part := field.prefill.removeprefix("applicant.")) in known:
            filled[field.id] = known[part]
    return filled


def _profile(applicant: ApplicantRow, communes: Mapping[str, str]) -> dict[str, Json]:
    """The parts of a person by name; a business is no person, it shares only how to reach it."""
    known: dict[str, Json] = {"phone": applicant.phone, "email": applicant.email}
    if applicant.kind == Applicant.Kind.CITIZEN:
        known |= {
            "full_name": applicant.name,
            "id_number": applicant.identity,
            "sex": _sex(applicant.identity),
        }
        known |= {"birth_date": applicant.birth_date.isoformat() if applicant.birth_date else ""}
        known |= {"residence": residence(applicant.address, communes)}
    return {part: value for part, value in known.items() if value}


def _sex(identity: str) -> Json:
    return codes.parse_person_number(identity).sex


def residence(address: str, communes: Mapping[str, str]) -> dict[str, Json]:
    """An address in one line as the parts of a place: the commune where its name stands in it, the rest before it."""
    for code, name in communes.items():
        before, found, _ = address.lower().partition(name.lower())
        if found:
            return {"commune": code, "detail": address[: len(before)].rstrip(" ,")}
    return {"detail": address} if address else {}
