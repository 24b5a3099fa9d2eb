"""The public catalogue as people read it: found without accents, told in seven constituents."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from tests.province import MONDAY

pytestmark = pytest.mark.django_db
BIRTH, CERTIFY, CUSTOMS = "1.001193", "2.000815", "1.000005"


@pytest.fixture(autouse=True)
def _monday(province, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def codes(answer):
    return re.findall(r'href="/thu-tuc/(\d\.\d+)/"', answer.content.decode())


# Finding


@pytest.mark.parametrize(
    "typed", ["khai sinh", "KHAI SINH", "Đăng ký khai sinh", "1.001193", "lam khai sinh cho con"]
)
def test_a_procedure_is_found_as_people_type_it(client, typed):
    answer = client.get("/thu-tuc/", {"q": typed})
    assert codes(answer)[0] == BIRTH
    assert "Nộp trực tuyến" in text(answer)


def test_what_is_received_at_the_counter_only_is_marked_so(client):
    assert "Nộp tại một cửa" in text(client.get("/thu-tuc/", {"q": CERTIFY}))
    shown = client.get(f"/thu-tuc/{CERTIFY}/")
    assert "chưa nộp trực tuyến. Cách nộp: trực tiếp, tại bộ phận một cửa" in text(shown)
    assert f"/nop-ho-so/{CERTIFY}/" not in shown.content.decode()


def test_the_whole_list_is_there_page_by_page(client):
    first = client.get("/thu-tuc/")
    assert re.search(r"Có 2\.6\d\d thủ tục", text(first))
    following = unescape(re.search(r'href="(\?tu=[^"]+)" rel="next"', first.content.decode())[1])
    second = client.get(f"/thu-tuc/{following}")
    assert len(codes(first)) == len(codes(second)) == 25
    assert not set(codes(first)) & set(codes(second))


def test_filters_narrow_and_stay_chosen(client):
    answer = client.get(
        "/thu-tuc/", {"q": "dang ky", "linh-vuc": "Hộ tịch", "cap": "commune", "truc-tuyen": "full"}
    )
    shown = answer.content.decode()
    assert codes(answer)
    assert '<option value="Hộ tịch" selected>' in shown
    assert '<option value="commune" selected>' in shown
    assert "Bỏ lọc" in shown


def test_a_life_event_has_a_page(client):
    answer = client.get("/thu-tuc/", {"su-kien": "birth"})
    assert "<h1" in answer.content.decode()
    assert "Sinh con" in text(answer)
    assert BIRTH in codes(answer)


def test_only_what_is_received_here(client):
    answer = client.get("/thu-tuc/", {"tai-day": "1"})
    assert 8 <= len(codes(answer)) <= 25
    assert CUSTOMS not in codes(answer)


def test_nothing_found_helps_on(client):
    told = text(client.get("/thu-tuc/", {"q": "khai sinhh trẻ emm"}))
    assert "Chưa tìm thấy thủ tục nào" in told
    assert "Có phải bạn tìm" in told
    assert "Sinh con" in told
    assert "0239" in told


def test_filters_that_leave_nothing_can_be_taken_off(client):
    answer = client.get("/thu-tuc/", {"linh-vuc": "Không có lĩnh vực này", "cap": "commune"})
    assert "Không có thủ tục nào khớp với bộ lọc" in text(answer)
    assert "Bỏ lọc" in text(answer)
    assert '<option value="Không có lĩnh vực này" selected>' in answer.content.decode()


@pytest.mark.parametrize("typed", ["%", "_", "'; DROP TABLE x; --", "a" * 5000, "<script>alert(1)</script>"])
def test_odd_words_find_nothing_and_break_nothing(client, typed):
    answer = client.get("/thu-tuc/", {"q": typed, "linh-vuc": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_page_key_that_was_not_given_out_is_refused(client):
    assert client.get("/thu-tuc/", {"tu": "abc"}).status_code == 422


# One procedure


def test_a_procedure_tells_its_seven_constituents(client):
    told = text(client.get(f"/thu-tuc/{BIRTH}/"))
    letters = ["a) Tên thủ tục", "b) Trình tự", "c) Cách thức", "d) Thành phần, số lượng", "đ) Thời hạn"]
    for constituent in (*letters, "e) Đối tượng", "g) Cơ quan"):
        assert constituent in told
    assert "Giấy chứng sinh 1 bản chính" in told
    assert "Số lượng: 1 bộ hồ sơ" in told
    assert "1. Tiếp nhận hồ sơ 2 giờ làm việc" in told
    assert "bước “Trả kết quả” không tính vào thời hạn" in told
    assert told.count("h) ") == 1
    assert "Luật Hộ tịch số 60/2014/QH13" in told
    assert "Nghị định số 87/2020/NĐ-CP chưa đối chiếu" in told
    assert "69 xã, phường" in told
    assert "0239 555" in told


def test_the_way_to_apply_is_in_sight(client):
    assert f'href="/nop-ho-so/{BIRTH}/" role="button"' in client.get(f"/thu-tuc/{BIRTH}/").content.decode()


def test_what_is_not_filed_online_says_where(client):
    answer = client.get(f"/thu-tuc/{CERTIFY}/")
    assert "Cách nộp: trực tiếp, tại bộ phận một cửa" in text(answer)
    assert "/nop-ho-so/" not in answer.content.decode()


def test_what_is_only_listed_says_where(client):
    answer = client.get(f"/thu-tuc/{CUSTOMS}/")
    told = text(answer)
    assert "chưa nộp được trên trang này" in told
    assert "Chi cục Hải quan khu vực" in told
    assert "/nop-ho-so/" not in answer.content.decode()


@pytest.mark.parametrize("code", ["9.999999", "khong-co", "1.0011930"])
def test_a_code_that_is_none_has_no_page(client, code):
    assert client.get(f"/thu-tuc/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "most"),
    [("/thu-tuc/?q=khai+sinh", 2), (f"/thu-tuc/{BIRTH}/", 2), (f"/thu-tuc/{CUSTOMS}/", 1)],
)
def test_pages_ask_few_questions_of_the_database(client, django_assert_max_num_queries, address, most):
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)
