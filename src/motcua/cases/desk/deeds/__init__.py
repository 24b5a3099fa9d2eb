"""The deeds of officers: what may be done with a case right now, and the small forms that doing it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from motcua.cases.desk.deeds.amending import Amend
from motcua.cases.desk.deeds.answering import AskSupplement, Refuse, TakeSupplement
from motcua.cases.desk.deeds.consulting import Opine, Record
from motcua.cases.desk.deeds.scene import Deed, Scene, declared
from motcua.cases.desk.deeds.steering import Apologise, Assign, Correct, Pause, Resume, Stop
from motcua.cases.desk.deeds.withdrawing import AnswerWithdrawal, Withdraw
from motcua.cases.desk.deeds.working import Claim, HandOver, Move
from motcua.kernel.refusals import Missing

__all__ = ["Deed", "HandOver", "Move", "Opine", "Scene", "barred", "declared", "find", "main", "other"]

#: What brings a case on, and what else may become of it; both in the order of the page.
MAIN: tuple[Deed, ...] = (
    HandOver(),
    TakeSupplement(),
    Resume(),
    AnswerWithdrawal(),
    Record(),
    Amend(),
    Claim(),
)
OTHER: tuple[Deed, ...] = (
    AskSupplement(), Assign(), Pause(), Apologise(), Withdraw(), Refuse(), Stop(), Correct(),
)  # fmt: skip
BY_SLUG: Mapping[str, Deed] = {deed.slug: deed for deed in (*MAIN, *OTHER)}


def main(scene: Scene) -> list[Deed]:
    """The deeds that bring the case on, the moves of the flow first and ways back last."""
    moves = sorted((Move(verb) for verb in scene.moves), key=lambda move: move.back(scene))
    asked = (Opine(one.branch) for one in scene.asked)
    first = (BY_SLUG[Record.slug],) if scene.lacks else ()
    return _offered(dict.fromkeys((*asked, *first, *moves, *MAIN)), scene)


def other(scene: Scene) -> list[Deed]:
    """What else this officer may do now."""
    return _offered(OTHER, scene)


def barred(scene: Scene) -> list[tuple[Deed, str]]:
    """What this officer would look for and may not do any more, each with the reason."""
    return [(deed, why) for deed in OTHER if (why := deed.barred(scene))]


def find(slug: str) -> Deed:
    """The deed of an address; :class:`Missing` when there is none such."""
    if slug.startswith(Move.PREFIX):
        return Move(slug.removeprefix(Move.PREFIX))
    if slug.startswith(Opine.PREFIX):
        return Opine(slug.removeprefix(Opine.PREFIX))
    if slug not in BY_SLUG:
        raise Missing
    return BY_SLUG[slug]


def _offered(deeds: Iterable[Deed], scene: Scene) -> list[Deed]:
    return [deed for deed in deeds if deed.offered(scene)]
