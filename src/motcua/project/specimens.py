"""Sample papers of the demonstration: one page that says what it stands for and that it is no real paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua import documents
from motcua.kernel.text import slug

FONTS = Path(documents.__file__).parent / "fonts"
PAGE = """
#set document(date: none)
#set page(paper: "a5", flipped: true, margin: 1.5cm, fill: rgb("#fffdf6"))
#set text(font: "Liberation Serif", size: 13pt, lang: "vi")
#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*]
#v(1fr)
#align(center, text(17pt, weight: "bold", upper(sys.inputs.title)))
#v(1fr)
#align(center, text(10pt, fill: luma(90))[Bản chụp mẫu của bản dùng thử, không có giá trị pháp lý])
"""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts)


@cache
def _content(title: str) -> bytes:
    return cast(bytes, _compiler().compile(input=PAGE.encode(), sys_inputs={"title": title}))


def specimen(title: str) -> SimpleUploadedFile:
    """A sample of a paper as a PDF, the same bytes for the same title."""
    return SimpleUploadedFile(f"{slug(title)[:60]}.pdf", _content(title), "application/pdf")
