"""The shapes that all operations share: requests, errors, moments, codes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from motcua.kernel.calendar import local


class In(Schema):
    """What callers send: a field that the API does not have is refused, not overlooked."""

    model_config = ConfigDict(extra="forbid")


class FaultOut(Schema):
    """One thing that is wrong with one place of the request."""

    where: str = Field(
        description="Chỗ sai: tên trường, ví dụ form.child.full_name / The place, empty for the whole."
    )
    message: str = Field(description="Sai gì và phải làm gì / What is wrong and what to do, in Vietnamese.")


class Problem(Schema):
    """Why the request was refused."""

    code: str = Field(description="Mã ổn định cho chương trình / Stable, for programs.")
    message: str = Field(description="Câu cho người đọc / For people, in Vietnamese.")
    faults: list[FaultOut]


class Error(Schema):
    """The one shape of every answer that is not a success."""

    error: Problem


PUBLIC = (400, 404, 422, 429)
READ = (400, 401, 403, 404, 422, 429)
WRITE = (400, 401, 403, 404, 409, 413, 415, 422, 429)
"""What may be refused to anybody, to a caller who reads, to one who writes; each answered with :class:`Error`."""


def _sane(at: datetime) -> datetime:
    if not 1900 <= at.year <= 2999:
        raise ValueError("Thời điểm phải nằm trong các năm từ 1900 đến 2999.")
    return at


def _told(at: datetime) -> str:
    return local(at).isoformat(timespec="seconds")


_INSTANT = {"type": "string", "format": "date-time", "examples": ["2026-11-24T17:30:00+07:00"]}
Instant = Annotated[datetime, PlainSerializer(_told), WithJsonSchema(_INSTANT, mode="serialization")]
"""A moment that is told: aware, by Vietnam's time."""

InstantIn = Annotated[AwareDatetime, AfterValidator(_sane)]
"""A moment that is asked for: aware."""

Number = Annotated[int, Field(ge=1, le=10**15 - 1)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z@._\-]{1,100}$")]
"""Codes, slugs and keys of the catalogue and of cases."""

Text = Annotated[str, StringConstraints(max_length=2000)]
Line = Annotated[str, StringConstraints(max_length=200)]
