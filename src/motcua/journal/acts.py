"""Writing the journal: an event and the jobs that tell its subscribers, in the statement of the act itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.journal import outbox
from motcua.journal.kinds import KINDS

#: Common table expressions that record one event of a stream and enqueue its deliveries. ``{source}`` is the
#: expression that must have yielded a row for the event to be written; the statement selects from ``told``.
RECORDED = """
  recorded AS (
    INSERT INTO journal_event (stream, seq, kind, at, recorded_at, by, data, prev, hash)
    SELECT %(stream)s, {seq}, %(kind)s, %(at)s, now(), %(by)s, {data}, '', '' FROM {source}
    RETURNING id
  ),
  told AS (
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
      'events', 'journal.deliver', 0, NULL, NULL,
      jsonb_build_object('event', recorded.id, 'subscriber', subscriber), NULL
    )::procrastinate_job_to_defer_v1)) AS jobs
    FROM recorded, unnest(%(subscribers)s::text[]) AS subscriber
    HAVING count(*) > 0
  )"""


def parameters(stream: UUID, kind: str, data: Mapping[str, Any], *, by: str, at: datetime) -> dict[str, Any]:
    """What :data:`RECORDED` wants; an undeclared kind is a bug and crashes here."""
    declared = KINDS[kind]
    return {
        "stream": stream,
        "kind": declared.name,
        "at": at,
        "by": by,
        "event_data": json.dumps(dict(data), ensure_ascii=False, default=str),
        "subscribers": outbox.subscribers_of(kind),
    }


RECORD_ALONE = (
    "WITH head AS (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal_event WHERE stream = %(stream)s),"
    + RECORDED.format(source="head", seq="head.seq", data="%(event_data)s::jsonb")
    + " SELECT (SELECT id FROM recorded), (SELECT jobs FROM told)"
)


def record(stream: UUID, kind: str, data: Mapping[str, Any], *, by: str, at: datetime) -> int:
    """Write one event of a stream that is not a case and return its id."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECORD_ALONE, parameters(stream, kind, data, by=by, at=at))
        row = cursor.fetchone()
    return int(row[0])


def note_reading(stream: UUID, *, by: str, at: datetime, what: str, name: str = "", purpose: str) -> None:
    """Somebody reads personal data of a stream: who, when, what of it, what for (Luật 91/2025/QH15)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_reading (stream, at, by, what, name, purpose) VALUES (%s, %s, %s, %s, %s, %s)",
            [stream, at, by, what, name, purpose],
        )
