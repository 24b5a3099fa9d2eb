"""The declaration of a draft as citizens walk through it: page by page, judged, to papers and fees; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.agencies import reads as agencies
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms.schema import Page
from motcua.kernel.refusals import Missing
from motcua.procedures import reads
from motcua.procedures.definition import Definition
from motcua.procedures.drafting import looking
from motcua.web import fields
from motcua.web.access import needs


def _today(request: HttpRequest) -> date:
    return local(cast(datetime, request.at)).date()  # type: ignore[attr-defined]


@needs("control")
def preview(request: HttpRequest, draft: int) -> HttpResponse:
    """The declaration in a frame as wide as a telephone."""
    one = looking.draft(draft)
    context = {"draft": one, "definition": looking.judge(one, on=_today(request)).definition}
    return render(request, "procedures/drafting/preview.html", context)


@needs("control")
def phone(request: HttpRequest, draft: int) -> HttpResponse:
    """What stands in the frame; what was typed on earlier pages goes along in the page itself."""
    definition = looking.judge(looking.draft(draft), on=_today(request)).definition
    if definition is None:
        raise Missing
    walk = _Walk(definition, request, _today(request))
    return render(request, "procedures/drafting/phone.html", walk.context())


class _Walk:
    """One way through a declaration: the page that was sent again while it is wrong, else the one after it."""

    def __init__(self, definition: Definition, request: HttpRequest, today: date) -> None:
        self.definition, self.schema, self.today = definition, definition.schema, today
        self.communes = agencies.communes(today) if self.schema.asks("commune") else {}
        self.sent = fields.typed(request, self.schema) if request.method == "POST" else {}
        self.answers = forms.validate(self.schema, self.sent, today=today, partial=True).values
        number = request.POST.get("trang", "")
        self.number = int(number) if number.isdecimal() and len(number) < 4 else 0

    def context(self) -> dict[str, Any]:
        pages = self.schema.pages(self.answers)
        faults = self._faults()
        left = [page for page in pages if page.number > self.number - bool(faults)]
        asked = left[0] if left else None
        return {
            "definition": self.definition,
            "page": asked,
            "asked": self._asked(asked),
            "faults": faults,
            "step": pages.index(asked) + 1 if asked else len(pages) + 1,
            "steps": len(pages) + 1,
            "values": forms.fill(self.schema, self.sent | self._carried()),
            "communes": self.communes,
            "answers": self.answers,
            "hidden": list(self._hidden(asked)),
            "papers": self.definition.papers_for(self.answers),
            "fees": reads.owed(
                self.definition, self.answers, on=self.today, channel=self.definition.channels[0]
            ),
        }

    def _faults(self) -> Sequence[Any]:
        if not self.schema.page(self.number):
            return ()
        communes = self.communes if self.schema.asks("commune") else None
        found = forms.validate(self.schema, self.sent, today=self.today, page=self.number, communes=communes)
        return found.faults

    def _carried(self) -> dict[str, Any]:
        """What other answers fill in."""
        taken = forms.carried(self.schema, self.sent, today=self.today)
        return {name: value for name, value in taken.items() if not self.sent.get(name)}

    def _asked(self, page: Page | None) -> list[Any]:
        return [one for one in page.fields if one.shows(self.answers, self.answers)] if page else []

    def _hidden(self, page: Page | None) -> Iterator[tuple[str, str]]:
        """The inputs of the other pages, as they were sent."""
        here = {one.id for one in page.fields} if page else set()
        for name, value in forms.fill(self.schema, self.sent).items():
            if name.partition(".")[0] not in here:
                yield from ((name, text) for text in (value if isinstance(value, list) else [value]) if text)
