"""Several cases at once: taken, or moved on by a head, each an act of its own that may be refused by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.cases import acts, reads
from motcua.cases.desk.inbox import back_to, moment_of, officer_of
from motcua.cases.desk.rows import Item, items_of
from motcua.cases.reads import InboxFilter, InboxRow
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder, Refusal
from motcua.people.actors import Actor
from motcua.procedures import verbs
from motcua.web.access import needs
from motcua.web.paging import MOST

CLAIM = "nhan-viec"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    row: InboxRow
    refusal: str

    @property
    def done(self) -> bool:
        return not self.refusal


@needs("desk")
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Take the ticked cases at once; moving them on first shows what would be moved."""
    deed, chosen = request.POST.get("viec", CLAIM), _chosen(request)
    items = _items(request, list(chosen))
    if deed != CLAIM and "chac-chan" not in request.POST:
        return _ask(request, deed, items)
    actor, at = officer_of(request), moment_of(request)
    results = [_done(item, deed, chosen[item.row.case], actor, at) for item in items]
    context = {
        "title": _title(deed),
        "results": results,
        "done": sum(result.done for result in results),
        "gone": len(chosen) - len(items),
        "back": back_to(request),
    }
    return render(request, "cases/desk/several_done.html", context)


def _chosen(request: HttpRequest) -> dict[UUID, int | None]:
    """The ticked cases, each with the revision that was seen, if the page told one."""
    found: dict[UUID, int | None] = {}
    for text in request.POST.getlist("ho-so")[:MOST]:
        number, _, revision = text.partition(":")
        try:
            found[UUID(number)] = int(revision) if revision else None
        except ValueError:
            continue
    if not found:
        message = gettext("Chưa chọn hồ sơ nào. Đánh dấu vào ô đầu dòng rồi bấm lại.")
        raise Invalid(message, faults=[Fault("ho-so", message)])
    return found


def _items(request: HttpRequest, cases: Sequence[UUID]) -> list[Item]:
    actor, at = officer_of(request), moment_of(request)
    page = reads.inbox(actor, InboxFilter(cases=tuple(cases)), now=at, limit=MOST)
    return items_of(page.rows, actor, at)


def _ask(request: HttpRequest, verb: str, items: Sequence[Item]) -> HttpResponse:
    context = {
        "verb": verb,
        "title": _title(verb),
        "ready": [item for item in items if verb in item.verbs],
        "others": [item for item in items if verb not in item.verbs],
        "back": back_to(request),
    }
    return render(request, "cases/desk/several.html", context)


def _title(deed: str) -> str:
    return gettext("Nhận việc") if deed == CLAIM else verbs.called(deed)


def _done(item: Item, deed: str, revision: int | None, actor: Actor, at: datetime) -> Result:
    try:
        with transaction.atomic():
            _do(item, deed, revision, actor, at)
    except Refusal as refusal:
        return Result(item.row, refusal.message)
    return Result(item.row, "")


def _do(item: Item, deed: str, revision: int | None, actor: Actor, at: datetime) -> None:
    row = item.row
    if deed == CLAIM:
        acts.claim(row.case, by=actor, at=at, revision=revision)
        return
    if deed not in item.verbs:
        raise OutOfOrder(gettext("Bước “%(step)s” không có việc này.") % {"step": row.title})
    if not row.claimed:
        revision = acts.claim(row.case, by=actor, at=at, revision=revision)
    acts.finish(row.case, deed, by=actor, at=at, revision=revision)
