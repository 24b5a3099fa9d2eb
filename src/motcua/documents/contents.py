"""What each slip says, gathered from the rows of its case and from the event that it answers.

Everything is taken as it was at the moment of the event, so that a slip says the same whoever issues it, and whenever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases.models import Case, Channel, Step
from motcua.documents import editions, reads, results, signing, slips
from motcua.documents.models import Form, Slip
from motcua.documents.signing import COMMITTEE, Desk
from motcua.journal.models import Event
from motcua.kernel.calendar import local
from motcua.kernel.clock import Effect, cutoff
from motcua.kernel.flow import LEADER
from motcua.kernel.position import SUPPLEMENT
from motcua.people.actors import HeldPost
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition
from motcua.procedures.regimes import Forms
from motcua.procedures.results import SLUG

USUAL_RECIPIENTS = ("{case.applicant};", "Lưu: VT, hồ sơ.")


@dataclass(frozen=True, slots=True)
class Materials:
    """A case, its law, the event to be answered and the agency that answers."""

    case: Case
    definition: Definition
    form: str
    event: Event
    forms: Forms
    agency: AgencyRow
    above: AgencyRow | None
    desk: Desk | None

    @property
    def form_set(self) -> slips.FormSet:
        return slips.FormSet(self.forms.edition)

    @property
    def title(self) -> str:
        if self.form == Slip.Form.RESULT:
            return self.definition.result.title
        return editions.title(self.form, self.forms)

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.event.data
        return data


def gather(case: UUID, form: str, event: Event) -> Materials:
    """All that a slip of a form is made from; raises ``Missing`` when the case's law or agency is gone, a bug."""
    row = Case.objects.select_related("procedure", "applicant").get(id=case)
    law, day = procedures.definition(row.version_id), local(event.at).date()
    desk = None if event.kind == "case.withdrawn" else signing.desk(row, law, form, event.at)
    if desk is not None and desk.agency:
        agency = agencies.agency_carrying(desk.agency, day)
    else:
        agency = agencies.agency(_issuer(row, form))
    above = (
        agencies.agency(agency.parent_id)
        if agency.parent_id and not agency.name.startswith(COMMITTEE)
        else None
    )
    forms = editions.forms(local(row.received_at or row.submitted_at).date())
    return Materials(row, law, form, event, forms, agency, above, desk)


def _issuer(case: Case, form: str) -> int:
    """Who answers the applicant: the one-stop unit, or the competent agency for what only it may decide.

    What is signed at a step of a named agency is issued by that agency instead, and so are its apology and stop.

    A supplement is never asked past the one-stop unit (NĐ 61/2018 Đ.5.1e). At the case's own places refusals and stops
    after reception, apologies and results are the competent agency's (Đ.19.8, Đ.19.9).
    """
    decided = form in (Slip.Form.APOLOGY, Slip.Form.RESULT) or (
        form in (Slip.Form.REFUSAL, Slip.Form.STOP) and case.received_at
    )
    return case.competent_id if decided else case.reception_id


def sheet(of: Materials, number: int) -> slips.Letterhead:
    """The slip as typed values, under a number of the issuing agency's book."""
    return _SHEETS[of.form](of, _head(of, number))


def _head(of: Materials, number: int) -> dict[str, Any]:
    return {
        "agency_parent": of.above.name if of.above else "",
        "agency_name": of.agency.name,
        "number": f"{number:02}",
        "suffix": editions.symbol(of.form, of.forms),
        "place": slips.place_name(of.agency.place) or settings.PROVINCE,
        "at": of.event.at,
        "case_code": of.case.code,
        "tracking_url": f"{settings.BASE_URL}/tra-cuu/?ma={of.case.code}",
    }


def _slip_head(of: Materials, head: Mapping[str, Any]) -> dict[str, Any]:
    applicant = of.case.applicant
    filed_by = slips.Applicant(
        name=of.case.applicant_name, address=applicant.address, phone=applicant.phone, email=applicant.email
    )
    return {
        **head,
        "form_set": of.form_set,
        "form_number": of.forms.numbers[editions.KINDS[of.form]],
        "circular": of.forms.circular,
        "applicant": filed_by,
        "procedure_title": of.case.procedure.title,
    }


# --- slips 01 to 04 ------------------------------------------------------------------------------------------


def _receipt(of: Materials, head: Mapping[str, Any]) -> slips.Slip01:
    return slips.Slip01(
        **_slip_head(of, head),
        papers=tuple(_paper_lines(of)),
        sets=of.definition.sets,
        limit_in_words=_limit(of.definition),
        received_at=of.event.at,
        due_at=datetime.fromisoformat(of.data["due"]),
        return_place=_return_place(of),
        book=f"{local(of.event.at):%Y}",
        ordinal=head["number"],
        officer_name=_officer(of),
    )


def _paper_lines(of: Materials) -> Iterator[slips.PaperLine]:
    """The papers handed in: drawn from the form, on paper as counted, or as files."""
    online = of.case.channel == Channel.ONLINE
    for one in reads.wanted(of.definition, of.case.form, reads.papers_at(of.case.id, of.event.at)):
        for row in one.handed_in:
            yield slips.PaperLine(one.title, str(Form(row.form).label), row.quantity)
        if not one.handed_in and (one.files or not one.uploaded):
            electronic = online or bool(one.files)
            yield slips.PaperLine(one.title, str((Form.ELECTRONIC if electronic else Form.ORIGINAL).label))


def _limit(of: Definition) -> str:
    if of.rule.same_day_until:
        return (
            f"trong ngày làm việc; nhận sau {of.rule.same_day_until:%H:%M} thì trong ngày làm việc tiếp theo"
        )
    amount, _, unit = of.rule.limit.in_words().partition(" ")
    return f"{int(amount):02} {unit}"


def _return_place(of: Materials) -> str:
    point = of.agency if of.agency.id == of.case.return_at_id else agencies.agency(of.case.return_at_id)
    counter = ", ".join(filter(None, (point.name, point.address)))
    address = of.case.applicant.address
    return {
        "post": f"địa chỉ của người nộp, qua dịch vụ bưu chính công ích{f': {address}' if address else ''}",
        "online": f"{settings.BASE_URL} (bản điện tử)",
    }.get(of.case.return_how, counter)


def _request(of: Materials, head: Mapping[str, Any]) -> slips.Slip02:
    return slips.Slip02(
        **_slip_head(of, head),
        items=tuple(map(_item, of.data["items"])),
        reasons=(_reason(of, procedures.supplement_reasons(of.definition)),),
        guidance=f"Nộp trực tuyến tại {settings.BASE_URL}, mục “Hồ sơ của tôi”, hoặc tại {of.agency.name}.",
        consequence=_consequence(of),
        contact=_contact(of.agency),
        officer_name=_officer(of),
    )


def _item(item: Mapping[str, str]) -> str:
    title, note = item.get("title") or item.get("name") or "", item.get("note") or ""
    return f"{title}: {note}" if note else title


def _consequence(of: Materials) -> str:
    """What the supplement does to the time limit (NĐ 61/2018 Đ.19.4; later cases without the article)."""
    if of.case.received_at is None or of.case.received_at > of.event.at:
        return "Thời hạn giải quyết được tính từ khi nhận đủ hồ sơ."
    rule = procedures.definition(of.case.limit_from_id or of.case.version_id).rule
    if of.event.at > cutoff(rule, datetime.fromisoformat(of.data["due_before"])):
        return "Hồ sơ đã quá hạn giải quyết; thời gian chờ bổ sung không làm lùi ngày hẹn trả kết quả."
    if of.definition.effects.get(SUPPLEMENT, Effect.RESTART) is not Effect.RESTART:
        return "Thời gian chờ bổ sung không tính vào thời hạn giải quyết."
    article = " (khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP)" if of.form_set is slips.FormSet.ND61 else ""
    return f"Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ{article}."


def _refusal(of: Materials, head: Mapping[str, Any]) -> slips.Slip03:
    """Under a leader's signature where one has refused; the one-stop unit's own is signed by who receives there."""
    post = signing.post(of, of.event.by)
    led = post is not None and LEADER in post.roles
    return slips.Slip03(
        **_slip_head(of, head),
        reasons=(_reason(of, procedures.refuse_reasons(of.definition)),),
        legal_basis=(of.data["basis"],),
        contact=_contact(of.agency),
        officer_name=_officer(of),
        signer=signing.signer(of, of.event.by, post) if led else None,
    )


def _reason(of: Materials, known: tuple[procedures.Reason, ...]) -> str:
    """The coded reason with the words that the officer added."""
    coded = next((reason.title for reason in known if reason.code == of.data.get("reason_code")), "")
    said = str(of.data["reason"])
    return said if not coded or coded == said else f"{coded}. {said}"


def _apology(of: Materials, head: Mapping[str, Any]) -> slips.Slip04:
    return slips.Slip04(
        **_slip_head(of, head) | {"recipients": ("Như trên", "Lưu: VT, hồ sơ")},
        apologising=of.agency.name,
        received_by=_received_by(of),
        received_at=of.case.received_at or of.case.submitted_at,
        original_due=datetime.fromisoformat(of.data["due_before"]),
        new_due=datetime.fromisoformat(of.data["due"]),
        reason=str(of.data["reason"]),
        signer=signing.signer(of, of.event.by, signing.post(of, of.event.by)),
    )


def _received_by(of: Materials) -> str:
    """Who took the dossier in: the agency itself, but for one that a case came to on its way."""
    came = of.agency.id == of.case.competent_id
    return of.agency.name if came else agencies.agency(of.case.reception_id).name


def _stopped(of: Materials, head: Mapping[str, Any]) -> slips.StopNotice:
    withdrawn = of.event.kind == "case.withdrawn"
    said = str(of.data.get("reason") or of.data.get("note") or "")
    asked = "Người nộp yêu cầu rút hồ sơ"
    return slips.StopNotice(
        **_slip_head(of, head) | {"recipients": ("Như trên", "Lưu: VT, hồ sơ")},
        stage=_stage(of),
        reason=(f"{asked}. {said}" if said else asked) if withdrawn else said,
        basis=str(of.data.get("basis", "")),
        settlement=_settlement(of),
        contact=_contact(of.agency),
        signer=signing.signer(of, of.event.by, signing.post(of, of.event.by)),
    )


def _stage(of: Materials) -> str:
    """The step at which a case was stopped, by its title."""
    open_then = Step.objects.filter(case=of.case, branch="", opened_at__lte=of.event.at)
    step = open_then.order_by("opened_at", "id").last()
    return step.title if step else ""


def _settlement(of: Materials) -> str:
    due = of.definition.fees_for(
        of.case.form, local(of.event.at).date(), channel=Channel(of.case.channel).code
    )
    if not any(fee.amount for fee in due):
        return "Thủ tục này không thu phí, lệ phí."
    return "Khoản đã nộp (nếu có) được hoàn trả hoặc xử lý theo quy định của pháp luật về phí, lệ phí."


def _officer(of: Materials) -> str:
    return signing.name_of(of.event.by)


def _contact(agency: AgencyRow) -> str:
    return f"{agency.name}, số điện thoại {agency.phone}" if agency.phone else agency.name


# --- results -------------------------------------------------------------------------------------------------


def draft(case: UUID, at: datetime) -> slips.ResultSheet:
    """The result as it would be issued at a moment: nothing is kept, no number is drawn."""
    of = gather(case, Slip.Form.RESULT, Event(stream=case, kind="case.finished", by="", at=at, data={}))
    return replace(_result(of, _head(of, 0)), number="", result_code="", draft=True)


def refusal_draft(case: UUID, at: datetime, *, signer: str, refusal: Mapping[str, str]) -> slips.Slip03:
    """The refusal as a leader is asked to sign it: nothing is kept, no number is drawn."""
    event = Event(stream=case, kind="case.refused", by=signer, at=at, data=dict(refusal))
    of = gather(case, Slip.Form.REFUSAL, event)
    return replace(_refusal(of, _head(of, 0)), number="", draft=True)


def _result(of: Materials, head: Mapping[str, Any]) -> slips.ResultSheet:
    result, desk = of.definition.result, of.desk
    signer = desk.signer if desk else of.event.by
    post = signing.post(of, signer, desk.at if desk else None)
    issued_by = _issued_by(of, post)
    source = _source(of, issued_by["agency_name"])
    recipients = USUAL_RECIPIENTS if result.recipients is None else result.recipients
    by_head = result.authority == "head"
    authority = f"{signing.head_title(of)} {of.agency.name}" if by_head else of.agency.name
    said = {
        "suffix": source.sentence(result.symbol) or head["suffix"],
        "recipients": source.sentences([_recipient(one, local(of.event.at).date()) for one in recipients]),
        "authority": authority if result.authority else "",
        "replaces": _replaces(of),
    }
    return slips.ResultSheet(
        **{**head, **issued_by, **said, **results.written(result, source)},
        signer=signing.signer(of, signer, post, by_head=by_head, in_own_name=True),
        result_code=f"{of.agency.code_2020}-KQ{local(of.event.at):%y}{int(head['number']):06}",
    )


def _recipient(told: str, day: date) -> str:
    """An agency that is named by its slug, by the name that it has on a day; other words as they stand."""
    return f"{agencies.agency_carrying(told, day).name};" if SLUG.fullmatch(told) else told


def _replaces(of: Materials) -> str:
    """Which result of the case this one stands for from now on, after a correction (NĐ 61/2018 Đ.21)."""
    before = reads.result_before(of.case.id, of.event.seq)
    if before is None:
        return ""
    day = slips.date_in_words(local(datetime.fromisoformat(before.data["at"])).date())
    return f"Thay thế {before.title} số {before.number:02}/{before.data['suffix']} {day}"


def _issued_by(of: Materials, post: HeldPost | None) -> dict[str, str]:
    """Who stands at the head of a result: the agency that issues it, or the part of it whose head signs."""
    if post is None or post.agency == of.agency.id:
        return {"agency_parent": of.above.name if of.above else "", "agency_name": of.agency.name}
    return {
        "agency_parent": of.agency.name,
        "agency_name": post.agency_name.removesuffix(of.agency.place).strip(),
    }


def _source(of: Materials, agency: str) -> results.Source:
    day = local(of.event.at).date()
    communes = agencies.agencies(day, kind="commune")
    facts = {
        "case.code": of.case.code,
        "case.applicant": of.case.applicant_name,
        "case.agency": agency,
        "case.submitted": local(of.case.submitted_at).date(),
        "case.received": local(of.case.received_at or of.case.submitted_at).date(),
        "case.decided": day,
        "case.year": f"{day.year}",
        **results.validity(of.definition.result.valid, day),
    }
    names = {row.gso_code: f"{row.place}, tỉnh {settings.PROVINCE}" for row in communes if row.gso_code}
    return results.Source(of.definition.schema, of.case.form, facts, names)


_SHEETS = {
    Slip.Form.RECEIPT.value: _receipt,
    Slip.Form.SUPPLEMENT.value: _request,
    Slip.Form.REFUSAL.value: _refusal,
    Slip.Form.APOLOGY.value: _apology,
    Slip.Form.STOP.value: _stopped,
    Slip.Form.RESULT.value: _result,
}
