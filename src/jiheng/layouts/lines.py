"""Part a line that says several things beside one another: a title or a name, the year, the money unit.

Knows how a year and a money unit are printed, and no layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import money_unit_of, year_of
from jiheng.values.wording import plain

_LONGEST_LINE = 100
_GAP = re.compile(r"(?<![\s(（])\s+(?=[(（]?\s*(?:\d{4}\s*年|(?:金额|计量|货币)?单位\s*[:：]))")


def part_lines(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows; a lone text that also prints the year or the money unit becomes a row for each."""
    for row in rows:
        texts = _parts(row.filled[0]) if len(row.filled) == 1 else ()
        if len(texts) < 2:
            yield row
            continue
        for at, piece in enumerate(texts):
            yield replace(row, pieces=(piece,), after_break=row.after_break and at == 0)


def _parts(piece: Piece) -> tuple[Piece, ...]:
    texts = _GAP.split(piece.text) if len(piece.text) <= _LONGEST_LINE else []
    if not any(year_of(text) is not None or money_unit_of(text) is not None for text in texts):
        return (piece,)
    return tuple(replace(piece, text=text, plain=plain(text)) for text in texts)
