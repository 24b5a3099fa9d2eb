"""Every due date explains itself: one sentence, and the days that were skipped."""

from __future__ import annotations

from datetime import date, time

import pytest

from motcua.kernel.clock import Effect, Hold, Limit, Policy, Rule, due
from motcua.kernel.tests.calendars import at, vietnam

MONDAY = "2026-03-02 10:00"


@pytest.mark.parametrize(
    ("received", "limit", "why"),
    [
        (
            "2026-02-12 10:00",
            "5 wd",
            "Nhận 10:00 thứ Năm 12/02/2026, thời hạn 5 ngày làm việc tính từ thứ Sáu 13/02; bỏ qua 14/02–22/02"
            " (Tết Nguyên Đán, cuối tuần); hạn 17:30 thứ Năm 26/02/2026.",
        ),
        (
            "2025-04-25 15:30",
            "3 wd",
            "Nhận 15:30 thứ Sáu 25/04/2025, thời hạn 3 ngày làm việc tính từ thứ Bảy 26/04; bỏ qua 27/04"
            " (cuối tuần); tính cả 26/04 (thứ Bảy làm bù); hạn 17:30 thứ Ba 29/04/2025.",
        ),
        (
            "2022-04-08 09:00",
            "2 wd",
            "Nhận 09:00 thứ Sáu 08/04/2022, thời hạn 2 ngày làm việc tính từ thứ Ba 12/04; bỏ qua 09/04–11/04"
            " (Giỗ Tổ Hùng Vương, cuối tuần); hạn 17:30 thứ Tư 13/04/2022.",
        ),
        (
            "2025-12-31 09:00",
            "1 wd",
            "Nhận 09:00 thứ Tư 31/12/2025, thời hạn 1 ngày làm việc tính từ thứ Sáu 02/01/2026; bỏ qua"
            " 01/01/2026 (Tết Dương lịch); hạn 17:30 thứ Sáu 02/01/2026.",
        ),
        (
            "2025-08-28 09:00",
            "15 wd",
            "Nhận 09:00 thứ Năm 28/08/2025, thời hạn 15 ngày làm việc tính từ thứ Sáu 29/08; bỏ qua 30/08–02/09"
            " (Quốc khánh, cuối tuần), 3 kỳ cuối tuần; hạn 17:30 thứ Hai 22/09/2025.",
        ),
        (
            "2026-02-12 10:00",
            "5 cd",
            "Nhận 10:00 thứ Năm 12/02/2026, thời hạn 5 ngày tính từ thứ Sáu 13/02; bỏ qua 17/02–22/02"
            " (Tết Nguyên Đán, cuối tuần); hạn 17:30 thứ Hai 23/02/2026.",
        ),
        (
            "2025-01-31 09:00",
            "1 mo",
            "Nhận 09:00 thứ Sáu 31/01/2025, thời hạn 1 tháng tính từ thứ Bảy 01/02; hạn 17:30 thứ Sáu 28/02/2025.",
        ),
        (
            "2026-03-07 09:00",
            "2 wh",
            "Nhận 09:00 thứ Bảy 07/03/2026, thời hạn 2 giờ làm việc tính từ 07:30 thứ Hai 09/03; bỏ qua"
            " 07/03–08/03 (cuối tuần); hạn 09:30 thứ Hai 09/03/2026.",
        ),
        (
            "2026-03-02 10:00",
            "8 wh",
            "Nhận 10:00 thứ Hai 02/03/2026, thời hạn 8 giờ làm việc tính từ 10:00 thứ Hai 02/03;"
            " hạn 10:00 thứ Ba 03/03/2026.",
        ),
    ],
)
def test_a_promise_tells_why(received: str, limit: str, why: str) -> None:
    assert due(vietnam(), at(received), Rule(Limit.parse(limit))).why == why


def test_a_same_day_promise_names_its_hour() -> None:
    promise = due(vietnam(), at(MONDAY), Rule(Limit.parse("1 wd"), same_day_until=time(15)))
    assert promise.why == (
        "Nhận 10:00 thứ Hai 02/03/2026, thủ tục giải quyết trong ngày (nhận sau 15:00 thì trong ngày làm việc"
        " tiếp theo); hạn 17:30 thứ Hai 02/03/2026."
    )


@pytest.mark.parametrize(
    ("limit", "policy", "promised"),
    [
        ("5 wd", Policy.END_OF_DAY, "không tính 2 ngày làm việc tạm dừng; bỏ qua 07/03–08/03 (cuối tuần);"
         " hạn 17:30 thứ Tư 11/03/2026."),
        ("2 wd", Policy.CLOCK_HOURS, "không tính 1 ngày 7 giờ làm việc tạm dừng; hạn 09:00 thứ Sáu 06/03/2026."),
        ("5 cd", Policy.END_OF_DAY, "không tính 2 ngày tạm dừng; hạn 17:30 thứ Hai 09/03/2026."),
    ],
)  # fmt: skip
def test_a_pause_is_told_with_what_it_left_out(limit: str, policy: Policy, promised: str) -> None:
    paid = Hold(at("2026-03-03 10:00"), at("2026-03-05 09:00"), Effect.SUSPEND, "chờ nộp phí")
    why = due(vietnam(), at(MONDAY), Rule(Limit.parse(limit), policy), [paid]).why
    assert "tạm dừng từ 10:00 thứ Ba 03/03 đến 09:00 thứ Năm 05/03 (chờ nộp phí); " in why
    assert why.endswith(promised)


def test_a_pause_that_left_nothing_out_says_so_by_silence() -> None:
    short = Hold(at("2026-03-03 10:00"), at("2026-03-03 11:00"), Effect.SUSPEND)
    why = due(vietnam(), at(MONDAY), Rule(Limit.parse("2 wd")), [short]).why
    assert "tạm dừng từ 10:00 thứ Ba 03/03 đến 11:00 thứ Ba 03/03; hạn" in why


def test_a_restart_and_an_open_pause_are_told() -> None:
    supplemented = Hold(at("2026-03-03 10:00"), at("2026-03-05 09:00"), Effect.RESTART, "bổ sung hồ sơ")
    unpaid = Hold(at("2026-03-06 10:00"), None, Effect.SUSPEND, "chờ nộp phí")
    assert due(vietnam(), at(MONDAY), Rule(Limit.parse("5 wd")), [unpaid, supplemented]).why == (
        "Nhận 10:00 thứ Hai 02/03/2026; tính lại từ đầu từ 09:00 thứ Năm 05/03/2026 (bổ sung hồ sơ), thời hạn"
        " 5 ngày làm việc tính từ thứ Sáu 06/03; đang tạm dừng từ 10:00 thứ Sáu 06/03 (chờ nộp phí), hạn sẽ tính"
        " lại khi hết tạm dừng; bỏ qua 07/03–08/03 (cuối tuần); hạn 17:30 thứ Năm 12/03/2026."
    )


def test_a_pause_after_the_end_is_not_told() -> None:
    late = Hold(at("2026-03-05 10:00"), at("2026-03-06 10:00"), Effect.SUSPEND, "chờ nộp phí")
    assert "tạm dừng" not in due(vietnam(), at(MONDAY), Rule(Limit.parse("1 wd")), [late]).why


def test_a_restart_after_the_end_is_not_told() -> None:
    late = Hold(at("2026-03-05 10:00"), at("2026-03-06 10:00"), Effect.RESTART, "bổ sung hồ sơ")
    why = due(vietnam(), at(MONDAY), Rule(Limit.parse("1 wd")), [late]).why
    assert why == due(vietnam(), at(MONDAY), Rule(Limit.parse("1 wd"))).why


def test_a_promise_that_reaches_a_provisional_year_says_so() -> None:
    promise = due(vietnam(), at("2026-12-29 16:00"), Rule(Limit.parse("30 wd")))
    assert promise.provisional == (2027,)
    assert promise.why == (
        "Nhận 16:00 thứ Ba 29/12/2026, thời hạn 30 ngày làm việc tính từ thứ Tư 30/12; bỏ qua 01/01–03/01/2027"
        " (Tết Dương lịch, cuối tuần), 04/02–10/02/2027 (Tết Nguyên Đán), 5 kỳ cuối tuần; hạn 17:30 thứ Tư"
        " 17/02/2027 (lịch năm 2027 là tạm tính, chờ quyết định)."
    )
    assert due(vietnam(), at("2026-12-29 16:00"), Rule(Limit.parse("1 wd"))).provisional == ()


def test_the_skipped_days_are_named_one_by_one() -> None:
    assert due(vietnam(), at("2025-04-29 09:00"), Rule(Limit.parse("1 wd"))).skipped == (
        (date(2025, 4, 30), "Ngày Chiến thắng"),
        (date(2025, 5, 1), "Ngày Quốc tế Lao động"),
        (date(2025, 5, 2), "Nghỉ hoán đổi với ngày 26/04/2025"),
        (date(2025, 5, 3), "Thứ Bảy"),
        (date(2025, 5, 4), "Chủ nhật"),
    )


def test_a_promise_compares_by_what_was_promised() -> None:
    rule = Rule(Limit.parse("1 wd"))
    assert due(vietnam(), at(MONDAY), rule) == due(vietnam(), at(MONDAY), rule)
    assert "Calendar" not in repr(due(vietnam(), at(MONDAY), rule))
