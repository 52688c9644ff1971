"""Draft a layout from a form that no layout knows: find its indicator tables and its labels by what they are called.

The draft reads the form once, generically, and is what a person completes into a layout file. Knows the usage of
labels, and guesses nothing about region, year or kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiheng.layouts.blocks import LEVELS, Block, IndicatorColumn, IndicatorKey, Indicators, Label, Line, Sentence, Slot
from jiheng.layouts.drafting_head import draft_head, draft_tail, pairs_of
from jiheng.layouts.drafting_table import SIDES, Head, draft_columns, header_at, is_register
from jiheng.layouts.label_shapes import looks_like_label
from jiheng.layouts.levels import scheme_of
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout, Level1, Title
from jiheng.layouts.sections import path_of, says_level1, says_level2
from jiheng.layouts.titles import is_annex, looks_like_title, stage_of, year_of
from jiheng.layouts.vocabulary import bare
from jiheng.model import Horizon, Kind, Stage
from jiheng.parameters import COUNTRY
from jiheng.values.money import money_unit_of
from jiheng.values.targets import looks_like_target

DRAFT = "draft"
_LONGEST_TITLE = 60
_TOTALS = ("总分", "合计", "总计", "总得分", "小计")
_OF_A_PERSON = frozenset({"姓名", "员工姓名", "职工姓名", "被考核人", "被考核人姓名", "考核对象", "工号", "岗位"})
_LONG_TERM = re.compile("中长?期|实施期|长期|总体")
_PART = re.compile(r"[一二三四五六七八九十]+[、.].{2,16}")
# What forms print below their indicators.
_BELOW = re.compile(
    "结论|问题|建议|说明|备注|意见|填[报表]|制表|编制|审[核批]|复核|负责人|经办|联系|签[字章名]|日期|总结|经验|整改|改进"
)


@dataclass(frozen=True, slots=True)
class DraftedLayout:
    """A layout guessed from one form. `kind` is None where nothing says what the form speaks of."""

    layout: Layout
    kind: Kind | None


def draft_layout(rows: Sequence[Row], lexicon: Lexicon) -> DraftedLayout | None:
    """Return the layout of a form by the usage of labels; None where the rows hold no indicator table."""
    heads = _heads(rows, lexicon)
    if not heads:
        return None
    above, below = rows[: heads[0].first], rows[heads[-1].last + 1 :]
    if _rates_a_person(above, lexicon):
        return None
    title_row = next((row for row in above if _may_be_title(row)), None)
    title = title_row.filled[0].text if title_row is not None else None
    tables = tuple(_tables(rows, heads, lexicon))
    tail = draft_tail(below[_end(below, tables[-1], lexicon) :], lexicon)
    lines = [row for row in above if row is not title_row and not _says_itself(row)]
    head = tuple(pairs_of(lines, lexicon)) if heads[0].stream else lines
    blocks = (*_sentences(above), *draft_head(head, lexicon), *tables, *tail)
    kind = _kind(title, blocks)
    columns = tables[0].indicators
    layout = Layout(
        id=DRAFT,
        region=COUNTRY,
        name=title or "未知版式",
        kind=kind or Kind.OVERALL,
        stage=stage_of(title or "") or _stage(columns),
        evidence="forms",
        source=DRAFT,
        title=Title(text=title or "绩效目标表"),
        also_printed=tuple(row.filled[0].text for row in above if row is not title_row and _is_mark(row)),
        blocks=blocks,
        levels=lexicon.levels,
    )
    if not _has_level2(columns) and not says_level2(below, scheme_of(layout)):
        layout = layout.model_copy(update={"levels": _level1_only(lexicon)})
    elif not _has_levels(columns):
        layout = layout.model_copy(update={"blocks": _with_paths(layout, heads[0], below)})
    if _has_levels(columns) and not _has_level2(columns) and says_level1(below, scheme_of(layout)):
        layout = layout.model_copy(update={"blocks": _with_lower_level(layout), "levels": lexicon.levels})
    return DraftedLayout(layout, kind)


# The indicator tables.


def _rates_a_person(above: Sequence[Row], lexicon: Lexicon) -> bool:
    """Tell whether the table rates a person: it opens with a name or a post, and names no unit and no project."""
    fields = {lexicon.fields.get(bare(piece.plain)) for row in above for piece in row.filled}
    opens = any(bare(row.filled[0].plain) in _OF_A_PERSON for row in above if row.filled)
    return opens and fields.isdisjoint(("unit.name", "project.name", "project.code", "goals"))


def _heads(rows: Sequence[Row], lexicon: Lexicon) -> list[Head]:
    """Return the header of the table, and that of a second one which stands below it beside a label of its own."""
    found: list[Head] = []
    at = 0
    while at < len(rows):
        head = header_at(rows, at, lexicon)
        if head is not None and (not found or _is_another(found[0], head)):
            found.append(head)
        at = head.last + 1 if head is not None else at + 1
    return found


def _is_another(first: Head, head: Head) -> bool:
    if first.side is None or head.side is None:
        return False
    return bare(first.side.plain) != bare(head.side.plain)


def _tables(rows: Sequence[Row], heads: Sequence[Head], lexicon: Lexicon) -> Iterator[Indicators]:
    ends = [*(after.first for _, after in pairwise(heads)), len(rows)]
    for head, end in zip(heads, ends, strict=True):
        columns = draft_columns(head, lexicon)
        yield Indicators(
            indicators=columns,
            side=_side(head, rows),
            total=_total(rows[head.last + 1 : end]),
            horizon=_horizon(head) if len(heads) > 1 else None,
            records=is_register(columns),
        )


def _horizon(head: Head) -> Horizon:
    named = head.side is not None and _LONG_TERM.search(head.side.plain)
    return Horizon.LONG_TERM if named else Horizon.ANNUAL


def _total(rows: Sequence[Row]) -> Label | None:
    """Return the label of the row that sums up the points, where the form prints one."""
    firsts = (bare(row.filled[0].plain) for row in rows if row.filled)
    printed = next((word for word in firsts if word in _TOTALS), None)
    return Label(label=printed, also=tuple(word for word in _TOTALS if word != printed)) if printed else None


def _side(head: Head, rows: Sequence[Row]) -> Label | None:
    """Return the label beside the table, printed in the header or, by a careless export, a row off."""
    if head.side is not None:
        return Label(label=re.sub(r"\s+", "", head.side.text))
    labels = {bare(piece.plain) for piece, _ in head.labels}
    near = rows[max(head.first - 1, 0) : head.last + 2]
    printed = {bare(piece.plain) for row in near for piece in row.filled} - labels
    found = [text for text in SIDES if text in printed]
    return Label(label=found[0], also=tuple(found[1:])) if found else None


def _has_levels(columns: Sequence[IndicatorColumn]) -> bool:
    return any(column.key in LEVELS for column in columns)


def _with_paths(layout: Layout, head: Head, below: Sequence[Row]) -> tuple[Block, ...]:
    """Return the blocks of a layout, a column that holds paths of levels taken for that of the levels.

    One taken for that of the names gives them to the next column, if nothing is known of that.
    """
    table = layout.tables[0]
    keys = [column.key for column in table.indicators]
    at = next((at for at, (label, _) in enumerate(head.labels) if _holds_paths(label, below, layout)), None)
    if at is not None and keys[at] is IndicatorKey.NAME and keys[at + 1 : at + 2] == [IndicatorKey.OTHER]:
        keys[at + 1] = IndicatorKey.NAME
    elif at is None or keys[at] is not IndicatorKey.OTHER:
        return layout.blocks
    keys[at] = IndicatorKey.LEVEL1
    columns = zip(table.indicators, keys, strict=True)
    made = tuple(column.model_copy(update={"key": key}) for column, key in columns)
    changed = table.model_copy(update={"indicators": made})
    return tuple(changed if block is table else block for block in layout.blocks)


def _with_lower_level(layout: Layout) -> tuple[Block, ...]:
    """Return the blocks of a layout whose level 1 stands in rows over the others: the column of levels is the next."""
    table = layout.tables[0]
    lower = {"key": IndicatorKey.LEVEL2}
    columns = (one.model_copy(update=lower) if one.key is IndicatorKey.LEVEL1 else one for one in table.indicators)
    changed = table.model_copy(update={"indicators": tuple(columns)})
    return tuple(changed if block is table else block for block in layout.blocks)


def _holds_paths(label: Piece, below: Sequence[Row], layout: Layout) -> bool:
    """Tell whether most of what stands below a label are levels with what they belong to: 产出指标-数量指标."""
    texts = [piece.text for row in below for piece in row.filled if piece.column == label.column]
    paths = sum(path_of(text, scheme_of(layout)) is not None for text in texts)
    return paths > len(texts) / 2


def _has_level2(columns: Sequence[IndicatorColumn]) -> bool:
    return any(column.key is IndicatorKey.LEVEL2 for column in columns)


def _level1_only(lexicon: Lexicon) -> tuple[Level1, ...]:
    """Return the levels of the country for a table that prints no 二级指标: there such words are names."""
    return tuple(Level1(name=one.name, level2=()) for one in lexicon.levels)


# What stands below the last table.


def _end(rows: Sequence[Row], table: Indicators, lexicon: Lexicon) -> int:
    """Return the first row below a table that is none of it: after the sums, or where a label of the tail stands."""
    levels = {one.name for one in lexicon.levels} | {two.name for one in lexicon.levels for two in one.level2}
    after_sums = False
    for at, row in enumerate(rows):
        first = next(iter(row.filled), None)
        if first is None:
            continue
        if bare(first.plain) in _TOTALS:
            after_sums = True
        elif first.plain not in levels and _is_below(row, first, after_sums=after_sums, columns=len(table.indicators)):
            return at
    return len(rows)


def _is_below(row: Row, first: Piece, *, after_sums: bool, columns: int) -> bool:
    head, colon, rest = first.plain.partition(":")
    label = bool(rest) or (looks_like_label(first) and _is_paired(row))
    few = len(row.filled) < columns and not any(looks_like_target(piece.text) for piece in row.filled[1:2])
    named = _BELOW.search(head if colon else first.plain) is not None
    return label and (after_sums or (few and named and not row.above))


def _is_paired(row: Row) -> bool:
    """Tell whether a row may be labels with a value each, the last of which may be blank."""
    cells = row.pieces if row.spans else row.filled
    blank = len(row.filled) > 1 and _BELOW.search(row.filled[-1].plain) is not None
    return len(cells) % 2 == 0 or blank


# What stands over the table: title, year, unit.


def _says_itself(row: Row) -> bool:
    """Tell whether the row is a title, a year, a money unit or a mark, which no block need take."""
    piece = row.filled[0] if len(row.filled) == 1 else None
    if piece is None:
        return False
    said = year_of(piece.plain) is not None or money_unit_of(piece.text) is not None
    return said or _is_mark(row) or (row.table is None and looks_like_title(piece.text))


def _is_mark(row: Row) -> bool:
    """Tell whether the row is the number of an annex, or the heading of a part of the form."""
    piece = row.filled[0] if len(row.filled) == 1 else None
    if piece is None or ":" in piece.plain.rstrip(":"):
        return False
    part = _PART.fullmatch(piece.plain) is not None and not piece.plain.endswith(("目标", "。", "；"))
    return is_annex(piece.plain) or part


def _sentences(rows: Sequence[Row]) -> Iterator[Sentence]:
    texts = (piece.text for row in rows for piece in row.filled)
    if any(money_unit_of(text) is not None for text in texts):
        yield Sentence(sentence="单位：{money_unit}", also=("金额单位：{money_unit}",), align="right")


def _may_be_title(row: Row) -> bool:
    piece = row.filled[0] if len(row.filled) == 1 else None
    if piece is None or len(piece.plain) > _LONGEST_TITLE:
        return False
    said = year_of(piece.plain) is not None or money_unit_of(piece.text) is not None or looks_like_target(piece.text)
    return not said and (looks_like_title(piece.text) or piece.plain.endswith(("表", "目标", "情况")))


# What the form is.


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
