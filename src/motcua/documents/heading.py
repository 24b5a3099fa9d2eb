"""What heads a slip of a place: who writes, where, when, about what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.documents import slips


def of_place(point: AgencyRow, at: datetime, *, number: str = "", about: str, url: str) -> dict[str, Any]:
    """The fields of a letterhead; ``about`` is the code beneath the QR code, which leads to ``url``."""
    return {
        "agency_parent": agencies.agency(point.parent_id).name if point.parent_id else "",
        "agency_name": point.name,
        "number": number,
        "suffix": "",
        "place": slips.place_name(point.place) or settings.PROVINCE,
        "at": at,
        "case_code": about,
        "tracking_url": url,
    }


def of_case(code: str, reception: int, at: datetime) -> dict[str, Any]:
    """The letterhead of a slip about a case; its number is the code of the case, by which it is tracked."""
    url = f"{settings.BASE_URL}/tra-cuu/?ma={code}"
    return of_place(agencies.agency(reception), at, number=code, about=code, url=url)
