"""A sender's file as a person sees it, for pages that show where a value was read. Knows no form and no database.

Printed formats come as the sizes of their pages, whose pictures are drawn one by one; a text as its lines; all others
as the tables and paragraphs that their reader finds. This module is imported by the process that opens files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from jiheng import readers
from jiheng.model import Block, Break, Cell, Document, Paragraph, Place, ReadingError, Table
from jiheng.readers import archives, pictures
from jiheng.readers.encodings import decode
from jiheng.readers.errors import UnreadableFileError

_MOST_CELLS = 20_000
_MOST_COLUMNS = 200
_LINE_END = re.compile(r"\r\n|\n|\r")
_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]+)")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell, or an empty stretch of a row (`spot` is then empty)."""

    text: str
    spot: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row with its number in the sheet; `skipped` blank rows stood before it."""

    number: int
    cells: tuple[SourceCell, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows of cells; `letters` name the columns of a spreadsheet, and are empty elsewhere."""

    rows: tuple[SourceRow, ...]
    letters: tuple[str, ...] = ()
    is_table: bool = True


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of text outside tables, or of a text file."""

    text: str
    spot: str
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A sheet of a workbook; other formats have one without a name."""

    name: str
    blocks: tuple[SourceTable | SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be shown: pages (width and height), or numbered lines, or sheets. `is_cut`: the rest is too much."""

    pages: tuple[tuple[float, float], ...] = ()
    lines: tuple[SourceLine, ...] = ()
    sheets: tuple[SourceSheet, ...] = ()
    is_cut: bool = False


def spot_of(place: Place) -> str:
    """Return a name for a place that the form and the source have in common; empty for one that is nowhere."""
    if place == Place():
        return ""
    parts = (place.sheet, place.line, place.page, place.table, place.row, place.column)
    return "/".join("" if part is None else str(part) for part in parts)


def source_of(data: bytes, name: str, kind: str) -> Source | ReadingError:
    """Return what to show of a file of this kind, or why that cannot be."""
    try:
        inside = _unpacked(data, name)
        if kind in pictures.DRAWN:
            return Source(pages=pictures.page_sizes(inside, kind))
        if kind == "text":
            return _text(decode(inside))
        return _sheets(readers.read(inside, name))
    except UnreadableFileError as error:
        return ReadingError(error.code, error.message, error.advice)


def picture_of(data: bytes, name: str, kind: str, page: int) -> pictures.Picture | ReadingError:
    """Return the picture of a page, or why there is none."""
    try:
        return pictures.draw_page(_unpacked(data, name), kind, page)
    except UnreadableFileError as error:
        return ReadingError(error.code, error.message, error.advice)


def _unpacked(data: bytes, name: str) -> bytes:
    """Return the only file of an archive, else the bytes themselves."""
    if archives.kind_of(data, name) is None:
        return data
    (member,) = islice(archives.members(data, name), 1)
    if member.error is not None:
        raise member.error
    return member.data


def _text(content: str) -> Source:
    lines = _LINE_END.split(content)
    shown = islice(enumerate(lines, start=1), _MOST_CELLS)
    numbered = tuple(SourceLine(text, spot_of(Place(line=number))) for number, text in shown)
    return Source(lines=numbered, is_cut=len(lines) > len(numbered))


def _sheets(document: Document) -> Source:
    allowance = _Allowance()
    sheets = tuple(_sheet(name, blocks, allowance) for name, blocks in _by_sheet(document.blocks))
    return Source(sheets=tuple(sheet for sheet in sheets if sheet.blocks), is_cut=allowance.is_cut)


@dataclass(slots=True)
class _Allowance:
    """How many cells may still be shown of the whole file."""

    left: int = _MOST_CELLS
    is_cut: bool = False

    def takes(self, amount: int = 1) -> bool:
        self.left -= amount
        self.is_cut = self.is_cut or self.left < 0
        return self.left >= 0


def _by_sheet(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    name, gathered = "", list[Block]()
    for block in blocks:
        if isinstance(block, Break):
            if block.new_sheet is not None:
                yield name, gathered
                name, gathered = block.new_sheet, []
            continue
        name = name or _sheet_of(block) or ""
        gathered.append(block)
    yield name, gathered


def _sheet_of(block: Block) -> str | None:
    place = block.cells[0].place if isinstance(block, Table) and block.cells else getattr(block, "place", Place())
    return place.sheet if isinstance(place, Place) else None


def _sheet(name: str, blocks: Iterable[Block], allowance: _Allowance) -> SourceSheet:
    shown: list[SourceTable | SourceLine] = []
    for block in blocks:
        if isinstance(block, Table):
            shown.append(_table(block, allowance))
        elif isinstance(block, Paragraph) and allowance.takes():
            shown.append(SourceLine(block.text, spot_of(block.place)))
    return SourceSheet(name, tuple(shown))


def _table(table: Table, allowance: _Allowance) -> SourceTable:
    cells = [cell for cell in table.cells if cell.column <= _MOST_COLUMNS and allowance.takes()]
    allowance.is_cut = allowance.is_cut or len(cells) < len(table.cells)
    width = min(max((cell.column + cell.columns - 1 for cell in cells), default=0), _MOST_COLUMNS)
    down, across = _offset(cells)
    letters = tuple(_letters(column + across) for column in range(1, width + 1)) if down is not None else ()
    return SourceTable(tuple(_rows(cells, width, down or 0, allowance)), letters)


def _offset(cells: Sequence[Cell]) -> tuple[int | None, int]:
    """Return how far rows and columns of the table stand from those of the sheet; None where cells have no names."""
    for cell in cells:
        named = _CELL_NAME.fullmatch(cell.place.cell or "")
        if named is not None:
            return int(named[2]) - cell.row, _number(named[1]) - cell.column
    return None, 0


def _rows(cells: Sequence[Cell], width: int, down: int, allowance: _Allowance) -> Iterator[SourceRow]:
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    covered: dict[int, int] = {}
    before = 0
    for row in sorted(by_row):
        spanned = max(covered.values(), default=0)
        skipped = max(row - 1 - max(before, spanned), 0)
        # Rows that are covered from above stand in the source as well, or cells below would move up. One cell may cover
        # a million of them.
        empty = range(before + 1, row - skipped)
        if not allowance.takes(len(empty)):
            return
        yield from (SourceRow(at + down, tuple(_row(at, (), width, covered))) for at in empty)
        yield SourceRow(row + down, tuple(_row(row, by_row[row], width, covered)), skipped if before else 0)
        before = row


def _row(row: int, cells: Sequence[Cell], width: int, covered: dict[int, int]) -> Iterator[SourceCell]:
    """Yield the cells of a row and the gaps between them; `covered` says to which row each column is taken."""
    at = {cell.column: cell for cell in cells}
    column, gap = 1, 0
    while column <= width + 1:
        cell = at.get(column) if covered.get(column, 0) < row else None
        is_free = column <= width and cell is None and covered.get(column, 0) < row
        if gap and not is_free:
            yield SourceCell("", "", columns=gap)
            gap = 0
        if cell is not None:
            columns = min(cell.columns, width - column + 1)
            covered |= dict.fromkeys(range(column, column + columns), row + cell.rows - 1)
            yield SourceCell(cell.text, spot_of(cell.place), cell.rows, columns)
            column += columns
            continue
        gap += is_free
        column += 1


def _letters(column: int) -> str:
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value
