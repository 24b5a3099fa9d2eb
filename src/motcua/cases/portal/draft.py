"""The pages on which a citizen turns a draft into a case: start, one page per thing, place, check, done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.cases import filing, panels, reads
from motcua.cases.journey import CHECK, MENDING, PLACE, Journey, Stop, prefilled, sent
from motcua.cases.models import Channel, Draft
from motcua.cases.portal import reads as portal_reads
from motcua.cases.portal.choosing import RETURNS, Places
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms import Field, Json, Page
from motcua.kernel.forms.fields import nothing
from motcua.kernel.refusals import Fault, Missing, NotAllowed, Refusal
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.web.access import guards_itself, needs, signed_in

UNSENT = "unsent"
"""Where the session keeps what a visitor sent whose sign-in had ended."""

MOST_UNSENT = 100_000
"""Bytes of one page of a form that are kept so."""


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in; the gate of the view has made sure that somebody is."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def moment_of(request: HttpRequest) -> datetime:
    """The moment of the request."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def applicant_of(request: HttpRequest) -> int:
    """The applicant who is signed in; Missing for an account that is nobody's who applies."""
    applicant = actor_of(request).applicant
    if applicant is None:
        raise Missing
    return applicant


@signed_in
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft, or go on with one of the same procedure."""
    actor, at = actor_of(request), moment_of(request)
    if actor.applicant is None:
        message = gettext(
            "Tài khoản này không nộp được hồ sơ. Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp."
        )
        raise NotAllowed(message)
    version = procedures.version_in_force(code, local(at).date())
    if Channel.ONLINE.code not in version.definition.channels:
        return redirect("procedure", code)  # whose page says by which ways it is received, and where
    if request.method == "POST":
        return redirect("draft", filing.start(code, by=actor, at=at))
    return render(
        request,
        "cases/portal/start.html",
        {
            "definition": version.definition,
            "prices": procedures.prices(version.definition, on=local(at).date(), channel=Channel.ONLINE.code),
            "drafts": [draft for draft in reads.drafts(actor) if draft.code == code],
            "stranger": people.applicant(actor.applicant).kind not in version.definition.audience,
        },
    )


@needs("apply")
def resume(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Go on where something is missing; a draft that has become a case leads to the case."""
    journey = _journey(request, draft)
    return redirect(journey.resume.url if journey else "draft-filed", *([] if journey else [draft]))


def keeping(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may apply; what a visitor sends whose sign-in has ended is kept for after signing in again."""

    @guards_itself
    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID, number: int) -> HttpResponse:
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is None:
            _keep_unsent(request, draft, number)
            return redirect_to_login(request.get_full_path())
        if actor.applicant is None:
            raise Missing
        return view(request, draft, number)

    return guarded


def _keep_unsent(request: HttpRequest, draft: UUID, number: int) -> None:
    """Keep what was sent in the visitor's session: for a draft that is there, and no more than a form can hold."""
    if request.method != "POST" or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_UNSENT:
        return
    if Draft.objects.filter(id=draft).exists():
        request.session[UNSENT] = {"draft": str(draft), "page": number, "posted": dict(request.POST.lists())}


@keeping
def page(request: HttpRequest, draft: UUID, number: int) -> HttpResponse:
    """One page of the form: what is sent is saved first, right or wrong, then judged."""
    journey = _journey(request, draft)
    if journey is None:
        return redirect("draft-filed", draft)
    asked = journey.schema.page(number)
    if asked is None:
        raise Missing
    return _keep(request, journey, asked) if request.method == "POST" else _ask(request, journey, asked)


def _ask(request: HttpRequest, journey: Journey, asked: Page) -> HttpResponse:
    journey = _with_unsent(request, journey, asked)
    if not _is_asked(journey, asked):
        return redirect(journey.after(str(asked.number)).url)
    return _page(request, journey, asked, _faults(journey, asked) if _mending(request) else ())


def _keep(request: HttpRequest, journey: Journey, asked: Page) -> HttpResponse:
    journey = _saved(request, journey, asked, request.POST.lists())
    if "exit" in request.POST:
        return _saved_for_later(request)
    if "more" in request.POST:
        return redirect(f"{request.get_full_path()}#field-{request.POST['more']}")
    faults = _faults(journey, asked)
    if faults:
        return _page(request, journey, asked, faults)
    return redirect(_onward(request, journey, str(asked.number)).url)


@guards_itself
@require_POST
def autosave(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Keep what has been typed so far and say when; a visitor whose sign-in has ended is told how not to lose it."""
    if request.actor is None:  # type: ignore[attr-defined]
        return render(request, "cases/portal/saved.html", {"signed_out": True})
    journey = _journey(request, draft)
    number = request.POST.get("trang", "")
    asked = journey.schema.page(int(number)) if journey and number.isdecimal() and len(number) < 4 else None
    if journey is None or asked is None:
        raise Missing(gettext("Bản nháp này đã được nộp hoặc đã bị xóa."))
    _saved(request, journey, asked, request.POST.lists())
    return render(request, "cases/portal/saved.html", {"saved_at": moment_of(request)})


@needs("apply")
def place(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Where the case goes in, who decides it where that is the applicant's to say, and how the result comes back."""
    journey = _journey(request, draft)
    if journey is None:
        return redirect("draft-filed", draft)
    places = Places.of(journey, request.GET.get("tim", ""))
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        places = places.choice(request.POST)
        _keep_place(request, journey, places)
        if "exit" in request.POST:
            return _saved_for_later(request)
        faults = tuple(places.faults)
        if not faults:
            return redirect(_onward(request, journey, PLACE).url)
    context = _frame(request, journey, PLACE) | {"places": places, "returns": RETURNS, "faults": faults}
    return render(request, "cases/portal/place.html", context, status=422 if faults else 200)


def _keep_place(request: HttpRequest, journey: Journey, places: Places) -> None:
    chosen = places.chosen
    filing.save(
        journey.draft.id, {}, reception=chosen.reception, competent=chosen.competent,
        return_how=chosen.return_how or None, by=actor_of(request), at=moment_of(request),
    )  # fmt: skip


@needs("apply")
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """All answers on one page, each with a way to mend it; then the case is submitted, once."""
    journey = _journey(request, draft)
    if journey is None:
        return redirect("draft-filed", draft)
    refusal: Refusal | None = None
    if request.method == "POST" and not journey.gaps:
        try:
            filing.submit(draft, by=actor_of(request), at=moment_of(request))
        except Refusal as refused:
            refusal = refused
            journey = _journey(request, draft)
        if refusal is None or journey is None:
            return redirect("draft-filed", draft)
    place_stop = next(stop for stop in journey.stops if stop.key == PLACE)
    places = {"title": place_stop.title, "rows": _where(journey.draft, place_stop.mend)}
    context = _frame(request, journey, CHECK) | {
        "sections": [*_sections(journey), places],
        "fees": procedures.owed(
            journey.definition, journey.answers, on=journey.today, channel=Channel(journey.draft.channel).code
        ),
        "gaps": journey.gaps,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    return render(request, "cases/portal/check.html", context, status=status)


@needs("apply")
def filed(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The confirmation; a second submit and the back button land here too."""
    found = portal_reads.filed(draft, applicant_of(request))
    if found is None:
        raise Missing(gettext("Không tìm thấy bản nháp này; có thể bạn đã xóa nó."))
    how = gettext(RETURNS[found.return_how])
    context = {"filed": found, "case": draft, "return_how": how[:1].lower() + how[1:], "fees": found.fees}
    return render(request, "cases/portal/filed.html", context)


@needs("apply")
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    kept = filing.own(draft, by=actor_of(request))
    if request.method == "POST":
        filing.discard(draft, by=actor_of(request))
        messages.success(request, gettext("Đã bỏ bản nháp."))
        return redirect("my-cases")
    definition = procedures.definition(kept.version_id)
    return render(request, "cases/portal/discard.html", {"draft": kept, "definition": definition})


# What the pages share


def _saved_for_later(request: HttpRequest) -> HttpResponse:
    messages.success(
        request, gettext("Đã lưu bản nháp. Bạn có thể làm tiếp bất cứ lúc nào, trên máy nào cũng được.")
    )
    return redirect("my-cases")


def _journey(request: HttpRequest, draft: UUID) -> Journey | None:
    """The journey of one's own draft; None when it is a case already. Missing for everybody else."""
    actor = actor_of(request)
    try:
        kept = filing.own(draft, by=actor)
    except Missing:
        if actor.applicant is not None and portal_reads.filed(draft, actor.applicant):
            return None
        raise
    return Journey.of(kept, local(moment_of(request)).date())


def _saved(
    request: HttpRequest, journey: Journey, asked: Page, posted: Iterable[tuple[str, list[str]]]
) -> Journey:
    """The journey after what was sent has been kept."""
    values = sent(asked, posted)
    filing.save(journey.draft.id, values, by=actor_of(request), at=moment_of(request))
    journey.draft.form |= values
    journey.draft.updated_at = moment_of(request)
    return Journey(journey.draft, journey.definition, journey.today)


def _with_unsent(request: HttpRequest, journey: Journey, asked: Page) -> Journey:
    """Take up what was sent when the sign-in had ended, if it was for this page of one's own draft."""
    unsent = request.session.pop(UNSENT, None)
    if not unsent or (unsent["draft"], unsent["page"]) != (str(journey.draft.id), asked.number):
        return journey
    messages.info(
        request, gettext("Nội dung bạn vừa gửi đã được giữ lại. Kiểm tra rồi bấm “Lưu và tiếp tục”.")
    )
    return _saved(request, journey, asked, unsent["posted"].items())


def _faults(journey: Journey, asked: Page) -> Sequence[Fault]:
    communes = journey.communes if _asks_commune(asked.fields) else None
    form, today = journey.draft.form, journey.today
    return forms.validate(journey.schema, form, today=today, page=asked.number, communes=communes).faults


def _is_asked(journey: Journey, asked: Page) -> bool:
    return any(stop.key == str(asked.number) for stop in journey.stops)


def _asks_commune(fields: Sequence[Field]) -> bool:
    return any(field.type == "commune" or _asks_commune(field.fields) for field in fields)


def _page(request: HttpRequest, journey: Journey, asked: Page, faults: Sequence[Fault]) -> HttpResponse:
    fields = [field for field in asked.fields if field.shows(journey.answers, journey.answers)]
    communes = journey.communes if _asks_commune(fields) else {}
    known = prefilled(journey.schema, people.applicant(journey.draft.applicant_id), communes)
    values, filled = _opened(journey, asked, known)
    context = _frame(request, journey, str(asked.number)) | {
        "page": asked,
        "asked": fields,
        "alone": len(fields) == 1 and fields[0].kind.holds_value and fields[0].type != "declaration",
        "values": forms.fill(journey.schema, values),
        "faults": faults,
        "communes": communes,
        "answers": journey.answers,
        "prefilled": any(field.id in filled for field in fields),
    }
    status = 422 if faults and request.method == "POST" else 200
    return render(request, "cases/portal/page.html", context, status=status)


def _opened(journey: Journey, asked: Page, known: dict[str, Json]) -> tuple[dict[str, Json], Collection[str]]:
    """What a page opens with, and which of its fields were filled in for the visitor: those that are empty."""
    values = known | journey.draft.form
    taken = forms.carried(journey.schema, values, today=journey.today)
    empty = {field.id for field in asked.fields if nothing(values.get(field.id))}
    filled = {name: taken[name] for name in empty if name in taken and not nothing(taken[name])}
    return values | filled, known.keys() - journey.draft.form.keys() | filled.keys()


def _frame(request: HttpRequest, journey: Journey, key: str) -> dict[str, Any]:
    """What every page of the journey shows around its own matter."""
    before = journey.before(key)
    mending = _mending(request)
    return {
        "draft": journey.draft,
        "definition": journey.definition,
        "step": journey.position(key),
        "steps": len(journey.stops),
        "back": journey.check.url
        if mending
        else before.url
        if before
        else f"/nop-ho-so/{journey.definition.code}/",
        "mending": mending,
        "changed_on": filing.changed_on(journey.draft),
    }


def _mending(request: HttpRequest) -> bool:
    return all(request.GET.get(name) == value for name, value in MENDING.items())


def _onward(request: HttpRequest, journey: Journey, key: str) -> Stop:
    return journey.check if _mending(request) else journey.after(key)


def _sections(journey: Journey) -> list[dict[str, Any]]:
    """The answers in sections, each row with the address of the page that mends it."""
    stops = {stop.key: stop for stop in journey.stops}
    sections: list[dict[str, Any]] = []
    for row in forms.summary(journey.schema, journey.answers, communes=journey.communes):
        title = row.section or stops[str(row.page)].title.removesuffix(" (tiếp)")
        if not sections or sections[-1]["title"] != title:
            sections.append({"title": title, "rows": []})
        sections[-1]["rows"].append({"key": row.label, "value": row.text, "href": stops[str(row.page)].mend})
    for page in panels.DRAFT_PAGES:
        if page.slug in stops:
            href = stops[page.slug].mend
            rows = [{"key": key, "value": value, "href": href} for key, value in page.summary(journey.draft)]
            sections.append({"title": gettext(page.title), "rows": rows})
    return sections


def _where(draft: Draft, href: str) -> list[dict[str, str]]:
    """Where the case will go, in rows with the address of the page that mends them."""
    told = {
        gettext("Nơi nộp hồ sơ"): draft.reception.name if draft.reception else "",
        gettext("Cơ quan giải quyết"): draft.competent.name if draft.competent else "",
        gettext("Cách nhận kết quả"): gettext(RETURNS[draft.return_how]),
    }
    return [{"key": key, "value": value, "href": href} for key, value in told.items()]
