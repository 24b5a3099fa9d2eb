"""Rows of a query as mappings, and JSON columns as values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def rows(query: str, values: Mapping[str, Any] | Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a query as mappings."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def json_of(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
