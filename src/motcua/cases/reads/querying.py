"""Rows of a query as mappings, and JSON columns as values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.rows import dict_row

from motcua.kernel.moving import MOVED

UNDONE = f"""(s.verb = '{MOVED}' AND EXISTS (SELECT FROM cases_step again
  WHERE again.case_id = s.case_id AND again.branch = '' AND again.id > s.id AND again.opened_at <= s.opened_at))"""
"""Whether a step ``s`` was left in a move that was undone: the one that was opened again has its time too.

Undoing opens the step that was left with the time since it first opened.
"""


def rows(query: str, values: Mapping[str, Any] | Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a query as mappings."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(query, values)
        found: list[dict[str, Any]] = cursor.fetchall()
    return found


def json_of(value: Any) -> Any:
    """A JSON column as its value: the driver may hand over text."""
    return json.loads(value) if isinstance(value, str) else value
