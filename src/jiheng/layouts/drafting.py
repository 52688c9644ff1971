"""Draft a layout from a form that no layout knows: find its indicator table and its labels by what they are called.

The draft reads the form once, generically, and is what a person completes into a layout file. Knows the usage of
labels, and guesses nothing about region, year or kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.layouts.blocks import (
    SEVERAL,
    Block,
    FundingColumn,
    FundingKey,
    FundsTable,
    Headed,
    HeadedSlot,
    IndicatorColumn,
    IndicatorKey,
    Indicators,
    Label,
    Line,
    ListColumn,
    Rows,
    Slot,
    Spec,
)
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout, Title
from jiheng.layouts.titles import looks_like_title, stage_of, year_of
from jiheng.layouts.vocabulary import bare, money_unit_of
from jiheng.model import Kind, Stage
from jiheng.parameters import COUNTRY
from jiheng.values.targets import looks_like_target

DRAFT = "draft"
_LONGEST_LABEL = 24
_LONGEST_TITLE = 60
_NAMES = frozenset({IndicatorKey.NAME, IndicatorKey.LEVEL1, IndicatorKey.LEVEL2})
_VALUES = frozenset(
    {IndicatorKey.TARGET, IndicatorKey.ACTUAL, IndicatorKey.WEIGHT, IndicatorKey.SCORE, IndicatorKey.TARGET_TYPE}
)
_TOTAL = Label(label="总分", also=("合计", "总计", "总得分", "小计"))
_SIDES = ("绩效指标", "年度绩效指标", "绩效目标指标", "项目绩效指标", "指标体系", "绩效指标体系")


@dataclass(frozen=True, slots=True)
class DraftedLayout:
    """A layout guessed from one form. `kind` is None where nothing says what the form speaks of."""

    layout: Layout
    kind: Kind | None


def draft_layout(rows: Sequence[Row], lexicon: Lexicon) -> DraftedLayout | None:
    """Return the layout of a form by the usage of labels; None where the rows hold no indicator table."""
    first = next((at for at, row in enumerate(rows) if _is_header(row, lexicon)), None)
    if first is None:
        return None
    lower = rows[first + 1] if first + 1 < len(rows) and _is_lower(rows[first], rows[first + 1], lexicon) else None
    columns = _columns(rows[first], lower, lexicon)
    above = rows[:first]
    title = next((row.filled[0].text for row in above if _may_be_title(row)), None)
    blocks = (*_blocks(above, lexicon), Indicators(indicators=columns, side=_side(rows), total=_TOTAL))
    kind = _kind(title, blocks)
    layout = Layout(
        id=DRAFT,
        region=COUNTRY,
        name=title or "未知版式",
        kind=kind or Kind.OVERALL,
        stage=stage_of(title or "") or _stage(columns),
        evidence="forms",
        source=DRAFT,
        title=Title(text=title or "绩效目标表"),
        blocks=blocks,
        levels=lexicon.levels,
    )
    return DraftedLayout(layout, kind)


# The indicator table.


def _is_header(row: Row, lexicon: Lexicon) -> bool:
    keys = {lexicon.columns.get(bare(piece.plain)) for piece in row.filled} - {None}
    if any(piece.columns > 1 and bare(piece.plain) in _SIDES for piece in row.filled):
        keys.add(IndicatorKey.NAME)
    return len(row.filled) > 1 and not _NAMES.isdisjoint(keys) and not _VALUES.isdisjoint(keys)


def _is_lower(row: Row, below: Row, lexicon: Lexicon) -> bool:
    """Tell whether the row below is the lower row of a header: labels only, under headings that span columns."""
    if not below.filled or any(len(piece.plain) > _LONGEST_LABEL for piece in below.filled):
        return False
    if below.spans:
        wide = [piece for piece in row.filled if piece.rows == 1 and piece.columns > 1]
        return bool(wide) and all(any(_covers(head, piece) for head in wide) for piece in below.filled)
    known = [piece for piece in below.filled if bare(piece.plain) in lexicon.columns]
    return len(known) == len(below.filled) > 1


def _covers(head: Piece, piece: Piece) -> bool:
    return head.column <= piece.column < head.column + head.columns


def _columns(row: Row, lower: Row | None, lexicon: Lexicon) -> tuple[IndicatorColumn, ...]:
    sides = {piece for piece in row.filled if bare(piece.plain) in _SIDES and piece.columns == 1}
    named = [(piece, under) for piece, under in _labels(row, lower) if piece not in sides]
    keys = _keys([piece for piece, _ in named], lexicon)
    return tuple(
        IndicatorColumn(
            key=key,
            label=piece.text,
            under=under.text if under is not None else None,
            merges=key in (IndicatorKey.LEVEL1, IndicatorKey.LEVEL2),
            required=key is IndicatorKey.NAME,
        )
        for (piece, under), key in zip(named, keys, strict=True)
    )


def _labels(row: Row, lower: Row | None) -> Iterator[tuple[Piece, Piece | None]]:
    """Yield the labels of the columns from left to right, each with the heading over it."""
    below = list(lower.filled) if lower is not None else []
    for head in row.filled:
        own = [piece for piece in below if _covers(head, piece)] if head.columns > 1 else []
        if own:
            yield from ((piece, head) for piece in own)
        else:
            yield head, None


def _keys(labels: Sequence[Piece], lexicon: Lexicon) -> list[IndicatorKey]:
    """Return what each column holds; what is not known, and a label's second column, holds further texts."""
    keys: list[IndicatorKey] = []
    for piece in labels:
        found = lexicon.columns.get(bare(piece.plain), IndicatorKey.OTHER).partition(":")[0]
        key = IndicatorKey(found)
        keys.append(key if key not in keys or key in SEVERAL else IndicatorKey.OTHER)
    if IndicatorKey.NAME not in keys:
        keys = _named(keys)
    return keys


def _named(keys: list[IndicatorKey]) -> list[IndicatorKey]:
    """Without a column for names, the lowest level holds them, or else what stands just before the values."""
    for level in (IndicatorKey.LEVEL2, IndicatorKey.LEVEL1):
        if level in keys:
            return [IndicatorKey.NAME if key is level else key for key in keys]
    at = next((at for at, key in enumerate(keys) if key in _VALUES), 1)
    return [IndicatorKey.NAME if place == max(at - 1, 0) else key for place, key in enumerate(keys)]


def _side(rows: Sequence[Row]) -> Label | None:
    printed = {bare(piece.plain) for row in rows for piece in row.filled}
    found = [text for text in _SIDES if text in printed]
    return Label(label=found[0], also=tuple(found[1:])) if found else None


# What stands above it.


def _blocks(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Block]:
    taken: set[str] = set()
    for at, row in enumerate(rows):
        funds = [(lexicon.funds.get(bare(piece.plain)), piece) for piece in row.filled]
        headed = [(lexicon.headed.get(bare(piece.plain)), piece) for piece in row.filled]
        tasks = [(lexicon.tasks.get(bare(piece.plain)), piece) for piece in row.filled]
        if _known(funds) > 1 and "funding" not in taken:
            taken.add("funding")
            yield _funds(funds, rows[at + 1 :], lexicon)
        elif _known(headed) > 1 and "headed" not in taken:
            taken.add("headed")
            yield _headed(headed)
        elif _known(tasks) > 1 and "tasks" not in taken:
            taken.add("tasks")
            yield _tasks(tasks)
        else:
            yield from _line(row, lexicon, taken)


def _known(labels: Sequence[tuple[str | None, Piece]]) -> int:
    return len({key for key, _ in labels} - {None})


def _funds(labels: Sequence[tuple[str | None, Piece]], below: Sequence[Row], lexicon: Lexicon) -> FundsTable:
    side = next((piece.text for key, piece in labels if key is None), "项目资金")
    columns = {key: piece.text for key, piece in labels if key is not None}
    rows = [next(iter(row.filled), None) for row in below]
    sources = [piece.text for piece in rows if piece is not None and _is_money_label(piece, lexicon)]
    return FundsTable(
        funding=Label(label=side, unit=True),
        columns=tuple(FundingColumn(key=FundingKey(key), label=text) for key, text in columns.items()),
        rows=tuple(Label(label=text) for text in dict.fromkeys(sources)),
    )


def _is_money_label(piece: Piece, lexicon: Lexicon) -> bool:
    return lexicon.fields.get(bare(piece.plain), "").startswith("budget.")


def _headed(labels: Sequence[tuple[str | None, Piece]]) -> Headed:
    side = next((piece.text for key, piece in labels if key is None), None)
    slots = {key: piece.text for key, piece in labels if key is not None}
    headed = tuple(HeadedSlot.model_validate({"field": key, "label": text}) for key, text in slots.items())
    return Headed(headed=headed, side=Label(label=side) if side else None)


def _tasks(labels: Sequence[tuple[str | None, Piece]]) -> Rows:
    side = next((piece.text for key, piece in labels if key is None), "年度主要任务")
    columns = {key: piece.text for key, piece in labels if key is not None}
    listed = tuple(ListColumn.model_validate({"field": key, "label": text}) for key, text in columns.items())
    return Rows(rows_of="tasks", side=Label(label=side), columns=listed)


def _line(row: Row, lexicon: Lexicon, taken: set[str]) -> Iterator[Line]:
    """Yield the labels of a row with a slot behind each; a field is taken once."""
    specs: list[Spec] = []
    for piece in row.filled:
        field = lexicon.fields.get(_head(piece))
        if field is not None and field not in taken and ":" not in field:
            taken.add(field)
            specs += [Label(label=piece.text[:_LONGEST_LABEL], unit=True), Slot.model_validate({"field": field})]
    if specs:
        yield Line(line=tuple(specs))


def _head(piece: Piece) -> str:
    """Return the normal form of a label that may have its value behind a colon in the same cell."""
    head, colon, rest = piece.plain.partition(":")
    return bare(head) if colon and rest else bare(piece.plain)


# What the form is.


def _may_be_title(row: Row) -> bool:
    piece = row.filled[0] if len(row.filled) == 1 else None
    if piece is None or len(piece.plain) > _LONGEST_TITLE:
        return False
    said = year_of(piece.plain) is not None or money_unit_of(piece.text) is not None or looks_like_target(piece.text)
    return not said and (looks_like_title(piece.text) or piece.plain.endswith(("表", "目标", "情况")))


def _kind(title: str | None, blocks: Sequence[Block]) -> Kind | None:
    """Return what the form speaks of: its title says so, or that it names a project."""
    words = title or ""
    if "整体" in words:
        return Kind.OVERALL
    fields = {
        spec.field for block in blocks if isinstance(block, Line) for spec in block.line if isinstance(spec, Slot)
    }
    if "项目" in words or fields & {"project.name", "project.code"}:
        return Kind.PROJECT
    return Kind.OVERALL if "部门" in words or "responsibilities" in fields else None


def _stage(columns: Sequence[IndicatorColumn]) -> Stage:
    keys = {column.key for column in columns}
    if IndicatorKey.EXPECTED in keys:
        return Stage.MONITORING
    return Stage.SELF_EVALUATION if keys & {IndicatorKey.ACTUAL, IndicatorKey.SCORE} else Stage.GOAL
