"""Patterns that a procedure file may ask of a text: regular expressions too simple to be slow.

Python matches by backtracking, so a pattern like ``(a+)+`` takes exponential time on a hostile text. Here
repeats may not nest, and the ways in which a match can be tried are counted before the pattern is accepted.
"""

from __future__ import annotations

import re

from motcua.kernel.refusals import Invalid

MOST_WAYS = 50_000
"""Ways to try one match that a pattern may have."""

LONGEST_REPEAT = 200
"""What ``*`` and ``+`` count for, and so the longest text that a field with a pattern takes."""

_TOKEN = re.compile(
    r"""(?P<atom> \\[dws.\-/()\[\]+*?\\] | \[\^?(?:\\[dws.\-/\]\\] | [^\[\]\\])+\] | [^\\\[\](){}|?*+^$] )
      | (?P<repeat> \? | \* | \+ | \{[0-9]{1,4}(?:,[0-9]{1,4})?\} )
      | (?P<open> \((?:\?:)? ) | (?P<close> \) ) | (?P<either> \| )""",
    re.VERBOSE,
)


def compile_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern that matches whole texts; raises ``Invalid`` when it is wrong or could be slow.

    Allowed are letters, ``\\d \\w \\s``, classes ``[...]``, groups, ``|``, repeats; after a group only ``?``.
    """
    tokens = _tokens(text)
    if _ways(tokens) > MOST_WAYS:
        raise Invalid(
            "Biểu thức có quá nhiều phần lặp, có thể làm chậm hệ thống; ghi rõ số lần lặp, ví dụ [0-9]{4}."
        )
    try:
        return re.compile(text, re.ASCII)
    except re.error:
        raise _wrong() from None


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _wrong()
        tokens.append((found.lastgroup, found.group()))
        at = found.end()
    if not tokens:
        raise _wrong()
    return tokens


def _ways(tokens: list[tuple[str, str]]) -> int:
    ways, before = 1, "open"
    for kind, text in tokens:
        if kind == "either":
            ways += ways
        if kind == "repeat":
            if before not in ("atom", "close") or (before == "close" and text != "?"):
                raise _wrong()
            ways *= _lengths(text)
        before = kind
    return ways


def _lengths(repeat: str) -> int:
    if repeat == "?":
        return 2
    if repeat in "*+":
        return LONGEST_REPEAT
    least, _, most = repeat[1:-1].partition(",")
    return max(int(most or least) - int(least) + 1, 1)


def _wrong() -> Invalid:
    return Invalid(
        "Biểu thức không dùng được; chỉ dùng chữ, số, \\d, [...], (...), | và lặp {n}, {n,m}, ?, +, * "
        "không lồng nhau."
    )
