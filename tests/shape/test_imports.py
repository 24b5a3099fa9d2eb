"""Imports point down, and from one slice to another only through its doors."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape.sources import ROOT, SLICES, SOURCE, place, python

#: Every slice may be spoken to through these.
EVERYWHERE = {"models", "acts", "reads"}

#: And a slice through these besides; what each is for stands at the top of the module.
DOORS = {
    "journal": {"kinds", "outbox"},
    "web": {
        "access",
        "api",
        "badges",
        "catalogue_files",
        "fields",
        "filled_sheets",
        "paging",
        "panels",
        "refusals",
        "sheets",
        "words",
    },
    "agencies": {"entries", "files", "reorganising"},
    "people": {"access", "actors", "api", "carrying", "delegating", "scopes"},
    "procedures": {
        "conditions",
        "costing",
        "costing_book",
        "definition",
        "importing",
        "regimes",
        "results",
        "reviewing",
        "verbs",
    },
    "cases": {
        "api",
        "calendars",
        "enclosing",
        "filing",
        "guards",
        "inviting",
        "journey",
        "looking",
        "panels",
        "resettling",
        "telling",
    },
    "documents": {"downloads", "slips", "uploads"},
    "registers": {"declaring"},
    "reorganisations": set(),
    "surveys": {"questionnaires"},
    "measures": {"counting", "declaring", "refreshing", "reports"},
}


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that is imported, wherever in the file, as a dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _crossings() -> Iterator[tuple[Path, int, str, str]]:
    """Each import from one slice into another: file, line, the other slice, its module.

    The kernel is open to all, and the project knows everyone.
    """
    for path, tree in python(tests=False):
        if not path.is_relative_to(SOURCE) or len(path.relative_to(SOURCE).parts) < 2:
            continue
        here = path.relative_to(SOURCE).parts[0]
        for line, name in _imports(tree):
            root, _, rest = name.partition(".")
            there, _, module = rest.partition(".")
            if root == "motcua" and there in SLICES and here not in (there, "project"):
                yield path, line, there, module.split(".")[0]


def test_the_contracts_of_import_linter_are_kept():
    """In a process of its own: the linter silences the loggers of the one that it runs in."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_slices_meet_at_their_doors_only():
    through_the_wall = [
        f"{place(path, line)} imports {there}.{module}"
        for path, line, there, module in _crossings()
        if module not in EVERYWHERE | DOORS[there]
    ]
    assert through_the_wall == []


@pytest.mark.parametrize("name", SLICES)
def test_every_door_leads_somewhere(name):
    missing = {
        door
        for door in DOORS[name]
        if not (SOURCE / name / f"{door}.py").exists() and not (SOURCE / name / door).is_dir()
    }
    assert missing == set()


def test_nobody_needs_a_cupboard():
    cupboards = {"utils", "util", "helpers", "helper", "services", "managers", "signals", "common", "misc"}
    assert [place(path) for path, _ in python() if path.stem in cupboards] == []
