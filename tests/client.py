"""A plain HTTP client that keeps its cookies and sends the forms of pages, as a browser without a screen would."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from uuid import uuid4

PATIENCE = 60
"""Seconds after which an answer will not come any more, on a busy machine."""

File = tuple[str, str | bytes, bytes]
"""The input's name, the file's name and what is in it."""


@dataclass(frozen=True)
class Answer:
    """What came back; after redirects, from where."""

    status: int
    url: str
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return unescape(self.body.decode())

    @property
    def words(self) -> str:
        """The page without its tags, spaces put together."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


class Visitor:
    """Somebody's browser at a site."""

    def __init__(self, url: str, name: str = "") -> None:
        self.url = url
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        if name:
            self.get("/tai-khoan/dang-nhap/")
            self.post(f"/dang-nhap/thu/{name}/")

    @property
    def token(self) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._send(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, fields: Mapping[str, str] | None = None, files: Sequence[File] = ()) -> Answer:
        """Send a form, with files as browsers send them."""
        values = {"csrfmiddlewaretoken": self.token, **(fields or {})}
        if not files:
            return self._send(urllib.request.Request(self.url + path, urlencode(values).encode()))
        boundary = uuid4().hex
        body = b"".join(_parts(values, files, boundary.encode()))
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._send(urllib.request.Request(self.url + path, body, kind))

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.url, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.url or "", refused.headers, refused.read())


def _parts(values: Mapping[str, str], files: Sequence[File], boundary: bytes):
    for name, value in values.items():
        head = f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        yield b"--" + boundary + b"\r\n" + head.encode()
    for name, called, content in files:
        raw = called if isinstance(called, bytes) else called.encode()
        yield b"--" + boundary + b'\r\nContent-Disposition: form-data; name="' + name.encode()
        yield (
            b'"; filename="'
            + raw
            + b'"\r\nContent-Type: application/octet-stream\r\n\r\n'
            + content
            + b"\r\n"
        )
    yield b"--" + boundary + b"--\r\n"
