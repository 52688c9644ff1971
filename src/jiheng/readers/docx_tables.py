"""Resolves a Word table into cells with spans: gridSpan, vMerge, hMerge, gridBefore. Knows no text.

Columns are those of the table's grid, so rows whose cells have other widths get spans; as Word draws it. Where the
spans of a row do not add up to the grid, the widths of its cells tell the columns, if they fit the grid.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from lxml import etree

from jiheng.readers.docx_text import W, switched_on
from jiheng.readers.packages import stated_number

# Word itself allows 63 columns.
_MAX_COLUMNS = 1000
# Programs round widths from points and centimetres to twentieths of a point; no real column is so narrow.
_TOLERANCE = 60
_ROW, _CELL, _ROW_TRAITS, _CELL_TRAITS = f"{W}tr", f"{W}tc", f"{W}trPr", f"{W}tcPr"
_VALUE, _WIDTH, _TYPE = f"{W}val", f"{W}w", f"{W}type"


@dataclass(slots=True)
class GridCell:
    """A cell of the grid. Grows downwards while rows are resolved; `covered` are the cells merged into it."""

    element: etree._Element
    row: int = 0
    column: int = 0
    columns: int = 1
    rows: int = 1
    covered: list[etree._Element] = field(default_factory=list)
    down: str | None = None
    across: str | None = None
    deleted: bool = False


@dataclass(slots=True)
class Grid:
    """The cells of a table in reading order, without what a revision deleted; `hidden` are rows that do not print.

    `open` are the cells that a row further down may continue, by column; `goes_on` says that the first row continued
    cells of the table above.
    """

    edges: Sequence[int] = ()
    rows: int = 0
    open: dict[int, GridCell] = field(default_factory=dict)
    goes_on: bool = False
    cells: list[GridCell] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    deleted: list[etree._Element] = field(default_factory=list)
    revised: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A row before its cells have columns. `before` and `after` are columns of the grid that it leaves out."""

    cells: list[GridCell] = field(default_factory=list)
    before: int = 0
    before_width: int | None = None
    after: int = 0
    hidden: bool = False
    deleted: bool = False
    revised: bool = False


def resolve(table: etree._Element, above: Grid | None = None) -> Grid:
    """Return the cells of a table with their rows, columns and spans.

    `above` is a table that ends just before this one, perhaps its upper half: its open cells grow if they go on here.
    """
    grid = Grid(_edges(table))
    if above is not None and above.edges == grid.edges:
        grid.open = above.open
    for row in _inside(table, _ROW):
        line = _line(row)
        _note_changes(row, line, grid.rows + 1, grid)
        if not line.deleted:
            _resolve_row(line, grid)
    return grid


def _note_changes(row: etree._Element, line: _Line, number: int, grid: Grid) -> None:
    """Keep what a revision did to a row, and take the cells out that it deleted."""
    if line.deleted:
        grid.deleted.append(row)
    elif any(cell.deleted for cell in line.cells):
        grid.deleted.extend(cell.element for cell in line.cells if cell.deleted)
        line.cells = [cell for cell in line.cells if not cell.deleted]
    if line.deleted or line.revised:
        grid.revised.append(number)
    if line.hidden and not line.deleted:
        grid.hidden.append(number)


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, looking through content controls and revisions around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _line(row: etree._Element) -> _Line:
    line = _Line()
    for child in row:
        if child.tag == _CELL:
            line.cells.append(_cell(child, line))
        elif child.tag == _ROW_TRAITS:
            _read_row_traits(child, line)
        elif child.tag in _WRAPPERS:
            line.cells.extend(_cell(cell, line) for cell in _inside(child, _CELL))
    return line


def _read_row_traits(traits: etree._Element, line: _Line) -> None:
    line.hidden = switched_on(traits, "hidden")
    for trait in traits:
        match _TRAITS.get(trait.tag):
            case "gridBefore":
                line.before = _count(trait, 0)
            case "gridAfter":
                line.after = _count(trait, 0)
            case "wBefore":
                line.before_width = _width(trait)
            case "del":
                line.deleted = True
            case "ins":
                line.revised = True


def _cell(element: etree._Element, line: _Line) -> GridCell:
    cell = GridCell(element)
    for properties in element:
        if properties.tag != _CELL_TRAITS:
            break
        for trait in properties:
            kind = _TRAITS.get(trait.tag)
            if kind is not None:
                _take(trait, kind, cell, line)
    return cell


def _take(trait: etree._Element, kind: str, cell: GridCell, line: _Line) -> None:
    # A merge without a value continues.
    match kind:
        case "gridSpan":
            cell.columns = _count(trait, 1)
        case "vMerge":
            cell.down = trait.get(_VALUE, "continue")
        case "hMerge":
            cell.across = trait.get(_VALUE, "continue")
        case "cellDel":
            line.revised = cell.deleted = True
        case "cellIns":
            line.revised = True
        case "cellMerge":
            line.revised = True
            cell.down = {"cont": "continue", "rest": "restart"}.get(trait.get(f"{W}vMerge", ""), cell.down)


def _resolve_row(line: _Line, grid: Grid) -> None:
    """Add a row, and keep the cells that the next row may continue."""
    above, grid.open = grid.open, {}
    grid.rows += 1
    before: GridCell | None = None
    column = 1 + _fit(line, grid.edges)
    for cell in line.cells:
        if before is not None and cell.across == "continue":
            before.columns += cell.columns
            before.covered.append(cell.element)
        else:
            before = _continued(cell, above.get(column)) if cell.down == "continue" else None
            if before is None:
                before = cell
                cell.row, cell.column = grid.rows, column
                grid.cells.append(cell)
            elif grid.rows == 1:
                grid.goes_on = True
            if cell.down is not None:
                grid.open[column] = before
        column += cell.columns


def _continued(cell: GridCell, upper: GridCell | None) -> GridCell | None:
    """Let the cell above grow over this one; None where there is none to grow."""
    if upper is not None:
        upper.rows += 1
        upper.covered.append(cell.element)
    return upper


def _edges(table: etree._Element) -> Sequence[int]:
    """Return where the columns of the grid end, in twentieths of a point; none where a width is not stated."""
    grid = table.find(f"{W}tblGrid")
    widths = [_width(column) for column in grid.iterchildren(f"{W}gridCol")] if grid is not None else []
    known = [width for width in widths[:_MAX_COLUMNS] if width]
    return tuple(accumulate(known)) if len(known) == len(widths) else ()


def _fit(line: _Line, edges: Sequence[int]) -> int:
    """Let widths tell the spans of a row whose spans do not add up to the grid; return the columns it leaves out."""
    if not edges or line.before + line.after + sum([cell.columns for cell in line.cells]) == len(edges):
        return line.before
    widths = [
        line.before_width or 0,
        *(_width(cell.element.find(f"{_CELL_TRAITS}/{W}tcW")) or 0 for cell in line.cells),
    ]
    ends = [_edge(end, edges) for end in accumulate(widths)]
    spans = [end - start for start, end in pairwise(ends)]
    if not all(widths[1:]) or min(ends) < 0 or min(spans, default=0) < 1:
        return line.before
    for cell, span in zip(line.cells, spans, strict=True):
        cell.columns = span
    return ends[0]


def _edge(end: int, edges: Sequence[int]) -> int:
    """Return how many columns lie before a point; -1 where no column ends there."""
    at = bisect_left(edges, end - _TOLERANCE)
    if end <= _TOLERANCE:
        return 0
    return at + 1 if at < len(edges) and edges[at] <= end + _TOLERANCE else -1


def _width(element: etree._Element | None) -> int | None:
    """Return a width in twentieths of a point; None where it is a share, automatic or not stated."""
    if element is None or element.get(_TYPE, "dxa") != "dxa":
        return None
    return stated_number(element.get(_WIDTH), 0) or None


def _count(element: etree._Element, otherwise: int) -> int:
    return min(max(stated_number(element.get(_VALUE), otherwise), otherwise), _MAX_COLUMNS)


_TRAITS = {
    f"{W}{tag}": tag
    for tag in (
        "gridSpan", "vMerge", "hMerge", "cellDel", "cellIns", "cellMerge",
        "gridBefore", "gridAfter", "wBefore", "del", "ins",
    )
}  # fmt: skip
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
