"""The paper of every layout: A4, its margins, columns as wide as the layout says, nothing beyond the margins."""

from __future__ import annotations

from io import BytesIO

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from openpyxl import load_workbook

from drawings import grid
from jiheng import catalog
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import Drawing
from jiheng.layouts.frames import blank
from jiheng.writers import write_drawings
from jiheng.writers.look import fitted, form_width, paper, tables

MILLIMETRE = 72 / 25.4
MARGINS = ("top", "right", "bottom", "left")
every_layout = pytest.mark.parametrize("id", sorted(catalog.layouts()))


def blank_form(id: str) -> Drawing:
    layout = catalog.layout(id)
    return draw(blank(layout, year=2026), layout)


@every_layout
def test_tables_fill_the_width_between_the_margins_and_their_edges_meet(id: str) -> None:
    drawing = blank_form(id)
    widths = {sum(table.widths) for table in tables(drawing)}
    assert len(widths) <= 1, "tables of one form are equally wide"
    assert all(0.9 * paper(drawing).content_width <= width <= paper(drawing).content_width for width in widths)


@every_layout
def test_docx_has_the_paper_and_the_columns_of_the_layout(id: str) -> None:
    drawing = blank_form(id)
    document = docx.Document(BytesIO(write_drawings([drawing], "docx")))
    section = document.sections[0]
    size = (297, 210) if drawing.landscape else (210, 297)
    assert [round(one / Mm(1)) for one in (section.page_width or 0, section.page_height or 0)] == list(size)
    assert tuple(round((getattr(section, f"{side}_margin") or 0) / Mm(1)) for side in MARGINS) == drawing.margins
    written = [[round((column.width or 0) / Mm(1)) for column in table.columns] for table in document.tables]
    assert written == [list(table.widths) for table in tables(drawing)]


@every_layout
def test_xlsx_has_the_paper_of_the_layout_and_fits_its_width(id: str) -> None:
    drawing = blank_form(id)
    sheet = load_workbook(BytesIO(write_drawings([drawing], "xlsx"))).worksheets[0]
    a4 = 9
    assert int(sheet.page_setup.paperSize or 0) == a4
    assert (sheet.page_setup.orientation == "landscape") is drawing.landscape
    assert tuple(round(getattr(sheet.page_margins, side) * 25.4) for side in MARGINS) == drawing.margins
    properties = sheet.sheet_properties.pageSetUpPr
    assert properties is not None
    assert properties.fitToPage
    assert sheet.page_setup.fitToHeight == 0, "as many pages as it takes, one page wide"


@every_layout
def test_pdf_has_the_paper_of_the_layout_and_stays_between_its_margins(id: str) -> None:
    drawing = blank_form(id)
    document = pypdfium2.PdfDocument(write_drawings([drawing], "pdf"))
    page = document[0]
    size = (297, 210) if drawing.landscape else (210, 297)
    assert tuple(round(side / MILLIMETRE) for side in page.get_size()) == size
    shown = page.get_textpage()
    boxes = [shown.get_charbox(at) for at in range(shown.count_chars()) if shown.get_text_range(at, 1).strip()]
    _, right, _, left = drawing.margins
    assert min(box[0] for box in boxes) / MILLIMETRE >= left - 0.1
    assert max(box[2] for box in boxes) / MILLIMETRE <= size[0] - right + 0.1


def test_a_form_wider_than_its_paper_is_made_narrower() -> None:
    wide = grid([["甲", "乙", "丙"]], (100, 200, 100))
    narrower = fitted(wide)
    assert form_width(narrower) == paper(wide).content_width
    (table,) = tables(narrower)
    assert table.widths == (44, 89, 45)
    page = pypdfium2.PdfDocument(write_drawings([wide], "pdf"))[0]
    assert "丙" in page.get_textpage().get_text_bounded(right=(210 - 16) * MILLIMETRE)
    assert fitted(narrower) == narrower
