"""What a printed page shows → its parts from the top down: tables with the lines of every cell, and lines of text.

Tables are found by their rulings, and by alignment where nothing is ruled. Knows one page at a time, and no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from jiheng.readers.printed_borderless import aligned_tables
from jiheng.readers.printed_lines import TextLine, box_around, lines_of, usual_height
from jiheng.readers.printed_page import Glyph, PrintedPage
from jiheng.readers.printed_text import cell_text
from jiheng.readers.ruling import Box, Grid, find_grids, sides

_TOLERANCE = 0.3
_FINEST, _COARSEST = 1.0, 3.0
# A frame around most of the page is decoration, and so is a ruled box without any text.
_PAGE_FRAME = 0.4
# In widths of a character; and in points what office programs leave where nobody says otherwise, 1.9 mm.
_WIDEST_PADDING, _USUAL_PADDING = 0.8, 5.6
_TOUCHING = 0.06
_left_of, _right_of = attrgetter("left"), attrgetter("right")
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell with its lines of text. Rows and columns count from 1; `box` is where it stands on its page."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: Sequence[TextLine]
    width: float
    page: int

    @property
    def text(self) -> str:
        """The text as one would type it."""
        return cell_text(self.lines, self.width)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: `columns` are the x positions of its column lines. `ruled` tells whether lines show merged cells."""

    cells: Sequence[PrintedCell]
    columns: Sequence[float]
    box: Box
    page: int
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Lines of text that stand in no table, one below the other, in a text area that begins at `left`."""

    lines: Sequence[TextLine]
    left: float
    width: float
    box: Box
    page: int


Part = PrintedTable | PrintedLines


@dataclass(slots=True)
class _Sorted:
    """The glyphs of a page by the cell they stand in, and those outside every table."""

    cells: dict[tuple[int, int], list[Glyph]] = field(default_factory=dict)
    loose: list[Glyph] = field(default_factory=list)


def parts_of(page: PrintedPage) -> list[Part]:
    """Return the tables and the loose text of a page in reading order. Raises TooLargeFileError."""
    tolerance = min(max(_TOLERANCE * usual_height(page.glyphs), _FINEST), _COARSEST)
    grids = [grid for grid in find_grids(page.across, page.down, tolerance) if not _is_page_frame(grid, page)]
    grids += _filled_grids(page, grids, tolerance)
    kept = _sort(page.glyphs, grids)
    tables = [_table(grid, at, kept, page.number) for at, grid in enumerate(grids)]
    parts: list[Part] = [table for table in tables if any(cell.lines for cell in table.cells)]
    parts += _loose_parts(kept.loose, [table.box for table in tables], page)
    return _in_reading_order(parts)


def _filled_grids(page: PrintedPage, ruled: Sequence[Grid], tolerance: float) -> list[Grid]:
    """Return the tables that show only by the colours of their cells: every cell is filled, and no line drawn."""
    fills = [box for box in page.fills if not any(_overlap(box, grid.box) for grid in ruled)]
    drawn = [sides(box, tolerance) for box in fills]
    grids = find_grids(
        [line for own, _ in drawn for line in own], [line for _, own in drawn for line in own], tolerance
    )
    return [grid for grid in grids if len(grid.columns) > 2 < len(grid.rows) and _is_filled(grid, fills)]


def _is_filled(grid: Grid, fills: Sequence[Box]) -> bool:
    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in (c.box for c in grid.cells)]
    cells = [box for box in fills if _area(box) < _area(grid.box) / 2]
    return all(any(box[0] < x < box[2] and box[1] < y < box[3] for box in cells) for x, y in middles)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_page_frame(grid: Grid, page: PrintedPage) -> bool:
    left, top, right, bottom = grid.box
    return len(grid.cells) == 1 and (right - left) * (bottom - top) > _PAGE_FRAME * page.width * page.height


def _sort(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> _Sorted:
    kept = _Sorted()
    by_size = sorted(enumerate(grids), key=lambda item: _area(item[1].box))
    before, before_key = None, None
    # The cell that took the last glyph, where no smaller table can lie in it: most often it takes the next one too.
    left, top, right, bottom = _NOWHERE
    taking = kept.loose
    for glyph in glyphs:
        x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
        if not (left < x < right and top < y < bottom):
            key, (left, top, right, bottom) = _cell_at(x, y, by_size)
            if before is None or key == before_key or not _runs_over(before, glyph):
                before_key, taking = key, kept.loose if key is None else kept.cells.setdefault(key, [])
        taking.append(glyph)
        before = glyph
    return kept


def _cell_at(x: float, y: float, by_size: Sequence[tuple[int, Grid]]) -> tuple[tuple[int, int] | None, Box]:
    """Return which cell of which table is around a point, and its box if the table is the smallest of all."""
    for at, grid in by_size:
        index = grid.index_at(x, y)
        if index is not None:
            return (at, index), grid.cells[index].box if at == by_size[0][0] else _NOWHERE
    return None, _NOWHERE


def _runs_over(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether the glyph goes on right behind the one before: between two cells there is always some space."""
    em = max(before.bottom - before.top, glyph.bottom - glyph.top)
    on_one_line = before.turn == glyph.turn == 0 and abs(before.base - glyph.base) < _TOUCHING * em
    return on_one_line and abs(glyph.left - before.right) < _TOUCHING * em


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _table(grid: Grid, at: int, kept: _Sorted, page: int) -> PrintedTable:
    lines = [lines_of(kept.cells.get((at, index), ())) for index in range(len(grid.cells))]
    padding = _padding(zip((cell.box for cell in grid.cells), lines, strict=True))
    cells = [
        PrintedCell(cell.row, cell.column, cell.rows, cell.columns, cell.box, own, _inner(cell.box, padding), page)
        for cell, own in zip(grid.cells, lines, strict=True)
    ]
    return PrintedTable(cells, grid.columns, grid.box, page)


def _padding(cells: Iterable[tuple[Box, Sequence[TextLine]]]) -> float:
    """Return the space that the cells of a table leave before their text, as the fullest of them shows."""
    gaps = [(line.box[0] - box[0], line.em) for box, lines in cells for line in lines]
    narrowest, em = min(gaps, default=(0.0, 1.0))
    return min(max(narrowest, 0.0), max(_WIDEST_PADDING * em, _USUAL_PADDING))


def _inner(box: Box, padding: float) -> float:
    return box[2] - box[0] - 2 * padding


# Text outside the rulings.


def _loose_parts(glyphs: Sequence[Glyph], tables: Sequence[Box], page: PrintedPage) -> Iterator[Part]:
    """Yield tables by alignment and the lines between them, never across a ruled table."""
    if not glyphs:
        return
    left = min(chain(map(_left_of, page.glyphs), (box[0] for box in tables)))
    right = max(chain(map(_right_of, page.glyphs), (box[2] for box in tables)))
    for zone in _zones(lines_of(glyphs), tables):
        yield from _zone_parts(zone, (left, right), page)


def _zones(lines: Sequence[TextLine], tables: Sequence[Box]) -> Iterator[list[TextLine]]:
    """Cut the lines where a table stands between them."""
    zone: list[TextLine] = []
    for line in lines:
        if zone and any(zone[-1].box[3] <= (top + bottom) / 2 <= line.box[1] for _, top, _, bottom in tables):
            yield zone
            zone = []
        zone.append(line)
    if zone:
        yield zone


def _zone_parts(lines: Sequence[TextLine], area: tuple[float, float], page: PrintedPage) -> Iterator[Part]:
    left, right = area
    for item in aligned_tables(lines):
        if item.table is None:
            yield PrintedLines(item.lines, left, right - left, box_around(line.box for line in item.lines), page.number)
        else:
            cells = [
                PrintedCell(cell.row, cell.column, 1, cell.columns, cell.box, cell.lines, cell.width, page.number)
                for cell in item.table.cells
            ]
            yield PrintedTable(
                cells, item.table.columns, box_around(line.box for line in item.lines), page.number, ruled=False
            )


def _in_reading_order(parts: Sequence[Part]) -> list[Part]:
    """Order parts from the top down, and from the left where two stand side by side."""
    ordered: list[Part] = []
    for part in sorted(parts, key=lambda part: part.box[1]):
        at = len(ordered)
        while at and _is_beside(part, ordered[at - 1]) and part.box[0] < ordered[at - 1].box[0]:
            at -= 1
        ordered.insert(at, part)
    return ordered


def _is_beside(part: Part, other: Part) -> bool:
    overlap = min(part.box[3], other.box[3]) - max(part.box[1], other.box[1])
    apart = part.box[0] >= other.box[2] or other.box[0] >= part.box[2]
    return apart and overlap > 0.5 * min(part.box[3] - part.box[1], other.box[3] - other.box[1])
