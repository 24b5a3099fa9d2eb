"""The forms of slips as the law dates them: which event each answers, its title, the suffix of its number.

The suffixes are a setting of the installation: the copies of TT 01/2018/TT-VPCP at hand print HDHS and PXL, TNHS is
common use; change them here to what the province's own regulation says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_noop

from motcua.documents.models import Slip
from motcua.documents.slips import FormSet

#: Which form answers which event of a case.
ANSWERED: Mapping[str, str] = {
    "case.received": Slip.Form.RECEIPT.value,
    "case.supplement-requested": Slip.Form.SUPPLEMENT.value,
    "case.refused": Slip.Form.REFUSAL.value,
    "case.apologised": Slip.Form.APOLOGY.value,
    "case.finished": Slip.Form.RESULT.value,
}

#: What follows the number of a slip, by form.
SUFFIXES: Mapping[str, str] = {"01": "TNHS", "02": "HDHS", "03": "HDHS", "04": "PXL", "KQ": "KQ"}

#: From here on the forms of TT 03/2025/TT-VPCP, Phụ lục I (NĐ 118/2025/NĐ-CP); before those of TT 01/2018/TT-VPCP Đ.9.
ND118_SINCE = date(2025, 7, 1)

RENAMED: Mapping[str, str] = {
    Slip.Form.APOLOGY.value: gettext_noop("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết")
}
"""Titles that TT 03/2025/TT-VPCP changed."""


def form_set(received: date) -> FormSet:
    """The set of forms for a case received on a day: a case keeps it for life."""
    return FormSet.ND118 if received >= ND118_SINCE else FormSet.ND61


def title(form: str, of: FormSet) -> str:
    """What a form is called in a set."""
    renamed = RENAMED.get(form) if of is FormSet.ND118 else None
    return renamed or str(Slip.Form(form).label)
