"""Give the cells of a damaged row to columns: in order, at most one a column, so that the whole fits best.

Pure mathematics over a table of fits; what a fit is worth is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assignment:
    """`columns[i]` is the column of cell i, strictly rising; `score` is the sum of the fits."""

    score: float
    columns: tuple[int, ...]


def assign(fits: Sequence[Sequence[float]]) -> Assignment | None:
    """Return the best assignment of cells to columns, where `fits[i][c]` is the worth of cell i in column c.

    Returns None where there are more cells than columns.

    >>> assign([[0, 5, 1], [5, 0, 4]])
    Assignment(score=9, columns=(1, 2))
    """
    width = len(fits[0]) if fits else 0
    best: list[Assignment | None] = [Assignment(0, ())] * (width + 1)
    for count, row in enumerate(fits):
        following: list[Assignment | None] = [None] * (count + 1)
        for column in range(count, width):
            before = best[column]
            taken = Assignment(before.score + row[column], (*before.columns, column)) if before else None
            following.append(_better(following[column], taken))
        best = following
    return best[width]


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


def _better(one: Assignment | None, other: Assignment | None) -> Assignment | None:
    if one is None or other is None:
        return one or other
    return other if other.score > one.score else one
