"""Whom the words of a table or a diagram mean, by the roles of the catalogue."""

from __future__ import annotations

_ROLES = (("tiếp nhận", "one-stop"), ("một cửa", "one-stop"), ("trung tâm", "one-stop"),
          ("lãnh đạo phòng", "division-head"),
          ("trưởng phòng", "division-head"), ("lãnh đạo", "leader"), ("giám đốc", "leader"), ("chủ tịch", "leader"),
          ("văn thư", "clerk"), ("chuyên viên", "specialist"))  # fmt: skip


def is_told(who: str) -> bool:
    """Whether words name a role that is known; else :func:`role_of` guesses."""
    return any(word in who.lower() for word, _ in _ROLES)


def role_of(who: str) -> str:
    """The role that words mean; a specialist when they name nobody that is known."""
    return next((role for word, role in _ROLES if word in who.lower()), "specialist")
