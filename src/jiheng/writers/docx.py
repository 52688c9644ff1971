"""Drawings as a Word document: own WordprocessingML in a small package, a section a form, tables exactly as drawn.

Knows nothing of what the cells mean; the parts that hardly change are in `word_parts`. The same drawings give the same
bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lxml import etree

from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.checks import checked
from jiheng.writers.grid import covering, header_rows
from jiheng.writers.look import FONTS, form_width, is_narrative, paper
from jiheng.writers.measure import paragraph_size, row_heights, table_size
from jiheng.writers.word_parts import FOOTER_ID, W, fixed_parts, serialized, word

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PIECES: Final = re.compile(r"[\n\t]|[^\n\t]+")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LONGEST_BOOKMARK: Final = 40
# A row up to this height, in points, is kept on one page; a taller one may break.
_KEPT_TOGETHER: Final = 120
_LOWEST_ROW: Final = 400


def write_docx(drawings: Sequence[Drawing]) -> bytes:
    """Return a document with one section for each drawing.

    Raises:
        UnwritableTextError: a text holds a control character.
        BrokenDrawingError: cells overlap or leave their table, or there is nothing to write.
    """
    whole = checked(drawings)
    document = etree.Element(f"{{{W}}}document", nsmap={"w": W, "r": _RELATIONS})
    body = word(document, "body")
    for number, drawing in enumerate(whole, 1):
        _write_drawing(body, drawing, number, last=number == len(whole))
    return _package({**fixed_parts(whole[0].name), "word/document.xml": serialized(document)})


def _package(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _write_drawing(body: etree._Element, drawing: Drawing, number: int, *, last: bool) -> None:
    start = len(body)
    previous = None
    for position, block in enumerate(drawing.blocks):
        following = drawing.blocks[position + 1 :][:1]
        if isinstance(block, DrawnParagraph):
            if drawing.is_letter and isinstance(previous, DrawnTable):
                # LibreOffice does not keep a heading with its text where it stands right below a table.
                _thin_paragraph(body, points=1)
            _write_paragraph(body, block, drawing)
        else:
            _separate(body, previous, block)
            _write_table(body, block, drawing, continued=any(_joins(one) for one in following))
        previous = block
    _end_section(body, drawing, last=last)
    _bookmark(body[start], drawing.name, number)


def _joins(block: DrawnTable | DrawnParagraph) -> bool:
    return isinstance(block, DrawnTable) and block.joined


def _separate(body: etree._Element, previous: DrawnTable | DrawnParagraph | None, table: DrawnTable) -> None:
    """Keep two tables two: Word makes one table of neighbours with nothing between them."""
    if isinstance(previous, DrawnTable):
        _thin_paragraph(body, points=1 if table.joined else 12)


def _thin_paragraph(body: etree._Element, points: int) -> etree._Element:
    properties = word(word(body, "p"), "pPr")
    word(properties, "spacing", before=0, after=0, line=points * 20, lineRule="exact")
    word(word(properties, "rPr"), "sz", val=2)
    return properties


def _end_section(body: etree._Element, drawing: Drawing, *, last: bool) -> None:
    # A section ends in a paragraph; the last one is the body's own, but a table may not stand right before it.
    if not last:
        section = word(_thin_paragraph(body, points=1), "sectPr")
    else:
        if not drawing.blocks or isinstance(drawing.blocks[-1], DrawnTable):
            _thin_paragraph(body, points=1)
        section = word(body, "sectPr")
    page = paper(drawing)
    word(section, "footerReference", type="default").set(f"{{{_RELATIONS}}}id", FOOTER_ID)
    word(section, "type", val="nextPage")
    size = word(section, "pgSz", w=_twips(page.width), h=_twips(page.height))
    if drawing.landscape:
        size.set(f"{{{W}}}orient", "landscape")
    sides = {side: _twips(getattr(page, side)) for side in ("top", "right", "bottom", "left")}
    word(section, "pgMar", **sides, header=_twips(8), footer=_twips(8), gutter=0)


def _bookmark(first: etree._Element, name: str, number: int) -> None:
    valid = re.sub(r"\W+", "_", name)[: _LONGEST_BOOKMARK - 8].strip("_")
    target = first if first.tag == f"{{{W}}}p" else first.find(f".//{{{W}}}p")
    if target is None:
        return
    word(target, "bookmarkStart", id=number, name=f"form{number}_{valid}")
    word(target, "bookmarkEnd", id=number)


def _write_paragraph(body: etree._Element, paragraph: DrawnParagraph, drawing: Drawing) -> None:
    element = word(body, "p")
    _write_paragraph_properties(word(element, "pPr"), paragraph, drawing)
    size = paragraph_size(paragraph, drawing)
    _write_text(element, paragraph.text, size if size != FONTS[paragraph.role].size else None)


def _write_paragraph_properties(properties: etree._Element, paragraph: DrawnParagraph, drawing: Drawing) -> None:
    side = _twips(paper(drawing).content_width - form_width(drawing)) // 2
    is_prose = is_narrative(drawing) and paragraph.role is Role.BODY
    word(properties, "pStyle", val=paragraph.role.value)
    if paragraph.role is Role.BODY and not is_prose:  # a line beside a table stands close to it
        word(properties, "spacing", before=0, after=40, line=240, lineRule="auto")
    if paragraph.role is Role.HEADING and drawing.is_letter:  # a chapter keeps away from a table above it
        word(properties, "spacing", before=160, after=0, line=360, lineRule="auto")
    indent = word(properties, "ind", left=side, right=side)
    if is_prose and paragraph.align is Align.LEFT:
        indent.set(f"{{{W}}}firstLineChars", "200")
        indent.set(f"{{{W}}}firstLine", str(2 * FONTS[Role.BODY].size * 10))
    word(properties, "jc", val=paragraph.align.value)


def _write_table(body: etree._Element, table: DrawnTable, drawing: Drawing, *, continued: bool) -> None:
    element = word(body, "tbl")
    size = table_size(drawing)
    _write_table_properties(element, table)
    heights = row_heights(table, size)
    repeated = header_rows(table)
    for row, cells in enumerate(covering(table), 1):
        line = word(element, "tr")
        properties = word(line, "trPr")
        if row <= repeated or heights[row - 1] <= _KEPT_TOGETHER:
            word(properties, "cantSplit")
        word(properties, "trHeight", val=_LOWEST_ROW, hRule="atLeast")
        if row <= repeated:
            word(properties, "tblHeader")
        for cell in cells:
            # The first line of a joined table stands for the last line of the one before it.
            open_below = continued and cell.row + cell.rows - 1 == table.rows
            _write_cell(line, _Shown(table, cell, row, size, open_below=open_below))


def _write_table_properties(element: etree._Element, table: DrawnTable) -> None:
    properties = word(element, "tblPr")
    total = sum(table.widths)
    word(properties, "tblW", w=_twips(total), type="dxa")
    word(properties, "jc", val="center")
    borders = word(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        word(borders, side, val="single", sz=4, space=0, color="000000")
    word(properties, "tblLayout", type="fixed")
    margins = word(properties, "tblCellMar")
    for side, width in (("top", 20), ("left", 57), ("bottom", 20), ("right", 57)):
        word(margins, side, w=width, type="dxa")
    grid = word(element, "tblGrid")
    for column in range(1, len(table.widths) + 1):
        word(grid, "gridCol", w=_span(table, column, 1))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one row shows of a cell: all of it, its first row, or the continuation of a merged one."""

    table: DrawnTable
    cell: DrawnCell
    row: int
    size: int
    open_below: bool


def _write_cell(line: etree._Element, shown: _Shown) -> None:
    cell = shown.cell
    continuation = shown.row > cell.row
    element = word(line, "tc")
    properties = word(element, "tcPr")
    word(properties, "tcW", w=_span(shown.table, cell.column, cell.columns), type="dxa")
    if cell.columns > 1:
        word(properties, "gridSpan", val=cell.columns)
    if cell.rows > 1:
        word(properties, "vMerge", val="continue" if continuation else "restart")
    if shown.open_below:
        word(word(properties, "tcBorders"), "bottom", val="nil")
    if cell.fill is not None:
        word(properties, "shd", val="clear", color="auto", fill=cell.fill)
    word(properties, "vAlign", val="center")
    paragraph = word(element, "p")
    style = word(paragraph, "pPr")
    word(style, "pStyle", val=cell.role.value)
    word(style, "jc", val=cell.align.value)
    if not continuation:
        _write_text(paragraph, cell.text, shown.size if shown.size != FONTS[cell.role].size else None)


def _write_text(paragraph: etree._Element, text: str, size: int | None) -> None:
    """Write `text` as one run, line feeds and tabs as elements; `size` where the style's own does not fit."""
    if not text:
        return
    run = word(paragraph, "r")
    if size is not None:
        properties = word(run, "rPr")
        word(properties, "sz", val=size)
        word(properties, "szCs", val=size)
    for piece in _PIECES.findall(text):
        if piece == "\n":
            word(run, "br")
        elif piece == "\t":
            word(run, "tab")
        else:
            element = word(run, "t")
            element.set(_SPACE, "preserve")
            element.text = piece


def _span(table: DrawnTable, column: int, columns: int) -> int:
    # Rounding each boundary, not each width, keeps sums exact.
    left = sum(table.widths[: column - 1])
    return _twips(left + sum(table.widths[column - 1 : column - 1 + columns])) - _twips(left)


def _twips(length: int) -> int:
    return (length * 14400 + 127) // 254
