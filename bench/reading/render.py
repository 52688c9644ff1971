"""Write damaged forms as docx, xlsx, html and text, by libraries that the product does not use for it.

Several forms go into one file: a page each, or a sheet each. Knows no layout and no damage.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import docx
from bench.reading.pages import Block, Case, Grid, Turn, starts
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.layouts.drawing import Align, DrawnCell, DrawnParagraph, Role

DIRECT = ("docx", "xlsx", "html", "text")
SUFFIX = {"text": "txt"}

_TWIPS = 56.7
_POINTS = {Role.TITLE: 18, Role.SUBTITLE: 11, Role.HEADING: 12}
_THIN = Side(style="thin")


def render(cases: Sequence[Case], format: str) -> bytes:
    """Return the bytes of a file with all of these forms."""
    return {"docx": _docx, "xlsx": _xlsx, "html": _html, "text": _text}[format](cases)


def _docx(cases: Sequence[Case]) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if cases[0].landscape:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(16)
    body = document.element.body
    for at, case in enumerate(cases):
        for xml in _docx_blocks(case.blocks if at == 0 else (Turn(), *case.blocks)):
            body.insert(len(body) - 1, parse_xml(xml))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for at, block in enumerate(blocks):
        if isinstance(block, Turn):
            yield f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>'
        elif isinstance(block, DrawnParagraph):
            yield _docx_paragraph(block.text, block.align, _POINTS.get(block.role, 10), nsdecls("w"))
        else:
            yield _docx_table(block)
            # Word joins two tables that touch, and wants a paragraph behind the last one.
            if at + 1 == len(blocks) or isinstance(blocks[at + 1], Grid):
                yield f"<w:p {nsdecls('w')}/>"


def _docx_paragraph(text: str, align: Align, points: int, names: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    look = f'<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{2 * points}"/></w:rPr>'
    return f'<w:p {names}><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r>{look}{lines}</w:r></w:p>'


def _docx_table(grid: Grid) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width * _TWIPS:.0f}"/>' for width in grid.widths)
    rows = "".join(f"<w:tr>{''.join(_docx_row(grid, row))}</w:tr>" for row in range(1, grid.rows + 1))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _docx_row(grid: Grid, row: int) -> Iterator[str]:
    column = 1
    over = {cell.column: cell for cell in grid.cells if cell.row <= row < cell.row + cell.rows}
    while column <= grid.columns:
        cell = over.get(column)
        span = cell.columns if cell else 1
        merge = ""
        if cell and cell.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
        text = cell.text if cell and cell.row == row else ""
        width = sum(grid.widths[column - 1 : column - 1 + span]) * _TWIPS
        look = f'<w:tcW w:w="{width:.0f}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{merge}<w:vAlign w:val="center"/>'
        yield f"<w:tc><w:tcPr>{look}</w:tcPr>{_docx_paragraph(text, cell.align if cell else Align.LEFT, 9)}</w:tc>"
        column += span


def _xlsx(cases: Sequence[Case]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, case in enumerate(cases, 1):
        _fill_sheet(book.create_sheet(f"表{number}"), case)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheet(sheet: Worksheet, case: Case) -> None:
    grids = [block for block in case.blocks if isinstance(block, Grid)]
    widths = max((grid.widths for grid in grids), key=len, default=(40, 40, 40, 40))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / 2
    sheet.page_setup.orientation = "landscape" if case.landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    row = 1
    for block in case.blocks:
        if isinstance(block, Grid):
            _fill_grid(sheet, block, row - 1)
            row += block.rows
        elif isinstance(block, DrawnParagraph):
            _fill_line(sheet, block, row, len(widths))
            row += 1
        else:
            row += 1


def _fill_line(sheet: Worksheet, block: DrawnParagraph, row: int, columns: int) -> None:
    _put(sheet, row, 1, block.text)
    sheet.cell(row, 1).font = Font(size=_POINTS.get(block.role, 10))
    sheet.cell(row, 1).alignment = Alignment(horizontal=block.align.value, wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    lines = max(1, len(block.text) // (columns * 10))
    sheet.row_dimensions[row].height = 28 if block.role is Role.TITLE else 16 * lines


def _fill_grid(sheet: Worksheet, grid: Grid, down: int) -> None:
    look = (Font(size=9), Border(_THIN, _THIN, _THIN, _THIN), Alignment(wrap_text=True, vertical="center"))
    for row in range(1, grid.rows + 1):
        for column in range(1, grid.columns + 1):
            one = sheet.cell(row + down, column)
            one.font, one.border, one.alignment = look
    for cell in grid.cells:
        _put(sheet, cell.row + down, cell.column, cell.text)
        if cell.rows > 1 or cell.columns > 1:
            end = (cell.row + cell.rows - 1 + down, cell.column + cell.columns - 1)
            sheet.merge_cells(start_row=cell.row + down, start_column=cell.column, end_row=end[0], end_column=end[1])
    for row, lines in _lines(grid).items():
        sheet.row_dimensions[row + down].height = 12.5 * lines + 4


def _lines(grid: Grid) -> dict[int, int]:
    """Return how many lines every row must hold, so that no text is hidden on a printed page."""
    lines = dict.fromkeys(range(1, grid.rows + 1), 1)
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        width = sum(grid.widths[cell.column - 1 : cell.column - 1 + cell.columns])
        fits = max(1, int((width * 0.9 - 2) / 3.3))
        rows = range(cell.row, cell.row + cell.rows)
        lacking = sum(-(-max(1, len(part)) // fits) for part in cell.text.split("\n")) - sum(lines[row] for row in rows)
        for row in rows:
            lines[row] += max(0, -(-lacking // cell.rows))
    return lines


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text as a text, also where it looks like a formula."""
    if text:
        cell = sheet.cell(row, column)
        cell.value = text
        cell.data_type = "s"


def _html(cases: Sequence[Case]) -> bytes:
    body = "<hr>".join("".join(map(_html_block, case.blocks)) for case in cases)
    head = '<meta charset="utf-8"><title>公开</title><style>td{border:1px solid}table{border-collapse:collapse}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def _html_block(block: Block) -> str:
    if isinstance(block, Turn):
        return '<p class="page">&nbsp;</p>'
    if isinstance(block, DrawnParagraph):
        return f'<p align="{block.align}">{_html_text(block.text)}</p>'
    cells = starts(block)
    rows = []
    for row in range(1, block.rows + 1):
        line = (cells[row, column] for column in range(1, block.columns + 1) if (row, column) in cells)
        rows.append(f"<tr>{''.join(map(_html_cell, line))}</tr>\n")
    return f"<table>{''.join(rows)}</table>"


def _html_cell(cell: DrawnCell) -> str:
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<td{rows}{columns}>{_html_text(cell.text)}</td>"


def _html_text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _text(cases: Sequence[Case]) -> bytes:
    return "\n\n\n".join("\n".join(_text_lines(case.blocks)) for case in cases).encode()


def _text_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Turn):
            yield from ("", "", "")
        elif isinstance(block, DrawnParagraph):
            yield from (one_line(block.text), "")
        else:
            cells = starts(block)
            for row in range(1, block.rows + 1):
                line = (cells.get((row, column)) for column in range(1, block.columns + 1))
                yield "\t".join(one_line(cell.text) if cell else "" for cell in line)


def one_line(text: str) -> str:
    """Return a text as one line of a text file shows it."""
    return re.sub(r"[\t\n]", " ", text)
