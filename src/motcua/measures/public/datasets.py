"""Open data: tables of counts by group and month or quarter, no person in them, with what each column means.

They go back four quarters of reports, months are whole. In each month or quarter the groups with fewer than five
cases are hidden, with those that would give them away: their cells are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.kernel.anonymity import hidden
from motcua.kernel.measures import rounded
from motcua.kernel.reporting import Quarter, latest_quarters
from motcua.measures import marking, reads, scorecards
from motcua.measures.counting import Asked
from motcua.measures.reads import Line

QUARTERS = 4
"""Quarters of reports that a dataset goes back, with the one of today."""

SCORECARD = "tt-01-2018"

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.vi",
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the data dictionary has it; ``kind`` is a type of the Frictionless Table Schema."""

    name: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of open data."""

    name: str
    title: str
    columns: tuple[Column, ...]


COUNTED: Mapping[str, tuple[str, str]] = {
    "tiep_nhan": ("now.received", "Hồ sơ tiếp nhận trong tháng"),
    "giai_quyet_xong": ("now.finished", "Hồ sơ giải quyết xong trong tháng"),
    "xong_qua_han": ("now.late-finished", "Hồ sơ xong sau ngày hẹn trả"),
    "dung_han": (
        "766.2.1",
        "Hồ sơ tiếp nhận trong tháng, đã xong đúng hạn hoặc còn trong hạn (QĐ 766/QĐ-TTg)",
    ),
}
HIDDEN = Column("an", "boolean", "Nhóm có dưới 5 hồ sơ, hoặc phải ẩn cùng: các số để trống")
MONTH = Column("thang", "yearmonth", "Tháng")
QUARTER = Column("quy", "string", "Quý báo cáo, từ ngày 15 của tháng trước quý (2026-4 là 15/09–14/12/2026)")
AGENCY = (
    Column("co_quan", "string", "Tên của cơ quan trong danh mục"),
    Column("ten_co_quan", "string", "Tên cơ quan; cơ quan đã sáp nhập tính vào cơ quan kế thừa"),
)
COUNTS = tuple(Column(name, "integer", title) for name, (_, title) in COUNTED.items())

BY_AGENCY = Dataset("ho-so-theo-co-quan", "Hồ sơ theo cơ quan và tháng", (MONTH, *AGENCY, *COUNTS, HIDDEN))
BY_FIELD = Dataset(
    "ho-so-theo-linh-vuc",
    "Hồ sơ theo lĩnh vực và tháng",
    (MONTH, Column("linh_vuc", "string", "Lĩnh vực của thủ tục"), *COUNTS, HIDDEN),
)
SCORE = Dataset(
    "diem-766",
    "Bộ chỉ số QĐ 766/QĐ-TTg theo quý",
    (
        QUARTER,
        Column("ma", "string", "Mã chỉ số"),
        Column("nhom", "string", "Nhóm"),
        Column("ten", "string", "Tên chỉ số"),
        Column("dat", "integer", "Số đạt; trống là chưa có dữ liệu"),
        Column("tong", "integer", "Trên tổng số; trống là chưa có dữ liệu"),
        Column("diem", "number", "Điểm; trống là chưa có dữ liệu"),
        Column("diem_toi_da", "number", "Điểm tối đa"),
    ),
)
MARKS = Dataset(
    "cham-diem-co-quan",
    "Điểm của cơ quan theo TT 01/2018/TT-VPCP, từng quý",
    (
        QUARTER,
        *AGENCY,
        Column("ho_so", "integer", "Hồ sơ xong trong quý"),
        Column("diem", "number", "Tổng điểm của các chỉ số đã có dữ liệu"),
        Column("xep_loai", "string", "Xếp loại; trống khi chưa đủ chỉ số"),
        HIDDEN,
    ),
)
DATASETS: Mapping[str, Dataset] = {one.name: one for one in (BY_AGENCY, BY_FIELD, SCORE, MARKS)}


def rows(of: Dataset, as_of: datetime, today: date) -> list[Row]:
    """The rows of a dataset at a moment."""
    quarters = _quarters(today)
    year = Asked(as_of, quarters[0].first.replace(day=1), quarters[-1].last)
    match of.name:
        case BY_AGENCY.name:
            return list(_monthly(year, "successor"))
        case BY_FIELD.name:
            return list(_monthly(year, "field"))
        case SCORE.name:
            return [
                row for one in quarters for row in _score(one, replace(year, first=one.first, last=one.last))
            ]
    return [row for one in quarters for row in _marks(one, replace(year, first=one.first, last=one.last))]


def _quarters(today: date) -> list[Quarter]:
    """The quarters that a dataset covers, the earliest first."""
    return latest_quarters(today, settings.REPORT_DAY, QUARTERS)[::-1]


def _told(one: Quarter) -> str:
    return f"{one.year}-{one.number}"


def _monthly(asked: Asked, dimension: str) -> Iterator[Row]:
    codes = tuple(dict.fromkeys(code for code, _ in COUNTED.values()))
    cells: dict[tuple[int, Any], dict[str, int]] = {}
    for line in reads.kept(codes, replace(asked, by=("month", dimension))):
        month, key = line.key
        if month is not None and key is not None:
            cells.setdefault((month, key), {})[line.measure.code] = line.tally.part or 0
    named = _names([key for _, key in cells]) if dimension == "successor" else {}
    for month, keys in groupby(sorted(cells), key=lambda one: one[0]):
        counted = {key: cells[month, key] for _, key in keys}
        few = hidden({key: max(counts.values()) for key, counts in counted.items()})
        for key, counts in counted.items():
            shown = {name: None if key in few else counts.get(code, 0) for name, (code, _) in COUNTED.items()}
            who = named.get(key, {}) if dimension == "successor" else {"linh_vuc": key}
            yield {"thang": f"{month // 100}-{month % 100:02}", **who, **shown, "an": key in few}


def _names(ids: Iterable[int]) -> dict[int, Row]:
    known = agencies.agencies_by_id(ids)
    return {key: {"co_quan": one.slug, "ten_co_quan": one.name} for key, one in known.items()}


def _score(quarter: Quarter, asked: Asked) -> Iterator[Row]:
    for line in reads.kept(("766",), asked):
        yield {"quy": _told(quarter), **_scored(line)}


def _scored(line: Line) -> Row:
    one = line.measure
    return {
        "ma": one.code,
        "nhom": one.group,
        "ten": one.title,
        "dat": line.tally.part,
        "tong": line.tally.whole,
        "diem": None if line.points is None else float(rounded(line.points)),
        "diem_toi_da": float(one.scale.points) if one.scale else None,
    }


def _marks(quarter: Quarter, asked: Asked) -> Iterator[Row]:
    marks = marking.agencies(scorecards.scorecard(SCORECARD), asked)
    named = _names([mark.agency for mark in marks])
    few = hidden({mark.agency: mark.cases for mark in marks})
    for mark in marks:
        seen = mark.agency not in few
        yield {
            "quy": _told(quarter),
            **named[mark.agency],
            "ho_so": mark.cases if seen else None,
            "diem": float(mark.standing.total) if seen else None,
            "xep_loai": (mark.standing.title or None) if seen else None,
            "an": not seen,
        }


def dictionary(of: Sequence[Dataset], as_of: datetime, address: str) -> dict[str, Any]:
    """What all datasets are, as a Frictionless Data Package: columns, licence, where the files lie."""
    return {
        "profile": "tabular-data-package",
        "name": "motcua-ha-tinh",
        "title": "Số liệu giải quyết thủ tục hành chính",
        "created": as_of.isoformat(),
        "licenses": [LICENCE],
        "resources": [
            {
                "name": one.name,
                "title": one.title,
                "path": f"{address}{one.name}/csv/",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [{"name": c.name, "type": c.kind, "title": c.title} for c in one.columns],
                    "missingValues": [""],
                },
            }
            for one in of
        ],
    }
