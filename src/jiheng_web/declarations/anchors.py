"""Which drawn cell a finding, a note or a correction stands beside. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnTable
from jiheng.model import Form, Indicator, Place

_ROW = re.compile(r"(/\w+/)(\d+)(/.+)?")
_CELL = re.compile(r"(/indicators/\d+)/(target|actual)[./](?:cells/)?(type|value|unit)")


class Anchors:
    """The drawn cells of one form, found by path and by place."""

    def __init__(self, form: Form, drawing: Drawing) -> None:
        self._order: dict[str, int] = {}
        self._shown_in: dict[str, str] = {}
        for number, (path, cell) in enumerate(_drawn(drawing)):
            self._order.setdefault(path, number)
            for covered in covered_paths(form, cell) if cell else (path,):
                self._shown_in.setdefault(covered, path)
        self._by_place = {place_of(form, path): path for path in reversed(self._order)}
        self._by_row = {_row(place): path for place, path in self._by_place.items()}

    def of_path(self, path: str) -> str | None:
        """Return the cell that shows `path`: itself, else the first of its parts, else the nearest about its parent.

        None where the path means the form as a whole.
        """
        path = _CELL.sub(r"\1/\2/cells/\3", path)
        if path in self._shown_in:
            return self._shown_in[path]
        inside = next((drawn for drawn in self._order if drawn.startswith(f"{path}/")), None)
        if inside is not None and path:
            return inside
        return self.of_path(path.rpartition("/")[0]) if path.count("/") > 1 else None

    def of_place(self, place: Place) -> str | None:
        """Return the cell whose value was read from `place`, or else the first of that line or row."""
        if place == Place():
            return None
        return self._by_place.get(place) or self._by_row.get(_row(place))

    def position(self, anchor: str | None) -> int:
        """Return a number that grows along the form; what stands beside no cell comes first."""
        return -1 if anchor is None else self._order[anchor]


def place_of(form: Form, path: str) -> Place:
    """Return where a value was read; where a target stands in three cells, each of them has its own place."""
    found = _CELL.fullmatch(path)
    indicator = form.at(found[1]) if found is not None else None
    if found is not None and isinstance(indicator, Indicator):
        own = indicator.places.get(f"{found[2]}.{found[3]}") or form.places.get(f"{found[1]}/{found[2]}.{found[3]}")
        return own or form.place_of(path)
    return form.place_of(path)


def covered_paths(form: Form, cell: DrawnCell) -> tuple[str, ...]:
    """Return every value that a cell shows: where equal values below one another are drawn as one cell, all of them.

    A text that is stored once for several rows is one value.
    """
    match = _ROW.fullmatch(cell.path or "")
    if cell.path is None or match is None or cell.rows == 1:
        return (cell.path,) if cell.path else ()
    block, first, rest = match[1], int(match[2]), match[3] or ""
    below = (f"{block}{number}{rest}" for number in range(first + 1, first + cell.rows))
    shown = form.at(cell.path)
    return (cell.path, *(path for path in below if shown is not None and form.at(path) == shown))


def _drawn(drawing: Drawing) -> Iterator[tuple[str, DrawnCell | None]]:
    for block in drawing.blocks:
        if isinstance(block, DrawnTable):
            yield from ((cell.path, cell) for cell in block.cells if cell.path is not None)
        elif block.path is not None:
            yield block.path, None


def _row(place: Place) -> tuple[object, ...]:
    return (place.line, place.page, place.sheet, place.table, place.row)
