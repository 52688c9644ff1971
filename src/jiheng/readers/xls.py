"""Reads the workbooks of Excel 5 to 2003 and of WPS (xls, et): bytes → Document, as Excel shows them. Knows no form.

The name also stands for the XML spreadsheets of Excel 2003, which other systems write and call .xls. Values of formulas
are those that were stored when the file was last saved.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jiheng.model import Document
from jiheng.readers.errors import DamagedFileError
from jiheng.readers.ole import SIGNATURE, open_container
from jiheng.readers.workbooks import Sheet, as_document
from jiheng.readers.xls_book import read_book
from jiheng.readers.xls_sheet import read_sheet
from jiheng.readers.xls_xml import read_sheets

_STREAMS = ("Workbook", "Book")


def read(data: bytes) -> Document:
    """Return the sheets of an xls workbook in their order. Raises a subclass of UnreadableFileError."""
    if not data.startswith(SIGNATURE):
        return as_document("xls", read_sheets(data))
    container = open_container(data)
    name = next((name for name in _STREAMS if name in container), _STREAMS[0])
    try:
        return as_document("xls", _sheets(container.stream(name)))
    except (struct.error, IndexError) as error:
        raise DamagedFileError("文件已损坏：工作簿里有不完整的记录。") from error


def _sheets(stream: bytes) -> Iterator[Sheet]:
    book = read_book(stream)
    for entry in book.sheets:
        sheet = Sheet(entry.name, entry.hidden, chart=not entry.worksheet)
        if entry.worksheet:
            read_sheet(stream, entry, book, sheet)
        yield sheet
