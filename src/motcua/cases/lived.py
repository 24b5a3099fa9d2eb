"""What a year of cases tells of a procedure: whom it touched, how long it took, which papers decided something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.cases.models import Case
from motcua.cases.reads.querying import UNDONE, rows
from motcua.kernel.calendar import LOCAL
from motcua.procedures.definition import Definition
from motcua.procedures.models import Procedure
from motcua.procedures.reviewing import Lived, PaperLived

YEAR = timedelta(days=365)

TAKEN = """
SELECT count(*) AS granted, percentile_disc(0.9) WITHIN GROUP (ORDER BY taken.minutes) AS p90
FROM cases_case c
CROSS JOIN LATERAL (SELECT coalesce(sum(s.worked), 0) AS minutes FROM cases_step s
  WHERE s.case_id = c.id AND s.branch = '' AND s.opened_at >= c.received_at AND s.closed_at <= c.finished_at
    AND NOT {undone}) taken
WHERE c.procedure_id = %(procedure)s AND c.submitted_at >= %(since)s AND c.submitted_at < %(until)s
  AND c.outcome = 'granted' AND c.parent_id IS NULL""".replace("{undone}", UNDONE)
"""Working minutes from reception to result, without pauses and what an undone move took.

A part of a bundle has a share, not this limit.
"""

RETURNED = """
SELECT item ->> 'id' AS paper, count(DISTINCT c.id) AS cases
FROM cases_case c
JOIN cases_hold h ON h.case_id = c.id AND h.kind = 'supplement'
CROSS JOIN LATERAL jsonb_array_elements(h.items) item
WHERE c.procedure_id = %(procedure)s AND c.submitted_at >= %(since)s AND c.submitted_at < %(until)s AND item ? 'id'
GROUP BY 1"""

REFUSED = """
WITH refused AS MATERIALIZED (SELECT c.id FROM cases_case c
  WHERE c.procedure_id = %(procedure)s AND c.submitted_at >= %(since)s AND c.submitted_at < %(until)s
    AND c.outcome = 'refused')
SELECT r.id FROM refused r CROSS JOIN LATERAL (SELECT FROM journal_event e WHERE e.stream = r.id
  AND e.kind = 'case.refused' AND NOT e.data ->> 'reason_code' = ANY (%(elsewhere)s) LIMIT 1) told"""
"""The refused cases first, then the journal of each: the whole journal is never read."""


def year_of(of: Definition, *, until: date, elsewhere: Collection[str] = ()) -> Lived | None:
    """The cases filed in the year before a day, as this definition would ask papers of them; None without any.

    ``elsewhere`` are the codes of reasons for a refusal that no paper shows; any other may have come from each paper.
    """
    first, last = (datetime.combine(day, time.min, LOCAL) for day in (until - YEAR, until))
    procedure = Procedure.objects.filter(code=of.code).values_list("id", flat=True).first()
    wanted = {"procedure": procedure, "since": first, "until": last, "elsewhere": list(elsewhere)}
    (taken,) = rows(TAKEN, wanted)
    people, papers = _papers(of, wanted)
    return Lived(len(people), taken["granted"], taken["p90"] or 0, papers) if people else None


def _papers(of: Definition, wanted: dict[str, Any]) -> tuple[set[int], dict[str, PaperLived]]:
    """Everybody who filed, and for each paper whom it was asked of and what came of it."""
    returned = {row["paper"]: row["cases"] for row in rows(RETURNED, wanted)}
    refused = {row["id"] for row in rows(REFUSED, wanted)}
    people: set[int] = set()
    askers = defaultdict[str, set[int]](set)
    closed, decided = Counter[str](), Counter[str]()
    filed = Case.objects.filter(
        procedure=wanted["procedure"], submitted_at__gte=wanted["since"], submitted_at__lt=wanted["until"]
    )
    for case, applicant, form, end in filed.values_list("id", "applicant", "form", "finished_at").iterator(
        2000
    ):
        people.add(applicant)
        for paper in of.papers_for(form):
            askers[paper.id].add(applicant)
            closed[paper.id] += end is not None
            decided[paper.id] += case in refused
    told = {
        name: PaperLived(len(asked), closed[name], returned.get(name, 0), decided[name])
        for name, asked in askers.items()
    }
    return people, told
