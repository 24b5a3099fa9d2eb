"""What the fields of a procedure file are called: as the pages on which they are written call them.

A field is named by its path, the number of a row left out: ``fees[].amount``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.procedures import verbs
from motcua.procedures.drafting.columns import Column, Part, Table
from motcua.procedures.drafting.parts import PARTS
from motcua.web.catalogue_files import Place

WITHOUT_A_CELL: Mapping[str, str] = {
    "kind": gettext_noop("Loại quy trình"),
    "level_2011": gettext_noop("Mức độ theo Nghị định 43/2011/NĐ-CP"),
    "proactive": gettext_noop("Mức độ chủ động"),
    "decision": gettext_noop("Quyết định công bố"),
    "until": gettext_noop("Hết áp dụng từ ngày"),
    "limit": gettext_noop("Thời hạn giải quyết"),
    "limit.policy": gettext_noop("Cách tính thời hạn"),
    "limit.same_day_until": gettext_noop("Trả trong ngày nếu nhận trước"),
    "limit.late_cutoff": gettext_noop("Mốc coi là trễ"),
    "immediate": gettext_noop("Giải quyết ngay"),
    "reception": gettext_noop("Nơi tiếp nhận"),
    "reception.one_stop": gettext_noop("Nơi tiếp nhận"),
    "competent": gettext_noop("Cơ quan giải quyết"),
    "return": gettext_noop("Nơi trả kết quả"),
    "return.one_stop": gettext_noop("Nơi trả kết quả"),
    "fees[].id": gettext_noop("Mã khoản thu"),
    "fees[].counts": gettext_noop("Số lượng theo mục"),
    "fees[].most": gettext_noop("Thu nhiều nhất"),
    "fees[].since": gettext_noop("Thu từ ngày"),
    "fees[].until": gettext_noop("Thôi thu từ ngày"),
    "fees[].note": gettext_noop("Miễn, giảm và ghi chú"),
    "form_name": gettext_noop("Tên mẫu đơn"),
    "sets": gettext_noop("Số bộ hồ sơ"),
    "papers[].hint": gettext_noop("Gợi ý"),
    "papers[].form_file": gettext_noop("Tệp mẫu đơn"),
    "papers[].digitise": gettext_noop("Phải số hóa"),
    "papers[].effort": gettext_noop("Công sức chuẩn bị"),
    "papers[].effort.hours": gettext_noop("Số giờ của người nộp"),
    "papers[].effort.expense": gettext_noop("Chi phí của người nộp"),
    "papers[].law": gettext_noop("Căn cứ"),
    "process": gettext_noop("Trình tự thực hiện"),
    "conditions": gettext_noop("Yêu cầu, điều kiện"),
    "steps[].law": gettext_noop("Căn cứ"),
    "steps[].minutes": gettext_noop("Biên bản"),
    "steps[].council": gettext_noop("Họp hội đồng"),
    "steps[].children[].id": gettext_noop("Mã hồ sơ con"),
    "steps[].consult.ask[].id": gettext_noop("Mã ý kiến"),
    "ladder": gettext_noop("Nấc nhắc việc"),
    "holds": gettext_noop("Các trường hợp tạm dừng"),
    "holds.supplement": gettext_noop("Chờ bổ sung hồ sơ"),
    "holds.payment": gettext_noop("Chờ thực hiện nghĩa vụ tài chính"),
    "holds.force-majeure": gettext_noop("Sự kiện bất khả kháng"),
    "result.shows[].facts[].words": gettext_noop("Lời ghi cho từng câu trả lời"),
    "result": gettext_noop("Kết quả"),
    "result.shows": gettext_noop("Nội dung kết quả"),
    "result.symbol": gettext_noop("Ký hiệu văn bản"),
    "result.heading": gettext_noop("Tên văn bản"),
    "result.subtitle": gettext_noop("Dòng dưới tên văn bản"),
    "result.authority": gettext_noop("Dòng thẩm quyền"),
    "result.grounds": gettext_noop("Các đoạn mở đầu"),
    "result.declares": gettext_noop("Lời công bố"),
    "result.closing": gettext_noop("Các đoạn kết"),
    "result.recipients": gettext_noop("Nơi nhận"),
    "life_events": gettext_noop("Sự kiện trong đời"),
    "keywords": gettext_noop("Từ ngữ tìm kiếm"),
    "contact": gettext_noop("Nơi hỏi khi cần hướng dẫn"),
    "contact.agency": gettext_noop("Nơi hỏi khi cần hướng dẫn"),
    "supplement_reasons": gettext_noop("Lý do yêu cầu bổ sung"),
    "refuse_reasons": gettext_noop("Lý do từ chối"),
    "supplement_reasons[].code": gettext_noop("Mã lý do"),
    "supplement_reasons[].title": gettext_noop("Nội dung lý do"),
    "refuse_reasons[].code": gettext_noop("Mã lý do"),
    "refuse_reasons[].title": gettext_noop("Nội dung lý do"),
}
"""The fields that no cell of a page holds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a file as pages show it: the part, the rows one within the other, and what is called there.

    ``label`` is Vietnamese, empty where the place is a whole row.
    """

    part: str
    rows: tuple[str, ...]
    label: str
    column: Column | None

    def words(self, *, without: str = "") -> str:
        """``Trả lời trong (2. Thẩm tra, Nơi được hỏi 1)``, in the language of the page."""
        label = gettext(self.label) if self.label and self.label != without else ""
        rows = ", ".join(self.rows)
        return f"{label} ({rows})" if label and rows else label or rows


@cache
def columns() -> Mapping[str, Column]:
    """Every cell of the pages by the path of its field."""
    return {path: column for part in PARTS.values() for path, column in _cells(part)}


@cache
def labels() -> Mapping[str, str]:
    """What every field is called, by its path."""
    whole = {part.rows: part.title for part in PARTS.values() if part.rows}
    tables = {path: table.title for path, table in _tables().items()}
    manners = {f"steps[].{key}": one.title for one in PARTS["steps"].manners for key in one.keys}
    cells = {path: column.label for path, column in columns().items()}
    return {**manners, **whole, **tables, **WITHOUT_A_CELL, **cells}


@cache
def _tables() -> Mapping[str, Table]:
    """The small tables by the path of their list."""
    return {
        f"{part.rows}[].{one.name}": one
        for part in PARTS.values()
        for one in (*part.tables, *(table for manner in part.manners for table in manner.tables))
    }


def _cells(part: Part) -> Iterator[tuple[str, Column]]:
    yield from ((one.name, one) for one in part.facts)
    inside = (*part.columns, *(one for manner in part.manners for one in manner.facts))
    yield from ((f"{part.rows}[].{one.name}", one) for one in inside)
    for path, table in _tables().items():
        if path.startswith(f"{part.rows}[].") and not table.moves:
            yield from ((f"{path}[].{one.name}", one) for one in table.columns)


def _above(path: str) -> Iterable[str]:
    """A path and those around it, the innermost first."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def label_at(place: Place) -> str:
    """What the field at a place is called, or the nearest around it that has a name; in Vietnamese."""
    path = _path(place)
    return next((labels()[one] for one in _above(path) if one in labels()), "")


def _path(place: Place) -> str:
    return "".join("[]" if isinstance(one, int) else f".{one}" for one in place).removeprefix(".")


def spot(place: Place, value: Any) -> Spot:
    """A place of a file, given the value of the whole file, which may be anything."""
    rows: list[str] = []
    label, here = "", value
    for depth, step in enumerate(place):
        path = _path(place[:depth])
        here = _inside(here, step)
        if isinstance(step, int):
            row = _row(path, step, here)
            rows += [row] if row else []
            label = "" if isinstance(here, Mapping) else label
        elif path == "steps[].moves":
            label = gettext("hướng “%(verb)s”") % {"verb": verbs.called(step)}
        else:
            label = labels().get(_path(place[: depth + 1]), label)
    return Spot(_part(place), tuple(rows), label, columns().get(_path(place)))


def _inside(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _part(place: Place) -> str:
    return next((one.title for one in PARTS.values() if place and place[0] in one.keys), "")


def _row(path: str, number: int, row: Any) -> str:
    """``2. Thẩm tra`` in a part, ``Nơi được hỏi 1`` in a small table, ``dòng 3`` in a list of sentences."""
    if table := _tables().get(path):
        return f"{gettext(table.one)} {number + 1}"
    part = next((one for one in PARTS.values() if one.rows == path), None)
    if part is None:
        return "" if path in columns() else gettext("dòng %(n)s") % {"n": number + 1}
    called = next((one.name for one in part.columns if one.kind == "long"), "")
    title = row.get(called) if isinstance(row, Mapping) else ""
    return f"{number + 1}. {title}" if title else gettext("Dòng %(n)s") % {"n": number + 1}
