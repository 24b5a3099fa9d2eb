"""From a draft to a case: started, saved as it is typed, submitted once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.agencies import reads as agencies
from motcua.cases import calendars, guards, store
from motcua.cases.models import Channel, Draft
from motcua.kernel import casework, codes, forms
from motcua.kernel.calendar import LOCAL
from motcua.kernel.casework import Law
from motcua.kernel.refusals import Fault, Invalid, Missing, NotAllowed
from motcua.kernel.text import fold
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures

PAPERS = "papers-attached"
"""The guard asked before an online case is submitted: every paper that must be there is there."""


def start(
    code: str, *, applicant: int | None = None, channel: Channel = Channel.ONLINE, reception: int | None = None, by: Actor, at: datetime
) -> UUID:
    """Start a draft of a procedure for oneself, or, at the counter, for the applicant who stands there."""
    version = procedures.version_in_force(code, at.astimezone(LOCAL).date())
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
    found = Draft.objects.filter(id=draft, account_id=by.account).first()
    if found is None:
        raise Missing("Không tìm thấy bản nháp này; có thể hồ sơ đã được nộp.")
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
    """Keep what has been typed so far, right or wrong: a draft is never lost."""
    kept = own(draft, by=by)
    changes: dict[str, Any] = {"form": {**kept.form, **values}, "updated_at": at}
    chosen = {"reception_id": reception, "competent_id": competent, "return_how": return_how}
    changes |= {name: value for name, value in chosen.items() if value is not None}
    Draft.objects.filter(id=draft, account_id=by.account).update(**changes)


def discard(draft: UUID, *, by: Actor) -> None:
    """Throw a draft away, because its owner wants so."""
    own(draft, by=by).delete()


@dataclass(frozen=True, slots=True)
class Filed:
    """A case that exists: its id, its code, and whether this very call made it."""

    id: UUID
    code: str
    now: bool


def submit(draft: UUID, *, by: Actor, at: datetime) -> Filed:
    """Turn a draft into a case, once: a second call, or a call after a crash, finds the case that is there.

    :class:`Invalid` lists every fault of the form; the draft stays as it is.
    """
    kept = Draft.objects.filter(id=draft, account_id=by.account).first()
    if kept is None:
        return _filed_before(draft, by)
    version = procedures.version(kept.version_id)
    form = forms.validate(version.schema, kept.form, today=at.astimezone(LOCAL).date())
    form.raise_if_faulty()
    if kept.channel == Channel.ONLINE:
        guards.require(PAPERS, draft)
    where = _places(kept, version, at)
    opening = casework.opening(Law(version.flow, version.rule, version.effects), where, calendars.current(), at)
    code = store.file(draft, kept.updated_at, opening, _facts(kept, version, where, form.values, at), by=by, at=at)
    return Filed(draft, code, True) if code else _filed_before(draft, by)


def _places(kept: Draft, version: Any, at: datetime) -> dict[Any, int]:
    faults = []
    if kept.reception_id is None:
        faults.append(Fault("reception", "Chọn nơi nộp hồ sơ."))
    competent = kept.competent_id or (
        procedures.competent_agency(version, kept.reception_id, on=at.astimezone(LOCAL).date()) if kept.reception_id else None
    )
    if kept.reception_id is not None and competent is None:
        faults.append(Fault("competent", "Chọn cơ quan giải quyết hồ sơ."))
    if faults or kept.reception_id is None or competent is None:
        raise Invalid("Chưa chọn đủ nơi nộp và cơ quan giải quyết.", faults=faults)
    return store.places(kept.reception_id, competent, kept.reception_id)


def _facts(kept: Draft, version: Any, where: Mapping[Any, int], form: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    reception, competent, return_at = where.values()
    day = at.astimezone(LOCAL).date()
    applicant = people.applicant(kept.applicant_id)
    prefix = agencies.agency(reception).code_2020
    return {
        "prefix": prefix,
        "code": f"{prefix}-{day:%Y%m%d}-",
        "digits": 7,
        "procedure": version.procedure_id,
        "applicant_name": applicant.name,
        "folded": fold(applicant.name),
        "reception": reception,
        "competent": competent,
        "return_at": return_at,
        "form": json.dumps(dict(form), ensure_ascii=False),
        "event_data": json.dumps({"procedure": version.code, "channel": Channel(kept.channel).label}, ensure_ascii=False),
    }


def _filed_before(draft: UUID, by: Actor) -> Filed:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.code FROM cases_case c JOIN journal_event e ON e.stream = c.id AND e.seq = 1
            WHERE c.id = %s AND (c.applicant_id = %s OR e.by = %s)""",
            [draft, by.applicant, by.username],
        )
        row = cursor.fetchone()
    if row is None:
        raise Missing("Không tìm thấy bản nháp này; có thể bạn đã xóa nó.")
    return Filed(draft, row[0], False)
