"""Reads of agencies: the tree as it is on a day, who is found by which code, who carries on after whom."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Collate
from psycopg.rows import dict_row

from motcua.agencies.models import Agency, Post, Succession
from motcua.kernel.codes import parse_agency_code
from motcua.kernel.hours import DEFAULT_HOURS, OfficeHours
from motcua.kernel.refusals import Missing
from motcua.kernel.text import fold


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency as it is from ``valid_from`` until the day before ``valid_to``."""

    id: int
    key: str
    slug: str
    code_2020: str
    code_2016: str
    code_source: str
    gso_code: str
    name: str
    short_name: str
    place: str
    kind: str
    level: str
    parent_id: int | None
    part: str
    reception: bool
    phone: str
    address: str
    email: str
    office_hours: Mapping[str, list[str]] | None = field(hash=False)
    valid_from: date
    valid_to: date | None

    @property
    def hours(self) -> OfficeHours:
        """The office hours of the agency: its own, or the common ones."""
        return OfficeHours.parse(self.office_hours) if self.office_hours else DEFAULT_HOURS


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of an agency and the roles that it carries."""

    id: int
    agency_id: int
    key: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Successors:
    """Who carries on for an agency; ``rules`` tell how to choose when there are several, oldest first."""

    agencies: tuple[AgencyRow, ...]
    rules: tuple[str, ...]

    @property
    def only(self) -> AgencyRow | None:
        """The one successor, or None when somebody has to choose."""
        return self.agencies[0] if len(self.agencies) == 1 else None


@dataclass(frozen=True, slots=True)
class Tree:
    """All agencies of a day, each under its parent."""

    as_of: date
    roots: tuple[AgencyRow, ...]
    below: Mapping[int, tuple[AgencyRow, ...]]

    def children_of(self, agency_id: int) -> tuple[AgencyRow, ...]:
        """Return the agencies directly below one, by code."""
        return self.below.get(agency_id, ())

    def walk(self) -> Iterator[tuple[int, AgencyRow]]:
        """Yield every agency with its depth from 0, each before those below it."""
        waiting = [(0, row) for row in reversed(self.roots)]
        while waiting:
            depth, row = waiting.pop()
            yield depth, row
            waiting += [(depth + 1, child) for child in reversed(self.children_of(row.id))]


_COLUMNS = tuple(column.name for column in fields(AgencyRow))


def _on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _rows(found: QuerySet[Agency]) -> tuple[AgencyRow, ...]:
    """Return rows from the top down: codes with fewer groups first, then by kind and name."""
    ordered = found.order_by("kind", Collate("name_folded", "C")).values(*_COLUMNS)
    return tuple(
        sorted((AgencyRow(**values) for values in ordered), key=lambda row: row.code_2020.count("."))
    )


def _one(found: QuerySet[Agency], what: str) -> AgencyRow:
    values = found.values(*_COLUMNS).first()
    if values is None:
        raise Missing(f"Không tìm thấy cơ quan {what}.")
    return AgencyRow(**values)


# One agency


def agency(agency_id: int) -> AgencyRow:
    """Return an agency, whether it still exists or not; raises ``Missing``."""
    return _one(Agency.objects.filter(id=agency_id), f"số {agency_id}")


def agency_by_key(key: str, as_of: date) -> AgencyRow:
    """Return the agency with a key (``gso-18073@2025-07-01``) or the one that bears a slug on a day."""
    found = Q(key=key) if "@" in key else Q(slug=key) & _on(as_of)
    return _one(Agency.objects.filter(found), f"“{key}” vào ngày {as_of:%d/%m/%Y}")


def agency_carrying(slug: str, as_of: date) -> AgencyRow:
    """Return the agency that bears a slug on a day, else who carries on by default for the last that bore it.

    A law names an agency once and outlives it. Raises ``Missing``.
    """
    gone = Agency.objects.filter(slug=slug, valid_to__lte=as_of).order_by("-valid_to").first()
    bearer = Agency.objects.filter(_on(as_of), slug=slug).exists()
    if bearer or gone is None:
        return agency_by_key(slug, as_of)
    return _carrying(gone.pk, as_of)


def commune_carrying(code: str, declared: date, as_of: date) -> AgencyRow:
    """Return who has the territory on a day that a code meant when it was declared; raises ``Missing``.

    A code that is kept may mean another territory today; one that was not there yet means what it means today.
    """
    meant = Agency.objects.filter(_on(declared), gso_code=code).first()
    return _carrying(meant.pk, as_of) if meant else agency_by_gso(code, as_of)


def _carrying(agency_id: int, as_of: date) -> AgencyRow:
    """Who carries on by default for an agency on a day; itself while it exists."""
    line = _ids(_HEIRS.format(which="AND succession.default"), {"agency": agency_id, "day": as_of})
    return _one(Agency.objects.filter(_on(as_of), id__in=line), f"kế thừa vào ngày {as_of:%d/%m/%Y}")


def agency_by_code(code: str, as_of: date) -> AgencyRow:
    """Return the agency that holds a code of either scheme on a day; raises ``Missing``.

    A code outlives its agency: the same one may mean another territory after a merger.
    """
    read = parse_agency_code(code).code_2020
    return _one(Agency.objects.filter(_on(as_of), code_2020=read), f"có mã {code} vào ngày {as_of:%d/%m/%Y}")


def agency_by_gso(code: str, as_of: date) -> AgencyRow:
    """Return the agency of a territory by its statistical code on a day; raises ``Missing``."""
    return _one(
        Agency.objects.filter(_on(as_of), gso_code=code), f"có mã thống kê {code} vào ngày {as_of:%d/%m/%Y}"
    )


def agency_meant(reference: str, as_of: date) -> AgencyRow:
    """Return the agency that another system means by a slug, a key or a code of either scheme; raises ``Missing``."""
    by_code = _OFFICIAL.fullmatch(reference)
    return agency_by_code(reference, as_of) if by_code else agency_by_key(reference, as_of)


_OFFICIAL = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*|[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}")


# Many agencies


def agencies(as_of: date, *, kind: str = "", level: str = "") -> tuple[AgencyRow, ...]:
    """Return the agencies of a day, of one kind or one level where these are given."""
    wanted = {name: value for name, value in (("kind", kind), ("level", level)) if value}
    return _rows(Agency.objects.filter(_on(as_of), **wanted))


def coming(as_of: date) -> tuple[AgencyRow, ...]:
    """Return the agencies in their own right that begin after a day."""
    return _rows(Agency.objects.filter(valid_from__gt=as_of, part=""))


def agencies_by_id(ids: Iterable[int]) -> dict[int, AgencyRow]:
    """Return agencies by id in one query; an id that nobody has is absent."""
    return {row.id: row for row in _rows(Agency.objects.filter(id__in=set(ids)))}


def find(text: str, as_of: date, *, kind: str = "", limit: int = 20) -> tuple[AgencyRow, ...]:
    """Return agencies of a day whose names hold all words of a text, written with or without accents."""
    found = Agency.objects.filter(_on(as_of), **({"kind": kind} if kind else {}))
    for word in fold(text).split():
        found = found.filter(name_folded__contains=word)
    return _rows(found)[:limit]


def reception_points(as_of: date) -> tuple[AgencyRow, ...]:
    """Return every place that receives cases on a day (NĐ 61/2018/NĐ-CP Đ.7, NĐ 118/2025/NĐ-CP)."""
    return _rows(Agency.objects.filter(_on(as_of), reception=True))


def communes(as_of: date) -> dict[str, str]:
    """Return the names of the communes of a day by their statistical code: what a form may name."""
    found = Agency.objects.filter(_on(as_of), kind="commune").exclude(gso_code="")
    named = found.order_by(Collate("name_folded", "C")).values_list("gso_code", "place")
    return {code: place[:1].upper() + place[1:] for code, place in named}


# The tree


def tree(as_of: date) -> Tree:
    """Return all agencies of a day under their parents, in one query."""
    rows = _rows(Agency.objects.filter(_on(as_of)))
    below: dict[int, list[AgencyRow]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            below[row.parent_id].append(row)
    roots = tuple(row for row in rows if row.parent_id is None)
    return Tree(as_of, roots, {parent: tuple(children) for parent, children in below.items()})


def children(agency_id: int, as_of: date) -> tuple[AgencyRow, ...]:
    """Return the agencies directly below one on a day."""
    return _rows(Agency.objects.filter(_on(as_of), parent_id=agency_id))


_LINE = """
WITH RECURSIVE line AS (
  SELECT agency.*, 0 AS height FROM agencies_agency AS agency WHERE id = %s
  UNION ALL
  SELECT above.*, height + 1 FROM line JOIN agencies_agency AS above ON above.id = line.parent_id
)
SELECT * FROM line ORDER BY height
"""

_WITHIN = """
WITH RECURSIVE line (id) AS (
  SELECT id FROM agencies_agency WHERE id = %(agency)s
  UNION ALL
  SELECT lower.id FROM line JOIN agencies_agency AS lower ON lower.parent_id = line.id
  WHERE lower.valid_from <= %(day)s AND (lower.valid_to IS NULL OR lower.valid_to > %(day)s)
    AND (lower.part <> '' OR NOT %(parts_only)s)
)
SELECT id FROM line
"""


def line_of(agency_id: int) -> tuple[AgencyRow, ...]:
    """Return an agency and those above it, the nearest first."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(_LINE, [agency_id])
        found = cursor.fetchall()
    return tuple(_row({name: row[name] for name in _COLUMNS}) for row in found)


def _row(values: dict[str, Any]) -> AgencyRow:
    hours = values["office_hours"]
    return AgencyRow(**values | {"office_hours": json.loads(hours) if hours else None})


def ids_within(agency_id: int, as_of: date, *, parts_only: bool = False) -> tuple[int, ...]:
    """Return an agency and all below it on a day, or only its own parts (divisions, one-stop)."""
    return _ids(_WITHIN, {"agency": agency_id, "day": as_of, "parts_only": parts_only})


def reception_point_for(agency_id: int, as_of: date) -> AgencyRow:
    """Return where cases of an agency come in by default: its own one-stop, else that of the nearest above.

    Since 1 July 2025 any reception point of the province may receive them (NĐ 118/2025/NĐ-CP).
    Raises ``Missing``.
    """
    line = [row.id for row in line_of(agency_id)]
    points = Agency.objects.filter(_on(as_of), Q(id=agency_id) | Q(parent_id__in=line), reception=True)
    height = {above: place for place, above in enumerate(line)}
    rows = sorted(_rows(points), key=lambda row: -1 if row.id == agency_id else height[row.parent_id or 0])
    if not rows:
        raise Missing("Cơ quan này chưa có nơi tiếp nhận hồ sơ.")
    return rows[0]


def _ids(statement: str, parameters: Any) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return tuple(row[0] for row in cursor.fetchall())


# Succession


_HEIRS = """
WITH RECURSIVE line (id) AS (
  SELECT %(agency)s::bigint
  UNION
  SELECT succession.new_id
  FROM line
  JOIN agencies_agency AS gone ON gone.id = line.id AND gone.valid_to <= %(day)s
  JOIN agencies_succession AS succession ON succession.old_id = line.id AND succession.on <= %(day)s {which}
)
SELECT id FROM line
"""


_CARRIERS = """
WITH RECURSIVE line (id, heir) AS (
  SELECT id, id FROM agencies_agency WHERE id = ANY(%(ids)s)
  UNION
  SELECT line.id, succession.new_id
  FROM line
  JOIN agencies_agency AS gone ON gone.id = line.heir AND gone.valid_to <= %(day)s
  JOIN agencies_succession AS succession
    ON succession.old_id = line.heir AND succession.on <= %(day)s AND succession.default
)
SELECT line.id, line.heir FROM line
JOIN agencies_agency AS heir ON heir.id = line.heir AND (heir.valid_to IS NULL OR heir.valid_to > %(day)s)
"""


def carriers(ids: Iterable[int], as_of: date) -> dict[int, int]:
    """Who carries on by default for agencies on a day, by number; itself while it exists or where nobody does."""
    each = set(ids)
    with connection.cursor() as cursor:
        cursor.execute(_CARRIERS, {"ids": list(each), "day": as_of})
        return {one: one for one in each} | dict(cursor.fetchall())


def successors(agency_id: int, as_of: date) -> Successors:
    """Return who carries on for an agency on a day, down the whole chain of mergers; itself while it exists.

    Several agencies mean that a case has to be placed by hand, by the rules; none, that it is not born yet.
    """
    line = _ids(_HEIRS.format(which=""), {"agency": agency_id, "day": as_of})
    heirs = _rows(Agency.objects.filter(_on(as_of), id__in=line))
    if len(heirs) < 2:
        return Successors(heirs, ())
    splits = Succession.objects.filter(old_id__in=line, new_id__in=line, kind="split").order_by("on", "id")
    return Successors(heirs, tuple(dict.fromkeys(splits.values_list("rule", flat=True))))


# Posts


def posts(agency_id: int, as_of: date) -> tuple[PostRow, ...]:
    """Return the posts of an agency on a day."""
    return _post_rows(Post.objects.filter(_on(as_of), agency_id=agency_id))


def roles(as_of: date, *, level: str = "") -> frozenset[str]:
    """Return the roles that some post carries on a day, of one level of agencies where it is given."""
    found = Post.objects.filter(_on(as_of), **({"agency__level": level} if level else {}))
    return frozenset(role for carried in found.values_list("roles", flat=True) for role in carried)


def _post_rows(found: QuerySet[Post]) -> tuple[PostRow, ...]:
    return tuple(
        PostRow(post.pk, post.agency_id, post.key, post.title, tuple(post.roles))
        for post in found.order_by("agency_id", "id")
    )
