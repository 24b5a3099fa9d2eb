"""What the moves of a flow are called: code lists of the nation and of each place, ``code-lists/moves.yaml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.utils.translation import get_language, pgettext

from motcua.kernel.refusals import Fault, Invalid
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile

NATION = "vietnam"
LIST = "code-lists/moves.yaml"


@dataclass(frozen=True, slots=True)
class Verb:
    """The words of a verb; ``english`` where the translations of the pages have none."""

    title: str
    english: str = ""


def called(verb: str) -> str:
    """What a button says for a verb, in the language of the page; a verb without words is shown as it is."""
    words = _in_use().get(verb, Verb(verb))
    if words.english and get_language() == "en":
        return words.english
    # “Chứng thực” is a verb here, and a noun where it is a field of procedures
    return pgettext("hướng xử lý", words.title)


def title(verb: str) -> str:
    """What the journal says for a verb."""
    return _in_use().get(verb, Verb(verb)).title


def lists(catalogue: Path) -> list[Path]:
    """The lists of a catalogue: the nation's, then those of the places, whose words come before."""
    places = sorted(set(os.listdir(catalogue)) - {NATION})
    found = [f"{catalogue}/{place}/{LIST}" for place in places]
    return [catalogue / NATION / LIST, *(Path(file) for file in found if os.path.exists(file))]


def known(catalogue: Path) -> Mapping[str, Verb]:
    """The verbs that have words, by their code; Invalid with ``path:line`` for each item that is not whole."""
    return _read(tuple((file, file.stat().st_mtime_ns) for file in lists(catalogue)))


def _in_use() -> Mapping[str, Verb]:
    """The verbs of the catalogue in use, as they were within the last second: a page has many words."""
    return _looked_up(settings.CATALOGUE, int(monotonic()))


@lru_cache(maxsize=2)
def _looked_up(catalogue: Path, second: int) -> Mapping[str, Verb]:
    """The verbs of a catalogue, looked up once a second; none while somebody has broken a list: pages go on."""
    try:
        return known(catalogue)
    except (Invalid, OSError):
        return {}


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Verb]:
    """Read lists, once for each time that they were written."""
    sheets = [catalogue_files.load(path) for path, _ in files]
    if faults := [fault for sheet in sheets for fault in _faults(sheet)]:
        raise Invalid("Danh mục hướng xử lý chưa đúng.", faults=faults)
    return {
        item["code"]: Verb(item["title"], item.get("english", ""))
        for sheet in sheets
        for item in sheet.value["items"]
    }


def _faults(sheet: CatalogueFile) -> list[Fault]:
    items = sheet.value.get("items") if isinstance(sheet.value, dict) else None
    if not isinstance(items, list):
        return [sheet.fault((), "Thiếu “items”; mỗi dòng là {code: mã hướng, title: chữ trên nút}.")]
    wrong = [index for index, item in enumerate(items) if not _is_whole(item)]
    codes = [item["code"] for index, item in enumerate(items) if index not in wrong]
    twice = [
        index for index, item in enumerate(items) if index not in wrong and codes.count(item["code"]) > 1
    ]
    return [
        *(sheet.fault(("items", index), "Cần code và title là chữ; english nếu có.") for index in wrong),
        *(sheet.fault(("items", index, "code"), "Mã này có hai lần; bỏ một.") for index in twice),
    ]


def _is_whole(item: object) -> bool:
    if not isinstance(item, dict) or item.keys() - {"code", "title", "english"}:
        return False
    return all(isinstance(item.get(key), str) and item[key] for key in ("code", "title", *item.keys()))
