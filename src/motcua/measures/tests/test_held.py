"""Who counts for minutes holds the files that are counted, while facts move on every few seconds."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from motcua.measures.store import Manifest, Store

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 20, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def put(store, number):
    """Facts of one row in force."""
    piece = store.put("case", "2026-03", pa.table({"worked": [number]}))
    manifest = Manifest(NOW, facts={"case": {"2026-03": piece}})
    store.swap(manifest)
    return manifest, piece


def held(store):
    return list((store.folder / "held").glob("*/*/*.parquet"))


def test_held_files_stay_until_they_are_let_go(store):
    manifest, piece = put(store, 1)
    with store.held(manifest) as folder:
        for number in (2, 3):
            put(store, number)
        assert not store.whole(piece)
        assert Store(folder).get(piece).to_pydict() == {"worked": [1]}
    assert held(store) == []


def test_two_hold_at_once_and_neither_takes_from_the_other(store):
    manifest, piece = put(store, 1)
    with store.held(manifest) as one, store.held(manifest) as other:
        assert one != other
        assert Store(one).whole(piece)
        assert Store(other).whole(piece)


def test_what_a_crash_has_left_is_cleared_away_by_the_next(store):
    manifest, piece = put(store, 1)
    left = store.folder / "held" / "left" / piece.path
    left.parent.mkdir(parents=True)
    left.write_bytes(b"")
    with store.held(manifest):
        assert not left.exists()


def test_a_file_cut_short_is_not_held(store):
    manifest, piece = put(store, 1)
    path = store.folder / piece.path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileNotFoundError, match=r"2026-03"), store.held(manifest):
        pass
    assert held(store) == []
