"""Drawings as a PDF/A: tagged, fonts embedded, a page or more for each form. No office suite takes part.

The program that sets the page is `form.typ`; the drawing goes into it as values, so that no text can become markup. The
same drawings and the same date give the same bytes. Knows nothing of what the cells mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pylopdf_fonts_zh_cn

from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.checks import UnwritableTextError, checked
from jiheng.writers.grid import cell_width, covering, header_rows
from jiheng.writers.look import RED, form_width, is_narrative, paper
from jiheng.writers.measure import is_one_page, paragraph_size, row_heights, table_size, text_height
from jiheng.writers.pdf_texts import lines

if TYPE_CHECKING:
    import typst

_STANDARD: Final = "a-2b"
_BEIJING: Final = timezone(timedelta(hours=8))
_PADDING: Final = 2
_POINTS_IN_10_INCHES: Final = 720
_INCH: Final = 254
# Rows that take no more of a page than one part in so many stay on one; taller ones may break.
_KEPT_SHARE: Final = 3
# A form of so many hundredths of a page by our measure has no break, whatever typst makes of its lines.
_SURELY: Final = 95
_GAP: Final = 4
# Control characters have no shape, and those for private use have another in each font.
_SHAPELESS: Final = re.compile(r"[\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010fffd]")
# The compiler's words, and how it writes an unusual character in them.
_MISSING: Final = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")


def write_pdf(drawings: Sequence[Drawing], *, dated: date | None = None) -> bytes:
    """Return a PDF/A-2b with one page or more for each drawing.

    `dated` is the day that the file says it was made on; today in China where none is given.

    Raises:
        UnwritableTextError: a text holds a control character, or a character that no font of this machine has.
        BrokenDrawingError: cells overlap or leave their table, or there is nothing to write.
    """
    whole = checked(drawings)
    _refuse_shapeless(whole)
    book = _book(whole, dated or datetime.now(_BEIJING).date())
    with suppress(_NoGlyphError):
        return _set(book, installed_too=False)
    try:  # rare characters, as in names: the fonts of the machine are looked through only then, for that takes time
        return _set(book, installed_too=True)
    except _NoGlyphError as error:
        raise _unwritable(whole, error.text) from error


def _refuse_shapeless(drawings: Sequence[Drawing]) -> None:
    shapeless = (_SHAPELESS.search(text) for _, _, text in _texts(drawings))
    first = next(filter(None, shapeless), None)
    if first is not None:
        raise _unwritable(drawings, first[0])


class _NoGlyphError(Exception):
    """No font at hand shows `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def _set(book: dict[str, Any], *, installed_too: bool) -> bytes:
    import typst  # noqa: PLC0415 -- 40 MB that only a PDF needs

    year, month, day = book["date"]
    try:
        made = typst.compile(
            _program(),
            font_paths=_fonts(installed_too=installed_too),
            sys_inputs={"book": json.dumps(book, ensure_ascii=False)},
            pdf_standards=[_STANDARD],
            timestamp=datetime(year, month, day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        missing = _MISSING.search(error.message)
        if missing is None:
            raise
        raise _NoGlyphError(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), missing["text"])) from error
    return made


@cache
def _program() -> bytes:
    return resources.files(__package__).joinpath("form.typ").read_bytes()


@cache
def _fonts(*, installed_too: bool) -> typst.Fonts:
    import typst  # noqa: PLC0415 -- 40 MB that only a PDF needs

    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(include_system_fonts=installed_too, include_embedded_fonts=True, font_paths=[Path(folder)])


def _book(drawings: Sequence[Drawing], dated: date) -> dict[str, Any]:
    return {
        "title": _title(drawings[0]),
        "date": (dated.year, dated.month, dated.day),
        "red": RED,
        "forms": [_form(drawing) for drawing in drawings],
    }


def _title(drawing: Drawing) -> str:
    printed = (block.text for block in drawing.blocks if isinstance(block, DrawnParagraph) and block.role is Role.TITLE)
    return " ".join((drawing.name, *printed))


def _form(drawing: Drawing) -> dict[str, Any]:
    page = paper(drawing)
    return {
        "paper": (page.width, page.height),
        "margins": drawing.margins,
        "width": form_width(drawing),
        "narrative": is_narrative(drawing),
        "size": table_size(drawing),
        "blocks": [
            _table(block, drawing, after_table=position > 0 and isinstance(drawing.blocks[position - 1], DrawnTable))
            if isinstance(block, DrawnTable)
            else _paragraph(block, drawing)
            for position, block in enumerate(drawing.blocks)
        ],
    }


def _paragraph(paragraph: DrawnParagraph, drawing: Drawing) -> dict[str, Any]:
    size = paragraph_size(paragraph, drawing)
    return {
        "kind": "paragraph",
        "role": paragraph.role,
        "align": paragraph.align,
        "size": size,
        "lines": lines(paragraph.text, form_width(drawing), size),
    }


def _table(table: DrawnTable, drawing: Drawing, *, after_table: bool) -> dict[str, Any]:
    size = table_size(drawing)
    rows = _Rows(table, size, paper(drawing).content_height, breaks=not is_one_page(drawing, size, _SURELY))
    cells = [_cell(table, cell, size, rows) for cell in table.cells]
    repeated = header_rows(table)
    return {
        "kind": "table",
        "widths": table.widths,
        "heights": rows.fixed(),
        "gap": _GAP if after_table and not table.joined else 0,
        "header": [cell for cell in cells if cell["y"] < repeated],
        "body": [cell for cell in cells if cell["y"] >= repeated],
    }


class _Rows:
    """How tall the rows of a table come out, about, and what follows for the breaks between pages."""

    def __init__(self, table: DrawnTable, size: int, room: int, *, breaks: bool) -> None:
        self._table = table
        self._heights = row_heights(table, size)
        self._tallest = room * _POINTS_IN_10_INCHES // _INCH // _KEPT_SHARE
        self._padding = [0] * table.rows
        for cell in table.cells:
            if breaks and cell.rows > 1 and not self.kept(cell):
                # Its text stands on the first page that the cell reaches, so the first row alone has to hold it.
                lacking = text_height(cell.text, cell_width(table, cell), size) - self._heights[cell.row - 1]
                self._padding[cell.row - 1] = max(self._padding[cell.row - 1], lacking)

    def kept(self, cell: DrawnCell) -> bool:
        """Whether all rows of `cell` stay on one page."""
        return sum(self._heights[cell.row - 1 : cell.row - 1 + cell.rows]) <= self._tallest

    def fixed(self) -> list[int | None]:
        """Return the height of each row in points, or None for a row that its texts make as tall as they need.

        A row without a cell of its own would have no height at all; that is right only where nobody can tell,
        because all its cells end with it.
        """
        free = {row for row, cells in enumerate(covering(self._table), 1) if _is_free(cells, row)}
        return [None if row in free else height for row, height in enumerate(self._heights, 1)]

    def padding(self, cell: DrawnCell) -> int:
        """Return how many points a cell of one row is taller than its text asks for."""
        return self._padding[cell.row - 1] if cell.rows == 1 else 0


def _is_free(cells: Sequence[DrawnCell], row: int) -> bool:
    return any(cell.rows == 1 for cell in cells) or all(cell.row + cell.rows - 1 == row for cell in cells)


def _cell(table: DrawnTable, cell: DrawnCell, size: int, rows: _Rows) -> dict[str, Any]:
    return {
        "x": cell.column - 1,
        "y": cell.row - 1,
        "columns": cell.columns,
        "rows": cell.rows,
        "role": cell.role,
        "align": cell.align,
        "fill": cell.fill,
        "kept": rows.kept(cell),
        "padding": rows.padding(cell),
        "lines": lines(cell.text, cell_width(table, cell) - _PADDING, size),
    }


def _unwritable(drawings: Sequence[Drawing], text: str) -> UnwritableTextError:
    found = next(((name, path) for name, path, shown in _texts(drawings) if text in shown), None)
    where = f"“{found[0]}”的 {found[1] or '文字'}" if found else "表"
    return UnwritableTextError(
        f"{where} 中的“{text}”（U+{ord(text[0]):04X}）没有字体可以显示：随程序安装的字体和本机字体里都没有这个字。"
        "请在本机安装含有这个字的字体，或改用标准字后重试；也可以写成 docx 格式。"
    )


def _texts(drawings: Sequence[Drawing]) -> Iterator[tuple[str, str | None, str]]:
    for drawing in drawings:
        for block in drawing.blocks:
            for shown in block.cells if isinstance(block, DrawnTable) else (block,):
                yield drawing.name, shown.path, shown.text
