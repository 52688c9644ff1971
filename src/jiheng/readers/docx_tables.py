"""Resolves a Word table into cells with spans: gridSpan, vMerge, hMerge, gridBefore. Knows no text.

Columns are those of the table's grid, so rows whose cells have other widths get spans; as Word draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from jiheng.readers.docx_text import W
from jiheng.readers.packages import stated_number

# Word itself allows 63 columns.
_MAX_COLUMNS = 1000
_ROW, _CELL, _PROPERTIES = f"{W}tr", f"{W}tc", f"{W}tcPr"
_GRID_SPAN, _DOWN, _ACROSS, _VALUE = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge", f"{W}val"


@dataclass(slots=True)
class GridCell:
    """A cell of the grid. Grows downwards while rows are resolved; `covered` are the cells merged into it."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1
    covered: list[etree._Element] = field(default_factory=list)


def resolve(table: etree._Element) -> list[GridCell]:
    """Return the cells of a table in reading order. Rows that a revision deleted are left out."""
    cells: list[GridCell] = []
    above: dict[int, GridCell] = {}
    for number, row in enumerate(rows(table), start=1):
        above = _resolve_row(row, number, above, cells)
    return cells


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows that print."""
    return (row for row in _inside(table, _ROW) if row.find(f"{W}trPr/{W}del") is None)


def deleted_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows that a revision deleted."""
    return (row for row in _inside(table, _ROW) if row.find(f"{W}trPr/{W}del") is not None)


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, looking through content controls and revisions around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


class _Shape(NamedTuple):
    """How a cell takes part in merges: across by its columns, and as one that restarts or continues a merge."""

    columns: int = 1
    down: str | None = None
    across: str | None = None


def _resolve_row(
    row: etree._Element, number: int, above: dict[int, GridCell], cells: list[GridCell]
) -> dict[int, GridCell]:
    """Add the cells of a row; return those that the next row may continue, by column."""
    column = 1 + _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    still_open: dict[int, GridCell] = {}
    before: GridCell | None = None
    for element in _inside(row, _CELL):
        shape = _shape(element)
        if before is not None and shape.across == "continue":
            before.columns += shape.columns
            before.covered.append(element)
        else:
            before = _continued(element, above.get(column)) if shape.down == "continue" else None
            if before is None:
                before = GridCell(element, number, column, shape.columns)
                cells.append(before)
            if shape.down is not None:
                still_open[column] = before
        column += shape.columns
    return still_open


def _continued(element: etree._Element, upper: GridCell | None) -> GridCell | None:
    """Let the cell above grow over this one; None where there is none to grow."""
    if upper is not None:
        upper.rows += 1
        upper.covered.append(element)
    return upper


def _shape(cell: etree._Element) -> _Shape:
    columns, down, across = 1, None, None
    for properties in cell.iterchildren(_PROPERTIES):
        for entry in properties:
            # A merge without a value continues.
            if entry.tag == _GRID_SPAN:
                columns = _count(entry, 1)
            elif entry.tag == _DOWN:
                down = entry.get(_VALUE, "continue")
            elif entry.tag == _ACROSS:
                across = entry.get(_VALUE, "continue")
    return _Shape(columns, down, across)


def _count(element: etree._Element | None, otherwise: int) -> int:
    stated = stated_number(element.get(_VALUE) if element is not None else None, otherwise)
    return min(max(stated, otherwise), _MAX_COLUMNS)


_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
