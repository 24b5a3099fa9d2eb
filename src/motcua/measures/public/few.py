"""Of which agencies and fields the public is told nothing: one answer for a quarter of reports, whatever tells of it.

The page, the marks and the open data ask here. All that is public by group is of whole quarters of reports, and a year
says nothing of a group that is hidden in one of its quarters: nobody subtracts the others from it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from motcua.kernel.anonymity import Cells, hidden, hidden_both
from motcua.kernel.reporting import Quarter, latest_quarters
from motcua.measures import reads
from motcua.measures.counting import Asked
from motcua.measures.marking import Mark

AGENCY, FIELD = "successor", "field"
COUNTED = ("now.received", "now.finished", "766.2.1")
"""What has to be enough of a group, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Few:
    """The agencies and the fields of which nothing is told."""

    agencies: frozenset[Hashable] = frozenset()
    fields: frozenset[Hashable] = frozenset()

    def of(self, dimension: str) -> frozenset[Hashable]:
        return self.fields if dimension == FIELD else self.agencies

    def of_marks(self, marks: Sequence[Mark]) -> set[int]:
        """The agencies whose marks are not told: those hidden, and those that were marked for too few cases."""
        also = {mark.agency for mark in marks if mark.agency in self.agencies}
        return hidden({mark.agency: mark.cases for mark in marks}, also=also)


def within(asked: Asked) -> Few:
    """Those hidden in the days asked for, which are whole quarters of reports: each that is so in one of them."""
    first, last = asked.days
    count = (last.year - first.year + 1) * 4 + 1
    quarters = [one for one in latest_quarters(last, settings.REPORT_DAY, count) if one.first >= first]
    found = [_hidden(asked, one) for one in quarters]
    return Few(
        frozenset().union(*(one.agencies for one in found)), frozenset().union(*(one.fields for one in found))
    )


def _hidden(asked: Asked, of: Quarter) -> Few:
    """Agencies and fields are told of the same cases, and a field may be one agency's: they are hidden together."""
    tables = _cells(replace(asked, first=of.first, last=of.last, by=(AGENCY, FIELD)))
    agencies, fields = hidden_both(tables)
    return Few(frozenset(agencies), frozenset(fields))


def _cells(asked: Asked) -> Sequence[Cells[Hashable, Hashable]]:
    tables: dict[str, dict[tuple[Hashable, Hashable], int]] = {code: {} for code in COUNTED}
    for line in reads.kept(COUNTED, asked):
        tables[line.measure.code][line.key] = line.tally.whole or line.tally.part or 0
    return list(tables.values())
