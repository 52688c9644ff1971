"""Goes through one sheet of an xls workbook: its cells, merges, notes, hidden lines. Knows no other sheet."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from jiheng.readers import stored_values
from jiheng.readers.errors import DamagedFileError
from jiheng.readers.sheet_headings import plain_heading
from jiheng.readers.workbooks import Area, Sheet, ShownCell
from jiheng.readers.xls_book import BOF, EOF, Book, SheetEntry
from jiheng.readers.xls_records import Record, Texts, records

_CELL = struct.Struct("<3H")
_PAIR = struct.Struct("<2H")
_AREA = struct.Struct("<4H")
_NO_NUMBER = b"\xff\xff"
_NOTE_OBJECT, _CHART_OBJECT, _PICTURE_OBJECT = 0x19, 0x05, 0x08
_NOTE_GOES_ON = 0xFFFF


def read_sheet(stream: bytes, entry: SheetEntry, book: Book, sheet: Sheet) -> None:
    """Add to `sheet` what stands between the begin and the end of a sheet; a chart inside it is no part of it."""
    reading = _Reading(book, sheet)
    depth = 0
    for record in records(stream, entry.start, entry.end, _WANTED):
        if record.code == BOF:
            depth += 1
        elif record.code == EOF:
            depth -= 1
        elif depth == 1:
            _TAKERS[record.code](reading, record)
        if depth == 0:
            break
    if depth:
        raise DamagedFileError(f"文件不完整：工作表“{sheet.name}”没有读到结尾。")
    reading.finish()


class _Reading:
    """A sheet on its way from records to shown cells. Each method takes one kind of record."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._formula: tuple[int, int, int] | None = None
        self._object = (0, 0)
        self._words: dict[int, str] = {}
        self._notes: list[tuple[int, int, int]] = []

    def finish(self) -> None:
        """Give each note the words that stand in an object of its own."""
        for row, column, number in self._notes:
            self._sheet.comments.append(((row + 1, column + 1), self._words.pop(number, "")))

    def take_shared_label(self, record: Record) -> None:
        (index,) = struct.unpack_from("<I", record.data, 6)
        self._add_text(_CELL.unpack_from(record.data), self._book.string(index))

    def take_label(self, record: Record) -> None:
        self._add_text(_CELL.unpack_from(record.data), self._book.texts(record, 6).long())

    def take_number(self, record: Record) -> None:
        self._add_number(_CELL.unpack_from(record.data), stored_values.double(record.data, 6))

    def take_packed(self, record: Record) -> None:
        self._add_number(_CELL.unpack_from(record.data), stored_values.packed_number(record.data, 6))

    def take_packeds(self, record: Record) -> None:
        """Take numbers side by side: row and first column, then style and number of each, then the last column."""
        row, first = _PAIR.unpack_from(record.data)
        for index in range((len(record.data) - 6) // 6):
            (style,) = struct.unpack_from("<H", record.data, 4 + index * 6)
            self._add_number((row, first + index, style), stored_values.packed_number(record.data, 6 + index * 6))

    def take_truth_or_error(self, record: Record) -> None:
        row, column, _ = _CELL.unpack_from(record.data)
        value, is_error = record.data[6:8]
        self._add(row, column, stored_values.error(value) if is_error else stored_values.truth(value))

    def take_formula(self, record: Record) -> None:
        row, column, style = _CELL.unpack_from(record.data)
        self._formula = None
        if record.data[12:14] != _NO_NUMBER:
            self._add_number((row, column, style), stored_values.double(record.data, 6))
            return
        kind, value = record.data[6], record.data[8]
        if kind == 0:
            self._formula = (row, column, style)
        elif kind in (1, 2):
            self._add(row, column, stored_values.truth(value) if kind == 1 else stored_values.error(value))

    def take_result(self, record: Record) -> None:
        """Take the text that the formula before this gave."""
        if self._formula is not None:
            self._add_text(self._formula, self._book.texts(record, 0).long())
            self._formula = None

    def take_merges(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.data)
        for index in range(min(count, (len(record.data) - 2) // _AREA.size)):
            top, bottom, left, right = _AREA.unpack_from(record.data, 2 + index * _AREA.size)
            if top <= bottom and left <= right:
                self._sheet.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
        self._sheet.refuse_excess()

    def take_row(self, record: Record) -> None:
        row, *_, flags = struct.unpack_from("<7H", record.data)
        if flags & 0x20:
            self._sheet.hidden_rows.add(row + 1)

    def take_columns(self, record: Record) -> None:
        first, last, _, _, flags = struct.unpack_from("<5H", record.data)
        if flags & 0x1:
            self._sheet.hidden_columns.append((first + 1, last + 1))

    def take_protection(self, record: Record) -> None:
        self._sheet.protected = record.data[:1] == b"\1"

    def take_validation(self, record: Record) -> None:
        self._sheet.validated = True

    def take_heading(self, record: Record) -> None:
        if record.data:
            texts = self._book.texts(record, 0)
            words = plain_heading(texts.long() if self._book.encoding is None else texts.short())
            self._sheet.headings.extend([words] if words else [])

    def take_object(self, record: Record) -> None:
        kind, number = _PAIR.unpack_from(record.data, 4)
        self._object = (kind, number)
        if kind in (_CHART_OBJECT, _PICTURE_OBJECT):
            self._sheet.pictures.append("")

    def take_object_text(self, record: Record) -> None:
        (length,) = struct.unpack_from("<H", record.data, 10)
        if not length or len(record.parts) < 2:
            return
        words = Texts(record.parts[1:]).characters(length).replace("\r\n", "\n").replace("\r", "\n")
        kind, number = self._object
        if kind == _NOTE_OBJECT:
            self._words[number] = words
        else:
            self._sheet.pictures.append(words)

    def take_note(self, record: Record) -> None:
        row, column, _ = _CELL.unpack_from(record.data)
        if self._book.encoding is None:
            self._notes.append((row, column, struct.unpack_from("<H", record.data, 6)[0]))
            return
        words = record.data[6:].decode(self._book.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        if row == _NOTE_GOES_ON and self._sheet.comments:
            where, begun = self._sheet.comments[-1]
            self._sheet.comments[-1] = (where, begun + words)
        else:
            self._sheet.comments.append(((row + 1, column + 1), words))

    def _add_number(self, where: tuple[int, int, int], raw: str) -> None:
        row, column, style = where
        text = self._book.number(raw, style)
        self._add(row, column, text, "" if text else raw)

    def _add_text(self, where: tuple[int, int, int], raw: str) -> None:
        row, column, style = where
        text = self._book.text(raw, style)
        self._add(row, column, text, "" if text else raw)

    def _add(self, row: int, column: int, text: str, unshown: str = "") -> None:
        if text or unshown:
            self._sheet.cells.append(ShownCell(row + 1, column + 1, text, unshown))
            self._sheet.refuse_excess()


_TAKERS: Mapping[int, Callable[[_Reading, Record], None]] = {
    0x06: _Reading.take_formula,
    0x12: _Reading.take_protection,
    0x14: _Reading.take_heading,
    0x15: _Reading.take_heading,
    0x1C: _Reading.take_note,
    0x5D: _Reading.take_object,
    0x7D: _Reading.take_columns,
    0xBD: _Reading.take_packeds,
    0xD6: _Reading.take_label,
    0xE5: _Reading.take_merges,
    0xFD: _Reading.take_shared_label,
    0x1B6: _Reading.take_object_text,
    0x1BE: _Reading.take_validation,
    0x203: _Reading.take_number,
    0x204: _Reading.take_label,
    0x205: _Reading.take_truth_or_error,
    0x207: _Reading.take_result,
    0x208: _Reading.take_row,
    0x27E: _Reading.take_packed,
}
_WANTED = frozenset((BOF, EOF, *_TAKERS))
