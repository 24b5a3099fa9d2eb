"""Each component shows what it is given, in words that do not need colour, and closes its tags."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from motcua.kernel.clock import Standing
from motcua.kernel.states import State
from motcua.web.paging import Page
from motcua.web.tests.tree import read

COMPONENTS = Path(__file__).resolve().parents[1] / "templates" / "web" / "components"
DUE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def shown(component, /, **context):
    template = engines["django"].get_template(f"web/components/{component}.html")
    return read(template.render(context, RequestFactory().get("/ds/?kenh=o&tu=cu")))


def tagged(source, **context):
    return read(engines["django"].from_string("{% load web %}" + source).render(context))


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_each_component_tells_its_context(path):
    assert path.read_text(encoding="utf-8").startswith("{% comment %}")


def test_a_button_sends_once_and_says_what_follows():
    page = shown(
        "button", text="Ký", name="move", value="sign", consequence="Hồ sơ về một cửa để trả kết quả."
    )
    button = page.one("button")
    assert (button.text, button["name"], button["value"]) == ("Ký", "move", "sign")
    assert button["data-prevent-double-click"] == "true"
    assert "trả kết quả" in page.text


def test_a_button_that_leads_somewhere_is_a_link():
    assert shown("button", text="Nộp hồ sơ", href="/nop-ho-so/1/").one("a")["href"] == "/nop-ho-so/1/"


def test_a_summary_has_a_change_link_that_names_its_row():
    page = shown(
        "summary_list", rows=[{"key": "Họ tên", "value": "Hoa", "href": "/sua/"}, {"key": "Nơi sinh"}]
    )
    assert page.one("a").text == "Sửa Họ tên"
    assert [one.text for one in page.all("dd", class_="govuk-summary-list__value")] == ["Hoa", "Chưa có"]


def test_a_table_keeps_its_roles_and_carries_its_heads_along_to_the_phone():
    page = shown("table", caption="Lệ phí", head=["Tên", "Mức"], rows=[["Hộ tịch", "8.000"]], numeric=[1])
    cells = page.all("td")
    assert page.one("caption").text == "Lệ phí"
    assert [one["data-label"] for one in cells] == ["Tên", "Mức"]
    assert {one["role"] for one in cells} == {"cell"}
    assert "govuk-table__cell--numeric" in cells[1].classes


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("in-time", "Trong hạn"),
        ("due-soon", "Sắp đến hạn"),
        ("overdue", "Quá hạn"),
        ("early", "Trước hạn"),
        ("on-time", "Đúng hạn"),
        ("late", "Trễ hạn"),
        ("held", "Tạm dừng tính hạn"),
        ("ready", "Chờ đến nhận"),
        ("none", "Không tính hạn"),
    ],
)
def test_a_due_badge_says_it_in_words(standing, words):
    badge = tagged("{% due standing %}", standing=standing).one("span", class_="mc-due")
    assert badge.text == words
    assert f"mc-due--{standing}" in badge.classes


def test_a_due_badge_knows_every_standing_of_the_kernel():
    for standing in Standing:
        assert tagged("{% due standing %}", standing=standing).text


def test_a_due_badge_tells_what_is_left_and_until_when():
    text = tagged("{% due s at left %}", s=Standing.DUE_SOON, at=DUE, left="còn 3 giờ làm việc").text
    assert text == "Sắp đến hạn · còn 3 giờ làm việc · hạn 17:30 thứ Ba 24/11/2026"


def test_an_overdue_badge_does_not_say_it_twice():
    assert (
        tagged("{% due s left=l %}", s="overdue", l="quá hạn 2 giờ làm việc").text == "Quá hạn 2 giờ làm việc"
    )


@pytest.mark.parametrize("state", State)
def test_each_national_state_has_its_tag(state):
    assert tagged("{% state s %}", s=int(state)).one("strong").text == state.title


def test_a_clock_explains_itself():
    page = shown(
        "clock", standing="in-time", left="còn 1 ngày 3 giờ làm việc", due_at=DUE, why="Bỏ qua thứ Bảy."
    )
    assert "Còn 1 ngày 3 giờ làm việc" in page.text
    assert "Hạn 17:30 thứ Ba 24/11/2026" in page.text
    assert page.one("details").one("summary").text == "Vì sao có hạn này?"


def test_a_timeline_says_where_the_case_is():
    steps = [
        {"title": "Tiếp nhận", "state": "done", "closed_at": DUE, "who": "Trần Văn Minh"},
        {
            "title": "Thẩm định",
            "state": "current",
            "due_at": DUE,
            "standing": "due-soon",
            "agency": "UBND xã",
        },
        {"title": "Ký", "state": "next"},
    ]
    items = shown("timeline", steps=steps).all("li")
    assert [one.get("aria-current") for one in items] == [None, "step", None]
    assert "(đã xong)" in items[0].text
    assert "Sắp đến hạn" in items[1].text
    assert "hạn 17:30 thứ Ba 24/11/2026" in items[1].text


def test_pages_of_a_list_keep_the_filters():
    page = shown("pagination", rows_page=Page((), next_key="sau", previous_key="truoc"))
    assert [link["href"] for link in page.all("a")] == ["?kenh=o&tu=truoc", "?kenh=o&tu=sau"]


def test_a_list_of_one_page_has_no_paging():
    assert not shown("pagination", rows_page=Page(())).all("nav")


def test_queues_tell_their_counts_and_which_is_open():
    queues = [
        {"text": "Chờ tiếp nhận", "href": "?h=1", "count": 1340, "current": True},
        {"text": "Quá hạn", "href": "?h=2", "count": 3, "late": True},
    ]
    first, second = shown("tabs_of_queues", queues=queues).all("a")
    assert (first.text, first["aria-current"]) == ("Chờ tiếp nhận 1.340", "page")
    assert second.one("span").classes == {"mc-count", "mc-count--late"}


@pytest.mark.parametrize(("kind", "role"), [("success", "alert"), ("info", "region"), ("", "region")])
def test_only_news_of_success_interrupts(kind, role):
    assert shown("notification", text="Đã gửi", kind=kind).all("div")[0]["role"] == role


def test_a_stepper_says_how_far():
    page = shown("stepper", step=2, steps=5, title="Cha mẹ")
    assert page.one("p").text == "Bước 2/5: Cha mẹ"
    assert len(page.all("li", class_="mc-stepper__part--done")) == 2


def test_an_upload_takes_pictures_and_pdf_and_tells_what_is_wrong_with_them():
    page = shown("file_upload", name="paper-1", label="Giấy", errors=["Tệp rỗng"], capture="environment")
    control = page.one("input")
    assert (control["id"], control["capture"]) == ("field-paper-1", "environment")
    assert "image/*" in control["accept"]
    assert control["aria-describedby"] == "field-paper-1-error"
    assert "multiple" not in control.attributes


def test_files_already_sent_can_be_opened_and_removed():
    files = [{"name": "<a>.pdf", "href": "/tep/1/", "size": 2048, "remove": "1"}]
    page = shown("file_upload", name="paper", label="Giấy", files=files)
    assert page.one("a").text == "<a>.pdf"
    assert page.one("button", name="remove")["value"] == "1"


def test_filters_remember_what_was_chosen():
    choices = [("o", "Trực tuyến"), ("c", "Tại quầy")]
    page = shown("filters", filters=[{"name": "kenh", "label": "Kênh", "choices": choices, "value": "c"}])
    assert page.one("option", selected="").text == "Tại quầy"
    assert page.one("label")["for"] == page.one("select")["id"]


def test_breadcrumbs_begin_at_home():
    links = shown("breadcrumbs", items=[("Thủ tục", "/thu-tuc/")]).all("a")
    assert [link["href"] for link in links] == ["/", "/thu-tuc/"]


def test_a_search_box_has_a_label_even_when_it_is_hidden():
    page = shown("search_box", label="Tìm hồ sơ", hide_label=True, value='"khai sinh')
    assert page.one("label").text == "Tìm hồ sơ"
    assert page.one("input")["value"] == '"khai sinh'


@pytest.mark.parametrize(
    ("name", "context", "text"),
    [
        ("tag", {"text": "Mới"}, "Mới"),
        ("inset", {"text": "Đọc kỹ"}, "Đọc kỹ"),
        ("warning", {"text": "Không lấy lại được"}, "! Cảnh báo Không lấy lại được"),
        ("details", {"summary": "Vì sao?", "text": "Vì luật."}, "Vì sao? Vì luật."),
        ("panel", {"title": "Đã nộp", "code": "H27-1"}, "Đã nộp H27-1"),
        ("empty_state", {"title": "Chưa có hồ sơ", "href": "/", "action": "Tìm"}, "Chưa có hồ sơ Tìm"),
        ("facts", {"rows": [{"key": "Kênh", "value": ""}]}, "Kênh –"),
        ("counts", {"counts": [{"text": "Quá hạn", "value": 12000}]}, "Quá hạn 12.000"),
        ("back_link", {"href": "/"}, "Quay lại"),
        ("card", {"href": "/a/", "title": "Có con", "text": "Khai sinh"}, "Có con Khai sinh"),
        ("case_header", {"code": "H27-1", "title": "Khai sinh", "state": 4}, "H27-1 Đang xử lý Khai sinh"),
        ("navigation", {"items": []}, ""),
    ],
)
def test_small_components_say_what_they_are_given(name, context, text):
    assert shown(name, **context).text == text
