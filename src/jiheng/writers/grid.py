"""The geometry of drawn tables: every position covered once, columns of several tables on one grid. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from jiheng.layouts.drawing import DrawnCell, DrawnTable


class BrokenDrawingError(ValueError):
    """A drawing whose cells overlap or leave their table: a defect of the program or of a layout, not of the form."""


def completed(table: DrawnTable) -> DrawnTable:
    """Return `table` with its cells in reading order and an empty cell wherever none was drawn.

    Raises:
        BrokenDrawingError: two cells share a position, or a cell stands outside the table.
    """
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        for position in positions(cell):
            _claim(position, cell, table, taken)
    everywhere = ((row, column) for row in range(1, table.rows + 1) for column in range(1, len(table.widths) + 1))
    blanks = (DrawnCell("", row, column) for row, column in everywhere if (row, column) not in taken)
    cells = sorted((*table.cells, *blanks), key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells))


def positions(cell: DrawnCell) -> Iterator[tuple[int, int]]:
    """Yield each row and column that `cell` covers, counting from 1."""
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            yield row, column


def covering(table: DrawnTable) -> list[list[DrawnCell]]:
    """Return for each row the cells that cover it, from left to right; a merged cell appears in each of its rows."""
    rows: list[list[DrawnCell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        for row in range(cell.row, cell.row + cell.rows):
            rows[row - 1].append(cell)
    return rows


def cell_width(table: DrawnTable, cell: DrawnCell) -> int:
    """Return the width of `cell` in millimetres."""
    return sum(table.widths[cell.column - 1 : cell.column - 1 + cell.columns])


def edges(tables: Iterable[DrawnTable]) -> tuple[int, ...]:
    """Return every column boundary of `tables` in millimetres from the left edge, 0 first.

    >>> edges([DrawnTable((), (30, 60), 1), DrawnTable((), (50, 40), 1)])
    (0, 30, 50, 90)
    """
    return tuple(sorted({0}.union(*(accumulate(table.widths) for table in tables))))


def header_rows(table: DrawnTable) -> int:
    """Return how many rows can be repeated on every page: none where a merged cell leads out of the header."""
    crossing = any(cell.row <= table.header_rows < cell.row + cell.rows - 1 for cell in table.cells)
    return 0 if crossing else min(table.header_rows, table.rows)


def _claim(position: tuple[int, int], cell: DrawnCell, table: DrawnTable, taken: set[tuple[int, int]]) -> None:
    row, column = position
    if not (1 <= row <= table.rows and 1 <= column <= len(table.widths)):
        raise BrokenDrawingError(f"单元格“{cell.text}”超出表格：第{row}行第{column}列不存在，请检查版式文件。")
    if position in taken:
        raise BrokenDrawingError(f"单元格“{cell.text}”与另一单元格重叠于第{row}行第{column}列，请检查版式文件。")
    taken.add(position)
