"""The printed words of one layout: which text is a label, and of what.

Knows the layout's words, not where they stand. A label may carry the money unit in brackets, a trailing colon, or, in
careless exports, its value in the same cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from jiheng.layouts.blocks import Heading, Label, Sentence
from jiheng.layouts.entries import Entry, Word, block_words, entries_of, usual_entries
from jiheng.layouts.nearness import Near
from jiheng.layouts.periods import without_period
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import match
from jiheng.layouts.titles import is_akin, is_title, looks_like_title, year_of
from jiheng.values.lookalikes import with_ones
from jiheng.values.money import YUAN_IN, money_unit_of
from jiheng.values.wording import plain

_ANY_UNIT = "|".join(sorted(YUAN_IN, key=len, reverse=True))
_UNIT = re.compile(rf"\(({_ANY_UNIT})\)(?:\([\d.]+分\))?$")
_SEAL = re.compile(r"\((?:加?盖)?[公签]?章\)$")
_COUNTED = re.compile(r"(?<=目标)[1-9一二三四五六七八九]?(?:\([\d.]+分\))?$")
_ORDINAL = re.compile(r"^(?:\d+|[一二三四五六七八九十]+)[.、]")
_YEARS = re.compile(r"\((?:\d{4}|20[xX*]{2})[^()]{0,16}\)$")
_NAMING = ("名称", "编码", "代码")
_FEW = 3
_SHORTEST_LABEL = 4
_LONGEST_HEAD = 40
_SEPARATOR = re.compile(r"[\s:：]+")
_LABELS = (Word.FIELD, Word.HEADED, Word.FUNDS, Word.FUND_COLUMN, Word.LIST, Word.PLAN)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece and what it is. `key` says which field, list column or indicator column; `rest` is a fused value.

    `unit` is the money unit printed in the label; `weak` marks a short variant that may also be ordinary words.
    """

    piece: Piece
    word: Word
    key: str = ""
    rest: str | None = None
    unit: str | None = None
    weak: bool = False


class Vocabulary:
    """Look up what a printed text is in one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.entries: dict[str, Entry] = {}
        self.columns: dict[str, str] = {}
        self.alike: dict[str, list[str]] = {}
        every = [column for table in layout.tables for column in table.indicators]
        self.unders = {bare(column.under) for column in every if column.under is not None}
        for text, entry in entries_of(layout):
            if entry.word is Word.COLUMN:
                self.columns.setdefault(bare(text), entry.key)
                self.alike.setdefault(bare(text), []).append(entry.key)
            self.entries.setdefault(bare(text), entry)
        for text, entry in usual_entries(layout, {(entry.word, entry.key) for entry in self.entries.values()}):
            if bare(text) in self.unders:
                continue
            if entry.word is Word.COLUMN:
                self.columns.setdefault(bare(text), entry.key)
            self.entries.setdefault(bare(text), entry)
        self.words = frozenset(self.entries)
        self.column_words = frozenset(self.columns)
        self.usual_fields = frozenset(
            text for text, entry in self.entries.items() if entry.usual and entry.word is Word.FIELD
        )
        self.near, self.near_columns = Near(self.entries), Near(self.columns)
        self.repeated = _repeated(layout)
        self.levels = frozenset(map(plain, layout.level_names))
        # So many labels in a row are a header; where there are hardly more in all, one of them may be astray.
        self.needed = 3 if any(len(table.indicators) > _FEW for table in layout.tables) else 2
        self.beside = any(table.beside for table in layout.tables)
        self.labels = _labels(layout, self.entries)
        said = (block for block in layout.blocks if isinstance(block, Sentence))
        self.sentences = tuple(text for block in said for text in (block.sentence, *block.also))

    def column(self, piece: Piece) -> str | None:
        """Return the id of the indicator column that the piece is the label of, whatever else it may be."""
        return self.columns.get(bare(piece.plain))

    def columns_of(self, piece: Piece) -> tuple[str, ...]:
        """Return the ids of all columns that bear this label, in order; two columns may be called 分值."""
        word = bare(piece.plain)
        first = self.columns.get(word)
        return tuple(self.alike.get(word, ())) or ((first,) if first is not None else ())

    def meant_column(self, piece: Piece) -> str | None:
        """Return the label that a text, which is none, looks like or is one character off; None for two meanings.

        What is typed means what its last character says: 完成率 is no slip of 完成值.
        """
        word = bare(with_ones(piece.plain))
        alike = word if word in self.columns else self.near_columns.alike(word)
        if alike is not None:
            return alike
        near = sorted(one for one in self.near_columns.near(word) if piece.seen or one[-1] == word[-1])
        return near[0] if len({self.columns[one] for one in near}) == 1 else None

    def is_usual(self, piece: Piece) -> bool:
        """Tell whether the piece is a label of the layout only by the usage of the country."""
        entry = self.entries.get(bare(piece.plain))
        return entry is not None and entry.usual

    def is_heading(self, piece: Piece) -> bool:
        """Tell whether the piece is printed over or beside columns of the indicator table."""
        word = bare(piece.plain)
        entry = self.entries.get(word) or self.entries.get(uncounted(word))
        return word in self.unders or (entry is not None and entry.word in (Word.SIDE, Word.HEADING))

    def may_be_label(self, piece: Piece) -> bool:
        """Tell at little cost whether `token` may find a label, whole, fused or misread: most texts show none."""
        text = piece.plain[:_LONGEST_HEAD]
        fused = _SEPARATOR.search(piece.text[:_LONGEST_HEAD]) or any(word in text for word in _NAMING)
        return bool(fused) or piece.seen or bare(piece.plain) in self.entries

    def token(self, piece: Piece) -> Token:
        """Classify one piece."""
        entry = self.entries.get(bare(piece.plain))
        if entry is not None:
            unit = _UNIT.search(piece.plain.rstrip(":"))
            return Token(piece, entry.word, entry.key, unit=unit[1] if unit else None, weak=entry.weak)
        if is_title(self.layout, piece) or (looks_like_title(piece.text) and is_akin(self.layout, piece.text)):
            return Token(piece, Word.TITLE)
        if year_of(piece.plain) is not None:
            return Token(piece, Word.YEAR)
        if money_unit_of(piece.text) or any(match(sentence, piece.text) for sentence in self.sentences):
            return Token(piece, Word.SENTENCE)
        return self._fused(piece) or self._slipped(piece) or Token(piece, Word.CONTENT)

    def in_turn(self, token: Token, seen: Counter[str]) -> Token:
        """Return what a label means that the form prints several times: its first slot, its second, and so on.

        `seen` counts how often each such label has been met.
        """
        word = bare(token.piece.text.removesuffix(token.rest or ""))
        keys = self.repeated.get(word) if token.word is Word.FIELD else None
        if keys is None:
            return token
        seen[word] += 1
        return replace(token, key=keys[min(seen[word], len(keys)) - 1])

    def _slipped(self, piece: Piece) -> Token | None:
        """Return what a label is that looks like this text, or that a recogniser saw with one character wrong."""
        word = bare(piece.plain)
        if not _SHORTEST_LABEL <= len(word) <= _LONGEST_HEAD:
            return None
        meant = self.near.alike(word) or (self.near.one_off(word) if piece.seen else None)
        entry = self.entries[meant] if meant is not None else None
        return Token(piece, entry.word, entry.key) if entry is not None and not entry.weak else None

    def _fused(self, piece: Piece) -> Token | None:
        """Split a label from a value that a lost tab left in the same cell."""
        for separator in _SEPARATOR.finditer(piece.text[:_LONGEST_HEAD]):
            head, rest = piece.text[: separator.start()], piece.text[separator.end() :]
            entry = self.entries.get(bare(head))
            if entry is not None and entry.word is Word.FIELD and not entry.weak and rest:
                unit = _UNIT.search(plain(head))
                return Token(piece, Word.FIELD, entry.key, rest=rest, unit=unit[1] if unit else None)
        return self._glued(piece)

    def _glued(self, piece: Piece) -> Token | None:
        """Split 单位名称 and its like from a name that follows without any gap."""
        longest = min(len(piece.text), 20) if any(word in piece.plain[:20] for word in _NAMING) else 0
        for end in range(longest - 1, 3, -1):
            head = bare(piece.text[:end])
            entry = self.entries.get(head) if head.endswith(_NAMING) else None
            if entry is not None and entry.word is Word.FIELD:
                return Token(piece, Word.FIELD, entry.key, rest=piece.text[end:].strip())
        return None


@lru_cache(maxsize=256)
def words_of(layout: Layout) -> Vocabulary:
    """Return the words of a layout, built once for each layout."""
    return Vocabulary(layout)


def printed_words(rows: Iterable[Row]) -> frozenset[str]:
    """Return the normal forms of all short texts, whole and, for a label fused with its value, their heads."""
    found = set()
    for piece in (piece for row in rows for piece in row.filled):
        found.add(bare(piece.plain))
        if _SEPARATOR.search(piece.text, 0, _LONGEST_HEAD) is not None:
            separators = _SEPARATOR.finditer(piece.text, 0, _LONGEST_HEAD)
            found.update(bare(piece.text[: separator.start()]) for separator in separators)
    return frozenset(found)


def variants(label: Label | None) -> frozenset[str]:
    """Return the normal forms of a label and its variants; none for no label."""
    return frozenset(map(bare, (label.label, *label.also))) if label is not None else frozenset()


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Return the normal form of a label without what sites add to it: an ordinal, a colon, a unit, a seal, a star.

    The years behind it do not matter, nor which months of the year it names.

    >>> bare("一、总体绩效目标："), bare("*部门预算总额（万元）"), bare("单位名称（盖章）")
    ('总体绩效目标', '部门预算总额', '单位名称')
    """
    words = plain(text).rstrip(":")
    if ")" not in words:
        return without_period(_ORDINAL.sub("", words.strip("*★")))
    words = _UNIT.sub("", words).strip("*★")
    return without_period(_YEARS.sub("", _ORDINAL.sub("", _SEAL.sub("", words))))


def uncounted(word: str) -> str:
    """Return the label of a block without its number and its points.

    >>> uncounted("年度绩效目标2(30分)"), uncounted("年度绩效目标")
    ('年度绩效目标', '年度绩效目标')
    """
    return _COUNTED.sub("", word) if "目标" in word else word


def _repeated(layout: Layout) -> dict[str, tuple[str, ...]]:
    """Return the labels that stand before several slots, with the keys of those slots in their order."""
    keys: dict[str, list[str]] = {}
    for text, entry in entries_of(layout):
        if entry.word is Word.FIELD and entry.key not in keys.setdefault(bare(text), []):
            keys[bare(text)].append(entry.key)
    return {text: tuple(found) for text, found in keys.items() if len(found) > 1}


def _labels(layout: Layout, entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    """Map the official words of every label outside the indicator table to the normal forms of its variants."""
    found: dict[tuple[Word, str], list[str]] = {}
    for text, entry in chain.from_iterable(map(block_words, layout.demanded)):
        if entry.word in _LABELS or (entry.word is Word.SIDE and entry.key):
            found.setdefault((entry.word, entry.key), []).append(text)
    for text, entry in entries.items():
        if entry.usual and (entry.word, entry.key) in found:
            found[(entry.word, entry.key)].append(text)
    for block in (one for one in layout.blocks if isinstance(one, Heading)):
        found[(Word.HEADING, block.heading)] = [block.heading, *block.also]
    return {variants[0]: frozenset(map(bare, variants)) for variants in found.values()}
