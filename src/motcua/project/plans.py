"""Who files what, where and when in the demonstration, and how the case fares: the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from motcua.agencies import reads as agencies
from motcua.cases import calendars, places
from motcua.cases.models import Channel
from motcua.kernel.calendar import LOCAL, Calendar
from motcua.kernel.clock import MINUTES_A_DAY, Unit
from motcua.kernel.flow import WAIT_APPLICANT, Place, Step
from motcua.kernel.position import FORCE_MAJEURE, PAYMENT, SUPPLEMENT
from motcua.kernel.text import fold
from motcua.people.models import Account, Applicant
from motcua.procedures import reads as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.reads import Definition
from motcua.project import environment, plausible
from motcua.web import catalogue_files

CHANNELS = {one.code: one for one in Channel}
CLOSED = "!"
"""The password of accounts that cannot sign in."""

PACE = 20
"""Working minutes that each step of a scene takes before the case comes to rest."""


@cache
def traffic() -> Mapping[str, Any]:
    """The catalogue file of the demonstration's traffic."""
    file = environment.catalogue_dir() / "ha-tinh" / "demo" / "traffic.yaml"
    value: Mapping[str, Any] = catalogue_files.load(file).value
    return value


@dataclass(frozen=True, slots=True)
class Filer:
    """Somebody who files: ``facts`` are what their forms say of them, ``commune`` is where they live (GSO code)."""

    kind: str
    name: str
    username: str
    identity: str
    commune: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls a case on its way.

    ``refused`` is ``reception`` or ``later``; ``rests_at`` is the step at which nobody goes on, ``pace`` the minutes
    that each step before it takes.
    """

    supplements: int = 0
    at_reception: bool = False
    unanswered: bool = False
    refused: str = ""
    late: bool = False
    redated: bool = False
    withdrawn: bool = False
    hold: str = ""
    returned: bool = False
    corrected: bool = False
    by_proxy: bool = False
    rests_at: str = ""
    pace: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """One case to be: everything that is settled before its life begins. ``at`` is when the form is begun."""

    number: int
    procedure: str
    channel: Channel
    filer: Filer
    reception: int
    competent: int
    return_how: str
    at: datetime
    fate: Fate = field(default_factory=Fate)


class Province:
    """What plans are drawn from: the agencies, procedures and people of a day."""

    def __init__(self, *, seed: int, people: int, on: date) -> None:
        self.seed, self.on = seed, on
        self.communes = {row.gso_code: row for row in agencies.agencies(on, kind="commune")}
        points = agencies.reception_points(on)
        self.points = {row.parent_id: row.id for row in points}
        self.center = next(row.id for row in points if row.level == "province")
        self.calendar_of = calendars.current()
        self.procedures = {code: procedures.version_in_force(code, on).definition for code in _in_force(on)}
        named = {one.competent.agency for one in self.procedures.values()} - {""}
        self.departments = {slug: agencies.agency_by_key(slug, on).id for slug in named}
        self.weights = [self._weight(code) for code in self.communes]
        self.filers = [self._filer(number) for number in range(people)]

    def reception_of(self, commune: str) -> int:
        """The one-stop of a commune."""
        return self.points[self.communes[commune].id]

    def decider(self, definition: Definition, commune: str) -> int:
        """The agency that decides for somebody who lives in a commune."""
        named, there = definition.competent.agency, self.communes[commune].id
        if named:
            return self.departments[named]
        return there if definition.competent.kind == "commune" else self._beside(definition, there)

    def named(self, slug: str) -> int:
        """The agency that a step names."""
        if slug not in self.departments:
            self.departments[slug] = agencies.agency_by_key(slug, self.on).id
        return self.departments[slug]

    def _beside(self, definition: Definition, commune: int) -> int:
        """Who decides for a commune without being its committee."""
        found = places.competent_for(definition, commune, on=self.on)
        return commune if found is None else found

    def filers_of(self, audience: Sequence[str], commune: str = "") -> list[Filer]:
        """Those who may file a procedure, of one commune or of all."""
        return [one for one in self.filers if one.kind in audience and commune in ("", one.commune)]

    def _filer(self, number: int) -> Filer:
        chance = random.Random(f"{self.seed}/filer/{number}")  # noqa: S311 - people of a demonstration
        commune = chance.choices(list(self.communes), self.weights)[0]
        kind = chance.choices(list(Applicant.Kind.values), [88, 6, 6])[0]
        drawn = plausible.person(chance, today=self.on)
        # the last six digits run through the people, so that no two share a number
        identity = f"{drawn['id_number'][:6]}{(self.seed * 31 + number * 7919) % 10**6:06d}"
        facts = drawn | {"id_number": identity, "residence": {**drawn["residence"], "commune": commune}}
        name = drawn["full_name"]
        if kind == Applicant.Kind.BUSINESS:
            name = f"Công ty TNHH {chance.choice(traffic()['companies'])} {number}"
            identity = plausible.tax_code(chance)
            facts |= {"tax_code": identity}
        if kind == Applicant.Kind.HOUSEHOLD:
            name = f"{chance.choice(traffic()['households'])} {number}"
        return Filer(kind, name, f"nd{self.seed}.{number:05d}", identity, commune, facts)

    def _weight(self, commune: str) -> float:
        told = traffic()
        usual = told["ward"] if "phường" in self.communes[commune].place else told["rural"]
        return float(told["communes"].get(commune, usual))


def _in_force(on: date) -> list[str]:
    found = ProcedureVersion.objects.filter(published_at__isnull=False, in_force__contains=on)
    return sorted(found.values_list("procedure__code", flat=True))


def settle(province: Province) -> None:
    """Give the people of the province their accounts; those who have one keep it."""
    Account.objects.bulk_create(
        [Account(username=one.username, full_name=one.name, password=CLOSED) for one in province.filers],
        ignore_conflicts=True,
    )
    numbers = dict(
        Account.objects.filter(username__startswith=f"nd{province.seed}.").values_list("username", "id")
    )
    Applicant.objects.bulk_create(
        [
            Applicant(**applicant_facts(one, province), account_id=numbers[one.username])
            for one in province.filers
        ],
        ignore_conflicts=True,
    )


def applicant_facts(filer: Filer, province: Province) -> dict[str, Any]:
    """Somebody as the counter writes them down."""
    home = filer.facts["residence"]
    return {
        "kind": filer.kind,
        "name": filer.name,
        "name_folded": fold(filer.name),
        "identity": filer.identity,
        "phone": filer.facts["phone"],
        "email": filer.facts["email"],
        "address": f"{home['detail']}, {province.communes[filer.commune].place}, tỉnh {environment.PROVINCE.text}",
        "birth_date": date.fromisoformat(filer.facts["birth_date"])
        if filer.kind == Applicant.Kind.CITIZEN
        else None,
    }


# One plan


def draw(province: Province, number: int, *, begins: datetime, at: datetime, rests_at: str = "") -> Plan:
    """The plan of one number, filed between two moments, in the province's proportions."""
    chance = random.Random(f"{province.seed}/case/{number}")  # noqa: S311 - cases of a demonstration
    told = traffic()
    offered = list(province.procedures)
    code = chance.choices(offered, [told["procedures"].get(one, told["usual"]) for one in offered])[0]
    definition = province.procedures[code]
    filer = chance.choice(province.filers_of(definition.audience))
    channel = chance.choices(definition.channels, [told["channels"][one] for one in definition.channels])[0]
    reception, competent = _places(province, chance, definition, filer)
    moment = _online_moment if channel == "online" else _office_moment
    return Plan(
        number, code, CHANNELS[channel], filer, reception, competent,
        chance.choice(["online", "online", "counter", "post"]) if channel == "online" else "counter",
        moment(chance, province.calendar_of(reception), begins, at), _fate(chance, definition, rests_at),
    )  # fmt: skip


def _places(
    province: Province, chance: random.Random, definition: Definition, filer: Filer
) -> tuple[int, int]:
    """Where it is filed and who decides; mostly at home, sometimes elsewhere (NĐ 118/2025: phi địa giới)."""
    home, told = province.reception_of(filer.commune), traffic()["chances"]
    decides = province.decider(definition, filer.commune)
    if definition.competent.agency:
        return (province.center if chance.random() < told["province_center"] else home), decides
    elsewhere = definition.reception == "any" and chance.random() < told["elsewhere"]
    reception = (
        chance.choice([province.center, province.reception_of(traffic()["home"])]) if elsewhere else home
    )
    return reception, decides


def _office_moment(chance: random.Random, calendar: Calendar, begins: datetime, at: datetime) -> datetime:
    first, last = calendar.position(begins), calendar.position(at)
    return calendar.moment(chance.randint(first + 1, last))


def _online_moment(chance: random.Random, calendar: Calendar, begins: datetime, at: datetime) -> datetime:
    day = (begins + (at - begins) * chance.random()).astimezone(LOCAL).date()
    if not calendar.is_working(day) and chance.random() > traffic()["day_off"]:
        day = calendar.nth_working_day(day, -1)
    hour = chance.choices(range(24), traffic()["hours"])[0]
    found = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), LOCAL)
    return min(max(found, begins), at - timedelta(minutes=chance.randint(1, 90)))


def _fate(chance: random.Random, definition: Definition, rests_at: str) -> Fate:
    told = traffic()["chances"]

    def happens(name: str) -> bool:
        return chance.random() < float(told[name])

    refused_at_reception, refused_later = happens("refused_at_reception"), happens("refused_later")
    twice = happens("supplemented_twice")
    held = [kind for kind, name in ((PAYMENT, "payment"), (FORCE_MAJEURE, "force_majeure")) if happens(name)]
    return Fate(
        supplements=2 if twice else int(happens("supplemented")),
        at_reception=chance.random() < 0.4 or not _asks_later(definition),
        unanswered=happens("never_answered") and not twice,
        refused="reception" if refused_at_reception else "later" if refused_later else "",
        late=happens("late"),
        redated=_is_long(definition) and happens("redated"),
        withdrawn=happens("withdrawn"),
        hold=next((kind for kind in held if kind in definition.effects), ""),
        returned=happens("returned"),
        corrected=happens("corrected"),
        by_proxy=happens("by_proxy"),
        rests_at=rests_at,
    )


def _asks_later(definition: Definition) -> bool:
    return any(asks(step) for step in definition.flow.steps.values() if step.at is Place.COMPETENT)


def _is_long(definition: Definition) -> bool:
    limit = definition.rule.limit
    return (
        limit.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS) or (limit.working_minutes or 0) >= 3 * MINUTES_A_DAY
    )


# The scenes of the cast


def scenes(province: Province, *, at: datetime) -> Iterator[Plan]:
    """The cases of the cast, and today's work at the ward where the cast works; none where the cast is unknown."""
    cast = {name: _cast_filer(name) for name in {scene["who"] for scene in traffic()["scenes"]}}
    for number, scene in enumerate(traffic()["scenes"], start=SCENES):
        neighbours = province.filers_of(province.procedures[scene["procedure"]].audience, scene["who"])
        filer = cast[scene["who"]] or (neighbours[number % len(neighbours)] if neighbours else None)
        if filer is not None:
            yield _scene(province, number, scene, filer, at)


DRAFT = "draft"
"""Where a form rests that nobody submits."""

SCENES = 1_000_000
"""Numbers of scenes begin here, far from those of drawn plans."""


def _cast_filer(username: str) -> Filer | None:
    known = Applicant.objects.filter(account__username=username).first()
    if known is None:
        return None
    facts: dict[str, Any] = {
        "phone": known.phone,
        "email": known.email,
        "residence": {"commune": traffic()["home"], "detail": known.address.partition(",")[0]},
    }
    if known.kind == Applicant.Kind.CITIZEN:
        facts |= {"full_name": known.name, "id_number": known.identity, "birth_date": str(known.birth_date)}
    else:
        facts |= {"tax_code": known.identity}
    return Filer(known.kind, known.name, username, known.identity, traffic()["home"], facts)


def _scene(province: Province, number: int, scene: Mapping[str, Any], filer: Filer, at: datetime) -> Plan:
    definition, rests_at = province.procedures[scene["procedure"]], scene["rests_at"]
    home = province.reception_of(filer.commune)
    calendar = province.calendar_of(home)
    passed = calendar.position(at) - scene["minutes"] - PACE * _paces(definition, rests_at)
    channel = CHANNELS[scene["channel"]]
    fate = Fate(supplements=int(rests_at == SUPPLEMENT), unanswered=True, rests_at=rests_at, pace=PACE)
    return Plan(
        number, scene["procedure"], channel, filer, home, province.decider(definition, filer.commune),
        "online" if channel == Channel.ONLINE else "counter", calendar.moment(passed), fate,
    )  # fmt: skip


def _paces(definition: Definition, rests_at: str) -> int:
    """How many paces of :data:`PACE` minutes there are from the form to where a case comes to rest."""
    steps = {name: step for name, step in definition.flow.steps.items() if not step.decides}
    order = [*steps]
    if rests_at == SUPPLEMENT:
        asking = next(step for step in steps.values() if step.at is Place.COMPETENT and asks(step))
        return 2 + order.index(asking.id)
    return 1 + order.index(rests_at) if rests_at in steps else 0


def asks(step: Step) -> str | None:
    """The move of a step by which the applicant is asked for more, if it has one."""
    return next((verb for verb, target in step.moves.items() if target == WAIT_APPLICANT), None)
