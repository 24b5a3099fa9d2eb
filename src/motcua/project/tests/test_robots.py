"""Search engines: they find the procedures and the figures, and neither links that are keys nor anybody's pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.once


@pytest.fixture
def rules():
    answer = Client().get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    first, *lines = answer.content.decode().splitlines()
    assert first == "User-agent: *"
    return [(kind == "Allow", prefix) for kind, prefix in (line.split(": ") for line in lines)]


def is_read(rules, address: str) -> bool:
    """Whether a robot may ask for an address: the longest rule that fits it says so (RFC 9309)."""
    fits = [
        (len(prefix), allowed)
        for allowed, prefix in rules
        if re.match(re.escape(prefix).removesuffix(r"\$") + ("$" if prefix.endswith("$") else ""), address)
    ]
    return max(fits)[1]


@pytest.mark.parametrize(
    "address",
    [
        "/", "/thu-tuc/", "/thu-tuc/1.001193/", "/thu-tuc/?trang=2", "/cong-khai/",
        "/cong-khai/du-lieu/ho-so-theo-co-quan/csv/", "/tra-cuu/", "/tro-giup/", "/kha-nang-tiep-can/",
        "/static/web/portal.css",
    ],
)  # fmt: skip
def test_what_is_public_is_found(rules, address):
    assert is_read(rules, address)


@pytest.mark.parametrize(
    "address",
    [
        "/y-kien/0123456789abcdef/", "/y-kien/mau/1:abc/", "/y-kien/quay/1:abc/", "/tra-cuu/?ma=H27.60-20261123-1",
        "/tai-khoan/dang-nhap/", "/ca-nhan/", "/ban-nhap/1/", "/ban-lam-viec/", "/dieu-hanh/", "/quan-tri/",
        "/giay-to/1/", "/phieu/1/", "/api/v1/", "/healthz", "/mot-trang-moi/",
    ],
)  # fmt: skip
def test_links_that_are_keys_signing_in_and_what_is_somebodys_are_not(rules, address):
    assert not is_read(rules, address)
