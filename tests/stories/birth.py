"""A birth registration as Hoa would fill it in; and the short way to have one filed for stories that begin later."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import filing
from motcua.cases.models import Channel
from motcua.procedures import reads as procedures
from tests.province import THANH_SEN, agency, who

BIRTH = "1.001193"
RECEPTION = f"{THANH_SEN}.mot-cua"

PLACE = {"commune": "18073", "detail": "Số 12 đường Nguyễn Công Trứ"}
BIRTH_FORM: dict[str, Any] = {
    "relation": "mother",
    "applicant": {
        "full_name": "Nguyễn Thị Hoa",
        "id_number": "042192000123",
        "residence": PLACE,
        "phone": "0912000123",
    },
    "child": {
        "full_name": "Trần An Nhiên",
        "birth_date": "2026-11-10",
        "sex": "female",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
    },
    "birth_proof": "hospital",
    "hospital": "Bệnh viện Đa khoa tỉnh Hà Tĩnh",
    "birth_place": PLACE,
    "home_town": PLACE,
    "mother": {
        "full_name": "Nguyễn Thị Hoa",
        "id_number": "042192000123",
        "birth_date": "1992-03-08",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "residence": PLACE,
    },
    "declare_father": False,
    "copies": 0,
    "pledge": True,
}


def file_birth(
    *,
    at: datetime,
    code: str = BIRTH,
    by: str = "hoa",
    form: dict[str, Any] | None = None,
    return_how: str | None = None,
) -> UUID:
    """A case filed over the counter of Thành Sen, papers in hand."""
    actor = who(by)
    reception = agency(RECEPTION)
    draft = filing.start(code, channel=Channel.COUNTER, reception=reception, by=actor, at=at)
    filing.save(draft, form or form_for(code), return_how=return_how, by=actor, at=at)
    return filing.submit(draft, by=actor, at=at).id


def form_for(code: str) -> dict[str, Any]:
    """The birth form, or for another procedure a form that its schema accepts."""
    if code == BIRTH:
        return BIRTH_FORM
    from tests.stories.fill import plausible

    return plausible(procedures.version_in_force(code, datetime(2026, 11, 16).date()).definition.schema)  # noqa: DTZ001


def posted(form: dict[str, Any], name: str = "") -> dict[str, Any]:
    """A form as a browser sends it: dates in parts, yes and no in words."""
    sent: dict[str, Any] = {}
    for key, value in form.items():
        path = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            sent |= posted(value, path)
        elif key == "birth_date":
            year, month, day = value.split("-")
            sent |= {f"{path}.day": day, f"{path}.month": month, f"{path}.year": year}
        else:
            sent[path] = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return sent
