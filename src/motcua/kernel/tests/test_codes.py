"""The codes of the State read back what they wrote and say what a right one looks like."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import codes
from motcua.kernel.codes import AgencyCode, CaseCode
from motcua.kernel.refusals import Invalid

VIETNAM = timezone(timedelta(hours=7))
DIGITS = st.text("0123456789", min_size=1, max_size=12)
FREE = st.text("0123456789ABCXYZH.-+ ", max_size=30) | st.text(max_size=30)

LEVEL_1 = st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True)
TWO, THREE = (st.from_regex(rf"[0-9]{{{width}}}", fullmatch=True) for width in (2, 3))


@st.composite
def narrow_agencies(draw):
    below = draw(st.tuples() | st.tuples(TWO) | st.tuples(TWO, TWO) | st.tuples(TWO, TWO, THREE))
    while below and not below[-1].strip("0"):
        below = below[:-1]
    return AgencyCode((draw(LEVEL_1), *below))


# Agencies


@pytest.mark.parametrize(
    ("code_2016", "code_2020"),
    [
        ("000.00.00.H27", "H27"),
        ("000.00.01.H27", "H27.01"),
        ("000.00.17.H27", "H27.17"),
        ("000.02.17.H27", "H27.17.02"),
        ("001.02.17.H27", "H27.17.02.001"),
        ("001.00.17.H27", "H27.17.00.001"),
    ],
)
def test_an_agency_has_one_code_in_each_scheme(code_2016, code_2020):
    assert codes.parse_agency_code(code_2016).code_2020 == code_2020
    assert codes.parse_agency_code(code_2020).code_2016 == code_2016
    assert codes.parse_agency_code(code_2016) == codes.parse_agency_code(code_2020)


@pytest.mark.parametrize(
    "code", ["H44.100", "H37.DN.001", "H27.1", "H27.17.02.01", "H27.17.02.001.9", "H27.00"]
)
def test_a_code_of_2020_that_the_old_widths_cannot_hold_is_not_squeezed(code):
    with pytest.raises(Invalid, match=r"không viết được theo QCVN 102:2016"):
        _ = codes.parse_agency_code(code).code_2016


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "H2",
        "27.H",
        "Z01",
        "Z27.01",
        "H27.",
        "H27..1",
        "H27.a-b",
        "00.00.17.H27",
        "H27." + "1" * 32,
        "Đ27",
    ],
)
def test_what_is_not_an_agency_code_is_told_both_forms(bad):
    with pytest.raises(Invalid, match=r"dạng H27\.17 .* hoặc 000\.00\.17\.H27"):
        codes.parse_agency_code(bad)


def test_an_agency_code_knows_its_level_and_parent():
    station = codes.parse_agency_code(" h27.17.02 ")
    assert station.level == 3
    assert str(station.parent) == "H27.17"
    assert station.parent.parent.parent is None


@given(narrow_agencies())
def test_conversion_goes_both_ways(agency):
    assert codes.parse_agency_code(agency.code_2016) == agency
    assert codes.parse_agency_code(agency.code_2020) == agency


# Cases


def test_a_case_code_has_the_form_of_its_scheme():
    agency = codes.parse_agency_code("H27.17")
    assert codes.format_case_code(agency, date(2022, 1, 1), 1, "2018") == "000.00.17.H27-220101-0001"
    assert codes.format_case_code(agency, date(2026, 6, 9), 92637, "2026") == "H27.17-20260609-0092637"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("000.00.17.H27-220101-0001", CaseCode(AgencyCode(("H27", "17")), date(2022, 1, 1), 1, "2018")),
        (" g09.20–20260609–0092637", CaseCode(AgencyCode(("G09", "20")), date(2026, 6, 9), 92637, "2026")),
        ("H27-20260228-0000001", CaseCode(AgencyCode(("H27",)), date(2026, 2, 28), 1, "2026")),
    ],
)
def test_a_case_code_is_read_as_people_type_it(typed, read):
    assert codes.parse_case_code(typed) == read


@pytest.mark.parametrize(
    "bad",
    ["", "123", "H27-20260231-0000001", "000.00.17.H27-221301-0001", "H27-20260228-0000000",
     "H27-01010101-0000001", "000.00.17.H27-220101-00001", "0.0.0.0.0.H27-220101-0001",
     "H27." + "1" * 32 + "-20260228-0000001"],
)  # fmt: skip
def test_what_is_not_a_case_code_is_told_the_form(bad):
    with pytest.raises(Invalid, match=r"^Mã hồ sơ phải có dạng H27\.17-20260609-0000123"):
        codes.parse_case_code(bad)


@pytest.mark.parametrize(("scheme", "most"), [("2018", 9_999), ("2026", 9_999_999)])
def test_the_numbers_of_a_day_end_and_never_wrap(scheme, most):
    agency = AgencyCode(("H27", "17"))
    assert codes.format_case_code(agency, date(2026, 6, 9), most, scheme).endswith(f"-{most}")
    with pytest.raises(Invalid, match=f"đã dùng hết {most} số hồ sơ của ngày 09/06/2026") as refusal:
        codes.format_case_code(agency, date(2026, 6, 9), most + 1, scheme)
    assert refusal.value.code == "case-numbers-used-up"


def test_a_case_numbered_below_one_is_a_bug():
    with pytest.raises(ValueError, match="from 1"):
        codes.format_case_code(AgencyCode(("H27",)), date(2026, 6, 9), 0, "2026")


@given(narrow_agencies(), st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 9_999))
def test_a_case_code_reads_back_what_it_wrote(agency, day, number):
    for scheme in ("2018", "2026"):
        written = codes.format_case_code(agency, day, number, scheme)
        assert codes.parse_case_code(written) == CaseCode(agency, day, number, scheme)


# Persons


@pytest.mark.parametrize(
    ("number", "province", "sex", "born"),
    [
        ("042085001234", "Hà Tĩnh", "male", 1985),
        ("042185001234", "Hà Tĩnh", "female", 1985),
        ("001205012345", "Hà Nội", "male", 2005),
        ("096325000001", "Cà Mau", "female", 2025),
        ("042 085 001 234", "Hà Tĩnh", "male", 1985),
        ("123099000001", "Nước ngoài", "male", 1999),
    ],
)
def test_a_personal_number_tells_province_sex_and_year(number, province, sex, born):
    read = codes.parse_person_number(number)
    assert (read.province_name, read.sex, read.birth_year) == (province, sex, born)
    read.check(born=born, sex=sex)


@pytest.mark.parametrize(
    "bad", ["", "04208500123", "0420850012345", "04208500123a", "183456789", "٠٤٢٠٨٥٠٠١٢٣٤"]
)
def test_a_personal_number_has_twelve_digits(bad):
    with pytest.raises(Invalid) as refusal:
        codes.parse_person_number(bad)
    assert refusal.value.message == "Số định danh cá nhân phải gồm đúng 12 chữ số, ví dụ 042085001234"


@pytest.mark.parametrize("bad", ["000085001234", "003085001234", "097085001234"])
def test_a_personal_number_names_a_province_that_exists(bad):
    with pytest.raises(Invalid, match="không phải mã tỉnh nào"):
        codes.parse_person_number(bad)


def test_a_personal_number_that_contradicts_what_was_declared_says_how():
    hoa = codes.parse_person_number("042190001234")
    with pytest.raises(Invalid, match="sinh năm 1990, không khớp năm sinh 1991 đã khai"):
        hoa.check(born=1991)
    with pytest.raises(Invalid, match=r"^Số của mẹ là của người có giới tính Nữ"):
        hoa.check(born=1990, sex="male", label="Số của mẹ")


def test_all_63_provinces_of_the_card_are_there():
    assert len(codes.BIRTH_PROVINCES) == 63
    assert list(codes.BIRTH_PROVINCES) == sorted(codes.BIRTH_PROVINCES)
    assert codes.BIRTH_PROVINCES["042"] == "Hà Tĩnh"
    assert codes.BIRTH_PROVINCES["077"] == "Bà Rịa - Vũng Tàu"


@given(
    st.sampled_from(sorted(codes.BIRTH_PROVINCES)),
    st.integers(1900, 2399),
    st.booleans(),
    st.integers(0, 999_999),
)
def test_a_personal_number_is_read_as_it_was_made(province, year, woman, tail):
    century = (year - 1900) // 100 * 2 + woman
    read = codes.parse_person_number(f"{province}{century}{year % 100:02d}{tail:06d}")
    assert (read.province, read.birth_year, read.sex) == (province, year, "female" if woman else "male")


def test_old_cards_and_passports_are_their_own_kinds():
    assert codes.parse_old_identity("183 456 789") == "183456789"
    assert codes.parse_passport("c1234567") == "C1234567"
    with pytest.raises(Invalid, match="đúng 9 chữ số"):
        codes.parse_old_identity("042085001234")
    with pytest.raises(Invalid, match="6 đến 9 chữ cái"):
        codes.parse_passport("ABCDEFG")


# Enterprises


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0100047516", "0100047516"), ("0100047516001", "0100047516-001"), ("0100047516-001", "0100047516-001"),
     ("0301 466 073", "0301466073")],
)  # fmt: skip
def test_a_tax_code_is_read_in_its_forms(typed, read):
    assert codes.parse_tax_code(typed) == read


@pytest.mark.parametrize(
    "bad", ["", "010004751", "01000475160", "0100047516-000", "0100047516-01", "MST0100047516"]
)
def test_a_tax_code_has_ten_or_thirteen_digits(bad):
    with pytest.raises(Invalid, match=r"^Mã số thuế phải gồm 10 chữ số"):
        codes.parse_tax_code(bad)


def test_a_mistyped_tax_code_is_noticed():
    with pytest.raises(Invalid, match="có chữ số gõ nhầm"):
        codes.parse_tax_code("0100047517")


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_the_check_digit_notices_every_single_wrong_digit(nine, place, shift):
    check = codes.tax_check_digit(nine)
    if check is None:
        return
    right = f"{nine}{check}"
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert codes.parse_tax_code(right) == right
    with pytest.raises(Invalid):
        codes.parse_tax_code(wrong)


def test_nine_digits_whose_check_would_be_ten_are_no_tax_code():
    assert codes.tax_check_digit("000000000") is None
    for last in "0123456789":
        with pytest.raises(Invalid):
            codes.parse_tax_code("000000000" + last)


def test_a_household_may_use_its_owners_personal_number():
    assert codes.parse_household_tax_code("042085001234") == "042085001234"
    assert codes.parse_household_tax_code("0100047516") == "0100047516"
    with pytest.raises(Invalid):
        codes.parse_tax_code("042085001234")
    with pytest.raises(Invalid, match=r"^Mã số thuế bắt đầu bằng 000"):
        codes.parse_household_tax_code("000085001234")


# Telephones


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0912345678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("0084.912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+842393855555", "02393855555"),
        ("842393855555", "02393855555"),
        ("0912-345-678", "0912345678"),
        ("02393855555", "02393855555"),
        ("(024) 3855 5555", "02438555555"),
    ],
)
def test_a_telephone_number_is_read_as_dialled_at_home(typed, read):
    assert codes.parse_phone(typed) == read


@pytest.mark.parametrize(
    "bad", ["", "0112345678", "091234567", "09123456789", "0239385555", "19001234", "18001091",
            "+1 202 555 0100", "0912345678 hoặc 0987654321", "0900841234567", "842393855", "٠٩١٢٣٤٥٦٧٨"]
)  # fmt: skip
def test_what_is_not_a_telephone_number_is_told_the_form(bad):
    with pytest.raises(Invalid) as refusal:
        codes.parse_phone(bad, label="Số điện thoại của mẹ")
    assert refusal.value.message == (
        "Số điện thoại của mẹ phải là số di động 10 chữ số hoặc số cố định 11 chữ số, ví dụ 0912 345 678"
    )


def test_hotlines_are_for_agencies():
    assert codes.parse_phone("1900 1234", hotline=True) == "19001234"
    assert codes.parse_phone("1800.599.920", hotline=True) == "1800599920"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("0912345678", "0912 345 678"), ("02393855555", "0239 385 5555"), ("02438555555", "024 3855 5555"),
     ("19001234", "1900 1234")],
)  # fmt: skip
def test_a_telephone_number_is_shown_in_groups(phone, shown):
    assert codes.show_phone(phone) == shown
    assert codes.parse_phone(shown, hotline=True) == phone


# Keys of rows


def test_a_key_is_version_seven_and_carries_its_instant():
    at = datetime(2026, 6, 9, 1, 2, 3, 456_789, tzinfo=UTC)
    key = codes.uuid7(at)
    assert key.version == 7
    assert key.variant == "specified in RFC 4122"
    assert key.int >> 80 == int(at.timestamp() * 1000)
    assert codes.uuid7(at) != key


@given(st.integers(0, 10**16), st.integers(1, 10**12))
def test_keys_sort_by_their_instants(microseconds, later):
    earlier = datetime(1970, 1, 1, 7, tzinfo=VIETNAM) + timedelta(microseconds=microseconds)
    assert codes.uuid7(earlier) < codes.uuid7(earlier + timedelta(microseconds=later))


def test_a_naive_instant_is_a_bug():
    with pytest.raises(TypeError):
        codes.uuid7(datetime(2026, 6, 9))  # noqa: DTZ001


READERS = [
    codes.parse_agency_code, codes.parse_case_code, codes.parse_person_number, codes.parse_old_identity,
    codes.parse_passport, codes.parse_tax_code, codes.parse_household_tax_code, codes.parse_phone,
]  # fmt: skip


@given(st.sampled_from(READERS), FREE | DIGITS)
def test_a_reader_answers_or_refuses_and_reads_its_own_answer(reader, text):
    try:
        answer = reader(text)
    except Invalid:
        return
    assert reader(str(answer)) == answer
