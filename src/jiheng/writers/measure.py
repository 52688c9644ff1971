"""How much room a text takes on paper. No program sizes wrapped text in merged cells, so heights are worked out here.

An estimate that rather gives a line too many than cuts one off; it knows character classes, not the fonts themselves.
Widths are millimetres, heights points, font sizes half-points, all whole numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.grid import cell_width
from jiheng.writers.look import ER_HAO, FONTS, WU_HAO, XIAO_ER, XIAO_WU, form_width, is_narrative, paper, tables

TALLEST_ROW: Final = 409
"""The tallest row, in points, that spreadsheet programs allow."""

_SMALLEST: Final = 8
_SIDE_PADDING = 2
_PADDING = 6
# Line height in hundredths of the font size; as tall as where two fonts meet in a line.
_LINE_HEIGHT = 156
# Small errors add up: one line more for every so many.
_LINES_TO_ERR = 16
_EM = 1000
# Latin letters as broad as in the broadest face that stands in for 宋体 where that is not installed.
_NARROW = frozenset(" ,.:;'|!()[]ijlItfr/-")
_BROAD = frozenset("@%&mwMWQO\t")
# Punctuation that may not begin a line goes down together with the character before it; the reverse for brackets.
_UNIT = re.compile(r"[“‘（《〈【〔「『]*(?:[!-~×÷≥≤±≈]+|.)[”’）》〉】〕」』，。、；：？！…·％—]*", re.DOTALL)


def text_width(text: str) -> int:
    """Return the width of `text` in thousandths of the font size.

    >>> text_width("绩效")
    2000
    """
    return sum(_advance(character) for character in text)


@lru_cache(maxsize=4096)
def count_lines(text: str, width: int, size: int) -> int:
    """Return how many lines `text` takes in a cell `width` millimetres wide.

    >>> count_lines("一二三四五六七八九十", 20, 18)
    2
    """
    room = max(_EM, _in_ems(width - _SIDE_PADDING, size))
    lines = sum(_wrapped(line, room) for line in text.split("\n"))
    return lines + lines // _LINES_TO_ERR


def text_height(text: str, width: int, size: int) -> int:
    """Return the height in points of a cell that shows all of `text`."""
    return -(-count_lines(text, width, size) * size * _LINE_HEIGHT // 200) + _PADDING


def row_heights(table: DrawnTable, size: int) -> list[int]:
    """Return the height of each row in points; a merged cell spreads what it needs over its rows."""
    heights = [text_height("", sum(table.widths), size)] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rows):
        rows = range(cell.row - 1, cell.row - 1 + cell.rows)
        missing = text_height(cell.text, cell_width(table, cell), size) - sum(heights[row] for row in rows)
        for row in rows if missing > 0 else ():
            heights[row] += -(-missing // cell.rows)
    return [min(height, TALLEST_ROW) for height in heights]


def fitting_size(table: DrawnTable, cell: DrawnCell, room: int, size: int) -> int:
    """Return the largest font size, up to `size`, at which `cell` shows its text in `room` points of height.

    Only a text that would need more than the tallest row shrinks, and never below 4 pt.
    """
    width = cell_width(table, cell)
    sizes = range(size, _SMALLEST, -1)
    return next((one for one in sizes if text_height(cell.text, width, one) <= room), _SMALLEST)


def table_size(drawing: Drawing) -> int:
    """Return the font size of the tables: 五号 where the whole form then stays on one page, else 小五."""
    return WU_HAO if is_one_page(drawing, WU_HAO) else XIAO_WU


def is_one_page(drawing: Drawing, size: int, share: int = 100) -> bool:
    """Tell whether the whole form takes no more than so many hundredths of a page."""
    return _height(drawing, size) <= paper(drawing).content_height * 72 * 10 // 254 * share // 100


def paragraph_size(paragraph: DrawnParagraph, drawing: Drawing) -> int:
    """Return the font size of a text outside the tables.

    A title is set in 二号 where it then stays on one line, else in 小二; lines beside a table are smaller than prose.
    """
    if paragraph.role is Role.TITLE:
        return ER_HAO if count_lines(paragraph.text, form_width(drawing), ER_HAO) == 1 else XIAO_ER
    if paragraph.role is Role.BODY and not is_narrative(drawing):
        return WU_HAO
    return FONTS[paragraph.role].size


def _height(drawing: Drawing, size: int) -> int:
    width = form_width(drawing)
    paragraphs = (block for block in drawing.blocks if not isinstance(block, DrawnTable))
    above = sum(text_height(one.text, width, paragraph_size(one, drawing)) for one in paragraphs)
    return above + sum(sum(row_heights(table, size)) for table in tables(drawing))


def _in_ems(width: int, size: int) -> int:
    return width * _EM * 1440 // (254 * size)


def _wrapped(line: str, room: int) -> int:
    lines, used = 1, 0
    for width in _unit_widths(line):
        if used + width <= room:
            used += width
        elif width <= room:
            lines, used = lines + 1, width
        else:  # a word longer than the line is cut anywhere
            lines, used = lines + (used > 0) + width // room, width % room
    return lines


def _unit_widths(line: str) -> Iterator[int]:
    return (text_width(unit[0]) for unit in _UNIT.finditer(line))


@lru_cache(maxsize=8192)
def _advance(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    if unicodedata.east_asian_width(character) in "WFA":
        return _EM
    if character in _NARROW:
        return 400
    if character in _BROAD:
        return _EM
    return 720 if character.isupper() else 640
