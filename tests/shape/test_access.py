"""Every rule about who may do what is asked where it counts, and nothing asks for a rule that is not there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from motcua.people.access import RULES
from tests.shape.sources import SOURCE, python

DOORS = {"access.require", "access.may", "_open"}
"""What keeps people out; ``_open`` is how an act opens its case."""

OFFERS = {"scene.may", "self.may"}
"""What only decides which buttons a page shows."""


def _asked(by: set[str]) -> set[str]:
    """The rules that calls outside of tests name, in either branch of a choice."""
    calls = (
        node
        for path, tree in python(tests=False)
        if SOURCE in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in by
    )
    return {word for call in calls for word in _words(call)}


def _words(call: ast.Call) -> Iterator[str]:
    for node in (one for argument in call.args for one in ast.walk(argument)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("case."):
            yield node.value


def test_every_rule_is_asked_at_a_door():
    assert RULES.keys() - _asked(DOORS) == set()


def test_nothing_asks_for_a_rule_that_is_not_there():
    assert _asked(DOORS | OFFERS) - RULES.keys() == set()
