"""Cuts a region of a page (a cell, the space above a table) into strips of one line of text each, by its blank rows.

Knows no characters: only where ink is, how high the type is, and which strips follow one another in a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from jiheng.readers.scan_page import Box
from jiheng.readers.scan_paper import Pixels

# In heights of the type: blank rows inside a character (二), the margin that the recogniser likes around a line.
_INSIDE, _MARGIN = 1.12, 0.12
_LOWEST, _TWO_LINES = 0.3, 1.75
_PIECES_APART = 4.0
_WHITE = 255
_STACKED = 3
# In less than these pixels nobody reads anything, and OpenCV breaks down over some images as thin as this.
_SMALLEST = 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of text: its pixels, which begin at `left` on the page, the box of its ink, the height of its type.

    Where `window` is given, only what stands between these columns of the pixels is meant; the rest is context.
    `stacked` tells that its characters stand below one another on the page.
    """

    pixels: Pixels
    box: Box
    height: int
    left: float
    window: Span | None = None
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a cell or of the space beside tables, each in pieces, and the box that they could fill."""

    box: Box
    lines: tuple[tuple[Strip, ...], ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page with its ink; `left` and `top` say where on the page it lies."""

    gray: Pixels
    ink: Pixels
    left: int
    top: int

    def lines(self, usual: int) -> tuple[tuple[Strip, ...], ...]:
        """Return the lines of the region from the top down, each in pieces that wide blanks part.

        `usual` is the height of the type on the page.
        """
        if min(self.ink.shape) < _SMALLEST:
            return ()
        rows = list(self._rows(usual))
        return self._laid_level([self._pieces(rows, at, usual) for at in range(len(rows))])

    def _rows(self, usual: int) -> Iterator[Span]:
        """Yield where lines of text begin and end."""
        height = self._height(usual)
        found = [span for span in spans(filled(self.ink, axis=1)) if self._is_text(span, height)]
        joined: list[Span] = []
        for begin, end in found:
            if joined and end - joined[-1][0] <= _INSIDE * height:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((begin, end))
        for begin, end in joined:
            yield from self._parted(begin, end, height)

    def _is_text(self, span: Span, height: int) -> bool:
        """Tell a stroke of a character from specks, of which several may stand in a row."""
        columns = filled(self.ink[span[0] : span[1]], axis=0)
        widest = max((end - begin for begin, end in spans(columns)), default=0)
        return max(widest, span[1] - span[0]) >= _LOWEST * height

    def _height(self, usual: int) -> int:
        """Return the height of the type in this region: its tallest marks are whole characters."""
        count, _, stats, _ = cv2.connectedComponentsWithStats(self.ink, connectivity=8)
        sizes = np.maximum(stats[1:, cv2.CC_STAT_HEIGHT], np.minimum(stats[1:, cv2.CC_STAT_WIDTH], usual))
        if count < 2:
            return usual
        return max(int(np.percentile(sizes, 90)), round(usual * 0.75))

    def _parted(self, begin: int, end: int, height: int) -> Iterator[Span]:
        """Part lines that touch where the ink between them is thinnest."""
        count = round((end - begin) / (1.35 * height))
        if end - begin < _TWO_LINES * height or count < 2:
            yield begin, end
            return
        density = self.ink[begin:end].sum(axis=1, dtype=np.int64)
        cuts = [begin]
        for line in range(1, count):
            middle, reach = (end - begin) * line // count, max(height // 3, 1)
            cuts.append(begin + middle - reach + int(density[middle - reach : middle + reach].argmin()))
        yield from zip(cuts, [*cuts[1:], end], strict=True)

    def _pieces(self, rows: Sequence[Span], at: int, usual: int) -> tuple[Strip, ...]:
        begin, end = rows[at]
        height = max(end - begin, round(usual * 0.8))
        above = rows[at - 1][1] if at else 0
        below = rows[at + 1][0] if at + 1 < len(rows) else self.ink.shape[0]
        margin = max(round(height * _MARGIN), 2) + (height - (end - begin)) // 2
        top, bottom = max(begin - margin, (above + begin) // 2, 0), min(end + margin, (below + end + 1) // 2)
        pieces = self._across(filled(self.ink[begin:end], axis=0), round(height * _PIECES_APART))
        return tuple(self._strip(top, bottom, piece, height) for piece in pieces)

    def _across(self, columns: NDArray[np.bool_], apart: int) -> list[Span]:
        joined: list[Span] = []
        for begin, end in spans(columns):
            if joined and begin - joined[-1][1] < apart:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((begin, end))
        return joined

    def _strip(self, top: int, bottom: int, piece: Span, height: int) -> Strip:
        room = round(height * 0.35)
        left, right = max(piece[0] - room, 0), min(piece[1] + room, self.ink.shape[1])
        first, last = (float(self.left + edge) for edge in piece)
        box = (first, float(self.top + top), last, float(self.top + bottom))
        return Strip(self.gray[top:bottom, left:right], box, height, float(self.left + left))

    def _laid_level(self, lines: list[tuple[Strip, ...]]) -> tuple[tuple[Strip, ...], ...]:
        """Put a label that is printed one character a line, from top to bottom, into a single strip."""
        single = [line[0] for line in lines if len(line) == 1 and _is_one_character(line[0])]
        if len(lines) < _STACKED or len(single) < len(lines):
            return tuple(lines)
        high = max(strip.pixels.shape[0] for strip in single)
        squares = [padded(strip.pixels, high) for strip in single]
        box = (min(s.box[0] for s in single), single[0].box[1], max(s.box[2] for s in single), single[-1].box[3])
        return ((Strip(np.hstack(squares), box, single[0].height, single[0].left, stacked=True),),)


def filled(ink: NDArray[np.bool_] | Pixels, *, axis: int) -> NDArray[np.bool_]:
    """Tell for each column (axis 0) or row (axis 1) whether there is any ink in it."""
    return np.asarray(ink.any(axis=axis), np.bool_)


def spans(marks: NDArray[np.bool_]) -> list[Span]:
    """Return where runs of true values begin and end."""
    edges = np.flatnonzero(np.diff(marks.astype(np.int8), prepend=0, append=0))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def padded(pixels: Pixels, height: int) -> Pixels:
    """Return pixels on a white ground of this height."""
    missing = height - pixels.shape[0]
    framed = cv2.copyMakeBorder(pixels, missing // 2, missing - missing // 2, 0, 0, cv2.BORDER_CONSTANT, value=_WHITE)
    return np.asarray(framed, np.uint8)


def _is_one_character(strip: Strip) -> bool:
    left, _, right, _ = strip.box
    return right - left <= 1.4 * strip.height
