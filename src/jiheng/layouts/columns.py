"""Find the header row of the indicator table, wherever its labels were printed.

A header label may stand one row too high or too low, and a form printed with one cell a line has its header in as many
rows. Knows labels and positions, not what stands below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import IndicatorKey, Layout
from jiheng.layouts.vocabulary import Vocabulary, Word, words_of

_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The header of an indicator table: rows `first` to `last` (inclusive), and where each column's label stands.

    `labels` holds a piece or None for each column of the layout, in the layout's order; `moved` are labels found one
    row off; `missing` and `strange` are labels of the layout that are not there, and words that are no label of it.
    `stream` tells that every label stands in a row of its own.
    """

    first: int
    last: int
    labels: tuple[Piece | None, ...]
    moved: tuple[Piece, ...]
    missing: tuple[str, ...]
    strange: tuple[str, ...]
    stream: bool

    def slot(self, piece: Piece) -> int | None:
        """Return the index of the column that the piece stands under; None where positions say nothing."""
        if self.stream:
            return None
        spans = [(abs(_off(piece, label)), at) for at, label in enumerate(self.labels) if label is not None]
        nearest = min(spans, default=None)
        if nearest is None:
            return None
        label = self.labels[nearest[1]]
        return nearest[1] + _beyond(piece, label, nearest[1] == len(self.labels) - 1)


def find_header(rows: Sequence[Row], layout: Layout, start: int = 0) -> Header | None:
    """Return the first indicator header of the layout at or after row `start`, or None."""
    vocabulary = words_of(layout)
    for first in range(start, len(rows)):
        block = _block(rows, first, vocabulary)
        if block is not None:
            return _header(rows, block, layout)
    return None


def is_header_again(row: Row, layout: Layout) -> bool:
    """Tell whether the row is a header printed once more after a page break."""
    vocabulary = words_of(layout)
    return len(_column_keys(row.filled, vocabulary)) >= _NEEDED


def _block(rows: Sequence[Row], first: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return the rows that hold the header: one row, or a run of rows with one label each."""
    if len(_column_keys(rows[first].filled, vocabulary)) >= _NEEDED:
        return first, first
    last = first
    while last < len(rows) and len(rows[last].filled) == 1 and _column_keys(rows[last].filled, vocabulary):
        last += 1
    return (first, last - 1) if last - first >= _NEEDED else None


def _header(rows: Sequence[Row], block: tuple[int, int], layout: Layout) -> Header:
    first, last = block
    vocabulary = words_of(layout)
    columns = layout.indicators.indicators if layout.indicators else ()
    found: dict[str, Piece] = {}
    strange: list[str] = []
    for piece in (piece for row in rows[first : last + 1] for piece in row.filled):
        token = vocabulary.token(piece)
        if token.word is Word.COLUMN and token.key not in found:
            found[token.key] = piece
        elif token.word not in (Word.SIDE, Word.HEADING):
            strange.append(piece.text)
    moved = _moved(rows, block, [column.key for column in columns if column.key not in found], vocabulary)
    found |= dict(moved)
    labels = tuple(found.get(column.key) for column in columns)
    missing = tuple(column.label for column in columns if column.key not in found)
    return Header(first, last, labels, tuple(piece for _, piece in moved), missing, tuple(strange), last > first)


def _moved(
    rows: Sequence[Row], block: tuple[int, int], keys: Sequence[IndicatorKey], vocabulary: Vocabulary
) -> list[tuple[str, Piece]]:
    """Look for absent labels one row above the header and one row below it."""
    near = [at for at in (block[0] - 1, block[1] + 1) if 0 <= at < len(rows)]
    pieces = [piece for at in near for piece in rows[at].filled]
    tokens = [token for token in map(vocabulary.token, pieces) if token.word is Word.COLUMN]
    return [(token.key, token.piece) for token in tokens if token.key in keys]


def _column_keys(pieces: Iterable[Piece], vocabulary: Vocabulary) -> set[str]:
    return {token.key for token in map(vocabulary.token, pieces) if token.word is Word.COLUMN}


def _off(piece: Piece, label: Piece) -> int:
    """How many columns lie between a piece and a label; 0 where they overlap."""
    if piece.column >= label.column + label.columns:
        return piece.column - (label.column + label.columns) + 1
    if label.column >= piece.column + piece.columns:
        return label.column - (piece.column + piece.columns) + 1
    return 0


def _beyond(piece: Piece, label: Piece | None, last: bool) -> int:
    return _off(piece, label) if last and label is not None and piece.column > label.column else 0
