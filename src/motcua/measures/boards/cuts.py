"""Cuts: what an address narrows a measure to — an agency, a field, a step, a band of days; each is written once.

``?co-quan=gso-18073&linh-vuc=Hộ+tịch`` are two cuts. A cut fits the facts that have its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from sqlglot import exp

from motcua.agencies import reads as agencies
from motcua.kernel.refusals import Missing
from motcua.measures.boards.days import Period
from motcua.measures.counting import table_of
from motcua.measures.facts import Fact
from motcua.people import reads as people

BANDS = (0, 5, 10, 20, 30)
"""Days at which a band of ageing begins; the last has no end."""

CHANNELS = {1: gettext_noop("trực tiếp"), 2: gettext_noop("trực tuyến"), 3: gettext_noop("bưu chính")}


@dataclass(frozen=True, slots=True)
class Cut:
    """One kind of cut: how an address names it, the column that it needs, what it asks of a row, how people read it."""

    name: str
    title: str
    column: str
    where: Callable[[exp.Column, Any, datetime], exp.Expr]
    parse: Callable[[str, date], Any]
    told: Callable[[Any], str]
    dimension: str = ""
    """The dimension of counting that it is a value of; by it a cut costs no count of its own."""

    def fits(self, fact: Fact) -> bool:
        return self.column in fact.kinds

    def of(self, fact: Fact, value: Any, as_of: datetime) -> exp.Expr:
        """The condition on a row of the fact."""
        return self.where(exp.column(self.column, table_of(fact.name)), value, as_of)


def _through(table: str, shown: str) -> Callable[[exp.Column, Any, datetime], exp.Expr]:
    """Rows whose column leads to a row of another table with the value."""

    def where(column: exp.Column, value: Any, as_of: datetime) -> exp.Expr:
        those = exp.select(column.name).from_(table_of(table)).where(exp.column(shown).eq(exp.convert(value)))
        return column.isin(query=those)

    return where


def _same(column: exp.Column, value: Any, as_of: datetime) -> exp.Expr:
    return column.is_(exp.Null()) if value is None else column.eq(exp.convert(value))


def _band(column: exp.Column, value: int, as_of: datetime) -> exp.Expr:
    """Rows whose instant lies as many days back as the band says."""
    moment = as_of.astimezone(UTC).replace(tzinfo=None)
    later = [band for band in BANDS if band > value]
    begins = exp.LTE(this=column.copy(), expression=instant(moment - timedelta(days=value)))
    if not later:
        return begins
    ends = exp.GT(this=column.copy(), expression=instant(moment - timedelta(days=later[0])))
    return exp.and_(begins, ends)


def instant(moment: datetime) -> exp.Expr:
    """A moment as facts hold it."""
    return exp.cast(exp.Literal.string(moment.isoformat(" ", "microseconds")), exp.DataType.Type.TIMESTAMP)


def band_told(value: int) -> str:
    """``5 đến dưới 10 ngày``; the last band has no end."""
    later = [band for band in BANDS if band > value]
    if not later:
        return gettext("từ %(first)s ngày") % {"first": value}
    return gettext("%(first)s đến dưới %(last)s ngày") % {"first": value, "last": later[0]}


def _agency(text: str, day: date) -> int:
    return agencies.agency_by_key(text, day).id


def _number(text: str, day: date) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Missing
    return int(text)


def _of_bands(text: str, day: date) -> int:
    found = _number(text, day)
    if found not in BANDS:
        raise Missing
    return found


def _text(text: str, day: date) -> str:
    return text


def _officer(value: int) -> str:
    return people.names_by_account([value]).get(value, "")


CUTS: Mapping[str, Cut] = {
    cut.name: cut
    for cut in (
        Cut("co-quan", gettext_noop("Cơ quan"), "agency", _through("agency", "successor"), _agency,
            lambda value: agencies.agency(value).name, "successor"),
        Cut("linh-vuc", gettext_noop("Lĩnh vực"), "procedure", _through("procedure", "field"), _text, gettext, "field"),
        Cut("thu-tuc", gettext_noop("Thủ tục"), "procedure", _same, _text, str, "procedure"),
        Cut("kenh", gettext_noop("Kênh"), "channel", _same, _number,
            lambda value: gettext(CHANNELS.get(value, str(value))), "channel"),
        Cut("buoc", gettext_noop("Bước"), "name", _same, _text, str),
        Cut("nguoi", gettext_noop("Người thực hiện"), "owner", _same, _number, _officer),
        Cut("cho-tu", gettext_noop("Tiếp nhận đã"), "received_at", _band, _of_bands, band_told),
        Cut("qua-han", gettext_noop("Quá hạn đã"), "due_at", _band, _of_bands, band_told),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cutting:
    """A cut with its value, and the text by which the address says it."""

    cut: Cut
    value: Any
    said: str

    @property
    def told(self) -> str:
        return self.cut.told(self.value)


def parse(said: Mapping[str, str], day: date) -> tuple[Cutting, ...]:
    """The cuts of an address; raises :class:`Missing` for a value that nothing bears."""
    return tuple(
        Cutting(cut, cut.parse(said[name], day), said[name]) for name, cut in CUTS.items() if said.get(name)
    )


def address(code: str, days: Period, **cut: object) -> str:
    """Where a number is opened: the measure, the days, the cuts, their names with underscores for strokes."""
    return _opened(code, days) + _said(*cut.items())


@lru_cache(maxsize=256)
def _opened(code: str, days: Period) -> str:
    return f"{reverse('board-measure', args=[code])}?{urlencode(days.query)}"


@lru_cache(maxsize=4096)
def _said(*cut: tuple[str, object]) -> str:
    named = {name.replace("_", "-"): str(value) for name, value in cut}
    return f"&{urlencode(named)}" if named else ""
