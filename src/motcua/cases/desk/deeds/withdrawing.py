"""The applicant asks for the case back, and is answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.translation import gettext

from motcua.cases import acts
from motcua.cases.desk.deeds.answering import reason_row
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, text
from motcua.kernel.forms import Values
from motcua.kernel.states import State
from motcua.web import words


class Withdraw(Deed):
    """Write down that the applicant, who stands at the counter, asks for the case back."""

    slug = "rut-ho-so"

    def offered(self, scene: Scene) -> bool:
        officer = scene.actor.applicant != scene.view.row["applicant_id"] and not scene.view.row["parent_id"]
        return officer and scene.may("case.withdraw") and scene.leads_to(State.WITHDRAWING)

    def title(self, scene: Scene) -> str:
        return gettext("Ghi nhận yêu cầu rút hồ sơ")

    def consequence(self, scene: Scene) -> str:
        return gettext("Việc giải quyết chờ câu trả lời cho người nộp; người khác hoặc lãnh đạo trả lời.")

    def rows(self, scene: Scene) -> Rows:
        evidence = {
            "id": "evidence",
            "label": gettext("Căn cứ ghi nhận"),
            "hint": gettext("Đơn của người nộp (ngày, ai nhận), hoặc đã xác nhận với họ bằng cách nào."),
            "type": "text",
            "required": True,
        }
        return [reason_row(gettext("Lý do người nộp nêu")), evidence]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.withdraw(
            scene.case,
            reason=text(answers, "reason"),
            evidence=text(answers, "evidence"),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã ghi nhận yêu cầu rút hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


class AnswerWithdrawal(Deed):
    """Let the applicant have the case back, or say why it goes on."""

    slug = "tra-loi-rut"
    kind = ""

    def offered(self, scene: Scene) -> bool:
        return scene.here.state is State.WITHDRAWING and scene.view.answers_asking_back(scene.actor)

    def title(self, scene: Scene) -> str:
        return gettext("Trả lời yêu cầu rút")

    def consequence(self, scene: Scene) -> str:
        return gettext("Đồng ý thì hồ sơ dừng; không đồng ý thì giải quyết tiếp.")

    def warnings(self, scene: Scene) -> Sequence[str]:
        asked = scene.view.asked_back
        if asked is None:
            return ()
        return (format_html("{}: {}", words.moment(asked.at), words.vi(asked.sentence)),)

    def rows(self, scene: Scene) -> Rows:
        no = {"field": "granted", "is": False}
        return [
            {"id": "granted", "label": gettext("Đồng ý cho rút hồ sơ?"), "type": "yes-no", "required": True},
            {
                "id": "note",
                "label": gettext("Lý do không cho rút"),
                "type": "textarea",
                "required": True,
                "max": 2000,
                "when": no,
            },
        ]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.answer_withdrawal(
            scene.case,
            granted=answers.get("granted") is True,
            note=text(answers, "note"),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        code = {"code": scene.view.row["code"]}
        if answers.get("granted") is True:
            return gettext("Đã cho rút hồ sơ %(code)s.") % code
        return gettext("Hồ sơ %(code)s tiếp tục được giải quyết.") % code
