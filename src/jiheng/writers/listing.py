"""Lists as a workbook: a sheet a list, headings frozen and filtered, words wrapped, printed across the page.

For what people sort and filter, where a Drawing is for what they print and sign. Knows nothing of what the rows mean.
The same lists give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from jiheng.writers.annotate.marks import writable
from jiheng.writers.measure import TALLEST_ROW, text_height
from jiheng.writers.xlsx import sheet_names, workbook_options

_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_A3, _A4 = 8, 9
# Millimetres beyond which a list that fits A4 could not be read.
_WIDE: Final = 360
_FONT: Final = "微软雅黑"
# Half-points: 9 pt.
_SIZE: Final = 18
_LONGEST_TEXT: Final = 32767
_HEADER_FILL: Final = "#E8F0F2"
_LINE: Final = "#DFE2DE"
_LINK: Final = "#1F4E5F"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide its column is, in millimetres; numbers stand in its middle."""

    heading: str
    width: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to the sheet of another list, named by its position among all of them."""

    text: str
    to: int


Value = str | int | Decimal | Link | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, column by column; `color` (RRGGBB) is that of its first text."""

    values: tuple[Value, ...]
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with a name, its columns and its rows. `marked` is the column that shows the rows' colours, from 0."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    marked: int = 0


def write_listings(listings: Sequence[Listing], title: str) -> bytes:
    """Return a workbook with one sheet for each list; `title` goes into the document properties."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties({"title": title, "created": _CREATED})
        names = sheet_names(listing.name for listing in listings)
        formats = _Formats(workbook)
        for listing, name in zip(listings, names, strict=True):
            _Sheet(workbook.add_worksheet(name), listing, names, formats).write()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Style:
    """All that tells one cell format from another."""

    is_header: bool = False
    is_number: bool = False
    is_link: bool = False
    color: str | None = None


class _Formats:
    """The cell formats made so far."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[_Style, Any] = {}

    def __getitem__(self, style: _Style) -> Any:  # noqa: ANN401 -- XlsxWriter carries no types
        if style not in self._made:
            self._made[style] = self._workbook.add_format(_properties(style))
        return self._made[style]


def _properties(style: _Style) -> dict[str, Any]:
    shared = {"font_name": _FONT, "font_size": _SIZE / 2, "border": 1, "border_color": _LINE, "text_wrap": True}
    if style.is_header:
        return {**shared, "bold": True, "bg_color": _HEADER_FILL, "align": "center", "valign": "vcenter"}
    colored = {"font_color": f"#{style.color}", "bold": True} if style.color else {}
    linked = {"font_color": _LINK, "underline": 1} if style.is_link else {}
    return {**shared, **colored, **linked, "align": "center" if style.is_number else "left", "valign": "top"}


class _Sheet:
    """One list on one sheet."""

    def __init__(self, sheet: Any, listing: Listing, names: Sequence[str], formats: _Formats) -> None:  # noqa: ANN401
        self._sheet = sheet
        self._listing = listing
        self._names = names
        self._formats = formats

    def write(self) -> None:
        for at, column in enumerate(self._listing.columns):
            self._sheet.set_column_pixels(at, at, column.width * 960 // 254)
            self._sheet.write_string(0, at, column.heading, self._formats[_Style(is_header=True)])
        self._sheet.set_row(0, 24)
        for number, row in enumerate(self._listing.rows, 1):
            self._sheet.set_row(number, self._height(row))
            for at, value in enumerate(row.values):
                self._put(number, at, value, row)
        self._set_page()

    def _height(self, row: Row) -> int:
        shown = zip(self._listing.columns, row.values, strict=True)
        heights = (text_height(_text(value), column.width, _SIZE) for column, value in shown)
        return min(TALLEST_ROW, max(heights))

    def _put(self, number: int, at: int, value: Value, row: Row) -> None:
        style = _Style(color=row.color if at == self._listing.marked else None)
        match value:
            case None:
                self._sheet.write_blank(number, at, None, self._formats[style])
            case Link():
                target = f"internal:'{self._names[value.to]}'!A1"
                made = self._formats[replace(style, is_link=True)]
                self._sheet.write_url(number, at, target, made, _text(value))
            case str():
                self._sheet.write_string(number, at, _text(value), self._formats[style])
            case _:
                self._sheet.write_number(number, at, value, self._formats[replace(style, is_number=True)])

    def _set_page(self) -> None:
        sheet, rows, last = self._sheet, len(self._listing.rows), len(self._listing.columns) - 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows, 1), last)
        sheet.repeat_rows(0)
        sheet.hide_gridlines(2)
        sheet.set_paper(_A3 if sum(column.width for column in self._listing.columns) > _WIDE else _A4)
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&L&9&A")
        sheet.set_footer("&C&9&P / &N")
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})


def _text(value: Value) -> str:
    """Return what a cell shows; a cell holds only so many characters, and the last of them say that more followed."""
    if value is None:
        return ""
    text = writable(value.text if isinstance(value, Link) else str(value))
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
