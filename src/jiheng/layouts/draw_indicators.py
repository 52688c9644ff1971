"""Draw the indicator table: header, one row an indicator, levels and shared texts merged downwards."""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.layouts.blocks import IndicatorColumn, IndicatorKey, Indicators
from jiheng.layouts.drawing import Align, DrawnCell, DrawnTable, Role
from jiheng.model import Form, Indicator, Target

_CENTERED = frozenset(IndicatorKey) - {
    IndicatorKey.EXPLANATION,
    IndicatorKey.NOTE,
    IndicatorKey.BASIS,
    IndicatorKey.SCORING,
}


def draw_indicators(
    form: Form, table: Indicators, widths: Sequence[int], *, fillable: bool, joined: bool
) -> DrawnTable:
    """Return the indicator table of a form; its header rows are printed again on every page."""
    cells: list[DrawnCell] = []
    header_rows = 1
    if table.heading is not None:
        cells.append(DrawnCell(table.heading.label, 1, 1, 1, len(widths), Role.HEADER, Align.CENTER))
        header_rows = 2
    column = 1
    for spec in table.indicators:
        cells.append(
            DrawnCell(spec.label, header_rows, column, 1, spec.columns, Role.HEADER, Align.CENTER, fill=spec.fill)
        )
        cells += _column(form, table, spec, (header_rows + 1, column), fillable=fillable)
        column += spec.columns
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return DrawnTable(tuple(cells), tuple(widths), header_rows + len(form.indicators), header_rows, joined)


def _column(
    form: Form, table: Indicators, spec: IndicatorColumn, at: tuple[int, int], *, fillable: bool
) -> list[DrawnCell]:
    cells = []
    row = 0
    while row < len(form.indicators):
        rows = _height(form.indicators, row, spec)
        cells.append(
            DrawnCell(
                _text(form.indicators[row], spec.key, split=_split(table)),
                at[0] + row,
                at[1],
                rows,
                spec.columns,
                Role.VALUE,
                Align.CENTER if spec.key in _CENTERED else Align.LEFT,
                path=_path(row, spec.key),
                choices=table.choices if spec.key is IndicatorKey.TARGET_TYPE and fillable else (),
                editable=fillable,
            )
        )
        row += rows
    return cells


def _height(rows: Sequence[Indicator], start: int, spec: IndicatorColumn) -> int:
    """How many rows the cell of row `start` covers."""
    end = start + 1
    while end < len(rows) and _goes_on(rows, start, end, spec):
        end += 1
    return end - start


def _goes_on(rows: Sequence[Indicator], start: int, at: int, spec: IndicatorColumn) -> bool:
    if spec.key in (IndicatorKey.LEVEL1, IndicatorKey.LEVEL2):
        one, other = rows[start], rows[at]
        same = one.level1 == other.level1 and (spec.key is IndicatorKey.LEVEL1 or one.level2 == other.level2)
        return spec.merges and same and getattr(one, spec.key) is not None
    return (rows[at].merged_from or {}).get(spec.key) == start


def _split(table: Indicators) -> bool:
    return any(column.key is IndicatorKey.TARGET_TYPE for column in table.indicators)


def _path(row: int, key: IndicatorKey) -> str:
    parts = {IndicatorKey.TARGET_TYPE: "target/cells/type", IndicatorKey.TARGET_UNIT: "target/cells/unit"}
    return f"/indicators/{row}/{parts.get(key, key)}"


def _text(indicator: Indicator, key: IndicatorKey, *, split: bool) -> str:
    if key in (IndicatorKey.TARGET, IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET_UNIT):
        return _target(indicator.target, key, split=split)
    value = getattr(indicator, key)
    return "" if value is None else str(value)


def _target(target: Target | None, key: IndicatorKey, *, split: bool) -> str:
    """Return the cell of a target; a target printed in one cell is taken apart where the region wants three."""
    if target is None:
        return ""
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
