"""Reading cases: rows for pages, API and jobs. Who may see what is an argument, never a habit of the caller."""

from motcua.cases.reads.amended import Amendment, amendments
from motcua.cases.reads.bundled import BundleRow, PartRow, bundle_of, charges, parts_in, parts_of
from motcua.cases.reads.figures import Figure, figures
from motcua.cases.reads.lists import (
    STAGE_TITLES,
    CaseRow,
    DraftRow,
    Tracked,
    drafts,
    id_of,
    of_applicant,
    search,
    seen,
    track,
)
from motcua.cases.reads.looks import Look, looks, looks_into, purpose_of_sitting
from motcua.cases.reads.minuted import MinutesRow, minutes, minutes_of
from motcua.cases.reads.notices import NoticeRow, notices, notices_count
from motcua.cases.reads.opinions import OpinionRow
from motcua.cases.reads.opinions import late as late_opinions
from motcua.cases.reads.opinions import of_case as opinions_of
from motcua.cases.reads.querying import json_of, rows
from motcua.cases.reads.queues import InboxFilter, InboxRow, QueueCount, counts, headed, inbox
from motcua.cases.reads.whole import CaseView, EventRow, HoldRow, StepRow, case, events

__all__ = [
    "STAGE_TITLES", "Amendment", "BundleRow", "CaseRow", "CaseView", "DraftRow", "EventRow", "Figure", "HoldRow",
    "InboxFilter", "InboxRow", "Look", "MinutesRow", "NoticeRow", "OpinionRow", "PartRow", "QueueCount", "StepRow",
    "Tracked", "amendments", "bundle_of", "case", "charges", "counts", "drafts", "events", "figures",
    "headed", "id_of", "inbox", "json_of", "late_opinions", "looks", "looks_into", "minutes", "minutes_of",
    "notices", "notices_count", "of_applicant", "opinions_of", "parts_in", "parts_of", "purpose_of_sitting", "rows",
    "search", "seen", "track",
]  # fmt: skip
