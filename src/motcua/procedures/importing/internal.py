"""An internal process that runs through a commune and a department, as published with its shares of the limit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing.drafts import Doubt, Imported, Values, imported

_SMALL = 2
_HOURS_A_DAY = 8
_DEPARTMENT = "so-noi-vu"


def read(text: str) -> Imported:
    """The draft of one internal process in JSON; Invalid when it has no steps or no shares."""
    try:
        source = json.loads(text)
        shares = {level: int(source["time"][level]) * _HOURS_A_DAY for level in ("xa", "so")}
        values = _values(source, shares)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Invalid(
            "Tệp không theo khuôn quy trình nội bộ.",
            faults=[
                Fault(
                    "JSON",
                    "Cần có code, decision, time (total_working_days, xa, so) và steps (no, text, level).",
                )
            ],
        ) from error
    return imported([(values, _doubts(values["code"], source))])


def _values(source: Mapping[str, Any], shares: Mapping[str, int]) -> Values:
    return {
        "code": source["code"],
        "decision": {"document": source["decision"]},
        "law": [{"document": f"Văn bản số {one}"} for one in source.get("legal_local", ())],
        "limit": {"value": f"{source['time']['total_working_days']} wd"},
        "steps": _steps(source["steps"], shares),
        "holds": {"supplement": "restart"},
    }


def _steps(told: Sequence[Mapping[str, Any]], shares: Mapping[str, int]) -> list[Values]:
    spent = _spent(told, shares)
    chain = [f"step-{one['no']}" for one in told] + ["end"]
    return [
        _step(one, number, len(told), within, after)
        for number, (one, within, after) in enumerate(zip(told, spent, chain[1:], strict=True), 1)
    ]


def _spent(told: Sequence[Mapping[str, Any]], shares: Mapping[str, int]) -> list[int]:
    """Hours a step: small ones the same, the examination what is left of its level's share; the last waits."""
    working = told[:-1]
    hours = []
    for one in working:
        others = sum(other["level"] == one["level"] for other in working) - 1
        examines = _is_examination(one)
        hours.append(shares[one["level"]] - others * _SMALL if examines else _SMALL)
    return [*hours, _SMALL]


def _is_examination(told: Mapping[str, Any]) -> bool:
    return bool(str(told["text"]).startswith("Thẩm định"))


def _step(told: Mapping[str, Any], number: int, count: int, hours: int, after: str) -> Values:
    role = _role(str(told.get("role_inferred", "")))
    verb = "done" if number == count else "accept" if role == "one-stop" else "propose"
    moves = {verb: after}
    if number == 1 or _is_examination(told):
        moves |= {"supplement": "wait-applicant", "refuse": "refused"}
    return {
        "id": f"step-{told['no']}",
        "title": str(told["text"]),
        **_place(told, number, count),
        "role": role,
        "within": f"{hours} wh",
        "moves": moves,
    }


def _place(told: Mapping[str, Any], number: int, count: int) -> Values:
    if told["level"] == "so":
        return {"at": "agency", "agency": _DEPARTMENT}
    return {"at": "return" if number == count else "reception" if number == 1 else "competent"}


def _role(words: str) -> str:
    """The role that the words of the source mean; the head of a division before the leader of an agency."""
    if "TN&TKQ" in words or words.startswith("UBND"):
        return "one-stop"
    if words.startswith("Lãnh đạo phòng"):
        return "division-head"
    if words.startswith("Lãnh đạo"):
        return "leader"
    return "clerk" if words.startswith("Văn thư") else "social-affairs"


def _doubts(code: str, source: Mapping[str, Any]) -> list[Doubt]:
    time = source["time"]
    says = f"Nguồn chỉ chia thời hạn theo cấp (xã {time['xa']}, sở {time['so']} ngày làm việc)"
    return [
        Doubt(code, "steps", f"{says}; thời gian từng bước là tạm chia."),
        Doubt(
            code, "steps", "Vai trò từng bước được suy ra, nguồn không ghi; đối chiếu quyết định ban hành."
        ),
        Doubt(
            code,
            "code",
            "Đây là phần quy trình; ghép với bản nháp thủ tục cùng mã để đủ các bộ phận tạo thành.",
        ),
    ]
