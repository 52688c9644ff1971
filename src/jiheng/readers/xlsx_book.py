"""What the sheets of an xlsx workbook share: their list, the strings, the number formats. Knows no cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from jiheng.readers.errors import DamagedFileError
from jiheng.readers.format_codes import GENERAL, built_in
from jiheng.readers.packages import Package, stated_number

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


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

    sheets: tuple[SheetEntry, ...]
    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool

    def format_of(self, style: str | None) -> str:
        """Return the number format code of a cell style; General where the style is unknown."""
        index = stated_number(style, 0)
        return self.formats[index] if index < len(self.formats) else GENERAL

    def string(self, index: str) -> str:
        """Return a shared string. Raises DamagedFileError where the workbook has none of this number."""
        number = stated_number(index, len(self.strings))
        if number >= len(self.strings):
            raise DamagedFileError(f"文件已损坏：单元格引用了不存在的第 {index[:20]} 个共享文字。")
        return self.strings[number]


def read_book(package: Package) -> Book:
    """Return what the sheets share. Raises DamagedFileError where the workbook lists no sheet."""
    main = package.main_part()
    root = package.xml(main)
    sheets = tuple(_sheets(package, main, root))
    if not sheets:
        raise DamagedFileError("文件已损坏：工作簿里没有工作表。")
    properties = root.find(f"{MAIN}workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "") in ("1", "true")
    parts = {link.kind: link.target for link in package.relationships(main).values() if link.target is not None}
    return Book(
        sheets, _strings(package, parts.get("sharedStrings")), _formats(package, parts.get("styles")), from_1904
    )


def rich_text(element: etree._Element) -> str:
    """Return the text of a string item; the reading aids above Chinese or Japanese characters are left out."""
    pieces: list[str] = []
    for child in element:
        if child.tag == f"{MAIN}t":
            pieces.append(child.text or "")
        elif child.tag == f"{MAIN}r":
            pieces.extend(text.text or "" for text in child.iterchildren(f"{MAIN}t"))
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """Return a text with `_x000D_` and the like resolved, and every line end a single newline."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _sheets(package: Package, main: str, root: etree._Element) -> Iterator[SheetEntry]:
    links = package.relationships(main)
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        link = links.get(sheet.get(_LINK_ID, ""))
        name = sheet.get("name", "")
        if link is None or link.target is None:
            raise DamagedFileError(f"文件已损坏：工作表“{name}”没有内容部件。")
        yield SheetEntry(name, link.target, link.kind, sheet.get("state", "visible") != "visible")


def _strings(package: Package, part: str | None) -> Sequence[str]:
    if part is None or part not in package:
        return ()
    return [rich_text(item) for item in package.xml(part).iterchildren(f"{MAIN}si")]


def _formats(package: Package, part: str | None) -> Sequence[str]:
    if part is None or part not in package:
        return ()
    root = package.xml(part)
    own = {entry.get("numFmtId"): entry.get("formatCode", GENERAL) for entry in root.iter(f"{MAIN}numFmt")}
    return [_format(style.get("numFmtId", "0"), own) for style in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]


def _format(number: str, own: dict[str | None, str]) -> str:
    if number in own:
        return own[number]
    return built_in(stated_number(number, 0))
