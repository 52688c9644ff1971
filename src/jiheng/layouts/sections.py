"""Levels that a form prints elsewhere than in columns of their own: in a row over those they hold for, or as a path.

A section row says nothing but 一、产出指标 or （1）数量指标; a path such as 产出指标-数量指标 says both levels in one
cell. Knows the names of levels, and nothing of columns but which of them are levels.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from jiheng.layouts.blocks import LEVELS, IndicatorKey
from jiheng.layouts.levels import Names, Scheme
from jiheng.layouts.rows import Piece, Row
from jiheng.values.wording import plain

_LEVEL1, _LEVEL2, _NAME = *LEVELS, IndicatorKey.NAME
_SUFFIX = "指标"
_LONGEST = 40
_ORDINAL = re.compile(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]\s*[、.．]?"
    r"|(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、.．)）](?!\d))\s*"
)
_STEP = re.compile(r"\s*(?:[-－‐–—―─_/／\\|｜·>＞→]|--|——)+\s*")
# How a level ends that no scheme knows.
_OF_LEVEL2 = ("指标", "效益", "影响", "成本", "满意度")
_BOTH = 2


def section_of(row: Row, scheme: Scheme, columns: Container[str]) -> tuple[IndicatorKey, Piece] | None:
    """Return the level that a row says and nothing else, for the rows below it; None where a column of its own does."""
    if len(row.filled) != 1 or len(row.filled[0].text) > _LONGEST:
        return None
    piece = row.filled[0]
    ordinal = _ORDINAL.match(piece.text)
    text = piece.text[ordinal.end() :] if ordinal else piece.text
    key = next((key for key, names in _names(scheme) if _is_of(names, text, short=ordinal is not None)), None)
    if key is None or (ordinal is None and piece.columns == 1 and key in columns):
        return None
    return key, replace(piece, text=text, plain=plain(text))


def path_of(text: str, scheme: Scheme) -> tuple[str, str, str] | None:
    """Return level 1, level 2 and what follows them in a text that prints a path; None where it is none."""
    steps = _STEP.search(text) if len(text) <= _LONGEST * _BOTH else None
    if steps is None or plain(text) in scheme.level1 or plain(text) in scheme.level2:
        return None
    one, rest = text[: steps.start()], text[steps.end() :]
    one = _unnumbered(one)
    below = _STEP.search(rest)
    two, name = (rest[: below.start()], rest[below.end() :]) if below else (rest, "")
    two = _unnumbered(two)
    known = _is_of(scheme.level2, two) or (not name and two.endswith(_OF_LEVEL2))
    return (one, two, name) if _is_of(scheme.level1, one) and known else None


def part_paths(cells: dict[str, Piece], scheme: Scheme) -> Piece | None:
    """Put the levels of a path into cells of their own; return the cell that printed it."""
    for key in (*LEVELS, _NAME):
        piece = cells.get(key)
        others = [other for other in LEVELS if other is not key and other in cells]
        found = path_of(piece.text, scheme) if piece is not None and not others else None
        if piece is None or found is None or (key is _NAME) != bool(found[2]):
            continue
        for column, text in zip((*LEVELS, _NAME), found, strict=True):
            if text:
                cells[column] = replace(piece, text=text, plain=plain(text))
        return piece
    return None


def says_level1(rows: Sequence[Row], scheme: Scheme) -> bool:
    """Tell whether any row says a level 1 over others."""
    return any((section_of(row, scheme, LEVELS) or (None,))[0] is _LEVEL1 for row in rows)


def says_level2(rows: Sequence[Row], scheme: Scheme) -> bool:
    """Tell whether any row says a level 2 over others, or in a path."""
    return any(
        (section_of(row, scheme, ()) or (None,))[0] is _LEVEL2
        or any(path_of(piece.text, scheme) is not None for piece in row.filled[:3])
        for row in rows
    )


def _names(scheme: Scheme) -> tuple[tuple[IndicatorKey, Names], ...]:
    return (_LEVEL1, scheme.level1), (_LEVEL2, scheme.level2)


def _is_of(names: Names, text: str, *, short: bool = True) -> bool:
    """Tell whether a text is one of the levels; a `short` one may leave out the word 指标, as 产出 does."""
    word = plain(text)
    return word in names or (short and f"{word}{_SUFFIX}" in names)


def _unnumbered(text: str) -> str:
    found = _ORDINAL.match(text)
    return text[found.end() :] if found else text
