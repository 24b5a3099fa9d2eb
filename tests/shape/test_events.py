"""Every kind of event that code records is declared, has a sentence, and says what of it is personal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from motcua.journal.kinds import KINDS
from tests.shape.sources import place, python

#: Calls that take the name of a kind, wherever it stands among their arguments.
SPEAKERS = {"Change", "record", "_record", "parameters", "subscribe", "_ended", "_pause"}
NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")

#: Keys of an event under which somebody may have written about a person. Who received a result stays in the row.
SUSPECT = {
    "reason",
    "note",
    "authority",
    "evidence",
    "name",
    "full_name",
    "phone",
    "email",
    "address",
    "identity",
    "items",
}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _texts(node: ast.AST) -> Iterator[str]:
    return (
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )


def _kinds(node: ast.AST) -> set[str]:
    """The kinds that calls inside a node name."""
    calls = (one for one in ast.walk(node) if isinstance(one, ast.Call) and _called(one) in SPEAKERS)
    places = (part for call in calls for part in call.args if not isinstance(part, ast.Dict))
    return {text for part in places for text in _texts(part) if NAME.fullmatch(text)}


def _recorded() -> Iterator[tuple[Path, int, str, set[str]]]:
    """Each function that names a kind: where, the kind, the keys of the dictionaries that it writes."""
    for path, tree in python(tests=False):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (named := _kinds(node)):
                keys = {text for one in ast.walk(node) if isinstance(one, ast.Dict) for text in _keys(one)}
                yield from ((path, node.lineno, kind, keys) for kind in named)


def _keys(node: ast.Dict) -> Iterator[str]:
    return (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def test_code_records_only_what_is_declared():
    assert [f"{place(path, line)} {kind}" for path, line, kind, _ in _recorded() if kind not in KINDS] == []


def test_what_is_declared_is_recorded_somewhere():
    spoken = {kind for _, tree in python(tests=False) for kind in _kinds(tree)}
    assert KINDS.keys() - spoken == set()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_reads_as_a_sentence_of_somebody(name):
    kind = KINDS[name]
    fields = {field for _, field, _, _ in Formatter().parse(kind.sentence) if field}
    assert kind.name == name
    assert NAME.fullmatch(name)
    assert "by" in fields
    assert kind.sentence.startswith("{by} ")
    assert kind.sentence.rstrip().endswith((".", "{note}", "{authority}"))


def test_an_event_says_what_of_it_is_personal():
    """Declared in ``personal``: numbers of people in it are masked where the journal is read (Luật 91/2025/QH15)."""
    unsaid = {
        f"{place(path, line)} {kind}: {', '.join(sorted(hidden))}"
        for path, line, kind, keys in _recorded()
        if kind in KINDS and (hidden := keys & SUSPECT - set(KINDS[kind].personal))
    }
    assert unsaid == set()
