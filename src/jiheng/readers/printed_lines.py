"""Glyphs → lines of text, by where they stand: drawn out of order, lying, in columns, or twice over for bold print.

Spaces are those that are drawn, and gaps that no justified line has. Knows no tables and no file format.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import attrgetter, sub
from typing import Any

from jiheng.readers.printed_page import Glyph, turned_box
from jiheng.readers.ruling import Box

_SAME_BASE, _SAME_LINE = 0.15, 0.6
_TWICE = 0.25
# In widths of a character: what more than the gaps of the line is a blank; between scripts programs leave some.
_BLANK, _SCRIPT_BLANK, _GAP = 0.14, 0.3, 0.6
_FIRST_WIDE = "\u2e80"
_EVEN = 1.5
_LONGEST_SPREAD = 10
_ORDINARY_HEIGHT = 10.0
_HALVES = re.compile("[\ud800-\udfff]")
_MOST_COLUMNS = 6

_left_of, _base_of, _turn_of = attrgetter("left"), attrgetter("base"), attrgetter("turn")
# As `is_wide`, but without a call of Python for each of thousands of characters.
_wide = _FIRST_WIDE.__le__


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text. `glyphs` are its characters from left to right, blanks at its ends left out.

    `em` is the width of a full character; `spaced` says that a blank is drawn at the end, where the line was broken.
    `confidence` is how sure a recogniser is of the text; None where the file itself states it.
    """

    glyphs: Sequence[Glyph]
    text: str
    box: Box
    em: float
    spaced: bool = False
    confidence: float | None = None


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Return the lines from the top down. Text in columns, or lying on its side, comes as one line each column."""
    if not glyphs:
        return []
    columns = tuple(zip(*glyphs, strict=True))
    if _is_plain(columns):
        return [_line(glyphs, columns)]
    if not any(map(_turn_of, glyphs)):
        return _upright(glyphs)
    found: list[TextLine] = []
    for turn in sorted({glyph.turn for glyph in glyphs}):
        same = [glyph for glyph in glyphs if glyph.turn == turn]
        found += _upright(same) if turn == 0 else _lying(same, turn)
    return found


def is_wide(text: str) -> bool:
    """Tell whether a character takes the full width, as Chinese ones do."""
    return text >= _FIRST_WIDE


def confidence_of(lines: Iterable[TextLine]) -> float | None:
    """Return the confidence of a text: that of its least certain line; None where none was recognised."""
    stated = [line.confidence for line in lines if line.confidence is not None]
    return min(stated) if stated else None


def line_of(glyphs: Sequence[Glyph]) -> TextLine | None:
    """Return the line that these glyphs, in order from left to right, make; None where all are blank."""
    shown = _without_outer_blanks(glyphs)
    if not shown:
        return None
    return _line(shown, tuple(zip(*shown, strict=True)), spaced=glyphs[-1] is not shown[-1])


def _is_plain(columns: Sequence[Sequence[Any]]) -> bool:
    """Tell whether glyphs stand on one base line behind one another as they were drawn, as in most cells."""
    lefts, _, rights, _, texts, _, bases, turns = columns
    if any(turns) or bases.count(bases[0]) < len(bases) or texts[0].isspace() or texts[-1].isspace():
        return False
    step = min(map(sub, lefts[1:], lefts), default=math.inf)
    return bool(step > _TWICE * (rights[0] - lefts[0]) >= 0)


def _line(shown: Sequence[Glyph], columns: Sequence[Sequence[Any]], *, spaced: bool = False) -> TextLine:
    """Return the line of glyphs, given also as columns: what their first fields are, their second fields, and so on."""
    lefts, tops, rights, bottoms, texts, starts, _, turns = columns
    em = _em(list(map(sub, rights, lefts)), tops, bottoms, texts, turns)
    # Where no gap can be a blank, nothing has to be measured.
    dense = max(map(sub, starts[1:], rights), default=0.0) < _BLANK * em
    text = _written("".join(texts) if dense else _spaced(shown, em))
    return TextLine(shown, text, (lefts[0], min(tops), max(rights), max(bottoms)), em, spaced)


def _em_of(glyphs: Sequence[Glyph]) -> float:
    """Return the width of a full character in these, judged from their height where all are narrow or lie."""
    lefts, tops, rights, bottoms, texts, _, _, turns = zip(*glyphs, strict=True)
    return _em(list(map(sub, rights, lefts)), tops, bottoms, texts, turns)


def _em(
    widths: Sequence[float],
    tops: Sequence[float],
    bottoms: Sequence[float],
    texts: Sequence[str],
    turns: Sequence[int],
) -> float:
    wide: Iterable[bool] = map(_wide, texts)
    if any(turns):
        wide = (one and turn % 2 == 0 for one, turn in zip(wide, turns, strict=True))
    return max(compress(widths, wide), default=0.0) or max(map(sub, bottoms, tops)) * 0.75 or 1.0


def _without_outer_blanks(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    first, after = 0, len(glyphs)
    while first < after and glyphs[first].text.isspace():
        first += 1
    while first < after and glyphs[after - 1].text.isspace():
        after -= 1
    return glyphs[first:after] if after - first < len(glyphs) else glyphs


def _upright(glyphs: Sequence[Glyph]) -> list[TextLine]:
    rows = _rows(glyphs)
    if len(rows) > 1 and len(glyphs) <= _MOST_COLUMNS * len(rows) and _in_columns(glyphs):
        return list(_columns(glyphs))
    return [line for line in map(line_of, map(_once, rows)) if line is not None]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs on one base line; a small raised sign belongs to the line whose height it shares."""
    base = glyphs[0].base if glyphs else 0.0
    if all(map(base.__eq__, map(_base_of, glyphs))):
        return [list(glyphs)] if glyphs else []
    by_base: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        by_base.setdefault(glyph.base, []).append(glyph)
    rows: list[list[Glyph]] = []
    for base in sorted(by_base):
        level = by_base[base]
        if rows and _is_beside(rows[-1][-1], level[0]):
            rows[-1] += level
        else:
            rows.append(level)
    return rows


def _is_beside(one: Glyph, glyph: Glyph) -> bool:
    height, other = glyph.bottom - glyph.top, one.bottom - one.top
    if glyph.base - one.base <= _SAME_BASE * max(height, other):
        return True
    overlap = min(one.bottom, glyph.bottom) - max(one.top, glyph.top)
    return overlap >= _SAME_LINE * min(height, other)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Return characters from left to right, but those drawn a second time on almost the same spot to look bold."""
    lefts = list(map(_left_of, glyphs))
    if min(map(sub, lefts[1:], lefts), default=math.inf) > _TWICE * (glyphs[0].right - glyphs[0].left) >= 0:
        return glyphs
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=_left_of):
        near = _TWICE * (glyph.right - glyph.left)
        again = any(one.text == glyph.text and abs(one.left - glyph.left) < near for one in kept[-2:])
        if not again or glyph.text == " ":
            kept.append(glyph)
    return kept


def _spaced(glyphs: Sequence[Glyph], em: float) -> str:
    """Return the text with a blank for every gap that is wider than the gaps of its line."""
    # Some fonts know only how much of a wide character's width is black.
    gaps = [
        right.start - (left.right if left.text < _FIRST_WIDE else max(left.right, left.start + em))
        for left, right in pairwise(glyphs)
    ]
    if max(gaps) < _BLANK * em or _is_spread(glyphs, gaps, em):
        return "".join(glyph.text for glyph in glyphs)
    usual = max(_middle_of(gaps), 0.0)
    parts = [glyphs[0].text]
    for gap, (left, right) in zip(gaps, pairwise(glyphs), strict=True):
        if gap - usual > _blank_from(left.text, right.text) * em:
            parts.append(" ")
        parts.append(right.text)
    return "".join(parts)


def _blank_from(left: str, right: str) -> float:
    if left.isspace() or right.isspace():
        return math.inf
    scripts_meet = left.isalnum() and right.isalnum() and is_wide(left) != is_wide(right)
    return _SCRIPT_BLANK if scripts_meet else _BLANK


def _is_spread(glyphs: Sequence[Glyph], gaps: Sequence[float], em: float) -> bool:
    """Tell whether a short text is spread over the width of its cell: even gaps between Chinese characters."""
    if not 2 < len(glyphs) <= _LONGEST_SPREAD or min(gaps) < _GAP * em:
        return False
    return max(gaps) < _EVEN * min(gaps) and all(is_wide(glyph.text) for glyph in glyphs)


def _written(text: str) -> str:
    """Put together the halves in which a character beyond the first plane comes."""
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# Text in columns and text that lies.


def _in_columns(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether the text was drawn from the top down, each Chinese character under the one before."""
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    wide = [glyph for glyph in shown if is_wide(glyph.text)]
    down = sum(_is_below(one, other) for one, other in pairwise(wide))
    along = sum(_is_behind(one, other) for one, other in pairwise(shown))
    return down > along and 2 * len(wide) >= len(glyphs)


def _is_below(one: Glyph, other: Glyph) -> bool:
    width = one.right - one.left
    across, fall = abs(one.left + one.right - other.left - other.right) / 2, other.top - one.top
    return across < 0.3 * width and 0.7 * width < fall < 2.5 * width


def _is_behind(one: Glyph, other: Glyph) -> bool:
    return abs(other.top - one.top) < 0.3 * (one.right - one.left) and other.left > one.left


def _columns(glyphs: Sequence[Glyph]) -> Iterator[TextLine]:
    """Yield one line that reads its columns from the right to the left."""
    columns: list[list[Glyph]] = []
    for glyph in sorted((one for one in glyphs if one.text != " "), key=lambda one: -(one.left + one.right)):
        middle = (glyph.left + glyph.right) / 2
        if columns and columns[-1][0].left <= middle <= columns[-1][0].right:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    ordered = [glyph for column in columns for glyph in sorted(column, key=lambda one: one.top)]
    text = _written("".join(glyph.text for glyph in ordered))
    yield TextLine(ordered, text, box_around(glyph[:4] for glyph in ordered), _em_of(ordered))


def _lying(glyphs: Sequence[Glyph], turn: int) -> Iterator[TextLine]:
    """Yield text that lies on its side as one line, as one reads it with the head turned."""
    lines = _upright([glyph.turned(0, 0, -turn) for glyph in glyphs])
    if lines:
        text = "".join(line.text for line in lines)
        around = turned_box(box_around(line.box for line in lines), 0, 0, turn)
        yield TextLine([glyph for line in lines for glyph in line.glyphs], text, around, lines[0].em)


def box_around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of these."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def usual_height(glyphs: Sequence[Glyph]) -> float:
    """Return the height of most glyphs."""
    return _middle_of([glyph.bottom - glyph.top for glyph in glyphs]) if glyphs else _ORDINARY_HEIGHT


def _middle_of(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
