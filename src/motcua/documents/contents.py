"""What each slip says, gathered from the rows of its case and from the event that it answers.

Everything is taken as it was at the moment of the event, so that a slip says the same whoever issues it, and whenever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases.models import Case, Channel, Step
from motcua.documents import editions, reads, slips
from motcua.documents.models import Form, Slip
from motcua.journal.models import Event
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.clock import Effect, cutoff
from motcua.kernel.forms.summary import UNANSWERED
from motcua.kernel.position import SUPPLEMENT
from motcua.people import actors
from motcua.people import reads as people
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

COMMITTEE = "Ủy ban nhân dân"
TERRITORIES = ("tỉnh ", "thành phố ", "huyện ", "thị xã ", "xã ", "phường ", "thị trấn ", "đặc khu ")
GROUNDS = 3
"""Laws that a result names as its grounds."""

ASIDE = frozenset({"declaration", "yes-no", "phone", "email"})
"""Types of field whose answers a result does not repeat."""


@dataclass(frozen=True, slots=True)
class Materials:
    """A case, its law, the event to be answered and the agency that answers."""

    case: Case
    definition: Definition
    form: str
    event: Event
    agency: AgencyRow
    above: AgencyRow | None

    @property
    def form_set(self) -> slips.FormSet:
        return editions.form_set(local(self.case.received_at or self.case.submitted_at).date())

    @property
    def title(self) -> str:
        if self.form == Slip.Form.RESULT:
            return self.definition.result.title
        return editions.title(self.form, self.form_set)

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.event.data
        return data


def gather(case: UUID, form: str, event: Event) -> Materials:
    """All that a slip of a form is made from; raises ``Missing`` when the case's law or agency is gone, a bug."""
    row = Case.objects.select_related("procedure", "applicant").get(id=case)
    agency = agencies.agency(_issuer(row, form))
    above = (
        agencies.agency(agency.parent_id)
        if agency.parent_id and not agency.name.startswith(COMMITTEE)
        else None
    )
    return Materials(row, procedures.definition(row.version_id), form, event, agency, above)


def _issuer(case: Case, form: str) -> int:
    """Who answers the applicant: the one-stop unit, or the competent agency for what only it may decide.

    A supplement is never asked past the one-stop unit (NĐ 61/2018 Đ.5.1e); refusals after reception, apologies and
    results are the competent agency's (Đ.19.8, Đ.19.9).
    """
    decided = form in (Slip.Form.APOLOGY, Slip.Form.RESULT) or (
        form == Slip.Form.REFUSAL and case.received_at
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
        "suffix": editions.SUFFIXES[of.form],
        "place": place_name(of.agency.place) or settings.PROVINCE,
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
        "applicant": filed_by,
        "procedure_title": of.case.procedure.title,
    }


def place_name(territory: str) -> str:
    """The place as documents name it: ``Thành Sen`` of ``phường Thành Sen``, ``Phường 5`` (NĐ 30/2020 Phụ lục I)."""
    for kind in TERRITORIES:
        name = territory.removeprefix(kind)
        if name != territory and not name[:1].isdigit():
            return name
    return territory[:1].upper() + territory[1:]


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
    if of.event.at > cutoff(of.definition.rule, datetime.fromisoformat(of.data["due_before"])):
        return "Hồ sơ đã quá hạn giải quyết; thời gian chờ bổ sung không làm lùi ngày hẹn trả kết quả."
    if of.definition.effects.get(SUPPLEMENT, Effect.RESTART) is not Effect.RESTART:
        return "Thời gian chờ bổ sung không tính vào thời hạn giải quyết."
    article = " (khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP)" if of.form_set is slips.FormSet.ND61 else ""
    return f"Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ{article}."


def _refusal(of: Materials, head: Mapping[str, Any]) -> slips.Slip03:
    return slips.Slip03(
        **_slip_head(of, head),
        reasons=(_reason(of, procedures.refuse_reasons(of.definition)),),
        legal_basis=(of.data["basis"],),
        contact=_contact(of.agency),
        officer_name=_officer(of),
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
        received_at=of.case.received_at or of.case.submitted_at,
        original_due=datetime.fromisoformat(of.data["due_before"]),
        new_due=datetime.fromisoformat(of.data["due"]),
        reason=str(of.data["reason"]),
        signer=_signer(of, of.event.by),
    )


def _officer(of: Materials) -> str:
    return _name(of.event.by)


def _name(username: str) -> str:
    return people.names_of({username}).get(username, username)


def _contact(agency: AgencyRow) -> str:
    return f"{agency.name}, số điện thoại {agency.phone}" if agency.phone else agency.name


def _signer(of: Materials, username: str) -> slips.Signer:
    """Who signs, with the lines above the signature (NĐ 30/2020 Đ.13): TM. for a committee, KT. for a deputy."""
    known = actors.actor_named(username, on=local(of.event.at).date())
    posts = [post for post in known.posts if of.agency.id in (post.agency, post.body)] if known else []
    if not posts:
        return slips.Signer((of.agency.name.upper(),), _name(username))
    posts.sort(key=lambda post: "leader" not in post.roles)
    title = posts[0].title.partition(f" {COMMITTEE}")[0].upper()
    titles = [f"TM. {COMMITTEE.upper()}"] if of.agency.name.startswith(COMMITTEE) else []
    titles += [f"KT. {title.removeprefix('PHÓ ')}"] if title.startswith("PHÓ ") else []
    return slips.Signer((*titles, title), _name(username))


# --- results -------------------------------------------------------------------------------------------------


def _result(of: Materials, head: Mapping[str, Any]) -> slips.ResultSheet:
    result = of.definition.result
    year = f"{local(of.event.at):%y}"
    return slips.ResultSheet(
        **dict(head) | {"recipients": (of.case.applicant_name, "Lưu: VT, hồ sơ")},
        title_lines=(result.title,),
        groups=tuple(_groups(of)),
        signer=_signer(of, _signed_by(of)),
        result_code=f"{of.agency.code_2020}-KQ{year}{int(head['number']):06}",
        opening=(
            *(f"Căn cứ {law};" for law in of.definition.law[:GROUNDS]),
            f"Xét hồ sơ số {of.case.code} của {of.case.applicant_name},",
        ),
        closing=(_validity(result.valid),) if result.valid else (),
    )


def _groups(of: Materials) -> Iterator[slips.FactGroup]:
    """The answers of the form that a result tells, under the headings of the form."""
    day = local(of.event.at).date()
    communes = {row.gso_code: row.place for row in agencies.agencies(day, kind="commune") if row.gso_code}
    rows = forms.summary(of.definition.schema, of.case.form, communes=communes)
    aside = _aside(of.definition)
    told = (
        row for row in rows if row.name.partition(".")[0] not in aside and _tells(row, of.definition.schema)
    )
    for section, group in groupby(told, key=lambda row: row.section):
        yield slips.FactGroup(section, tuple(slips.Fact(row.label, row.text) for row in group))


def _aside(of: Definition) -> set[str]:
    """The fields that only steer the filing: those that choose papers, and the filer's person beside the subject's."""
    persons = [field for field in of.schema.fields if field.type == "person"]
    filers = {field.id for field in persons if "own" in field.flags}
    beside = filers if len(filers) < len(persons) else set()
    return beside | {paper.when.field for paper in of.papers if paper.when}


def _tells(row: forms.Row, schema: forms.Schema) -> bool:
    """Whether an answer is a fact: not a question to the filer, not how to reach them, not nothing."""
    field = schema.field(row.name)
    asked_of_them = "bạn" in row.label.lower().split() or row.label.endswith("?")
    nothing = row.text == UNANSWERED or row.text.partition(" ")[0] == "0"
    return not (asked_of_them or nothing or (field is not None and field.type in ASIDE))


def _signed_by(of: Materials) -> str:
    """The leader who closed a step last, else who finished the case."""
    signed = Step.objects.filter(case=of.case, role="leader", closed_at__lte=of.event.at).order_by(
        "-closed_at", "-id"
    )
    return signed.values_list("closed_by__username", flat=True).first() or of.event.by


def _validity(valid: str) -> str:
    if valid == "forever":
        return "Có giá trị kể từ ngày ký."
    amount, _, unit = valid.partition(" ")
    return f"Có giá trị trong {int(amount):02} {_UNITS[unit]} kể từ ngày ký."


_UNITS = {"cd": "ngày", "mo": "tháng", "yr": "năm"}
_SHEETS = {
    Slip.Form.RECEIPT.value: _receipt,
    Slip.Form.SUPPLEMENT.value: _request,
    Slip.Form.REFUSAL.value: _refusal,
    Slip.Form.APOLOGY.value: _apology,
    Slip.Form.RESULT.value: _result,
}
