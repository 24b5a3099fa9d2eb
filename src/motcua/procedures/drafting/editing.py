"""The page on which one part of a draft is written, as a form or as text: saved, moved about, or only judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from motcua.kernel.calendar import local
from motcua.kernel.refusals import Conflict, Invalid, Missing, Refusal
from motcua.people.actors import Actor
from motcua.procedures.drafting import asking, differing, looking, offering, tables, texts, writing
from motcua.procedures.drafting.cells import SEVERAL
from motcua.procedures.drafting.columns import Part
from motcua.procedures.drafting.parts import ALL, PARTS, SCENARIOS
from motcua.procedures.models import DraftState, VersionDraft
from motcua.web.access import needs

MORE = "more"
OPEN_ALL = "mo"
"""With this in the address no row is folded; once somebody works on a part, none is either."""
"""The deed that only shows the page again, with the cells of what was chosen and a fresh empty line."""
OTHERS = {SCENARIOS: gettext_noop("Kịch bản"), ALL: gettext_noop("Toàn bộ văn bản")}


def title(part: str) -> str:
    """What a part is called."""
    return gettext(PARTS[part].title if part in PARTS else OTHERS[part])


@needs("control")
def edit(request: HttpRequest, draft: int, part: str) -> HttpResponse:
    """One part of a draft, as a form or as text: saved, moved about, or only judged."""
    if part not in (*PARTS, SCENARIOS, ALL):
        raise Missing
    one = looking.draft(draft)
    known = PARTS.get(part)
    page = _TextPage(one, part) if known is None or "van-ban" in request.GET else _FormPage(one, known)
    if request.method == "POST":
        return page.answer(request)
    try:
        return page.render(request)
    except Invalid:
        return _TextPage(one, part).render(request)


class _Page:
    """A part that is being written; ``typed`` is what was sent, and stays on the page whatever is refused."""

    template = ""
    as_text = False

    def __init__(self, draft: VersionDraft, part: str) -> None:
        self.draft, self.part = draft, part

    def change(self, request: HttpRequest) -> Callable[[str], str]:
        raise NotImplementedError

    def context(self, request: HttpRequest, refusal: Refusal | None) -> dict[str, Any]:
        raise NotImplementedError

    def answer(self, request: HttpRequest) -> HttpResponse:
        deed = request.POST.get("do", "save")
        if deed == MORE:
            return self.render(request)
        try:
            change = self.change(request)
            if deed != "save":
                return self._tried(request, change)
            was = request.POST.get("was", "")
            by, at = cast(Actor, request.actor), cast(datetime, request.at)  # type: ignore[attr-defined]
            writing.write(self.draft.id, self.part, change, was=was, by=by, at=at)
        except Missing:
            raise
        except Conflict as conflict:
            self.draft = looking.draft(self.draft.id)
            return self._tried(request, self.change(request), conflict)
        except Refusal as refusal:
            return self.render(request, refusal)
        messages.success(request, gettext("Đã lưu phần “%(part)s”.") % {"part": title(self.part)})
        return redirect("version-draft", self.draft.id)

    def _tried(
        self, request: HttpRequest, change: Callable[[str], str], conflict: Conflict | None = None
    ) -> HttpResponse:
        """The page with what was typed, judged as if it had been saved."""
        stored = writing.shown(self.draft, self.part)
        live = bool(request.headers.get("HX-Request"))
        try:
            tried = self._with(change)
        except Refusal as refusal:
            if live:
                return self._found(request, refusal=self.named(request, refusal), unread=True)
            return self.render(request, conflict or refusal)
        mine = writing.shown(tried, self.part)
        lines = differing.lines(stored, mine) if conflict else []
        if live:
            return self._found(request, **self._judged(request, tried))
        return self.render(request, conflict, tried=tried, lines=lines)

    def _found(self, request: HttpRequest, **told: Any) -> HttpResponse:
        """The list alone, which takes the place of the one on the page while somebody types."""
        return render(request, "procedures/drafting/findings.html", told | self._beside())

    def _judged(self, request: HttpRequest, one: VersionDraft) -> dict[str, Any]:
        """What is wrong with the part, and what keeps it from being judged whole."""
        at = cast(datetime, request.at)  # type: ignore[attr-defined]
        judged = looking.judge(one, on=local(at).date(), as_text=self.as_text)
        return {"findings": judged.by_part[self.part], "unjudged": judged.unjudged.get(self.part, "")}

    def named(self, request: HttpRequest, refusal: Refusal | None) -> Refusal | None:
        """A refusal as the page tells it."""
        return refusal

    def _with(self, change: Callable[[str], str]) -> VersionDraft:
        one = self.draft
        told = self.part == SCENARIOS
        return VersionDraft(
            id=one.id, code=one.code, state=one.state,
            text=one.text if told else texts.tidy(change(one.text)),
            scenarios=texts.tidy(change(one.scenarios)) if told else one.scenarios,
        )  # fmt: skip

    def render(
        self,
        request: HttpRequest,
        refusal: Refusal | None = None,
        tried: VersionDraft | None = None,
        lines: list[tuple[str, str]] | None = None,
    ) -> HttpResponse:
        context = {
            "part": self.part,
            "title": title(self.part),
            "was": self._was(request, refusal),
            **self._judged(request, tried or self.draft),
            **self._beside(),
            "unsaved": request.method == "POST",
            "open": self.draft.state == DraftState.OPEN,
            "refusal": self.named(request, refusal),
            "lines": lines or [],
            **self.context(request, refusal),
        }
        return render(request, self.template, context, status=refusal.status if refusal else 200)

    def _beside(self) -> dict[str, Any]:
        """Whether somebody edits the file meanwhile."""
        by_hand = self.draft.state == DraftState.OPEN and bool(writing.edited_by_hand(self.draft))
        return {"draft": self.draft, "by_hand": by_hand}

    def _was(self, request: HttpRequest, refusal: Refusal | None) -> str:
        """What the text was when the page was opened; after a conflict, what it is now."""
        now = texts.digest_of(writing.shown(self.draft, self.part))
        return now if isinstance(refusal, Conflict) else request.POST.get("was", now)


class _TextPage(_Page):
    """A part, or all, as text with numbered lines."""

    template = "procedures/drafting/text.html"
    as_text = True

    def change(self, request: HttpRequest) -> Callable[[str], str]:
        return writing.replacement(self.part, texts.tidy(request.POST.get("text", "").replace("\0", "")))

    def context(self, request: HttpRequest, refusal: Refusal | None) -> dict[str, Any]:
        stored = writing.shown(self.draft, self.part)
        keys = [one.name for one in texts.chunks(stored) if one.name]
        first = texts.first_line(self.draft.text, keys[0]) if self.part in PARTS and keys else 1
        text = request.POST.get("text", stored)
        return {"text": text, "first": first, "has_form": self.part in PARTS, "rows": text.count("\n") + 3}


class _FormPage(_Page):
    """A part as facts, sentences and a table."""

    template = "procedures/drafting/form.html"

    def __init__(self, draft: VersionDraft, part: Part) -> None:
        super().__init__(draft, part.id)
        self.known = part

    def change(self, request: HttpRequest) -> Callable[[str], str]:
        return tables.change(self.known, self._typed(request))

    def _typed(self, request: HttpRequest) -> tables.Form:
        sent = {name: SEVERAL.join(values).replace("\0", "") for name, values in request.POST.lists()}
        return tables.typed(self.known, sent).moved(sent.get("do", ""), self.known)

    def named(self, request: HttpRequest, refusal: Refusal | None) -> Refusal | None:
        """The refusal with each cell by its label."""
        if refusal is None or not refusal.faults:
            return refusal
        return Invalid(refusal.message, faults=self._typed(request).named(refusal.faults))

    def context(self, request: HttpRequest, refusal: Refusal | None) -> dict[str, Any]:
        typed = request.method == "POST"
        form = self._typed(request) if typed else tables.shown(self.known, self.draft.text)
        faults = [fault for fault in refusal.faults if fault.where] if refusal else []
        form = form.with_faults(faults)
        form = form.with_spares() if self.draft.state == DraftState.OPEN else form
        return {
            "form": offering.offered(form, self.draft),
            "folded": not typed
            and OPEN_ALL not in request.GET
            and len(form.rows) > 1
            and all(row.title for row in form.rows),
            "known": self.known,
            "told": tables.told(self.known),
            "condition": asking.how(self._asked(form)),
            "procedures": offering.procedures() if form.has("procedure") else (),
            "names": offering.names(self.draft) if self.known.names else (),
        }

    def _asked(self, form: tables.Form) -> list[asking.Question]:
        """The questions that a condition on the page may look at."""
        if self.known.rows == "form":
            return asking.of_rows(form.rows)
        return asking.of_file(tables.value_of(self.draft.text))
