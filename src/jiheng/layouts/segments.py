"""Cut a document into stretches that hold one form each: at titles, at sheets, and where a form begins anew.

Knows titles and first labels, not what the forms say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jiheng.layouts.columns import find_header
from jiheng.layouts.rows import Row
from jiheng.layouts.schema import Layout, Line
from jiheng.layouts.vocabulary import Word, is_title, words_of

Segment = tuple[Row, ...]


def cut(rows: Sequence[Row], layouts: Sequence[Layout]) -> tuple[Segment, ...]:
    """Return the rows in stretches; text before the first title is a stretch of its own."""
    stretches: list[list[Row]] = []
    for row in rows:
        if not stretches or _begins(row, stretches[-1][-1], layouts):
            stretches.append([])
        stretches[-1].append(row)
    return tuple(tuple(stretch) for stretch in stretches)


def cut_again(segment: Segment, layout: Layout) -> tuple[Segment, ...]:
    """Cut a stretch of one layout where its first label returns after an indicator table: a form without a title."""
    opening = _opening(layout)
    header = find_header(segment, layout)
    if opening is None or header is None:
        return (segment,)
    for at in range(header.last + 1, len(segment)):
        if _opens(segment[at], layout, opening):
            return (segment[:at], *cut_again(segment[at:], layout))
    return (segment,)


def _begins(row: Row, before: Row, layouts: Sequence[Layout]) -> bool:
    if row.sheet != before.sheet:
        return True
    alone = row.filled
    return len(alone) == 1 and any(is_title(layout, alone[0]) for layout in layouts)


def _opening(layout: Layout) -> str | None:
    lines: Iterator[Line] = (block for block in layout.blocks if isinstance(block, Line))
    first = next(lines, None)
    return next((spec.field for spec in first.line if hasattr(spec, "field")), None) if first else None


def _opens(row: Row, layout: Layout, field: str) -> bool:
    token = words_of(layout).token(row.filled[0]) if row.filled else None
    return token is not None and token.word is Word.FIELD and token.key == field
