"""The whole catalogue judged: files, conditions, scenarios, agencies, and the review of all together; beside merely
reading its YAML in the same run; then the advice by a year of closed cases, beside merely reading their rows.

python bench/lint.py [--rounds 5] [--cases 100000] [--record]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _million
from bench._house import house, province
from bench._report import options, report

if TYPE_CHECKING:
    from motcua.procedures import lint

TARGET = "target: under 2 seconds"


def main() -> None:
    told = options(__doc__, rounds=5, cases=100_000)
    with house("lint"):
        at = datetime.now(UTC)
        prepare(told.cases, at)
        with report("lint", record=told.record) as say:
            measure_files(say, told.rounds)
            measure_cases(say, at)


def prepare(cases: int, at: datetime) -> None:
    """A province that closed so many cases in the year before; the two years before that were no quieter."""
    province(at)
    _million.add(cases * 3 * 20 // 19, now=at)


def measure_cases(say: Callable[[str], None], at: datetime) -> None:
    """The advice by the cases of a year, as ``motcua lint --cases`` gives it."""
    from motcua.cases.models import Case
    from motcua.procedures import lint
    from motcua.project import environment, linting

    catalogue = environment.catalogue_dir()
    sheets = lint.judge(catalogue)[0]
    year = Case.objects.filter(submitted_at__gte=at - timedelta(days=365))
    began = time.perf_counter()
    closed = sum(
        end is not None for _, _, _, end in year.values_list("id", "applicant", "form", "finished_at")
    )
    bare = time.perf_counter() - began
    began = time.perf_counter()
    advice = linting.review(catalogue, sheets, cases=True, at=at)
    whole = time.perf_counter() - began
    say(f"advice by {closed:,} closed cases of the year, of {Case.objects.count():,} in all")
    say(
        f"  {whole:6.2f} s   × {whole / bare:.1f} merely reading their forms ({bare:.2f} s): {len(advice)} pieces"
    )


def measure_files(say: Callable[[str], None], rounds: int) -> None:
    """The judgement of the files alone."""
    from motcua.procedures import lint
    from motcua.procedures.reviewing import files as reviewing
    from motcua.procedures.reviewing import names
    from motcua.procedures.surroundings import Surroundings
    from motcua.project import environment, loading
    from motcua.web import catalogue_files

    catalogue = environment.catalogue_dir()
    files = lint.files_under(catalogue)
    beside = [
        path
        for name in ("agencies", "calendars", "code-lists")
        for path in catalogue.glob(f"*/{name}/*.yaml")
    ]

    def judged() -> None:
        with catalogue_files.once():
            list(loading.faults_beside_procedures(catalogue))
            reviewed(lint.judge(catalogue)[0])

    def reviewed(sheets: Sequence[lint.Sheet]) -> list[lint.Finding]:
        names.words_of.cache_clear()
        return reviewing.findings(sheets, Surroundings(catalogue), on=date(2026, 12, 1))

    def read() -> None:
        for path in (*files, *beside):
            catalogue_files.load(path)

    whole, bare = _fastest(judged, rounds), _fastest(read, rounds)
    sheets = lint.judge(catalogue)[0]
    review = _fastest(lambda: reviewed(sheets), rounds)
    say(
        f"lint of {len(files)} procedures, their scenarios, all that is beside them, and their review; {TARGET}"
    )
    say(
        f"  {whole:6.2f} s   × {whole / bare:.1f} merely reading {len(files) + len(beside)} files ({bare:.2f} s)"
    )
    say(f"  {review:6.2f} s   of it the review of all together: {len(reviewed(sheets))} pieces of advice")


def _fastest(act: Callable[[], None], rounds: int) -> float:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    main()
