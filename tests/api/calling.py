"""A partner system that calls the API: a key, a clock that the test holds, JSON both ways."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from motcua.agencies.models import Post
from motcua.people import acts as people
from motcua.people.models import Account, Appointment
from tests.province import MONDAY

ROOT = "/api/v1"


@dataclass
class Clock:
    """The moment of every request, until the test moves it."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at


@dataclass
class Answer:
    """What the API said."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        return self.body["error"]["code"]

    @property
    def wheres(self) -> list[str]:
        return [fault["where"] for fault in self.body["error"]["faults"]]


@dataclass
class Partner:
    """One caller; without a key nobody."""

    key: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> Answer:
        return answer_of(self.client.get(ROOT + path, query, headers=self._headers()))

    def post(self, path: str, body: Any = None, *, once: str = "") -> Answer:
        return self.send("POST", path, body, once=once)

    def put(self, path: str, body: Any = None, *, once: str = "") -> Answer:
        return self.send("PUT", path, body, once=once)

    def delete(self, path: str, *, once: str = "") -> Answer:
        return self.send("DELETE", path, once=once)

    def send(self, method: str, path: str, body: Any = None, *, once: str = "") -> Answer:
        text = "" if body is None else json.dumps(body)
        return self.raw(method, path, text, **{"Idempotency-Key": once or str(uuid.uuid4())})

    def raw(
        self,
        method: str,
        path: str,
        body: str | bytes,
        *,
        content_type: str = "application/json",
        **headers: str,
    ) -> Answer:
        sent = self.client.generic(
            method, ROOT + path, body, content_type=content_type, headers=self._headers() | headers
        )
        return answer_of(sent)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def answer_of(response: Any) -> Answer:
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    told = response.headers.get("Content-Type", "").startswith("application/json")
    return Answer(response.status_code, json.loads(whole) if told and whole else whole, response.headers)


def partner(username: str, *, at: datetime = MONDAY) -> Partner:
    """A caller with a key of one of the cast."""
    account = Account.objects.get(username=username)
    return Partner(people.issue_token(account.pk, "test", until=at + timedelta(days=90)))


def post_office(*, slug: str = "gso-18073.mot-cua", key: str = "tiep-nhan") -> Partner:
    """A partner system that receives for a one-stop: its account holds the post of the reception."""
    account = Account.objects.create(username="buu-dien", full_name="Bưu điện Thành Sen", password="!")
    post = Post.objects.get(agency__slug=slug, agency__valid_to=None, key=key)
    Appointment.objects.create(account=account, post=post, valid_from=date(2026, 1, 1))
    return partner("buu-dien")
