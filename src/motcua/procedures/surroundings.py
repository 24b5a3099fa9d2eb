"""What surrounds a procedure file: the code lists, the agencies, the calendar of the catalogue in which it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.agencies import files
from motcua.agencies.entries import AgencyEntry
from motcua.kernel.calendar import Calendar
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.procedures import listing, regimes, verbs
from motcua.procedures.definition import Definition
from motcua.procedures.models import Level
from motcua.web import catalogue_files

COMMUNE = "commune"


def catalogue_over(path: Path) -> Path | None:
    """The catalogue in which a path lies: the nearest folder above with ``vietnam/code-lists``."""
    here = path.resolve()
    above = (here, *here.parents)
    return next((folder for folder in above if (folder / "vietnam" / "code-lists").is_dir()), None)


def catalogue_of(path: Path) -> Path:
    """The catalogue in which a path lies; raises Invalid when it lies in none."""
    if (found := catalogue_over(path)) is not None:
        return found
    raise Invalid(
        f"{path} không nằm trong một danh mục.",
        faults=[Fault(str(path), "Đặt tệp trong thư mục catalogue có vietnam/code-lists.")],
    )


def catalogue_around(path: Path) -> Path:
    """The catalogue by which a path is judged: the one in which it lies, else that of the installation.

    Raises Missing when nothing lies there.
    """
    if not path.exists():
        raise Missing(f"Không có tệp hoặc thư mục nào ở {path}.")
    configured: Path = settings.CATALOGUE
    return catalogue_over(path) or configured


class Surroundings:
    """What the files of a catalogue may name: roles, guards, life events, agencies, reasons, codes."""

    def __init__(self, catalogue: Path) -> None:
        self.catalogue = catalogue
        self._procedures: dict[str, Definition | None] = {}
        self._by_day: dict[date, Sequence[tuple[AgencyEntry, frozenset[str]]]] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The working calendar by which scenarios count; Invalid when the catalogue has none."""
        files = sorted((self.catalogue / "vietnam" / "calendars").glob("*.yaml"))
        if not files:
            raise Invalid("Danh mục không có lịch làm việc.")
        return Calendar.parse([catalogue_files.load(file).value for file in files])

    @cached_property
    def role_titles(self) -> Mapping[str, str]:
        return self._titles("roles")

    @cached_property
    def verbs(self) -> Mapping[str, verbs.Verb]:
        """The moves that have words; none while a list is not whole: it is judged by itself."""
        try:
            return verbs.known(self.catalogue)
        except (Invalid, OSError):
            return {}

    @cached_property
    def roles(self) -> frozenset[str]:
        return self._codes("roles")

    @cached_property
    def guards(self) -> frozenset[str]:
        return self._codes("guards")

    @cached_property
    def guard_titles(self) -> Mapping[str, str]:
        return self._titles("guards")

    @cached_property
    def life_events(self) -> frozenset[str]:
        return self._codes("life-events")

    @cached_property
    def reasons(self) -> Mapping[str, frozenset[str]]:
        """The codes that the shared lists already hold, by the field that would add to them."""
        return {
            "supplement_reasons": self._codes("supplement-reasons"),
            "refuse_reasons": self._codes("refuse-reasons"),
        }

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The slugs of all agencies that a file of the catalogue names."""
        return frozenset(slug for slug in self._told_of_agencies("slug") if isinstance(slug, str))

    @cached_property
    def agency_titles(self) -> Mapping[str, str]:
        """What people call each agency, by its slug: the latest name."""
        return {one.slug: one.title for one in sorted(self._agencies, key=lambda one: one.valid_from)}

    def offices(self, on: date) -> Mapping[str, str]:
        """The agencies of the whole province on a day, communes left out: their names by slug."""
        standing = (one for one in self._agencies if one.holds(on) and not one.part)
        return {
            one.slug: one.title for one in standing if not str(one.columns.get("kind")).startswith(COMMUNE)
        }

    @cached_property
    def filled_roles(self) -> frozenset[str]:
        """The roles that some post of some agency carries."""
        return frozenset(role for roles in self._told_of_agencies("roles") for role in roles)

    def _told_of_agencies(self, name: str) -> list[Any]:
        return [told for sheet in self._agency_files for told in _told(sheet, name)]

    @cached_property
    def _agency_files(self) -> list[Any]:
        return [catalogue_files.load(path).value for path in sorted(self.catalogue.glob("*/agencies/*.yaml"))]

    @cached_property
    def national_codes(self) -> frozenset[str]:
        path = self.catalogue / "vietnam" / "procedures" / "national-list.csv"
        return frozenset(line.partition(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:])

    @cached_property
    def ended_laws(self) -> Sequence[Mapping[str, Any]]:
        """Documents that have ended: code, title, ended, replaced_by."""
        return listing.code_list(self.catalogue, "ended-laws")

    @cached_property
    def registers(self) -> Sequence[Mapping[str, Any]]:
        """What the State holds, by register: code, title, papers, data."""
        return listing.code_list(self.catalogue, "registers")

    @cached_property
    def reasons_elsewhere(self) -> frozenset[str]:
        """Reasons for a refusal that no paper shows."""
        told = listing.code_list(self.catalogue, "refuse-reasons")
        return frozenset(str(item["code"]) for item in told if item.get("papers") is False)

    @cached_property
    def calendar_years(self) -> frozenset[int]:
        """The years that have a working calendar."""
        files = (self.catalogue / "vietnam" / "calendars").glob("*.yaml")
        return frozenset(int(path.stem) for path in files if path.stem.isdecimal())

    def deciders(self, *, kind: str, slug: str, on: date) -> Mapping[str, frozenset[str]]:
        """The roles held at each agency that may decide on a day, its parts included, by the agency's name."""
        return {
            body.title: roles
            for body, roles in self._desks(on)
            if (body.slug == slug if slug else body.columns.get("kind") == kind)
        }

    def _desks(self, on: date) -> Sequence[tuple[AgencyEntry, frozenset[str]]]:
        """The agencies of a day, each with the roles that it and its parts hold; counted once for each day."""
        if on not in self._by_day:
            there = [one for one in self._agencies if one.holds(on)]
            held: dict[str, set[str]] = defaultdict(set)
            for one in there:
                held[one.parent if one.part else one.slug] |= {
                    role for post in one.posts for role in post.roles
                }
            self._by_day[on] = [(one, frozenset(held[one.slug])) for one in there if not one.part]
        return self._by_day[on]

    @property
    def tells_agencies(self) -> bool:
        """Whether the files of the agencies are whole; else they are judged on their own, and nothing is by them."""
        return self._told is not None

    @property
    def _agencies(self) -> Sequence[AgencyEntry]:
        return self._told or ()

    @cached_property
    def _told(self) -> Sequence[AgencyEntry] | None:
        folders = sorted(self.catalogue.glob("*/agencies"))
        try:
            return [entry for folder in folders for entry in files.read(folder).agencies]
        except Invalid:
            return None

    @cached_property
    def procedures(self) -> frozenset[str]:
        """The codes of all procedures that the catalogue has files of."""
        return frozenset(path.stem.partition("@")[0] for path in self.catalogue.glob("*/procedures/*.yaml"))

    def procedure(self, code: str) -> Definition | None:
        """The latest version of a procedure that the catalogue holds; None when there is no sound file of it."""
        if code not in self._procedures:
            self._procedures[code] = self._read(code)
        return self._procedures[code]

    def bundles_with(self, code: str) -> Iterator[Definition]:
        """The procedures of the catalogue whose cases file cases of this one."""
        for path in sorted(self.catalogue.glob("*/procedures/*.yaml")):
            if "children:" in (text := path.read_text(encoding="utf-8", errors="replace")) and code in text:
                found = self.procedure(path.stem.partition("@")[0])
                if found is not None and found.code != code and _files(found, code):
                    yield found

    def _read(self, code: str) -> Definition | None:
        found = []
        for path in sorted(self.catalogue.glob(f"*/procedures/{code}*.yaml")):
            try:
                found.append(Definition.parse(catalogue_files.load(path).value))
            except (Invalid, KeyError, TypeError):
                continue  # a broken file is judged by itself
        return max(found, key=lambda one: one.in_force, default=None)

    def levels(self, on: date) -> frozenset[str]:
        """The levels that decide procedures on a day; all while the file that tells is not sound."""
        chain = self._tiers
        found = next((one for one in reversed(chain) if one["in_force"] <= on), chain[0] if chain else None)
        return frozenset(found["levels"] if found else Level.values)

    @cached_property
    def _tiers(self) -> Sequence[Mapping[str, Any]]:
        file = catalogue_files.load(regimes.file_of(self.catalogue))
        chain: Sequence[Mapping[str, Any]] = [] if any(regimes.flaws(file)) else file.value["tiers"]
        return chain

    def _titles(self, name: str) -> Mapping[str, str]:
        return {str(item["code"]): str(item["title"]) for item in listing.code_list(self.catalogue, name)}

    def _codes(self, name: str) -> frozenset[str]:
        return frozenset(str(item["code"]) for item in listing.code_list(self.catalogue, name))


def _files(bundle: Definition, code: str) -> bool:
    return any(part.procedure == code for step in bundle.flow.steps.values() for part in step.children)


def _told(value: Any, name: str) -> Iterator[Any]:
    """Every value of a name, at any depth."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, told in inner:
        if key == name:
            yield told
        yield from _told(told, name)
