"""Seals and their proof: the heads of all chains under one root a day, and the walk that finds what was touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

HEADS = """
SELECT DISTINCT ON (stream) stream, seq, hash FROM journal_event
WHERE id > %s AND id <= %s ORDER BY stream, seq DESC"""


def seal(*, at: datetime) -> int | None:
    """Seal the heads of all streams that moved since the seal before; the number of heads, None when none moved."""
    upto = _last_committed()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_seal IN EXCLUSIVE MODE")
        before, prev = _last_seal(cursor)
        cursor.execute(HEADS, [before, upto])
        heads = [(stream, seq, bytes(hash_)) for stream, seq, hash_ in cursor.fetchall()]
        if not heads:
            return None
        cursor.execute(
            "INSERT INTO journal_seal (upto, at, heads, prev, root) VALUES (%s, %s, %s, %s, %s) RETURNING id",
            [upto, at, len(heads), prev, root(prev, heads)],
        )
        number = cursor.fetchone()[0]
        cursor.executemany(
            "INSERT INTO journal_sealedhead (seal_id, stream, seq, hash) VALUES (%s, %s, %s, %s)",
            [(number, *head) for head in heads],
        )
    return len(heads)


def root(prev: bytes, heads: list[tuple[UUID, int, bytes]]) -> bytes:
    """SHA-256 over the root before and every head, in the order of their streams."""
    digest = hashlib.sha256(prev)
    for stream, seq, hash_ in sorted(heads, key=lambda head: head[0].bytes):
        digest.update(stream.bytes + seq.to_bytes(4, "big") + hash_)
    return digest.digest()


def _last_committed() -> int:
    """The last event id below which nothing can still appear: writers are waited for, for an instant."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_event IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_event")
        return int(cursor.fetchone()[0])


def _last_seal(cursor: Any) -> tuple[int, bytes]:
    cursor.execute("SELECT upto, root FROM journal_seal ORDER BY upto DESC LIMIT 1")
    row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, b"")


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is not as it was written: an event, a stream's end, or a seal."""

    event: int | None
    stream: UUID | None
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk saw."""

    events: int
    streams: int
    seals: int
    broken: Broken | None


def verify() -> Verdict:
    """Walk every chain and every seal, hashing anew in Python; stops at the first broken place, by event id."""
    walk = _Walk()
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        broken = min(_broken_events(walk), key=lambda found: found.event or 0, default=None)
        seals, broken_seal = _check_seals(cursor, walk)
    return Verdict(walk.events, len(walk.heads), seals, broken or broken_seal)


class _Walk:
    def __init__(self) -> None:
        self.events = 0
        self.heads: dict[UUID, tuple[int, bytes]] = {}
        self.hashes: dict[tuple[UUID, int], bytes] = {}


WALK = """
SELECT id, stream, seq, kind, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), by, data::text, prev, hash
FROM journal_event ORDER BY stream, seq"""


def _broken_events(walk: _Walk) -> Iterator[Broken]:
    sealed = _sealed_places()
    for row in _rows(WALK):
        event, stream, seq, kind, at, recorded, by, data, prev, hash_ = row
        walk.events += 1
        last_seq, last_hash = walk.heads.get(stream, (0, b""))
        if seq != last_seq + 1:
            yield Broken(
                event, stream, f"Chuỗi {stream} mất sự kiện số {last_seq + 1}: ngay trước sự kiện id {event}."
            )
        written = "\x1f".join([str(stream), str(seq), kind, at, recorded, by, data]).encode()
        if bytes(prev) != last_hash or hashlib.sha256(bytes(prev) + written).digest() != bytes(hash_):
            yield Broken(
                event, stream, f"Sự kiện id {event} (“{kind}”, số {seq} của chuỗi {stream}) đã bị sửa."
            )
        walk.heads[stream] = (seq, bytes(hash_))
        if (stream, seq) in sealed:
            walk.hashes[(stream, seq)] = bytes(hash_)


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows by a server-side cursor, so that a journal of any length is walked in constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(5000):
            yield from rows


def _sealed_places() -> set[tuple[UUID, int]]:
    return {(stream, seq) for stream, seq in _rows("SELECT stream, seq FROM journal_sealedhead")}


def _check_seals(cursor: Any, walk: _Walk) -> tuple[int, Broken | None]:
    cursor.execute("SELECT id, heads, prev, root FROM journal_seal ORDER BY upto")
    seals = cursor.fetchall()
    last = b""
    for number, count, prev, sealed_root in seals:
        cursor.execute(
            "SELECT stream, seq, hash FROM journal_sealedhead WHERE seal_id = %s ORDER BY stream", [number]
        )
        heads = [(stream, seq, bytes(hash_)) for stream, seq, hash_ in cursor.fetchall()]
        if bytes(prev) != last or len(heads) != count or root(bytes(prev), heads) != bytes(sealed_root):
            return len(seals), Broken(
                None, None, f"Niêm phong số {number} không còn khớp với các chuỗi mà nó giữ."
            )
        for stream, seq, hash_ in heads:
            if walk.hashes.get((stream, seq)) != hash_:
                return len(seals), Broken(
                    None,
                    stream,
                    f"Chuỗi {stream} đã niêm phong đến số {seq}, nay không còn như vậy (niêm phong {number}).",
                )
        last = bytes(sealed_root)
    return len(seals), None
