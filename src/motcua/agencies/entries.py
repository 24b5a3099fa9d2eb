"""What the files of agencies say, each thing with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from motcua.kernel.refusals import Fault
from motcua.web.catalogue_files import CatalogueFile, Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a file that a fault can point at."""

    file: CatalogueFile
    place: Place

    @property
    def where(self) -> str:
        """The place as ``path:line``."""
        return self.file.where(self.place)

    @property
    def value(self) -> Any:
        """What stands at the place."""
        return reduce(lambda value, step: value[step], self.place, self.file.value)

    def fault(self, message: str, *inner: str | int) -> Fault:
        """Return a fault at this place, or at a place within."""
        return self.file.fault((*self.place, *inner), message)


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post of an agency; it lives as long as its agency."""

    key: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """One agency, or one part of an agency, with what it inherits from its group and template filled in."""

    spot: Spot
    slug: str
    parent: str
    part: str
    valid_from: date
    valid_to: date | None
    columns: Mapping[str, Any]
    posts: tuple[PostEntry, ...]

    @property
    def key(self) -> str:
        """The name of the agency for ever: ``gso-18073@2025-07-01``."""
        return f"{self.slug}@{self.valid_from}"

    @property
    def title(self) -> str:
        """The name by which people call the agency."""
        return str(self.columns["short_name"])

    def holds(self, day: date) -> bool:
        """Return whether the agency exists on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def covers(self, other: AgencyEntry) -> bool:
        """Return whether the agency exists on every day on which another one does."""
        if self.valid_to is None:
            return self.valid_from <= other.valid_from
        return (
            self.valid_from <= other.valid_from
            and other.valid_to is not None
            and other.valid_to <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """Old agencies and the new ones that carry on from a day; either side has one slug only."""

    spot: Spot
    old: tuple[str, ...]
    new: tuple[str, ...]
    kind: str
    rule: str
    decision: str
    basis: str
    on: date
    act: str
    title: str
    default: str
    choose: tuple[Mapping[str, Any], ...]
    officers: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All files of one folder of agencies."""

    agencies: tuple[AgencyEntry, ...]
    changes: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True)
class Follow:
    """One old agency and one new agency, both by key: a row of ``Succession``."""

    old: str
    new: str
    change: ChangeEntry
    default: bool
