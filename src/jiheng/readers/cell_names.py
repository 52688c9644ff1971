"""The names under which people know cells (B12) and columns (AA). Knows no file format."""

from __future__ import annotations

import re
from functools import cache, lru_cache

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def cell_name(row: int, column: int) -> str:
    """Return the name under which people know a cell.

    >>> cell_name(12, 2), cell_name(1, 703)
    ('B12', 'AAA1')
    """
    return f"{column_name(column)}{row}"


@cache
def column_name(column: int) -> str:
    """Return the letters that head a column."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@lru_cache(maxsize=65536)
def position(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell name, None where it is none.

    >>> position("B12"), position("$AAA$1"), position("")
    ((12, 2), (1, 703), None)
    """
    match = _REFERENCE.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if 1 <= row <= MAX_ROWS and column <= MAX_COLUMNS else None
