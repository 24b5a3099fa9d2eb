"""Bundles that take applications by a way by which a part of theirs, alone, takes none.

It is no error: the citizen files one application, by the bundle's way, and its parts come with it (NĐ 61/2018 Đ.3.2).
But then the part's procedure could as well be received so by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from motcua.procedures.definition import Definition
from motcua.procedures.drafting.parts import CHANNELS
from motcua.procedures.reviewing.advice import Advice, Known


def wider_than_parts(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Parts whose procedure does not take all the channels of their bundle."""
    by_code = {one.code: one for one in of}
    for one in of:
        for number, step in enumerate(one.flow.steps.values()):
            for place, part in enumerate(step.children):
                child = by_code.get(part.procedure)
                missing = [way for way in one.channels if child and way not in child.channels]
                if child and missing:
                    where = ("steps", number, "children", place, "procedure")
                    yield Advice(one, where, *_told(child, missing), known.applicants(one.code))


def _told(child: Definition, missing: Sequence[str]) -> tuple[str, str]:
    """Why and what to do."""
    ways = ", ".join(f"“{CHANNELS[way]}”" for way in missing)
    part = f"“{child.name}” ({child.code})"
    return (
        f"Hồ sơ liên thông nhận qua kênh {ways} mà thủ tục {part} nộp riêng thì không.",
        f"Hồ sơ con vẫn được mở; thêm kênh ấy cho {child.code}, hoặc bỏ kênh ấy của hồ sơ liên thông.",
    )
