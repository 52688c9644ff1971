"""Make indicators out of table entries: levels resolved, merged texts linked, targets read.

What was carried into a row from elsewhere is said in notes; every cell keeps its own Place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiheng.layouts.blocks import LEVELS, IndicatorColumn, IndicatorKey, Indicators
from jiheng.layouts.cells import is_tick, is_unticked
from jiheng.layouts.draft import Draft, Said
from jiheng.layouts.levels import Printed, Scheme, resolve
from jiheng.layouts.rows import Piece
from jiheng.layouts.schema import FrameRow
from jiheng.layouts.sections import part_paths
from jiheng.layouts.table import POINTS, TEXTS, Entry
from jiheng.model import Indicator, NoteKind, Place, Target
from jiheng.values.targets import parse_target, parse_target_cells
from jiheng.values.wording import plain

Levels = tuple[str | None, str | None]

_AIM = _TYPE, _TARGET, _UNIT = IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET, IndicatorKey.TARGET_UNIT
# Looked up here and not for every row: Python 3.11 finds a member of an enumeration by a function.
_LEVEL1, _LEVEL2, _NAME = IndicatorKey.LEVEL1, IndicatorKey.LEVEL2, IndicatorKey.NAME
_EXPLANATION, _NOTE, _BASIS, _SCORING, _DEVIATION = TEXTS
_WEIGHT, _SCORE = POINTS
_PREVIOUS, _ADJUSTED = IndicatorKey.PREVIOUS, IndicatorKey.ADJUSTED
_ACTUAL, _EXPECTED = IndicatorKey.ACTUAL, IndicatorKey.EXPECTED


def build(entries: Sequence[Entry], table: Indicators, scheme: Scheme, draft: Draft, year: int | None) -> None:
    """Add the indicators of the entries to the draft."""
    for entry in entries:
        _mend_levels(entry, scheme, draft)
    _note_spread(entries, scheme, draft)
    printed = [_printed(entry, scheme) for entry in entries]
    levels = resolve(printed, scheme)
    kept = [at for at, entry in enumerate(entries) if not entry.label_only]
    _note_carried([(entries[at], printed[at], levels[at]) for at in kept], draft)
    rows = [entries[at] for at in kept]
    merged = _merged(rows, [levels[at] for at in kept], table)
    others = _others(rows, [levels[at] for at in kept], table, draft)
    first = len(draft.indicators)
    made = _Maker(table, draft, year)
    draft.indicators += tuple(
        made.indicator(
            _Row(entries[at], levels[at], printed[at].frame),
            others=others[row],
            merged_from={key: first + origin for key, origin in merged[row].items()},
        )
        for row, at in enumerate(kept)
    )


def _mend_levels(entry: Entry, scheme: Scheme, draft: Draft) -> None:
    """Part levels printed as a path; move a level 2 out of the level-1 cell, and a name out of the level-2 cell."""
    path = part_paths(entry.cells, scheme)
    if path is not None:
        draft.note(NoteKind.MENDED, f"“{path.text}”把各级指标写在一格，已分开", path.place)
    one, two, name = (entry.cells.get(key) for key in (*LEVELS, _NAME))
    if two is not None and name is not None and two.plain == name.plain and two.plain not in scheme.level2:
        del entry.cells[_LEVEL2]
        draft.note(NoteKind.MENDED, "三级指标名称在二级指标格里重复印出，二级指标按固定行归位", two.place)
        two = None
    if one is not None and two is None and one.plain in scheme.level2 and one.plain not in scheme.level1:
        entry.cells[_LEVEL2] = entry.cells.pop(_LEVEL1)
        draft.note(NoteKind.MENDED, f"“{one.text}”是二级指标，已从一级指标格移回", one.place)


def _printed(entry: Entry, scheme: Scheme) -> Printed:
    one, two = (_level(entry.text(key) or _text(entry.above.get(key)), scheme) for key in LEVELS)
    return Printed(one, two, scheme.frame_row(entry.text(_NAME)))


def _level(text: str | None, scheme: Scheme) -> str | None:
    """Close the gaps of a level that a narrow cell spread or broke, as in 产 出 指 标."""
    known = text is not None and (plain(text) in scheme.level1 or plain(text) in scheme.level2)
    return "".join(text.split()) if text is not None and known else text


def _note_spread(entries: Sequence[Entry], scheme: Scheme, draft: Draft) -> None:
    levels = [piece for entry in entries for key in LEVELS if (piece := entry.cells.get(key)) is not None]
    spread = [piece for piece in levels if _level(piece.text, scheme) != piece.text]
    if spread:
        draft.note(NoteKind.MENDED, f"{len(spread)} 处一级、二级指标里的空格和换行已合拢", spread[0].place)


def _text(piece: Piece | None) -> str | None:
    return piece.text or None if piece is not None else None


def _note_carried(rows: Sequence[tuple[Entry, Printed, Levels]], draft: Draft) -> None:
    """Say once how many rows had their levels carried in, and each time the frame overruled the block above."""
    carried = [entry for entry, printed, (one, two) in rows if (printed.level1, printed.level2) != (one, two)]
    if carried:
        text = f"{len(carried)} 行的一级或二级指标没有单独印出，已按上下文补全"
        draft.note(NoteKind.MENDED, text, _place(carried[0]))
    above: Levels = (None, None)
    for entry, printed, levels in rows:
        by_frame = printed.level2 is None and printed.frame is not None and levels[1] != above[1]
        if by_frame:
            draft.note(NoteKind.MENDED, f"二级指标按固定行补为“{levels[1]}”", _place(entry))
        above = levels


def _merged(rows: Sequence[Entry], levels: Sequence[Levels], table: Indicators) -> list[dict[str, int]]:
    """For every row, the text columns that continue a cell above, with the row where the text stands."""
    spanned = any(entry.above for entry in rows)
    merges = [column.key for column in table.indicators if column.merges and column.key in TEXTS]
    found: list[dict[str, int]] = [{} for _ in rows]
    for at, entry in enumerate(rows):
        for key in TEXTS:
            origin = _origin(rows, entry.above.get(key), key)
            if origin is not None and origin != at:
                found[at][str(key)] = origin
        if not spanned:
            found[at] |= _continued(rows, levels, merges, at, found)
    return found


def _origin(rows: Sequence[Entry], piece: Piece | None, key: IndicatorKey) -> int | None:
    if piece is None or not piece.text:
        return None
    return next((at for at, entry in enumerate(rows) if entry.cells.get(key) is piece), None)


def _continued(
    rows: Sequence[Entry],
    levels: Sequence[Levels],
    keys: Sequence[IndicatorKey],
    at: int,
    found: Sequence[dict[str, int]],
) -> dict[str, int]:
    """Where merges were lost: a blank cell of a merging column continues the text above in the same level 2."""
    if at == 0 or levels[at] != levels[at - 1]:
        return {}
    blank = [key for key in keys if rows[at].text(key) is None]
    origins = {str(key): found[at - 1].get(key, at - 1) for key in blank}
    return {name: row for name, row in origins.items() if rows[row].text(IndicatorKey(name)) is not None}


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry with its levels, and its row of the frame, if it is one."""

    entry: Entry
    levels: Levels
    frame: FrameRow | None


class _Maker:
    """Makes the indicators of one table. What columns it has is looked up once, not for every row."""

    def __init__(self, table: Indicators, draft: Draft, year: int | None) -> None:
        self.draft, self.year, self.horizon = draft, year, table.horizon
        self.causes = _columns(table, IndicatorKey.CAUSE)
        self.likelihoods = _columns(table, IndicatorKey.LIKELIHOOD)
        self.aim = _columns(table, *_AIM)

    def indicator(self, row: _Row, *, others: Mapping[str, str], merged_from: Mapping[str, int]) -> Indicator:
        entry, (level1, level2) = row.entry, row.levels
        target = _target(entry, self.year)
        return Indicator(
            level1=level1,
            level2=level2,
            name=_whole(entry, _NAME),
            target=target,
            actual=self._value(entry, _ACTUAL),
            explanation=entry.text(_EXPLANATION),
            note=entry.text(_NOTE),
            basis=entry.text(_BASIS),
            scoring=entry.text(_SCORING),
            weight=self.draft.points(_said(entry, _WEIGHT)),
            score=self.draft.points(_said(entry, _SCORE)),
            horizon=self.horizon,
            previous=self._value(entry, _PREVIOUS),
            adjusted=self._value(entry, _ADJUSTED),
            expected=self._value(entry, _EXPECTED),
            deviation=entry.text(_DEVIATION),
            causes=_ticked(entry, self.causes),
            likelihood=next(iter(_ticked(entry, self.likelihoods)), None),
            others={**others, **(self._unaimed(entry) if target is None else {})} or None,
            fixed=row.frame is not None and row.frame.level2 == level2,
            merged_from=merged_from or None,
            place=_place(entry),
            places={str(key): piece.place for key, piece in {**entry.above, **entry.cells}.items()},
        )

    def _value(self, entry: Entry, key: IndicatorKey) -> Target | None:
        piece = entry.cells.get(key) or entry.above.get(key)
        return parse_target(piece.text, year=self.year, place=piece.place) if piece is not None else None

    def _unaimed(self, entry: Entry) -> Mapping[str, str]:
        """Return what the cells of a target that aims at nothing print all the same: 定性 beside a blank value."""
        return {column.name: text for column in self.aim if (text := _whole(entry, column.id))}


def _columns(table: Indicators, *keys: IndicatorKey) -> tuple[IndicatorColumn, ...]:
    return tuple(column for column in table.indicators if column.key in keys)


def _said(entry: Entry, key: IndicatorKey) -> Said | None:
    piece = entry.cells.get(key)
    return Said(piece.text, piece.place) if piece is not None else None


def _ticked(entry: Entry, columns: Sequence[IndicatorColumn]) -> tuple[str, ...]:
    """Return the labels of the columns in which a box is ticked; words in a column of its kind speak for themselves."""
    cells = [(column.label, piece) for column in columns if (piece := entry.cells.get(column.id)) is not None]
    if len(columns) == 1:
        return tuple(piece.text for _, piece in cells)
    return tuple(
        label if is_tick(piece.plain) else piece.text for label, piece in cells if not is_unticked(piece.plain)
    )


def _others(
    rows: Sequence[Entry], levels: Sequence[Levels], table: Indicators, draft: Draft
) -> list[Mapping[str, str]]:
    """Return the texts of further columns by row; what a merged cell says of a level holds for all rows of it."""
    columns = [column for column in table.indicators if column.key is IndicatorKey.OTHER]
    found = [{column.name: text for column in columns if (text := _whole(row, column.id))} for row in rows]
    carried = 0
    for column in (column for column in columns if column.merges):
        for at in range(1, len(rows)):
            if column.name not in found[at] and column.name in found[at - 1] and _goes_on(table, column, levels, at):
                found[at][column.name] = found[at - 1][column.name]
                carried += 1
    if carried:
        draft.note(NoteKind.MENDED, f"合并单元格的 {carried} 处内容已按上下文补全", _place(rows[0]))
    return list(found)


def _goes_on(table: Indicators, column: IndicatorColumn, levels: Sequence[Levels], at: int) -> bool:
    """Tell whether a row belongs to the same level as the row above, as far as the column depends on levels."""
    depth = 1 if table.level_of(column) is _LEVEL1 else 2
    return levels[at][:depth] == levels[at - 1][:depth]


def _whole(entry: Entry, key: str) -> str | None:
    return entry.text(key) or _text(entry.above.get(key))


def _target(entry: Entry, year: int | None) -> Target | None:
    piece = entry.cells.get(_TARGET) or entry.above.get(_TARGET)
    place = piece.place if piece is not None else _place(entry)
    type_, unit = (_whole(entry, key) for key in (_TYPE, _UNIT))
    value = _whole(entry, _TARGET)
    if type_ is None and unit is None:
        return parse_target(value, year=year, place=place) if value is not None else None
    return parse_target_cells(type=type_, value=value, unit=unit, year=year, place=place)


def _place(entry: Entry) -> Place:
    return next(iter(entry.cells.values())).place
