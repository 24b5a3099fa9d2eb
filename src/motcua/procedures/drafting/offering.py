"""What the cells of a part may be chosen from: the steps as typed, the form of the draft, the catalogue around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from motcua.kernel.consulting import Answer
from motcua.kernel.forms import Field, Schema
from motcua.kernel.refusals import Invalid
from motcua.procedures import conditions, structure, verbs
from motcua.procedures.drafting import files, tables
from motcua.procedures.drafting.cells import RowForm
from motcua.procedures.drafting.steps import ENDS
from motcua.procedures.models import VersionDraft
from motcua.procedures.results import CASE_FACTS

OF_THE_SYSTEM = frozenset({"moved", "recalled"} | {answer.value for answer in Answer} - {Answer.AGREE.value})
"""Verbs that no file names: the answers to a question, but for “agree”, and what only the system does."""
PLACE_TYPES = frozenset({"place", "commune"})


def offered(form: tables.Form, one: VersionDraft) -> tables.Form:
    """The form of a part with what its cells may be chosen from."""
    known = files.surroundings()
    places = {name: label for name, label, field in _asked(one) if field.type in PLACE_TYPES}
    offices = (known.offices(files.in_force_of(one.text) or date.max), known.agency_titles)
    return form.with_choices(
        {
            "role": (known.role_titles, {}),
            "needs": (known.guard_titles, {}),
            "agency": offices,
            "competent.agency": offices,
            "commune": (places, {}),
            "register": ({str(one["code"]): str(one["title"]) for one in known.registers}, {}),
            "verb": ({verb: verbs.called(verb) for verb in known.verbs if verb not in OF_THE_SYSTEM}, {}),
            "to": (_targets(form.rows), {}),
        }
    )


def _targets(rows: tuple[RowForm, ...]) -> Mapping[str, str]:
    """The steps as they are typed, and the ways out."""
    steps = {row.value_of("id"): f"{row.place + 1}. {row.value_of('title')}" for row in rows}
    return {name: title for name, title in steps.items() if name} | {
        name: title.capitalize() for name, title in ENDS.items()
    }


def procedures() -> list[tuple[str, str]]:
    """The procedures that the catalogue has files of, with their titles."""
    known = files.surroundings()
    found = ((code, known.procedure(code)) for code in sorted(known.procedures))
    return [(code, one.title) for code, one in found if one]


def names(one: VersionDraft) -> list[tuple[str, str]]:
    """What a condition or a result may name, with its label: the answers of the form, then the facts of a case."""
    return [*((name, label) for name, label, _ in _asked(one)), *CASE_FACTS.items()]


def _asked(one: VersionDraft) -> Iterator[tuple[str, str, Field]]:
    """The fields of the draft's form and their parts; none while it can't be read."""
    try:
        form: Any = structure.plain(tables.value_of(one.text)).get("form") or ()
        schema = Schema.parse(form, rules=conditions.parse)
    except (Invalid, KeyError, TypeError, ValueError, AttributeError):
        return
    for field in schema.fields:
        yield field.id, field.label, field
        for part in field.fields:
            yield f"{field.id}.{part.id}", f"{field.label}: {part.label}", part
