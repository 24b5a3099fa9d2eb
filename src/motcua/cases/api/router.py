"""The one router of this slice: an address with two methods wants both in one place."""

from __future__ import annotations

from ninja import Router

router = Router()
