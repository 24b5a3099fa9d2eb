"""The times that a declaration was set right, each with what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from motcua.cases.reads.querying import json_of, rows
from motcua.cases.reads.whole import CaseView
from motcua.kernel import forms
from motcua.kernel.forms.summary import UNANSWERED
from motcua.procedures.reads import definition


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer as it was and as it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """Who set a declaration right, when, why, in which answers; an applicant who was asked to need not say why."""

    at: datetime
    name: str
    reason: str
    fields: tuple[str, ...]
    changed: tuple[Changed, ...]


AMENDMENTS = """
SELECT m.at, a.full_name AS name, m.reason, m.before FROM cases_amendment m JOIN people_account a ON a.id = m.by_id
WHERE m.case_id = %s ORDER BY m.id"""


def amendments(case: CaseView, communes: Mapping[str, str]) -> tuple[Amendment, ...]:
    """All of them, the first first; a case that was neither reopened nor supplemented has none."""
    if not (case.row["corrected_at"] or case.row["supplements"]):
        return ()
    found = rows(AMENDMENTS, [case.row["id"]])
    forms_then = [*(json_of(row["before"]) for row in found), case.answers]
    schema = definition(case.row["version_id"]).schema
    return tuple(
        Amendment(
            row["at"],
            row["name"],
            row["reason"],
            forms.differing(schema, before, after),
            tuple(_changed(schema, before, after, communes)),
        )
        for row, (before, after) in zip(found, pairwise(forms_then), strict=True)
    )


def _changed(
    schema: forms.Schema, before: Mapping[str, Any], after: Mapping[str, Any], communes: Mapping[str, str]
) -> Iterator[Changed]:
    was, now = (
        {(row.section, row.name): row for row in forms.summary(schema, answers, communes=communes)}
        for answers in (before, after)
    )
    for key, row in (was | now).items():
        texts = [side[key].text if key in side else UNANSWERED for side in (was, now)]
        if texts[0] != texts[1]:
            yield Changed(f"{row.section}: {row.label}" if row.section else row.label, *texts)
