"""What for: the one question to an officer who opens a case that is at none of their steps (Luật 91/2025/QH15)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from motcua.cases import looking, telling
from motcua.cases.desk.case import scene_of
from motcua.kernel import clock, forms
from motcua.kernel.forms import Schema, Values
from motcua.kernel.refusals import Fault
from motcua.web import fields
from motcua.web.access import needs, page_of_ours


@needs("desk")
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what an officer opens a case for, keep the answer with the looks, and go on to what was wanted."""
    scene, schema = scene_of(request, case), _question()
    typed: Values = {}
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        typed = fields.typed(request, schema)
        checked = forms.validate(schema, typed, today=clock.local(scene.at).date())
        faults = checked.faults
        if not faults:
            looking.say(scene.view, _told(checked.values), by=scene.actor, at=scene.at)
            return redirect(_onward(request, case))
    context = {
        "row": scene.view.row,
        "procedure": scene.definition.name,
        "schema": schema,
        "values": forms.fill(schema, typed),
        "faults": faults,
        "onward": _onward(request, case),
    }
    return render(request, "cases/desk/purpose.html", context, status=422 if faults else 200)


def _question() -> Schema:
    choices = [{"value": code, "label": gettext(title)} for code, title in telling.PURPOSES.items()]
    other: Mapping[str, object] = {
        "id": "detail",
        "label": gettext("Việc gì"),
        "type": "text",
        "required": True,
        "max": 200,
        "when": {"field": "purpose", "is": telling.OTHER},
    }
    label = gettext("Bạn mở hồ sơ này để làm gì?")
    hint = gettext(
        "Hồ sơ không ở bước nào của bạn. Người nộp đọc được câu trả lời này trong sổ “Ai đã xem dữ liệu của tôi”."
    )
    asked = {"id": "purpose", "label": label, "hint": hint, "type": "choice", "required": True}
    return Schema.parse([asked | {"choices": choices}, other])


def _told(answers: Values) -> str:
    title, detail = telling.PURPOSES[str(answers["purpose"])], answers.get("detail")
    return telling.purposed(title, str(detail)) if detail else title


def _onward(request: HttpRequest, case: UUID) -> str:
    """The page of ours that was wanted, or the case."""
    page = request.POST.get("next") or request.GET.get("next", "")
    return page_of_ours(request, page, reverse("desk-case", args=[case]))
