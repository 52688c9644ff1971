"""Draw the indicator table: header, one row an indicator, what is shared merged downwards, the sums of points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from jiheng.layouts.blocks import LEVELS, RECORD, IndicatorColumn, IndicatorKey, Indicators
from jiheng.layouts.drawing import Align, DrawnCell, DrawnTable, Role
from jiheng.layouts.periods import with_period, with_year
from jiheng.model import Form, Indicator, Target

_LEFT = frozenset(
    {
        IndicatorKey.EXPLANATION,
        IndicatorKey.NOTE,
        IndicatorKey.BASIS,
        IndicatorKey.SCORING,
        IndicatorKey.DEVIATION,
        IndicatorKey.GOALS,
    }
)
_TOTALS = {IndicatorKey.WEIGHT: "total_weight", IndicatorKey.SCORE: "total_score"}
_VALUES = (IndicatorKey.PREVIOUS, IndicatorKey.ADJUSTED, IndicatorKey.ACTUAL, IndicatorKey.EXPECTED)
_AIM = (IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET, IndicatorKey.TARGET_UNIT)
_TICK = "√"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The table being drawn: `rows` are positions in the form's indicators, from the first row below the header on.

    `left` is the first column of the table, `header` the number of its header rows.
    """

    form: Form
    table: Indicators
    rows: tuple[int, ...]
    left: int
    header: int
    fillable: bool

    def indicator(self, at: int) -> Indicator:
        """Return the indicator of a row of the table."""
        return self.form.indicators[self.rows[at]]


def draw_indicators(
    form: Form, table: Indicators, widths: Sequence[int], *, fillable: bool, joined: bool
) -> DrawnTable:
    """Return the indicator table of a form; its header rows are printed again on every page."""
    sheet = _sheet(form, table, fillable=fillable)
    above = (*_heading(table, len(widths)), *_header(sheet), *_side(sheet))
    return _drawn([*above, *_columns(sheet), *_total(sheet, len(widths))], widths, sheet, joined=joined)


def draw_beside(
    form: Form, tables: Sequence[Indicators], widths: Sequence[int], *, fillable: bool, joined: bool
) -> DrawnTable:
    """Return two indicator tables side by side; the 一级指标 of both stand in the first column, once."""
    first, second = (_sheet(form, table, fillable=fillable) for table in tables)
    first, second = _aligned(first, second)
    shared = tables[0].indicators[0]
    left = first.left + sum(column.columns for column in tables[0].indicators)
    beside = replace(second, left=left, table=second.table.model_copy(update={"indicators": tables[1].indicators[1:]}))
    whole = [first.rows[at] if first.rows[at] >= 0 else second.rows[at] for at in range(len(first.rows))]
    both = replace(first, rows=tuple(whole), table=first.table.model_copy(update={"indicators": (shared,)}))
    rest = replace(
        first,
        left=first.left + shared.columns,
        table=first.table.model_copy(update={"indicators": tables[0].indicators[1:]}),
    )
    heading = _heading(tables[0], len(widths))
    parts = (cell for sheet in (both, rest, beside) for cell in (*_header(sheet), *_columns(sheet)))
    return _drawn([*heading, *_side(both), *parts], widths, both, joined=joined)


def _sheet(form: Form, table: Indicators, *, fillable: bool) -> _Sheet:
    several = table.horizon is not None
    rows = tuple(at for at, one in enumerate(form.indicators) if not several or one.horizon is table.horizon)
    table = _used(table, [form.indicators[at] for at in rows])
    two = any(column.under for column in table.indicators)
    header = 1 + (table.heading is not None) + two
    return _Sheet(form, table, rows, 1 + (table.side.columns if table.side else 0), header, fillable)


def _used(table: Indicators, indicators: Sequence[Indicator]) -> Indicators:
    """Return the table without optional columns in which nothing is said; a column beside them takes their place."""
    columns: list[IndicatorColumn] = []
    spare = 0
    for spec in table.indicators:
        if indicators and _is_unused(spec, indicators):
            spare += spec.columns
        else:
            columns.append(spec)
        if spare and columns:
            columns[-1] = columns[-1].model_copy(update={"columns": columns[-1].columns + spare})
            spare = 0
    return table.model_copy(update={"indicators": tuple(columns)})


def _is_unused(spec: IndicatorColumn, indicators: Sequence[Indicator]) -> bool:
    said = spec.key in RECORD or any(_text(one, spec, split=False) for one in indicators)
    return spec.optional and not said


def _drawn(cells: list[DrawnCell], widths: Sequence[int], sheet: _Sheet, *, joined: bool) -> DrawnTable:
    cells.sort(key=lambda cell: (cell.row, cell.column))
    rows = sheet.header + len(sheet.rows) + (sheet.table.total is not None)
    return DrawnTable(tuple(cells), tuple(widths), rows, sheet.header, joined)


def _aligned(first: _Sheet, second: _Sheet) -> tuple[_Sheet, _Sheet]:
    """Put rows of one 一级指标 beside one another; -1 stands where a table has no further row of it."""
    pairs: list[tuple[int, int]] = []
    groups = [_by_level1(sheet) for sheet in (first, second)]
    for level1 in dict.fromkeys([*groups[0], *groups[1]]):
        one, other = (group.get(level1, []) for group in groups)
        height = max(len(one), len(other))
        pairs += zip(one + [-1] * (height - len(one)), other + [-1] * (height - len(other)), strict=True)
    return replace(first, rows=tuple(a for a, _ in pairs)), replace(second, rows=tuple(b for _, b in pairs))


def _by_level1(sheet: _Sheet) -> dict[str | None, list[int]]:
    grouped = groupby(sheet.rows, key=lambda at: sheet.form.indicators[at].level1)
    return {level1: list(rows) for level1, rows in grouped}


# What is printed over, beside and below the indicators.


def _heading(table: Indicators, width: int) -> Iterator[DrawnCell]:
    if table.heading is not None:
        left = 1 + (table.side.columns if table.side else 0)
        yield DrawnCell(table.heading.label, 1, left, 1, width - left + 1, Role.HEADER, Align.CENTER)


def _header(sheet: _Sheet) -> Iterator[DrawnCell]:
    top = 1 + (sheet.table.heading is not None)
    column = sheet.left
    before: str | None = None
    for spec in sheet.table.indicators:
        if spec.under is None:
            yield _head(sheet, spec, (top, column), rows=sheet.header - top + 1)
        else:
            if spec.under != before:
                width = sum(other.columns for other in sheet.table.indicators if other.under == spec.under)
                yield DrawnCell(spec.under, top, column, 1, width, Role.HEADER, Align.CENTER, fill=spec.fill)
            yield _head(sheet, spec, (top + 1, column), rows=1)
        before = spec.under
        column += spec.columns


def _head(sheet: _Sheet, spec: IndicatorColumn, at: tuple[int, int], rows: int) -> DrawnCell:
    text = with_year(with_period(spec.label, sheet.form.period), sheet.form.year)
    return DrawnCell(text, *at, rows, spec.columns, Role.HEADER, Align.CENTER, fill=spec.fill)


def _side(sheet: _Sheet) -> Iterator[DrawnCell]:
    """Draw the label beside the table; the corner stays apart, since the header is printed again on every page."""
    side = sheet.table.side
    if side is None:
        return
    rows = len(sheet.rows) + (sheet.table.total is not None)
    yield DrawnCell("" if rows else side.label, 1, 1, sheet.header, side.columns, Role.HEADER, Align.CENTER)
    if rows:
        yield DrawnCell(side.label, sheet.header + 1, 1, rows, side.columns, Role.LABEL, Align.CENTER)


def _total(sheet: _Sheet, width: int) -> Iterator[DrawnCell]:
    if sheet.table.total is None:
        return
    row, column = sheet.header + len(sheet.rows) + 1, sheet.left
    label, text = column, sheet.table.total.label
    for spec in sheet.table.indicators:
        name = _TOTALS.get(spec.key)
        if name is not None:
            if text or column > label:
                yield DrawnCell(text, row, label, 1, column - label, Role.LABEL, Align.CENTER)
            value = getattr(sheet.form, name)
            shown = "" if value is None else str(value)
            yield DrawnCell(
                shown, row, column, 1, spec.columns, align=Align.CENTER, path=f"/{name}", editable=sheet.fillable
            )
            label, text = column + spec.columns, ""
        column += spec.columns
    if label <= width:
        yield DrawnCell(text, row, label, 1, width - label + 1, Role.LABEL, Align.CENTER)


# The indicators.


def _columns(sheet: _Sheet) -> Iterator[DrawnCell]:
    column = sheet.left
    for spec in sheet.table.indicators:
        yield from _record(sheet, spec, column) if spec.key in RECORD else _column(sheet, spec, column)
        column += spec.columns


def _record(sheet: _Sheet, spec: IndicatorColumn, column: int) -> Iterator[DrawnCell]:
    """Draw what a register prints of the project beside all of its rows."""
    path = "/goals/0/text" if spec.key is IndicatorKey.GOALS else "/" + spec.key.replace(".", "/")
    value = sheet.form.at(path)
    text = getattr(value, "raw", value)
    if sheet.rows:
        yield DrawnCell(
            str(text or ""),
            sheet.header + 1,
            column,
            len(sheet.rows),
            spec.columns,
            align=Align.LEFT if spec.key in _LEFT else Align.CENTER,
            path=path,
            editable=sheet.fillable,
        )


def _column(sheet: _Sheet, spec: IndicatorColumn, column: int) -> Iterator[DrawnCell]:
    at = 0
    while at < len(sheet.rows):
        rows = _height(sheet, at, spec)
        position = sheet.rows[at]
        align = Align.LEFT if spec.key in _LEFT else Align.CENTER
        cell = DrawnCell("", sheet.header + 1 + at, column, rows, spec.columns, align=align)
        yield cell if position < 0 else _filled(cell, sheet, spec, position)
        at += rows


def _filled(cell: DrawnCell, sheet: _Sheet, spec: IndicatorColumn, position: int) -> DrawnCell:
    typed = spec.key is IndicatorKey.TARGET_TYPE
    return replace(
        cell,
        text=_text(sheet.form.indicators[position], spec, split=_split(sheet.table)),
        path=_path(position, spec),
        choices=sheet.table.choices if typed and sheet.fillable else (),
        editable=sheet.fillable,
    )


def _height(sheet: _Sheet, start: int, spec: IndicatorColumn) -> int:
    """How many rows the cell of row `start` covers."""
    end = start + 1
    while end < len(sheet.rows) and sheet.rows[start] >= 0 and _goes_on(sheet, start, end, spec):
        end += 1
    return end - start


def _goes_on(sheet: _Sheet, start: int, at: int, spec: IndicatorColumn) -> bool:
    if sheet.rows[at] < 0:
        return False
    one, other = sheet.indicator(start), sheet.indicator(at)
    if spec.key in LEVELS:
        same = one.level1 == other.level1 and (spec.key is IndicatorKey.LEVEL1 or one.level2 == other.level2)
        return spec.merges and same and getattr(one, spec.key) is not None
    if spec.key is IndicatorKey.OTHER:
        shown = one.others or {}
        return spec.merges and spec.name in shown and _alike(sheet, (one, other), spec)
    return (other.merged_from or {}).get(spec.key) == sheet.rows[start]


def _alike(sheet: _Sheet, pair: tuple[Indicator, Indicator], spec: IndicatorColumn) -> bool:
    """Tell whether two rows of one level say the same in a further column."""
    one, other = pair
    same = one.level1 == other.level1 and (
        sheet.table.level_of(spec) is IndicatorKey.LEVEL1 or one.level2 == other.level2
    )
    return same and (one.others or {}).get(spec.name) == (other.others or {}).get(spec.name)


def _split(table: Indicators) -> bool:
    return any(column.key in (IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET_UNIT) for column in table.indicators)


def _path(row: int, spec: IndicatorColumn) -> str:
    parts = {
        IndicatorKey.TARGET_TYPE: "target/cells/type",
        IndicatorKey.TARGET_UNIT: "target/cells/unit",
        IndicatorKey.CAUSE: "causes",
        IndicatorKey.OTHER: f"others/{spec.name}",
    }
    return f"/indicators/{row}/{parts.get(spec.key, spec.key)}"


def _text(indicator: Indicator, spec: IndicatorColumn, *, split: bool) -> str:
    key = spec.key
    if key in _AIM and indicator.target is not None:
        return _target(indicator.target, key, split=split)
    if key in _VALUES:
        value: Target | None = getattr(indicator, key)
        return value.raw if value is not None else ""
    if key is IndicatorKey.OTHER or key in _AIM:
        return (indicator.others or {}).get(spec.name, "")
    if key in (IndicatorKey.CAUSE, IndicatorKey.LIKELIHOOD):
        ticked = indicator.causes if key is IndicatorKey.CAUSE else (indicator.likelihood,)
        return _TICK if spec.label in ticked else ""
    text = getattr(indicator, key)
    return "" if text is None else str(text)


def _target(target: Target, key: IndicatorKey, *, split: bool) -> str:
    """Return the cell of a target; a target printed in one cell is taken apart where the region wants three."""
    if not split:
        return target.raw
    if target.cells is not None:
        printed = {"target.type": target.cells.type, "target": target.cells.value, "target.unit": target.cells.unit}
        return printed[key] or ""
    return _apart(target)[key]


def _apart(target: Target) -> dict[str, str]:
    if target.operator is None or target.value is None:
        return {"target.type": "定性", "target": target.raw, "target.unit": "/"}
    number = target.raw.translate(dict.fromkeys(map(ord, "≥≤<>=≧≦＝＞＜ ")))
    value = number.removesuffix(target.unit or "")
    return {"target.type": target.operator.value, "target": value, "target.unit": target.unit or "/"}
