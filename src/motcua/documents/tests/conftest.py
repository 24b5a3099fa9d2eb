"""Every story of documents has a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """An empty store of contents."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR
