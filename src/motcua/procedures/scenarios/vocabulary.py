"""The sentences that a scenario may say, each with what it does to the rehearsed case or asks of it.

In a sentence ``“…”`` holds a name or a text, ``LÚC`` is ``09:00 ngày 02/03/2026``, ``NGÀY`` is ``02/03/2026``, ``SỐ``
is ``15000`` or ``15.000``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from motcua.kernel import clock
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.position import FORCE_MAJEURE, PAYMENT
from motcua.kernel.refusals import Invalid
from motcua.kernel.states import State

if TYPE_CHECKING:
    from motcua.procedures.scenarios.running import World

Does = Callable[..., None]


class Differs(Exception):
    """What came is not what the scenario says: what was wanted and what is."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(f"Cần {wanted}; đang là {found}.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: Biết, Khi or Thì, its words, what it does."""

    kind: str
    words: str
    pattern: re.Pattern[str]
    does: Does


PLACES: Mapping[str, str] = {
    "“…”": r"“([^”]*)”",
    "LÚC": r"(\d{1,2}:\d{2} ngày \d{1,2}/\d{1,2}/\d{4})",
    "NGÀY": r"(\d{1,2}/\d{1,2}/\d{4})",
    "SỐ": r"([\d.]+)",
}
_HOLE = re.compile("|".join(map(re.escape, PLACES)))

SENTENCES: list[Sentence] = []


def says(kind: str, words: str) -> Callable[[Does], Does]:
    """Declare what a sentence does."""
    pattern = re.compile(_HOLE.sub(lambda hole: PLACES[hole[0]], re.sub(r"([.()?])", r"\\\1", words)))

    def declared(does: Does) -> Does:
        SENTENCES.append(Sentence(kind, words, pattern, does))
        return does

    return declared


def moment(text: str) -> datetime:
    """``09:00 ngày 02/03/2026``; Invalid when there is no such moment."""
    clock_part, _, day_part = text.partition(" ngày ")
    try:
        return datetime.combine(day(day_part), time.fromisoformat(clock_part.zfill(5)), LOCAL)
    except ValueError:
        raise Invalid(f"Không có lúc {text}; viết như 09:00 ngày 02/03/2026.") from None


def day(text: str) -> date:
    """``02/03/2026``; Invalid when there is no such day."""
    of_month, month, year = map(int, text.split("/"))
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Invalid(f"Không có ngày {text} trong lịch.") from None


def _same(wanted: str, found: str) -> None:
    if wanted != found:
        raise Differs(f"“{wanted}”", f"“{found}”" if found else "không có gì")


def _when(at: datetime | None) -> str:
    return f"{local(at):%H:%M} ngày {local(at):%d/%m/%Y}" if at else ""


# --- Biết ----------------------------------------------------------------------------------------------------


@says("Biết", "tờ khai có “…” là “…”")
def declares(world: World, name: str, value: str) -> None:
    world.declare(name, value)


@says("Biết", "hồ sơ nộp “…”")
def is_filed(world: World, channel: str) -> None:
    world.file_through(channel)


@says("Biết", "người nộp nhận kết quả “…”")
def returns(world: World, how: str) -> None:
    world.choose_return(how)


# --- Khi -----------------------------------------------------------------------------------------------------


@says("Khi", "hồ sơ được nộp lúc LÚC")
def files(world: World, at: str) -> None:
    world.submit(moment(at))


@says("Khi", "hồ sơ được tiếp nhận lúc LÚC")
def receives(world: World, at: str) -> None:
    world.receive(moment(at))


@says("Khi", "hồ sơ bị từ chối lúc LÚC")
def refuses(world: World, at: str) -> None:
    world.refuse(moment(at))


@says("Khi", "bước “…” xong lúc LÚC")
def goes_on(world: World, step: str, at: str) -> None:
    world.finish(step, None, moment(at))


@says("Khi", "bước “…” chuyển đến “…” lúc LÚC")
def goes_to(world: World, step: str, target: str, at: str) -> None:
    world.finish(step, target, moment(at))


@says("Khi", "cơ quan yêu cầu bổ sung “…” lúc LÚC")
def asks_more(world: World, paper: str, at: str) -> None:
    world.request_supplement(paper, moment(at))


@says("Khi", "người nộp bổ sung xong lúc LÚC")
def supplements(world: World, at: str) -> None:
    world.resume(moment(at))


@says("Khi", "hồ sơ tạm dừng chờ nghĩa vụ tài chính lúc LÚC")
def waits_for_payment(world: World, at: str) -> None:
    world.hold(PAYMENT, moment(at))


@says("Khi", "hồ sơ tạm dừng vì bất khả kháng lúc LÚC")
def is_held(world: World, at: str) -> None:
    world.hold(FORCE_MAJEURE, moment(at))


@says("Khi", "hồ sơ được tiếp tục lúc LÚC")
def goes_on_again(world: World, at: str) -> None:
    world.resume(moment(at))


@says("Khi", "cơ quan ngoài hệ thống trả lời lúc LÚC")
def is_answered(world: World, at: str) -> None:
    world.resume(moment(at))


@says("Khi", "cơ quan xin lỗi lúc LÚC và hẹn lại ngày NGÀY")
def apologises(world: World, at: str, new_day: str) -> None:
    world.apologise(moment(at), datetime.combine(day(new_day), time(17), LOCAL))


@says("Khi", "người nộp rút hồ sơ lúc LÚC")
def withdraws(world: World, at: str) -> None:
    world.withdraw(moment(at))


@says("Khi", "người nộp nhận kết quả lúc LÚC")
def collects(world: World, at: str) -> None:
    world.hand_over(moment(at))


# --- Thì -----------------------------------------------------------------------------------------------------


@says("Thì", "phải nộp “…”")
def wants_paper(world: World, paper: str) -> None:
    if world.paper(paper) not in world.papers():
        raise Differs(f"phải nộp “{paper}”", "không phải nộp")


@says("Thì", "không phải nộp “…”")
def wants_no_paper(world: World, paper: str) -> None:
    if world.paper(paper) in world.papers():
        raise Differs(f"không phải nộp “{paper}”", "phải nộp")


@says("Thì", "hỏi “…”")
def asks(world: World, question: str) -> None:
    if not world.is_asked(question):
        raise Differs(f"hỏi “{question}”", "không hỏi")


@says("Thì", "không hỏi “…”")
def asks_not(world: World, question: str) -> None:
    if world.is_asked(question):
        raise Differs(f"không hỏi “{question}”", "có hỏi")


@says("Thì", "tờ khai sai ở “…”")
def is_wrong(world: World, question: str) -> None:
    wrong = world.faults()
    if world.field(question).name not in wrong:
        raise Differs(
            f"tờ khai sai ở “{question}”", f"sai ở {', '.join(wrong)}" if wrong else "không sai ở đâu"
        )


@says("Thì", "phí là SỐ đồng")
def costs(world: World, amount: str) -> None:
    wanted, found = int(amount.replace(".", "")), world.owed()
    if wanted != found:
        raise Differs(f"phí {wanted} đồng", f"{found} đồng")


@says("Thì", "không thu phí")
def is_free(world: World) -> None:
    if found := world.owed():
        raise Differs("không thu phí", f"phí {found} đồng")


@says("Thì", "ngày hẹn trả là NGÀY")
def is_due_on(world: World, wanted: str) -> None:
    due = world.here.due_at
    _same(f"{day(wanted):%d/%m/%Y}", f"{local(due):%d/%m/%Y}" if due else "")


@says("Thì", "hẹn trả lúc LÚC")
def is_due_at(world: World, wanted: str) -> None:
    _same(_when(moment(wanted)), _when(world.here.due_at))


@says("Thì", "hạn của bước là LÚC")
def step_is_due(world: World, wanted: str) -> None:
    _same(_when(moment(wanted)), _when(world.here.open_step.due_at))


@says("Thì", "hạn trả lời là LÚC")
def answer_is_due(world: World, wanted: str) -> None:
    _same(_when(moment(wanted)), _when(world.here.answer_due))


@says("Thì", "hồ sơ ở bước “…”")
def stands_at(world: World, title: str) -> None:
    step = world.here.flow_step.title if world.here.step else "không còn bước nào"
    _same(title, step)


@says("Thì", "bước đang mở do vai trò “…” làm")
def is_worked_by(world: World, role: str) -> None:
    found = world.here.open_step.role
    _same(role, world.roles.get(found, found) if role not in world.roles else found)


@says("Thì", "trạng thái là “…”")
def state_is(world: World, title: str) -> None:
    known = {state.title for state in State}
    if title not in known:
        raise Invalid(f"Không có trạng thái “{title}”; dùng một trong: {', '.join(sorted(known))}.")
    _same(title, world.here.state.title)


@says("Thì", "hồ sơ giải quyết “…”")
def keeps_its_promise(world: World, how: str) -> None:
    here = world.here
    if here.due_original is None or here.finished_at is None:
        raise Differs(how, "chưa giải quyết xong")
    judged = clock.standing(
        here.calendar, here.law.rule, here.due_original, here.finished_at, here.finished_at
    )
    _same(how, {"early": "trước hạn", "on-time": "đúng hạn", "late": "trễ hạn"}[judged])


@says("Thì", "việc ấy bị từ chối vì “…”")
def was_refused(world: World, words: str) -> None:
    said = world.forgive()
    if said is None:
        raise Differs(f"bị từ chối vì “{words}”", "được làm")
    if words not in said:
        raise Differs(f"bị từ chối vì “{words}”", f"bị từ chối vì “{said}”")


@says("Thì", "quy trình qua các bước “…”")
def went_through(world: World, titles: str) -> None:
    steps = [world.here.law.flow.steps[one.name].title for one in world.case.closed]
    _same(titles, ", ".join(steps))
