"""Bringing a table to a list of rows with as few statements as there are tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

Row = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(slots=True)
class Writing:
    """One load: what it added, changed and removed so far."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def put(
        self, model: type[models.Model], rows: Sequence[Row], *, unique: tuple[str, ...]
    ) -> dict[Key, int]:
        """Insert the rows that are new, update those that differ; return all ids by unique fields."""
        if not rows:
            return {}
        names = tuple(rows[0])
        known = {_key(row, unique): row for row in model._default_manager.values("id", *names)}
        new = [row for row in rows if _key(row, unique) not in known]
        stale = [row for row in rows if _differs(row, known.get(_key(row, unique), row))]
        self.added += len(new)
        self.changed += len(stale)
        ids = {key: row["id"] for key, row in known.items()}
        return ids | self._write(model, new + stale, names, unique)

    def keep_only(
        self, model: type[models.Model], rows: Sequence[Row], *, among: str, unique: tuple[str, ...]
    ) -> None:
        """Delete what the rows do not list of the groups (values of ``among``) that they speak of."""
        listed = {_key(row, unique) for row in rows}
        held = model._default_manager.filter(**{f"{among}__in": {row[among] for row in rows}})
        gone = [row["id"] for row in held.values("id", *unique) if _key(row, unique) not in listed]
        self.removed += held.filter(id__in=gone).delete()[0] if gone else 0

    @staticmethod
    def _write(
        model: type[models.Model], rows: Sequence[Row], names: tuple[str, ...], unique: tuple[str, ...]
    ) -> dict[Key, int]:
        made = model._default_manager.bulk_create(
            [model(**row) for row in rows],
            update_conflicts=True,
            unique_fields=unique,
            update_fields=[name for name in names if name not in unique],
        )
        return {_key(row, unique): instance.pk for row, instance in zip(rows, made, strict=True)}


def _key(row: Row, unique: tuple[str, ...]) -> Key:
    return tuple(row[name] for name in unique)


def _differs(row: Row, known: Row) -> bool:
    return any(known[name] != value for name, value in row.items())
