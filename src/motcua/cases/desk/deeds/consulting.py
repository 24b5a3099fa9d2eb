"""What several people have a part in: an opinion for another agency's case, minutes of a sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext

from motcua.cases import acts, enclosing, opinions
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, text
from motcua.cases.reads import OpinionRow
from motcua.kernel.calendar import LOCAL
from motcua.kernel.consulting import GIVEN, Answer
from motcua.kernel.forms import Values
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.sittings import PARTICIPANTS_ABOUT, Sitting, Written
from motcua.procedures import verbs


@dataclass(frozen=True)
class Opine(Deed):
    """Answer what one's agency was asked (NĐ 61/2018 Đ.19.5b)."""

    branch: str

    PREFIX = "y-kien-"

    @property
    def slug(self) -> str:  # type: ignore[override]
        return self.PREFIX + self.branch

    def look(self, scene: Scene) -> str:
        return ""

    def asked(self, scene: Scene) -> OpinionRow | None:
        """What is asked here and waits for an answer."""
        return next((one for one in scene.asked if one.branch == self.branch), None)

    def offered(self, scene: Scene) -> bool:
        return self.asked(scene) is not None

    def title(self, scene: Scene) -> str:
        return gettext("Cho ý kiến")

    def consequence(self, scene: Scene) -> str:
        asked = self.asked(scene)
        return f"{asked.title}." if asked else ""

    def rows(self, scene: Scene) -> Rows:
        said = [{"value": answer.value, "label": verbs.called(answer.value)} for answer in GIVEN]
        hint = gettext("Không đồng ý, hoặc đồng ý có điều kiện: nêu rõ nội dung, căn cứ.")
        return [
            {"id": "answer", "label": gettext("Ý kiến"), "type": "choice", "required": True, "choices": said},
            {
                "id": "content", "label": gettext("Nội dung"), "type": "textarea", "hint": hint, "max": 4000,
                "required": True, "when": {"field": "answer", "not": Answer.AGREE.value},
            },
            {
                "id": "number", "label": gettext("Số, ký hiệu văn bản trả lời"), "type": "text", "max": 60,
                "hint": gettext("Để trống nếu chỉ trả lời trên hệ thống."),
            },
            {"id": "dated", "label": gettext("Ngày văn bản"), "type": "date"},
        ]  # fmt: skip

    def encloses(self, scene: Scene) -> str:
        asked = self.asked(scene)
        return enclosing.of_opinion(asked.id) if asked else ""

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        opinions.give(
            scene.case, self.branch, answer=text(answers, "answer"), content=text(answers, "content"),
            number=text(answers, "number"), dated=_day(text(answers, "dated")), by=scene.actor, at=scene.at,
        )  # fmt: skip

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã gửi ý kiến về hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


class Record(Deed):
    """Write down an inspection or a council's meeting, or announce one (NĐ 61/2018 Đ.19.3b)."""

    slug = "bien-ban"

    def look(self, scene: Scene) -> str:
        return "" if scene.lacks else self.kind

    def offered(self, scene: Scene) -> bool:
        return scene.works and scene.running and scene.step is not None and scene.step.minutes is not None

    def title(self, scene: Scene) -> str:
        council = scene.step is not None and scene.step.minutes is Sitting.COUNCIL
        return gettext("Ghi biên bản họp hội đồng") if council else gettext("Ghi biên bản thẩm tra, xác minh")

    def consequence(self, scene: Scene) -> str:
        return gettext(
            "Bước này đóng được khi có biên bản. Ghi trước ngày họp thì là lịch hẹn, người nộp thấy."
        )

    def rows(self, scene: Scene) -> Rows:
        rows = [
            {"id": "held_on", "label": gettext("Ngày"), "type": "date", "required": True},
            {
                "id": "held_hour", "label": gettext("Giờ"), "hint": gettext("Ví dụ 08:30."), "type": "text",
                "max": 12, "required": True,
            },
            {"id": "place", "label": gettext("Địa điểm"), "type": "text", "max": 300, "required": True},
            {
                "id": "participants", "label": gettext("Thành phần tham dự"), "hint": PARTICIPANTS_ABOUT,
                "type": "textarea", "max": 4000, "required": True,
            },
            {
                "id": "content", "label": gettext("Nội dung, kết luận"), "type": "textarea", "max": 8000,
                "required": True,
            },
        ]  # fmt: skip
        if scene.step and scene.step.council:
            members = scene.step.council.members
            hint = gettext("Để trống nếu phiên họp chưa diễn ra.")
            rows += [
                {
                    "id": "present", "label": gettext("Số thành viên có mặt"), "hint": hint, "type": "number",
                    "min": 0, "max": members,
                },
                {
                    "id": "in_favour", "label": gettext("Số thành viên đồng ý"), "type": "number", "min": 0,
                    "max": members,
                },
            ]  # fmt: skip
        return rows

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        written = Written(
            _moment(text(answers, "held_on"), text(answers, "held_hour")),
            text(answers, "place"),
            text(answers, "participants"),
            text(answers, "content"),
            int(str(answers.get("present") or 0)),
            int(str(answers.get("in_favour") or 0)),
        )
        acts.record(scene.case, written, by=scene.actor, at=scene.at, revision=scene.taken(revision))

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã ghi biên bản của hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


def _day(day: str) -> date | None:
    return date.fromisoformat(day) if day else None


def _moment(day: str, hour: str) -> datetime:
    """A moment of a day and an hour such as 08:30; :class:`Invalid` when the hour is none."""
    try:
        there = time.fromisoformat(hour.replace("h", ":").replace("g", ":").zfill(5))
    except ValueError:
        message = gettext("Giờ viết như 08:30.")
        raise Invalid(message, faults=[Fault("held_hour", message)]) from None
    return datetime.combine(datetime.fromisoformat(day).date(), there, LOCAL)
