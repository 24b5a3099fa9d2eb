"""XES (IEEE 1849-2016): the events of a log as rows, those of the case under ``case:``."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from motcua.kernel.refusals import Invalid

VALUES = ("string", "date", "int", "float", "boolean", "id")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Each event of a log, plain or gzipped, read case by case; raises :class:`Invalid` for what is no XES."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for _, element in iterparse(file, events=("end",)):
                if _name(element) == "trace":
                    yield from _trace(element)
                    element.clear()
    except DefusedXmlException as error:
        raise Invalid(f"{path} khai thực thể XML: bỏ phần DOCTYPE rồi nhập lại.") from error
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise Invalid(f"{path} không phải tệp nén trọn vẹn: nén lại, hoặc chép lại từ nguồn.") from error
    except FileNotFoundError as error:
        raise Invalid(f"Không có tệp {path}.") from error
    except (ParseError, OSError) as error:
        raise Invalid(f"Không đọc được {path} như tệp XES: {error}.") from error


def _trace(trace: Element) -> Iterator[dict[str, str]]:
    of_case = {f"case:{key}": value for key, value in _attributes(trace)}
    for event in trace:
        if _name(event) == "event":
            yield of_case | dict(_attributes(event))


def _attributes(of: Element) -> Iterator[tuple[str, str]]:
    return ((one.get("key", ""), one.get("value", "")) for one in of if _name(one) in VALUES)


def _name(of: Element) -> str:
    return of.tag.rpartition("}")[2]
