"""What the desk shows of a bundle: its parts, the bundle of a part, how long each agency has held them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from motcua.cases import reads, store
from motcua.cases.desk.deeds import Scene
from motcua.cases.reads import BundleRow, PartRow
from motcua.people import access
from motcua.web import words


def parts(scene: Scene) -> Sequence[PartRow]:
    """The parts of a bundle; each is a case of its own in another agency's inbox."""
    return reads.parts_in(scene.view)


def bundle(scene: Scene) -> tuple[BundleRow, bool] | None:
    """The bundle that the case is a part of, and whether this officer may open it."""
    found = reads.bundle_of(scene.case) if scene.view.row["parent_id"] else None
    if found is None:
        return None
    return found, access.may(scene.actor, "case.see-inside", store.fetch(found.id).matter)


def charges(scene: Scene) -> list[list[str]]:
    """How long each agency has held the case, how long it may, and how much it was late: a row of texts for each."""
    found = reads.charges(scene.view, now=scene.at)
    return [[one.agency, _span(one.held), _span(one.budget), _late(one.late)] for one in found]


def _span(minutes: int) -> str:
    return words.span(minutes) if minutes else gettext("dưới một phút")


def _late(minutes: int) -> str:
    return words.span(minutes) if minutes else gettext("không")
