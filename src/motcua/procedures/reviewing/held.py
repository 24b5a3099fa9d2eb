"""Papers that the State already holds: the result of a procedure of the catalogue, or what a register tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.procedures.definition import Definition, Paper
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.procedures.reviewing.names import begins, names_one, words_of
from motcua.procedures.structure import did_you_mean

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
    """The results that a paper is called by; of a longer and a shorter name only the longer."""
    called = {
        code: giving
        for code, givers in _givers(of).items()
        for giving in givers
        if names_one(giving.result.title) and begins(paper.title, giving.result.title)
    }
    longest = max((len(words_of(one.result.title)) for one in called.values()), default=0)
    for code, giving in called.items():
        if len(words_of(giving.result.title)) == longest:
            own = asking.result.code == code
            whose = "chính thủ tục này" if own else f"thủ tục {giving.code} {giving.name}"
            yield f"kết quả của {whose}", {"result": code}


def _givers(of: Sequence[Definition]) -> Mapping[str, Sequence[Definition]]:
    """The procedures that give a result, by its code."""
    codes = dict.fromkeys(one.result.code for one in of if one.result.code)
    return {code: [one for one in of if one.result.code == code] for code in codes}


def _registers(paper: Paper, known: Known) -> Iterator[Source]:
    for register in known.registers:
        if any(begins(paper.title, name) for name in register.papers):
            yield register.title, {"register": register.code}


def unknown_registers(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Registers that stand for a paper and that nobody has described: one may be known under another name."""
    codes = [register.code for register in known.registers]
    for one in of:
        for index, paper in enumerate(one.papers):
            for place, by in enumerate(paper.satisfied_by):
                if "register" in by and by["register"] not in codes:
                    yield Advice(
                        one,
                        ("papers", index, "satisfied_by", place, "register"),
                        f"Không có sổ nào mang mã “{by['register']}” trong registers.yaml.",
                        did_you_mean(by["register"], codes, "Thêm sổ ấy, hoặc chọn một mã đã có."),
                        known.applicants(one.code, paper.id),
                    )
