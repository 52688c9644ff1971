"""What the sheets of an xlsb workbook share: their list, the strings, the number formats. Knows no cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiheng.readers.errors import DamagedFileError
from jiheng.readers.format_codes import GENERAL, built_in
from jiheng.readers.number_formats import shown_number, shown_text
from jiheng.readers.packages import Package, Relationship
from jiheng.readers.xlsb_records import Record, records, text

_STRING, _CODE, _STYLE, _PROPERTIES, _SHEET = 19, 44, 47, 153, 156
_CELL_STYLES, _CELL_STYLES_END = 617, 618
_FROM_1904 = 0x1
_HEAD = struct.Struct("<2H")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. `kind` is worksheet, chartsheet, dialogsheet or macrosheet."""

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share. `formats` holds a format code for each cell style."""

    sheets: Sequence[SheetEntry]
    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool

    def number(self, raw: str, style: int) -> str:
        """Return the text that Excel shows for a stored number."""
        return shown_number(raw, self._code(style), from_1904=self.from_1904)

    def text(self, raw: str, style: int) -> str:
        """Return the text that Excel shows for a stored one."""
        return shown_text(plain(raw), self._code(style))

    def string(self, index: int) -> str:
        """Return a shared string. Raises DamagedFileError where the workbook has none of this number."""
        if index >= len(self.strings):
            raise DamagedFileError(f"文件已损坏：单元格引用了不存在的第 {index} 个共享文字。")
        return self.strings[index]

    def _code(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else GENERAL


def read_book(package: Package) -> Book:
    """Return what the sheets share. Raises DamagedFileError where the workbook lists no sheet."""
    main = package.main_part()
    links = package.relationships(main)
    sheets: list[SheetEntry] = []
    from_1904 = False
    for record in records(package.part(main), frozenset((_PROPERTIES, _SHEET))):
        if record.code == _SHEET:
            sheets.append(_sheet(record, links))
        else:
            from_1904 = bool(record.data[0] & _FROM_1904)
    if not sheets:
        raise DamagedFileError("文件已损坏：工作簿里没有工作表。")
    parts = {link.kind: link.target for link in links.values() if link.target is not None}
    strings = tuple(_strings(package, parts.get("sharedStrings")))
    return Book(sheets, strings, tuple(_formats(package, parts.get("styles"))), from_1904)


def plain(raw: str) -> str:
    """Return a text with every line end a single newline."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _sheet(record: Record, links: Mapping[str, Relationship]) -> SheetEntry:
    (state,) = struct.unpack_from("<I", record.data)
    link_id, position = text(record.data, 8)
    name, _ = text(record.data, position)
    link = links.get(link_id)
    if link is None or link.target is None:
        raise DamagedFileError(f"文件已损坏：工作表“{name}”没有内容部件。")
    return SheetEntry(name, link.target, link.kind, state != 0)


def _strings(package: Package, part: str | None) -> Iterator[str]:
    """Yield the strings; what follows the text of one (runs, reading aids) is left out."""
    if part is not None and part in package:
        for record in records(package.part(part), frozenset((_STRING,))):
            yield text(record.data, 1)[0]


def _formats(package: Package, part: str | None) -> Iterator[str]:
    """Yield the format code of each cell style; the styles on which those are built have a list of their own."""
    if part is None or part not in package:
        return
    own: dict[int, str] = {}
    inside = False
    for code, data in records(package.part(part), frozenset((_CODE, _STYLE, _CELL_STYLES, _CELL_STYLES_END))):
        if code == _CODE:
            own[_HEAD.unpack_from(data + bytes(2))[0]] = text(data, 2)[0]
        elif code == _STYLE and inside:
            number = _HEAD.unpack_from(data)[1]
            yield own[number] if number in own else built_in(number)
        elif code != _STYLE:
            inside = code == _CELL_STYLES
