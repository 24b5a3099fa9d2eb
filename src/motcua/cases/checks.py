"""What must hold between the rows of cases and the journal that tells them."""

from __future__ import annotations

from uuid import UUID

from motcua.cases import reads

UNTOLD = """
SELECT c.id FROM cases_case c
CROSS JOIN LATERAL (SELECT max(e.seq) AS last FROM journal_event e WHERE e.stream = c.id) head
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_object_agg(told.key, told.value ORDER BY e.seq), '{}') AS columns
  FROM journal_event e CROSS JOIN LATERAL jsonb_each(e.data -> 'set') AS told WHERE e.stream = c.id
) replayed
WHERE head.last IS DISTINCT FROM c.revision OR jsonb_populate_record(c, replayed.columns) IS DISTINCT FROM c
ORDER BY c.id LIMIT %s"""


def rows_that_differ(*, limit: int = 10) -> list[UUID]:
    """Cases whose row is not what their journal, replayed, says: somebody changed the row behind the engine's back."""
    return [row["id"] for row in reads.rows(UNTOLD, [limit])]
