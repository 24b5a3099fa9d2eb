"""What a form knows before anybody types: the applicant's own details, taken apart as the form asks for them."""

from __future__ import annotations

import pytest

from motcua.cases.journey import prefilled, residence
from motcua.kernel.forms import Schema
from motcua.people.reads import ApplicantRow

COMMUNES = {"18073": "Phường Thành Sen", "18754": "Phường Sông Trí"}
HOA = ApplicantRow(
    1, "citizen", "Nguyễn Thị Hoa", "042192000123", "0912000123", "hoa@example.vn",
    "Số 12 đường Nguyễn Công Trứ, phường Thành Sen, tỉnh Hà Tĩnh", None,
)  # fmt: skip
AN_PHAT = ApplicantRow(2, "business", "Công ty TNHH An Phát", "3000000012", "0912000456", "", "", None)

PERSON = {
    "id": "me",
    "label": "Bạn",
    "type": "person",
    "own": True,
    "ask": ["full_name", "sex", "residence", "phone"],
}
SCHEMA = Schema.parse(
    [
        PERSON,
        {"id": "child", "label": "Trẻ", "type": "person"},
        {"id": "call", "label": "Gọi số nào?", "type": "phone", "prefill": "applicant.phone"},
        {"id": "other", "label": "Khác", "type": "text", "prefill": "population.other"},
    ]
)


def test_a_citizens_own_person_is_known():
    assert prefilled(SCHEMA, HOA, COMMUNES) == {
        "me": {
            "full_name": "Nguyễn Thị Hoa",
            "sex": "female",
            "residence": {"commune": "18073", "detail": "Số 12 đường Nguyễn Công Trứ"},
            "phone": "0912000123",
        },
        "call": "0912000123",
    }


def test_a_business_is_no_person():
    assert prefilled(SCHEMA, AN_PHAT, COMMUNES) == {"me": {"phone": "0912000456"}, "call": "0912000456"}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Thôn 3, phường Sông Trí", {"commune": "18754", "detail": "Thôn 3"}),
        ("Số 1 Tràng Tiền, Hà Nội", {"detail": "Số 1 Tràng Tiền, Hà Nội"}),
        ("", {}),
    ],
)
def test_an_address_in_one_line_is_taken_apart(address, place):
    assert residence(address, COMMUNES) == place
