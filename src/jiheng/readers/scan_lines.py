"""Finds what is drawn on a straightened page: its rulings as lines, and its ink without them. Knows no text.

All lengths follow the height of the type on the page, which is measured, since nobody says how fine a scan is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from jiheng.readers.ruling import Line
from jiheng.readers.scan_paper import Pixels, quad_of

# In heights of the type: the shortest ruling down and across, the thickest, its blurred edge, what is no speck.
_SHORTEST, _THICK, _EDGE, _SPECK = (1.6, 2.5), 0.35, 0.1, 0.12
_SMALLEST_TYPE, _LARGEST_TYPE, _USUAL_TYPE = 8, 140, 36
_MOST_MARKS = 60_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rulings of a page, its ink beside them (0 or 255), the height of its type, its largest table's corners.

    `clear` is the page without its rulings.
    """

    horizontal: tuple[Line, ...]
    vertical: tuple[Line, ...]
    ink: Pixels
    rulings: Pixels
    clear: Pixels
    type_height: int
    corners: NDArray[np.float32] | None


def find_drawn(gray: Pixels) -> Drawn:
    """Part the ink of a page into rulings and the rest."""
    ink = _ink(gray)
    height = _type_height(ink)
    across, down = _rulings(ink, height, along=1), _rulings(ink, height, along=0)
    rulings = np.asarray(cv2.bitwise_or(across, down), np.uint8)
    near = max(round(height * _EDGE), 1) * 2 + 1
    widened = cv2.dilate(rulings, np.ones((near, near), np.uint8))
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(widened))
    return Drawn(
        tuple(_lines(across, height, along=1)),
        tuple(_lines(down, height, along=0)),
        _without_specks(np.asarray(rest, np.uint8), height),
        rulings,
        np.asarray(cv2.max(gray, widened), np.uint8),
        height,
        _table_corners(rulings),
    )


def _ink(gray: Pixels) -> Pixels:
    limit, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    # A nearly empty page has no two shades; what is darker than a pencil is ink on every page.
    _, ink = cv2.threshold(gray, min(max(limit, 110), 170), 255, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, np.uint8)


def _type_height(ink: Pixels) -> int:
    """Return the height of a usual Chinese character: characters fall apart into strokes, the largest parts do not."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    marks = stats[1 : min(count, _MOST_MARKS)]
    widths, heights = marks[:, cv2.CC_STAT_WIDTH], marks[:, cv2.CC_STAT_HEIGHT]
    fits = (heights >= _SMALLEST_TYPE) & (heights <= _LARGEST_TYPE) & (widths <= 2 * heights) & (heights <= 3 * widths)
    if not fits.any():
        return _USUAL_TYPE
    sizes = np.sort(np.maximum(widths, heights)[fits])
    weights = np.cumsum(np.square(sizes, dtype=np.float64))
    return int(sizes[np.searchsorted(weights, weights[-1] / 2)])


def _rulings(ink: Pixels, height: int, along: int) -> Pixels:
    """Return the long straight strokes of a page, across (`along` 1) or down (0)."""
    shortest, near = max(round(height * _SHORTEST[along]), 12), max(round(height * 0.08), 1)
    # A line that slants by a hair is broken into steps; widening it by a hair joins them.
    widened = cv2.dilate(ink, _bar(2 * near + 1, 1 - along))
    strokes = cv2.morphologyEx(widened, cv2.MORPH_OPEN, _bar(shortest, along))
    thick = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, _bar(max(round(height * _THICK), 4) + 2 * near, 1 - along))
    thin = cv2.subtract(strokes, cv2.dilate(thick, np.ones((3, 3), np.uint8)))
    return np.asarray(
        cv2.bitwise_and(cv2.morphologyEx(thin, cv2.MORPH_CLOSE, _bar(shortest // 2, along)), widened), np.uint8
    )


def _bar(length: int, along: int) -> Pixels:
    return np.ones((1, length) if along else (length, 1), np.uint8)


def _lines(mask: Pixels, height: int, along: int) -> list[Line]:
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    first, size = (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH) if along else (cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT)
    return [
        Line(float(middles[at][along]), float(stats[at, first]), float(stats[at, first] + stats[at, size]))
        for at in range(1, count)
        if stats[at, size] >= height * _SHORTEST[along]
    ]


def _without_specks(ink: Pixels, height: int) -> Pixels:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = np.where(sizes >= max(height * _SPECK, 2), 255, 0).astype(np.uint8)
    kept[0] = 0
    return np.asarray(kept[labels], np.uint8) if count > 1 else ink


def _table_corners(rulings: Pixels) -> NDArray[np.float32] | None:
    """Return the corners of the largest table, where it is large enough to tell how the page is bent."""
    joined = cv2.dilate(rulings, np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < 0.15 * rulings.size:
        return None
    quad = quad_of(largest)
    # Where the four corners do not hold the whole outline, the table is no rectangle and tells nothing.
    return quad if cv2.contourArea(largest) < 1.02 * cv2.contourArea(quad) else None
