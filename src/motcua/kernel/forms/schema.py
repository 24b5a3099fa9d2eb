"""The schema of a form: its fields, the pages that ask them one thing at a time, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from motcua.kernel.forms.fields import Choice, Field, Json, Values
from motcua.kernel.forms.groups import object_schema
from motcua.kernel.forms.parsing import Rules, parse_fields

MOST_ON_A_PAGE = 5
"""Simple fields that a page asks when the procedure file does not arrange pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the step-by-step form; ``number`` counts from 1 and stays the same whatever is answered."""

    number: int
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A form: what it asks, in order."""

    fields: tuple[Field, ...]
    _pages: tuple[Page, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pages", tuple(_paginate(self.fields)))

    @classmethod
    def parse(
        cls,
        rows: object,
        *,
        lists: Mapping[str, Sequence[Choice]] | None = None,
        rules: Rules | None = None,
        where: str = "form",
    ) -> Self:
        """Read the ``form:`` list of a procedure file; ``lists`` are code lists that ``choices`` may name.

        ``rules`` reads conditions that are not of the short form; without it there are none.

        Raises ``Invalid`` with a fault for each thing that is wrong, its ``where`` as ``form[2].type``.
        """
        return cls(parse_fields(rows, lists or {}, where, rules))

    def walk(self) -> Iterator[Field]:
        """Yield every field, those inside groups after their group."""
        yield from _walk(self.fields)

    def field(self, name: str) -> Field | None:
        """Return the field of a name such as ``mother.full_name``, or None."""
        return next((one for one in self.walk() if one.name == name), None)

    def asks(self, kind: str) -> bool:
        """Say whether any field, in a group or not, is of a type."""
        return any(one.type == kind for one in self.walk())

    def shown(self, values: Values) -> tuple[Field, ...]:
        """Return the top fields that these normal answers ask for."""
        return tuple(one for one in self.fields if one.shows(values, values))

    def pages(self, values: Values | None = None) -> tuple[Page, ...]:
        """Return all pages, or with normal answers those that still ask something."""
        if values is None:
            return self._pages
        shown = {one.id for one in self.shown(values)}
        left = (Page(page.number, page.title, _among(page.fields, shown)) for page in self._pages)
        return tuple(page for page in left if page.fields)

    def page(self, number: int) -> Page | None:
        """Return a page by its number, or None."""
        return self._pages[number - 1] if 1 <= number <= len(self._pages) else None

    def page_of(self, name: str) -> Page | None:
        """Return the page that asks a field, by its name or that of a part of it (``mother.full_name``)."""
        top = name.partition(".")[0]
        return next((page for page in self._pages if any(one.id == top for one in page.fields)), None)

    def to_json_schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the normal answers, for the API."""
        return object_schema(self.fields)


def _walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _walk(one.fields)


def _among(fields: tuple[Field, ...], shown: set[str]) -> tuple[Field, ...]:
    return tuple(one for one in fields if one.id in shown)


def _paginate(fields: tuple[Field, ...]) -> Iterator[Page]:
    groups: list[list[Field]] = []
    for one in fields:
        if not groups or _opens(one, groups[-1]):
            groups.append([])
        groups[-1].append(one)
    before = ""
    for number, group in enumerate(groups, 1):
        title = _title(group)
        yield Page(number, f"{title} (tiếp)" if title == before else title, tuple(group))
        before = title


def _opens(one: Field, page: list[Field]) -> bool:
    """Say whether a field begins a page; what depends on an answer does, so that pages need no script."""
    first, last = page[0], page[-1]
    if one.when and any(other.id in one.when.fields for other in page):
        return True
    if one.page or one.section != last.section:
        return one.page != first.page or one.section != last.section
    if first.page:
        return False
    return bool(one.fields or last.fields) or len(page) >= MOST_ON_A_PAGE


def _title(page: list[Field]) -> str:
    first = page[0]
    return first.page or (first.label if len(page) == 1 else first.section or first.label)
