"""Seals and their proof: the heads of all chains under one root a day, and the walk that finds what was touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.journal import reads
from motcua.kernel.calendar import LOCAL

HEADS = """
SELECT DISTINCT ON (stream) stream, seq, hash FROM journal_event
WHERE id > %s AND id <= %s ORDER BY stream, seq DESC"""

UNSEALED = "SELECT min(recorded_at) FROM journal_event WHERE id > %s"

A_DAY = timedelta(days=1)


def seal(*, at: datetime) -> int | None:
    """Seal the heads of all streams that moved since the seal before; the number of heads, None when none moved."""
    upto = reads.last_committed()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_seal IN EXCLUSIVE MODE")
        before, prev = _last_seal(cursor)
        cursor.execute(HEADS, [before, upto])
        heads = [(stream, seq, bytes(hash_)) for stream, seq, hash_ in cursor.fetchall()]
        if not heads:
            return None
        cursor.execute(
            "INSERT INTO journal_seal (upto, at, heads, prev, root) VALUES (%s, %s, %s, %s, %s) RETURNING id",
            [upto, at, len(heads), prev, root(prev, upto, at, heads)],
        )
        number = cursor.fetchone()[0]
        cursor.executemany(
            "INSERT INTO journal_sealedhead (seal_id, stream, seq, hash) VALUES (%s, %s, %s, %s)",
            [(number, *head) for head in heads],
        )
    return len(heads)


def root(prev: bytes, upto: int, at: datetime, heads: list[tuple[UUID, int, bytes]]) -> bytes:
    """SHA-256 over the root before, the last event and the moment of the seal, and every head in order of stream."""
    digest = hashlib.sha256(prev)
    digest.update(f"{upto}\x1f{at.astimezone(UTC).isoformat(timespec='microseconds')}\x1f".encode())
    for stream, seq, hash_ in sorted(heads, key=lambda head: head[0].bytes):
        digest.update(stream.bytes + seq.to_bytes(4, "big") + hash_)
    return digest.digest()


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
class Sealed:
    """A seal that holds: the root to be noted elsewhere, and when it was set."""

    upto: int
    at: datetime
    root: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk saw; ``unsealed_since`` is when the first event after the last seal was recorded."""

    events: int
    streams: int
    seals: tuple[Sealed, ...]
    broken: Broken | None
    unsealed_since: datetime | None

    @property
    def last(self) -> Sealed | None:
        return self.seals[-1] if self.seals else None

    def sealed_under(self, root: str) -> Sealed | None:
        """The seal whose root was noted earlier, if it still holds."""
        return next((seal for seal in self.seals if seal.root == root.strip().lower()), None)

    def late(self, now: datetime) -> str:
        """What of the sealing is overdue, in a sentence; empty when nothing is."""
        if self.unsealed_since is not None and now - self.unsealed_since > A_DAY:
            since = self.unsealed_since.astimezone(LOCAL)
            return f"Có sự kiện chưa niêm phong từ {since:%H:%M ngày %d/%m/%Y}; xem `motcua work` có đang chạy không."
        if self.last is not None and now - self.last.at > A_DAY:
            since = self.last.at.astimezone(LOCAL)
            return f"Niêm phong gần nhất đã quá một ngày: {since:%H:%M ngày %d/%m/%Y}."
        return ""


def verify() -> Verdict:
    """Walk every chain and every seal, hashing anew in Python; stops at the first broken place, by event id."""
    walk = _Walk()
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        broken = min(_broken_events(walk), key=lambda found: found.event or 0, default=None)
        seals, broken_seal = _check_seals(cursor, walk)
        cursor.execute(UNSEALED, [seals[-1].upto if seals else 0])
        (unsealed_since,) = cursor.fetchone()
    return Verdict(walk.events, len(walk.heads), tuple(seals), broken or broken_seal, unsealed_since)


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


def _check_seals(cursor: Any, walk: _Walk) -> tuple[list[Sealed], Broken | None]:
    """The seals up to the first that does not hold, and what is wrong with that one."""
    cursor.execute("SELECT coalesce(max(id), 0) FROM journal_event")
    (last_event,) = cursor.fetchone()
    cursor.execute("SELECT id, upto, at, heads, prev, root FROM journal_seal ORDER BY id")
    rows = cursor.fetchall()
    seals: list[Sealed] = []
    last = b""
    for number, upto, at, count, prev, sealed_root in rows:
        cursor.execute("SELECT stream, seq, hash FROM journal_sealedhead WHERE seal_id = %s", [number])
        heads = [(stream, seq, bytes(hash_)) for stream, seq, hash_ in cursor.fetchall()]
        hashed = root(bytes(prev), upto, at, heads)
        if bytes(prev) != last or len(heads) != count or hashed != bytes(sealed_root):
            return seals, Broken(
                None, None, f"Niêm phong số {number} không còn khớp với các chuỗi mà nó giữ."
            )
        for stream, seq, hash_ in heads:
            if walk.hashes.get((stream, seq)) != hash_:
                return seals, Broken(
                    None,
                    stream,
                    f"Chuỗi {stream} đã niêm phong đến số {seq}, nay không còn như vậy (niêm phong {number}).",
                )
        if upto > last_event:
            return seals, Broken(None, None, f"Niêm phong số {number} giữ cả những sự kiện chưa hề có.")
        last = bytes(sealed_root)
        seals.append(Sealed(upto, at, last.hex()))
    return seals, None
