"""A change of the map that is still to come: planned by a load, corrected by another, undone, refused too late."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from motcua.agencies import reads, reorganising
from motcua.agencies.acts import load_agencies
from motcua.agencies.models import Agency, Post, Reorganisation, SplitRule, Succession
from motcua.agencies.tests.conftest import AT
from motcua.kernel.refusals import Invalid, Missing

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 1)
EVE = DAY - timedelta(days=1)

BEFORE = """
templates:
  office:
    kind: department
    level: province
    slug: "{place}"
    name: Sở {place}
    code_source: placeholder
    posts: [{key: lanh-dao, title: Giám đốc, roles: [leader]}, {key: tre-em, title: Chuyên viên, roles: [child]}]
groups:
  - template: office
    valid_from: 2020-01-01
    agencies:
      - {place: dan-so, code: H27.81ENDED}
      - {place: lao-dong, code: H27.82ENDED}
      - {place: y-te, code: H27.83}
"""
AFTER = """
  - template: office
    valid_from: 2027-01-01
    agencies:
      - {place: noi-vu, code: H27.82}
changes:
  - on: 2027-01-01
    act: tinh-gon
    title: Tinh gọn bộ máy
    decision: Nghị quyết số 1/NQ-HĐND
    basis: source
    entries:
      - {old: dan-so, new: y-te, kind: merge}
      - old: lao-dong
        new: [noi-vu, y-te]
        kind: split
        rule: Theo lĩnh vực.
        default: noi-vu
        choose: [{fields: [Trẻ em], to: y-te}]
        officers: [{posts: [tre-em], people: [lan], to: y-te}]
"""
OFFICERS = "        officers: [{posts: [tre-em], people: [lan], to: y-te}]\n"
CHOOSE = "        choose: [{fields: [Trẻ em], to: y-te}]\n"


@pytest.fixture
def loads(no_agencies, tmp_path: Path):
    """Load the three departments as they are, or with the plan of what is to come, each time corrected."""

    def load(plan: str = "", at=AT, day=DAY):
        ends = ", valid_to: 2027-01-01" if plan else ""
        text = (BEFORE.replace("ENDED", ends) + plan).replace("2027-01-01", f"{day}")
        (tmp_path / "agencies.yaml").write_text(text, encoding="utf-8")
        return load_agencies(tmp_path, by="tu", at=at)

    load()
    return load


def planned() -> Reorganisation:
    return Reorganisation.objects.get(key="tinh-gon")


def test_what_is_to_come_is_planned_and_the_map_of_today_stays(loads):
    loads(AFTER)
    assert (planned().state, planned().on, planned().title) == ("planned", DAY, "Tinh gọn bộ máy")
    assert {row.slug for row in reads.agencies(EVE)} == {"dan-so", "lao-dong", "y-te"}
    assert {row.slug for row in reads.agencies(DAY)} == {"noi-vu", "y-te"}


def test_a_map_tells_who_follows_whom_and_which_are_split(loads):
    loads(AFTER)
    on = reorganising.the_map(planned())
    ids = {row.slug: row.id for row in (*reads.agencies(EVE), *reads.agencies(DAY))}
    assert {old: sorted(one.heirs) for old, one in on.successions.items()} == {
        ids["dan-so"]: [ids["y-te"]],
        ids["lao-dong"]: sorted([ids["noi-vu"], ids["y-te"]]),
    }
    assert on.successions[ids["lao-dong"]].default == ids["noi-vu"]
    assert [way.new for way in on.successions[ids["lao-dong"]].ways] == [ids["y-te"]]
    assert [call.new for call in on.successions[ids["lao-dong"]].calls] == [ids["y-te"]]
    assert on.splits.old == [ids["lao-dong"]]


def test_a_corrected_plan_takes_back_its_rehearsal_and_confirmation_and_the_rules_that_it_drops(loads):
    loads(AFTER)
    seen = {"state": "confirmed", "rehearsed_by": "an", "confirmed_by": "ba", "confirmed_decision": "2/QĐ"}
    Reorganisation.objects.filter(key="tinh-gon").update(**seen)
    loads(AFTER)
    assert planned().state == "confirmed"
    loads(AFTER.replace(CHOOSE, "").replace(OFFICERS, ""))
    assert (planned().state, planned().confirmed_by, planned().confirmed_decision) == ("planned", "", "")
    assert not SplitRule.objects.exists()


def test_what_is_undone_before_its_day_leaves_no_trace_on_the_map(loads):
    loads(AFTER)
    reorganising.undo(planned())
    assert {row.slug for row in reads.agencies(DAY)} == {"dan-so", "lao-dong", "y-te"}
    assert not Succession.objects.exists()
    assert not Agency.objects.exclude(valid_to=None).exists()
    assert not Post.objects.exclude(valid_to=None).exists()


def refused(loads, plan: str, **told) -> str:
    with pytest.raises(Invalid) as refusal:
        loads(plan, **told)
    return "\n".join(fault.message for fault in refusal.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old: dan-so, new: y-te", "old: dan-so, new: the-thao", "Không có cơ quan mới “the-thao”"),
        ("old: dan-so, new: y-te", "old: y-te, new: noi-vu", "không hết hiệu lực"),
        ("        rule: Theo lĩnh vực.\n", "", "quy tắc chọn"),
        ("        default: noi-vu\n", "", "không hồ sơ nào được bỏ lại"),
        ("people: [lan], to: y-te", "people: [lan], to: dan-so", "Mục officers ghi"),
        ("posts: [tre-em], people: [lan], to", "to", "Mục officers ghi"),
        ("posts: [tre-em]", "posts: [tre_em]", "Cơ quan cũ không có vị trí “tre_em”: có phải “tre-em”?"),
        ("posts: [tre-em]", "posts: [khong-co]", "dùng được: lanh-dao, tre-em."),
        (
            "      - {old: dan-so, new: y-te, kind: merge}\n",
            "",
            "hồ sơ của cơ quan này sẽ không có người giải quyết",
        ),
    ],
)
def test_a_plan_that_would_lose_a_case_is_refused_whole(loads, old, new, said):
    assert said in refused(loads, AFTER.replace(old, new))
    assert not Reorganisation.objects.filter(key="tinh-gon").exists()


def test_a_day_that_has_passed_is_refused_while_the_old_agencies_work(loads):
    assert "chọn ngày hiệu lực sau hôm nay" in refused(loads, AFTER, at=AT + timedelta(days=400))


def test_a_plan_that_was_withdrawn_comes_back_only_under_another_name(loads):
    loads(AFTER)
    reorganising.undo(planned())
    gone = {"state": "withdrawn", "withdrawn_by": "tu", "withdrawn_reason": "Lùi lại."}
    Reorganisation.objects.filter(key="tinh-gon").update(**gone)
    assert "đã bị rút" in refused(loads, AFTER)
    loads(AFTER.replace("act: tinh-gon", "act: tinh-gon-2"))
    assert Reorganisation.objects.get(key="tinh-gon-2").state == "planned"


def test_a_day_that_somebody_confirmed_is_not_moved(loads):
    merged = AFTER[AFTER.index("changes:") : AFTER.index("      - old: lao-dong")]
    merged += "      - {old: lao-dong, new: y-te, kind: merge}\n"
    loads(merged)
    seen = {"state": "confirmed", "rehearsed_by": "an", "confirmed_by": "ba", "confirmed_decision": "2/QĐ"}
    Reorganisation.objects.filter(key="tinh-gon").update(**seen)
    later = DAY + timedelta(days=31)
    assert "không đổi ngày hiệu lực nữa" in refused(loads, merged, day=later)
    Reorganisation.objects.filter(key="tinh-gon").update(state="rehearsed")
    loads(merged, day=later)
    assert (planned().state, planned().on) == ("planned", later)


def test_who_is_named_by_law_is_followed_by_who_carries_on(loads):
    loads(AFTER)
    assert reads.agency_carrying("lao-dong", EVE).slug == "lao-dong"
    assert reads.agency_carrying("lao-dong", DAY).slug == "noi-vu"
    assert reads.agency_carrying("dan-so", DAY).slug == "y-te"
    with pytest.raises(Missing):
        reads.agency_carrying("the-thao", DAY)
