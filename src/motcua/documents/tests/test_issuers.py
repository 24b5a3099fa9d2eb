"""In whose name a paper is issued: that of the agency at whose step it is signed, wherever the case was examined."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.cases import acts as cases
from motcua.cases import opinions
from motcua.cases.models import Case, Step
from motcua.documents import acts, contents, reads, slips
from motcua.documents.models import Slip
from motcua.documents.tests.test_slips import at, sheet_of
from motcua.journal import outbox
from motcua.journal.models import Event
from motcua.kernel.refusals import Missing, NotAllowed
from tests.province import agency, who
from tests.stories.birth import file_birth
from tests.stories.bundle import file_bundle, granted, part
from tests.stories.project import file_investment, holder, owner, walked

pytestmark = pytest.mark.django_db

PROVINCE = "Ủy ban nhân dân tỉnh Hà Tĩnh"
SUPPORT = "3.000244"
TO_DEPARTMENT = ("assign", "propose", "agree", "sign", "issue", "forward", "assign")


@pytest.fixture
def submitted(province):
    """The department has signed its report: the province decides."""
    case = walked(file_investment(at=at(8), asks_land=False), "assign", "consult", at=at(9))
    for one in opinions.waiting(case):
        by = owner(case, one.branch)
        opinions.give(case, one.branch, answer="agree", content="", by=by, at=at(10))
    return walked(case, "propose", "sign", at=at(14))


@pytest.fixture
def supported(province):
    """The commune has sent it on: the Department of Home Affairs appraises."""
    case = file_birth(code=SUPPORT, at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    return walked(case, *TO_DEPARTMENT, at=at(11))


def test_what_the_province_signs_is_issued_by_the_province(submitted):
    chairman = owner(submitted)
    walked(submitted, "sign", at=at(15))
    sheet = sheet_of(submitted, "KQ", 7)
    assert isinstance(sheet, slips.ResultSheet)
    assert (sheet.agency_parent, sheet.agency_name, sheet.place) == ("", PROVINCE, "Hà Tĩnh")
    assert sheet.signer.titles[0] == "TM. ỦY BAN NHÂN DÂN"
    assert sheet.signer.titles[-1].endswith("CHỦ TỊCH")
    assert sheet.signer.name == chairman.name
    assert sheet.result_code.startswith("H27-KQ26")
    slip = acts.issue(submitted, "KQ", by=who("minh"), at=at(16))
    assert (slip.agency_id, slip.number) == (agency("ubnd-tinh"), 1)


def test_the_draft_that_a_department_submits_is_the_province_s_from_the_start(province):
    case = walked(file_investment(at=at(8)), "assign", at=at(9))
    assert contents.draft(case, at(9, 30)).agency_name == PROVINCE


def test_the_recipients_are_named_and_not_by_their_slugs(submitted):
    walked(submitted, "sign", at=at(15))
    sheet = sheet_of(submitted, "KQ")
    assert isinstance(sheet, slips.ResultSheet)
    assert sheet.recipients[1:] == (
        "Sở Tài chính;",
        "Sở Xây dựng;",
        "Sở Nông nghiệp và Môi trường;",
        "Sở Công Thương;",
        "Lưu: VT, hồ sơ.",
    )


def test_the_department_signs_the_allowance_in_its_own_name(supported):
    walked(supported, "propose", "agree", "sign", at=at(15))
    sheet = sheet_of(supported, "KQ")
    assert isinstance(sheet, slips.ResultSheet)
    assert (sheet.agency_parent, sheet.agency_name) == (PROVINCE, "Sở Nội vụ")
    assert sheet.signer.titles == ("GIÁM ĐỐC",)


@pytest.mark.parametrize(
    ("at_department", "issuer"), [(True, "Sở Nội vụ"), (False, "Ủy ban nhân dân phường")]
)
def test_a_refusal_is_issued_by_the_agency_whose_leader_signed_it(province, at_department, issuer):
    case = file_birth(code=SUPPORT, at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    walked(case, *(TO_DEPARTMENT if at_department else ("assign",)), at=at(11))
    by = owner(case)
    cases.claim(case, by=by, at=at(14))
    cases.refuse(case, reason_code="not-entitled", reason="Không thuộc", basis="NQ 182", by=by, at=at(14))
    walked(case, "sign", at=at(15))
    sheet = sheet_of(case, "03")
    assert isinstance(sheet, slips.Slip03)
    assert sheet.agency_name.startswith(issuer)
    assert sheet.signer is not None
    assert sheet.signer.titles[-1] == ("GIÁM ĐỐC" if at_department else "CHỦ TỊCH")


def apologised(case, by):
    due = Case.objects.get(id=case).due_at
    cases.apologise(case, reason="Chờ kết quả xác minh", new_due=due + timedelta(days=7), by=by, at=at(15))
    return sheet_of(case, "04")


def test_the_agency_that_settles_the_case_now_apologises_in_its_own_name(supported):
    """NĐ 61/2018 Đ.12.5, Đ.19.9: whoever settles a case and is late apologises, not who sent it on."""
    with pytest.raises(NotAllowed):
        apologised(supported, who("quan"))
    director = holder("so-noi-vu", "leader")
    sheet = apologised(supported, director)
    assert isinstance(sheet, slips.Slip04)
    assert (sheet.agency_parent, sheet.agency_name, sheet.apologising) == (PROVINCE, "Sở Nội vụ", "Sở Nội vụ")
    assert sheet.received_by == "Trung tâm Phục vụ hành chính công phường Thành Sen"
    assert sheet.signer == slips.Signer(("GIÁM ĐỐC",), director.name)
    slip = acts.issue(supported, "04", by=who("minh"), at=at(16))
    assert (slip.agency_id, slip.number) == (agency("so-noi-vu"), 1)


def test_where_the_case_is_still_at_the_commune_the_commune_apologises(province):
    case = file_birth(code=SUPPORT, at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    walked(case, "assign", at=at(11))
    with pytest.raises((Missing, NotAllowed)):
        apologised(case, holder("so-noi-vu", "leader"))
    sheet = apologised(case, who("quan"))
    assert isinstance(sheet, slips.Slip04)
    assert sheet.apologising == sheet.received_by == "Ủy ban nhân dân phường Thành Sen"


def test_who_stops_the_case_gives_the_notice_in_its_own_name(supported):
    stopped = {"reason": "Người nộp đã mất.", "basis": "NQ 182"}
    with pytest.raises(NotAllowed):
        cases.stop(supported, **stopped, by=who("quan"), at=at(15))
    cases.stop(supported, **stopped, by=holder("so-noi-vu", "leader"), at=at(15))
    sheet = sheet_of(supported, "TB")
    assert isinstance(sheet, slips.StopNotice)
    assert (sheet.agency_name, sheet.signer.titles) == ("Sở Nội vụ", ("GIÁM ĐỐC",))


def test_who_grants_a_withdrawal_there_answers_for_the_competent_agency(supported):
    cases.withdraw(supported, reason="Nộp nhầm nơi", by=who("hoa"), at=at(15))
    cases.answer_withdrawal(supported, granted=True, by=who("minh"), at=at(15))
    assert sheet_of(supported, "TB").agency_name == "Ủy ban nhân dân phường Thành Sen"


def test_the_result_of_a_bundle_is_issued_by_who_answers_for_its_last_step(province):
    bundle = file_bundle(at=at(8))
    for name, hour in (("birth", 10), ("insurance", 14), ("residence", 15)):
        granted(part(bundle, name).id, at=at(hour))
    gathering = Step.objects.get(case=bundle, name="others")
    event = reads.event_answered(bundle, "KQ")
    assert (event.by, gathering.closed_by.username) == ("system", "system")
    acts.answer(
        outbox.Happened(event.id, event.stream, event.seq, event.kind, event.at, event.by, event.data)
    )
    slip = Slip.objects.get(case=bundle, form="KQ")
    assert slip.issued_by == gathering.owner.username
    assert slip.data["signer"]["name"] == gathering.owner.full_name
    assert slip.data["signer"]["titles"] == [
        gathering.owner.appointments.get(post__roles__contains=["civil-status"]).post.title.upper()
    ]
    told = Event.objects.filter(kind="slip.issued", data__case=str(bundle)).latest("at")
    assert told.by == gathering.owner.username
