"""Cuts a page into the lines of text of every cell and of the space outside the tables.

Knows where rulings and ink are, and nothing of what a character is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.ruling import Grid, find_grids
from jiheng.readers.scan_context import in_context
from jiheng.readers.scan_lines import Drawn, find_drawn
from jiheng.readers.scan_page import Box, Page
from jiheng.readers.scan_paper import Pixels
from jiheng.readers.scan_strips import Lines, Region, Strip

# The densest page of a form has a fifth of these; the width of lines is counted in heights of themselves.
_MOST_LINES, _MOST_WIDTH = 1500, 5000
# In heights of the type: a square of strokes below this is a character of a heading (口, 田) and no table.
_LARGEST_CHARACTER = 6
_INSET = 0.1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its tables, the lines in every cell of them, and the lines outside."""

    page: Page
    grids: tuple[Grid, ...]
    cells: tuple[tuple[Lines, ...], ...]
    outside: tuple[Lines, ...]

    @property
    def strips(self) -> list[Strip]:
        parts = chain(chain.from_iterable(self.cells), self.outside)
        return [strip for part in parts for line in part.lines for strip in line]


def cut(page: Page) -> Sheet:
    """Find tables and lines on a page, straightened by its largest table where it has one.

    Raises TooLargeFileError where more lines stand on it than on any printed page.
    """
    drawn = find_drawn(page.gray)
    redrawn = page.redrawn(drawn.corners) if drawn.corners is not None else page
    if redrawn is not page:
        page, drawn = redrawn, find_drawn(redrawn.gray)
    found = find_grids(drawn.horizontal, drawn.vertical, drawn.type_height / 3)
    grids = tuple(grid for grid in found if not _is_character(grid.box, drawn.type_height))
    cells = tuple(in_context(grid, [_in_cell(drawn, cell.box) for cell in grid.cells]) for grid in grids)
    sheet = Sheet(page, grids, cells, tuple(_outside(page, drawn, grids)))
    width = sum(strip.pixels.shape[1] / strip.pixels.shape[0] for strip in sheet.strips)
    if len(sheet.strips) > _MOST_LINES or width > _MOST_WIDTH:
        raise TooLargeFileError(
            f"图片上的文字多得不像一页报表（{len(sheet.strips)} 行）。",
            "请核对图片是否清楚、完整，以 300 dpi 重新扫描。",
        )
    return sheet


def _is_character(box: Box, height: int) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) < _LARGEST_CHARACTER * height


def _in_cell(drawn: Drawn, box: Box) -> Lines:
    inset = max(round(drawn.type_height * _INSET), 2)
    left, top, right, bottom = (round(side) for side in box)
    rows, columns = slice(top + inset, bottom - inset), slice(left + inset, right - inset)
    region = Region(drawn.clear[rows, columns], drawn.ink[rows, columns], left + inset, top + inset)
    return Lines(box, region.lines(drawn.type_height) if region.ink.size else ())


def _outside(page: Page, drawn: Drawn, grids: Sequence[Grid]) -> Iterator[Lines]:
    """Yield the lines above, between and below the tables."""
    ink = np.asarray(np.bitwise_or(drawn.ink, drawn.rulings), np.uint8)
    near = drawn.type_height // 3
    for grid in grids:
        left, top, right, bottom = (round(side) for side in grid.box)
        ink[max(top - near, 0) : bottom + near, max(left - near, 0) : right + near] = 0
    edges = [0, *sorted({round(side) for grid in grids for side in (grid.box[1], grid.box[3])}), ink.shape[0]]
    first, last = _text_block(ink, grids)
    for upper, lower in pairwise(edges):
        region = Region(page.gray[upper:lower], ink[upper:lower], 0, upper)
        yield Lines((first, upper, last, lower), region.lines(drawn.type_height))


def _text_block(ink: Pixels, grids: Sequence[Grid]) -> tuple[float, float]:
    """Return the left and the right side of all that is printed on the page."""
    filled = np.flatnonzero(ink.any(axis=0))
    sides = [float(side) for side in (filled[:1], filled[-1:]) for side in side]
    sides += [side for grid in grids for side in (grid.box[0], grid.box[2])]
    return min(sides, default=0.0), max(sides, default=0.0)
