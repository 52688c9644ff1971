"""Streams one worksheet: its stored cells, merges, hidden rows and columns. Knows no number formats and no strings.

A sheet is never held as a tree: a file may style a million rows and fill three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from lxml import etree

from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.packages import Package, stated_number
from jiheng.readers.xlsx_book import MAIN, rich_text

MAX_CELLS = 1_000_000
_MAX_ROWS = 1_048_576
_MAX_COLUMNS = 16_384
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CELL, _VALUE, _FORMULA, _INLINE = (f"{MAIN}{tag}" for tag in ("c", "v", "f", "is"))
_HEADINGS = tuple(
    f"{MAIN}{tag}" for tag in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
)
_TAGS = (
    *(f"{MAIN}{tag}" for tag in ("row", "col", "mergeCell", "sheetProtection", "dataValidation")),
    *_HEADINGS,
)
_HEADING_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Z])')
_TRUE = ("1", "true", "on")


class StoredCell(NamedTuple):
    """A cell as stored: `type` as in the file (s, str, inlineStr, n, b, e, d), `raw` None where no value is stored."""

    row: int
    column: int
    type: str
    raw: str | None
    style: str | None
    formula: bool


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a worksheet part holds. Grows while the part is streamed, and is only read after that."""

    cells: list[StoredCell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    protected: bool = False
    validated: bool = False


def read_sheet(package: Package, part: str) -> Sheet:
    """Return what a worksheet part holds. Raises TooLargeFileError beyond a million cells."""
    sheet = Sheet()
    row = 0
    for element in package.stream(part, _TAGS):
        if element.tag == f"{MAIN}row":
            row = _take_row(sheet, element, row + 1)
            _forget(element)
        else:
            _take_setting(sheet, element)
    return sheet


def cell_name(row: int, column: int) -> str:
    """Return the name under which people know a cell.

    >>> cell_name(12, 2), cell_name(1, 703)
    ('B12', 'AAA1')
    """
    return f"{column_name(column)}{row}"


@cache
def column_name(column: int) -> str:
    """Return the letters that head a column."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def position(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell name, None where it is none.

    >>> position("B12"), position("$AAA$1"), position("")
    ((12, 2), (1, 703), None)
    """
    match = _REFERENCE.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if 1 <= row <= _MAX_ROWS and column <= _MAX_COLUMNS else None


def _take_row(sheet: Sheet, element: etree._Element, expected: int) -> int:
    """Take over the stored cells of a row; return its number (writers may leave out numbers that follow in order)."""
    row = stated_number(element.get("r"), expected)
    if element.get("hidden") in _TRUE:
        sheet.hidden_rows.add(row)
    column = 0
    for child in element.iterchildren(_CELL):
        place = position(child.get("r", "")) or (row, column + 1)
        column = place[1]
        cell = _stored(child, place)
        if cell is not None:
            sheet.cells.append(cell)
    if len(sheet.cells) > MAX_CELLS:
        raise TooLargeFileError(f"工作表有内容的单元格超过 {MAX_CELLS} 个。")
    return row


def _stored(element: etree._Element, place: tuple[int, int]) -> StoredCell | None:
    """Return what a cell stores, None for a cell that has only a style."""
    raw: str | None = None
    formula = False
    for child in element:
        if child.tag == _VALUE:
            raw = child.text or ""
        elif child.tag == _INLINE:
            raw = rich_text(child)
        elif child.tag == _FORMULA:
            formula = True
    if raw is None and not formula:
        return None
    return StoredCell(*place, element.get("t", "n"), raw, element.get("s"), formula)


def _forget(element: etree._Element) -> None:
    """Free a row that has been taken over, and the empty shells of the rows before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _take_setting(sheet: Sheet, element: etree._Element) -> None:
    match etree.QName(element).localname:
        case "mergeCell":
            sheet.merges.extend(_areas(element.get("ref", "")))
        case "col":
            sheet.hidden_columns.extend(_hidden(element))
        case "sheetProtection":
            sheet.protected = element.get("sheet") in _TRUE
        case "dataValidation":
            sheet.validated = True
        case _:
            words = _HEADING_CODES.sub(" ", element.text or "").strip()
            sheet.headings.extend([words] if words else [])
    if len(sheet.merges) > MAX_CELLS:
        raise TooLargeFileError(f"工作表的合并单元格超过 {MAX_CELLS} 处。")


def _areas(reference: str) -> Iterator[Area]:
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is not None and end is not None and start <= end and start[1] <= end[1]:
        yield Area(*start, *end)


def _hidden(column: etree._Element) -> Iterator[tuple[int, int]]:
    if column.get("hidden") in _TRUE:
        yield stated_number(column.get("min"), 1), stated_number(column.get("max"), _MAX_COLUMNS)
