"""What the law changes from one day to the next for all procedures at once: tiers, reception, codes, forms, names.

Each aspect is a chain of regimes in ``code-lists/regimes.yaml``; a case keeps those of the day of its reception.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from jsonschema import Draft202012Validator

from motcua.journal.acts import record
from motcua.kernel.codes import CaseScheme
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.procedures import structure
from motcua.procedures.models import Regime
from motcua.procedures.structure import Flaw
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile

STREAM = UUID("b1d6f0ce-3d1b-5f43-9a77-6a2a5f7d8c20")
"""Where the journal keeps what is loaded of regimes."""

SCHEMA_FILE = Path(__file__).with_name("regimes_schema.json")


@dataclass(frozen=True, slots=True)
class Forms:
    """A set of forms: number, title and symbol of each slip by its kind (TT 01/2018/TT-VPCP, TT 03/2025/TT-VPCP)."""

    edition: str
    circular: str
    numbers: Mapping[str, str]
    titles: Mapping[str, str]
    symbols: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Law:
    """What the law says on one day of all procedures.

    ``levels`` are those that decide; ``anywhere``: any one-stop of the province receives, not only that of the agency
    that decides; ``online`` and ``proactive`` are the names of the degrees, the latter none before they were made.
    """

    levels: frozenset[str]
    anywhere: bool
    scheme: CaseScheme
    forms: Forms
    online: Mapping[str, str]
    proactive: Mapping[str, str]


_ON = """
SELECT DISTINCT ON (aspect) aspect, value, in_force FROM procedures_regime
ORDER BY aspect, in_force <= %(day)s DESC, CASE WHEN in_force <= %(day)s THEN in_force END DESC NULLS LAST, in_force"""


@lru_cache(maxsize=512)
def on(day: date) -> Law:
    """The law of a day: of each aspect the latest regime that has begun, else the first there was.

    A process asks once a day; a correction of a day that it has read already holds there from its restart on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ON, {"day": day})
        found = {aspect: (_json(value), since) for aspect, value, since in cursor.fetchall()}
    if not found:
        raise Missing("Chưa nạp các chế độ áp dụng theo ngày; báo quản trị nạp danh mục.")
    said = {aspect: value for aspect, (value, _) in found.items()}
    begun = found["proactive"][1] <= day
    return Law(
        levels=frozenset(said["tiers"]["levels"]),
        anywhere=said["reception"]["anywhere"],
        scheme=said["codes"]["scheme"],
        forms=Forms(**{name: said["forms"][name] for name in Forms.__slots__}),
        online=said["online"]["names"],
        proactive=said["proactive"]["names"] if begun else {},
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def file_of(catalogue: Path) -> Path:
    """Where a catalogue tells its regimes."""
    return catalogue / "vietnam" / "code-lists" / "regimes.yaml"


def flaws(file: CatalogueFile) -> Iterator[Flaw]:
    """What is wrong with a file of regimes: its shape, and regimes that don't follow one another."""
    value = structure.plain(file.value)
    found = structure.flaws(value, _validator())
    yield from found
    if found:
        return
    for aspect, chain in value.items():
        for place, (before, after) in enumerate(pairwise(chain)):
            if after["in_force"] <= before["in_force"]:
                message = f"Chế độ từ {after['in_force']} không sau chế độ từ {before['in_force']}."
                yield Flaw((aspect, place + 1, "in_force"), message, "Xếp các chế độ theo thứ tự ngày.")


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def load(catalogue: Path, *, by: str, at: datetime) -> int:
    """Bring the regimes to what the catalogue's file says and return how many are new, changed or gone.

    Raises Invalid with a fault ``path:line`` for whatever is wrong, and then nothing is loaded.
    """
    file = catalogue_files.load(file_of(catalogue))
    if wrong := list(flaws(file)):
        faults = [Fault(file.where(flaw.place), flaw.sentences) for flaw in wrong]
        raise Invalid(f"Tệp chế độ {file.path} có {len(faults)} lỗi.", faults=faults)
    wanted = {
        (aspect, date.fromisoformat(one["in_force"])): one
        for aspect, chain in structure.plain(file.value).items()
        for one in chain
    }
    known = {(row.aspect, row.in_force): row.value for row in Regime.objects.all()}
    changed = sorted(key for key in wanted.keys() | known.keys() if wanted.get(key) != known.get(key))
    if changed:
        _replace(wanted, changed, by=by, at=at)
    return len(changed)


@transaction.atomic
def _replace(
    wanted: Mapping[tuple[str, date], Mapping[str, Any]],
    changed: list[tuple[str, date]],
    *,
    by: str,
    at: datetime,
) -> None:
    for aspect, day in changed:
        Regime.objects.filter(Q(aspect=aspect) & Q(in_force=day)).delete()
    rows = [Regime(aspect=key[0], in_force=key[1], value=wanted[key]) for key in changed if key in wanted]
    Regime.objects.bulk_create(rows)
    told = [f"{aspect} {day:%d/%m/%Y}" for aspect, day in changed]
    record(STREAM, "regimes.loaded", {"regimes": told}, by=by, at=at)
    on.cache_clear()
