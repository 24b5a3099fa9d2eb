"""The words of each act on a case: what its operation takes."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field

from motcua.cases.api.shapes import How
from motcua.web.api.shapes import Code, In, InstantIn, Line, Text


class Act(In):
    """Điều mọi thao tác mang theo / What every act carries."""

    revision: int | None = Field(
        None,
        ge=1,
        description="Bản đã thấy; nếu người khác vừa xử lý thì bị từ chối 409, nói ai đã làm gì / What you saw.",
    )


class Opinion(In):
    """Ý kiến / What is answered to whoever asked."""

    branch: Code = Field(description="Mã của ý kiến được hỏi / Which opinion.")
    answer: Literal["agree", "agree-if", "disagree"]
    content: str = Field("", max_length=4000)
    number: str = Field(
        "", max_length=60, description="Số, ký hiệu văn bản trả lời / Number of the document."
    )
    dated: date | None = Field(None, description="Ngày văn bản; đi cùng số / Its date.")


class Record(Act):
    """Biên bản / Minutes of the open step; a moment to come announces a sitting."""

    held_at: InstantIn
    place: Text
    participants: Text = Field(
        description="Mỗi dòng một người: họ tên, tư cách / Name, capacity; one a line."
    )
    content: Text
    present: int = Field(0, ge=0, le=99)
    in_favour: int = Field(0, ge=0, le=99)


class Assign(Act):
    """Phân công / To whom, and why."""

    to: int = Field(ge=1, le=10**15 - 1, description="Tài khoản nhận việc, xem colleagues / Account.")
    reason: Text


class Receive(Act):
    """Tiếp nhận theo một hướng / By which move."""

    verb: Code = "accept"
    note: Text = ""


class Refuse(Act):
    """Từ chối / Why, and by which article."""

    reason_code: Code = Field(description="Một mã trong refuse_reasons của thủ tục")
    reason: Text
    basis: Text = Field(description="Căn cứ pháp lý / The article of law.")


class Finish(Act):
    """Kết thúc bước / By which move."""

    verb: Code
    note: Text = Field("", description="Bắt buộc khi trả lại bước trước / Wanted when going back.")


class Item(In):
    """Một thứ cần bổ sung / One thing that is asked for."""

    id: Line = Field("", description="Mã giấy tờ của thủ tục, trống nếu là nội dung khác")
    title: Line = Field(min_length=1)
    note: Text = ""


class AskSupplement(Act):
    """Yêu cầu bổ sung / What exactly, and why."""

    items: list[Item] = Field(min_length=1, max_length=50)
    reason_code: Code = Field(description="Một mã trong supplement_reasons của thủ tục")
    reason: Text
    override_reason: Text = Field("", description="Chỉ khi yêu cầu lần nữa / For a second request only.")


class Note(Act):
    """Ghi chú / A note."""

    note: Text = ""


class Supplement(Note):
    """Bổ sung / What was asked for."""

    form: dict[str, Any] | None = Field(
        None,
        description="Toàn bộ tờ khai sau khi sửa, nếu yêu cầu bổ sung hỏi tờ khai / The mended declaration.",
    )


class Amend(Act):
    """Sửa tờ khai / How the declaration shall read."""

    form: dict[str, Any]
    reason: Text


class Pause(Act):
    """Tạm dừng / For which cause."""

    kind: Code
    reason: Text
    decision: Line = Field("", description="Số quyết định, bắt buộc khi bất khả kháng / The decision.")


class Withdraw(Act):
    """Yêu cầu rút / Why."""

    reason: Text
    evidence: Text = Field(
        "", description="Căn cứ, khi cán bộ ghi nhận thay / For an officer who writes it down."
    )


class AnswerWithdrawal(Act):
    """Trả lời yêu cầu rút / Granted or not."""

    granted: bool
    note: Text = ""


class Stop(Act):
    """Dừng / Why, and by which article."""

    reason: Text
    basis: Text


class Apologise(Act):
    """Xin lỗi / Why, and until when."""

    reason: Text
    new_due: InstantIn = Field(
        description="Một lúc trong ngày hẹn mới; hẹn hết giờ làm việc ngày ấy / The new day."
    )


class HandOver(Act):
    """Trả kết quả / To whom, and how."""

    receiver: Line
    how: How
    authority: Line = Field("", description="Giấy ủy quyền, khi nhận thay / The authorisation of a proxy.")
    identity: Line = Field("", description="Số giấy tờ tùy thân của người nhận thay / Of a proxy.")


class Correct(Act):
    """Sửa lỗi / What was wrong, by which decision."""

    reason: Text
    decision: Line
