"""Files that come with an act on a case: an upper slice keeps them and tells which are there; the engine names them.

Files are kept before the act, so that none is lost when the act is refused, and stay when it has succeeded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Under which name the files of an act are kept in a case."""

    case: UUID
    under: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that is there: its number among the papers of the case, its address; ``size`` in bytes."""

    id: int
    name: str
    sha256: str
    size: int
    address: str


OPINION = "opinion:"


def of_opinion(asked: int) -> str:
    """The name under which the files of an opinion are kept; ``asked`` is the row of what is asked."""
    return f"{OPINION}{asked}"


#: Tells the files of a case that are kept under names of acts, by name.
Lister = Callable[[UUID], Mapping[str, Sequence[Enclosed]]]
_listers: list[Lister] = []


def told_by(lister: Lister) -> None:
    """Let somebody tell which files are there; called once, from an upper slice's ``wiring``."""
    _listers.append(lister)


def there(case: UUID) -> dict[str, tuple[Enclosed, ...]]:
    """The files of acts in a case, by the name under which they are kept."""
    found: dict[str, tuple[Enclosed, ...]] = {}
    for lister in _listers:
        for name, files in lister(case).items():
            found[name] = (*found.get(name, ()), *files)
    return found
