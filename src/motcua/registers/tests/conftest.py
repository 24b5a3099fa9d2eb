"""Who keeps the register of the stories, and the document that proves what they enter."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents import acts as documents
from motcua.people import actors
from motcua.people.models import Account, Appointment
from motcua.registers import acts, declaring
from tests.province import MONDAY, later, who

PDF = b"%PDF-1.4\n%%EOF\n"


def holder(place: str) -> str:
    """The user name of who holds a post: ``so-noi-vu/chuyen-vien``."""
    slug, key = place.split("/")
    found = Appointment.objects.filter(post__agency__slug=slug, post__agency__valid_to=None, post__key=key)
    return found.values_list("account__username", flat=True)[0]


@pytest.fixture(autouse=True)
def store(settings, tmp_path, province):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def keepers(province):
    """Who enters, who approves, both at the department of home affairs; and a specialist of another department."""
    places = {
        "enters": "so-noi-vu/chuyen-vien",
        "approves": "so-noi-vu/lanh-dao",
        "other": "so-y-te/chuyen-vien",
    }
    return SimpleNamespace(**{name: who(holder(place)) for name, place in places.items()})


@pytest.fixture
def proof(store):
    upload = SimpleUploadedFile("qd.pdf", PDF)
    file = documents.store(upload, at=MONDAY)
    return acts.Proof("QĐ 500/QĐ-BNV công bố PAR Index 2025", MONDAY.date(), file)


@pytest.fixture
def par(province):
    return declaring.register("par-index")


@pytest.fixture
def page(monkeypatch, province):
    """Pages as somebody sees them on a day of the stories."""
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: later(MONDAY, hours=1)))

    def of(actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=actor.username))
        return client

    return of


@pytest.fixture
def pdf():
    def fresh(name: str = "qd.pdf", content: bytes = PDF) -> BytesIO:
        file = BytesIO(content)
        file.name = name
        return file

    return fresh
