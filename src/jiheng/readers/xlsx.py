"""Reads Excel workbooks: bytes → Document, a table a sheet, each cell with the text that Excel shows. Knows no form.

Values of formulas are those that were stored when the file was last saved.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.model import Document
from jiheng.readers.cell_names import position
from jiheng.readers.packages import Package, open_package
from jiheng.readers.workbooks import Sheet, as_document
from jiheng.readers.xlsx_book import MAIN, Book, SheetEntry, read_book, rich_text
from jiheng.readers.xlsx_sheet import read_sheet

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read(data: bytes) -> Document:
    """Return the sheets of an xlsx workbook in their order. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    return as_document("xlsx", _sheets(package, read_book(package)))


def _sheets(package: Package, book: Book) -> Iterator[Sheet]:
    for entry in book.sheets:
        sheet = Sheet(entry.name, entry.hidden, chart=entry.kind != "worksheet")
        if not sheet.chart:
            read_sheet(package, entry.part, book, sheet)
        if not sheet.hidden:
            _take_linked(package, entry, sheet)
        yield sheet


def _take_linked(package: Package, entry: SheetEntry, sheet: Sheet) -> None:
    for link in package.relationships(entry.part).values():
        if link.target is None or link.target not in package:
            continue
        if link.kind == "comments":
            sheet.comments.extend(_comments(package, link.target))
        elif link.kind == "drawing":
            words = (text.text or "" for text in package.xml(link.target).iter(f"{_DRAWING}t"))
            sheet.pictures.append("".join(words))


def _comments(package: Package, part: str) -> Iterator[tuple[tuple[int, int] | None, str]]:
    for comment in package.xml(part).iter(f"{MAIN}comment"):
        body = comment.find(f"{MAIN}text")
        yield position(comment.get("ref", "")), rich_text(body) if body is not None else ""
