"""What a reorganisation would do, found by reading alone: who and what goes where, and what stands in its way.

It is kept as a record of facts; each reader has its sentences in the own language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext, gettext_noop

from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.agencies.reorganising import Map, the_map
from motcua.cases import resettling
from motcua.cases.models import Case
from motcua.cases.resettling import Resettled, Unfilled
from motcua.documents.models import Book
from motcua.people import carrying, scopes
from motcua.people.carrying import Carried
from motcua.people.models import Account
from motcua.reorganisations.models import Placement

SHOWN = 20
"""Names of people and agencies that a problem lists."""

SAID: Mapping[str, str] = {
    "role": gettext_noop(
        "Ở %(agency)s không ai giữ vai trò “%(role)s” từ ngày hiệu lực: %(count)s hồ sơ sẽ không có người nhận. "
        "Bổ nhiệm trước từ ngày đó."
    ),
    "unsure": gettext_noop(
        "%(agency)s được chia: quy tắc không xếp được %(count)s hồ sơ, chúng sẽ về %(default)s nếu không xếp tay."
    ),
    "homeless": gettext_noop(
        "%(agency)s được chia: %(count)s cán bộ chưa có nơi đến, họ sẽ về %(default)s nếu không bổ nhiệm trước hoặc "
        "xếp trong tệp (officers)."
    ),
    "nobody": gettext_noop(
        "Tệp danh mục xếp cán bộ (officers) theo tài khoản, nhưng không có tài khoản mang tên này: sửa tên trong tệp "
        "rồi nạp lại."
    ),
    "missing": gettext_noop("Cơ quan mới không tồn tại vào ngày hiệu lực: sửa tệp danh mục cơ quan."),
    "heirless": gettext_noop(
        "Cơ quan hết hiệu lực mà chưa ghi cơ quan kế thừa: hồ sơ của cơ quan này sẽ không ai giải quyết."
    ),
    "idle": gettext_noop("Cán bộ không còn vị trí nào từ ngày hiệu lực."),
    "several": gettext_noop("Cán bộ sẽ giữ từ hai vị trí vì vai trò cũ được chia cho nhiều vị trí mới."),
    "crowded": gettext_noop("Vị trí sẽ có nhiều người cùng giữ: chọn người đứng đầu trước ngày hiệu lực."),
    "code": gettext_noop("Mã giữ nguyên mà chỉ địa bàn khác; đến hết %(until)s mã còn nghĩa cũ."),
}
"""What stands in the way or has to be known, by its kind."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What somebody has to do before the day; a ``blocking`` one keeps the reorganisation from being confirmed."""

    kind: str
    count: int
    blocking: bool = False
    names: Sequence[str] = ()
    agency: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The problem in a sentence."""
        roles = (
            {"role": gettext(scopes.catalogue().role(self.values["role"]))} if "role" in self.values else {}
        )
        return gettext(SAID[self.kind]) % {**self.values, **roles, "count": self.count}


@dataclass(slots=True)
class Counts:
    """How much goes from one agency to another."""

    cases: int = 0
    steps: int = 0
    officers: int = 0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen: totals, what goes from where to where, problems."""

    totals: Mapping[str, int]
    ways: tuple[tuple[str, str, Counts], ...]
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        return any(problem.blocking for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The rehearsal as its row keeps it."""
        return {
            "totals": dict(self.totals),
            "ways": [{"old": old, "new": new, **asdict(counts)} for old, new, counts in self.ways],
            "problems": [asdict(problem) for problem in self.problems],
        }


@dataclass(slots=True)
class _Tally:
    """What is counted while the cases pass by."""

    totals: Counter[str] = field(default_factory=Counter)
    ways: dict[tuple[int, int], Counts] = field(default_factory=lambda: defaultdict(Counts))
    unfilled: Counter[Unfilled] = field(default_factory=Counter)
    unsure: Counter[int] = field(default_factory=Counter)

    def add(self, case: Resettled) -> None:
        self.totals["cases"] += 1
        self.totals["steps"] += len(case.steps)
        for place, (body, heir) in enumerate(case.bodies.items()):
            way = self.ways[body, heir.agency]
            way.cases += place == 0
            way.steps += len(case.steps) if place == 0 else 0
            self.unsure[body] += not heir.sure
        self.unfilled.update(set(case.unfilled))


def placed(of: Reorganisation) -> dict[UUID, int]:
    """The choices by hand."""
    return dict(Placement.objects.filter(reorganisation=of).values_list("case_id", "agency_id"))


def rehearse(of: Reorganisation) -> Rehearsal:
    """Go through everything as on the day, with the people who would be there then, and change nothing."""
    on, tally = the_map(of), _Tally()
    people = carrying.plan(on)
    desks = resettling.desks(on.on, carrying.held(people, on.on))
    for case in resettling.planned(on, desks, placed(of)):
        tally.add(case)
    for one in people:
        if one.posts:
            tally.ways[one.body, one.heir].officers += 1
    return Rehearsal(_totals(on, tally, people), _ways(on, tally), tuple(_problems(of, on, tally, people)))


def _totals(on: Map, tally: _Tally, people: list[Carried]) -> dict[str, int]:
    closed = Case.objects.filter(finished_at__isnull=False, competent__in=on.old).count()
    return {
        "old": len(on.successions),
        "new": len({heir for one in on.successions.values() for heir in one.heirs}),
        "cases": tally.totals["cases"],
        "steps": tally.totals["steps"],
        "drafts": resettling.drafts(on),
        "appointments": len(people),
        "carried": sum(bool(one.posts) for one in people),
        "homeless": len({one.account for one in people if one.active and not one.sure}),
        "posts": Post.objects.filter(agency__in=on.old).count(),
        "books": Book.objects.filter(agency__in=on.old, year=on.on.year).count(),
        "continued": Book.objects.filter(agency__in=on.same, year=on.on.year).count(),
        "closed": closed,
    }


def _ways(on: Map, tally: _Tally) -> tuple[tuple[str, str, Counts], ...]:
    named = ((on.names[old], on.names[new], counts) for (old, new), counts in tally.ways.items())
    return tuple(sorted(named, key=lambda way: (way[0], way[1])))


def _problems(of: Reorganisation, on: Map, tally: _Tally, people: list[Carried]) -> Iterator[Problem]:
    yield from _missing(on)
    yield from _heirless(of)
    yield from _unfilled(on, tally.unfilled)
    yield from _unsure(on, tally.unsure)
    yield from _nobody(on)
    yield from _homeless(on, people)
    yield from _of_people(people)
    yield from _kept_codes(on)


def _unfilled(on: Map, lacks: Counter[Unfilled]) -> Iterator[Problem]:
    """A role that nobody holds where cases will wait for it."""
    keys = dict(Agency.objects.filter(id__in=on.names).values_list("id", "key"))
    for lack, count in lacks.most_common():
        values = {"agency": on.names[lack.agency], "role": lack.role}
        yield Problem("role", count, blocking=True, agency=keys[lack.agency], values=values)


def _unsure(on: Map, cases: Counter[int]) -> Iterator[Problem]:
    """A split agency whose rules have no say about some cases."""
    for body, count in cases.most_common():
        if count:
            yield Problem("unsure", count, values=_split(on, body))


def _split(on: Map, body: int) -> Mapping[str, str]:
    return {"agency": on.names[body], "default": on.names[on.successions[body].default]}


def _nobody(on: Map) -> Iterator[Problem]:
    """People whom a rule of a split names, and whom no account is of: a rule that would place nobody."""
    named = {name for one in on.successions.values() for call in one.calls for name in call.people}
    known = Account.objects.filter(username__in=named, is_officer=True).values_list("username", flat=True)
    if lost := named - set(known):
        yield Problem("nobody", len(lost), blocking=True, names=_shown(lost))


def _homeless(on: Map, people: Iterable[Carried]) -> Iterator[Problem]:
    """Officers of a split agency of whom nobody has said where they go."""
    unsure: dict[int, set[str]] = defaultdict(set)
    for one in people:
        if one.active and not one.sure:
            unsure[one.body].add(f"{one.name} ({one.username})")
    for body, names in unsure.items():
        yield Problem("homeless", len(names), names=_shown(names), values=_split(on, body))


def _shown(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names)[:SHOWN])


def _missing(on: Map) -> Iterator[Problem]:
    """A successor that does not exist on the day."""
    wanted = {heir for one in on.successions.values() for heir in one.heirs}
    there = Agency.objects.filter(id__in=wanted, valid_from__lte=on.on).exclude(valid_to__lte=on.on)
    if lost := wanted - set(there.values_list("id", flat=True)):
        yield Problem("missing", len(lost), blocking=True, names=_shown(on.names[one] for one in lost))


def _heirless(of: Reorganisation) -> Iterator[Problem]:
    """An agency that ends on the day and that nobody follows."""
    ending = (
        Agency.objects.filter(valid_to=of.on, part="").annotate(heirs=Count("successions")).filter(heirs=0)
    )
    if names := list(ending.order_by("name_folded").values_list("short_name", flat=True)):
        yield Problem("heirless", len(names), blocking=True, names=names[:SHOWN])


def _of_people(people: Iterable[Carried]) -> Iterator[Problem]:
    """Who is left without a post, who gets several, which posts get several people."""
    taken: dict[str, set[str]] = defaultdict(set)
    held: dict[str, set[str]] = defaultdict(set)
    for one in people:
        if one.active:
            posts = [f"{post['title']}, {post['agency_name']}" for post in one.posts]
            taken[f"{one.name} ({one.username})"].update(posts, ["đã bổ nhiệm"] if one.placed else [])
            for post in posts:
                held[post].add(one.name)
    idle = [name for name, posts in taken.items() if not posts]
    several = [name for name, posts in taken.items() if len(posts) > 1]
    crowded = [f"{post}: {', '.join(sorted(names))}" for post, names in held.items() if len(names) > 1]
    for kind, names in (("idle", idle), ("several", several), ("crowded", crowded)):
        if names:
            yield Problem(kind, len(names), names=_shown(names))


def _kept_codes(on: Map) -> Iterator[Problem]:
    """Codes that stay and mean another territory: they are resolved by date, so this only has to be known."""
    heirs = {heir for one in on.successions.values() for heir in one.heirs}
    of_old = dict(
        Agency.objects.filter(id__in=on.successions).exclude(gso_code="").values_list("gso_code", "id")
    )
    kept = [
        f"{code}: {on.names[of_old[code]]} → {name}"
        for code, name in Agency.objects.filter(id__in=heirs, gso_code__in=of_old, valid_from=on.on)
        .order_by("gso_code")
        .values_list("gso_code", "short_name")
    ]
    if kept:
        until = on.on - timedelta(days=1)
        yield Problem("code", len(kept), names=kept[:SHOWN], values={"until": f"{until:%d/%m/%Y}"})
