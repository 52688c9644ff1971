"""Say of a label that a draft keeps under its own words what it may be: a field taken already, or one of like words.

Knows the usage of labels; a hint is for a person to judge, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain, pairwise

from jiheng.layouts.blocks import Group, IndicatorKey, Label, Line, Slot, Spec
from jiheng.layouts.entries import PARTICULAR
from jiheng.layouts.lexicon import Lexicon
from jiheng.layouts.schema import Layout
from jiheng.layouts.vocabulary import bare

_ALIKE = 0.75
_OF_WHICH = "其中:"


def hints_of(layout: Layout, lexicon: Lexicon) -> Mapping[str, str]:
    """Return, by its label, what a text or a column that is kept as it is may be."""
    pairs = tuple(chain.from_iterable(pairwise(line) for line in _lines(layout)))
    slots = [(label.label, slot) for label, slot in pairs if isinstance(label, Label) and isinstance(slot, Slot)]
    taken: dict[str, str] = {slot.field: label for label, slot in slots if slot.field != PARTICULAR}
    kept = (label for label, slot in slots if slot.field == PARTICULAR)
    columns = tuple(column for table in layout.tables for column in table.indicators)
    others = (column.label for column in columns if column.key is IndicatorKey.OTHER)
    used = {column.key.value: column.label for column in columns}
    return dict(chain(_hints(kept, lexicon.fields, taken), _hints(others, lexicon.columns, used)))


def _lines(layout: Layout) -> Iterator[tuple[Spec, ...]]:
    for block in layout.blocks:
        if isinstance(block, Line):
            yield block.line
        elif isinstance(block, Group):
            yield from block.lines


def _hints(labels: Iterable[str], known: Mapping[str, str], taken: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield labels with what to think of them; `known` says what the words mean that it is compared with."""
    for label in labels:
        field = _meant(bare(label).removeprefix(_OF_WHICH), known)
        if field is None:
            continue
        if field in taken:
            yield label, f"“{label}”像是 {field}，而“{taken[field]}”已经归入那一栏"
        else:
            yield label, f"不认识的标签“{label}”，像是 {field}，是就改成它；不改"


def _meant(word: str, known: Mapping[str, str]) -> str | None:
    exact = known.get(word)
    like = [word] if exact else get_close_matches(word, (one for one in known if _OF_WHICH not in one), 1, _ALIKE)
    return known[like[0]].partition(":")[0] if like else None
