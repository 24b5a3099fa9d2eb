"""Facts follow the journal: at once, to the byte, and whatever happens to the files."""

from __future__ import annotations

import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.cases import acts
from motcua.kernel.refusals import Invalid
from motcua.measures import reads, refreshing, store
from motcua.measures.counting import Asked
from motcua.measures.declaring import Count
from motcua.measures.duck import Duck
from motcua.measures.facts import declared
from motcua.measures.language import Kind
from motcua.people import acts as people
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.surveys import acts as surveys
from motcua.surveys import links
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

FRIDAY = later(MONDAY, days=4)


def signed():
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, minutes=10))
    for name, verb in (("lan", "propose"), ("quan", "sign")):
        acts.claim(case, by=who(name), at=later(MONDAY, minutes=20))
        acts.finish(case, verb, by=who(name), at=later(MONDAY, minutes=30))
    return case


def published(*, decided, effective, after=None):
    """A procedure that was only listed gets a version by a decision of the province, or the next version."""
    procedure = after.procedure if after else Procedure.objects.filter(versions=None).first()
    number = after.number + 1 if after else 1
    if after:
        after.in_force = DateRange(MONDAY.date(), FRIDAY.date())
        after.save(update_fields=["in_force"])
    like = ProcedureVersion.objects.filter(published_at__isnull=False).first()
    decision = {"document": "1/QĐ-UBND", "by": "UBND tỉnh Hà Tĩnh", "date": decided}
    return ProcedureVersion.objects.create(
        procedure=procedure, number=number, digest="x", published_at=MONDAY, published_by="nga",
        in_force=DateRange(FRIDAY.date() if after else MONDAY.date(), None), decision="1/QĐ-UBND",
        definition=like.definition | {"decision": decision, "law": [{"document": "Luật", "effective": effective}]},
    )  # fmt: skip


def bytes_of(folder):
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*/*.parquet")
    }


def seen(query):
    here = refreshing.store()
    with Duck(here).following(here.manifest()) as duck:
        return duck.run(query)


def test_a_case_is_a_fact_from_the_moment_it_is_filed():
    refreshing.rebuild(at=MONDAY)
    case = file_birth(at=MONDAY)
    done = refreshing.refresh(at=MONDAY)
    assert done.streams == 1
    assert seen("SELECT case_id, channel, received_day, finished_at FROM case_facts") == [
        (str(case), 1, None, None)
    ]


def test_what_happens_next_replaces_what_was(facts):
    case = file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    refreshing.refresh(at=FRIDAY)
    assert seen("SELECT received_day, state FROM case_facts") == [(MONDAY.date(), 2)]
    assert seen("SELECT count(*) FROM step_facts WHERE closed_at IS NOT NULL") == [(1,)]


def test_built_from_nothing_the_bytes_are_the_same(facts):
    case = file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    file_birth(at=later(MONDAY, days=21))
    followed = refreshing.refresh(at=later(MONDAY, days=22)).manifest
    grown = bytes_of(facts)
    anew = refreshing.rebuild(at=later(MONDAY, days=22)).manifest
    assert anew.facts == followed.facts
    assert {path: grown[path] for path in anew.paths("case") + anew.paths("step")}.items() <= bytes_of(
        facts
    ).items()
    assert list(anew.facts["case"]) == ["2026-11-16", "2026-12-07"], "a day is a partition while it is young"


def test_of_every_table_the_bytes_are_the_same_when_they_are_built_from_nothing(facts):
    """A hand-over, the parts of people in a case, a publication and an answer come after the facts were built."""
    file_birth(at=MONDAY)
    published(decided="2026-11-13", effective="2026-11-25")
    refreshing.rebuild(at=MONDAY)
    case = signed()
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=later(MONDAY, hours=3))
    surveys.invite(case, by=people.system(), at=later(MONDAY, hours=3))
    surveys.answer(links.token_of(case), {"overall": "4"}, by=people.system(), at=later(MONDAY, hours=4))
    followed = refreshing.refresh(at=FRIDAY).manifest
    grown = bytes_of(facts)
    anew = refreshing.rebuild(at=FRIDAY).manifest
    assert {name: anew.rows(name) > 0 for name in LIVED} == dict.fromkeys(LIVED, True)
    assert anew.facts == followed.facts
    assert {path: grown[path] for name in LIVED for path in anew.paths(name)}.items() <= bytes_of(
        facts
    ).items()


LIVED = ("case", "step", "handover", "contribution", "publication", "answer")


def test_nothing_new_writes_nothing(facts):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    before = bytes_of(facts)
    done = refreshing.refresh(at=FRIDAY)
    assert (done.streams, done.written) == (0, 0)
    assert bytes_of(facts) == before


@pytest.mark.django_db(transaction=True)
def test_an_event_that_took_its_number_long_before_it_was_written_is_seen_in_the_end(facts):
    """Somebody has the journal open and a number drawn, but no transaction number yet, while facts are refreshed."""
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    slow = connection.copy()
    try:
        with slow.cursor() as writer:
            writer.execute("BEGIN; LOCK TABLE journal_event IN ROW EXCLUSIVE MODE")
            writer.execute("SELECT nextval('journal_event_id_seq')")
            (number,) = writer.fetchone()
        file_birth(at=later(MONDAY, hours=1))
        assert [refreshing.refresh(at=MONDAY).streams for _ in range(3)] == [1, 1, 1], "the mark waits"
        with slow.cursor() as writer:
            writer.execute(WRITTEN, [number])
            writer.execute("COMMIT")
    finally:
        slow.close()
    assert [refreshing.refresh(at=MONDAY).streams for _ in range(2)] == [2, 0]


WRITTEN = """
INSERT INTO journal_event (id, stream, seq, kind, at, recorded_at, by, data)
VALUES (%s, gen_random_uuid(), 1, 'case.filed', now(), now(), 'minh', '{}')"""


def test_facts_of_another_database_are_not_taken_for_those_of_this_one(facts):
    """A data folder that is put beside another database: its events have the same numbers and are not the same."""
    refreshing.rebuild(at=MONDAY)
    file_birth(at=MONDAY)
    here = refreshing.store()
    built = refreshing.refresh(at=MONDAY).manifest
    foreign = replace(built, facts=built.facts | {"case": {}}, mark=replace(built.mark, database="7/5"))
    here.swap(foreign)
    assert refreshing.behind(foreign)
    done = refreshing.refresh(at=MONDAY)
    assert (done.manifest.facts, done.manifest.mark.database) == (built.facts, built.mark.database)
    assert not refreshing.behind(done.manifest)


def truncated(path):
    path.write_bytes(path.read_bytes()[:-40])


def scrambled(path):
    """As long as it was, so that only its content tells."""
    said = bytearray(path.read_bytes())
    said[20:40] = bytes(20)
    path.write_bytes(said)


@pytest.mark.parametrize("damage", [truncated, scrambled, Path.unlink])
def test_a_file_that_was_damaged_is_built_again_and_named(facts, damage, caplog):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    whole = bytes_of(facts)
    (path,) = (facts / "case").glob("*.parquet")
    damage(path)
    name = path.relative_to(facts).as_posix()
    assert refreshing.refresh(at=MONDAY, thorough=True).mended == (name,)
    assert caplog.messages == [f"Tệp số liệu {name} hỏng hoặc mất: đã dựng lại từ cơ sở dữ liệu."]
    assert bytes_of(facts) == whole


@pytest.mark.parametrize("damage", [truncated, Path.unlink])
def test_who_counts_over_a_damaged_file_gets_the_right_number(facts, damage, caplog):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    (path,) = (facts / "case").glob("*.parquet")
    damage(path)
    (line,) = reads.lines([FILED], Asked(MONDAY, by=("procedure",)))
    assert (line.key, line.tally.part) == (("1.001193",), 1)
    assert "đã dựng lại" in caplog.text


FILED = replace(
    reads.chosen(["now.open"])[0],
    part=Count("case", "submitted_at <= as_of", Kind.BOOL),
    whole=Count("case", "state = 1", Kind.BOOL),
)
"""Of columns that no shipped measure reads: they are counted over the rows."""


def test_a_manifest_that_cannot_be_read_is_as_good_as_none(facts):
    file_birth(at=MONDAY)
    whole = refreshing.rebuild(at=MONDAY).manifest
    (facts / store.MANIFEST).write_bytes(b'{"as_of": "20')
    assert refreshing.store().manifest() is None
    done = refreshing.refresh(at=MONDAY)
    assert (done.manifest.facts, done.mended) == (whole.facts, (store.MANIFEST,))


def test_killed_before_the_swap_the_old_facts_are_read(facts, monkeypatch):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    file_birth(at=later(MONDAY, hours=1))

    def killed(self, manifest):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(store.Store, "swap", killed)
        with pytest.raises(KeyboardInterrupt):
            refreshing.refresh(at=FRIDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(1,)]
    refreshing.refresh(at=FRIDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(2,)]


def test_another_declaration_is_another_table(facts, monkeypatch):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    known = dict(declared())
    changed = known | {
        "case": replace(known["case"], rows=known["case"].rows.replace("c.channel", "3 AS channel"))
    }
    monkeypatch.setattr(refreshing, "declared", lambda: changed)
    refreshing.refresh(at=FRIDAY)
    assert seen("SELECT channel FROM case_facts") == [(3,)]


def test_only_one_writes_at_a_time(facts):
    with refreshing.store().alone(wait=True) as first:
        assert first
        assert refreshing.refresh_if_idle(at=MONDAY) is None


def test_who_comes_second_waits_and_loses_nothing(facts):
    file_birth(at=MONDAY)
    with refreshing.store().alone(wait=True):
        second = threading.Thread(target=_write_alone, args=(facts, done := []))
        second.start()
        assert done == []
    second.join()
    assert done == [True]


def _write_alone(folder, done):
    with store.Store(folder).alone(wait=True) as mine:
        done.append(mine)


def test_what_a_crash_has_left_half_written_is_swept_away(facts):
    refreshing.rebuild(at=MONDAY)
    left = facts / "case" / ".2026-11-x.parquet.part"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"PAR1")
    refreshing.refresh(at=MONDAY)
    assert not left.exists()


def test_days_that_have_grown_old_become_a_month(facts):
    for days in (0, 1):
        file_birth(at=later(MONDAY, days=days))
    young = refreshing.rebuild(at=FRIDAY).manifest
    assert list(young.facts["case"]) == ["2026-11-16", "2026-11-17"]
    old = refreshing.refresh(at=later(MONDAY, days=60)).manifest
    assert list(old.facts["case"]) == list(old.facts["step"]) == ["2026-11"]
    assert old.rows("case") == 2
    assert refreshing.rebuild(at=later(MONDAY, days=60)).manifest.facts == old.facts
    assert refreshing.refresh(at=FRIDAY).manifest.facts == young.facts, "the clock was set back"


def test_a_query_whose_join_fans_out_is_refused_where_it_stands(facts, monkeypatch):
    file_birth(at=MONDAY)
    case = declared()["case"]
    twice = replace(case, rows=case.rows.replace("FROM chosen", "FROM (VALUES (1), (2)) twice(n), chosen"))
    monkeypatch.setattr(refreshing, "declared", lambda: {**declared(), "case": twice})
    with pytest.raises(Invalid, match="không dựng được") as refused:
        refreshing.rebuild(at=MONDAY)
    (fault,) = refused.value.faults
    assert "2 dòng mà chỉ có 1 khóa" in fault.message
    assert fault.where.rpartition(":")[0].endswith("cases/facts/case.yaml")


def test_a_hand_over_is_a_fact_with_who_gave_it_and_whether_it_was_late():
    case = signed()
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=later(MONDAY, days=3))
    refreshing.rebuild(at=FRIDAY)
    (found,) = seen("SELECT case_id, officer, how, again, late, handed_over_day, outcome FROM handover_facts")
    minh = who("minh")
    day = later(MONDAY, days=3).date()
    assert found == (str(case), minh.account, "counter", False, False, day, "granted"), (
        "she came late, the result did not"
    )


def test_a_publication_is_a_fact_with_its_dates_in_working_days():
    published(decided="2026-11-13", effective="2026-11-25")
    refreshing.rebuild(at=FRIDAY)
    days = "announce_by::text, publish_by::text, published_day::text, provincial"
    found = seen(f"SELECT {days} FROM publication_facts WHERE decided_day IS NOT NULL")
    assert found == [("2026-11-17", "2026-11-20", "2026-11-16", True)], "24/11 is a holiday"


@pytest.mark.parametrize(("second", "on_time"), [("2026-11-13", 1), ("2026-11-18", 0)])
def test_a_procedure_with_one_late_decision_was_announced_late(second, on_time):
    first = published(decided="2026-11-13", effective="2026-11-25")
    published(decided=second, effective="2026-11-25", after=first)
    refreshing.rebuild(at=FRIDAY)
    (line,) = reads.lines(reads.chosen(["766.1.1"]), Asked(FRIDAY))
    assert (line.tally.part, line.tally.whole) == (on_time, 1), "counted once"
    assert line.points == 6 * on_time


def test_where_the_law_does_not_say_when_it_came_into_force_nobody_is_late_or_in_time():
    refreshing.rebuild(at=FRIDAY)
    (line,) = reads.lines(reads.chosen(["766.1.1"]), Asked(FRIDAY))
    assert (line.tally.whole, line.share, line.points) == (0, None, None)


def test_a_clock_set_back_changes_no_fact(facts):
    file_birth(at=MONDAY)
    whole = refreshing.rebuild(at=FRIDAY).manifest
    done = refreshing.refresh(at=MONDAY)
    assert done.manifest.facts == whole.facts
    assert done.manifest.as_of == MONDAY
