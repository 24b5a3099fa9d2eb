"""Who signs a document, and the lines above the signature (NĐ 30/2020 Đ.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from motcua.cases.models import Case, Step
from motcua.documents import slips
from motcua.documents.models import Slip
from motcua.kernel.calendar import local
from motcua.kernel.flow import LEADER, Flow
from motcua.people import actors
from motcua.people import reads as people
from motcua.people.actors import Given, HeldPost
from motcua.people.models import SYSTEM, Delegation
from motcua.procedures.reads import Definition

if TYPE_CHECKING:
    from motcua.documents.contents import Materials

COMMITTEE = "Ủy ban nhân dân"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a result or a refusal is signed: at the agency that the step names, or at one of the case's own.

    ``signer`` is empty and ``at`` None before the step has opened.
    """

    agency: str
    signer: str = ""
    at: int | None = None


def desk(case: Case, law: Definition, form: str, at: datetime) -> Desk | None:
    """Where the result of a case, or its refusal, is signed as of a moment, or who answers for a delay or a stop.

    None for what no step signs.
    """
    flow = law.flow.decided(case.form)
    steps = Step.objects.filter(case=case, branch="", name__in=flow.steps, opened_at__lte=at)
    opened = list(steps.select_related("owner", "closed_by").order_by("opened_at", "id"))
    name = _SIGNED.get(form, _nowhere)(flow, [step.name for step in opened])
    if not name:
        return None
    named = flow.steps[name].agency
    step = next((one for one in reversed(opened) if one.name == name), None)
    return Desk(named, _signer_at(step, at), step.agency_id) if step else Desk(named)


def _granting(flow: Flow, opened: Sequence[str]) -> str:
    """The step that signs the result last on the way that lies ahead, else the last of those that were."""
    granting = [one for one in flow.steps.values() if not one.decides]
    signing = [one.id for one in granting if one.role == LEADER] or [
        one.id for one in granting if flow.last.id in one.moves.values()
    ]
    ahead = [step.id for step in flow.way(flow.steps[opened[-1]])] if opened else []
    return next((name for way in (ahead, opened) for name in reversed(way) if name in signing), "")


def _refusing(flow: Flow, opened: Sequence[str]) -> str:
    return next((name for name in reversed(opened) if flow.steps[name].decides), "")


def _settling(flow: Flow, opened: Sequence[str]) -> str:
    """The open step where another agency than the competent one settles it.

    Each agency on the way of a case settles it (NĐ 61/2018 Đ.19.6a); the one that does apologises for being late and
    tells why (Đ.12.5, Đ.19.9), and gives notice that it stops.
    """
    return opened[-1] if opened and flow.steps[opened[-1]].settled_elsewhere else ""


def _nowhere(flow: Flow, opened: Sequence[str]) -> str:
    return ""


_SIGNED = {
    Slip.Form.RESULT.value: _granting,
    Slip.Form.REFUSAL.value: _refusing,
    Slip.Form.APOLOGY.value: _settling,
    Slip.Form.STOP.value: _settling,
}


def _signer_at(step: Step, at: datetime) -> str:
    """Who closed a step, or holds it; a step that closes by itself is answered for by its owner."""
    closed = step.closed_by if step.closed_at and step.closed_at <= at else None
    return step.owner.username if closed is None or closed.username == SYSTEM else closed.username


def name_of(username: str) -> str:
    """The full name of an account."""
    return people.names_of({username}).get(username, username)


def signer(
    of: Materials,
    username: str,
    held: HeldPost | None,
    *,
    by_head: bool = False,
    in_own_name: bool = False,
) -> slips.Signer:
    """Who signs, with the lines above the signature (NĐ 30/2020 Đ.13): TM. for a committee, KT. for a deputy.

    The head of a part signs by order (TL.), or ``in_own_name``; what the head issues (``by_head``) is not the
    committee's, nor what an officer signs who does not lead.
    """
    if held is None:
        return slips.Signer((of.agency.name.upper(),), name_of(username))
    title = _title(held)
    if held.given:
        return _stand_in(of, username, held.given, title)
    of_part = held.agency != of.agency.id
    titles = [f"TL. {head_title(of).upper()}"] if of_part and not in_own_name else []
    if of.agency.name.startswith(COMMITTEE) and LEADER in held.roles and not (of_part or by_head):
        titles.append(f"TM. {COMMITTEE.upper()}")
    titles += [f"KT. {title.removeprefix('PHÓ ')}"] if title.startswith("PHÓ ") else []
    return slips.Signer((*titles, title), name_of(username))


def _stand_in(of: Materials, username: str, given: Given, title: str) -> slips.Signer:
    """Who signs in another's place, and their own position: TUQ. authorised, KT. as a substitute (NĐ 30/2020 Đ.13)."""
    substitute = given.kind == Delegation.Kind.SUBSTITUTE
    own = next((post for post in _posts_of(of, username) if post.given is None), None)
    titles = [f"TM. {COMMITTEE.upper()}"] if substitute and of.agency.name.startswith(COMMITTEE) else []
    titles.append(f"{'KT' if substitute else 'TUQ'}. {title}")
    return slips.Signer((*titles, *([_title(own)] if own else [])), name_of(username))


def _title(post: HeldPost) -> str:
    return post.title.partition(f" {COMMITTEE}")[0].upper()


def post(of: Materials, username: str, desk: int | None = None) -> HeldPost | None:
    """The post in which somebody signs for the agency: a leader's, else that of the desk, before any other.

    One's own comes before one that is held by delegation.
    """
    return min(
        _posts_of(of, username),
        key=lambda post: (LEADER not in post.roles, post.given is not None, post.agency != desk),
        default=None,
    )


def _posts_of(of: Materials, username: str) -> list[HeldPost]:
    """The posts at the agency that somebody held for cases of this procedure at the event."""
    known = actors.actor_named(username, on=local(of.event.at).date())
    held = known.over(of.definition.code, of.definition.field).posts if known else ()
    return [post for post in held if of.agency.id in (post.agency, post.body)]


def head_title(of: Materials) -> str:
    return "Chủ tịch" if of.agency.name.startswith(COMMITTEE) else "Giám đốc"
