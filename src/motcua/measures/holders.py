"""Who holds work, as far as a reader may know it: pages that tell of officers ask here for every name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from motcua.people import access
from motcua.people import reads as people
from motcua.people.access import MarksSeen
from motcua.people.actors import Actor

Held = tuple[int, int | None]
"""An agency, and the officer of it who holds something; none where nobody does."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The names that a reader may see."""

    seen: MarksSeen
    names: Mapping[int, str]

    def name(self, agency: int, officer: int | None) -> str:
        """The name of an officer of an agency; empty where nobody holds it, or the reader may not see who."""
        if officer is None or not self.seen.of(agency, officer):
            return ""
        return self.names.get(officer, "")


def holders(reader: Actor, held: Collection[Held], *, on: date) -> Holders:
    """The names of those who hold something, which a reader sees whose marks of them are open to the reader."""
    seen = access.marks_seen(reader, on=on)
    asked = {officer for agency, officer in held if officer is not None and seen.of(agency, officer)}
    return Holders(seen, people.names_by_account(asked) if asked else {})
