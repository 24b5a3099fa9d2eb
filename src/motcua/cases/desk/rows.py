"""The rows of the inbox: what they say, and as HTML.

They are put together here because a page shows up to a hundred of them, and a template takes six times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from motcua.cases import calendars
from motcua.cases.desk.deeds import HandOver, Opine
from motcua.cases.reads import InboxRow
from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.flow import RESERVED
from motcua.people.access import HEADS
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.web import words
from motcua.web.badges import due


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the inbox as it is shown: due at a ``moment``, or waiting since; ``verbs`` several cases may take."""

    row: InboxRow
    procedure: str
    standing: str
    left: str
    moment: str
    mine: bool
    verbs: tuple[str, ...]
    in_place_of: str = ""
    """Whose role it is, where the officer has it by delegation."""

    @property
    def href(self) -> str:
        """The address of the case."""
        return _address("desk-case").format(self.row.case)

    @property
    def claim_href(self) -> str:
        """Where taking the step is sent."""
        return _address("desk-claim").format(self.row.case)

    @property
    def opinion_href(self) -> str:
        """The page on which the opinion is given that is asked here."""
        return _address("desk-deed", f"{Opine.PREFIX}{self.row.branch}").format(self.row.case)

    @property
    def hand_over_href(self) -> str:
        """The page on which the result is handed over."""
        return _address("desk-deed", HandOver.slug).format(self.row.case)


@cache
def _address(name: str, *more: str) -> str:
    """The address of a case's page with a gap for the case: asking for each row's own takes as long as its cells."""
    return reverse(name, args=[NOWHERE, *more]).replace(str(NOWHERE), "{}")


NOWHERE = UUID(int=0)


def items_of(found: Iterable[InboxRow], actor: Actor, at: datetime, *, waits: str = "") -> list[Item]:
    """Rows with their time left in words, each by the calendar of its agency.

    Rows that wait for the applicant have no clock: ``waits`` is ``held``, or ``ready`` for results to be collected.
    """
    calendar_of = calendars.current()
    return [_item(row, actor, at, calendar_of(row.agency_id), waits) for row in found]


def _item(row: InboxRow, actor: Actor, at: datetime, calendar: Calendar, waits: str) -> Item:
    left = clock.remaining(calendar, row.due_at, at)
    moment = row.opened_at if waits else row.due_at
    return Item(
        row,
        procedures.definition(row.version).name,
        waits or clock.underway(row.soon_at, row.due_at, at),
        "" if waits else words.left_in_brief(left),
        "" if waits == "held" else words.moment(moment).removesuffix(f"/{clock.local(at).year}"),
        row.claimed and row.owner == actor.account,
        verbs_of(row) if row.role in HEADS and not row.branch else (),
        _in_place_of(row, actor),
    )


def _in_place_of(row: InboxRow, actor: Actor) -> str:
    law = procedures.definition(row.version)
    given = actor.in_place_of(row.agency_id, row.role, law.code, law.field)
    return given.giver if given else ""


def verbs_of(row: InboxRow) -> tuple[str, ...]:
    """The moves onward of a row's step: those that a head may press for several cases.

    A refusal is signed one by one.
    """
    flow = procedures.definition(row.version).flow
    step = flow.steps[row.name]
    if step.decides:
        return ()
    return tuple(
        verb
        for verb, target in step.moves.items()
        if target not in RESERVED and not flow.is_return(step, target)
    )


# --- as HTML -------------------------------------------------------------------------------------------------

ROW = """
<tr class="govuk-table__row mc-table__row{mine}" role="row">{tick}
<td role="cell" class="govuk-table__cell mc-inbox__due">{due}{when}</td>
<td role="cell" class="govuk-table__cell"><a class="govuk-link mc-code" href="{href}" data-row-link{focus}>{code}</a>\
<span class="mc-inbox__second">{procedure}</span></td>
<td role="cell" class="govuk-table__cell" data-label="%(applicant)s">{applicant}{supplemented}</td>
<td role="cell" class="govuk-table__cell" data-label="%(step)s">{title}{agency}{instead}</td>
<td role="cell" class="govuk-table__cell mc-inbox__who" data-label="%(who)s">{who}</td>
</tr>"""
TICK = """
<td role="cell" class="govuk-table__cell mc-inbox__tick"><div class="govuk-checkboxes govuk-checkboxes--small">\
<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="ho-so" \
value="{case}:{revision}" id="tick-{step}" data-row-tick>\
<label class="govuk-label govuk-checkboxes__label" for="tick-{step}">\
<span class="govuk-visually-hidden">%(choose)s</span></label></div></div></td>"""
WHEN = '<span class="mc-inbox__left">%(when)s</span>'
SECOND = '<span class="mc-inbox__second">{}</span>'
CLAIM = """<button class="govuk-button govuk-button--secondary mc-inbox__claim" formaction="{href}" hx-post="{href}" \
hx-target="closest tr" hx-swap="outerHTML" hx-disabled-elt="this">%(claim)s\
<span class="govuk-visually-hidden"> {code}</span></button>"""
OPINION = """<a class="govuk-link" href="{href}">%(opinion)s\
<span class="govuk-visually-hidden"> {code}</span></a>"""
NO_TICK = '<td role="cell" class="govuk-table__cell mc-inbox__tick"></td>'
HAND_OVER = """<a class="govuk-link" href="{href}">%(hand_over)s\
<span class="govuk-visually-hidden"> {code}</span></a>"""


class Rows:
    """Rows as HTML in the language of the page; ``several`` when the officer serves several agencies.

    ``waits`` as for :func:`items_of`; ``headed`` when they are those of the agencies that the officer heads. Neither
    is chosen to be done several at once.
    """

    def __init__(self, *, several: bool, waits: str = "", headed: bool = False) -> None:
        said = {
            "choose": gettext("Chọn %(code)s") % {"code": "{code}"},
            "when": (gettext("từ %(moment)s") if waits else gettext("hạn %(moment)s"))
            % {"moment": "{moment}"},
            "applicant": gettext("Người nộp"),
            "step": gettext("Bước"),
            "who": gettext("Việc cần làm") if waits == "ready" else gettext("Người xử lý"),
            "claim": gettext("Nhận"),
            "hand_over": gettext("Trả kết quả"),
            "opinion": gettext("Cho ý kiến"),
        }
        self.several, self.waits, self.headed = several, waits, headed
        self.row, self.tick, self.when = (part % said for part in (ROW, TICK, WHEN))
        self.claim, self.hand_over, self.opinion = (part % said for part in (CLAIM, HAND_OVER, OPINION))
        self.supplemented = format_html(SECOND, gettext("đã bổ sung"))
        self.instead = gettext("thay %(name)s")
        self.nobody = gettext("chưa ai nhận")
        self.mine = format_html("<strong>{}</strong>", gettext("Tôi"))

    def html(self, item: Item, *, taken: bool = False) -> SafeString:
        """One row; ``taken`` keeps the focus on one that has just been taken."""
        row = item.row
        return format_html(
            self.row,
            tick="" if self.waits or self.headed else self._tick(row),
            mine=" mc-table__row--mine" if item.mine else "",
            due=due(item.standing, left=item.left),
            when=format_html(self.when, moment=item.moment) if item.moment else "",
            href=item.href,
            focus=" autofocus" if taken else "",
            code=row.code,
            procedure=words.vi(item.procedure),
            applicant=row.applicant,
            supplemented=self.supplemented if row.supplements else "",
            title=words.vi(row.title),
            agency=format_html(SECOND, row.agency) if self.several else "",
            instead=format_html(SECOND, self.instead % {"name": item.in_place_of})
            if item.in_place_of
            else "",
            who=self._who(item),
        )

    def _tick(self, row: InboxRow) -> SafeString:
        if row.branch:
            return SafeString(NO_TICK)
        return format_html(self.tick, case=row.case, revision=row.revision, step=row.step, code=row.code)

    def _who(self, item: Item) -> SafeString | str:
        """Whose the step is, or what is to press: a result is handed over, what is held is nobody's to take."""
        if item.standing == "ready":
            return format_html(self.hand_over, href=item.hand_over_href, code=item.row.code)
        if item.row.branch and not self.headed:
            return format_html(self.opinion, href=item.opinion_href, code=item.row.code)
        if item.mine:
            return self.mine
        if item.row.claimed:
            return item.row.owner_name
        if item.standing == "held" or self.headed:
            return "–" if item.standing == "held" else self.nobody
        return format_html(self.claim, href=item.claim_href, code=item.row.code)
