"""Damage to the grid: merges lost, pages broken, rows shifted, columns added, headers printed another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from bench.reading.pages import Block, Case, Grid, Turn, line, starts

from jiheng.layouts.drawing import Align, DrawnCell, DrawnParagraph, Role

Parameters = Mapping[str, Any]

_LEVELS = ("/level1", "/level2")
_CUTTABLE = 12


def unmerge(case: Case, parameters: Parameters, random: Random) -> Case:
    """Take all merges apart. `repeat` prints the text in every row that a cell was merged over."""
    return _on_grids(case, lambda grid: _unmerged(grid, repeat=parameters["repeat"]))


def shift(case: Case, parameters: Parameters, random: Random) -> Case:
    """Drop the blank level cells in front of a row, so that the rest moves left by one or two."""
    return _on_grids(case, lambda grid: _shifted(grid, parameters["rate"], random))


def column(case: Case, parameters: Parameters, random: Random) -> Case:
    """Add an empty column at one of the places named; -1 is the right edge."""
    at = random.choice(parameters["at"])
    return _on_grids(case, lambda grid: _widened(grid, at if at >= 0 else grid.columns))


def header(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print the header of the indicators another way."""
    change = _HEADERS[parameters["as"]]
    return _on_grids(case, lambda grid: change(grid, case, random) if grid.header else grid)


def trail(case: Case, parameters: Parameters, random: Random) -> Case:
    """Add blank rows below and blank columns to the right."""
    rows, columns = parameters["rows"], parameters["columns"]
    return _on_grids(
        case, lambda grid: _filled(replace(grid, rows=grid.rows + rows, widths=grid.widths + (12,) * columns))
    )


def pages(case: Case, parameters: Parameters, random: Random) -> Case:
    """Break every grid after so many rows. What is printed at the top of a page is for the parameters to say."""
    blocks: list[Block] = []
    for block in case.blocks:
        blocks += _paged(block, case, parameters, random) if isinstance(block, Grid) else [block]
    return replace(case, blocks=tuple(blocks), cut=frozenset(_shortened(blocks, case)))


GRID_STEPS: Mapping[str, Callable[[Case, Parameters, Random], Case]] = {
    "unmerge": unmerge,
    "shift": shift,
    "column": column,
    "header": header,
    "trail": trail,
    "pages": pages,
}


def _on_grids(case: Case, change: Callable[[Grid], Grid]) -> Case:
    return replace(case, blocks=tuple(change(block) if isinstance(block, Grid) else block for block in case.blocks))


def _filled(grid: Grid) -> Grid:
    """Put an empty cell wherever none is."""
    taken = {
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    every = ((row, column) for row in range(1, grid.rows + 1) for column in range(1, grid.columns + 1))
    return _ordered(grid, [*grid.cells, *(DrawnCell("", *place) for place in every if place not in taken)])


def _ordered(grid: Grid, cells: list[DrawnCell]) -> Grid:
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _unmerged(grid: Grid, *, repeat: bool) -> Grid:
    cells = [replace(cell, rows=1, columns=1) for cell in grid.cells]
    if repeat:
        cells = [replace(cell, rows=1) for cell in grid.cells]
        cells += [replace(cell, row=cell.row + down, rows=1) for cell in grid.cells for down in range(1, cell.rows)]
    return _filled(replace(grid, cells=tuple(cells)))


def _shifted(grid: Grid, rate: float, random: Random) -> Grid:
    cells = starts(grid)
    moved = dict(cells)
    for row in grid.body:
        blank = 0
        while blank < 2 and (found := cells.get((row, blank + 1))) is not None and not found.text:
            blank += 1
        if blank and random.random() < rate:
            for column in range(1, grid.columns + 1):
                source = cells.get((row, column + blank))
                moved[row, column] = replace(source, column=column) if source else DrawnCell("", row, column)
    return _ordered(grid, list(moved.values()))


def _widened(grid: Grid, at: int) -> Grid:
    cells = [
        replace(cell, column=cell.column + 1)
        if cell.column > at
        else replace(cell, columns=cell.columns + 1)
        if cell.column + cell.columns - 1 > at
        else cell
        for cell in grid.cells
    ]
    return _filled(replace(_ordered(grid, cells), widths=(*grid.widths[:at], 8, *grid.widths[at:])))


def _row_inserted(grid: Grid, at: int) -> Grid:
    """Make room for a new row at `at`; what is merged across it grows."""
    cells = [
        replace(cell, row=cell.row + 1)
        if cell.row >= at
        else replace(cell, rows=cell.rows + 1)
        if cell.row + cell.rows > at
        else cell
        for cell in grid.cells
    ]
    moved = range(grid.header.start + (grid.header.start > at), grid.header.stop + 1)
    return replace(_ordered(grid, cells), rows=grid.rows + 1, header=moved)


def _raised(grid: Grid, case: Case, random: Random) -> Grid:
    """Move the first label of the header one row up: into a blank cell there, else into a row of its own."""
    last = grid.header.stop - 1
    above = grid.at(last - 1, 1)
    if above is None or above.text:
        grid = _row_inserted(grid, last)
        last += 1
    first = grid.at(last, 1)
    if first is None:
        return grid
    others = [cell for cell in grid.cells if (cell.row, cell.column) not in ((last, 1), (last - 1, 1))]
    return _filled(_ordered(grid, [*others, replace(first, row=last - 1), replace(first, text="")]))


def _two_rows(grid: Grid, case: Case, random: Random) -> Grid:
    """Print 绩效指标 over the labels of the levels; every other label is merged over both rows."""
    last = grid.header.stop - 1
    grid = _row_inserted(grid, last)
    grid = replace(grid, header=range(last, last + 2))
    row = [cell for cell in grid.cells if cell.row == last + 1]
    levels = _level_cells(row, case)
    others = [cell for cell in grid.cells if cell.row != last + 1]
    tall = [replace(cell, row=last, rows=2) for cell in row if cell not in levels]
    group = [_over(levels, "绩效指标", last)] if levels else []
    return _filled(_ordered(grid, [*others, *levels, *tall, *group]))


def _merged_levels(grid: Grid, case: Case, random: Random) -> Grid:
    """Print one heading in place of the labels of two or three levels."""
    last = grid.header.stop - 1
    row = [cell for cell in grid.cells if cell.row == last]
    levels = _level_cells(row, case)[: random.choice((2, 3))]
    if len(levels) < 2:
        return grid
    others = [cell for cell in grid.cells if cell not in levels]
    return _ordered(grid, [*others, _over(levels, "绩效指标", last)])


_HEADERS: Mapping[str, Callable[[Grid, Case, Random], Grid]] = {
    "raised": _raised,
    "two-rows": _two_rows,
    "merged-levels": _merged_levels,
}


def _level_cells(row: list[DrawnCell], case: Case) -> list[DrawnCell]:
    """Return the header cells of level 1, level 2 and the name, by the order of the layout's columns."""
    table = case.layout.indicators
    ordered = sorted(row, key=lambda cell: cell.column)
    if table is None or len(ordered) != len(table.indicators):
        return []
    keys = [one.key.value for one in table.indicators]
    return [cell for key, cell in zip(keys, ordered, strict=True) if key in ("level1", "level2", "name")]


def _over(cells: list[DrawnCell], text: str, row: int) -> DrawnCell:
    first, last = cells[0], cells[-1]
    return DrawnCell(text, row, first.column, 1, last.column + last.columns - first.column, Role.HEADER, Align.CENTER)


def _paged(grid: Grid, case: Case, parameters: Parameters, random: Random) -> Iterator[Block]:
    """Yield the grid page by page, and between two pages what is printed there."""
    pieces = list(_pieces(grid, parameters["rows"]))
    rest: list[DrawnCell] = []
    levels: dict[int, str] = {}
    for number, piece in enumerate(pieces, 1):
        cells = [cell for cell in grid.cells if cell.row in piece]
        before = dict(levels)
        _follow(cells, levels)
        page = [replace(cell, row=cell.row - piece.start + 1) for cell in cells]
        if parameters["levels"] and number > 1 and piece.start in grid.body:
            page = [_level_again(cell, before) for cell in page]
        if number > 1:
            yield from _between(case, parameters, number)
        page = _below(rest, page)
        page, rest = _cut(page, parameters, random) if number < len(pieces) and piece.start in grid.body else (page, [])
        again = [] if number == 1 or piece.start not in grid.body or not parameters["header"] else _header(grid)
        page = _below(again, page)
        begins = range(grid.header.start - piece.start + 1, grid.header.stop - piece.start + 1)
        rows = max((cell.row for cell in page), default=0)
        yield Grid(tuple(page), rows, grid.widths, begins if grid.header.start in piece else range(0))


def _shortened(blocks: list[Block], case: Case) -> Iterator[str]:
    """Yield the paths whose cell no longer prints the whole text."""
    cells = (cell for block in blocks if isinstance(block, Grid) for cell in block.cells if cell.path in case.printed)
    yield from (cell.path for cell in cells if cell.path and len(cell.text.strip()) < len(case.printed[cell.path]))


def _pieces(grid: Grid, rows: int) -> Iterator[range]:
    """Yield the rows of every page; no page ends inside or just behind the header, or inside a merged cell."""
    inside = {row for cell in grid.cells for row in range(cell.row, cell.row + cell.rows - 1)}
    inside |= set(range(grid.header.start, grid.header.stop)) if grid.header else set()
    start = 1
    for row in range(1, grid.rows + 1):
        if row == grid.rows or (row - start + 1 >= rows and row not in inside):
            yield range(start, row + 1)
            start = row + 1


def _follow(cells: list[DrawnCell], levels: dict[int, str]) -> None:
    for cell in cells:
        if (cell.path or "").endswith(_LEVELS) and cell.text:
            levels[cell.column] = cell.text


def _level_again(cell: DrawnCell, levels: Mapping[int, str]) -> DrawnCell:
    blank = cell.row == 1 and not cell.text and cell.column in levels
    return replace(cell, text=levels[cell.column]) if blank else cell


def _between(case: Case, parameters: Parameters, number: int) -> Iterator[Block]:
    if parameters["number"]:
        yield line(f"— {number - 1} —", align=Align.CENTER)
    yield Turn()
    if parameters.get("title"):
        heads = (block for block in case.blocks if isinstance(block, DrawnParagraph))
        yield from (replace(block, path=None) for block in heads if block.path == "/title")


def _header(grid: Grid) -> list[DrawnCell]:
    cells = (cell for cell in grid.cells if cell.row in grid.header)
    return [replace(cell, row=cell.row - grid.header.start + 1) for cell in cells]


def _below(above: list[DrawnCell], page: list[DrawnCell]) -> list[DrawnCell]:
    down = max((cell.row + cell.rows - 1 for cell in above), default=0)
    return [*above, *(replace(cell, row=cell.row + down) for cell in page)]


def _cut(page: list[DrawnCell], parameters: Parameters, random: Random) -> tuple[list[DrawnCell], list[DrawnCell]]:
    """Cut the long texts of the last row in two; the second halves are a row of the next page."""
    last = max(cell.row for cell in page)
    row = [cell for cell in page if cell.row == last]
    long = [cell for cell in row if len(cell.text) > _CUTTABLE]
    if not long or random.random() >= parameters.get("cut", 0):
        return page, []
    halves = [replace(cell, text=cell.text[: len(cell.text) // 2]) if cell in long else cell for cell in row]
    rests = [
        replace(cell, row=1, text=cell.text[len(cell.text) // 2 :] if cell in long else "", path=None) for cell in row
    ]
    return [*(cell for cell in page if cell.row != last), *halves], rests
