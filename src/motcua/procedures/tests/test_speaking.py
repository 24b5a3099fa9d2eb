"""What the pages of legal officers say is wrong: by their labels, never in the words of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from motcua.procedures import lint, structure
from motcua.procedures.drafting import naming, speaking, tables
from motcua.procedures.drafting.parts import PARTS
from motcua.procedures.tests.test_lint import BROKEN


def fields(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, of in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, of
        yield from fields(of, here)
        yield from fields(of.get("items", {}), f"{here}[]")


WORDS_OF_FILES = {path.rpartition(".")[2] for path, _ in fields(structure.schema())}


def told(text: str, path: Path = Path("1.001193.yaml")) -> list[speaking.Told]:
    path.write_text(text, encoding="utf-8")
    sheets, findings = lint.judge(path)
    return speaking.told(findings, sheets[0].value)


def test_every_field_of_the_format_has_a_name():
    nameless = [path for path, _ in fields(structure.schema()) if path not in naming.labels()]
    assert [path for path in nameless if path.rpartition(".")[0] not in naming.columns()] == []


def test_no_label_is_of_a_field_that_the_format_does_not_have():
    known = {path for path, _ in fields(structure.schema())} | {"form[].own", "form[].min", "form[].max"}
    assert {path for path in naming.labels() if not path.startswith("form[].fields[]")} <= known


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in BROKEN if "ladder" not in row[1]])
def test_no_broken_file_is_told_in_its_own_words(file: Path, good, old, new):
    for one in told(good.replace(old, new, 1), file):
        said = f"{one.where}: {one.message} {one.todo}".replace(one.part, "")
        loose = [
            word
            for word in WORDS_OF_FILES
            if f"“{word}”" in said.replace(f"“{new}”", "") or f"{word}:" in said
        ]
        assert [word for word in loose if word not in new] == [], said
        assert not {"wd", "true", "false", "YAML"} & set(said.replace(new, "").split()), said


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("amount: 0, ", "", "1. Lệ phí khai sinh", "Chưa có “Mức thu (đồng)”."),
        ("label: Họ tên trẻ, ", "", "Dòng 1", "Chưa có “Nhãn”."),
        ("within: 4 wh", "within: nhanh", "Thời gian (2. Thẩm tra)", "“nhanh” viết chưa đúng mẫu."),
        ("  title: Giấy khai sinh\n", "", "", "Chưa có “Tên kết quả”."),
        ("  - Nộp tờ khai và giấy chứng sinh.", '  - ""', "Trình tự thực hiện (dòng 1)", "Để trống."),
        ("as: upper", "as: uper", "Cách ghi (Dòng 1, Mục 1)", "“uper” không phải là giá trị dùng được."),
    ],
)
def test_what_is_wrong_is_told_by_the_row_and_the_label(file: Path, good, old, new, where, message):
    assert old in good
    assert (where, message) in [(one.where, one.message) for one in told(good.replace(old, new, 1), file)]


def test_no_cell_is_explained_in_the_words_of_files():
    words = "\n".join(text for part in PARTS.values() for _, text in tables.told(part))
    assert (
        re.findall(r"\b(?:wd|true|null|end|result|register|heading|max_age|yaml)\b|nháy kép|\w+: ?\[", words)
        == []
    )


def test_every_part_has_a_place_for_what_is_wrong_in_it():
    for part in PARTS.values():
        for key in part.keys:
            assert naming.spot((key,), {}).part == part.title
