"""Stories of results: one waits at the counter for its owner and nobody is late, one that is sent is the officer's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.cases import acts, reads
from motcua.cases.models import Case, Step
from motcua.cases.reads import InboxFilter, InboxRow
from motcua.cases.tests.desk_pages import at, claimed, code_of, offered, page, show, signed
from motcua.kernel.refusals import OutOfOrder
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

INBOX = "/ban-lam-viec/"


def to_do(*, days: int) -> tuple[int, int, int]:
    """What Minh has to do, how much of it is overdue, and how many results wait to be collected."""
    count = next(one for one in reads.counts(who("minh"), now=at(9, days=days)) if one.role == "one-stop")
    return count.open, count.overdue, count.to_collect


def sought(text: str) -> tuple[InboxRow, ...]:
    return reads.inbox(who("minh"), InboxFilter(to_collect=True, text=text), now=at(15)).rows


def codes(answer) -> list[str]:
    """The cases in sight, in their order."""
    return [link.text for link in page(answer).all("a", data_row_link="")]


# --- who is late ---------------------------------------------------------------------------------------------


def test_a_result_at_the_counter_waits_for_its_owner_and_nobody_is_late(province):
    case = signed()
    assert to_do(days=0) == to_do(days=90) == (0, 0, 1)
    assert reads.inbox(who("minh"), InboxFilter(), now=at(9, days=90)).rows == ()
    waiting = reads.inbox(who("minh"), InboxFilter(to_collect=True), now=at(9, days=90))
    assert [row.case for row in waiting.rows] == [case]
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(15, days=60))
    assert reads.case(case, actor=who("minh")).steps[-1].late is False
    assert to_do(days=90) == (0, 0, 0)


@pytest.mark.parametrize("how", ["post", "online"])
def test_a_result_that_is_sent_is_the_officers_to_send(province, how):
    case = signed(return_how=how)
    assert to_do(days=0) == (1, 0, 0)
    assert to_do(days=1) == (1, 1, 0)
    acts.claim(case, by=who("minh"), at=at(9, days=1))
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how=how, by=who("minh"), at=at(10, days=1))
    assert reads.case(case, actor=who("minh")).steps[-1].late is True


def test_a_refusal_is_collected_like_a_result(province):
    case = claimed()
    acts.refuse(case, reason_code="", reason="Đã đăng ký", basis="Đ.16", by=who("lan"), at=at(10))
    acts.claim(case, by=who("quan"), at=at(10, 30))
    acts.finish(case, "sign", by=who("quan"), at=at(10, 40))
    assert to_do(days=30) == (0, 0, 1)


def test_a_result_that_waits_is_nobody_s_to_take(province, sits, watch):
    case = signed()
    with pytest.raises(OutOfOrder, match="ai ở quầy cũng trả được"):
        acts.claim(case, by=who("minh"), at=at(15))
    watch.at = at(15)
    assert "nhan-viec" not in offered(sits("minh"), case)
    answer = sits("minh").post(reverse("desk-claim", args=[case]))
    assert "ai ở quầy cũng trả được" in page(answer, 409).text
    assert Step.objects.get(case=case, closed_at=None).claimed_at is None


# --- on the desk ---------------------------------------------------------------------------------------------


def test_results_that_wait_to_be_collected_have_a_tab_of_their_own(province, sits, watch):
    work, case = file_birth(at=at(8, days=20)), signed()
    watch.at = at(9, days=20)
    minh = sits("minh")
    inbox = page(minh.get(INBOX))
    assert codes(minh.get(INBOX)) == [code_of(work)]
    assert not inbox.all("a", class_="mc-stand--overdue")
    tab = inbox.all("a", class_="mc-queues__link")[-1]
    assert tab.text == "Chờ đến nhận kết quả 1 việc"
    shown = page(minh.get(tab["href"]))
    assert [link.text for link in shown.all("a", class_="mc-queues__link", aria_current="page")] == [tab.text]
    row = shown.one("tbody").one("tr")
    assert row.text.startswith(f"Chờ đến nhận từ 14:05 thứ Hai 16/11 {code_of(case)}")
    assert "quá hạn" not in row.text.lower()
    assert not shown.all("input", name="ho-so")
    deed = row.one("a", href=reverse("desk-deed", args=[case, "tra-ket-qua"]))
    assert page(minh.get(deed["href"])).one("input", id="field-receiver")["value"] == "Nguyễn Thị Hoa"
    assert codes(minh.get(INBOX, {"q": "nguyen thi hoa"})) == [code_of(work), code_of(case)]


def test_the_oldest_result_comes_first_and_pages_keep_to_the_tab(province, sits, watch):
    cases = [signed() for _ in range(3)]
    watch.at = at(15)
    minh = sits("minh")
    first = page(minh.get(INBOX, {"den-nhan": "1", "so-dong": "2", "kenh": "tai-quay"}))
    onward = first.one("a", rel="next")["href"]
    assert codes(minh.get(INBOX + onward)) == [code_of(cases[2])]
    assert {"den-nhan", "kenh"} <= {
        field["name"] for field in first.one("form", class_="mc-filters").all("input")
    } | {field["name"] for field in first.one("form", class_="mc-filters").all("select")}


@pytest.mark.parametrize(
    "text", ["nguyen thi hoa", "hoa nguyễn", "H27.101.01-2026", "042192000123", "{code}"]
)
def test_a_result_is_found_for_the_person_at_the_counter(province, text):
    case, other = signed(), file_birth(at=at(8))
    assert [row.case for row in sought(text.format(code=code_of(case)))] == [case]
    assert sought("Trần Văn Bình") == sought("042000000099") == sought(code_of(other)) == ()


def test_the_counter_leads_to_the_result_of_who_stands_there(province, sits, watch):
    case = signed()
    watch.at = at(15)
    minh = sits("minh")
    form = page(minh.get("/ban-lam-viec/tai-quay/")).one("form", action=INBOX)
    hidden = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    assert codes(minh.get(INBOX, {**hidden, "q": "042192000123"})) == [code_of(case)]
    none = page(minh.get(INBOX, {**hidden, "q": "Trần Văn Bình"}))
    assert "Không có kết quả nào chờ nhận khớp với “Trần Văn Bình”" in none.text
    link = none.one("div", class_="mc-empty").one("a")
    assert "Không thấy hồ sơ nào" in page(minh.get(link["href"])).text


def test_the_page_of_a_result_that_waits_blames_nobody(province, sits, watch):
    case = signed()
    watch.at = at(8, days=60)
    shown = show(sits("minh"), case)
    clock = shown.one("div", class_="mc-clock")
    assert clock.text.startswith("Kết quả đã sẵn sàng từ 14:05 thứ Hai 16/11/2026, chờ người nộp đến nhận")
    assert "mc-clock--ready" in clock.classes
    assert not shown.all("ul", class_="mc-duties")
    assert not shown.all("span", class_="mc-due--overdue")
    last = shown.one("ol", class_="mc-timeline").all("li")[-1].text
    assert last.startswith("Trả kết quả (đang thực hiện) Chờ đến nhận")
    assert "hạn" not in last
    assert "giữ" not in last
    assert "tra-ket-qua" in offered(sits("minh"), case)


def test_the_page_of_a_result_to_be_sent_keeps_its_due_time(province, sits, watch):
    case = signed(return_how="post")
    watch.at = at(8, days=3)
    shown = show(sits("minh"), case)
    assert shown.one("div", class_="mc-clock").text.startswith("Giải quyết xong 14:05 thứ Hai 16/11/2026")
    assert [duty.text for duty in shown.one("ul", class_="mc-duties").all("li")] == [
        "Hạn của bước này Quá hạn · hạn 17:30 thứ Hai 16/11/2026"
    ]


# --- for the citizen -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "step", "invited"),
    [
        ("counter", "Trả kết quả (đang thực hiện)", True),
        ("post", "Trả kết quả (đang thực hiện) Quá hạn", False),
    ],
)
def test_the_citizen_is_told_who_has_to_move(province, sits, watch, how, step, invited):
    case = signed(return_how=how)
    watch.at = at(8, days=3)
    shown = page(sits("hoa").get(f"/ca-nhan/ho-so/{case}/"))
    last = shown.one("ol", class_="mc-timeline").all("li")[-1]
    assert last.one("p", class_="mc-timeline__title").text == step
    assert ("Mời bạn đến" in shown.text) is invited
    assert "Có kết quả đúng hạn" in shown.text
    assert Case.objects.get(id=case).due_at == at(17, 30)
