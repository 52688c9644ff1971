"""Lines that are not what they seem: one that says several things, and several that are one row.

A line may print a title or a name, the year and the money unit beside one another. A break inside a cell cuts a row of
extracted text into lines. Knows how a year and a money unit are printed, and no layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.titles import year_of
from jiheng.values.money import money_unit_of
from jiheng.values.wording import plain

Test = Callable[[Piece], bool]
_LONGEST_LINE = 100
_GAP = re.compile(r"(?<![\s(（])\s+(?=[(（]?\s*(?:\d{4}\s*年|(?:金额|计量|货币)?单位\s*[:：]))")
# A short label with a colon, and one that the head or the foot of a form prints.
_LABELLED = re.compile(r"[\u4e00-\u9fff（）()]{2,12}\s*[:：]")
_NEXT_LABEL = re.compile(rf"(?<!\s)\s+(?={_LABELLED.pattern})")
_OF_A_HEAD = re.compile(r"[^:：]*(?:名称|单位|部门|编码|代码|日期|时间|电话|方式|人)(?:[（(].{1,4}[）)])?\s*[:：]")


def part_lines(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows; a lone text that also prints the year, the money unit or another label becomes a row for each."""
    for row in rows:
        texts = _parts(row.filled[0]) if len(row.filled) == 1 else ()
        if len(texts) < 2:
            yield row
            continue
        for at, piece in enumerate(texts):
            yield replace(row, pieces=(piece,), after_break=row.after_break and at == 0)


def _parts(piece: Piece) -> tuple[Piece, ...]:
    if len(piece.text) > _LONGEST_LINE:
        return (piece,)
    texts = [text for part in _by_year_and_unit(piece.text) for text in _by_labels(part)]
    return tuple(replace(piece, text=text, plain=plain(text)) for text in texts) if len(texts) > 1 else (piece,)


def _by_year_and_unit(text: str) -> list[str]:
    texts = _GAP.split(text)
    return texts if any(year_of(one) is not None or money_unit_of(one) is not None for one in texts) else [text]


def _by_labels(text: str) -> list[str]:
    """Cut a line in which one label with its value follows another: a name never holds the label behind it."""
    texts = _NEXT_LABEL.split(text)
    labelled = all(_LABELLED.match(one) for one in texts)
    return texts if labelled and any(_OF_A_HEAD.match(one) for one in texts) else [text]


def whole_rows(rows: Sequence[Row], width: int, *, whole: Test, value: Test) -> Iterator[Row]:
    """Yield the rows of a table; lines that a break inside a cell cut become one row of `width` cells again.

    Together such lines have one cell more than the row for each break. `whole` tells a text that is a cell of its own:
    no break stands before it. `value` tells a value: where both lines hold one, they are two rows.
    """
    at = 0
    while at < len(rows):
        end = _end(rows, at, width, (whole, value))
        yield rows[at] if end == at + 1 else _glued(rows[at:end])
        at = end


def _end(rows: Sequence[Row], at: int, width: int, tests: tuple[Test, Test]) -> int:
    cells = len(rows[at].pieces)
    for end in range(at + 1, len(rows)):
        if cells >= width or rows[at].table is None or not _goes_on(rows[end - 1], rows[end], *tests):
            break
        cells += len(rows[end].pieces) - 1
        if cells == width:
            return end + 1
    return at + 1


def _goes_on(row: Row, below: Row, whole: Test, value: Test) -> bool:
    """Tell whether the next line may begin in the middle of the cell in which this one ends."""
    last, first = row.pieces[-1], below.pieces[0]
    line = last.place.line
    adjacent = line is not None and first.place.line == line + 1 and not below.after_break
    if not adjacent or row.spans or not (last.text and first.text) or whole(first):
        return False
    return not (any(map(value, row.filled)) and any(map(value, below.filled)))


def _glued(rows: Sequence[Row]) -> Row:
    pieces = list(rows[0].pieces)
    for row in rows[1:]:
        text = f"{pieces[-1].text}\n{row.pieces[0].text}"
        pieces[-1] = replace(pieces[-1], text=text, plain=plain(text))
        first = len(pieces)
        pieces += [replace(piece, column=first + at) for at, piece in enumerate(row.pieces[1:], start=1)]
    return replace(rows[0], pieces=tuple(pieces))
