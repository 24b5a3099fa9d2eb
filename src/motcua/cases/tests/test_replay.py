"""The journal of a case gives its rows again, in every column; whoever changes one behind the engine is named."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from motcua.cases import acts, checks, store, upkeep
from motcua.cases.models import Case, Hold, Step
from motcua.cases.tests.desk_pages import at
from motcua.journal.models import Event
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

PROXY = "042085001234"


@pytest.fixture
def case(province):
    """A case with all that may befall one: alarms, a supplement, another pause, an apology, a proxy, a correction."""
    case = file_birth(at=at(8), code="1.004873")
    upkeep.ring(at=at(17, days=1))
    acts.receive(case, note="Đủ giấy tờ", by=who("minh"), at=at(8, days=2))
    owner = owner_of(case)
    acts.claim(case, by=owner, at=at(9, days=2))
    acts.request_supplement(
        case,
        items=[{"title": "Tờ khai"}],
        reason_code="unclear",
        reason="Ảnh mờ",
        by=owner,
        at=at(10, days=2),
    )
    acts.supplement(case, note="Đã chụp lại", by=who("hoa"), at=at(11, days=2))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="1/CĐ", by=owner, at=at(14, days=2))
    acts.resume(case, by=owner, at=at(15, days=2))
    return case


def owner_of(case):
    username = Step.objects.values_list("owner__username", flat=True).get(case=case, closed_at=None)
    return who(username)


def handed_over(case) -> None:
    """From the desk to a proxy."""
    while (here := store.fetch(case).position).finished_at is None:
        acts.claim(case, by=owner_of(case), at=at(16, days=2))
        onward = (verb for verb in here.flow_step.moves if verb in {"propose", "agree", "sign", "issue"})
        acts.finish(case, next(onward), by=owner_of(case), at=at(16, days=2))
    acts.hand_over(
        case, receiver="Trần Văn B", how="counter", authority="Giấy ủy quyền 12", identity=PROXY,
        by=owner_of(case), at=at(17, days=2),
    )  # fmt: skip


def behind(statement: str, *values: object) -> None:
    """What somebody with the database's own keys could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def first_wrong() -> str:
    found = checks.rows_that_differ()
    return found[0].message if found else ""


def test_a_case_with_all_that_may_befall_one_is_as_its_journal_tells(case):
    handed_over(case)
    acts.correct(case, reason="Sai tên", decision="12/QĐ", by=who("quan"), at=at(9, days=3))
    assert first_wrong() == ""


@pytest.mark.parametrize(
    ("table", "column", "value", "event"),
    [
        ("case", "applicant_name", "'Kẻ Gian'", "số 1 (“case.submitted”)"),
        ("case", "form", "form || '{\"copies\": 9}'", "số 1 (“case.submitted”)"),
        ("case", "competent_id", "reception_id", "số 1 (“case.submitted”)"),
        (
            "case",
            "version_id",
            "(SELECT max(id) FROM procedures_procedureversion)",
            "số 1 (“case.submitted”)",
        ),
        ("case", "channel", "2", "số 1 (“case.submitted”)"),
        ("case", "due_at", "due_at + interval '1 day'", "(“case.resumed”)"),
        ("case", "calendar_edition", "7", "(“case.resumed”)"),
        ("case", "return_how", "'post'", "số 1 (“case.submitted”)"),
        ("case", "revision", "revision + 1", "(“case.resumed”)"),
        ("case", "receiver", "'Z'", "số 1 (“case.submitted”)"),
        ("case", "bundle_part", "'x', parent_id = id, share = '1 wd'", "số 1 (“case.submitted”)"),
        ("step", "due_at", "due_at + interval '10 days'", "(“case.resumed”)"),
        ("step", "owner_id", "(SELECT id FROM people_account WHERE username = 'binh')", "(“case.claimed”)"),
        ("step", "agency_id", "agency_id + 1", "(“case.received”)"),
        ("step", "title", "'Khác'", "(“case.received”)"),
        ("hold", "effect", "'none'", "(“case.supplement-requested”)"),
        ("hold", "reason", "'Khác'", "(“case.supplement-requested”)"),
        ("hold", "items", "'[]'", "(“case.supplement-requested”)"),
        ("hold", "closed_at", "closed_at + interval '1 hour'", "(“case.supplemented”)"),
    ],
)
def test_a_changed_column_is_named_with_the_event_that_tells_it(case, table, column, value, event):
    if value.startswith("(SELECT max(id)"):
        value = "(SELECT max(id) FROM procedures_procedureversion WHERE id <> version_id)"
    which = {"case": "", "step": "AND closed_at IS NULL", "hold": "AND kind = 'supplement'"}[table]
    key = "id" if table == "case" else "case_id"
    behind(f"UPDATE cases_{table} SET {column} = {value} WHERE {key} = %s {which}", case)
    code = Case.objects.get(id=case).code
    wrong = first_wrong()
    assert wrong.startswith(f"Hồ sơ {code}")
    assert f"“{column}”" in wrong
    assert event in wrong


def test_another_person_under_the_applicant_is_seen(case):
    behind("UPDATE people_applicant SET identity = '042192000124' WHERE identity = '042192000123'")
    assert "“identity”" in first_wrong()


def test_a_closed_step_that_was_rewritten_is_seen(case):
    behind("UPDATE cases_step SET waited = 1 WHERE case_id = %s AND name = 'receive'", case)
    assert "bước “receive”: cột “waited” là 1" in first_wrong()
    behind("UPDATE cases_step SET note = 'Thiếu giấy tờ' WHERE case_id = %s AND name = 'receive'", case)
    assert "bước “receive”: cột “note”" in first_wrong()


def test_a_row_that_is_gone_or_was_slipped_in_is_seen(case):
    alarm = "DELETE FROM cases_alarm WHERE case_id = %s AND kind = 'answer'"
    step = "DELETE FROM cases_step WHERE case_id = %s AND name = 'receive'"
    slipped = (
        "INSERT INTO cases_alarm (case_id, kind, due_at, rung_at) SELECT id, 'case', due_at, due_at FROM cases_case "
        "WHERE id = %s"
    )
    behind(slipped, case)
    assert "báo động “case”: có trong bảng mà không sự kiện nào ghi" in first_wrong()
    behind(alarm, case)
    assert "báo động “answer”: sự kiện số 3 (“case.alarmed”) ghi, nay không còn trong bảng" in first_wrong()
    behind(step, case)
    assert "bước “receive”: sự kiện" in first_wrong()


def test_a_case_that_only_the_journal_remembers_is_seen(case):
    for table in ("alarm", "hold", "step"):
        behind(f"DELETE FROM cases_{table} WHERE case_id = %s", case)
    behind("DELETE FROM cases_case WHERE id = %s", case)
    assert first_wrong().startswith(f"Hồ sơ {case}: sự kiện số")


def test_a_case_hidden_from_search_is_seen(case):
    Case.objects.filter(id=case).update(search="")
    assert "cột “search”" in first_wrong()


def test_the_journal_keeps_of_what_is_personal_a_digest_that_nobody_can_guess(case):
    handed_over(case)
    kept = json.dumps(
        list(Event.objects.filter(stream=case).values_list("data", flat=True)), ensure_ascii=False
    )
    row = Case.objects.get(id=case)
    for personal in (row.applicant_name, row.applicant.identity, "Trần Văn B", PROXY, str(row.salt)):
        assert personal not in kept
    submitted = Event.objects.get(stream=case, seq=1).data["set"]
    assert len(submitted["form"]) == len(submitted["identity"]) == 64
    other = file_birth(at=at(18, days=2))
    assert Event.objects.get(stream=other, seq=1).data["set"]["identity"] != submitted["identity"]


def test_an_event_tells_whom_the_database_has_chosen(case):
    told = Event.objects.get(stream=case, kind="case.received").data
    step = Step.objects.get(case=case, closed_at=None)
    assert told["opened"] == {
        "id": step.id,
        "owner_id": step.owner_id,
        "agency_id": step.agency_id,
        "version_id": step.version_id,
    }
    assert set(Hold.objects.filter(case=case).values_list("id", flat=True)) == {
        event.data["paused"]["id"] for event in Event.objects.filter(stream=case, data__has_key="paused")
    }
