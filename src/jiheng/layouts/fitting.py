"""Give a drafted layout its paper, the widths of its columns, and to every printed cell its share of them.

Official forms print one grid: the columns of the indicator table. Every other row is cut along the same edges, as near
as may be to what its words need. Knows what words need and nothing of any region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from statistics import fmean
from typing import TypeVar

from pydantic import BaseModel

from jiheng.layouts.blocks import (
    Block,
    FundsTable,
    Group,
    Headed,
    IndicatorColumn,
    IndicatorKey,
    Indicators,
    Label,
    Line,
    Plan,
    Rows,
    Spec,
)
from jiheng.layouts.schema import Layout, Paper
from jiheng.model import Form, Indicator

PORTRAIT, LANDSCAPE = 178, 265
# What fits on upright paper when squeezed a little.
_MOST_UPRIGHT = 205
_SIDE, _PLAIN = 11.0, 20.0
_SOURCE, _AMOUNT = 20.0, 17.0
_WANTED: Mapping[IndicatorKey, float] = {
    IndicatorKey.LEVEL1: 17,
    IndicatorKey.LEVEL2: 21,
    IndicatorKey.NAME: 32,
    IndicatorKey.TARGET_TYPE: 14,
    IndicatorKey.TARGET_UNIT: 13,
    IndicatorKey.WEIGHT: 12,
    IndicatorKey.SCORE: 12,
    IndicatorKey.CAUSE: 11,
    IndicatorKey.LIKELIHOOD: 11,
    IndicatorKey.DEVIATION: 32,
    IndicatorKey.BUDGET_TOTAL: 16,
    IndicatorKey.PROJECT_CODE: 26,
    IndicatorKey.GOALS: 36,
}
_WORDY = frozenset(
    {
        IndicatorKey.EXPLANATION,
        IndicatorKey.NOTE,
        IndicatorKey.BASIS,
        IndicatorKey.SCORING,
        IndicatorKey.OTHER,
    }
)
_Part = TypeVar("_Part", bound=BaseModel)
_SHORT_LABEL, _LONG_LABEL, _CHARACTER = 24.0, 36.0, 4.2
_SHORTEST, _LONGEST, _LETTER = 14.0, 46.0, 1.6


def fit(layout: Layout, form: Form) -> Layout:
    """Return the layout with paper, widths and columns; `form` is what it reads, whose texts need room."""
    table = max(layout.tables, key=lambda one: len(one.indicators))
    wanted = [*([_SIDE] if table.side else []), *(_width(column, form) for column in table.indicators)]
    wanted = [max(widths) for widths in zip(wanted, *_as_many_funds(layout, len(wanted)), strict=True)]
    upright = sum(wanted) <= _MOST_UPRIGHT
    whole = PORTRAIT if upright else LANDSCAPE
    leaves = _whole_numbers(wanted, whole)
    split = _split(leaves, max(map(_cells, layout.blocks)))
    grid = [part for width, parts in zip(leaves, split, strict=True) for part in _whole_numbers([1.0] * parts, width)]
    return layout.model_copy(
        update={
            "paper": Paper() if upright else Paper(orientation="landscape"),
            "widths": tuple(grid),
            "blocks": tuple(_fitted(block, grid, form) for block in layout.blocks),
        }
    )


def _width(column: IndicatorColumn, form: Form) -> float:
    """Return the millimetres that a column wants: by its kind, or by how much is written in it."""
    if column.key not in _WORDY:
        return _WANTED.get(column.key, _PLAIN)
    lengths = [len(text) for one in form.indicators if (text := _text(one, column))]
    written = fmean(lengths) if lengths else 0.0
    return min(max(_SHORTEST, len(column.label) * _LETTER, written * _LETTER), _LONGEST)


def _text(indicator: Indicator, column: IndicatorColumn) -> str | None:
    if column.key is IndicatorKey.OTHER:
        return (indicator.others or {}).get(column.name)
    text = getattr(indicator, column.key.value, None)
    return text if isinstance(text, str) else None


def _as_many_funds(layout: Layout, cells: int) -> Iterator[list[float]]:
    """Yield what the cells of a table of funds need where there is one over each column of the indicators."""
    for block in layout.blocks:
        if isinstance(block, FundsTable) and len(block.columns) + 2 == cells:
            yield [_SIDE, 0.0, *(_AMOUNT for _ in block.columns)]


def _whole_numbers(wanted: Sequence[float], whole: int) -> list[int]:
    """Return whole numbers in these proportions that make up `whole`."""
    total = sum(wanted)
    edges = [round(edge * whole / total) for edge in accumulate(wanted)]
    return [edge - before for before, edge in zip([0, *edges], edges, strict=False)]


def _split(leaves: Sequence[int], needed: int) -> list[int]:
    """Return into how many columns each leaf is cut, the widest first, so that every row finds its edges."""
    parts = [1] * len(leaves)
    while sum(parts) < needed:
        widest = max(range(len(parts)), key=lambda at: leaves[at] / parts[at])
        parts[widest] += 1
    return parts


# How many cells a row needs, and how wide each of them wants to be.


def _cells(block: Block) -> int:
    return max(map(len, _rows(block)), default=1)


def _rows(block: Block) -> Iterator[list[float]]:
    """Yield the wanted widths of the cells of every printed row of a block; 0 is a share of what is left."""
    match block:
        case Line():
            yield _specs(block.line)
        case Group():
            yield from ([_SIDE, *_specs(line)] for line in block.lines)
        case Headed():
            yield [*_side(block.side), *(0.0 for _ in block.headed)]
        case FundsTable():
            yield [*_side(block.funding), _SOURCE, *(_AMOUNT for _ in block.columns)]
        case Rows():
            yield [*_side(block.side), *(40.0 if one.field == "content" else 0.0 for one in block.columns)]
        case Plan():
            yield [*_side(block.plan), *(0.0 for _ in block.by)]
        case Indicators():
            yield [*_side(block.side), *(_WANTED.get(column.key, _PLAIN) for column in block.indicators)]
        case _:
            return


def _specs(specs: Iterable[Spec]) -> list[float]:
    return [_label_width(spec) if isinstance(spec, Label) else 0.0 for spec in specs]


def _label_width(label: Label) -> float:
    return min(max(_SHORT_LABEL, _CHARACTER * len(label.label)), _LONG_LABEL)


def _side(label: Label | None) -> list[float]:
    return [_PLAIN if len(label.label) > _SIDE else _SIDE] if label is not None else []


# Rows are cut along the edges of the grid.


def _fitted(block: Block, grid: Sequence[int], form: Form) -> Block:
    rows = [_cut(row, grid) for row in _rows(block)]
    match block:
        case Line():
            return block.model_copy(update={"line": _shared(block.line, rows[0])})
        case Group():
            return _fitted_group(block, grid)
        case Indicators():
            wanted = [*_side(block.side), *(_width(column, form) for column in block.indicators)]
            return _fitted_columns(block, "side", "indicators", _cut(wanted, grid))
        case Headed():
            return _fitted_columns(block, "side", "headed", rows[0])
        case Rows():
            return _fitted_columns(block, "side", "columns", rows[0])
        case FundsTable():
            side, name, *columns = rows[0]
            fitted = _fitted_columns(block, "funding", "columns", [side, *columns])
            return fitted.model_copy(update={"name": name})
        case Plan():
            side, *columns = rows[0]
            label = block.plan.model_copy(update={"columns": side})
            return block.model_copy(update={"plan": label, "columns": tuple(columns)})
        case _:
            return block


def _fitted_group(group: Group, grid: Sequence[int]) -> Group:
    """Cut every line of a group behind the same edge of its side."""
    side = _cut([_SIDE, 0.0], grid)[0]
    side = min(side, len(grid) - max(map(len, group.lines)))
    widest = max(max(_specs(line[:1])) for line in group.lines)
    lines = tuple(_shared(line, _cut([widest, *_specs(line[1:])], grid[side:])) for line in group.lines)
    return group.model_copy(update={"side": group.side.model_copy(update={"columns": side}), "lines": lines})


def _fitted_columns(block: Block, side: str, columns: str, cut: Sequence[int]) -> Block:
    label = getattr(block, side)
    own = list(cut)
    first = label.model_copy(update={"columns": own.pop(0)}) if label is not None else None
    return block.model_copy(update={side: first, columns: _shared(getattr(block, columns), own)})


def _shared(specs: Sequence[_Part], cut: Sequence[int]) -> tuple[_Part, ...]:
    return tuple(spec.model_copy(update={"columns": own}) for spec, own in zip(specs, cut, strict=True))


def _cut(wanted: Sequence[float], grid: Sequence[int]) -> list[int]:
    """Return how many columns of the grid each cell of a row covers, each at least one, so that least is squeezed."""
    spare = max(sum(grid) - sum(wanted), 0.0) / max(wanted.count(0.0), 1)
    needs = [width or spare for width in wanted]
    scale = min(sum(grid) / sum(needs), 1.0)
    edges = [0, *accumulate(grid)]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for at, need in enumerate(needs, start=1):
        last = len(grid) - (len(needs) - at)
        ends = [last] if at == len(needs) else range(at, last + 1)
        best = {
            end: min(
                (worse + _misfit(edges[end] - edges[start], need * scale), [*columns, end - start])
                for start, (worse, columns) in best.items()
                if start < end
            )
            for end in ends
        }
    return best[len(grid)][1]


def _misfit(width: float, need: float) -> float:
    """Return how bad a width is: words that are squeezed look worse than words with room to spare."""
    return (width - need) ** 2 * (1 if width >= need else 16)
