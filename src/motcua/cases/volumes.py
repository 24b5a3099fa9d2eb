"""How often a procedure is really gone through: what the cost of it is multiplied by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time

from motcua.cases.models import Case, Channel
from motcua.kernel.calendar import LOCAL
from motcua.procedures.costing import Volume
from motcua.procedures.definition import Definition


def volume(code: str, of: Definition, *, since: date, until: date, brought: Mapping[str, int]) -> Volume:
    """The cases of a procedure that were filed in these days, as this definition would ask papers and fees of them.

    ``brought`` is how many cases brought each paper: so an optional paper is counted, and not at all when nobody did.
    """
    bounds = (datetime.combine(day, time.min, LOCAL) for day in (since, until))
    filed = Case.objects.filter(procedure__code=code, parent=None, submitted_at__range=tuple(bounds))
    channels, collected, asked = Counter[str](), Counter[str](), Counter[str]()
    supplements = cases = 0
    for number, how, form, asked_again in filed.values_list(
        "channel", "return_how", "form", "supplements"
    ).iterator(2000):
        cases += 1
        channel = Channel(number).code
        channels[channel] += 1
        collected[how] += 1
        supplements += asked_again
        asked.update(paper.id for paper in of.papers_for(form) if not paper.optional)
        for fee in of.fees_for(form, until, channel=channel):
            asked[fee.id] += (fee.owed(form) or fee.amount) // (fee.amount or 1)
    asked.update({paper.id: brought.get(paper.id, 0) for paper in of.papers if paper.optional})
    names = [
        *(one.id for one in of.papers if asked[one.id] or not one.optional),
        *(one.id for one in of.fees),
    ]
    payers = {fee.id: channels[fee.channel] for fee in of.fees if fee.channel}
    shares = {name: asked[name] / whole for name in names if (whole := payers.get(name, cases))}
    return Volume(dict(channels), dict(collected), supplements, shares)
