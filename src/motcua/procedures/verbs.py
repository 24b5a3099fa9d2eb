"""What the moves of a flow are called: on the button of who takes one, in the table of who writes one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

MOVES: Mapping[str, str] = {
    "accept": gettext_noop("Tiếp nhận"),
    "assign": gettext_noop("Giao thụ lý"),
    "propose": gettext_noop("Đề xuất"),
    "inspect": gettext_noop("Chuyển kiểm tra thực tế"),
    "inspected": gettext_noop("Đã kiểm tra"),
    "surveyed": gettext_noop("Đã khảo sát"),
    "gathered": gettext_noop("Đã có đủ"),
    "answered": gettext_noop("Đã có trả lời"),
    "agree-if": gettext_noop("Đồng ý có điều kiện"),
    "disagree": gettext_noop("Không đồng ý"),
    "silent": gettext_noop("Không trả lời"),
    "silent-agrees": gettext_noop("Không trả lời, coi như đồng ý"),
    "recalled": gettext_noop("Không cần nữa"),
    "certify": gettext_noop("Chứng thực"),
    "agree": gettext_noop("Đồng ý"),
    "sign": gettext_noop("Ký"),
    "consult": gettext_noop("Lấy ý kiến"),
    "asked": gettext_noop("Đã lấy ý kiến"),
    "forward": gettext_noop("Chuyển tiếp"),
    "visited": gettext_noop("Đã đến nơi"),
    "found": gettext_noop("Đã tra cứu"),
    "formed": gettext_noop("Đã thành lập"),
    "appraised": gettext_noop("Đã thẩm định"),
    "carried": gettext_noop("Hội đồng đã thông qua"),
    "undisputed": gettext_noop("Không có tranh chấp"),
    "disputed": gettext_noop("Có tranh chấp"),
    "examined": gettext_noop("Đã thẩm tra"),
    "received": gettext_noop("Đã nhận"),
    "printed": gettext_noop("Đã in"),
    "entered": gettext_noop("Đã ghi sổ"),
    "moved": gettext_noop("Chuyển theo phiên bản mới"),
    "issue": gettext_noop("Phát hành"),
    "return": gettext_noop("Trả lại bước trước"),
    "done": gettext_noop("Trả kết quả"),
    "supplement": gettext_noop("Yêu cầu bổ sung"),
    "refuse": gettext_noop("Từ chối"),
}
"""A verb that is not here is shown as the flow writes it."""

_OF_THE_SYSTEM = frozenset({"agree-if", "disagree", "silent", "silent-agrees", "recalled", "moved"})

WRITTEN: Mapping[str, str] = {verb: title for verb, title in MOVES.items() if verb not in _OF_THE_SYSTEM}
"""What a procedure file may name: not the answers to a question, nor what only the system does."""


def move(verb: str) -> str:
    """What a move is called on a button."""
    return gettext(MOVES[verb]) if verb in MOVES else verb
