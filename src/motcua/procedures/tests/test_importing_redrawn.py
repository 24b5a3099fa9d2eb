"""A BPMN file of ours that somebody changed in a modeler: what its extension still says otherwise is doubted."""

from __future__ import annotations

import re

import pytest
import yaml

from motcua.procedures import exporting, importing

WORKED = {"code": "1.000000", "steps": [{
    "id": "examine", "title": "Thẩm định", "at": "competent", "role": "leader", "within": "5 wd",
    "moves": {"sign": "end", "supplement": "wait-applicant"},
}]}  # fmt: skip


def redrawn(old: str, new: str) -> tuple[dict, list[str]]:
    """The step of a file of ours in which somebody changed something, and what is doubtful."""
    text = exporting.written(WORKED, exporting.Titles({"sign": "Ký"}))
    assert re.search(old, text)
    found = importing.read("a.bpmn", re.sub(old, new, text, flags=re.DOTALL).encode())
    return yaml.safe_load(found.drafts[0].text)["steps"][0], [one.message for one in found.doubts]


def test_what_nobody_changed_is_not_doubted():
    assert redrawn("Thẩm định", "Thẩm định") == (WORKED["steps"][0], [])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name="5 ngày làm việc"', 'name="8 ngày làm việc"', "hạn của bước trong sơ đồ là “8 ngày làm việc”"),
        ('name="5 ngày làm việc"', "", "hạn của bước không còn trong sơ đồ"),
        ("(?s)<bpmn:boundaryEvent.*?</bpmn:boundaryEvent>", "", "hạn của bước không còn trong sơ đồ"),
    ],
)
def test_a_limit_that_somebody_redrew_is_doubted(old, new, told):
    step, (doubt,) = redrawn(old, new)
    assert told in doubt
    assert "phần mở rộng ghi 5 wd" in doubt
    assert step["within"] == "5 wd"


def test_a_flow_that_somebody_named_anew_is_doubted_and_a_task_has_its_new_name():
    step, (doubt,) = redrawn(' name="Ký"', ' name="Từ chối"')
    assert "hướng “Từ chối” [_flow_3] trong sơ đồ, phần mở rộng vẫn là “Ký” (sign)" in doubt
    assert "sign" in step["moves"]
    assert redrawn('name="Thẩm định"', 'name="Thẩm tra"')[0]["title"] == "Thẩm tra"


BUNDLE = {"code": "1.000000", "steps": [{
    "id": "children", "title": "Liên thông", "at": "competent", "role": "leader", "within": "5 wd",
    "children": [{"id": "residence", "procedure": "1.004222", "share": "2 wd", "declare": {}},
                 {"id": "card", "procedure": "1.004223", "share": "2 wd", "declare": {}}],
    "moves": {"done": "end"},
}]}  # fmt: skip


def bundled(old: str, new: str) -> tuple[dict, list[str]]:
    """The step of a bundle of ours in which somebody changed something, and what is doubtful."""
    titles = exporting.Titles(roles={"leader": "Lãnh đạo"}, procedures={"1.004222": "Đăng ký thường trú"})
    text = exporting.written(BUNDLE, titles)
    assert old in text
    found = importing.read("a.bpmn", text.replace(old, new).encode())
    return yaml.safe_load(found.drafts[0].text)["steps"][0], [one.message for one in found.doubts]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name="Cơ quan giải quyết · Lãnh đạo"', 'name="Công an xã"', "làn “Công an xã” "
         "[_lane_at-competent_role-leader] trong sơ đồ, phần mở rộng vẫn là “Cơ quan giải quyết · Lãnh đạo”"),
        ('name="Đăng ký thường trú"', 'name="Đăng ký tạm trú"', "hồ sơ con trong sơ đồ là "
         "“Đăng ký tạm trú” (1.004222), phần mở rộng vẫn là “Đăng ký thường trú” (1.004222)"),
        ('calledElement="procedure-1.004222"', 'calledElement="procedure-1.004194"', "(1.004194), phần mở rộng vẫn là"),
    ],
)  # fmt: skip
def test_a_lane_or_a_child_case_that_somebody_named_anew_is_doubted(old, new, told):
    step, (doubt,) = bundled(old, new)
    assert told in doubt
    assert step == BUNDLE["steps"][0]


def test_a_bundle_that_nobody_changed_is_not_doubted():
    assert bundled("Liên thông", "Liên thông") == (BUNDLE["steps"][0], [])
