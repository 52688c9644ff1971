"""A form as it will lie on paper: lines, grids of cells with spans, page breaks. What damage works on.

A `Case` keeps the truth beside the blocks: what every path prints, taken after the texts were changed and before the
grid was broken, so that a reader is asked for what stands on the page and for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.layouts.schema import Layout
from jiheng.model import Form


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Rows count from 1; `header` are its indicator header rows, what follows them are indicators."""

    cells: tuple[DrawnCell, ...]
    rows: int
    widths: tuple[int, ...]
    header: range = range(0)

    @property
    def columns(self) -> int:
        return len(self.widths)

    @property
    def body(self) -> range:
        """The rows of the indicators, empty where the grid has no header."""
        return range(self.header.stop, self.rows + 1) if self.header else range(0)

    def at(self, row: int, column: int) -> DrawnCell | None:
        """Return the cell that begins here."""
        return next((cell for cell in self.cells if (cell.row, cell.column) == (row, column)), None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A page break."""


Block = DrawnParagraph | Grid | Turn


@dataclass(frozen=True, slots=True)
class Case:
    """One form on paper, with the truth: the form, and the printed text of every path."""

    form: Form
    layout: Layout
    blocks: tuple[Block, ...]
    printed: Mapping[str, str]
    landscape: bool = False
    # Texts that a page break parted: what stands between their halves cannot be known.
    cut: frozenset[str] = frozenset()


def laid(form: Form, layout: Layout, drawing: Drawing) -> Case:
    """Return an undamaged case; tables that look like one become one grid."""
    blocks: list[Block] = []
    for block in drawing.blocks:
        before = blocks[-1] if blocks else None
        if isinstance(block, DrawnParagraph):
            blocks.append(block)
        elif isinstance(before, Grid) and block.joined and len(before.widths) == len(block.widths):
            blocks[-1] = _joined(before, block)
        else:
            blocks.append(_grid(block))
    told = {path: text for path, text in printed(blocks).items() if _is_part(form, path, text)}
    apart = tuple(
        _unnamed(block) if isinstance(block, DrawnParagraph) and block.path in told else block for block in blocks
    )
    values = {path: str(form.at(path)) for path in told}
    return Case(form, layout, apart, {**printed(apart), **values}, drawing.landscape)


def printed(blocks: Iterable[Block]) -> dict[str, str]:
    """Return what every path prints."""
    found = {}
    for block in blocks:
        cells: Sequence[DrawnCell | DrawnParagraph] = block.cells if isinstance(block, Grid) else ()
        if isinstance(block, DrawnParagraph):
            cells = (block,)
        found.update({cell.path: cell.text.strip() for cell in cells if cell.path is not None})
    return found


def _is_part(form: Form, path: str, text: str) -> bool:
    """Tell whether the text prints a value inside a sentence, or a part of one."""
    value = form.at(path)
    return isinstance(value, str) and value.strip() != text and path != "/title"


def _unnamed(block: DrawnParagraph) -> DrawnParagraph:
    return replace(block, path=None)


def starts(grid: Grid) -> Mapping[tuple[int, int], DrawnCell]:
    """Return the cells of a grid by where they begin."""
    return {(cell.row, cell.column): cell for cell in grid.cells}


def covered(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield every place that a cell covers."""
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            yield from ((row, column) for column in range(cell.column, cell.column + cell.columns))


def line(text: str, role: Role = Role.BODY, align: Align = Align.LEFT, path: str | None = None) -> DrawnParagraph:
    return DrawnParagraph(text, role, align, path)


def _grid(table: DrawnTable) -> Grid:
    header = range(1, table.header_rows + 1) if table.header_rows else range(0)
    return Grid(tuple(_sums(table.cells)), table.rows, table.widths, header)


def _sums(cells: Sequence[DrawnCell]) -> Iterator[DrawnCell]:
    """Yield the cells; the 合计 that names a row of sums is text of the form, and no label that has other words."""
    valued = {cell.row for cell in cells if cell.path is not None}
    for cell in cells:
        yield replace(cell, role=Role.BODY) if cell.text == "合计" and cell.row in valued else cell


def _joined(above: Grid, below: DrawnTable) -> Grid:
    moved = tuple(replace(cell, row=cell.row + above.rows) for cell in below.cells)
    header = above.header
    if below.header_rows:
        header = range(above.rows + 1, above.rows + below.header_rows + 1)
    return Grid(above.cells + moved, above.rows + below.rows, above.widths, header)
