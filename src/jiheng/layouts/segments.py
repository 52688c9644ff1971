"""Cut a document into stretches that hold one form each: at titles, at sheets, and where a form begins anew.

Knows titles and first labels, not what the forms say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from jiheng.layouts.blocks import Line
from jiheng.layouts.columns import find_header, is_header_again
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout
from jiheng.layouts.titles import is_title_of_any, looks_like_title, may_be_title, names_other_table, year_of
from jiheng.layouts.vocabulary import bare, words_of

Segment = tuple[Row, ...]
_OPENING = 5
_WHOSE = ("unit.name", "project.name", "project.code")


def cut(rows: Sequence[Row], layouts: Sequence[Layout]) -> tuple[Segment, ...]:
    """Return the rows in stretches; text before the first title is a stretch of its own."""
    stretches: list[list[Row]] = []
    for at, row in enumerate(rows):
        if not stretches or _begins(row, stretches[-1][-1], layouts) or _entitles(rows, at, stretches[-1], layouts):
            stretches.append([])
        stretches[-1].append(row)
    return tuple(tuple(stretch) for stretch in stretches)


def join_pages(stretches: Sequence[Segment], layouts: Sequence[Layout]) -> tuple[tuple[Segment, ...], tuple[Row, ...]]:
    """Join stretches that only a title printed again on every page parted; return the lines left out as well.

    A stretch goes on with the one before where it repeats that one's title, names no unit and no project, and does not
    print once more what that one began with.
    """
    joined: list[Segment] = []
    again: list[Row] = []
    for stretch in stretches:
        opening = _lines_again(joined[-1], stretch) if joined else 0
        if opening and not _begins_anew(joined[-1], stretch, layouts):
            again += stretch[:opening]
            rest = stretch[opening:]
            joined[-1] = (*joined[-1], *((replace(rest[0], after_break=True), *rest[1:]) if rest else ()))
        else:
            joined.append(stretch)
    return tuple(joined), tuple(again)


def _lines_again(before: Segment, stretch: Segment) -> int:
    """Count the lines with which a stretch repeats the beginning of the one before, its title first."""
    opening = {row.filled[0].plain for row in before[:_OPENING] if len(row.filled) == 1}
    if stretch[0].filled[0].plain != next((row.filled[0].plain for row in before if row.filled), None):
        return 0
    lines = takewhile(lambda row: len(row.filled) == 1 and row.filled[0].plain in opening, stretch)
    return sum(1 for _ in lines)


def _begins_anew(before: Segment, stretch: Segment, layouts: Sequence[Layout]) -> bool:
    if _years(stretch) - _years(before):
        return True
    heads = (row.filled[0] for row in before if row.filled and not _is_header(row, layouts))
    first = next((piece for piece in heads if _opens_part(piece, layouts)), None)
    return any(
        _names_somebody(row, layouts) or (first is not None and row.filled[0].plain == first.plain)
        for row in stretch
        if row.filled and not _is_header(row, layouts)
    )


def _years(rows: Segment) -> set[int]:
    """Return the years that the first lines say, each on a line of its own."""
    lines = (row.filled[0] for row in rows[:_OPENING] if len(row.filled) == 1)
    return {year for line in lines if (year := year_of(line.plain)) is not None}


def _is_header(row: Row, layouts: Sequence[Layout]) -> bool:
    """Tell whether the row is the header of indicators; that of a register asks for unit and project as well."""
    return any(is_header_again(row, layout) for layout in layouts)


def _opens_part(piece: Piece, layouts: Sequence[Layout]) -> bool:
    found = (words_of(layout).entries.get(bare(piece.plain)) for layout in layouts)
    return any(entry is not None and entry.word in (Word.FIELD, Word.HEADING, Word.SIDE) for entry in found)


def _names_somebody(row: Row, layouts: Sequence[Layout]) -> bool:
    entries = (words_of(layout).entries.get(bare(piece.plain)) for piece in row.filled for layout in layouts)
    return any(entry is not None and entry.word is Word.FIELD and entry.key in _WHOSE for entry in entries)


def cut_again(segment: Segment, layout: Layout) -> tuple[Segment, ...]:
    """Cut a stretch of one layout where another form begins without a title.

    Either the first label returns after the indicator table, or a header of other columns stands below it.
    """
    opening = _opening(layout)
    header = find_header(segment, layout)
    if header is None:
        return (segment,)
    for at in range(header.last + 1, len(segment)):
        if opening is not None and _opens(segment[at], layout, opening):
            at = _lines_above(segment, at, layout)
            return (segment[:at], *cut_again(segment[at:], layout))
    strange = find_header(segment, layout, header.last + 1)
    if strange is not None and (strange.strange or len(strange.missing) > 1):
        at = _break_before(segment, header.last + 1, strange.first)
        return (segment[:at], segment[at:])
    return (segment,)


def _lines_above(segment: Segment, at: int, layout: Layout) -> int:
    """Return the first of the lines above row `at` that belong to it: the year, the unit, the money unit."""
    words = words_of(layout)
    while {words.token(piece).word for piece in segment[at - 1].filled} <= {Word.YEAR, Word.SENTENCE}:
        at -= 1
    return at


def _break_before(segment: Segment, first: int, header: int) -> int:
    """Return the row after the last break before a strange header: there, as far as can be seen, its form begins."""
    return next((at for at in range(header - 1, first, -1) if segment[at].after_break), header)


def _begins(row: Row, before: Row, layouts: Sequence[Layout]) -> bool:
    if row.sheet != before.sheet:
        return True
    alone = row.filled
    if len(alone) != 1:
        return False
    if is_title_of_any(tuple(layouts), alone[0]) or names_other_table(alone[0].text):
        return True
    return _is_strange_title(row) and not _is_heading(alone[0], layouts)


def _entitles(rows: Sequence[Row], at: int, before: Sequence[Row], layouts: Sequence[Layout]) -> bool:
    """Tell whether a line is a title in words of its own: a form stands above it, and another one opens below it."""
    alone = rows[at].filled
    if len(alone) != 1 or not may_be_title(alone[0].text) or _is_word(alone[0], layouts):
        return False
    below = next((row for row in rows[at + 1 : at + _OPENING] if len(row.filled) > 1 or row.table is not None), None)
    opens = below is not None and bool(below.filled) and _names_somebody(below, layouts)
    return opens and any(_names_somebody(row, layouts) for row in before)


def _is_word(piece: Piece, layouts: Sequence[Layout]) -> bool:
    """Tell whether some form prints the text as one of its labels."""
    return any(bare(piece.plain) in words_of(layout).entries for layout in layouts)


def _is_heading(piece: Piece, layouts: Sequence[Layout]) -> bool:
    """Tell whether a form prints the line over its indicators, as 项目支出绩效指标表."""
    found = (words_of(layout).entries.get(bare(piece.plain)) for layout in layouts)
    return any(entry is not None and entry.word is Word.HEADING for entry in found)


def _is_strange_title(row: Row) -> bool:
    """Tell whether a line of its own looks like the title of a form that no layout knows."""
    return row.table is None and looks_like_title(row.filled[0].plain)


def _opening(layout: Layout) -> str | None:
    lines: Iterator[Line] = (block for block in layout.blocks if isinstance(block, Line))
    first = next(lines, None)
    return next((spec.field for spec in first.line if hasattr(spec, "field")), None) if first else None


def _opens(row: Row, layout: Layout, field: str) -> bool:
    words = words_of(layout)
    if not row.filled or not words.may_be_label(row.filled[0]):
        return False
    token = words.token(row.filled[0])
    return token.word is Word.FIELD and token.key == field
