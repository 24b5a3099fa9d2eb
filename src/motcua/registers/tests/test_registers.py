"""A register: one enters with a document, another approves, the row before stays and is superseded."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from motcua.kernel.refusals import Conflict, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.registers import acts, checks, reads
from motcua.registers.models import Batch, Entry
from tests.province import MONDAY, later, who

pytestmark = pytest.mark.django_db

ROW = {"year": 2025, "score": 90.5, "rank": 9, "ranked": 34}


@pytest.fixture
def entered(par, keepers, proof):
    def enter(row=ROW):
        batch = acts.draft(par, [row], proof, by=keepers.enters, at=MONDAY)
        acts.submit(batch, by=keepers.enters, at=later(hours=1))
        return batch

    return enter


def rank_of(year: int):
    found = {row.values["year"]: row.values.get("rank") for row in reads.in_force(["par-index"])["par-index"]}
    return found.get(year)


def test_what_another_has_approved_is_in_force(entered, keepers):
    batch = entered()
    assert rank_of(2025) is None, "it waits"
    acts.approve(batch, by=keepers.approves, at=later(hours=2))
    assert rank_of(2025) == 9
    assert checks.rows_that_differ() == []


def test_a_later_entry_supersedes_and_the_old_one_stays(entered, keepers):
    acts.approve(entered(), by=keepers.approves, at=later(hours=2))
    acts.approve(entered(ROW | {"rank": 8}), by=keepers.approves, at=later(days=1))
    assert rank_of(2025) == 8
    assert [row.values["rank"] for row in reads.superseded("par-index")] == [9]
    assert checks.rows_that_differ() == []


def test_nobody_approves_what_they_have_entered(entered, par, keepers, proof):
    """Not even somebody who holds both roles."""
    from dataclasses import replace

    both = replace(keepers.approves, posts=(*keepers.approves.posts, *keepers.enters.posts))
    batch = acts.draft(par, [ROW], proof, by=both, at=MONDAY)
    acts.submit(batch, by=both, at=MONDAY)
    with pytest.raises(NotAllowed, match="người khác phải duyệt"):
        acts.approve(batch, by=both, at=later(hours=1))


def test_the_database_too_keeps_the_two_apart(entered):
    batch = entered()
    with pytest.raises(IntegrityError, match="who_enters_does_not_decide"), transaction.atomic():
        Batch.objects.filter(id=batch).update(
            state="approved", decided_by=Batch.objects.get(id=batch).entered_by, decided_at=MONDAY
        )


def test_what_an_entry_says_is_never_edited(entered):
    entered()
    with (
        pytest.raises((InternalError, ProgrammingError), match="superseded, not edited"),
        transaction.atomic(),
    ):
        Entry.objects.filter(values__year=2025).update(values={"year": 2025, "rank": 1})


def test_what_was_sent_back_is_not_in_force_and_says_why(entered, keepers):
    batch = entered()
    with pytest.raises(Invalid, match="Nêu điều cần sửa"):
        acts.send_back(batch, note=" ", by=keepers.approves, at=later(hours=2))
    acts.send_back(batch, note="Hạng 9 hay 19?", by=keepers.approves, at=later(hours=2))
    assert rank_of(2025) is None
    with pytest.raises(OutOfOrder):
        acts.approve(batch, by=keepers.approves, at=later(hours=3))
    assert checks.rows_that_differ() == []


def test_of_one_key_one_batch_waits_at_a_time(entered):
    entered()
    with pytest.raises(Conflict):
        entered(ROW | {"rank": 10})


def test_who_does_not_keep_the_register_does_nothing_with_it(par, keepers, proof, entered):
    with pytest.raises(NotAllowed):
        acts.draft(par, [ROW], proof, by=keepers.other, at=MONDAY)
    with pytest.raises(NotAllowed):
        acts.draft(par, [ROW], proof, by=keepers.approves, at=MONDAY)
    with pytest.raises(Missing):
        acts.draft(par, [ROW], proof, by=who("binh"), at=MONDAY)
    with pytest.raises(NotAllowed):
        acts.approve(entered(), by=keepers.other, at=later(hours=2))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"rank": 9}, "năm"),
        (ROW | {"year": 2027}, "Năm 2027 không nhập được"),
        (ROW | {"procedures": 50}, "không được quá 13"),
        (ROW | {"rank": 64}, "không được quá 63"),
        (ROW | {"rank": "chín"}, "phải là một số"),
        (ROW | {"rank": 35}, "“Thứ hạng” không được lớn hơn “Số tỉnh được xếp hạng” (35 > 34)"),
    ],
    ids=[
        "no key",
        "a year to come",
        "50 on a scale of 13",
        "more ranks than provinces",
        "a word",
        "behind the last",
    ],
)
def test_a_row_outside_its_bounds_is_refused(par, keepers, proof, row, said):
    with pytest.raises(Invalid) as refused:
        acts.draft(par, [row], proof, by=keepers.enters, at=MONDAY)
    assert said in " ".join(fault.message for fault in refused.value.faults)


def test_the_known_series_came_with_its_source():
    known = {row.values["year"]: row for row in reads.in_force(["par-index"])["par-index"]}
    assert known[2024].values["rank"] == 15
    assert known[2024].public
    assert "Báo Hà Tĩnh" in known[2024].document
    assert checks.rows_that_differ() == []


def test_the_catalogue_loaded_again_changes_nothing_and_people_have_the_last_word(entered, keepers, settings):
    acts.approve(entered({"year": 2024, "rank": 14}), by=keepers.approves, at=later(hours=2))
    assert acts.load(settings.CATALOGUE, by="system", at=later(days=2)) == 0
    assert rank_of(2024) == 14


def test_verify_finds_a_row_that_was_changed_behind_the_back(entered, keepers):
    acts.approve(entered(), by=keepers.approves, at=later(hours=2))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE registers_entry SET values = values || '{\"rank\": 1}' WHERE values->>'year' = '2025'"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert "par-index" in checks.rows_that_differ()[0]
