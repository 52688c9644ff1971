"""Tables that nobody ruled: columns by the gaps that run down between texts, rows by their first lines.

Knows lines of text and where they stand, and no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.readers.printed_lines import TextLine
from jiheng.readers.ruling import Box


@dataclass(frozen=True, slots=True)
class AlignedCell:
    """A cell found by alignment; rows and columns count from 1."""

    row: int
    column: int
    columns: int
    box: Box
    lines: Sequence[TextLine]
    width: float


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table found by alignment, and the x positions between which its columns stand."""

    cells: Sequence[AlignedCell]
    columns: Sequence[float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow one another: of a table, or of running text."""

    lines: Sequence[TextLine]
    table: AlignedTable | None = None


def aligned_tables(lines: Sequence[TextLine]) -> Iterator[Stretch]:
    """Yield the lines in stretches, tables and running text."""
    yield Stretch(lines)
