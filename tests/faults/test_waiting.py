"""A stage that waits for what does not come says so, and keeps its port while its server is away."""

from __future__ import annotations

import socket

import pytest


def test_what_ends_without_what_was_to_come_is_told(closed_stage):
    with pytest.raises(AssertionError, match="it did not come"):
        closed_stage.awaits(lambda: False, ended=lambda: True)


def test_what_never_comes_is_told(closed_stage, monkeypatch):
    monkeypatch.setattr("tests.stage.PATIENCE", 0)
    with pytest.raises(AssertionError, match="it did not come"):
        closed_stage.awaits(lambda: False)


def test_a_server_that_is_away_keeps_its_port(closed_stage):
    closed_stage.open()
    closed_stage.kill()
    with socket.socket() as another, pytest.raises(OSError, match="in use"):
        another.bind(("127.0.0.1", closed_stage.port))
