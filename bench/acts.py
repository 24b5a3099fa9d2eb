"""What an act costs the server: cases filed, received, examined, signed and handed over through HTTP, durably.

    python bench/acts.py [--cases 400] [--users 4] [--record]

CPU is that of the web workers and of PostgreSQL's processes together, divided by the acts; slips, which jobs make
afterwards, are not in it (see bench/slips.py). Peers in the same run: pgbench writing one row and one event in one
statement on the same server, and the same reception through the ORM, table by table.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _million
from bench._report import options, report
from bench._web import Answer, Times, Visitor, closed_loop, serving

BIRTH = "1.001193"
PEERS = 400  # cases besides, for receptions without HTTP
TARGET = 5.0  # milliseconds of CPU an act, application and database together
DESK = "/ban-lam-viec/ho-so/{case}/"


@dataclass(frozen=True, slots=True)
class Act:
    """One act as an officer's browser sends it."""

    title: str
    who: str
    path: str
    form: dict[str, str]
    status: int = 302


ACTS = (
    Act("receive", "minh", DESK + "chuyen-accept/", {"note": ""}),
    Act("claim", "lan", DESK + "nhan-viec/", {}),
    Act("propose", "lan", DESK + "chuyen-propose/", {"note": ""}),
    Act("claim again", "quan", DESK + "nhan-viec/", {}),
    Act("sign", "quan", DESK + "chuyen-sign/", {"note": ""}),
    Act(
        "hand over", "minh", DESK + "tra-ket-qua/", {"relation": "self", "receiver": "Hoa", "how": "counter"}
    ),
)


def main() -> None:
    told = options(__doc__, cases=400, users=4)
    database = _million.build()
    with report("acts", database, record=told.record) as say:
        with serving(MOTCUA_API_PACE="0") as web:
            say(
                f"{told.cases} cases beside {_million.CASES:,} others, {told.users} users at once; commits are durable"
            )
            watched = (web.pid, database)
            filing = Filing(web.port, told.cases + PEERS, told.users)
            line(say, "file (API)", filing.run(watched))
            spent = [
                line(
                    say,
                    act.title,
                    perform(act, filing.cases[: told.cases], web.port, told.users, (web.pid, database)),
                )
                for act in ACTS
            ]
        mean = (
            sum(times.cpu[0] + times.cpu[1] for times in spent)
            / sum(len(times.each) for times in spent)
            * 1000
        )
        say(f"  an officer's act takes {mean:.2f} ms of CPU on the server; target {TARGET:.0f} ms")
        peers(say, spent, told.users, database, filing.cases[told.cases :])


def peers(
    say: Callable[[str], None], spent: Sequence[Times], users: int, database: int, cases: Sequence[str]
) -> None:
    from bench import _peers

    done = sum(len(times.each) for times in spent) / sum(times.seconds for times in spent)
    limit = _peers.pgbench(_million.FOLDER, users)
    say(
        f"  acts {done:,.0f}/s; pgbench, a row and an event in a statement: {limit:,.0f}/s, × {limit / done:.1f}"
    )
    own, orm = _peers.receptions(cases, database)
    say(f"  reception without HTTP {own}")
    say(
        f"  the same by the ORM    {orm}; × {orm.wall / own.wall:.1f} the time, × {orm.cpu / own.cpu:.1f} the CPU"
    )


def line(say: Callable[[str], None], title: str, times: Times) -> Times:
    web, database = times.cpu_each
    say(f"  {title:12} {times}   CPU {web:5.2f} ms web + {database:5.2f} ms database")
    return times


class Filing:
    """Cases filed at the counter of Minh's one-stop, by the operation that partner systems use."""

    def __init__(self, port: int, count: int, users: int) -> None:
        self.bodies = list(self._bodies(count))
        self.cases: list[str] = []
        self.visitors = [Visitor(port) for _ in range(users)]
        self.headers = {
            "Authorization": f"Bearer {_key()}",
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
        }

    def _bodies(self, count: int) -> Iterator[str]:
        import random

        from django.utils import timezone

        from motcua.kernel.calendar import local
        from motcua.procedures import reads as procedures
        from motcua.project.plausible import plausible

        today = local(timezone.now()).date()
        schema = procedures.version_in_force(BIRTH, today).definition.schema
        for number in range(count):
            form = plausible(schema, random.Random(number), today=today)
            person = form["applicant"]
            applicant = {"kind": "citizen", "name": person["full_name"], "identity": person["id_number"]}
            yield json.dumps({"procedure": BIRTH, "applicant": applicant, "form": form})

    def run(self, watched: Sequence[int]) -> Times:
        return closed_loop(
            [lambda visitor=visitor: self._file(visitor) for visitor in self.visitors],
            seconds=120, at_most=len(self.bodies) * 2, watched=watched,
        )  # fmt: skip

    def _file(self, visitor: Visitor) -> bool:
        try:
            body = self.bodies.pop()
        except IndexError:
            return False
        key = os.urandom(12).hex()
        answer = visitor.send("POST", "/api/v1/cases", body, **self.headers, **{"Idempotency-Key": key})
        self.cases.append(json.loads(_expected(answer, 201).body)["id"])
        return True


def _key() -> str:
    from datetime import timedelta

    from django.utils import timezone

    from motcua.people.acts import issue_token
    from motcua.people.models import Account

    return issue_token(
        Account.objects.get(username="minh").pk, "bench", until=timezone.now() + timedelta(hours=1)
    )


def _expected(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        sys.exit(
            f"answered {answer.status} instead of {status}: {answer.body[:500].decode(errors='replace')}"
        )
    return answer


def perform(act: Act, cases: Sequence[str], port: int, users: int, watched: Sequence[int]) -> Times:
    """Do one act on every case, some officers at once."""
    left = list(cases)

    def once(visitor: Visitor) -> bool:
        try:
            case = left.pop()
        except IndexError:
            return False
        _expected(visitor.post(act.path.format(case=case), act.form), act.status)
        return True

    visitors = [Visitor(port).sign_in(act.who) for _ in range(users)]
    return closed_loop(
        [lambda visitor=visitor: once(visitor) for visitor in visitors],
        seconds=120, at_most=len(cases) * 2, watched=watched,
    )  # fmt: skip


if __name__ == "__main__":
    main()
