"""A report as a Word file that its author goes on writing in, laid out by NĐ 30/2020/NĐ-CP Phụ lục I."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Opened
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Place
from docx.table import _Row as Line
from docx.text.paragraph import Paragraph

from motcua.documents import slips
from motcua.kernel.calendar import local
from motcua.measures.reports.report import Column, Report, Row, Table, groups, is_figure, told

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FONT = "Times New Roman"
BODY, HEAD, SMALL, TABLE, WIDE = Pt(13.5), Pt(12), Pt(11), Pt(11), Pt(7.5)
A4 = (Cm(21), Cm(29.7))
MARGINS = {"top_margin": Cm(2), "bottom_margin": Cm(2), "left_margin": Cm(3), "right_margin": Cm(1.8)}
MARGINS_ACROSS = MARGINS | {"right_margin": Cm(1.5)}
LINE, ROOM = 26, Pt(70)
"""Letters of a name in capitals that stand on one line; the room for a signature and a stamp."""
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"

CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def write(report: Report, *, at: datetime) -> bytes:
    """The report as .docx; ``at`` dates it."""
    document = _opened(report, at)
    _letterhead(document, report, at)
    _title(document, report)
    for section in report.sections:
        if section.heading:
            _said(document.add_heading("", 1 if section.chapter else 2), section.heading, bold=True)
        for sentence in section.sentences:
            _prose(document, sentence)
        for table in section.tables:
            _table(document, table)
    _signatures(document, report)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _opened(report: Report, at: datetime) -> Opened:
    document = Document()
    known = document.core_properties
    known.title, known.author, known.language = f"Báo cáo {report.subject}", report.agency, "vi-VN"
    known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None)
    known.comments = ""
    for name in ("Normal", "Heading 1", "Heading 2"):
        _style(document, name)
    page = document.sections[0]
    page.page_width, page.page_height = A4[::-1] if report.across else A4
    page.orientation = WD_ORIENT.LANDSCAPE if report.across else WD_ORIENT.PORTRAIT
    for margin, width in (MARGINS_ACROSS if report.across else MARGINS).items():
        setattr(page, margin, width)
    page.different_first_page_header_footer = True
    page.header_distance = Cm(1)
    _page_number(page.header.paragraphs[0])
    return document


def _style(document: Opened, name: str) -> None:
    """One face in every script: Word takes the one for Vietnamese letters from another attribute."""
    style = document.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = FONT, BODY, None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    colour = style.element.rPr.find(qn("w:color"))
    if colour is not None:
        style.element.rPr.remove(colour)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(6), Pt(6), 1.1


def _page_number(paragraph: Paragraph) -> None:
    """The number in the middle of the upper margin, not on the first page."""
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _letterhead(document: Opened, report: Report, at: datetime) -> None:
    """Who writes and for which State; below, on one line, the number and the place with the date."""
    (left, right), (number, dated) = _beside(document, 0.42, 2)
    for text, bold in ((report.parent, False), (report.agency, True)):
        for line in _halved(text.upper()):
            _line(left, line, size=HEAD, bold=bold)
    _rule(left.add_paragraph(), int(left.width or 0), Cm(2.5))
    _line(right, NATION, size=HEAD, bold=True)
    _line(right, MOTTO, size=Pt(13), bold=True)
    _rule(right.add_paragraph(), int(right.width or 0), Cm(5.4))
    _line(number, f"Số:          /{report.symbol}", size=Pt(13))
    _line(dated, f"{report.place}, {slips.date_in_words(local(at).date())}", size=Pt(13), italic=True)


def _halved(name: str) -> list[str]:
    """A name on one line, or on two of nearly equal length where one would break wherever it is full."""
    if len(name) <= LINE:
        return [name] if name else []
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda place: abs(2 * place - len(name)), default=len(name))
    return [name[:middle], name[middle + 1 :]]


def _title(document: Opened, report: Report) -> None:
    for text, bold, italic, size in (
        ("BÁO CÁO", True, False, Pt(14)),
        (report.subject, True, False, BODY),
        (report.days, False, False, BODY),
    ):
        _said(_tight(document.add_paragraph()), text, bold=bold, italic=italic, size=size).alignment = CENTER
    document.paragraphs[0].paragraph_format.space_before = Pt(14)
    _rule(document.add_paragraph(), _room(document), Cm(4))
    known = f"Số liệu đến {slips.moment_in_words(report.as_of)}" + (
        f" – {report.form}" if report.form else ""
    )
    _said(document.add_paragraph(), known, italic=True, size=SMALL).alignment = CENTER


def _prose(document: Opened, text: str) -> None:
    paragraph = _said(document.add_paragraph(), text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)


def _table(document: Opened, table: Table) -> None:
    if table.caption:
        caption = _said(document.add_paragraph(), table.caption, italic=True)
        caption.alignment, caption.paragraph_format.keep_with_next = CENTER, True
    across = document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    size = WIDE if len(table.columns) > 10 and not across else TABLE
    grid = document.add_table(0, len(table.columns), "Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _narrow(grid)
    heads = _heads(grid, table.columns, size)
    for row in table.rows:
        _row(grid, row, size)
    for row in grid.rows[:heads]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _widths(document, grid, [column.width for column in table.columns])


def _added(grid: Grid) -> Line:
    row: Line = grid.add_row()  # type: ignore[no-untyped-call]
    return row


def _heads(grid: Grid, columns: Sequence[Column], size: Pt) -> int:
    """The lines of heads: those that columns share over their own, then the numbers; returns how many there are."""
    shared = any(column.group for column in columns)
    if shared:
        _added(grid)
    titles = _added(grid).cells
    place = 0
    for group, covered in groups(columns) if shared else []:
        above = grid.rows[0].cells
        if group:
            _head(above[place].merge(above[place + covered - 1]), group, size)
        else:
            _head(above[place].merge(titles[place]), columns[place].title, size)
        place += covered
    for column, cell in zip(columns, titles, strict=True):
        if not shared or column.group:
            _head(cell, column.title, size)
    if any(column.number for column in columns):
        for column, cell in zip(columns, _added(grid).cells, strict=True):
            _head(cell, column.number, Pt(min(size.pt, 9)), number=True)
    return len(grid.rows)


def _head(cell: Place, text: str, size: Pt, *, number: bool = False) -> None:
    _said(_tight(cell.paragraphs[0]), text, bold=not number, italic=number, size=size).alignment = CENTER
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _row(grid: Grid, row: Row, size: Pt) -> None:
    added = _added(grid)
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, place in zip(row.cells, added.cells, strict=True):
        paragraph = _said(_tight(place.paragraphs[0]), told(cell), bold=row.strong, size=size)
        paragraph.alignment = RIGHT if is_figure(cell) else LEFT
        place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _widths(document: Opened, grid: Grid, shares: Sequence[int]) -> None:
    """The room between the margins, shared out; Word wants it said at every cell."""
    room = _room(document)
    for share, column in zip(shares, grid.columns, strict=True):
        column.width = int(room * share / sum(shares))
    for row in grid.rows:
        for cell, column in zip(row.cells, grid.columns, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = column.width


def _room(document: Opened) -> int:
    """How wide the lines are."""
    page = document.sections[0]
    return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)


def _narrow(grid: Grid) -> None:
    """Little room beside the words: a form of thirteen columns needs it for its figures."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def _signatures(document: Opened, report: Report) -> None:
    """Who receives, who signs and the room to sign: on one page, with the last lines before them."""
    for paragraph in _last_lines(document):
        paragraph.paragraph_format.keep_with_next = True
    between = _tight(document.add_paragraph())
    between.paragraph_format.keep_with_next = True
    ((left, right),) = _beside(document, 0.5, 1)
    _line(left, "Nơi nhận:", size=Pt(12), bold=True, italic=True, alignment=LEFT)
    for recipient in report.recipients:
        _line(left, f"- {recipient}", size=SMALL, alignment=LEFT)
    for title in report.signed_as:
        _line(right, title, size=BODY, bold=True)
    right.paragraphs[-1].paragraph_format.space_after = ROOM


def _last_lines(document: Opened) -> list[Paragraph]:
    """The last paragraph, or what stands in the last rows of a table: what keeps signatures from standing alone."""
    last = list(document.iter_inner_content())[-1]
    if isinstance(last, Paragraph):
        return [last]
    return [paragraph for row in last.rows[-2:] for cell in row.cells for paragraph in cell.paragraphs]


def _beside(document: Opened, share: float, lines: int) -> list[tuple[Place, Place]]:
    """Lines of two places side by side, without a frame; no line is torn between two pages."""
    grid = document.add_table(lines, 2)
    grid.autofit = False
    _widths(document, grid, [int(share * 100), int(100 - share * 100)])
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return [(row.cells[0], row.cells[1]) for row in grid.rows]


def _line(
    cell: Place,
    text: str,
    *,
    size: Pt,
    bold: bool = False,
    italic: bool = False,
    alignment: WD_ALIGN_PARAGRAPH = CENTER,
) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    _said(_tight(paragraph), text, bold=bold, italic=italic, size=size).alignment = alignment


def _tight(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1
    return paragraph


def _said(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: Pt | None = None
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    return paragraph


def _rule(paragraph: Paragraph, room: int, length: Length) -> None:
    """A line of some length in the middle of the room (NĐ 30/2020 Phụ lục I): the border of an empty paragraph."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    _said(_tight(paragraph), "", size=Pt(2))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Length(max(0, (room - length) // 2))
    shape.space_after, shape.line_spacing = Pt(4), Pt(3)
