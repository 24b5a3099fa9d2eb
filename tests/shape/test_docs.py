"""The docs say what is there: references have not drifted, links lead somewhere, commands exist."""

from __future__ import annotations

import argparse
import re

import pytest

from docs import generate
from motcua.project import cli, environment
from tests.shape.sources import ROOT, place, tracked

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?:bin/|`)motcua\"?,? \"?([a-z]+)\b")
MAKE = re.compile(r"(?:`|^\s*)make ([a-z0-9-]+)", re.MULTILINE)
SETTING = re.compile(r"\bMOTCUA_[A-Z_]+\b")

#: Settings of Makefile, tests and benchmarks only.
BESIDE = re.compile(r"MOTCUA_(TEST|BENCH)_[A-Z_]+")

PAGES = [path for path in tracked() if path.suffix == ".md"]
TOLD = [path for path in tracked() if path.suffix == ".md" or "deploy" in path.relative_to(ROOT).parts]


@pytest.mark.parametrize("name", ["cli.md", "settings.md", "events.md", "catalogue-format.md"])
def test_references_are_what_the_code_says(name):
    written = (generate.REFERENCE / name).read_text(encoding="utf-8")
    assert written == generate.pages()[name], "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def _commands() -> set[str]:
    choosers = (one for one in cli._parser()._actions if isinstance(one, argparse._SubParsersAction))
    return {name for one in choosers for name in one.choices}


@pytest.mark.parametrize("page", TOLD, ids=place)
def test_commands_and_settings_that_are_told_exist(page):
    text = page.read_text(encoding="utf-8")
    assert set(COMMAND.findall(text)) <= _commands()
    settings = {name for name in SETTING.findall(text) if not BESIDE.fullmatch(name)}
    assert settings <= {variable.name for variable in environment.ALL}


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_targets_of_make_that_are_told_exist(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    assert set(MAKE.findall(page.read_text(encoding="utf-8"))) <= targets


def test_every_decision_is_listed():
    listed = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [name for name in pages if f"({name})" not in listed] == []
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
