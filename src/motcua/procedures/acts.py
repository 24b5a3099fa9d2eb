"""Writes of the catalogue: code lists, the national list, and the publication of procedure files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import lint, listing, regimes, verbs
from motcua.procedures.definition import Definition
from motcua.procedures.lint import Sheet
from motcua.procedures.listing import Vocabulary
from motcua.procedures.models import CodeItem, Procedure, ProcedureVersion
from motcua.procedures.surroundings import catalogue_of

LISTS = ("life-events", "supplement-reasons", "refuse-reasons", "roles", "guards")
COLUMNS = (
    "title", "title_folded", "national_title", "words", "field", "levels", "online", "life_events",
    "agency_name", "decision",
)  # fmt: skip
OF_THE_NATION = ("national_title", "agency_name")
"""What the national list may still change of a procedure that is published here."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: procedures listed, new and changed; codes whose versions were published or closed."""

    listed: int = 0
    added: int = 0
    changed: int = 0
    published: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    files: int = 0

    def __str__(self) -> str:
        listed = f"danh mục cả nước {self.listed} ({self.added} mới, {self.changed} thay đổi)"
        return f"{listed}; {self.files} tệp: công bố {len(self.published)}, hết áp dụng {len(self.closed)}"


@transaction.atomic
def load(path: Path, *, by: str, at: datetime) -> Loaded:
    """Load a procedure file, a national list (CSV) or a folder of both; loading twice changes nothing.

    A file that says something new is published as the next version from its ``in_force``. Raises Invalid with
    all faults ``path:line``, and then nothing is loaded.
    """
    catalogue = catalogue_of(path)
    _load_code_lists(catalogue)
    regimes.load(catalogue, by=by, at=at)
    verbs.known(catalogue)
    said = listing.vocabulary(catalogue)
    lists = _national_lists(path)
    counted = [load_national_list(file, said) for file in lists]
    sound = [] if path in lists else _sound_sheets(path)
    done = _publish_all(sound, said, by=by, at=at)
    return Loaded(
        listed=sum(one.listed for one in counted),
        added=sum(one.added for one in counted),
        changed=sum(one.changed for one in counted),
        published=done["published"],
        closed=done["closed"],
        files=len(sound),
    )


def _national_lists(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob("national-list.csv"))
    return [path] if path.suffix == ".csv" else []


def _load_code_lists(catalogue: Path) -> None:
    wanted = [
        CodeItem(list=name, code=str(item["code"]), title=str(item["title"]), place=place)
        for name in LISTS
        for place, item in enumerate(listing.code_list(catalogue, name))
    ]
    CodeItem.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["list", "code"], update_fields=["title", "place"]
    )


@transaction.atomic
def load_national_list(path: Path, said: Vocabulary) -> Loaded:
    """Bring the list to what a CSV says; procedures that it no longer names stay, cases may point at them.

    Raises Invalid with a fault for each broken line.
    """
    rows = listing.rows_of(path, said)
    known = {row.code: row for row in Procedure.objects.all()}
    here = set(
        ProcedureVersion.objects.filter(published_at__isnull=False).values_list("procedure__code", flat=True)
    )
    new = [row for row in rows if row.code not in known]
    changed = [
        known[row.code]
        for row in rows
        if row.code in known
        and _take_over(known[row.code], row, OF_THE_NATION if row.code in here else COLUMNS)
    ]
    Procedure.objects.bulk_create(new, batch_size=500)
    Procedure.objects.bulk_update(changed, COLUMNS, batch_size=500)
    return Loaded(listed=len(rows), added=len(new), changed=len(changed))


def _take_over(known: Procedure, row: Procedure, columns: Iterable[str]) -> bool:
    """Copy the columns of a row; say whether anything differed."""
    different = [name for name in columns if getattr(known, name) != getattr(row, name)]
    for name in different:
        setattr(known, name, getattr(row, name))
    return bool(different)


def _sound_sheets(path: Path) -> list[tuple[Sheet, Definition]]:
    """The procedure files of a path in the order of their force; Invalid if one has an error."""
    sheets, findings = lint.judge(path)
    if errors := lint.errors_in(findings):
        raise Invalid(
            f"Chưa công bố được: tệp thủ tục có {len(errors)} lỗi.", faults=[error.fault for error in errors]
        )
    sound = [(sheet, sheet.definition) for sheet in sheets if sheet.definition]
    return sorted(sound, key=lambda one: (one[1].code, one[1].in_force))


def _publish_all(
    sound: Sequence[tuple[Sheet, Definition]], said: Vocabulary, *, by: str, at: datetime
) -> dict[str, tuple[str, ...]]:
    """Publish files in their order; the codes by what was done."""
    done = [(_publish(sheet, text, said, by=by, at=at), text.code) for sheet, text in sound]
    return {what: tuple(code for did, code in done if did == what) for what in ("published", "closed")}


def publish(
    sheet: Sheet, definition: Definition, catalogue: Path, *, by: str, at: datetime
) -> ProcedureVersion:
    """Publish one judged file as the next version; raises Invalid when it would rewrite what was in force."""
    with transaction.atomic():
        _publish(sheet, definition, listing.vocabulary(catalogue), by=by, at=at)
        return ProcedureVersion.objects.get(
            procedure__code=definition.code, in_force__startswith=definition.in_force
        )


def _publish(sheet: Sheet, definition: Definition, said: Vocabulary, *, by: str, at: datetime) -> str:
    """Publish one file: ``published``, ``closed`` when only its end is new, ``unchanged``."""
    procedure = _procedure(definition, said)
    history = list(procedure.versions.filter(published_at__isnull=False).order_by("in_force"))
    digest = digest_of(sheet.value)
    same_day = next((one for one in history if one.in_force.lower == definition.in_force), None)
    if same_day and same_day.digest == digest:
        return _close_as_told(sheet, definition, same_day, history, by=by, at=at)
    _refuse_what_rewrites_history(sheet, definition, history, local(at).date())
    if history and _reaches(history[-1], definition.in_force):
        _close(history[-1], definition.in_force, definition, by=by, at=at)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=len(history) + 1,
        in_force=DateRange(definition.in_force, definition.until),
        definition=sheet.value,
        form=sheet.value["form"],
        digest=digest,
        decision=definition.decision,
        published_at=at,
        published_by=by,
    )
    record(procedure.stream, "procedure.published", _told(version, definition), by=by, at=at)
    return "published"


def digest_of(value: Mapping[str, Any]) -> str:
    """The SHA-256 of what a file says; its end (``until``), comments and layout don't count."""
    said = {name: inner for name, inner in value.items() if name != "until"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _procedure(definition: Definition, said: Vocabulary) -> Procedure:
    """The procedure's row, brought to what its file says."""
    found = Procedure.objects.filter(code=definition.code).first() or Procedure(
        code=definition.code, levels=[]
    )
    found.title = definition.title
    found.title_folded = listing.title_folded(definition.name)
    found.words = said.searchable(
        definition.code,
        definition.name,
        definition.title,
        found.national_title,
        definition.field,
        *definition.keywords,
    )
    found.kind, found.field, found.online = definition.kind, definition.field, definition.online
    found.levels = found.levels if definition.level in found.levels else [*found.levels, definition.level]
    found.life_events = list(definition.life_events) or said.events_of(
        definition.title, definition.field, found.levels
    )
    found.decision = definition.decision
    found.save()
    return found


def _refuse_what_rewrites_history(
    sheet: Sheet, definition: Definition, history: Sequence[ProcedureVersion], today: date
) -> None:
    where = sheet.file.where(("in_force",))
    if not history:
        return
    latest = history[-1].in_force.lower
    if definition.in_force <= latest:
        message = (
            f"Phiên bản áp dụng từ {latest:%d/%m/%Y} đã công bố, không sửa được. "
            "Đổi “in_force” sang một ngày sau ngày đó để công bố phiên bản mới."
        )
    elif definition.in_force < today:
        message = (
            f"Không công bố lùi ngày: “in_force” phải từ {today:%d/%m/%Y} trở đi, hồ sơ cũ giữ phiên bản cũ."
        )
    else:
        return
    raise Invalid(f"Chưa công bố được thủ tục {definition.code}.", faults=[Fault(where, message)])


def _close_as_told(
    sheet: Sheet,
    definition: Definition,
    version: ProcedureVersion,
    history: Sequence[ProcedureVersion],
    *,
    by: str,
    at: datetime,
) -> str:
    end = definition.until or next(
        (one.in_force.lower for one in history if one.number > version.number), None
    )
    if end == version.in_force.upper:
        return "unchanged"
    if end is None or not _reaches(version, end):
        message = "Không kéo dài được phiên bản đã hết áp dụng; công bố phiên bản mới với “in_force” mới."
        where = sheet.file.where(("until",))
        raise Invalid(f"Chưa công bố được thủ tục {definition.code}.", faults=[Fault(where, message)])
    _close(version, end, definition, by=by, at=at)
    return "closed"


def _reaches(version: ProcedureVersion, day: date) -> bool:
    return version.in_force.upper is None or version.in_force.upper > day


def _close(version: ProcedureVersion, end: date, definition: Definition, *, by: str, at: datetime) -> None:
    version.in_force = DateRange(version.in_force.lower, end)
    version.save(update_fields=["in_force"])
    told = {
        "code": definition.code,
        "title": definition.name,
        "number": version.number,
        "until": f"{end:%d/%m/%Y}",
    }
    record(version.procedure.stream, "procedure.closed", told, by=by, at=at)


def _told(version: ProcedureVersion, definition: Definition) -> dict[str, Any]:
    return {
        "code": definition.code,
        "title": definition.name,
        "number": version.number,
        "from": f"{definition.in_force:%d/%m/%Y}",
        "decision": definition.decision,
        "digest": version.digest,
    }
