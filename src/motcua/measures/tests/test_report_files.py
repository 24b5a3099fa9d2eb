"""PDF, Word and Excel of a report, read back: the same numbers, in the form of NĐ 30/2020/NĐ-CP."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Cm
from openpyxl import load_workbook
from pypdf import PdfReader

from motcua.measures.reports import excel, form_ii06, pdf, resolution, word
from motcua.measures.reports.report import Change, Percent, Section, Table, told
from motcua.measures.tests.made_up import ASKED, AT, NAMES, SPOTS, report_of, row

COUNTED = {
    SPOTS[0]: row(1_200, 30, 4, 55, 2, online=900, over=33),
    SPOTS[1]: row(22_001, 3_300, 44, 1_155, 12, online=19_000, over=1_133),
    SPOTS[3]: row(7, 0, 0, 0, 0),
}
HEAD = [
    "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "/BC-UBND", "Hà Tĩnh, ngày 16 tháng 12 năm 2026", "BÁO CÁO", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
]  # fmt: skip

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def form():
    return report_of((form_ii06.section(COUNTED, form_ii06.fields(COUNTED)),), across=True)


@pytest.fixture(scope="module")
def report():
    before = {SPOTS[0]: row(1_100, 30, 9, 55, 2, online=100)}
    return report_of(
        resolution.sections(resolution.Known(ASKED, COUNTED, COUNTED, before, [], [], [], NAMES))
    )


def texts(table: Table) -> list[list[str]]:
    return [[told(cell) for cell in one.cells] for one in table.rows]


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def below_heads(grid, table: Table) -> list[list[str]]:
    rows = [[cell.text for cell in line.cells] for line in grid.rows]
    return rows[len(rows) - len(table.rows) :]


@pytest.mark.parametrize("of", ["form", "report"])
def test_the_pdf_says_every_number_and_every_sentence(of, request):
    one = request.getfixturevalue(of)
    content = pdf.write(one, at=AT)
    said = words(content)
    for table in one.tables:
        for cells in texts(table):
            assert " ".join(" ".join(cells).split()) in said
    for section in one.sections:
        assert all(" ".join(sentence.split()) in said for sentence in section.sentences)
    assert [text for text in HEAD if text not in said] == []
    assert content == pdf.write(one, at=AT), "equal input gives equal bytes"


@pytest.mark.parametrize("of", ["form", "report"])
def test_the_word_file_has_the_same_tables_and_sentences(of, request):
    one = request.getfixturevalue(of)
    document = Document(BytesIO(word.write(one, at=AT)))
    grids = document.tables[1:-1]
    assert [below_heads(grid, table) for grid, table in zip(grids, one.tables, strict=True)] == [
        texts(table) for table in one.tables
    ]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert [said for section in one.sections for said in section.sentences if said not in paragraphs] == []
    placed = [cell.text for grid in (document.tables[0], document.tables[-1]) for cell in grid._cells]
    around = " ".join(" ".join([*paragraphs, *placed]).split())
    assert [text for text in HEAD if text not in around] == []


def test_the_word_file_has_the_paper_and_the_face_of_the_decree(report):
    document = Document(BytesIO(word.write(report, at=AT)))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert Cm(3) <= page.left_margin <= Cm(3.5)
    assert Cm(1.5) <= page.right_margin <= Cm(2)
    assert Cm(2) <= page.top_margin <= Cm(2.5)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert 13 <= document.styles["Normal"].font.size.pt <= 14
    assert page.different_first_page_header_footer, "the number stands from the second page on"
    assert "PAGE" in page.header._element.xml


@pytest.mark.parametrize("lines", range(12, 40))
@pytest.mark.parametrize("kind", ["rows", "sentences"])
def test_signatures_never_stand_alone_on_a_page(form, lines, kind):
    (table,) = form.tables
    said = tuple(f"Câu số {number}." for number in range(lines))
    of = (
        Section("", (), (replace(table, rows=(table.rows[2],) * lines),))
        if kind == "rows"
        else Section("", said)
    )
    *_, last = PdfReader(BytesIO(pdf.write(report_of((of,), across=kind == "rows"), at=AT))).pages
    before = last.extract_text().partition("Nơi nhận")[0]
    assert table.rows[2].cells[1] in before if kind == "rows" else said[-1] in before


@pytest.mark.parametrize("of", ["form", "report"])
def test_word_keeps_the_last_lines_and_the_signatures_together(of, request):
    document = Document(BytesIO(word.write(request.getfixturevalue(of), at=AT)))
    *_, last, between, signatures = document.iter_inner_content()
    rows = last.rows[-2:] if of == "form" else []
    lines = [one for row in rows for cell in row.cells for one in cell.paragraphs] or [last]
    assert all(one.paragraph_format.keep_with_next for one in [*lines, between])
    assert "w:cantSplit" in signatures._tbl.xml


def test_a_long_name_of_an_agency_stands_on_two_lines_of_nearly_equal_length(form):
    left = Document(BytesIO(word.write(form, at=AT))).tables[0].cell(0, 0)
    assert [one.text for one in left.paragraphs][:2] == ["ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"]


@pytest.mark.parametrize("of", ["form", "report"])
def test_the_excel_file_holds_numbers_that_can_be_counted_with(of, request):
    one = request.getfixturevalue(of)
    book = load_workbook(BytesIO(excel.write(one, at=AT)))
    tables = list(one.tables)
    sheets = book.worksheets if len(tables) == 1 else book.worksheets[1:]
    for sheet, table in zip(sheets, tables, strict=True):
        wanted = [[counted_with(cell) for cell in row.cells] for row in table.rows]
        lines = [[as_read(value) for value in line[: len(table.columns)]] for line in sheet.values]
        assert [line for line in wanted if line not in lines] == []
    head = [value for line in book.worksheets[0].values for value in line if value]
    assert [text for text in HEAD if not any(text in str(value) for value in head)] == []


def counted_with(cell):
    match cell:
        case Percent(value):
            return round(float(value) / 100, 6)
        case Change(by):
            return round(float(by), 6)
        case None:
            return told(None)
        case str():
            return cell
    return round(float(cell), 6)


def as_read(value):
    return "" if value is None else value if isinstance(value, str) else round(float(value), 6)


def test_heads_that_columns_share_stand_over_them_in_word(form):
    grid = Document(BytesIO(word.write(form, at=AT))).tables[1]
    assert [cell.text for cell in grid.rows[0].cells[2:7]] == ["Số hồ sơ tiếp nhận"] * 4 + [
        "Số hồ sơ đã giải quyết"
    ]
    assert grid.rows[1].cells[1].text == "Lĩnh vực, công việc", "the head of its own spans both lines"
    assert grid.rows[2].cells[12].text == "(13)"
