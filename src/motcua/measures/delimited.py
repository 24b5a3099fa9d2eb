"""Logs as lines with a separator: what Excel and databases write as CSV, each row with its line in the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from motcua.kernel.refusals import Fault, Invalid

LINE = " line"
"""The column that tells a row's line; no column of a file is called so, for their names are stripped."""

SEPARATORS = ",;\t|"
BLOCK = 50_000
MOST_TOLD = 20
"""Lines that a refusal names; the first show what is wrong with all of them."""

Row = tuple[int, Sequence[str]]
"""The line on which a row begins, and its cells."""


def table(path: Path) -> pa.Table:
    """The rows of a file under the names of its first line, as texts; raises :class:`Invalid` with the lines.

    Empty lines are none. A row with more or fewer cells than there are columns is refused: its values would be
    those of other columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _table(path, file)
    except OSError as error:
        raise Invalid(f"Không mở được {path}: hãy kiểm tra đường dẫn và quyền đọc.") from error
    except UnicodeDecodeError as error:
        todo = "trong Excel chọn lưu dạng “CSV UTF-8” rồi nhập lại."
        raise Invalid(f"Tệp {path} không phải mã UTF-8: {todo}") from error


def _table(path: Path, file: TextIO) -> pa.Table:
    first = file.readline()
    found = csv.reader(chain([first], file), delimiter=max(SEPARATORS, key=first.count), strict=True)
    rows = _numbered(path, found)
    _, head = next(rows, (1, ()))
    names = _names(path, head)
    schema = pa.schema([*((name, pa.string()) for name in names), (LINE, pa.int64())])
    whole = _whole(path, rows, len(names))
    blocks = [_block(block, schema) for block in iter(lambda: list(islice(whole, BLOCK)), [])]
    if not blocks:
        raise Invalid(f"Tệp {path} không có sự kiện nào dưới dòng tiêu đề; chưa có gì được ghi.")
    return pa.Table.from_batches(blocks)


def _block(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    columns = [*zip(*(cells for _, cells in rows), strict=True), [line for line, _ in rows]]
    arrays = [pa.array(column, one.type) for column, one in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _numbered(path: Path, found: Any) -> Iterator[Row]:
    """The rows that hold anything, each with its line."""
    line = 1
    try:
        for cells in found:
            if any(cells):
                yield line, cells
            line = found.line_num + 1
    except csv.Error as error:
        told = "dấu nháy kép mở mà không đóng, hoặc có chữ sau dấu nháy đóng: hãy sửa dòng này."
        raise _refused(path, [Fault(f"{path}:{line}", told)]) from error


def _names(path: Path, head: Sequence[str]) -> list[str]:
    """The names of the columns; one without a name gets its number, two of one name are refused."""
    names = [name.strip() or f"cột {place}" for place, name in enumerate(head, 1)]
    if not names:
        raise Invalid(f"Tệp {path} không có dòng tiêu đề nào.")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        faults = [Fault(f"{path}:1", f"Có hai cột “{name}”: đổi tên hoặc bỏ một cột.") for name in twice]
        raise _refused(path, faults)
    return names


def _whole(path: Path, rows: Iterator[Row], columns: int) -> Iterator[Row]:
    faults: list[Fault] = []
    for line, cells in rows:
        if len(cells) != columns:
            faults.append(Fault(f"{path}:{line}", f"Có {len(cells)} ô, dòng tiêu đề có {columns} cột."))
            if len(faults) == MOST_TOLD:
                break
        elif not faults:
            yield line, cells
    if faults:
        raise _refused(path, faults)


def _refused(path: Path, faults: Sequence[Fault]) -> Invalid:
    return Invalid(
        f"Không đọc được {path} như tệp CSV; sửa tệp rồi nhập lại, chưa có gì được ghi.", faults=faults
    )
