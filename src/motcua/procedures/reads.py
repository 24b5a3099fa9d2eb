"""Reads of the catalogue: which version is in force when, what it says, and how procedures are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.kernel.forms import Values
from motcua.kernel.refusals import Missing
from motcua.procedures import search as searching
from motcua.procedures.definition import (
    Competent,
    Definition,
    Fee,
    Law,
    Paper,
    Reason,
)
from motcua.procedures.models import CodeItem, Procedure, ProcedureVersion
from motcua.procedures.results import Result
from motcua.procedures.search import Facet, Found, Hit
from motcua.procedures.structure import CONSTITUENTS
from motcua.web import paging, words

__all__ = [
    "AgencyRow", "Competent", "Constituent", "Definition", "Facet", "Fee", "Found", "Hit", "Law",
    "LifeEvent", "Owed", "Paper", "Reason", "Result", "Version", "constituents", "contacts", "definition",
    "life_events", "listed", "owed", "price", "refuse_reasons", "search", "suggestion", "supplement_reasons", "version",
    "version_in_force", "versions",
]  # fmt: skip

CHANNELS = {
    "online": gettext_noop("Trực tuyến"),
    "counter": gettext_noop("Trực tiếp"),
    "post": gettext_noop("Qua dịch vụ bưu chính công ích"),
}
AUDIENCES = {
    "citizen": gettext_noop("Cá nhân"),
    "business": gettext_noop("Doanh nghiệp, tổ chức"),
    "household": gettext_noop("Hộ kinh doanh"),
}
FEE_CHANNELS = {
    "online": gettext_noop("hồ sơ nộp trực tuyến"),
    "counter": gettext_noop("hồ sơ nộp trực tiếp"),
    "post": gettext_noop("hồ sơ nộp qua bưu chính"),
}
FEE_TIMES = {
    "reception": gettext_noop("nộp khi nộp hồ sơ"),
    "supplement": gettext_noop("nộp khi bổ sung hồ sơ"),
    "return": gettext_noop("nộp khi nhận kết quả"),
}


# Versions


@dataclass(frozen=True, slots=True)
class Version:
    """A published version and the days of its force: ``until`` is the first day no longer in force."""

    id: int
    procedure_id: int
    code: str
    number: int
    in_force: date
    until: date | None
    digest: str
    definition: Definition


_VERSION = """
SELECT v.id, v.procedure_id, p.code, v.number, lower(v.in_force), upper(v.in_force), v.digest
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE v.published_at IS NOT NULL AND {condition} ORDER BY v.in_force
"""


def version_in_force(code: str, on: date) -> Version:
    """The version of a procedure in force on a day; Missing when the province does not receive it then."""
    found = _versions("p.code = %s AND v.in_force @> %s::date", [code, on])
    if not found:
        raise Missing(f"Thủ tục {code} không được tiếp nhận tại đây vào ngày {on:%d/%m/%Y}.")
    return found[0]


def version(version_id: int) -> Version:
    """A published version by its id: the one that a case keeps; raises Missing."""
    found = _versions("v.id = %s", [version_id])
    if not found:
        raise Missing("Không tìm thấy phiên bản thủ tục này.")
    return found[0]


def versions(code: str) -> tuple[Version, ...]:
    """All published versions of a procedure, the oldest first."""
    return _versions("p.code = %s", [code])


def _versions(condition: str, parameters: Sequence[str | int | date]) -> tuple[Version, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_VERSION.format(condition=condition), parameters)
        rows = cursor.fetchall()
    return tuple(_version(*row) for row in rows)


def _version(
    id: int, procedure_id: int, code: str, number: int, in_force: date, until: date | None, digest: str
) -> Version:
    return Version(id, procedure_id, code, number, in_force, until, digest, definition(id))


@lru_cache(maxsize=1024)
def definition(version_id: int) -> Definition:
    """What a published version says, parsed once per process: it never changes. Raises Missing."""
    stored = ProcedureVersion.objects.filter(id=version_id, published_at__isnull=False)
    file = stored.values_list("definition", flat=True).first()
    if file is None:
        raise Missing("Không tìm thấy phiên bản thủ tục này.")
    return Definition.parse(file)


# Search


def search(
    text: str = "",
    *,
    on: date,
    field: str = "",
    level: str = "",
    life_event: str = "",
    online: str = "",
    here: bool = False,
    place: paging.Place | None = None,
    limit: int = paging.LIMIT,
) -> Found:
    """Procedures found by words, without accents and in any order, or by code, with facets: one query.

    ``here`` keeps those that this province receives on the day.
    """
    filters = {"field": field, "level": level, "life_event": life_event, "online": online, "here": here}
    return searching.find(text, on=on, filters=filters, place=place, limit=limit)


def suggestion(text: str) -> str:
    """What was perhaps meant by words that find nothing; empty when nothing comes close."""
    return searching.guess(text, list(Procedure.objects.values_list("title", flat=True)))


def listed(code: str, *, on: date) -> Hit:
    """A procedure by its code, received here or only listed; raises Missing."""
    found = searching.find(code, on=on, filters=searching.NO_FILTERS, place=None, limit=1).page.rows
    if not found or found[0].code != code:
        raise Missing(f"Không có thủ tục nào mang mã {code}.")
    return found[0]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event of life or business and how many procedures it may bring."""

    code: str
    title: str
    count: int


_LIFE_EVENTS = """
SELECT i.code, i.title, brought.count FROM procedures_codeitem i
JOIN (SELECT event, count(*) FROM procedures_procedure p, unnest(p.life_events) AS event GROUP BY event) brought
  ON brought.event = i.code
WHERE i.list = 'life-events' ORDER BY i.place
"""


def life_events() -> tuple[LifeEvent, ...]:
    """The life events that bring any procedure, in the order of the list."""
    with connection.cursor() as cursor:
        cursor.execute(_LIFE_EVENTS)
        return tuple(LifeEvent(*row) for row in cursor.fetchall())


def supplement_reasons(of: Definition) -> tuple[Reason, ...]:
    """The reasons for asking a supplement: the procedure's own, then the shared ones."""
    return (*of.supplement_reasons, *_shared("supplement-reasons"))


def refuse_reasons(of: Definition) -> tuple[Reason, ...]:
    """The reasons for a refusal: the procedure's own, then the shared ones."""
    return (*of.refuse_reasons, *_shared("refuse-reasons"))


def _shared(name: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(*row)
        for row in CodeItem.objects.filter(list=name).order_by("place").values_list("code", "title")
    )


# The public page


@dataclass(frozen=True, slots=True)
class Constituent:
    """One constituent of a procedure as the public page tells it, line by line (NĐ 63/2010/NĐ-CP Đ.8.2).

    ``point`` is the point of the law under which it stands beside others; ``unverified`` are the lines that nobody
    has checked yet.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    point: str = ""
    unverified: frozenset[str] = frozenset()


def constituents(of: Definition, *, on: date) -> tuple[Constituent, ...]:
    """The seven constituents, then what the procedure has of point h: form, result, conditions, fees."""
    told = {
        "title": (of.title,),
        "process": of.process,
        "channels": tuple(gettext(CHANNELS[channel]) for channel in of.channels),
        "papers": tuple(_papers(of)),
        "limit": tuple(filter(None, (f"{_limit(of)}.", of.limit_note))),
        "audience": tuple(gettext(AUDIENCES[kind]) for kind in of.audience),
        "competent": tuple(_competent(of, on)),
    }
    basic = [Constituent(name, gettext(title), told[name]) for name, title in CONSTITUENTS.items()]
    return (*basic, *_further(of))


def _further(of: Definition) -> Iterator[Constituent]:
    point = gettext("h) Mẫu đơn, kết quả, yêu cầu, phí")
    if of.form_name:
        yield Constituent("form", gettext("Mẫu đơn, mẫu tờ khai"), (of.form_name,), point)
    yield Constituent("result", gettext("Kết quả thực hiện"), (of.result.title,), point)
    if of.conditions:
        yield Constituent("conditions", gettext("Yêu cầu, điều kiện"), of.conditions, point)
    fees = tuple(map(_fee, of.fees)) or (gettext("Không thu phí, lệ phí."),)
    yield Constituent("fees", gettext("Phí, lệ phí"), fees, point)
    recalled = frozenset(str(law) for law in of.law if law.recalled)
    yield Constituent("law", gettext("Căn cứ pháp lý"), tuple(map(str, of.law)), unverified=recalled)


def _papers(of: Definition) -> Iterator[str]:
    for paper in of.papers:
        if_any = " " + gettext("(nếu có)") if paper.optional or paper.when else ""
        yield f"{paper.title}: {paper.quantity}{if_any}"
    yield gettext("Số lượng hồ sơ: %(n)s bộ") % {"n": of.sets}


def _limit(of: Definition) -> str:
    if of.rule.same_day_until:
        until = {"time": f"{of.rule.same_day_until:%H:%M}"}
        return gettext("Trong ngày làm việc; nhận sau %(time)s thì trả ngày làm việc tiếp theo") % until
    limit = {"limit": words.limit(of.rule.limit)}
    return gettext("%(limit)s kể từ khi nhận đủ hồ sơ hợp lệ") % limit


def _competent(of: Definition, on: date) -> Iterator[str]:
    if of.competent.agency:
        yield agencies.agency_by_key(of.competent.agency, on).name
    else:
        yield gettext("Ủy ban nhân dân xã, phường")
    if of.competent.unit:
        yield of.competent.unit


def _fee(fee: Fee) -> str:
    return f"{fee.name}: {price(fee)}. {fee.note}".strip()


def price(fee: Fee) -> str:
    """What a fee comes to, of whom and when it is paid: ``8.000 đồng/bản, nộp khi nộp hồ sơ``."""
    paid = f", {gettext(FEE_TIMES[fee.when])}" if fee.amount else ""
    return f"{_amount(fee)}{paid}{_while(fee)}"


def prices(of: Definition, *, on: date, channel: str = "") -> tuple[str, ...]:
    """What is paid at a glance, by the fees in force on a day: ``8.000 đồng/bản``; of one channel or of all."""
    asked = (fee for fee in of.fees if fee.holds(on) and (not channel or fee.channel in ("", channel)))
    return tuple(map(_amount, asked)) or (gettext("không thu"),)


def _amount(fee: Fee) -> str:
    per = f"/{gettext(fee.per)}" if fee.per else ""
    amount = f"{words.dong(fee.amount)}{per}" if fee.amount else gettext("không thu")
    return f"{amount} ({gettext(FEE_CHANNELS[fee.channel])})" if fee.channel else amount


def _while(fee: Fee) -> str:
    """From when to when a fee is in force, where its file says."""
    last = fee.until - timedelta(days=1) if fee.until else None
    told = [
        *([gettext("từ ngày %(day)s") % {"day": f"{fee.since:%d/%m/%Y}"}] if fee.since else []),
        *([gettext("đến hết ngày %(day)s") % {"day": f"{last:%d/%m/%Y}"}] if last else []),
    ]
    return "".join(f" {one}" for one in told)


COUNTED_BY = (gettext_noop("bản"), gettext_noop("trang"))
"""What fees are counted by in the procedures that ship; other words stay as their file has them."""

FEE_DESKS = {
    "reception": gettext_noop("Nộp tại quầy khi hồ sơ được tiếp nhận."),
    "supplement": gettext_noop("Nộp tại quầy khi bổ sung hồ sơ."),
    "return": gettext_noop("Nộp tại quầy khi nhận kết quả."),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A fee as its payer reads it: what it comes to, and where and when it is paid."""

    name: str
    price: str
    paid: str
    note: str


def owed(of: Definition, answers: Values, *, on: date, channel: str) -> tuple[Owed, ...]:
    """The fees that these normal answers owe on a day, in a case that comes through this channel."""
    return tuple(_owed(fee, answers) for fee in of.fees_for(answers, on, channel=channel))


def _owed(fee: Fee, answers: Values) -> Owed:
    if not fee.amount:
        return Owed(fee.name, gettext("không thu"), "", fee.note)
    owes = fee.owed(answers)
    per = gettext(fee.per) if fee.per else ""
    price = f"{words.dong(fee.amount)}/{per}" if owes is None else words.dong(owes)
    many = f" ({answers[fee.counts]} {per})" if fee.counts else ""
    return Owed(fee.name, f"{price}{many}", gettext(FEE_DESKS[fee.when]), fee.note)


def contacts(of: Definition, *, on: date) -> tuple[AgencyRow, ...]:
    """The responsible agencies with their telephones: the one that decides, or all units of its kind.

    Raises Missing when the agency does not exist on the day.
    """
    if slug := of.contact or of.competent.agency:
        return (agencies.agency_by_key(slug, on),)
    return agencies.agencies(on, kind=of.competent.kind)
