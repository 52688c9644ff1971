"""Makes blocks of the picture of a page: tables of its cells, paragraphs of what stands outside them.

A page that lies on its side or upside down is told by how badly it reads. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiheng.model import Block, Cell, Paragraph, Place, Table
from jiheng.readers.ruling import Grid, GridCell
from jiheng.readers.scan_joining import joined, paragraphs_of
from jiheng.readers.scan_page import Page, Pixels, open_page
from jiheng.readers.scan_sheet import Lines, Sheet, cut
from jiheng.readers.scan_strips import Strip
from jiheng.readers.scan_text import Recognised, Recogniser

_LEGIBLE = 0.5
_TRIED = 12
_LONG = 3


def blocks_of(picture: Pixels, recogniser: Recogniser, *, number: int, tables: int) -> list[Block]:
    """Return the blocks of one page, from the top down. `number` is its page, `tables` how many stand before it.

    Raises TooLargeFileError where more lines or cells stand on it than on any printed page.
    """
    sheet, read = _read(open_page(picture), recogniser)
    blocks: list[tuple[float, Block]] = []
    blocks += ((box[1], table) for box, table in _tables(sheet, read, Place(page=number), tables))
    said = [text for lines in sheet.outside for text in paragraphs_of(lines, read)]
    for row, text in enumerate(said, start=1):
        place = Place(page=number, row=row, box=sheet.page.shares(text.box))
        blocks.append((text.box[1], Paragraph(text.text, place, round(text.confidence, 4))))
    return [block for _, block in sorted(blocks, key=lambda pair: pair[0])]


def _read(page: Page, recogniser: Recogniser) -> tuple[Sheet, Mapping[int, Recognised]]:
    """Read a page; where that gives no sense, read it as it lies best."""
    sheet = cut(page)
    read = recogniser.read([strip.pixels for strip in sheet.strips])
    sure = _sureness(read, sheet.strips)
    if sheet.strips and sure < _LEGIBLE:
        turned = {quarters: cut(page.turned(quarters).deskewed()) for quarters in (1, 2, 3)}
        tried = {quarters: _tried(other, recogniser) for quarters, other in turned.items()}
        best = max(tried, key=lambda quarters: tried[quarters])
        if tried[best] > sure:
            sheet = turned[best]
            read = recogniser.read([strip.pixels for strip in sheet.strips])
    return sheet, {id(strip): one for strip, one in zip(sheet.strips, read, strict=True)}


def _tried(sheet: Sheet, recogniser: Recogniser) -> float:
    some = [strip for strip in sheet.strips if _is_long(strip)]
    some = some[:: max(len(some) // _TRIED, 1)][:_TRIED]
    return _sureness(recogniser.read([strip.pixels for strip in some]), some)


def _sureness(read: list[Recognised], strips: list[Strip]) -> float:
    """Return how sure the longer lines are on average; 0 where there are none."""
    sure = [one.confidence if one.text else 0.0 for one, strip in zip(read, strips, strict=True) if _is_long(strip)]
    return sum(sure) / len(sure) if sure else 0.0


def _is_long(strip: Strip) -> bool:
    height, width = strip.pixels.shape
    return bool(width >= _LONG * height)


def _tables(
    sheet: Sheet, read: Mapping[int, Recognised], page: Place, before: int
) -> Iterator[tuple[tuple[float, float, float, float], Table]]:
    for number, (grid, lines) in enumerate(zip(sheet.grids, sheet.cells, strict=True), start=before + 1):
        place = Place(page=page.page, table=number)
        yield grid.box, Table(tuple(_cells(sheet.page, grid, lines, read, place)), keeps_spans=True)


def _cells(
    page: Page, grid: Grid, lines: tuple[Lines, ...], read: Mapping[int, Recognised], table: Place
) -> Iterator[Cell]:
    for cell, inside in zip(grid.cells, lines, strict=True):
        said = joined(inside, read)
        place = _place(cell, page, table)
        text, sure = (said.text, round(said.confidence, 4)) if said else ("", None)
        yield Cell(text, cell.row, cell.column, place, cell.rows, cell.columns, sure)


def _place(cell: GridCell, page: Page, table: Place) -> Place:
    return Place(page=table.page, table=table.table, row=cell.row, column=cell.column, box=page.shares(cell.box))
