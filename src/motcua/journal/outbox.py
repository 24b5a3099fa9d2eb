"""Who hears of which event. Jobs are enqueued in the act's own transaction; a subscriber acts at most once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as its subscribers see it."""

    id: int
    stream: UUID
    seq: int
    kind: str
    at: datetime
    by: str
    data: dict[str, Any]


Subscriber = Callable[[Happened], None]
_subscribers: dict[str, dict[str, Subscriber]] = {}


def subscribe(kind: str, name: str) -> Callable[[Subscriber], Subscriber]:
    """Have a function called once for every event of a kind; ``name`` is stable and unique for the kind."""

    def known(function: Subscriber) -> Subscriber:
        _subscribers.setdefault(kind, {})[name] = function
        return function

    return known


def subscribers_of(kind: str) -> list[str]:
    """The names that hear of a kind."""
    return list(_subscribers.get(kind, ()))


def deliver(event: int, subscriber: str) -> bool:
    """Hand an event to one subscriber; False when it had it already. Its effect and the mark commit together."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_delivery (event_id, subscriber) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [event, subscriber],
        )
        if not cursor.rowcount:
            return False
        cursor.execute("SELECT id, stream, seq, kind, at, by, data FROM journal_event WHERE id = %s", [event])
        happened = Happened(*_parsed(cursor.fetchone()))
        _subscribers[happened.kind][subscriber](happened)
    return True


def _parsed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    import json

    *rest, data = row
    return (*rest, json.loads(data) if isinstance(data, str) else data)
