"""The table of an internal process as officials keep it in Excel: step, content, who, time, product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from motcua.kernel.clock import Limit
from motcua.kernel.judging import minutes
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing import limits
from motcua.procedures.importing.drafts import CODE, Doubt, Imported, Values, imported
from motcua.procedures.importing.roles import is_told, role_of
from motcua.procedures.notation import loaded

_HEADS = {
    "title": ("nội dung", "công việc", "trình tự"),
    "who": ("đơn vị", "người thực hiện", "trách nhiệm", "cơ quan"),
    "time": ("thời gian", "thời hạn"),
    "product": ("biểu mẫu", "kết quả", "sản phẩm"),
    "id": ("mã bước",),
    "at": ("nơi làm",),
    "role": ("vai trò",),
    "moves": ("hướng xử lý",),
    "rest": ("phần khác",),
}
_CODES = ("id", "at", "role")
"""Columns of a table that we wrote ourselves: with them a row says the very step that it came from."""
_AROUND = re.compile(
    r"(?:không quá|tối đa|chậm nhất|thời hạn|trong vòng|trong|ngay|ngày|trả kết quả|giải quyết|[\s.,;:()]"
    r"|(?:kể )?từ (?:ngày|khi|lúc) .*)*",
    re.IGNORECASE,
)
"""Words around an amount that change nothing of it."""
_TOTAL = re.compile(r"(tổng( số)?|cộng)[\s:]*(\d|$)")
_LAST_HEADER_ROW = 20
_FEWEST_COLUMNS = 3


def read(name: str, content: bytes) -> Imported:
    """One draft a sheet that holds the table; Invalid when the file is no workbook or no sheet holds one."""
    try:
        book = load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid(
            f"“{name}” không phải sổ Excel.", faults=[Fault(name, "Lưu lại dạng .xlsx.")]
        ) from error
    drafts = {sheet.title: _draft(sheet) for sheet in book.worksheets if any(map(any, sheet.values))}
    found = [part for part in drafts.values() if part]
    if not found:
        todo = "Thêm dòng tiêu đề: TT, Nội dung công việc, Đơn vị/người thực hiện, Thời gian, Kết quả."
        raise Invalid(f"“{name}” không có bảng quy trình.", faults=[Fault(name, todo)])
    said = imported(found)
    return replace(
        said, doubts=(*said.doubts, *(_passed_over(name) for name, part in drafts.items() if not part))
    )


def _passed_over(sheet: str) -> Doubt:
    return Doubt(
        sheet,
        "steps",
        f"Trang “{sheet}” không có bảng đúng dạng nên bỏ qua; thêm dòng tiêu đề nếu là quy trình.",
    )


def _draft(sheet: Any) -> tuple[Values, list[Doubt]] | None:
    header = next(
        ((row, heads) for row in range(1, _LAST_HEADER_ROW + 1) if (heads := _heads(sheet, row))), None
    )
    if header is None:
        return None
    row, heads = header
    code = sheet.title
    doubts: list[Doubt] = []
    steps = list(_steps(sheet, row + 1, heads, doubts))
    if not CODE.fullmatch(code):
        doubts.append(Doubt(code, "code", f"Mã tạm lấy theo tên trang “{code}”; ghi mã thủ tục."))
    if not all("moves" in step for step in steps):
        told = "Hướng xử lý nối theo thứ tự dòng; thêm các hướng trả lại, bổ sung, từ chối."
        doubts.append(Doubt(code, "steps", told))
    return {"code": code, "steps": _chained(steps)}, doubts


def _heads(sheet: Any, row: int) -> dict[str, int] | None:
    """The columns of a header row by meaning; None when the row is not one."""
    heads: dict[str, int] = {}
    for cell in sheet[row]:
        text = str(cell.value or "").lower()
        meant = next((name for name, words in _HEADS.items() if any(word in text for word in words)), None)
        if meant:
            heads.setdefault(meant, cell.column)
    return heads if len(heads) >= _FEWEST_COLUMNS and {"title", "time"} <= heads.keys() else None


def _steps(sheet: Any, first: int, heads: dict[str, int], doubts: list[Doubt]) -> Iterator[Values]:
    bare: list[str] = []
    for row in range(first, sheet.max_row + 1):
        title = _text(sheet, row, heads["title"])
        if told := _no_step(title, _shown(sheet, row), " ".join(_texts(sheet, row)).lower()):
            doubts.append(Doubt(sheet.title, "steps", f"{sheet.title}!{row}:{row}: {told}"))
        if told is not None:
            continue
        if sheet.row_dimensions[row].hidden:
            doubts.append(
                Doubt(sheet.title, "steps", f"{sheet.title}!{row}:{row} là dòng ẩn; bỏ nếu không dùng.")
            )
        who = _text(sheet, row, heads["who"]) if "who" in heads else ""
        product = _text(sheet, row, heads["product"]) if "product" in heads else ""
        within = _within(sheet, row, heads, doubts)
        step: Values = {"title": title, "role": role_of(who), **({"within": within} if within else {})}
        bare += [] if product else [str(row)]
        coded = _coded(sheet, row, heads, doubts)
        if "role" not in coded and not is_told(who):
            named = f"“{who}”" if who else "người thực hiện để trống,"
            told = f"{sheet.title}!{row}:{row}: {named} không rõ là vai trò nào, đoán là “{role_of(who)}”; chọn lại."
            doubts.append(Doubt(sheet.title, "steps", told))
        yield {**step, **({"product": product} if product else {}), **coded}
    if bare and "product" in heads and "id" not in heads:  # our own tables say what our own files lack
        told = f"{sheet.title}: dòng {', '.join(bare)} chưa ghi biểu mẫu, kết quả."
        doubts.append(Doubt(sheet.title, "steps", told))


def _no_step(title: str, shown: str, whole: str) -> str | None:
    """Why a row is no step; nothing to say when it is empty, None when it is one."""
    if _TOTAL.match(whole.strip()) or "tổng thời gian" in whole or "tổng cộng" in whole:
        return f"“{shown}” hiểu là dòng tổng nên không thành bước; đối chiếu."
    if title:
        return None
    return f"“{shown}” không có nội dung công việc nên bỏ qua." if shown else ""


def _shown(sheet: Any, row: int) -> str:
    """What a row says, each cell once."""
    return " ".join(dict.fromkeys(filter(None, _texts(sheet, row))))


def _texts(sheet: Any, row: int) -> list[str]:
    return [_text(sheet, row, column) for column in range(1, sheet.max_column + 1)]


def _coded(sheet: Any, row: int, heads: dict[str, int], doubts: list[Doubt]) -> Values:
    """What the columns of codes say of a row; nothing when it has none, or when they are not as we write them."""
    told = {name: _text(sheet, row, heads[name]) for name in (*_CODES, "moves", "rest") if name in heads}
    try:
        coded: Values = {name: told[name] for name in _CODES if told.get(name)}
        if told.get("moves"):
            coded["moves"] = dict(loaded(told["moves"]))
        return {**coded, **(dict(loaded(told["rest"])) if told.get("rest") else {})}
    except (ValueError, TypeError):
        where = f"{sheet.title}!{row}:{row}"
        doubts.append(
            Doubt(sheet.title, "steps", f"{where}: hướng xử lý hoặc phần khác viết hỏng; viết lại.")
        )
        return {}


def _text(sheet: Any, row: int, column: int) -> str:
    """The words of a cell on one line; a cell of a merged range says what its first cell says."""
    cell = sheet.cell(row, column)
    if span := _span(sheet, cell):
        cell = sheet.cell(span.min_row, span.min_col)
    if hasattr(cell.value, "month"):
        return f"{cell.value.day}/{cell.value.month} ngày"
    return " ".join(str("" if cell.value is None else cell.value).split())


def _span(sheet: Any, cell: Any) -> Any:
    """The merged range in which a cell stands; None for a cell by itself."""
    return next((one for one in sheet.merged_cells.ranges if cell.coordinate in one), None)


def _within(sheet: Any, row: int, heads: dict[str, int], doubts: list[Doubt]) -> str:
    """The time of a row; none in a merged cell but in its first row, since the rows share it."""
    cell = sheet.cell(row, column := heads["time"])
    told = _text(sheet, row, column)
    found = _understood(told)
    where = f"{sheet.title}!{cell.coordinate}"
    span = _span(sheet, cell)
    if span and span.max_row > span.min_row:
        if row > span.min_row:
            doubts.append(
                Doubt(sheet.title, "steps", f"{where}: ô gộp, để trống thời gian; chia lại từ dòng trên.")
            )
            return ""
        doubts.append(
            Doubt(sheet.title, "steps", f"{where}: ô gộp, thời gian chung ghi cả ở bước này; chia lại.")
        )
    if not found:
        doubts.append(
            Doubt(
                sheet.title,
                "steps",
                f"{where}: “{told}” không đọc trọn được là thời gian có đơn vị; tạm ghi 4 giờ.",
            )
        )
        return "4 wh"
    if hasattr(cell.value, "month"):
        doubts.append(
            Doubt(sheet.title, "steps", f"{where}: Excel đổi thành ngày tháng; hiểu là {found[0].words}.")
        )
    if "id" in heads and Limit.parse(found[0].value).in_words() == told:
        return found[0].value  # our own words, in which “ngày” are days of the calendar
    if found[0].rounded or len(found) > 1 or found[0].value.endswith(" cd"):
        doubts.append(Doubt(sheet.title, "steps", f"{where}: “{told}” đọc là giờ, ngày làm việc; kiểm tra."))
    if found[0].value.endswith(" cd"):
        return found[0].value.replace(" cd", " wd")
    return (
        f"{minutes(Limit.parse(found[0].value)) // 60} wh"
        if found[0].value.endswith(" mo")
        else found[0].value
    )


def _understood(told: str) -> tuple[limits.Found, ...]:
    """The limits of a cell; none when it says more than them, since that may change what they mean."""
    found, rest = limits.found_in(told), told
    for one in found:
        rest = rest.replace(one.words, "", 1)
    return found if _AROUND.fullmatch(rest) else ()


def _chained(steps: Sequence[Values]) -> list[Values]:
    """The steps in a row: the first at the reception, the last at the return point; codes of a row say otherwise."""
    last = len(steps)
    names = [str(step.get("id", f"step-{number}")) for number, step in enumerate(steps, 1)]
    return [
        {
            "id": names[number - 1],
            "at": "reception" if number == 1 else "return" if number == last else "competent",
            "moves": {"done": names[number] if number < last else "end"},
            **step,
        }
        for number, step in enumerate(steps, 1)
    ]
