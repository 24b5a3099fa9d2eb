"""The folder of facts: partitioned Parquet, and a manifest that is swapped in one piece.

A file is named by its content, so what did not change is not written, and whoever reads an old manifest still finds
its files: a crash in the middle leaves the old facts readable.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a fact: its path in the folder, its rows and its size in bytes."""

    path: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the journal has been read: every event up to ``event`` is in the facts.

    ``sequence`` is where the numbering stood at transaction ``horizon``; once all older transactions have ended, no
    event up to there can still appear.
    """

    event: int = 0
    sequence: int = 0
    horizon: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the facts are at a moment: the pieces of each fact by partition, and the declarations they follow."""

    as_of: datetime
    mark: Mark = Mark()
    facts: Mapping[str, Mapping[str, Piece]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def paths(self, fact: str) -> list[str]:
        """The files of a fact, in the order of its partitions."""
        return [piece.path for _, piece in sorted(self.facts.get(fact, {}).items())]

    def rows(self, fact: str) -> int:
        return sum(piece.rows for piece in self.facts.get(fact, {}).values())


class Store:
    """The folder itself; everything in it can be derived again from the rows of the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest | None:
        """The facts as they are now; None when there are none, or when what there is can't be read."""
        try:
            said = json.loads((self.folder / MANIFEST).read_bytes())
            return _manifest(said)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def has_manifest(self) -> bool:
        return (self.folder / MANIFEST).exists()

    def put(self, fact: str, partition: str, table: pa.Table) -> Piece:
        """Write one partition; the same rows are the same bytes under the same name."""
        buffer = BytesIO()
        said_again = [one.name for one in table.schema if not pa.types.is_timestamp(one.type)]
        pq.write_table(
            table, buffer, compression="zstd", row_group_size=122_880, use_dictionary=said_again, store_schema=False
        )  # fmt: skip
        content = buffer.getbuffer()
        name = f"{fact}/{partition}-{_digest(content)}.parquet"
        piece = Piece(name, table.num_rows, len(content))
        if not self.whole(piece):
            _write(self.folder / name, content)
        return piece

    def get(self, piece: Piece) -> pa.Table:
        return pq.read_table(self.folder / piece.path, partitioning=None)

    def whole(self, piece: Piece) -> bool:
        """Whether a file is there with all its bytes."""
        try:
            return (self.folder / piece.path).stat().st_size == piece.size
        except OSError:
            return False

    def sound(self, piece: Piece) -> bool:
        """Whether a file still says what it was named for; reads it whole."""
        try:
            return _name(piece.path) == _digest((self.folder / piece.path).read_bytes())
        except OSError:
            return False

    def drop(self, piece: Piece) -> None:
        (self.folder / piece.path).unlink(missing_ok=True)

    def swap(self, manifest: Manifest) -> None:
        """Make a manifest the one in force, and drop the files that neither it nor the one before names."""
        before = self.manifest()
        said = json.dumps(asdict(manifest), ensure_ascii=False, default=datetime.isoformat, indent=1)
        _write(self.folder / MANIFEST, said.encode())
        named = {piece.path for one in (before, manifest) if one for piece in _pieces(one)}
        for file in self.folder.glob("*/*.parquet"):
            if file.relative_to(self.folder).as_posix() not in named:
                file.unlink(missing_ok=True)
        for left_by_a_crash in self.folder.glob("**/.*.part"):
            left_by_a_crash.unlink(missing_ok=True)

    @contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Be the only writer; yields False when another one is at it and nobody wants to wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            try:
                flock(file, LOCK_EX if wait else LOCK_EX | LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def _digest(content: bytes | memoryview) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _name(path: str) -> str:
    """The digest that a file was named by."""
    return path.removesuffix(".parquet").rpartition("-")[2]


def _pieces(manifest: Manifest) -> Iterator[Piece]:
    for partitions in manifest.facts.values():
        yield from partitions.values()


def _manifest(said: Mapping[str, Any]) -> Manifest:
    facts = {
        fact: {partition: Piece(**piece) for partition, piece in pieces.items()}
        for fact, pieces in said["facts"].items()
    }
    return Manifest(datetime.fromisoformat(said["as_of"]), Mark(**said["mark"]), facts, said["digests"])


def _write(path: Path, content: bytes | memoryview) -> None:
    """Put a file in place whole: it is on the disk before its name is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
