"""What is written on each slip, as typed values; the templates hold the fixed wording.

Every text is plain: it is printed letter by letter, never read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FormSet(StrEnum):
    """The sets of forms that the templates know: of TT 01/2018/TT-VPCP and of TT 03/2025/TT-VPCP."""

    ND61 = "ND61"
    ND118 = "ND118"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The person or organisation that files; an empty field prints nothing."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the dossier; ``form`` is "bản chính", "bản sao", "điện tử" ..."""

    title: str
    form: str = "bản chính"
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; each of ``titles`` is a line above the signature ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""

    titles: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What heads any administrative document (NĐ 30/2020 Đ.8): agency, number, place and instant.

    ``suffix`` follows the number after a slash ("TNHS"). ``at`` is aware; it also dates the PDF.
    ``tracking_url`` is drawn as the QR code with ``case_code`` beneath.
    """

    agency_parent: str
    agency_name: str
    number: str
    suffix: str
    place: str
    at: datetime
    case_code: str
    tracking_url: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(Letterhead):
    """What the slips share (TT 01/2018 Đ.9): ``form_number`` is their number in the set, ``circular`` whose it is."""

    form_set: FormSet
    form_number: str
    circular: str
    applicant: Applicant
    procedure_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip01(Slip):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả.

    ``limit_in_words`` reads "05 ngày làm việc"; ``return_place`` is where or how the result is given;
    ``book`` and ``ordinal`` find the case in the follow-up book.
    """

    papers: tuple[PaperLine, ...]
    sets: int
    limit_in_words: str
    received_at: datetime
    due_at: datetime
    return_place: str
    book: str
    ordinal: str
    officer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip02(Slip):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: the exact ``items``, once and fully (NĐ 61/2018 Đ.17).

    ``consequence`` says what the supplement does to the time limit; ``contact`` is who helps, with the phone.
    """

    items: tuple[str, ...]
    reasons: tuple[str, ...]
    officer_name: str
    guidance: str = ""
    consequence: str = ""
    contact: str = ""
    supplement_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip03(Slip):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ: the ``reasons``, each resting on the ``legal_basis``.

    The ``signer`` is the leader who refuses after the reception. A ``draft`` is marked as one and has no number.
    """

    reasons: tuple[str, ...]
    legal_basis: tuple[str, ...]
    officer_name: str
    contact: str = ""
    signer: Signer | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip04(Slip):
    """Phiếu xin lỗi và hẹn lại ngày trả kết quả; from NĐ 118/2025 Văn bản xin lỗi và đề nghị gia hạn.

    Signed by the head of the agency that is late (NĐ 61/2018 Đ.19.9); ``apologising`` names it in a sentence,
    ``received_by`` who took the dossier in.
    """

    apologising: str
    received_by: str
    received_at: datetime
    original_due: datetime
    new_due: datetime
    reason: str
    signer: Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNotice(Slip):
    """Thông báo dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP): at which ``stage``, why, on what it rests.

    ``settlement`` says what becomes of fees that were paid.
    """

    stage: str
    reason: str
    basis: str
    settlement: str
    signer: Signer
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One passing on of the dossier: between whom, when given and taken, and how the taker kept the time.

    ``taken_at`` and ``kept`` are empty while the taker has not begun, or not finished.
    """

    agency: str
    giver: str
    taker: str
    given_at: datetime
    taken_at: datetime | None
    kept: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSlip(Slip):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: who gave the dossier to whom, and when (TT 01/2018 Đ.9)."""

    agency_competent: str
    agencies_beside: str
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlip(Letterhead):
    """Phiếu trả kết quả: which ``results`` the ``receiver`` was given, and when.

    The invitation leads to what is asked of who has been served; without one its fields are empty.
    """

    applicant: Applicant
    procedure_title: str
    results: tuple[str, ...]
    handed_over_at: datetime
    receiver: str
    invitation: str = ""
    invitation_words: str = ""
    invitation_url: str = ""
    invitation_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One case in the register: the year of its book, then each column as it is printed."""

    year: int
    ordinal: int
    code: str
    procedure: str
    sets: int
    applicant: str
    contact: str
    agency: str
    received: str
    due: str
    returned: str
    how: str
    receiver: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Letterhead):
    """Sổ theo dõi hồ sơ of a one-stop, for a ``period`` in words, on A4 (TT 01/2018 Đ.9, Đ.10)."""

    title: str
    form_number: str
    circular: str
    period: str
    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a result: what it is called and what it says; no value leaves room to write one in.

    ``beside`` puts it on the line of the fact before.
    """

    label: str
    value: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading; an empty heading prints none."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FactTable:
    """Facts of several things of one kind, numbered from 1: the columns' labels and a row for each thing."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSheet(Letterhead):
    """A result on A4 in the form of NĐ 30/2020: a certificate, a licence, an extract, a certified copy.

    ``title_lines`` stand one below the other; ``authority`` in whose name it is issued, ``opening`` the grounds,
    ``declares`` what is said over the facts, ``closing`` the provisions, in paragraphs; ``replaces`` names the earlier
    result that it stands for; ``tracking_url`` leads to the page that proves ``result_code`` genuine. A ``draft`` is
    marked as one and has neither number nor code.
    """

    title_lines: tuple[str, ...]
    groups: tuple[FactGroup | FactTable, ...]
    signer: Signer
    result_code: str
    subtitle: str = ""
    replaces: str = ""
    authority: str = ""
    opening: tuple[str, ...] = ()
    declares: str = ""
    closing: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a report: its head, the ``group`` head that it shares with its neighbours, its number, its width."""

    title: str
    group: str
    number: str
    width: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a report as it is printed: texts, which of them are figures, whether it is a sum or a head."""

    cells: tuple[str, ...]
    figures: tuple[bool, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report."""

    caption: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """Sentences and tables under a heading; a ``chapter`` is set in capitals."""

    heading: str
    chapter: bool
    sentences: tuple[str, ...]
    tables: tuple[ReportTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSheet(Letterhead):
    """A report on A4 (NĐ 30/2020 Phụ lục I): ``number`` and the signer's name are left to be filled in.

    ``subject`` is the abstract under BÁO CÁO, ``days`` the period in words, ``form`` the number of the form if there
    is one; ``across`` lays the paper down.
    """

    subject: str
    days: str
    as_of: datetime
    form: str
    sections: tuple[ReportSection, ...]
    signer: Signer
    across: bool = False
    unnumbered: bool = True
