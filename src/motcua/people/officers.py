"""An officer's account: what it asks for, and the journal's stream of its life."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from motcua.kernel.forms import Schema


def stream_of(username: str) -> uuid.UUID:
    """The journal's stream of an account; a user name is given once and never changed."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"motcua:account:{username}")


def account_rows() -> list[Mapping[str, Any]]:
    """What a new account asks for, as a procedure file would write a form."""
    return [
        {"id": "full_name", "label": gettext("Họ và tên"), "type": "name", "required": True, "max": 120},
        {
            "id": "username",
            "label": gettext("Tên đăng nhập"),
            "type": "text",
            "required": True,
            "max": 60,
            "pattern": "[a-z][a-z0-9._-]{2,59}",
            "example": "lan.tt",
            "hint": gettext(
                "Từ 3 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang. Không đổi được về sau."
            ),
        },
        {"id": "phone", "label": gettext("Số điện thoại"), "type": "phone", "autocomplete": "off"},
        {"id": "email", "label": gettext("Thư điện tử"), "type": "email", "autocomplete": "off"},
    ]


def account_form() -> Schema:
    """The form of a new account, the same for pages and the command line."""
    return Schema.parse(account_rows())
