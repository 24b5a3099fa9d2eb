"""Every story of documents has a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """An empty store of contents."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def signed_in(client, django_user_model):
    def sign_in(username: str):
        client.force_login(django_user_model.objects.get(username=username))
        return client

    return sign_in
