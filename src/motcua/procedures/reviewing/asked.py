"""What a form asks twice: what the profile or a register knows, and what a paper beside it says as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from motcua.kernel.forms import Field
from motcua.procedures.definition import Definition, Paper
from motcua.procedures.reviewing.advice import Advice, Known, Register
from motcua.procedures.reviewing.names import begins, words_of

REACHED_BY = frozenset({"phone", "email"})
"""Types of single answers that the profile of whoever files holds."""

TOLD_IN_WORDS = frozenset({"text", "textarea", "number", "money", "date", "list", "group"})
"""Types of field whose answer a paper may say as well."""

MOST_NAMED = 3
"""Procedures that are told by their codes."""


def of_the_profile(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Answers that everybody's profile holds, and that the form does not take from there."""
    for one in of:
        for index, field in enumerate(one.schema.fields):
            if field.prefill or field.carry or field.when:
                continue
            if field.type in REACHED_BY:
                what = f"“prefill: applicant.{field.type}”"
            elif field.type == "person" and field is _first_person(one) and not _is_known(one):
                what = "“own: true” nếu người này là người nộp"
            else:
                continue
            yield Advice(
                one,
                ("form", index),
                f"Hỏi “{field.label}” mà hồ sơ cá nhân của người nộp đã có.",
                f"Thêm {what}, để điền sẵn.",
                known.applicants(one.code),
            )


def _first_person(of: Definition) -> Field | None:
    return next((field for field in of.schema.fields if field.type == "person"), None)


def _is_known(of: Definition) -> bool:
    """Whether some person of the form is filled in from the profile."""
    return any("own" in field.flags or field.prefill == "applicant" for field in of.schema.fields)


def of_registers(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Answers that a register of the State gives; with the other procedures that ask them too."""
    askers = defaultdict[tuple[str, ...], list[str]](list)
    for one in of:
        for field in one.schema.fields:
            askers[words_of(field.label)].append(one.code)
    for one in of:
        for index, field in enumerate(one.schema.fields):
            register = _holder(field, known)
            if register is None or field.prefill or field.carry:
                continue
            others = [code for code in askers[words_of(field.label)] if code != one.code]
            also = f"; {_named(others)} cũng hỏi" if others else ""
            yield Advice(
                one,
                ("form", index),
                f"Hỏi “{field.label}” mà {register.title} đã có{also}.",
                f"Thêm “prefill: {register.code}” để điền sẵn khi đã kết nối, hoặc bỏ câu hỏi.",
                known.applicants(one.code),
            )


def _named(codes: Sequence[str]) -> str:
    more = f" và {len(codes) - MOST_NAMED} thủ tục nữa" if len(codes) > MOST_NAMED else ""
    return f"thủ tục {', '.join(codes[:MOST_NAMED])}{more}"


def _holder(field: Field, known: Known) -> Register | None:
    return next((one for one in known.registers if any(begins(field.label, name) for name in one.data)), None)


def in_papers_too(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Questions whose answer stands in a paper that comes with the form."""
    for one in of:
        for index, field in enumerate(one.schema.fields):
            paper = next((paper for paper in one.papers if _says(paper, field)), None)
            if paper is not None:
                yield Advice(
                    one,
                    ("form", index),
                    f"Tờ khai hỏi “{field.label}” mà giấy tờ “{paper.title}” nộp kèm cũng nói.",
                    "Bỏ câu hỏi và đọc từ giấy tờ; hoặc thôi đòi giấy tờ, nếu lời khai là đủ.",
                    known.applicants(one.code, paper.id),
                )


def _says(paper: Paper, field: Field) -> bool:
    """Whether a paper says what a field asks: the file gives both one id, or the paper is called by the question."""
    if paper.from_form or field.type not in TOLD_IN_WORDS:
        return False
    return paper.id.replace("-", "_") == field.id or begins(paper.title, field.label)
