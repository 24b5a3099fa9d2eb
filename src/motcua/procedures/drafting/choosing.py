"""The choices of a question as people write them, one a line: ``Quốc lộ``, or ``quoc-lo = Quốc lộ | a hint``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from motcua.kernel import text as letters
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.drafting.texts import flow, unflow

_LINE = re.compile(r"(?:([A-Za-z0-9][\w.-]*)\s*=\s*)?([^=|]+?)(?:\s*\|\s*([^=|]+))?", re.ASCII)
_LIST = re.compile(r"danh mục ([a-z][a-z0-9-]*)")


def said(choices: Any) -> str:
    """Choices of the file, one a line; in the manner of the file what no line can say, nothing for none."""
    if isinstance(choices, str):
        return f"danh mục {choices}" if choices else ""
    if not isinstance(choices, list):
        return flow(choices)
    lines = [_line(one) for one in choices]
    whole = [_choice(found) if (found := _LINE.fullmatch(line)) else None for line in lines]
    return "\n".join(lines) if whole == [_full(one) for one in choices] else flow(choices)


def _line(choice: Any) -> str:
    full = _full(choice)
    hint = f" | {full['hint']}" if full.get("hint") else ""
    return f"{full.get('value')} = {full.get('label')}{hint}"


def _full(choice: Any) -> Mapping[str, Any]:
    return choice if isinstance(choice, Mapping) else {"value": choice, "label": choice}


def meant(text: str, where: str) -> Any:
    """What lines of choices say, as files write it; Invalid names the cell and tells the line."""
    if text.startswith(("{", "[")):
        return unflow(text, where)
    if named := _LIST.fullmatch(text):
        return named[1]
    found: dict[str, dict[str, str]] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        choice = _choice(read) if read else {"value": ""}
        if not choice["value"]:
            message = "viết Quốc lộ, hoặc quoc-lo = Quốc lộ; gợi ý ghi sau dấu |."
            faults.append(f"Dòng {number} (“{line.strip()}”): {message}")
        elif choice["value"] in found:
            faults.append(f"Dòng {number}: lựa chọn “{choice['value']}” đã có ở trên; đặt mã khác.")
        found.setdefault(choice["value"], choice)
    if faults:
        raise Invalid("Có ô viết chưa đúng.", faults=[Fault(where, " ".join(faults))])
    return list(found.values())


def _choice(found: re.Match[str]) -> dict[str, str]:
    label = found[2].strip()
    told = {"value": found[1] or letters.slug(label), "label": label}
    return told | ({"hint": found[3].strip()} if found[3] else {})
