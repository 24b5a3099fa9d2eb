"""What argparse says about the way a command was typed, in Vietnamese."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

SAID: Mapping[str, str] = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "show this help message and exit": "in hướng dẫn này rồi thôi",
    "%(prog)s: error: %(message)s\n": "%(prog)s: gõ sai lệnh: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu %s",
    "unrecognized arguments: %s": "không có tham số %s",
    "expected one argument": "cần một giá trị theo sau",
    "invalid %(type)s value: %(value)r": "%(value)r không dùng được",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có %(value)r; chọn một trong: %(choices)s",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s chưa rõ: %(matches)s",
}

ON_THE_DEMO = (
    "Muốn làm việc trên dữ liệu mà `make demo` đã dựng: đặt MOTCUA_DATA_DIR=var/demo trước lệnh, "
    "ví dụ MOTCUA_DATA_DIR=var/demo motcua map."
)
OLD_TABLES = f"Các bảng chưa được tạo hoặc chưa nâng cấp: chạy `motcua migrate`. {ON_THE_DEMO}"
NO_TABLES = f"Cơ sở dữ liệu chưa có bảng: chạy `motcua migrate` rồi `motcua load`. {ON_THE_DEMO}"


def speak_vietnamese() -> None:
    """Have argparse say these things in Vietnamese; what is not listed stays as it is."""
    argparse._ = lambda text: SAID.get(text, text)  # type: ignore[attr-defined]


def positive(text: str) -> int:
    """A whole number from 1, as an argument's ``type``."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} không dùng được; viết một số nguyên từ 1")
    return number


def day(text: str) -> date:
    """A day, as an argument's ``type``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} không phải là một ngày; viết năm-tháng-ngày") from None


def port(text: str) -> int:
    """A port to listen on, as an argument's ``type``."""
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"{text} không phải là một cổng; viết một số từ 1 đến 65535")
    return number
