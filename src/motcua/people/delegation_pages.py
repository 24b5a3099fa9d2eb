"""The pages of delegations: a leader's own, and the administrator's of any officer; each deed on a small page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.forms import Values
from motcua.kernel.refusals import Missing
from motcua.people import delegating, reads, scopes
from motcua.people.actors import Actor
from motcua.people.administration import Asking
from motcua.people.delegating import DelegationRow, Holding, WrittenAct
from motcua.people.reads import OfficerRow
from motcua.web import words
from motcua.web.access import needs

ALL = "*"
"""Every role of the post at once."""


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


@needs("delegate")
def mine(request: HttpRequest) -> HttpResponse:
    """What one has given and taken."""
    return _list(request, reads.officer(_by(request).username), own=True)


@needs("administer")
def of_officer(request: HttpRequest, username: str) -> HttpResponse:
    """What an officer has given and taken."""
    return _list(request, reads.officer(username), own=False)


def _list(request: HttpRequest, officer: OfficerRow, *, own: bool) -> HttpResponse:
    today = local(_at(request)).date()
    role = scopes.catalogue().role
    rows = [(row, role(row.role), row.runs(today)) for row in delegating.of_officer(officer.id)]
    context = {
        "officer": officer,
        "rows": rows,
        "own": own,
        "posts": delegating.posts_of(officer.id, on=today),
    }
    return render(request, "people/officers/delegations.html", context)


@needs("delegate")
def give(request: HttpRequest, appointment: int) -> HttpResponse:
    """Roles of one's own post given to a colleague."""
    return _give(request, reads.officer(_by(request).username), appointment, own=True)


@needs("administer")
def give_of(request: HttpRequest, username: str, appointment: int) -> HttpResponse:
    """Roles of an officer's post given to a colleague, as the written act says."""
    return _give(request, reads.officer(username), appointment, own=False)


def _give(request: HttpRequest, officer: OfficerRow, appointment: int, *, own: bool) -> HttpResponse:
    today = local(_at(request)).date()
    post = next((one for one in delegating.posts_of(officer.id, on=today) if one.id == appointment), None)
    if post is None:
        raise Missing

    def do(answers: Values) -> HttpResponse:
        act = _act(answers, post)
        delegating.delegate(post.id, int(str(answers["receiver"])), act, by=_by(request), at=_at(request))
        messages.success(request, gettext("Đã ghi văn bản số %(number)s.") % {"number": act.number})
        return _back(officer, own)

    asking = Asking(
        gettext("Ghi văn bản ủy quyền, phân công thay"),
        gettext("Người nhận làm được việc của vai trò này đến hết ngày cuối cùng."),
        _rows(post, delegating.colleagues_of(post.id, on=today)),
        {"since": today.isoformat(), "signed_on": today.isoformat()},
        about=None if own else officer,
        back_to=reverse("delegations") if own else "",
    )
    return asking.answer(request, do)


def _back(officer: OfficerRow, own: bool) -> HttpResponse:
    return redirect("delegations") if own else redirect("officer-delegations", officer.username)


def _rows(post: Holding, colleagues: list[Holding]) -> list[Mapping[str, Any]]:
    roles = [
        {"value": ALL, "label": gettext("Mọi vai trò của vị trí")},
        *({"value": one, "label": words.vi(scopes.catalogue().role(one))} for one in post.roles),
    ]
    people = [
        {"value": str(one.id), "label": f"{one.name}, {one.post}", "hint": one.agency} for one in colleagues
    ]
    return [
        {
            "id": "kind", "label": gettext("Loại văn bản"), "type": "choice", "required": True,
            "choices": [
                {"value": "authorisation", "label": gettext("Ủy quyền (ký TUQ.)")},
                {"value": "substitute", "label": gettext("Phân công thay (ký KT.)")},
            ],
        },
        {"id": "number", "label": gettext("Số văn bản"), "type": "text", "required": True, "max": 60},
        {"id": "signed_on", "label": gettext("Ngày ký"), "type": "date", "required": True},
        {"id": "receiver", "label": gettext("Người nhận"), "type": "choice", "required": True, "choices": people},
        {"id": "role", "label": gettext("Vai trò giao"), "type": "choice", "required": True, "choices": roles},
        {
            "id": "scopes", "label": gettext("Chỉ các thủ tục hoặc lĩnh vực"), "type": "text", "max": 300,
            "hint": gettext("Mã thủ tục hoặc tên lĩnh vực, cách nhau bằng dấu chấm phẩy. Để trống: mọi thủ tục."),
        },
        {"id": "since", "label": gettext("Từ ngày"), "type": "date", "required": True, "future": True},
        {"id": "until", "label": gettext("Đến hết ngày"), "type": "date", "required": True, "future": True},
    ]  # fmt: skip


def _act(answers: Values, post: Holding) -> WrittenAct:
    role = str(answers["role"])
    return WrittenAct(
        kind=str(answers["kind"]),
        number=str(answers["number"]),
        signed_on=date.fromisoformat(str(answers["signed_on"])),
        since=date.fromisoformat(str(answers["since"])),
        until=date.fromisoformat(str(answers["until"])),
        roles=post.roles if role == ALL else (role,),
        scopes=tuple(filter(None, map(str.strip, re.split("[;\n]", str(answers.get("scopes") or ""))))),
    )


@needs("delegate")
def revoke(request: HttpRequest, delegation: int) -> HttpResponse:
    """One's own written act taken back."""
    return _revoke(request, reads.officer(_by(request).username), delegation, own=True)


@needs("administer")
def revoke_of(request: HttpRequest, username: str, delegation: int) -> HttpResponse:
    """An officer's written act taken back."""
    return _revoke(request, reads.officer(username), delegation, own=False)


def _revoke(request: HttpRequest, officer: OfficerRow, delegation: int, *, own: bool) -> HttpResponse:
    row = _one(officer, delegation)

    def do(answers: Values) -> HttpResponse:
        on, number = date.fromisoformat(str(answers["on"])), str(answers["number"])
        delegating.revoke(row.id, on=on, number=number, by=_by(request), at=_at(request))
        messages.success(request, gettext("Đã thu hồi văn bản số %(number)s.") % {"number": row.number})
        return _back(officer, own)

    asking = Asking(
        gettext("Thu hồi văn bản số %(number)s") % {"number": row.number},
        gettext("Từ ngày đó người nhận không làm thay được nữa; việc đã ký vẫn có giá trị."),
        [
            {
                "id": "on",
                "label": gettext("Hết hiệu lực từ ngày"),
                "type": "date",
                "required": True,
                "future": True,
            },
            {
                "id": "number",
                "label": gettext("Số văn bản thu hồi"),
                "type": "text",
                "required": True,
                "max": 60,
            },
        ],
        {"on": local(_at(request)).date().isoformat()},
        about=None if own else officer,
        back_to=reverse("delegations") if own else "",
    )
    return asking.answer(request, do)


def _one(officer: OfficerRow, delegation: int) -> DelegationRow:
    given = (row for row in delegating.of_officer(officer.id) if row.giver_username == officer.username)
    found = next((row for row in given if row.id == delegation), None)
    if found is None:
        raise Missing
    return found
