"""Who carries on when agencies are rearranged: who takes a case, which desk a step, which posts an officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """What the choice of a successor looks at: the procedure, the communes that the declaration names, its words."""

    procedure: str
    field: str
    level: str
    communes: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One rule of a split; without ``new`` the successor is the commune that the declaration names."""

    condition: Mapping[str, Any]
    new: int | None

    def fits(self, asked: Asked) -> bool:
        """Whether every part of the condition holds."""
        values = {"levels": asked.level, "fields": asked.field, "procedures": asked.procedure}
        listed = all(
            value in self.condition[name] for name, value in values.items() if name in self.condition
        )
        return listed and fold(str(self.condition.get("says", ""))) in asked.text


@dataclass(frozen=True, slots=True)
class Call:
    """One rule of a split for officers: who holds one of the posts, or is one of the people, goes to ``new``."""

    posts: frozenset[str]
    people: frozenset[str]
    new: int

    def fits(self, post: str, person: str) -> bool:
        """Whether an officer is meant; a rule that names both means these people in these posts."""
        return (not self.posts or post in self.posts) and (not self.people or person in self.people)


@dataclass(frozen=True, slots=True)
class Succession:
    """The successors of one agency, the rules that choose among them, and who takes what no rule places."""

    heirs: frozenset[int]
    default: int
    ways: tuple[Way, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Heir:
    """The successor that takes a case or an officer; ``sure`` unless several were possible and no rule had a say."""

    agency: int
    sure: bool


def heir(succession: Succession, asked: Asked, placed: int | None = None) -> Heir:
    """Choose the successor of a case: the one chosen by hand, the only one, by the first rule that fits, by default."""
    if placed in succession.heirs:
        return Heir(placed, sure=True)
    if len(succession.heirs) == 1:
        return Heir(succession.default, sure=True)
    for way in succession.ways:
        if way.fits(asked):
            named = [way.new] if way.new is not None else list(asked.communes)
            if found := next((one for one in named if one in succession.heirs), None):
                return Heir(found, sure=True)
    return Heir(succession.default, sure=False)


def called(succession: Succession, post: str, person: str) -> Heir:
    """Choose where an officer goes: by the first rule that fits, to the only successor, by default."""
    found = next((one.new for one in succession.calls if one.fits(post, person)), None)
    return Heir(found or succession.default, sure=found is not None or len(succession.heirs) == 1)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who holds a role in an agency or in a part of it, since when; ``roles`` are all those of that place."""

    agency: int
    account: int
    since: date
    roles: frozenset[str]
    within: bool


def desk(desks: Iterable[Desk], *, owner: int, beside: Sequence[str]) -> Desk | None:
    """The desk that takes a step over: the owner's own where they came along, else as a step opens there.

    First the agency itself, then the part that holds most of the roles ``beside``; there who is longest.
    """
    offered = sorted(
        desks, key=lambda one: (one.within, -len(one.roles.intersection(beside)), one.since, one.account)
    )
    return next((one for one in offered if one.account == owner), offered[0] if offered else None)


@dataclass(frozen=True, slots=True)
class Offered:
    """A post of a successor."""

    id: int
    key: str
    roles: frozenset[str]


def posts_for(key: str, roles: frozenset[str], offered: Sequence[Offered]) -> list[int]:
    """The posts of a successor that an officer takes: the same post, else as few as carry the same roles.

    Roles that no post there carries are lost.
    """
    return list(_covering(key, roles, sorted(offered, key=lambda post: post.id)))


def _covering(key: str, roles: frozenset[str], offered: list[Offered]) -> Iterator[int]:
    missing = roles
    while missing:
        best = max(
            offered,
            key=lambda post: (len(post.roles & missing), post.key == key, -len(post.roles - roles), -post.id),
            default=None,
        )
        if best is None or not best.roles & missing:
            return
        yield best.id
        missing -= best.roles
