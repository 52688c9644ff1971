"""Tables that nobody ruled: columns by the gaps that run down between texts, rows by texts that do not go on.

Knows lines of text and where they stand, and no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiheng.readers.printed_bands import Row, Span, banded_rows
from jiheng.readers.printed_lines import TextLine, box_around, line_of
from jiheng.readers.printed_page import Glyph
from jiheng.readers.printed_text import goes_on
from jiheng.readers.ruling import Box

# In widths of a character: the gap between two cells of a line, the narrowest gap that runs down a table, and the
# narrowest between two texts at such a gap.
_APART, _GUTTER, _SMALL_GAP = 0.9, 0.6, 0.3
_FEWEST_LINES = 3
_MOST_BETWEEN = 6
# The share of lines that may run across a gap, and of a table's width that the rest of one cell may take.
_ACROSS, _ONE_CELL = 0.1, 0.6
# In widths of a character: how far from the left edge, and how close below the last line, the rest of a text stands.
_BEYOND, _CLOSE = 3.0, 0.7


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


@dataclass(frozen=True, slots=True)
class _Split:
    """A line and the texts that stand apart in it."""

    line: TextLine
    chunks: Sequence[TextLine]

    @property
    def tabular(self) -> bool:
        return len(self.chunks) > 1


def aligned_tables(lines: Sequence[TextLine]) -> Iterator[Stretch]:
    """Yield the lines in stretches, tables and running text."""
    split = [_Split(line, list(_chunks(line))) for line in lines]
    text: list[TextLine] = []
    at = 0
    while at < len(split):
        end = _end(split, at) if split[at].tabular else at
        table = _table(split[at:end]) if end > at else None
        if table is None:
            text.append(lines[at])
            at += 1
            continue
        if text:
            yield Stretch(text)
            text = []
        yield Stretch(lines[at:end], table)
        at = end
    if text:
        yield Stretch(text)


def _chunks(line: TextLine) -> Iterator[TextLine]:
    """Yield the texts of a line that wide gaps part, whether blanks are drawn in them or not."""
    chunk: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph.text.isspace():
            continue
        if chunk and glyph.left - chunk[-1].right > _APART * line.em:
            yield from filter(None, [line_of(_with_blanks(chunk, line))])
            chunk = []
        chunk.append(glyph)
    yield from filter(None, [line_of(_with_blanks(chunk, line))])


def _with_blanks(chunk: Sequence[Glyph], line: TextLine) -> Sequence[Glyph]:
    first, last = chunk[0].left, chunk[-1].left
    return [glyph for glyph in line.glyphs if first <= glyph.left <= last]


def _end(split: Sequence[_Split], start: int) -> int:
    """Return where the table that may begin here ends, or `start` where too few lines have cells."""
    end, tabular = start, 0
    left = right = split[start].line.box[0]
    for at in range(start, len(split)):
        line = split[at]
        if line.tabular:
            end, tabular = at + 1, tabular + 1
            left, right = min(left, line.line.box[0]), max(right, line.line.box[2])
        elif at - end >= _MOST_BETWEEN or line.line.box[2] - line.line.box[0] > _ONE_CELL * (right - left):
            break
    while end < len(split) and _hangs(split[end].line, split[end - 1].line, left):
        end += 1
    return end if tabular >= _FEWEST_LINES else start


def _hangs(line: TextLine, above: TextLine, left: float) -> bool:
    """Tell whether a line below the last one of a table is the rest of a text in it, right of the first column."""
    return line.box[0] - left > _BEYOND * line.em and line.box[1] - above.box[3] < _CLOSE * line.em


def _table(split: Sequence[_Split]) -> AlignedTable | None:
    chunks = [chunk for line in split for chunk in line.chunks]
    columns = _columns(chunks, len(split))
    if len(columns) < 2:
        return None
    edges = [*(left for left, _ in columns), columns[-1][1]]
    placed = [
        [(_span(part, columns), part) for chunk in line.chunks for part in _parted(chunk, columns)] for line in split
    ]
    rows = banded_rows([one for line in placed for one in line]) or _rows(placed, columns)
    cells = [
        AlignedCell(
            number, first + 1, last - first + 1, box_around(c.box for c in own), own, _width(columns, first, last)
        )
        for number, row in enumerate(rows, start=1)
        for (first, last), own in sorted(row.items())
    ]
    return AlignedTable(cells, edges)


def _rows(placed: Sequence[Sequence[tuple[Span, TextLine]]], columns: Sequence[tuple[float, float]]) -> list[Row]:
    """Return rows whose texts begin at the same height: a line that none of them goes on in begins another."""
    rows: list[Row] = []
    for line in placed:
        if not rows or not _continues(rows[-1], line, columns):
            rows.append({})
        for span, chunk in line:
            rows[-1].setdefault(span, []).append(chunk)
    return rows


def _columns(chunks: Sequence[TextLine], lines: int) -> list[tuple[float, float]]:
    """Return where texts stand, from the left: stretches that gaps part over which hardly a line runs."""
    em = max(chunk.em for chunk in chunks)
    ends = sorted([(chunk.box[0], 1) for chunk in chunks] + [(chunk.box[2], -1) for chunk in chunks])
    columns: list[tuple[float, float]] = []
    depth, few = 0, _ACROSS * lines
    begin: float | None = None
    for x, step in ends:
        before, depth = depth, depth + step
        if before <= few < depth:
            near = columns and x - columns[-1][1] < _GUTTER * em
            begin = columns.pop()[0] if near else x
        elif depth <= few < before and begin is not None:
            columns.append((begin, x))
    return columns


def _span(chunk: TextLine, columns: Sequence[tuple[float, float]]) -> Span:
    """Return the first and the last column that a text stands in; the nearest where it stands in none."""
    left, _, right, _ = chunk.box
    over = [at for at, (first, last) in enumerate(columns) if min(right, last) - max(left, first) > 0.3 * chunk.em]
    if over:
        return over[0], over[-1]
    middle = (left + right) / 2
    nearest = min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))
    return nearest, nearest


def _parted(chunk: TextLine, columns: Sequence[tuple[float, float]]) -> Iterator[TextLine]:
    """Yield the parts of a text over several columns that keep a small gap just where two columns part."""
    borders = [(left[1], right[0]) for left, right in pairwise(columns)]
    start = 0
    for at, (one, following) in enumerate(pairwise(chunk.glyphs), start=1):
        wide = following.left - one.right > _SMALL_GAP * chunk.em
        if wide and any(one.right <= last and first <= following.left for first, last in borders):
            yield from filter(None, [line_of(chunk.glyphs[start:at])])
            start = at
    yield from filter(None, [line_of(chunk.glyphs[start:])])


def _continues(row: Row, placed: Sequence[tuple[Span, TextLine]], columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a line belongs to the row above: a text goes on in it, and none begins where there is one."""
    again = [(span, chunk) for span, chunk in placed if span in row]
    rooms = (_room(columns, span[1], chunk.em) - columns[span[0]][0] for span, chunk in again)
    return bool(again) and all(
        goes_on(row[span], chunk, room) for (span, chunk), room in zip(again, rooms, strict=True)
    )


def _room(columns: Sequence[tuple[float, float]], column: int, em: float) -> float:
    """Return how far to the right the texts of a column may reach: almost to the next column, if there is one."""
    right = columns[column][1]
    return right if column + 1 == len(columns) else max(right, columns[column + 1][0] - _APART * em)


def _width(columns: Sequence[tuple[float, float]], first: int, last: int) -> float:
    return columns[last][1] - columns[first][0]
