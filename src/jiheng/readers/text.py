"""Reads plain text that was extracted from a form: bytes → Document. Knows no form, mends nothing.

Text keeps no merged cells. Its tables come in two shapes: a line a row with cells parted by tabs, or a line a cell
(each begins with its only tab) with a blank line after each row. Tables with pipes are read too; where a text has no
tabs at all, so are columns parted by spaces, and CSV. A cell's Place is the line on which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from jiheng.model import Block, Break, Cell, Document, Paragraph, Place, Table
from jiheng.readers.encodings import decode
from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.text_tables import csv_rows, pipe_row, pipe_runs, spaced_rows, spaced_runs, whole_lines

_MAX_CELLS = 300_000
_SEPARATORS = ("\t", "\n", "|", ",")
_MAX_SPACED = 1_000_000
_LINE_END = re.compile(r"\r\n|\n|\r")


def read(data: bytes) -> Document:
    """Return the paragraphs and tables of a text file in UTF-8, UTF-16 or GB18030.

    Raises BadEncodingError for bytes that are no text in any of these, TooLargeFileError for more cells than any form.
    """
    content = decode(data)
    cells = sum(map(content.count, _SEPARATORS)) + 1
    if cells > _MAX_CELLS:
        raise TooLargeFileError(f"文本有 {cells} 个单元格，超过上限 {_MAX_CELLS} 个。")
    written = _LINE_END.split(content)
    records = csv_rows("\n".join(written))
    if records is not None:
        return Document("text", tuple(_csv_blocks(records)))
    lines = [_Line(number, text) for number, text in whole_lines(written)]
    return Document("text", tuple(_blocks(lines)))


class _Shape(Enum):
    BLANK = "blank"
    CELL = "cell"
    ROW = "row"
    PROSE = "prose"
    PIPES = "pipes"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def place(self) -> Place:
        return Place(line=self.number)

    @property
    def shape(self) -> _Shape:
        tabs = self.text.count("\t")
        if tabs == 0:
            return _Shape.PROSE if self.text.strip() else _Shape.BLANK
        return _Shape.CELL if tabs == 1 and self.text.startswith("\t") else _Shape.ROW


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    shapes = _settle(_drawn(lines))
    position = _skip_blank(shapes, 0)
    while position < len(lines):
        end = _END_OF[shapes[position]](shapes, position)
        yield _BLOCK_OF[shapes[position]](lines[position:end])
        position = _skip_blank(shapes, end)
        if end < position < len(lines):
            yield Break(lines[end].place)


def _drawn(lines: Sequence[_Line]) -> list[_Shape]:
    """Return the shape of each line; spaces part columns only where no tab is left to do so."""
    shapes = [line.shape for line in lines]
    texts = [line.text for line in lines]
    for start, end in pipe_runs(texts):
        shapes[start:end] = [_Shape.PIPES] * (end - start)
    if sum(map(len, texts)) <= _MAX_SPACED and not any("\t" in text for text in texts):
        for start, end in spaced_runs(texts):
            if _Shape.PIPES not in shapes[start:end]:
                shapes[start:end] = [_Shape.SPACES] * (end - start)
    return shapes


def _settle(shapes: Sequence[_Shape]) -> list[_Shape]:
    """Decide, run by run, whether lines with a single leading tab are cells of their own or rows with an empty start.

    In a run that also holds rows they are rows. A line that stands alone is a cell only where the text knows no rows.
    """
    settled = list(shapes)
    rows_exist = _Shape.ROW in shapes
    for start, end in _tabbed_runs(shapes):
        alone = end - start == 1 and not _cell_precedes(settled, start) and not _cell_follows(shapes, end)
        if _Shape.ROW in shapes[start:end] or (rows_exist and alone):
            settled[start:end] = [_Shape.ROW] * (end - start)
    return settled


def _tabbed_runs(shapes: Sequence[_Shape]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(shapes):
        end = start
        while end < len(shapes) and shapes[end] in (_Shape.CELL, _Shape.ROW):
            end += 1
        if end > start:
            yield start, end
        start = end + 1


def _cell_precedes(shapes: Sequence[_Shape], position: int) -> bool:
    """Say whether a single blank line, no more, parts this line from a cell line that is already settled."""
    return position >= 2 and shapes[position - 1] is _Shape.BLANK and shapes[position - 2] is _Shape.CELL


def _cell_follows(shapes: Sequence[_Shape], position: int) -> bool:
    return list(shapes[position : position + 2]) == [_Shape.BLANK, _Shape.CELL]


def _skip_blank(shapes: Sequence[_Shape], position: int) -> int:
    while position < len(shapes) and shapes[position] is _Shape.BLANK:
        position += 1
    return position


def _end_of_paragraph(shapes: Sequence[_Shape], start: int) -> int:
    return start + 1


def _end_of_same(shapes: Sequence[_Shape], start: int) -> int:
    end = start
    while end < len(shapes) and shapes[end] is shapes[start]:
        end += 1
    return end


def _end_of_cells(shapes: Sequence[_Shape], start: int) -> int:
    """Return where a table of one-cell lines ends: before rows, before two blank lines, before prose after a blank."""
    end = start
    while end < len(shapes) and shapes[end] in (_Shape.CELL, _Shape.PROSE):
        end += 1
        if _cell_follows(shapes, end):
            end += 1
    return end


def _row_table(lines: Sequence[_Line]) -> Table:
    return _table((line.place, line.text.split("\t")) for line in lines)


def _pipe_table(lines: Sequence[_Line]) -> Table:
    rows = ((line.place, pipe_row(line.text)) for line in lines)
    return _table((place, texts) for place, texts in rows if texts is not None)


def _spaced_table(lines: Sequence[_Line]) -> Table:
    rows = spaced_rows([line.text for line in lines])
    return _table((line.place, texts) for line, texts in zip(lines, rows, strict=True))


def _csv_blocks(records: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Block]:
    """Yield the titles, which stand alone in their rows, and the table below them."""
    filled = [(Place(line=line), texts) for line, texts in records if any(text.strip() for text in texts)]
    titles = list(takewhile(lambda row: sum(bool(text.strip()) for text in row[1]) == 1, filled))
    for place, texts in titles:
        yield Paragraph("".join(texts).strip(), place)
    if len(titles) < len(filled):
        yield _table(filled[len(titles) :])


def _table(rows: Iterable[tuple[Place, Sequence[str]]]) -> Table:
    cells = (
        Cell(text.strip(), row, column, place)
        for row, (place, texts) in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    )
    return Table(tuple(cells), keeps_spans=False)


def _cell_table(lines: Sequence[_Line]) -> Table:
    cells: list[tuple[_Line, int, int, list[str]]] = []
    row, column = 1, 0
    for line in lines:
        if line.shape is _Shape.BLANK:
            row, column = row + 1, 0
        elif line.shape is _Shape.CELL:
            column += 1
            cells.append((line, row, column, [line.text]))
        else:
            cells[-1][3].append(line.text)
    return Table(
        tuple(Cell(_joined(texts), row, column, line.place) for line, row, column, texts in cells), keeps_spans=False
    )


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(text.strip() for text in texts).strip()


def _paragraph(lines: Sequence[_Line]) -> Paragraph:
    return Paragraph(lines[0].text.strip(), lines[0].place)


_END_OF: dict[_Shape, Callable[[Sequence[_Shape], int], int]] = {
    _Shape.PROSE: _end_of_paragraph,
    _Shape.ROW: _end_of_same,
    _Shape.PIPES: _end_of_same,
    _Shape.SPACES: _end_of_same,
    _Shape.CELL: _end_of_cells,
}
_BLOCK_OF: dict[_Shape, Callable[[Sequence[_Line]], Block]] = {
    _Shape.PROSE: _paragraph,
    _Shape.ROW: _row_table,
    _Shape.PIPES: _pipe_table,
    _Shape.SPACES: _spaced_table,
    _Shape.CELL: _cell_table,
}
