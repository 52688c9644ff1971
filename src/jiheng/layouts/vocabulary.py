"""The printed words of one layout: which text is a label, and of what.

Knows the layout's words, not where they stand. A label may carry the money unit in brackets, a trailing colon, or, in
careless exports, its value in the same cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import (
    Block,
    Group,
    Heading,
    IndicatorColumn,
    Label,
    Layout,
    Line,
    ListColumn,
    Plan,
    Rows,
    Sentence,
    Slot,
    Spec,
)
from jiheng.layouts.templates import match
from jiheng.model import Kind, Stage
from jiheng.values.dates import YEARS
from jiheng.values.divisions import provinces_in
from jiheng.values.money import YUAN_IN
from jiheng.values.wording import plain

_ANY_UNIT = "|".join(sorted(YUAN_IN, key=len, reverse=True))
_UNIT = re.compile(rf"\(({_ANY_UNIT})\)$")
_SEAL = re.compile(r"\((?:加?盖)?[公签]?章\)$")
_ORDINAL = re.compile(r"^(?:\d+|[一二三四五六七八九十]+)[.、]")
_PRINTED_YEAR = re.compile(r"\(?(\d{4})(?:年度?\)?|\))|(?:预算|所属|填报|申报|绩效)?年度:?(\d{4})年?")
_ANNEX = re.compile(r"^附(?:件|表)\d*[:.、-]?")
_LEADING_YEAR = re.compile(r"^(\d{4})年度?")
_TRAILING_YEAR = re.compile(r"\((\d{4})年度?\)$")
_TABLE_NUMBER = re.compile(r"\((?:公开|附|预算)?\d{1,3}表?\)$|-?公开\d{1,3}表$")
_YEAR = re.compile(r"(?<![\d~至—-])(\d{4})年(?!\d|度?[~至—-])")
_CHINESE_YEAR = re.compile(r"[二两][〇零○O0][一二三四五六七八九〇零○O0]{2}(?=年)")
_DIGITS = str.maketrans("〇零○O一二两三四五六七八九", "00001223456789")
_MONEY_UNIT = re.compile(rf"(?:金额|计量|货币)?单位:({_ANY_UNIT})")
_NAMING = ("名称", "编码", "代码")
_SEPARATOR = re.compile(r"[\s:：]+")


_LONGEST_TITLE = 60
_SOME_TITLE = re.compile(
    r"(?:\d{1,3}[.、])?[^,.。;:]{0,30}(?:绩效|自评|监控|评价|申报)[^,.。;:]{0,14}表(?:\(.{0,12}\))?"
)
_LATER_STAGE = re.compile(r"(?:自评|监控|评价|完成情况|执行情况)(?:情况|结果|评分)?(?:申报|填报)?表")


class Word(StrEnum):
    """What a piece of text is in a layout."""

    FIELD = "field"
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed word of the layout."""

    word: Word
    key: str
    weak: bool = False


class Vocabulary:
    """Look up what a printed text is in one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.entries: dict[str, Entry] = {}
        for text, entry in _entries(layout):
            self.entries.setdefault(bare(text), entry)
        self.labels = _labels(layout)
        sentences = [block for block in layout.blocks if isinstance(block, Sentence)]
        self.sentences = tuple(text for block in sentences for text in (block.sentence, *block.also))

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
        return self._fused(piece) or Token(piece, Word.CONTENT)

    def _fused(self, piece: Piece) -> Token | None:
        """Split a label from a value that a lost tab left in the same cell."""
        for separator in _SEPARATOR.finditer(piece.text[:40]):
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


def words_of(layout: Layout) -> Vocabulary:
    """Return the words of a layout, built once for each layout."""
    found = _BUILT.get(layout.id)
    if found is None or found.layout is not layout:
        found = _BUILT[layout.id] = Vocabulary(layout)
    return found


_BUILT: dict[str, Vocabulary] = {}


def printed_words(rows: Iterable[Row]) -> frozenset[str]:
    """Return the normal forms of all short texts, whole and, for a label fused with its value, their heads."""
    found = set()
    for piece in (piece for row in rows for piece in row.filled):
        found.add(bare(piece.plain))
        for separator in _SEPARATOR.finditer(piece.text[:40]):
            found.add(bare(piece.text[: separator.start()]))
    return frozenset(found)


def bare(text: str) -> str:
    """Return the normal form of a label without what sites add to it: an ordinal, a colon, a unit, a seal, a star.

    >>> bare("一、总体绩效目标："), bare("*部门预算总额（万元）"), bare("单位名称（盖章）")
    ('总体绩效目标', '部门预算总额', '单位名称')
    """
    words = _UNIT.sub("", plain(text).rstrip(":")).strip("*★")
    return _ORDINAL.sub("", _SEAL.sub("", words))


def is_title(layout: Layout, piece: Piece) -> bool:
    """Tell whether the piece is the printed title of this layout.

    A year before or behind it, quotes, the number of the annex or the table and, before the word 表, the unit's name do
    not matter.
    """
    text = _LEADING_YEAR.sub("", _ANNEX.sub("", _dated(piece.plain.strip('"《》'))))
    text = _TRAILING_YEAR.sub("", _TABLE_NUMBER.sub("", text))
    if len(text) > _LONGEST_TITLE:
        return False
    titles = (layout.title.text, *layout.title.also)
    return any(match(plain(title), text) is not None or _ends_with(text, plain(title)) for title in titles)


def looks_like_title(text: str) -> bool:
    """Tell whether a line of its own looks like the title of some performance form."""
    return _SOME_TITLE.fullmatch(plain(text)) is not None


def is_akin(layout: Layout, text: str) -> bool:
    """Tell whether an unknown title speaks of what the layout's form is: a unit's or a project's goals."""
    words = plain(text)
    overall = "整体" in words
    return "目标" in words and overall == (layout.kind is Kind.OVERALL) and not contradicts(layout, words)


def contradicts(layout: Layout, title: str) -> bool:
    """Tell whether a title names another stage of the year, or another province, than the layout's."""
    words = plain(title)
    other_stage = layout.stage is Stage.GOAL and _LATER_STAGE.search(words) is not None
    return other_stage or bool(provinces_in(words) - {layout.region[:2]})


def year_of(text: str) -> int | None:
    """Return the year of a line that says nothing but a year, such as （2023年度）.

    >>> year_of("(2023年度)"), year_of("二〇二三年度"), year_of("2023年工作要点")
    (2023, 2023, None)
    """
    found = _PRINTED_YEAR.fullmatch(_dated(plain(text)))
    return _plausible(found[1] or found[2]) if found else None


def title_year(layout: Layout, text: str) -> int | None:
    """Return the one year that a printed title carries; where it names a project, only one in brackets behind it."""
    named = "{}" in layout.title.text
    found = set((_TRAILING_YEAR if named else _YEAR).findall(_dated(plain(text))))
    return _plausible(found.pop()) if len(found) == 1 else None


def money_unit_of(text: str) -> str | None:
    """Return the unit of a line that says nothing but the money unit.

    >>> money_unit_of("金额单位：万元")
    '万元'
    """
    found = _MONEY_UNIT.fullmatch(plain(text).strip("()"))
    return found[1] if found else None


def _ends_with(text: str, title: str) -> bool:
    return title.endswith("表") and "{" not in title and text.endswith(title)


def _dated(text: str) -> str:
    """Write a year in Chinese numerals with digits."""
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)


def _plausible(year: str) -> int | None:
    return int(year) if int(year) in YEARS else None


def _entries(layout: Layout) -> Iterator[tuple[str, Entry]]:
    """Yield every printed word with what it is."""
    for block in layout.blocks:
        yield from _block(block)
    yield from _table_words(layout)
    yield from ((text, Entry(Word.HEADING, "")) for text in layout.also_printed)


def _block(block: Block) -> Iterator[tuple[str, Entry]]:
    if isinstance(block, Line):
        yield from _line(block.line, Word.HEADING)
    elif isinstance(block, Group):
        yield from _variants(block.side, Entry(Word.SIDE, _remainder(block)))
        for line in block.lines:
            yield from _line(line, Word.SIDE)
    elif isinstance(block, Rows):
        yield from _variants(block.side, Entry(Word.SIDE, ""))
        for at, column in enumerate(block.columns):
            yield from _list_column(column, at)
    elif isinstance(block, Plan):
        yield from _variants(block.plan, Entry(Word.PLAN, ""))
        yield from ((by, Entry(Word.PLAN_DATE, by)) for by in block.by)
    elif isinstance(block, Heading):
        yield from ((text, Entry(Word.HEADING, "")) for text in (block.heading, *block.also))


def _labels(layout: Layout) -> dict[str, frozenset[str]]:
    """Map the official words of every label outside the indicator table to the normal forms of its variants."""
    found: dict[tuple[Word, str], list[str]] = {}
    for text, entry in _entries(layout):
        if entry.word in (Word.FIELD, Word.LIST, Word.PLAN) or (entry.word is Word.SIDE and entry.key):
            found.setdefault((entry.word, entry.key), []).append(text)
    for block in layout.blocks:
        if isinstance(block, Heading):
            found[(Word.HEADING, block.heading)] = [block.heading, *block.also]
    return {variants[0]: frozenset(map(bare, variants)) for variants in found.values()}


def _table_words(layout: Layout) -> Iterator[tuple[str, Entry]]:
    table = layout.indicators
    if table is None:
        return
    if table.heading is not None:
        yield from _variants(table.heading, Entry(Word.HEADING, ""))
    for column in table.indicators:
        yield from _variants(column, Entry(Word.COLUMN, column.key))


def _line(specs: tuple[Spec, ...], alone: Word) -> Iterator[tuple[str, Entry]]:
    label: Label | None = None
    for spec in specs:
        if isinstance(spec, Label):
            label = spec
        elif label is not None:
            yield from _variants(label, Entry(Word.FIELD, spec.field))
            label = None
    if label is not None:
        yield from _variants(label, Entry(alone, ""))


def _list_column(column: ListColumn, at: int) -> Iterator[tuple[str, Entry]]:
    yield from _variants(column, Entry(Word.LIST, str(at)))
    if column.under is not None:
        yield column.under, Entry(Word.UNDER, column.under)


def _variants(label: Label | ListColumn | IndicatorColumn, entry: Entry) -> Iterator[tuple[str, Entry]]:
    yield label.label, entry
    for text in label.also:
        yield text, Entry(entry.word, entry.key, weak=_is_weak(text))


def _is_weak(text: str) -> bool:
    """Short variants of money labels (基本支出) may as well be the words of a task."""
    return plain(text).endswith(("支出", "资金"))


def _remainder(group: Group) -> str:
    """Return the field of the slot that no label claims."""
    for line in group.lines:
        if isinstance(line[0], Slot):
            return line[0].field
    return ""
