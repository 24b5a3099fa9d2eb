"""Open data: tables of counts by group and quarter of reports, no person in them, with what each column means.

They go back four quarters. In each the groups with fewer than five cases are hidden, with those that would give them
away, the same as on the page: their cells are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.kernel.measures import rounded
from motcua.kernel.reporting import Quarter, latest_quarters
from motcua.measures import marking, reads, scorecards
from motcua.measures.counting import Asked
from motcua.measures.public import few
from motcua.measures.reads import Line

QUARTERS = 4
"""Quarters of reports that a dataset goes back, with the one of today."""

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
    "tiep_nhan": ("now.received", "Hồ sơ tiếp nhận trong quý"),
    "giai_quyet_xong": ("now.finished", "Hồ sơ giải quyết xong trong quý"),
    "xong_qua_han": ("now.late-finished", "Hồ sơ xong sau ngày hẹn trả"),
    "dung_han": (
        "766.2.1",
        "Hồ sơ tiếp nhận trong quý, đã xong đúng hạn hoặc còn trong hạn (QĐ 766/QĐ-TTg)",
    ),
}
HIDDEN = Column("an", "boolean", "Nhóm có dưới 5 hồ sơ, hoặc phải ẩn cùng: các số để trống")
_SHOWN = Quarter(2026, 4, settings.REPORT_DAY)
QUARTER = Column(
    "quy", "string", f"Quý báo cáo (2026-4 là từ {_SHOWN.first:%d/%m/%Y} đến {_SHOWN.last:%d/%m/%Y})"
)
AGENCY = (
    Column("co_quan", "string", "Tên của cơ quan trong danh mục"),
    Column("ten_co_quan", "string", "Tên cơ quan; cơ quan đã sáp nhập tính vào cơ quan kế thừa"),
)
COUNTS = tuple(Column(name, "integer", title) for name, (_, title) in COUNTED.items())

BY_AGENCY = Dataset(
    "ho-so-theo-co-quan", "Hồ sơ theo cơ quan và quý báo cáo", (QUARTER, *AGENCY, *COUNTS, HIDDEN)
)
BY_FIELD = Dataset(
    "ho-so-theo-linh-vuc",
    "Hồ sơ theo lĩnh vực và quý báo cáo",
    (QUARTER, Column("linh_vuc", "string", "Lĩnh vực của thủ tục"), *COUNTS, HIDDEN),
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
    return [
        row for one in _quarters(today) for row in _of_quarter(of, one, Asked(as_of, one.first, one.last))
    ]


def _of_quarter(of: Dataset, quarter: Quarter, asked: Asked) -> Iterator[Row]:
    match of.name:
        case BY_AGENCY.name:
            return _counts(quarter, asked, few.AGENCY)
        case BY_FIELD.name:
            return _counts(quarter, asked, few.FIELD)
        case SCORE.name:
            return _score(quarter, asked)
    return _marks(quarter, asked)


def _quarters(today: date) -> list[Quarter]:
    """The quarters that a dataset covers, the earliest first."""
    return latest_quarters(today, settings.REPORT_DAY, QUARTERS)[::-1]


def _told(one: Quarter) -> str:
    return f"{one.year}-{one.number}"


def _counts(quarter: Quarter, asked: Asked, dimension: str) -> Iterator[Row]:
    codes = tuple(dict.fromkeys(code for code, _ in COUNTED.values()))
    cells: dict[Any, dict[str, int]] = {}
    for line in reads.kept(codes, replace(asked, by=(dimension,))):
        if line.key[0] is not None:
            cells.setdefault(line.key[0], {})[line.measure.code] = line.tally.part or 0
    named = _names(cells) if dimension == few.AGENCY else {}
    gone = few.within(asked).of(dimension)
    for key, counts in sorted(cells.items()):
        shown = {name: None if key in gone else counts.get(code, 0) for name, (code, _) in COUNTED.items()}
        who = named.get(key, {}) if dimension == few.AGENCY else {"linh_vuc": key}
        yield {"quy": _told(quarter), **who, **shown, "an": key in gone}


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
    marks = marking.agencies(scorecards.scorecard(scorecards.OF_OFFICES), asked)
    named = _names([mark.agency for mark in marks])
    gone = few.within(asked).of_marks(marks)
    for mark in marks:
        seen = mark.agency not in gone
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
