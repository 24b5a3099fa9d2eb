"""A folder of facts of one's own."""

from __future__ import annotations

import pytest
from django.test import override_settings


@pytest.fixture
def facts(tmp_path, province):
    """The folder in which the facts of a story lie."""
    with override_settings(FACTS_DIR=tmp_path / "facts"):
        yield tmp_path / "facts"
