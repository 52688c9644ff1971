"""Finds the sheet of paper in a photo, and takes its shadows off. Knows no lines, no text and no form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Quad = NDArray[np.float32]
Point = NDArray[np.float32]

_PREVIEW, _WHITE = 1000, 255
# A sheet of paper in a photo fills this share of it, and is this much lighter than what lies around.
_LEAST_PAPER, _MOST_PAPER, _LIGHTER = 0.3, 0.97, 25
# Steps of light that an edge of paper makes, and how long it is seen at least, as a share of the picture.
_STEPS, _LONG = (20, 50), 0.12
# Beside an edge of paper the table top has at most this share of its light; an edge of a table has paper on both sides.
_DARKER, _BESIDE = 0.88, 0.012
# What is left of a sheet without its very edge, which would be read as strokes.
_WITHOUT_EDGE = 0.99


def find_paper(gray: Pixels) -> Quad | None:
    """Return the corners of a lighter sheet on a darker table top, from the upper left clockwise.

    None where the picture is the page itself.
    """
    scale = _PREVIEW / max(gray.shape)
    small = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    found = _by_edges(small)
    if found is None:
        found = _by_light(small)
    if found is None:
        return None
    middle = found.mean(axis=0)
    return np.asarray((middle + (found - middle) * np.float32(_WITHOUT_EDGE)) / np.float32(scale), np.float32)


def evenly_lit(gray: Pixels) -> Pixels:
    """Divide the page by its own light, so that shadows and shaded cells vanish and paper is white."""
    scale = _PREVIEW / 2 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), 17)
    light = cv2.resize(light, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(light, 1), scale=_WHITE), np.uint8)


def quad_of(points: cv2.typing.MatLike) -> Quad:
    """Return the outermost of many points towards the four corners of the page, from the upper left clockwise."""
    flat = points.reshape(-1, 2).astype(np.float32)
    down, across = flat[:, 0] + flat[:, 1], flat[:, 0] - flat[:, 1]
    return flat[[down.argmin(), across.argmax(), down.argmax(), across.argmin()]]


def _by_light(small: Pixels) -> Quad | None:
    """Find paper that is lighter everywhere than all that lies around."""
    blurred = cv2.GaussianBlur(small, (9, 9), 0)
    _, light = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or not _LEAST_PAPER < cv2.contourArea(largest) / small.size < _MOST_PAPER:
        return None
    if np.median(blurred[light > 0]) - np.median(blurred[light == 0]) < _LIGHTER:
        return None
    return _four_corners(largest)


def _by_edges(small: Pixels) -> Quad | None:
    """Find paper by its edges: a shadow may make one side of it as dark as the table top on the other."""
    blurred = np.asarray(cv2.GaussianBlur(small, (7, 7), 0), np.uint8)
    steps = cv2.Canny(blurred, *_STEPS)
    long = _LONG * max(small.shape)
    found = cv2.HoughLinesP(steps, 1, np.pi / 360, threshold=int(long / 2), minLineLength=long, maxLineGap=long / 5)
    edges = [] if found is None else [one for one in _segments(found) if _parts_light(blurred, *one)]
    quad = _outlined(edges, _BESIDE * max(small.shape))
    if quad is None or not _LEAST_PAPER < cv2.contourArea(quad) / small.size < _MOST_PAPER:
        return None
    return quad if _is_lighter_inside(blurred, quad) else None


def _segments(found: cv2.typing.MatLike) -> Iterator[tuple[Point, Point]]:
    yield from ((one[:2], one[2:]) for one in found.reshape(-1, 4).astype(np.float32))


def _parts_light(small: Pixels, one: Point, other: Point) -> bool:
    """Tell whether one side of a line is darker than the other."""
    across = np.array([one[1] - other[1], other[0] - one[0]], np.float32)
    ratio = _ratio(small, one, other, across)
    return ratio < _DARKER or ratio > 1 / _DARKER


def _outlined(edges: Sequence[tuple[Point, Point]], near: float) -> Quad | None:
    """Return where the outermost lines cross, the longest on each side; None where one of four sides is not seen."""
    ends = np.array(edges, np.float32).reshape(-1, 2)
    sides: dict[str, tuple[Point, Point]] = {}
    for one, other in sorted(edges, key=lambda edge: float(np.linalg.norm(edge[1] - edge[0]))):
        normal = np.array([one[1] - other[1], other[0] - one[0]], np.float32) / np.linalg.norm(other - one)
        beyond = (ends - one) @ normal
        if beyond.max() <= near:
            sides[_side(normal)] = (one, other)
        if beyond.min() >= -near:
            sides[_side(-normal)] = (one, other)
    if len(sides) < 4:
        return None
    around = [sides[name] for name in ("left", "top", "right", "bottom")]
    return np.array([_crossing(*pair) for pair in zip(around, around[1:] + around[:1], strict=True)], np.float32)


def _side(outwards: Point) -> str:
    across, down = outwards
    if abs(across) > abs(down):
        return "right" if across > 0 else "left"
    return "bottom" if down > 0 else "top"


def _crossing(one: tuple[Point, Point], other: tuple[Point, Point]) -> Point:
    """Return where two lines meet, one of which is nearly level and the other nearly upright."""
    level, upright = (np.cross(_with_one(start), _with_one(end)) for start, end in (one, other))
    x, y, w = (float(one) for one in np.cross(level, upright))
    return np.array([x / w, y / w], np.float32)


def _with_one(point: Point) -> NDArray[np.float64]:
    return np.array([point[0], point[1], 1.0], np.float64)


def _four_corners(points: cv2.typing.MatLike) -> Quad | None:
    hull = cv2.convexHull(points)
    quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    return quad_of(quad) if len(quad) == 4 else None


def _is_lighter_inside(small: Pixels, quad: Quad) -> bool:
    middle = quad.mean(axis=0)
    sides = zip(quad, np.roll(quad, -1, axis=0), strict=True)
    return all(_ratio(small, one, other, (one + other) / 2 - middle) < _DARKER for one, other in sides)


def _ratio(small: Pixels, one: Point, other: Point, outwards: Point) -> float:
    """Return how light it is beyond a line, by the light before it, close by: light changes from end to end."""
    away = outwards / max(float(np.linalg.norm(outwards)), 1.0) * _BESIDE * max(small.shape)
    along = np.linspace(one, other, 62, dtype=np.float32)[6:-6]
    return float(np.median(_light_at(small, along + away) / np.maximum(_light_at(small, along - away), 1.0)))


def _light_at(small: Pixels, points: Quad) -> Quad:
    height, width = small.shape
    across = np.clip(points[:, 0].round().astype(int), 0, width - 1)
    down = np.clip(points[:, 1].round().astype(int), 0, height - 1)
    return np.asarray(small[down, across], np.float32)
