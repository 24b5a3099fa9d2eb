"""The API of agencies: the tree of any day, reception points. Open to everybody."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from motcua.agencies import reads
from motcua.agencies.reads import AgencyRow
from motcua.kernel.calendar import local
from motcua.web.api.lists import PageOut, Window, cursors, cut
from motcua.web.api.shapes import PUBLIC, Code, Error, Line

router = Router(tags=["agencies"])


class AgencyOut(Schema):
    """Một cơ quan, bộ phận hoặc nơi tiếp nhận / An agency, a part of one, or a reception point."""

    slug: str = Field(description="Tên dùng trong API / How the API names it, such as gso-18073.mot-cua.")
    code: str = Field(description="Mã định danh QĐ 20/2020/QĐ-TTg: H27.17; có thể trống / may be empty.")
    code_2016: str = Field(description="Mã QCVN 102:2016: 000.00.17.H27.")
    gso_code: str = Field(description="Mã địa bàn thống kê / Code of the territory in statistics.")
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None = Field(
        description="Cơ quan cấp trên (slug) / The one above; null in the first row of all."
    )
    reception: bool = Field(description="Có tiếp nhận hồ sơ / Whether it receives cases.")
    phone: str
    address: str
    email: str
    valid_from: date
    valid_to: date | None = Field(
        description="Ngày đầu tiên không còn / The first day on which it is no more."
    )


class AgencyPage(PageOut):
    """Một trang cơ quan / A page of agencies."""

    as_of: date
    items: list[AgencyOut]


def _out(row: AgencyRow, slugs: dict[int, str]) -> AgencyOut:
    return AgencyOut(
        slug=row.slug, code=row.code_2020, code_2016=row.code_2016, gso_code=row.gso_code, name=row.name,
        short_name=row.short_name, kind=row.kind, level=row.level, parent=slugs.get(row.parent_id or 0),
        reception=row.reception, phone=row.phone, address=row.address, email=row.email,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def _page(rows: tuple[AgencyRow, ...], window: Window, of: str, on: date) -> AgencyPage:
    page = cut(rows, window, of, key=lambda row: row.key)
    above = reads.agencies_by_id({row.parent_id for row in page.rows if row.parent_id})
    slugs = {number: row.slug for number, row in above.items()}
    return AgencyPage(as_of=on, items=[_out(row, slugs) for row in page.rows], **cursors(page))


def _day(request: HttpRequest, as_of: date | None) -> date:
    return as_of or local(request.at).date()  # type: ignore[attr-defined]


@router.get("/agencies", auth=None, response={200: AgencyPage, PUBLIC: Error}, operation_id="agencies")
def agencies(
    request: HttpRequest,
    window: Query[Window],
    as_of: date | None = None,
    kind: Line = "",
    level: Line = "",
) -> AgencyPage:
    """Các cơ quan của một ngày, mặc định hôm nay / The agencies of a day, today unless said otherwise."""
    day = _day(request, as_of)
    return _page(reads.agencies(day, kind=kind, level=level), window, f"agencies {day} {kind} {level}", day)


@router.get("/agencies/{code}", auth=None, response={200: AgencyOut, PUBLIC: Error}, operation_id="agency")
def agency(request: HttpRequest, code: Code, as_of: date | None = None) -> AgencyOut:
    """Một cơ quan theo slug hoặc mã định danh / One agency by its slug or official code."""
    row = reads.agency_meant(code, _day(request, as_of))
    above = reads.agencies_by_id({row.parent_id} if row.parent_id else ())
    return _out(row, {number: one.slug for number, one in above.items()})


@router.get(
    "/reception-points", auth=None, response={200: AgencyPage, PUBLIC: Error}, operation_id="reception_points"
)
def reception_points(request: HttpRequest, window: Query[Window], as_of: date | None = None) -> AgencyPage:
    """Các bộ phận một cửa của một ngày / Every place that receives cases on a day."""
    day = _day(request, as_of)
    return _page(reads.reception_points(day), window, f"reception-points {day}", day)
