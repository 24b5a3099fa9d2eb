"""The names of papers as they are compared: without accents, brackets, and words that only say in which form."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from motcua.kernel.text import fold

CLOSE = 0.85
CLOSE_UNDER_ONE_ID = 0.6
"""How much of two names is common (Dice, 1: all) so that they are one paper; less when the files give them one id."""

FEWEST_WORDS = 3
TELLING = frozenset({"lai", "khong", "truoc", "sau", "cha", "me", "vo", "chong"})
"""Words that make another paper of nearly the same name; figures do too."""

_ASIDE = re.compile(r"\([^)]*\)|\b(theo mau|neu co)\b.*")
_FORM_OF = re.compile(
    r"^(?:0?\d+ )?(?:ban (?:sao|chinh|chup|quet|photo)(?: co chung thuc| hop le)? (?:cua )?)+"
)
_WORD = re.compile(r"[a-z0-9]+")


@cache
def words_of(title: str) -> tuple[str, ...]:
    """The words by which a name is compared; ``lý`` and ``lí``, ``uỷ`` and ``ủy`` are one."""
    said = _FORM_OF.sub("", _ASIDE.sub(" ", fold(title)).strip())
    return tuple(word.replace("y", "i") for word in _WORD.findall(said))


def begins(title: str, name: str) -> bool:
    """Whether a paper's title begins with a name: ``Giấy chứng nhận kết hôn của cha, mẹ``."""
    head = words_of(name)
    return bool(head) and words_of(title)[: len(head)] == head


def alike(one: str, other: str, *, one_id: bool) -> bool:
    """Whether two names are those of one paper."""
    mine, yours = Counter(words_of(one)), Counter(words_of(other))
    if mine == yours:
        return True
    apart = (mine - yours) + (yours - mine)
    if not one_id and (TELLING & apart.keys() or any(word.isdecimal() for word in apart)):
        return False
    whole = mine.total() + yours.total()
    common = 2 * (mine & yours).total() / whole if whole else 0.0
    enough = min(mine.total(), yours.total()) >= FEWEST_WORDS
    return enough and common >= (CLOSE_UNDER_ONE_ID if one_id else CLOSE)
