"""Writing what an act changes, with all that follows from it in other rows: parts of bundles, opinions, waiting.

Most acts are one statement. Where something follows, all of it happens in one transaction, by the system, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from motcua.cases import store
from motcua.kernel.position import Change
from motcua.people.actors import Actor

#: Whether a change touches what somebody follows; ``here`` is as the case stood before.
Concerned = Callable[[store.Standing, Change], bool]
#: What somebody does after a change, at the moment of the act.
Follow = Callable[[store.Standing, Change, datetime], None]

_followers: list[tuple[Concerned, Follow]] = []


def followed(concerned: Concerned, follow: Follow) -> None:
    """Let something follow from changes; called once, from ``wiring``."""
    _followers.append((concerned, follow))


def write(here: store.Standing, change: Change, *, by: Actor, at: datetime) -> int:
    """Write a change decided on where the case stood, and what follows; the case's revision afterwards."""
    number, seen = here.position.id, here.position.revision
    following = [follow for concerned, follow in _followers if concerned(here, change)]
    if not following:
        return store.apply(number, seen, change, by=by, at=at)
    with transaction.atomic():
        lock(here)
        store.apply(number, seen, change, by=by, at=at)
        for follow in following:
            follow(here, change, at)
        return store.fetch(number).position.revision


def lock(here: store.Standing) -> None:
    """Nobody else acts on what the case belongs to meanwhile: the one who ends last sees that all have ended."""
    with connection.cursor() as cursor:
        whole = here.row["parent_id"] or here.row["id"]
        cursor.execute("SELECT FROM cases_case WHERE id = %s FOR UPDATE", [whole])
