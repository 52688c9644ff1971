"""What the sheets of an xls workbook share: their list, the strings, the number formats. Knows no cells.

BIFF8 is the format of Excel 97 to 2003 and of WPS (xls, et), BIFF5 that of Excel 5 and 95. Source: [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from jiheng.readers.errors import DamagedFileError, EncryptedFileError, UnsupportedFormatError
from jiheng.readers.format_codes import GENERAL, built_in
from jiheng.readers.number_formats import shown_number, shown_text
from jiheng.readers.xls_records import Record, Texts, encoding_of, records

BOF, EOF = 0x809, 0x0A
_BIFF5, _BIFF8 = 0x0500, 0x0600
_TWO = struct.Struct("<2H")
_WORKSHEET, _PROGRAM = 0, 6


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it, and where it stands in the stream."""

    name: str
    start: int
    end: int
    hidden: bool
    worksheet: bool


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share. Grows while its records are read, and is only read after that."""

    encoding: str | None = None
    sheets: list[SheetEntry] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    from_1904: bool = False

    def number(self, raw: str, style: int) -> str:
        """Return the text that Excel shows for a stored number."""
        return shown_number(raw, self._code(style), from_1904=self.from_1904)

    def text(self, text: str, style: int) -> str:
        """Return the text that Excel shows for a stored one; every line end is a single newline."""
        text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        return shown_text(text, self._code(style))

    def string(self, index: int) -> str:
        """Return a shared string. Raises DamagedFileError where the workbook has none of this number."""
        if index >= len(self.strings):
            raise DamagedFileError(f"文件已损坏：单元格引用了不存在的第 {index} 个共享文字。")
        return self.strings[index]

    def texts(self, record: Record, position: int) -> Texts:
        """Return the texts that stand in a record from a position on."""
        return Texts(record.parts, position, self.encoding)

    def _code(self, style: int) -> str:
        if style >= len(self.styles):
            return GENERAL
        number = self.styles[style]
        return self.codes[number] if number in self.codes else built_in(number)


def read_book(stream: bytes) -> Book:
    """Return what the sheets share. Raises DamagedFileError where the workbook lists no sheet."""
    book = Book()
    for record in records(stream, 0, len(stream), _WANTED):
        if record.code == EOF:
            break
        _TAKERS[record.code](book, record)
    if not book.sheets:
        raise DamagedFileError("文件已损坏：工作簿里没有工作表。")
    book.sheets = list(_with_ends(book.sheets, len(stream)))
    return book


def _with_ends(sheets: list[SheetEntry], end: int) -> Iterator[SheetEntry]:
    """Let each sheet end where the next one in the stream begins, so that none is gone through twice."""
    starts = sorted(sheet.start for sheet in sheets)
    ends = {start: following for start, following in pairwise([*starts, end]) if start < following}
    for sheet in sheets:
        if sheet.start not in ends:
            raise DamagedFileError(f"文件不完整：工作表“{sheet.name}”的内容不在文件里。")
        yield sheet._replace(end=ends[sheet.start])


def _take_version(book: Book, record: Record) -> None:
    version = _TWO.unpack_from(record.data)[0]
    if version not in (_BIFF5, _BIFF8):
        raise UnsupportedFormatError("这是 Excel 5.0 以前的工作簿，不能读取。", "请用 Excel 或 WPS 打开后另存为 xlsx。")
    book.encoding = None if version == _BIFF8 else encoding_of(936)


def _take_password(book: Book, record: Record) -> None:
    raise EncryptedFileError("文件设有打开密码，无法读取。")


def _take_code_page(book: Book, record: Record) -> None:
    if book.encoding is not None:
        book.encoding = encoding_of(int.from_bytes(record.data[:2], "little"))


def _take_first_day(book: Book, record: Record) -> None:
    book.from_1904 = record.data[:1] == b"\1"


def _take_format(book: Book, record: Record) -> None:
    texts = book.texts(record, 2)
    number = int.from_bytes(record.data[:2], "little")
    book.codes[number] = texts.long() if book.encoding is None else texts.short()


def _take_style(book: Book, record: Record) -> None:
    book.styles.append(_TWO.unpack_from(record.data)[1])


def _take_sheet(book: Book, record: Record) -> None:
    start, state, kind = struct.unpack_from("<IBB", record.data)
    if kind != _PROGRAM:
        name = book.texts(record, 6).short()
        book.sheets.append(SheetEntry(name, start, 0, bool(state & 0x3), kind == _WORKSHEET))


def _take_strings(book: Book, record: Record) -> None:
    (count,) = struct.unpack_from("<I", record.data, 4)
    texts = Texts(record.parts, 8)
    # A text takes three bytes at least, whatever the count promises.
    longest = sum(map(len, record.parts)) // 3
    book.strings = [texts.long() for _ in range(min(count, longest))]


_TAKERS: Mapping[int, Callable[[Book, Record], None]] = {
    0x22: _take_first_day,
    0x2F: _take_password,
    0x42: _take_code_page,
    0x85: _take_sheet,
    0xE0: _take_style,
    0xFC: _take_strings,
    0x41E: _take_format,
    BOF: _take_version,
}
_WANTED = frozenset((EOF, *_TAKERS))
