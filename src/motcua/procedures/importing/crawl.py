"""The format in which the national database of procedures is published, one procedure a line or a row."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing import limits
from motcua.procedures.importing.drafts import Doubt, Imported, Values, default_steps, imported, slug

Doubting = Callable[[str, str], None]

_CHANNELS = {"Trực tuyến": "online", "Trực tiếp": "counter", "Dịch vụ bưu chính": "post"}
_LEVELS = {"Cấp tỉnh": "province", "Cấp xã": "commune", "Cấp bộ": "ministry"}
_NOTHING = "Không có thông tin"
_NUMBER = re.compile(
    r"\d{1,4}/\d{4}/(?:UBTVQH\d{1,2}|QH\d{1,2}|(?:NĐ|TTLT|TT|NQ|QĐ)(?:-[A-ZĐ]+)+)(?![a-zà-ỹđ])"
)
_KINDS = {
    "QH": "Luật số",
    "NĐ": "Nghị định số",
    "TT": "Thông tư số",
    "NQ": "Nghị quyết số",
    "QĐ": "Quyết định số",
}
_MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d{4,})\s*(?:VNĐ|Việt Nam Đồng|đồng|đ\b)", re.IGNORECASE)
_BARE = re.compile(r"(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(\d+)(?=Miễn phí|$| )")
_RESULT = re.compile(r"(?P<name>.+?)Mã:\s*(?P<code>KQ\.[A-Z]\d{2}\.\d{5,6})", re.DOTALL)
_TABLE_HEAD = re.compile(r".*?Tên giấy tờMẫu đơn, tờ khaiSố lượng", re.DOTALL)
_LEFT = "2025-07-01"


def read(text: str) -> Imported:
    """The drafts of a JSON Lines file; Invalid names the line that is not a procedure."""
    return imported([_draft(row) for row in _rows(text)])


def read_table(text: str) -> Imported:
    """The drafts of the national list, one row a procedure; Invalid when columns are missing."""
    rows = list(csv.DictReader(StringIO(text)))
    missing = {"code", "name", "level", "field", "time_text", "fee_text"} - set(rows[0] if rows else ())
    if missing:
        raise Invalid(
            "Bảng thủ tục thiếu cột.",
            faults=[Fault(name, "Thêm cột này vào dòng đầu.") for name in sorted(missing)],
        )
    return imported([_draft(_of_row(row)) for row in rows])


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not row.get("code") or not row.get("name"):
            raise Invalid(
                "Tệp không theo khuôn dữ liệu thủ tục.",
                faults=[Fault(f"dòng {number}", "Mỗi dòng là một đối tượng JSON có code và name.")],
            )
        yield row


def _of_row(row: Mapping[str, str]) -> Mapping[str, Any]:
    """A row of the list in the shape of a parsed procedure; channels share the one limit of the row."""
    named = [name for name in _CHANNELS if name in row["fee_text"]] or ["Trực tiếp"]
    return {
        **row,
        "competent": row.get("competent_agency", ""),
        "implementing": row.get("implementing_agency", ""),
        "channels": [{"channel": name, "said": row["time_text"], "note": row["fee_text"]} for name in named],
        "results": [match.groupdict() for match in _RESULT.finditer(row.get("result", ""))],
    }


def _draft(row: Mapping[str, Any]) -> tuple[Values, list[Doubt]]:
    doubts: list[Doubt] = []
    code = row["code"]

    def doubt(field: str, message: str) -> None:
        doubts.append(Doubt(code, field, message))

    limit, messages = limit_of(row.get("channels", ()))
    for message in messages:
        doubt("limit", message)
    level = _level(row, doubt)
    doubt("in_force", "Ngày áp dụng không có trong dữ liệu nguồn; ghi theo quyết định công bố.")
    doubt("form", "Tờ khai điện tử không có trong dữ liệu nguồn; soạn theo mẫu đơn.")
    doubt("steps", "Các bước là quy trình mặc định; thay bằng quy trình nội bộ đã ban hành.")
    if limit["value"] == "1 wh":
        doubt("steps", "Thời hạn 1 giờ ngắn hơn hai bước ít nhất (2 giờ); sửa thời hạn hoặc cách tính bước.")
    values = {
        "code": code,
        "title": " ".join(row["name"].split()),
        "kind": "public",
        "field": row.get("field") or "Chưa rõ",
        "level": level,
        "online": "full" if row.get("online_full") == "True" else "partial",
        "law": _law(row, doubt),
        "decision": {"document": row.get("decision") or "Chưa rõ"},
        "in_force": _LEFT,
        "limit": limit,
        "audience": _audience(row.get("audience", "")),
        "channels": _channels(row),
        "reception": {"one_stop": "competent"},
        "competent": _competent(row, level, doubt),
        "return": {"one_stop": "competent"},
        "fees": _fees(row, doubt),
        "form": [
            {"id": "applicant", "label": "Người nộp hồ sơ", "type": "person", "own": True, "required": True}
        ],
        "papers": _papers(row, doubt),
        "process": _process(row, doubt),
        "conditions": _lines(row.get("conditions", "")),
        "steps": default_steps(limit["value"]),
        "holds": {"supplement": "restart"},
        "result": _result(row, doubt),
    }
    return values, doubts


def limit_of(channels: Sequence[Mapping[str, Any]]) -> tuple[Values, list[str]]:
    """The limit of a procedure and what is doubtful: the text of the note wins over the structured unit."""
    structured = _distinct(one for channel in channels for one in limits.found_in(_said(channel)))
    told = _distinct(one for channel in channels for one in limits.found_in(_note(channel)))
    chosen = next(iter(_agreeing(structured, told) or told), None)
    if chosen is None:
        return {"value": "1 wd"}, [f"{_why_unread(channels)}; tạm ghi 1 ngày làm việc."]
    doubts = [chosen.doubt] if chosen.doubt else []
    if structured and told and structured[0].value != chosen.value:
        doubts.append(f"Đơn vị ghi “{structured[0].words}”, lời văn ghi “{chosen.words}”; lấy theo lời văn.")
    if not structured:
        doubts.append(f"Thời hạn chỉ có trong lời văn: “{chosen.words}”.")
    cases = _distinct([*structured, *told])
    if len(cases) > 1:
        doubts.append("Nguồn nêu nhiều thời hạn: " + "; ".join(f"“{one.words}”" for one in cases) + ".")
    if chosen.value.endswith(" cd") and not told:
        doubts.append(f"Nguồn ghi “{chosen.words}”, không rõ ngày làm việc hay ngày liên tục.")
    limit: Values = {"value": chosen.value}
    if chosen.same_day:
        limit["same_day_until"] = "15:00"
    return limit, doubts


def _why_unread(channels: Sequence[Mapping[str, Any]]) -> str:
    """Whether the source states no limit, or a number that lost its unit."""
    bare = next((found[1] for one in channels if (found := _BARE.search(_note(one)))), "")
    return f"Nguồn ghi số “{bare}” không kèm đơn vị thời gian" if bare else "Nguồn không nêu thời hạn"


def _agreeing(structured: list[limits.Found], told: list[limits.Found]) -> list[limits.Found]:
    """The limits of the text whose number is that of the unit; the others speak of other things or cases."""
    numbers = {one.value.split()[0] for one in structured}
    return [one for one in told if one.value.split()[0] in numbers] or structured


def _said(channel: Mapping[str, Any]) -> str:
    if "said" in channel:
        return str(channel["said"])
    value = channel.get("value")
    return "" if value is None else f"{value:g} {channel.get('unit', '')}"


def _note(channel: Mapping[str, Any]) -> str:
    return str(channel.get("note") or "").replace(_NOTHING, " ")


def _distinct(found: Sequence[limits.Found] | Iterator[limits.Found]) -> list[limits.Found]:
    return list({one.value: one for one in reversed(list(found))}.values())[::-1]


def _level(row: Mapping[str, Any], doubt: Doubting) -> str:
    named = [_LEVELS[one.strip()] for one in row.get("level", "").split(",") if one.strip() in _LEVELS]
    if len(named) != 1:
        doubt("level", f"Nguồn ghi cấp “{row.get('level', '')}”; chọn một cấp giải quyết.")
    return next((one for one in ("province", "commune", "ministry") if one in named), "province")


def _audience(text: str) -> list[str]:
    business = any(word in text for word in ("Doanh nghiệp", "Tổ chức", "Hợp tác xã"))
    citizen = any(word in text for word in ("Công dân", "Người", "Cán bộ")) or not business
    return [*(["citizen"] if citizen else []), *(["business"] if business else [])]


def _channels(row: Mapping[str, Any]) -> list[str]:
    named = [_CHANNELS[one["channel"]] for one in row.get("channels", ()) if one["channel"] in _CHANNELS]
    return list(dict.fromkeys(named)) or ["counter"]


def _competent(row: Mapping[str, Any], level: str, doubt: Doubting) -> Values:
    if level == "commune":
        return {"kind": "commune"}
    name = (row.get("competent") or row.get("implementing") or "").split(",")[0].strip()
    doubt("competent", f"Nguồn ghi cơ quan “{name or _NOTHING}”; chọn mã trong danh mục cơ quan.")
    return {"agency": slug(name) or "chua-ro"}


def _law(row: Mapping[str, Any], doubt: Doubting) -> list[Values]:
    numbers = list(dict.fromkeys(_NUMBER.findall(row.get("legal", ""))))
    if not numbers:
        doubt("law", "Không đọc được căn cứ pháp lý trong dữ liệu nguồn.")
        return [{"document": "Chưa rõ", "recalled": True}]
    kinds = [
        next((kind for short, kind in _KINDS.items() if f"/{short}" in number), "Văn bản số")
        for number in numbers
    ]
    return [{"document": f"{kind} {number}"} for kind, number in zip(kinds, numbers, strict=True)]


def _fees(row: Mapping[str, Any], doubt: Doubting) -> list[Values]:
    notes = " ".join(_note(channel) for channel in row.get("channels", ()))
    amounts = list(dict.fromkeys(int(re.sub(r"\D", "", one)) for one in _MONEY.findall(notes)))
    if len(amounts) > 1 or "USD" in notes or (not amounts and "Miễn phí" not in notes):
        doubt("fees", "Mức thu chưa rõ hoặc có nhiều mức; đối chiếu văn bản quy định mức thu.")
    return [
        {"id": f"fee-{number}", "name": "Phí, lệ phí", "amount": amount, "when": "reception"}
        for number, amount in enumerate(amounts, 1)
    ]


def _papers(row: Mapping[str, Any], doubt: Doubting) -> list[Values]:
    told = (_TABLE_HEAD.sub("", one).strip(" ,;.-\n") for one in row.get("components", ()))
    titles = [" ".join(one.split()) for one in told if any(map(str.isalpha, one))]
    if not titles:
        doubt("papers", "Không có thành phần hồ sơ trong dữ liệu nguồn; tạm ghi đơn.")
        return [{"id": "application", "title": "Đơn, tờ khai", "original": 1}]
    return [_paper(number, title, doubt) for number, title in enumerate(titles, 1)]


def _paper(number: int, title: str, doubt: Doubting) -> Values:
    words = title.lower()
    paper: Values = {"id": f"paper-{number}", "title": title}
    if "xuất trình" in words:
        paper["show"] = True
    elif "bản sao" in words or "bản chụp" in words:
        paper["copy"] = 1
    else:
        paper["original"] = 1
    if "bản chính" in words and ("copy" in paper or "show" in paper):
        doubt(f"papers[{number - 1}]", f"“{title[:80]}”: vừa nói bản chính vừa nói bản sao hoặc xuất trình.")
    elif "original" in paper and "bản chính" not in words:
        doubt(f"papers[{number - 1}]", f"“{title[:80]}”: nguồn không ghi số lượng; tạm ghi 1 bản chính.")
    return paper


def _process(row: Mapping[str, Any], doubt: Doubting) -> list[str]:
    told = [" ".join(one.split()) for one in re.split(r"Bước\s+\d+\s*[:.]?", row.get("steps", ""))]
    if process := [one for one in told if one and one != _NOTHING]:
        return process
    doubt("process", "Không có trình tự thực hiện trong dữ liệu nguồn.")
    return ["Theo quyết định công bố thủ tục."]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip() != _NOTHING]


def _result(row: Mapping[str, Any], doubt: Doubting) -> Values:
    results = row.get("results") or [{"name": "Kết quả", "code": ""}]
    if len(results) > 1 or not row.get("results"):
        names = "; ".join(f"{one['name']} ({one['code']})" for one in results)
        doubt("result", f"Chọn một kết quả, nguồn nêu: {names}.")
    doubt("result", "Nội dung ghi trên kết quả không có trong dữ liệu nguồn; tạm chỉ ghi người được cấp.")
    title = " ".join(results[0]["name"].split()).rstrip(".") or "Kết quả"
    code = results[0].get("code") or ""
    known = {"code": code} if re.fullmatch(r"KQ\.[A-Z]\d{2}\.\d{5,6}", code) else {}
    return {**known, "title": title, "shows": [{"facts": [{"field": "case.applicant", "label": "Cấp cho"}]}]}
