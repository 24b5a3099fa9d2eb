"""Code and glossary speak the same language: what exists has a line, and every line names what exists."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from django.apps import apps

from motcua.cases import guards
from motcua.cases.models import Channel
from motcua.journal.kinds import KINDS
from motcua.kernel import position
from motcua.kernel.clock import Effect, Policy, Standing, Unit
from motcua.kernel.flow import Place
from motcua.kernel.states import State
from motcua.people import access
from motcua.project import environment
from motcua.web import catalogue_files
from tests.shape.sources import ROOT, SOURCE, parsed, texts

GLOSSARY = ROOT / "docs" / "glossary.md"
LINE = re.compile(r"\| `(?P<term>[^`]+)` \| (?P<vietnamese>[^|]+) \|(?P<meaning>[^|]*)\|(?P<law>[^|]*)\|")


def _sections() -> dict[str, list[str]]:
    """The terms of the glossary by the heading under which they stand."""
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif match := LINE.fullmatch(line):
            found[heading].append(match["term"])
        else:
            assert not line.startswith("| `"), f"not a line of four columns: {line}"
    return found


TERMS = _sections()


def _codes(name: str) -> set[str]:
    items = catalogue_files.load(
        environment.catalogue_dir() / "vietnam" / "code-lists" / f"{name}.yaml"
    ).value["items"]
    return {item["code"] for item in items}


def _acts() -> set[str]:
    tree = parsed(SOURCE / "cases" / "acts.py")
    named = (getattr(node, "name", "_") for node in tree.body if type(node).__name__ == "FunctionDef")
    return {name for name in named if not name.startswith("_")} | {"submit"}


#: What each section tells, exactly.
TOLD = {
    "Phân hệ": lambda: {path.parent.name for path in SOURCE.glob("*/__init__.py")},
    "Bảng dữ liệu": lambda: {
        one.__name__ for one in apps.get_models() if one.__module__.startswith("motcua.")
    },
    "Trạng thái của hồ sơ": lambda: {state.name for state in State},
    "Kênh": lambda: {channel.name for channel in Channel},
    "Thao tác": _acts,
    "Sự kiện": lambda: set(KINDS),
    "Tạm dừng": lambda: {*position.HOLD_TITLES, *(effect for effect in Effect if effect is not Effect.NONE)},
    "Nơi của hồ sơ": lambda: set(Place),
    "Thời gian": lambda: {*Unit, *Policy, *Standing},
    "Điều kiện": lambda: _codes("guards") | guards.names(),
    "Vai trò": lambda: _codes("roles"),
}


@pytest.mark.parametrize("section", TOLD)
def test_the_glossary_tells_what_the_code_has(section):
    assert set(TERMS[section]) == {str(name) for name in TOLD[section]()}


def test_a_term_stands_once_in_its_section():
    twice = {(section, term) for section, terms in TERMS.items() for term in terms if terms.count(term) > 1}
    assert twice == set()


def test_every_term_occurs_in_code_or_catalogue():
    code = "\n".join(
        text
        for path, text in texts()
        if path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "catalogue")
    )
    unused = [
        term for terms in TERMS.values() for term in terms if not re.search(rf"\b{re.escape(term)}\b", code)
    ]
    assert unused == []


def test_roles_that_rules_name_are_roles_of_the_catalogue():
    assert {*access.HEADS, *access.ONE_STOP} <= _codes("roles")
