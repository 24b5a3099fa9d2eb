"""Figures of agencies across a change of the map: by the agency of the time, or by who carries on today.

A case was received by the agency that was competent then, and finished by the one that finished it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from motcua.cases.reads.querying import rows
from motcua.kernel.calendar import LOCAL


@dataclass(frozen=True, slots=True)
class Figure:
    """Cases of an agency in a span of time; ``open`` are those that it has in hand now."""

    agency: int
    submitted: int
    finished: int
    late: int
    open: int


FIGURES = """
WITH RECURSIVE line (old, id) AS (
  SELECT id, id FROM agencies_agency
  UNION
  SELECT line.old, s.new_id FROM line JOIN agencies_succession s ON s.old_id = line.id AND s.default AND s.on <= %(day)s
),
heir AS (
  SELECT line.old, line.id FROM line JOIN agencies_agency g ON g.id = line.id
  WHERE g.valid_from <= %(day)s AND (g.valid_to IS NULL OR g.valid_to > %(day)s)
),
counted AS (
  SELECT coalesce((SELECT m.competent_id FROM cases_resettlement m WHERE m.case_id = c.id AND m.competent_id IS NOT NULL
    ORDER BY m.at LIMIT 1), c.competent_id) AS agency, 1 AS submitted, 0 AS finished, 0 AS late, 0 AS open
  FROM cases_case c WHERE c.submitted_at >= %(since)s AND c.submitted_at < %(until)s
  UNION ALL
  SELECT c.competent_id, 0, 1, (c.finished_at > c.due_at)::int, 0
  FROM cases_case c WHERE c.finished_at >= %(since)s AND c.finished_at < %(until)s
  UNION ALL
  SELECT c.competent_id, 0, 0, 0, 1 FROM cases_case c WHERE c.finished_at IS NULL
)
SELECT {agency} AS agency, sum(submitted)::int AS submitted, sum(finished)::int AS finished,
  coalesce(sum(late), 0)::int AS late, sum(open)::int AS open
FROM counted LEFT JOIN heir ON heir.old = counted.agency
GROUP BY 1 ORDER BY 1"""


def figures(since: date, until: date, *, heirs_of: date | None = None) -> list[Figure]:
    """Cases submitted and finished from ``since`` until the day before ``until``, and those open now, by agency.

    With ``heirs_of`` what an agency did that is no more counts for who carries on by default on that day.
    """
    agency = "coalesce(heir.id, counted.agency)" if heirs_of else "counted.agency"
    values = {
        "since": datetime.combine(since, time.min, LOCAL),
        "until": datetime.combine(until, time.min, LOCAL),
        "day": heirs_of or until,
    }
    return [Figure(**row) for row in rows(FIGURES.format(agency=agency), values)]
