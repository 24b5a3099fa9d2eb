"""Dates, money and figures as people here write them."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from motcua.kernel.clock import Remaining

TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def shown(source, language="vi", **context):
    with translation.override(language):
        return engines["django"].from_string("{% load web %}" + source).render(context)


@pytest.mark.parametrize(
    ("source", "vietnamese", "english"),
    [
        ("{{ at|moment }}", "17:30 thứ Ba 24/11/2026", "17:30 Tuesday 24/11/2026"),
        ("{{ at|day }}", "thứ Ba 24/11/2026", "Tuesday 24/11/2026"),
        ("{{ on|day }}", "chủ nhật 01/03/2026", "Sunday 01/03/2026"),
        ("{{ amount|dong }}", "1.500.000 đồng", "1,500,000 VND"),
        ("{{ amount|number }}", "1.500.000", "1,500,000"),
        ("{{ share|number }}", "12.345,5", "12,345.5"),
        ("{{ zero|dong }}", "0 đồng", "0 VND"),
        ("{{ none|dong }}{{ none|day }}{{ none|moment }}{{ none|number }}{{ none|identity }}", "", ""),
        ("{{ card|identity }}", "042*****1234", "042*****1234"),
    ],
)
def test_values_are_written_in_the_language_of_the_page(source, vietnamese, english):
    values = {
        "at": TUESDAY,
        "on": date(2026, 3, 1),
        "amount": 1_500_000,
        "share": 12345.5,
        "zero": 0,
        "none": None,
        "card": "042195001234",
    }
    assert (shown(source, **values), shown(source, "en", **values)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("remaining", "vietnamese", "english"),
    [
        (Remaining(660, late=False), "còn 1 ngày 3 giờ làm việc", "1 working day 3 working hours left"),
        (Remaining(120, late=True), "quá hạn 2 giờ làm việc", "overdue by 2 working hours"),
        (Remaining(1, late=False), "còn 1 phút làm việc", "1 working minute left"),
        (Remaining(0, late=True), "vừa quá hạn", "just overdue"),
        ("chờ bổ sung", "chờ bổ sung", "chờ bổ sung"),
    ],
)
def test_the_time_left_is_told_in_the_language_of_the_page(remaining, vietnamese, english):
    assert shown("{{ r|left }}", r=remaining) == vietnamese
    assert shown("{{ r|left }}", "en", r=remaining) == english


def test_an_instant_before_midnight_utc_is_the_next_day_here():
    assert shown("{{ at|day }}", at=datetime(2026, 11, 24, 20, 0, tzinfo=UTC)) == "thứ Tư 25/11/2026"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Đăng ký <khai> sinh", '<span lang="vi">Đăng ký &lt;khai&gt; sinh</span>'),
        ("Answering the applicant", "Answering the applicant"),
        ("Goes on to the step “Ký Giấy khai sinh”", "Goes on to the step “Ký Giấy khai sinh”"),
        ("", ""),
    ],
)
def test_what_is_vietnamese_in_every_language_is_marked_where_the_page_is_not(text, english):
    assert shown("{{ text|vi }}", text=text) == text.replace("<", "&lt;").replace(">", "&gt;")
    assert shown("{{ text|vi }}", "en", text=text) == english
    marked = ' lang="vi"' if english.startswith("<span") else ""
    assert shown("<p{{ text|lang }}>", "en", text=text) == f"<p{marked}>"
    assert shown("<p{{ text|lang }}>", text=text) == "<p>"
