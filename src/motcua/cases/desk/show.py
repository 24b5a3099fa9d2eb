"""A case as the desk's page shows it: clocks in sentences, buttons with consequences, the timeline, the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop

from motcua.cases import reads, telling
from motcua.cases.desk import reads as desk_reads
from motcua.cases.desk.deeds import Deed, Scene
from motcua.cases.enclosing import Enclosed
from motcua.cases.reads import Amendment, HoldRow, OpinionRow, StepRow
from motcua.kernel import clock, codes, forms, position
from motcua.kernel.calendar import Calendar
from motcua.kernel.flow import WAIT_APPLICANT, Place
from motcua.kernel.position import HOLD_TITLES
from motcua.kernel.states import State
from motcua.people.reads import OfficerRow
from motcua.procedures import verbs
from motcua.web import words

LONG_LABEL = 60
_IDENTITY = re.compile(r"\d{9}|\d{12}")


@dataclass(frozen=True, slots=True)
class Clock:
    """The promise of a case in sentences."""

    standing: str
    left: str
    due_at: datetime | None = None
    why: str = ""


def clock_of(scene: Scene) -> Clock:
    """What is owed next and how it stands: the answer before reception, then the promise, then how it was kept.

    A result that waits to be collected is the applicant's to fetch, and nobody is late.
    """
    here = scene.here
    if here.state in (State.NOT_RECEIVED, State.STOPPED) or (here.finished_at and here.due_at is None):
        return Clock("none", gettext("Đã kết thúc, không còn hạn nào chạy"))
    if here.finished_at and here.step and here.step.awaits_collection:
        values = {"moment": words.moment(here.finished_at)}
        ready = gettext("Kết quả đã sẵn sàng từ %(moment)s, chờ người nộp đến nhận")
        return Clock("ready", ready % values, None, _why(scene))
    if here.finished_at and here.due_at:
        standing = clock.standing(here.calendar, here.law.rule, here.due_at, here.finished_at, scene.at)
        values = {"moment": words.moment(here.finished_at)}
        return Clock(standing, gettext("Giải quyết xong %(moment)s") % values, here.due_at, _why(scene))
    if here.hold:
        title = gettext(HOLD_TITLES.get(here.hold.kind, gettext_noop("tạm dừng")))
        outside = scene.step.outside if scene.step and here.hold.kind == position.OUTSIDE else None
        if outside:
            title = gettext("chờ %(agency)s trả lời") % {"agency": outside.agency}
        values = {"title": title[:1].upper() + title[1:], "moment": words.moment(here.hold.opened_at)}
        return Clock("held", gettext("%(title)s, từ %(moment)s") % values, None, _why(scene))
    if here.due_at is None:
        return _answering(scene)
    standing = clock.standing(here.calendar, here.law.rule, here.due_at, None, scene.at)
    left = words.left(clock.remaining(here.calendar, here.due_at, scene.at, here.law.rule))
    return Clock(standing, left, here.due_at, _why(scene))


def _answering(scene: Scene) -> Clock:
    due = scene.view.row["answer_due"]
    left = words.left(clock.remaining(_reception(scene), due, scene.at))
    why = gettext(
        "Nhận hồ sơ lúc %(moment)s; phải trả lời người nộp trong 8 giờ làm việc (NĐ 45/2020/NĐ-CP)."
    )
    values = {"moment": words.moment(scene.here.submitted_at)}
    standing = clock.standing(_reception(scene), clock.ANSWERING, due, None, scene.at)
    return Clock(standing, gettext("Trả lời người nộp: %(left)s") % {"left": left}, due, why % values)


def _reception(scene: Scene) -> Calendar:
    return scene.here.calendar_of(scene.here.places[Place.RECEPTION])


def _why(scene: Scene) -> str:
    return telling.why(scene.here, scene.view.counted_in)


@dataclass(frozen=True, slots=True)
class Duty:
    """A smaller clock that runs beside the promise."""

    title: str
    standing: str
    due_at: datetime


def duties_of(scene: Scene) -> Iterator[Duty]:
    """The smaller clocks: the step's own, the hand-over to who works it, the last day to ask for a supplement."""
    here, step, at = scene.here, scene.view.open_step, scene.at
    if not scene.running or step is None or step.awaits_collection:
        return
    yield Duty(gettext("Hạn của bước này"), _step_standing(scene, step), step.due_at)
    if step.transfer_due and here.state is State.RECEIVED:
        standing = clock.standing(_reception(scene), clock.TRANSFERRING, step.transfer_due, None, at)
        yield Duty(gettext("Chuyển đến người xử lý"), standing, step.transfer_due)
    alarm = here.supplement_alarm_at
    in_time = alarm is not None and here.finished_at is None and at <= clock.supplement_cutoff(alarm)
    if alarm and in_time and not here.supplements and _may_still_ask(scene):
        standing = clock.standing(here.calendar, clock.ASKING, alarm, None, at)
        yield Duty(gettext("Yêu cầu bổ sung, nếu cần"), standing, alarm)


def _may_still_ask(scene: Scene) -> bool:
    """Whether this step or one still to come may ask the applicant for a supplement."""
    ahead = [scene.step, *scene.flow.ahead(scene.step)] if scene.step else []
    return any(WAIT_APPLICANT in step.moves.values() for step in ahead)


@dataclass(frozen=True, slots=True)
class Button:
    """A deed as a button: what it says, what will have happened, whether one press is enough."""

    slug: str
    title: str
    consequence: str
    kind: str
    quick: bool
    asks: bool


def button_of(deed: Deed, scene: Scene) -> Button:
    """A deed as its button; whether it asks anything matters only where one press is enough."""
    quick = deed.quick(scene)
    asks = quick and bool(deed.rows(scene))
    return Button(deed.slug, deed.title(scene), deed.consequence(scene), deed.look(scene), quick, asks)


def elsewhere(scene: Scene) -> str:
    """Why the open step is not this officer's to work, in a sentence; empty when it is, or when none is open."""
    if asked := scene.view.asked_back:
        told = format_html("{}: {}", words.moment(asked.at), words.vi(asked.sentence))
        waits = gettext("Chờ người khác ở một cửa hoặc lãnh đạo trả lời.")
        return told if scene.view.answers_asking_back(scene.actor) else format_html("{} {}", told, waits)
    step = scene.view.open_step
    if step is None or scene.works:
        return ""
    values = {"step": step.title, "agency": step.agency, "name": step.owner_name}
    if step.claimed_at:
        return gettext("%(name)s đang xử lý bước “%(step)s” tại %(agency)s.") % values
    return gettext("Bước “%(step)s” đang chờ người nhận tại %(agency)s.") % values


def places_of(scene: Scene) -> list[tuple[str, str]]:
    """The agencies of a case: where it came in, who decides, where the result is given, told once where they agree."""
    titles = {
        Place.RECEPTION: gettext("Nơi tiếp nhận"),
        Place.COMPETENT: gettext("Cơ quan giải quyết"),
        Place.RETURN: gettext("Nơi trả kết quả"),
    }
    places = scene.here.places
    if places[Place.RECEPTION] == places[Place.RETURN]:
        titles[Place.RECEPTION] = gettext("Nơi tiếp nhận và trả kết quả")
        del titles[Place.RETURN]
    return [(title, scene.agency(place)) for place, title in titles.items()]


def opinion_of(scene: Scene) -> StepRow | None:
    """The step just before the open one, where it left an opinion or a reason for this officer to read."""
    closed = [step for step in scene.view.steps if step.closed_at]
    return closed[-1] if scene.here.step and closed and closed[-1].note else None


@dataclass(frozen=True, slots=True)
class Asked:
    """An opinion that was asked: how it stands while it waits, or what was answered."""

    row: OpinionRow
    standing: str
    answer: str
    files: Sequence[Enclosed]


def opinions_of(scene: Scene) -> list[Asked]:
    """The opinions of other agencies, those that wait first."""
    rows = sorted(scene.view.opinions, key=lambda row: (row.closed_at is not None, row.due_at))
    return [_asked(row, scene.at, row.enclosed(scene.view.enclosed)) for row in rows]


def _asked(row: OpinionRow, at: datetime, files: Sequence[Enclosed]) -> Asked:
    if row.closed_at:
        return Asked(row, "", verbs.called(row.verb), files)
    return Asked(row, clock.underway(row.soon_at, row.due_at, at), "", files)


def return_how(how: str) -> str:
    """How the applicant wants the result."""
    return gettext(telling.HOWS[how]) if how in telling.HOWS else how


# --- the form ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the applicant; a long question stands above it instead of beside."""

    label: str
    text: str

    @property
    def long(self) -> bool:
        return len(self.label) > LONG_LABEL


def sections_of(
    scene: Scene, communes: Mapping[str, str], *, revealed: bool
) -> list[tuple[str, list[Answer]]]:
    """The answers of the applicant under their sections; numbers of identity are masked until revealed."""
    rows = forms.summary(scene.definition.schema, scene.view.answers, communes=communes)
    grouped = groupby(rows, key=lambda row: row.section)
    return [
        (section, [Answer(row.label, row.text if revealed else _masked(row.text)) for row in group])
        for section, group in grouped
    ]


def amendments_of(scene: Scene, communes: Mapping[str, str], *, revealed: bool) -> list[Amendment]:
    """The times that the declaration was set right; numbers of identity are masked until revealed."""
    found = reads.amendments(scene.view, communes)
    return list(found) if revealed else [_veiled(one) for one in found]


def _veiled(one: Amendment) -> Amendment:
    changed = (replace(line, before=_masked(line.before), after=_masked(line.after)) for line in one.changed)
    return replace(one, changed=tuple(changed))


def _masked(text: str) -> str:
    return codes.mask_identity(text) if _IDENTITY.fullmatch(text) else text


# --- the timeline --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the timeline: done, current, next or stopped, with the pauses in it."""

    title: str
    state: str
    who: str = ""
    agency: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    standing: str = ""
    move: str = ""
    worked: str = ""
    note: str = ""
    holds: tuple[tuple[str, HoldRow], ...] = ()


def timeline_of(scene: Scene) -> list[Stage]:
    """What was, what is, and by the flow what is still to come."""
    stages = [_stage(scene, step) for step in scene.view.steps]
    if scene.step is not None:
        ahead = scene.flow.ahead(scene.step)
        stages += [Stage(step.title, "next", agency=scene.worked_by(step)) for step in ahead]
    return stages


def _stage(scene: Scene, step: StepRow) -> Stage:
    minutes = _minutes(scene, step)
    view = scene.view
    who = ", ".join(filter(None, (view.doer(step) or gettext("chưa ai nhận"), view.by_itself(step))))
    return Stage(
        step.title,
        "done" if step.closed_at else "current",
        who,
        step.agency,
        step.opened_at,
        step.closed_at,
        None if step.awaits_collection else step.due_at,
        _step_standing(scene, step),
        verbs.called(step.verb) if step.verb else "",
        words.span(minutes) if minutes else "",
        step.note,
        tuple((_cause(hold), hold) for hold in scene.view.holds if _within(hold, step)),
    )


def _minutes(scene: Scene, step: StepRow) -> int:
    """How long the agency held the case in a step; while a result waits to be collected nobody does."""
    if step.awaits_collection:
        return 0
    return position.worked(scene.here, scene.at) if step.worked is None else step.worked


def _step_standing(scene: Scene, step: StepRow) -> str:
    if step.awaits_collection:
        return "" if step.closed_at else "ready"
    if step.late is not None:
        return "late" if step.late else "on-time"
    return "held" if step.held else clock.underway(step.soon_at, step.due_at, scene.at)


def _cause(hold: HoldRow) -> str:
    title = gettext(HOLD_TITLES.get(hold.kind, hold.kind))
    return title[:1].upper() + title[1:]


def _within(hold: HoldRow, step: StepRow) -> bool:
    return step.opened_at <= hold.opened_at and (step.closed_at is None or hold.opened_at < step.closed_at)


# --- an officer, on the page of the administration --------------------------------------------------------------


def in_hand(request: HttpRequest, officer: OfficerRow) -> str:
    """How many steps an officer has in hand, and what becomes of them when the post is given back; no case is named."""
    count = desk_reads.loads([officer.id]).get(officer.id, 0)
    return render_to_string("cases/desk/in_hand.html", {"count": count}, request) if count else ""
