"""The officers' inbox: what waits for one's roles by due time, taken one by one or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from motcua.cases import acts, reads, telling
from motcua.cases.desk import reads as desk_reads
from motcua.cases.desk.rows import Item, Rows, items_of
from motcua.cases.models import Channel
from motcua.cases.reads import InboxFilter, QueueCount
from motcua.kernel.flow import ONE_STOP_HEAD
from motcua.kernel.refusals import Conflict, Missing
from motcua.people.actors import Actor
from motcua.procedures import verbs
from motcua.web.access import needs, page_of_ours
from motcua.web.paging import Page, decode, limit_of

SIZES = (25, 50, 100)
STANDINGS = {
    "qua-han": ("overdue", gettext_noop("Quá hạn")),
    "sap-han": ("soon", gettext_noop("Sắp đến hạn")),
    "trong-han": ("in-time", gettext_noop("Trong hạn")),
}
TAB = ("vai-tro", "den-nhan", "phong", "so-dong")
"""What of an address a tab keeps when its filters go."""

CHANNELS = {"tai-quay": Channel.COUNTER, "truc-tuyen": Channel.ONLINE, "buu-chinh": Channel.POST}


def officer_of(request: HttpRequest) -> Actor:
    """Who is signed in; the gate of the view has made sure that somebody is."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is None:
        raise Missing
    return actor


def moment_of(request: HttpRequest) -> datetime:
    """The moment of the request."""
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


@dataclass(frozen=True, slots=True)
class View:
    """What part of the inbox an address asks for, with the way back into an address."""

    asked: Mapping[str, str]

    @classmethod
    def of(cls, request: HttpRequest) -> View:
        names = (*TAB, "q", "cua-toi", "cho", "han", "kenh", "linh-vuc")
        return cls({name: request.GET[name] for name in names if request.GET.get(name)})

    @property
    def wanted(self) -> InboxFilter:
        return InboxFilter(
            role=self.asked.get("vai-tro", ""),
            mine="cua-toi" in self.asked,
            waiting="cho" in self.asked,
            to_collect="den-nhan" in self.asked,
            headed="phong" in self.asked,
            text=self.asked.get("q", "").strip(),
            standing=STANDINGS.get(self.asked.get("han", ""), ("", ""))[0],
            channel=CHANNELS.get(self.asked.get("kenh", "")),
            field=self.asked.get("linh-vuc", ""),
        )

    @property
    def limit(self) -> int:
        return limit_of(self.asked.get("so-dong"), most=SIZES[-1])

    @property
    def narrowed(self) -> bool:
        """Whether more is filtered than a tab or a search does."""
        return bool(set(self.asked).difference(TAB, {"q"}))

    @property
    def waits(self) -> str:
        """What the cases in sight wait for the applicant for; empty where an officer has to act."""
        return "ready" if self.wanted.to_collect else "held" if self.wanted.waiting else ""

    @property
    def chooses(self) -> bool:
        """Whether the cases in sight are the officer's to take or to press on, several at once."""
        return not self.waits and not self.wanted.headed

    @property
    def plain(self) -> str:
        """The address of the tab without filters."""
        return View({name: text for name, text in self.asked.items() if name in TAB}).but()

    @property
    def mine(self) -> str:
        """The address of what the officer has taken."""
        return self.but(cua_toi="1", cho="", han="", den_nhan="", phong="", q="")

    @property
    def waiting(self) -> str:
        """The address of what waits for the applicant."""
        return self.but(cho="1", cua_toi="", han="", den_nhan="", phong="", q="")

    @property
    def everywhere(self) -> str:
        """The address of the same search among all cases."""
        return View({"q": self.wanted.text}).but()

    def but(self, **changed: str) -> str:
        """The address of this view with something changed; an empty value leaves it out."""
        kept = {**self.asked, **{name.replace("_", "-"): value for name, value in changed.items()}}
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{reverse('desk')}?{query}" if query else reverse("desk")


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue with what waits in it; each count leads to its rows, ``note`` is said where nothing is urgent."""

    title: str
    count: QueueCount
    current: bool
    href: str
    note: str
    soon: str = ""
    overdue: str = ""


@needs("desk")
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, the most urgent first; eight queries at most, however much waits."""
    actor = officer_of(request)
    view, at = View.of(request), moment_of(request)
    wanted, place = view.wanted, decode(request.GET.get("tu", ""), "inbox")
    if wanted.text and not wanted.to_collect:
        return _found(request, actor, wanted.text)
    page = reads.inbox(actor, wanted, now=at, place=place, limit=view.limit)
    items, as_html = items_of(page.rows, actor, at, waits=view.waits), _rows(actor, view)
    counts, titles = reads.counts(actor, now=at), desk_reads.words()
    context = {
        "rows": [as_html.html(item) for item in items],
        "rows_page": Page(tuple(items), page.next_key, page.previous_key),
        "view": view,
        "tabs": [*_tabs(view, counts, titles.roles), *_headed(view, actor, at), *_late(actor, at)],
        "whole": _sum(counts, view.wanted.role),
        "filters": _filters(view, titles.fields),
        "sizes": [(size, view.but(so_dong=str(size)), size == view.limit) for size in SIZES],
        "verbs": _verbs(items),
        "here": request.get_full_path(),
        "notices": reads.notices_count(actor),
        "plain": view.plain,
        "kept": [(name, view.asked[name]) for name in (*TAB, "q") if name in view.asked],
    }
    return render(request, "cases/desk/inbox.html", context)


def _rows(actor: Actor, view: View) -> Rows:
    """How rows look to an officer: one who serves several agencies sees which."""
    several = len({agency for agency, _ in actor.queues}) > 1
    return Rows(several=several, waits=view.waits, headed=view.wanted.headed)


def _tabs(view: View, counts: Sequence[QueueCount], titles: Mapping[str, str]) -> list[Tab]:
    """A tab for each role, before them one for all together, behind them the results that wait to be collected."""
    role, every = view.wanted.role, _sum(counts, "")
    collecting, elsewhere = view.wanted.to_collect, view.wanted.to_collect or view.wanted.headed
    by_size = sorted(counts, key=lambda count: -count.open)
    chosen = by_size[0].role if len(counts) == 1 else role
    tabs = [
        _tab(gettext(titles.get(one.role, one.role)), one, not elsewhere and one.role == chosen)
        for one in by_size
    ]
    if len(counts) > 1:
        tabs.insert(0, _tab(gettext("Tất cả việc"), every, not elsewhere and not role))
    if collecting or every.to_collect:
        count = replace(every, open=every.to_collect, overdue=0, soon=0)
        title, note = gettext("Chờ đến nhận kết quả"), gettext("không tính trễ hạn")
        tabs.append(Tab(title, count, collecting, View({"den-nhan": "1"}).but(), note))
    return tabs


def _headed(view: View, actor: Actor, at: datetime) -> list[Tab]:
    """The tab of who heads an agency: all that is to be done there."""
    if not reads.headed(actor):
        return []
    count = _sum(reads.counts(actor, now=at, of_headed=True), "")
    return [_tab(gettext("Việc của phòng"), count, view.wanted.headed, View({"phong": "1"}))]


def _late(actor: Actor, at: datetime) -> list[Tab]:
    """The tab of a one-stop's head while other agencies are late with their opinions (NĐ 61/2018 Đ.19.5b)."""
    if not (actor.agencies_with(ONE_STOP_HEAD) and (number := len(reads.late_opinions(actor, now=at)))):
        return []
    href = reverse("desk-late-opinions")
    count = replace(_sum((), ""), open=number, overdue=number)
    return [Tab(gettext("Ý kiến chậm"), count, False, href, "", overdue=href)]


def _tab(title: str, count: QueueCount, current: bool, view: View | None = None) -> Tab:
    view = view or View({"vai-tro": count.role} if count.role else {})
    near, late = view.but(han="sap-han"), view.but(han="qua-han")
    return Tab(title, count, current, view.but(), gettext("đều trong hạn"), near, late)


def _sum(counts: Sequence[QueueCount], role: str) -> QueueCount:
    """The counts of one role, or of all together."""
    of = [count for count in counts if role in ("", count.role)]
    parts = ("open", "overdue", "soon", "mine", "waiting", "to_collect")
    return QueueCount(role, **{part: sum(getattr(count, part) for count in of) for part in parts})


def _filters(view: View, fields: Sequence[str]) -> list[dict[str, Any]]:
    standings = [(key, gettext(title)) for key, (_, title) in STANDINGS.items()]
    channels = [(key, telling.channel(one)) for key, one in CHANNELS.items()]
    whose = [
        _filter(view, "han", gettext("Hạn"), standings),
        _filter(view, "cua-toi", gettext("Người xử lý"), [("1", gettext("Việc của tôi"))]),
        _filter(view, "cho", gettext("Đang chờ"), [("1", gettext("Chờ người nộp"))]),
    ]
    return [
        *(whose[:1] if view.wanted.headed else whose if not view.wanted.to_collect else []),
        _filter(view, "kenh", gettext("Kênh"), channels),
        _filter(view, "linh-vuc", gettext("Lĩnh vực"), [(field, gettext(field)) for field in fields]),
    ]


def _filter(view: View, name: str, label: str, choices: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"name": name, "label": label, "choices": choices, "value": view.asked.get(name, "")}


def _verbs(items: Iterable[Item]) -> list[tuple[str, str]]:
    """The moves that any row in sight may take together with others, with what they are called."""
    found = dict.fromkeys(verb for item in items for verb in item.verbs)
    return [(verb, verbs.called(verb)) for verb in found]


def _found(request: HttpRequest, actor: Actor, text: str) -> HttpResponse:
    return render(request, "cases/desk/found.html", {"text": text, "found": reads.search(actor, text)})


@needs("desk")
@require_POST
def claim(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a case from the inbox; a script swaps its row, without one the inbox comes back."""
    actor, at = officer_of(request), moment_of(request)
    try:
        acts.claim(case, by=actor, at=at)
    except Conflict as conflict:
        return _overtaken(request, case, conflict)
    row = reads.inbox(actor, InboxFilter(cases=(case,)), now=at).rows[0]
    if request.headers.get("HX-Request"):
        counts = reads.counts(actor, now=at)
        context = {
            "code": row.code,
            "row": _rows(actor, View({})).html(items_of([row], actor, at)[0], taken=True),
            "mine": _sum(counts, "").mine,
        }
        return render(request, "cases/desk/row_taken.html", context)
    messages.success(request, gettext("Bạn đã nhận xử lý hồ sơ %(code)s.") % {"code": row.code})
    return redirect(back_to(request))


def _overtaken(request: HttpRequest, case: UUID, conflict: Conflict) -> HttpResponse:
    """Who was faster: beside the row for a script, else as a page that leads on."""
    if request.headers.get("HX-Request"):
        raise conflict
    context = {"case": case, "refusal": conflict, "back": back_to(request)}
    return render(request, "cases/desk/overtaken.html", context, status=conflict.status)


@needs("desk")
def late_opinions(request: HttpRequest) -> HttpResponse:
    """The opinions that other agencies owe on the cases which a head's one-stop passed on."""
    late = reads.late_opinions(officer_of(request), now=moment_of(request))
    return render(request, "cases/desk/late_opinions.html", {"late": late})


def back_to(request: HttpRequest) -> str:
    """The page of ours from which a form was sent, or the inbox."""
    return page_of_ours(request, request.POST.get("next", ""), reverse("desk"))


@needs("desk")
def keys(request: HttpRequest) -> HttpResponse:
    """How to work without a mouse."""
    return render(request, "cases/desk/keys.html")
