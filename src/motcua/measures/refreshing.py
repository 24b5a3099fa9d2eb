"""Keeping facts: built from nothing, or brought up to date by what the journal says has changed.

Both ways give the same bytes. Which streams changed is read off the journal's numbering without holding up a writer:
an event whose transaction was still running is seen the next time, because the mark moves only over ended ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from pyarrow import ArrowException

from motcua.journal import reads as journal
from motcua.measures import deriving, logs
from motcua.measures.facts import Fact, declared
from motcua.measures.store import Manifest, Mark, Piece, Store

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


def refresh(*, at: datetime) -> Done:
    """Bring the facts up to date with the journal."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at)


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


def take_up_logs(*, at: datetime) -> Done:
    """Bring the facts up to date, and with them the logs of other systems as they are kept now."""
    here = store()
    with here.alone(wait=True):
        return _refreshed(here, at, logs_too=True)


def _refreshed(here: Store, at: datetime, *, anew: bool = False, logs_too: bool = False) -> Done:
    before = None if anew else here.manifest()
    start = before.mark if before else _from_here()
    with _one_moment():
        mark, streams = _changed(start)
        pieces: dict[str, Mapping[str, Piece]] = {}
        mended: list[str] = []
        for fact in declared().values():
            known = _usable(here, before, fact, mended)
            if known is not None and logs_too:
                known = _with_logs(here, fact, known)
            pieces[fact.name] = _built(here, fact) if known is None else _changes(here, fact, known, streams)
    digests = {fact.name: fact.digest for fact in declared().values()}
    manifest = Manifest(at, mark, pieces, digests)
    written = len(_paths(manifest) - (_paths(before) if before else set()))
    here.swap(manifest)
    return Done(manifest, len(streams), written, tuple(mended))


def _usable(here: Store, before: Manifest | None, fact: Fact, mended: list[str]) -> dict[str, Piece] | None:
    """The pieces of a fact that still hold; None when it has to be built from nothing."""
    if before is None or before.digests.get(fact.name) != fact.digest or not fact.streams:
        return None
    known = dict(before.facts.get(fact.name, {}))
    for partition, piece in list(known.items()):
        if not here.whole(piece):
            mended.append(piece.path)
            known[partition] = _piece(here, fact, partition)
    return known


def _built(here: Store, fact: Fact) -> dict[str, Piece]:
    partitions = [*deriving.partitions(fact), *logs.partitions(here, fact.name)]
    return {partition: _piece(here, fact, partition) for partition in partitions}


def _with_logs(here: Store, fact: Fact, known: Mapping[str, Piece]) -> dict[str, Piece]:
    derived = {
        partition: piece for partition, piece in known.items() if not partition.startswith(logs.PREFIX)
    }
    return derived | {
        partition: _piece(here, fact, partition) for partition in logs.partitions(here, fact.name)
    }


def _piece(here: Store, fact: Fact, partition: str) -> Piece:
    """A partition from nothing: of the database, or of a log of another system."""
    foreign = partition.startswith(logs.PREFIX)
    table = logs.of_partition(here, fact, partition) if foreign else deriving.of_partition(fact, partition)
    return here.put(fact.name, partition, table)


def _changes(here: Store, fact: Fact, known: dict[str, Piece], streams: Sequence[UUID]) -> dict[str, Piece]:
    """The pieces of a fact once the changed streams are in them; a file that can't be read is derived anew."""
    if not streams:
        return known
    for partition, (ids, fresh) in deriving.of_streams(fact, streams).items():
        if partition not in known:
            table = deriving.ordered(fact, fresh)
        else:
            try:
                table = deriving.replaced(fact, here.get(known[partition]), ids, fresh)
            except (ArrowException, OSError):
                table = deriving.of_partition(fact, partition)
        known[partition] = here.put(fact.name, partition, table)
    return known


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
