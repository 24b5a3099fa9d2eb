"""A newborn's bundle as Hoa would fill it in: birth, residence and health insurance with one declaration."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import acts
from motcua.cases.models import Case
from motcua.people.actors import Actor
from tests.province import who
from tests.stories.birth import BIRTH_FORM, PLACE, file_birth

BUNDLE = "2.000986"
BUNDLE_FORM: dict[str, Any] = BIRTH_FORM | {
    "applicant": BIRTH_FORM["applicant"] | {"email": "hoa@example.vn"},
    "new_residence": PLACE,
    "household_head": "Trần Văn Nam",
    "head_relation": "Con",
    "insure": True,
    "clinic": "Trạm Y tế phường Thành Sen",
}


def file_bundle(*, at: datetime, **answers: Any) -> UUID:
    """A bundle filed over the counter of Thành Sen and received there at once."""
    case = file_birth(code=BUNDLE, form=BUNDLE_FORM | answers, at=at)
    acts.receive(case, by=who("minh"), at=at)
    return case


def part(bundle: UUID, name: str) -> Case:
    """One part of a bundle."""
    return Case.objects.get(parent=bundle, bundle_part=name)


def owner(case: UUID, at: datetime) -> Actor:
    """Whoever has the open step of a case."""
    from motcua.cases.models import Step

    return who(Step.objects.get(case=case, closed_at=None).owner.username, at)


def granted(case: UUID, *verbs: str, at: datetime) -> None:
    """A part is worked to its end by whoever has its steps."""
    for verb in verbs or ("propose", "sign"):
        by = owner(case, at)
        acts.claim(case, by=by, at=at)
        acts.finish(case, verb, by=by, at=at)
