"""A write is done once: when two come at the same moment, and when the machine stops before the answer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motcua.cases import filing
from motcua.cases.api import drafts
from motcua.cases.models import Case
from motcua.people.models import Account
from motcua.web.api import once
from motcua.web.models import Answered
from tests.api.calling import Answer, Partner, partner
from tests.province import MONDAY
from tests.stories.birth import BIRTH, BIRTH_FORM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("province", "clock")]

APPLICANT = {"kind": "citizen", "name": "Nguyễn Thị Hoa", "identity": "042192000123"}
FILING = {"procedure": BIRTH, "applicant": APPLICANT, "form": BIRTH_FORM}


def file(by: Partner) -> Answer:
    """File in a connection of its own."""
    try:
        return Partner(by.key).post("/cases", FILING, once="ho-so-1")
    finally:
        connection.close()


def gate_in_submit(monkeypatch) -> tuple[threading.Event, threading.Event]:
    """Have the first filing wait inside its transaction; returns when it has arrived, and how to let it go."""
    arrived, go = threading.Event(), threading.Event()

    def waiting(draft, **context):
        arrived.set()
        go.wait(30)
        return submit(draft, **context)

    submit = filing.submit
    monkeypatch.setattr(drafts.filing, "submit", waiting)
    return arrived, go


def test_of_two_equal_requests_at_once_one_acts_and_both_get_its_answer(monkeypatch):
    minh = partner("minh")
    arrived, go = gate_in_submit(monkeypatch)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(file, minh)
        arrived.wait(30)
        second = threads.submit(file, minh)
        go.set()
        answers = [first.result(), second.result()]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].body == answers[1].body
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers] == [None, "true"]
    assert Case.objects.count() == 1


def test_who_would_wait_too_long_is_told_to_come_back(monkeypatch):
    minh = partner("minh")
    arrived, go = gate_in_submit(monkeypatch)
    monkeypatch.setattr(once, "PATIENCE", "50ms")
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(file, minh)
        arrived.wait(30)
        late = file(minh)
        go.set()
        assert first.result().status == 201
    assert (late.status, late.code) == (409, "in-progress")
    assert file(minh).headers["Idempotency-Replayed"] == "true"


def test_a_machine_that_stops_before_the_answer_has_done_nothing(monkeypatch):
    minh = partner("minh")

    def stops(row, answer):
        raise SystemExit

    with monkeypatch.context() as machine:
        machine.setattr(once, "_keep", stops)
        with pytest.raises(SystemExit):
            minh.post("/cases", FILING, once="ho-so-1")
    assert not Case.objects.exists()
    assert not Answered.objects.exists()
    assert minh.post("/cases", FILING, once="ho-so-1").status == 201
    assert Case.objects.count() == 1


def test_answers_are_forgotten_after_a_day():
    minh = partner("minh")
    minh.post("/cases", FILING, once="ho-so-1")
    assert Answered.objects.get().account == Account.objects.get(username="minh").pk
    assert once.sweep(at=MONDAY + once.KEPT - once.KEPT / 24) == 0
    assert once.sweep(at=MONDAY + once.KEPT) == 1
