"""The store keeps each content once, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from motcua.documents import files

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def contents(store: Path) -> list[str]:
    return sorted(file.name for file in store.glob("??/??/*"))


def test_a_content_lies_under_its_own_name_in_two_levels_of_folders(store):
    kept = files.keep([b"giay ", b"chung sinh"])
    assert kept == files.Kept(hashlib.sha256(b"giay chung sinh").hexdigest(), 15)
    assert files.path_of(kept.sha256) == store / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    assert files.open_content(kept.sha256).read() == b"giay chung sinh"


def test_the_same_content_is_kept_once(store):
    first, second = files.keep([b"mot"]), files.keep([b"m", b"ot"])
    assert first == second
    assert contents(store) == [first.sha256]


def spoil(sha256: str) -> None:
    """Somebody who may write on the disk changes a content."""
    place = files.path_of(sha256)
    place.chmod(0o640)
    place.write_bytes(place.read_bytes() + b"!")


def test_a_content_that_was_changed_is_not_handed_out(store, caplog):
    kept = files.keep([b"giay khai sinh"])
    spoil(kept.sha256)
    with pytest.raises(files.Damaged, match="không còn nguyên vẹn"):
        files.open_content(kept.sha256)
    assert kept.sha256 in caplog.text


def test_a_content_that_was_lost_is_told_like_one_that_was_changed(store):
    kept = files.keep([b"giay khai sinh"])
    files.path_of(kept.sha256).unlink()
    with pytest.raises(files.Damaged):
        files.open_content(kept.sha256)


def test_keeping_a_damaged_content_anew_heals_it(store):
    kept = files.keep([b"giay khai sinh"])
    spoil(kept.sha256)
    assert not files.is_whole(kept.sha256)
    assert files.keep([b"giay khai sinh"]) == kept
    assert files.is_whole(kept.sha256)


def test_a_content_that_breaks_off_is_not_there(store):
    def broken():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.keep(broken())
    assert contents(store) == []
    assert list((store / "incoming").iterdir()) == []


def test_a_full_disk_is_a_refusal_and_leaves_nothing(store, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    earlier = files.keep([b"earlier"])
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.NoRoom, match="hết chỗ chứa"):
        files.keep([b"content"])
    assert contents(store) == [earlier.sha256]
    assert list((store / "incoming").iterdir()) == []


def test_a_machine_killed_before_the_rename_leaves_no_half_file(store, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    monkeypatch.setattr(Path, "replace", killed)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # a dead process tidies nothing up
    with pytest.raises(Killed):
        files.keep([b"content"])
    assert contents(store) == []
    assert len(list((store / "incoming").iterdir())) == 1

    monkeypatch.undo()
    assert files.open_content(files.keep([b"content"]).sha256).read() == b"content"


def test_leftovers_of_yesterday_are_swept_today_s_stay(store):
    incoming = store / "incoming"
    files.keep([b"content"])
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        (incoming / name).write_bytes(b"")
        os.utime(incoming / name, ((AT - age).timestamp(), (AT - age).timestamp()))
    assert files.sweep(at=AT) == 1
    assert [file.name for file in incoming.iterdir()] == ["new"]


def test_a_stored_content_cannot_be_written_by_accident():
    kept = files.keep([b"content"])
    assert files.path_of(kept.sha256).stat().st_mode & 0o222 == 0
