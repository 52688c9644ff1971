"""Draft the columns of an indicator table from its header, by what the labels are called.

Knows headers of one row, of two, and with one label a row; does not know what stands in the rows below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jiheng.layouts.blocks import LEVELS, SEVERAL, IndicatorColumn, IndicatorKey
from jiheng.layouts.columns import WIDEST
from jiheng.layouts.label_shapes import looks_like_label
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import bare

SIDES = ("绩效指标", "年度绩效指标", "绩效目标指标", "项目绩效指标", "指标体系", "绩效指标体系")
_NAMES = frozenset({IndicatorKey.NAME, IndicatorKey.LEVEL1, IndicatorKey.LEVEL2})
_VALUES = frozenset(
    {IndicatorKey.TARGET, IndicatorKey.ACTUAL, IndicatorKey.WEIGHT, IndicatorKey.SCORE, IndicatorKey.TARGET_TYPE}
)
_SIDE = re.compile(r"(?:中长?期|实施期|长期|年度|总体|项目)?(?:绩效|考核)指标(?:体系|及完成情况|完成情况)?")
_NEEDED, _MOST = 3, 40
_BRACKETS = re.compile(r"\([^()]+\)$")
_TARGET = re.compile(r".{0,8}(?:指标|目标)值(?:\([^()]+\))?")
_UNITS = ("计量单位", "度量单位")
# What aims at something only where no other column does, the more telling words first.
_AIMS = ("年度目标", "预期目标", "绩效标准", "指标标准", "评价标准", "目标", "标准", "值", "数值")
_OTHER_YEARS = re.compile("[上去往历前明次]年|长期|中期|三年|五年|实施期|总体|调整|标杆|历史|季度|[1-4]月")
_CLASSES = frozenset({"分类", "类别", "大类", "类型", "指标大类"})
# What stands under 指标值 where the value of the whole year has a column among others.
_WHOLE_YEAR = frozenset({"全年", "年度", "本年", "当年", "全年值", "数值"})
# What a register calls the columns that say whose indicator a row is.
_RECORDS = {
    "unit.name": IndicatorKey.UNIT_NAME,
    "project.code": IndicatorKey.PROJECT_CODE,
    "project.name": IndicatorKey.PROJECT_NAME,
    "budget.total": IndicatorKey.BUDGET_TOTAL,
    "goals": IndicatorKey.GOALS,
}
_OWNERS = frozenset({IndicatorKey.UNIT_NAME, IndicatorKey.PROJECT_NAME, IndicatorKey.PROJECT_CODE})


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its rows `first` to `last`, its labels from left to right with the heading over each, and the side.

    `side` is the label at the left of the whole table; `stream` tells that every label stands in a row of its own.
    """

    first: int
    last: int
    labels: tuple[tuple[Piece, Piece | None], ...]
    side: Piece | None
    stream: bool = False


def header_at(rows: Sequence[Row], at: int, lexicon: Lexicon) -> Head | None:
    """Return the header that begins in a row, None where none does."""
    row = rows[at]
    if len(row.filled) <= WIDEST and _is_header(row.filled, lexicon):
        row = _as_wide(rows, at)
        lower = rows[at + 1] if at + 1 < len(rows) and _is_lower(row, rows[at + 1], lexicon) else None
        side = row.filled[0] if _is_side(row.filled[0], row) else None
        labels = tuple((piece, under) for piece, under in _labels(row, lower) if piece is not side)
        return Head(at, at + (lower is not None), labels, side)
    run = _run(rows, at, lexicon)
    if len(run) >= _NEEDED and _is_header(run, lexicon):
        side = run[0] if _SIDE.fullmatch(bare(run[0].plain)) else None
        labels = tuple((piece, None) for piece in run if piece is not side)
        return Head(at, at + len(run) - 1, labels, side, stream=True)
    return None


def _as_wide(rows: Sequence[Row], at: int) -> Row:
    """Return a row as wide as the one below it, where a text leaves out the blank cells at its end."""
    row, below = rows[at], rows[at + 1 : at + 2]
    last = below[0].pieces[-1] if below else row.pieces[-1]
    if row.spans or last.column <= row.pieces[-1].column or len(row.filled) < _NEEDED:
        return row
    return replace(row, pieces=(*row.pieces, replace(last, text="", plain="")))


def is_register(columns: Sequence[IndicatorColumn]) -> bool:
    """Tell whether every row of the table also names its project or unit."""
    return any(column.key in _OWNERS for column in columns)


def draft_columns(head: Head, lexicon: Lexicon) -> tuple[IndicatorColumn, ...]:
    """Return the columns of a table; what is not known, and a label's second column, is kept under its label."""
    keys = _keys(head.labels, lexicon)
    alike = Counter(_text(piece) for (piece, _), key in zip(head.labels, keys, strict=True) if key in SEVERAL)
    seen: Counter[str] = Counter()
    columns = []
    for (piece, under), key in zip(head.labels, keys, strict=True):
        text = _text(piece)
        seen[text] += 1
        again = key in SEVERAL and alike[text] > 1 and seen[text] > 1
        columns.append(
            IndicatorColumn(
                key=key,
                label=text,
                under=_text(under) if under is not None else None,
                merges=key in LEVELS,
                required=key is IndicatorKey.NAME,
                known_as=f"{text}{seen[text]}" if again else None,
            )
        )
    return tuple(columns)


def _text(piece: Piece) -> str:
    return re.sub(r"\s+", "", piece.text)


def _is_header(pieces: Sequence[Piece], lexicon: Lexicon) -> bool:
    keys = {_column(piece, lexicon) for piece in pieces} - {None}
    if any(piece.columns > 1 and bare(piece.plain) in SIDES for piece in pieces):
        keys.add(IndicatorKey.NAME)
    if any(bare(piece.plain) in _AIMS for piece in pieces):
        keys.add(IndicatorKey.TARGET)
    return len(pieces) > 1 and not _NAMES.isdisjoint(keys) and not _VALUES.isdisjoint(keys)


def _is_side(piece: Piece, row: Row) -> bool:
    """Tell whether the first cell of a header is the label beside the table, not that of a column."""
    narrow = piece.columns == 1 or not row.spans
    return narrow and _SIDE.fullmatch(bare(piece.plain)) is not None and len(row.filled) > _NEEDED


def _run(rows: Sequence[Row], at: int, lexicon: Lexicon) -> list[Piece]:
    """Return the labels of a header that stand one in a row."""
    run: list[Piece] = []
    while at < len(rows) and len(rows[at].filled) == 1 and len(run) < _MOST:
        piece = rows[at].filled[0]
        if _column(piece, lexicon) is None and not (run and _goes_on(rows, at, lexicon)):
            break
        run.append(piece)
        at += 1
    return run


def _goes_on(rows: Sequence[Row], at: int, lexicon: Lexicon) -> bool:
    """Tell whether an unknown label stands between two known ones."""
    after = rows[at + 1].filled if at + 1 < len(rows) else ()
    return looks_like_label(rows[at].filled[0]) and len(after) == 1 and _column(after[0], lexicon) is not None


def _is_lower(row: Row, below: Row, lexicon: Lexicon) -> bool:
    """Tell whether the row below is the lower row of a header: labels only, under headings that span columns."""
    if not below.filled or not all(map(looks_like_label, below.filled)):
        return False
    levels = {one.name for one in lexicon.levels} | {two.name for one in lexicon.levels for two in one.level2}
    if any(piece.plain in levels for piece in below.filled):
        return False
    wide = [piece for piece in row.filled if _width(row, piece) > 1 and (piece.rows == 1 or not row.spans)]
    under = [piece for piece in below.filled if any(_covers(row, head, piece) for head in wide)]
    return len(under) > 1 and all(piece in under or _is_first(row, piece) for piece in below.filled)


def _is_first(row: Row, piece: Piece) -> bool:
    """Tell whether a label stands left of every heading, under a cell that was left blank."""
    return not row.filled or piece.column < min(head.column for head in row.filled)


def _width(row: Row, piece: Piece) -> int:
    """Return how many columns a heading covers, the blank ones to its right counted in where spans are lost."""
    if row.spans:
        return piece.columns
    ends = [other.column for other in row.filled if other.column > piece.column]
    blank = [other.column + 1 for other in row.pieces if other.column > piece.column]
    return (min(ends) if ends else max(blank, default=piece.column + 1)) - piece.column


def _covers(row: Row, head: Piece, piece: Piece) -> bool:
    return head.column <= piece.column < head.column + _width(row, head)


def _labels(row: Row, lower: Row | None) -> Iterator[tuple[Piece, Piece | None]]:
    """Yield the labels of the columns from left to right, each with the heading over it."""
    below = list(lower.filled) if lower is not None else []
    yield from ((piece, None) for piece in below if _is_first(row, piece))
    for head in row.filled:
        own = [piece for piece in below if _covers(row, head, piece)] if _width(row, head) > 1 else []
        if own:
            yield from ((piece, head) for piece in own)
        else:
            yield head, None


def _keys(labels: Sequence[tuple[Piece, Piece | None]], lexicon: Lexicon) -> list[IndicatorKey]:
    keys: list[IndicatorKey] = []
    records = _is_register(labels, lexicon)
    for piece, under in labels:
        key = _record(piece, lexicon) if records else None
        key = key or _key(piece, under, lexicon)
        keys.append(key if key not in keys or key in SEVERAL else IndicatorKey.OTHER)
    if IndicatorKey.NAME not in keys:
        keys = _named(keys, [bare(piece.plain) for piece, _ in labels])
    keys = _with_aim(keys, [bare(piece.plain) for piece, _ in labels])
    keys = _with_own_levels(keys, [bare(piece.plain) for piece, _ in labels])
    return _with_own_weight(keys, [_key(piece, under, lexicon) for piece, under in labels])


def _with_aim(keys: list[IndicatorKey], words: Sequence[str]) -> list[IndicatorKey]:
    """Without a column for targets or points, one called 绩效标准 or 目标 holds the targets."""
    aim = next((word for word in _AIMS if word in words), None)
    if aim is None or not _VALUES.isdisjoint(keys):
        return keys
    return [IndicatorKey.TARGET if at == words.index(aim) else key for at, key in enumerate(keys)]


def _with_own_levels(keys: list[IndicatorKey], words: Sequence[str]) -> list[IndicatorKey]:
    """Take a class printed just before the only level for the level above it."""
    if IndicatorKey.LEVEL1 not in keys or IndicatorKey.LEVEL2 in keys:
        return keys
    at = keys.index(IndicatorKey.LEVEL1)
    if at == 0 or keys[at - 1] is not IndicatorKey.OTHER or words[at - 1] not in _CLASSES:
        return keys
    return [*keys[: at - 1], IndicatorKey.LEVEL1, IndicatorKey.LEVEL2, *keys[at + 1 :]]


def _with_own_weight(keys: list[IndicatorKey], meant: Sequence[IndicatorKey]) -> list[IndicatorKey]:
    """Where every level has its weight behind it, that of the indicator stands behind the name."""
    behind = keys.index(IndicatorKey.NAME) + 1
    weights = [at for at, key in enumerate(meant) if key is IndicatorKey.WEIGHT]
    if len(weights) < 2 or behind not in weights:
        return keys
    own = {at: IndicatorKey.WEIGHT if at == behind else IndicatorKey.OTHER for at in weights}
    return [own.get(at, key) for at, key in enumerate(keys)]


def _is_register(labels: Sequence[tuple[Piece, Piece | None]], lexicon: Lexicon) -> bool:
    return any(_record(piece, lexicon) in _OWNERS for piece, _ in labels)


def _record(piece: Piece, lexicon: Lexicon) -> IndicatorKey | None:
    word = bare(piece.plain)
    return _RECORDS.get(lexicon.fields.get(word, "")) if _column(piece, lexicon) is None else None


def _key(piece: Piece, under: Piece | None, lexicon: Lexicon) -> IndicatorKey:
    """Return what a column holds; the ticks under a heading mean what the heading asks."""
    found = _column(piece, lexicon) or ""
    if under is not None and found not in (IndicatorKey.CAUSE, IndicatorKey.LIKELIHOOD):
        if "原因" in under.plain:
            return IndicatorKey.CAUSE if found != IndicatorKey.DEVIATION else IndicatorKey.DEVIATION
        if "可能性" in under.plain:
            return IndicatorKey.LIKELIHOOD
        if not found and bare(piece.plain) in _WHOLE_YEAR and _column(under, lexicon) == IndicatorKey.TARGET:
            return IndicatorKey.TARGET
    return IndicatorKey(found) if found else IndicatorKey.OTHER


def _column(piece: Piece, lexicon: Lexicon) -> str | None:
    """Return what a label of a column means, whatever it explains in brackets; a 目标值 of this year is a target."""
    word = bare(piece.plain)
    found = lexicon.columns.get(word) or lexicon.columns.get(_BRACKETS.sub("", word))
    if found is None and word.endswith(_UNITS):
        return IndicatorKey.TARGET_UNIT
    if found is None and _TARGET.fullmatch(word) and not _OTHER_YEARS.search(word):
        return IndicatorKey.TARGET
    return found.partition(":")[0] if found is not None else None


def _named(keys: list[IndicatorKey], words: Sequence[str]) -> list[IndicatorKey]:
    """Without a column for names, one called 绩效指标 holds them, the lowest level, or what precedes the values."""
    called = next((at for at, key in enumerate(keys) if key is IndicatorKey.OTHER and words[at] in SIDES), None)
    if called is not None:
        return [IndicatorKey.NAME if at == called else key for at, key in enumerate(keys)]
    for level in (IndicatorKey.LEVEL2, IndicatorKey.LEVEL1):
        if level in keys:
            return [IndicatorKey.NAME if key is level else key for key in keys]
    at = next((at for at, key in enumerate(keys) if key in _VALUES), 1)
    return [IndicatorKey.NAME if place == max(at - 1, 0) else key for place, key in enumerate(keys)]
