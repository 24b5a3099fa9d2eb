"""A clock that the tests of the API hold."""

from __future__ import annotations

import pytest

from tests.api.calling import Clock


@pytest.fixture
def clock(monkeypatch):
    """Every request comes at ``clock.at``."""
    held = Clock()
    monkeypatch.setattr("motcua.people.actors.timezone", held)
    return held


@pytest.fixture(autouse=True)
def unhurried(settings):
    """No test runs into the pace by accident."""
    settings.MOTCUA_API_PACE = {"account": 0, "address": 0}
