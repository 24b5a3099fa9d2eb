"""The judgement of steps that wait for others: opinions, minutes, councils, agencies outside."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.kernel.consulting import Answer, Consult, Join
from motcua.kernel.flow import DECIDING, Flow, Step
from motcua.kernel.judging import Finding, minutes
from motcua.kernel.sittings import Sitting

Where = tuple[str | int, ...]


WAITS = {
    "consult": "lấy ý kiến",
    "children": "hồ sơ con",
    "minutes": "biên bản",
    "outside": "cơ quan ngoài hệ thống",
}
"""What a step may wait for, as a sentence calls it."""


def check(flow: Flow) -> Iterator[Finding]:
    """Every step that could not wait as it says, or would wait for ever."""
    for place, step in enumerate(flow.steps.values()):
        here: Where = ("steps", place)
        waits = {
            "consult": step.consult, "children": step.children, "minutes": step.minutes, "outside": step.outside,
        }  # fmt: skip
        named = [name for name, there in waits.items() if there]
        if len(named) > 1:
            yield Finding(
                "waits-twice", here, f"Bước “{step.title}” vừa có {' vừa có '.join(map(WAITS.__getitem__, named))}.",
                "Tách thành hai bước: mỗi bước chờ một việc.",
            )  # fmt: skip
        if named and step.at not in DECIDING and not step.children:
            yield Finding(
                "waits-elsewhere", (*here, named[0]),
                f"Bước “{step.title}” có {WAITS[named[0]]} nhưng không ở nơi giải quyết.",
                "Chọn nơi thực hiện là cơ quan giải quyết hoặc cơ quan khác.", "Đặt “at: competent” hoặc “at: agency”.",
            )  # fmt: skip
        if step.consult:
            yield from _consult(flow, step, step.consult, (*here, "consult"))
        if (step.council is not None) != (step.minutes is Sitting.COUNCIL):
            yield Finding(
                "council-without-minutes", (*here, "council" if step.council else "minutes"),
                f"Bước “{step.title}” họp hội đồng mà không ghi biên bản họp, hoặc ngược lại.",
                "Giữ cả hai hoặc bỏ cả hai.", "“council” đi cùng “minutes: council”.",
            )  # fmt: skip


def _consult(flow: Flow, step: Step, consult: Consult, where: Where) -> Iterator[Finding]:
    if flow.onward(step) is None:
        yield Finding(
            "opinions-lead-nowhere", where, f"Bước “{step.title}” không có hướng đi tiếp khi đủ ý kiến.",
            "Thêm một hướng xử lý dẫn đến bước sau.",
        )  # fmt: skip
    if consult.join is Join.QUORUM and not 1 <= consult.quorum <= len(consult.asks):
        yield Finding(
            "quorum-never", (*where, "join"),
            f"Bước “{step.title}” đòi {consult.quorum} ý kiến trong khi chỉ hỏi {len(consult.asks)} nơi.",
            f"Đặt từ 1 đến {len(consult.asks)}.",
        )  # fmt: skip
    if consult.silence is Answer.SILENT_AGREES and consult.join is not Join.DEADLINE:
        yield Finding(
            "silence-without-deadline", (*where, "silence"),
            f"Bước “{step.title}” coi im lặng là đồng ý nhưng không kết thúc theo thời hạn.",
            "Chọn đi tiếp khi bước hết thời hạn, hoặc không coi im lặng là đồng ý.",
            "Đặt “join: deadline”, hoặc bỏ “silence”.",
        )  # fmt: skip
    names = [one.id for one in consult.asks]
    for number, one in enumerate(consult.asks):
        here: Where = (*where, "ask", number)
        if one.id in names[:number]:
            yield Finding(
                "asked-twice",
                (*here, "id"),
                f"Bước “{step.title}” có hai ý kiến mang mã “{one.id}”.",
                "Đặt mã khác.",
            )
        if minutes(one.within) > minutes(step.within):
            yield Finding(
                "asks-too-long", (*here, "within"),
                f"Ý kiến “{one.title}” được {one.within.in_words()}, lâu hơn cả bước “{step.title}” "
                f"({step.within.in_words()}).",
                "Rút ngắn hạn trả lời, hoặc nới thời hạn của bước.",
            )  # fmt: skip
