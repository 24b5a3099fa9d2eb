"""The targets of the resolution: a page that a Party committee reads in a minute, each with what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded
from motcua.kernel.refusals import Missing
from motcua.kernel.targets import Reading, Status, Threshold, Way
from motcua.measures import declaring, promising, readings, reads
from motcua.measures.counting import Asked
from motcua.measures.figures import sparkline
from motcua.measures.promising import Source, Target
from motcua.measures.readings import Kept
from motcua.registers import declaring as registers
from motcua.web import words
from motcua.web.access import needs

STATUS_WORDS: Mapping[Status, str] = {
    Status.MET: gettext_noop("Đạt"),
    Status.ON_TRACK: gettext_noop("Đúng lộ trình"),
    Status.NOT_MET: gettext_noop("Chưa đạt"),
    Status.NO_DATA: gettext_noop("Chưa có dữ liệu"),
    Status.NOT_APPLICABLE: gettext_noop("Không còn áp dụng"),
}
STATUS_COLOURS: Mapping[Status, str] = {
    Status.MET: "green",
    Status.ON_TRACK: "yellow",
    Status.NOT_MET: "red",
    Status.NO_DATA: "grey",
    Status.NOT_APPLICABLE: "grey",
}
SOURCE_WORDS: Mapping[Source, str] = {
    Source.LIVE: gettext_noop("từ hồ sơ đang chạy"),
    Source.HYBRID: gettext_noop("từ hồ sơ và số nhập"),
    Source.ENTERED: gettext_noop("số nhập có văn bản"),
}
THRESHOLD_WORDS: Mapping[Way, str] = {
    Way.AT_LEAST: gettext_noop("tối thiểu %(value)s"),
    Way.ABOVE: gettext_noop("trên %(value)s"),
    Way.AT_MOST: gettext_noop("trong nhóm %(value)s"),
}


WAITED: Mapping[str, str] = {
    "correspondence": gettext_noop("số liệu hồ sơ công việc, văn bản đi và đến"),
    "digitisation": gettext_noop("số liệu số hóa kết quả"),
    "eligibility": gettext_noop("danh mục thủ tục đủ điều kiện cung cấp trực tuyến"),
    "exchange": gettext_noop("số liệu kết nối, chia sẻ dữ liệu"),
    "legal": gettext_noop("sổ văn bản quy phạm pháp luật"),
    "papers": gettext_noop("số liệu dùng lại giấy tờ"),
    "payments": gettext_noop("số liệu thanh toán"),
    "surveys": gettext_noop("phiếu khảo sát sau giải quyết hồ sơ"),
    "transfers": gettext_noop("số liệu luân chuyển hồ sơ giữa các đơn vị"),
}
"""What measures wait for, by the name in their files."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target as pages show it."""

    code: str
    title: str
    word: str
    colour: str
    value: str
    told_on: str
    threshold: str
    trend: Sequence[tuple[str, str]]
    line: str
    responsible: str
    source: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class Group:
    """The targets of a part of the resolution: those that say something, and those that can say nothing."""

    title: str
    rows: Sequence[Row]
    silent: Sequence[Row]


NO_BREAK = "\N{NO-BREAK SPACE}"
SILENT = (Status.NO_DATA, Status.NOT_APPLICABLE)


@needs("board")
def targets(request: HttpRequest) -> HttpResponse:
    """All targets by group, with how many are met."""
    asked = _asked(request)
    found = readings.kept(promising.targets().values(), asked)
    names = _names(found, asked.as_of.date())
    counted = [one.status for one in found]
    context = {
        "as_of": asked.as_of,
        "counts": [
            {"text": gettext(text), "value": counted.count(status)} for status, text in STATUS_WORDS.items()
        ],
        "groups": [
            _group(group, list(those), names) for group, those in groupby(found, lambda one: one.target.group)
        ],
    }
    return render(request, "measures/targets.html", context)


@needs("board")
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target: its words, its definition, every value with what lies behind it."""
    known = promising.targets().get(code)
    if known is None:
        raise Missing("Không có chỉ tiêu này.")
    asked = _asked(request)
    [one] = readings.kept([known], asked)
    context = {
        "as_of": asked.as_of,
        "row": _row(one, _names([one], asked.as_of.date())),
        "target": one.target,
        "definition": _definition(one.target),
        "readings": [
            [_period(reading, asked.as_of.date()), _value(one.target, reading)]
            for reading in sorted(one.readings, key=lambda reading: reading.on, reverse=True)
        ],
        "behind": _behind(one.target),
    }
    return render(request, "measures/target.html", context)


def _asked(request: HttpRequest) -> Asked:
    at = request.at  # type: ignore[attr-defined]
    return Asked(local(reads.at_once(at=at).as_of))


def _names(found: Sequence[Kept], on: date) -> Mapping[str, str]:
    """What those who answer for targets are called on a day; a slug that nobody bears is shown as it is."""
    there = {one.slug: one.short_name for one in agencies.agencies(on, level="province")}
    return {
        slug: there.get(slug) or _successor(slug, on) for slug in {one.target.responsible for one in found}
    }


def _successor(slug: str, on: date) -> str:
    try:
        return agencies.agency_carrying(slug, on).short_name
    except Missing:
        return slug


def _group(title: str, those: Sequence[Kept], names: Mapping[str, str]) -> Group:
    return Group(
        title,
        [_row(one, names) for one in those if one.status not in SILENT],
        [_row(one, names) for one in those if one.status in SILENT],
    )


def _row(one: Kept, names: Mapping[str, str]) -> Row:
    told = sorted(one.readings, key=lambda reading: reading.on)
    return Row(
        code=one.target.code,
        title=one.target.title,
        word=gettext(STATUS_WORDS[one.status]).replace(" ", NO_BREAK),
        colour=STATUS_COLOURS[one.status],
        value=_value(one.target, one.newest) if one.newest else "",
        told_on=str(one.newest.on.year) if one.newest else "",
        threshold=_threshold(one.target.promise.threshold, one.target.unit),
        trend=[(str(reading.on.year), _reached(reading)) for reading in told[-4:]],
        line=sparkline(
            [reading.value for reading in told], falls=one.target.promise.threshold.way is Way.AT_MOST
        ),
        responsible=names[one.target.responsible],
        source=gettext(SOURCE_WORDS[one.target.source]),
        waits_for=_waits_for(one.target),
    )


def _waits_for(of: Target) -> str:
    """What has no data here yet, in words."""
    measure = declaring.measures()[of.value.measure] if of.value and of.value.measure else None
    waited = of.waits_for or (measure.waits_for if measure else "")
    return gettext(WAITED[waited]) if waited in WAITED else waited


def _threshold(of: Threshold, unit: str) -> str:
    said = gettext(THRESHOLD_WORDS[of.way]) % {"value": _figure(of.value)}
    return said if of.way is Way.AT_MOST else f"{said} {unit}"


def _value(of: Target, reading: Reading) -> str:
    return _reached(reading) if reading.beyond else f"{_reached(reading)} {of.unit}"


def _reached(reading: Reading) -> str:
    said = _figure(reading.value)
    return gettext("ngoài nhóm %(value)s") % {"value": said} if reading.beyond else said


def _figure(value: Fraction) -> str:
    """A value with one digit behind the comma, whole ones without; it was compared unrounded."""
    return words.number(int(value)) if value.denominator == 1 else words.number(rounded(value, 1))


def _period(reading: Reading, on: date) -> str:
    return f"{reading.on:%d/%m/%Y}" if reading.on == on else str(reading.on.year)


def _definition(of: Target) -> Sequence[Mapping[str, str]]:
    """How the value is taken, in words: the field, the part and the whole, by the labels of the register."""
    value = of.value
    if value is None:
        return ()
    rows = [(gettext("Cách xét"), gettext("từng năm đều phải đạt"))] if of.promise.each else []
    if value.measure:
        known = declaring.measures()[value.measure]
        rows.append((gettext("Chỉ số"), f"{known.title} ({known.code})"))
    if value.register:
        schema = registers.register(value.register).schema
        told = (
            (gettext("Giá trị"), value.field),
            (gettext("Tử số"), value.part),
            (gettext("Mẫu số"), value.whole),
            (gettext("Số hạng được công bố"), value.listed),
        )
        rows += [(text, field.label) for text, name in told if name and (field := schema.field(name))]
    if value.reduced_from:
        years = "–".join(str(year) for year in value.reduced_from)
        rows.append((gettext("So với"), years))
    if value.since:
        rows.append((gettext("Cộng dồn từ năm"), str(value.since)))
    return [{"key": key, "value": text} for key, text in rows]


def _behind(of: Target) -> Sequence[Mapping[str, Any]]:
    """Where the rows behind the value are."""
    found = []
    if of.value and of.value.register:
        register = registers.register(of.value.register)
        found.append({"href": reverse("register-rows", args=[register.code]), "text": register.title})
    return found
