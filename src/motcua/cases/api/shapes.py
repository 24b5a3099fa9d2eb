"""What the operations on cases give, and what filing takes; what acts take is in ``words``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from motcua.cases.models import Channel
from motcua.web.api.shapes import Code, FaultOut, In, Instant, Line

ChannelName = Literal["counter", "online", "post"]
CHANNELS: Mapping[ChannelName, Channel] = {
    "counter": Channel.COUNTER, "online": Channel.ONLINE, "post": Channel.POST,
}  # fmt: skip
NAMES: Mapping[Channel, ChannelName] = {channel: name for name, channel in CHANNELS.items()}
How = Literal["counter", "online", "post"]
Kind = Literal["citizen", "business", "household"]

STATES = (
    "1 Mới đăng ký, 2 Được tiếp nhận, 3 Không được tiếp nhận, 4 Đang xử lý, 5 Yêu cầu bổ sung giấy tờ, 6 Yêu cầu \
thực hiện nghĩa vụ tài chính, 7 Công dân yêu cầu rút hồ sơ, 8 Dừng xử lý, 9 Đã xử lý xong, 10 Đã trả kết quả"
)


class StateOut(Schema):
    """Trạng thái quốc gia của hồ sơ / One of the ten national states."""

    number: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10] = Field(description=STATES)
    title: str


class ApplicantIn(In):
    """Người nộp mà cán bộ nộp thay / Whom an officer files for."""

    kind: Kind
    name: Line
    identity: Line = Field(description="Số định danh 12 số, hoặc mã số thuế / Personal number or tax code.")
    phone: Line = ""
    email: Line = ""
    address: Line = ""
    birth_date: date | None = None


class FilingIn(In):
    """Hồ sơ cần nộp / What is to be filed."""

    procedure: Code
    applicant: ApplicantIn | None = Field(
        None, description="Bỏ trống: nộp cho chính chủ khóa / Left out: for the account of the key itself."
    )
    channel: ChannelName | None = Field(
        None,
        description="Nộp thay: counter (mặc định) hoặc post; tự nộp: online / Who files for others: counter.",
    )
    reception: Code | None = Field(
        None, description="Nơi tiếp nhận: slug hoặc mã / The reception point; an officer's own by default."
    )
    competent: Code | None = Field(
        None,
        description="Cơ quan giải quyết, khi người nộp phải chọn / The agency that decides, where one may choose.",
    )
    return_how: How = "counter"
    form: dict[str, Any] = Field(
        {}, description="Tờ khai, theo JSON Schema của thủ tục / By the procedure's JSON Schema."
    )


class DraftIn(In):
    """Phần thay đổi của bản nháp / What changes of a draft; what is left out stays."""

    form: dict[str, Any] = Field({}, description="Thay các mục có mặt / Replaces the fields that are here.")
    reception: Code | None = None
    competent: Code | None = None
    return_how: How | None = None


class DraftOut(Schema):
    """Bản nháp và mọi chỗ còn sai / A draft and all that is still wrong with it."""

    id: UUID
    procedure: str
    title: str
    channel: ChannelName
    applicant: str
    reception: str | None
    competent: str | None
    return_how: str
    form: dict[str, Any]
    updated_at: Instant
    faults: list[FaultOut] = Field(
        description="Trống khi đã nộp được (chưa kể giấy tờ) / Empty when it may be filed."
    )


class DraftRowOut(Schema):
    """Một bản nháp trong danh sách / A draft in a list."""

    id: UUID
    procedure: str
    title: str
    updated_at: Instant


class OpenStepOut(Schema):
    """Bước đang mở / The step that is open."""

    name: str
    title: str
    role: str
    due_at: Instant
    claimed: bool
    moves: list[str] = Field(description="Các hướng xử lý của bước / Its verbs.")


class StandingOut(Schema):
    """Hồ sơ đang ở đâu; ``revision`` dùng cho thao tác tiếp theo / Where a case stands."""

    id: UUID
    code: str
    state: StateOut
    revision: int
    held: bool
    due_at: Instant | None
    step: OpenStepOut | None


class PlaceOut(Schema):
    """Một trong ba cơ quan của hồ sơ / One of the three agencies of a case."""

    slug: str
    code: str
    name: str


class CaseStepOut(Schema):
    """Một bước đã hoặc đang làm / A step, done or open."""

    name: str
    title: str
    agency: str
    role: str
    owner: int = Field(description="Tài khoản / Account; as ``to`` of assign.")
    owner_name: str
    product: str
    opened_at: Instant
    due_at: Instant
    claimed_at: Instant | None
    closed_at: Instant | None
    verb: str
    note: str
    late: bool | None


class EnclosedOut(Schema):
    """Một tệp của văn bản trả lời, tải ở ``/applications/{id}/papers/{number}`` / A file of a reply, fetched there."""

    id: int
    name: str
    size: int = Field(description="Byte / Bytes.")


class OpinionOut(Schema):
    """Ý kiến của cơ quan khác / An opinion that was asked; ``verb`` is empty while it waits."""

    branch: str
    enclose_as: str = Field(description="Dùng làm ``paper`` khi tải tệp lên / As ``paper`` of an upload.")
    title: str
    agency: str
    role: str
    opened_at: Instant
    due_at: Instant
    closed_at: Instant | None
    verb: str
    note: str
    number: str | None
    dated: date | None
    files: list[EnclosedOut]


class MinutesOut(Schema):
    """Biên bản / Minutes of a verification or a council; ``held_at`` after ``at``: announced."""

    step: str
    kind: str
    held_at: Instant
    place: str
    participants: list[dict[str, str]]
    content: str
    present: int
    in_favour: int
    at: Instant
    by_name: str


class HoldOut(Schema):
    """Một lần dừng tính hạn / A pause of the clock."""

    kind: str
    reason: str
    items: list[dict[str, Any]]
    opened_at: Instant
    closed_at: Instant | None
    due_before: Instant | None
    due_after: Instant | None
    breach: bool
    late: bool


class PartOut(Schema):
    """Một phần của hồ sơ liên thông / A part of a bundle: a case of its own in another agency."""

    id: UUID
    code: str
    part: str
    procedure: str
    agency: str
    state: StateOut
    outcome: str
    share: str = Field(description="Phần thời gian, ví dụ 2 wd / Its share of the time")
    due_at: Instant | None
    finished_at: Instant | None


class ChargeOut(Schema):
    """Thời gian của một cơ quan, tính bằng phút làm việc / What an agency held, in working minutes."""

    agency: str
    held: int
    budget: int
    late: int


class CaseOut(StandingOut):
    """Toàn bộ một hồ sơ / One case whole."""

    procedure: str
    title: str
    applicant: str
    channel: ChannelName
    reception: PlaceOut
    competent: PlaceOut
    return_at: PlaceOut
    return_how: str
    outcome: str = Field(description="granted, refused, withdrawn, stopped; trống khi đang giải quyết")
    supplements: int
    submitted_at: Instant
    answer_due: Instant
    received_at: Instant | None
    due_original: Instant | None
    redated_at: Instant | None
    finished_at: Instant | None
    handed_over_at: Instant | None
    form: dict[str, Any]
    steps: list[CaseStepOut]
    holds: list[HoldOut]
    opinions: list[OpinionOut]
    minutes: list[MinutesOut]
    bundle: UUID | None = Field(
        description="Hồ sơ liên thông mà hồ sơ này là một phần / The bundle it is a part of"
    )
    parts: list[PartOut]
    charges: list[ChargeOut]


class EventOut(Schema):
    """Một sự kiện trong nhật ký / An event of the journal as a sentence."""

    seq: int
    at: Instant
    kind: str
    sentence: str


class ColleagueOut(Schema):
    """Người có thể được phân công bước đang mở / Somebody to whom the open step may be given."""

    account: int
    name: str
    title: str


class StageOut(Schema):
    """Chặng, từ 1 đến 5; không cho biết kết cục / The stage, from 1 to 5; it doesn't tell the outcome."""

    number: int
    title: str


class TrackingOut(Schema):
    """Mức độ hoàn thành, không có thông tin cá nhân / How far a case is; nothing personal."""

    code: str
    stage: StageOut
    percent: int
