"""Running a scenario: a case in memory that its sentences drive and ask."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.kernel import casework, forms, pauses
from motcua.kernel.calendar import Calendar, local
from motcua.kernel.flow import END, Place, Step
from motcua.kernel.forms import Field
from motcua.kernel.position import AT_COUNTER, Change, Law, Position
from motcua.kernel.refusals import CalendarUnknown, Invalid, OutOfOrder, Refusal
from motcua.kernel.rehearsal import Rehearsal
from motcua.procedures.definition import Definition, Paper
from motcua.procedures.scenarios.reading import Line, Scenario
from motcua.procedures.scenarios.vocabulary import SENTENCES, Differs, Sentence, day

PLACES = {Place.RECEPTION: 1, Place.COMPETENT: 2, Place.RETURN: 1}
CHANNELS: Mapping[str, str] = {"trực tuyến": "online", "trực tiếp": "counter", "qua bưu chính": "post"}
RETURNS: Mapping[str, str] = {"tại quầy": AT_COUNTER, "qua bưu chính": "post", "bản điện tử": "online"}


@dataclass(frozen=True, slots=True)
class Failure:
    """What does not come out as a scenario says: its line, why, and what to do."""

    scenario: str
    line: int
    message: str
    todo: str


def run(
    of: Definition, scenarios: Iterable[Scenario], calendar: Calendar, roles: Mapping[str, str]
) -> list[Failure]:
    """Run scenarios against a definition; one that fails tells the first line that does not hold."""
    found = (_run(of, one, calendar, roles) for one in scenarios)
    return [failure for failure in found if failure is not None]


def _run(of: Definition, scenario: Scenario, calendar: Calendar, roles: Mapping[str, str]) -> Failure | None:
    world, told = World(of, calendar, roles), None
    for told in scenario.lines:
        try:
            _say(world, told)
        except Differs as differs:
            return Failure(
                scenario.name, told.line, str(differs), "Sửa thủ tục, hoặc sửa kịch bản nếu nó sai."
            )
        except (Refusal, CalendarUnknown) as refusal:
            return Failure(scenario.name, told.line, str(refusal), "Sửa câu này.")
    if told is not None and (said := world.forgive()):
        message = f"Việc này bị từ chối: {said}"
        return Failure(
            scenario.name, world.refused_on, message, "Sửa câu này, hoặc thêm “Thì việc ấy bị từ chối vì …”."
        )
    return None


def _say(world: World, told: Line) -> None:
    """Do what one sentence says; what happens after a refusal that nobody expected is not done."""
    sentence, words = _understood(told)
    if sentence.kind != "Khi":
        return sentence.does(world, *words)
    if said := world.forgive():
        raise OutOfOrder(f"việc trước đó bị từ chối: {said}")
    try:
        return sentence.does(world, *words)
    except (OutOfOrder, Refusal) as refusal:
        if isinstance(refusal, Misnamed):
            raise
        world.refused, world.refused_on = refusal.message, told.line
    return None


def _understood(told: Line) -> tuple[Sentence, tuple[str, ...]]:
    """The sentence that a line says, and the words in its holes."""
    for sentence in SENTENCES:
        if told.kind in (sentence.kind, "*") and (found := sentence.pattern.fullmatch(told.text)):
            return sentence, found.groups()
    known = [sentence.words for sentence in SENTENCES if sentence.kind == told.kind]
    close = difflib.get_close_matches(told.text, known, n=1, cutoff=0.3)
    hint = f"; gần nhất là: {told.kind} {close[0]}" if close else ""
    raise Invalid(f"Không hiểu câu “{told.kind} {told.text}”{hint}.")


class Misnamed(Invalid):
    """A scenario names what the procedure does not have: that is no refusal of an act."""


class World:
    """What a scenario has said so far: answers, the rehearsed case, the refusal that waits to be expected."""

    def __init__(self, of: Definition, calendar: Calendar, roles: Mapping[str, str]) -> None:
        self.of, self.calendar, self.roles = of, calendar, roles
        self.raw: dict[str, Any] = {}
        self.channel = of.channels[0]
        self.return_how = AT_COUNTER
        self._case: Rehearsal | None = None
        self.refused: str | None = None
        self.refused_on = 0

    # --- what is declared ---

    def field(self, name: str) -> Field:
        """A field by its id (``owner.full_name``) or by its label."""
        known = list(self.of.schema.walk())
        found = [one for one in known if name in (one.name, one.label)]
        if not found:
            raise _misnamed("Tờ khai không có mục", name, [one.label for one in known])
        if len({one.name for one in found}) > 1:
            names = ", ".join(one.name for one in found)
            raise Misnamed(f"Có nhiều mục “{name}”; gọi bằng mã: {names}.")
        return found[0]

    def declare(self, name: str, value: str) -> None:
        field = self.field(name)
        here = self.raw
        *outer, last = field.name.split(".")
        for part in outer:
            here = here.setdefault(part, {})
        here[last] = _answer(field, value)

    def file_through(self, channel: str) -> None:
        taken = [words for words, code in CHANNELS.items() if code in self.of.channels]
        if channel not in taken:
            raise _misnamed("Thủ tục không nhận hồ sơ nộp", channel, taken)
        self.channel = CHANNELS[channel]

    def choose_return(self, how: str) -> None:
        if how not in RETURNS:
            raise _misnamed("Không có cách nhận", how, list(RETURNS))
        self.return_how = RETURNS[how]

    @property
    def today(self) -> date:
        """The day by which answers are judged: of the filing, else the first of the version."""
        return local(self.here.submitted_at).date() if self._case else self.of.in_force

    @property
    def answers(self) -> forms.Values:
        """What was declared and is right, in its normal form."""
        return forms.validate(self.of.schema, self.raw, today=self.today, partial=True).values

    def faults(self) -> list[str]:
        """Where what was declared is wrong; what was left out is not."""
        checked = forms.validate(self.of.schema, self.raw, today=self.today, partial=True)
        return [fault.where for fault in checked.faults]

    def is_asked(self, name: str) -> bool:
        return self.field(name).shows(self.answers, self.answers)

    def paper(self, name: str) -> Paper:
        """A paper by its id or title."""
        found = next((one for one in self.of.papers if name in (one.id, one.title)), None)
        if found is None:
            raise _misnamed("Thủ tục không có giấy tờ", name, [one.title for one in self.of.papers])
        return found

    def papers(self) -> tuple[Paper, ...]:
        return self.of.papers_for(self.answers)

    def owed(self) -> int:
        """What the declared answers owe, in đồng."""
        due = self.of.fees_for(self.answers, self.today, channel=self.channel)
        return sum(fee.owed(self.answers) or 0 for fee in due)

    # --- what happens ---

    @property
    def case(self) -> Rehearsal:
        if self._case is None:
            raise Misnamed("Hồ sơ chưa được nộp; thêm “Khi hồ sơ được tiếp nhận lúc …”.")
        return self._case

    @property
    def here(self) -> Position:
        return self.case.position

    def forgive(self) -> str | None:
        """The refusal that waits to be expected; it waits no longer."""
        said, self.refused = self.refused, None
        return said

    def _act(self, decide: Callable[[Position], Change]) -> None:
        change = decide(self.here)
        self._case = self.case.after(change)
        outside = self.here.flow_step.outside if change.open_step else None
        if outside and outside.suspends:
            self._case = self.case.after(pauses.wait_outside(self.here, self.here.open_step.opened_at))

    def submit(self, at: datetime) -> None:
        law = Law(self.of.flow.decided(self.answers), self.of.rule, self.of.effects)
        self._case = Rehearsal.submitted(
            law,
            PLACES,
            lambda _: self.calendar,
            at,
            return_how=self.return_how,
            agency_of=lambda slug, day: 3,
        )

    def receive(self, at: datetime) -> None:
        if self._case is None:
            self.submit(at)
        self._act(lambda here: casework.accept(here, self._onward(here.flow_step), at))

    def refuse(self, at: datetime) -> None:
        if self._case is None:
            self.submit(at)
        self._claim(at)
        self._act(lambda here: casework.refuse(here, at, reason_code="", reason="kịch bản", basis="kịch bản"))

    def finish(self, title: str, target: str | None, at: datetime) -> None:
        step = self._open(title)
        verb = self._onward(step) if target is None else self._towards(step, target)
        if self.here.law.flow.target(step, verb) == END:
            return self.hand_over(at)
        self._claim(at)
        return self._act(lambda here: casework.finish(here, verb, at, "kịch bản"))

    def request_supplement(self, paper: str, at: datetime) -> None:
        items = [{"id": self.paper(paper).id, "title": paper}]
        self._claim(at)
        self._act(
            lambda here: pauses.request_supplement(here, at, items=items, reason_code="", reason="kịch bản")
        )

    def resume(self, at: datetime) -> None:
        self._act(lambda here: pauses.resume(here, at))

    def hold(self, kind: str, at: datetime) -> None:
        self._claim(at)
        self._act(lambda here: pauses.hold(here, kind, at, reason="kịch bản", decision="kịch bản"))

    def apologise(self, at: datetime, new_due: datetime) -> None:
        self._act(lambda here: pauses.apologise(here, at, reason="kịch bản", new_due=new_due))

    def withdraw(self, at: datetime) -> None:
        self._act(lambda here: pauses.withdraw(here, at, reason="kịch bản"))
        self._act(lambda here: pauses.answer_withdrawal(here, at, granted=True))

    def hand_over(self, at: datetime) -> None:
        self._act(lambda here: casework.hand_over(here, at, receiver="người nộp", how=AT_COUNTER))

    def _claim(self, at: datetime) -> None:
        """Whoever acts has taken the step."""
        step = self.here.step
        if self.here.received and step and step.claimed_at is None and not step.awaits_collection:
            self._act(lambda here: casework.claim(here, 1, at))

    def _open(self, title: str) -> Step:
        """The open step, which a scenario calls by its title or id."""
        step = self.here.flow_step
        if title not in (step.id, step.title):
            known = [one.title for one in self.of.flow.steps.values()]
            if title not in known and title not in self.of.flow.steps:
                raise _misnamed("Quy trình không có bước", title, known)
            raise Misnamed(f"Hồ sơ đang ở bước “{step.title}”, chưa phải “{title}”.")
        return step

    def _onward(self, step: Step) -> str:
        found = self.here.law.flow.onward(step)
        if found is None:
            raise Misnamed(f"Bước “{step.title}” không có hướng đi tiếp.")
        return found

    def _towards(self, step: Step, title: str) -> str:
        """The move that leads to a step, by its title or id."""
        flow = self.here.law.flow
        titles = {verb: flow.steps[to].title if to in flow.steps else to for verb, to in step.moves.items()}
        found = next((verb for verb, to in step.moves.items() if title in (to, titles[verb], verb)), None)
        if found is None:
            raise _misnamed(f"Bước “{step.title}” không chuyển đến", title, list(titles.values()))
        return found


def _answer(field: Field, text: str) -> Any:
    """An answer as the form takes it, from the words of a scenario."""
    if field.type in ("yes-no", "declaration"):
        if text not in ("Có", "Không"):
            raise Misnamed(f"“{field.label}” trả lời là “Có” hoặc “Không”.")
        return text == "Có"
    if field.choices:
        values = [
            _choice(field, part.strip()) for part in (text.split(";") if field.type == "choices" else [text])
        ]
        return values if field.type == "choices" else values[0]
    if field.type == "date":
        return day(text).isoformat()
    if field.type in ("number", "money"):
        try:
            return float(text.replace(",", ".")) if "," in text else int(text.replace(".", ""))
        except ValueError:
            raise Misnamed(f"“{field.label}” là một số; “{text}” thì không phải.") from None
    return text


def _choice(field: Field, text: str) -> str:
    found = next((one.value for one in field.choices if text in (one.value, one.label)), None)
    if found is None:
        raise _misnamed(f"“{field.label}” không có câu trả lời", text, [one.label for one in field.choices])
    return found


def _misnamed(what: str, name: str, known: list[str]) -> Misnamed:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"có phải “{close[0]}”?" if close else f"dùng một trong: {'; '.join(known)}."
    return Misnamed(f"{what} “{name}”; {hint}")
