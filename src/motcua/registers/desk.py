"""The pages of registers: look, enter by form or by Excel with the proof, read once more, submit, decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from motcua.documents import acts as documents
from motcua.documents import downloads, uploads
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms import Json, Schema
from motcua.kernel.refusals import Fault, Invalid, Missing, Refusal
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.registers import acts, declaring, reads
from motcua.registers.declaring import Register
from motcua.registers.models import Batch, Standing, State
from motcua.web import fields, filled_sheets
from motcua.web.access import needs


@needs("board")
def listing(request: HttpRequest) -> HttpResponse:
    """Every register, with how many rows it holds and how many batches wait."""
    counted = reads.counts()
    rows = [(one, counted.get(one.code, {})) for one in declaring.registers().values()]
    return render(request, "registers/list.html", {"rows": rows})


@needs("board")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One register: its rows in force with their proof, what they superseded, what waits."""
    register = declaring.register(code)
    found, old = reads.in_force([code]).get(code, ()), reads.superseded(code)
    names = people.names_of({name for row in (*found, *old) for name in (row.entered_by, row.decided_by)})
    context = {
        "register": register,
        "head": _head(register),
        "rows": [_row(register, row, names) for row in reversed(found)],
        "superseded": [_row(register, row, names) for row in old],
        "batches": [(one, State(one.state).label) for one in reads.batches(code, of=_by(request))],
        "may": reads.may(_by(request), register, _today(request)),
    }
    return render(request, "registers/register.html", context)


@needs("board")
def take(request: HttpRequest, code: str) -> HttpResponse:
    """The register as a sheet: to read, or to fill on and import."""
    register = declaring.register(code)
    content = filled_sheets.workbook(register, (row.values for row in reads.in_force([code]).get(code, ())))
    answer = HttpResponse(content, content_type=uploads.XLSX.mime)
    answer["Content-Disposition"] = f'attachment; filename="{code}.xlsx"'
    return answer


# --- entering ------------------------------------------------------------------------------------------------


@needs("board")
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """One row by a form, with the document that proves it."""
    register = _keeping(request, code)

    def rows() -> Sequence[Mapping[str, Json]]:
        checked = register.check(fields.typed(request, register.schema), today=_today(request))
        checked.raise_if_faulty()
        return [checked.values]

    return _entering(request, register, rows, "registers/enter.html", {"asked": register.fields})


@needs("board")
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Many rows by a sheet, with the document that proves them: all of them or none.

    A row that says what stands already keeps its own document and is left out.
    """
    register = _keeping(request, code)

    def rows() -> Sequence[Mapping[str, Json]]:
        sent = _sent(request, "sheet", gettext("Chọn tệp Excel đã điền."))
        _checked("sheet", sent, (uploads.XLSX,))
        found = filled_sheets.read(register, sent, today=_today(request))
        standing = [row.values for row in reads.in_force([code]).get(code, ())]
        news = [row for row in found if row not in standing]
        if not news:
            said = gettext("Mọi dòng của tệp đều như số đang có: không có gì để nhập.")
            raise Invalid(said, faults=[Fault("sheet", said)])
        return news

    return _entering(request, register, rows, "registers/import.html", {})


def _entering(
    request: HttpRequest,
    register: Register,
    rows: Callable[[], Sequence[Mapping[str, Json]]],
    template: str,
    more: Mapping[str, Any],
) -> HttpResponse:
    schema, refusal = _proof_schema(), None
    if request.method == "POST":
        try:
            return redirect("register-batch", _drafted(request, register, rows))
        except Missing:
            raise
        except Refusal as said:
            refusal = said
    typed = {**fields.typed(request, schema), **fields.typed(request, register.schema)}
    context = {
        "register": register,
        "proof": schema.fields,
        "values": {**forms.fill(schema, typed), **forms.fill(register.schema, typed)},
        "refusal": refusal,
        "faults": refusal.faults if refusal else (),
        "rules": uploads.rules(),
        "accept": uploads.ACCEPT,
        "file_errors": {name: _errors(refusal, name) for name in ("sheet", "document_file")},
        **more,
    }
    return render(request, template, context, status=refusal.status if refusal else 200)


def _errors(refusal: Refusal | None, name: str) -> Sequence[str]:
    return [fault.message for fault in refusal.faults if fault.where == name] if refusal else ()


def _drafted(
    request: HttpRequest, register: Register, rows: Callable[[], Sequence[Mapping[str, Json]]]
) -> UUID:
    """A draft of what was sent; everything that is wrong with it is told at once."""
    faults: list[Fault] = []
    found: Sequence[Mapping[str, Json]] = ()
    try:
        found = rows()
    except Invalid as refusal:
        faults += refusal.faults or [Fault("", refusal.message)]
    schema = _proof_schema()
    told = forms.validate(schema, fields.typed(request, schema), today=_today(request))
    faults += told.faults
    try:
        file = _sent(request, "document_file", gettext("Chọn tệp văn bản chứng minh số liệu."))
        _checked("document_file", file, uploads.KINDS)
    except Invalid as refusal:
        faults += refusal.faults
    if faults:
        raise Invalid(gettext("Chưa nhập dòng nào."), faults=faults)
    proof = acts.Proof(
        str(told.values["document"]),
        date.fromisoformat(str(told.values["document_date"])),
        documents.store(file, at=_at(request)),
    )
    return acts.draft(register, found, proof, by=_by(request), at=_at(request))


def _proof_schema() -> Schema:
    return Schema.parse(
        [
            {"id": "document", "label": gettext("Số và tên văn bản"), "type": "text", "required": True, "max": 200},
            {"id": "document_date", "label": gettext("Ngày văn bản"), "type": "date", "required": True, "past": True},
        ]
    )  # fmt: skip


def _sent(request: HttpRequest, name: str, otherwise: str) -> UploadedFile[bytes]:
    sent = request.FILES.get(name)
    if sent is None:
        raise Invalid(otherwise, faults=[Fault(name, otherwise)])
    return sent


def _checked(name: str, sent: UploadedFile[bytes], takes: tuple[uploads.Kind, ...]) -> None:
    try:
        uploads.check(sent, takes)
    except Invalid as refusal:
        raise Invalid(refusal.message, faults=[Fault(name, refusal.message)]) from refusal


def _keeping(request: HttpRequest, code: str) -> Register:
    """A register in which this person enters; it looks as if nothing were here to all others."""
    register = declaring.register(code)
    if not reads.may(_by(request), register, _today(request))["enter"]:
        raise Missing
    return register


# --- one batch -----------------------------------------------------------------------------------------------


@needs("board")
def batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """One batch: what it says beside what it replaces; posting submits, drops, approves it or sends it back."""
    one, refusal = reads.batch(batch, of=_by(request)), None
    if request.method == "POST":
        deed = request.POST.get("do", "")
        try:
            _decide(request, batch, deed)
            messages.success(request, gettext(DONE[deed]))
            return redirect("register-rows", one.register)
        except Missing:
            raise
        except Refusal as said:
            refusal = said
    return _batch(request, one, refusal)


DONE: Mapping[str, str] = {
    "submit": gettext_noop("Đã trình; một người khác sẽ duyệt."),
    "drop": gettext_noop("Đã bỏ đợt nhập."),
    "approve": gettext_noop("Đã duyệt: số mới được dùng từ bây giờ."),
    "send-back": gettext_noop("Đã trả lại cho người nhập."),
}


def _decide(request: HttpRequest, batch: UUID, deed: str) -> None:
    by, at = _by(request), _at(request)
    deeds: Mapping[str, Callable[[], None]] = {
        "submit": lambda: acts.submit(batch, by=by, at=at),
        "drop": lambda: acts.drop(batch, by=by, at=at),
        "approve": lambda: acts.approve(batch, by=by, at=at),
        "send-back": lambda: acts.send_back(batch, note=request.POST.get("note", ""), by=by, at=at),
    }
    if deed not in deeds:
        raise Missing
    deeds[deed]()


def _batch(request: HttpRequest, one: Batch, refusal: Refusal | None) -> HttpResponse:
    register = declaring.register(one.register)
    names = people.names_of({one.entered_by, one.decided_by})
    may, mine = reads.may(_by(request), register, _today(request)), one.entered_by == _by(request).username
    context = {
        "batch": one,
        "register": register,
        "state": State(one.state).label,
        "head": _head(register),
        "rows": [_change(register, change) for change in reads.changes(one)],
        "entered_by": names.get(one.entered_by, one.entered_by),
        "decided_by": names.get(one.decided_by, one.decided_by),
        "may_submit": mine and may["enter"] and one.state == State.DRAFT,
        "may_decide": may["approve"] and not mine and one.state == State.WAITING,
        "refusal": refusal,
    }
    return render(request, "registers/batch.html", context, status=refusal.status if refusal else 200)


@needs("board")
def proof(request: HttpRequest, batch: UUID) -> HttpResponse:
    """The document that proves a batch, for those who may see the batch."""
    one = reads.batch(batch, of=_by(request))
    if one.file is None:
        raise Missing("Đợt này đến từ danh mục: nguồn ghi bằng chữ, không có tệp.")
    return downloads.send(request, one.file.sha256, one.file.mime, one.file.first_name)


# --- manners -------------------------------------------------------------------------------------------------


def _head(register: Register) -> list[str]:
    return [f"{one.label} ({one.unit})" if one.unit else one.label for one in register.fields]


def _row(register: Register, row: reads.Row, names: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "row": row,
        "said": reads.said(register, row.values),
        "entered_by": names.get(row.entered_by, row.entered_by),
        "decided_by": names.get(row.decided_by, row.decided_by),
    }


def _change(register: Register, change: reads.Change) -> Mapping[str, Any]:
    """A row with, for each field, what it says and what it replaces, where the two differ."""
    now = reads.said(register, change.values)
    before = reads.said(register, change.before) if change.before is not None else now
    pairs = [(new, old if old != new else "", old != new) for new, old in zip(now, before, strict=True)]
    return {
        "cells": pairs,
        "replaces": change.before is not None,
        "standing": Standing(change.standing).label,
    }


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def _today(request: HttpRequest) -> date:
    return local(_at(request)).date()
