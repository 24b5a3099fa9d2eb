"""Files of elsewhere become drafts that say themselves what a person must look at."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from motcua.kernel import flow, judging
from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Invalid
from motcua.procedures import importing, structure
from motcua.procedures.definition import Definition
from motcua.procedures.importing import crawl, drafts, limits

EXCERPTS = Path(__file__).parent / "excerpts"
NATIONAL = EXCERPTS / "national.jsonl"
ROLES = {"one-stop", "division-head", "specialist", "leader"}
INTERNAL = EXCERPTS / "3.000244.json"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("7 Ngày", ["7 cd"]),
        ("07 ngày làm việc, kể từ ngày nhận đủ hồ sơ", ["7 wd"]),
        ("Trực tuyến5 Ngày làm việc10 USD(/lần)", ["5 wd"]),
        ("10 NgàyMiễn phí", ["10 cd"]),
        ("04 giờ làm việc", ["4 wh"]),
        ("1/2 ngày làm việc", ["4 wh"]),
        ("0,5 ngày", ["4 wh"]),
        ("1.5 Ngày làm việc", ["12 wh"]),
        ("02 tháng", ["2 mo"]),
        ("1 năm", ["12 mo"]),
        ("03 (ba) ngày làm việc", ["3 wd"]),
        ("05 ngày đối với cấp mới; 03 ngày làm việc đối với cấp lại", ["5 cd", "3 wd"]),
        ("ngay trong ngày làm việc", ["1 wd"]),
        ("không quy định", []),
        ("ngày 01 tháng 7 năm 2025", []),
        ("0 ngày", []),
        ("1/0 ngày", []),
    ],
)
def test_a_limit_is_read_as_it_is_written(text, values):
    assert [one.value for one in limits.found_in(text)] == values


def test_hours_without_more_are_doubted():
    assert limits.found_in("4 giờ")[0].doubt
    assert not limits.found_in("4 giờ làm việc")[0].doubt


def test_the_text_wins_over_the_unit_and_both_stand_in_the_draft():
    channel = {"channel": "Trực tiếp", "value": 7.0, "unit": "Ngày", "note": "07 ngày làm việc"}
    limit, doubts = crawl.limit_of([channel])
    assert limit == {"value": "7 wd"}
    assert any("“7 Ngày”" in one and "“07 ngày làm việc”" in one for one in doubts)


def test_a_number_that_lost_its_unit_is_listed_and_not_guessed():
    _, doubts = crawl.limit_of([{"channel": "Trực tuyến", "said": "", "note": "Trực tuyến1Miễn phí"}])
    assert doubts == ["Nguồn ghi số “1” không kèm đơn vị thời gian; tạm ghi 1 ngày làm việc."]


@pytest.mark.parametrize("limit", ["2 wh", "3 wh", "4 wh", "1 wd", "3 wd", "7 cd", "2 mo"])
def test_the_default_steps_share_the_limit_exactly(limit):
    steps = flow.Flow.parse(drafts.default_steps(limit))
    assert judging.budget(steps) == judging.minutes(Limit.parse(limit)) // 60 * 60


def test_every_draft_of_the_national_data_is_sound_in_structure():
    found = importing.read(NATIONAL.name, NATIONAL.read_bytes())
    assert len(found.drafts) == 12
    for draft in found.drafts:
        value = structure.plain(yaml.safe_load(draft.text))
        assert [(flaw.place, flaw.message) for flaw in structure.flaws(value)] == []
        parsed = Definition.parse(value)
        faults = judging.check(parsed.flow, parsed.rule.limit, known_guards=(), known_roles=ROLES)
        listed = any(one.code == draft.code and "ngắn hơn hai bước" in one.message for one in found.doubts)
        assert [fault.code for fault in faults] == (["over-budget"] if listed else [])


def test_each_doubt_stands_as_a_comment_in_its_draft():
    found = importing.read(NATIONAL.name, NATIONAL.read_bytes())
    texts = {draft.code: draft.text for draft in found.drafts}
    assert all(f"# cần xem lại: {' '.join(one.message.split())}\n" in texts[one.code] for one in found.doubts)


def test_the_process_of_two_levels_keeps_its_fourteen_steps_and_its_shares():
    (draft,) = importing.read(INTERNAL.name, INTERNAL.read_bytes()).drafts
    steps = yaml.safe_load(draft.text)["steps"]
    department = [one for one in steps if one["at"] == "agency"]
    commune = [one for one in steps if one["at"] in ("reception", "competent")]
    assert len(steps) == 14
    assert {one["agency"] for one in department} == {"so-noi-vu"}
    assert sum(int(one["within"].split()[0]) for one in department) == 3 * 8
    assert sum(int(one["within"].split()[0]) for one in commune) == 4 * 8


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b"{not json"),
        ("a.jsonl", b"[1]"),
        ("a.csv", b"x,y\n1,2\n"),
        ("a.json", b"{}"),
        ("a.json", b"[]"),
        ("a.doc", b""),
        ("a.csv", b"\xff\xfe"),
    ],
)
def test_a_file_of_another_kind_is_refused(name, content):
    with pytest.raises(Invalid) as refused:
        importing.read(name, content)
    assert refused.value.faults
