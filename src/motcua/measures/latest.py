"""How late the days and instants of a file of facts are, as the file's own statistics say."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq


def none_after(path: Path, column: str, last: date | datetime) -> bool:
    """Whether no value of a column in a file is later; no where that is unknown."""
    known, top = _top(path, column)
    return known and (top is None or top <= last)


@lru_cache(maxsize=65_536)
def _top(path: Path, column: str) -> tuple[bool, date | datetime | None]:
    """Whether the latest value of a column is known, and which it is; None where it has none."""
    about = _about(path)
    place = about.schema.names.index(column)
    groups = [about.row_group(group).column(place).statistics for group in range(about.num_row_groups)]
    if not all(groups):
        return False, None
    return True, max((one.max for one in groups if one.has_min_max), default=None)


@lru_cache(maxsize=256)
def _about(path: Path) -> pq.FileMetaData:
    return pq.read_metadata(path)
