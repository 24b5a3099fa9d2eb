"""By which indexes PostgreSQL finds what people ask for among twenty thousand cases: it reads no big table through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from bench import _million
from motcua.cases import reads, upkeep
from motcua.cases.reads import InboxFilter
from tests.province import who
from tests.stage import OPENING, Stage

CASES = 20_000
BIG = {"cases_case", "cases_step", "journal_event"}


@pytest.fixture(scope="module")
def province(closed_stage: Stage) -> Stage:
    """Twenty thousand cases of three years, one in twenty open."""
    closed_stage.behind(_million.add, CASES, now=OPENING)
    return closed_stage


def indexes(stage: Stage, read: Callable[[], object]) -> set[str]:
    """The indexes that a read goes by; fails when it reads a table of cases from end to end."""
    nodes = list(stage.behind(plans, read))
    through = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
    assert not through & BIG, through
    return {node["Index Name"] for node in nodes if "Index Name" in node}


def plans(read: Callable[[], object]) -> list[dict[str, Any]]:
    """Every node of the plans of the statements that a read makes."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, query: str, values: Any, many: bool, context: Any) -> Any:
        statements.append((query, values))
        return execute(query, values, many, context)

    with connection.execute_wrapper(note):
        read()
    return [node for query, values in statements for node in _plan(query, values)]


def _plan(query: str, values: Any) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", values)
        told = cursor.fetchone()[0]
    yield from _walk((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _walk(below)


@pytest.mark.parametrize(
    "wanted",
    [
        InboxFilter(),
        InboxFilter(role="one-stop"),
        InboxFilter(standing="overdue"),
        InboxFilter(standing="soon"),
        InboxFilter(mine=True),
    ],
    ids=["all", "a role", "overdue", "soon", "mine"],
)
def test_the_inbox_is_read_in_order_of_due_time(province, wanted):
    found = indexes(province, lambda: reads.inbox(who("minh"), wanted, now=OPENING))
    assert "step_queue" in found or (wanted.mine and "step_of_owner" in found)


def test_what_waits_for_applicants_has_an_index_of_its_own(province):
    found = indexes(province, lambda: reads.inbox(who("minh"), InboxFilter(waiting=True), now=OPENING))
    assert "step_waiting" in found


@pytest.mark.parametrize("text", ["", "nguyen thi"], ids=["all", "of a name"])
def test_results_to_collect_have_an_index_of_their_own(province, text):
    wanted = InboxFilter(to_collect=True, text=text)
    assert "step_to_collect" in indexes(province, lambda: reads.inbox(who("minh"), wanted, now=OPENING))


def test_counts_touch_open_steps_only(province):
    found = indexes(province, lambda: reads.counts(who("minh"), now=OPENING))
    assert found >= {"step_queue", "step_waiting", "step_to_collect"}


def a_code(stage: Stage) -> str:
    """The code of a case that has long been returned, filed at Minh's one-stop."""
    ((code,),) = stage.rows(
        "SELECT code FROM cases_case WHERE state = 10 AND reception_id = ANY(%s) ORDER BY code LIMIT 1",
        list(who("minh").agencies),
    )
    return str(code)


def test_a_head_reads_and_counts_the_work_of_the_agency_by_the_same_index(province):
    wanted = InboxFilter(headed=True)
    assert "step_queue" in indexes(province, lambda: reads.inbox(who("ha"), wanted, now=OPENING))
    assert "step_queue" in indexes(province, lambda: reads.counts(who("ha"), now=OPENING, of_headed=True))


def test_tracking_goes_by_the_code(province):
    code = a_code(province)
    assert by_code(indexes(province, lambda: reads.track(code)))


def by_code(found: set[str]) -> bool:
    return any(name.startswith("cases_case_code_") for name in found)


@pytest.mark.parametrize("text", ["nguyen thi", "hoa", "zzz khong ai", "H27.101"])
def test_names_and_beginnings_of_codes_are_sought_in_the_lists_of_one_s_agencies(province, text):
    found = indexes(province, lambda: reads.search(who("minh"), text))
    assert found >= {"case_by_reception", "case_by_competent", "case_returned_elsewhere"}


@pytest.mark.parametrize("shorter", [0, 8], ids=["whole", "its day"])
def test_a_code_leads_to_its_cases(province, shorter):
    code = a_code(province)
    begun = code[: len(code) - shorter]
    assert by_code(indexes(province, lambda: reads.search(who("minh"), begun)))


def test_a_personal_number_leads_to_the_applicant_s_cases(province):
    found = indexes(province, lambda: reads.search(who("minh"), "042000000031"))
    assert "case_by_applicant" in found
    assert any(name.startswith("people_applicant_identity_") for name in found)


def test_one_s_own_cases_come_by_applicant(province):
    assert "case_by_applicant" in indexes(province, lambda: reads.of_applicant(31))


def test_alarms_are_found_among_what_is_open(province):
    found = indexes(province, lambda: upkeep.ring(at=OPENING, limit=1))
    assert found >= {"case_still_running", "case_to_be_answered"}
