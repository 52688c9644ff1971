"""Straightens the picture of a page: shadows off, upright paper, no skew. Knows no lines, no text and no form.

Every page keeps the way back to the picture it came from, so that a place in it can be shown to a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from jiheng.readers.scan_paper import Pixels, evenly_lit, find_paper

Matrix = NDArray[np.float64]
Box = tuple[float, float, float, float]

# The longer side of an A3 page scanned at 300 dpi, above which pages are made smaller, and that of an A4 page at 110,
# below which they are enlarged.
_LONGEST, _SHORTEST = 5000, 1300
_SMALLEST, _PREVIEW = 64, 1000
_WIDEST_SKEW = 15.0
_WHITE = 255
# A corner of a table this far off, in shares of the page, is worth drawing the page anew; farther off it is no table.
_BENT, _BROKEN = 0.0015, 0.2


@dataclass(frozen=True, slots=True)
class Page:
    """A straightened page: `gray` with white paper; `back` leads from it to the shares of the picture's sides."""

    gray: Pixels
    back: Matrix

    def turned(self, quarters: int) -> Page:
        """Return the page turned clockwise by so many quarters."""
        height, width = self.gray.shape
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        size = (width, height) if quarters % 2 == 0 else (height, width)
        target = np.roll(_corners(*size), -quarters, axis=0)
        return self._warped(corners, target, size)

    def deskewed(self) -> Page:
        """Return the page turned by the small angle at which its lines of text and its rulings lie level."""
        angle = _skew(self.gray)
        if abs(angle) < 0.03:
            return self
        height, width = self.gray.shape
        turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
        return self._through(turn, (width, height))

    def redrawn(self, quad: NDArray[np.float32]) -> Page:
        """Return the page on which these four corners, from the upper left clockwise, are a rectangle."""
        box = _upright(quad)
        height, width = self.gray.shape
        bend = np.abs(quad - box).max() / max(height, width)
        if not _BENT < bend < _BROKEN:
            return self
        return self._warped(quad, box, (width, height))

    def _warped(self, source: NDArray[np.float32], target: NDArray[np.float32], size: tuple[int, int]) -> Page:
        matrix = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
        return self._through(np.asarray(matrix, np.float64), size)

    def _through(self, matrix: Matrix, size: tuple[int, int]) -> Page:
        gray = cv2.warpPerspective(self.gray, matrix, size, flags=cv2.INTER_CUBIC, borderValue=_WHITE)
        return Page(np.asarray(gray, np.uint8), self.back @ np.linalg.inv(matrix))


def open_page(picture: Pixels) -> Page:
    """Return the paper of a picture (height × width, gray or with three colours), level and evenly lit."""
    gray = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    page = _resized(_framed(Page(gray, np.diag([1 / gray.shape[1], 1 / gray.shape[0], 1.0]))))
    paper = find_paper(page.gray)
    if paper is not None:
        box = _upright(paper)
        size = (int(box[2][0] - box[0][0]), int(box[2][1] - box[0][1]))
        page = page._warped(paper, _corners(*size), size)
    return Page(evenly_lit(page.gray), page.back).deskewed()


def shares(box: Box, back: Matrix) -> Box:
    """Return where a box of a page lies in the picture: left, top, right, bottom as shares of its sides."""
    left, top, right, bottom = box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    seen = np.clip(cv2.perspectiveTransform(corners, back)[0], 0.0, 1.0)
    (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
    return round(float(x0), 4), round(float(y0), 4), round(float(x1), 4), round(float(y1), 4)


def _framed(page: Page) -> Page:
    """Return a page that is at least so large that there is something to measure on it."""
    height, width = page.gray.shape
    right, below = max(_SMALLEST - width, 0), max(_SMALLEST - height, 0)
    if right == below == 0:
        return page
    gray = cv2.copyMakeBorder(page.gray, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(_WHITE,))
    return Page(np.asarray(gray, np.uint8), page.back)


def _resized(page: Page) -> Page:
    height, width = page.gray.shape
    longer = max(height, width)
    scale = min(_LONGEST / longer, 1.0) if longer > _SHORTEST else 2.0
    if scale == 1.0:
        return page
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    gray = cv2.resize(page.gray, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return Page(np.asarray(gray, np.uint8), page.back @ np.diag([width / size[0], height / size[1], 1.0]))


def _corners(width: float, height: float) -> NDArray[np.float32]:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _upright(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rectangle with sides as long as a quad's are on average, around the same middle."""
    width = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    height = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    corners = _corners(float(width), float(height))
    return np.asarray(corners + quad.mean(axis=0) - corners.mean(axis=0), np.float32)


def _skew(gray: Pixels) -> float:
    """Return the angle in degrees by which to turn a page, counter-clockwise, so that its lines lie level."""
    scale = _PREVIEW / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(_WHITE - small, np.float32)
    ink[ink < 40] = 0
    best = 0.0
    for step, reach in ((1.0, _WIDEST_SKEW), (0.2, 1.0), (0.04, 0.2)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(ink, float(angle))))
    return best


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    """Return how clearly ink and blank alternate from row to row after a turn."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
