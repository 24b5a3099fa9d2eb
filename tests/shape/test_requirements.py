"""What is installed is pinned by its hash, comes from no named index, and is what pyproject asks for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shape.sources import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)(?P<marker> ;[^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r"\s*#.*|")


@cache
def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def _pins(file: str) -> dict[str, str]:
    found = (PIN.fullmatch(line) for line in (ROOT / file).read_text(encoding="utf-8").splitlines())
    return {str(canonicalize_name(pin["name"])): pin["version"] for pin in found if pin}


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_a_pin_or_a_hash(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    strange = [
        line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line) or COMMENT.fullmatch(line))
    ]
    assert strange == []
    assert "://" not in "\n".join(lines)


@pytest.mark.parametrize("file", FILES)
def test_every_pin_has_its_hashes(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.fullmatch(line) and not HASH.fullmatch(after)
    ]
    assert bare == []


def _wanted(file: str) -> list[Requirement]:
    project = _project()["project"]
    dev = project["optional-dependencies"]["dev"] if "dev" in file else []
    return [Requirement(text) for text in [*project["dependencies"], *dev]]


@pytest.mark.parametrize("file", FILES)
def test_what_pyproject_asks_for_is_pinned_within_its_bounds(file):
    pins = _pins(file)
    wrong = [
        str(wanted)
        for wanted in _wanted(file)
        if not wanted.specifier.contains(pins.get(str(canonicalize_name(wanted.name)), "0"), prereleases=True)
    ]
    assert wrong == []


def test_the_build_needs_nothing_that_is_not_pinned():
    """``make demo`` installs without looking anything up, so the build's own tools are pinned too."""
    wanted = [Requirement(text) for text in _project()["build-system"]["requires"]]
    assert [
        str(one) for one in wanted if not one.specifier.contains(_pins("requirements.txt").get(one.name, "0"))
    ] == []


def test_both_files_pin_the_same_versions():
    run, dev = (_pins(file) for file in FILES)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}
