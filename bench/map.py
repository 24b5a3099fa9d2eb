"""1 July 2025: 209 communes and 12 districts become 69 and none while 20,000 cases are open.

    python bench/map.py [--cases 20000] [--record]

Rehearsed, confirmed and carried out by the acts themselves on the real map, beside one plain UPDATE of as many
cases and steps in the same run. The old officers and their cases are written by SQL; the run ends with an error when
a case is orphaned, an inbox is lost, or figures of before and after don't add up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import catalogue, house
from bench._report import options, report

TARGET = "target: under five minutes"

CLOSED = 5
"""Every fifth case that is written is closed already."""

INBOXES = """
SELECT count(DISTINCT s.id), count(DISTINCT s.owner_id),
  count(DISTINCT s.id) FILTER (WHERE a.id IS NULL) FROM cases_step s
LEFT JOIN (people_appointment a JOIN agencies_post p ON p.id = a.post_id)
  ON a.account_id = s.owner_id AND p.agency_id = s.agency_id AND s.role = ANY(p.roles)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
WHERE s.closed_at IS NULL"""
"""Open steps, who has them, and those that nobody finds in an inbox on a day."""

LOST = """
SELECT count(DISTINCT a.account_id) FROM people_appointment a
WHERE a.valid_from <= %(eve)s AND (a.valid_to IS NULL OR a.valid_to > %(eve)s) AND NOT EXISTS (
  SELECT FROM people_appointment n WHERE n.account_id = a.account_id
    AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s))"""
"""Who had a post on the eve and has none on the day."""

GONE = """
SELECT count(*) FROM cases_case c WHERE c.finished_at IS NULL AND EXISTS (SELECT FROM agencies_agency g
  WHERE g.id IN (c.competent_id, c.reception_id, c.return_at_id) AND g.valid_to <= %(day)s)"""
"""Open cases at an agency that has ended."""

UNITS = """
SELECT count(*) FILTER (WHERE kind = 'commune'), count(*) FILTER (WHERE kind = 'district') FROM agencies_agency
WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)"""

PLAIN = """
WITH a AS (UPDATE cases_case SET competent_id = competent_id, revision = revision WHERE finished_at IS NULL)
UPDATE cases_step SET agency_id = agency_id WHERE closed_at IS NULL"""


def main() -> None:
    told = options(__doc__, cases=20_000)
    with house("map", durable=True):
        prepare(told.cases)
        with report("map", record=told.record) as say:
            measure(say)


def prepare(cases: int) -> None:
    """The province on the eve, so many cases open in every agency of the two lower tiers."""
    from tests import old_map

    catalogue(old_map.EVE)
    old_map.plan_again()
    old_map.people()
    old_map.cases(cases * CLOSED // (CLOSED - 1))


def measure(say: Callable[[str], None]) -> None:
    from motcua.reorganisations import acts
    from tests.old_map import ACT, DAY, EVE, MORNING

    eve = EVE.date()
    before, (steps, owners, _) = figures(None), one(INBOXES, day=eve)
    took_rehearsal, missing = timed(rehearsed)
    acts.confirm(ACT, decision="1665/NQ-UBTVQH15", by=administrator("ba"), at=EVE)
    took, done = timed(lambda: acts.carry_out(ACT, at=MORNING))
    plain, _ = timed(lambda: one(PLAIN))
    units, after = (*one(UNITS, day=eve), *one(UNITS, day=DAY)), figures(DAY)
    held, owners_after, unseen = one(INBOXES, day=DAY)
    gone, lost = one(GONE, day=DAY)[0], one(LOST, eve=eve, day=DAY)[0]
    say(
        f"{units[0]} communes, {units[1]} districts → {units[2]}, {units[3]}; {done.moved:,} open cases; {TARGET}"
    )
    say(
        f"  rehearsed twice in {took_rehearsal:6.1f} s; {missing} roles that nobody held were filled in between"
    )
    say(
        f"  carried out in     {took:6.1f} s   × {took / plain:.0f} one plain UPDATE of the same rows ({plain:.2f} s)"
    )
    say(f"  cases left at an agency that has ended: {gone}; officers left without a post: {lost}")
    say(
        f"  open steps {steps:,} → {held:,}, in nobody's inbox {unseen}; who has some {owners:,} → {owners_after:,}"
    )
    for column, (was, agencies) in before.items():
        say(f"  {column:9} {was:,} in {agencies} agencies → {after[column][0]:,} in {after[column][1]}")
    must(units == (209, 12, 69, 0) and done.left == 0, "the map")
    must(gone == lost == unseen == 0 and held == steps, "the inboxes")
    must(
        {name: sums[0] for name, sums in before.items()} == {name: sums[0] for name, sums in after.items()},
        "figures",
    )


def rehearsed() -> int:
    """Rehearse, appoint somebody where a role is held by nobody, rehearse again; how many such roles there were."""
    from motcua.reorganisations import acts
    from tests import old_map

    by = administrator("an")
    missing = [
        problem for problem in acts.rehearse(old_map.ACT, by=by, at=old_map.EVE).problems if problem.blocking
    ]
    old_map.staff(problem.agency for problem in missing)
    must(not acts.rehearse(old_map.ACT, by=by, at=old_map.EVE).blocked, "the rehearsal")
    return len(missing)


def figures(heirs_of: date | None) -> dict[str, tuple[int, int]]:
    """Of each figure of June and July the sum, and how many agencies share in it."""
    from motcua.cases import reads

    rows = reads.figures(date(2025, 6, 1), date(2025, 8, 1), heirs_of=heirs_of)
    shares = {
        name: [getattr(row, name) for row in rows] for name in ("submitted", "finished", "late", "open")
    }
    return {name: (sum(share), sum(map(bool, share))) for name, share in shares.items()}


def administrator(username: str) -> Any:
    from motcua.people.actors import Actor
    from motcua.people.models import Account

    told = {"full_name": username, "is_officer": True, "is_administrator": True}
    account, _ = Account.objects.get_or_create(username=username, defaults=told)
    return Actor(account.pk, username, username, administrator=True)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = act()
    return time.perf_counter() - began, done


def one(statement: str, **values: date) -> Any:
    """The first row that a statement answers, if it does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def must(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"{what}: before and after don't agree")


if __name__ == "__main__":
    main()
