"""Files of elsewhere become drafts of procedure files, with a list of what a person must look at."""

from __future__ import annotations

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing import crawl, excel, internal
from motcua.procedures.importing.drafts import Doubt, Draft, Imported

__all__ = ["Doubt", "Draft", "Imported", "read"]

_READERS = {".jsonl": crawl.read, ".csv": crawl.read_table, ".json": internal.read}


def read(name: str, content: bytes) -> Imported:
    """The drafts and doubts of one file, recognised by the end of its name; Invalid when it is of no known kind."""
    if name.lower().endswith(".xlsx"):
        return excel.read(name, content)
    for ending, reader in _READERS.items():
        if name.lower().endswith(ending):
            return reader(_text(name, content))
    known = ", ".join(f"*{ending}" for ending in (*_READERS, ".xlsx"))
    raise Invalid(f"Chưa đọc được tệp “{name}”.", faults=[Fault(name, f"Chọn một trong các loại: {known}.")])


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            f"Tệp “{name}” không phải chữ UTF-8.", faults=[Fault(name, "Lưu lại tệp với mã UTF-8.")]
        ) from error
