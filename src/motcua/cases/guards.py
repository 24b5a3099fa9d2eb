"""Conditions that a step asks for by name and an upper slice answers; a name that nobody answers is refused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from motcua.kernel.refusals import OutOfOrder

#: A guard answers with what is still missing, in Vietnamese, or with nothing.
Guard = Callable[[UUID], str]
_guards: dict[str, Guard] = {}


def answer(name: str) -> Callable[[Guard], Guard]:
    """Answer for a condition; called from an upper slice's ``wiring``."""

    def known(guard: Guard) -> Guard:
        _guards[name] = guard
        return guard

    return known


def names() -> frozenset[str]:
    """The conditions that somebody answers for."""
    return frozenset(_guards)


STEP, FILING = "Chưa thể kết thúc bước này", "Chưa nộp được hồ sơ"
"""What an open condition stands in the way of."""


def require(name: str, case: UUID, stopped: str = STEP) -> None:
    """:class:`OutOfOrder` unless the condition holds; an unknown one never does."""
    guard = _guards.get(name)
    missing = guard(case) if guard else f"hệ thống không biết kiểm tra điều kiện “{name}”"
    if missing:
        raise OutOfOrder(f"{stopped}: {missing}.", code="guard")
