"""What must hold between the rows of documents and the store of their contents."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.cases.reads import rows
from motcua.documents import files

KEPT = """
SELECT f.sha256, coalesce(
  (SELECT s.title || ' của hồ sơ ' || c.code FROM documents_slip s JOIN cases_case c ON c.id = s.case_id
   WHERE s.file_id = f.id LIMIT 1),
  (SELECT 'giấy tờ của hồ sơ ' || c.code FROM documents_paper p JOIN cases_case c ON c.id = p.application
   WHERE p.file_id = f.id LIMIT 1),
  'giấy tờ của một bản nháp, văn bản chứng minh của một sổ số liệu, hoặc báo cáo đã phát hành') AS told
FROM documents_file f ORDER BY f.id"""


def files_that_differ() -> Iterator[str]:
    """What each content belongs to that the store has lost or that is no longer what was kept."""
    return (row["told"] for row in rows(KEPT, []) if not files.is_whole(row["sha256"]))
