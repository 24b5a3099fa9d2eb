"""Papers that the State already holds: the result of a procedure of the catalogue, or what a register tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.procedures.definition import Definition, Paper
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.procedures.reviewing.names import FEWEST_WORDS, begins, words_of

Source = tuple[str, Mapping[str, str]]
"""Where the State holds a paper, in words and as the file says it."""


def papers(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Papers that people bring though nobody needs to, where the file does not say what stands for them."""
    for one in of:
        for index, paper in enumerate(one.papers):
            if paper.from_form or paper.satisfied_by:
                continue
            sources = [*_results(paper, one, of), *_registers(paper, known)]
            if sources:
                told = ", ".join(words for words, _ in sources)
                written = ", ".join(f"{{{kind}: {code}}}" for _, by in sources for kind, code in by.items())
                yield Advice(
                    one,
                    ("papers", index, "title"),
                    f"Giấy tờ “{paper.title}” Nhà nước đã có: {told}.",
                    f"Thêm “satisfied_by: [{written}]” để cán bộ tra cứu, người dân khỏi nộp.",
                    known.applicants(one.code, paper.id),
                )


def _results(paper: Paper, asking: Definition, of: Sequence[Definition]) -> Iterator[Source]:
    for code, givers in _givers(of).items():
        giving = next((one for one in givers if begins(paper.title, one.result.title)), None)
        if giving is None or len(words_of(giving.result.title)) < FEWEST_WORDS:
            continue
        whose = "chính thủ tục này" if asking in givers else f"thủ tục {giving.code} {giving.name}"
        yield f"kết quả của {whose}", {"result": code}


def _givers(of: Sequence[Definition]) -> Mapping[str, Sequence[Definition]]:
    """The procedures that give a result, by its code."""
    codes = dict.fromkeys(one.result.code for one in of if one.result.code)
    return {code: [one for one in of if one.result.code == code] for code in codes}


def _registers(paper: Paper, known: Known) -> Iterator[Source]:
    for register in known.registers:
        if any(begins(paper.title, name) for name in register.papers):
            yield register.title, {"register": register.code}
