"""From a draft to a case: started, saved as it is typed, submitted once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.agencies.models import Agency
from motcua.cases import calendars, guards, places, store
from motcua.cases.models import Channel, Draft
from motcua.kernel import casework, codes, forms
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.flow import Place
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, NotAllowed, OutOfOrder, Refusal
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.procedures import regimes
from motcua.procedures.reads import Definition, Version

PAPERS = "papers-attached"
"""The guard asked before an online case is submitted: every paper that must be there is there."""

JUDGED = ("version_id", "reception_id", "competent_id", "return_how", "form")
"""What of a draft is judged before it becomes a case."""

NO_DRAFT = "Không tìm thấy bản nháp này; có thể hồ sơ đã được nộp."
SAVED_ELSEWHERE = "Bản nháp vừa được lưu ở nơi khác; xem lại rồi nộp."


def start(
    code: str,
    *,
    applicant: int | None = None,
    channel: Channel = Channel.ONLINE,
    reception: int | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Start a draft of a procedure for oneself, or, at the counter, for the applicant who stands there."""
    version = procedures.version_in_force(code, at.astimezone(LOCAL).date())
    require_taken(version.definition, channel)
    whose = applicant if applicant is not None else by.applicant
    if whose is None:
        raise NotAllowed("Tài khoản này chưa gắn với người nộp hồ sơ nào.")
    draft = Draft(
        id=codes.uuid7(at), account_id=by.account, applicant_id=whose, version_id=version.id, channel=channel,
        reception_id=reception, created_at=at, updated_at=at,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft.id


def own(draft: UUID, *, by: Actor) -> Draft:
    """A draft of one's own; :class:`Missing` for everybody else."""
    whole = Draft.objects.select_related("reception", "competent")
    found = whole.filter(id=draft, account_id=by.account).first()
    if found is None:
        raise Missing(NO_DRAFT)
    return found


def save(
    draft: UUID,
    values: Mapping[str, Any],
    *,
    reception: int | None = None,
    competent: int | None = None,
    return_how: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what has been typed so far, right or wrong: a draft is never lost, nor what a second page saves at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE cases_draft SET form = form || %s::jsonb, updated_at = %s,
              reception_id = coalesce(%s, reception_id),
              competent_id = coalesce(%s, competent_id), return_how = coalesce(%s, return_how)
            WHERE id = %s AND account_id = %s""",
            [json.dumps(values), at, reception, competent, return_how, draft, by.account],
        )
        if not cursor.rowcount:
            raise Missing(NO_DRAFT)


def arrives(draft: UUID, channel: Channel, *, by: Actor, at: datetime) -> None:
    """Say anew by which channel a draft of one's own comes; :class:`OutOfOrder` for one that is not taken."""
    kept = own(draft, by=by)
    require_taken(procedures.definition(kept.version_id), channel)
    Draft.objects.filter(id=draft, account_id=by.account).update(channel=channel, updated_at=at)


def discard(draft: UUID, *, by: Actor) -> None:
    """Throw a draft away, because its owner wants so."""
    own(draft, by=by).delete()


def changed_on(draft: Draft) -> date | None:
    """From when the procedure is another than it was when a draft was begun; None while it is the same."""
    since = procedures.definition(draft.version_id).in_force
    return since if since > local(draft.created_at).date() else None


class Changed(Conflict):
    """The procedure is another since the draft was begun; the draft stands under the new version, to be looked at."""

    code = "procedure-changed"


@dataclass(frozen=True, slots=True)
class Filed:
    """A case that exists: its id, its code, and whether this very call made it."""

    id: UUID
    code: str
    now: bool


def submit(draft: UUID, *, by: Actor, at: datetime) -> Filed:
    """Turn a draft into a case, once: a second call, or a call after a crash, finds the case that is there.

    :class:`Invalid` lists every fault of the form and of the places. A case comes under the version in force on the
    day: :class:`Changed` when that is another than the draft's, :class:`OutOfOrder` when there is none. The draft
    stays, with all its answers.
    """
    kept = _whole(draft, by)
    if kept is None:
        return _filed_before(draft, by)
    definition, day = procedures.definition(kept.version_id), at.astimezone(LOCAL).date()
    _require_in_force(kept, definition, by=by, at=at)
    form, where, faults = _judged(kept, definition, by, day)
    if faults:
        raise Invalid(f"Có {len(faults)} chỗ cần sửa", faults=faults)
    if kept.channel == Channel.ONLINE:
        guards.require(PAPERS, draft, guards.FILING)
    law = store.law_of(definition, form)
    said = {"procedure": definition.code, "channel": Channel(kept.channel).label}
    edition = calendars.latest()
    opening = casework.opening(law, where, calendars.edition(edition), at, said)
    facts = facts_of(kept, definition, where, form, day) | {"edition": edition}
    code = store.file(draft, kept.updated_at, opening, facts, by=by, at=at)
    if code is None and (saved := _saved_unchanged(kept, by)):
        code = store.file(draft, saved, opening, facts, by=by, at=at)
    return Filed(draft, code, True) if code else _filed_before(draft, by)


def _whole(draft: UUID, by: Actor) -> Draft | None:
    """A draft of one's own with all that its filing depends on."""
    whole = Draft.objects.select_related("version", "reception", "competent", "applicant")
    known_already = ("version__definition", "version__form")
    return whole.defer(*known_already).filter(id=draft, account_id=by.account).first()


def _require_in_force(kept: Draft, of: Definition, *, by: Actor, at: datetime) -> None:
    """What a draft was begun under is still the law, and still takes cases by its channel."""
    day, channel = at.astimezone(LOCAL).date(), Channel(kept.channel)
    if day not in kept.version.in_force:
        raise _changed(kept, of, by=by, day=day, at=at)
    require_taken(of, channel)


def require_taken(of: Definition, channel: Channel) -> None:
    """:class:`OutOfOrder` for a channel by which a procedure takes no cases."""
    if channel.code not in of.channels:
        message = f"Thủ tục này không nhận hồ sơ qua kênh “{channel.label}”; xem cách nộp ở trang thủ tục."
        raise OutOfOrder(message)


def _changed(kept: Draft, old: Definition, *, by: Actor, day: date, at: datetime) -> Refusal:
    """Take a draft over to the version in force, and say what to look at; or that there is no version any more."""
    try:
        new = procedures.version_in_force(old.code, day)
    except Missing:
        since = f"{kept.version.in_force.upper:%d/%m/%Y}"
        message = f"Thủ tục “{old.name}” không còn được tiếp nhận từ ngày {since}. Bản nháp và các câu trả lời vẫn còn."
        return OutOfOrder(message, code="procedure-ended")
    _take_over(kept, new, day, at)
    message = (
        f"Thủ tục “{old.name}” đã thay đổi từ ngày {new.in_force:%d/%m/%Y}. Các câu trả lời vẫn còn; "
        "xem lại theo quy định mới rồi nộp."
    )
    return Changed(message, faults=faults_of(own(kept.id, by=by), by=by, on=day))


TAKE_OVER = """UPDATE cases_draft SET version_id = %s, form = form - %s::text[], updated_at = %s,
  competent_id = CASE WHEN %s THEN competent_id END WHERE id = %s"""


def _take_over(kept: Draft, new: Version, day: date, at: datetime) -> None:
    """Put a draft under another version: answers to what it no longer asks go, and who may no longer decide."""
    asked = {field.id for field in new.definition.schema.fields}
    decides = not any(fault.where == "competent" for fault in places.faults(kept, new.definition, on=day))
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER, [new.id, sorted(kept.form.keys() - asked), at, decides, kept.id])


def _saved_unchanged(kept: Draft, by: Actor) -> datetime | None:
    """When a draft was saved while it was judged; None when it is there no more, :class:`Conflict` when it differs."""
    now = Draft.objects.filter(id=kept.id, account_id=by.account).first()
    if now is None:
        return None
    if any(getattr(now, name) != getattr(kept, name) for name in JUDGED):
        raise Conflict(SAVED_ELSEWHERE)
    return now.updated_at


def faults_of(draft: Draft, *, by: Actor, on: date) -> tuple[Fault, ...]:
    """All that is wrong on a day with the form and the places of a draft, saved or not."""
    return _judged(draft, procedures.definition(draft.version_id), by, on)[2]


def _judged(
    kept: Draft, definition: Definition, by: Actor, day: date
) -> tuple[Mapping[str, Any], dict[Place, int], tuple[Fault, ...]]:
    """The answers and places of a draft as a case keeps them, and every fault of both."""
    communes = places.communes(definition, on=day)
    form = forms.validate(definition.schema, kept.form, today=day, communes=communes)
    try:
        return form.values, places.settled(kept, definition, by=by, on=day), form.faults
    except Invalid as refused:
        return form.values, {}, (*form.faults, *refused.faults)


def facts_of(
    kept: Draft, definition: Definition, where: Mapping[Place, int], form: Mapping[str, Any], day: date
) -> dict[str, Any]:
    """What a case is filed with, besides what its draft says."""
    reception, competent, return_at = where.values()
    return {
        **_numbered(kept.reception, day),
        "procedure": kept.version.procedure_id,
        "applicant_name": kept.applicant.name,
        "folded": kept.applicant.name_folded,
        "identity": kept.applicant.identity,
        "reception": reception,
        "competent": competent,
        "return_at": return_at,
        "form": json.dumps(dict(form), ensure_ascii=False),
    }


def _numbered(reception: Agency | None, day: date) -> dict[str, Any]:
    """What the code of a case is made of, but for its number, which the database draws."""
    agency = codes.parse_agency_code(reception.code_2020 if reception else "")
    head, dash, digits = codes.format_case_code(agency, day, 1, regimes.on(day).scheme).rpartition("-")
    return {"prefix": str(agency), "code": head + dash, "digits": len(digits)}


def _filed_before(draft: UUID, by: Actor) -> Filed:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.code FROM cases_case c JOIN journal_event e ON e.stream = c.id AND e.seq = 1
            WHERE c.id = %s AND (c.applicant_id = %s OR e.by = %s)""",
            [draft, by.applicant, by.username],
        )
        row = cursor.fetchone()
    if row is not None:
        return Filed(draft, row[0], False)
    if Draft.objects.filter(id=draft, account_id=by.account).exists():
        raise Conflict(SAVED_ELSEWHERE)
    raise Missing("Không tìm thấy bản nháp này; có thể bạn đã xóa nó.")
