"""Goes through one sheet of an xlsb workbook: its cells, merges, hidden rows and columns. Knows no other part."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping

from jiheng.readers import stored_values
from jiheng.readers.sheet_headings import plain_heading
from jiheng.readers.workbooks import Area, Sheet, ShownCell
from jiheng.readers.xlsb_book import Book, plain
from jiheng.readers.xlsb_records import Record, records, text

_LONG = struct.Struct("<I")
_CELL = struct.Struct("<II")
_AREA = struct.Struct("<4I")
_STYLE_BITS = 0xFFFFFF
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x1
_ROW, _RICH_TEXT = 0, 62
# A short cell stands right of the one before it and does not say its column; otherwise it is stored like its long kin.
_LONG_KIN = {12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}
_LAST_CELL = 11
_HEADINGS_START = 2
_COMMENT, _COMMENT_TEXT = 635, 637


def read_sheet(part: bytes, book: Book, sheet: Sheet) -> None:
    """Add to `sheet` what a sheet part holds. Raises TooLargeFileError beyond a million cells."""
    reading = _Reading(book, sheet)
    for record in records(part, _WANTED):
        _TAKERS.get(record.code, _Reading.take_cell)(reading, record)


def comments(part: bytes) -> Iterator[tuple[tuple[int, int] | None, str]]:
    """Yield the comments in a comments part, each with row and column."""
    where: tuple[int, int] | None = None
    for record in records(part, frozenset((_COMMENT, _COMMENT_TEXT))):
        if record.code == _COMMENT:
            row, _, column, _ = _AREA.unpack_from(record.data, 4)
            where = (row + 1, column + 1)
        else:
            yield where, plain(text(record.data, 1)[0])


class _Reading:
    """A sheet on its way from records to shown cells. Each method takes one kind of record."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = 0
        self._column = -1

    def take_row(self, record: Record) -> None:
        (self._row,) = _LONG.unpack_from(record.data)
        self._column = -1
        if record.data[11] & _HIDDEN_ROW:
            self._sheet.hidden_rows.add(self._row + 1)

    def take_cell(self, record: Record) -> None:
        kind, data = record
        if kind in _LONG_KIN:
            kind = _LONG_KIN[kind]
            data = _LONG.pack(self._column + 1) + data
        self._column, style = _CELL.unpack_from(data)
        raw, shown = self._value(kind, data, style & _STYLE_BITS)
        if raw:
            cell = ShownCell(self._row + 1, self._column + 1, shown, "" if shown else raw)
            self._sheet.cells.append(cell)
            self._sheet.refuse_excess()

    def _value(self, kind: int, data: bytes, style: int) -> tuple[str, str]:
        """Return what a cell stores, and what it shows; both empty for a cell that has only a style."""
        match kind:
            case 2:
                raw = stored_values.packed_number(data, 8)
                return raw, self._book.number(raw, style)
            case 5 | 9:
                raw = stored_values.double(data, 8)
                return raw, self._book.number(raw, style)
            case 3 | 11:
                raw = stored_values.error(data[8])
            case 4 | 10:
                raw = stored_values.truth(data[8])
            case 1:
                raw = ""
            case _:
                raw = self._text(kind, data)
                return raw, self._book.text(raw, style)
        return raw, raw

    def _text(self, kind: int, data: bytes) -> str:
        if kind == 7:
            return self._book.string(_LONG.unpack_from(data, 8)[0])
        return text(data, 9 if kind == _RICH_TEXT else 8)[0]

    def take_merge(self, record: Record) -> None:
        top, bottom, left, right = _AREA.unpack_from(record.data)
        if top <= bottom and left <= right:
            self._sheet.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
        self._sheet.refuse_excess()

    def take_columns(self, record: Record) -> None:
        first, last = _CELL.unpack_from(record.data)
        if record.data[16] & _HIDDEN_COLUMN:
            self._sheet.hidden_columns.append((first + 1, last + 1))

    def take_headings(self, record: Record) -> None:
        position = _HEADINGS_START
        while position < len(record.data):
            words, position = text(record.data, position)
            self._sheet.headings.extend(filter(None, [plain_heading(words)]))

    def take_protection(self, record: Record) -> None:
        self._sheet.protected = _LONG.unpack_from(record.data, 2)[0] == 1

    def take_validation(self, record: Record) -> None:
        self._sheet.validated = True


_TAKERS: Mapping[int, Callable[[_Reading, Record], None]] = {
    _ROW: _Reading.take_row,
    60: _Reading.take_columns,
    64: _Reading.take_validation,
    176: _Reading.take_merge,
    479: _Reading.take_headings,
    535: _Reading.take_protection,
}
_CELLS = (*range(1, _LAST_CELL + 1), *_LONG_KIN, _RICH_TEXT)
_WANTED = frozenset((*_TAKERS, *_CELLS))
