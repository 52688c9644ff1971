"""Text objects and paths of an OFD page → glyphs and ruling lines, in points from the upper left corner.

OFD counts in millimetres from the upper left corner, downwards. Codes are characters already: which glyph of a font
shows them (CGTransform) does not change what they say. Knows no page, no table and no file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice, repeat
from typing import cast

from lxml import etree

from jiheng.readers.characters import printed_character
from jiheng.readers.printed_page import Glyph
from jiheng.readers.ruling import Box, Line

Matrix = tuple[float, float, float, float, float, float]
STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)
POINTS = 72 / 25.4
MAX_GLYPHS = 200_000

_MAX_POINTS = 400_000
_MAX_NUMBER = 1e6
# Where the baseline stands in a character, and how wide one that is not Chinese is, in shares of its size.
_ASCENT, _NARROW = 0.86, 0.5
_FIRST_WIDE = "\u2e80"
_SLACK = 0.25
_NEAR_QUARTER = 0.05
_QUARTER = math.pi / 2
_TOKEN = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# How many numbers follow each operator of a path; its last two are where the pen is then.
_NUMBERS: Mapping[str, int] = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def numbers(text: str | None) -> list[float]:
    """Return the numbers in an attribute; what is none, or beyond any page, is 0."""
    return [_number(word) for word in (text or "").split()]


def matrix_of(element: etree._Element, outer: Matrix) -> Matrix:
    """Return how an object's own coordinates lie on the page: its CTM, then its place, then what it stands in."""
    stated = numbers(element.get("CTM"))
    own = cast("Matrix", tuple(stated)) if len(stated) == len(STRAIGHT) else STRAIGHT
    box = numbers(element.get("Boundary"))
    placed: Matrix = (1, 0, 0, 1, box[0], box[1]) if len(box) >= 2 else STRAIGHT
    return combined(combined(own, placed), outer)


def combined(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one and then the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_at(matrix: Matrix, box: Box) -> Box:
    """Return the box around a box that a matrix moves."""
    left, top, right, bottom = box
    xs, ys = zip(*(at(matrix, x, y) for x in (left, right) for y in (top, bottom)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def glyphs_of(element: etree._Element, matrix: Matrix) -> Iterator[Glyph | str | None]:
    """Yield the glyphs of a text object: None for one that stands for no character, text for one that slants."""
    size = _first(element.get("Size"), 0) or 1.0
    turn = _turn(matrix, element.get("CharDirection"))
    scale = size * (_first(element.get("HScale"), 1) or 1.0)
    pen = _Pen(scale, size, downwards=element.get("ReadDirection") in ("90", "270"))
    for code in element.iterchildren("{*}TextCode"):
        for character, left, base, advance in pen.strokes(code):
            shown = printed_character(character)
            if shown is None or turn is None:
                yield shown
                continue
            width = min(advance or scale, _natural(character) * scale)
            box = (left, base - _ASCENT * size, left + width, base + (1 - _ASCENT) * size)
            yield Glyph(*box_at(matrix, box), shown, *at(matrix, left, base), turn)


def lines_of(element: etree._Element, matrix: Matrix) -> tuple[list[Line], list[Line]]:
    """Return the horizontal and the vertical lines that a path draws, or with which it bounds what it fills."""
    across: list[Line] = []
    down: list[Line] = []
    if element.get("Stroke") == "false" and element.get("Fill") != "true":
        return across, down
    data = next(element.iterchildren("{*}AbbreviatedData"), None)
    for one, other in _segments("" if data is None else data.text or ""):
        (left, top), (right, bottom) = at(matrix, *one), at(matrix, *other)
        if abs(bottom - top) <= _SLACK:
            across.append(Line((top + bottom) / 2, min(left, right), max(left, right)))
        elif abs(right - left) <= _SLACK:
            down.append(Line((left + right) / 2, min(top, bottom), max(top, bottom)))
    return across, down


class _Pen:
    """Where each character of a text object is put. A text code that gives no place goes on from the one before."""

    def __init__(self, width: float, height: float, *, downwards: bool) -> None:
        self._width, self._height, self._downwards = width, height, downwards
        self._x = self._y = 0.0

    def strokes(self, code: etree._Element) -> Iterator[tuple[str, float, float, float]]:
        """Yield each character with its place and the way to the next one, 0 where it stands below."""
        self._x, self._y = _first(code.get("X"), self._x), _first(code.get("Y"), self._y)
        text = (code.text or "").strip("\r\n")
        along, below = self._along(code, text), self._below(code)
        for character, right, fall in zip(text, along, below, strict=False):
            yield character, self._x, self._y, right if fall == 0 else 0.0
            self._x, self._y = self._x + right, self._y + fall

    def _along(self, code: etree._Element, text: str) -> Iterator[float]:
        stated = code.get("DeltaX")
        if stated is not None:
            return chain(_deltas(stated), repeat(self._width))
        if self._downwards or code.get("DeltaY") is not None:
            return repeat(0.0)
        return (_natural(character) * self._width for character in text)

    def _below(self, code: etree._Element) -> Iterator[float]:
        stated = code.get("DeltaY")
        if stated is not None:
            return chain(_deltas(stated), repeat(self._height if self._downwards else 0.0))
        return repeat(self._height if self._downwards and code.get("DeltaX") is None else 0.0)


def _deltas(stated: str) -> Iterator[float]:
    """Yield distances; `g 5 3.2` stands for five of 3.2."""
    words = iter(stated.split())
    for word in words:
        if word == "g":
            times, distance = next(words, "0"), next(words, "0")
            yield from repeat(_number(distance), min(int(_number(times)), MAX_GLYPHS))
        else:
            yield _number(word)


def _segments(path: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight pieces of a path."""
    words = iter(_TOKEN.findall(path)[:_MAX_POINTS])
    start = pen = (0.0, 0.0)
    for word in words:
        values = [_number(value) for value in islice(words, _NUMBERS.get(word, 0))]
        target = (values[-2], values[-1]) if len(values) >= 2 else start
        if word in "LC":
            yield pen, target
        elif word in "SM":
            start = target
        pen = target


def _turn(matrix: Matrix, direction: str | None) -> int | None:
    """Return by how many quarter turns, clockwise, text lies; None where it slants."""
    angle = math.atan2(matrix[1], matrix[0]) + math.radians(_first(direction, 0))
    turns = round(angle / _QUARTER)
    return turns % 4 if abs(angle - turns * _QUARTER) < _NEAR_QUARTER else None


def _natural(character: str) -> float:
    return 1.0 if character >= _FIRST_WIDE else _NARROW


def _first(text: str | None, otherwise: float) -> float:
    found = numbers(text)
    return found[0] if found else otherwise


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        return 0.0
    return number if abs(number) <= _MAX_NUMBER else 0.0
