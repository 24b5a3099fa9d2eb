"""What must hold between agencies: one holder of a code a day, parents that last, nobody without heirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise

from motcua.agencies.entries import AgencyEntry, Catalogue, ChangeEntry, Follow
from motcua.kernel.refusals import Fault


@dataclass(frozen=True, slots=True)
class Kept:
    """An agency that is a row already and that no file names."""

    key: str
    slug: str
    code: str
    valid_from: date
    valid_to: date | None


class Register:
    """The agencies of a catalogue, found by slug and day."""

    def __init__(self, agencies: Iterable[AgencyEntry]) -> None:
        self._by_slug: dict[str, list[AgencyEntry]] = defaultdict(list)
        self._parts: dict[str, dict[str, AgencyEntry]] = defaultdict(dict)
        for agency in agencies:
            self._by_slug[agency.slug].append(agency)
        for agency in agencies:
            if agency.part and (whole := self.parent_of(agency)):
                self._parts[whole.key][agency.part] = agency

    def on(self, slug: str, day: date) -> AgencyEntry | None:
        """Return the agency that bears a slug on a day."""
        return next((agency for agency in self._by_slug.get(slug, ()) if agency.holds(day)), None)

    def parent_of(self, agency: AgencyEntry) -> AgencyEntry | None:
        """Return the agency above, as it is on the first day of the lower one."""
        return self.on(agency.parent, agency.valid_from) if agency.parent else None

    def parts_of(self, agency: AgencyEntry) -> dict[str, AgencyEntry]:
        """Return the parts of an agency by their name in it (``mot-cua``)."""
        return self._parts.get(agency.key, {})


def faults_of(catalogue: Catalogue) -> list[Fault]:
    """Return everything that is wrong between the agencies and the changes of a catalogue."""
    register = Register(catalogue.agencies)
    return [
        *_twice(catalogue.agencies),
        *_parents(catalogue.agencies, register),
        *_one_day(catalogue.changes),
        *_changes(catalogue.changes, register),
        *_heirless(catalogue, register),
    ]


def _twice(agencies: Iterable[AgencyEntry]) -> Iterator[Fault]:
    holders: dict[tuple[str, str], list[AgencyEntry]] = defaultdict(list)
    for agency in agencies:
        holders["Tên", agency.slug].append(agency)
        if code := agency.columns["code_2020"]:
            holders["Mã", code].append(agency)
    for (what, text), held in holders.items():
        held.sort(key=lambda agency: agency.valid_from)
        for before, after in pairwise(held):
            if before.holds(after.valid_from):
                yield after.spot.fault(
                    f"{what} {text} vào ngày {after.valid_from:%d/%m/%Y} đang thuộc {before.title} "
                    f"({before.spot.where}): hãy đổi {what.lower()} hoặc thời gian hiệu lực."
                )


def clashes_with(kept: Iterable[Kept], catalogue: Catalogue) -> Iterator[Fault]:
    """Yield a fault for each agency whose slug or code is held meanwhile by a row that no file names."""
    for row in kept:
        for agency in catalogue.agencies:
            same = row.slug == agency.slug or (row.code and row.code == agency.columns["code_2020"])
            if same and _meet(row, agency):
                yield agency.spot.fault(
                    f"{agency.title} trùng tên hoặc mã với cơ quan {row.key} đã nạp trước đây: hãy ghi lại "
                    "cơ quan đó với ngày hết hiệu lực (valid_to), không đổi ngày bắt đầu (valid_from)."
                )


def _meet(row: Kept, agency: AgencyEntry) -> bool:
    begins_in_time = agency.valid_to is None or row.valid_from < agency.valid_to
    return begins_in_time and (row.valid_to is None or agency.valid_from < row.valid_to)


def _parents(agencies: Iterable[AgencyEntry], register: Register) -> Iterator[Fault]:
    for agency in agencies:
        if not agency.parent:
            continue
        parent = register.parent_of(agency)
        if parent is None:
            yield agency.spot.fault(
                f"Không có cơ quan cấp trên “{agency.parent}” vào ngày {agency.valid_from:%d/%m/%Y}.",
                "parent",
            )
        elif not parent.covers(agency):
            yield agency.spot.fault(
                f"Cơ quan cấp trên “{agency.parent}” hết hiệu lực trước {agency.title}.",
                "parent",
            )
        elif _circles(agency, register):
            yield agency.spot.fault(f"Cơ quan “{agency.slug}” là cấp trên của chính mình.", "parent")


def _circles(agency: AgencyEntry, register: Register) -> bool:
    seen = {agency.key}
    above = register.parent_of(agency)
    while above is not None and above.key not in seen:
        seen.add(above.key)
        above = register.parent_of(above)
    return above is not None


def acts_of(catalogue: Catalogue) -> dict[str, ChangeEntry]:
    """Return the first change of each reorganisation by its name."""
    acts: dict[str, ChangeEntry] = {}
    for change in catalogue.changes:
        acts.setdefault(change.act, change)
    return acts


def _one_day(changes: Iterable[ChangeEntry]) -> Iterator[Fault]:
    """Yield a fault for a reorganisation that speaks of two days."""
    days: dict[str, ChangeEntry] = {}
    for change in changes:
        first = days.setdefault(change.act, change)
        if first.on != change.on:
            yield change.spot.fault(
                f"Sắp xếp “{change.act}” có hai ngày hiệu lực: {first.on:%d/%m/%Y} ({first.spot.where}) "
                f"và {change.on:%d/%m/%Y}."
            )


def _changes(changes: Iterable[ChangeEntry], register: Register) -> Iterator[Fault]:
    gone: dict[tuple[str, date], ChangeEntry] = {}
    for change in changes:
        for slug in change.old:
            old = register.on(slug, change.on - timedelta(days=1))
            if old is None:
                yield change.spot.fault(
                    f"Không có cơ quan cũ “{slug}” cho đến ngày {change.on:%d/%m/%Y}.", "old"
                )
            elif old.valid_to != change.on:
                yield change.spot.fault(
                    f"Cơ quan cũ {old.title} (“{slug}”) không hết hiệu lực vào ngày {change.on:%d/%m/%Y}: "
                    f"ghi “valid_to: {change.on}” ở {old.spot.where}.",
                    "old",
                )
            if first := gone.get((slug, change.on)):
                yield change.spot.fault(f"Cơ quan cũ “{slug}” đã có kế thừa ở {first.spot.where}.", "old")
            gone[slug, change.on] = change
        for slug in change.new:
            if register.on(slug, change.on) is None:
                yield change.spot.fault(
                    f"Không có cơ quan mới “{slug}” vào ngày {change.on:%d/%m/%Y}.", "new"
                )
        yield from _unknown_posts(change, register)


def _unknown_posts(change: ChangeEntry, register: Register) -> Iterator[Fault]:
    """Yield a fault for each way of placing officers that names a post which no old agency, nor a part of one, has."""
    held = [register.on(slug, change.on - timedelta(days=1)) for slug in change.old]
    bodies = [body for old in held if old for body in (old, *register.parts_of(old).values())]
    known = list(dict.fromkeys(post.key for body in bodies for post in body.posts))
    for place, way in enumerate(change.officers if bodies else ()):
        for number, post in enumerate(way.get("posts", ())):
            if post not in known:
                close = get_close_matches(post, known, n=1, cutoff=0.6)
                todo = f"có phải “{close[0]}”?" if close else f"dùng được: {', '.join(known)}."
                yield change.spot.fault(
                    f"Cơ quan cũ không có vị trí “{post}”: {todo}", "officers", place, "posts", number
                )


def _heirless(catalogue: Catalogue, register: Register) -> Iterator[Fault]:
    inherited = {(slug, change.on) for change in catalogue.changes for slug in change.old}
    for agency in catalogue.agencies:
        if agency.valid_to and not agency.part and (agency.slug, agency.valid_to) not in inherited:
            yield agency.spot.fault(
                f"{agency.title} hết hiệu lực ngày {agency.valid_to:%d/%m/%Y} nhưng chưa ghi "
                "cơ quan kế thừa (changes): hồ sơ của cơ quan này sẽ không có người giải quyết.",
                "valid_to",
            )


def follows(catalogue: Catalogue) -> Iterator[Follow]:
    """Yield who follows whom, agency by agency and part by part, of a catalogue without faults."""
    register = Register(catalogue.agencies)
    for change in catalogue.changes:
        heirs = [_held(register, slug, change.on) for slug in change.new]
        main = _held(register, change.default or change.new[0], change.on)
        for slug in change.old:
            old = _held(register, slug, change.on - timedelta(days=1))
            yield from (Follow(old.key, new.key, change, new is main) for new in heirs)
            for name, part in register.parts_of(old).items():
                keys = _heirs_of_part(register, name, heirs)
                own = set(_heirs_of_part(register, name, [main])).intersection(keys)
                first = own.pop() if own else keys[0]
                yield from (Follow(part.key, key, change, key == first) for key in keys)


def _heirs_of_part(register: Register, name: str, heirs: list[AgencyEntry]) -> list[str]:
    """Return the same part of each new agency; where none has it, the new agencies themselves."""
    same = [register.parts_of(new)[name].key for new in heirs if name in register.parts_of(new)]
    return same or [new.key for new in heirs]


def _held(register: Register, slug: str, day: date) -> AgencyEntry:
    agency = register.on(slug, day)
    if agency is None:
        raise LookupError(slug, day)
    return agency
