"""Draft the columns of a list of tasks from its header, by what the labels are called or resemble.

Does not know what stands in the rows below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.layouts.blocks import ListColumn
from jiheng.layouts.label_shapes import label_text, looks_like_label
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import bare

_NEEDED = 2
# What the columns of a list of tasks are called, where no known form says so.
_TASKS = (
    (re.compile("(?:任务|工作|事项)名称$"), "name"),
    (re.compile("内容|措施"), "content"),
    (re.compile("完成情况"), "result"),
    (re.compile("资金|金额|预算|经费"), "amount"),
)
# What a list of tasks calls its columns under 预算资金.
_AMOUNTS = {"budget.total": "amount", "budget.fiscal": "fiscal", "budget.other": "other"}


def task_columns(row: Row, lower: Row | None, lexicon: Lexicon) -> tuple[ListColumn, ...]:
    """Return the columns of a header; `lower` is its second row, where it has one. None are returned for no header."""
    return max(tuple(_list_columns(row, lower, lexicon)), tuple(_list_by_words(row)), key=len)


def task_field(piece: Piece, lexicon: Lexicon) -> str | None:
    """Return the field of a list's column, where a known form has its label."""
    words = bare(piece.plain)
    return lexicon.tasks.get(words) or _AMOUNTS.get(lexicon.fields.get(words, ""))


def _list_columns(row: Row, lower: Row | None, lexicon: Lexicon) -> Iterator[ListColumn]:
    seen: set[str] = set()
    parts = list(lower.filled) if lower is not None else []
    for piece in row.filled:
        found = task_field(piece, lexicon)
        if found is None and parts and piece is row.filled[-1]:
            yield from (_list_column(part, label_text(piece.text), lexicon) for part in parts)
            seen.update(task_field(part, lexicon) or "" for part in parts)
        elif found is not None and found not in seen:
            seen.add(found)
            yield _list_column(piece, None, lexicon)


def _list_by_words(row: Row) -> Iterator[ListColumn]:
    """Yield the columns of a list whose labels only resemble known ones; the last unknown one holds notes."""
    found = {piece: next((key for words, key in _TASKS if words.search(piece.plain)), None) for piece in row.filled}
    keys = [key for key in found.values() if key is not None]
    side = row.filled[0] if row.filled and found[row.filled[0]] is None else None
    if not all(map(looks_like_label, row.filled)) or keys[:1] != ["name"] or len(keys) < _NEEDED:
        return
    seen: set[str] = set()
    for piece, key in found.items():
        field = key if key is not None and key not in seen else "note"
        if piece is not side and field not in seen:
            seen.add(field)
            yield ListColumn.model_validate({"field": field, "label": label_text(piece.text)})


def _list_column(piece: Piece, under: str | None, lexicon: Lexicon) -> ListColumn:
    found = task_field(piece, lexicon)
    return ListColumn.model_validate({"field": found, "label": label_text(piece.text), "under": under})
