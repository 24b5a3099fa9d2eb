"""What steers a case: who works it, when its clock pauses, what becomes of its promise, how it stops or reopens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext

from motcua.cases import acts
from motcua.cases.desk import reads as desk_reads
from motcua.cases.desk.deeds.answering import basis_row, promised_after, reason_row, too_late_to_move
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, text
from motcua.kernel import clock, pauses, position
from motcua.kernel.forms import Json, Values
from motcua.kernel.position import HOLD_TITLES
from motcua.kernel.states import State
from motcua.people import reads as people
from motcua.people.reads import Colleague
from motcua.web import words


class Assign(Deed):
    """The head gives the step to a named person (NĐ 61/2018 Đ.19.1)."""

    slug = "phan-cong"

    def offered(self, scene: Scene) -> bool:
        open_step = scene.here.step is not None and scene.here.state is not State.WITHDRAWING
        return open_step and scene.may("case.assign") and bool(_colleagues(scene))

    def title(self, scene: Scene) -> str:
        return gettext("Phân công lại") if scene.claimed else gettext("Phân công")

    def consequence(self, scene: Scene) -> str:
        return gettext("Giao bước này cho một người; người giữ trước còn trong nhật ký.")

    def rows(self, scene: Scene) -> Rows:
        found = _colleagues(scene)
        loads = desk_reads.loads([one.account for one in found])
        choices = [
            {
                "value": str(one.account),
                "label": f"{one.name}, {one.title}",
                "hint": _load(loads.get(one.account, 0)),
            }
            for one in found
        ]
        to = {
            "id": "to",
            "label": gettext("Giao cho"),
            "type": "choice",
            "required": True,
            "choices": choices,
        }
        return [to, reason_row(gettext("Lý do hoặc chỉ đạo"))]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.assign(
            scene.case,
            int(text(answers, "to")),
            reason=text(answers, "reason"),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        chosen = text(answers, "to")
        name = next((one.name for one in _colleagues(scene) if str(one.account) == chosen), "")
        return gettext("Đã giao hồ sơ %(code)s cho %(name)s.") % {
            "code": scene.view.row["code"],
            "name": name,
        }


def _colleagues(scene: Scene) -> list[Colleague]:
    """Who else may work the open step."""
    step = scene.here.open_step
    found = people.holders(step.agency, step.role, on=clock.local(scene.at).date())
    return [one for one in found if not (scene.claimed and one.account == step.owner)]


def _load(count: int) -> str:
    return gettext("Đang giữ %(count)s việc") % {"count": count} if count else gettext("Chưa giữ việc nào")


class Pause(Deed):
    """Pause the clock for a cause that the procedure knows."""

    slug = "tam-dung"

    def offered(self, scene: Scene) -> bool:
        live = scene.here.received and scene.here.finished_at is None
        return live and scene.running and scene.may("case.pause") and bool(self.causes(scene))

    def causes(self, scene: Scene) -> Sequence[str]:
        """The causes for which this case may pause now."""
        return [
            cause
            for cause in scene.here.law.effects
            if cause != position.SUPPLEMENT and _may_pause(scene, cause)
        ]

    def title(self, scene: Scene) -> str:
        return gettext("Tạm dừng thời hạn")

    def consequence(self, scene: Scene) -> str:
        return gettext("Thời hạn không chạy cho đến khi tiếp tục.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        return too_late_to_move(scene)

    def rows(self, scene: Scene) -> Rows:
        choices = [{"value": cause, "label": words_of(cause)} for cause in self.causes(scene)]
        force = position.FORCE_MAJEURE
        decision = {
            "id": "decision",
            "label": gettext("Số quyết định hoặc văn bản cho tạm dừng"),
            "type": "text",
            "required": True,
            "when": {"field": "cause", "is": force},
        }
        asks = any(choice["value"] == force for choice in choices)
        cause = {
            "id": "cause",
            "label": gettext("Vì sao dừng"),
            "type": "choice",
            "required": True,
            "choices": choices,
        }
        return [cause, *([decision] if asks else []), reason_row(gettext("Giải thích"))]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.hold(
            scene.case,
            text(answers, "cause"),
            reason=text(answers, "reason"),
            decision=text(answers, "decision"),
            by=scene.actor,
            at=scene.at,
            revision=scene.taken(revision),
        )

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Hồ sơ %(code)s tạm dừng tính hạn.") % {"code": scene.view.row["code"]}


def _may_pause(scene: Scene, cause: str) -> bool:
    state = position.HOLD_STATES.get(cause)
    return state is None or scene.leads_to(state)


def words_of(cause: str) -> str:
    """A cause of a pause as a choice says it."""
    title = gettext(HOLD_TITLES.get(cause, cause))
    return title[:1].upper() + title[1:]


class Resume(Deed):
    """End a pause that is not the applicant's supplement."""

    slug = "tiep-tuc"
    kind = ""

    def offered(self, scene: Scene) -> bool:
        hold = scene.here.hold
        asked_back = scene.here.state is State.WITHDRAWING
        return (
            hold is not None
            and hold.kind != position.SUPPLEMENT
            and not asked_back
            and scene.may("case.resume")
        )

    def title(self, scene: Scene) -> str:
        return gettext("Cho hồ sơ chạy tiếp")

    def consequence(self, scene: Scene) -> str:
        return promised_after(scene)

    def rows(self, scene: Scene) -> Rows:
        outside = scene.here.hold is not None and scene.here.hold.kind == position.OUTSIDE
        label = gettext("Số, ngày văn bản trả lời và nội dung") if outside else gettext("Ghi chú")
        return [{"id": "note", "label": label, "type": "textarea", "max": 2000, "required": outside}]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.resume(scene.case, note=text(answers, "note"), by=scene.actor, at=scene.at, revision=revision)

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Hồ sơ %(code)s chạy tiếp.") % {"code": scene.view.row["code"]}


class Apologise(Deed):
    """Apologise and re-date: a day ahead, once; both dates are kept (NĐ 61/2018 Đ.19.9)."""

    slug = "xin-loi"

    def offered(self, scene: Scene) -> bool:
        return self._promises(scene) and not self.barred(scene)

    def barred(self, scene: Scene) -> str:
        here = scene.here
        if here.due_at is None or not self._promises(scene):
            return ""
        return clock.too_late_to_redate(
            here.calendar, here.due_at, scene.at, int(here.redated_at is not None)
        )

    def _promises(self, scene: Scene) -> bool:
        """Whether a promise runs that this officer answers for."""
        here = scene.here
        runs = here.due_at is not None and here.finished_at is None and scene.running
        return runs and scene.may("case.apologise")

    def title(self, scene: Scene) -> str:
        return gettext("Xin lỗi và hẹn lại")

    def consequence(self, scene: Scene) -> str:
        return gettext("Người nộp nhận phiếu xin lỗi và ngày hẹn mới; ngày hẹn cũ vẫn được báo cáo.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        return list(self._limits(scene))

    def _limits(self, scene: Scene) -> Iterator[str]:
        here = scene.here
        if here.due_at is None or here.last_promise is None:
            return
        last = clock.local(here.due_at).date()
        floor = clock.redate_floor(here.calendar, here.last_promise).date()
        values = {"due": words.moment(here.due_at), "last": words.day(last), "floor": words.day(floor)}
        yield (
            gettext(
                "Đang hẹn trả %(due)s. Phải gửi chậm nhất một ngày trước %(last)s, chỉ được hẹn lại một lần; "
                "ngày hẹn mới là ngày làm việc, sớm nhất %(floor)s (NĐ 61/2018 Đ.19.9)."
            )
            % values
        )

    def rows(self, scene: Scene) -> Rows:
        hint = gettext("Trả vào cuối giờ làm việc của ngày này.")
        new_due = {
            "id": "new_due",
            "label": gettext("Ngày hẹn mới"),
            "type": "date",
            "required": True,
            "future": True,
            "hint": hint,
        }
        return [new_due, reason_row(gettext("Lý do chậm"), hint=gettext("Câu này in trên phiếu xin lỗi."))]

    def suggested(self, scene: Scene) -> Mapping[str, Json]:
        here = scene.here
        return (
            {"new_due": clock.redate_floor(here.calendar, here.last_promise).date().isoformat()}
            if here.last_promise
            else {}
        )

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.apologise(
            scene.case,
            reason=text(answers, "reason"),
            new_due=self._due(scene, answers),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def _due(self, scene: Scene, answers: Values) -> datetime:
        return scene.here.calendar.close_of(date.fromisoformat(text(answers, "new_due")))

    def told(self, scene: Scene, answers: Values) -> str:
        values = {"code": scene.view.row["code"], "moment": words.moment(self._due(scene, answers))}
        return gettext("Đã xin lỗi và hẹn lại hồ sơ %(code)s đến %(moment)s.") % values


class Stop(Deed):
    """Stop a case that cannot go on."""

    slug = "dung"
    kind = "warning"

    def offered(self, scene: Scene) -> bool:
        asked_back = scene.here.state is State.WITHDRAWING
        open_step = scene.here.step is not None and not asked_back
        return open_step and scene.may("case.stop") and scene.leads_to(State.STOPPED)

    def title(self, scene: Scene) -> str:
        return gettext("Dừng giải quyết")

    def consequence(self, scene: Scene) -> str:
        return gettext("Hồ sơ kết thúc mà không có kết quả.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        return (gettext("Không thể lấy lại: người nộp muốn tiếp tục phải nộp hồ sơ mới."),)

    def rows(self, scene: Scene) -> Rows:
        rows = (reason_row(gettext("Lý do dừng")), basis_row(scene))
        return [{**row, "min": pauses.STOP_WANTS[row["id"]]} for row in rows]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.stop(
            scene.case,
            reason=text(answers, "reason"),
            basis=text(answers, "basis"),
            by=scene.actor,
            at=scene.at,
            revision=scene.taken(revision),
        )

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã dừng giải quyết hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


class Correct(Deed):
    """Reopen a returned case to mend an error of the agency (NĐ 61/2018 Đ.21)."""

    slug = "dinh-chinh"

    def offered(self, scene: Scene) -> bool:
        ready = scene.here.state is State.RETURNED and scene.may("case.correct")
        return ready and not any(step.children for step in scene.flow.steps.values())

    def title(self, scene: Scene) -> str:
        return gettext("Mở lại để đính chính")

    def consequence(self, scene: Scene) -> str:
        return gettext(
            "Hồ sơ về bước giải quyết đầu tiên để sửa sai sót của cơ quan, người nộp không mất phí."
        )

    def rows(self, scene: Scene) -> Rows:
        decision = {
            "id": "decision",
            "label": gettext("Số quyết định hoặc văn bản làm căn cứ"),
            "type": "text",
            "required": True,
        }
        return [reason_row(gettext("Sai sót cần sửa")), decision]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.correct(
            scene.case,
            reason=text(answers, "reason"),
            decision=text(answers, "decision"),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã mở lại hồ sơ %(code)s để đính chính.") % {"code": scene.view.row["code"]}
