"""What a draft of a procedure means for cases, on the pages of legal officers: those that run, those that are past.

Cases are counted, never named: who writes a procedure does not see anybody's case by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from motcua.agencies import reads as agencies
from motcua.cases import moving, replaying
from motcua.cases.desk.inbox import moment_of
from motcua.cases.replaying import Report
from motcua.kernel.calendar import local
from motcua.procedures import reads as procedures
from motcua.procedures.definition import Definition
from motcua.procedures.models import CodeItem, ProcedureVersion
from motcua.web import words

MOST_CASES = 1000
"""Closed cases that a page tells anew; the command line tells all."""
MOST_DESKS = 10

Shown = tuple[ProcedureVersion | None, Definition]
"""The version from which a draft departs, and the definition that the draft would be."""


def running(request: HttpRequest, shown: Shown) -> str:
    """How many cases run under the version in force, and at which steps that the draft no longer has."""
    base, then = shown
    if base is None:
        return ""
    now = procedures.definition(base.id)
    counts = moving.open_steps(base.id)
    gone = {now.flow.steps[name].title: count for name, count in counts.items() if _gone(name, now, then)}
    context = {"count": sum(counts.values()), "gone": gone.items(), "stranded": sum(gone.values())}
    return render_to_string("cases/desk/trial_running.html", context, request)


def _gone(name: str, now: Definition, then: Definition) -> bool:
    """Whether a case that stands at a step could not go on there: the step is gone, or somebody else's."""
    old, new = now.flow.steps[name], then.flow.steps.get(name)
    return new is None or (new.at, new.agency, new.role) != (old.at, old.agency, old.role)


def past(request: HttpRequest, shown: Shown) -> str:
    """What the draft would have made of the cases of the past year."""
    _, then = shown
    today = local(moment_of(request)).date()
    report = replaying.replay(then.code, then, since=today - replaying.YEAR, until=today, most=MOST_CASES)
    context = {"report": report, "rows": list(_rows(report)), "desks": _desks(report), "most": MOST_CASES}
    return render_to_string("cases/desk/trial_past.html", context, request)


def _rows(report: Report) -> Iterator[tuple[str, str, str]]:
    """What is compared: before, and by the draft."""
    yield gettext("Hồ sơ trễ hẹn"), str(report.late_before), str(report.late_after)
    spans = [words.span(minutes) for minutes in (report.minutes_before, report.minutes_after)]
    yield gettext("Thời gian giải quyết, trung vị"), spans[0], spans[1]
    for title, (before, after) in report.papers.items():
        if before != after:
            told = [ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", n) % {"n": n} for n in (before, after)]
            yield gettext("Phải nộp “%(paper)s”") % {"paper": title}, told[0], told[1]


def _desks(report: Report) -> list[Mapping[str, Any]]:
    """The desks that would have more to do at once than they had."""
    titles = dict(CodeItem.objects.filter(list="roles").values_list("code", "title"))
    heavier = [one for one in report.desks if one.after.peak > one.before.peak][:MOST_DESKS]
    return [
        {
            "agency": agencies.agency(one.agency).short_name,
            "role": titles.get(one.role, one.role),
            "before": one.before.peak,
            "after": one.after.peak,
        }
        for one in heavier
    ]
