"""The Vietnamese phrases by which faults name a field."""

from __future__ import annotations

import re

_PROPER = ("Việt", "Tổ quốc")


def upper_first(text: str) -> str:
    """Return a phrase with a capital first letter."""
    return text[:1].upper() + text[1:]


def is_question(label: str) -> bool:
    """Say whether a label asks a question."""
    return label.rstrip().endswith("?")


def subject_of(label: str) -> str:
    """Return a label as it stands inside a sentence: a question in quotes, an abbreviation as it is."""
    text = label.strip().rstrip(":").strip()
    if is_question(text):
        return f"câu hỏi “{text}”"
    keeps_capital = text[1:2].isupper() or not text[:1].isupper() or text.startswith(_PROPER)
    return text if keeps_capital else text[0].lower() + text[1:]


def figure(number: int | float) -> str:
    """Return a number as Vietnam writes it: ``1.500,5``."""
    whole, _, rest = f"{number:,}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def shown_name(text: str) -> str:
    """Return a name that a stranger chose, made safe and short enough for a sentence."""
    return re.sub(r"[^\w.\-\[\]]", "?", text)[:40]
