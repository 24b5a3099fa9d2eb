"""Sets slips and results as PDF/A-2b with Typst; equal input gives equal bytes on every machine."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import cast

import segno
import typst

from motcua.documents.slips.sheets import (
    ControlSlip,
    Letterhead,
    Register,
    ReportSheet,
    ResultSheet,
    ReturnSlip,
    Slip01,
    Slip02,
    Slip03,
    Slip04,
    StopNotice,
)
from motcua.kernel.calendar import local

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parents[1] / "fonts"

_TEMPLATE = {
    Slip01: "mau-01.typ",
    Slip02: "mau-02.typ",
    Slip03: "mau-03.typ",
    Slip04: "mau-04.typ",
    StopNotice: "dung.typ",
    ControlSlip: "kiem-soat.typ",
    Register: "so-theo-doi.typ",
    ReportSheet: "bao-cao.typ",
    ResultSheet: "ket-qua.typ",
    ReturnSlip: "tra-ket-qua.typ",
}

# What the vendored font draws and a Vietnamese document needs: Latin with every Vietnamese letter, Greek,
# Cyrillic, signs. PDF/A refuses a letter without a glyph, so anything else is printed as an honest empty box.
_UNDRAWN = re.compile(
    "[^ -~\u00a0-\u036f\u0391-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e00-\u1e9b\u1ea0-\u1ef9\u2010\u2012-\u2022"
    "\u2026\u2030\u2032\u2033\u2039\u203a\u2074-\u2079\u20ab\u20ac\u2116\u2122\u2153\u2154\u2190-\u2195\u2212"
    "\u2248\u2260\u2264\u2265\u25a1]"
)
_PILED_MARKS = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_ENDLESS_WORD = re.compile(r"[^\s\u200b]{33,}")

TERRITORIES = ("tỉnh ", "thành phố ", "huyện ", "thị xã ", "xã ", "phường ", "thị trấn ", "đặc khu ")
_WITHIN_DATE = re.compile(" (?!ngày)")

_thread = threading.local()


def typeset(sheet: Letterhead) -> bytes:
    """The sheet as a PDF/A-2b file that screen readers can read (PDF/UA-1): a slip on A5, a result or report on A4.

    Any text is accepted; a naive instant raises ValueError. TT 01/2018 Đ.9, NĐ 30/2020 Phụ lục I.
    """
    url = sheet.tracking_url
    inputs = {"sheet": json.dumps(_plain(sheet)), "url": url, "qr": _drawn(url)}
    if isinstance(sheet, ReturnSlip) and sheet.invitation_url:
        inputs |= {"invitation": sheet.invitation_url, "invitation_qr": _drawn(sheet.invitation_url)}
    pdf = _compiler().compile(
        input=TEMPLATES / _TEMPLATE[type(sheet)],
        sys_inputs=inputs,
        pdf_standards=["a-2b", "ua-1"],
        timestamp=local(sheet.at).replace(microsecond=0),  # PDF knows whole seconds
    )
    return cast(bytes, pdf)


def day_in_words(at: datetime) -> str:
    """The local date as Vietnamese documents write it: "ngày 05 tháng 02 năm 2026" (NĐ 30/2020 Phụ lục I)."""
    return date_in_words(local(at))


def date_in_words(day: date) -> str:
    """A date as Vietnamese documents write it."""
    month = f"{day.month:02}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def moment_in_words(at: datetime) -> str:
    """The local instant to the minute: "09 giờ 05 phút, ngày 23 tháng 11 năm 2026"."""
    clock = local(at)
    return f"{clock.hour:02} giờ {clock.minute:02} phút, {day_in_words(at)}"


def place_name(territory: str) -> str:
    """The place as documents name it: ``Thành Sen`` of ``phường Thành Sen``, ``Phường 5`` (NĐ 30/2020 Phụ lục I)."""
    for kind in TERRITORIES:
        name = territory.removeprefix(kind)
        if name != territory and not name[:1].isdigit():
            return name
    return territory[:1].upper() + territory[1:]


def qr_code(url: str) -> segno.QRCode:
    """The QR code of ``url``, error correction M: a stamp or a fold may hide 15 % of it.

    The mask is fixed, because weighing all eight costs as much as the page; this one scores within 3 %.
    """
    return segno.make_qr(url, error="m", mask=2)


def _drawn(url: str) -> str:
    return qr_code(url).svg_inline(border=4)


def _compiler() -> typst.Compiler:
    """This thread's compiler; one serves a single call at a time, outside the interpreter lock."""
    if not hasattr(_thread, "compiler"):
        _thread.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts())
    compiler: typst.Compiler = _thread.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _plain(value: object) -> object:
    """``value`` as what JSON can say: texts made printable, instants in words, records as objects."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, datetime):
        return {"day": _unbroken(day_in_words(value)), "moment": _unbroken(moment_in_words(value))}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _unbroken(words: str) -> str:
    """An instant that a line may break only between the clock and the date."""
    return _WITHIN_DATE.sub("\u00a0", words)


def _printable(text: str) -> str:
    """``text`` on one line in letters that the font has; control marks go, an endless word may break."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    line = "".join(letter for letter in line if unicodedata.category(letter) not in {"Cc", "Cf"})
    line = _PILED_MARKS.sub(r"\1", _UNDRAWN.sub("□", line))
    return _ENDLESS_WORD.sub(lambda word: "\u200b".join(word.group()), line)
