"""Refusals: the one family of exceptions by which motcua says no, in Vietnamese.

A refusal is an answer to a person: it says what is wrong, where, and what to do. It maps once to a page, a
fragment, JSON and an exit code (``motcua.web.refusals``, ``motcua.project.cli``). A bug is never a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one place of an input.

    ``where`` is the field's id (``child_name``, ``mother.id_number``) or a file's ``path:line``; empty for the whole.
    """

    where: str
    message: str


class Refusal(Exception):
    """The request is refused; ``code`` is stable for programs, ``message`` is for people."""

    code = "refused"
    status = 400

    def __init__(self, message: str, *, code: str | None = None, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.faults = tuple(faults)


class Invalid(Refusal):
    """The input breaks its schema; ``faults`` lists every broken place, in the order of the form."""

    code = "invalid"
    status = 422


class Missing(Refusal):
    """The thing does not exist, or not for this person: the two are not told apart."""

    code = "missing"
    status = 404

    def __init__(self, message: str = "Không tìm thấy nội dung này.") -> None:
        super().__init__(message)


class NotAllowed(Refusal):
    """The person is known and sees the thing, but may not do this with it."""

    code = "not-allowed"
    status = 403


class Conflict(Refusal):
    """Somebody else was faster, or the thing has moved on; the message says who did what."""

    code = "conflict"
    status = 409


class OutOfOrder(Refusal):
    """The law or the flow does not have this move in this state."""

    code = "out-of-order"
    status = 409


class NotReady(Refusal):
    """What is asked for is being made at this moment: asked again later it is there."""

    code = "not-ready"
    status = 503


class CalendarUnknown(Refusal):
    """A date is asked of a year that the working calendar does not hold; motcua never guesses one."""

    code = "calendar-unknown"
    status = 422
