"""Setting the declaration of a reopened case right."""

from __future__ import annotations

from django.utils.translation import gettext

from motcua.cases import acts
from motcua.cases.desk.deeds.scene import Deed, Rows, Scene, declared, text
from motcua.kernel import casework
from motcua.kernel.forms import Json, Schema, Values

AFFIRMED = "declaration"
"""The type of a field by which an applicant affirms."""
REASON = "amendment_reason"
"""Named so that no field of a procedure's form is called the same."""


class Amend(Deed):
    """Set right what the agency got wrong, before the result is signed anew (NĐ 61/2018 Đ.21)."""

    slug = "sua-to-khai"

    def offered(self, scene: Scene) -> bool:
        amendable = casework.may_be_amended(scene.here)
        return amendable and scene.running and scene.works and scene.may("case.amend")

    def title(self, scene: Scene) -> str:
        return gettext("Sửa nội dung tờ khai")

    def consequence(self, scene: Scene) -> str:
        return gettext("Kết quả mới lập theo tờ khai đã sửa; nội dung cũ vẫn được giữ.")

    def declaration(self, scene: Scene) -> Schema:
        """All but what the applicant has affirmed: nobody affirms it for somebody else."""
        asked = scene.definition.schema.fields
        return Schema(tuple(one for one in asked if one.type != AFFIRMED))

    def rows(self, scene: Scene) -> Rows:
        hint = gettext("Sai ở đâu, theo giấy tờ nào. Người nộp đọc được câu này.")
        reason = {"id": REASON, "label": gettext("Lý do sửa"), "type": "textarea", "hint": hint}
        return [reason | {"required": True, "max": 2000}]

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        acts.amend(
            scene.case,
            declared(scene, answers) | self._affirmed(scene),
            reason=text(answers, REASON),
            by=scene.actor,
            at=scene.at,
            revision=scene.taken(revision),
        )

    def _affirmed(self, scene: Scene) -> dict[str, Json]:
        asked = (one.id for one in scene.definition.schema.fields if one.type == AFFIRMED)
        return {name: scene.view.answers[name] for name in asked if name in scene.view.answers}

    def told(self, scene: Scene, answers: Values) -> str:
        return gettext("Đã sửa tờ khai của hồ sơ %(code)s.") % {"code": scene.view.row["code"]}
