"""Keeping facts: built from nothing, or brought up to date by what the journal says has changed.

Both ways give the same bytes. Which streams changed is read off the journal's numbering without holding up a writer:
who draws an event's number has the journal open (a lock on its table) from before that until the transaction's end, so
once all who had it open when the numbering was read are gone, every event up to there is seen or will never be. The
numbering is read first, then who has the journal open, then the moment of the facts begins; only then the mark moves.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db import connection, transaction
from pyarrow import ArrowException

from motcua.journal import reads as journal
from motcua.kernel.calendar import local
from motcua.measures import deriving, kept_logs
from motcua.measures.facts import Fact, declared
from motcua.measures.store import MANIFEST, Manifest, Mark, Piece, Store

logger = logging.getLogger(__name__)

MENDED = "Tệp số liệu %s hỏng hoặc mất: đã dựng lại từ cơ sở dữ liệu."

NUMBERING = """
SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint
FROM journal_event_id_seq"""

WRITERS = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE relation = 'journal_event'::regclass AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""

HERE = """
SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = current_database()"""
"""Which database this is, of all that there ever were."""

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


def as_declared(manifest: Manifest) -> bool:
    """Whether all facts are of the declarations in force; not so after an upgrade, until they are derived anew."""
    return all(manifest.digests.get(fact.name) == fact.digest for fact in declared().values())


def behind(manifest: Manifest) -> bool:
    """Whether something has happened that is not in the facts."""
    mark = manifest.mark
    return not as_declared(manifest) or mark.database != _database() or bool(_changed(mark))


def rebuild(*, at: datetime) -> Done:
    """Derive every fact again from nothing."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at, anew=True)


def take_up_logs(*, at: datetime) -> Done:
    """Bring the facts up to date, and with them the logs of other systems as they are kept now."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at, logs_too=True)


def _refreshed(
    here: Store, at: datetime, *, anew: bool = False, thorough: bool = False, logs_too: bool = False
) -> Done:
    before = here.manifest()
    mended = [MANIFEST] if before is None and here.has_manifest() else []
    database = _database()
    anew = anew or before is None or before.mark.database != database
    start = before.mark if before and not anew else _from_here(database)
    mark = _moved(start, _standing(database))
    with _one_moment():
        streams = _changed(start)
        today = local(at).date()
        quiet = not streams and before is not None and local(before.as_of).date() == today
        work = _Work(here, deriving.recent(today), quiet, thorough, logs_too, mended)
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
    """One refresh: where, since when days are partitions, how closely files are looked at, which were broken.

    ``quiet``: nothing has happened since the facts were derived, nor has a day begun.
    """

    here: Store
    since: date
    quiet: bool
    thorough: bool
    logs_too: bool
    mended: list[str]

    def pieces(self, fact: Fact, before: Manifest | None, streams: Sequence[UUID]) -> dict[str, Piece]:
        """The pieces of a fact as they are now."""
        asked_whole = not (fact.streams or self.quiet)
        if before is None or before.digests.get(fact.name) != fact.digest or asked_whole:
            partitions = [*deriving.partitions(fact, self.since), *kept_logs.partitions(self.here, fact.name)]
            return self._derived(fact, partitions)
        known = self._whole(fact, before.facts.get(fact.name, {}))
        own = {one: piece for one, piece in known.items() if not kept_logs.foreign(one)}
        foreign = {one: piece for one, piece in known.items() if kept_logs.foreign(one)}
        if self.logs_too:
            foreign = self._derived(fact, kept_logs.partitions(self.here, fact.name))
        return self._changed(fact, self._placed(fact, own), streams) | foreign

    def _derived(self, fact: Fact, partitions: Iterable[str]) -> dict[str, Piece]:
        return {one: self.here.put(fact.name, one, self._rows(fact, one)) for one in partitions}

    def _rows(self, fact: Fact, partition: str) -> pa.Table:
        """A partition from nothing: of the database, or of a log of another system."""
        if kept_logs.foreign(partition):
            return kept_logs.of_partition(self.here, fact, partition)
        return deriving.of_partition(fact, partition)

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


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(HERE)
        return str(cursor.fetchone()[0])


def _from_here(database: str) -> Mark:
    """A mark behind which nothing can still appear."""
    last = journal.last_committed()
    return Mark(event=last, sequence=last, database=database)


def _standing(database: str) -> Mark:
    """Where the numbering stands, and who has the journal open: asked afterwards, so that nobody is left out."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERING)
        sequence, horizon = cursor.fetchone()
        cursor.execute(WRITERS)
        writers = [writer for (writer,) in cursor.fetchall()]
    return Mark(sequence=sequence, horizon=horizon, writers=writers, database=database)


def _moved(mark: Mark, now: Mark) -> Mark:
    """The next mark: it moves once all are gone who could still have written up to where it was to move."""
    if (
        mark.horizon > now.horizon
    ):  # the database was put back to an earlier state, its transactions count anew
        return now
    return replace(now, event=mark.sequence) if set(mark.writers).isdisjoint(now.writers) else mark


def _changed(mark: Mark) -> list[UUID]:
    """The streams with events after a mark."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [mark.event])
        return [stream for (stream,) in cursor.fetchall()]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything within is read as of one moment."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
