"""Keeping facts: built from nothing, or brought up to date by what the journal says has changed.

Both ways give the same bytes. Which streams changed is read off the journal's numbering without holding up a writer:
an event whose transaction was still running is seen the next time, because the mark moves only over ended ones.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db import connection, transaction
from pyarrow import ArrowException

from motcua.journal import reads as journal
from motcua.kernel.calendar import local
from motcua.measures import deriving
from motcua.measures.facts import Fact, declared
from motcua.measures.store import MANIFEST, Manifest, Mark, Piece, Store

logger = logging.getLogger(__name__)

MENDED = "Tệp số liệu %s hỏng hoặc mất: đã dựng lại từ cơ sở dữ liệu."

STANDING = """
SELECT (SELECT last_value FROM journal_event_id_seq), pg_snapshot_xmax(s)::text::bigint,
  pg_snapshot_xmin(s)::text::bigint
FROM pg_current_snapshot() s"""

CHANGED = "SELECT DISTINCT stream FROM journal_event WHERE id > %s"


@dataclass(frozen=True, slots=True)
class Done:
    """What a refresh did: streams that had changed, files that are new, and what was found broken."""

    manifest: Manifest
    streams: int
    written: int
    mended: tuple[str, ...] = ()


def store() -> Store:
    """The folder of this installation."""
    return Store(Path(settings.FACTS_DIR))


def refresh(*, at: datetime, thorough: bool = False) -> Done:
    """Bring the facts up to date with the journal; ``thorough`` reads every file to see whether it is still sound."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at, thorough=thorough)


def refresh_if_idle(*, at: datetime) -> Done | None:
    """Bring the facts up to date, unless another process is at it already."""
    here = store()
    with here.alone(wait=False) as mine:
        return _refreshed(here, at) if mine else None


def rebuild(*, at: datetime) -> Done:
    """Derive every fact again from nothing."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at, anew=True)


def _refreshed(here: Store, at: datetime, *, anew: bool = False, thorough: bool = False) -> Done:
    before = here.manifest()
    mended = [MANIFEST] if before is None and here.has_manifest() else []
    start = before.mark if before and not anew else _from_here()
    with _one_moment():
        mark, streams = _changed(start)
        work = _Work(here, deriving.recent(local(at).date()), thorough, mended)
        pieces = {
            fact.name: work.pieces(fact, None if anew else before, streams) for fact in declared().values()
        }
    digests = {fact.name: fact.digest for fact in declared().values()}
    manifest = Manifest(at, mark, pieces, digests)
    written = len(_paths(manifest) - (_paths(before) if before else set()))
    here.swap(manifest)
    for path in mended:
        logger.warning(MENDED, path)
    return Done(manifest, len(streams), written, tuple(mended))


@dataclass(frozen=True, slots=True)
class _Work:
    """One refresh: where, since when days are partitions, how closely files are looked at, which were broken."""

    here: Store
    since: date
    thorough: bool
    mended: list[str]

    def pieces(self, fact: Fact, before: Manifest | None, streams: Sequence[UUID]) -> dict[str, Piece]:
        """The pieces of a fact as they are now."""
        if before is None or before.digests.get(fact.name) != fact.digest or not fact.streams:
            return self._derived(fact, deriving.partitions(fact, self.since))
        known = self._whole(fact, before.facts.get(fact.name, {}))
        return self._changed(fact, self._placed(fact, known), streams)

    def _derived(self, fact: Fact, partitions: Iterable[str]) -> dict[str, Piece]:
        return {one: self.here.put(fact.name, one, deriving.of_partition(fact, one)) for one in partitions}

    def _whole(self, fact: Fact, known: Mapping[str, Piece]) -> dict[str, Piece]:
        """The pieces that there were, the broken ones derived anew."""
        fine = self.here.sound if self.thorough else self.here.whole
        broken = [partition for partition, piece in known.items() if not fine(piece)]
        for partition in broken:
            self.here.drop(known[partition])
            self.mended.append(known[partition].path)
        return {**known, **self._derived(fact, broken)}

    def _placed(self, fact: Fact, known: dict[str, Piece]) -> dict[str, Piece]:
        """Days that have grown old become a month; a month becomes days again where the clock was set back."""
        moved = {one[: deriving.MONTH] for one in known if not deriving.follows(one, self.since)}
        if not moved:
            return known
        kept = {one: piece for one, piece in known.items() if one[: deriving.MONTH] not in moved}
        now = deriving.partitions(fact, self.since)
        return {**kept, **self._derived(fact, (one for one in now if one[: deriving.MONTH] in moved))}

    def _changed(self, fact: Fact, known: dict[str, Piece], streams: Sequence[UUID]) -> dict[str, Piece]:
        """The pieces once the changed streams are in them; a file that can't be read is derived anew."""
        if not streams:
            return known
        fresh = deriving.of_streams(fact, streams, self.since)
        with ThreadPoolExecutor() as pool:
            written = list(pool.map(lambda one: self._merged(fact, one, known.get(one), *fresh[one]), fresh))
        for partition, piece in zip(fresh, written, strict=True):
            if piece is None:
                self.mended.append(known[partition].path)
            known[partition] = piece or self._derived(fact, [partition])[partition]
        return known

    def _merged(
        self, fact: Fact, partition: str, piece: Piece | None, ids: Sequence[str], fresh: pa.Table
    ) -> Piece | None:
        """A partition with the new rows of some streams; None where what it was can't be read."""
        try:
            table = deriving.replaced(fact, self.here.get(piece), ids, fresh) if piece else fresh
        except (ArrowException, OSError):
            return None
        return self.here.put(fact.name, partition, table)


def _paths(manifest: Manifest) -> set[str]:
    return {piece.path for pieces in manifest.facts.values() for piece in pieces.values()}


def _from_here() -> Mark:
    """A mark behind which nothing can still appear."""
    last = journal.last_committed()
    return Mark(event=last, sequence=last)


def _changed(mark: Mark) -> tuple[Mark, list[UUID]]:
    """The streams with events after a mark, and the next mark."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        sequence, horizon, oldest = cursor.fetchone()
        cursor.execute(CHANGED, [mark.event])
        streams = [stream for (stream,) in cursor.fetchall()]
    if mark.horizon > horizon:  # the database is another one than before, its transactions count anew
        return Mark(0, sequence, horizon), streams
    settled = oldest >= mark.horizon
    return (Mark(mark.sequence, sequence, horizon) if settled else mark), streams


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything within is read as of one moment."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
