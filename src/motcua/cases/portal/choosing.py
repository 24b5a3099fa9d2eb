"""Where a citizen's case goes: any one-stop of the province, and the agency that decides where it is theirs to name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases import places
from motcua.cases.journey import Journey
from motcua.kernel.forms import Json
from motcua.kernel.refusals import Fault
from motcua.kernel.text import fold

RETURNS = {
    "counter": gettext_noop("Đến nhận tại nơi đã nộp hồ sơ"),
    "online": gettext_noop("Nhận bản điện tử trên trang này"),
    "post": gettext_noop("Nhận tại nhà qua bưu chính công ích (trả cước khi nhận)"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen."""

    reception: int | None
    competent: int | None
    return_how: str


@dataclass(frozen=True, slots=True)
class Places:
    """What there is to choose from, on a day.

    ``points`` are the one-stops that may receive; none, when the agency that decides settles it.
    ``deciders`` are the agencies that may decide; one, when the procedure names it.
    """

    today: date
    points: tuple[AgencyRow, ...]
    deciders: tuple[AgencyRow, ...]
    chosen: Choice
    likely: int | None
    query: str = ""

    @classmethod
    def of(cls, journey: Journey, query: str = "") -> Places:
        """The places for a draft, with what was chosen before or is likely; three queries at most."""
        definition, draft, today = journey.definition, journey.draft, journey.today
        deciders = places.deciders(definition, on=today)
        points = () if places.received_by_decider(definition, on=today) else agencies.reception_points(today)
        decider = deciders[0] if len(deciders) == 1 else _at_home(journey.answers, deciders)
        likely = _point_of(decider, points)
        chosen = Choice(
            draft.reception_id or likely,
            draft.competent_id or (decider.id if decider else None),
            draft.return_how,
        )
        return cls(today, points, deciders, chosen, likely, query.strip())

    @property
    def near(self) -> tuple[AgencyRow, ...]:
        """The one-stops in sight: those that match what was searched, else the chosen, the likely, the province's."""
        words = fold(self.query).split()
        if words:
            return tuple(point for point in self.points if all(word in fold(point.name) for word in words))
        first = {self.chosen.reception, self.likely}
        return tuple(point for point in self.points if point.id in first or point.level == "province")

    @property
    def rest(self) -> tuple[AgencyRow, ...]:
        """The one-stops out of sight while nothing is searched."""
        near = {point.id for point in self.near}
        return () if self.query else tuple(point for point in self.points if point.id not in near)

    @property
    def asks_decider(self) -> bool:
        """Whether the applicant has to name the agency that decides."""
        return len(self.deciders) > 1

    def choice(self, posted: Mapping[str, str]) -> Places:
        """The same places with what was chosen on the page marked; what is not offered counts as not chosen."""
        competent = (
            places.chosen(posted.get("competent"), self.deciders)
            if self.asks_decider
            else self.deciders[0].id
        )
        reception = places.chosen(posted.get("reception"), self.points)
        if not self.points and competent is not None:
            reception = agencies.reception_point_for(competent, self.today).id
        how = posted.get("return_how", "")
        return replace(self, chosen=Choice(reception, competent, how if how in RETURNS else ""))

    @property
    def faults(self) -> Iterator[Fault]:
        """What is still to be chosen."""
        if self.chosen.competent is None:
            yield Fault("competent", gettext("Chọn xã, phường giải quyết hồ sơ."))
        if self.chosen.reception is None and self.points:
            yield Fault("reception", gettext("Chọn nơi nộp hồ sơ; gõ tên xã, phường để tìm nếu chưa thấy."))
        if not self.chosen.return_how:
            yield Fault("return_how", gettext("Chọn cách nhận kết quả."))


def _at_home(answers: Mapping[str, Json], deciders: Iterable[AgencyRow]) -> AgencyRow | None:
    """The agency of the first commune that the form names: most people file where they live."""
    by_code = {row.gso_code: row for row in deciders if row.gso_code}
    return next((by_code[code] for code in _communes(answers) if code in by_code), None)


def _communes(value: Json | Mapping[str, Json]) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(code := value.get("commune"), str):
            yield code
        for part in value.values():
            yield from _communes(part)


def _point_of(agency: AgencyRow | None, points: Iterable[AgencyRow]) -> int | None:
    """The one-stop of an agency."""
    return next(
        (point.id for point in points if agency is not None and agency.id in (point.id, point.parent_id)),
        None,
    )
