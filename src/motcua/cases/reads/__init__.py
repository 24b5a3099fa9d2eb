"""Reading cases: rows for pages, API and jobs. Who may see what is an argument, never a habit of the caller."""

from motcua.cases.reads.lists import CaseRow, DraftRow, Tracked, drafts, id_of, of_applicant, search, track
from motcua.cases.reads.querying import json_of, rows
from motcua.cases.reads.queues import InboxFilter, InboxRow, QueueCount, counts, inbox
from motcua.cases.reads.whole import CaseView, EventRow, HoldRow, StepRow, case, events

__all__ = [
    "CaseRow", "CaseView", "DraftRow", "EventRow", "HoldRow", "InboxFilter", "InboxRow", "QueueCount", "StepRow",
    "Tracked", "case", "counts", "drafts", "events", "id_of", "inbox", "json_of", "of_applicant", "rows", "search",
    "track",
]  # fmt: skip
