"""Stories of slips: each act has its own, issued once under a number without gaps, kept for ever."""

from __future__ import annotations

import threading
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from motcua.cases import acts as cases
from motcua.cases.models import Step
from motcua.documents import acts, checks, contents, editions, files, reads, slips
from motcua.documents.models import Book, Slip
from motcua.journal import outbox
from motcua.journal.models import Event
from motcua.kernel.refusals import Missing, NotAllowed, OutOfOrder
from motcua.people.models import Account
from tests.province import MONDAY, agency, who
from tests.stories.birth import RECEPTION, file_birth

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def received() -> UUID:
    case = file_birth(at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    return case


def examined() -> UUID:
    case = received()
    cases.claim(case, by=who("lan"), at=at(9, 30))
    return case


def finished() -> UUID:
    case = examined()
    cases.finish(case, "propose", by=who("lan"), at=at(10))
    cases.claim(case, by=who("quan"), at=at(14))
    cases.finish(case, "sign", by=who("quan"), at=at(14, 5))
    return case


def issue(case: UUID, form: str, by: str = "minh") -> Slip:
    return acts.issue(case, form, by=who(by), at=at(16))


def sheet_of(case: UUID, form: str, number: int = 1) -> slips.Letterhead:
    event = reads.event_answered(case, form)
    return contents.sheet(contents.gather(case, form, event), number)


# --- what they say -------------------------------------------------------------------------------------------


def test_the_receipt_says_what_was_promised(province):
    case = file_birth(at=at(8))
    acts.note_papers(case, {"birth-proof": {"original": 1}}, by=who("minh"), at=at(8, 30))
    cases.receive(case, by=who("minh"), at=at(9))
    sheet = sheet_of(case, "01", 7)
    assert isinstance(sheet, slips.Slip01)
    assert (sheet.agency_parent, sheet.place) == ("Ủy ban nhân dân phường Thành Sen", "Thành Sen")
    assert (sheet.number, sheet.suffix, sheet.form_set) == ("07", "TNHS", slips.FormSet.ND118)
    assert sheet.papers == (
        slips.PaperLine("Tờ khai đăng ký khai sinh", "bản chính"),
        slips.PaperLine("Giấy chứng sinh", "bản chính", 1),
    )
    assert (sheet.received_at, sheet.due_at) == (at(9), at(17, 30))
    assert sheet.limit_in_words.startswith("trong ngày làm việc")
    assert sheet.officer_name == "Nguyễn Văn Minh"
    assert sheet.tracking_url.endswith(f"/tra-cuu/?ma={sheet.case_code}")


def test_the_request_lists_the_exact_things_and_comes_from_the_one_stop(province):
    case = examined()
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh", "note": "chụp đủ bốn góc"}]
    cases.request_supplement(
        case, items=items, reason_code="unreadable", reason="Ảnh chụp mất góc", by=who("lan"), at=at(10)
    )
    sheet = sheet_of(case, "02")
    assert isinstance(sheet, slips.Slip02)
    assert sheet.items == ("Giấy chứng sinh: chụp đủ bốn góc",)
    assert sheet.reasons[0].endswith("Ảnh chụp mất góc")
    assert sheet.agency_name == "Trung tâm Phục vụ hành chính công phường Thành Sen"
    assert sheet.consequence == "Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ."


def test_the_request_of_a_late_case_promises_no_new_time(province):
    case = examined()
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    cases.request_supplement(
        case, items=items, reason_code="", reason="Ảnh mờ", by=who("lan"), at=at(10, days=1)
    )
    assert "không làm lùi ngày hẹn trả kết quả" in sheet_of(case, "02").consequence


@pytest.mark.parametrize("after_reception", [False, True])
def test_a_refusal_is_answered_by_who_refused(province, after_reception):
    case = examined() if after_reception else file_birth(at=at(8))
    by = who("lan" if after_reception else "minh")
    cases.refuse(
        case,
        reason_code="already-registered",
        reason="Trẻ đã có giấy khai sinh",
        basis="Luật Hộ tịch",
        by=by,
        at=at(10),
    )
    if after_reception:
        cases.claim(case, by=who("quan"), at=at(10, 30))
        cases.finish(case, "sign", by=who("quan"), at=at(10, 40))
    sheet = sheet_of(case, "03")
    assert isinstance(sheet, slips.Slip03)
    assert sheet.reasons == ("Trẻ đã được đăng ký khai sinh. Trẻ đã có giấy khai sinh",)
    assert sheet.legal_basis == ("Luật Hộ tịch",)
    assert sheet.agency_name.startswith("Ủy ban nhân dân" if after_reception else "Trung tâm")
    assert (sheet.signer.titles if sheet.signer else ()) == (
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if after_reception else ()
    )


def test_an_apology_is_signed_by_the_head(province):
    from tests.stories.birth import file_birth as file

    case = file(at=at(8), code="1.004873")
    cases.receive(case, by=who("minh"), at=at(9))
    cases.apologise(case, reason="Chờ xác minh", new_due=at(17, 30, days=4), by=who("quan"), at=at(10))
    sheet = sheet_of(case, "04")
    assert isinstance(sheet, slips.Slip04)
    assert sheet.signer == slips.Signer((f"TM. {contents.COMMITTEE.upper()}", "CHỦ TỊCH"), "Lê Anh Quân")
    assert (sheet.agency_parent, sheet.suffix) == ("", "PXL")
    assert sheet.new_due > sheet.original_due
    assert issue(case, "04").title == "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"


def test_the_head_of_a_division_apologises_by_order_of_the_chairman(province):
    case = file_birth(at=at(8), code="1.004873")
    cases.receive(case, by=who("minh"), at=at(9))
    cases.apologise(case, reason="Chờ xác minh", new_due=at(17, 30, days=4), by=who("ha"), at=at(10))
    sheet = sheet_of(case, "04")
    assert isinstance(sheet, slips.Slip04)
    assert sheet.agency_name == "Ủy ban nhân dân phường Thành Sen"
    assert (sheet.signer.titles[0], sheet.signer.name) == ("TL. CHỦ TỊCH", "Võ Thu Hà")


def test_a_granted_case_yields_its_result(province):
    case = finished()
    sheet = sheet_of(case, "KQ", 12)
    assert isinstance(sheet, slips.ResultSheet)
    assert (sheet.title_lines, sheet.number, sheet.suffix) == (("Giấy khai sinh",), "12", "2026")
    assert sheet.signer == slips.Signer((f"TM. {contents.COMMITTEE.upper()}", "CHỦ TỊCH"), "Lê Anh Quân")
    assert sheet.result_code.endswith("-KQ26000012")
    assert sheet.groups[0].facts[0] == slips.Fact("Họ, chữ đệm, tên", "TRẦN AN NHIÊN")
    assert (sheet.recipients, sheet.draft) == ((), False)


def test_what_the_head_of_a_division_signs_is_issued_in_the_division_s_name(province):
    case = file_birth(at=at(8), code="1.001612")
    cases.receive(case, by=who("minh"), at=at(9))
    for step in (("ha", "assign"), ("lan", "propose"), ("ha", "sign")):
        cases.claim(case, by=who(step[0]), at=at(10))
        cases.finish(case, step[1], by=who(step[0]), at=at(10, 30))
    sheet = sheet_of(case, "KQ")
    assert isinstance(sheet, slips.ResultSheet)
    assert sheet.agency_parent == "Ủy ban nhân dân phường Thành Sen"
    assert sheet.agency_name == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert sheet.signer == slips.Signer(("TRƯỞNG PHÒNG",), "Võ Thu Hà")
    assert sheet.subtitle == "Đăng ký lần đầu, ngày 16 tháng 11 năm 2026"


def test_a_decision_is_the_chairman_s_not_the_committee_s(province):
    case = file_birth(at=at(8), code="1.011609")
    cases.receive(case, by=who("minh"), at=at(9))
    for move in ("assign", "surveyed", "propose", "sign"):
        officer = actor_of_step(case)
        cases.claim(case, by=officer, at=at(10))
        cases.finish(case, move, by=officer, at=at(10, 30))
    sheet = sheet_of(case, "KQ")
    assert isinstance(sheet, slips.ResultSheet)
    assert (sheet.title_lines, sheet.declares, sheet.suffix) == (("Quyết định",), "Quyết định:", "QĐ-UBND")
    assert sheet.authority == "Chủ tịch Ủy ban nhân dân phường Thành Sen"
    assert sheet.signer == slips.Signer(("CHỦ TỊCH",), "Lê Anh Quân")


def actor_of_step(case: UUID):
    """Who owns the open step."""
    return who(Step.objects.values_list("owner__username", flat=True).get(case=case, closed_at=None))


def test_a_signature_outlives_the_account_that_gave_it(province):
    case = finished()
    Account.objects.filter(username="quan").update(is_active=False)
    sheet = sheet_of(case, "KQ")
    assert isinstance(sheet, slips.ResultSheet)
    assert sheet.signer.name == "Lê Anh Quân"


@pytest.mark.parametrize(
    ("territory", "name"),
    [("phường Thành Sen", "Thành Sen"), ("phường 5", "Phường 5"), ("tỉnh Hà Tĩnh", "Hà Tĩnh"), ("", "")],
)
def test_a_place_is_named_as_documents_name_it(territory, name):
    assert slips.place_name(territory) == name


@pytest.mark.parametrize(
    ("day", "form_set", "apology", "stop"),
    [
        ("2018-01-01", "ND61", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", False),
        ("2025-09-14", "ND61", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", False),
        ("2025-09-15", "ND118", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", True),
    ],
)
def test_the_day_of_reception_decides_the_set_of_forms(province, day, form_set, apology, stop):
    forms = editions.forms(date.fromisoformat(day))
    assert slips.FormSet(forms.edition) == form_set
    assert editions.title("04", forms) == apology
    assert editions.exists("TB", forms) is stop


# --- once ----------------------------------------------------------------------------------------------------


def test_a_slip_is_issued_once_and_stays_as_it_was(province):
    case = received()
    first, again = issue(case, "01"), issue(case, "01", by="lan")
    assert first == again
    assert (first.number, first.issued_by) == (1, "minh")
    with files.open_content(first.file.sha256) as stored:
        pdf = stored.read()
    assert pdf.startswith(b"%PDF-")
    assert slips.typeset(sheet_of(case, "01")) == pdf
    assert first.data["case_code"] == first.case.code
    assert set(first.data) == set(asdict(sheet_of(case, "01")))


def test_what_changes_later_changes_no_slip(province):
    case = received()
    before = sheet_of(case, "01")
    cases.claim(case, by=who("lan"), at=at(9, 30))
    acts.note_papers(case, {"birth-proof": {"copy": 2}}, by=who("lan"), at=at(9, 40))
    assert sheet_of(case, "01") == before


def test_the_worker_issues_what_an_act_calls_for_and_nothing_twice(province):
    case = received()
    event = Event.objects.get(stream=case, kind="case.received")
    assert outbox.deliver(event.id, "documents.slip")
    assert not outbox.deliver(event.id, "documents.slip")
    slip = Slip.objects.get(case=case)
    assert (slip.form, slip.seq, slip.issued_at, slip.issued_by) == ("01", event.seq, at(9), "minh")
    assert Event.objects.filter(stream=acts.stream_of(case), kind="slip.issued").count() == 1


def test_every_event_that_calls_for_a_slip_has_a_subscriber():
    from motcua.documents import editions

    assert all("documents.slip" in outbox.subscribers_of(kind) for kind in editions.ANSWERED)


def test_numbers_of_a_book_have_no_gaps(province):
    numbers = [issue(received(), "01").number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert Book.objects.get(agency=agency(RECEPTION), form="01", year=2026).last == 3


def test_a_slip_that_cannot_be_set_uses_no_number(province, monkeypatch):
    case = received()

    def broken(sheet):
        raise RuntimeError

    monkeypatch.setattr(slips, "typeset", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(case, "01")
    monkeypatch.undo()
    assert issue(case, "01").number == 1


def test_nothing_is_issued_that_nothing_calls_for(province):
    with pytest.raises(OutOfOrder):
        issue(received(), "04", by="quan")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_slip SET number = 9",
        "DELETE FROM documents_slip",
        "UPDATE documents_slip SET data = '{}'",
    ],
)
def test_the_database_refuses_to_change_a_slip(province, statement):
    issue(received(), "01")
    with (
        pytest.raises(Error, match="kept as it was written"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_get_the_same_slip(province, store):
    case = received()
    start, got, failed = threading.Barrier(2), [], []

    def press(username: str) -> None:
        try:
            by = who(username)
            start.wait()
            got.append(acts.issue(case, "01", by=by, at=at(16)).id)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[username]) for username in ("minh", "lan")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert got[0] == got[1]
    assert Slip.objects.filter(case=case).count() == 1
    assert Book.objects.get(form="01").last == 1
    assert len(list(store.glob("??/??/*"))) == 1


# --- who sees them -------------------------------------------------------------------------------------------


def test_an_outsider_neither_issues_nor_sees(province):
    case = received()
    with pytest.raises(Missing):
        issue(case, "01", by="binh")


def test_an_applicant_waits_for_the_slip_and_draws_no_number(province):
    case = received()
    with pytest.raises(NotAllowed):
        issue(case, "01", by="hoa")
    assert not Slip.objects.exists()
    assert not Book.objects.exists()


def test_slips_hang_on_the_pages_of_their_case_and_open_for_who_may_see_it(
    province, client, django_user_model
):
    case = received()
    assert [(row.form, row.id) for row in reads.slips(case)] == [("01", None)]

    def as_(username: str):
        client.force_login(django_user_model.objects.get(username=username))
        return client

    assert as_("hoa").post(reverse("slip-issue", args=[case, "01"])).status_code == 403
    shown = client.get(reverse("my-case", args=[case])).content.decode()
    assert "Đang được lập, thường xong sau vài phút" in shown
    assert reverse("slip-issue", args=[case, "01"]) not in shown
    assert (
        reverse("slip-issue", args=[case, "01"])
        in as_("minh").get(reverse("desk-case", args=[case])).content.decode()
    )
    opened = client.post(reverse("slip-issue", args=[case, "01"]))
    assert opened["Location"] in as_("hoa").get(reverse("my-case", args=[case])).content.decode()
    answer = client.get(opened["Location"])
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF-")
    for username, status in (("minh", 200), ("quan", 200), ("binh", 404), ("anphat", 404)):
        assert as_(username).get(opened["Location"]).status_code == status
    assert as_("binh").post(reverse("slip-issue", args=[case, "01"])).status_code == 404
    assert as_("minh").post(reverse("slip-issue", args=[case, "99"])).status_code == 409


# --- in the store ----------------------------------------------------------------------------------------------


def test_a_slip_that_was_changed_on_the_disk_is_found_and_never_handed_out(province, signed_in):
    slip = issue(received(), "01")
    assert list(checks.files_that_differ()) == []
    place = files.path_of(slip.file.sha256)
    place.chmod(0o640)
    place.write_bytes(place.read_bytes().replace(b"PDF", b"FDP", 1))
    assert list(checks.files_that_differ()) == [f"{slip.title} của hồ sơ {slip.case.code}"]
    answer = signed_in("minh").get(reverse("slip-file", args=[slip.case_id, slip.id]))
    assert answer.status_code == 500
    assert "không còn nguyên vẹn" in answer.content.decode()
