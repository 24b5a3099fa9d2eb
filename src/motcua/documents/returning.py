"""Phiếu trả kết quả: what was given back to whom, for whoever holds it; with it the invitation to say how it went.

It is typeset when it is asked for and not kept: the signed receipt is the follow-up book (TT 01/2018/TT-VPCP Đ.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.cases import inviting
from motcua.cases.reads import CaseView
from motcua.documents import heading, slips
from motcua.documents.models import Slip
from motcua.documents.reads import SlipRow
from motcua.kernel.refusals import OutOfOrder


def return_slip(view: CaseView, issued: Sequence[SlipRow], at: datetime) -> slips.ReturnSlip:
    """The slip of a hand-over as it stands at a moment; :class:`OutOfOrder` before the hand-over."""
    row, case = view.row, view.standing.position.id
    if row["handed_over_at"] is None:
        raise OutOfOrder("Hồ sơ chưa trả kết quả: ghi nhận việc trả trước, rồi in phiếu.")
    invited = inviting.invited(case, at)
    return slips.ReturnSlip(
        **heading.of_case(row["code"], row["return_at_id"], at),
        applicant=slips.Applicant(name=row["applicant_name"]),
        procedure_title=view.procedure,
        results=tuple(
            f"{one.title}, số {one.number:02}"
            for one in issued
            if one.form == Slip.Form.RESULT and one.number and not one.replaced_by
        ),
        handed_over_at=row["handed_over_at"],
        receiver=row["receiver"],
        invitation=invited.title if invited else "",
        invitation_words=invited.words if invited else "",
        invitation_url=invited.address if invited else "",
        invitation_until=invited.until if invited else None,
    )
