"""Puts a lone character (=, ≤, /, 1) beside its neighbour in the row, since alone it cannot be told from others.

Knows the cells of a table and their strips, and nothing of what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from jiheng.readers.ruling import Grid
from jiheng.readers.scan_paper import Pixels
from jiheng.readers.scan_strips import Lines, Span, Strip, filled, padded, spans

# In heights of the type: what is no wider is one character, how much of a neighbour is enough.
_LONE, _ENOUGH = 1.2, 6.0
_DARK = 140


def in_context(grid: Grid, cells: Sequence[Lines]) -> tuple[Lines, ...]:
    """Return the lines of the cells of a table, lone characters with context beside them."""
    return tuple(_in_context(grid, cells, at) for at in range(len(cells)))


def _in_context(grid: Grid, cells: Sequence[Lines], at: int) -> Lines:
    strips = [strip for line in cells[at].lines for strip in line]
    if len(strips) != 1 or not _is_lone(strips[0]):
        return cells[at]
    left = next(_beside(grid, cells, at, -1), None)
    right = None if left is not None else next(_beside(grid, cells, at, 1), None)
    if left is None and right is None:
        return cells[at]
    return replace(cells[at], lines=((_composed(left, strips[0], right),),))


def _is_lone(strip: Strip) -> bool:
    return strip.box[2] - strip.box[0] <= _LONE * strip.height


def _beside(grid: Grid, cells: Sequence[Lines], at: int, step: int) -> Iterator[Strip]:
    """Yield what stands next to a cell in its row, nearest first, where it says more than one character."""
    row = grid.cells[at].row
    others = range(at + step, -1 if step < 0 else len(cells), step)
    for other in others:
        if grid.cells[other].row != row:
            return
        lines = cells[other].lines
        if lines and not _is_lone(lines[-1][-1]):
            yield lines[-1][-1] if step < 0 else lines[0][0]


def _composed(left: Strip | None, lone: Strip, right: Strip | None) -> Strip:
    before = [_end(left, lone.height)] if left is not None else []
    behind = [_beginning(right, lone.height)] if right is not None else []
    own = _tight(lone.pixels)
    height = max(part.shape[0] for part in (*before, own, *behind))
    pixels = np.hstack([padded(part, height) for part in (*before, own, *behind)])
    begin = sum(part.shape[1] for part in before)
    return replace(lone, pixels=pixels, left=lone.box[0] - begin, window=(begin, begin + own.shape[1]))


def _end(strip: Strip, height: int) -> Pixels:
    """Return the last characters of a neighbour on the left."""
    pixels = _tight(strip.pixels)
    enough = max(pixels.shape[1] - round(height * _ENOUGH), 0)
    return pixels[:, next((begin for begin, _ in _blanks(pixels) if begin >= enough), enough) :]


def _beginning(strip: Strip, height: int) -> Pixels:
    """Return the first characters of a neighbour on the right."""
    pixels = _tight(strip.pixels)
    enough = round(height * _ENOUGH)
    return pixels[:, : next((end for _, end in reversed(_blanks(pixels)) if end <= enough), enough)]


def _blanks(pixels: Pixels) -> list[Span]:
    return spans(~filled(pixels < _DARK, axis=0))


def _tight(pixels: Pixels) -> Pixels:
    """Return pixels with no more blank on both sides than characters of one line have between them."""
    inked = np.flatnonzero(filled(pixels < _DARK, axis=0))
    near = max(pixels.shape[0] // 10, 1)
    return pixels[:, max(inked[0] - near, 0) : inked[-1] + near + 1] if len(inked) else pixels
