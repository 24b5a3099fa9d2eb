"""Sổ theo dõi hồ sơ: the receipts of a one-stop in the order of its book, each with what has become of the case.

The book is the receipts' own: numbered from 01 to the end of the year without gaps, as they were issued (TT 01/2018/
TT-VPCP Đ.9, Đ.10). A line says how the case stands now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases import telling
from motcua.cases.reads import rows
from motcua.documents import editions, heading, slips
from motcua.journal import acts as journal
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.flow import ONE_STOP
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.states import State
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.web import sheets

STREAMS = UUID("0c8f6a56-0a53-5b1e-8d0b-5f2f6c4b7a11")
"""The namespace in which an agency's key names the stream of its books."""

MOST_TYPESET = 3_000
"""Lines of one PDF; a longer register is for Excel."""

HEAD = (
    "STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả",
    "Phương thức nhận kết quả", "Ký nhận", "Ghi chú",
)  # fmt: skip
"""The columns of the form (Mẫu 06 of TT 01/2018/TT-VPCP, Mẫu 07 of TT 03/2025/TT-VPCP)."""

WIDTHS = (6, 26, 44, 9, 26, 40, 30, 12, 12, 12, 20, 22, 34)

BOOK = """
SELECT s.year, s.number AS ordinal, c.code, p.title AS procedure, c.version_id, c.applicant_name AS applicant,
  a.address, a.phone, g.short_name AS agency, c.received_at, c.due_at, c.due_original, c.finished_at, c.handed_over_at,
  c.return_how, c.receiver, c.state, c.supplements
FROM documents_slip s JOIN cases_case c ON c.id = s.case_id JOIN procedures_procedure p ON p.id = c.procedure_id
JOIN people_applicant a ON a.id = c.applicant_id JOIN agencies_agency g ON g.id = c.competent_id
WHERE s.agency_id = %(agency)s AND s.form = '01' AND s.year BETWEEN %(first_year)s AND %(last_year)s
  AND c.received_at >= %(since)s AND c.received_at < %(until)s {place}
ORDER BY s.year, s.number {limit}"""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a register, both included."""

    first: date
    last: date

    @classmethod
    def parse(cls, first: str, last: str, *, today: date) -> Period:
        """The days that a page names, this month when it names none; Invalid when they are none or turned round."""
        try:
            since = date.fromisoformat(first) if first else today.replace(day=1)
            until = date.fromisoformat(last) if last else max(since, today)
        except ValueError:
            raise _refused("Ngày viết chưa đúng; chọn ngày trên lịch hoặc viết năm-tháng-ngày.") from None
        if until < since:
            raise _refused(f"Ngày cuối {until:%d/%m/%Y} trước ngày đầu {since:%d/%m/%Y}; đổi lại hai ngày.")
        return cls(since, until)

    @property
    def in_words(self) -> str:
        return f"Từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"

    @property
    def values(self) -> dict[str, Any]:
        """What the query wants of it."""
        return {
            "since": datetime.combine(self.first, time.min, LOCAL),
            "until": datetime.combine(self.last + timedelta(days=1), time.min, LOCAL),
            "first_year": self.first.year,
            "last_year": self.last.year,
        }


def _refused(message: str) -> Invalid:
    return Invalid(message, faults=[Fault("tu-ngay", message)])


def lines(
    agency: int, period: Period, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[slips.RegisterLine]:
    """The lines of a one-stop's register in the order of its book; ``after`` is the year and ordinal of one."""
    wanted = {"agency": agency, **period.values}
    if after:
        wanted |= {"year": after[0], "ordinal": after[1]}
    place = "AND (s.year, s.number) > (%(year)s, %(ordinal)s)" if after else ""
    query = BOOK.format(place=place, limit=f"LIMIT {limit}" if limit else "")
    return [_line(row) for row in rows(query, wanted)]


def _line(row: Mapping[str, Any]) -> slips.RegisterLine:
    return slips.RegisterLine(
        year=row["year"],
        ordinal=row["ordinal"],
        code=row["code"],
        procedure=row["procedure"],
        sets=procedures.definition(row["version_id"]).sets,
        applicant=row["applicant"],
        contact=", ".join(filter(None, (row["address"], row["phone"]))),
        agency=row["agency"],
        received=_day(row["received_at"]),
        due=_day(row["due_at"]),
        returned=_day(row["handed_over_at"]),
        how=telling.HOWS[row["return_how"]],
        receiver=row["receiver"],
        note=". ".join(_notes(row)),
    )


def row(line: slips.RegisterLine) -> tuple[str | int, ...]:
    """A line as the columns of the form have it."""
    return astuple(line)[1:]


def _day(at: datetime | None) -> str:
    """A day as text for the page, and as a day for Excel."""
    if at is None:
        return ""
    day = datetime.combine(local(at), time.min)
    return sheets.Figure(f"{day:%d/%m/%Y}", day, sheets.DAY)


def _notes(row: Mapping[str, Any]) -> Iterator[str]:
    """What the last column says: how it ended, and what happened on the way."""
    if row["state"] == State.STOPPED:
        yield State(row["state"]).title
    if row["supplements"]:
        yield "Có yêu cầu bổ sung"
    if row["due_at"] != row["due_original"]:
        yield f"Hẹn lần đầu {_day(row['due_original'])}"
    if row["finished_at"] and local(row["finished_at"]).date() > local(row["due_at"]).date():
        yield "Quá hạn"


def printed(agency: int, period: Period, *, by: Actor, at: datetime) -> bytes:
    """The register as a PDF on A4 across; Invalid when it is too long for one. The printing is on record."""
    found = lines(agency, period, limit=MOST_TYPESET + 1)
    if len(found) > MOST_TYPESET:
        raise _refused(
            f"Sổ của khoảng ngày này dài hơn {MOST_TYPESET} dòng; chọn ít ngày hơn, hoặc tải tệp Excel."
        )
    forms, point = editions.forms(period.last), agencies.agency(agency)
    _record(point, period, len(found), by=by, at=at)
    return slips.typeset(
        slips.Register(
            **heading.of_place(point, at, about=point.code_2020, url=settings.BASE_URL),
            title=forms.titles["register"],
            form_number=forms.numbers["register"],
            circular=forms.circular,
            period=period.in_words,
            lines=tuple(found),
        )
    )


def workbook(agency: int, period: Period, *, by: Actor, at: datetime) -> bytes:
    """The register as an Excel file, however long. The writing is on record."""
    found, point = lines(agency, period), agencies.agency(agency)
    _record(point, period, len(found), by=by, at=at)
    titles = editions.forms(period.last).titles
    return sheets.table(
        f"{titles['register']} – {point.name}",
        period.in_words,
        HEAD,
        map(row, found),
        WIDTHS,
        titles["register"],
    )


def _record(point: AgencyRow, period: Period, count: int, *, by: Actor, at: datetime) -> None:
    """Whoever takes a register out takes the data of many people: who, when, which, is kept (Luật 91/2025/QH15)."""
    told = {"agency": point.short_name, "period": period.in_words.lower(), "count": count}
    journal.record(uuid5(STREAMS, point.key), "register.taken", told, by=by.username, at=at)


def kept_by(actor: Actor, *, on: date) -> Sequence[AgencyRow]:
    """The one-stops whose registers an officer keeps, as they exist on a day."""
    held = {agency for role in ONE_STOP for agency in actor.agencies_with(role)}
    return [point for point in agencies.reception_points(on) if point.id in held]
