"""What the sheets of an xlsx workbook share: their list, the strings, the number formats. Knows no cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from jiheng.readers.errors import DamagedFileError
from jiheng.readers.format_codes import GENERAL, built_in
from jiheng.readers.number_formats import shown_number, shown_text
from jiheng.readers.packages import Package, Relationship, stated_number

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TEXT, _READING_AID = f"{MAIN}t", f"{MAIN}rPh"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. `kind` is worksheet, chartsheet, dialogsheet or macrosheet."""

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share. `formats` holds a format code by the number of a cell style."""

    sheets: tuple[SheetEntry, ...]
    strings: Sequence[str]
    formats: Mapping[str | None, str] = field(default_factory=dict)
    from_1904: bool = False

    def shown(self, kind: str, raw: str, style: str | None) -> str:
        """Return the text that Excel shows for a stored value; `kind` as in the file (s, str, inlineStr, n, b, e, d).

        Raises DamagedFileError where it is a shared string that the workbook does not have.
        """
        code = self.formats.get(style, GENERAL)
        match kind:
            case "s":
                return shown_text(self._string(raw), code)
            case "n":
                return shown_number(raw, code, from_1904=self.from_1904)
            case "inlineStr":
                return shown_text(raw, code)
            case "str":
                return shown_text(unescaped(raw), code)
            case "b":
                return "TRUE" if raw == "1" else "FALSE"
            case "d":
                return _iso_date(raw, code)
            case _:
                return raw

    def _string(self, index: str) -> str:
        try:
            number = int(index)
        except ValueError:
            number = -1
        if not 0 <= number < len(self.strings):
            raise DamagedFileError(f"文件已损坏：单元格引用了不存在的第 {index[:20]} 个共享文字。")
        return self.strings[number]


def read_book(package: Package) -> Book:
    """Return what the sheets share. Raises DamagedFileError where the workbook lists no sheet."""
    main = package.main_part()
    root = package.xml(main)
    links = package.relationships(main)
    sheets = tuple(_sheets(links, root))
    if not sheets:
        raise DamagedFileError("文件已损坏：工作簿里没有工作表。")
    properties = root.find(f"{MAIN}workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "") in ("1", "true")
    parts = {link.kind: link.target for link in links.values() if link.target is not None}
    strings = _strings(package, parts.get("sharedStrings"))
    return Book(sheets, strings, _formats(package, parts.get("styles")), from_1904)


def rich_text(element: etree._Element) -> str:
    """Return the text of a string item; the reading aids above Chinese or Japanese characters are left out."""
    if len(element) == 1 and element[0].tag == _TEXT:
        return unescaped(element[0].text or "")
    texts: Iterable[etree._Element] = element.iter(_TEXT)
    if element.find(_READING_AID) is not None:
        aids = set(element.iterfind(f"{_READING_AID}/{_TEXT}"))
        texts = (text for text in texts if text not in aids)
    return unescaped("".join([text.text or "" for text in texts]))


def unescaped(text: str) -> str:
    """Return a text with `_x000D_` and the like resolved, and every line end a single newline."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        # A character beyond the first plane is written as two halves; one half alone is none.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _sheets(links: Mapping[str, Relationship], root: etree._Element) -> Iterator[SheetEntry]:
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        link = links.get(sheet.get(_LINK_ID, ""))
        name = sheet.get("name", "")
        if link is None or link.target is None:
            raise DamagedFileError(f"文件已损坏：工作表“{name}”没有内容部件。")
        yield SheetEntry(name, link.target, link.kind, sheet.get("state", "visible") != "visible")


def _strings(package: Package, part: str | None) -> Sequence[str]:
    if part is None or part not in package:
        return ()
    return [rich_text(item) for item in package.elements(part, (f"{MAIN}si",))]


def _formats(package: Package, part: str | None) -> Mapping[str | None, str]:
    if part is None or part not in package:
        return {}
    root = package.xml(part)
    own: dict[str, str] = {
        entry.get("numFmtId", ""): entry.get("formatCode", GENERAL)
        for entry in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    styles = root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    formats: dict[str | None, str] = {
        str(index): _format(style.get("numFmtId", "0"), own) for index, style in enumerate(styles)
    }
    # A cell that names no style has the first.
    formats[None] = formats.get("0", GENERAL)
    return formats


def _format(number: str, own: Mapping[str, str]) -> str:
    return own[number] if number in own else built_in(stated_number(number, 0))


def _iso_date(raw: str, code: str) -> str:
    """Return a date that is stored as ISO 8601 instead of a serial number, as its format shows it."""
    try:
        days = datetime.fromisoformat(raw).replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
    except ValueError:
        return raw
    return shown_number(repr(days.total_seconds() / 86400), code)
