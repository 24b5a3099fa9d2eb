"""The words of a case: what the moves of a flow are called, why its promise is what it is, its events in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

from motcua.cases.models import Channel
from motcua.cases.sentences import PERSONAL
from motcua.journal.kinds import sentence
from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.flow import Flow
from motcua.kernel.position import HOLD_TITLES, Position
from motcua.people.models import Applicant
from motcua.procedures import verbs
from motcua.web import words

#: How a result reaches its owner.
HOWS: Mapping[str, str] = {
    "counter": gettext_noop("Trực tiếp tại quầy"),
    "post": gettext_noop("Qua bưu chính công ích"),
    "online": gettext_noop("Bản điện tử"),
    "bundle": gettext_noop("Chuyển vào hồ sơ liên thông"),
}


#: How a case came, by the national numbers.
CHANNELS: Mapping[int, str] = {
    Channel.COUNTER: gettext_noop("Trực tiếp"),
    Channel.ONLINE: gettext_noop("Trực tuyến"),
    Channel.POST: gettext_noop("Bưu chính công ích"),
}

#: The kinds of applicants.
KINDS: Mapping[str, str] = {
    Applicant.Kind.CITIZEN: gettext_noop("Công dân"),
    Applicant.Kind.BUSINESS: gettext_noop("Doanh nghiệp, tổ chức"),
    Applicant.Kind.HOUSEHOLD: gettext_noop("Hộ kinh doanh"),
}


def channel(number: int) -> str:
    """How a case came, in words."""
    return gettext(CHANNELS[number])


def came(row: Mapping[str, Any]) -> str:
    """How a case came, in words; a part of a bundle came with the one application for all."""
    came = channel(row["channel"])
    return gettext("%(channel)s, theo hồ sơ liên thông") % {"channel": came} if row["parent_id"] else came


def event(
    kind: str,
    by: str,
    data: Mapping[str, Any],
    flow: Flow,
    *,
    whom: str | None = None,
    revealed: bool = False,
) -> str:
    """An event as an inspector reads it: the titles of steps, the words of moves, the name of who was assigned."""
    words = _spoken(data, flow) | ({"to": whom} if whom else {})
    told = sentence(kind, by, words, revealed=revealed).removesuffix(" —")
    told = told if told.endswith(".") else f"{told}."
    if kind == "case.supplemented" and data.get("fields"):
        told += f" Tờ khai sửa ở: {'; '.join(data['fields'])}."
    return told


def why(here: Position, calendar: Calendar) -> str:
    """How the promise of a case came about, by the calendar that it was counted in; a re-dated one says so besides.

    Empty before reception.
    """
    if here.received_at is None:
        return ""
    told = words.why(clock.due(calendar, here.received_at, here.law.rule, here.holds))
    if here.redated_at and here.due_at:
        values = {"moment": words.moment(here.redated_at), "due": words.moment(here.due_at)}
        told += " " + gettext("Đã xin lỗi và hẹn lại lúc %(moment)s; nay hẹn trả %(due)s.") % values
    return told


def _spoken(data: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
    told = dict(data)
    if data.get("due") == data.get("due_before"):
        told.pop("due", None)
    for key in ("step", "to"):
        if data.get(key) in flow.steps:
            told[key] = flow.steps[data[key]].title
    for key in PERSONAL:
        if isinstance(said := data.get(key), str):
            told[key] = said.rstrip(" .")
    if "verb" in data:
        told["verb"] = verbs.title(data["verb"])
    for key, titles in (("how", HOWS), ("kind", HOLD_TITLES)):
        if key in data:
            told[key] = titles.get(data[key], data[key])
    return told


# --- looks -----------------------------------------------------------------------------------------------------

CASE, IDENTITY, JOURNAL, DRAFT, PAPER, SLIP, PURPOSE = (
    "case", "identity", "journal", "draft", "paper", "slip", "purpose",
)  # fmt: skip
"""What of a case may be opened, as the journal of readings keeps it; a purpose is said before anything is."""

PARTS: Mapping[str, str] = {
    CASE: gettext_noop("tờ khai và tiến trình"),
    IDENTITY: gettext_noop("danh tính và liên hệ"),
    JOURNAL: gettext_noop("nhật ký"),
    DRAFT: gettext_noop("dự thảo kết quả"),
}


def seen(things: Sequence[tuple[str, str]]) -> str:
    """What was opened of a case: its parts, its files and slips by name."""
    papers = [name for what, name in things if what == PAPER]
    slips = [name for what, name in things if what == SLIP]
    told = [gettext(title) for part, title in PARTS.items() if any(what == part for what, _ in things)]
    if papers:
        told.append(ngettext("tệp %(names)s", "%(number)s tệp: %(names)s", len(papers)) % _named(papers))
    if slips:
        told.append(ngettext("phiếu %(names)s", "%(number)s phiếu: %(names)s", len(slips)) % _named(slips))
    return "; ".join(told) or gettext("chưa mở gì")


def _named(names: Sequence[str]) -> dict[str, Any]:
    return {"number": len(names), "names": ", ".join(f"“{name}”" for name in names)}


WORKING = gettext_noop("Xử lý bước")
OVERSEEING = gettext_noop("Chỉ đạo, kiểm tra việc giải quyết")
ATTENDING = gettext_noop("Theo dõi, trả lời người nộp tại một cửa")
API = gettext_noop("API")
"""What a look is for by itself; a step and a key are named after it."""

OTHER = "other"
PURPOSES: Mapping[str, str] = {
    "answer": gettext_noop("Trả lời người nộp"),
    "check": gettext_noop("Kiểm tra nội bộ"),
    "cooperate": gettext_noop("Phối hợp giải quyết"),
    OTHER: gettext_noop("Việc khác"),
}
"""What an officer may say who has no work with the case; another one is written after it."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a look was for: a purpose in words, and what an officer or the catalogue adds to it."""

    title: str
    detail: str


def purposed(title: str, detail: str) -> str:
    """A purpose with its detail as the journal of readings keeps it."""
    return f"{title}: {detail}"


def purpose(told: str) -> Purpose:
    """A purpose as it was kept, in the language of the page."""
    title, _, detail = told.partition(": ")
    return Purpose(gettext(title), detail)
