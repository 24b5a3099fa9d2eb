"""How far the journal has been written."""

from __future__ import annotations

from django.db import connection, transaction


def last_committed() -> int:
    """The last event id below which nothing can still appear: writers are waited for, for an instant."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_event IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_event")
        return int(cursor.fetchone()[0])
