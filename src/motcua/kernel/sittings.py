"""What is written down of a meeting or an inspection on site before a step closes, and what a council decides.

NĐ 61/2018 Đ.19.3b: time, place, participants and content of a verification go into the system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from motcua.kernel.refusals import Fault, Invalid


class Sitting(StrEnum):
    """What a step wants minutes of."""

    VERIFICATION = "verification"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Council:
    """How a council decides: of ``members`` at least ``quorum`` sit, and more than ``agree`` of them are in favour."""

    members: int
    quorum: int
    agree: Fraction

    def carries(self, present: int, in_favour: int) -> bool:
        """Whether a vote of those present carries; one without its quorum never does."""
        return present >= self.quorum and in_favour > self.agree * present


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was written down last of a step's sitting: when it was, and of a council how it voted."""

    held_at: datetime
    present: int = 0
    in_favour: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be written down of a sitting: ``participants`` one a line; the votes of a council, else zeros."""

    held_at: datetime
    place: str
    participants: str
    content: str
    present: int = 0
    in_favour: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Who was there, in which capacity."""

    name: str
    capacity: str


def parse_council(item: Mapping[str, Any], where: str, faults: list[Fault]) -> Council | None:
    """Read the ``council`` of a step; what is wrong goes to ``faults``, and then there is none."""
    try:
        members, quorum = int(item["members"]), int(item["quorum"])
        agree = Fraction(str(item.get("agree", "1/2")))
    except (KeyError, ValueError, ZeroDivisionError):
        faults.append(Fault(where, "Viết {members: số thành viên, quorum: số phải có mặt, agree: 1/2}."))
        return None
    if not 1 <= quorum <= members:
        faults.append(Fault(f"{where}.quorum", f"Số phải có mặt nằm trong 1 đến {members}."))
        return None
    if not 0 <= agree < 1:
        faults.append(Fault(f"{where}.agree", "Tỷ lệ phải vượt qua nằm từ 0 đến dưới 1, như 1/2 hoặc 2/3."))
        return None
    return Council(members, quorum, agree)


PARTICIPANTS_ABOUT = "Mỗi dòng một người: họ tên, rồi dấu phẩy, rồi chức vụ hoặc tư cách tham dự."


def read_participants(text: str) -> tuple[Participant, ...]:
    """Read participants, one a line: name, comma, capacity; :class:`Invalid` names the line that is not."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = []
    for number, line in enumerate(lines, 1):
        name, comma, capacity = (part.strip() for part in line.partition(","))
        if not (name and comma and capacity):
            message = f"Dòng {number} “{line}” thiếu họ tên hoặc tư cách tham dự. {PARTICIPANTS_ABOUT}"
            raise Invalid(message, faults=[Fault("participants", message)])
        found.append(Participant(name, capacity))
    if not found:
        raise Invalid(
            "Chưa ghi thành phần tham dự.",
            faults=[Fault("participants", f"Nhập thành phần. {PARTICIPANTS_ABOUT}")],
        )
    return tuple(found)


def kept(written: Written, there: Sequence[Participant]) -> dict[str, Any]:
    """The columns of minutes that say what was written."""
    return {
        "held_at": written.held_at,
        "place": written.place,
        "participants": [{"name": one.name, "capacity": one.capacity} for one in there],
        "content": written.content,
        "present": written.present,
        "in_favour": written.in_favour,
    }


def missing(sitting: Sitting, council: Council | None, minutes: Sequence[Minutes], at: datetime) -> str:
    """What still keeps a step from going on, in Vietnamese; nothing when its minutes are there.

    A council that did not agree lets it go back only.
    """
    held = [one for one in minutes if one.held_at <= at]
    if not held:
        what = "biên bản họp hội đồng" if sitting is Sitting.COUNCIL else "biên bản thẩm tra, xác minh"
        return f"chưa ghi {what}"
    if council and not council.carries(held[-1].present, held[-1].in_favour):
        return (
            f"hội đồng chưa thông qua: {held[-1].in_favour}/{held[-1].present} thành viên có mặt đồng ý, cần ít nhất "
            f"{council.quorum}/{council.members} người có mặt và quá {council.agree} đồng ý"
        )
    return ""
