"""Slips of the pen: confused characters, doubled words, stray English. Each with what was probably meant, and why.

Two ways lead to a slip: the list of known ones, and a word of the field with one character replaced by one that sounds
or looks like it, where neither neighbour makes a word with that character. Grammar is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jiheng.language.lexicon import alternation, lexicon, words
from jiheng.language.spans import Span


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip: where it stands, what is printed, what is proposed instead, and why (Chinese, for the clerk)."""

    span: Span
    found: str
    proposed: str
    why: str


def confusables(text: str | None) -> tuple[Slip, ...]:
    """Return the characters that were probably confused, in the order of the text.

    >>> [(slip.found, slip.proposed) for slip in confusables("签定合同，绩效目标完成律≥95%")]
    [('签定', '签订'), ('完成律', '完成率')]
    >>> confusables("签订合同，完成绿化面积3亩")
    ()
    """
    return _confusables(text) if text else ()


def doubled(text: str | None) -> tuple[Slip, ...]:
    """Return the characters and words that are printed twice.

    >>> [slip.found for slip in doubled("保障单位位各项支出，拨付东山宾馆东山宾馆补助")]
    ['单位位', '东山宾馆东山宾馆']
    >>> doubled("天天有人查，单位位于城东，做好工作作风建设")
    ()
    """
    return tuple(sorted(_doubled(text), key=lambda slip: slip.span.start)) if text else ()


def foreign_words(text: str | None) -> tuple[Slip, ...]:
    """Return English words that belong to no name: and, of, null. Names of systems and units of measure are none.

    >>> [slip.found for slip in foreign_words("企业 and 协会使用OA系统")]
    ['and']
    """
    said = text or ""
    if not _LATIN.search(said):
        return ()
    return tuple(
        Slip(Span(*found.span()), found[0], _IN_CHINESE.get(found[0].lower(), ""), "中文里夹了外文词")
        for found in _foreign().finditer(said)
    )


_LATIN = re.compile("[A-Za-z]")
_IN_CHINESE = {"and": "和", "or": "或"}
_HAN = r"[\u4e00-\u9fff]"
_TWICE = re.compile(rf"({_HAN})\1")
_REPEATED = re.compile(rf"({_HAN}{{3,12}})\1")
_ONE_SOUND, _ONE_LOOK = "读音相同", "字形相近"
# 全市市级, 村村民: names of places join words that begin like them.
_PLACES = frozenset("省市县区乡镇村街国校院部组人的了")
# So frequent beside any word that they were hardly typed for another character: 办公是为了服务.
_GRAMMAR = frozenset("的是在和与及或为有以对等各本该由已不于而并其之将把被让使从到也都则但更最很个一二三两我了上下中内")
_NUMERALS = frozenset("一二三四五六七八九十百千万两几数")
_CONTEXT = 12
_SHORTEST, _LONGEST = 3, 8


# The same explanations stand on every form.
@lru_cache(maxsize=2048)
def _confusables(text: str) -> tuple[Slip, ...]:
    known = list(_known(text))
    spans = [slip.span for slip in known]
    guessed = [slip for slip in _guessed(text) if not any(slip.span.meets(span) for span in spans)]
    return tuple(sorted(known + guessed, key=lambda slip: slip.span.start))


@dataclass(frozen=True, slots=True)
class _Confusion:
    right: str
    behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def holds(self, text: str, start: int, end: int) -> bool:
        ahead, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
        if self.unless and (ahead.endswith(self.unless) or after.startswith(self.unless)):
            return False
        return (not self.behind or after.startswith(self.behind)) and (not self.before or ahead.endswith(self.before))


def _known(text: str) -> Iterator[Slip]:
    for found in _wrong().finditer(text):
        confusion = _confusions()[found[0]]
        if confusion.holds(text, *found.span()):
            yield Slip(Span(*found.span()), found[0], confusion.right, f"“{found[0]}”应为“{confusion.right}”")


@lru_cache
def _confusions() -> Mapping[str, _Confusion]:
    return {wrong: _confusion(listed) for wrong, listed in lexicon("confusions").groups.items()}


def _confusion(listed: tuple[str, ...]) -> _Confusion:
    right, *conditions = listed
    said = dict(condition.split("=", 1) for condition in conditions)
    return _Confusion(right, **{name: tuple(listed.split("|")) for name, listed in said.items()})


@lru_cache
def _wrong() -> re.Pattern[str]:
    return alternation(_confusions())


def _guessed(text: str) -> Iterator[Slip]:
    """Yield words of the field with one character replaced: two characters of them stand right beside each other."""
    gapped = _gapped()
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if pair in gapped.heads:
            for length in gapped.heads[pair]:
                yield from _one_off(text, at, range(2, length), length)
        if pair in gapped.tails:
            for length in gapped.tails[pair]:
                yield from _one_off(text, at + 2 - length, range(min(2, length - 2)), length)


def _one_off(text: str, start: int, gaps: range, length: int) -> Iterator[Slip]:
    """Yield the word that stands from `start` on but for one character, at one of the places `gaps`."""
    found = text[start : start + length] if start >= 0 else ""
    gapped = _gapped()
    if len(found) < length or found in gapped.whole:
        return
    for gap in gaps:
        if found[gap] in _GRAMMAR:
            continue
        for word in gapped.words.get(_with_gap(found, gap), ()):
            why = _alike(found[gap], word[gap])
            if why is not None and not _makes_a_word(text, start + gap):
                yield Slip(Span(start, start + length), found, word, f"“{found}”疑为“{word}”：{why}")


@dataclass(frozen=True, slots=True)
class _Gapped:
    """The words of the field: whole, by all but one of their characters, and their lengths by first and last pair."""

    whole: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[int, ...]]
    tails: Mapping[str, tuple[int, ...]]


@lru_cache
def _gapped() -> _Gapped:
    listed = _vocabulary()
    words_by_gap: dict[str, tuple[str, ...]] = {}
    heads: dict[str, tuple[int, ...]] = {}
    tails: dict[str, tuple[int, ...]] = {}
    for word in listed:
        for gap in _gaps(word):
            key = _with_gap(word, gap)
            words_by_gap[key] = (*words_by_gap.get(key, ()), word)
        for ends, pair in ((heads, word[:2]), (tails, word[-2:])):
            if len(word) not in ends.get(pair, ()):
                ends[pair] = (*ends.get(pair, ()), len(word))
    return _Gapped(frozenset(listed), words_by_gap, heads, tails)


def _gaps(word: str) -> range:
    """Return the places of a word that a slip may have changed; 任务数 and 任务书, 用水量 and 涌水量 are all words."""
    if len(word) > _SHORTEST or word[-1] in _FIRM_ENDINGS:
        return range(len(word))
    return range(0 if word[-1] in _COUNTING_ENDINGS else 2)


_FIRM_ENDINGS, _COUNTING_ENDINGS = "率度费", "数量"


def _with_gap(word: str, gap: int) -> str:
    return f"{word[:gap]}\0{word[gap + 1 :]}"


def _alike(found: str, meant: str) -> str | None:
    if not _sounds().get(found, frozenset()).isdisjoint(_sounds().get(meant, frozenset())):
        return _ONE_SOUND
    return _ONE_LOOK if not _looks().get(found, frozenset()).isdisjoint(_looks().get(meant, frozenset())) else None


def _makes_a_word(text: str, at: int) -> bool:
    """Tell whether the character makes a common word with the one before or behind it: 绿 in 完成绿化."""
    return is_word(text[max(0, at - 1) : at + 1]) or is_word(text[at : at + 2])


@lru_cache
def _vocabulary() -> tuple[str, ...]:
    """Return the words of the field: the list of them, and what the lists of natures name."""
    listed = dict.fromkeys([*words("vocabulary"), *words("natures")])
    return tuple(word for word in listed if _SHORTEST <= len(word) <= _LONGEST)


def is_word(pair: str) -> bool:
    """Tell whether two characters are a common Chinese word.

    >>> is_word("绿化"), is_word("位各")
    (True, False)
    """
    return len(pair) == 2 and pair[1] in _general().get(pair[0], ())


@lru_cache
def _general() -> Mapping[str, frozenset[str]]:
    return {first: frozenset(seconds) for first, seconds in lexicon("general").groups.items()}


@lru_cache
def _sounds() -> Mapping[str, frozenset[str]]:
    return _groups_of("sounds")


@lru_cache
def _looks() -> Mapping[str, frozenset[str]]:
    return _groups_of("shapes")


def _groups_of(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group, characters in lexicon(name).groups.items():
        for character in characters:
            found[character] = found.get(character, frozenset()) | {group}
    return found


def _doubled(text: str) -> Iterator[Slip]:
    whole = [Span(*found.span()) for found in _REPEATED.finditer(text)]
    for span in whole:
        said = span.of(text)
        yield Slip(span, said, said[: len(said) // 2], "同一个词连写了两遍")
    for found in _TWICE.finditer(text):
        if not any(span.start <= found.start() < span.end for span in whole) and _is_doubled(text, found.start()):
            start = found.start() - 1
            yield Slip(
                Span(start, found.end()), text[start : found.end()], text[start : found.end() - 1], "多写了一个字"
            )


def _is_doubled(text: str, at: int) -> bool:
    """Tell 单位位各项 from 单位位于: a word ends in the first, and no word begins with the second; 干干净净 is one."""
    twice = text[at]
    if at == 0 or text[at - 1] == text[at - 2 : at - 1] or text[at - 1 : at + 2] in _reduplicated():
        return False
    if text[at - 1] in _NUMERALS or twice in _PLACES or twice * 2 in _reduplicated() or is_word(twice * 2):
        return False
    behind = text[at + 2 : at + 4]
    goes_on = re.match(_HAN, behind) is not None
    return is_word(text[at - 1 : at + 1]) and not is_word(text[at + 1 : at + 3]) and (not goes_on or is_word(behind))


@lru_cache
def _reduplicated() -> frozenset[str]:
    return frozenset(words("letters", "repeated", "coloured"))


@lru_cache
def _foreign() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, words("letters", "foreign")))
    return re.compile(rf"(?<![A-Za-z0-9_./-])(?:{listed})(?![A-Za-z0-9_./-])(?!\s[A-Za-z])", re.IGNORECASE)
