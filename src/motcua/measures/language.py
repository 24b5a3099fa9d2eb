"""The language of measures: SQL expressions over the declared columns of one fact, and nothing more.

Parsed by sqlglot, judged here: what is unknown is refused by name, what does not fit is refused by kind. The same
tree is written for DuckDB and for Spark. Numbers are whole, so that two engines count the same to the last one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECT = "duckdb"

AS_OF = "as_of"
"""The moment for which a measure is taken; every fact has it."""

FIRST_DAY, LAST_DAY = "first_day", "last_day"
"""The days of the period that a measure is asked for; while it runs, its last day so far."""


OF_COLUMN, LARGEST = 10**7, 10**11
"""No column holds a larger number (minutes of nineteen years), and none larger is counted with."""


class Kind(StrEnum):
    """What a value of an expression is."""

    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    NOTHING = "nothing"


class Wrong(Exception):
    """An expression is not of the language; the message says in Vietnamese what, and what to do."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A judged expression: its tree, what it yields and which columns it reads."""

    tree: exp.Expr
    kind: Kind
    columns: frozenset[str]

    @property
    def compared(self) -> Iterator[tuple[str, str]]:
        """Every column that is compared with a text, with the text."""
        for node in self.tree.find_all(exp.EQ, exp.NEQ, exp.In):
            sides = [node.this, *filter(None, [node.args.get("expression")]), *node.expressions]
            for column in (one for one in sides if isinstance(one, exp.Column)):
                yield from ((column.name, str(one.this)) for one in sides if one.is_string)


def parse(text: str, columns: Mapping[str, Kind]) -> Expression:
    """Read and judge an expression over columns; raises :class:`Wrong`."""
    try:
        tree = sqlglot.parse_one(f"SELECT ({text})", dialect=DIALECT)
    except SqlglotError as error:
        raise Wrong(f"Không đọc được biểu thức “{text}”: xem lại dấu ngoặc, dấu nháy và từ nối.") from error
    if not isinstance(tree, exp.Select) or len(tree.selects) != 1 or set(_said(tree)) - {"expressions"}:
        raise Wrong(f"“{text}” không phải một biểu thức: chỉ viết điều kiện hoặc phép tính trên các cột.")
    inner = tree.selects[0]
    known = {**columns, AS_OF: Kind.INSTANT, FIRST_DAY: Kind.DAY, LAST_DAY: Kind.DAY}
    kind = _kind(inner, known)
    return Expression(inner, kind, frozenset(column.name for column in inner.find_all(exp.Column)))


def _said(tree: exp.Expr) -> Iterable[str]:
    return (name for name, value in tree.args.items() if value)


def _kind(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    for classes, judge in _JUDGES:
        if isinstance(node, classes):
            return judge(node, columns)
    hint = next((hint for classes, hint in _HINTS if isinstance(node, classes)), f"chỉ có: {_ALLOWED}.")
    raise Wrong(f"Không dùng được “{_written(node)}” trong chỉ số: {hint}")


def _column(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    name = node.name
    if name not in columns or node.args.get("table"):
        near = difflib.get_close_matches(name, columns, 1)
        hint = f"có phải “{near[0]}”?" if near else f"các cột có: {', '.join(sorted(columns))}."
        raise Wrong(f"Không có cột “{_written(node)}”; {hint}")
    return columns[name]


def _literal(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    if node.is_string:
        return Kind.TEXT
    if not node.is_int:
        raise Wrong(
            f"Chỉ dùng số nguyên, không dùng {_written(node)}: tỷ lệ và điểm khai ở full_at và points."
        )
    return _within(node)


def _inside(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    return _kind(node.this, columns)


def _logic(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    for side in (node.this, node.args.get("expression")):
        if side is not None:
            _must_be(side, Kind.BOOL, columns)
    return Kind.BOOL


def _comparison(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    _one_kind([node.this, node.expression], columns, node)
    return Kind.BOOL


def _absence(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    if not isinstance(node.expression, exp.Null):
        raise Wrong(f"“{_written(node)}”: sau “is” chỉ viết null hoặc not null.")
    _kind(node.this, columns)
    return Kind.BOOL


def _membership(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    if not node.expressions:
        raise Wrong(f"“{_written(node)}”: “in” phải kèm danh sách giá trị trong ngoặc.")
    _one_kind([node.this, *node.expressions], columns, node)
    return Kind.BOOL


def _range(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    _one_kind([node.this, node.args["low"], node.args["high"]], columns, node)
    return Kind.BOOL


def _arithmetic(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    for side in (node.this, node.args.get("expression")):
        if side is not None:
            _must_be(side, Kind.INT, columns)
    return _within(node)


def _within(node: exp.Expr) -> Kind:
    """A whole number that added up over all rows is still one that every engine has."""
    if _largest(node) > LARGEST:
        raise Wrong(
            f"“{_written(node)}” có thể lớn quá 100 tỷ, cộng lại thì tràn số: dùng số nhỏ hơn, hoặc bớt phép nhân."
        )
    return Kind.INT


def _largest(node: exp.Expr) -> int:
    """How large a whole number can be, above or below zero."""
    match node:
        case exp.Literal():
            found = int(node.this)
        case exp.Add() | exp.Sub():
            found = _largest(node.this) + _largest(node.expression)
        case exp.Mul():
            found = _largest(node.this) * _largest(node.expression)
        case exp.Case():
            ends = [way.args["true"] for way in node.args["ifs"]] + [node.args.get("default")]
            found = max(_largest(end) for end in ends if end is not None)
        case exp.Coalesce() | exp.Least() | exp.Greatest():
            found = max(_largest(part) for part in (node.this, *node.expressions))
        case exp.Neg() | exp.Paren():
            found = _largest(node.this)
        case _:
            found = OF_COLUMN
    return found


def _choice(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    return _one_kind([node.this, *node.expressions], columns, node)


def _case(node: exp.Expr, columns: Mapping[str, Kind]) -> Kind:
    if node.this is not None:
        raise Wrong("Viết “case when điều kiện then … else … end”.")
    for way in node.args["ifs"]:
        _must_be(way.this, Kind.BOOL, columns)
    ends = [way.args["true"] for way in node.args["ifs"]]
    default = node.args.get("default")
    return _one_kind([*ends, *([default] if default is not None else [])], columns, node)


def _one_kind(nodes: Iterable[exp.Expr], columns: Mapping[str, Kind], whole: exp.Expr) -> Kind:
    kinds = {_kind(node, columns) for node in nodes}
    if Kind.NOTHING in kinds:
        raise Wrong(f"“{_written(whole)}”: không so sánh với null; viết “is null” hoặc “is not null”.")
    if len(kinds) > 1:
        raise Wrong(f"“{_written(whole)}”: các vế khác kiểu ({', '.join(sorted(map(_told, kinds)))}).")
    return kinds.pop()


def _must_be(node: exp.Expr, wanted: Kind, columns: Mapping[str, Kind]) -> None:
    found = _kind(node, columns)
    if found is not wanted:
        raise Wrong(f"“{_written(node)}” là {_told(found)}, ở đây cần {_told(wanted)}.")


def _told(kind: Kind) -> str:
    return {
        Kind.BOOL: "điều kiện", Kind.INT: "số nguyên", Kind.TEXT: "chữ", Kind.INSTANT: "thời điểm",
        Kind.DAY: "ngày", Kind.NOTHING: "null",
    }[kind]  # fmt: skip


def _written(node: exp.Expr) -> str:
    return node.sql(dialect=DIALECT)


_Judge = Callable[[exp.Expr, Mapping[str, Kind]], Kind]
_JUDGES: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], _Judge], ...] = (
    (exp.Column, _column),
    (exp.Literal, _literal),
    (exp.Boolean, lambda *_: Kind.BOOL),
    (exp.Null, lambda *_: Kind.NOTHING),
    (exp.Paren, _inside),
    ((exp.And, exp.Or, exp.Not), _logic),
    ((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), _comparison),
    (exp.Is, _absence),
    (exp.In, _membership),
    (exp.Between, _range),
    ((exp.Add, exp.Sub, exp.Mul, exp.Neg), _arithmetic),
    ((exp.Coalesce, exp.Least, exp.Greatest), _choice),
    (exp.Case, _case),
)
_ALLOWED = "and, or, not, so sánh, is null, in, between, + - *, coalesce, least, greatest, case"
_HINTS: tuple[tuple[tuple[type[exp.Expr], ...], str], ...] = (
    (
        (exp.Div, exp.IntDiv, exp.Mod),
        "không viết phép chia. Khai part và whole, hệ thống tự chia; mẫu số bằng 0 thì theo “nothing”.",
    ),
    (
        (exp.Exists, exp.Subquery, exp.Select),
        "không hỏi sang bảng khác, một dòng sẽ bị đếm nhiều lần. Mỗi bên part, whole đếm một bảng; cần cột nào thì "
        "thêm vào bảng ấy.",
    ),
    ((exp.AggFunc,), "hệ thống tự đếm và cộng; chỉ viết điều kiện (để đếm) hoặc số nguyên (để cộng)."),
)
"""What to do instead, of what people are most likely to write."""
