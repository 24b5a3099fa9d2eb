"""What surveys hear of cases, tell the journal and show on their pages."""

from __future__ import annotations

from django.http import HttpRequest

from motcua.cases import inviting, panels
from motcua.cases.reads import CaseView
from motcua.journal import kinds
from motcua.journal.outbox import Happened, subscribe
from motcua.people import acts as people
from motcua.surveys import acts, reads

kinds.declare("survey.invited", "{by} mời người nộp trả lời “{survey}” đến {until}.")
kinds.declare(
    "survey.sampled",
    "{by} chọn mẫu “{survey}”: {size} trong {population} người nhận kết quả từ {first} đến {last}, số gieo {seed}.",
)
kinds.declare(
    "survey.list-sampled",
    "{by} chọn mẫu “{survey}”: {size} trong danh sách {population} người, hỏi từ {first} đến {last}, số gieo {seed}.",
)
kinds.declare("survey.listed", "{by} lấy danh sách liên hệ của mẫu: {count} người.")
kinds.declare(
    "survey.list-erased",
    "{by} xóa tên, điện thoại, địa chỉ của {count} người trong danh sách khảo sát hỏi đến {last}.",
)
kinds.declare("survey.read", "{by} đọc lời văn của các ý kiến “{survey}”.")
kinds.declare("survey.answered", "{by} nhận một phiếu “{survey}”.")


@subscribe("case.handed-over", "ask")
def invite(happened: Happened) -> None:
    """Who has been given the result is asked how it went."""
    acts.invite(happened.stream, by=people.system(), at=happened.at)


inviting.told_by(reads.invited)


@panels.fill(panels.CASE_ON_PORTAL)
def on_portal(request: HttpRequest, view: CaseView) -> str:
    """The link to the questionnaire."""
    from motcua.surveys import portal

    return portal.invitation_panel(request, view)


@panels.fill(panels.CASE_ON_DESK)
def on_desk(request: HttpRequest, view: CaseView) -> str:
    """The code for whoever has the result; its page is loaded by whoever first looks, with all that it draws with."""
    from motcua.surveys import desk

    return desk.invitation_panel(request, view)
