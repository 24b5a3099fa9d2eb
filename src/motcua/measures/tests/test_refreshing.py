"""Facts follow the journal: at once, to the byte, and whatever happens to the files."""

from __future__ import annotations

from hashlib import sha256

import pytest

from motcua.cases import acts
from motcua.measures import refreshing, store
from motcua.measures.duck import Duck
from motcua.measures.facts import declared
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

FRIDAY = later(MONDAY, days=4)


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
    anew = refreshing.rebuild(at=FRIDAY).manifest
    assert anew.facts == followed.facts
    assert {path: grown[path] for path in anew.paths("case") + anew.paths("step")}.items() <= bytes_of(
        facts
    ).items()
    assert len(anew.facts["case"]) == 2, "a month is a partition"


def test_nothing_new_writes_nothing(facts):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    before = bytes_of(facts)
    done = refreshing.refresh(at=FRIDAY)
    assert (done.streams, done.written) == (0, 0)
    assert bytes_of(facts) == before


@pytest.mark.parametrize("damage", ["truncated", "gone"])
def test_a_file_that_was_damaged_is_built_again_and_named(facts, damage):
    file_birth(at=MONDAY)
    refreshing.rebuild(at=MONDAY)
    whole = bytes_of(facts)
    (path,) = (facts / "case").glob("*.parquet")
    path.write_bytes(path.read_bytes()[:-40]) if damage == "truncated" else path.unlink()
    done = refreshing.refresh(at=MONDAY)
    assert done.mended == (path.relative_to(facts).as_posix(),)
    assert bytes_of(facts) == whole


def test_a_manifest_that_cannot_be_read_is_as_good_as_none(facts):
    file_birth(at=MONDAY)
    whole = refreshing.rebuild(at=MONDAY).manifest
    (facts / store.MANIFEST).write_bytes(b'{"as_of": "20')
    assert refreshing.store().manifest() is None
    assert refreshing.refresh(at=MONDAY).manifest.facts == whole.facts


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
    from dataclasses import replace

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


def test_a_clock_set_back_changes_no_fact(facts):
    file_birth(at=MONDAY)
    whole = refreshing.rebuild(at=FRIDAY).manifest
    done = refreshing.refresh(at=MONDAY)
    assert done.manifest.facts == whole.facts
    assert done.manifest.as_of == MONDAY
