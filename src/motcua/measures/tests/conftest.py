"""A folder of facts of one's own, and people who look at them on a day."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client, override_settings

from motcua.people import actors
from motcua.people.models import Account


@pytest.fixture
def facts(tmp_path, province):
    """The folder in which the facts of a story lie."""
    with override_settings(FACTS_DIR=tmp_path / "facts"):
        yield tmp_path / "facts"


@pytest.fixture
def signed_in_at(monkeypatch):
    """Whoever looks at a moment: ``signed_in_at(moment)("quan")`` is a client."""

    def at(moment):
        monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: moment))

        def signed_in(name):
            client = Client()
            client.force_login(Account.objects.get(username=name))
            return client

        return signed_in

    return at
