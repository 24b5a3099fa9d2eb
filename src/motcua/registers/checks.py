"""What must hold between the rows of registers and the journal: folded in order it gives the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.registers.models import Standing, State

TOLD = """
SELECT stream, kind, by, at, data FROM journal_event
WHERE kind IN ('entries.submitted', 'entries.loaded', 'entries.approved', 'entries.sent-back') ORDER BY id"""
FOUND = """
SELECT b.id, b.register, b.state, b.public, b.document, b.document_date::text, coalesce(f.sha256, ''), b.entered_by,
  b.entered_at, b.decided_by, b.decided_at, b.note,
  (SELECT json_agg(json_build_array(e.key, e.values, e.standing,
    (SELECT n.batch_id FROM registers_entry n WHERE n.id = e.superseded_by_id)) ORDER BY e.place)
   FROM registers_entry e WHERE e.batch_id = b.id)
FROM registers_batch b LEFT JOIN documents_file f ON f.id = b.file_id
WHERE b.state NOT IN ('draft', 'dropped') ORDER BY b.entered_at, b.id"""
COLUMNS = (
    "register", "state", "public", "document", "document_date", "sha256", "entered_by", "entered_at",
    "decided_by", "decided_at", "note",
)  # fmt: skip

Batch = dict[str, Any]


def rows_that_differ(*, limit: int = 10) -> list[str]:
    """Of each batch the first thing that its journal, folded in order, does not give; in sentences."""
    return list(islice(_differences(), limit))


def _differences() -> Iterator[str]:
    told = _told()
    for batch, found in _found().items():
        if batch not in told:
            yield f"Sổ {found['register']}, đợt nhập {batch}: có trong bảng mà không sự kiện nào ghi."
        else:
            wrong = [name for name in (*COLUMNS, "rows") if found[name] != told[batch][name]]
            if wrong:
                yield f"Sổ {found['register']}, đợt nhập {batch}: “{wrong[0]}” không phải điều nhật ký ghi."
            told.pop(batch)
    yield from (
        f"Sổ {said['register']}, đợt nhập {batch}: nhật ký ghi, nay không còn trong bảng."
        for batch, said in told.items()
    )


def _found() -> Mapping[UUID, Batch]:
    found = {}
    for batch, *columns, rows in _fetched(FOUND):
        found[batch] = {**dict(zip(COLUMNS, columns, strict=True)), "rows": _rows(rows)}
    return found


def _rows(rows: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in (json.loads(rows) if isinstance(rows, str) else rows or [])]


def _told() -> dict[UUID, Batch]:
    """The batches as the events tell them; what one puts into force supersedes what stood there."""
    told: dict[UUID, Batch] = {}
    standing: dict[tuple[str, ...], tuple[UUID, int]] = {}
    for batch, kind, by, at, data in _fetched(TOLD):
        said = json.loads(data) if isinstance(data, str) else data
        if kind in ("entries.submitted", "entries.loaded"):
            told[batch] = _begun(kind, by, at, said)
        elif batch in told:
            approved = kind == "entries.approved"
            told[batch] |= {
                "state": State.APPROVED if approved else State.SENT_BACK,
                "decided_by": by, "decided_at": at, "note": said.get("note", ""),
            }  # fmt: skip
            _stand(told[batch], Standing.IN_FORCE if approved else Standing.REFUSED)
        if batch in told and told[batch]["state"] == State.APPROVED:
            _stand(told[batch], Standing.IN_FORCE)
            _supersede(batch, told, standing)
    return told


def _begun(kind: str, by: str, at: Any, said: Mapping[str, Any]) -> Batch:
    public = kind == "entries.loaded"
    return {
        "register": said["register"], "state": State.APPROVED if public else State.WAITING, "public": public,
        "document": said["document"], "document_date": said["document_date"], "sha256": said["sha256"],
        "entered_by": by, "entered_at": at, "decided_by": by if public else "",
        "decided_at": at if public else None, "note": "",
        "rows": [(key, values, Standing.WAITING, None) for key, values in said["rows"]],
    }  # fmt: skip


def _stand(batch: Batch, standing: Standing) -> None:
    batch["rows"] = [(key, values, standing, None) for key, values, _, _ in batch["rows"]]


def _supersede(
    batch: UUID, told: Mapping[UUID, Batch], standing: dict[tuple[str, ...], tuple[UUID, int]]
) -> None:
    for place, (key, *_) in enumerate(told[batch]["rows"]):
        known = (told[batch]["register"], *key)
        if known in standing:
            old, where = standing[known]
            was, values = told[old]["rows"][where][:2]
            told[old]["rows"][where] = (was, values, Standing.SUPERSEDED, str(batch))
        standing[known] = (batch, place)


def _fetched(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
