"""The text of a draft: changed by parts, row by row, and what nobody touched keeps its letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from motcua.kernel.refusals import Invalid
from motcua.procedures.drafting import differing, texts
from motcua.procedures.drafting.parts import PARTS
from motcua.web import catalogue_files

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
FILES = sorted(CATALOGUE.glob("ha-tinh/procedures/*.yaml"))

COMMENTED = """\
# Đầu tệp

code: "1.001193"
# về các bước
steps:
  # bước đầu
  - id: receive
    title: Tiếp nhận  # tại quầy
    within: 2 wh
  # bước sau
  - {id: sign, title: Ký, within: 4 wh}
# về phí
fees: []
"""


def value(text: str):
    return catalogue_files.parse(Path("x.yaml"), text).value


def rows(text: str, key: str = "steps"):
    return [(place, dict(row)) for place, row in enumerate(value(text)[key])]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_text_put_together_from_its_parts_is_the_text(path):
    text = path.read_text(encoding="utf-8")
    assert "".join(one.text for one in texts.chunks(text)) == text
    for part in PARTS.values():
        assert texts.with_part(text, part.keys, texts.part_text(text, part.keys)) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_of_a_real_file_has_its_part(path):
    known = {key for part in PARTS.values() for key in part.keys}
    assert {one.name for one in texts.chunks(path.read_text(encoding="utf-8"))} - known <= {""}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_saved_as_they_were_change_nothing(path):
    text = path.read_text(encoding="utf-8")
    for part in PARTS.values():
        if part.rows and value(text).get(part.rows):
            assert texts.with_rows(text, part.rows, rows(text, part.rows)) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_changed_cell_changes_that_value_only(path):
    text = path.read_text(encoding="utf-8")
    changed = rows(text)
    changed[1][1]["title"] = "Việc: khác, “mới”"
    expected = value(text)
    expected["steps"][1]["title"] = "Việc: khác, “mới”"
    assert value(texts.with_rows(text, "steps", changed)) == expected


def test_a_row_moves_with_its_comments():
    one, two = rows(COMMENTED)
    moved = texts.with_rows(COMMENTED, "steps", [two, one])
    assert (
        moved.index("# bước sau")
        < moved.index("id: sign")
        < moved.index("# bước đầu")
        < moved.index("receive")
    )
    assert "# tại quầy" in moved
    assert "# về các bước\nsteps:" in moved


def test_a_row_is_added_and_taken_out():
    two = rows(COMMENTED)[1]
    changed = texts.with_rows(
        COMMENTED, "steps", [two, (None, {"id": "done", "title": "Xong", "within": "1 wd"})]
    )
    assert [step["id"] for step in value(changed)["steps"]] == ["sign", "done"]
    assert value(texts.with_rows(changed, "steps", []))["steps"] == []


def test_an_empty_list_takes_its_first_row():
    changed = texts.with_rows(
        COMMENTED, "fees", [(None, {"name": "Lệ phí", "amount": 8000, "when": "return"})]
    )
    assert value(changed)["fees"] == [{"name": "Lệ phí", "amount": 8000, "when": "return"}]
    assert "# về phí" in changed


def test_facts_are_written_inside_and_taken_out():
    text = texts.with_facts(COMMENTED, {"limit.value": "3 wd", "in_force": date(2026, 12, 1)})
    assert value(text)["limit"] == {"value": "3 wd"}
    assert value(text)["in_force"] == date(2026, 12, 1)
    assert "limit" not in value(texts.with_facts(text, {"limit.value": None}))
    new = "in_force: 2026-12-01\nlimit:\n  value: 3 wd\n"
    assert text == COMMENTED.replace("# về các bước\n", f"{new}# về các bước\n")


@pytest.mark.parametrize(
    "said", ["15:00", "2026-01-01", "0239", "true", "no", "1.001193", "a: b", "# x", "", "null"]
)
def test_a_text_stays_a_text(said):
    changed = texts.with_lines(COMMENTED, "process", [said])
    assert value(changed)["process"] == [said]


def test_a_broken_cell_is_named():
    with pytest.raises(Invalid) as refused:
        texts.unflow("{field: x", "r0-when")
    assert refused.value.faults[0].where == "r0-when"


def test_fees_of_one_name_are_told_apart_by_their_channel():
    file = value((CATALOGUE / "ha-tinh" / "procedures" / "1.004222.yaml").read_text(encoding="utf-8"))
    dearer = {**file, "fees": [file["fees"][0], {**file["fees"][1], "amount": 30000}]}
    (group,) = differing.changes(differing.Side(file), differing.Side(dearer))
    assert group.sentences == ("Khoản thu “Lệ phí đăng ký cư trú”, mức thu (đồng): 20000 → 30000.",)
    post = {**file["fees"][1], "channel": "post"}
    more = {**file, "fees": [*file["fees"], post]}
    (group,) = differing.changes(differing.Side(file), differing.Side(more))
    assert group.sentences[0].startswith(
        "Thêm khoản thu “Lệ phí đăng ký cư trú”, mức thu (đồng) 20000, nộp lúc khi tiếp nhận, "
        "chỉ của kênh bưu chính công ích"
    )
