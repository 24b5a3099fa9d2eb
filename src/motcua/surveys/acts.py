"""What is done with surveys: the applicant is asked, answers once, and the answer forgets whose it was."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from motcua.cases.models import Case
from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.kernel.text import tidy_block
from motcua.people.access import require_survey
from motcua.people.actors import Actor
from motcua.surveys import months
from motcua.surveys.links import digest_of, token_of
from motcua.surveys.models import Answer, Box, Invitation
from motcua.surveys.questionnaires import Questionnaire, after_hand_over, questionnaire

STREAMS = UUID("5b8f1d0a-8f0e-5f55-9a41-0f4f0b6b2d7e")
"""The namespace of boxes and invitations; both are streams of the journal."""

LONGEST = 2_000
"""Letters of an open answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered: marks by question, and the open answer."""

    marks: Mapping[str, int]
    comment: str = ""

    @classmethod
    def parse(cls, of: Questionnaire, posted: Mapping[str, str]) -> Said:
        """What a form has sent; only the question on satisfaction must be answered. Raises :class:`Invalid`."""
        given = {one.id: posted[one.id] for one in of.questions if posted.get(one.id)}
        faults = [
            Fault(name, gettext("Chọn một mức có trên phiếu.")) for name in given if not _is_mark(given[name])
        ]
        if of.overall not in given:
            faults.append(Fault(of.overall, gettext("Chọn một mức cho câu hỏi chung.")))
        comment = tidy_block(posted.get("comment", ""))
        if len(comment) > LONGEST:
            faults.append(Fault("comment", gettext("Ý kiến dài quá 2.000 chữ cái: viết gọn lại.")))
        if faults:
            raise Invalid(gettext("Phiếu còn chỗ cần xem lại."), faults=faults)
        return cls({name: int(mark) for name, mark in given.items()}, comment)


def _is_mark(text: str) -> bool:
    return text in {"1", "2", "3", "4", "5"}


@transaction.atomic
def invite(case: UUID, *, by: Actor, at: datetime) -> bool:
    """Ask the applicant of a case that was handed over; False where they were asked before, or nothing is asked.

    The parts of a bundle are not asked for: their applicant is asked about the whole (NĐ 61/2018 Đ.3.2).
    """
    asked = after_hand_over(local(at).date())
    if asked is None or not Case.objects.filter(id=case, parent=None, handed_over_at__isnull=False).exists():
        return False
    closes = at + timedelta(days=settings.SURVEY_DAYS)
    columns = {
        "survey": asked.id,
        "link_hash": digest_of(token_of(case)),
        "invited_at": at,
        "closes_at": closes,
    }
    _, fresh = Invitation.objects.get_or_create(case_id=case, defaults=columns)
    if fresh:
        told = {"survey": asked.title, "until": closes}
        record(uuid.uuid5(STREAMS, f"invitation:{case}"), "survey.invited", told, by=by.username, at=at)
    return fresh


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation of a link; :class:`Missing` says the same for forged, spent and closed ones."""
    found = Invitation.objects.filter(
        link_hash=digest_of(token), spent=False, invited_at__lte=at, closes_at__gt=at
    ).first()
    if found is None:
        raise Missing
    return found


@transaction.atomic
def answer(token: str, posted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Spend an invitation and drop its answer into the box; the second of two at once is refused as the spent one is.

    Raises :class:`Invalid` for marks that are none, :class:`Missing` for a link that can't be answered.
    """
    invitation = open_invitation(token, at=at)
    of = questionnaire(invitation.survey)
    said = Said.parse(of, posted)
    if not Invitation.objects.filter(pk=invitation.pk, spent=False).update(spent=True):
        raise Missing
    case = Case.objects.get(pk=invitation.case_id)
    box = Box(
        survey=of.id, agency_id=case.competent_id, procedure_id=case.procedure_id, channel=case.channel,
        month=month_of(at),
    )  # fmt: skip
    drop(box, of, said, by=by, at=at)


def note_reading(of: Questionnaire, *, by: Actor, at: datetime) -> None:
    """Somebody reads what people have written; :class:`Missing` for who orders no surveys."""
    require_survey(by)
    stream = uuid.uuid5(STREAMS, f"opinions:{of.id}")
    record(stream, "survey.read", {"survey": of.title}, by=by.username, at=at)


def month_of(at: datetime) -> date:
    """The month of an answer: all that is kept of when it was given."""
    return local(at).date().replace(day=1)


def drop(box: Box, of: Questionnaire, said: Said, *, by: Actor, at: datetime) -> None:
    """Let an answer fall into a box, and tell the box's stream that one more lies there."""
    box.id = uuid.uuid5(STREAMS, "/".join(map(str, (
        box.survey, box.agency_id, box.procedure_id, box.channel, box.month, box.sample_id, box.stratum_id,
        box.unit,
    ))))  # fmt: skip
    Box.objects.bulk_create([box], ignore_conflicts=True)
    Box.objects.select_for_update().get(pk=box.pk)  # answers to one box get their numbers one after the other
    Answer.objects.create(box=box, overall=said.marks[of.overall], marks=said.marks, comment=said.comment)
    months.forget(box.survey, box.month)
    record(box.id, "survey.answered", {"survey": of.title}, by=by.username, at=at)
