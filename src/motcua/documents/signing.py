"""Who signs a document, and the lines above the signature (NĐ 30/2020 Đ.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.documents import slips
from motcua.kernel.calendar import local
from motcua.kernel.flow import LEADER
from motcua.people import actors
from motcua.people import reads as people
from motcua.people.actors import Given, HeldPost
from motcua.people.models import Delegation

if TYPE_CHECKING:
    from motcua.documents.contents import Materials

COMMITTEE = "Ủy ban nhân dân"


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
    committee's.
    """
    if held is None:
        return slips.Signer((of.agency.name.upper(),), name_of(username))
    title = _title(held)
    if held.given:
        return _stand_in(of, username, held.given, title)
    of_part = held.agency != of.agency.id
    titles = [f"TL. {head_title(of).upper()}"] if of_part and not in_own_name else []
    if of.agency.name.startswith(COMMITTEE) and not (of_part or by_head):
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
