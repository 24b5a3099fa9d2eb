"""Codes of the State: agencies, cases, persons, enterprises, telephones.

Every reader returns the one canonical form of what it was given and raises ``Invalid``, in Vietnamese, with
what a right one looks like. A reader of what people type takes ``label``, the words that open its refusal.
"""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from motcua.kernel.refusals import Invalid

Sex = Literal["male", "female"]
CaseScheme = Literal["2018", "2026"]

SEX_TITLES: dict[Sex, str] = {"male": "Nam", "female": "Nữ"}

PEOPLES = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Mông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ-đu", "Rơ-măm",
)  # fmt: skip
"""The 54 peoples of Viet Nam in the order of the official list (QĐ 121-TCTK/PPCĐ, 2/3/1979)."""

# Agencies ---------------------------------------------------------------------------------------------------

LONGEST_AGENCY_CODE = 35

_CODE_2016 = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Y][0-9]{2})")
_CODE_2020 = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*")
_WIDTHS_2016 = (2, 2, 3)


@dataclass(frozen=True, slots=True, order=True)
class AgencyCode:
    """The code of an agency, its groups from level 1 (``H27``, Hà Tĩnh) down; one value for both schemes."""

    groups: tuple[str, ...]

    def __str__(self) -> str:
        return self.code_2020

    @property
    def level(self) -> int:
        """The level from 1: a ministry or a province."""
        return len(self.groups)

    @property
    def parent(self) -> AgencyCode | None:
        """The agency one level up, or None above level 1."""
        return AgencyCode(self.groups[:-1]) if self.level > 1 else None

    @property
    def code_2020(self) -> str:
        """The code of QĐ 20/2020/QĐ-TTg Đ.4: ``H27.17``."""
        return ".".join(self.groups)

    @property
    def code_2016(self) -> str:
        """The code of QCVN 102:2016/BTTTT: ``000.00.17.H27``; raises ``Invalid`` when it cannot be one."""
        below = self.groups[1:]
        widths = _WIDTHS_2016[: len(below)]
        fits = len(below) <= len(_WIDTHS_2016) and not (below and _is_zero(below[-1]))
        if not fits or any(not _is_digits(group, width) for group, width in zip(below, widths, strict=True)):
            raise Invalid(
                f"Mã {self.code_2020} không viết được theo QCVN 102:2016: chỉ có bốn cấp, ba cấp dưới là "
                "2, 2 và 3 chữ số, ví dụ H27.17 là 000.00.17.H27"
            )
        padded = below + tuple("0" * width for width in _WIDTHS_2016[len(below) :])
        return ".".join((*reversed(padded), self.groups[0]))


def _is_digits(text: str, width: int) -> bool:
    return re.fullmatch(f"[0-9]{{{width}}}", text) is not None


def _is_zero(group: str) -> bool:
    return not group.strip("0")


def parse_agency_code(text: str) -> AgencyCode:
    """Read an agency code of either scheme, QCVN 102:2016 or QĐ 20/2020/QĐ-TTg Đ.4."""
    code = _upper(text)
    if old := _CODE_2016.fullmatch(code):
        return AgencyCode(_without_zero_tail(tuple(reversed(old.groups()))))
    if len(code) <= LONGEST_AGENCY_CODE and _CODE_2020.fullmatch(code):
        return AgencyCode(tuple(code.split(".")))
    raise Invalid(
        "Mã cơ quan phải có dạng H27.17 (QĐ 20/2020, tối đa 35 ký tự: chữ hoa, chữ số, dấu chấm) hoặc "
        "000.00.17.H27 (QCVN 102:2016)"
    )


def _without_zero_tail(groups: tuple[str, ...]) -> tuple[str, ...]:
    while len(groups) > 1 and _is_zero(groups[-1]):
        groups = groups[:-1]
    return groups


# Cases ----------------------------------------------------------------------------------------------------------

_CASE_2018 = re.compile(r"([0-9.]{9}\.[A-Y][0-9]{2})-([0-9]{6})-([0-9]{4})")
_CASE_2026 = re.compile(r"([A-Y][0-9]{2}(?:\.[0-9A-Z]+)*)-(20[0-9]{6})-([0-9]{7})")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MOST_CASES: dict[CaseScheme, int] = {"2018": 9_999, "2026": 9_999_999}


@dataclass(frozen=True, slots=True)
class CaseCode:
    """The code of a case: the agency that received it, the local day and the number within that day."""

    agency: AgencyCode
    day: date
    number: int
    scheme: CaseScheme

    def __str__(self) -> str:
        if self.scheme == "2018":
            return f"{self.agency.code_2016}-{self.day:%y%m%d}-{self.number:04d}"
        return f"{self.agency.code_2020}-{self.day:%Y%m%d}-{self.number:07d}"


def format_case_code(agency: AgencyCode, day: date, number: int, scheme: CaseScheme) -> str:
    """Return the code of a case, by TT 01/2018/TT-VPCP Đ.19 (``2018``) or the format of ``2026``.

    Raises ``Invalid`` (code ``case-numbers-used-up``) when the number does not fit: a number never wraps.
    """
    most = _MOST_CASES[scheme]
    if number < 1:
        raise ValueError(f"Cases are numbered from 1, not {number}")
    if number > most:
        raise Invalid(
            f"Cơ quan {agency} đã dùng hết {most} số hồ sơ của ngày {day:%d/%m/%Y}; tiếp nhận vào ngày "
            "làm việc tiếp theo hoặc chuyển sang mã hồ sơ 7 chữ số",
            code="case-numbers-used-up",
        )
    return str(CaseCode(agency, day, number, scheme))


def plain_dashes(text: str) -> str:
    """Return a text with a hyphen for each dash that phones and word processors put in its place."""
    return _DASHES.sub("-", text)


def parse_case_code(text: str) -> CaseCode:
    """Read a case code of either format, forgiving spaces, small letters and typographic dashes."""
    code = plain_dashes(_upper(text))
    if old := _CASE_2018.fullmatch(code):
        return _case_code(old, "20" + old[2], "2018")
    if new := _CASE_2026.fullmatch(code):
        return _case_code(new, new[2], "2026")
    raise _not_a_case_code()


def _case_code(found: re.Match[str], day: str, scheme: CaseScheme) -> CaseCode:
    number = int(found[3])
    try:
        received = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date()
        agency = parse_agency_code(found[1])
    except (ValueError, Invalid):
        raise _not_a_case_code() from None
    if number == 0:
        raise _not_a_case_code()
    return CaseCode(agency, received, number, scheme)


def _not_a_case_code() -> Invalid:
    return Invalid("Mã hồ sơ phải có dạng H27.17-20260609-0000123 hoặc 000.00.17.H27-220101-0001")


def _upper(text: str) -> str:
    return "".join(text.split()).upper()


# Persons ----------------------------------------------------------------------------------------------------

_BIRTH_PROVINCES = (
    "001 Hà Nội|002 Hà Giang|004 Cao Bằng|006 Bắc Kạn|008 Tuyên Quang|010 Lào Cai|011 Điện Biên|"
    "012 Lai Châu|014 Sơn La|015 Yên Bái|017 Hòa Bình|019 Thái Nguyên|020 Lạng Sơn|022 Quảng Ninh|"
    "024 Bắc Giang|025 Phú Thọ|026 Vĩnh Phúc|027 Bắc Ninh|030 Hải Dương|031 Hải Phòng|033 Hưng Yên|"
    "034 Thái Bình|035 Hà Nam|036 Nam Định|037 Ninh Bình|038 Thanh Hóa|040 Nghệ An|042 Hà Tĩnh|"
    "044 Quảng Bình|045 Quảng Trị|046 Thừa Thiên Huế|048 Đà Nẵng|049 Quảng Nam|051 Quảng Ngãi|"
    "052 Bình Định|054 Phú Yên|056 Khánh Hòa|058 Ninh Thuận|060 Bình Thuận|062 Kon Tum|064 Gia Lai|"
    "066 Đắk Lắk|067 Đắk Nông|068 Lâm Đồng|070 Bình Phước|072 Tây Ninh|074 Bình Dương|075 Đồng Nai|"
    "077 Bà Rịa - Vũng Tàu|079 Hồ Chí Minh|080 Long An|082 Tiền Giang|083 Bến Tre|084 Trà Vinh|"
    "086 Vĩnh Long|087 Đồng Tháp|089 An Giang|091 Kiên Giang|092 Cần Thơ|093 Hậu Giang|094 Sóc Trăng|"
    "095 Bạc Liêu|096 Cà Mau"
)
BIRTH_PROVINCES: dict[str, str] = {item[:3]: item[4:] for item in _BIRTH_PROVINCES.split("|")}
"""Provinces where a birth was registered (TT 07/2016/TT-BCA Phụ lục 1), by their names before 1 July 2025."""

_IDENTITY_LABEL = "Số định danh cá nhân"
_PERSON_NUMBER = re.compile(r"[0-9]{12}")
_OLD_IDENTITY = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{6,9}")
_FIRST_COUNTRY = "100"


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """What the 12 digits of a personal identification number tell (NĐ 137/2015/NĐ-CP Đ.13)."""

    text: str
    province: str
    sex: Sex
    birth_year: int

    def __str__(self) -> str:
        return self.text

    @property
    def province_name(self) -> str:
        """The province that registered the birth, by its name before 1 July 2025; abroad from code 100 up."""
        return BIRTH_PROVINCES.get(self.province, "Nước ngoài")

    def check(self, *, born: int | None = None, sex: Sex | None = None, label: str = _IDENTITY_LABEL) -> None:
        """Raise ``Invalid`` when a declared year of birth or a declared sex contradicts the number."""
        if born is not None and born != self.birth_year:
            raise Invalid(
                f"{label} là của người sinh năm {self.birth_year}, không khớp năm sinh {born} đã khai; "
                "kiểm tra lại cả hai"
            )
        if sex is not None and sex != self.sex:
            raise Invalid(
                f"{label} là của người có giới tính {SEX_TITLES[self.sex]}, không khớp giới tính đã khai; "
                "kiểm tra lại cả hai"
            )


def parse_person_number(text: str, *, label: str = _IDENTITY_LABEL) -> PersonNumber:
    """Read a personal identification number: 3 digits of place, 1 of century and sex, 2 of year, 6 random."""
    digits = _compact(text)
    if not _PERSON_NUMBER.fullmatch(digits):
        raise Invalid(f"{label} phải gồm đúng 12 chữ số, ví dụ 042085001234")
    province, century = digits[:3], int(digits[3])
    if province < _FIRST_COUNTRY and province not in BIRTH_PROVINCES:
        raise Invalid(f"{label} bắt đầu bằng {province}, không phải mã tỉnh nào; xem lại 12 số trên thẻ")
    year = 1900 + century // 2 * 100 + int(digits[4:6])
    return PersonNumber(digits, province, "female" if century % 2 else "male", year)


def parse_old_identity(text: str, *, label: str = "Số chứng minh nhân dân") -> str:
    """Read the number of an old identity card (CMND) of 9 digits."""
    digits = _compact(text)
    if not _OLD_IDENTITY.fullmatch(digits):
        raise Invalid(f"{label} phải gồm đúng 9 chữ số, ví dụ 183456789")
    return digits


def parse_passport(text: str, *, label: str = "Số hộ chiếu") -> str:
    """Read the number of a passport of any country: 6 to 9 Latin capitals and digits."""
    code = _compact(text).upper()
    if not _PASSPORT.fullmatch(code):
        raise Invalid(f"{label} phải gồm 6 đến 9 chữ cái không dấu và chữ số, ví dụ C1234567")
    return code


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


# Enterprises ------------------------------------------------------------------------------------------------

_TAX_LABEL = "Mã số thuế"
_TAX_CODE = re.compile(r"([0-9]{9})([0-9])([0-9]{3})?")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_check_digit(first_nine: str) -> int | None:
    """Return the tenth digit of a tax code; None when these nine digits can have none."""
    total = sum(int(figure) * weight for figure, weight in zip(first_nine, _TAX_WEIGHTS, strict=True))
    return 10 - total % 11 if total % 11 else None


def parse_tax_code(text: str, *, label: str = _TAX_LABEL) -> str:
    """Read a tax code: 10 digits, the last one a check digit, or 13 of a branch, ``0100047516-001``."""
    found = _TAX_CODE.fullmatch(_compact(text))
    if not found or found[3] == "000":
        raise Invalid(f"{label} phải gồm 10 chữ số, hoặc 13 chữ số nếu là chi nhánh, ví dụ 0100047516-001")
    if tax_check_digit(found[1]) != int(found[2]):
        raise Invalid(f"{label} có chữ số gõ nhầm (không khớp chữ số kiểm tra); xem lại từng chữ số")
    return found[1] + found[2] + (f"-{found[3]}" if found[3] else "")


def parse_household_tax_code(text: str, *, label: str = _TAX_LABEL) -> str:
    """Read the tax code of a household business: since 1 July 2025 also its owner's personal number.

    Source: Luật Quản lý thuế 38/2019/QH14 Đ.35.7, TT 86/2024/TT-BTC.
    """
    if len(_compact(text)) == 12:
        return parse_person_number(text, label=label).text
    return parse_tax_code(text, label=label)


# Telephones -------------------------------------------------------------------------------------------------

_COUNTRY_PREFIX = re.compile(r"\A(?:(?:\+|00)840?|84(?=(?:[35789][0-9]{8}|2[0-9]{9})\Z))")
_TELEPHONE = re.compile(r"0[35789][0-9]{8}|02[0-9]{9}")
_HOTLINE = re.compile(r"1[89]00(?:[0-9]{4}|[0-9]{6})")
_SHORT_AREAS = ("024", "028")


def parse_phone(text: str, *, hotline: bool = False, label: str = "Số điện thoại") -> str:
    """Read a telephone number as it is dialled at home, ``0912345678``; ``hotline`` allows 1800, 1900."""
    digits = _COUNTRY_PREFIX.sub("0", re.sub(r"[\s.\-()]", "", text), count=1)
    if _TELEPHONE.fullmatch(digits) or (hotline and _HOTLINE.fullmatch(digits)):
        return digits
    raise Invalid(f"{label} phải là số di động 10 chữ số hoặc số cố định 11 chữ số, ví dụ 0912 345 678")


def show_phone(phone: str) -> str:
    """Return a number of ``parse_phone`` in groups for reading: ``0912 345 678``."""
    if phone.startswith("1"):
        return f"{phone[:4]} {phone[4:]}"
    head = 3 if phone.startswith(_SHORT_AREAS) else 4
    middle = (len(phone) - head) // 2
    return f"{phone[:head]} {phone[head : head + middle]} {phone[head + middle :]}"


# Masks ------------------------------------------------------------------------------------------------------


def mask_identity(number: str) -> str:
    """Return a number that its holder recognises and nobody else can use: ``042*****1234``."""
    head, tail = (3, 4) if len(number) >= 10 else (0, 3)
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_phone(phone: str) -> str:
    """Return a telephone number with its last three digits only: ``*******678``."""
    return "*" * max(len(phone) - 3, 0) + phone[-3:] if len(phone) > 3 else "*" * len(phone)


def mask_email(address: str) -> str:
    """Return the first letter of an electronic address and its domain: ``h***@example.vn``."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***"


def mask_name(name: str) -> str:
    """Return the initials of a name: ``Nguyễn Thị Hoa`` is ``N.T.H.``"""
    return "".join(f"{word[0].upper()}." for word in name.split())


_NUMBERS = re.compile(
    r"(?<![\w.])(?:\d{9,13}|[A-Z]\d{7,8}|(?:\+84 ?|0)\d{2,3}(?:[ .]\d{3,4}){2,3}|\+84\d{9})(?![\w])"
)


def mask_numbers(text: str) -> str:
    """Return a text with the numbers masked by which a person is found: identity, passport, tax code, telephone."""
    return _NUMBERS.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    number = re.sub(r"[ .]", "", found[0])
    phone = number.startswith("+84") or (number.startswith("0") and len(number) == 10)
    return mask_phone(number) if phone else mask_identity(number)


# Keys of rows -----------------------------------------------------------------------------------------------

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def uuid7(at: datetime) -> uuid.UUID:
    """Return a key that sorts by its instant, to the microsecond (RFC 9562 version 7, 6.2 method 3)."""
    milliseconds, microseconds = divmod((at - _EPOCH) // _MICROSECOND, 1000)
    head = milliseconds << 16 | 0x7000 | microseconds * 4096 // 1000
    return uuid.UUID(int=head << 64 | 0b10 << 62 | secrets.randbits(62))
