"""Where drafts stand to the catalogue's folder: the file that a version has there, and the one that a draft will be."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from motcua.kernel.refusals import Invalid
from motcua.procedures import acts, structure
from motcua.procedures.importing.drafts import written as written_out
from motcua.procedures.models import ProcedureVersion, VersionDraft
from motcua.procedures.scenarios import feature_of
from motcua.procedures.surroundings import Surroundings
from motcua.web import catalogue_files

LOCAL = "ha-tinh"
"""The folder of the catalogue in which a province writes its own procedures, unless it has another."""
_IN_FORCE = re.compile(r"^in_force: *([0-9]{4}-[0-9]{2}-[0-9]{2}) *(#.*)?$", re.MULTILINE)


def surroundings() -> Surroundings:
    """What a draft may name; read once until a file of the catalogue changes."""
    folder: Path = settings.CATALOGUE
    return _surroundings(folder, max(one.stat().st_mtime_ns for one in folder.glob("*/*/*.*")))


@lru_cache(maxsize=2)
def _surroundings(folder: Path, changed: int) -> Surroundings:
    return Surroundings(folder)


def folder() -> Path:
    """The folder of the province's procedure files."""
    catalogue: Path = settings.CATALOGUE
    found = sorted(catalogue.glob("*/procedures/*.yaml"))
    return found[0].parent if found else catalogue / LOCAL / "procedures"


def file_of(code: str) -> Path | None:
    """The newest file of a procedure in the catalogue."""
    found = [*folder().glob(f"{code}.yaml"), *folder().glob(f"{code}@*.yaml")]
    return max(found, key=lambda one: (one.stem.partition("@")[2], one.name), default=None)


def text_of(path: Path | None) -> str:
    """What a file says; nothing when it is not there."""
    return path.read_text(encoding="utf-8-sig") if path and path.is_file() else ""


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all; OSError where the folder may not be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as kept:
        fresh = Path(kept.name)
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def path_for(code: str, in_force: date | None) -> Path:
    """Where the file of a draft lies, or would: beside that of the version before, it carries its day."""
    plain = folder() / f"{code}.yaml"
    stands = in_force_of(text_of(plain)) or in_force
    return plain if stands == in_force or in_force is None else folder() / f"{code}@{in_force}.yaml"


def in_force_of(text: str) -> date | None:
    """From which day the text of a file is in force, where it says so."""
    found = _IN_FORCE.search(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def written(version: ProcedureVersion) -> tuple[str, str]:
    """The text of a published version and its scenarios: of its file while it still says the same, else of its draft.

    A version that has neither is written out, without comments.
    """
    code = version.procedure.code
    for path in (*folder().glob(f"{code}.yaml"), *folder().glob(f"{code}@*.yaml")):
        if _digest(path) == version.digest:
            return text_of(path), text_of(feature_of(path))
    if draft := VersionDraft.objects.filter(version=version).first():
        return draft.text, draft.scenarios
    return written_out(version.definition, ()), text_of(feature_of(folder() / f"{code}.yaml"))


def _digest(path: Path) -> str:
    try:
        return acts.digest_of(structure.plain(catalogue_files.load(path).value))
    except (Invalid, AttributeError):
        return ""
