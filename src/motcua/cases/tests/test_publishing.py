"""A new version is published while cases are filed and worked: nobody waits, each keeps the law of its reception."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from motcua.cases import acts, checks
from motcua.cases.models import Case
from motcua.kernel.states import State
from motcua.procedures import acts as procedures
from tests.province import MONDAY, later, who
from tests.stories.birth import BIRTH, file_birth

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = "300ms"
CATALOGUE = Path(__file__).parents[4] / "catalogue"


@pytest.fixture
def renewed(tmp_path: Path) -> Path:
    """Birth registration anew from Monday, in a catalogue of its own."""
    catalogue = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, catalogue)
    (file,) = catalogue.rglob(f"{BIRTH}.yaml")
    text = file.read_text(encoding="utf-8")
    told = text.replace("in_force: 2025-07-01", f"in_force: {MONDAY.date()}", 1)
    assert told != text
    file.write_text(told, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def in_no_hurry_afterwards(transactional_db: None) -> Iterator[None]:
    """What the test has written is cleared away however long another one holds it, such as autovacuum."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def patient() -> None:
    """From here on whoever would wait for a lock is refused."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")


def elsewhere(what: Callable[[], Any]) -> Any:
    """Do something in a connection of its own."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(_connected, what).result()


def _connected(what: Callable[[], Any]) -> Any:
    try:
        patient()
        return what()
    finally:
        connection.close()


class Slow:
    """Somebody who has written a case and has not committed it yet."""

    def __init__(self, threads: ThreadPoolExecutor, at: datetime) -> None:
        self.written, self.go = threading.Event(), threading.Event()
        self.case = threads.submit(_connected, lambda: self._file(at))
        self.written.wait(30)

    def _file(self, at: datetime) -> UUID:
        with transaction.atomic():
            case = filed(at)
            self.written.set()
            self.go.wait(30)
        return case


def filed(at: datetime) -> UUID:
    case = file_birth(at=at)
    acts.receive(case, by=who("minh"), at=at)
    return case


def worked(case: UUID, *verbs: str, at: datetime) -> None:
    for verb in verbs:
        by = who({"propose": "lan", "sign": "quan"}[verb])
        acts.claim(case, by=by, at=at)
        acts.finish(case, verb, by=by, at=at)


def numbers(*cases: UUID) -> list[int]:
    return [Case.objects.values_list("version__number", flat=True).get(id=case) for case in cases]


def test_nobody_waits_for_a_publication_nor_it_for_anybody(province, renewed):
    now, then = later(hours=1), later(hours=2)
    under_way, signing = filed(now), filed(now)
    worked(signing, "propose", at=now)
    with ThreadPoolExecutor(1) as threads:
        slow = Slow(threads, now)
        try:
            with transaction.atomic():
                patient()
                assert procedures.load(renewed, by="nga", at=now).published == (BIRTH,)
                slow.go.set()
                begun_before = slow.case.result()
                meanwhile = elsewhere(lambda: filed(now))
                elsewhere(lambda: worked(under_way, "propose", at=now))
                elsewhere(lambda: worked(signing, "sign", at=now))
        finally:
            slow.go.set()
    cases = [under_way, signing, begun_before, meanwhile, elsewhere(lambda: filed(now))]
    assert numbers(*cases) == [1, 1, 1, 1, 2]
    worked(under_way, "sign", at=then)
    for case in cases[2:]:
        worked(case, "propose", "sign", at=then)
    assert set(Case.objects.values_list("state", flat=True)) == {int(State.FINISHED)}
    assert numbers(*cases) == [1, 1, 1, 1, 2]
    assert checks.rows_that_differ() == []
