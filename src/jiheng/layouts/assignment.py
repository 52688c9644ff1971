"""Give the cells of a damaged row to columns: in order, at most one a column, so that the whole fits best.

Pure mathematics over a table of fits; what a fit is worth is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import TypeVar

T = TypeVar("T")
_STEP, _LONGEST_STEP = 0.3, 1.2
_BACKWARDS = 2.0
_TURN, _LONGEST_TURN = 0.8, 2.0


# The worth of the first cells of a row in the best columns that end in one, and these columns.
_End = tuple[float, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """`columns[i]` is the column of cell i, strictly rising; `score` is the sum of the fits."""

    score: float
    columns: tuple[int, ...]


def assign(
    fits: Sequence[Sequence[float]], slots: Sequence[int | None] = (), seam: int | None = None
) -> Assignment | None:
    """Return the best assignment of cells to columns, where `fits[i][c]` is the worth of cell i in column c.

    `slots[i]` is the column under which cell i is printed, None where its position says nothing. To move a cell costs
    little, to move it otherwise than its left neighbour costs more: a shifted row is shifted as a whole. At the `seam`
    two halves of a row meet that were printed apart, so that their shifts have nothing to do with each other.
    Returns None where there are more cells than columns.

    >>> assign([[0, 5, 1], [5, 0, 4]])
    Assignment(score=9.0, columns=(1, 2))
    """
    if not fits:
        return Assignment(0.0, ())
    places = slots or [None] * len(fits)
    ends: list[_End] = [(worth - _moved(places[0], at), (at,)) for at, worth in enumerate(fits[0])]
    for at in range(1, len(fits)):
        ends = _longer(ends, fits[at], places[at], places[at - 1] if at != seam else None)
    return Assignment(*max(ends, key=itemgetter(0))) if ends else None


def partition(items: Sequence[T], longest: int, worth: Callable[[Sequence[T]], float]) -> tuple[tuple[T, ...], ...]:
    """Cut a run of items into rows of at most `longest`, so that the sum of the rows' worth is greatest."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(items) + 1):
        starts = range(max(0, end - longest), end)
        best.append(max((best[start][0] + worth(items[start:end]), start) for start in starts))
    rows, end = [], len(items)
    while end > 0:
        start = best[end][1]
        rows.append(tuple(items[start:end]))
        end = start
    return tuple(reversed(rows))


def _longer(ends: Sequence[_End], row: Sequence[float], slot: int | None, before: int | None) -> list[_End]:
    """Return the best ends that are one cell longer; of the ends so far each stands in another column, in rising order.

    `row` is the worth of the further cell by column, `slot` its place, `before` that of the cell before it.
    """
    found: list[_End] = []
    for column, worth in enumerate(row):
        cost = _moved(slot, column)
        shift = column - slot + before if slot is not None and before is not None else None
        best = -inf
        way: tuple[int, ...] = ()
        for score, columns in ends:
            if columns[-1] >= column:
                break
            total = score + worth - (cost if shift is None else cost + _turned(shift - columns[-1]))
            if total > best:
                best, way = total, columns
        if way:
            found.append((best, (*way, column)))
    return found


def _moved(slot: int | None, column: int) -> float:
    """Return the cost of a move. Lost cells shift a row to the left: to move it back is cheap, the other way is not."""
    if slot is None:
        return 0.0
    return min(_STEP * (column - slot), _LONGEST_STEP) if column >= slot else _BACKWARDS


def _turned(by: int) -> float:
    """Return the cost of a move by so much more, or less, than the left neighbour's."""
    return min(_TURN * abs(by), _LONGEST_TURN)
