"""Resolves an HTML table into cells with spans, as a browser lays them out. Knows no text.

Spans that run out of their group of rows, into another cell or into nonsense are cut, as browsers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.html_text import is_hidden

_SECTIONS = ("thead", "tbody", "tfoot")
_BODY = _SECTIONS.index("tbody")
_CELLS = ("td", "th")
_INVISIBLE = ("colgroup", "col", "script", "style", "template")
# Tags that stand between a table and its rows in careless pages; a browser looks through them.
_WRAPPERS = (*_SECTIONS, "form")
_MAX_COLUMNS = 1000
_MAX_ROW = 16_384
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class GridCell:
    element: etree._Element
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The rows of a table in groups over which no cell spans, and whatever stands in the table outside its cells."""

    groups: Sequence[Sequence[Sequence[etree._Element]]]
    strays: Sequence[etree._Element | str]
    hidden: Sequence[etree._Element]

    @property
    def cells(self) -> Iterator[etree._Element]:
        return (cell for group in self.groups for row in group for cell in row)

    @property
    def is_page_design(self) -> bool:
        """Say whether the table only places other tables on the page: in no row do two cells say something.

        Links say nothing: they lead to other pages.
        """
        if not any(next(cell.iter("table"), None) is not None for cell in self.cells):
            return False
        rows = (row for group in self.groups for row in group)
        return all(sum(map(_says_something, row)) < 2 for row in rows)


def structure(table: etree._Element) -> Structure:
    """Return the rows of a table; the foot comes last wherever it is written."""
    collector = _Collector()
    collector.take(table)
    collector.end_row()
    groups = [collector.groups[key] for key in sorted(collector.groups)]
    return Structure(groups, collector.strays, collector.hidden)


def resolve(groups: Sequence[Sequence[Sequence[etree._Element]]]) -> Iterator[GridCell]:
    """Yield the cells in reading order; rows and columns count from 1."""
    first = 1
    for group in groups:
        taken: dict[int, int] = {}
        for offset, row in enumerate(group):
            yield from _resolve_row(row, first + offset, first + len(group) - 1, taken)
        first += len(group)


class _Collector:
    """Walks a table down to its rows."""

    def __init__(self) -> None:
        self.groups: dict[tuple[int, int], list[list[etree._Element]]] = {}
        self.strays: list[etree._Element | str] = []
        self.hidden: list[etree._Element] = []
        self._row: list[etree._Element] | None = None

    def take(self, element: etree._Element, group: tuple[int, int] = (1, 0)) -> None:
        self._stray(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, group)
            self._stray(child.tail)

    def end_row(self) -> None:
        self._row = None

    def _child(self, child: etree._Element, group: tuple[int, int]) -> None:
        if is_hidden(child):
            self.hidden.append(child)
        elif child.tag in _CELLS:
            self._cell(child, group)
        elif child.tag == "tr":
            self._row = self._new_row(group)
            self.take(child, group)
            self.end_row()
        elif child.tag in _WRAPPERS:
            self.end_row()
            self.take(child, self._group(child, group))
            self.end_row()
        elif child.tag not in _INVISIBLE:
            self.strays.append(child)

    def _group(self, section: etree._Element, group: tuple[int, int]) -> tuple[int, int]:
        if section.tag not in _SECTIONS:
            return group
        order = _SECTIONS.index(section.tag)
        # Only the first head comes first and only the first foot last: later ones stand where they are written.
        used = any(known == order for known, _ in self.groups)
        return _BODY if used else order, len(self.groups) + 1

    def _cell(self, cell: etree._Element, group: tuple[int, int]) -> None:
        if self._row is None:
            self._row = self._new_row(group)
        self._row.append(cell)

    def _new_row(self, group: tuple[int, int]) -> list[etree._Element]:
        row: list[etree._Element] = []
        self.groups.setdefault(group, []).append(row)
        return row

    def _stray(self, text: str | None) -> None:
        if text is not None and text.strip():
            self.strays.append(text)


def _resolve_row(
    row: Sequence[etree._Element], number: int, last_row: int, taken: dict[int, int]
) -> Iterator[GridCell]:
    """Place the cells of a row beside those that hang down into it; `taken` says until which row a column is full."""
    column = 1
    for element in row:
        if column > _MAX_ROW:
            raise TooLargeFileError(f"网页表格的一行超过 {_MAX_ROW} 列。")
        while taken.get(column, 0) >= number:
            column += 1
        rows = _span(element.get("rowspan"), last_row - number + 1, zero_means_all=True)
        columns = _free(taken, column, _span(element.get("colspan"), _MAX_COLUMNS), number)
        for covered in range(column, column + columns):
            taken[covered] = number + rows - 1
        yield GridCell(element, number, column, rows, columns)
        column += columns


def _free(taken: dict[int, int], column: int, columns: int, row: int) -> int:
    """Return how many of the wanted columns are free from here on."""
    return next((width for width in range(1, columns) if taken.get(column + width, 0) >= row), columns)


def _says_something(cell: etree._Element) -> bool:
    """Say whether a cell has text of its own, beside the tables in it and the links."""
    depth = sum(1 for _ in cell.iterancestors("table"))
    own = "count(ancestor::table) = $depth and not(ancestor::a)"
    return bool(cell.xpath(f"boolean(.//text()[normalize-space() and {own}])", depth=depth))


def _span(stated: str | None, most: int, *, zero_means_all: bool = False) -> int:
    match = _NUMBER.match(stated or "")
    number = int(match[1]) if match is not None else 1
    if number == 0:
        return most if zero_means_all else 1
    return min(number, most)
