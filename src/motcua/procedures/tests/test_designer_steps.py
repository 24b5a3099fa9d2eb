"""The page on which steps are written: what a step lacks, what it waits for, how its changes are said and taken out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from motcua.procedures.drafting import texts
from motcua.procedures.tests.designing import BIRTH, HOME, inputs, page, signed_in, stored, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("designer")]


@pytest.mark.parametrize("typed", ["7 ngày làm việc nữa", "2,5 ngày", "trong ngày", "nhanh"])
def test_a_time_that_is_doubtful_stays_for_its_writer(nga, draft, typed):
    path = page(draft, "phan/steps/")
    answer = nga.post(
        path, inputs(nga.get(path)) | {"r0-within": typed, "do": "check"}, HTTP_HX_REQUEST="true"
    )
    assert f"Lỗi , Thời gian (1. Tiếp nhận hồ sơ): “{typed}” viết chưa đúng mẫu. Viết số" in words(answer)


def test_a_role_is_chosen_by_its_name_and_a_new_step_has_none_yet(nga, draft):
    path = page(draft, "phan/steps/")
    shown = nga.get(path)
    assert '<option value="leader" selected>Lãnh đạo cơ quan</option>' in shown.content.decode()
    added = inputs(nga.post(path, inputs(shown) | {"do": "add-1"}))
    assert (added["r1-role"], added["r1-at"], added["r2-at"]) == ("", "", "competent")


def test_the_agencies_are_those_of_the_day_of_the_draft(nga, draft):
    def offered() -> str:
        return nga.get(page(draft, "phan/steps/")).content.decode()

    assert ("Sở Giao thông vận tải" in offered(), "Sở Nông nghiệp và Môi trường" in offered()) == (
        False,
        True,
    )
    draft.text = texts.with_facts(draft.text, {"in_force": date(2025, 1, 2)})
    draft.save()
    assert ("Sở Giao thông vận tải" in offered(), "Sở Nông nghiệp và Môi trường" in offered()) == (
        True,
        False,
    )


def test_the_procedure_of_a_child_case_is_chosen_by_its_title(nga, draft):
    path = page(draft, "phan/steps/")
    listed = '<datalist id="procedures" lang="vi">'
    assert listed not in nga.get(path).content.decode()
    sent = inputs(nga.get(path)) | {"r1-manner": "children", "do": "more"}
    shown = nga.post(path, sent).content.decode()
    assert shown.count(listed) == 1
    assert re.search(r'<option value="1\.004222">[^<]*[Đđ]ăng ký thường trú', shown)
    assert re.search(r'<input[^>]* name="r1-children-0-procedure"[^>]* list="procedures"', shown)


def test_a_step_without_a_product_is_remarked_upon(nga, draft):
    path = page(draft, "phan/steps/")
    sent = inputs(nga.get(path)) | {"do": "check"}
    assert "chưa ghi biểu mẫu, kết quả" not in words(nga.post(path, sent, HTTP_HX_REQUEST="true"))
    answer = words(nga.post(path, sent | {"r1-product": ""}, HTTP_HX_REQUEST="true"))
    assert "Lưu ý" in answer
    assert "“Thẩm tra, ghi Sổ hộ tịch” chưa ghi biểu mẫu, kết quả" in answer


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"r1-moves-0-to": "nowhere"}, "hướng “Đề xuất” (2. Thẩm tra, ghi Sổ hộ tịch): Bước"),
        ({"r1-manner": "consult", "r1-consult.join": "all"}, "Ghi ít nhất một dòng ở “Những nơi được hỏi”"),
        (
            {
                "r1-manner": "consult",
                "r1-consult.join": "all",
                "r1-consult-ask-0-row": "",
                "r1-consult-ask-0-title": "Đất",
                "r1-consult-ask-0-agency": "so-xay-dung",
                "r1-consult-ask-0-role": "land",
            },
            "Lỗi , 2. Thẩm tra, ghi Sổ hộ tịch, Nơi được hỏi 1: Chưa có “Trả lời trong”. Viết số và đơn vị",
        ),
        (
            {
                "r1-manner": "council",
                "r1-council.members": "5",
                "r1-council.quorum": "7",
                "r1-council.agree": "1/2",
            },
            "Số phải có mặt nằm trong 1 đến 5",
        ),
        (
            {"r1-manner": "council", "r1-council.members": "5"},
            "2. Thẩm tra, ghi Sổ hộ tịch: Chưa có “Số phải có mặt”.",
        ),
        (
            {"r1-manner": "outside", "r1-outside.agency": "Thuế tỉnh"},
            "Chưa có “Đồng hồ của hồ sơ”. Chọn một trong: Dừng đến khi có trả lời,",
        ),
        ({"r1-manner": "children"}, "Ghi ít nhất một dòng ở “Hồ sơ con”"),
        ({"r1-manner": "outside"}, "Điền các ô của việc này"),
    ],
)
def test_what_a_step_lacks_is_told_while_it_is_typed(nga, draft, typed, told):
    path = page(draft, "phan/steps/")
    answer = nga.post(path, inputs(nga.get(path)) | typed | {"do": "check"}, HTTP_HX_REQUEST="true")
    assert told in words(answer)
    assert "Lỗi" in words(answer)


def test_the_cells_of_what_a_step_waits_for_come_when_it_is_chosen(nga, draft):
    path = page(draft, "phan/steps/")
    sent = inputs(nga.get(path))
    assert "r1-consult.join" not in sent
    shown = inputs(nga.post(path, sent | {"r1-manner": "consult", "do": "more"}))
    assert (shown["r1-manner"], shown["r1-consult.join"]) == ("consult", "")
    assert shown["r1-consult-ask-0-title"] == ""
    assert stored(draft).revision == 1


def test_what_changed_of_a_step_is_said_in_words(nga, draft):
    path = page(draft, "phan/steps/")
    typed = {
        "r1-moves-0-to": "hand-over",
        "r1-moves-3-row": "",
        "r1-moves-3-verb": "return",
        "r1-moves-3-to": "receive",
    }
    asked = {"title": "Nơi sinh", "agency": "so-tu-phap", "role": "leader", "within": "2 wd"}
    typed |= {"r1-manner": "consult", "r1-consult.join": "all", "r1-consult-ask-0-row": ""}
    typed |= {f"r1-consult-ask-0-{name}": value for name, value in asked.items()}
    assert nga.post(path, inputs(nga.get(path)) | typed | {"do": "save"}).status_code == 302
    told = words(nga.get(page(draft, "so-sanh/"))).partition("Từng dòng")[0]
    assert "hướng “Đề xuất”: sang “Ký Giấy khai sinh” → sang “Trả kết quả”." in told
    assert "hướng “Trả lại bước trước”: thêm sang “Tiếp nhận hồ sơ”." in told
    assert "đi tiếp khi: thêm “Mọi nơi đã trả lời”." in told
    assert "thêm nơi được hỏi (hỏi về việc gì “Nơi sinh”, cơ quan được hỏi “Sở Tư pháp”" in told


@pytest.mark.parametrize(("how", "begins"), [("bpmn", b"<?xml"), ("xlsx", b"PK")])
def test_the_steps_are_taken_out_for_other_tools(nga, draft, how, begins):
    shown = nga.get(page(draft)).content.decode()
    for path in (page(draft, f"xuat/{how}/"), f"{HOME}phien-ban/{draft.base_id}/xuat/{how}/"):
        assert path in shown
        answer = nga.get(path)
        assert answer.content.startswith(begins)
        assert f'filename="{BIRTH}.{how}"' in answer["Content-Disposition"]
        assert signed_in("tu").get(path).status_code == 404
    assert nga.get(page(draft, "xuat/doc/")).status_code == 404


def test_a_broken_draft_is_not_taken_out(nga, draft):
    path = page(draft, "phan/all/")
    nga.post(path, inputs(nga.get(path)) | {"text": stored(draft).text + "x: [\n", "do": "save"})
    answer = nga.get(page(draft, "xuat/bpmn/"))
    assert (answer.status_code, "chưa xuất được" in words(answer)) == (422, True)
