"""What measures show in the rooms below them; the engine behind it is loaded by whoever first looks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from motcua.cases import panels
from motcua.cases.reads import InboxRow
from motcua.journal import kinds

kinds.declare("report.issued", "{by} phát hành “{subject}” của {agency}, {days}, do {prepared_by} lập.")


@panels.fill(panels.INBOX)
def likely_late(request: HttpRequest, shown: Sequence[InboxRow]) -> str:
    """Which of the rows in sight will likely be late."""
    from motcua.measures import forecast_page

    return forecast_page.beside_inbox(request, shown)
