"""What must hold between the answers and the journal: as many lie in a box as were seen to fall into it."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.cases.reads import rows

COUNTED = """
SELECT coalesce(b.id::text, e.stream::text) AS box, b.survey, coalesce(b.n, 0) AS kept, coalesce(e.n, 0) AS told
FROM (SELECT x.id, x.survey, count(a.id) AS n FROM surveys_box x LEFT JOIN surveys_answer a ON a.box_id = x.id
  GROUP BY x.id, x.survey) b
FULL JOIN (SELECT stream, count(*) AS n FROM journal_event WHERE kind = 'survey.answered' GROUP BY stream) e
  ON e.stream = b.id
WHERE coalesce(b.n, 0) <> coalesce(e.n, 0) ORDER BY 1"""


def boxes_that_differ() -> Iterator[str]:
    """Each box in which answers were added or lost behind the journal's back."""
    for row in rows(COUNTED, []):
        yield f"hòm phiếu “{row['survey'] or row['box']}” có {row['kept']} phiếu, nhật ký kể {row['told']}"
