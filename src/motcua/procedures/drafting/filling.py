"""What fills an answer beforehand, as people write it: ``dữ liệu đất đai``; ``mục applicant khi relation = mother``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from motcua.kernel.forms.groups import PERSON_PARTS
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.drafting import shorthand
from motcua.procedures.drafting.texts import flow, unflow

SOURCES: Mapping[str, str] = {
    "applicant": "người nộp hồ sơ",
    "population": "dữ liệu dân cư",
    "business": "dữ liệu đăng ký kinh doanh",
    "tax": "dữ liệu thuế",
    "land": "dữ liệu đất đai",
    **{f"applicant.{part}": f"người nộp hồ sơ: {title.lower()}" for part, title in PERSON_PARTS.items()},
}
HOW = (
    "Viết người nộp hồ sơ, người nộp hồ sơ: số điện thoại, dữ liệu dân cư, dữ liệu đăng ký kinh doanh, dữ liệu thuế, "
    "dữ liệu đất đai; hoặc mã một mục cùng kiểu ở trên, ví dụ: mục applicant, mục applicant khi relation = mother."
)
_MEANT = {words: source for source, words in SOURCES.items()}
_NAME = r"[a-z][a-z0-9_]*"
_ROW = re.compile(rf"mục ({_NAME})(?: khi (.+))?", re.ASCII)
_SOURCE = re.compile(r"[a-z][a-z0-9_.-]*", re.ASCII)


def said(prefill: Any) -> str:
    """A source of the file in words; in the manner of the file what they cannot say, nothing for none."""
    if isinstance(prefill, str):
        return SOURCES.get(prefill, prefill)
    if not isinstance(prefill, Mapping):
        return flow(prefill)
    when = prefill.get("when")
    words = f"mục {prefill.get('field')}" + (f" khi {shorthand.said(when)}" if when else "")
    try:
        return words if meant(words, "") == prefill else flow(prefill)
    except Invalid:
        return flow(prefill)


def meant(text: str, where: str) -> Any:
    """What words say of a source, as files write it; Invalid names the cell."""
    words = " ".join(text.split())
    if words.startswith("{"):
        return unflow(text, where)
    if source := _MEANT.get(words.lower()):
        return source
    if row := _ROW.fullmatch(words):
        return {"field": row[1]} | ({"when": shorthand.meant(row[2], where)} if row[2] else {})
    if _SOURCE.fullmatch(words):
        return words
    raise Invalid("Có ô viết chưa đúng.", faults=[Fault(where, HOW)])
