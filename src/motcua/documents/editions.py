"""The forms of slips as the law dates them: which event each answers, its title, the symbol after its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from motcua.documents.models import Slip
from motcua.procedures import regimes
from motcua.procedures.regimes import Forms

#: Which form answers which event of a case.
ANSWERED: Mapping[str, str] = {
    "case.received": Slip.Form.RECEIPT.value,
    "case.supplement-requested": Slip.Form.SUPPLEMENT.value,
    "case.refused": Slip.Form.REFUSAL.value,
    "case.apologised": Slip.Form.APOLOGY.value,
    "case.stopped": Slip.Form.STOP.value,
    "case.withdrawn": Slip.Form.STOP.value,
    "case.finished": Slip.Form.RESULT.value,
}

KINDS: Mapping[str, str] = {
    Slip.Form.RECEIPT.value: "receipt",
    Slip.Form.SUPPLEMENT.value: "supplement",
    Slip.Form.REFUSAL.value: "refusal",
    Slip.Form.APOLOGY.value: "apology",
    Slip.Form.STOP.value: "stop",
    Slip.Form.RESULT.value: "result",
}
"""What the sets of forms of the catalogue call each."""


def forms(received: date) -> Forms:
    """The set of forms for a case received on a day: a case keeps it for life."""
    return regimes.on(received).forms


def exists(form: str, of: Forms) -> bool:
    """Whether a set has a form; results are the procedures' own."""
    return form == Slip.Form.RESULT or KINDS[form] in of.numbers


def title(form: str, of: Forms) -> str:
    """What a form is called in a set."""
    return of.titles.get(KINDS[form], str(Slip.Form(form).label))


def symbol(form: str, of: Forms) -> str:
    """What follows the number of a slip after a slash."""
    return of.symbols[KINDS[form]]
