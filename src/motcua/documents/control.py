"""Phiếu kiểm soát quá trình giải quyết hồ sơ: through whose hands a case has gone, and whether each kept the time.

It is typeset when it is asked for and not kept: it grows with every step (TT 01/2018/TT-VPCP Đ.9).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from motcua.cases.reads import CaseView, StepRow
from motcua.documents import editions, heading, slips
from motcua.kernel.calendar import local


def control_slip(view: CaseView, at: datetime) -> slips.ControlSlip:
    """The control slip of a case as it stands at a moment."""
    row, matter = view.row, view.standing.matter
    forms = editions.forms(local(row["received_at"] or row["submitted_at"]).date())
    competent = view.agencies[matter.competent]
    beside = dict.fromkeys(step.agency for step in view.all_steps if step.branch)
    return slips.ControlSlip(
        **heading.of_case(row["code"], matter.reception, at),
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
