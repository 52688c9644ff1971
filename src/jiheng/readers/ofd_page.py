"""The content of one OFD page → what it shows: glyphs, ruling lines, pictures, hidden text. Knows no table and no file.

Layers, blocks, templates and composite objects all come to the same: objects that stand somewhere on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from jiheng.readers.ofd_text import MAX_GLYPHS, POINTS, Matrix, box_at, glyphs_of, lines_of, matrix_of, numbers
from jiheng.readers.printed_page import Glyph, PrintedPage, turned_box, turned_lines
from jiheng.readers.ruling import Box, Line

_MAX_LINES = 100_000
_DEEPEST = 12
_BLOCKS = frozenset(("Content", "Layer", "PageBlock"))
_SIDES = 4


@dataclass(slots=True)
class Drawn:
    """What the objects of a page show, before it is turned to where its text reads from left to right."""

    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Line] = field(default_factory=list)
    down: list[Line] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    slanting: list[str] = field(default_factory=list)
    unknown: int = 0

    def add(self, content: etree._Element, matrix: Matrix, units: Mapping[str, etree._Element], depth: int = 0) -> None:
        """Add the objects in an element; `units` are the composite objects by their id."""
        if depth > _DEEPEST:
            raise DamagedFileError("OFD 文件已损坏：版面对象嵌套过深。")
        for item in content:
            kind = etree.QName(item).localname
            if item.get("Visible") == "false":
                self._hide(item)
            elif kind in _BLOCKS:
                self.add(item, matrix, units, depth + 1)
            elif kind == "CompositeObject" and item.get("ResourceID") in units:
                self.add(units[item.get("ResourceID", "")], matrix_of(item, matrix), units, depth + 1)
            else:
                self._object(kind, item, matrix_of(item, matrix))

    def _object(self, kind: str, item: etree._Element, matrix: Matrix) -> None:
        if kind == "TextObject":
            self._text(item, matrix)
        elif kind == "PathObject":
            self._path(item, matrix)
        elif kind == "ImageObject":
            self.pictures.append(box_at(matrix, (0, 0, 1, 1)))

    def _text(self, item: etree._Element, matrix: Matrix) -> None:
        for glyph in glyphs_of(item, matrix):
            if glyph is None:
                self.unknown += 1
            elif isinstance(glyph, str):
                self.slanting.append(glyph)
            else:
                self.glyphs.append(glyph)
        if len(self.glyphs) + len(self.slanting) > MAX_GLYPHS:
            raise TooLargeFileError(f"OFD 的一页超过 {MAX_GLYPHS} 个字符。")

    def _path(self, item: etree._Element, matrix: Matrix) -> None:
        across, down = lines_of(item, matrix)
        self.across += across
        self.down += down
        if len(self.across) + len(self.down) > _MAX_LINES:
            raise TooLargeFileError(f"OFD 的一页超过 {_MAX_LINES} 条线。")

    def _hide(self, item: etree._Element) -> None:
        text = "".join("".join(map(str, code.itertext())) for code in item.iter("{*}TextCode")).strip()
        if text:
            self.hidden.append(text)


def page_box(area: etree._Element | None, otherwise: Box) -> Box:
    """Return left, top, width and height of the paper in millimetres."""
    stated = numbers(None if area is None else area.findtext("{*}PhysicalBox"))
    if len(stated) != _SIDES or min(stated[2:]) <= 0:
        return otherwise
    left, top, width, height = stated
    return left, top, width, height


def printed_page(number: int, box: Box, drawn: Drawn) -> PrintedPage:
    """Return the page in the direction in which most of its text is read."""
    size = box[2] * POINTS, box[3] * POINTS
    leading = Counter(glyph.turn for glyph in drawn.glyphs).most_common(1)
    lying = leading[0][0] if leading else 0
    across, down = turned_lines(drawn.across, drawn.down, size, -lying)
    upright = (size[1], size[0]) if lying % 2 else size
    return PrintedPage(
        number,
        *upright,
        [glyph.turned(*size, -lying) for glyph in drawn.glyphs] if lying else drawn.glyphs,
        across,
        down,
        [turned_box(picture, *size, -lying) for picture in drawn.pictures],
        lying,
        drawn.unknown,
        "".join(drawn.slanting),
    )
