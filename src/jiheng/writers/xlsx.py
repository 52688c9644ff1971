"""Drawings as a workbook: a sheet a form, on A4, every text a string, a fillable form protected except where one types.

Knows nothing of what the cells mean. Excel breaks no row over two pages and sizes no merged row, so every row's height
comes from `measure`. The same drawings give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import xlsxwriter

from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.checks import UnwritableTextError, checked
from jiheng.writers.grid import edges, header_rows
from jiheng.writers.look import FONTS, form_width, paper, tables
from jiheng.writers.measure import fitting_size, paragraph_size, row_heights, table_size, text_height

CHOICES_SHEET: Final = "选项"

_LONGEST_TEXT: Final = 32767
_LONGEST_NAME: Final = 31
# Programs show a longer text as ##### where the cell's number format is text.
_LONGEST_TEXT_FORMAT: Final = 255
_FORBIDDEN_IN_NAME: Final = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_A4: Final = 9
_TEXT_FORMAT: Final = 49
_GB2312_CHARSET: Final = 134
_PAGE_NUMBER: Final = "&C&9&P"


def write_xlsx(drawings: Sequence[Drawing]) -> bytes:
    """Return a workbook with one sheet for each drawing.

    Raises:
        UnwritableTextError: a text holds a control character, or more characters than a cell holds.
        BrokenDrawingError: cells overlap or leave their table, or there is nothing to write.
    """
    whole = checked(drawings)
    _refuse_long_texts(whole)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties({"title": whole[0].name, "created": _CREATED})
        book = _Book(workbook)
        for drawing, name in zip(whole, sheet_names(drawing.name for drawing in whole), strict=True):
            _Sheet(book, drawing, workbook.add_worksheet(name)).write()
        book.write_choices()
    return buffer.getvalue()


def sheet_names(names: Iterator[str]) -> list[str]:
    """Return valid sheet names, unique whatever their case, none of them the name of the sheet with the pick lists.

    >>> sheet_names(iter(["收入/支出", "收入/支出", ""]))
    ['收入／支出', '收入／支出(2)', '表']
    """
    taken = {CHOICES_SHEET, "history"}
    given: list[str] = []
    for name in names:
        valid = re.sub(r"\s+", " ", name.translate(_FORBIDDEN_IN_NAME)).strip() or "表"
        unique = next(one for one in _numbered(valid) if one.casefold() not in taken)
        taken.add(unique.casefold())
        given.append(unique)
    return given


def workbook_options() -> dict[str, object]:
    """Return how every workbook is written: texts stay texts. New each time, because XlsxWriter changes them."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        # Column widths count digits of the default font. Those of this one are 8 pixels wide without rounding, in every
        # program, so that columns are as wide as drawn. No text of the form is set in it.
        "default_format_properties": {"font_name": "Courier New", "font_size": 10},
        "default_row_height": 17,
        "default_column_width": 72,
    }


def _numbered(name: str) -> Iterator[str]:
    yield _shortened(name, _LONGEST_NAME)
    number = 2
    while True:
        suffix = f"({number})"
        yield _shortened(name, _LONGEST_NAME - len(suffix)) + suffix
        number += 1


def _shortened(name: str, units: int) -> str:
    # Excel counts UTF-16 units, so a rare character counts twice.
    return name.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


def _refuse_long_texts(drawings: Sequence[Drawing]) -> None:
    for drawing in drawings:
        for block in drawing.blocks:
            for shown in block.cells if isinstance(block, DrawnTable) else (block,):
                if len(shown.text) > _LONGEST_TEXT:
                    raise UnwritableTextError(
                        f"“{drawing.name}”的 {shown.path or '文字'} 有{len(shown.text)}个字符，"
                        f"电子表格的单元格最多容纳{_LONGEST_TEXT}个；请缩短文字，或改用 docx 格式。"
                    )


@dataclass(frozen=True, slots=True)
class _Style:
    """All that tells one cell format from another."""

    role: Role
    align: Align
    size: int
    border: bool = False
    fill: str | None = None
    editable: bool = False
    typed_as_text: bool = False
    quoted: bool = False

    def properties(self) -> dict[str, Any]:
        font = FONTS[self.role]
        optional = {
            "font_color": f"#{font.color}" if font.color else None,
            "bg_color": f"#{self.fill}" if self.fill else None,
            "num_format": _TEXT_FORMAT if self.typed_as_text else None,
            "quote_prefix": self.quoted or None,
        }
        return {
            "font_name": font.name,
            "font_size": self.size / 2,
            "font_charset": _GB2312_CHARSET,
            "bold": font.bold,
            "align": self.align.value,
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1 if self.border else 0,
            "locked": not self.editable,
            **{key: value for key, value in optional.items() if value is not None},
        }


@dataclass(slots=True)
class _Book:
    """The workbook with the formats and pick lists made so far."""

    workbook: xlsxwriter.Workbook
    formats: dict[_Style, Any] = field(default_factory=dict)
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)

    def format(self, style: _Style) -> Any:  # noqa: ANN401 -- XlsxWriter carries no types
        if style not in self.formats:
            self.formats[style] = self.workbook.add_format(style.properties())
        return self.formats[style]

    def list_reference(self, choices: tuple[str, ...]) -> str:
        column = self.lists.setdefault(choices, len(self.lists))
        letter = xlsxwriter.utility.xl_col_to_name(column)
        return f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(choices)}"

    def write_choices(self) -> None:
        if not self.lists:
            return
        sheet = self.workbook.add_worksheet(CHOICES_SHEET)
        for choices, column in self.lists.items():
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.very_hidden()


@dataclass(frozen=True, slots=True)
class _Area:
    """Rows and columns of a sheet, counting from 0, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class _Sheet:
    """One drawing on one sheet; all its tables share the columns that their boundaries cut together."""

    def __init__(self, book: _Book, drawing: Drawing, sheet: Any) -> None:  # noqa: ANN401 -- XlsxWriter carries no types
        self._book = book
        self._drawing = drawing
        self._sheet = sheet
        self._edges = edges(tables(drawing)) if tables(drawing) else (0, form_width(drawing))
        self._size = table_size(drawing)
        self._row = 0
        self._repeated: tuple[int, int] | None = None

    def write(self) -> None:
        self._set_columns()
        after_table = False
        for block in self._drawing.blocks:
            if isinstance(block, DrawnParagraph):
                self._write_paragraph(block)
            else:
                self._row += after_table and not block.joined
                self._write_table(block)
            after_table = isinstance(block, DrawnTable)
        self._set_page()
        if self._drawing.fillable:
            self._protect()

    def _set_columns(self) -> None:
        # Rounding each boundary, not each width, keeps the sum exact.
        pixels = [edge * 960 // 254 for edge in self._edges]
        for column, (left, right) in enumerate(pairwise(pixels)):
            self._sheet.set_column_pixels(column, column, right - left)

    def _write_paragraph(self, paragraph: DrawnParagraph) -> None:
        size = paragraph_size(paragraph, self._drawing)
        self._sheet.set_row(self._row, text_height(paragraph.text, self._edges[-1], size))
        style = _Style(paragraph.role, paragraph.align, size, quoted=_looks_like_formula(paragraph.text))
        self._put(_Area(self._row, 0, self._row, len(self._edges) - 2), paragraph.text, style)
        self._row += 1

    def _write_table(self, table: DrawnTable) -> None:
        heights = row_heights(table, self._size)
        for offset, height in enumerate(heights):
            self._sheet.set_row(self._row + offset, height)
        for cell in table.cells:
            room = sum(heights[cell.row - 1 : cell.row - 1 + cell.rows])
            self._write_cell(table, cell, fitting_size(table, cell, room, self._size))
        if header_rows(table):
            self._repeated = (self._row, self._row + header_rows(table) - 1)
        self._row += table.rows

    def _write_cell(self, table: DrawnTable, cell: DrawnCell, size: int) -> None:
        area = self._area(table, cell)
        style = _Style(
            role=cell.role,
            align=cell.align,
            size=size,
            border=True,
            fill=cell.fill,
            editable=cell.editable,
            typed_as_text=cell.editable and len(cell.text) <= _LONGEST_TEXT_FORMAT,
            quoted=_looks_like_formula(cell.text),
        )
        self._put(area, cell.text, style)
        if cell.choices:
            self._offer(area, cell.choices)

    def _area(self, table: DrawnTable, cell: DrawnCell) -> _Area:
        start = sum(table.widths[: cell.column - 1])
        end = sum(table.widths[: cell.column - 1 + cell.columns])
        top = self._row + cell.row - 1
        return _Area(top, self._edges.index(start), top + cell.rows - 1, self._edges.index(end) - 1)

    def _put(self, area: _Area, text: str, style: _Style) -> None:
        made = self._book.format(style)
        if (area.top, area.left) != (area.bottom, area.right):
            self._sheet.merge_range(area.top, area.left, area.bottom, area.right, "", made)
        if text:
            self._sheet.write_string(area.top, area.left, text, made)
        else:  # an empty string would be stored as content
            self._sheet.write_blank(area.top, area.left, None, made)

    def _offer(self, area: _Area, choices: tuple[str, ...]) -> None:
        self._sheet.data_validation(
            area.top,
            area.left,
            area.top,
            area.left,
            {
                "validate": "list",
                "source": self._book.list_reference(choices),
                "error_title": "不在可选范围内",
                "error_message": "请从下拉列表中选择。",
            },
        )

    def _set_page(self) -> None:
        page = paper(self._drawing)
        sheet = self._sheet
        sheet.set_paper(_A4)
        if self._drawing.landscape:
            sheet.set_landscape()
        sheet.set_margins(page.left / 25.4, page.right / 25.4, page.top / 25.4, page.bottom / 25.4)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(_PAGE_NUMBER)
        if self._row:
            sheet.print_area(0, 0, self._row - 1, len(self._edges) - 2)
            sheet.ignore_errors({"number_stored_as_text": f"A1:{self._last_cell()}"})
        if self._repeated is not None:
            sheet.repeat_rows(*self._repeated)

    def _last_cell(self) -> str:
        name: str = xlsxwriter.utility.xl_rowcol_to_cell(self._row - 1, len(self._edges) - 2)
        return name

    def _protect(self) -> None:
        self._sheet.protect("", {"format_rows": True, "format_columns": True, "insert_rows": True, "delete_rows": True})


def _looks_like_formula(text: str) -> bool:
    """Whether a program would take `text` for a formula as soon as somebody edits the cell."""
    return text.startswith(("=", "+", "-", "@"))
