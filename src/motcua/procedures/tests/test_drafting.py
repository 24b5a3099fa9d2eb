"""A version is written by one, published by another; two who write at once lose nothing."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.journal.kinds import sentence
from motcua.journal.models import Event
from motcua.kernel.refusals import Conflict, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.procedures import acts, reads
from motcua.procedures.drafting import files, texts, writing
from motcua.procedures.models import VersionDraft
from tests.province import MONDAY, controls, who

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
DECISION = writing.Decision("2801/QĐ-UBND", "Chủ tịch UBND tỉnh", MONDAY.date(), "Nguyễn Văn A")


@pytest.fixture
def catalogue(province, tmp_path, settings, real):
    """A copy of the catalogue, to edit by hand."""
    settings.DEMO = False
    settings.CATALOGUE = shutil.copytree(real, tmp_path / "catalogue")
    return settings.CATALOGUE


@pytest.fixture
def draft(catalogue) -> int:
    return writing.begin(BIRTH, by=who("nga"), at=MONDAY)


def stored(draft: int) -> VersionDraft:
    return VersionDraft.objects.get(id=draft)


def write(draft: int, part: str, facts, *, by: str = "nga", was: str = ""):
    was = was or texts.digest_of(writing.shown(stored(draft), part))
    return writing.write(
        draft, part, lambda text: texts.with_facts(text, facts), was=was, by=who(by), at=MONDAY
    )


def publish(draft: int):
    writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    return writing.approve(draft, stored(draft).revision, by=who("son"), at=MONDAY)


def test_the_next_version_begins_as_the_file_in_force_with_its_comments(draft):
    base = files.text_of(files.file_of(BIRTH))
    here = stored(draft)
    assert here.text == texts.with_facts(base, {"in_force": date(2026, 11, 17)})
    assert here.scenarios.startswith("# language: vi")


def test_a_draft_is_published_by_a_second_person_and_loads_as_the_same(draft, catalogue):
    write(draft, "identity", {"limit.value": "2 wd", "limit.same_day_until": None, "immediate": None})
    writing.write(
        draft,
        "scenarios",
        lambda _: "",
        was=texts.digest_of(stored(draft).scenarios),
        by=who("nga"),
        at=MONDAY,
    )
    version = publish(draft)
    found = reads.version_in_force(BIRTH, date(2026, 11, 17))
    assert (found.id, str(found.definition.rule.limit)) == (version.id, "2 wd")
    here = stored(draft)
    path = files.path_for(BIRTH, date(2026, 11, 17))
    assert path.name == f"{BIRTH}@2026-11-17.yaml"
    path.write_text(here.text, encoding="utf-8")
    assert acts.load(path, by="tu", at=MONDAY).published == ()
    assert acts.digest_of(version.definition) == version.digest


def test_who_wrote_in_a_draft_does_not_approve_it(draft):
    write(draft, "identity", {"short": "Khai sinh"}, by="son")
    controls("mai", "Lê Thị Mai")
    writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    for name in ("nga", "son"):
        with pytest.raises(NotAllowed):
            writing.approve(draft, stored(draft).revision, by=who(name), at=MONDAY)


def test_a_draft_in_which_everybody_wrote_is_not_submitted_to_nobody(draft):
    writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    writing.send_back(draft, note="Thiếu", by=who("son"), at=MONDAY)
    with pytest.raises(OutOfOrder, match="không còn ai duyệt được"):
        writing.submit(draft, DECISION, by=who("son"), at=MONDAY)
    assert (stored(draft).state, stored(draft).editors) == ("open", ["nga"])


@pytest.mark.parametrize("name", ["binh", "hoa", "lan", "quan", "tu"])
def test_drafts_do_not_exist_for_others(draft, name):
    with pytest.raises(Missing):
        write(draft, "identity", {"short": "x"}, by=name)
    with pytest.raises(Missing):
        writing.begin("1.000894", by=who(name), at=MONDAY)


def test_two_who_write_different_parts_both_keep_theirs(draft):
    seen = {part: texts.digest_of(writing.shown(stored(draft), part)) for part in ("identity", "papers")}
    write(draft, "identity", {"short": "Khai sinh"}, was=seen["identity"])
    write(draft, "papers", {"sets": 2}, by="son", was=seen["papers"])
    assert "short: Khai sinh" in stored(draft).text
    assert "sets: 2" in stored(draft).text


def test_two_who_write_the_same_part_the_second_is_told_by_whom(draft):
    seen = texts.digest_of(writing.shown(stored(draft), "identity"))
    write(draft, "identity", {"short": "Khai sinh"}, was=seen)
    with pytest.raises(Conflict, match="Phan Thị Nga đã sửa phần này lúc 08:00"):
        write(draft, "identity", {"short": "Sinh"}, by="son", was=seen)
    assert "short: Khai sinh" in stored(draft).text


def test_one_draft_of_a_procedure_at_a_time(draft):
    with pytest.raises(Conflict):
        writing.begin(BIRTH, by=who("son"), at=MONDAY)
    writing.drop(draft, by=who("nga"), at=MONDAY)
    assert writing.begin(BIRTH, by=who("son"), at=MONDAY) != draft


def test_a_file_edited_by_hand_is_found_and_taken_or_left(draft):
    path = files.file_of(BIRTH)
    assert writing.edited_by_hand(stored(draft)) == ""
    by_hand = texts.with_facts(files.text_of(path), {"short": "Sửa tay"})
    path.write_text(by_hand, encoding="utf-8")
    assert writing.edited_by_hand(stored(draft)) == by_hand
    with pytest.raises(Invalid) as refused:
        writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    assert "Danh mục đã đổi" in refused.value.faults[-1].message
    writing.settle_file(draft, take=True, by=who("nga"), at=MONDAY)
    assert stored(draft).text == by_hand
    assert writing.edited_by_hand(stored(draft)) == ""


def test_what_has_errors_is_not_submitted(draft):
    write(draft, "identity", {"limit.value": "nhanh"})
    with pytest.raises(Invalid) as refused:
        writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    assert any("limit" in fault.message or "nhanh" in fault.message for fault in refused.value.faults)


def test_nothing_is_published_backwards(draft):
    write(draft, "identity", {"in_force": date(2026, 11, 10)})
    with pytest.raises(Invalid) as refused:
        writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    assert "Không công bố lùi ngày" in refused.value.faults[-1].message


def test_what_waited_too_long_is_not_published_backwards(draft):
    writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    with pytest.raises(Invalid):
        writing.approve(draft, stored(draft).revision, by=who("son"), at=MONDAY + timedelta(days=3))


def test_a_submitted_draft_rests_until_it_is_sent_back(draft):
    writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    with pytest.raises(OutOfOrder):
        write(draft, "identity", {"short": "x"})
    writing.send_back(draft, note="Thiếu căn cứ", by=who("son"), at=MONDAY)
    write(draft, "identity", {"short": "x"})
    told = [
        sentence(one.kind, one.by, one.data)
        for one in Event.objects.filter(stream=writing.stream_of(BIRTH)).order_by("seq")
    ]
    assert "son đã trả lại dự thảo" in told[-2]
    assert "nga đã sửa phần identity" in told[-1]


def test_an_upload_is_a_draft(catalogue, good):
    draft = writing.begin_from_text(good.replace(BIRTH, "1.000894"), by=who("nga"), at=MONDAY)
    assert stored(draft).code == "1.000894"
    with pytest.raises(Invalid):
        writing.begin_from_text("title: không mã", by=who("nga"), at=MONDAY)


def test_a_frame_says_what_is_missing(catalogue):
    draft = writing.begin("1.002010", by=who("nga"), at=MONDAY)
    _, found = writing.judged(stored(draft), on=MONDAY.date())
    assert {one.field for one in found} >= {"law", "process", "papers"} - {"papers"}


def test_a_reader_sees_the_old_version_or_the_new_one(draft):
    before = reads.version_in_force(BIRTH, date(2026, 11, 17))
    version = publish(draft)
    assert reads.version_in_force(BIRTH, date(2026, 11, 16)).id == before.id
    assert reads.version_in_force(BIRTH, date(2026, 11, 17)).id == version.id


def test_a_draft_that_a_newer_version_overtook_is_not_submitted_before_it_is_compared(draft):
    path = files.folder() / f"{BIRTH}@2026-11-17.yaml"
    path.write_text(stored(draft).text, encoding="utf-8")
    acts.load(path, by="tu", at=MONDAY)
    write(draft, "identity", {"in_force": date(2026, 11, 18)})
    assert writing.left_behind(stored(draft))
    with pytest.raises(Invalid):
        writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    writing.settle_file(draft, take=False, by=who("nga"), at=MONDAY)
    assert stored(draft).base.number == 2
    assert publish(draft).number == 3


def test_a_published_draft_becomes_the_file_and_the_next_one_departs_from_it(draft):
    publish(draft)
    assert writing.into_catalogue(stored(draft)) == files.path_for(BIRTH, date(2026, 11, 17))
    following = writing.begin(BIRTH, by=who("son"), at=MONDAY + timedelta(days=2))
    assert stored(following).text == texts.with_facts(stored(draft).text, {"in_force": date(2026, 11, 19)})
    assert not writing.left_behind(stored(following))


def test_a_version_without_a_file_keeps_the_comments_of_its_draft(draft):
    text = publish(draft).draft.text
    assert files.written(stored(draft).version)[0] == text


def test_a_file_that_another_put_there_is_left_alone(draft):
    publish(draft)
    files.path_for(BIRTH, date(2026, 11, 17)).write_text("# của người khác\n", encoding="utf-8")
    assert writing.into_catalogue(stored(draft)) is None


def test_a_draft_that_is_given_another_code_departs_from_that_procedure(draft):
    write(draft, "identity", {"code": "1.004222"})
    assert stored(draft).base == writing.newest("1.004222")


def test_what_would_leave_running_bundles_without_a_way_on_is_refused(draft):
    """The newborn's bundle never asks what the birth registration would have to know."""
    was = texts.digest_of(writing.shown(stored(draft), "form"))
    row = "  - {id: blood, label: Nhóm máu, type: text, max: 5, required: true}\n"
    writing.write(
        draft,
        "form",
        lambda text: text.replace("form:\n", f"form:\n{row}"),
        was=was,
        by=who("nga"),
        at=MONDAY,
    )
    with pytest.raises(Invalid) as refused:
        writing.submit(draft, DECISION, by=who("nga"), at=MONDAY)
    told = [fault.message for fault in refused.value.faults]
    assert any("2.000986" in message and "sẽ không mở được hồ sơ này" in message for message in told)


def test_the_database_too_wants_four_eyes(draft):
    """Nga began it, Sơn handed it in: neither may stand as who approved it."""
    controls("mai", "Lê Thị Mai")
    writing.submit(draft, DECISION, by=who("son"), at=MONDAY)
    version = stored(draft).base
    for name in ("nga", "son"):
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            VersionDraft.objects.filter(id=draft).update(state="published", version=version, approved_by=name)
