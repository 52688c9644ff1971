"""Cuts the workbook stream of an xls file into records, and takes texts and numbers out of them. Knows no sheets.

Source: [MS-XLS] 2.5.294 (texts), 2.5.217 (packed numbers); BIFF5 differs in its texts: bytes in a code page.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jiheng.readers.errors import DamagedFileError

CONTINUE = 0x3C
_HEAD = struct.Struct("<2H")
_LENGTH = struct.Struct("<H")
_LONG = struct.Struct("<I")
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_CODE_PAGES = {367: "ascii", 1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}
_CHINESE = "gb18030"


class Record(NamedTuple):
    """A record: its number, and its bytes as they were cut where a record may not be longer."""

    code: int
    parts: list[bytes]

    @property
    def data(self) -> bytes:
        return self.parts[0]


def records(stream: bytes, start: int, end: int, wanted: frozenset[int]) -> Iterator[Record]:
    """Yield the wanted records between two positions, each with what continues it.

    A caller that asks for few kinds pays little for the others: millions of cells may be styled and empty.
    """
    position = start
    end = min(end, len(stream))
    waiting: Record | None = None
    while position + 4 <= end:
        code, size = _HEAD.unpack_from(stream, position)
        body = position + 4
        if code == CONTINUE:
            if waiting is not None:
                waiting.parts.append(stream[body : body + size])
        else:
            if waiting is not None:
                yield waiting
            waiting = Record(code, [stream[body : body + size]]) if code in wanted else None
        position = body + size
    if waiting is not None:
        yield waiting


def encoding_of(code_page: int) -> str:
    """Return the codec of a code page; that of Chinese Windows where it is not known."""
    if code_page == 936:
        return _CHINESE
    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return _CHINESE
    return name


class Texts:
    """Takes texts one by one out of a record. `encoding` None means those of BIFF8, which say themselves what they are.

    Where a record is continued in the middle of a text, the continuation begins with a new byte of flags.
    """

    def __init__(self, parts: Sequence[bytes], position: int = 0, encoding: str | None = None) -> None:
        self._parts = parts
        self._index = 0
        self._position = position
        self._encoding = encoding

    def short(self) -> str:
        """Return a text whose length stands in one byte."""
        return self._text(self._take(1)[0])

    def long(self) -> str:
        """Return a text whose length stands in two bytes."""
        return self._text(int(_LENGTH.unpack(self._take(2))[0]))

    def characters(self, count: int) -> str:
        """Return a text of which the record says elsewhere how long it is."""
        return self._text(count)

    def _text(self, count: int) -> str:
        if self._encoding is not None:
            return self._take(count).decode(self._encoding, "replace")
        flags = self._take(1)[0]
        runs = _LENGTH.unpack(self._take(2))[0] if flags & _RICH else 0
        extension = _LONG.unpack(self._take(4))[0] if flags & _EXTENDED else 0
        text = self._unicode(count, wide=bool(flags & _WIDE))
        if runs or extension:
            self._skip(runs * 4 + extension)
        return text

    def _unicode(self, count: int, *, wide: bool) -> str:
        pieces: list[str] = []
        while True:
            width = 2 if wide else 1
            part = self._parts[self._index]
            fitting = min(count, (len(part) - self._position) // width)
            chunk = part[self._position : self._position + fitting * width]
            pieces.append(chunk.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._position += fitting * width
            count -= fitting
            if not count:
                return pieces[0] if len(pieces) == 1 else "".join(pieces)
            self._next_part()
            wide = bool(self._take(1)[0] & _WIDE)

    def _take(self, count: int) -> bytes:
        taken = self._parts[self._index][self._position : self._position + count]
        self._position += len(taken)
        while len(taken) < count:
            self._next_part()
            more = self._parts[self._index][: count - len(taken)]
            self._position = len(more)
            taken += more
        return taken

    def _skip(self, count: int) -> None:
        while count > (left := len(self._parts[self._index]) - self._position):
            count -= left
            self._next_part()
        self._position += count

    def _next_part(self) -> None:
        if self._index + 1 >= len(self._parts):
            raise DamagedFileError("文件已损坏：工作簿里的文字不完整。")
        self._index += 1
        self._position = 0
