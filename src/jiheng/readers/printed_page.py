"""What a printed page shows: glyphs, ruling lines and pictures, laid so that its text runs from left to right.

Shared by the readers of printed formats. Coordinates count from the upper left corner to the right and downwards, in
points. Knows no file format and no form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.readers.ruling import Box, Line


class Glyph(NamedTuple):
    """A drawn character, the point on its base line where it begins, and how it lies.

    `turn` is 1 for one whose line reads downwards, 3 for one whose line reads upwards, 2 upside down.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    start: float
    base: float
    turn: int = 0

    def turned(self, width: float, height: float, turns: int) -> Glyph:
        """Return the glyph on its page of this size, turned clockwise by quarter turns."""
        start, base, _, _ = turned_box((self.start, self.base, self.start, self.base), width, height, turns)
        box = turned_box((self.left, self.top, self.right, self.bottom), width, height, turns)
        return Glyph(*box, self.text, start, base, (self.turn + turns) % 4)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page in the direction in which most of its text is read. `glyphs` keep the order in which they are drawn.

    `turns` are the quarter turns, clockwise, that lead from here to the page as it is seen. `unknown` counts glyphs
    whose font does not say which character they are; `slanting` is text that stands askew, such as a watermark, and
    `hidden` what is drawn outside the area that shows; `notes` are what people stuck on the page, and where;
    `fills` are filled rectangles without an outline. `unseen` says that the text lies undrawn over a picture of it.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    across: Sequence[Line] = ()
    down: Sequence[Line] = ()
    pictures: Sequence[Box] = ()
    turns: int = 0
    unknown: int = 0
    slanting: str = ""
    hidden: str = ""
    notes: Sequence[tuple[str, Box]] = ()
    fills: Sequence[Box] = ()
    unseen: bool = False

    def seen(self, box: Box) -> Box:
        """Return where a box stands on the page as it is seen, in shares of its width and height."""
        left, top, right, bottom = turned_box(box, self.width, self.height, self.turns) if self.turns else box
        width, height = (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)
        if min(left, top) > 0 and right < width and bottom < height:
            return round(left / width, 4), round(top / height, 4), round(right / width, 4), round(bottom / height, 4)
        return _share(left, width), _share(top, height), _share(right, width), _share(bottom, height)


def turned_box(box: Box, width: float, height: float, turns: int) -> Box:
    """Return where a box comes to stand when its page of this size is turned clockwise by quarter turns."""
    left, top, right, bottom = box
    match turns % 4:
        case 1:
            return height - bottom, left, height - top, right
        case 2:
            return width - right, height - bottom, width - left, height - top
        case 3:
            return top, width - right, bottom, width - left
        case _:
            return box


def turned_lines(
    across: Sequence[Line], down: Sequence[Line], size: tuple[float, float], turns: int
) -> tuple[Sequence[Line], Sequence[Line]]:
    """Return the horizontal and the vertical lines of a page of this size that is turned by quarter turns."""
    width, height = size
    match turns % 4:
        case 1:
            return (
                [Line(x, height - b, height - a) for x, a, b in down],
                [Line(height - y, a, b) for y, a, b in across],
            )
        case 2:
            return (
                [Line(height - y, width - b, width - a) for y, a, b in across],
                [Line(width - x, height - b, height - a) for x, a, b in down],
            )
        case 3:
            return (
                [Line(width - x, a, b) for x, a, b in down],
                [Line(y, width - b, width - a) for y, a, b in across],
            )
        case _:
            return across, down


def _share(position: float, whole: float) -> float:
    if position <= 0:
        return 0.0
    return round(position / whole, 4) if position < whole else 1.0
