"""The work on the open step: taking it, moving it on, handing the result over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from motcua.cases import acts, telling
from motcua.cases.desk.deeds.answering import refused_for_good
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, text
from motcua.kernel import clock
from motcua.kernel.flow import END, RESERVED, Place, Step
from motcua.kernel.forms import Json, Values
from motcua.kernel.states import State
from motcua.people import reads as people
from motcua.procedures import reads as procedures
from motcua.procedures import verbs
from motcua.web import words


class Claim(Deed):
    """Take the open step into one's own hands."""

    slug = "nhan-viec"

    def offered(self, scene: Scene) -> bool:
        waits = scene.here.step is not None and scene.here.step.awaits_collection
        return scene.works and scene.running and not scene.claimed and not waits

    def title(self, scene: Scene) -> str:
        return gettext("Nhận việc")

    def consequence(self, scene: Scene) -> str:
        return gettext("Bước này ghi tên bạn, đồng nghiệp không làm trùng.")

    def quick(self, scene: Scene) -> bool:
        return True

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.claim(scene.case, by=scene.actor, at=scene.at, revision=revision)

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Bạn đã nhận xử lý hồ sơ %(code)s.") % {"code": scene.view.row["code"]}


@dataclass(frozen=True)
class Move(Deed):
    """Close the open step by one of its moves; before reception that is receiving the case."""

    verb: str

    PREFIX = "chuyen-"

    @property
    def slug(self) -> str:  # type: ignore[override]
        return self.PREFIX + self.verb

    def look(self, scene: Scene) -> str:
        return "secondary" if self.back(scene) else ""

    def offered(self, scene: Scene) -> bool:
        target = scene.moves.get(self.verb, END)
        own_deed = target in RESERVED or scene.flow.refuses(target)
        waits = scene.waits_for_parts or (scene.lacks and not self.back(scene))
        return scene.works and scene.running and not own_deed and not waits

    def back(self, scene: Scene) -> bool:
        """Whether it leads back to an earlier step."""
        return scene.step is not None and scene.flow.is_return(scene.step, scene.moves.get(self.verb, ""))

    def target(self, scene: Scene) -> Step:
        return scene.flow.steps[scene.moves[self.verb]]

    def title(self, scene: Scene) -> str:
        return gettext("Ký từ chối") if self.signs_refusal(scene) else verbs.called(self.verb)

    def signs_refusal(self, scene: Scene) -> bool:
        """Whether it signs the refusal that was proposed."""
        return scene.step is not None and bool(scene.step.decides) and not self.back(scene)

    def warnings(self, scene: Scene) -> Sequence[str]:
        if not self.signs_refusal(scene):
            return ()
        proposal = scene.here.open_step.proposal
        return (_proposed(scene, proposal), refused_for_good()) if proposal else ()

    def consequence(self, scene: Scene) -> str:
        if not self.offered(scene):
            return ""
        step = self.target(scene)
        values = {"step": step.title, "agency": scene.worked_by(step), "limit": words.limit(step.within)}
        if self.back(scene):
            return gettext("Về lại bước “%(step)s”; phải nêu lý do.") % values
        if not scene.here.received:
            return f"{_promise(scene)} " + gettext("Chuyển sang bước “%(step)s”.") % values
        if self.signs_refusal(scene):
            return gettext("Từ chối hồ sơ; chuyển %(agency)s trả văn bản từ chối.") % values
        if step.at is Place.RETURN:
            return gettext("Giải quyết xong; chuyển %(agency)s trả kết quả.") % values
        return gettext("Chuyển sang bước “%(step)s” tại %(agency)s, trong %(limit)s.") % values

    def quick(self, scene: Scene) -> bool:
        return not self.back(scene) and not self.signs_refusal(scene)

    def rows(self, scene: Scene) -> Rows:
        back = self.back(scene)
        label = gettext("Lý do trả lại") if back else gettext("Ý kiến kèm theo")
        return [{"id": "note", "label": label, "type": "textarea", "required": back, "max": 2000}]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        act = acts.finish if scene.here.received else acts.receive
        act(
            scene.case,
            self.verb,
            note=text(answers, "note"),
            by=scene.actor,
            at=scene.at,
            revision=scene.taken(revision),
        )

    def told(self, scene: Scene, answers: Values) -> str:
        code = scene.view.row["code"]
        if not scene.here.received:
            return gettext("Đã tiếp nhận hồ sơ %(code)s.") % {"code": code} + f" {_promise(scene)}"
        values = {"code": code, "move": self.title(scene), "step": self.target(scene).title}
        return gettext("Hồ sơ %(code)s: đã xong “%(move)s”, chuyển sang bước “%(step)s”.") % values


def _proposed(scene: Scene, proposal: Mapping[str, str]) -> str:
    """The refusal that lies to be signed: why and on which article."""
    titles = {one.code: one.title for one in procedures.refuse_reasons(scene.definition)}
    coded, said = gettext(titles.get(proposal["reason_code"], "")), proposal["reason"]
    reason = said if not coded or coded == said else f"{coded}: {said}"
    return gettext("Đề xuất từ chối: %(reason)s. Căn cứ: %(basis)s.") % {
        "reason": reason.rstrip(". "),
        "basis": proposal["basis"].rstrip(". "),
    }


def _promise(scene: Scene) -> str:
    """The promise that a reception at this moment makes."""
    due = clock.due(scene.here.calendar, scene.at, scene.here.law.rule)
    values = {"moment": words.moment(due.at), "limit": words.limit(due.rule.limit)}
    return gettext("Hẹn trả %(moment)s theo thời hạn %(limit)s.") % values


class HandOver(Deed):
    """Give the result to the applicant or to a proxy (NĐ 61/2018 Đ.6.2b, Đ.20)."""

    slug = "tra-ket-qua"
    kind = ""

    def offered(self, scene: Scene) -> bool:
        return scene.works and scene.here.state is State.FINISHED and END in scene.moves.values()

    def title(self, scene: Scene) -> str:
        return gettext("Trả kết quả")

    def consequence(self, scene: Scene) -> str:
        return gettext("Ghi người nhận và kết thúc hồ sơ.")

    def rows(self, scene: Scene) -> Rows:
        proxy = {"field": "relation", "is": "proxy"}
        return [
            {
                "id": "relation",
                "label": gettext("Người đến nhận"),
                "type": "choice",
                "required": True,
                "choices": [
                    {"value": "self", "label": self._who_applied(scene)},
                    {"value": "proxy", "label": gettext("Người được ủy quyền")},
                ],
            },
            {"id": "receiver", "label": gettext("Họ tên người nhận"), "type": "name", "required": True},
            {
                "id": "identity",
                "label": gettext("Số giấy tờ tùy thân của người nhận thay"),
                "type": "identity",
                "old": True,
                "passport": True,
                "required": True,
                "when": proxy,
            },
            {
                "id": "authority",
                "label": gettext("Giấy ủy quyền"),
                "hint": gettext("Số, ngày, nơi chứng thực; ghi rõ nếu là người thân không cần chứng thực."),
                "type": "text",
                "required": True,
                "when": proxy,
            },
            {
                "id": "how",
                "label": gettext("Cách trả"),
                "type": "choice",
                "required": True,
                "choices": [{"value": how, "label": gettext(title)} for how, title in telling.HOWS.items()],
            },
        ]

    def _is_of_a_person(self, scene: Scene) -> bool:
        return people.applicant(scene.view.row["applicant_id"]).kind == "citizen"

    def _who_applied(self, scene: Scene) -> str:
        if self._is_of_a_person(scene):
            return gettext("Chính người nộp hồ sơ")
        return gettext("Người đại diện của đơn vị nộp hồ sơ")

    def suggested(self, scene: Scene) -> Mapping[str, Json]:
        row = scene.view.row
        receiver = row["applicant_name"] if self._is_of_a_person(scene) else ""
        return {"relation": "self", "receiver": receiver, "how": row["return_how"]}

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.hand_over(
            scene.case,
            receiver=text(answers, "receiver"),
            how=text(answers, "how"),
            authority=text(answers, "authority"),
            identity=text(answers, "identity"),
            by=scene.actor,
            at=scene.at,
            revision=revision,
        )

    def told(self, scene: Scene, answers: Values) -> str:
        values = {"code": scene.view.row["code"], "name": text(answers, "receiver")}
        return gettext("Đã trả kết quả hồ sơ %(code)s cho %(name)s.") % values
