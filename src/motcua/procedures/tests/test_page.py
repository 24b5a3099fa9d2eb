"""What the public page of a procedure tells (NĐ 63/2010/NĐ-CP Đ.8.2)."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.kernel.refusals import Missing
from motcua.procedures import reads

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def told(code: str) -> dict[str, tuple[str, ...]]:
    text = reads.version_in_force(code, TODAY).definition
    return {part.name: part.lines for part in reads.constituents(text, on=TODAY)}


def test_the_seven_constituents_come_first_and_in_order():
    text = reads.version_in_force("1.001193", TODAY).definition
    letters = [part.title[:2] for part in reads.constituents(text, on=TODAY)]
    assert letters[:7] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert all(part.lines for part in reads.constituents(text, on=TODAY))


def test_birth_registration_is_done_within_the_day():
    lines = told("1.001193")
    assert lines["limit"][0] == "Trong ngày làm việc; nhận sau 15:00 thì trả ngày làm việc tiếp theo."
    assert "Giấy chứng sinh: 1 bản chính (nếu có)" in lines["papers"]
    assert lines["papers"][-1] == "Số lượng hồ sơ: 1 bộ"
    assert lines["fees"][0].startswith("Lệ phí đăng ký khai sinh: không thu.")


def test_what_the_law_puts_under_one_point_stands_under_it_once():
    text = reads.version_in_force("1.001193", TODAY).definition
    parts = reads.constituents(text, on=TODAY)
    assert [part.title for part in parts if part.point.startswith("h)")] == [
        "Mẫu đơn, mẫu tờ khai", "Kết quả thực hiện", "Yêu cầu, điều kiện", "Phí, lệ phí",
    ]  # fmt: skip


def test_a_law_from_memory_is_marked_and_grounds_nothing():
    text = reads.version_in_force("1.011609", TODAY).definition
    (law,) = (part for part in reads.constituents(text, on=TODAY) if part.name == "law")
    recalled = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
    assert law.unverified == {recalled}
    assert not any(recalled in ground for ground in text.result.grounds)


def test_a_fee_is_told_in_dong():
    assert told("1.008891")["fees"] == (
        "Lệ phí cấp chứng chỉ hành nghề kiến trúc: 300.000 đồng, nộp khi nộp hồ sơ.",
    )
    assert told("2.000815")["fees"][0].startswith(
        "Phí chứng thực bản sao từ bản chính: 2.000 đồng/trang, nộp khi nhận"
    )
    assert told("1.011609")["fees"] == ("Không thu phí, lệ phí.",)


def owed(
    code: str, *, on: date = TODAY, channel: str = "counter", **answers: object
) -> list[tuple[str, str]]:
    text = reads.version_in_force(code, on).definition
    return [(fee.price, fee.paid) for fee in reads.owed(text, answers, on=on, channel=channel)]


def test_a_case_owes_what_its_answers_say():
    assert owed("1.001193", copies=2)[1:] == [("16.000 đồng (2 bản)", "Nộp tại quầy khi nhận kết quả.")]
    assert owed("1.001193", copies=0) == owed("1.001193") == [("không thu", "")]
    assert owed("1.001612") == [("150.000 đồng", "Nộp tại quầy khi hồ sơ được tiếp nhận.")]
    assert owed("2.000815") == [("2.000 đồng/trang", "Nộp tại quầy khi nhận kết quả.")]
    assert owed("1.011609") == []


def test_what_is_paid_may_differ_by_channel_and_from_a_day_on():
    assert told("1.004222")["fees"] == (
        "Lệ phí đăng ký cư trú: 10.000 đồng (hồ sơ nộp trực tuyến), nộp khi nộp hồ sơ. "
        "Trẻ em, người có công, hộ nghèo được miễn.",
        "Lệ phí đăng ký cư trú: 20.000 đồng (hồ sơ nộp trực tiếp), nộp khi nộp hồ sơ. "
        "Trẻ em, người có công, hộ nghèo được miễn.",
    )
    assert told("1.012680")["fees"][0].endswith("nộp khi nộp hồ sơ đến hết ngày 31/12/2026.")
    at_the_counter, online = (
        [price for price, _ in owed("1.004222", channel=channel, exempt=False)]
        for channel in ("counter", "online")
    )
    assert (at_the_counter, online) == (["20.000 đồng"], ["10.000 đồng"])
    passes = [
        owed("1.012680", channel="online", on=day)[0][0] for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert passes == ["25.000 đồng", "50.000 đồng"]


def test_the_fees_at_a_glance_are_those_of_the_day_and_of_the_channel_asked_for():
    text = reads.version_in_force("1.012680", TODAY).definition
    assert reads.prices(text, on=TODAY) == (
        "25.000 đồng (hồ sơ nộp trực tuyến)", "50.000 đồng (hồ sơ nộp trực tiếp)",
    )  # fmt: skip
    assert reads.prices(text, on=TODAY, channel="online") == ("25.000 đồng (hồ sơ nộp trực tuyến)",)
    free = reads.version_in_force("1.011609", TODAY).definition
    assert reads.prices(free, on=TODAY) == ("không thu",)


def test_a_department_decides_and_can_be_called():
    assert told("1.008891")["competent"][0] == "Sở Xây dựng"
    text = reads.version_in_force("1.008891", TODAY).definition
    (agency,) = reads.contacts(text, on=TODAY)
    assert (agency.name, bool(agency.phone)) == ("Sở Xây dựng", True)
    with pytest.raises(Missing):
        reads.contacts(text, on=date(2019, 1, 1))


def test_each_commune_can_be_called():
    text = reads.version_in_force("1.001193", TODAY).definition
    agencies = reads.contacts(text, on=TODAY)
    assert len(agencies) == 69
    assert all(agency.phone for agency in agencies)


def test_every_limit_is_told_with_its_unit():
    assert told("1.013225")["limit"][0] == "15 ngày kể từ khi nhận đủ hồ sơ hợp lệ."
    assert told("1.008891")["limit"][0] == "6 ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ."
