"""Facts that a test makes itself: cases of one procedure, each with the steps that it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from motcua.measures import deriving, refreshing
from motcua.measures.facts import declared
from motcua.measures.store import Manifest


def put(as_of: datetime, **facts: Sequence[dict[str, Any]]) -> None:
    """Facts of some tables, a row a mapping; columns that a row does not name are empty."""
    here = refreshing.store()
    pieces = {}
    for name, rows in facts.items():
        table = pa.Table.from_pylist(list(rows), schema=deriving.schema(declared()[name]))
        pieces[name] = {"whole": here.put(name, "whole", table)}
    here.swap(Manifest(as_of, facts=pieces, digests={}))


def case(
    number: int, received: datetime, minutes: int, limit: int, agency: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case of one step that took some minutes of one long working day, and its step."""
    ended, due = received + timedelta(minutes=minutes), received + timedelta(minutes=limit)
    name = f"{number:032x}"
    common = {"case_id": name, "procedure": "1.001193", "agency": agency, "channel": 1}
    made = common | {
        "code": f"H27-{number}", "outcome": "granted", "held": False, "received_at": received, "finished_at": ended,
        "due_at": due, "late_after": due, "received_day": received.date(), "finished_day": ended.date(),
        "due_day": due.date(),
    }  # fmt: skip
    step = common | {
        "step_id": number, "name": "examine", "branch": "", "role": "judicial", "opened_at": received,
        "due_at": due, "closed_at": ended, "worked": minutes, "opened_day": received.date(),
    }  # fmt: skip
    return made, step
