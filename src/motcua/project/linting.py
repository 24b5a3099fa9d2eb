"""The linter on the command line: files, what is beside them, and advice on the whole, also by the cases of a year."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from motcua.kernel.calendar import local
from motcua.procedures import lint as linter
from motcua.procedures.lint import Finding, Sheet
from motcua.procedures.reviewing import Bounds, Lived, files
from motcua.procedures.surroundings import Surroundings, catalogue_around
from motcua.project import environment, loading
from motcua.web import catalogue_files


def lint(path: Path, *, cases: bool, at: datetime) -> int:
    """Judge a file or a folder and say what is wrong and what could be asked less; 1 when there are errors."""
    loading.there(path)
    with catalogue_files.once():
        return _lint(path, cases=cases, at=at)


def _lint(path: Path, *, cases: bool, at: datetime) -> int:
    faults = list(loading.faults_beside_procedures(path))
    procedures = loading.holds_procedures(path)
    sheets, findings = linter.judge(path) if procedures else ([], [])
    found = review(path, sheets, cases=cases, at=at) if procedures else []
    for line in [*(f"{fault.where}: lỗi: {fault.message}" for fault in faults), *map(str, findings + found)]:
        print(line)
    errors = len(faults) + len(linter.errors_in(findings))
    notes = len(faults) + len(findings) - errors
    print(f"{errors} lỗi, {notes} nhắc nhở, {len(found)} góp ý.", file=sys.stderr)
    if procedures:
        loading.answered(path)
    return 1 if errors else 0


def review(path: Path, sheets: Sequence[Sheet], *, cases: bool, at: datetime) -> list[Finding]:
    """Advice on judged files; with the cases of the year before, it says how many people each touches."""
    around = Surroundings(catalogue_around(path))
    today = local(at).date()
    lived = dict(_lived(sheets, around, at)) if cases else None
    return files.findings(sheets, around, on=today, lived=lived, bounds=bounds())


def bounds() -> Bounds:
    """From when on cases count, as the installation says."""
    return Bounds(environment.REVIEW_CASES.number, environment.REVIEW_SHARE.number / 100)


def _lived(sheets: Sequence[Sheet], around: Surroundings, at: datetime) -> Iterator[tuple[str, Lived]]:
    from motcua.cases import lived

    today = local(at).date()
    for _, of in files.reviewed(sheets, on=today):
        year = lived.year_of(of, until=today, elsewhere=around.reasons_elsewhere)
        if year is not None:
            yield of.code, year
