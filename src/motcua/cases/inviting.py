"""What whoever is given a result is invited to: an upper slice says where, the slip of the hand-over bears the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it is printed: its title, what it says, the whole address, until when it holds."""

    title: str
    words: str
    address: str
    until: datetime


#: Tells what the applicant of a case is invited to at a moment, if anything.
Teller = Callable[[UUID, datetime], Invited | None]
_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Let somebody tell of an invitation; called once, from an upper slice's ``wiring``."""
    _tellers.append(teller)


def invited(case: UUID, at: datetime) -> Invited | None:
    """The first invitation that the applicant of a case has at a moment."""
    return next((found for teller in _tellers if (found := teller(case, at))), None)
