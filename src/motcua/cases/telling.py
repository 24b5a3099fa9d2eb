"""The words of a case: what the moves of a flow are called, why its promise is what it is, its events in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.cases.models import Channel
from motcua.cases.sentences import PERSONAL
from motcua.journal.kinds import sentence
from motcua.kernel import clock
from motcua.kernel.flow import Flow
from motcua.kernel.position import HOLD_TITLES, Position
from motcua.people.models import Applicant
from motcua.web.words import moment

#: What a button says for a verb of a flow; a verb that is not here is shown as the flow writes it.
MOVES: Mapping[str, str] = {
    "accept": gettext_noop("Tiếp nhận"),
    "assign": gettext_noop("Giao thụ lý"),
    "propose": gettext_noop("Đề xuất"),
    "inspect": gettext_noop("Chuyển kiểm tra thực tế"),
    "inspected": gettext_noop("Đã kiểm tra"),
    "surveyed": gettext_noop("Đã khảo sát"),
    "certify": gettext_noop("Chứng thực"),
    "agree": gettext_noop("Đồng ý"),
    "sign": gettext_noop("Ký"),
    "issue": gettext_noop("Phát hành"),
    "return": gettext_noop("Trả lại bước trước"),
    "done": gettext_noop("Trả kết quả"),
    "supplement": gettext_noop("Yêu cầu bổ sung"),
    "refuse": gettext_noop("Từ chối"),
}

#: How a result reaches its owner.
HOWS: Mapping[str, str] = {
    "counter": gettext_noop("Trực tiếp tại quầy"),
    "post": gettext_noop("Qua bưu chính công ích"),
    "online": gettext_noop("Bản điện tử"),
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


def move(verb: str) -> str:
    """What a move is called on a button."""
    return gettext(MOVES[verb]) if verb in MOVES else verb


def event(kind: str, by: str, data: Mapping[str, Any], flow: Flow, *, whom: str | None = None) -> str:
    """An event as an inspector reads it: the titles of steps, the words of moves, the name of who was assigned."""
    told = sentence(kind, by, _spoken(data, flow) | ({"to": whom} if whom else {})).removesuffix(" —")
    return told if told.endswith(".") else f"{told}."


def why(here: Position) -> str:
    """How the promise of a case came about; a re-dated one says so besides. Empty before reception."""
    if here.received_at is None:
        return ""
    told = clock.due(here.calendar, here.received_at, here.law.rule, here.holds).why
    if here.redated_at and here.due_at:
        values = {"moment": moment(here.redated_at), "due": moment(here.due_at)}
        told += " " + gettext("Ngày %(moment)s đã xin lỗi và hẹn lại đến %(due)s.") % values
    return told


def _spoken(data: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
    told = dict(data)
    for key in ("step", "to"):
        if data.get(key) in flow.steps:
            told[key] = flow.steps[data[key]].title
    for key in PERSONAL:
        if isinstance(said := data.get(key), str):
            told[key] = said.rstrip(" .")
    for key, words in (("verb", MOVES), ("how", HOWS), ("kind", HOLD_TITLES)):
        if key in data:
            told[key] = words.get(data[key], data[key])
    return told
