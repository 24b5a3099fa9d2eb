"""Bundles in stories: one application goes to three agencies and comes back as one (NĐ 61/2018 Đ.19.6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from motcua.agencies.models import Agency
from motcua.cases import acts, checks, reads, volumes
from motcua.cases.models import Case, Channel, Step
from motcua.cases.portal import reads as portal_reads
from motcua.cases.tests.desk_pages import offered, show
from motcua.cases.tests.test_moving import published
from motcua.journal import seals
from motcua.kernel.refusals import Missing, OutOfOrder
from motcua.kernel.states import State
from motcua.procedures import reads as procedures
from motcua.procedures.models import ProcedureVersion
from tests.province import MONDAY, who
from tests.stories.bundle import BUNDLE, file_bundle, granted, owner, part

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def standing(case) -> tuple[State, str]:
    row = Case.objects.get(id=case)
    return State(row.state), row.outcome


def open_step(case) -> str:
    return Step.objects.get(case=case, closed_at=None).name


@pytest.fixture
def bundle(province):
    """Received on Monday at eight: the birth is being registered."""
    return file_bundle(at=at(8))


@pytest.fixture
def halfway(bundle):
    """The birth is registered: residence and insurance run side by side."""
    granted(part(bundle, "birth").id, at=at(10))
    return bundle


def test_a_part_is_filed_and_received_with_its_bundle(bundle):
    birth, whole = part(bundle, "birth"), Case.objects.get(id=bundle)
    assert (birth.state, birth.received_at, birth.share) == (State.RECEIVED, at(8), "1 wd")
    assert birth.due_at == at(17, 30, days=1)  # by its share, not by the limit of the procedure alone
    assert birth.competent_id == whole.competent_id
    assert birth.form["child"] == whole.form["child"]
    assert standing(bundle) == (State.PROCESSING, "")


def test_a_part_comes_by_the_channel_of_its_bundle_whatever_it_takes_alone(province, sits):
    """One application, at one place (NĐ 61/2018 Đ.3.2): the part keeps the way that the citizen came, counted once."""
    birth = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    online = published(birth, lambda definition: definition.update(channels=["online"]))
    bundle = file_bundle(at=at(8, days=1))
    filed = part(bundle, "birth")
    assert (filed.version_id, filed.channel) == (online.id, Channel.COUNTER)
    assert "Trực tiếp, theo hồ sơ liên thông" in show(sits("lan"), filed.id).text
    days = {"since": MONDAY.date(), "until": (MONDAY + timedelta(days=2)).date(), "brought": {}}
    of = procedures.definition(online.id)
    assert volumes.volume("1.001193", of, **days).channels == {}
    assert volumes.volume(BUNDLE, of, **days).channels == {"counter": 1}


def test_the_next_parts_follow_when_the_first_is_done(halfway):
    birth = part(halfway, "birth")
    assert standing(birth.id) == (State.RETURNED, "granted")
    assert birth.receiver == Case.objects.get(id=halfway).code
    assert open_step(halfway) == "others"
    residence, insurance = part(halfway, "residence"), part(halfway, "insurance")
    assert residence.competent.slug == "cong-an-18073"
    assert insurance.competent.slug == "bhxh-tinh"
    assert (residence.received_at, residence.due_at) == (at(10), at(17, 30, days=10))  # 24/11 is a day off
    assert residence.form["mover"]["full_name"] == "Trần An Nhiên"


def test_the_bundle_has_its_result_when_the_last_part_has(halfway):
    granted(part(halfway, "insurance").id, at=at(9, days=2))
    assert open_step(halfway) == "others"
    granted(part(halfway, "residence").id, at=at(9, days=3))
    assert standing(halfway) == (State.FINISHED, "granted")
    assert open_step(halfway) == "hand-over"
    acts.hand_over(halfway, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(10, days=3))
    assert standing(halfway) == (State.RETURNED, "granted")
    assert checks.rows_that_differ() == []
    assert seals.verify().broken is None


def test_a_part_that_nobody_asked_for_is_not_filed(province):
    case = file_bundle(at=at(8), insure=False, clinic=None)
    granted(part(case, "birth").id, at=at(10))
    assert [one.part for one in reads.parts_of(case)] == ["birth", "residence"]
    granted(part(case, "residence").id, at=at(11))
    assert standing(case) == (State.FINISHED, "granted")


def test_the_citizen_has_one_case_with_one_date(halfway):
    hoa = who("hoa")
    mine = portal_reads.mine(hoa.applicant).rows
    assert [row.id for row in mine] == [halfway]
    code = part(halfway, "residence").code
    with pytest.raises(Missing):
        reads.track(code)
    with pytest.raises(OutOfOrder, match="hồ sơ liên thông"):
        acts.withdraw(part(halfway, "residence").id, reason="Không cần nữa", by=hoa, at=at(11))


def test_a_step_that_waits_is_not_left_before_its_parts(halfway):
    lan = owner(halfway, at(11))
    acts.claim(halfway, by=lan, at=at(11))
    with pytest.raises(OutOfOrder, match="Công an"):
        acts.finish(halfway, "gathered", by=lan, at=at(11))


def refuse(case, moment):
    by = owner(case, moment)
    acts.claim(case, by=by, at=moment)
    acts.refuse(
        case, reason_code="other", reason="Chưa đủ điều kiện", basis="Luật Cư trú Điều 23", by=by, at=moment
    )


def refused_and_signed(case, moment):
    refuse(case, moment)
    leader = owner(case, moment)
    acts.claim(case, by=leader, at=moment)
    acts.finish(case, "sign", by=leader, at=moment)


def test_the_lead_decides_when_a_part_is_refused(halfway):
    refused_and_signed(part(halfway, "residence").id, at(14))
    assert standing(part(halfway, "residence").id) == (State.RETURNED, "refused")
    granted(part(halfway, "insurance").id, at=at(15))
    assert open_step(halfway) == "others"
    lan = owner(halfway, at(16))
    acts.claim(halfway, by=lan, at=at(16))
    acts.finish(halfway, "gathered", note="Trả khai sinh và thẻ", by=lan, at=at(16))
    assert standing(halfway) == (State.FINISHED, "granted")


def test_a_bundle_that_is_refused_takes_its_parts_back(halfway):
    refuse(halfway, at(14))
    assert standing(halfway) == (State.FINISHED, "refused")
    for name in ("residence", "insurance"):
        assert standing(part(halfway, name).id) == (State.STOPPED, "withdrawn")
    assert standing(part(halfway, "birth").id) == (State.RETURNED, "granted")
    assert checks.rows_that_differ() == []


def test_a_bundle_that_is_withdrawn_takes_its_parts_back(halfway):
    acts.withdraw(halfway, reason="Chuyển đi nơi khác", by=who("hoa"), at=at(14))
    assert part(halfway, "residence").finished_at is None
    acts.answer_withdrawal(halfway, granted=True, by=who("minh"), at=at(15))
    assert standing(part(halfway, "residence").id) == (State.STOPPED, "withdrawn")


def test_a_pause_of_the_bundle_lets_the_parts_end_and_then_goes_on(halfway):
    quan = who("quan")
    acts.hold(halfway, "force-majeure", reason="Bão", decision="15/TB-UBND", by=quan, at=at(11))
    granted(part(halfway, "insurance").id, at=at(14))
    granted(part(halfway, "residence").id, at=at(15))
    assert open_step(halfway) == "others"
    acts.resume(halfway, by=quan, at=at(16))
    assert standing(halfway) == (State.FINISHED, "granted")


def test_who_sees_what(halfway):
    police = owner(part(halfway, "residence").id, at(11))
    residence = part(halfway, "residence")
    assert reads.case(residence.id, actor=police).row["id"] == residence.id
    with pytest.raises(Missing):
        reads.case(residence.id, actor=who("binh"))
    assert reads.bundle_of(residence.id).id == halfway
    assert Agency.objects.get(id=residence.competent_id).name == "Công an phường Thành Sen"


def test_late_minutes_are_charged_to_whoever_held_the_case(halfway):
    granted(part(halfway, "insurance").id, at=at(9, days=1))
    granted(part(halfway, "residence").id, at=at(8, 30, days=11))
    view = reads.case(halfway, actor=who("lan"))
    by_agency = {one.agency: one for one in reads.charges(view, now=at(9, days=11))}
    police = by_agency["Công an phường Thành Sen"]
    assert police.budget == 7 * 480
    assert police.late == police.held - police.budget > 0
    assert by_agency["BHXH tỉnh"].late == 0
    committee = by_agency["UBND phường Thành Sen"]
    assert (committee.held, committee.budget) == (120, 480)  # the birth, from eight to ten


def test_the_desk_and_the_citizen_see_the_parts(halfway, sits, watch):
    watch.at = at(11)
    residence = part(halfway, "residence")
    page = show(sits("lan"), halfway)
    assert "Các phần của hồ sơ liên thông" in page.text
    assert reverse("desk-case", args=[residence.id]) in {link.get("href") for link in page.all("a")}
    police = show(sits(owner(residence.id, at(11)).username), residence.id)
    assert Case.objects.get(id=halfway).code in police.text
    assert "Thời gian của từng cơ quan" in police.text
    mine = sits("hoa").get(reverse("my-case", args=[halfway])).content.decode()
    assert "Các phần của hồ sơ" in mine
    assert "Công an phường Thành Sen" in mine
    assert sits("hoa").get(reverse("my-case", args=[residence.id])).status_code == 200


def test_the_lead_waits_until_the_parts_have_ended(halfway, sits, watch):
    watch.at = at(11)
    lan = owner(halfway, at(11)).username
    assert "chuyen-gathered" not in offered(sits(lan), halfway)
    refused_and_signed(part(halfway, "residence").id, at(14))
    granted(part(halfway, "insurance").id, at=at(15))
    assert "chuyen-gathered" in offered(sits(lan), halfway)


@pytest.mark.parametrize("forged", [{"share": "9 wd"}, {"bundle_part": "birth-again"}])
def test_a_part_that_was_rewritten_is_found(halfway, forged):
    Case.objects.filter(id=part(halfway, "insurance").id).update(**forged)
    (found,) = checks.rows_that_differ()
    assert all(f"“{column}”" in found.message for column in forged)


def test_an_error_is_mended_in_the_part_where_it_is(halfway):
    granted(part(halfway, "insurance").id, at=at(9, days=1))
    granted(part(halfway, "residence").id, at=at(9, days=2))
    acts.hand_over(halfway, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(10, days=2))
    words = {"reason": "Sai tên cha", "decision": "12/QĐ-UBND"}
    with pytest.raises(OutOfOrder, match="mở lại phần"):
        acts.correct(halfway, **words, by=who("quan"), at=at(11, days=2))
    birth = part(halfway, "birth").id
    acts.correct(birth, **words, by=who("quan"), at=at(11, days=2))
    granted(birth, at=at(14, days=2))
    assert standing(birth) == (State.RETURNED, "granted")
    assert checks.rows_that_differ() == []


def test_a_step_that_closes_by_itself_names_its_owner_and_not_the_system(halfway, client, django_user_model):
    client.force_login(django_user_model.objects.get(username="hoa"))
    shown = client.get(reverse("my-case", args=[halfway])).content.decode()
    gathered = Step.objects.get(case=halfway, name="register")
    assert gathered.closed_by.username == "system"
    assert f"{gathered.owner.full_name}, " in shown
    assert "tự đóng khi các phần xong" in shown
    assert "Hệ thống" not in shown
