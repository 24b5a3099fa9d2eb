"""The pages of legal officers: a procedure is written, judged, mended, compared, published by a second person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from motcua.procedures.drafting import files, texts, writing
from motcua.procedures.drafting.parts import PARTS
from motcua.procedures.models import VersionDraft
from motcua.procedures.tests.designing import BIRTH, HOME, inputs, page, signed_in, stored, words
from tests.province import MONDAY, controls, who
from tests.stories.birth import BIRTH_FORM, posted

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("designer")]
DECISION = {
    "document": "2801/QĐ-UBND",
    "date.day": "16",
    "date.month": "11",
    "date.year": "2026",
    "by": "Chủ tịch UBND tỉnh",
    "signer": "Nguyễn Văn A",
}


@pytest.mark.parametrize("name", ["binh", "hoa", "lan", "quan", "tu"])
def test_the_pages_do_not_exist_for_others(draft, name):
    for path in (HOME, page(draft), page(draft, "phan/steps/"), page(draft, "tai-ve/")):
        assert signed_in(name).get(path).status_code == 404


@pytest.mark.parametrize("part", [*PARTS, "scenarios", "all"])
def test_a_part_that_is_saved_as_it_was_changes_nothing(nga, draft, part):
    for how in ("", "?van-ban"):
        path = page(draft, f"phan/{part}/{how}")
        answer = nga.post(path, inputs(nga.get(path)) | {"do": "save"})
        assert answer.status_code == 302
        assert (stored(draft).text, stored(draft).scenarios) == (draft.text, draft.scenarios)


def test_one_cell_is_changed_and_the_rest_keeps_its_letters(nga, draft):
    path = page(draft, "phan/steps/")
    sent = inputs(nga.get(path))
    sent |= {"r1-title": "Thẩm tra kỹ", "do": "save"}
    nga.post(path, sent)
    before, after = draft.text.splitlines(), stored(draft).text.splitlines()
    assert "Thẩm tra kỹ" in stored(draft).text
    assert len(set(before) - set(after)) <= 6


def test_rows_are_added_moved_and_dropped_before_they_are_saved(nga, draft):
    path = page(draft, "phan/papers/")
    sent = inputs(nga.get(path))
    many = sum(bool(re.fullmatch(r"r\d+-row", name)) for name in sent)
    added = nga.post(path, sent | {"do": "add-1"})
    assert sum(bool(re.fullmatch(r"r\d+-row", name)) for name in inputs(added)) == many + 1
    assert stored(draft).revision == 1
    sent = inputs(added) | {"r1-id": "photo", "r1-title": "Ảnh 4x6", "r1-original": "2"}
    moved = inputs(nga.post(path, sent | {"do": "up-1"}))
    assert moved["r0-id"] == "photo"
    nga.post(path, moved | {"do": "save"})
    assert texts.part_text(stored(draft).text, ("papers",)).index("photo") < 60
    dropped = inputs(nga.post(path, inputs(nga.get(path)) | {"do": "drop-0"}))
    nga.post(path, dropped | {"do": "save"})
    assert texts.part_text(stored(draft).text, ("papers",)) == texts.part_text(draft.text, ("papers",))


def test_the_second_writer_of_a_part_is_told_and_loses_nothing(nga, son, draft):
    path = page(draft, "phan/identity/")
    hers, his = inputs(nga.get(path)), inputs(son.get(path))
    nga.post(path, hers | {"f-short": "Khai sinh", "do": "save"})
    refused = son.post(path, his | {"f-short": "Sinh con", "do": "save"})
    assert refused.status_code == 409
    assert "Phan Thị Nga đã sửa phần này" in words(refused)
    assert "Khai sinh" in words(refused)
    again = inputs(refused)
    assert again["f-short"] == "Sinh con"
    assert son.post(path, again | {"do": "save"}).status_code == 302
    assert "short: Sinh con" in stored(draft).text


def test_what_is_typed_is_judged_before_it_is_saved(nga, draft):
    path = page(draft, "phan/identity/")
    sent = inputs(nga.get(path)) | {"f-limit.value": "nhanh", "do": "check"}
    answer = nga.post(path, sent, HTTP_HX_REQUEST="true")
    assert "Lỗi , Thời hạn giải quyết: “nhanh” viết chưa đúng mẫu. Viết số và đơn vị" in words(answer)
    assert "limit.value" not in words(answer)
    assert "<html" not in answer.content.decode()
    assert "nhanh" not in stored(draft).text
    assert 'value="nhanh"' in nga.post(path, sent).content.decode()


@pytest.mark.parametrize(
    ("part", "cell", "typed", "label"),
    [
        ("steps", "r1-moves-0-when", "nơi nào", "Khi (2. Thẩm tra, ghi Sổ hộ tịch, Hướng 1)"),
        ("identity", "f-in_force", "31/12/202", "Áp dụng từ ngày"),
        ("identity", "f-decision.date", "2099-99-99", "Ngày ký quyết định"),
        ("identity", "f-decision.date", "31/02/2026", "Ngày ký quyết định"),
    ],
)
def test_a_cell_that_is_half_typed_is_named_in_the_list_alone(nga, draft, part, cell, typed, label):
    path = page(draft, f"phan/{part}/")
    sent = inputs(nga.get(path)) | {cell: typed, "do": "check"}
    answer = nga.post(path, sent, HTTP_HX_REQUEST="true")
    assert (answer.status_code, "<main" in answer.content.decode()) == (200, False)
    assert f"Lỗi , {label}:" in words(answer)
    assert "Không có lỗi nào" not in words(answer)
    whole = nga.post(path, sent | {"do": "save"})
    assert (whole.status_code, "Không có lỗi nào" in words(whole)) == (422, False)
    assert (label in words(whole), cell in words(whole)) == (True, False)


@pytest.fixture
def fresh(designer) -> VersionDraft:
    """A draft from the empty frame: no papers, no form, no order of doing."""
    return VersionDraft.objects.get(id=writing.begin("1.003677", by=who("nga"), at=MONDAY))


def test_what_is_written_is_judged_while_other_parts_are_empty(nga, fresh):
    path = page(fresh, "phan/identity/")
    typed = inputs(nga.get(path)) | {"f-in_force": "01/01/2020", "do": "check"}
    answer = words(nga.post(path, typed, HTTP_HX_REQUEST="true"))
    assert "Không công bố lùi ngày" in answer
    assert "Không có lỗi nào" not in answer


def test_what_cannot_be_judged_yet_is_not_called_right(nga, fresh):
    VersionDraft.objects.update(text=fresh.text.replace("  value: 5 wd", "  value:"), revision=2)
    answer = words(nga.get(page(fresh, "phan/steps/")))
    assert "Chưa soát được hết phần này vì còn trống hoặc sai:" in answer
    assert "Không có lỗi nào" not in answer


def test_a_day_and_a_time_are_written_as_people_write_them(nga, draft):
    path = page(draft, "phan/identity/")
    typed = {"f-in_force": "31/12/2026", "f-decision.date": "1/11/2026", "do": "save"}
    assert nga.post(path, inputs(nga.get(path)) | typed).status_code == 302
    assert "in_force: 2026-12-31" in stored(draft).text
    assert "date: 2026-11-01" in stored(draft).text
    path = page(draft, "phan/steps/")
    nga.post(
        path, inputs(nga.get(path)) | {"r0-within": "7 ngày  làm việc", "r1-within": "3 wh", "do": "save"}
    )
    assert "within: 7 wd" in stored(draft).text
    assert "within: 3 wh" in stored(draft).text
    refused = nga.post(
        path, inputs(nga.get(path)) | {"r0-within": "2 tuần", "do": "check"}, HTTP_HX_REQUEST="true"
    )
    assert "tuần thì ghi số ngày làm việc" in words(refused)


def test_yes_is_offered_once(nga, draft):
    shown = nga.get(page(draft, "phan/law/")).content.decode()
    lists = re.findall(r'<select[^>]* name="r\d+-recalled"[^>]*>(.*?)</select>', shown, re.DOTALL)
    assert any("selected" in one for one in lists)
    assert {tuple(re.findall(r">([^<]+)</option>", one)) for one in lists} == {("—", "Có")}


def test_what_is_no_code_begins_nothing(nga):
    answer = nga.post(f"{HOME}moi/", {"code": "cap-phep"})
    assert (answer.status_code, "sáu chữ số" in words(answer)) == (404, True)
    assert nga.get(f"{HOME}moi/cap-phep/").status_code == 404


def test_a_broken_cell_stays_with_what_is_wrong_beside_it(nga, draft):
    path = page(draft, "phan/papers/")
    answer = nga.post(path, inputs(nga.get(path)) | {"r0-original": "hai", "do": "save"})
    assert answer.status_code == 422
    assert "Nhập một số nguyên" in words(answer)
    assert inputs(answer)["r0-original"] == "hai"


def test_a_broken_text_is_kept_and_mended_as_text(nga, draft):
    path = page(draft, "phan/all/")
    nga.post(path, inputs(nga.get(path)) | {"text": stored(draft).text + "x: [\n", "do": "save"})
    assert "Sai cú pháp YAML" in words(nga.get(page(draft)))
    assert 'name="text"' in nga.get(page(draft, "phan/steps/")).content.decode()


def test_a_draft_is_submitted_compared_and_published_by_a_second_person(nga, son, draft):
    path = page(draft, "phan/identity/")
    nga.post(path, inputs(nga.get(path)) | {"f-short": "Khai sinh cho con", "do": "save"})
    assert "Tên ngắn: thêm “Khai sinh cho con”." in words(nga.get(page(draft, "so-sanh/")))
    answer = nga.post(page(draft, "trinh/"), DECISION, follow=True)
    assert "Chờ duyệt" in words(answer)
    assert "người khác phải duyệt" in words(nga.get(page(draft)))
    approval = {"do": "approve", "revision": str(stored(draft).revision)}
    assert nga.post(page(draft, "quyet-dinh/"), approval).status_code == 403
    done = son.post(page(draft, "quyet-dinh/"), approval, follow=True)
    assert "Đã công bố phiên bản mới." in words(done)
    assert f"Đã ghi tệp {BIRTH}@2026-11-17.yaml" in words(done)
    assert (files.folder() / f"{BIRTH}@2026-11-17.yaml").read_text(encoding="utf-8") == stored(draft).text
    assert (files.folder() / f"{BIRTH}@2026-11-17.feature").is_file()
    assert "2801/QĐ-UBND" in words(son.get(HOME))
    assert "Đúng hạn" in words(son.get(f"{HOME}cong-khai/"))


def test_what_the_decision_lacks_is_told_and_what_was_typed_stays(nga, draft):
    answer = nga.post(page(draft, "trinh/"), DECISION | {"document": ""})
    assert answer.status_code == 422
    assert 'value="Nguyễn Văn A"' in answer.content.decode()
    assert stored(draft).state == "open"


def test_a_draft_that_would_be_in_force_in_the_past_is_not_submitted(nga, draft):
    path = page(draft, "phan/identity/")
    nga.post(path, inputs(nga.get(path)) | {"f-in_force": "2026-11-01", "do": "save"})
    shown = words(nga.get(page(draft)))
    assert "“Áp dụng từ ngày” là 01/11/2026, đã qua" in shown
    assert "Còn 1 lỗi" in shown
    answer = nga.post(page(draft, "trinh/"), DECISION)
    assert (answer.status_code, "Không công bố lùi ngày" in words(answer)) == (422, True)
    assert "Không còn lỗi nào" not in words(answer)


def test_a_published_draft_is_not_called_late_when_its_day_has_passed(nga, son, draft, monkeypatch):
    nga.post(page(draft, "trinh/"), DECISION)
    approval = {"do": "approve", "revision": str(stored(draft).revision)}
    son.post(page(draft, "quyet-dinh/"), approval)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=30))
    assert "đã qua" not in words(nga.get(page(draft)))


def test_who_may_approve_is_told_before_the_draft_rests(nga, son, draft):
    assert "Duyệt được: Đặng Hồng Sơn." in words(nga.get(page(draft)))
    path = page(draft, "phan/identity/")
    son.post(path, inputs(son.get(path)) | {"f-short": "Khai sinh", "do": "save"})
    assert "Chưa ai duyệt được" in words(nga.get(page(draft)))
    refused = nga.post(page(draft, "trinh/"), DECISION)
    assert (refused.status_code, stored(draft).state) == (409, "open")
    assert "giao vai trò cho thêm một người" in words(refused)
    controls("mai", "Lê Thị Mai")
    assert "Duyệt được: Lê Thị Mai." in words(nga.get(page(draft)))
    assert nga.post(page(draft, "trinh/"), DECISION).status_code == 302
    assert "Duyệt được: Lê Thị Mai." in words(son.get(page(draft)))


def test_an_approval_without_a_folder_to_write_in_says_so(nga, son, draft, settings):
    settings.DEMO = True
    nga.post(page(draft, "trinh/"), DECISION)
    approval = {"do": "approve", "revision": str(stored(draft).revision)}
    assert "Chưa ghi được tệp" in words(son.post(page(draft, "quyet-dinh/"), approval, follow=True))
    settings.DEMO = False
    assert "chép vào đó" not in words(son.get(page(draft)))


def test_the_file_that_is_downloaded_is_the_draft(nga, draft):
    answer = nga.get(page(draft, "tai-ve/"))
    assert answer.content.decode() == draft.text
    assert f"{BIRTH}@2026-11-17.yaml" in answer["Content-Disposition"]


def test_a_file_is_uploaded_as_a_draft(nga, good):
    sent = SimpleUploadedFile("x.yaml", good.replace(BIRTH, "1.000894").encode())
    answer = nga.post(f"{HOME}tep/", {"file": sent}, follow=True)
    assert "1.000894" in words(answer)
    refused = nga.post(f"{HOME}tep/", {"file": SimpleUploadedFile("x.yaml", b"\xff")})
    assert (refused.status_code, "UTF-8" in words(refused)) == (422, True)


def test_the_declaration_is_previewed_as_on_a_telephone(nga, draft):
    assert '<iframe width="360"' in nga.get(page(draft, "xem-truoc/")).content.decode()
    first = nga.get(page(draft, "dien-thoai/"))
    assert "Bước 1/" in words(first)
    wrong = nga.post(page(draft, "dien-thoai/"), inputs(first))
    assert "Có nội dung cần sửa" in words(wrong)


def test_the_walk_ends_with_the_papers_that_the_answers_ask_for(nga, draft):
    walk = page(draft, "dien-thoai/")
    sent = posted(BIRTH_FORM)
    for proof, paper in (("hospital", "Giấy chứng sinh"), ("witness", "người làm chứng")):
        end = words(nga.post(walk, sent | {"birth_proof": proof, "trang": "99"}))
        assert "Giấy tờ, phí phải nộp" in end
        assert (paper in end, "Giấy chứng sinh" in end) == (True, proof == "hospital")
    again = inputs(nga.post(walk, sent | {"trang": "1"}))
    assert (again["trang"], again["relation"]) == ("2", "mother")


def test_the_steps_are_listed_as_the_law_lists_them_and_drawn(nga, draft):
    answer = nga.get(page(draft))
    shown = answer.content.decode()
    steps = shown.count('<rect width="240"')
    assert steps == texts.part_text(draft.text, ("steps",)).count("- id:")
    assert "TT bước Nội dung công việc Đơn vị, người thực hiện Thời gian Biểu mẫu, kết quả" in words(answer)
    assert (
        "3 Ký Giấy khai sinh Cơ quan giải quyết, Lãnh đạo cơ quan 2 giờ làm việc Giấy khai sinh đã ký"
        in words(answer)
    )
    assert "3. “Ký Giấy khai sinh” → 2. “Thẩm tra, ghi Sổ hộ tịch”, 5. “Trả kết quả”." in words(answer)


def test_the_parts_of_a_bundle_stand_in_their_step(nga):
    bundle = VersionDraft.objects.get(id=writing.begin("2.000986", by=who("nga"), at=MONDAY))
    shown = words(nga.get(page(bundle)))
    assert "∥ 1.004222 · 7 ngày làm việc" in shown
    assert "(1.001193 · 1 ngày làm việc)" in shown


def test_the_agencies_that_are_asked_and_the_council_stand_in_their_steps(nga):
    asked, sits = (
        VersionDraft.objects.get(id=writing.begin(code, by=who("nga"), at=MONDAY))
        for code in ("1.009645", "1.010733")
    )
    assert "∥ Sở Xây dựng ·" in words(nga.get(page(asked)))
    assert "∥ hội đồng" in words(nga.get(page(sits)))


def test_a_file_edited_by_hand_is_shown(nga, draft):
    path = files.file_of(BIRTH)
    path.write_text(texts.with_facts(files.text_of(path), {"short": "Sửa tay"}), encoding="utf-8")
    assert "tệp được sửa tay" in words(nga.get(page(draft)))
    assert "Sửa tay" in words(nga.get(page(draft, "so-sanh/")))
    typing = page(draft, "phan/identity/")
    live = nga.post(typing, inputs(nga.get(typing)) | {"do": "check"}, HTTP_HX_REQUEST="true")
    assert "vừa được sửa tay" in words(live)
    taken = nga.post(page(draft, "quyet-dinh/"), {"do": "take-file"}, follow=True)
    assert "Dự thảo đã theo tệp." in words(taken)
    assert "short: Sửa tay" in stored(draft).text
