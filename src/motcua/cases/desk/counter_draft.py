"""Reception at the counter, the dossier: what is declared, which papers; kept at every press, received at one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases import acts, calendars, filing, panels, places, reads, telling
from motcua.cases.desk.counter import today_of
from motcua.cases.desk.inbox import moment_of, officer_of
from motcua.cases.journey import sections, sent
from motcua.cases.models import Channel, Draft
from motcua.kernel import clock, forms
from motcua.kernel.flow import RESERVED
from motcua.kernel.forms import Page
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, OutOfOrder, Refusal
from motcua.people import reads as people
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition
from motcua.web import words
from motcua.web.access import needs


@needs("counter")
def fill(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The whole form and the papers on one page; a draft that has become a case leads to the case."""
    actor = officer_of(request)
    try:
        kept = filing.own(draft, by=actor)
    except Missing:
        reads.case(draft, actor=actor)
        return redirect("desk-case", draft)
    return _sent(request, kept) if request.method == "POST" else _form(request, kept)


def _sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Keep what was sent, right or wrong, then do what was pressed."""
    deed = request.POST.get("viec", "")
    if deed == "bo":
        filing.discard(draft.id, by=officer_of(request))
        messages.success(request, gettext("Đã bỏ bản nháp."))
        return redirect("counter")
    asked = _asked(draft, request)
    draft = _kept(request, draft)
    if request.headers.get("HX-Request"):
        return _panels(request, draft) if _asked(draft, request) != asked else HttpResponse(status=204)
    if faults := panels.keep(panels.COUNTER, request, draft):
        return _form(request, draft, faults)
    if deed == "tiep-nhan":
        return _filed(request, draft)
    if deed == "luu":
        messages.success(request, gettext("Đã lưu bản nháp, chưa tiếp nhận."))
        return redirect("counter")
    more = f"#field-{request.POST['more']}" if "more" in request.POST else ""
    return redirect(reverse("counter-draft", args=[draft.id]) + more)


def _asked(draft: Draft, request: HttpRequest) -> tuple[Sequence[str], Sequence[procedures.Owed]]:
    """The papers and the fees that the answers so far ask for."""
    definition, day = procedures.definition(draft.version_id), today_of(request)
    answers = forms.validate(definition.schema, draft.form, today=day, partial=True).values
    papers = [paper.id for paper in definition.papers_for(answers)]
    return papers, procedures.owed(definition, answers, on=day, channel=Channel(draft.channel).code)


def _panels(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The panels alone, with what has just been sent in them: other answers ask for other papers and fees."""
    panels.keep(panels.COUNTER, request, draft)
    return HttpResponse("".join(_beside(request, draft)))


def _beside(request: HttpRequest, draft: Draft) -> list[str]:
    """What stands beside the form: the papers, the fees."""
    fees = render_to_string("cases/fees.html", {"fees": _asked(draft, request)[1]})
    return [*panels.render(panels.COUNTER, request, draft), fees]


def _kept(request: HttpRequest, draft: Draft) -> Draft:
    """The draft with all that was declared: answers are judged when it is filed."""
    definition, how = procedures.definition(draft.version_id), request.POST.get("return_how", "")
    declared = sent(Page(1, "", definition.schema.fields), request.POST.lists())
    filing.save(
        draft.id,
        forms.carried(definition.schema, declared, today=today_of(request)),
        competent=places.chosen(request.POST.get("competent"), _deciders(definition, today_of(request))),
        return_how=how if how in telling.HOWS else None,
        by=officer_of(request),
        at=moment_of(request),
    )
    return filing.own(draft.id, by=officer_of(request))


def _filed(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        filed = filing.submit(draft.id, by=officer_of(request), at=moment_of(request))
    except (Invalid, Conflict, OutOfOrder) as refused:
        told = refused.faults if isinstance(refused, Invalid) else ()
        now = filing.own(draft.id, by=officer_of(request))
        return _form(request, now, told or (Fault("", refused.message), *refused.faults))
    return _receive(request, filed, procedures.definition(draft.version_id))


def _receive(request: HttpRequest, filed: filing.Filed, definition: Definition) -> HttpResponseRedirect:
    """Receive what was filed just now; what stands against it is said on the page of the case."""
    moves = definition.flow.first.moves.items()
    verb = next(verb for verb, target in moves if target not in RESERVED)
    code = {"code": filed.code}
    try:
        acts.receive(filed.id, verb, by=officer_of(request), at=moment_of(request))
    except Refusal as refused:
        messages.error(request, gettext("Hồ sơ %(code)s đã nộp nhưng chưa tiếp nhận được.") % code)
        messages.error(request, refused.message)
        return redirect("desk-case", filed.id)
    messages.success(
        request, gettext("Đã tiếp nhận hồ sơ %(code)s. In giấy hẹn ở mục Phiếu và kết quả.") % code
    )
    return redirect(f"{reverse('desk-case', args=[filed.id])}#phieu")


def _form(request: HttpRequest, draft: Draft, faults: Sequence[Fault] = ()) -> HttpResponse:
    definition, day = procedures.definition(draft.version_id), today_of(request)
    competent = draft.competent_id or _competent(definition, draft, day)
    context = {
        "draft": draft,
        "definition": definition,
        "changed_on": filing.changed_on(draft),
        "applicant": people.applicant(draft.applicant_id),
        "channel": telling.channel(draft.channel),
        "sections": sections(definition.schema),
        "values": forms.fill(definition.schema, draft.form),
        "answers": forms.validate(definition.schema, draft.form, today=day, partial=True).values,
        "communes": agencies.communes(day),
        "faults": faults,
        "deciders": _deciders(definition, day),
        "competent": competent,
        "hows": [(how, gettext(title)) for how, title in telling.HOWS.items()],
        "panels": _beside(request, draft),
        "consequence": _promise(request, definition, competent or draft.reception_id),
    }
    return render(request, "cases/desk/counter_draft.html", context, status=422 if faults else 200)


def _deciders(definition: Definition, day: date) -> Sequence[AgencyRow]:
    """Who may decide, where that is to be chosen: every unit of the kind that the procedure names."""
    fixed = definition.competent.agency or places.received_by_decider(definition, on=day)
    return () if fixed else places.deciders(definition, on=day)


def _competent(definition: Definition, draft: Draft, day: date) -> int | None:
    """Who decides unless another is chosen: the agency of the counter, where it is of the kind."""
    return places.competent_for(definition, draft.reception_id, on=day) if draft.reception_id else None


def _promise(request: HttpRequest, definition: Definition, agency: int | None) -> str:
    """What pressing the button promises at this moment."""
    calendar = calendars.current()(agency) if agency else calendars.common()
    due = clock.due(calendar, moment_of(request), definition.rule)
    values = {"moment": words.moment(due.at), "limit": words.limit(definition.rule.limit)}
    return gettext("Hẹn trả %(moment)s theo thời hạn %(limit)s.") % values
