"""The printed words of each part of a layout, and what each of them is there.

Knows the words as the layout writes them, not how people vary them, nor where they stand in a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from jiheng.layouts.blocks import (
    Block,
    FundingColumn,
    FundsTable,
    Group,
    Headed,
    HeadedSlot,
    Heading,
    IndicatorColumn,
    Label,
    Line,
    ListColumn,
    Plan,
    Rows,
    Slot,
    Spec,
)
from jiheng.layouts.schema import Layout
from jiheng.values.wording import plain

PARTICULAR = "particular"


class Word(StrEnum):
    """What a piece of text is in a layout."""

    FIELD = "field"
    HEADED = "headed"
    FUNDS = "funds"
    FUND_COLUMN = "fund_column"
    FUND_ROW = "fund_row"
    SIDE = "side"
    LIST = "list"
    UNDER = "under"
    PLAN = "plan"
    PLAN_DATE = "plan_date"
    COLUMN = "column"
    HEADING = "heading"
    SENTENCE = "sentence"
    YEAR = "year"
    TITLE = "title"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed word of the layout; `usual` where not the layout itself says so, but the country's usage."""

    word: Word
    key: str
    weak: bool = False
    usual: bool = False


def entries_of(layout: Layout) -> Iterator[tuple[str, Entry]]:
    """Yield every printed word with what it is."""
    for block in layout.blocks:
        yield from block_words(block)
    yield from _table_words(layout)
    yield from ((text, Entry(Word.HEADING, "")) for text in layout.also_printed)


def usual_entries(layout: Layout, own: set[tuple[Word, str]]) -> Iterator[tuple[str, Entry]]:
    """Yield the country's wordings of the labels that the layout has."""
    for key, texts in layout.usual.columns.items():
        if (Word.COLUMN, key) in own:
            yield from ((text, Entry(Word.COLUMN, key, usual=True)) for text in texts)
    for field, texts in layout.usual.fields.items():
        if (Word.FIELD, field) in own:
            yield from ((text, Entry(Word.FIELD, field, weak=_is_weak(text), usual=True)) for text in texts)


def block_words(block: Block) -> Iterator[tuple[str, Entry]]:
    """Yield the printed words of one block, but of the indicator table, with what each is."""
    match block:
        case Line():
            return _line(block.line, Word.HEADING)
        case Group():
            return _group(block)
        case Headed():
            return _headed(block)
        case FundsTable():
            return _funds(block)
        case Rows():
            return _rows(block)
        case Plan():
            return chain(
                _variants(block.plan, Entry(Word.PLAN, "")), ((by, Entry(Word.PLAN_DATE, by)) for by in block.by)
            )
        case Heading():
            return ((text, Entry(Word.HEADING, "")) for text in (block.heading, *block.also))
        case _:
            return iter(())


def _line(specs: tuple[Spec, ...], alone: Word) -> Iterator[tuple[str, Entry]]:
    label: Label | None = None
    for spec in specs:
        if isinstance(spec, Label):
            label = spec
        elif label is not None:
            yield from _variants(label, Entry(Word.FIELD, _field_key(spec, label)))
            label = None
    if label is not None:
        yield from _variants(label, Entry(alone, ""))


def _field_key(slot: Slot, label: Label) -> str:
    """Return under which key a draft keeps the value of a slot: two goals, or two particulars, have one each."""
    if slot.field == PARTICULAR:
        return f"{PARTICULAR}:{slot.known_as or label.label}"
    return f"{slot.field}:{slot.horizon}" if slot.horizon is not None else slot.field


def _group(block: Group) -> Iterator[tuple[str, Entry]]:
    yield from _variants(block.side, Entry(Word.SIDE, _remainder(block)))
    for line in block.lines:
        yield from _line(line, Word.SIDE)


def _remainder(group: Group) -> str:
    """Return the field of the slot that no label claims."""
    for line in group.lines:
        if isinstance(line[0], Slot):
            return line[0].field
    return ""


def _headed(block: Headed) -> Iterator[tuple[str, Entry]]:
    if block.side is not None:
        yield from _variants(block.side, Entry(Word.SIDE, ""))
    for headed in block.headed:
        yield from _variants(headed, Entry(Word.HEADED, headed.label))


def _funds(block: FundsTable) -> Iterator[tuple[str, Entry]]:
    yield from _variants(block.funding, Entry(Word.FUNDS, ""))
    for column in block.columns:
        yield from _variants(column, Entry(Word.FUND_COLUMN, column.key))
    for row in block.rows:
        yield from _variants(row, Entry(Word.FUND_ROW, row.label))


def _rows(block: Rows) -> Iterator[tuple[str, Entry]]:
    yield from _variants(block.side, Entry(Word.SIDE, ""))
    for at, column in enumerate(block.columns):
        yield from _list_column(column, at)


def _list_column(column: ListColumn, at: int) -> Iterator[tuple[str, Entry]]:
    yield from _variants(column, Entry(Word.LIST, str(at)))
    if column.under is not None:
        yield column.under, Entry(Word.UNDER, column.under)


def _table_words(layout: Layout) -> Iterator[tuple[str, Entry]]:
    for table in layout.tables:
        for label in (table.heading, table.side):
            if label is not None:
                yield from _variants(label, Entry(Word.HEADING, ""))
        for column in table.indicators:
            yield from _variants(column, Entry(Word.COLUMN, column.id))


def _variants(
    label: Label | ListColumn | IndicatorColumn | HeadedSlot | FundingColumn, entry: Entry
) -> Iterator[tuple[str, Entry]]:
    yield label.label, entry
    for text in label.also:
        yield text, Entry(entry.word, entry.key, weak=_is_weak(text))


def _is_weak(text: str) -> bool:
    """Short variants of money labels (基本支出) may as well be the words of a task."""
    return plain(text).endswith(("支出", "资金"))
