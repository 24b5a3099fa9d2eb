"""What pages and the command tell of a reorganisation, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reorganising
from motcua.agencies.models import Reorganisation
from motcua.people import reads as people
from motcua.reorganisations.rehearsal import Problem

State = Reorganisation.State

TOTALS: Mapping[str, str] = {
    "old": gettext_noop("cơ quan cũ"),
    "new": gettext_noop("cơ quan mới"),
    "cases": gettext_noop("hồ sơ đang giải quyết"),
    "steps": gettext_noop("bước đang mở"),
    "drafts": gettext_noop("bản nháp"),
    "appointments": gettext_noop("lượt giữ vị trí thôi"),
    "carried": gettext_noop("lượt giữ vị trí đi theo"),
    "homeless": gettext_noop("cán bộ chưa có nơi đến"),
    "continued": gettext_noop("sổ phiếu đếm tiếp"),
    "closed": gettext_noop("hồ sơ đã xong ở lại với tên cơ quan cũ"),
}
"""What a rehearsal counts, in words."""


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of a rehearsal."""

    text: str
    value: int


def _name_of(username: str) -> str:
    return people.names_of({username}).get(username, username)


@dataclass(frozen=True, slots=True)
class Told:
    """A reorganisation and what its last rehearsal found."""

    act: Reorganisation

    @property
    def state(self) -> str:
        return gettext(self.act.get_state_display())

    @property
    def rehearsed_by(self) -> str:
        return _name_of(self.act.rehearsed_by)

    @property
    def confirmed_by(self) -> str:
        return _name_of(self.act.confirmed_by)

    @property
    def counts(self) -> Sequence[Count]:
        totals = self.act.rehearsal.get("totals", {})
        return [Count(gettext(text), totals[name]) for name, text in TOTALS.items() if name in totals]

    @property
    def problems(self) -> Sequence[Problem]:
        """What stands in the way first, then what has to be known."""
        found = [Problem(**problem) for problem in self.act.rehearsal.get("problems", ())]
        return sorted(found, key=lambda problem: not problem.blocking)

    @property
    def ways(self) -> Sequence[Mapping[str, Any]]:
        """From which agency to which goes how much."""
        return list(self.act.rehearsal.get("ways", ()))

    @property
    def undecided(self) -> bool:
        """Whether it may still be rehearsed."""
        return self.act.state in (State.PLANNED, State.REHEARSED)

    @property
    def may_be_confirmed(self) -> bool:
        return self.act.state == State.REHEARSED and not any(one.blocking for one in self.problems)

    @property
    def may_be_withdrawn(self) -> bool:
        return (self.undecided or self.act.state == State.CONFIRMED) and self.act.began_at is None

    @property
    def choices(self) -> Sequence[tuple[int, str]]:
        """The successors among which a case of a split agency may be placed by hand."""
        on = reorganising.the_map(self.act)
        heirs = {heir for one in on.successions.values() if len(one.heirs) > 1 for heir in one.heirs}
        return sorted(((heir, on.names[heir]) for heir in heirs), key=lambda choice: choice[1])


def reorganisations() -> list[Told]:
    """All of them, the latest day first."""
    return [Told(act) for act in reorganising.acts()]


def reorganisation(key: str) -> Told:
    """One by its name; raises ``Missing``."""
    return Told(reorganising.act(key))
