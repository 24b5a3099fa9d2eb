"""The acts on a case: each is an operation, takes the words of the act, and answers where the case stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.cases import acts, opinions, reads
from motcua.cases.api import words
from motcua.cases.api.router import router
from motcua.cases.api.shapes import StandingOut
from motcua.cases.api.standing import standing
from motcua.cases.api.words import Act
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.sittings import Written
from motcua.people.api import Key, caller, moment
from motcua.procedures import reads as procedures
from motcua.procedures.definition import Definition, Reason
from motcua.web.api.once import once
from motcua.web.api.shapes import WRITE, Error


def deed(name: str, *, needs: str = "desk") -> Callable[[Callable[..., StandingOut]], Callable[..., Any]]:
    """Publish an act under ``/cases/{id}/<name>``."""

    def published(operation: Callable[..., StandingOut]) -> Callable[..., Any]:
        route = router.post(
            f"/cases/{{uuid:case}}/{name}",
            auth=Key(needs) if needs else Key(),
            response={200: StandingOut, WRITE: Error},
            operation_id=operation.__name__,
            tags=["acts"],
        )
        return route(once(operation))

    return published


def _done(request: HttpRequest, case: UUID, act: Callable[..., int], body: Act, **more: Any) -> StandingOut:
    act(case, **(body.dict() | more), by=caller(request), at=moment(request))
    return standing(case)


@deed("claim")
def claim(request: HttpRequest, case: UUID, body: Act) -> StandingOut:
    """Nhận xử lý bước đang mở / Take the open step into your own hands."""
    return _done(request, case, acts.claim, body)


@deed("assign")
def assign(request: HttpRequest, case: UUID, body: words.Assign) -> StandingOut:
    """Phân công bước đang mở / Give the open step to a person who holds its role."""
    return _done(request, case, acts.assign, body)


@deed("receive")
def receive(request: HttpRequest, case: UUID, body: words.Receive) -> StandingOut:
    """Tiếp nhận hồ sơ; thời hạn bắt đầu / Receive a case: from now on the promise runs."""
    return _done(request, case, acts.receive, body)


@deed("opinion")
def opinion(request: HttpRequest, case: UUID, body: words.Opinion) -> StandingOut:
    """Cho ý kiến về hồ sơ của cơ quan khác / Answer what your agency was asked about another's case."""
    opinions.give(case, **body.dict(), by=caller(request), at=moment(request))
    return standing(case)


@deed("minutes")
def minutes(request: HttpRequest, case: UUID, body: words.Record) -> StandingOut:
    """Ghi biên bản thẩm tra, họp hội đồng / Write down a verification or a council's meeting, or announce one."""
    told = body.dict(exclude={"revision"})
    acts.record(case, Written(**told), revision=body.revision, by=caller(request), at=moment(request))
    return standing(case)


@deed("refuse")
def refuse(request: HttpRequest, case: UUID, body: words.Refuse) -> StandingOut:
    """Từ chối bằng văn bản / Refuse in writing, with the reason and its legal basis."""
    _coded(request, case, body.reason_code, procedures.refuse_reasons)
    return _done(request, case, acts.refuse, body)


@deed("finish")
def finish(request: HttpRequest, case: UUID, body: words.Finish) -> StandingOut:
    """Kết thúc bước theo một hướng / Close your step by one of its moves."""
    return _done(request, case, acts.finish, body)


@deed("supplement-request")
def supplement_request(request: HttpRequest, case: UUID, body: words.AskSupplement) -> StandingOut:
    """Yêu cầu bổ sung, một lần, đúng từng thứ / Ask for exact items, once; a second time a head asks in person."""
    _coded(request, case, body.reason_code, procedures.supplement_reasons)
    return _done(request, case, acts.request_supplement, body)


@deed("hold")
def hold(request: HttpRequest, case: UUID, body: words.Pause) -> StandingOut:
    """Tạm dừng tính hạn vì một lý do thủ tục cho phép / Pause the clock for a cause that the procedure knows."""
    return _done(request, case, acts.hold, body)


@deed("resume")
def resume(request: HttpRequest, case: UUID, body: words.Note) -> StandingOut:
    """Tiếp tục hồ sơ đang tạm dừng / End a pause."""
    return _done(request, case, acts.resume, body)


@deed("withdraw", needs="")
def withdraw(request: HttpRequest, case: UUID, body: words.Withdraw) -> StandingOut:
    """Người nộp xin rút hồ sơ / The applicant asks for the case back."""
    return _done(request, case, acts.withdraw, body)


@deed("answer-withdrawal")
def answer_withdrawal(request: HttpRequest, case: UUID, body: words.AnswerWithdrawal) -> StandingOut:
    """Trả lời yêu cầu rút hồ sơ / Answer the applicant who asked for the case back."""
    return _done(request, case, acts.answer_withdrawal, body)


@deed("stop")
def stop(request: HttpRequest, case: UUID, body: words.Stop) -> StandingOut:
    """Dừng hồ sơ không thể giải quyết tiếp / Stop a case that cannot go on."""
    return _done(request, case, acts.stop, body)


@deed("apologise")
def apologise(request: HttpRequest, case: UUID, body: words.Apologise) -> StandingOut:
    """Xin lỗi và hẹn lại, trước một ngày, một lần / Apologise and re-date: a day ahead, once."""
    return _done(request, case, acts.apologise, body)


@deed("hand-over")
def hand_over(request: HttpRequest, case: UUID, body: words.HandOver) -> StandingOut:
    """Trả kết quả cho người nộp / Give the result to the applicant or a proxy."""
    return _done(request, case, acts.hand_over, body)


@deed("correct")
def correct(request: HttpRequest, case: UUID, body: words.Correct) -> StandingOut:
    """Mở lại hồ sơ để sửa lỗi của cơ quan / Reopen a returned case to mend an error of the agency."""
    return _done(request, case, acts.correct, body)


@deed("amend")
def amend(request: HttpRequest, case: UUID, body: words.Amend) -> StandingOut:
    """Sửa tờ khai của hồ sơ đã mở lại để đính chính / Set the declaration of a reopened case right."""
    return _done(request, case, acts.amend, body)


def _coded(
    request: HttpRequest, case: UUID, code: str, reasons: Callable[[Definition], Iterable[Reason]]
) -> None:
    """Refuse a coded reason that the procedure doesn't have; who may not see the case learns nothing."""
    view = reads.case(case, actor=caller(request))
    known = [reason.code for reason in reasons(procedures.definition(view.row["version_id"]))]
    if code not in known:
        message = f"Không có mã lý do này; dùng một trong: {', '.join(known)}."
        raise Invalid(message, faults=[Fault("reason_code", message)])
