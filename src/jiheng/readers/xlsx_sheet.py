"""Goes through one worksheet part: its cells, merges, hidden rows and columns. Knows nothing of other parts.

A long sheet is never held as a tree: a file may style a million rows and fill three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from jiheng.readers.cell_names import MAX_COLUMNS, position
from jiheng.readers.packages import Package, stated_number
from jiheng.readers.sheet_headings import plain_heading
from jiheng.readers.workbooks import Area, Sheet, ShownCell
from jiheng.readers.xlsx_book import MAIN, Book, rich_text

_ROW, _VALUE, _FORMULA, _INLINE = (f"{MAIN}{tag}" for tag in ("row", "v", "f", "is"))
_TAGS = (
    _ROW,
    *(f"{MAIN}{tag}" for tag in ("col", "mergeCell", "sheetProtection", "dataValidation")),
    *(f"{MAIN}{which}{where}" for which in ("odd", "even", "first") for where in ("Header", "Footer")),
)
_WIDE = 32
_FILLED = etree.XPath("*[*]")
_TRUE = ("1", "true", "on")


def read_sheet(package: Package, part: str, book: Book, sheet: Sheet) -> None:
    """Add to `sheet` what a worksheet part holds. Raises TooLargeFileError beyond a million cells."""
    row = 0
    for element in package.elements(part, _TAGS):
        if element.tag == _ROW:
            row = _take_row(sheet, book, element, row + 1)
        else:
            _take_setting(sheet, element)


def _take_row(sheet: Sheet, book: Book, element: etree._Element, expected: int) -> int:
    """Take over the filled cells of a row; return its number (writers may leave out numbers that follow in order)."""
    row = stated_number(element.get("r"), expected)
    if element.get("hidden") in _TRUE:
        sheet.hidden_rows.add(row)
    # Cells, too, may have no names: each then stands right of the one before it.
    last, steps = "", 0
    for child in _worth_a_look(element):
        name, filled = child.get("r"), len(child) > 0
        if name and (not filled or position(name)):
            last, steps = name, 0
        else:
            steps += 1
        if filled:
            start = position(last) or (row, 0)
            shown = _shown(child, (start[0], start[1] + steps), book)
            if shown is not None:
                sheet.cells.append(shown)
    sheet.refuse_excess()
    return row


def _worth_a_look(row: etree._Element) -> Iterable[etree._Element]:
    """Return the cells of a row; without the empty ones where many were styled and nothing hangs on their number."""
    if len(row) <= _WIDE:
        return row
    found = _FILLED(row)
    filled = [cell for cell in found if isinstance(cell, etree._Element)] if isinstance(found, list) else []
    return filled if all(cell.get("r") for cell in filled) else row


def _shown(element: etree._Element, where: tuple[int, int], book: Book) -> ShownCell | None:
    """Return what a cell shows, None for one that stores neither a value nor a formula."""
    raw: str | None = None
    formula = False
    for child in element:
        tag = child.tag
        if tag == _VALUE:
            raw = child.text or ""
        elif tag == _INLINE:
            raw = rich_text(child)
        elif tag == _FORMULA:
            formula = True
    kind = element.get("t", "n")
    if raw:
        text = book.shown(kind, raw, element.get("s"))
        return ShownCell(where[0], where[1], text, "" if text else raw)
    # An empty text is a result: =IF(A1="","",A1).
    return ShownCell(*where, "", uncomputed=kind != "str") if formula else None


def _take_setting(sheet: Sheet, element: etree._Element) -> None:
    match element.tag.rpartition("}")[2]:
        case "mergeCell":
            sheet.merges.extend(_areas(element.get("ref", "")))
        case "col":
            sheet.hidden_columns.extend(_hidden(element))
        case "sheetProtection":
            sheet.protected = element.get("sheet") in _TRUE
        case "dataValidation":
            sheet.validated = True
        case _:
            words = plain_heading(element.text or "")
            sheet.headings.extend([words] if words else [])
    sheet.refuse_excess()


def _areas(reference: str) -> Iterator[Area]:
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is None or end is None:
        return
    if start[0] <= end[0] and start[1] <= end[1]:
        yield Area(*start, *end)


def _hidden(column: etree._Element) -> Iterator[tuple[int, int]]:
    if column.get("hidden") in _TRUE:
        yield stated_number(column.get("min"), 1), stated_number(column.get("max"), MAX_COLUMNS)
