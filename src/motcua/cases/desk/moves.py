"""Moving running cases to a new version, for administrators: look, choose by kind, run, see each case, undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from motcua.cases import moving
from motcua.cases.desk.inbox import moment_of, officer_of
from motcua.kernel.moving import Choice, Kind
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder
from motcua.procedures import reads as procedures
from motcua.web.access import needs

TITLES: Mapping[Kind, str] = {
    Kind.SAME: gettext_noop("Không đổi gì với hồ sơ"),
    Kind.LIMIT: gettext_noop("Thời hạn khác"),
    Kind.PAPERS: gettext_noop("Thêm giấy tờ"),
    Kind.STEP: gettext_noop("Bước đang mở không còn hoặc đổi người làm"),
}
HINTS: Mapping[Kind, str] = {
    Kind.SAME: gettext_noop("Bước đang mở, giấy tờ, thời hạn đều như cũ."),
    Kind.LIMIT: gettext_noop("Ngày hẹn đã hứa giữ nguyên; chỉ có thể sớm hơn, không bao giờ muộn hơn."),
    Kind.PAPERS: gettext_noop("Phiên bản mới đòi thêm giấy tờ; hồ sơ đã nhận không bị đòi thêm."),
    Kind.STEP: gettext_noop("Chọn bước của phiên bản mới để hồ sơ đi tiếp."),
}
OUTCOMES: Mapping[str, str] = {
    "waiting": gettext_noop("đang chờ"),
    "moved": gettext_noop("đã chuyển"),
    "kept": gettext_noop("giữ phiên bản cũ"),
    "refused": gettext_noop("không chuyển được"),
    "going-back": gettext_noop("đang hoàn lại"),
    "back": gettext_noop("đã hoàn lại"),
}


@needs("administer")
def listing(request: HttpRequest) -> HttpResponse:
    """Which procedures have running cases under an old version, and the moves there were."""
    return render(
        request,
        "cases/desk/moves.html",
        {"behind": moving.behind(), "moves": moving.moves(), "outcomes": OUTCOMES},
    )


@needs("administer")
def choose(request: HttpRequest, source: int, target: int) -> HttpResponse:
    """What a move would do, kind by kind; posting begins it with the choices made."""
    by = officer_of(request)
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        try:
            move = moving.begin(
                source, target, _choices(request), decision=request.POST.get("decision", ""),
                reason=request.POST.get("reason", ""), by=by, at=moment_of(request),
            )  # fmt: skip
            return redirect("move", move.id)
        except Invalid as refusal:
            faults = refusal.faults
    new = procedures.definition(target)
    sorts = [
        {
            "sort": sort,
            "title": gettext(TITLES[sort.kind]),
            "hint": gettext(HINTS[sort.kind]),
            "chosen": request.POST.get(f"do-{sort.kind}") or ("move" if sort.kind is Kind.SAME else "keep"),
            "steps": [(step, new.flow.steps[step].title, skips) for step, skips in sort.entries.items()],
        }
        for sort in moving.preview(source, target, by=by)
        if sort.count
    ]
    context: dict[str, Any] = {
        "definition": new,
        "sorts": sorts,
        "posted": request.POST,
        "faults": faults,
        "errors": {fault.where: fault.message for fault in faults},
    }
    return render(request, "cases/desk/move_choose.html", context, status=422 if faults else 200)


def _choices(request: HttpRequest) -> dict[Kind, Choice]:
    """What was chosen for each kind: ``move``, ``recount`` or anything else for keeping."""
    found = {kind: request.POST.get(f"do-{kind}", "") for kind in Kind}
    step = request.POST.get("step", "")
    return {
        kind: Choice(moves=chosen in ("move", "recount"), recount=chosen == "recount", step=step)
        for kind, chosen in found.items()
    }


@needs("administer")
def show(request: HttpRequest, move: int) -> HttpResponse:
    """What became of each case of a move; posting a reason takes it back."""
    refusal = ""
    if request.method == "POST":
        try:
            moving.undo(
                move, reason=request.POST.get("reason", ""), by=officer_of(request), at=moment_of(request)
            )
            return redirect("move", move)
        except (Invalid, OutOfOrder) as said:
            refusal = said.message
    told = moving.told(move, outcome=request.GET.get("ket-qua", ""))
    counts = [(name, gettext(OUTCOMES[name]), count) for name, count in told.counts.items() if count]
    rows = [(code, gettext(OUTCOMES[outcome]), why) for code, outcome, why in told.rows]
    context = {"told": told, "counts": counts, "rows": rows, "refusal": refusal, "most": moving.SHOWN}
    return render(request, "cases/desk/move.html", context, status=422 if refusal else 200)
