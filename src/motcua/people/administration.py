"""The administrator's pages: officers and their posts, each deed on a small page of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms import Json, Schema, Values
from motcua.kernel.refusals import Missing, OutOfOrder, Refusal
from motcua.people import acts, reads
from motcua.people.actors import Actor
from motcua.people.officers import account_rows
from motcua.people.reads import Held, OfficerRow
from motcua.web import fields, paging, panels, words
from motcua.web.access import needs

LONGEST_QUERY = 100
OFFICER = "officer"
"""The place where upper slices tell what an officer has in hand; it is shown an OfficerRow."""

Rows = Sequence[Mapping[str, Any]]


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def _today(request: HttpRequest) -> date:
    return local(_at(request)).date()


def _agency(request: HttpRequest) -> AgencyRow | None:
    """The agency that the address names, if it names one."""
    slug = request.GET.get("co-quan", "").replace("\0", "")
    return agencies.agency_by_key(slug, _today(request)) if slug else None


def _bodies(request: HttpRequest) -> list[tuple[str, str]]:
    """The agencies in their own right, to choose from."""
    return [(one.slug, one.short_name) for one in agencies.agencies(_today(request)) if not one.part]


def _coming(request: HttpRequest) -> list[tuple[str, str]]:
    """The agencies that begin later, to appoint people to beforehand."""
    return [
        (
            one.key,
            gettext("%(name)s (từ %(day)s)") % {"name": one.short_name, "day": f"{one.valid_from:%d/%m/%Y}"},
        )
        for one in agencies.coming(_today(request))
    ]


def _day(request: HttpRequest, agency: AgencyRow) -> date:
    """The day on which the posts of an agency are looked at: today, or its first one if that is still to come."""
    return max(_today(request), agency.valid_from)


def _within(request: HttpRequest, agency: AgencyRow) -> tuple[int, ...]:
    return agencies.ids_within(agency.id, _day(request, agency), parts_only=True)


# --- who there is --------------------------------------------------------------------------------------------


@needs("administer")
def listing(request: HttpRequest) -> HttpResponse:
    """Officers by name, those of an agency with its empty posts, those who match words."""
    today, agency = _today(request), _agency(request)
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    within = _within(request, agency) if agency else None
    place = paging.decode(request.GET.get("tu", ""), "officers")
    context = {
        "text": text,
        "agency": agency,
        "bodies": _bodies(request),
        "rows_page": reads.officers(text, on=today, agencies=within, place=place),
        "empty": [post for post in reads.posts(within, on=today) if not post.holders] if within else [],
    }
    return render(request, "people/officers/list.html", context)


@needs("administer")
def show(request: HttpRequest, username: str) -> HttpResponse:
    """One officer: how to reach them, the posts, what is in hand, the account's history."""
    officer = reads.officer(username)
    posts = [(held, held.ended(_today(request))) for held in officer.posts]
    context = {
        "officer": officer,
        "posts": posts,
        "idle": officer.active and not officer.administrator and all(ended for _, ended in posts),
        "panels": panels.render(OFFICER, request, officer),
        "history": reads.history(username),
        "self": officer.id == _by(request).account,
    }
    return render(request, "people/officers/officer.html", context)


# --- deeds ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asking:
    """A small page that asks something and then has one thing done; ``warning``: it takes something from ``about``."""

    title: str
    consequence: str
    rows: Rows = ()
    suggested: Mapping[str, Json] | None = None
    about: OfficerRow | None = None
    agency: AgencyRow | None = None
    warning: bool = False
    back_to: str = ""
    """Where the way back leads, for who doesn't administer."""

    def answer(self, request: HttpRequest, do: Callable[[Values], HttpResponse]) -> HttpResponse:
        """The page, or, once it is sent and right, what the deed answers; a refusal keeps what was typed."""
        schema = Schema.parse(list(self.rows)) if self.rows else None
        if request.method != "POST":
            return self._page(request, schema, self.suggested or {})
        typed = fields.typed(request, schema)
        try:
            checked = forms.validate(schema or Schema(()), typed, today=_today(request))
            checked.raise_if_faulty()
            return do(checked.values)
        except Missing:
            raise
        except Refusal as refusal:
            return self._page(request, schema, typed, refusal)

    def _page(
        self, request: HttpRequest, schema: Schema | None, typed: Values, refusal: Refusal | None = None
    ) -> HttpResponse:
        context = {
            "asking": self,
            "fields": schema.fields if schema else (),
            "values": forms.fill(schema, typed) if schema else {},
            "refusal": refusal,
            "faults": refusal.faults if refusal else (),
            "panels": panels.render(OFFICER, request, self.about) if self.warning else (),
        }
        return render(
            request, "people/officers/asking.html", context, status=refusal.status if refusal else 200
        )


def _choose_agency(request: HttpRequest, title: str, about: OfficerRow | None = None) -> HttpResponse:
    """The page before one that offers the posts of an agency."""
    context = {"title": title, "about": about, "bodies": [*_bodies(request), *_coming(request)]}
    return render(request, "people/officers/agency.html", context)


def _post_rows(request: HttpRequest, agency: AgencyRow) -> Rows:
    """Which post of an agency, and from when."""
    free = gettext("(chưa có ai)")
    offered = [
        {
            "value": str(post.id),
            "label": f"{post.title}, {post.agency} {'' if post.holders else free}",
            "hint": ", ".join(post.holders),
        }
        for post in reads.posts(_within(request, agency), on=_day(request, agency))
    ]
    since = {"id": "since", "label": gettext("Từ ngày"), "type": "date", "required": True}
    if not offered:
        raise OutOfOrder(gettext("Cơ quan này chưa có vị trí việc làm nào trong danh mục."))
    return [
        {"id": "post", "label": gettext("Vị trí"), "type": "choice", "required": True, "choices": offered},
        since,
    ]


def _suggested(request: HttpRequest, agency: AgencyRow) -> Mapping[str, Json]:
    return {"since": _day(request, agency).isoformat(), "post": request.GET.get("vi-tri", "")}


def _reason() -> Mapping[str, Any]:
    return {
        "id": "reason",
        "label": gettext("Lý do hoặc quyết định"),
        "type": "text",
        "required": True,
        "max": 300,
    }


def _chosen(answers: Values) -> tuple[int, date]:
    return int(str(answers["post"])), date.fromisoformat(str(answers["since"]))


def _told(request: HttpRequest, username: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("officer", username)


def _handed(request: HttpRequest, username: str, password: str) -> HttpResponse:
    """The one-time password, in sight this once."""
    context = {"officer": reads.officer(username), "password": password}
    return render(request, "people/officers/password.html", context)


@needs("administer")
@never_cache
def open_account(request: HttpRequest) -> HttpResponse:
    """A new officer, with a first post."""
    title, agency = gettext("Mở tài khoản cán bộ"), _agency(request)
    if agency is None:
        return _choose_agency(request, title)

    def do(answers: Values) -> HttpResponse:
        facts = {row["id"]: str(answers.get(row["id"]) or "") for row in account_rows()}
        post, since = _chosen(answers)
        with transaction.atomic():
            password = acts.open_account(facts, by=_by(request), at=_at(request))
            opened = reads.officer(facts["username"])
            acts.appoint(opened.id, post, since=since, by=_by(request), at=_at(request))
        return _handed(request, opened.username, password)

    asking = Asking(
        title,
        gettext("Mật khẩu một lần hiện ra ở trang sau, chỉ lần đó."),
        [*account_rows(), *_post_rows(request, agency)],
        _suggested(request, agency),
        agency=agency,
    )
    return asking.answer(request, do)


@needs("administer")
def appoint(request: HttpRequest, username: str) -> HttpResponse:
    """Another post for an officer."""
    officer, agency, title = reads.officer(username), _agency(request), gettext("Bổ nhiệm vào vị trí")
    if agency is None:
        return _choose_agency(request, title, officer)

    def do(answers: Values) -> HttpResponse:
        post, since = _chosen(answers)
        acts.appoint(officer.id, post, since=since, by=_by(request), at=_at(request))
        return _told(request, username, gettext("Đã bổ nhiệm %(name)s.") % {"name": officer.name})

    asking = Asking(
        title,
        gettext("Từ ngày đó thấy và làm được việc của vị trí này."),
        _post_rows(request, agency),
        _suggested(request, agency),
        about=officer,
        agency=agency,
    )
    return asking.answer(request, do)


@needs("administer")
def dismiss(request: HttpRequest, username: str, appointment: int) -> HttpResponse:
    """A post given back."""
    officer = reads.officer(username)
    held = next((one for one in officer.posts if one.id == appointment), None)
    if held is None:
        raise Missing

    def do(answers: Values) -> HttpResponse:
        on, reason = date.fromisoformat(str(answers["on"])), str(answers["reason"])
        acts.end_appointment(appointment, on=on, reason=reason, by=_by(request), at=_at(request))
        return _told(request, username, _gone(officer, held, on))

    day = {"id": "on", "label": gettext("Thôi giữ từ ngày"), "type": "date", "required": True, "future": True}
    asking = Asking(
        gettext("Thôi giữ vị trí: %(post)s") % {"post": held.title},
        gettext("Từ ngày đó không còn thấy và không làm được việc của vị trí này."),
        [day, _reason()],
        {"on": _today(request).isoformat()},
        about=officer,
        warning=True,
    )
    return asking.answer(request, do)


def _gone(officer: OfficerRow, held: Held, on: date) -> str:
    values = {"name": officer.name, "post": held.title, "day": words.day(on)}
    return gettext("%(name)s thôi giữ vị trí %(post)s từ %(day)s.") % values


@needs("administer")
@never_cache
def reset_password(request: HttpRequest, username: str) -> HttpResponse:
    """A one-time password for who has forgotten theirs."""
    officer = reads.officer(username)
    asking = Asking(
        gettext("Cấp lại mật khẩu"),
        gettext("Mật khẩu cũ hết hiệu lực ngay; mật khẩu một lần hiện ra ở trang sau, chỉ lần đó."),
        about=officer,
    )
    return asking.answer(
        request,
        lambda _: _handed(
            request, username, acts.reset_password(officer.id, by=_by(request), at=_at(request))
        ),
    )


@needs("administer")
def close_account(request: HttpRequest, username: str) -> HttpResponse:
    """The end of an account."""
    officer = reads.officer(username)

    def do(answers: Values) -> HttpResponse:
        acts.close_account(officer.id, reason=str(answers["reason"]), by=_by(request), at=_at(request))
        return _told(request, username, gettext("Đã khóa tài khoản của %(name)s.") % {"name": officer.name})

    asking = Asking(
        gettext("Khóa tài khoản"),
        gettext("Không đăng nhập được nữa và thôi mọi vị trí ngay; việc đã làm vẫn đứng tên người này."),
        [_reason()],
        about=officer,
        warning=True,
    )
    return asking.answer(request, do)


@needs("administer")
@never_cache
def reopen_account(request: HttpRequest, username: str) -> HttpResponse:
    """A closed account opened again."""
    officer = reads.officer(username)
    asking = Asking(
        gettext("Mở lại tài khoản"),
        gettext("Các vị trí cũ không trở lại: bổ nhiệm sau khi mở. Mật khẩu một lần hiện ra ở trang sau."),
        about=officer,
    )
    return asking.answer(
        request,
        lambda _: _handed(
            request, username, acts.reopen_account(officer.id, by=_by(request), at=_at(request))
        ),
    )
