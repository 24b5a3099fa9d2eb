"""What must hold between the rows of cases and the journal that tells them: folded in order it gives the same rows.

Cases, steps, holds, alarms, amendments, minutes and notices are compared in every column; what is personal by its
digest, hashed anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from motcua.kernel.position import PERSONAL_COLUMNS
from motcua.kernel.text import fold

WHOLE = """
WITH known AS (SELECT id FROM cases_case UNION SELECT stream FROM journal_event WHERE kind = 'case.submitted'),
found AS (
  SELECT c.id AS case_id, 'case' AS place, 0 AS id, to_jsonb(c) || jsonb_build_object('identity', a.identity) AS columns
    FROM cases_case c JOIN people_applicant a ON a.id = c.applicant_id
  UNION ALL SELECT case_id, 'step', id, to_jsonb(s) FROM cases_step s
  UNION ALL SELECT case_id, 'hold', id, to_jsonb(h) FROM cases_hold h
  UNION ALL SELECT case_id, 'alarm', id, to_jsonb(r) FROM cases_alarm r
  UNION ALL SELECT case_id, 'amendment', id, to_jsonb(m) FROM cases_amendment m
  UNION ALL SELECT case_id, 'minutes', id, to_jsonb(n) FROM cases_minutes n
  UNION ALL SELECT case_id, 'notice', id, to_jsonb(t) FROM cases_notice t
  UNION ALL SELECT case_id, 'reply', id, to_jsonb(y) FROM cases_reply y
  UNION ALL SELECT case_id, 'resettlement', id, to_jsonb(v) FROM cases_resettlement v
)
SELECT known.id,
  (SELECT json_agg(json_build_array(place, columns, (SELECT coalesce(json_object_agg(name, value::text), '{}')
    FROM jsonb_each(columns) AS one(name, value) WHERE name = ANY(%s))) ORDER BY place, id)
    FROM found WHERE found.case_id = known.id),
  (SELECT json_agg(json_build_array(seq, kind, at, data) ORDER BY seq) FROM journal_event WHERE stream = known.id)
FROM known ORDER BY known.id"""

#: Which rows the parts of an event tell, and where it keeps what the database chose of them.
PARTS = {
    "set": ("case", ""), "opens": ("step", "opened"), "touches": ("step", ""), "closes": ("step", ""),
    "pauses": ("hold", "paused"), "ends": ("hold", ""), "rings": ("alarm", ""), "keeps": ("amendment", ""),
    "minutes": ("minutes", ""), "tells": ("notice", ""),
    "replies": ("reply", ""),
    "shifts": ("step", ""), "passes": ("notice", ""), "resettles": ("resettlement", ""),
}  # fmt: skip
NAMES = {
    "case": "",
    "step": ", bước “{name}”",
    "hold": ", lần tạm dừng “{kind}”",
    "alarm": ", báo động “{kind}”",
    "amendment": ", lần sửa tờ khai {at}",
    "notice": ", lời nhắc nấc {rung}",
    "reply": ", văn bản trả lời số {number}",
    "minutes": ", biên bản ghi lúc {at}",
    "resettlement": ", lần chuyển cơ quan {at}",
}

#: By which columns a row is known, where it is not by its id.
KEYS = {
    "case": (), "alarm": ("kind", "due_at"), "notice": ("step_id", "rung"), "reply": ("step_id",),
    "resettlement": ("reorganisation_id",), "amendment": ("at",), "minutes": ("at",),
}  # fmt: skip

UNTOLD = {"id", "case_id", "salt", "search"}
"""Columns that say which row it is, or follow from others."""

Key = tuple[str, tuple[Any, ...]]


class Telling(NamedTuple):
    """The value of a column, and the event that told it last."""

    value: Any
    seq: int
    kind: str


class _Row(NamedTuple):
    """A row as it stands; of its personal columns besides the text that their digest is taken of."""

    place: str
    columns: Mapping[str, Any]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the journal says: somebody changed it behind the engine's back."""

    case: UUID
    message: str


def rows_that_differ(*, limit: int = 10) -> list[Difference]:
    """Of each case the first row that its journal, folded in order, does not give."""
    return list(islice(_differences(), limit))


def _differences() -> Iterator[Difference]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(WHOLE, [list(PERSONAL_COLUMNS)])
        while cases := cursor.fetchmany(200):
            for case, rows, events in cases:
                found = [_Row(*row) for row in _parsed(rows)]
                for message in islice(_wrong(case, found, _folded(_parsed(events))), 1):
                    yield Difference(case, message)


def _parsed(value: Any) -> list[Any]:
    return json.loads(value) if isinstance(value, str) else value or []


def _folded(events: Iterable[Any]) -> dict[Key, dict[str, Telling]]:
    """What the events tell of each row, a later one over an earlier one."""
    rows: dict[Key, dict[str, Telling]] = {}
    for seq, kind, at, data in events:
        for part, (place, chosen) in PARTS.items():
            told = data.get(part) or {}
            for one in told if isinstance(told, list) else [told]:
                columns = {**one, **(data.get(chosen) or {})}
                if part == "set":
                    columns["revision"] = seq
                if part == "rings" and columns:
                    columns["rung_at"] = at
                if columns:
                    row = rows.setdefault(_key(place, columns), {})
                    row.update((name, Telling(value, seq, kind)) for name, value in columns.items())
    return rows


def _key(place: str, columns: Mapping[str, Any]) -> Key:
    return place, tuple(_plain(columns[name]) for name in KEYS.get(place, ("id",)))


def _wrong(case: UUID, rows: list[_Row], told: Mapping[Key, Mapping[str, Telling]]) -> Iterator[str]:
    """What is wrong with the rows of one case, in sentences."""
    found = {_key(row.place, row.columns): row for row in rows}
    row = found.get(("case", ()))
    of = f"Hồ sơ {row.columns['code'] if row else case}"
    for key, tellings in told.items():
        if key in found:
            yield from _wrong_columns(of, found[key], tellings, row.columns["salt"] if row else "")
        else:
            last = max(tellings.values(), key=lambda telling: telling.seq)
            name = _name(key[0], {column: telling.value for column, telling in tellings.items()})
            yield f"{of}{name}: sự kiện số {last.seq} (“{last.kind}”) ghi, nay không còn trong bảng."
    for key in (key for key in found if key not in told):
        yield f"{of}{_name(key[0], found[key].columns)}: có trong bảng mà không sự kiện nào ghi."
    if row and row.columns["search"] != _sought(row.columns["code"], row.columns["applicant_name"]):
        yield f"{of}: cột “search” không theo mã hồ sơ và tên người nộp."


def _sought(code: str, name: str) -> str:
    return f"{code.lower()} {fold(name)}"


def _name(place: str, columns: Mapping[str, Any]) -> str:
    return NAMES[place].format_map(
        {"name": "?", "kind": "?", "at": "?", "rung": "?", "number": "?", **columns}
    )


def _wrong_columns(of: str, row: _Row, told: Mapping[str, Telling], salt: str) -> Iterator[str]:
    where = of + _name(row.place, row.columns)
    for name in sorted(row.columns.keys() - UNTOLD):
        value, telling = row.columns[name], told.get(name)
        if telling is None:
            if value:
                yield f"{where}: cột “{name}” có nội dung mà không sự kiện nào ghi."
        elif name in PERSONAL_COLUMNS:
            if telling.value != (_digest(salt, row.texts[name]) if value else value):
                yield f"{where}: cột “{name}” không phải là nội dung mà {_event(telling)} đã ghi dấu băm."
        elif _plain(value) != _plain(telling.value):
            yield f"{where}: cột “{name}” là {value}, trong khi {_event(telling)} ghi {telling.value}."


def _event(telling: Telling) -> str:
    return f"sự kiện số {telling.seq} (“{telling.kind}”)"


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A moment as a moment, however it is written; everything else as it is."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and value[10:11] == "T" else value
    except ValueError:
        return value
