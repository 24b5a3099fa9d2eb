"""The law changes while stories go on: a procedure ends, or another version of it comes into force."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.procedures.models import ProcedureVersion
from tests.province import MONDAY


def ends(code: str, on: date) -> ProcedureVersion:
    """A procedure is no longer received from a day on."""
    version = ProcedureVersion.objects.get(procedure__code=code, in_force__endswith=None)
    version.in_force = DateRange(version.in_force.lower, on)
    version.save(update_fields=["in_force"])
    return version


def changes(code: str, on: date, *, without: str = "", asking: Any = (), **words: Any) -> ProcedureVersion:
    """From a day on a procedure says something else: it asks one thing less, others besides."""
    old = ends(code, on)
    form = [row for row in old.definition["form"] if row["id"] != without]
    said = {
        **old.definition,
        "fees": [fee for fee in old.definition["fees"] if not without or fee.get("counts") != without],
        "result": _silent(old.definition["result"], without),
        **words,
        "in_force": on.isoformat(),
        "form": [*form, *asking],
    }
    return ProcedureVersion.objects.create(
        procedure_id=old.procedure_id, number=old.number + 1, in_force=DateRange(on, None), definition=said,
        form=said["form"], digest="-", published_at=MONDAY, published_by="tu",
    )  # fmt: skip


def _silent(result: dict[str, Any], name: str) -> dict[str, Any]:
    """A result that no longer says what is no longer asked."""
    if not name:
        return result
    groups = (
        {**one, "facts": [fact for fact in one["facts"] if name not in str(fact)]} for one in result["shows"]
    )
    return {**result, "shows": [one for one in groups if one["facts"]]}
