"""Draft the blocks that a form prints above its indicator table, and the lines below it, by what is printed.

A label that the lexicon knows gets its field; a short text that stands where labels stand, with a value at its right,
is kept as a particular under its own words. Knows nothing of the indicator table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jiheng.layouts.blocks import (
    Block,
    FundingColumn,
    FundingKey,
    FundsTable,
    Group,
    Headed,
    HeadedSlot,
    Label,
    Line,
    Plan,
    Rows,
    Slot,
    Spec,
)
from jiheng.layouts.drafting_tasks import task_columns, task_field
from jiheng.layouts.entries import PARTICULAR
from jiheng.layouts.label_shapes import LONGEST_LABEL, NO_LABEL, label_of, label_text, looks_like_label
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.titles import year_of
from jiheng.layouts.vocabulary import bare
from jiheng.model import Horizon
from jiheng.values.money import amount_of, money_unit_of
from jiheng.values.wording import BLANKS, plain

_NEEDED = 2
_MONTH = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末)前?")
_GOALS = re.compile(r"(?:项目)?(?:中长?期|实施期|长期|年度|全年|当年|总体|预期|年初设定)(?:绩效|总体)?目标")
_LONG_TERM = re.compile("中长?期|实施期|长期|三年|总体目标")
_OF_YEAR = re.compile("(?:本年|当年|年度|全年|[{]year[}]年).*(?:资金|预算|金额|总额)")
# What the columns of a table of funds are called, the more telling words first.
_FUNDS = (
    (re.compile("预计.*执行"), FundingKey.EXPECTED),
    (re.compile("执行率|执行进度"), FundingKey.RATE),
    (re.compile("执行数|实际执行|实际支出|支出数"), FundingKey.EXECUTED),
    (re.compile("年初.*预算|年初安排"), FundingKey.INITIAL),
    (re.compile("(?:全年|调整).*预算|^预算数"), FundingKey.BUDGET),
    (re.compile("^(?:分值|权重|标准分)$"), FundingKey.WEIGHT),
    (re.compile("^(?:自评)?得分$"), FundingKey.SCORE),
    (re.compile("^备注$|原因"), FundingKey.NOTE),
)
_MONEY = frozenset({FundingKey.INITIAL, FundingKey.BUDGET, FundingKey.EXECUTED})


def draft_head(rows: Sequence[Row], lexicon: Lexicon) -> tuple[Block, ...]:
    """Return the blocks of the rows above an indicator table, in their order."""
    return tuple(_Head(rows, lexicon).blocks())


def draft_tail(rows: Sequence[Row], lexicon: Lexicon) -> tuple[Line, ...]:
    """Return the lines that a form prints below its indicators: conclusions, opinions, signatures."""
    head = _Head(rows, lexicon)
    lines = (head.specs(_cells(row)) for row in rows)
    return tuple(Line(line=specs) for specs in lines if any(isinstance(spec, Slot) for spec in specs))


def pairs_of(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Row]:
    """Yield the rows of a form with one cell a row, a label and the text after it as one row of two cells."""
    left = list(rows)
    while left:
        row = left.pop(0)
        if left and _asks(row, lexicon) and not _is_known(left[0], lexicon):
            row = replace(row, pieces=(*row.pieces, *left.pop(0).pieces))
        yield row


@dataclass(slots=True)
class _Head:
    """The walk through the rows: which row comes next, and which fields have a label already."""

    rows: Sequence[Row]
    lexicon: Lexicon
    at: int = 0
    taken: set[str] = field(default_factory=set)
    kept: Counter[str] = field(default_factory=Counter)
    two_horizons: bool = False
    names_both: bool = False

    def __post_init__(self) -> None:
        self.names_both = self._names_both()

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.rows):
            row = self.rows[self.at]
            block = self._funds(row) or self._headed(row) or self._tasks(row) or self._plan(row) or self._group(row)
            if block is not None:
                yield block
                continue
            self.at += 1
            specs = self.specs(_cells(row))
            if specs:
                yield Line(line=specs)

    # Lines of labels and values.

    def specs(self, cells: Sequence[Piece]) -> tuple[Spec, ...]:
        """Return the labels of some cells, each with the slot of the value behind it."""
        specs: list[Spec] = []
        asked: Piece | None = None
        for at, piece in enumerate(cells):
            known = self._field(piece) is not None
            if (head := self._fused(piece)) is not None and not self._asks_for(asked, head):
                specs += self._close(asked) + self._pair(head)
                asked = None
            elif known and (asked is None or self._field(asked) is not None or _is_pairs(cells[at:])):
                specs += self._close(asked)
                asked = piece
            elif asked is not None:
                specs += self._pair(asked.text)
                asked = None
            elif looks_like_label(piece) and at + 1 < len(cells):
                asked = piece
        specs += self._close(asked) if asked is not None and self._field(asked) is not None else []
        return tuple(self._with_horizons(specs))

    def _with_horizons(self, specs: list[Spec]) -> list[Spec]:
        """Tell the money of all years from that of the year where a row names both, and in the rows below it."""
        match specs:
            case [Label() as whole, Slot() as first, Label() as year, Slot(field="particular") as second]:
                both = _names_both(whole, year)
                again = self.two_horizons and bare(whole.label) == bare(year.label)
                if first.field.startswith("budget.") and (both or again):
                    self.two_horizons = True
                    long_term = first.model_copy(update={"horizon": Horizon.LONG_TERM})
                    return [whole, long_term, year, second.model_copy(update={"field": first.field, "known_as": None})]
        return specs

    def _asks_for(self, asked: Piece | None, head: str) -> bool:
        """Tell whether a label stands before a value that says it once more."""
        return asked is not None and self._field(asked) is not None and self._meaning(head) == self._field(asked)

    def _field(self, piece: Piece) -> str | None:
        found = self._meaning(piece.plain)
        return None if found is None or ":" in found else found

    def _meaning(self, text: str) -> str | None:
        word = bare(text)
        found = self.lexicon.fields.get(word) or self.lexicon.alone.get(word)
        if found == "unit.name" and self.names_both and _is_department(word):
            # The office that filled the form in is neither.
            return "department.name" if not word.startswith(("填", "申")) else None
        return found

    def _names_both(self) -> bool:
        """Tell whether the form names a department, and a unit of it beside: 部门名称 and 单位名称."""
        words = {bare(piece.plain) for row in self.rows for piece in row.filled}
        units = [word for word in words if self._meaning(word) == "unit.name"]
        departments = [word for word in units if _is_department(word)]
        return 0 < len(departments) < len(units)

    def _fused(self, piece: Piece) -> str | None:
        """Return the label of a cell that holds its value as well, behind a colon."""
        head, colon, rest = piece.text.partition("：") if "：" in piece.text else piece.text.partition(":")
        said = not colon or not rest.strip() or money_unit_of(piece.text) is not None or year_of(piece.plain)
        if said or re.search(r"\d", head):
            return None
        known = bare(head) in self.lexicon.fields
        unknown = len(plain(head)) <= LONGEST_LABEL // 2 and "goals" not in self.taken
        return head if known or (unknown and not NO_LABEL.search(plain(head)) and "其中" not in head) else None

    def _close(self, asked: Piece | None) -> list[Spec]:
        """Return a label without a value: a known one has an empty slot, any other stands over what follows."""
        if asked is None:
            return []
        return self._pair(asked.text) if self._field(asked) is not None else [label_of(asked.text)]

    def _pair(self, text: str) -> list[Spec]:
        found = self._meaning(text)
        if found is None or ":" in found or found in self.taken:
            found = PARTICULAR
        else:
            self.taken.add(found)
        label = label_of(text)
        known_as = self._known_as(label.label) if found == PARTICULAR else None
        return [label, Slot.model_validate({"field": found, "known_as": known_as})]

    def _known_as(self, label: str) -> str | None:
        """Return the words for the text under a label that has stood before another text already."""
        self.kept[label] += 1
        return f"{label}{self.kept[label]}" if self.kept[label] > 1 else None

    # Several rows beside one label.

    def _group(self, row: Row) -> Group | None:
        """Return the rows beside a label that is merged downwards, where they hold labels of their own."""
        cells = _cells(row)
        rows = self._beside(row)
        alone = len(rows) == 1 and not self._is_over_amounts(cells)
        if len(cells) < _NEEDED + 1 or alone or not self._opens_group(cells) or self._fused(cells[0]):
            return None
        side = label_of(cells[0].text)
        lines = [self.specs(cells[1:]), *(self.specs(_cells(one)) for one in rows[1:])]
        if not all(lines):
            return None
        self.at += len(rows)
        return Group(side=side, lines=tuple(lines))

    def _opens_group(self, cells: Sequence[Piece]) -> bool:
        return looks_like_label(cells[0]) and _is_pairs(cells[1:]) and looks_like_label(cells[1])

    def _is_over_amounts(self, cells: Sequence[Piece]) -> bool:
        """Tell whether the first cell speaks of money, and a label with an amount stands behind it."""
        asks_money = (self._field(cells[0]) or "").startswith("budget.") if cells else False
        return asks_money and len(cells) > _NEEDED and looks_like_label(cells[1]) and _is_amount(cells[2])

    def _beside(self, row: Row) -> list[Row]:
        """Return the row with the rows below it that stand beside its first cell."""
        first = next(iter(row.filled), None)
        rows = [row]
        for below in self.rows[self.at + 1 :]:
            if first is None or not (first in below.above if row.spans else _is_open(below, first)):
                break
            rows.append(below)
        return rows

    # Tables within the head.

    def _funds(self, row: Row) -> FundsTable | None:
        found = self._fund_columns(row)
        if len(found) < _NEEDED or _MONEY.isdisjoint(found) or "funding" in self.taken:
            return None
        self.taken.add("funding")
        side = next((piece for piece in row.filled if piece not in found.values()), None)
        self.at += 1
        sources = []
        while self.at < len(self.rows) and (name := _source(self.rows[self.at])) is not None:
            sources.append(name)
            self.at += 1
        return FundsTable(
            funding=label_of(side.text) if side else Label(label="项目资金", unit=True),
            columns=tuple(FundingColumn(key=key, label=label_text(piece.text)) for key, piece in found.items()),
            rows=tuple(Label(label=text) for text in dict.fromkeys(sources)),
        )

    def _fund_columns(self, row: Row) -> dict[FundingKey, Piece]:
        """Return the labels of a row by what their columns hold; the second of two that hold the same by its words."""
        found: dict[FundingKey, Piece] = {}
        for piece in row.filled:
            keys = (self._fund_key(piece), fund_key_by_words(piece))
            key = next((key for key in keys if key is not None and key not in found), None)
            if key is not None:
                found[key] = piece
        return found

    def _fund_key(self, piece: Piece) -> FundingKey | None:
        known = self.lexicon.funds.get(bare(piece.plain))
        by_words = fund_key_by_words(piece)
        # Some forms call the budget of the whole year what others call the first one.
        whole_year = by_words is FundingKey.BUDGET and ("全年" in piece.plain or "调整" in piece.plain)
        return by_words if known is None or whole_year else FundingKey(known)

    def _headed(self, row: Row) -> Headed | None:
        """Return labels side by side whose values stand in the row below."""
        side = row.filled[0] if len(row.filled) > _NEEDED else None
        labels = [piece for piece in row.filled if piece is not side]
        fields = [self._headed_field(piece) for piece in labels]
        below = self.rows[self.at + 1] if self.at + 1 < len(self.rows) else None
        if below is None or len(labels) < _NEEDED or None in fields or any(map(looks_like_label, below.filled)):
            return None
        self.taken.add("goals")
        self.at += 2
        while self.at < len(self.rows) and side is not None and self.rows[self.at].above[:1] == (side,):
            self.at += 1
        two = fields.count("goals") > 1
        slots = (_headed_slot(piece, found, two=two) for piece, found in zip(labels, fields, strict=True))
        return Headed(headed=tuple(slots), side=Label(label=label_text(side.text)) if side else None)

    def _headed_field(self, piece: Piece) -> str | None:
        words = bare(piece.plain)
        known = self.lexicon.headed.get(words)
        if known is not None:
            return known.partition(":")[0]
        if self.lexicon.fields.get(words, "").startswith("results") or "完成情况" in words:
            return "results"
        return "goals" if _GOALS.fullmatch(words) else None

    def _tasks(self, row: Row) -> Rows | None:
        lower = self._lower()
        columns = task_columns(row, lower, self.lexicon)
        if len(columns) < _NEEDED or columns[0].field not in ("name", "content") or "tasks" in self.taken:
            return None
        self.taken.add("tasks")
        first = row.filled[0]
        printed = {column.label for column in columns} | {column.under for column in columns}
        side = None if label_text(first.text) in printed else first
        beside = len(self._beside(row)) if side is not None else 1
        self.at += max(beside, 1 + (lower is not None))
        if beside == 1:
            self._skip_entries()
        return Rows(
            rows_of="tasks", side=Label(label=label_text(side.text) if side else "年度主要任务"), columns=columns
        )

    def _lower(self) -> Row | None:
        below = self.rows[self.at + 1] if self.at + 1 < len(self.rows) else None
        labels = below is not None and below.filled and all(task_field(piece, self.lexicon) for piece in below.filled)
        return below if labels else None

    def _skip_entries(self) -> None:
        """Go on to the first row that a label of the head opens: what stands before it are entries of the list."""
        while self.at < len(self.rows):
            first = next(iter(self.rows[self.at].filled), None)
            if first is not None and (self._field(first) is not None or self._fund_key(first) is not None):
                return
            self.at += 1

    def _plan(self, row: Row) -> Plan | None:
        dates = [piece for piece in row.filled if _MONTH.fullmatch(piece.plain)]
        if len(dates) < _NEEDED or len(dates) + 1 != len(row.filled):
            return None
        self.at += 2
        columns = tuple(1 for _ in dates)
        label = Label(label=re.sub(r"\s+", "", row.filled[0].text))
        return Plan(plan=label, by=tuple(piece.text for piece in dates), columns=columns)


def _names_both(whole: Label, year: Label) -> bool:
    """Tell whether two labels of one row name the money of all years and that of one."""
    return _OF_YEAR.match(bare(year.label)) is not None and _OF_YEAR.match(bare(whole.label)) is None


def _is_department(word: str) -> bool:
    return "部门" in word and "单位" not in word


def _cells(row: Row) -> tuple[Piece, ...]:
    """Return the cells that may be labels or values; a blank one counts where the format keeps merged cells."""
    return row.pieces if row.spans else row.filled


def _asks(row: Row, lexicon: Lexicon) -> bool:
    """Tell whether a row of one cell is a label whose value stands in the next row."""
    return len(row.filled) == 1 and (_is_known(row, lexicon) or looks_like_label(row.filled[0]))


def _is_known(row: Row, lexicon: Lexicon) -> bool:
    return len(row.filled) == 1 and bare(row.filled[0].plain) in lexicon.fields


def _is_pairs(cells: Sequence[Piece]) -> bool:
    return len(cells) % 2 == 0


def _is_open(row: Row, first: Piece) -> bool:
    """Tell whether a row of a format without merged cells is blank where a label stands above it."""
    return row.table is not None and bool(row.filled) and row.filled[0].column > first.column and not row.pieces[0].text


def fund_key_by_words(piece: Piece) -> FundingKey | None:
    """Return what a column of a table of funds holds by the words of its label, None where they do not say."""
    words = bare(piece.plain) if looks_like_label(piece) else ""
    return next((key for pattern, key in _FUNDS if pattern.search(words)), None)


def _source(row: Row) -> str | None:
    """Return the name of a source of money whose row holds amounts and nothing else."""
    texts = row.filled
    at = next((at for at, piece in enumerate(texts) if _is_amount(piece)), len(texts))
    if at == 0 or at == len(texts):
        blank = len(texts) == 1 and len(row.pieces) > _NEEDED and "资金" in texts[0].plain
        return label_text(texts[0].text) if blank else None
    return label_text(texts[at - 1].text) if all(map(_is_amount, texts[at:])) else None


def _is_amount(piece: Piece) -> bool:
    return piece.plain in BLANKS or piece.plain.endswith("%") or amount_of(piece.text) is not None


def _headed_slot(piece: Piece, found: str | None, *, two: bool) -> HeadedSlot:
    """Return a slot below its label; of two goals, one looks at all years and the other at the year."""
    horizon = (Horizon.LONG_TERM if _LONG_TERM.search(piece.plain) else Horizon.ANNUAL) if two else None
    body: Mapping[str, object] = {"field": found, "label": re.sub(r"\s+", "", piece.text), "horizon": horizon}
    return HeadedSlot.model_validate(body)
