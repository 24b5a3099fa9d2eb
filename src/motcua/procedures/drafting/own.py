"""Procedures that only the province has: begun from nothing, with what the national list would say of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.refusals import Missing
from motcua.people.actors import Actor
from motcua.procedures.drafting import files, frames, writing
from motcua.procedures.drafting.parts import COMPETENT
from motcua.procedures.importing.drafts import CODE
from motcua.procedures.models import Level, Procedure


@dataclass(frozen=True, slots=True)
class Own:
    """What the province says of it; ``source`` is the document that sets it up.

    ``decides`` is a kind of agency among which the applicant chooses (commune, commune-police), else a slug.
    """

    title: str
    field: str
    decides: str
    source: str


def begin(code: str, own: Own, *, by: Actor, at: datetime) -> int:
    """Begin the first version of a procedure that no list names, from the frame; access as for every draft.

    Raises Missing for a code that is not free, Conflict while a draft of it is open.
    """
    if not is_free(code):
        raise Missing
    by_place = own.decides in COMPETENT
    text = frames.own_frame(
        code,
        own.title,
        own.field,
        local(at).date() + timedelta(days=1),
        level=(Level.COMMUNE if by_place else Level.PROVINCE).value,
        competent=("kind" if by_place else "agency", own.decides),
        source=own.source,
    )
    return writing.begin_from_text(text, by=by, at=at)


def is_free(code: str) -> bool:
    """Whether this is a code as the national database numbers procedures, a province's among them, and not listed."""
    return bool(CODE.fullmatch(code)) and not Procedure.objects.filter(code=code).exists()


def rows(at: datetime) -> list[dict[str, Any]]:
    """What is asked of such a procedure, as the rows of a form."""
    known = Procedure.objects.order_by("field").values_list("field", flat=True).distinct()
    offices = files.surroundings().offices(local(at).date())
    deciders = {**{kind: gettext(title) for kind, title in COMPETENT.items()}, **offices}
    return [
        {"id": "title", "label": gettext("Tên thủ tục"), "type": "text", "required": True, "max": 500},
        {
            "id": "field",
            "label": gettext("Lĩnh vực"),
            "type": "choice",
            "required": True,
            "choices": [{"value": one, "label": one} for one in known],
        },
        {
            "id": "decides",
            "label": gettext("Cơ quan giải quyết"),
            "hint": gettext("Theo địa bàn thì là thủ tục cấp xã; một cơ quan của tỉnh thì là cấp tỉnh."),
            "type": "choice",
            "required": True,
            "choices": [{"value": one, "label": title} for one, title in deciders.items()],
        },
        {
            "id": "source",
            "label": gettext("Văn bản quy định thủ tục"),
            "hint": gettext("Nghị quyết của HĐND hoặc quyết định của UBND tỉnh; ghi vào phần căn cứ."),
            "type": "text",
            "required": True,
            "max": 200,
        },
    ]
