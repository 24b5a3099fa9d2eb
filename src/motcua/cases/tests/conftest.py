"""The desk in stories: who sits there, and when."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from motcua.people import actors
from motcua.people.models import Account
from tests.province import MONDAY


@pytest.fixture
def watch(monkeypatch):
    """The moment at which every request of the story happens: ``watch.at = …``."""
    watch = SimpleNamespace(at=MONDAY)
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: watch.at))
    return watch


@pytest.fixture
def sits(watch):
    """``sits("minh")``: the browser of one of the cast, signed in."""

    def browser(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return browser
