"""The folder of facts: partitioned Parquet, and a manifest that is swapped in one piece.

A file is named by its content, so what did not change is not written, and whoever reads an old manifest still finds
its files: a crash in the middle leaves the old facts readable.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

MANIFEST = "manifest.json"
HELD = "held"
"""The folder of the files that somebody holds while they are counted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a fact: its path in the folder, its rows and its size in bytes."""

    path: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the journal has been read: every event up to ``event`` is in the facts.

    ``sequence`` is where the numbering stood at transaction ``horizon``; once all ``writers`` have ended, which had the
    journal open then, no event up to there can still appear. All of it is said of one ``database``, and means nothing
    in another.
    """

    event: int = 0
    sequence: int = 0
    horizon: int = 0
    writers: Sequence[str] = ()
    database: str = ""


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
            return _manifest((self.folder / MANIFEST).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def has_manifest(self) -> bool:
        return (self.folder / MANIFEST).exists()

    def put(self, fact: str, partition: str, table: pa.Table) -> Piece:
        """Write one partition; the same rows are the same bytes under the same name."""
        buffer = BytesIO()
        instants = [one.name for one in table.schema if pa.types.is_timestamp(one.type)]
        days = [one.name for one in table.schema if pa.types.is_date(one.type)]
        said_again = [name for name in table.schema.names if name not in instants]
        pq.write_table(
            table, buffer, compression="zstd", row_group_size=122_880, use_dictionary=said_again,
            write_statistics=[*instants, *days], store_schema=False,
        )  # fmt: skip
        content = buffer.getbuffer()
        name = f"{fact}/{partition}-{_digest(content)}.parquet"
        piece = Piece(name, table.num_rows, len(content))
        if not self.whole(piece):
            _write(self.folder / name, content)
        return piece

    def get(self, piece: Piece) -> pa.Table:
        with pq.ParquetFile(self.folder / piece.path) as file:
            return file.read(use_threads=False)

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
        _write(self.folder / MANIFEST, _said(manifest))
        named = {piece.path for one in (before, manifest) if one for piece in _pieces(one)}
        for file in self.folder.glob("*/*.parquet"):
            if file.relative_to(self.folder).as_posix() not in named:
                file.unlink(missing_ok=True)
        for left_by_a_crash in self.folder.glob("**/.*.part"):
            left_by_a_crash.unlink(missing_ok=True)

    @contextmanager
    def held(self, manifest: Manifest) -> Iterator[Path]:
        """A folder with the files of a manifest, which stay there whatever is swapped meanwhile: links, no copies."""
        folder = self.folder / HELD / uuid4().hex
        with self._holding():
            try:
                for piece in _pieces(manifest):
                    if not self.whole(piece):
                        raise FileNotFoundError(piece.path)
                    (folder / piece.path).parent.mkdir(parents=True, exist_ok=True)
                    os.link(self.folder / piece.path, folder / piece.path)
                yield folder
            finally:
                rmtree(folder, ignore_errors=True)

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """Be one of those who hold files; whoever is the only one clears away what a crash has left."""
        (self.folder / HELD).mkdir(parents=True, exist_ok=True)
        with (self.folder / HELD / "lock").open("w") as lock:
            with suppress(BlockingIOError):
                flock(lock, LOCK_EX | LOCK_NB)
                for left_by_a_crash in self.folder.glob(f"{HELD}/*/"):
                    rmtree(left_by_a_crash)
            flock(lock, LOCK_SH)
            yield

    def keep(self, name: str, content: bytes) -> None:
        """Keep something that was worked out from the facts beside them."""
        _write(self.folder / name, content)

    def kept(self, name: str) -> bytes:
        """What is kept under a name; nothing when there is nothing."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

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


def _said(manifest: Manifest) -> bytes:
    facts = {
        fact: {partition: [one.path, one.rows, one.size] for partition, one in pieces.items()}
        for fact, pieces in manifest.facts.items()
    }
    said = {"as_of": manifest.as_of.isoformat(), "mark": asdict(manifest.mark), "facts": facts}
    return json.dumps(said | {"digests": manifest.digests}).encode()


@lru_cache(maxsize=4)
def _manifest(content: bytes) -> Manifest:
    """What a manifest says; a page asks several times, and it is understood once."""
    said = json.loads(content)
    facts = {
        fact: {partition: Piece(*piece) for partition, piece in pieces.items()}
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
