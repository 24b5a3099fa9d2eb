"""The language of measures: what it knows, and what it refuses, by name."""

from __future__ import annotations

import pytest

from motcua.measures.language import Kind, Wrong, parse

COLUMNS = {
    "finished_at": Kind.INSTANT, "due_at": Kind.INSTANT, "received_day": Kind.DAY, "supplements": Kind.INT,
    "held": Kind.BOOL, "online": Kind.TEXT,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("finished_at <= due_at or (finished_at is null and as_of <= due_at)", Kind.BOOL),
        ("coalesce(finished_at, as_of) <= due_at", Kind.BOOL),
        ("not held and supplements between 1 and 3", Kind.BOOL),
        ("online in ('full', 'partial')", Kind.BOOL),
        ("supplements * 2 - 1", Kind.INT),
        ("supplements * 10000", Kind.INT),
        ("case when held then 0 else greatest(supplements, 1) end", Kind.INT),
        ("finished_at is not null", Kind.BOOL),
        ("received_day between first_day and last_day", Kind.BOOL),
    ],
)
def test_it_knows(text, kind):
    assert parse(text, COLUMNS).kind is kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("finish_at <= due_at", "Không có cột “finish_at”; có phải “finished_at”?"),
        ("supplement_count(held)", "Không dùng được “SUPPLEMENT_COUNT(held)”"),
        ("supplements = 'two'", "các vế khác kiểu (chữ, số nguyên)"),
        ("held + 1", "“held” là điều kiện, ở đây cần số nguyên"),
        ("supplements / 2", "Không dùng được “supplements / 2”"),
        ("supplements > 0.5", "Chỉ dùng số nguyên"),
        ("supplements * 9223372036854775807", "“9223372036854775807” có thể lớn quá 100 tỷ"),
        ("supplements * 10001 > 5", "“supplements * 10001” có thể lớn quá 100 tỷ"),
        ("(supplements - 1) * (coalesce(supplements, 0) + 1)", "có thể lớn quá 100 tỷ"),
        ("case when held then -supplements else 3 end * 20000", "có thể lớn quá 100 tỷ"),
        ("finished_at = null", "không so sánh với null"),
        ("finished_at <= received_day", "các vế khác kiểu (ngày, thời điểm)"),
        ("not supplements", "ở đây cần điều kiện"),
        ("(select 1)", "Không dùng được"),
        ("sum(supplements)", "Không dùng được"),
        ("held) from people_account --", "không phải một biểu thức"),
        ("held, held", "Không dùng được"),
        ("held and", "Không đọc được biểu thức"),
        ("secrets.held", "Không có cột “secrets.held”"),
        ("supplements in (select 1)", "phải kèm danh sách giá trị"),
        ("read_text('/etc/passwd') = ''", "Không dùng được"),
    ],
)
def test_it_refuses(text, said):
    with pytest.raises(Wrong, match=r".") as wrong:
        parse(text, COLUMNS)
    assert said in str(wrong.value)
