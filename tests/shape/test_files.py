"""What the files of the repository look like, whoever writes them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tests.shape.sources import ROOT, SOURCE, place, python, texts

LONGEST_FILE = 400
LONGEST_FUNCTION = 45
MEDIAN_FUNCTION = 10

#: Files and functions that are longer, each with its reason.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short():
    long = {place(path): _lines(path) for path, _ in python() if _lines(path) >= LONGEST_FILE}
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert LONG_FILES.keys() <= long.keys(), "an exception that is no longer needed goes"


def test_functions_are_short():
    named = [
        (f"{place(path)}:{node.name}", _length(node)) for path, tree in python() for node in _functions(tree)
    ]
    long = {name: lines for name, lines in named if lines >= LONGEST_FUNCTION}
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert LONG_FUNCTIONS.keys() <= long.keys(), "an exception that is no longer needed goes"
    assert statistics.median(lines for _, lines in named) < MEDIAN_FUNCTION


def _is_promised(path: Path) -> bool:
    """Kernel, acts and reads are what others build on: they keep more promises than pages do."""
    rooms = {path.stem, path.parent.name}
    return path.is_relative_to(SOURCE) and bool(rooms & {"kernel", "acts", "reads"})


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The functions of a module and the methods of its classes that others may call."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing):
            own = ((method, getattr(thing, method)) for method in vars(thing) if not method.startswith("_"))
            yield from ((f"{name}.{method}", what) for method, what in own if inspect.isroutine(what))


def _module(path: Path) -> ModuleType:
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return importlib.import_module(".".join(part for part in parts if part != "__init__"))


def test_what_others_call_in_kernel_acts_and_reads_says_what_it_does():
    """A method that fulfils what a class above it promises has that class's words."""
    silent = [
        f"{place(path)} {name}"
        for path, _ in python(tests=False)
        if _is_promised(path)
        for name, what in _public(_module(path))
        if not inspect.getdoc(what)
    ]
    assert silent == []


def test_kernel_acts_and_reads_give_the_types_of_what_they_return():
    untyped = [
        f"{place(path, node.lineno)} {node.name}"
        for path, tree in python(tests=False)
        if _is_promised(path)
        for node in _functions(tree)
        if node.returns is None
    ]
    assert untyped == []


def test_modules_say_what_they_are_for():
    silent = [
        place(path)
        for path, tree in python()
        if tree.body and path.name != "apps.py" and not ast.get_docstring(tree)
    ]
    assert silent == []


#: Addresses of package indexes and of one person's machine: the repository must work anywhere.
FOREIGN = re.compile(
    r"""(pypi\.|pythonhosted|registry\.npmjs|registry\.yarnpkg|proxy\.golang|index-url\s*=|extra-index|/simple/?\b
    |(?<![\w./~-])/(home|root|Users|work|workspace|mnt)/[\w.-]+|[A-Z]:\\\\Users
    |\.\./shared|\bshared/(data|legal|domain|design))""",
    re.VERBOSE,
)


def test_nothing_points_to_a_package_index_or_to_one_machine():
    here = Path(__file__)
    found = [
        f"{place(path, number)}: {line.strip()[:90]}"
        for path, text in texts()
        if path != here
        for number, line in enumerate(text.splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert found == []


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        place(path, number)
        for path, text in texts()
        if path.suffix in {".py", ".html", ".scss", ".mjs", ".typ", ".yaml", ".toml"}
        and path != Path(__file__)
        for number, line in enumerate(text.splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def test_every_picture_is_light():
    pictures = [*(ROOT / "docs").rglob("*.png"), *(ROOT / "docs").rglob("*.jpg")]
    assert [place(path) for path in pictures if path.stat().st_size > 200_000] == []
