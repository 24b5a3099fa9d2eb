"""The translations, kept without gettext's own programs: ``python -m motcua.web.messages [--check]``.

Vietnamese is the source language. All slices' templates and code are read, and the closed sets of titles that
the kernel and the catalogue hold; their texts are merged into one catalogue, ``locale/en``, translations already
made are kept, and the compiled catalogue is written. With
``--check`` nothing is written: the exit code is 1 when a text has no translation or a file is stale.
A development tool: it needs polib.
"""

from __future__ import annotations

import argparse
import ast
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.utils.translation.template import templatize

from motcua.kernel.forms.amounts import PART_TITLES
from motcua.kernel.forms.summary import SAID
from motcua.kernel.position import HOLD_TITLES
from motcua.kernel.states import TITLES
from motcua.web import catalogue_files

SOURCES = Path(__file__).resolve().parents[1]
CATALOGUE = Path(__file__).resolve().parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
VIETNAM = SOURCES.parents[1] / "catalogue" / "vietnam"
CODE_LISTS = ("life-events", "roles", "refuse-reasons", "supplement-reasons", "moves")
CONTEXTS = {"code-lists/moves.yaml": "hướng xử lý"}
"""In which context a closed set is told: one title may be a verb here, and a noun elsewhere."""
PLAIN = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
SKIPPED = frozenset({"tests", "migrations", "node_modules"})
METADATA = {
    "Project-Id-Version": "motcua",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_DATED = re.compile(r" \d\d/\d\d/\d{4}$")
_CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\(")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to translate: Vietnamese, with its plural and context where it has them."""

    singular: str
    plural: str = ""
    context: str | None = None


def texts_of_python(source: str) -> Iterator[Text]:
    """The texts handed to gettext's functions in a Python source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (text := _text_of_call(node)):
            yield text


def texts_of_template(source: str) -> Iterator[Text]:
    """The texts in the translation tags of a Django template."""
    calls = templatize(source)
    for found in _CALL.finditer(calls):
        yield from texts_of_python(_whole_call(calls, found.start()))


def _whole_call(source: str, start: int) -> str:
    """The call that begins at ``start``: as far as the first closing bracket that makes it valid Python."""
    end = source.index(")", start)
    while not _parses(source[start : end + 1]):
        end = source.index(")", end + 1)
    return source[start : end + 1]


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _text_of_call(call: ast.Call) -> Text | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    constants = [part.value for part in call.args if isinstance(part, ast.Constant)]
    texts = [value for value in constants if isinstance(value, str)]
    if name in PLAIN and texts:
        return Text(texts[0])
    if name in PLURAL and len(texts) >= 2:
        return Text(texts[0], plural=texts[1])
    return Text(texts[1], context=texts[0]) if name in CONTEXT and len(texts) >= 2 else None


def closed_sets() -> dict[str, list[str]]:
    """The titles that no call names, because kernel and catalogue hold them, by the file they stand in."""
    lists = {f"code-lists/{name}.yaml": _titles(name) for name in CODE_LISTS}
    with (VIETNAM / "procedures" / "national-list.csv").open(encoding="utf-8") as file:
        fields = sorted({row["field"] for row in csv.DictReader(file)})
    return {
        "kernel/states.py": [*TITLES.values()],
        "kernel/position.py": [*HOLD_TITLES.values()],
        "kernel/forms": [*SAID, *(title.capitalize() for title in PART_TITLES)],
        **lists,
        "procedures/national-list.csv": fields,
        "calendars/*.yaml": sorted(_days_off()),
        "measures/*.yaml": _measures(),
        "scorecards/*.yaml": _scorecards(),
    }


def _titles(name: str) -> list[str]:
    """The titles of a code list."""
    items = catalogue_files.load(VIETNAM / "code-lists" / f"{name}.yaml").value["items"]
    return [item["title"] for item in items]


def _measures() -> list[str]:
    """What measures are called, the groups that they stand in, why a row loses points."""
    files = sorted((VIETNAM / "measures").glob("*.yaml"))
    items = [item for file in files for item in catalogue_files.load(file).value]
    told = [item[key] for item in items for key in ("group", "title") if key in item]
    reasons = [loss["because"] for item in items for loss in item.get("loses", ())]
    return list(dict.fromkeys(told + reasons))


def _scorecards() -> list[str]:
    """What graded indices, cards and classes of scorecards are called."""
    found = [catalogue_files.load(path).value for path in sorted((VIETNAM / "scorecards").glob("*.yaml"))]
    graded = [grade["title"] for one in found for grade in one.get("grades", {}).values()]
    cards = [card for one in found for card in one["cards"].values()]
    classes = [row["title"] for card in cards for row in card["classes"]]
    return list(dict.fromkeys([*graded, *(card["title"] for card in cards), *classes]))


def _days_off() -> set[str]:
    """What days off are called; of one exchanged for another, what stands before that one's date."""
    files = sorted((VIETNAM / "calendars").glob("*.yaml"))
    named = (name for file in files for name in (catalogue_files.load(file).value.get("off") or {}).values())
    return {_DATED.sub("", name.removesuffix(" (nghỉ bù)")) for name in named}


def texts(root: Path = SOURCES) -> Iterator[tuple[Text, str]]:
    """Every text under ``root`` with the file it stands in, in a stable order; the closed sets first."""
    for name, titles in closed_sets().items():
        yield from ((Text(title, context=CONTEXTS.get(name)), name) for title in titles)
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if SKIPPED & set(place.parts) or path.name.startswith("gallery"):
            continue
        if path.suffix == ".py":
            found = texts_of_python(path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt"} and "templates" in place.parts:
            found = texts_of_template(path.read_text(encoding="utf-8"))
        else:
            continue
        yield from ((text, place.as_posix()) for text in found)


def merged(known: polib.POFile, root: Path = SOURCES) -> polib.POFile:
    """A catalogue of exactly the texts in use, with the translations that ``known`` has for them."""
    entries: dict[Text, polib.POEntry] = {}
    for text, place in texts(root):
        entry = entries.setdefault(text, _entry(known, text))
        if (place, "") not in entry.occurrences:
            entry.occurrences.append((place, ""))
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = METADATA
    fresh.extend(entries.values())
    return fresh


def _entry(known: polib.POFile, text: Text) -> polib.POEntry:
    old = known.find(text.singular, msgctxt=text.context or False)
    entry = polib.POEntry(msgid=text.singular, msgctxt=text.context, msgid_plural=text.plural)
    if text.plural:
        entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = old.msgstr if old else ""
    if "%(" in text.singular:
        entry.flags.append("python-format")
    return entry


def _known() -> polib.POFile:
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()


def _is_current(fresh: polib.POFile) -> bool:
    compiled = CATALOGUE.with_suffix(".mo")
    written = CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.exists() else ""
    return written == str(fresh) and compiled.exists() and compiled.read_bytes() == fresh.to_binary()


def _write(fresh: polib.POFile) -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(str(fresh), encoding="utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(fresh.to_binary())


def main(arguments: list[str] | None = None) -> int:
    """Write the catalogue, or check it; list what has no translation. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m motcua.web.messages", description="Keep the texts.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when missing or stale")
    checking = parser.parse_args(arguments).check
    fresh = merged(_known())
    untranslated = fresh.untranslated_entries()
    for entry in untranslated:
        print(f"untranslated: {entry.msgid!r} ({entry.occurrences[0][0]})", file=sys.stderr)
    if checking:
        current = _is_current(fresh)
        if not current:
            print("stale: run python -m motcua.web.messages", file=sys.stderr)
        return 0 if current and not untranslated else 1
    _write(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
