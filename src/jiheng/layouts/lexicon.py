"""What a printed label means in whatever form: the country's usage first, then what any known layout says.

Knows words, not where they stand. A word that two layouts mean differently has the meaning of the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiheng.layouts.blocks import Block, FundsTable, Headed, Rows
from jiheng.layouts.entries import PARTICULAR, Word
from jiheng.layouts.labels import Labels
from jiheng.layouts.schema import Layout, Level1, Level2
from jiheng.layouts.vocabulary import bare, words_of


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Meanings of labels by their normal form.

    `columns` are of indicator tables, `fields` of the head of a form, `funds` of a table of money, `tasks` of a list
    of tasks, `headed` of values that stand below their label; `alone` are labels of the head only as a cell of their
    own; `levels` are the levels of all layouts, merged.
    """

    columns: dict[str, str]
    fields: dict[str, str]
    funds: dict[str, str]
    tasks: dict[str, str]
    headed: dict[str, str]
    alone: dict[str, str]
    levels: tuple[Level1, ...]


def lexicon_of(layouts: Iterable[Layout]) -> Lexicon:
    """Return the meanings of all labels that the layouts, and the usage they carry, know."""
    every = tuple(layouts)
    usual = next((layout.usual for layout in every), Labels())
    found = Lexicon({}, {}, {}, {}, {}, {}, _levels(every))
    for key, texts in usual.columns.items():
        _learn(found.columns, texts, key)
    for field, texts in usual.fields.items():
        _learn(found.fields, texts, field)
    for field, texts in usual.alone.items():
        _learn(found.alone, texts, field)
    for layout in every:
        _learn_layout(found, layout)
    return found


def _learn_layout(found: Lexicon, layout: Layout) -> None:
    for text, key in words_of(layout).columns.items():
        found.columns.setdefault(text, key)
    for text, entry in words_of(layout).entries.items():
        if entry.word is Word.FIELD and not entry.key.startswith(PARTICULAR):
            found.fields.setdefault(text, entry.key)
    for block in layout.blocks:
        _learn_block(found, block)


def _learn_block(found: Lexicon, block: Block) -> None:
    if isinstance(block, FundsTable):
        for column in block.columns:
            _learn(found.funds, (column.label, *column.also), column.key)
    elif isinstance(block, Rows):
        for task in block.columns:
            _learn(found.tasks, (task.label, *task.also), task.field)
    elif isinstance(block, Headed):
        for slot in block.headed:
            _learn(found.headed, (slot.label, *slot.also), slot.field)


def _learn(into: dict[str, str], texts: Iterable[str], key: str) -> None:
    for text in texts:
        into.setdefault(bare(text), key)


def _levels(layouts: Iterable[Layout]) -> tuple[Level1, ...]:
    """Merge the levels of all layouts: a level 1 holds every level 2 that any layout prints under it."""
    names: dict[str, dict[str, None]] = {}
    for layout in layouts:
        for one in layout.levels:
            for name in (one.name, *one.also):
                under = names.setdefault(name, {})
                under.update(dict.fromkeys(text for two in one.level2 for text in (two.name, *two.also)))
    return tuple(Level1(name=name, level2=tuple(Level2(name=two) for two in under)) for name, under in names.items())
