"""The store of file contents: each content once, under its own SHA-256, whole or absent.

A content is written beside the store, synced and then renamed to its place; a machine that stops in between leaves
at most a leftover in ``incoming``, which :func:`sweep` removes.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from motcua.kernel.refusals import Invalid, Refusal

logger = logging.getLogger(__name__)

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(Invalid):
    """The disk is full: nothing was kept of the file, all else is as it was."""

    code = "no-room"
    status = 507

    def __init__(self) -> None:
        super().__init__(
            "Máy chủ tạm hết chỗ chứa nên chưa nhận được tệp. Những gì đã lưu trước đó vẫn còn. "
            "Thử lại sau ít phút, hoặc mang giấy tờ đến bộ phận một cửa."
        )


class Damaged(Refusal):
    """A content was changed or lost behind the store's back: it is never handed out."""

    code = "damaged-file"
    status = 500

    def __init__(self, sha256: str) -> None:
        super().__init__(
            "Tệp này trong kho lưu trữ không còn nguyên vẹn nên không phát ra được. Báo bộ phận một cửa để quản trị "
            "khôi phục tệp từ bản sao lưu."
        )
        logger.error("The stored content %s was changed or lost.", sha256)


LEFTOVER = timedelta(days=1)
"""How long an unfinished content may lie in ``incoming``; no upload takes that long."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that is in the store; ``size`` in bytes."""

    sha256: str
    size: int


def keep(chunks: Iterable[bytes]) -> Kept:
    """Put a content into the store, unless it is there already, and return what it is known by.

    :class:`NoRoom` when the disk is full.
    """
    with room():
        incoming = _folder(_root() / "incoming")
        descriptor, name = tempfile.mkstemp(dir=incoming)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                kept = _write(file, chunks)
            _settle(temporary, path_of(kept.sha256))
        finally:
            temporary.unlink(missing_ok=True)
    return kept


@contextmanager
def room() -> Iterator[None]:
    """Say so when there is no room left on the disk; every other error of the machine passes."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise NoRoom from error
        raise


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        file.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Kept(digest.hexdigest(), size)


def _settle(temporary: Path, place: Path) -> None:
    """Rename a whole content to its place, so that it is there after a power cut too."""
    if place.exists() and is_whole(place.name):
        return
    _folder(place.parent)
    temporary.chmod(0o440)
    temporary.replace(place)
    _sync(place.parent)


def path_of(sha256: str) -> Path:
    """Where a content lies: two levels of folders, 65,536 in all."""
    return _root() / sha256[:2] / sha256[2:4] / sha256


def open_content(sha256: str) -> BinaryIO:
    """A stored content, for reading, after it was compared with what it is known by; :class:`Damaged` otherwise."""
    try:
        file = path_of(sha256).open("rb")
    except FileNotFoundError:
        raise Damaged(sha256) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        file.close()
        raise Damaged(sha256)
    file.seek(0)
    return file


def is_whole(sha256: str) -> bool:
    """Whether the store has a content, as it was kept."""
    try:
        open_content(sha256).close()
    except Damaged:
        return False
    return True


def sweep(*, at: datetime) -> int:
    """Remove what was left unfinished in ``incoming`` more than a day ago; return how many."""
    before = (at - LEFTOVER).timestamp()
    leftovers = [file for file in (_root() / "incoming").glob("*") if file.stat().st_mtime < before]
    for file in leftovers:
        file.unlink(missing_ok=True)
    return len(leftovers)


def _root() -> Path:
    return Path(settings.FILES_DIR)


def _folder(path: Path) -> Path:
    """The folder, made and synced into the folders above it if it is not there."""
    if not path.exists():
        _folder(path.parent)
        path.mkdir(mode=0o750, exist_ok=True)
        _sync(path.parent)
    return path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
