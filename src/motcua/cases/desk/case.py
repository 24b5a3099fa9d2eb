"""The case on one screen, its deeds each on a small page, its journal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.agencies import reads as agencies
from motcua.cases import looking, panels, reads, store, telling
from motcua.cases.desk import bundle as desk_bundle
from motcua.cases.desk import deeds
from motcua.cases.desk import show as desk_show
from motcua.cases.desk.deeds import Deed, Scene
from motcua.cases.desk.inbox import moment_of, officer_of
from motcua.cases.desk.rows import Item, items_of
from motcua.cases.enclosing import Place
from motcua.cases.journey import sections
from motcua.cases.reads import InboxFilter
from motcua.kernel import clock, forms
from motcua.kernel.forms import Schema, Values
from motcua.kernel.refusals import Conflict, Invalid, Missing, OutOfOrder, Refusal
from motcua.people import access
from motcua.people import reads as people
from motcua.web import fields
from motcua.web.access import needs


def scene_of(request: HttpRequest, case: UUID) -> Scene:
    """A case before an officer whom it concerns; :class:`Missing` for every other."""
    actor = officer_of(request)
    view = reads.case(case, actor=actor)
    access.require(actor, "case.see-inside", view.standing.matter)
    return Scene(view, actor, moment_of(request))


def _looked_at(request: HttpRequest, case: UUID, what: str) -> Scene:
    """A case before an officer, with the look on record."""
    scene = scene_of(request, case)
    looking.note(scene.view, what, by=scene.actor, at=scene.at)
    return scene


@needs("desk")
@looking.asks
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The whole case, with what may be done now."""
    return _show(request, _looked_at(request, case, telling.CASE), revealed=False)


@needs("desk")
@require_POST
@looking.asks
def reveal(request: HttpRequest, case: UUID) -> HttpResponse:
    """The whole case with the applicant's identity in full."""
    return _show(request, _looked_at(request, case, telling.IDENTITY), revealed=True)


def _show(request: HttpRequest, scene: Scene, *, revealed: bool) -> HttpResponse:
    case = scene.case
    row = scene.view.row
    communes = agencies.communes(clock.local(scene.at).date())
    events = reads.events(case, revealed=revealed)
    context = {
        "scene": scene,
        "row": row,
        "view": scene.view,
        "revision": scene.here.revision,
        "applicant": people.applicant(row["applicant_id"]),
        "revealed": revealed,
        "channel": telling.came(row),
        "places": desk_show.places_of(scene),
        "return_how": desk_show.return_how(row["return_how"]),
        "clock": desk_show.clock_of(scene),
        "duties": list(desk_show.duties_of(scene)),
        "main": [desk_show.button_of(deed, scene) for deed in deeds.main(scene)],
        "other": [desk_show.button_of(deed, scene) for deed in deeds.other(scene)],
        "barred": [(deed.title(scene), why) for deed, why in deeds.barred(scene)],
        "opinion": desk_show.opinion_of(scene),
        "elsewhere": desk_show.elsewhere(scene),
        "sections": desk_show.sections_of(scene, communes, revealed=revealed),
        "panels": panels.render(panels.CASE_ON_DESK, request, scene.view),
        "steps": desk_show.timeline_of(scene),
        "opinions": desk_show.opinions_of(scene),
        "minutes": scene.view.minutes,
        "charges_head": [gettext("Cơ quan"), gettext("Đã giữ"), gettext("Được giữ"), gettext("Trễ")],
        "charges": desk_bundle.charges(scene),
        "parts": desk_bundle.parts(scene),
        "bundle": desk_bundle.bundle(scene),
        "events": events,
        "reopened": next((one for one in reversed(events) if one.kind == "case.corrected"), None),
        "amendments": desk_show.amendments_of(scene, communes, revealed=revealed),
        "next": _next(request, case),
    }
    return render(request, "cases/desk/case.html", context)


def _next(request: HttpRequest, case: UUID) -> Item | None:
    """The most urgent work of the officer beside this case."""
    actor, at = officer_of(request), moment_of(request)
    page = reads.inbox(actor, InboxFilter(), now=at, limit=2)
    others = [row for row in page.rows if row.case != case]
    return next(iter(items_of(others[:1], actor, at)), None)


@needs("desk")
@looking.asks
def journal(request: HttpRequest, case: UUID) -> HttpResponse:
    """All that happened to a case and who looked at it, in sentences, for inspectors and for the printer."""
    scene = _looked_at(request, case, telling.JOURNAL)
    context = {"row": scene.view.row, "view": scene.view, "events": reads.events(case), "at": scene.at}
    return render(request, "cases/desk/journal.html", context | {"looks": reads.looks_into(case)})


# --- deeds ---------------------------------------------------------------------------------------------------


@needs("desk")
def deed(request: HttpRequest, case: UUID, slug: str) -> HttpResponse:
    """The small page of one deed; sent, it is done and the case comes back."""
    chosen, scene = deeds.find(slug), scene_of(request, case)
    if request.method == "POST":
        return _sent(request, chosen, scene)
    if not chosen.offered(scene):
        raise _not_offered(chosen, scene)
    schema = chosen.schema(scene)
    typed = forms.read(schema, dict(chosen.suggested(scene))) if schema else {}
    return _page(request, chosen, scene, schema, typed)


def _sent(request: HttpRequest, chosen: Deed, scene: Scene) -> HttpResponse:
    schema = _schema(chosen, scene)
    typed = fields.typed(request, schema)
    if "more" in request.POST:
        return _page(request, chosen, scene, schema, typed)
    try:
        _enclose(request, chosen, scene)
        if "remove" in request.POST:
            return _page(request, chosen, scene, schema, typed)
        answers = _answers(chosen, scene, schema, typed, _revision(request, scene))
    except Missing:
        raise
    except Refusal as refusal:
        fresh = scene_of(request, scene.case) if isinstance(refusal, Conflict) else scene
        return _page(request, chosen, fresh, schema, typed, refusal)
    messages.success(request, chosen.told(scene, answers))
    return redirect("desk-case", scene.case)


def _enclose(request: HttpRequest, chosen: Deed, scene: Scene) -> None:
    """Keep the files that came with a deed, before it is done: when it is refused they are still there."""
    under = chosen.encloses(scene)
    faults = panels.keep(panels.ENCLOSED, request, Place(scene.case, under)) if under else []
    if faults:
        raise Invalid("Có tệp không nhận được.", faults=faults)


def _answers(chosen: Deed, scene: Scene, schema: Schema | None, typed: Values, revision: int) -> Values:
    """Do a deed and return the answers it was done with; raises what stands against it."""
    if not chosen.offered(scene):
        if overtaken := store.overtaken(scene.case, revision):
            raise Conflict(overtaken)
        raise _not_offered(chosen, scene)
    checked = forms.validate(schema or Schema(()), typed, today=clock.local(scene.at).date())
    checked.raise_if_faulty()
    chosen.perform(scene, checked.values, revision)
    return checked.values


def _not_offered(chosen: Deed, scene: Scene) -> OutOfOrder:
    return OutOfOrder(
        chosen.barred(scene)
        or gettext("Hồ sơ này hiện không có việc đó cho bạn. Mở lại hồ sơ để xem việc làm được.")
    )


def _schema(chosen: Deed, scene: Scene) -> Schema | None:
    """The form of a deed, as far as the case still lets it be asked."""
    try:
        return chosen.schema(scene)
    except Refusal:
        return None


def _revision(request: HttpRequest, scene: Scene) -> int:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else scene.here.revision


def _page(
    request: HttpRequest,
    chosen: Deed,
    scene: Scene,
    schema: Schema | None,
    typed: Values,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "deed": desk_show.button_of(chosen, scene),
        "offered": chosen.offered(scene),
        "warnings": chosen.warnings(scene),
        "row": scene.view.row,
        "view": scene.view,
        "procedure": scene.definition.name,
        "revision": scene.here.revision,
        "fields": schema.fields if schema else (),
        "values": forms.fill(schema, typed) if schema else {},
        "refusal": refusal,
        "conflict": isinstance(refusal, Conflict),
        "faults": refusal.faults if refusal else (),
    }
    if under := chosen.encloses(scene):
        context["enclosed"] = panels.render(panels.ENCLOSED, request, Place(scene.case, under))
    if schema and (whole := chosen.declaration(scene)):
        context |= _declaration(scene, whole, schema, typed)
    return render(request, "cases/desk/deed.html", context, status=refusal.status if refusal else 200)


def _declaration(scene: Scene, whole: Schema, asked: Schema, typed: Values) -> dict[str, Any]:
    """The whole declaration as the page of a deed asks it, before the deed's own questions."""
    day = clock.local(scene.at).date()
    return {
        "sections": sections(whole),
        "fields": asked.fields[len(whole.fields) :],
        "answers": forms.validate(whole, deeds.declared(scene, typed), today=day, partial=True).values,
        "communes": agencies.communes(day),
    }
