"""Ruling lines → tables: cells with spans and boxes. Pure geometry, shared by the readers of printed pages.

Coordinates grow to the right and downwards, in any unit; `tolerance` says how far apart two lines may be drawn and
still be one, about a third of the height of the text. Double lines, broken lines, lines that overshoot and outer
borders that nobody drew are made good here. Knows no file format and no text; slanting lines are the caller's to leave
out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product, repeat
from typing import NamedTuple

from jiheng.readers.errors import TooLargeFileError

Box = tuple[float, float, float, float]
Slot = tuple[int, int]

_MAX_RUNS = 3000
_MAX_SLOTS = 200_000
# In tolerances: a gap that is still one line, the shortest line that is no speck, the narrowest column without border.
_GAP, _SPECK, _OPEN_COLUMN = 2.0, 2.0, 4.0
# How much of a side must be drawn to be a side, and how much of a region's outline may be open inside a table.
_SQUARE = 1.5
_DRAWN, _CUTS, _OPEN = 0.6, 0.5, 0.4


class Line(NamedTuple):
    """A horizontal line at the height `at` from left to right, or a vertical one at `at` from top to bottom."""

    at: float
    first: float
    last: float


class GridCell(NamedTuple):
    """A cell: `row` and `column` count from 1, `box` is left, top, right, bottom."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells in reading order, and where its column lines (from the left) and row lines (from the top) are."""

    cells: tuple[GridCell, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owners: Mapping[Slot, int]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the whole table."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]

    def index_at(self, x: float, y: float) -> int | None:
        """Return the index in `cells` of the cell around a point; None outside every cell."""
        return self.owners.get((bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1))


def sides(box: Box, thickness: float) -> tuple[list[Line], list[Line]]:
    """Return the horizontal and the vertical lines that a drawn rectangle shows: one if it is thin, else its sides.

    A speck may be a dot of a dotted line of either direction.
    """
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if min(width, height) <= thickness:
        across, down = Line((top + bottom) / 2, left, right), Line((left + right) / 2, top, bottom)
        return [across] if width > height / _SQUARE else [], [down] if height > width / _SQUARE else []
    return [Line(top, left, right), Line(bottom, left, right)], [Line(left, top, bottom), Line(right, top, bottom)]


def find_grids(horizontal: Iterable[Line], vertical: Iterable[Line], tolerance: float) -> tuple[Grid, ...]:
    """Return the tables that lines make, from the top down. A frame around whole tables is none itself.

    Raises TooLargeFileError where lines or cells are more than a printed page can hold.
    """
    across, down = _runs(horizontal, tolerance), _runs(vertical, tolerance)
    across, down = sorted([*across, *_ends(down, across, tolerance)]), sorted([*down, *_ends(across, down, tolerance)])
    parts = (_grid(*part, tolerance) for part in _connected(across, down, tolerance))
    grids = [grid for grid in parts if grid is not None]
    framed = [grid for grid in grids if not _is_frame(grid, grids)]
    return tuple(sorted(framed, key=lambda grid: (grid.box[1], grid.box[0])))


def levels(values: Iterable[float], tolerance: float) -> Iterator[list[float]]:
    """Yield sorted values in groups that stand for one position each."""
    group: list[float] = []
    for value in sorted(values):
        if group and (value - group[-1] > tolerance or value - group[0] > 2 * tolerance):
            yield group
            group = []
        group.append(value)
    if group:
        yield group


def _runs(lines: Iterable[Line], tolerance: float) -> list[Line]:
    """Join the lines that are drawn on one another, or with small gaps behind one another."""
    by_position: dict[float, list[Line]] = {}
    for line in lines:
        by_position.setdefault(line.at, []).append(line)
    runs: list[Line] = []
    for group in levels(by_position, tolerance):
        joined = _joined([line for at in group for line in by_position[at]], tolerance)
        runs += [run for run in joined if run.last - run.first > _SPECK * tolerance]
        if len(runs) > _MAX_RUNS:
            raise TooLargeFileError(f"一页上的表格线超过 {_MAX_RUNS} 条。")
    return runs


def _joined(lines: list[Line], tolerance: float) -> Iterator[Line]:
    lines.sort(key=lambda line: line.first)
    together: list[Line] = []
    last = lines[0].first
    for line in lines:
        if line.first - last > _GAP * tolerance:
            yield Line(_middle(together), together[0].first, last)
            together = []
        together.append(line)
        last = max(last, line.last)
    yield Line(_middle(together), together[0].first, last)


def _middle(lines: Sequence[Line]) -> float:
    """Return the mean position; long lines say more than short ones."""
    length = sum(line.last - line.first for line in lines)
    return sum(line.at * (line.last - line.first) for line in lines) / length if length else lines[0].at


def _ends(lines: Sequence[Line], crossing: Sequence[Line], tolerance: float) -> Iterator[Line]:
    """Yield both ends of a cell that fills a side of its table, where a page's ends cut it and nobody drew them.

    Its outer line meets no other. It is as long as the line beside it, which does.
    """
    touched = _touching(lines, crossing, tolerance)
    reach = _OPEN_COLUMN * tolerance
    for (one, meets), (other, others) in pairwise(zip(lines, touched, strict=True)):
        if bool(meets) == bool(others):
            continue
        if abs(one.first - other.first) < reach and abs(one.last - other.last) < reach:
            yield from (Line(one.first, one.at, other.at), Line(one.last, one.at, other.at))


def _connected(
    across: Sequence[Line], down: Sequence[Line], tolerance: float
) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield the lines of each table: what touches belongs together."""
    touching = _touching(across, down, tolerance)
    below: list[list[int]] = [[] for _ in down]
    for at, others in enumerate(touching):
        for other in others:
            below[other].append(at)
    seen: set[int] = set()
    for start in range(len(across)):
        if start in seen or not touching[start]:
            continue
        rows, columns = {start}, set[int]()
        todo = [start]
        while todo:
            fresh = {other for other in touching[todo.pop()] if other not in columns}
            columns |= fresh
            found = {row for other in fresh for row in below[other]} - rows
            rows |= found
            todo += found
        seen |= rows
        yield [across[at] for at in sorted(rows)], [down[at] for at in sorted(columns)]


def _touching(across: Sequence[Line], down: Sequence[Line], tolerance: float) -> list[list[int]]:
    """Return for each horizontal line the vertical ones that it meets; `down` is sorted by position."""
    positions = [line.at for line in down]
    return [
        [
            at
            for at in range(
                bisect_left(positions, line.first - tolerance), bisect_right(positions, line.last + tolerance)
            )
            if down[at].first - tolerance <= line.at <= down[at].last + tolerance
        ]
        for line in across
    ]


def _grid(across: list[Line], down: list[Line], tolerance: float) -> Grid | None:
    across, down = _aligned(across, tolerance), _aligned(down, tolerance)
    rows_undrawn, columns_undrawn = list(_undrawn(down, across, tolerance)), list(_undrawn(across, down, tolerance))
    across = [*across, *_to_corners(rows_undrawn, columns_undrawn)]
    down = [*down, *_to_corners(columns_undrawn, rows_undrawn)]
    columns, rows = sorted({line.at for line in down}), sorted({line.at for line in across})
    if len(columns) < 2 or len(rows) < 2:
        return None
    if len(columns) * len(rows) > _MAX_SLOTS:
        raise TooLargeFileError(f"一张表超过 {_MAX_SLOTS} 格。")
    found = sorted(_Slots(across, down, columns, rows).rectangles())
    return _numbered(found, columns, rows) if found else None


def _aligned(lines: Sequence[Line], tolerance: float) -> list[Line]:
    """Give the lines of one table that stand for one position the same position."""
    groups = list(levels((line.at for line in lines), tolerance))
    position = {value: sum(group) / len(group) for group in groups for value in group}
    return [Line(position[at], first, last) for at, first, last in lines]


def _undrawn(crossing: Sequence[Line], along: Sequence[Line], tolerance: float) -> Iterator[Line]:
    """Yield the outer borders that nobody drew: at least two crossing lines run on beyond the outermost line."""
    reach = _OPEN_COLUMN * tolerance
    first, last = min(line.first for line in crossing), max(line.last for line in crossing)
    if first < min(line.at for line in along) - reach:
        yield from _through([line for line in crossing if line.first <= first + reach], first)
    if last > max(line.at for line in along) + reach:
        yield from _through([line for line in crossing if line.last >= last - reach], last)


def _to_corners(lines: Sequence[Line], crossing: Sequence[Line]) -> Iterator[Line]:
    """Yield borders that nobody drew, made long enough to meet those of the other sides."""
    ends = [line.at for line in crossing]
    for line in lines:
        yield Line(line.at, min([line.first, *ends]), max([line.last, *ends]))


def _through(ends: Sequence[Line], at: float) -> Iterator[Line]:
    positions = [line.at for line in ends]
    if len(set(positions)) > 1:
        yield Line(at, min(positions), max(positions))


class _Slots:
    """The squares between neighbouring lines, and which of their sides are drawn."""

    def __init__(
        self, across: Sequence[Line], down: Sequence[Line], columns: Sequence[float], rows: Sequence[float]
    ) -> None:
        self.columns, self.rows = columns, rows
        # A slot is (row, column); its upper side is in `over`, its left side in `beside`.
        self.over = set(_drawn(across, rows, columns))
        self.beside = {(row, column) for column, row in _drawn(down, columns, rows)}

    def rectangles(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield row, column, rows and columns of every cell, counted from 0."""
        height, width = len(self.rows) - 1, len(self.columns) - 1
        seen: set[Slot] = set()
        for start in product(range(height), range(width)):
            if start in seen:
                continue
            if self._is_closed(*start):
                yield *start, 1, 1
                continue
            rows, columns = self._reach(*start, height, width)
            if self._is_closed_over(*start, rows, columns):
                row, column = start
                seen.update(product(range(row, row + rows), range(column, column + columns)))
                yield *start, rows, columns
                continue
            region = self._region(start, height, width)
            seen |= region
            if self._is_enclosed(region):
                yield from self._cut(region)

    def _is_closed(self, row: int, column: int) -> bool:
        """Tell whether all sides of a slot are drawn, as they are of most."""
        over, beside = self.over, self.beside
        return (
            (row, column) in over
            and (row, column) in beside
            and (row + 1, column) in over
            and (row, column + 1) in beside
        )

    def _reach(self, row: int, column: int, height: int, width: int) -> tuple[int, int]:
        """Return how many rows and columns lie below and beside a slot until the first side that is drawn."""
        over, beside = self.over, self.beside
        below, right = row + 1, column + 1
        while below < height and (below, column) not in over:
            below += 1
        while right < width and (row, right) not in beside:
            right += 1
        return below - row, right - column

    def _is_closed_over(self, row: int, column: int, rows: int, columns: int) -> bool:
        """Tell whether all sides of a rectangle are drawn and none inside it, as with nearly every merged cell."""
        over, beside = self.over, self.beside
        below, right = row + rows, column + columns
        return (
            all((row, at) in over and (below, at) in over for at in range(column, right))
            and all((at, column) in beside and (at, right) in beside for at in range(row, below))
            and over.isdisjoint(product(range(row + 1, below), range(column, right)))
            and beside.isdisjoint(product(range(row, below), range(column + 1, right)))
        )

    def _region(self, start: Slot, height: int, width: int) -> set[Slot]:
        """Return the slots that no drawn side parts."""
        region, todo = {start}, [start]
        while todo:
            row, column = todo.pop()
            near = (
                ((row + 1, column), row + 1 < height and (row + 1, column) not in self.over),
                ((row - 1, column), row > 0 and (row, column) not in self.over),
                ((row, column + 1), column + 1 < width and (row, column + 1) not in self.beside),
                ((row, column - 1), column > 0 and (row, column) not in self.beside),
            )
            fresh = [slot for slot, is_open in near if is_open and slot not in region]
            region.update(fresh)
            todo += fresh
        return region

    def _is_enclosed(self, region: set[Slot]) -> bool:
        """Tell a cell, of whose outline a piece may lack, from what lies outside the table."""
        outline = missing = 0.0
        for row, column in region:
            height, width = self.rows[row + 1] - self.rows[row], self.columns[column + 1] - self.columns[column]
            for slot, side, length in (
                ((row - 1, column), (row, column) in self.over, width),
                ((row + 1, column), (row + 1, column) in self.over, width),
                ((row, column - 1), (row, column) in self.beside, height),
                ((row, column + 1), (row, column + 1) in self.beside, height),
            ):
                if slot not in region:
                    outline += length
                    missing += 0.0 if side else length
        return missing < _OPEN * outline

    def _cut(self, region: set[Slot]) -> Iterator[tuple[int, int, int, int]]:
        """Cut a region into rectangles; a side that is drawn through most of it is drawn through all of it."""
        top, left = min(region)[0], min(column for _, column in region)
        row_cuts = _cuts([slot[0] for slot in region if slot[0] > top], self.over & region, axis=0)
        column_cuts = _cuts([slot[1] for slot in region if slot[1] > left], self.beside & region, axis=1)
        left_over = set(region)
        for row, column in sorted(region):
            if (row, column) not in left_over:
                continue
            columns, rows = 1, 1
            while (row, column + columns) in left_over and column + columns not in column_cuts:
                columns += 1
            covered = range(column, column + columns)
            while row + rows not in row_cuts and all((row + rows, at) in left_over for at in covered):
                rows += 1
            left_over -= {(row + down, at) for down in range(rows) for at in covered}
            yield row, column, rows, columns


def _cuts(places: Iterable[int], drawn: Iterable[Slot], axis: int) -> set[int]:
    """Return the rows or columns before which most of the line through a region is drawn."""
    there = Counter(slot[axis] for slot in drawn)
    return {at for at, count in Counter(places).items() if there[at] >= _CUTS * count} if there else set()


def _drawn(lines: Iterable[Line], positions: Sequence[float], stops: Sequence[float]) -> Iterator[Slot]:
    """Yield (index of the line's position, index of the stretch between stops) for every stretch that a line covers."""
    index = {position: at for at, position in enumerate(positions)}
    for line in lines:
        begin = max(bisect_right(stops, line.first) - 1, 0)
        end = min(bisect_left(stops, line.last), len(stops) - 1)
        # Between its ends a line covers what it passes.
        while begin < end and not _covers(line, stops[begin], stops[begin + 1]):
            begin += 1
        while begin < end and not _covers(line, stops[end - 1], stops[end]):
            end -= 1
        yield from zip(repeat(index[line.at]), range(begin, end))


def _covers(line: Line, first: float, last: float) -> bool:
    return min(line.last, last) - max(line.first, first) >= _DRAWN * (last - first)


def _numbered(found: Sequence[tuple[int, int, int, int]], columns: Sequence[float], rows: Sequence[float]) -> Grid:
    """Make the table, its rows and columns numbered from 1 without the lines at which no cell begins or ends."""
    row_lines = sorted({edge for row, _, height, _ in found for edge in (row, row + height)})
    column_lines = sorted({edge for _, column, _, width in found for edge in (column, column + width)})
    row_at = {line: at for at, line in enumerate(row_lines)}
    column_at = {line: at for at, line in enumerate(column_lines)}
    cells: list[GridCell] = []
    owners: dict[Slot, int] = {}
    for at, (row, column, height, width) in enumerate(found):
        first, last = row_at[row], row_at[row + height]
        left, right = column_at[column], column_at[column + width]
        for slot in product(range(first, last), range(left, right)):
            owners[slot] = at
        box = (columns[column], rows[row], columns[column + width], rows[row + height])
        cells.append(GridCell(first + 1, left + 1, last - first, right - left, box))
    return Grid(tuple(cells), tuple(columns[at] for at in column_lines), tuple(rows[at] for at in row_lines), owners)


def _is_frame(grid: Grid, grids: Sequence[Grid]) -> bool:
    return len(grid.cells) == 1 and any(other is not grid and _within(other.box, grid.box) for other in grids)


def _within(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
