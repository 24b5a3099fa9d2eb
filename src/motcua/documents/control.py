"""Phiếu kiểm soát quá trình giải quyết hồ sơ: through whose hands a case has gone, and whether each kept the time.

It is typeset when it is asked for and not kept: it grows with every step (TT 01/2018/TT-VPCP Đ.9).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.cases.reads import CaseView, StepRow
from motcua.documents import editions, slips
from motcua.kernel.calendar import local


def control_slip(view: CaseView, at: datetime) -> slips.ControlSlip:
    """The control slip of a case as it stands at a moment."""
    row, matter = view.row, view.standing.matter
    forms = editions.forms(local(row["received_at"] or row["submitted_at"]).date())
    point = agencies.agency(matter.reception)
    competent = view.agencies[matter.competent]
    beside = dict.fromkeys(step.agency for step in view.all_steps if step.branch)
    return slips.ControlSlip(
        agency_parent=agencies.agency(point.parent_id).name if point.parent_id else "",
        agency_name=point.name,
        number=row["code"],
        suffix="",
        place=slips.place_name(point.place) or settings.PROVINCE,
        at=at,
        case_code=row["code"],
        tracking_url=f"{settings.BASE_URL}/tra-cuu/?ma={row['code']}",
        form_set=slips.FormSet(forms.edition),
        form_number=forms.numbers["control"],
        circular=forms.circular,
        applicant=slips.Applicant(name=row["applicant_name"]),
        procedure_title=view.procedure,
        agency_competent=competent,
        agencies_beside=", ".join(beside),
        transfers=tuple(_transfers(view.steps)),
    )


def _transfers(steps: tuple[StepRow, ...]) -> Iterator[slips.Transfer]:
    """Each step as a passing on: the applicant gives to the first, each to the next."""
    givers = ["Người nộp hồ sơ", *(step.closed_by_name or step.owner_name for step in steps)]
    for giver, step in zip(givers, steps, strict=False):
        yield slips.Transfer(
            agency=step.agency,
            giver=giver,
            taker=step.closed_by_name or step.owner_name,
            given_at=step.opened_at,
            taken_at=step.claimed_at or step.closed_at,
            kept=_kept(step),
            note=step.title,
        )


def _kept(step: StepRow) -> str:
    """How a step kept its time, by the day as TT 01/2018/TT-VPCP compares; nothing while it is open."""
    if step.closed_at is None:
        return ""
    if step.late:
        return "Quá hạn"
    return "Trước hạn" if local(step.closed_at).date() < local(step.due_at).date() else "Đúng hạn"
