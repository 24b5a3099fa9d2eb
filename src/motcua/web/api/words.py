"""What the API says when a request breaks its shape, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: By status: a code for programs, a sentence for people.
STATUSES: Mapping[int, tuple[str, str]] = {
    400: ("bad-request", "Yêu cầu không đọc được; xem lại địa chỉ, tiêu đề và nội dung."),
    401: ("not-signed-in", "Cần khóa truy cập còn hạn (Authorization: Bearer …)."),
    403: ("not-allowed", "Khóa này không có quyền làm việc đó."),
    404: ("missing", "Không tìm thấy nội dung này."),
    405: ("wrong-method", "Địa chỉ này không nhận phương thức đó; xem tiêu đề Allow."),
    413: ("too-large", "Nội dung gửi lên quá lớn."),
    415: ("wrong-type", "Nội dung gửi lên phải là JSON (Content-Type: application/json)."),
    429: ("too-many", "Bạn gửi quá nhanh; đợi hết số giây ở tiêu đề Retry-After rồi gửi lại."),
    500: ("broken", "Hệ thống gặp lỗi và đã ghi lại; thử lại sau, nếu vẫn lỗi hãy báo đơn vị vận hành."),
}

#: By the beginning of pydantic's name of an error, the first that fits; braces take pydantic's own numbers.
FAULTS: Mapping[str, str] = {
    "missing": "Thiếu mục này.",
    "extra_forbidden": "Giao diện không có mục này; xem lại tên.",
    "string_too_long": "Dài quá {max_length} ký tự.",
    "string_too_short": "Phải có ít nhất {min_length} ký tự.",
    "string_pattern": "Không đúng định dạng {pattern}.",
    "string": "Phải là một chuỗi ký tự.",
    "int": "Phải là một số nguyên.",
    "greater_than_equal": "Không được nhỏ hơn {ge}.",
    "less_than_equal": "Không được lớn hơn {le}.",
    "bool": "Phải là true hoặc false.",
    "enum": "Phải là một trong: {expected}.",
    "literal": "Phải là một trong: {expected}.",
    "uuid": "Phải là một mã UUID.",
    "timezone": "Thời điểm phải kèm múi giờ, ví dụ 2026-11-24T17:30:00+07:00.",
    "datetime": "Phải là một thời điểm, ví dụ 2026-11-24T17:30:00+07:00.",
    "date": "Phải là một ngày, ví dụ 2026-11-24.",
    "list": "Phải là một danh sách.",
    "too_long": "Có quá {max_length} phần tử.",
    "too_short": "Phải có ít nhất {min_length} phần tử.",
    "dict": "Phải là một đối tượng.",
    "model": "Phải là một đối tượng.",
    "value_error": "{error}",
}


def in_vietnamese(found: Mapping[str, Any]) -> str:
    """The sentence for one error that pydantic found."""
    for beginning, sentence in FAULTS.items():
        if found["type"].startswith(beginning):
            return sentence.format_map(found.get("ctx", {}))
    return "Giá trị không dùng được."
