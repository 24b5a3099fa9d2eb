"""The whole catalogue judged: files, conditions, scenarios, agencies, and the review of all together; beside merely
reading its YAML in the same run.

python bench/lint.py [--rounds 5] [--record]
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._report import options, report

if TYPE_CHECKING:
    from motcua.procedures import lint

TARGET = "target: under 2 seconds"


def main() -> None:
    told = options(__doc__, rounds=5)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    import django

    django.setup()
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

    with report("lint", record=told.record) as say:
        whole, bare = _fastest(judged, told.rounds), _fastest(read, told.rounds)
        sheets = lint.judge(catalogue)[0]
        review = _fastest(lambda: reviewed(sheets), told.rounds)
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
