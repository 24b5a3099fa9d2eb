"""The administrator's pages of the day the map changes: look, rehearse, place, confirm, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from motcua.cases import reads as cases
from motcua.kernel.refusals import Fault, Invalid, Refusal
from motcua.people.actors import Actor
from motcua.reorganisations import acts, reads
from motcua.web.access import needs

Deed = Callable[[HttpRequest, str, Actor, datetime], str]


@needs("administer")
def listing(request: HttpRequest) -> HttpResponse:
    """Every change of the map that the catalogue knows, the latest first."""
    return render(request, "reorganisations/list.html", {"rows": reads.reorganisations()})


@needs("administer")
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One change: what its rehearsal found, and what may be decided about it; posting does one of these."""
    told, refusal = reads.reorganisation(key), None
    if request.method == "POST":
        try:
            deed = DEEDS.get(request.POST.get("do", ""), _rehearse)
            messages.success(request, deed(request, key, _by(request), _at(request)))
            return redirect("reorganisation", key)
        except Refusal as said:
            refusal = said
    context = {"told": told, "refusal": refusal, "posted": request.POST}
    status = refusal.status if refusal else 200
    return render(request, "reorganisations/show.html", context, status=status)


def _rehearse(request: HttpRequest, key: str, by: Actor, at: datetime) -> str:
    acts.rehearse(key, by=by, at=at)
    return gettext("Đã chạy thử; chưa có gì thay đổi.")


def _confirm(request: HttpRequest, key: str, by: Actor, at: datetime) -> str:
    acts.confirm(key, decision=request.POST.get("decision", ""), by=by, at=at)
    return gettext("Đã xác nhận. Đến ngày hiệu lực hệ thống tự thực hiện.")


def _withdraw(request: HttpRequest, key: str, by: Actor, at: datetime) -> str:
    acts.withdraw(key, reason=request.POST.get("reason", ""), by=by, at=at)
    return gettext("Đã rút. Bản đồ giữ nguyên.")


def _place(request: HttpRequest, key: str, by: Actor, at: datetime) -> str:
    code, agency = request.POST.get("case", "").strip(), request.POST.get("agency", "")
    case = cases.id_of(code)
    if case is None:
        message = gettext("Không có hồ sơ nào mang mã này.")
        raise Invalid(message, faults=[Fault("case", message)])
    acts.place(key, case, int(agency) if agency.isdecimal() else 0, by=by, at=at)
    return gettext("Đã xếp hồ sơ %(code)s.") % {"code": code}


DEEDS: Mapping[str, Deed] = {
    "rehearse": _rehearse,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "place": _place,
}


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]
