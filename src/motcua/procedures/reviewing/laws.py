"""Versions in force whose legal basis has ended since: the file was right on its first day and no longer is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from motcua.procedures.definition import Definition
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.web.catalogue_files import Place


def ended_since(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Documents that have ended after the version came into force; what had ended before is the linter's."""
    if known.on is None:
        return
    for one in of:
        gone = {place: law for place, text in _texts(one) if (law := _ended(text, one, known, known.on))}
        for place, law in gone.items():
            yield Advice(
                one,
                place,
                f"{law['title']} đã hết hiệu lực từ {law['ended']:%d/%m/%Y}.",
                f"Rà lại quy định rồi viện dẫn {law['replaced_by']} trong phiên bản mới.",
                known.applicants(one.code),
            )
        if one.law and all(("law", index, "document") in gone for index in range(len(one.law))):
            yield Advice(
                one,
                ("law",),
                "Mọi văn bản làm căn cứ của thủ tục đã hết hiệu lực.",
                "Công bố phiên bản theo căn cứ mới, hoặc bãi bỏ thủ tục (NĐ 63/2010/NĐ-CP Điều 15).",
                known.applicants(one.code),
            )


def _texts(of: Definition) -> Iterator[tuple[Place, str]]:
    """Every text that names a law, with its place."""
    yield from ((("law", index, "document"), law.document) for index, law in enumerate(of.law))
    yield from ((("fees", index, "law"), fee.law) for index, fee in enumerate(of.fees))
    yield from ((("papers", index, "law"), paper.law) for index, paper in enumerate(of.papers))
    yield from ((("steps", index, "law"), step.law) for index, step in enumerate(of.flow.steps.values()))


def _ended(text: str, of: Definition, known: Known, on: date) -> Mapping[str, Any] | None:
    return next(
        (law for law in known.ended_laws if law["code"] in text and of.in_force < law["ended"] <= on), None
    )
