"""Where a citizen's case goes: any one-stop of the province, and the agency that decides where it is theirs to name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
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
    """What was chosen, and what is missing from it."""

    reception: int | None
    competent: int | None
    return_how: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """What there is to choose from: ``near`` in sight, ``rest`` on demand, ``deciders`` where the law leaves it open."""

    query: str
    points: tuple[AgencyRow, ...]
    deciders: tuple[AgencyRow, ...]
    decider: AgencyRow | None
    guess: AgencyRow | None
    chosen: Choice

    @classmethod
    def of(cls, journey: Journey, query: str = "") -> Places:
        """The places for a draft: three queries at most."""
        asked, today = journey.definition.competent, journey.today
        deciders = () if asked.agency else agencies.agencies(today, kind=asked.kind)
        decider = agencies.agency_by_key(asked.agency, today) if asked.agency else None
        points = _points(journey, decider, today)
        guess = _guess(journey.answers, deciders)
        draft = journey.draft
        competent = draft.competent_id or (decider or guess or _nobody).id
        reception = draft.reception_id or _point_of((decider or guess or _nobody).id, points)
        return cls(query.strip(), points, deciders, decider, guess, Choice(reception, competent, draft.return_how))

    def with_choice(self, choice: Choice) -> Places:
        """The same places with another choice marked."""
        return replace(self, choice=choice) if False else replace(self, chosen=choice)

    @property
    def derived(self) -> bool:
        """Whether the agency that decides settles where the case goes in."""
        return not self.points

    @property
    def near(self) -> tuple[AgencyRow, ...]:
        """The places in sight: those that match what was searched, or the chosen and the likely ones."""
        words = fold(self.query).split()
        if words:
            return tuple(point for point in self.points if all(word in fold(point.name) for word in words))
        likely = {self.chosen.reception, _point_of(self.guess.id, self.points) if self.guess else None}
        return tuple(point for point in self.points if point.id in likely or point.level == "province")

    @property
    def rest(self) -> tuple[AgencyRow, ...]:
        """The places out of sight while nothing is searched."""
        near = {point.id for point in self.near}
        return () if self.query else tuple(point for point in self.points if point.id not in near)

    @property
    def reception(self) -> AgencyRow | None:
        """The chosen place."""
        return next((point for point in self.points if point.id == self.chosen.reception), None)

    @property
    def competent(self) -> AgencyRow | None:
        """The agency that decides, as far as it is known."""
        return self.decider or next((row for row in self.deciders if row.id == self.chosen.competent), None)

    def choice(self, posted: Mapping[str, str], today: date) -> Choice:
        """What was chosen on the page."""
        competent = self.decider.id if self.decider else _known(posted.get("competent"), self.deciders)
        reception = _known(posted.get("reception"), self.points)
        if self.derived and competent is not None:
            reception = agencies.reception_point_for(competent, today).id
        how = posted.get("return_how", "")
        return Choice(reception, competent, how if how in RETURNS else "", tuple(self._faults(reception, competent, how)))

    def _faults(self, reception: int | None, competent: int | None, how: str) -> Iterator[Fault]:
        if competent is None:
            yield Fault("competent", gettext("Chọn xã, phường giải quyết hồ sơ."))
        if reception is None and not self.derived:
            yield Fault("reception", gettext("Chọn nơi nộp hồ sơ. Tìm theo tên xã, phường nếu chưa thấy."))
        if how not in RETURNS:
            yield Fault("return_how", gettext("Chọn cách nhận kết quả."))
