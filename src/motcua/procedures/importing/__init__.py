"""Files of elsewhere become drafts of procedure files, with a list of what a person must look at."""

from __future__ import annotations

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing import bpmn, crawl, excel, internal
from motcua.procedures.importing.drafts import Doubt, Draft, Imported

__all__ = ["Doubt", "Draft", "Imported", "read"]

_READERS = {".jsonl": crawl.read, ".csv": crawl.read_table, ".json": internal.read}
_WHOLE = {".xlsx": excel.read, ".bpmn": bpmn.read, ".xml": bpmn.read, ".dmn": bpmn.read}
"""Readers of files that are no plain text, or say themselves in which code it is."""


def read(name: str, content: bytes) -> Imported:
    """The drafts and doubts of one file, recognised by the end of its name; Invalid when it is of no known kind."""
    for ending, of_file in _WHOLE.items():
        if name.lower().endswith(ending):
            return of_file(name, content)
    for ending, of_text in _READERS.items():
        if name.lower().endswith(ending):
            return of_text(_text(name, content))
    known = ", ".join(f"*{ending}" for ending in (*_READERS, ".xlsx", ".bpmn"))
    raise Invalid(f"Chưa đọc được tệp “{name}”.", faults=[Fault(name, f"Chọn một trong các loại: {known}.")])


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            f"Tệp “{name}” không phải chữ UTF-8.", faults=[Fault(name, "Lưu lại tệp với mã UTF-8.")]
        ) from error
