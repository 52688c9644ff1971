"""Reads binary Excel workbooks (xlsb): bytes → Document, a table a sheet, as Excel shows it. Knows no form.

Own records instead of a library, because the libraries give 0.95 where the sheet shows 95%. Values of formulas are
those that were stored when the file was last saved. Source: [MS-XLSB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jiheng.model import Document
from jiheng.readers.errors import DamagedFileError
from jiheng.readers.packages import Package, open_package
from jiheng.readers.workbooks import Sheet, as_document
from jiheng.readers.xlsb_book import SheetEntry, read_book
from jiheng.readers.xlsb_sheet import comments, read_sheet

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read(data: bytes) -> Document:
    """Return the sheets of an xlsb workbook in their order. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    try:
        return as_document("xlsb", _sheets(package))
    except (struct.error, IndexError) as error:
        raise DamagedFileError("文件已损坏：工作簿里有不完整的记录。") from error


def _sheets(package: Package) -> Iterator[Sheet]:
    book = read_book(package)
    for entry in book.sheets:
        sheet = Sheet(entry.name, entry.hidden, chart=entry.kind != "worksheet")
        if not sheet.chart:
            read_sheet(package.part(entry.part), book, sheet)
        if not sheet.hidden:
            _take_linked(package, entry, sheet)
        yield sheet


def _take_linked(package: Package, entry: SheetEntry, sheet: Sheet) -> None:
    for link in package.relationships(entry.part).values():
        if link.target is None or link.target not in package:
            continue
        if link.kind == "comments":
            sheet.comments.extend(comments(package.part(link.target)))
        elif link.kind == "drawing":
            words = (text.text or "" for text in package.xml(link.target).iter(f"{_DRAWING}t"))
            sheet.pictures.append("".join(words))
