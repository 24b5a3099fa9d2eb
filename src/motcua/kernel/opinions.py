"""The opinions that a case waits for: pure decisions, as in casework, on a position whose open step is one's branch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.consulting import GIVEN, Answer, Ask
from motcua.kernel.position import Change, Position, closed, limited, long_enough, taken_up
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder

WANTS = {"content": 10}
"""How many letters at least say why somebody does not simply agree."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The document by which an agency answers, paper or electronic (NĐ 61/2018 Đ.19.5b).

    Its number and symbol, its date, the digests of its files; empty where the answer is told in words only.
    """

    number: str = ""
    dated: date | None = None
    files: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is no document."""
        return not (self.number.strip() or self.dated or self.files)

    def faults(self, asked: date, today: date) -> Iterator[Fault]:
        """What is wrong with it; ``asked`` is the day of the question, ``today`` that of the answer."""
        if not self.number.strip():
            yield Fault("number", "Nhập số, ký hiệu của văn bản trả lời.")
        if self.dated is None:
            yield Fault("dated", "Nhập ngày của văn bản trả lời.")
        elif self.dated > today:
            yield Fault("dated", "Ngày của văn bản trả lời không được sau hôm nay.")
        elif self.dated < asked:
            yield Fault(
                "dated",
                f"Văn bản trả lời không thể có trước ngày hỏi ý kiến ({asked:%d/%m/%Y}): xem lại ngày.",
            )


NO_REPLY = Reply()


def ask(here: Position, asked: Ask, agency: int, named: str, at: datetime) -> Change:
    """An agency is asked, on a branch of the open step with a clock of its own (NĐ 61/2018 Đ.19.5a)."""
    branch = _branch(here, asked, agency, at)
    told = {"ask": asked.title, "agency": named, "due": branch["due_at"].isoformat()}
    return Change("case.opinion-asked", told, case=taken_up(here), open_step=branch)


def _branch(here: Position, asked: Ask, agency: int, at: datetime) -> dict[str, Any]:
    calendar = here.calendar_of(agency)
    due = clock.due(calendar, at, limited(asked.within)).at
    ladder = here.law.ladder
    return {
        "name": here.open_step.name,
        "branch": asked.id,
        "title": asked.title,
        "agency_id": agency,
        "role": asked.role,
        "beside": [asked.role],
        "product": asked.product,
        "opened_at": at,
        "due_at": due,
        "soon_at": clock.soon_from(calendar, asked.within, due),
        "awaits_collection": False,
        "rung": 0,
        "rung_at": ladder[0].moment(calendar, asked.within, at, due) if ladder else None,
    }


def give(here: Position, answer: str, content: str, at: datetime, reply: Reply = NO_REPLY) -> Change:
    """Who was asked answers; anything but plain agreement says why (NĐ 61/2018 Đ.19.5b)."""
    branch = asked_of(here)
    if answer not in GIVEN:
        known = ", ".join(GIVEN)
        raise Invalid("Chưa chọn ý kiến.", faults=[Fault("answer", f"Chọn một trong: {known}.")])
    if answer != Answer.AGREE:
        long_enough(WANTS, content=content)
    told = {"ask": branch.title, "verb": answer, "note": content}
    closes = closed(here, at, answer, content)
    if reply.empty:
        return Change("case.opinion-given", told, close_step=closes)
    if faults := list(reply.faults(clock.local(here.open_step.opened_at).date(), clock.local(at).date())):
        raise Invalid("Văn bản trả lời chưa ghi đúng.", faults=faults)
    number = reply.number.strip()
    return Change(
        "case.opinion-given",
        told | {"document": f"số {number} ngày {reply.dated:%d/%m/%Y}"},
        close_step=closes,
        reply={
            "step_id": here.open_step.id,
            "number": number,
            "dated": reply.dated,
            "files": list(reply.files),
        },
    )


def close(here: Position, answer: Answer, at: datetime) -> Change:
    """An opinion that did not come: the time is up, or nobody waits for it any longer."""
    branch = asked_of(here)
    return Change(
        "case.opinion-closed", {"ask": branch.title, "verb": answer}, close_step=closed(here, at, answer, "")
    )


def asked_of(here: Position) -> Ask:
    """What the open branch asks; :class:`OutOfOrder` when it is none."""
    if here.asked is None:
        raise OutOfOrder("Hồ sơ không có ý kiến nào đang chờ ở đây.")
    return here.asked


def require_enough(here: Position, waiting: Collection[str], asked: int, verb: str, at: datetime) -> None:
    """A step that asks goes on when enough have answered; back, or to a refusal, it may go at any time."""
    step = here.flow_step
    if step.consult is None or not waiting or here.law.flow.is_return(step, step.moves.get(verb, "")):
        return
    deadline = at >= here.open_step.due_at
    if not step.consult.enough(asked, asked - len(waiting), deadline=deadline):
        raise OutOfOrder(
            f"Còn chờ ý kiến: {'; '.join(waiting)}. Bước này tự đóng khi đủ ý kiến; chậm thì báo người đứng đầu Bộ "
            "phận Một cửa (NĐ 61/2018 Đ.19.5b)."
        )
