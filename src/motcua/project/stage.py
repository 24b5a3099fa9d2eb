"""What simulated lives share: the province, and who sits at which desk."""

from __future__ import annotations

from collections import Counter
from functools import cache
from uuid import UUID

from motcua.cases.models import Step
from motcua.people import reads as people
from motcua.people.actors import Actor, actor, actor_named
from motcua.project.plans import Province


class Stage:
    """What lives share: the province, who sits at which desk, and what has been done so far."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.done: Counter[str] = Counter()
        self.named = cache(self._named)
        self.holder = cache(self._holder)
        self.first_of = cache(self._first_of)
        self._owners: dict[tuple[int, str, str], int] = {}

    def owner_of(self, case: UUID, procedure: str, agency: int, role: str) -> Actor:
        """Whose desk the open step of a case lies on; the engine puts equal steps of a procedure on one desk."""
        desk = (agency, procedure, role)
        if desk not in self._owners:
            open_step = Step.objects.filter(case=case, closed_at=None)
            self._owners[desk] = open_step.values_list("owner_id", flat=True).get()
        return self.holder(self._owners[desk])

    def _holder(self, account: int) -> Actor:
        return _there(actor(account, on=self.province.on))

    def _named(self, username: str) -> Actor:
        return _there(actor_named(username, on=self.province.on))

    def _first_of(self, agency: int, role: str) -> Actor:
        """Who holds a role at an agency."""
        return self.holder(people.holders(agency, role, on=self.province.on)[0].account)


def _there(found: Actor | None) -> Actor:
    if found is None:
        raise LookupError("this account is closed or not there")
    return found
