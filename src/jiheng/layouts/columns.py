"""Find the header row of the indicator table, wherever its labels were printed.

A header label may stand one row too high or too low, and a form printed with one cell a line has its header in as many
rows. Knows labels and positions, not what stands below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from jiheng.layouts.blocks import IndicatorColumn, IndicatorKey, Indicators
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout
from jiheng.layouts.vocabulary import Vocabulary, bare, words_of

# A label that is not quite right is one beside others: a lower row has fewer of them.
_RIGHT, _LOWER = 2, 1
# A heading stands over as many columns at least.
_SEVERAL = 2
# Columns of free words, and what the labels of all columns have in common.
_WRITTEN = frozenset({IndicatorKey.EXPLANATION, IndicatorKey.NOTE, IndicatorKey.BASIS, IndicatorKey.SCORING})
_EMPTY = frozenset({"指标", "绩效", "情况"})
# What a label is of stands at its end: 得分 in 实际得分.
_HEAD = 2
# A row of more labels is no header, however many of its thousands of cells look like one.
WIDEST = 60
_LEVELS_AND_NAME = (IndicatorKey.LEVEL1, IndicatorKey.LEVEL2, IndicatorKey.NAME)
_OVER_LEVELS = frozenset(
    {"绩效指标", "指标", "指标名称", "绩效指标名称", "年度绩效指标", "考核指标", "指标体系", "绩效指标体系", "绩效目标"}
)
# Funds have points and rates as well; what no other table has is the name of an indicator.
_TELLING = frozenset({IndicatorKey.NAME, IndicatorKey.LEVEL1, IndicatorKey.LEVEL2})


@dataclass(frozen=True, slots=True)
class Header:
    """The header of an indicator table: rows `first` to `last` (inclusive), and where each column's label stands.

    `labels` holds a piece or None for each column of the layout, in the layout's order; `moved` are labels found one
    row off; `missing` and `strange` are labels of the layout that are not there, and words that are no label of it.
    `stream` tells that every label stands in a row of its own; `usual` are labels in words of the country's usage, not
    of the layout itself. `slips` are labels that are misprinted, each with the label that is meant.
    """

    first: int
    last: int
    labels: tuple[Piece | None, ...]
    moved: tuple[Piece, ...]
    missing: tuple[str, ...]
    strange: tuple[str, ...]
    stream: bool
    usual: tuple[str, ...] = ()
    slips: tuple[tuple[Piece, str], ...] = ()

    @property
    def in_order(self) -> bool:
        """Whether the labels stand in the order of the layout's columns."""
        places = [label.column for label in self.labels if label is not None and label not in self.moved]
        return self.stream or all(a < b for a, b in pairwise(places))

    def slot(self, piece: Piece) -> int | None:
        """Return the index of the column that the piece stands under; None where positions say nothing."""
        if self.stream:
            return None
        start, end = piece.column, piece.column + piece.columns
        for at, label in enumerate(self.labels):
            if label is not None and start < label.column + label.columns and label.column < end:
                return at
        return self._nearest(piece)

    def _nearest(self, piece: Piece) -> int | None:
        """Return the index of the column nearest to a piece that stands under no label."""
        spans = [(abs(_off(piece, label)), at) for at, label in enumerate(self.labels) if label is not None]
        nearest = min(spans, default=None)
        if nearest is None:
            return None
        label = self.labels[nearest[1]]
        return nearest[1] + _beyond(piece, label, nearest[1] == len(self.labels) - 1)


def find_header(rows: Sequence[Row], layout: Layout, start: int = 0, table: Indicators | None = None) -> Header | None:
    """Return the first indicator header at or after row `start`, or None; that of the first table if none is named."""
    vocabulary = words_of(layout)
    for first in range(start, len(rows)):
        block = _block(rows, first, vocabulary) if _may_head(rows[first], vocabulary) else None
        if block is not None:
            return _header(rows, block, vocabulary, table or layout.tables[0])
    return None


def is_header_again(row: Row, layout: Layout) -> bool:
    """Tell whether the row is a header, or the lower row of one, printed once more after a page break."""
    vocabulary = words_of(layout)
    return _is_header(row, vocabulary) or _is_lower(row, vocabulary)


def is_header_word(vocabulary: Vocabulary, piece: Piece) -> bool:
    """Tell whether the piece is a label of a column, or printed over or beside columns."""
    return vocabulary.column(piece) is not None or vocabulary.is_heading(piece)


def _block(rows: Sequence[Row], first: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return the rows that hold the header: one row or two, or a run of rows with one label each."""
    if _is_header(rows[first], vocabulary):
        below = first + 1 < len(rows) and _goes_on(rows[first], rows[first + 1], vocabulary)
        return first, first + below
    if first + 1 < len(rows) and _is_header_of_two(rows[first], rows[first + 1], vocabulary):
        return first, first + 1
    last = first
    while last < len(rows) and len(rows[last].filled) == 1 and vocabulary.column(rows[last].filled[0]):
        last += 1
    return (first, last - 1) if last - first >= vocabulary.needed else None


def _may_head(row: Row, vocabulary: Vocabulary) -> bool:
    """Tell whether the row has a label at all: most rows have none, whatever the layout."""
    if len(row.filled) > WIDEST:
        return False
    words = _words(row)
    return not (vocabulary.column_words.isdisjoint(words) and _OVER_LEVELS.isdisjoint(words))


@lru_cache(maxsize=1024)
def _words(row: Row) -> tuple[str, ...]:
    return tuple([bare(piece.plain) for piece in row.filled])


def _is_header(row: Row, vocabulary: Vocabulary) -> bool:
    if not _may_head(row, vocabulary):
        return False
    keys = _column_keys(_labels(row, vocabulary), vocabulary)
    return len(keys) >= vocabulary.needed and not _TELLING.isdisjoint(keys)


def _goes_on(row: Row, below: Row, vocabulary: Vocabulary) -> bool:
    """Tell whether the header has a lower row; under a heading over the levels it prints the levels themselves."""
    headed = len(_labels(row, vocabulary)) > len(row.filled)
    return _is_lower(below, vocabulary) or (headed and _is_header(below, vocabulary))


def _is_header_of_two(row: Row, below: Row, vocabulary: Vocabulary) -> bool:
    """Tell whether two rows are a header only together: a heading beside labels, and the labels under the heading."""
    if _OVER_LEVELS.isdisjoint(_words(row)) or not below.filled or not all(map(vocabulary.column, below.filled)):
        return False
    keys, under = (_column_keys(one.filled, vocabulary) for one in (row, below))
    return bool(keys) and not _TELLING.isdisjoint(under) and len(keys | under) >= vocabulary.needed


def _is_lower(row: Row, vocabulary: Vocabulary) -> bool:
    """Tell whether the row holds labels and nothing else, below headings that span several columns."""
    return bool(vocabulary.unders and row.filled) and all(
        vocabulary.column(piece) or vocabulary.is_heading(piece) for piece in _mended(row, vocabulary, _LOWER).filled
    )


def _header(rows: Sequence[Row], block: tuple[int, int], vocabulary: Vocabulary, table: Indicators) -> Header:
    first, last = block
    columns = table.indicators
    found: dict[str, Piece] = {}
    strange: list[Piece] = []
    order = {column.id: at for at, column in enumerate(columns)}
    last_found = -1
    for piece in _labels_of(rows[first : last + 1], vocabulary):
        keys = vocabulary.columns_of(piece)
        key = _next([one for one in keys if one not in found], order, last_found)
        if key is not None:
            found[key] = piece
            last_found = order.get(key, last_found)
        elif not vocabulary.is_heading(piece) and not (keys and (vocabulary.beside or piece not in rows[first].pieces)):
            strange.append(piece)
    stream = last > first and all(len(row.filled) == 1 for row in rows[first : last + 1])
    placed = {} if stream else dict(_in_place(strange, found, columns, vocabulary))
    found |= placed
    strange = [piece for piece in strange if piece not in placed.values()]
    strange += _unknown_below(rows, block, vocabulary)
    moved = _moved(rows, block, [column.id for column in columns if column.id not in found], vocabulary)
    found |= dict(moved)
    labels = tuple(found.get(column.id) for column in columns)
    missing = tuple(column.label for column in columns if column.id not in found and not column.optional)
    others = [piece for key, piece in found.items() if key in placed or vocabulary.is_usual(piece)]
    named = {column.id: column.label for column in columns}
    slips = [*_slips(rows[first : last + 1], vocabulary), *((piece, named[key]) for key, piece in placed.items())]
    return Header(
        first,
        last,
        labels,
        tuple(piece for _, piece in moved),
        missing,
        tuple(piece.text for piece in strange),
        stream,
        tuple(piece.text for piece in others),
        tuple(slips),
    )


def _in_place(
    strange: Sequence[Piece], found: Mapping[str, Piece], columns: Sequence[IndicatorColumn], vocabulary: Vocabulary
) -> Iterator[tuple[str, Piece]]:
    """Yield the absent columns in whose place a label of other words stands that ends as theirs does, as 实际得分."""
    left = list(strange)
    for at, column in enumerate(columns if strange else ()):
        if column.id in found:
            continue
        before = max((found[one.id].column for one in columns[:at] if one.id in found), default=0)
        after = min((found[one.id].column for one in columns[at + 1 :] if one.id in found), default=WIDEST)
        inside = (piece for piece in left if before < piece.column < after)
        piece = next((piece for piece in inside if _may_mean(piece, column, vocabulary)), None)
        if piece is not None:
            left.remove(piece)
            yield column.id, piece


def _may_mean(piece: Piece, column: IndicatorColumn, vocabulary: Vocabulary) -> bool:
    """Tell whether a label may stand for a column: the country means that by it, or nothing else and it ends so.

    What is written out in words may have any label that shares a word with its own.
    """
    word = bare(piece.plain)
    usual = _usual_keys(vocabulary).get(word)
    if usual is not None or len(word) < _HEAD:
        return usual == column.key
    own = [bare(text) for text in (column.label, *column.also)]
    ends = any(text[-_HEAD:] == word[-_HEAD:] for text in own)
    return ends or (column.key in _WRITTEN and any(_pairs(text) & _pairs(word) - _EMPTY for text in own))


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text)}


@lru_cache(maxsize=256)
def _usual_keys(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {bare(text): key for key, texts in vocabulary.layout.usual.columns.items() for text in texts}


def _unknown_below(rows: Sequence[Row], block: tuple[int, int], vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """Return the labels of a lower row that the layout has not.

    The labels above reach down beside it or, where spans are lost, it holds nothing but words for columns.
    """
    first, last = block
    labels = [piece for piece in rows[first].filled if vocabulary.column(piece) and not vocabulary.is_heading(piece)]
    below = rows[last + 1] if last + 1 < len(rows) else None
    if below is None:
        return ()
    words = _words(below)
    of_columns = len(words) >= _SEVERAL and set(words) <= _usual_keys(vocabulary).keys()
    # The layout's own columns in a lower row are the rest of a header that a break has parted.
    again = of_columns and (_is_header(below, vocabulary) or all(map(vocabulary.column, below.filled)))
    return below.filled if any(label in below.above for label in labels) or (of_columns and not again) else ()


def _next(keys: Sequence[str], order: Mapping[str, int], last: int) -> str | None:
    """Return the column that a label means: of several of one name the first behind what was found last."""
    return next((key for key in keys if order.get(key, -1) > last), next(iter(keys), None))


def _labels_of(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the labels of all rows of a header, without the heading over those that a lower row prints."""
    lower = [_mended(row, vocabulary, _LOWER) for row in rows[1:]]
    below = _column_keys((piece for row in lower for piece in row.filled), vocabulary)
    for row in (rows[0], *lower):
        over = {piece for piece in row.filled if below and bare(piece.plain) in _OVER_LEVELS}
        idle = {piece for piece in over if vocabulary.column(piece) in {None, *below}}
        yield from (piece for piece in _labels(row, vocabulary, below) if piece not in idle)
        below = set()


def _labels(row: Row, vocabulary: Vocabulary, below: Set[str] = frozenset()) -> tuple[Piece, ...]:
    """Return the labels of a header row; one cell over the levels and the name stands for the labels of all of them.

    The columns whose labels stand `below` it need none.
    """
    row = _mended(row, vocabulary)
    heads = [piece for piece in row.filled if bare(piece.plain) in _OVER_LEVELS]
    over = max(heads, key=lambda piece: _width(row, piece), default=None)
    if over is None:
        return row.filled
    keys = (_column_keys(row.filled, vocabulary) - {vocabulary.column(over)}) | below
    names = {key: text for text, key in reversed(vocabulary.columns.items())}
    absent = [key for key in _LEVELS_AND_NAME if key not in keys and key in names]
    widths = _shares(_width(row, over), absent, vocabulary)
    if len(widths) < _SEVERAL:
        return row.filled
    starts = accumulate(widths, initial=over.column)
    parts = (
        replace(over, text=names[key], plain=names[key], column=start, columns=width)
        for key, start, width in zip(absent, starts, widths, strict=False)
    )
    return (*parts, *(piece for piece in row.filled if piece is not over))


def _shares(width: int, absent: Sequence[str], vocabulary: Vocabulary) -> list[int]:
    """Return how wide each of the first absent columns is under a heading over all of them."""
    own = {column.id: column.columns for table in vocabulary.layout.tables[:1] for column in table.indicators}
    widths = [own[key] for key in absent if key in own]
    for count in range(_SEVERAL, len(widths) + 1):
        if sum(widths[:count]) == width:
            return widths[:count]
    if width <= len(absent):
        return [1] * width
    return [*([1] * (len(absent) - 1)), width - len(absent) + 1] if absent else []


def _mended(row: Row, vocabulary: Vocabulary, right: int = _RIGHT) -> Row:
    """Return the row with labels put right that are one character off, beside so many others that are right."""
    if len(_column_keys(row.filled, vocabulary)) < right:
        return row
    meant = {piece: label for piece in row.filled if (label := _meant(piece, vocabulary)) is not None}
    return replace(row, pieces=tuple(meant.get(piece, piece) for piece in row.pieces)) if meant else row


def _slips(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[tuple[Piece, str]]:
    for at, row in enumerate(rows):
        mended = _mended(row, vocabulary, _LOWER if at else _RIGHT)
        both = zip(row.filled, mended.filled, strict=True)
        yield from ((piece, meant.text) for piece, meant in both if meant is not piece)


def _meant(piece: Piece, vocabulary: Vocabulary) -> Piece | None:
    # What the country means by a word is never a slip of another.
    known = bare(piece.plain) in _usual_keys(vocabulary) or vocabulary.column(piece) is not None
    if known or vocabulary.is_heading(piece):
        return None
    word = vocabulary.meant_column(piece)
    return replace(piece, text=word, plain=word) if word is not None else None


def _width(row: Row, piece: Piece) -> int:
    """Return how many columns a cell covers, the blank ones to its right counted in where spans are lost."""
    after = [other.column for other in row.filled if other.column > piece.column]
    return piece.columns if row.spans or not after else max(piece.columns, min(after) - piece.column)


def _moved(
    rows: Sequence[Row], block: tuple[int, int], keys: Sequence[str], vocabulary: Vocabulary
) -> list[tuple[str, Piece]]:
    """Look for absent labels one row above the header and one row below it."""
    near = [at for at in (block[0] - 1, block[1] + 1) if 0 <= at < len(rows)]
    pieces = [(vocabulary.column(piece), piece) for at in near for piece in rows[at].filled]
    return [(key, piece) for key, piece in pieces if key is not None and key in keys]


def _column_keys(pieces: Iterable[Piece], vocabulary: Vocabulary) -> set[str]:
    return {key for key in map(vocabulary.column, pieces) if key is not None}


def _off(piece: Piece, label: Piece) -> int:
    """How many columns lie between a piece and a label; 0 where they overlap."""
    if piece.column >= label.column + label.columns:
        return piece.column - (label.column + label.columns) + 1
    if label.column >= piece.column + piece.columns:
        return label.column - (piece.column + piece.columns) + 1
    return 0


def _beyond(piece: Piece, label: Piece | None, last: bool) -> int:
    return _off(piece, label) if last and label is not None and piece.column > label.column else 0
