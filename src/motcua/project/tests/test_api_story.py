"""Stories of the API: a birth from filing to hand-over, what is sent twice, who was faster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.cases.models import Case, Draft
from tests.api.calling import Partner, partner, post_office
from tests.province import MONDAY
from tests.stories import law
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

HOA = {"kind": "citizen", "name": "Nguyễn Thị Hoa", "identity": "042192000123", "phone": "0912000123"}
FILING = {"procedure": BIRTH, "applicant": HOA, "channel": "post", "form": BIRTH_FORM}


def filed(by: Partner, **changes) -> dict:
    answer = by.post("/cases", FILING | changes)
    assert answer.status == 201, answer.body
    return answer.body


def test_a_birth_is_registered_wholly_by_the_api(clock):
    office, lan, quan, hoa = post_office(), partner("lan"), partner("quan"), partner("hoa")
    case = filed(office)
    assert (case["state"], case["revision"]) == ({"number": 1, "title": "Mới đăng ký"}, 1)
    where = f"/cases/{case['id']}"

    clock.at = MONDAY + timedelta(hours=1)
    received = office.post(f"{where}/receive", {"revision": 1}).body
    assert (received["state"]["number"], received["due_at"]) == (2, "2026-11-16T17:30:00+07:00")
    waiting = lan.get("/cases").body["items"]
    assert [(row["case"], row["title"]) for row in waiting] == [(case["id"], "Thẩm tra, ghi Sổ hộ tịch")]
    lan.post(f"{where}/claim", {"revision": 2})
    assert lan.post(f"{where}/finish", {"verb": "propose", "revision": 3}).body["step"]["name"] == "sign"
    quan.post(f"{where}/claim", {})
    assert quan.post(f"{where}/finish", {"verb": "sign"}).body["state"]["number"] == 9

    stage = {"number": 4, "title": "Đã có kết quả"}
    tracked = {"code": case["code"], "stage": stage, "percent": 90}
    assert hoa.get(f"/cases/{case['code']}/tracking").body == tracked
    done = office.post(f"{where}/hand-over", {"receiver": "Nguyễn Thị Hoa", "how": "post"})
    assert done.body["state"]["title"] == "Đã trả kết quả"
    whole = hoa.get(where).body
    assert [step["name"] for step in whole["steps"]] == ["receive", "examine", "sign", "hand-over"]
    assert (whole["channel"], whole["reception"]["slug"], whole["outcome"]) == ("post", RECEPTION, "granted")
    told = lan.get(f"{where}/events").body
    assert told[0]["sentence"].startswith("Bưu điện Thành Sen nộp hồ sơ H27.")
    assert len(told) == 7


def test_the_same_key_files_once(clock):
    office = post_office()
    first = office.post("/cases", FILING, once="ho-so-1")
    clock.at = MONDAY + timedelta(hours=5)
    again = office.post("/cases", FILING, once="ho-so-1")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(clock):
    office = post_office()
    office.post("/cases", FILING, once="ho-so-1")
    other = office.post("/cases", FILING | {"return_how": "post"}, once="ho-so-1")
    assert (other.status, other.code) == (422, "idempotency-key-reused")
    assert Case.objects.count() == 1


def test_a_key_belongs_to_its_account_and_lives_for_a_day(clock):
    office, minh = post_office(), partner("minh")
    office.post("/cases", FILING, once="ho-so-1")
    assert minh.post("/cases", FILING, once="ho-so-1").status == 201
    clock.at = MONDAY + timedelta(hours=24)
    assert office.post("/cases", FILING, once="ho-so-1").status == 201
    assert Case.objects.count() == 3


def test_what_was_refused_may_be_tried_again_with_the_same_key(clock):
    office = post_office()
    wrong = office.post("/cases", FILING | {"form": {}}, once="ho-so-1")
    assert wrong.status == 422
    assert office.post("/cases", FILING, once="ho-so-1").status == 201


def test_a_write_without_a_key_is_refused(clock):
    answer = post_office().raw("POST", "/cases", "{}")
    assert (answer.status, answer.code, answer.wheres) == (400, "idempotency-key-wanted", ["Idempotency-Key"])


def test_a_refused_filing_lists_every_fault_and_leaves_nothing(clock):
    wrong = FILING | {
        "applicant": HOA | {"identity": "12", "name": " "},
        "form": BIRTH_FORM
        | {"child": BIRTH_FORM["child"] | {"full_name": ""}, "unknown": 1}
        | {"home_town": {"commune": "99999"}},
        "reception": "gso-18073",
        "competent": "gso-18073.mot-cua",
    }
    answer = post_office().post("/cases", wrong)
    assert answer.status == 422
    assert {
        "applicant.identity", "applicant.name", "form.child.full_name", "form.home_town.commune", "form.unknown",
        "reception", "competent",
    } <= set(answer.wheres)  # fmt: skip
    assert not Case.objects.exists()
    assert not Draft.objects.exists()


def test_who_comes_second_is_told_who_did_what(clock):
    office, minh = post_office(), partner("minh")
    case = filed(office)
    office.post(f"/cases/{case['id']}/claim", {"revision": 1})
    clock.at = MONDAY + timedelta(minutes=5)
    late = minh.post(f"/cases/{case['id']}/receive", {"revision": 1})
    assert (late.status, late.code) == (409, "conflict")
    assert "Bưu điện Thành Sen đã nhận xử lý bước này lúc 08:00 ngày 16/11" in late.body["error"]["message"]


def test_the_outsider_finds_nothing(clock):
    case = filed(post_office())
    binh = partner("binh")
    assert binh.get(f"/cases/{case['id']}").status == 404
    assert binh.post(f"/cases/{case['id']}/withdraw", {"reason": "?"}).status == 404
    for answer in (binh.get("/cases"), binh.get(f"/cases/{case['id']}/events"), binh.post("/cases", FILING)):
        assert (answer.status, answer.code) == (403, "not-allowed")
    assert binh.get("/cases/own").body["items"] == []


def test_a_case_asked_back_twice_is_asked_back_once(clock):
    office, hoa = post_office(), partner("hoa")
    where = f"/cases/{filed(office)['id']}"
    first = hoa.post(f"{where}/withdraw", {"reason": "Khai nhầm tên"}, once="rut-1")
    assert (first.status, first.body["state"]["number"]) == (200, 7)
    assert hoa.post(f"{where}/withdraw", {"reason": "Khai nhầm tên"}, once="rut-1").body == first.body
    again = hoa.post(f"{where}/withdraw", {"reason": "Khai nhầm tên"})
    assert (again.status, again.code) == (409, "out-of-order")
    declined = office.post(f"{where}/answer-withdrawal", {"granted": False, "note": "Đã ghi sổ"})
    assert declined.body["state"]["number"] == 1
    assert office.post(f"{where}/withdraw", {"reason": "Khai nhầm tên"}).wheres == ["evidence"]


def test_an_officer_receives_only_at_the_own_counter(clock):
    answer = post_office().post("/cases", FILING | {"reception": "gso-18754.mot-cua"})
    assert answer.status in (404, 422)


def test_an_officers_look_is_on_record(clock):
    case = filed(post_office())
    partner("minh").get(f"/cases/{case['id']}")
    partner("hoa").get(f"/cases/{case['id']}")
    from motcua.journal.models import Reading

    assert list(Reading.objects.values_list("by", "what", "purpose")) == [("minh", "case", "API: test")]


def test_a_supplement_is_asked_with_a_known_reason(clock):
    office = post_office()
    case = filed(office)
    asked = {
        "items": [{"id": "birth-proof", "title": "Giấy chứng sinh"}],
        "reason_code": "x",
        "reason": "Ảnh mờ",
    }
    unknown = office.post(f"/cases/{case['id']}/supplement-request", asked)
    assert (unknown.status, unknown.wheres) == (422, ["reason_code"])
    known = partner("lan").get(f"/procedures/{BIRTH}").body["received"]["supplement_reasons"][0]["code"]
    waiting = office.post(f"/cases/{case['id']}/supplement-request", asked | {"reason_code": known}).body
    assert (waiting["state"]["number"], waiting["held"]) == (5, True)
    assert partner("minh").get("/cases", waiting="true").body["items"][0]["case"] == case["id"]


def test_a_head_assigns_a_step(clock):
    office = post_office()
    case = filed(office)
    office.post(f"/cases/{case['id']}/receive", {})
    quan, where = partner("quan"), f"/cases/{case['id']}"
    lan = next(one for one in quan.get(f"{where}/colleagues").body if one["name"] == "Trần Thị Lan")
    answer = quan.post(f"{where}/assign", {"to": lan["account"], "reason": "Đúng việc"})
    assert answer.body["step"]["claimed"] is True
    assert partner("lan").get(f"{where}/colleagues").status == 403


def test_a_draft_grows_until_it_may_be_filed(clock):
    office = post_office()
    started = office.post("/drafts", {"procedure": BIRTH, "applicant": HOA}).body
    where = f"/drafts/{started['id']}"
    assert started["reception"] == RECEPTION
    assert "form.child.full_name" in {fault["where"] for fault in started["faults"]}
    refused = office.post(f"{where}/submit")
    assert refused.status == 422
    saved = office.put(where, {"form": BIRTH_FORM, "return_how": "post"}).body
    assert (saved["faults"], saved["return_how"]) == ([], "post")
    assert [row["id"] for row in office.get("/drafts").body] == [started["id"]]
    assert partner("minh").get(where).status == 404
    first, second = office.post(f"{where}/submit"), office.post(f"{where}/submit")
    assert (first.status, second.status) == (201, 200)
    assert first.body["code"] == second.body["code"]
    assert office.get(where).status == 404


def test_a_procedure_that_has_changed_is_told_once(clock):
    office = post_office()
    where = f"/drafts/{office.post('/drafts', FILING).body['id']}"
    law.changes(BIRTH, MONDAY.date() + timedelta(days=1), without="copies")
    clock.at = MONDAY + timedelta(days=1)
    told = office.post(f"{where}/submit", once="nop-1")
    assert (told.status, told.code) == (409, "procedure-changed")
    assert office.post(f"{where}/submit", once="nop-1").body == told.body
    assert office.get(where).body["form"].keys() == BIRTH_FORM.keys() - {"copies"}
    assert office.post(f"{where}/submit", once="nop-2").status == 201


def test_a_draft_is_thrown_away(clock):
    hoa = partner("hoa")
    draft = hoa.post("/drafts", {"procedure": BIRTH}).body
    assert draft["channel"] == "online"
    assert hoa.delete(f"/drafts/{draft['id']}", once="xoa").status == 204
    assert hoa.delete(f"/drafts/{draft['id']}", once="xoa").status == 204
    assert hoa.delete(f"/drafts/{draft['id']}").status == 404
