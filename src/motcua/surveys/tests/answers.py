"""Boxes with answers in them, as if people had answered for months."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from motcua.procedures.models import Procedure
from motcua.surveys.models import Answer, Box
from tests.province import agency

SURVEY = "hai-long-tthc"


def lie(
    about: str | int, marks: Sequence[int], *, month: date = date(2026, 10, 1), code: str = "1.001193",
    comment: str = "", **columns: object,
) -> Box:  # fmt: skip
    """A box of an agency (its slug, or its number), a procedure and a month, with one answer for each mark."""
    where = about if isinstance(about, int) else agency(about)
    box = Box.objects.create(
        id=uuid.uuid4(), survey=SURVEY, agency_id=where, procedure=Procedure.objects.get(code=code),
        channel=1, month=month, **columns,
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(box=box, overall=mark, marks={"overall": mark, "manner": mark}, comment=comment)
        for mark in marks
    )
    return box
