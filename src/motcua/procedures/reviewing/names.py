"""The names of papers as they are compared: without accents, brackets, and words that only say in which form."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from motcua.kernel.text import fold

FEWEST_WORDS = 3
"""Words that a name has at least to be told from others by it."""

FILLING = frozenset(
    {"cac", "cho", "co", "con", "cua", "da", "duoc", "hoac", "mot", "nhung", "tai", "theo", "tu", "va", "ve"}
)
"""Words without which a name is still the name of the same paper."""

KINDS = frozenset(
    {
        "giai xac nhan",
        "giai chung nhan",
        "giai phep",
        "quiet dinh",
        "thong bao",
        "van ban",
        "chung chi",
        "ket qua",
    }
)
"""Names that only say what kind of document it is."""

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


def names_one(title: str) -> bool:
    """Whether a title names one paper, and not a kind of document."""
    said = words_of(title)
    return len(said) >= FEWEST_WORDS and " ".join(said) not in KINDS


def begins(title: str, name: str) -> bool:
    """Whether a paper's title begins with a name: ``Giấy chứng nhận kết hôn của cha, mẹ``."""
    head = words_of(name)
    return bool(head) and words_of(title)[: len(head)] == head


def alike(one: str, other: str, *, one_id: bool) -> bool:
    """Whether two names are those of one paper: of the same words, or under one id the plainer within the fuller."""
    mine, yours = _core(one), _core(other)
    if mine == yours:
        return True
    shorter, longer = sorted((mine, yours), key=Counter.total)
    return one_id and shorter.total() >= FEWEST_WORDS and shorter <= longer


def _core(title: str) -> Counter[str]:
    return Counter(word for word in words_of(title) if word not in FILLING)
