"""The boxes in which a spreadsheet shows notes: how large each is, beside which cell, in the VML that Excel still uses.

Sizes are pixels at 96 to the inch; rows and columns count from 1. Knows no findings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from jiheng.readers.cell_names import MAX_COLUMNS, MAX_ROWS, position
from jiheng.readers.packages import Package, stated_number
from jiheng.writers.annotate.errors import TwistedFileError
from jiheng.writers.measure import text_height

_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TAGS: Final = tuple(f"{_NS}{tag}" for tag in ("sheetFormatPr", "col", "row", "mergeCell", "legacyDrawing"))
_LINK_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WIDTH: Final = 340
_MILLIMETRES: Final = 84  # of the same width, less its padding
_SIZE: Final = 18  # half-points
_TALLEST: Final = 2000
_COLUMN: Final = 64
_ROW: Final = 20
_GAP: Final = 12
_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_END: Final = b"</xml>"
_SHAPE_ID: Final = re.compile(rb"_x0000_s([0-9]{1,9})")
_SHAPE_TYPE: Final = re.compile(rb"id\s*=\s*[\"']_x0000_t202[\"']")
_ROOT: Final = re.compile(rb"<xml\b[^>]*>")
# Each program has its own prefixes.
_CLIENT: Final = re.compile(rb"(<(\w+:)?ClientData\b[^>]*>)(.*?)</\2ClientData>", re.DOTALL)
_CELL: Final = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*([0-9]{1,7})\s*</")
_ANCHOR: Final = re.compile(rb"<(?:\w+:)?Anchor>[^<]*</(?:\w+:)?Anchor>")
_FIRST_ID: Final = 1025


class Cell(NamedTuple):
    """A cell, by its row and column."""

    row: int
    column: int


class Box(NamedTuple):
    """The note of a cell, and how VML says where its box stands."""

    cell: Cell
    anchor: str


@dataclass(slots=True)
class Sheet:
    """What of a sheet decides where a box stands: sizes, and the merged areas that touch the rows in question.

    `drawing` is the id of its reference to VML.
    """

    column: float = _COLUMN
    row: float = _ROW
    widths: list[tuple[int, int, float]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    merges: dict[int, list[tuple[Cell, Cell]]] = field(default_factory=dict)
    drawing: str | None = None

    def anchor_cell(self, cell: Cell) -> Cell:
        """Return the cell in which a merged area, if `cell` lies in one, shows its text."""
        return self._area(cell)[0]

    def box(self, cell: Cell, text: str) -> Box:
        """Return a box that has room for the text, to the right of the cell."""
        top, (_, right) = cell.row, self._area(cell)[1]
        left, _ = _walked(min(right + 1, MAX_COLUMNS), 0, self._width, MAX_COLUMNS)
        last_column, dx = _walked(left, _GAP + _WIDTH, self._width, MAX_COLUMNS)
        height = min(_TALLEST, text_height(text, _MILLIMETRES, _SIZE) * 4 // 3 + _GAP)
        last_row, dy = _walked(top, height, self._height, MAX_ROWS)
        numbers = (left - 1, _GAP, top - 1, 2, last_column - 1, dx, last_row - 1, dy)
        return Box(cell, ", ".join(map(str, numbers)))

    def _area(self, cell: Cell) -> tuple[Cell, Cell]:
        inside = (one for one in self.merges.get(cell.row, ()) if _covers(one, cell))
        return next(inside, (cell, cell))

    def _width(self, column: int) -> float:
        at = bisect_right(self.widths, (column, MAX_COLUMNS + 1, 0.0)) - 1
        return self.widths[at][2] if at >= 0 and column <= self.widths[at][1] else self.column

    def _height(self, row: int) -> float:
        return self.heights.get(row, self.row)


def read_sheet(package: Package, part: str, rows: Collection[int]) -> Sheet:
    """Return the sizes of a sheet, for notes in some of its rows; what is not stated is as Excel has it."""
    sheet = Sheet()
    wanted = sorted(set(rows))
    row = 0
    for element in package.elements(part, _TAGS):
        match etree.QName(element).localname:
            case "row":
                row = stated_number(element.get("r"), row + 1)
                _take_row(sheet, element, row)
            case "col":
                _take_column(sheet, element)
            case "mergeCell":
                _take_merge(sheet, element, wanted)
            case "legacyDrawing":
                sheet.drawing = element.get(_LINK_ID)
            case _:
                sheet.column = _pixels(element.get("defaultColWidth"), _COLUMN, _of_characters)
                sheet.row = _pixels(element.get("defaultRowHeight"), _ROW, _of_points)
    sheet.widths.sort()
    return sheet


def with_boxes(data: bytes | None, boxes: Sequence[Box], part: str) -> bytes:
    """Return VML that shows a box for each of these notes; boxes that are there already are made to fit."""
    vml = data or _empty()
    anchors = {box.cell: box.anchor for box in boxes}
    kept: set[Cell] = set()

    def fitted(match: re.Match[bytes]) -> bytes:
        cell = _cell_of(match[0])
        if cell not in anchors:
            return match[0]
        kept.add(cell)
        start, prefix, rest = match[1], match[2] or b"", _ANCHOR.sub(b"", match[3])
        anchor = anchors[cell].encode()
        return b"%s<%sAnchor>%s</%sAnchor>%s</%sClientData>" % (start, prefix, anchor, prefix, rest, prefix)

    vml = _CLIENT.sub(fitted, vml)
    at = vml.rfind(_END)
    if at < 0:
        raise TwistedFileError(part, "没有结尾")
    new = [box for box in boxes if box.cell not in kept]
    return vml[:at] + "".join(_shapes(vml, new)).encode("ascii") + vml[at:]


def _take_row(sheet: Sheet, element: etree._Element, row: int) -> None:
    if element.get("hidden") in ("1", "true", "on"):
        sheet.heights[row] = 0
    elif element.get("ht") is not None:
        sheet.heights[row] = _pixels(element.get("ht"), _ROW, _of_points)


def _take_column(sheet: Sheet, element: etree._Element) -> None:
    hidden = element.get("hidden") in ("1", "true", "on")
    width = 0 if hidden else _pixels(element.get("width"), _COLUMN, _of_characters)
    sheet.widths.append((stated_number(element.get("min"), 1), stated_number(element.get("max"), MAX_COLUMNS), width))


def _take_merge(sheet: Sheet, element: etree._Element, wanted: Sequence[int]) -> None:
    first, _, last = element.get("ref", "").partition(":")
    start, end = position(first), position(last or first)
    if start is not None and end is not None:
        for row in wanted[bisect_left(wanted, start[0]) : bisect_right(wanted, end[0])]:
            sheet.merges.setdefault(row, []).append((Cell(*start), Cell(*end)))


def _covers(area: tuple[Cell, Cell], cell: Cell) -> bool:
    first, last = area
    return first.row <= cell.row <= last.row and first.column <= cell.column <= last.column


def _pixels(text: str | None, otherwise: float, measure: Callable[[float], float]) -> float:
    try:
        return min(max(measure(float(text)), 0.0), _TALLEST) if text is not None else otherwise
    except ValueError:
        return otherwise


def _of_characters(width: float) -> float:
    return width * 7


def _of_points(height: float) -> float:
    return height * 4 / 3


def _walked(start: int, distance: float, size: Callable[[int], float], last: int) -> tuple[int, int]:
    """Return the row or column at this distance from where `start` begins, and how far inside it that is."""
    at = start
    while at < last and distance >= size(at):
        distance -= size(at)
        at += 1
    return at, int(distance)


def _cell_of(client: bytes) -> Cell:
    numbers = {name: int(number) + 1 for name, number in _CELL.findall(client)}
    return Cell(numbers.get(b"Row", 0), numbers.get(b"Column", 0))


def _empty() -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    layout = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    return f"<xml {spaces}>{layout}</xml>".encode()


def _shapes(vml: bytes, boxes: Sequence[Box]) -> Iterator[str]:
    root = _ROOT.search(vml)
    known = root[0] if root else b""
    missing = [(prefix, uri) for prefix, uri in _SPACES.items() if f'xmlns:{prefix}="{uri}"'.encode() not in known]
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in missing)
    if boxes and not _SHAPE_TYPE.search(vml):
        yield (
            f'<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
            ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
            '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        )
    first = max((int(number) for number in _SHAPE_ID.findall(vml)), default=_FIRST_ID - 1) + 1
    for number, box in enumerate(boxes, start=first):
        yield (
            f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
            ' style="position:absolute;visibility:hidden;z-index:1"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{box.anchor}</x:Anchor>'
            f"<x:AutoFill>False</x:AutoFill><x:Row>{box.cell.row - 1}</x:Row><x:Column>{box.cell.column - 1}</x:Column>"
            "</x:ClientData></v:shape>"
        )
