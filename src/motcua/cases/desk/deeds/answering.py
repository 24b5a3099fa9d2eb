"""What is asked of the applicant and answered to the applicant: supplements, refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from motcua.cases import acts
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, declared, text
from motcua.kernel import clock, pauses, position
from motcua.kernel.flow import WAIT_APPLICANT
from motcua.kernel.forms import Schema, Values
from motcua.kernel.states import State
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Paper, Reason
from motcua.web import words


def reason_row(label: str, *, hint: str = "") -> Mapping[str, Any]:
    """The question why, which every written answer of the State has to settle."""
    return {"id": "reason", "label": label, "type": "textarea", "required": True, "max": 2000, "hint": hint}


def basis_row(scene: Scene) -> Mapping[str, Any]:
    """The question on which article it rests; the procedure's own law is the example."""
    law = "; ".join(str(law) for law in scene.definition.law[:2])
    hint = gettext("Điều, khoản, văn bản. Văn bản của thủ tục này: %(law)s.") % {"law": law} if law else ""
    return {"id": "basis", "label": gettext("Căn cứ pháp lý"), "type": "text", "required": True, "hint": hint}


def _code_row(reasons: Sequence[Reason], label: str) -> Mapping[str, Any]:
    choices = [{"value": reason.code, "label": gettext(reason.title)} for reason in reasons]
    return {"id": "reason_code", "label": label, "type": "choice", "required": True, "choices": choices}


def too_late_to_move(scene: Scene) -> Sequence[str]:
    """That a pause of a case which is late already does not move its promise."""
    due = scene.here.due_at
    if due is None or scene.at <= clock.cutoff(scene.here.law.rule, due):
        return ()
    values = {"moment": words.moment(due)}
    return (gettext("Hồ sơ đã quá hạn %(moment)s; tạm dừng bây giờ không làm lùi ngày hẹn trả.") % values,)


OTHER = "other-content"
"""The tick for what is no paper of the procedure."""


class AskSupplement(Deed):
    """Ask for exact items, once; a second request is the head's own act (NĐ 61/2018 Đ.11.2c, Đ.19.4)."""

    slug = "yeu-cau-bo-sung"

    def offered(self, scene: Scene) -> bool:
        if (
            not scene.running
            or scene.here.finished_at is not None
            or WAIT_APPLICANT not in scene.moves.values()
            or not scene.leads_to(State.SUPPLEMENT)
        ):
            return False
        return scene.may("case.approve-override") if self.again(scene) else scene.works

    def again(self, scene: Scene) -> bool:
        """Whether the applicant has been asked before."""
        return scene.here.supplements > 0

    def title(self, scene: Scene) -> str:
        return gettext("Yêu cầu bổ sung lần nữa") if self.again(scene) else gettext("Yêu cầu bổ sung")

    def consequence(self, scene: Scene) -> str:
        if self.again(scene):
            return gettext("Bị ghi nhận là vi phạm; bạn đứng tên phê duyệt.")
        return gettext("Dừng tính hạn, chờ người nộp. Chỉ được yêu cầu một lần.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        found = [
            gettext(
                "Pháp luật chỉ cho yêu cầu bổ sung một lần. Liệt kê đủ mọi thứ còn thiếu ngay trong lần này."
            )
        ]
        if self.again(scene):
            found = [
                gettext(
                    "Hồ sơ này đã được yêu cầu bổ sung một lần. Yêu cầu lần nữa do chính lãnh đạo quyết định, "
                    "đứng tên và bị ghi nhận là vi phạm (NĐ 61/2018 Đ.11.2c)."
                )
            ]
        alarm = scene.here.supplement_alarm_at
        if alarm and scene.at > clock.supplement_cutoff(alarm):
            values = {"moment": words.moment(alarm)}
            found.append(
                gettext("Đã quá hạn gửi yêu cầu bổ sung (%(moment)s); lần này bị ghi nhận là muộn.") % values
            )
        return [*found, *too_late_to_move(scene)]

    def rows(self, scene: Scene) -> Rows:
        definition = scene.definition
        papers = definition.papers_for(scene.view.answers)
        told = {"type": "textarea", "required": True, "max": 2000}
        other = told | {
            "id": "other",
            "label": gettext("Nội dung khác cần bổ sung"),
            "hint": gettext("Mỗi dòng một nội dung."),
            "when": {"field": "items", "is": OTHER},
        }
        override = told | {"id": "override", "label": gettext("Vì sao phải yêu cầu lần nữa")}
        return [
            *_paper_rows(papers),
            other,
            _code_row(procedures.supplement_reasons(definition), gettext("Lý do yêu cầu bổ sung")),
            reason_row(
                gettext("Giải thích và hướng dẫn"),
                hint=gettext(
                    "Sai hoặc thiếu ở đâu, người nộp phải làm gì. Câu này in trên phiếu gửi người nộp."
                ),
            ),
            *([override] if self.again(scene) else []),
        ]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        again = self.again(scene)
        acts.request_supplement(
            scene.case,
            items=self.items(scene, answers),
            reason_code=text(answers, "reason_code"),
            reason=text(answers, "reason"),
            override_reason=text(answers, "override"),
            by=scene.actor,
            at=scene.at,
            revision=revision if again else scene.taken(revision),
        )

    def items(self, scene: Scene, answers: Values) -> list[dict[str, str]]:
        """The things asked for: the papers that were ticked, then one for each line that was typed."""
        ticked = answers.get("items")
        wanted = ticked if isinstance(ticked, list) else []
        asked = scene.definition.papers_for(scene.view.answers)
        papers = [
            {"id": paper.id, "title": paper.title, "note": text(answers, _note_of(number))}
            for number, paper in enumerate(asked)
            if paper.id in wanted
        ]
        lines = [line.strip() for line in text(answers, "other").splitlines() if line.strip()]
        return [*papers, *({"id": "", "title": line, "note": ""} for line in lines)]

    def told(self, scene: Scene, answers: Values) -> str:
        values = {"code": scene.view.row["code"], "count": len(self.items(scene, answers))}
        return (
            gettext("Đã yêu cầu người nộp hồ sơ %(code)s bổ sung %(count)s nội dung; thời hạn dừng tính.")
            % values
        )


def _paper_rows(papers: Sequence[Paper]) -> Rows:
    """The papers to tick, and for each that is ticked what is wrong with it."""
    own = gettext("Người nộp sửa ngay trên tờ khai đã nộp.")
    choices = [
        {"value": paper.id, "label": paper.title, "hint": own if paper.from_form else paper.quantity}
        for paper in papers
    ]
    other = {"value": OTHER, "label": gettext("Nội dung khác")}
    ticks = {
        "id": "items",
        "label": gettext("Giấy tờ, nội dung cần bổ sung"),
        "type": "choices",
        "required": True,
        "choices": [*choices, other],
    }
    mend, need = gettext("%(paper)s: sửa chỗ nào"), gettext("%(paper)s: cần thế nào")
    notes = [
        {
            "id": _note_of(number),
            "label": (mend if paper.from_form else need) % {"paper": paper.title},
            "type": "text",
            "required": paper.from_form,
            "when": {"field": "items", "is": paper.id},
        }
        for number, paper in enumerate(papers)
    ]
    return [ticks, *notes]


def _note_of(number: int) -> str:
    return f"note_{number}"


class TakeSupplement(Deed):
    """The applicant has brought what was asked for to the one-stop unit."""

    slug = "nhan-bo-sung"
    kind = ""

    def offered(self, scene: Scene) -> bool:
        hold = scene.here.hold
        asked_back = scene.here.state is State.WITHDRAWING
        return (
            hold is not None
            and hold.kind == position.SUPPLEMENT
            and not asked_back
            and scene.may("case.supplement")
        )

    def title(self, scene: Scene) -> str:
        return gettext("Đã nhận đủ bổ sung")

    def consequence(self, scene: Scene) -> str:
        return promised_after(scene) or gettext("Hồ sơ trở lại chờ tiếp nhận.")

    def rows(self, scene: Scene) -> Rows:
        hold = scene.view.open_hold
        items = hold.items if hold else []
        received = {
            "id": "received",
            "label": gettext("Đánh dấu từng thứ đã nhận"),
            "type": "choices",
            "required": True,
            "min": len(items),
            "choices": [{"value": str(n), "label": item["title"]} for n, item in enumerate(items, 1)],
        }
        note = {"id": "note", "label": gettext("Ghi chú"), "type": "textarea", "max": 2000}
        return [*([received] if items else []), note]

    def declaration(self, scene: Scene) -> Schema | None:
        return scene.definition.schema if scene.view.asks_declaration else None

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.supplement(
            scene.case,
            note=text(answers, "note"),
            form=declared(scene, answers) if scene.view.asks_declaration else None,
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã nhận đủ bổ sung của hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


def promised_after(scene: Scene) -> str:
    """What becomes of the promise when the pause ends at this moment; empty where there is no promise yet."""
    here = scene.here
    if here.hold is None or here.state is State.WITHDRAWING:
        return ""
    due = pauses.resume(here, scene.at).case["due_at"]
    if due is None:
        return ""
    values = {"moment": words.moment(due)}
    if due == here.due_at:
        return gettext("Ngày hẹn trả giữ nguyên: %(moment)s.") % values
    if position.effect_of(here, here.hold.kind) is clock.Effect.RESTART:
        return gettext("Thời hạn tính lại từ đầu, hẹn trả %(moment)s.") % values
    return gettext("Hẹn trả mới %(moment)s.") % values


def refused_for_good() -> str:
    """What whoever refuses must know."""
    return gettext("Không thể lấy lại sau khi gửi: người nộp muốn tiếp tục phải nộp hồ sơ mới.")


class Refuse(Deed):
    """Refuse in writing, with the reason and its legal basis (NĐ 61/2018 Đ.17.1b, Đ.19.8)."""

    slug = "tu-choi"
    kind = "warning"

    def offered(self, scene: Scene) -> bool:
        if not scene.works or not scene.running or scene.step is None or not scene.flow.refusal(scene.step):
            return False
        return scene.leads_to(State.FINISHED if scene.here.received else State.NOT_RECEIVED)

    def proposes(self, scene: Scene) -> bool:
        """Whether a leader signs the refusal after this officer."""
        verb = scene.flow.refusal(scene.step) if scene.step else None
        return scene.moves.get(verb or "", "") in scene.flow.steps

    def title(self, scene: Scene) -> str:
        if self.proposes(scene):
            return gettext("Trình ký từ chối")
        return gettext("Từ chối giải quyết") if scene.here.received else gettext("Từ chối tiếp nhận")

    def consequence(self, scene: Scene) -> str:
        if self.proposes(scene):
            return gettext("Lãnh đạo xem dự thảo phiếu từ chối rồi ký, hoặc trả lại.")
        if scene.here.received:
            return gettext("Văn bản từ chối chuyển một cửa trả cho người nộp.")
        return gettext("Hồ sơ kết thúc, người nộp nhận phiếu từ chối.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        return () if self.proposes(scene) else (refused_for_good(),)

    def rows(self, scene: Scene) -> Rows:
        return [
            _code_row(procedures.refuse_reasons(scene.definition), gettext("Lý do từ chối")),
            reason_row(
                gettext("Giải thích"),
                hint=gettext("Câu này in trên phiếu gửi người nộp; chỉ rõ nơi có thẩm quyền nếu có."),
            ),
            basis_row(scene),
        ]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.refuse(
            scene.case,
            reason_code=text(answers, "reason_code"),
            reason=text(answers, "reason"),
            basis=text(answers, "basis"),
            by=scene.actor,
            at=scene.at,
            revision=scene.taken(revision),
        )

    def told(self, scene: Scene, answers: Values) -> str:
        code = {"code": scene.view.row["code"]}
        if self.proposes(scene):
            return gettext("Đã trình lãnh đạo ký từ chối hồ sơ %(code)s.") % code
        return gettext("Đã từ chối hồ sơ %(code)s.") % code
