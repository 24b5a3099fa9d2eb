"""The repository as its own tests see it: the files that git keeps, and their Python parsed."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "motcua"
SLICES = (
    "journal", "web", "agencies", "people", "procedures", "cases", "documents", "surveys", "registers",
    "reorganisations", "measures",
)  # fmt: skip

#: What the repository knows only because somebody ran something in it.
GROWN = {".git", ".venv", "var", "__pycache__", "node_modules", "build", "dist"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps; in an unpacked archive every file that nothing has grown."""
    asked = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False)
    if asked.returncode == 0:
        named = (ROOT / name for name in asked.stdout.decode().split("\0") if name)
    else:
        named = (path for path in ROOT.rglob("*") if not GROWN.intersection(path.parts))
    return tuple(sorted(path for path in named if path.is_file()))


def texts() -> Iterator[tuple[Path, str]]:
    """The tracked files that are text."""
    for path in tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python(*, tests: bool = True) -> Iterator[tuple[Path, ast.Module]]:
    """The tracked Python files with their trees; migrations are written by Django and left out."""
    for path in tracked():
        own = "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"
        if path.suffix == ".py" and "migrations" not in path.parts and (tests or not own):
            yield path, parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, line: int = 0) -> str:
    """A file and a line as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name
