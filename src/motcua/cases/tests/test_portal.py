"""What citizens see around their cases: home, tracking, my cases, one case whole, who read my data."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from motcua.cases import acts, filing
from motcua.cases.models import Case
from motcua.people.models import Account
from motcua.web.words import moment
from tests.province import MONDAY, who
from tests.stories.birth import BIRTH, file_birth

pytestmark = pytest.mark.django_db

HEAVIEST = 60_000
"""Bytes of HTML, style and script of a page of the citizen's path, compressed."""


def at(hour: int, minute: int = 0, days: int = 0):
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


@pytest.fixture
def now(monkeypatch):
    """Set the clock on the wall."""

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return turn


@pytest.fixture(autouse=True)
def _monday_afternoon(province, now):
    now(at(15))


def signed_in(username):
    one = Client()
    one.force_login(Account.objects.get(username=username))
    return one


@pytest.fixture
def hoa():
    return signed_in("hoa")


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def code_of(case):
    return Case.objects.values_list("code", flat=True).get(id=case)


def examined():
    """A case on Lan's table since Monday at nine."""
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    return case


def asked_to_supplement():
    case = examined()
    item = {"paper": "birth-proof", "title": "Giấy chứng sinh", "note": "Chụp lại rõ bốn góc"}
    acts.request_supplement(
        case, items=[item], reason_code="unclear", reason="Ảnh không đọc được.", by=who("lan"), at=at(10)
    )
    return case


def signed():
    case = examined()
    acts.finish(case, "propose", note="Nghi ngờ ngày sinh, đã gọi bệnh viện.", by=who("lan"), at=at(10))
    acts.claim(case, by=who("quan"), at=at(14))
    acts.finish(case, "sign", by=who("quan"), at=at(14, 5))
    return case


# Home


def test_home_leads_to_search_life_events_procedures_and_tracking(client):
    shown = client.get("/").content.decode()
    assert 'action="/thu-tuc/"' in shown
    assert "/thu-tuc/?su-kien=birth" in shown
    assert re.search(r'/thu-tuc/\d\.\d+/"', shown)
    assert 'action="/tra-cuu/"' in shown


def test_home_puts_first_what_people_file_most(client):
    file_birth(at=at(8))
    shown = client.get("/").content.decode()
    listed = re.findall(r'/thu-tuc/(\d\.\d+)/"', shown)
    assert listed[0] == BIRTH
    assert "2.000815" not in listed  # received at the counter only


# Tracking (TT 01/2018 Đ.16)


def test_with_the_code_anybody_sees_how_far_a_case_is_and_nothing_else(client):
    case = examined()
    told = text(client.get("/tra-cuu/", {"ma": f" {code_of(case).lower()} "}))
    assert code_of(case) in told
    assert "Bước 3/5: Đang giải quyết" in told
    assert "Đã hoàn thành" in told
    for secret in ("Nguyễn Thị Hoa", "Trần Thị Lan", "khai sinh", "042192000123", "17:30"):
        assert secret not in told


def test_a_refusal_is_nobody_elses_business(client):
    case = file_birth(at=at(8))
    acts.claim(case, by=who("minh"), at=at(8, 30))
    acts.refuse(case, reason_code="x", reason="Đã đăng ký.", basis="Điều 16", by=who("minh"), at=at(9))
    told = text(client.get("/tra-cuu/", {"ma": code_of(case)}))
    assert "Đã kết thúc giải quyết." in told
    assert "100%" not in told
    assert "từ chối" not in told.lower()


def test_whose_case_it_is_may_open_it_whole(hoa):
    case = examined()
    address = f"/ca-nhan/ho-so/{case}/"
    assert address in hoa.get("/tra-cuu/", {"ma": code_of(case)}).content.decode()
    for other in ("binh", "lan"):
        assert address not in signed_in(other).get("/tra-cuu/", {"ma": code_of(case)}).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("H27.101.20-20261116-9999999", "Không có hồ sơ nào mang mã này"),
        ("'; --", "Không có hồ sơ nào"),
    ],
)
def test_a_wrong_code_is_told_between_label_and_field(client, typed, said):
    answer = client.get("/tra-cuu/", {"ma": typed})
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert shown.count(said) >= 2
    assert '<a href="#field-ma">' in shown
    assert "Mã gồm ba phần" in shown


def test_no_code_is_asked_for(client):
    assert "Nhập mã hồ sơ." in text(client.get("/tra-cuu/", {"ma": " "}))
    assert "Nhập mã hồ sơ." not in text(client.get("/tra-cuu/"))


# My cases


def test_nothing_filed_yet_shows_the_way_to_begin(hoa):
    told = text(hoa.get("/ca-nhan/"))
    assert "Bạn chưa nộp hồ sơ nào" in told
    assert "Tìm thủ tục" in told


def test_drafts_of_one_procedure_are_told_apart(hoa):
    for name in ("Trần An Nhiên", "Trần Bảo"):
        draft = filing.start(BIRTH, by=who("hoa"), at=at(8))
        filing.save(draft, {"child": {"full_name": name}}, by=who("hoa"), at=at(9))
    told = text(hoa.get("/ca-nhan/"))
    assert "Đăng ký khai sinh – Trần An Nhiên" in told
    assert "Đăng ký khai sinh – Trần Bảo" in told
    assert "Lưu lúc 09:00 thứ Hai 16/11/2026" in told


def test_drafts_can_be_taken_up_or_thrown_away(hoa):
    draft = filing.start(BIRTH, by=who("hoa"), at=at(8))
    shown = hoa.get("/ca-nhan/").content.decode()
    assert f'href="/ban-nhap/{draft}/"' in shown
    assert f'href="/ban-nhap/{draft}/bo/"' in shown


def test_cases_tell_state_promise_and_desk(hoa):
    examined()
    told = text(hoa.get("/ca-nhan/"))
    assert "Đang xử lý" in told
    assert "còn 2 giờ 30 phút làm việc" in told
    assert "hạn 17:30 thứ Hai 16/11/2026" in told
    assert "Thẩm tra, ghi Sổ hộ tịch" in told


def test_a_new_case_tells_by_when_it_is_answered(hoa):
    file_birth(at=at(8))
    assert "Trả lời trước 08:00 thứ Ba 17/11/2026" in text(hoa.get("/ca-nhan/"))


def test_what_waits_for_the_applicant_comes_first(hoa):
    case = asked_to_supplement()
    file_birth(at=at(14))
    told = text(hoa.get("/ca-nhan/"))
    assert told.index("Cần bạn làm tiếp") < told.index(code_of(case)) < told.index("Đã nộp")
    assert "Tạm dừng tính hạn" in told


def test_a_late_case_is_called_late(now):
    examined()
    now(at(9, days=2))
    assert "Quá hạn" in text(signed_in("hoa").get("/ca-nhan/"))


def test_many_cases_are_paged(hoa):
    for minute in range(27):
        file_birth(at=at(8, minute))
    first = hoa.get("/ca-nhan/").content.decode()
    assert first.count("/ca-nhan/ho-so/") == 25
    following = unescape(re.search(r'href="(\?tu=[^"]+)" rel="next"', first)[1])
    assert hoa.get(f"/ca-nhan/{following}").content.decode().count("/ca-nhan/ho-so/") == 2


def test_a_page_key_that_was_not_given_out_is_refused(hoa):
    assert hoa.get("/ca-nhan/?tu=abc").status_code == 422


def test_an_officer_has_no_cases_of_their_own(client):
    told = text(signed_in("minh").get("/ca-nhan/"))
    assert "không gắn với người nộp" in told
    assert "Về bàn làm việc" in told


# One case


def test_a_case_tells_clock_desk_steps_and_phones(hoa):
    told = text(hoa.get(f"/ca-nhan/ho-so/{examined()}/"))
    assert "Còn 2 giờ 30 phút làm việc" in told
    assert "Hạn 17:30 thứ Hai 16/11/2026" in told
    assert "Nhận 09:00 thứ Hai 16/11/2026" in told  # why
    assert "Trần Thị Lan, Công chức Tư pháp - hộ tịch" in told
    assert "Nguyễn Văn Minh" in told
    assert "Ký Giấy khai sinh (chưa đến)" in told
    assert "0239 555" in told
    assert "Trần An Nhiên" in told  # what she declared


def test_before_reception_a_case_tells_by_when_it_is_answered(hoa):
    told = text(hoa.get(f"/ca-nhan/ho-so/{file_birth(at=at(8))}/"))
    assert "kiểm tra và trả lời bạn trước 08:00 thứ Ba 17/11/2026" in told
    assert "Vì sao có hạn này?" not in told


def test_what_officers_note_for_each_other_stays_inside(hoa):
    assert "Nghi ngờ ngày sinh" not in text(hoa.get(f"/ca-nhan/ho-so/{signed()}/"))


def test_a_request_says_exactly_what_is_asked(hoa):
    told = text(hoa.get(f"/ca-nhan/ho-so/{asked_to_supplement()}/"))
    assert "Cần bạn làm tiếp" in told
    assert "Giấy chứng sinh: Chụp lại rõ bốn góc" in told
    assert "Thời hạn đang tạm dừng" in told


def test_a_result_says_how_to_get_it(hoa):
    told = text(hoa.get(f"/ca-nhan/ho-so/{signed()}/"))
    assert "Đã có kết quả" in told
    assert "Mời bạn đến" in told
    assert "Có kết quả đúng hạn" in told


def test_a_refusal_says_why_and_by_which_law(hoa):
    case = file_birth(at=at(8))
    acts.claim(case, by=who("minh"), at=at(8, 30))
    acts.refuse(
        case, reason_code="already-registered", reason="Trẻ đã được đăng ký.", basis="Luật Hộ tịch, Điều 16",
        by=who("minh"), at=at(9),
    )  # fmt: skip
    told = text(hoa.get(f"/ca-nhan/ho-so/{case}/"))
    assert "Cơ quan từ chối hồ sơ Trẻ đã được đăng ký. Căn cứ: Luật Hộ tịch, Điều 16" in told
    assert "Rút hồ sơ" not in told


def test_an_apology_shows_both_dates(hoa, now):
    case = file_birth(at=at(8), code="1.013225")
    acts.receive(case, by=who("minh"), at=at(9))
    due = Case.objects.get(id=case).due_at
    acts.apologise(
        case, reason="Chờ ý kiến cơ quan khác.", new_due=due + timedelta(days=7), by=who("quan"), at=at(10)
    )
    told = text(hoa.get(f"/ca-nhan/ho-so/{case}/"))
    assert "Cơ quan xin lỗi và hẹn lại ngày trả kết quả Chờ ý kiến cơ quan khác." in told
    assert "Hạn hẹn lần đầu" in told
    kept = Case.objects.get(id=case)
    promised = moment(kept.due_at)
    assert f"Hạn {promised}" in told
    assert f"Đã xin lỗi và hẹn lại lúc {moment(at(10))}; nay hẹn trả {promised}." in told  # why


@pytest.mark.parametrize("which", ["", "rut/"])
def test_nobody_else_opens_a_case(which):
    case = examined()
    for stranger in ("binh", "anphat", "tu", "minh", "lan", "quan"):
        assert signed_in(stranger).get(f"/ca-nhan/ho-so/{case}/{which}").status_code == 404
    assert signed_in("hoa").get(f"/ca-nhan/ho-so/{uuid4()}/{which}").status_code == 404


@pytest.mark.parametrize("address", ["/ca-nhan/", "/ca-nhan/nhat-ky/", f"/ca-nhan/ho-so/{UUID(int=7)}/"])
def test_a_visitor_signs_in_first(client, address):
    assert client.get(address)["Location"] == f"/tai-khoan/dang-nhap/?next={address}"


# Asking for it back


def test_a_withdrawal_wants_a_reason(hoa):
    case = examined()
    answer = hoa.post(f"/ca-nhan/ho-so/{case}/rut/", {"reason": "  "})
    assert answer.status_code == 422
    assert "Nhập lý do rút hồ sơ." in text(answer)
    long = hoa.post(f"/ca-nhan/ho-so/{case}/rut/", {"reason": "a" * 1001})
    assert "dài quá 1000 ký tự" in text(long)
    odd = hoa.post(f"/ca-nhan/ho-so/{case}/rut/", {"reason": "a\x07"})
    assert "ký tự không hiển thị được" in text(odd)


def test_a_withdrawal_is_asked_for_and_answered(hoa):
    case = file_birth(at=at(8))
    answer = hoa.post(f"/ca-nhan/ho-so/{case}/rut/", {"reason": "Khai nhầm tên"}, follow=True)
    assert "Bạn đã yêu cầu rút hồ sơ" in text(answer)
    acts.answer_withdrawal(case, granted=False, note="Đã ghi sổ.", by=who("minh"), at=at(16))
    assert "Cơ quan không đồng ý cho rút hồ sơ Đã ghi sổ." in text(hoa.get(f"/ca-nhan/ho-so/{case}/"))


def test_a_finished_case_cannot_be_taken_back(hoa):
    answer = hoa.post(f"/ca-nhan/ho-so/{signed()}/rut/", {"reason": "Đổi ý"})
    assert answer.status_code == 409
    assert "Đã xử lý xong" in text(answer)


# Budgets


@pytest.mark.parametrize(
    ("address", "most"), [("/", 2), ("/tra-cuu/?ma={code}", 3), ("/ca-nhan/", 8), ("/ca-nhan/nhat-ky/", 4)]
)
def test_pages_ask_few_questions_of_the_database(hoa, django_assert_max_num_queries, address, most):
    address = address.format(code=code_of(examined()))
    reader = hoa if address.startswith("/ca-nhan/") else Client()
    reader.get(address)
    with django_assert_max_num_queries(most):
        reader.get(address)


def test_a_case_asks_few_questions_of_the_database(hoa, django_assert_max_num_queries):
    address = f"/ca-nhan/ho-so/{asked_to_supplement()}/"
    hoa.get(address)
    with django_assert_max_num_queries(20):
        hoa.get(address)


def test_the_citizens_pages_are_light(hoa):
    case = examined()
    draft = filing.start(BIRTH, by=who("hoa"), at=at(8))
    frame = sum(
        weight(finders.find(f"web/{name}")) for name in ("motcua.css", "motcua.js", "htmx.js", "mark.svg")
    )
    of_draft = [f"/ban-nhap/{draft}/{which}/" for which in ("trang/1", "noi-nop", "kiem-tra")]
    of_catalogue = ["/", "/thu-tuc/", f"/thu-tuc/{BIRTH}/", f"/nop-ho-so/{BIRTH}/"]
    for address in (*of_catalogue, *of_draft, "/ca-nhan/", f"/ca-nhan/ho-so/{case}/"):
        assert frame + len(gzip.compress(hoa.get(address).content)) < HEAVIEST, address


def weight(path):
    with open(path, "rb") as file:
        return len(gzip.compress(file.read()))


def test_nothing_more_is_asked_of_who_asked_for_it_back(hoa):
    case = asked_to_supplement()
    asked = text(hoa.get(f"/ca-nhan/ho-so/{case}/"))
    acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=MONDAY.replace(hour=15))
    told = text(hoa.get(f"/ca-nhan/ho-so/{case}/"))
    assert "bổ sung" in asked
    assert hoa.get(f"/ca-nhan/ho-so/{case}/").context["waits"] is False
    assert told != asked
