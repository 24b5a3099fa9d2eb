"""The pages of legal officers: drafts of procedures, written by parts, judged, previewed, compared, published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms import Schema
from motcua.kernel.refusals import Invalid, Missing, Refusal
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.procedures import exporting, structure
from motcua.procedures.definition import Definition
from motcua.procedures.drafting import differing, drawing, editing, files, looking, own, publicity, writing
from motcua.procedures.models import DraftState, VersionDraft
from motcua.procedures.scenarios import feature_of
from motcua.web import fields, panels, sheets
from motcua.web.access import needs

DRAFT = "procedure-draft"
"""Where upper slices tell what a publication means for running cases.

It is shown the version from which a draft departs, if any, and the definition that the draft would be.
"""
TRIAL = "procedure-draft.trial"
"""Where they try it on cases of the past; shown the same."""
BIGGEST_FILE = 2_000_000
"""Bytes of a file that is sent in."""


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def _today(request: HttpRequest) -> date:
    return local(_at(request)).date()


# --- lists and beginnings ------------------------------------------------------------------------------------


@needs("control")
def listing(request: HttpRequest) -> HttpResponse:
    """Drafts, what is in force, what comes next, and how to begin."""
    return _listing(request)


def _listing(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "drafts": looking.drafts(),
        "versions": looking.published(on=_today(request)),
        "refusal": refusal,
        "code": request.POST.get("code", ""),
    }
    return render(
        request, "procedures/drafting/list.html", context, status=refusal.status if refusal else 200
    )


@needs("control")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the next version, or of the first; for a code that no list names it is asked what it is."""
    code = request.POST.get("code", "").strip().replace("\0", "")
    if own.is_free(code):
        return redirect("version-draft-own", code)
    return _began(request, lambda: writing.begin(code, by=_by(request), at=_at(request)))


@needs("control")
def begin_own(request: HttpRequest, code: str) -> HttpResponse:
    """A draft of the first version of a procedure that only the province has; it is asked what the list lacks."""
    if not own.is_free(code):
        raise Missing
    schema = Schema.parse(own.rows(_at(request)))
    sent = fields.typed(request, schema) if request.method == "POST" else {}
    context: dict[str, Any] = {"code": code, "asked": schema.fields, "values": forms.fill(schema, sent)}
    try:
        if request.method == "POST":
            told = _checked(schema, sent, _today(request))
            draft = own.begin(code, own.Own(**told), by=_by(request), at=_at(request))
            return redirect("version-draft", draft)
    except Refusal as refusal:
        context |= {"refusal": refusal, "faults": refusal.faults}
        return render(request, "procedures/drafting/own.html", context, status=refusal.status)
    return render(request, "procedures/drafting/own.html", context)


def _checked(schema: Schema, sent: Mapping[str, Any], today: date) -> dict[str, str]:
    checked = forms.validate(schema, sent, today=today)
    checked.raise_if_faulty()
    return {name: str(value) for name, value in checked.values.items()}


@needs("control")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """A draft from a file."""

    def do() -> int:
        sent = request.FILES.get("file")
        if sent is None or (sent.size or 0) > BIGGEST_FILE:
            raise Invalid("Chọn một tệp YAML không quá 2 MB.")
        try:
            text = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid("Tệp không phải chữ UTF-8; lưu lại với mã UTF-8.") from None
        return writing.begin_from_text(text, by=_by(request), at=_at(request))

    return _began(request, do)


def _began(request: HttpRequest, do: Callable[[], int]) -> HttpResponse:
    try:
        return redirect("version-draft", do())
    except Refusal as refusal:
        return _listing(request, refusal)


# --- one draft -----------------------------------------------------------------------------------------------


@needs("control")
def show(request: HttpRequest, draft: int) -> HttpResponse:
    """One draft: its parts with what is wrong in each, the drawing, what may be done."""
    return _show(request, looking.draft(draft))


def _show(request: HttpRequest, one: VersionDraft, refusal: Refusal | None = None) -> HttpResponse:
    judged = looking.judge(one, on=_today(request))
    names = people.names_of({*one.editors, one.submitted_by, one.approved_by})
    schema = Schema.parse(_decision_rows())
    sent = fields.typed(request, schema) if request.method == "POST" else _decision_of(judged)
    context = {
        "draft": one,
        "title": looking.title_of(one),
        "state": DraftState(one.state).label,
        "judged": judged,
        "parts": [(name, editing.title(name), found) for name, found in judged.by_part.items()],
        "groups": looking.changes(one, judged),
        **_flow_of(judged.definition),
        "left_behind": one.state == DraftState.OPEN and writing.left_behind(one),
        "editors": [names.get(name, name) for name in one.editors],
        "submitter": names.get(one.submitted_by, one.submitted_by),
        "wrote": _by(request).username in one.editors,
        "approvers": _approvers(request, one),
        "panels": panels.render(DRAFT, request, (one.base, judged.definition)) if judged.definition else (),
        "asked": schema.fields,
        "values": forms.fill(schema, sent),
        "refusal": refusal,
        "faults": refusal.faults if refusal else (),
    }
    return render(
        request, "procedures/drafting/draft.html", context, status=refusal.status if refusal else 200
    )


def _approvers(request: HttpRequest, one: VersionDraft) -> list[str]:
    """Who may approve the draft; while it is open, were it submitted by the one who looks."""
    names = writing.approvers(one, on=_today(request))
    if one.state == DraftState.OPEN:
        names.pop(_by(request).username, None)
    return list(names.values())


def _flow_of(definition: Definition | None) -> Mapping[str, Any]:
    """The steps as a table and as a drawing."""
    if definition is None:
        return {"steps": (), "drawing": None}
    known = files.surroundings()
    return {
        "steps": looking.steps(definition, known.role_titles, known.agency_titles),
        "drawing": drawing.draw(definition.flow, known.agency_titles),
    }


def _decision_of(judged: looking.Judged) -> Mapping[str, Any]:
    """The decision as the draft names it; the day of the one before is not that of the next."""
    told = judged.value.get("decision", {}) if isinstance(judged.value, Mapping) else {}
    return {"by": told.get("by", ""), "signer": told.get("signer", "")} if isinstance(told, Mapping) else {}


def _decision_rows() -> list[dict[str, Any]]:
    return [
        {"id": "document", "label": gettext("Số quyết định"), "type": "text", "required": True, "max": 60},
        {"id": "date", "label": gettext("Ngày ký quyết định"), "type": "date", "required": True},
        {"id": "by", "label": gettext("Cơ quan ban hành"), "type": "text", "required": True, "max": 200},
        {"id": "signer", "label": gettext("Người ký"), "type": "text", "required": True, "max": 200},
    ]


@needs("control")
@require_POST
def submit(request: HttpRequest, draft: int) -> HttpResponse:
    """The draft goes to a second person, with its decision."""

    def do() -> None:
        schema = Schema.parse(_decision_rows())
        told = _checked(schema, fields.typed(request, schema), _today(request))
        decision = writing.Decision(
            told["document"], told["by"], date.fromisoformat(told["date"]), told["signer"]
        )
        writing.submit(draft, decision, by=_by(request), at=_at(request))
        messages.success(request, gettext("Đã trình dự thảo; một người khác sẽ duyệt."))

    return _done(request, draft, do)


@needs("control")
@require_POST
def decide(request: HttpRequest, draft: int) -> HttpResponse:
    """The second person publishes the draft, or sends it back; its authors drop it, or settle its file."""
    by, at = _by(request), _at(request)
    revision = request.POST.get("revision", "")

    def publish() -> None:
        writing.approve(draft, int(revision) if revision.isdecimal() else 0, by=by, at=at)
        path = writing.into_catalogue(looking.draft(draft))
        messages.success(request, gettext("Đã công bố phiên bản mới."))
        if path:
            messages.success(request, gettext("Đã ghi tệp %(name)s vào danh mục.") % {"name": path.name})
        else:
            messages.warning(
                request, gettext("Chưa ghi được tệp vào danh mục: tải tệp xuống và chép vào đó.")
            )

    deeds: Mapping[str, Callable[[], object]] = {
        "approve": publish,
        "send-back": lambda: writing.send_back(draft, note=request.POST.get("note", ""), by=by, at=at),
        "drop": lambda: writing.drop(draft, by=by, at=at),
        "take-file": lambda: writing.settle_file(draft, take=True, by=by, at=at),
        "keep-text": lambda: writing.settle_file(draft, take=False, by=by, at=at),
    }
    told = {
        "send-back": gettext("Đã trả lại dự thảo."),
        "drop": gettext("Đã bỏ dự thảo."),
        "take-file": gettext("Dự thảo đã theo tệp."),
        "keep-text": gettext("Dự thảo giữ văn bản của mình."),
    }
    deed = request.POST.get("do", "")
    if deed not in deeds:
        raise Missing

    def do() -> None:
        deeds[deed]()
        if deed in told:
            messages.success(request, told[deed])

    return _done(request, draft, do)


def _done(request: HttpRequest, draft: int, do: Callable[[], None]) -> HttpResponse:
    try:
        do()
    except Missing:
        raise
    except Refusal as refusal:
        return _show(request, looking.draft(draft), refusal)
    return redirect("version-draft", draft)


# --- looking at it -------------------------------------------------------------------------------------------


@needs("control")
def trial(request: HttpRequest, draft: int) -> HttpResponse:
    """What the draft would have made of the cases of the past; nothing is stored and nobody is told."""
    one = looking.draft(draft)
    definition = looking.judge(one, on=_today(request)).definition
    shown = panels.render(TRIAL, request, (one.base, definition)) if definition else ()
    return render(request, "procedures/drafting/trial.html", {"draft": one, "panels": shown})


@needs("control")
def compare(request: HttpRequest, draft: int) -> HttpResponse:
    """What the draft changes of the version in force: in sentences, and line by line."""
    one = looking.draft(draft)
    judged = looking.judge(one, on=_today(request))
    before = files.written(one.base)[0] if one.base else ""
    context = {
        "draft": one,
        "groups": looking.changes(one, judged),
        "lines": differing.lines(before, one.text),
        "by_hand": differing.lines(one.text, writing.edited_by_hand(one) or one.text),
    }
    return render(request, "procedures/drafting/compare.html", context)


@needs("control")
def download(request: HttpRequest, draft: int) -> HttpResponse:
    """The draft as the file of the catalogue that it is, or its scenarios."""
    one = looking.draft(draft)
    told = "kich-ban" in request.GET
    path = files.path_for(one.code, files.in_force_of(one.text))
    name = feature_of(path).name if told else path.name
    text = one.scenarios if told else one.text
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs("control")
def export(request: HttpRequest, draft: int, how: str) -> HttpResponse:
    """The steps of a draft for other tools: BPMN 2.0 or Excel; a draft with errors has none yet."""
    one = looking.draft(draft)
    judged = looking.judge(one, on=_today(request))
    if judged.definition is None or not isinstance(judged.value, Mapping):
        return _show(request, one, Invalid("Dự thảo còn lỗi, chưa xuất được: sửa các lỗi trước."))
    return _exported(judged.value, how)


@needs("control")
def export_version(request: HttpRequest, version: int, how: str) -> HttpResponse:
    """The steps of a published version for other tools."""
    return _exported(looking.version(version).definition, how)


def _exported(file: Mapping[str, Any], how: str) -> HttpResponse:
    if how not in ("bpmn", "xlsx"):
        raise Missing
    plain = structure.plain(file)
    titles = exporting.titles_around(plain, files.surroundings())
    if how == "xlsx":
        answer = HttpResponse(exporting.workbook(plain, titles), content_type=sheets.EXCEL)
    else:
        answer = HttpResponse(exporting.written(plain, titles), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{plain["code"]}.{how}"'
    return answer


@needs("control")
def public_in_time(request: HttpRequest) -> HttpResponse:
    """Which procedures were announced and made public in time this year."""
    today = _today(request)
    found = publicity.rows(files.surroundings().calendar, since=date(today.year, 1, 1), until=today)
    context = {"rows": found, "scores": publicity.scores(found), "year": today.year}
    return render(request, "procedures/drafting/publicity.html", context)
