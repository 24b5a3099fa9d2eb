"""Who calls the API: the account of the key in ``Authorization: Bearer …``, on the day of the request."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.kernel.calendar import local
from motcua.kernel.refusals import NotAllowed
from motcua.people.access import page_permission
from motcua.people.actors import Actor, actor_with_token
from motcua.people.acts import digest


class Key(HttpBearer):
    """The gate of an operation: a key that is valid and, where ``needs`` names permissions, holds one of them.

    A session's cookie opens nothing here, so another site cannot act through a browser.
    """

    def __init__(self, *needs: str) -> None:
        super().__init__()
        self.needs = needs

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of a key, also as ``request.actor``; None refuses with 401, :class:`NotAllowed` with 403."""
        at: datetime = request.at  # type: ignore[attr-defined]
        request.actor = actor = actor_with_token(digest(token), at=at, on=local(at).date())  # type: ignore[attr-defined]
        if actor and self.needs and not any(page_permission(request, need) for need in self.needs):
            raise NotAllowed("Tài khoản của khóa này không có quyền dùng thao tác đó.")
        return actor


class Closed(HttpBearer):
    """The gate of an operation that does not say what it needs: it opens to nobody."""

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Nobody."""


def caller(request: HttpRequest) -> Actor:
    """Who calls; the gate of the operation has made sure that somebody does."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


def moment(request: HttpRequest) -> datetime:
    """The moment of the request."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]
