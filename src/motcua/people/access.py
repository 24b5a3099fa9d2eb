"""Who may do what, in one place, deny first: a verb that no rule knows is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest

from motcua.agencies import reads as agencies
from motcua.kernel.flow import ONE_STOP, ONE_STOP_HEAD
from motcua.kernel.forms.phrases import upper_first
from motcua.kernel.refusals import Missing, NotAllowed
from motcua.people.actors import Actor, Given, HeldPost

HEADS = ("leader", "division-head", ONE_STOP_HEAD)


@dataclass(frozen=True, slots=True)
class Matter:
    """What access rules need to know of a case: whose it is, which agencies carry it, where its step lies."""

    applicant: int
    reception: int
    competent: int
    return_at: int
    step_agency: int | None = None
    step_role: str | None = None
    procedure: str = ""
    field: str = ""
    """The procedure's code and field, for which a role may have been given only."""
    worked_at: frozenset[int] = frozenset()
    """Where its steps lie and lay, and who leads its bundle: they may see what became of it."""
    told: frozenset[int] = frozenset()
    """The agencies whose leaders were told that a step is late: they may see why."""
    elsewhere: int | None = None
    """The agency other than the competent one that settles the open step."""

    @property
    def answering(self) -> int:
        """Who answers to the applicant for a delay or a stop: the agency that settles the case now (NĐ 61 Đ.19.9)."""
        return self.elsewhere or self.competent

    @property
    def agencies(self) -> tuple[int, ...]:
        return (self.reception, self.competent, self.return_at)


def _own(actor: Actor, matter: Matter) -> bool:
    return actor.applicant is not None and actor.applicant == matter.applicant


def _involved(actor: Actor, matter: Matter) -> bool:
    told = any(actor.holds(agency, "leader") for agency in matter.told)
    return told or actor.serves(*matter.agencies, *matter.worked_at)


def _works(actor: Actor, matter: Matter) -> bool:
    return (
        matter.step_agency is not None
        and matter.step_role is not None
        and actor.holds(matter.step_agency, matter.step_role)
    )


def _decides(actor: Actor, matter: Matter) -> bool:
    """Whether the open step is the actor's and lies at the competent agency."""
    there = matter.step_agency == matter.competent
    return _works(actor, matter) and (there or matter.step_agency not in (matter.reception, matter.return_at))


def _heads(actor: Actor, matter: Matter) -> bool:
    over_step = matter.step_agency is not None and actor.holds(matter.step_agency, *HEADS)
    return over_step or actor.holds(matter.competent, "leader")


def _stops(actor: Actor, matter: Matter) -> bool:
    if matter.elsewhere:
        return actor.holds_within(matter.elsewhere, "leader", "division-head")
    return _heads(actor, matter)


def _receives(actor: Actor, matter: Matter) -> bool:
    return any(actor.holds(agency, *ONE_STOP) for agency in {matter.reception, matter.return_at})


Rule = Callable[[Actor, Matter], bool]

RULES: Mapping[str, Rule] = {
    "case.see": lambda actor, matter: _own(actor, matter) or _involved(actor, matter),
    "case.see-inside": _involved,
    "case.oversee": lambda actor, matter: (
        _heads(actor, matter) or actor.holds_within(matter.competent, "leader", "division-head")
    ),
    "case.attend": _receives,
    "case.work": _works,
    "case.amend": _decides,
    "case.assign": _heads,
    "case.pause": lambda actor, matter: _works(actor, matter) or _heads(actor, matter),
    "case.resume": lambda actor, matter: (
        _works(actor, matter) or _heads(actor, matter) or _receives(actor, matter)
    ),
    "case.supplement": lambda actor, matter: _own(actor, matter) or _receives(actor, matter),
    "case.withdraw": lambda actor, matter: _own(actor, matter) or _receives(actor, matter),
    "case.answer-withdrawal": lambda actor, matter: _receives(actor, matter) or _heads(actor, matter),
    "case.stop": _stops,
    "case.apologise": lambda actor, matter: actor.holds_within(matter.answering, "leader", "division-head"),
    "case.approve-override": lambda actor, matter: (
        _heads(actor, matter) or actor.holds(matter.reception, *HEADS)
    ),
    "case.correct": lambda actor, matter: actor.holds_within(matter.competent, "leader", "division-head"),
    "case.issue-slip": _involved,
}


def may(actor: Actor | None, verb: str, matter: Matter) -> bool:
    """Whether an actor may do something with a case."""
    rule = RULES.get(verb)
    return actor is not None and rule is not None and rule(actor.over(matter.procedure, matter.field), matter)


def by_delegation(actor: Actor, verb: str, matter: Matter) -> Given | None:
    """The delegation by which an actor may do something; None when their own posts allow it, or nothing does."""
    own = replace(actor, posts=tuple(post for post in actor.posts if post.given is None))
    return None if may(own, verb, matter) else _allowing(own, actor.posts, verb, matter)


def _allowing(own: Actor, posts: Iterable[HeldPost], verb: str, matter: Matter) -> Given | None:
    given = (post for post in posts if post.given)
    return next(
        (one.given for one in given if may(replace(own, posts=(*own.posts, one)), verb, matter)), None
    )


def require(actor: Actor | None, verb: str, matter: Matter) -> None:
    """Refuse what is not allowed: :class:`Missing` to those who may not even see the case, else :class:`NotAllowed`."""
    if may(actor, verb, matter):
        return
    if not may(actor, "case.see", matter):
        raise Missing("Không tìm thấy hồ sơ này.")
    if actor and (ended := _allowing(actor, actor.lapsed, verb, matter)):
        raise NotAllowed(
            f"{upper_first(ended.act)} của {ended.giver} hết hiệu lực từ ngày {ended.ended:%d/%m/%Y}: bạn không còn "
            f"làm thay được. Chuyển việc cho {ended.giver}, hoặc đề nghị có văn bản mới."
        )
    raise NotAllowed("Việc này thuộc người khác: vị trí của bạn không có quyền thực hiện với hồ sơ này.")


def require_giver(actor: Actor | None, account: int) -> None:
    """Refuse who would give away another's role: one's own one gives, everybody's the administration writes down."""
    if actor is None or not (actor.administrator or actor.account == account):
        raise Missing


@dataclass(frozen=True, slots=True)
class MarksSeen:
    """Whose marks somebody may see: one's own, those of whom one heads, or all as control."""

    account: int
    headed: frozenset[int] = frozenset()
    all: bool = False

    def of(self, agency: int, officer: int) -> bool:
        """Whether those of an officer's work at an agency are among them."""
        return self.all or self.account == officer or agency in self.headed


def marks_seen(actor: Actor, *, on: date) -> MarksSeen:
    """Whose marks somebody may see on a day: the head of an agency sees those of all its parts."""
    heads = {post.agency for post in actor.posts if post.roles.intersection(HEADS)}
    headed = {part for agency in heads for part in agencies.ids_within(agency, on, parts_only=True)}
    return MarksSeen(actor.account, frozenset(headed), controls_procedures(actor))


CONTROL = "procedure-control"


def controls_procedures(actor: Actor | None) -> bool:
    """Whether somebody writes and publishes procedures (kiểm soát thủ tục hành chính, NĐ 63/2010/NĐ-CP)."""
    return actor is not None and any(CONTROL in post.roles for post in actor.posts)


def require_control(actor: Actor | None) -> None:
    """Refuse who does not control procedures: to them drafts look as if they did not exist."""
    if not controls_procedures(actor):
        raise Missing


def speaks_for(actor: Actor | None) -> int | None:
    """Of whose cases somebody orders samples and issues reports: a leader of the own agency's, control of all (0)."""
    if controls_procedures(actor):
        return 0
    posts = actor.posts if actor else ()
    return next((post.body for post in posts if "leader" in post.roles and not post.given), None)


def require_survey(actor: Actor | None) -> int:
    """Refuse who orders no samples; else tell of whose cases they may, as :func:`speaks_for`."""
    found = speaks_for(actor)
    if found is None:
        raise Missing
    return found


def may_report(actor: Actor | None, agency: int | None) -> bool:
    """Whether somebody prepares and issues the reports of an agency; None is the province as a whole."""
    found = speaks_for(actor)
    return found == 0 or (found is not None and found == agency)


def require_report(actor: Actor | None, agency: int | None) -> None:
    """Refuse who does not issue the reports of an agency."""
    if not may_report(actor, agency):
        raise Missing


def keeps(actor: Actor | None, body: int, roles: Iterable[str]) -> bool:
    """Whether somebody holds one of the roles by which an agency, or a part of it, keeps a register."""
    return actor is not None and actor.holds_within(body, *roles)


def require_keeper(actor: Actor | None, body: int, roles: Iterable[str]) -> None:
    """Refuse who does not keep a register: officers may read it, so it is no secret that it is there."""
    if actor is None or not actor.officer:
        raise Missing
    if not keeps(actor, body, roles):
        raise NotAllowed("Sổ này do người khác giữ: vị trí của bạn không có quyền thực hiện việc này với sổ.")


def require_administrator(actor: Actor | None) -> None:
    """Refuse who does not administer: to them officers' accounts and posts look as if they did not exist."""
    if actor is None or not actor.administrator:
        raise Missing


PAGES: Mapping[str, Callable[[Actor], bool]] = {
    "desk": lambda actor: actor.officer,
    "board": lambda actor: actor.officer,
    "counter": lambda actor: any(post.roles.intersection(ONE_STOP) for post in actor.posts),
    "apply": lambda actor: actor.applicant is not None,
    "administer": lambda actor: actor.administrator,
    "control": controls_procedures,
    "survey": lambda actor: speaks_for(actor) is not None,
    "report": lambda actor: speaks_for(actor) is not None,
    "delegate": lambda actor: any(post.roles.intersection(HEADS) and not post.given for post in actor.posts),
}


def page_permission(request: HttpRequest, permission: str) -> bool:
    """Whether the signed-in person may open pages that want a permission; the web room's gate asks this."""
    actor: Actor | None = getattr(request, "actor", None)
    rule = PAGES.get(permission)
    return actor is not None and rule is not None and rule(actor)
