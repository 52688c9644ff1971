"""Two indicator tables side by side, printed as one: put the cells of a shifted row back under the labels of both.

Every row is looked at as a whole, as in a table that stands alone (`table`): where it stands is right unless its texts
say clearly that it is shifted. Knows the columns of both tables, not what becomes of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jiheng.layouts.assignment import assign
from jiheng.layouts.blocks import LEVELS, IndicatorKey, Indicators
from jiheng.layouts.cells import Fits
from jiheng.layouts.columns import Header
from jiheng.layouts.levels import Scheme
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import bare, uncounted, variants

_TRUST, _NO_PAIR = 3.0, 4.0
_PAIR = {IndicatorKey.NAME, IndicatorKey.TARGET}


class Both:
    """The columns of two tables: those of the left one, and of the right one all but the level 1 that they share."""

    def __init__(self, left: tuple[Indicators, Header], right: tuple[Indicators, Header], scheme: Scheme) -> None:
        self.fits = [Fits(table, scheme) for table, _ in (left, right)]
        self.sides = variants(left[0].side)
        tables = (left[0].indicators, right[0].indicators[1:])
        self.columns = [(half, column.key) for half, columns in enumerate(tables) for column in columns]
        self.header = replace(left[1], labels=(*left[1].labels, *right[1].labels[1:]))

    def put_back(self, row: Row) -> Row:
        """Return the row with its cells under the labels that they belong to; the row itself where it is not shifted.

        A row beside a cell that is merged downwards has not shifted.
        """
        if row.above or any(piece.rows > 1 for piece in row.filled):
            return row
        sides = tuple(piece for piece in row.filled if uncounted(bare(piece.plain)) in self.sides)
        pieces = [piece for piece in row.filled if piece not in sides]
        slots = [self.header.slot(piece) for piece in pieces]
        worths = [self._worths(piece) for piece in pieces]
        best = assign(worths, slots)
        if best is None or best.score - self._lacks(best.columns) <= self._as_printed(worths, slots) + _TRUST:
            return row
        moved = (self._under(piece, at) for piece, at in zip(pieces, best.columns, strict=True))
        return replace(row, pieces=(*sides, *moved))

    def _worths(self, piece: Piece) -> tuple[float, ...]:
        left, right = (fits.worths(piece) for fits in self.fits)
        return (*left, *right[1:])

    def _under(self, piece: Piece, at: int) -> Piece:
        label = self.header.labels[at]
        return replace(piece, column=label.column, columns=label.columns) if label is not None else piece

    def _as_printed(self, worths: Sequence[Sequence[float]], slots: Sequence[int | None]) -> float:
        """Return what the row is worth where it stands, nothing where two cells stand under one label."""
        places = [slot for slot in slots if slot is not None and slot < len(self.columns)]
        if len(places) < len(slots) or any(a >= b for a, b in pairwise(places)):
            return float("-inf")
        return sum(worth[at] for worth, at in zip(worths, places, strict=True)) - self._lacks(places)

    def _lacks(self, places: Sequence[int]) -> float:
        """Return what a row loses in each table where it has a value without a name, or a name without a value."""
        filled = {self.columns[at] for at in places}
        halves = [{key for one, key in filled if one == half} - {*LEVELS} for half in range(len(self.fits))]
        return sum(_NO_PAIR for keys in halves if keys and not keys >= _PAIR)
