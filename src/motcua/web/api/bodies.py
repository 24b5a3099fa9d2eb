"""Bodies in JSON: what is read is sound enough to be kept, what is written has Vietnamese letters as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from motcua.kernel.refusals import Fault, Invalid, Refusal


class BadBody(Refusal):
    """The body is no sound JSON."""

    code = "bad-body"


class TooLarge(Refusal):
    """The body is larger than this door is wide."""

    code = "too-large"
    status = 413


class WrongType(Refusal):
    """The body is of another type than the operation takes."""

    code = "wrong-type"
    status = 415


class Writer(JSONRenderer):
    """JSON with Vietnamese letters as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Reader(Parser):
    """Takes only JSON that can be kept: UTF-8, no NUL, whole numbers of 15 digits, no abyss of brackets."""

    MOST_BYTES = 1024 * 1024
    DEEPEST = 24
    MOST_DIGITS = 15

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as Python knows it; :class:`BadBody`, :class:`TooLarge` or :class:`WrongType`."""
        if request.content_type != "application/json":
            raise WrongType("Nội dung gửi lên phải là JSON (Content-Type: application/json).")
        if len(request.body) > self.MOST_BYTES:
            raise too_large()
        try:
            text = request.body.decode()
            value = json.loads(text, parse_int=self._int, parse_float=self._float, parse_constant=self._float)
        except UnicodeDecodeError:
            raise BadBody("Nội dung gửi lên không phải mã UTF-8.") from None
        except RecursionError:
            raise BadBody("JSON lồng quá sâu.") from None
        except json.JSONDecodeError as error:
            raise BadBody(f"JSON sai ở dòng {error.lineno}, cột {error.colno}.") from None
        self._judge(value, 0)
        return value

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The parameters of an address; :class:`Invalid` when one carries a NUL."""
        read = super().parse_querydict(data, list_fields, request)
        if faults := [
            Fault(name, "Có ký tự NUL.") for name, value in read.items() if "\0" in f"{name}{value}"
        ]:
            raise Invalid("Địa chỉ có ký tự không dùng được.", faults=faults)
        return read

    def _int(self, text: str) -> int:
        if len(text.lstrip("-")) > self.MOST_DIGITS:
            raise BadBody(f"Số {text[:20]}… dài quá {self.MOST_DIGITS} chữ số.")
        return int(text)

    def _float(self, text: str) -> float:
        value = float(text)
        if not abs(value) < 10**self.MOST_DIGITS:
            raise BadBody(f"Số {text[:20]} không dùng được.")
        return value

    def _judge(self, value: Any, depth: int) -> None:
        if depth > self.DEEPEST:
            raise BadBody(f"JSON lồng quá {self.DEEPEST} tầng.")
        if isinstance(value, str) and ("\0" in value or not _encodes(value)):
            raise BadBody("Có ký tự NUL hoặc nửa ký tự Unicode trong nội dung gửi lên.")
        if isinstance(value, list):
            for part in value:
                self._judge(part, depth + 1)
        if isinstance(value, dict):
            for name, part in value.items():
                self._judge(name, depth + 1)
                self._judge(part, depth + 1)


def _encodes(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def too_large() -> Refusal:
    """The refusal of a body beyond the limit."""
    return TooLarge(f"Nội dung gửi lên quá lớn; mỗi yêu cầu không quá {Reader.MOST_BYTES // 1024} KB.")
