"""What a part of a draft is made of: facts, rows, the tables within a row, and the manners in which a row may wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of a row, or one fact: ``name`` may lead inside (``limit.value``).

    ``kind`` is text, long, number, bound (a number or a day), day, limit, validity (a limit or for ever), yes-no,
    choice, many (several of the choices), condition, choices (a line each), prefill (whence an answer comes),
    procedure (of the catalogue), named (an answer of the form), or sources (whence the answers of a child case come).
    """

    name: str
    label: str
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    blank: str = "—"
    """What the empty choice is called."""
    vietnamese: bool = False
    """Its choices are said in the words of the file, whatever language the page has."""
    types: tuple[str, ...] = ()
    """The types of the rows that have it; all when none is named."""
    folded: bool = False
    """Whether it stands with what is seldom needed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table within a row: ``name`` leads to its value; ``one`` is what one of its rows is called.

    ``moves`` says that the value is not a list: a verb leads to a step, or to several ways by conditions;
    ``identified`` that each item has an ``id``, which the page gives; ``narrow`` that an item stands on one line;
    ``types`` are those of the rows that have it, all when none is named.
    """

    name: str
    title: str
    one: str
    columns: tuple[Column, ...]
    moves: bool = False
    identified: bool = False
    narrow: bool = False
    types: tuple[str, ...] = ()
    how: str = ""
    """How its rows are written."""

    @property
    def id(self) -> str:
        """The name as the page writes it."""
        return self.name.replace(".", "-")


One = TypeVar("One", Column, Table)


def of_type(given: Sequence[One], kind: object) -> tuple[One, ...]:
    """The cells, or small tables, that a row of a type has."""
    return tuple(one for one in given if not one.types or kind in one.types)


@dataclass(frozen=True, slots=True)
class Manner:
    """One of the ways in which a row may wait: the fields that it owns, and what is written of each."""

    id: str
    title: str
    keys: tuple[str, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Column, ...] = ()
    tables: tuple[Table, ...] = ()

    def is_of(self, row: Mapping[str, object]) -> bool:
        """Whether a row of the file waits so."""
        told = {key: row[key] for key in self.keys if key in row}
        return bool(told.keys() - self.fixed.keys()) or (bool(told) and told == self.fixed)


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of the file that are written on one page; ``rows`` names the list that is a table.

    ``lines`` names a list of plain sentences; ``facts`` are single values; ``tables`` and ``manners`` stand in each
    row.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    facts: tuple[Column, ...] = ()
    rows: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    manners: tuple[Manner, ...] = ()

    @property
    def has_types(self) -> bool:
        """Whether the type of a row says which cells it has."""
        return any(one.types for one in self.columns)

    @property
    def names(self) -> bool:
        """Whether something in it names the answers of the form."""
        small = (column for table in self.tables for column in table.columns)
        return any(column.kind in ("condition", "named") for column in (*self.columns, *small))
