"""Stories of the inbox: what waits, how urgent it is, who takes it, and that it stays quick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.cases.tests.desk_pages import at, code_of, colleague, page
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

INBOX = "/ban-lam-viec/"


def codes(answer) -> list[str]:
    """The cases in sight, in their order."""
    return [link.text for link in page(answer).all("a", data_row_link="")]


def received(hour: int = 9, **kwargs):
    """A birth on the desk of the civil status officer."""
    case = file_birth(at=at(8), **kwargs)
    acts.receive(case, by=who("minh"), at=at(hour))
    return case


def test_the_most_urgent_comes_first_with_its_due_time_in_words(province, sits, watch):
    later, first = file_birth(at=at(8, 30)), file_birth(at=at(7, 30))
    watch.at = at(9, 10)
    answer = sits("minh").get(INBOX)
    assert codes(answer) == [code_of(first), code_of(later)]
    shown = page(answer).text
    assert "Sắp đến hạn · còn 20 phút hạn 09:30 thứ Hai 16/11" in shown
    assert "Đăng ký khai sinh" in shown
    assert "Nguyễn Thị Hoa" in shown


def test_overdue_near_and_in_time_are_told_in_words(province, sits, watch):
    file_birth(at=at(8)), file_birth(at=at(8, 20), code="2.000815")
    file_birth(at=at(15), code="1.013225")
    watch.at = at(9, 40)
    shown = page(sits("minh").get(INBOX))
    badges = [badge.text for badge in shown.all("span", class_="mc-due__word")]
    assert badges == ["Quá hạn 20 phút", "Sắp đến hạn", "Trong hạn"]
    tab = shown.all("a", class_="mc-queues__link")[0].text
    assert tab == "Công chức tiếp nhận và trả kết quả 3 việc"
    assert shown.one("a", class_="mc-stand--overdue").text == "1 quá hạn"
    assert shown.one("a", class_="mc-stand--due-soon").text == "1 sắp đến hạn"


def test_a_head_sees_all_the_work_of_the_division_and_whose_it_is(province, sits, watch):
    taken, waiting = received(), received(hour=10)
    acts.claim(taken, by=who("lan"), at=at(10))
    watch.at = at(11)
    ha = sits("ha")
    assert codes(ha.get(INBOX)) == []
    tab = next(
        link for link in page(ha.get(INBOX)).all("a", class_="mc-queues__link") if "phong" in link["href"]
    )
    assert tab.text == "Việc của phòng 2 việc"
    answer = ha.get(tab["href"])
    assert codes(answer) == [code_of(taken), code_of(waiting)]
    shown = page(answer)
    assert [cell.text for cell in shown.all("td", class_="mc-inbox__who")] == ["Trần Thị Lan", "chưa ai nhận"]
    assert not shown.all("input", name="ho-so")
    assert codes(ha.get(tab["href"] + "&han=qua-han")) == []
    assert "Phân công" in page(ha.get(reverse("desk-case", args=[waiting]))).text
    assert "Việc của phòng" not in page(sits("lan").get(INBOX)).text
    assert codes(sits("lan").get(f"{INBOX}?phong=1")) == []


@pytest.mark.parametrize(
    ("code", "minutes"), [("2.000815", 12), ("1.001193", 24), ("1.013225", 48)], ids=["1 h", "2 h", "4 h"]
)
def test_near_is_a_fifth_of_the_hours_that_the_step_has(province, sits, watch, code, minutes):
    case = file_birth(at=at(7, 30), code=code)
    near = Step.objects.get(case=case).due_at - timedelta(minutes=minutes)
    for watch.at, word in ((near - timedelta(minutes=1), "Trong hạn"), (near, "Sắp đến hạn")):
        shown = page(sits("minh").get(INBOX))
        assert [badge.text for badge in shown.all("span", class_="mc-due__word")] == [word]
        assert bool(codes(sits("minh").get(INBOX, {"han": "sap-han"}))) is (word == "Sắp đến hạn")
        assert bool(codes(sits("minh").get(INBOX, {"han": "trong-han"}))) is (word == "Trong hạn")


def test_each_role_has_its_tab_with_exact_counts(province, sits, watch):
    for _ in range(3):
        received()
    building = file_birth(at=at(8), code="1.013225")
    acts.receive(building, by=who("minh"), at=at(9))
    watch.at = at(10)
    tabs = {link.text for link in page(sits("lan").get(INBOX)).all("a", class_="mc-queues__link")}
    assert "Tất cả việc 3 việc" in tabs
    assert "Công chức tư pháp - hộ tịch 3 việc" in tabs
    assert "Chuyên viên quản lý xây dựng 0 việc" in tabs


def test_the_tab_of_a_role_shows_its_queue_only(province, sits, watch):
    birth = received()
    watch.at = at(10)
    lan = sits("lan")
    assert codes(lan.get(INBOX, {"vai-tro": "civil-status"})) == [code_of(birth)]
    assert codes(lan.get(INBOX, {"vai-tro": "construction"})) == []
    assert codes(lan.get(INBOX, {"vai-tro": "leader"})) == []


def test_the_agency_is_named_where_one_serves_several(province, sits, watch):
    received()
    watch.at = at(10)
    assert "Văn phòng HĐND và UBND" in page(sits("lan").get(INBOX)).one("tbody").text
    file_birth(at=at(9))
    assert "TTPVHCC" not in page(sits("minh").get(INBOX)).one("tbody").text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"han": "qua-han"}, ["overdue"]),
        ({"han": "sap-han"}, ["mine"]),
        ({"han": "trong-han"}, ["copies"]),
        ({"cua-toi": "1"}, ["mine"]),
        ({"kenh": "tai-quay"}, ["overdue", "mine", "copies"]),
        ({"kenh": "truc-tuyen"}, []),
        ({"linh-vuc": "Chứng thực"}, ["copies"]),
        ({"linh-vuc": "Hộ tịch", "han": "qua-han"}, ["overdue"]),
        ({"cho": "1"}, ["waiting"]),
        ({"han": "chẳng có"}, ["overdue", "mine", "copies"]),
    ],
)
def test_filters(province, sits, watch, wanted, found):
    named = {"overdue": file_birth(at=at(7, 30)), "mine": file_birth(at=at(8, 30))}
    named["copies"] = file_birth(at=at(9), code="2.000815")
    Step.objects.filter(case=named["copies"]).update(soon_at=at(16), due_at=at(17))
    named["waiting"] = file_birth(at=at(8))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    acts.request_supplement(
        named["waiting"], items=items, reason_code="unreadable", reason="Mờ", by=who("minh"), at=at(8, 10)
    )
    acts.claim(named["mine"], by=who("minh"), at=at(9))
    watch.at = at(10, 10)
    assert codes(sits("minh").get(INBOX, wanted)) == [code_of(named[name]) for name in found]


def test_what_waits_for_the_applicant_has_no_clock(province, sits, watch):
    case = file_birth(at=at(8))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    acts.request_supplement(case, items=items, reason_code="", reason="Mờ", by=who("minh"), at=at(8, 10))
    watch.at = at(10, days=5)
    shown = page(sits("minh").get(INBOX, {"cho": "1"}))
    assert [badge.text for badge in shown.all("span", class_="mc-due__word")] == ["Tạm dừng tính hạn"]
    assert "quá hạn" not in shown.one("tbody").text


def test_pages_go_on_and_back_and_hold_what_is_asked(province, sits, watch):
    cases = [file_birth(at=at(8, minute)) for minute in range(30)]
    watch.at = at(9)
    minh = sits("minh")
    first = minh.get(INBOX, {"kenh": "tai-quay"})
    assert codes(first) == [code_of(case) for case in cases[:25]]
    onward = page(first).one("a", rel="next")["href"]
    second = minh.get(INBOX + onward)
    assert codes(second) == [code_of(case) for case in cases[25:]]
    assert "kenh=tai-quay" in onward
    back = minh.get(INBOX + page(second).one("a", rel="prev")["href"])
    assert codes(back) == codes(first)
    assert len(codes(minh.get(INBOX, {"so-dong": "50"}))) == 30


def test_a_broken_place_in_the_list_is_refused_in_words(province, sits):
    answer = sits("minh").get(INBOX, {"tu": "bịa"})
    assert answer.status_code == 422
    assert "Liên kết chuyển trang không còn dùng được" in answer.content.decode()


@pytest.mark.parametrize("size", [1, 30])
def test_the_inbox_asks_eight_queries_at_most_however_much_waits(
    province, sits, watch, django_assert_max_num_queries, size
):
    for minute in range(size):
        file_birth(at=at(8, minute))
    watch.at = at(9)
    minh = sits("minh")
    minh.get(INBOX)  # reads what the process keeps: calendars, versions
    with django_assert_max_num_queries(8):
        minh.get(INBOX, {"so-dong": "100", "kenh": "tai-quay", "linh-vuc": "Hộ tịch"})


def test_a_case_is_taken_from_its_row(province, sits, watch):
    case = received()
    watch.at = at(10)
    lan = sits("lan")
    button = next(one for one in page(lan.get(INBOX)).all("button") if one.text.startswith("Nhận H"))
    answer = lan.post(button["formaction"], {"next": f"{INBOX}?vai-tro=civil-status"})
    assert answer["Location"] == f"{INBOX}?vai-tro=civil-status"
    assert Step.objects.get(case=case, closed_at=None).owner.username == "lan"
    assert Step.objects.get(case=case, closed_at=None).claimed_at == at(10)
    assert "Bạn đã nhận xử lý hồ sơ" in page(lan.get(answer["Location"])).text


def test_a_script_gets_the_row_back(province, sits, watch):
    case = received()
    watch.at = at(10)
    answer = sits("lan").post(reverse("desk-claim", args=[case]), headers={"HX-Request": "true"})
    shown = page(answer)
    assert shown.all("tr")[0].all("td")[-1].text == "Tôi"
    assert shown.one("span", id="count-mine").text == "1"


def test_who_comes_second_is_told_who_was_first(province, sits, watch):
    case = received()
    colleague("mai", "Phan Thị Mai", like="lan")
    acts.claim(case, by=who("mai"), at=at(9, 30))
    watch.at = at(10)
    answer = sits("lan").post(reverse("desk-claim", args=[case]))
    shown = page(answer, 409)
    assert "Bước này đã do Phan Thị Mai nhận xử lý." in shown.text
    assert reverse("desk-case", args=[case]) in [link["href"] for link in shown.all("a") if link.get("href")]


def test_several_are_taken_at_once_each_with_its_result(province, sits, watch):
    mine, hers = received(), received()
    colleague("mai", "Phan Thị Mai", like="lan")
    acts.claim(hers, by=who("mai"), at=at(9, 30))
    watch.at = at(10)
    lan = sits("lan")
    answer = lan.post(reverse("desk-several"), {"viec": "nhan-viec", "ho-so": [str(mine), str(hers)]})
    rows = [row.text for row in page(answer).one("tbody").all("tr")]
    assert len(rows) == 2
    assert f"{code_of(mine)} Nguyễn Thị Hoa Xong" in rows
    assert any("Chưa Bước này đã do Phan Thị Mai nhận xử lý." in row for row in rows)


def test_nothing_chosen_is_refused_in_words(province, sits):
    answer = sits("lan").post(reverse("desk-several"), {"viec": "nhan-viec", "ho-so": ["gì đó"]})
    assert answer.status_code == 422
    assert "Chưa chọn hồ sơ nào" in answer.content.decode()


def on_the_leaders_table(minutes: int = 0):
    case = received()
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.finish(case, "propose", by=who("lan"), at=at(10, minutes))
    return case


def test_the_leader_signs_several_after_seeing_them_once_more(province, sits, watch):
    one, two = on_the_leaders_table(), on_the_leaders_table(5)
    watch.at = at(11)
    quan = sits("quan")
    inbox = page(quan.get(INBOX))
    assert [button.text for button in inbox.all("button", name="viec")] == [
        "Ký các hồ sơ đã chọn",
        "Nhận các việc đã chọn",
    ]
    ticked = [box["value"] for box in inbox.all("input", name="ho-so")]
    asked = page(quan.post(reverse("desk-several"), {"viec": "sign", "ho-so": ticked}))
    assert "Ký 2 hồ sơ?" in asked.text
    assert Step.objects.filter(name="sign", closed_at=None).count() == 2
    sure = {
        "viec": "sign",
        "chac-chan": "1",
        "ho-so": [box["value"] for box in asked.all("input", name="ho-so")],
    }
    done = page(quan.post(reverse("desk-several"), sure))
    assert "Ký: xong 2 trên 2 hồ sơ" in done.text
    assert [Step.objects.get(case=case, closed_at=None).name for case in (one, two)] == ["hand-over"] * 2


def test_what_has_moved_on_meanwhile_is_not_signed_unseen(province, sits, watch):
    case = on_the_leaders_table()
    seen = Case.objects.get(id=case).revision
    acts.claim(case, by=who("quan"), at=at(10, 30))
    watch.at = at(11)
    sure = {"viec": "sign", "chac-chan": "1", "ho-so": [f"{case}:{seen}"]}
    shown = page(sits("quan").post(reverse("desk-several"), sure))
    assert "Ký: xong 0 trên 1 hồ sơ" in shown.text
    assert "Lê Anh Quân đã nhận xử lý bước này lúc 10:30 ngày 16/11" in shown.text


def test_a_move_that_the_row_does_not_have_is_refused_for_it_alone(province, sits, watch):
    case = received()
    watch.at = at(10)
    sure = {"viec": "sign", "chac-chan": "1", "ho-so": [str(case)]}
    assert "không có việc này" in page(sits("lan").post(reverse("desk-several"), sure)).text


def test_a_stranger_finds_no_desk(province, sits, client):
    assert sits("binh").get(INBOX).status_code == 404
    assert sits("hoa").get(INBOX).status_code == 404
    assert client.get(INBOX)["Location"].startswith("/tai-khoan/dang-nhap/")


def test_search_finds_by_name_code_and_number(province, sits):
    case = file_birth(at=at(8))
    minh = sits("minh")
    for text in ("nguyen thi hoa", code_of(case), "042192000123"):
        assert codes(minh.get(INBOX, {"q": text})) == [code_of(case)]
    assert "Không thấy hồ sơ nào" in page(minh.get(INBOX, {"q": "Bình"})).text


def test_the_keys_are_told_on_a_page(province, sits):
    shown = page(sits("minh").get("/ban-lam-viec/phim-tat/"))
    assert [key.text for key in shown.one("tbody").all("kbd")] == ["j", "k", "Enter", "x", "n", "/"]
