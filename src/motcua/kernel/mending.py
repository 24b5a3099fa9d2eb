"""A declaration that is set right in the course of a case: what it said before, and what it says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.kernel.position import Change


@dataclass(frozen=True, slots=True)
class Mended:
    """A declaration that was set right: its answers before and after, and the labels of those that differ."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    fields: tuple[str, ...]


def mended(ended: Change, right: Mended, at: datetime, reason: str) -> Change:
    """A change that also sets the declaration right: which answers differ is told, what they were is kept."""
    return replace(
        ended,
        data={**ended.data, "fields": list(right.fields)},
        case={**ended.case, "form": right.after},
        keep={"at": at, "reason": reason, "before": right.before},
    )
