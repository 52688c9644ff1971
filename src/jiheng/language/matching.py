"""Which indicator measures which commitment, and what speaks of the same: both ways, with the words that they share.

Words are compared by pairs of characters after synonyms; units that count different things never match. Meaning beyond
shared words is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jiheng.language.commitments import Commitment
from jiheng.language.lexicon import alternation, lexicon
from jiheng.language.measures import same_measure
from jiheng.language.names import bare
from jiheng.model import Indicator, Target, TargetKind
from jiheng.values.compact import fold


@dataclass(frozen=True, slots=True)
class Pair:
    """A commitment and an indicator that speak of one thing, by their places in what was compared.

    `score` is out of a hundred, `words` are what they share. `agree` tells whether their numbers are equal, None where
    they cannot be compared.
    """

    commitment: int
    row: int
    score: int
    words: tuple[str, ...]
    agree: bool | None


@dataclass(frozen=True, slots=True)
class Matching:
    """All pairs, best first; the commitments without an indicator, and the indicators without a commitment."""

    pairs: tuple[Pair, ...]
    unmeasured: tuple[int, ...]
    untraced: tuple[int, ...]

    def of_commitment(self, at: int) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.commitment == at)

    def of_row(self, at: int) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.row == at)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of each of two texts the other speaks of, out of a hundred, and the words that they share."""

    of_first: int
    of_second: int
    words: tuple[str, ...]


def match(commitments: Sequence[Commitment], rows: Sequence[Indicator]) -> Matching:
    """Pair commitments with the indicators that measure them.

    >>> from jiheng.language.commitments import commitments
    >>> from jiheng.values.targets import parse_target
    >>> row = Indicator("产出指标", "数量指标", "参训人数", parse_target("≥500人次"))
    >>> match(commitments("培训村干部480人次"), [row]).pairs[0].agree
    False
    """
    named = [_key(bare(indicator.name)) for indicator in rows]
    pairs: list[Pair] = []
    for at, one in enumerate(commitments):
        said, core = _key(f"{one.verb or ''}{one.object}"), _key(one.object)
        for row, indicator in enumerate(rows):
            # Most rows share no word with a commitment; only the others are compared further.
            shared = _pairs_of(said) & _pairs_of(named[row])
            if shared and _tells(shared) and _can_measure(one, indicator.target):
                score = max(likeness(core, named[row]), likeness(said, named[row]))
                pairs += _pair((at, row), score, _phrases(shared, named[row]), (one.target, indicator.target))
    kept = _best(pairs)
    measured, traced = {pair.commitment for pair in kept}, {pair.row for pair in kept}
    return Matching(
        tuple(kept),
        tuple(at for at in range(len(commitments)) if at not in measured),
        tuple(at for at in range(len(rows)) if at not in traced),
    )


def is_named_by(one: Commitment, name: str | None) -> bool:
    """Tell whether a row of this name measures a commitment, whatever its target.

    >>> from jiheng.language.commitments import commitments
    >>> [commitment] = commitments("图书完好率达到95%")
    >>> is_named_by(commitment, "馆藏图书完好率"), is_named_by(commitment, "图书册数")
    (True, False)
    """
    named = _key(bare(name))
    said = (_key(one.object), _key(f"{one.verb or ''}{one.object}"))
    return any(_tells(_pairs_of(told) & _pairs_of(named)) and likeness(told, named) >= _SAME_NAME for told in said)


def topic_overlap(first: str | None, second: str | None) -> Overlap:
    """Compare what two texts speak of; words that stand in every form do not count.

    >>> topic_overlap("消防演练", "组织消防演练4次").of_first
    100
    >>> topic_overlap("办公电脑购置", "保障单位公用经费及时报销").words
    ()
    """
    one, other = _topic(bare(first)), _topic(bare(second))
    if not one or not other:
        return Overlap(0, 0, ())
    shared = one & other
    return Overlap(_hundredth(shared, one), _hundredth(shared, other), _phrases(shared, bare(first)))


def speak_alike(first: str | None, second: str | None) -> bool:
    """Tell whether two texts share a word, or two words for one thing, that does not stand in every form.

    >>> speak_alike("办公电脑购置", "采购计算机20台"), speak_alike("道路绿化", "保障工作开展")
    (True, False)
    """
    return not _topic(bare(first)).isdisjoint(_topic(bare(second)))


def says_something(text: str | None) -> bool:
    """Tell whether a text has a word that does not stand in every form.

    >>> says_something("消防演练次数"), says_something("任务完成率")
    (True, False)
    """
    return bool(_topic(bare(text)))


def same_number(one: Target | None, other: Target | None) -> bool | None:
    """Tell whether two targets aim at the same number, whatever multiple it is printed in; None where not comparable.

    >>> from jiheng.values.targets import parse_target
    >>> same_number(parse_target("1.2万人"), parse_target("≥12000人"))
    True
    """
    if one is None or other is None or one.value is None or other.value is None:
        return None
    first, second = _scaled(one), _scaled(other)
    if first[1] != second[1] and same_measure(first[1], second[1]) is not True:
        return None
    return first[0] == second[0] and one.upper == other.upper


def likeness(one: str, other: str) -> int:
    """Return how much of the shorter the longer says, less where it says much more besides.

    >>> likeness("设备利用率", "设备使用率"), likeness("设备利用率", "参训率")
    (50, 0)
    """
    first, second = _pairs_of(one), _pairs_of(other)
    if not first or not second:
        return 100 if one and one == other else 0
    shared = len(first & second)
    inside = shared / min(len(first), len(second))
    both = 2 * shared / (len(first) + len(second))
    return round(100 * (0.7 * inside + 0.3 * both))


_ENOUGH = 60
_SAME_NAME = 92
_CLEARLY_WORSE = 25


def _pair(
    where: tuple[int, int], score: int, words: tuple[str, ...], targets: tuple[Target | None, Target | None]
) -> Iterator[Pair]:
    """Yield the pair of a commitment and a row where their words, or their words and numbers, are alike enough."""
    agree = same_number(*targets)
    score = min(100, score + _AGREEING) if agree and score >= _ENOUGH - _AGREEING else score
    if score >= _ENOUGH:
        yield Pair(*where, score, words, agree)


_AGREEING = 15


def _can_measure(one: Commitment, target: Target | None) -> bool:
    """Hold numbers to numbers of a like unit, and what is to be done by a day to anything but money."""
    if target is None:
        return False
    if one.target is None:
        return target.unit not in ("元", "万元", "亿元")
    if target.value is None:
        return False
    return same_measure(_unit(one.target), _unit(target)) is not False


def _best(pairs: Sequence[Pair]) -> list[Pair]:
    """Keep the pairs that are, for their commitment and for their row, not clearly worse than another.

    Where a pair has equal numbers, others of the same commitment or row whose numbers differ speak of something else.
    """
    settled = [pair for pair in pairs if pair.agree]
    done, taken = {pair.commitment for pair in settled}, {pair.row for pair in settled}
    pairs = [
        pair for pair in pairs if pair.agree is not False or (pair.commitment not in done and pair.row not in taken)
    ]
    by_commitment: dict[int, int] = {}
    by_row: dict[int, int] = {}
    for pair in pairs:
        by_commitment[pair.commitment] = max(pair.score, by_commitment.get(pair.commitment, 0))
        by_row[pair.row] = max(pair.score, by_row.get(pair.row, 0))
    kept = [
        pair
        for pair in pairs
        if pair.score > by_commitment[pair.commitment] - _CLEARLY_WORSE
        and pair.score > by_row[pair.row] - _CLEARLY_WORSE
    ]
    return sorted(kept, key=lambda pair: (-pair.score, pair.commitment, pair.row))


def _tells(shared: frozenset[str]) -> bool:
    """Words that stand in every form do not make a pair by themselves."""
    return bool(shared - _common_pairs())


@lru_cache(maxsize=4096)
def _key(said: str) -> str:
    words = _synonyms().sub(lambda found: _canonical()[found[0]], said)
    left = _fillers().sub("", words)
    return left if len(left) >= 2 else words


@lru_cache(maxsize=4096)
def _topic(said: str) -> frozenset[str]:
    """Return the pairs of characters of a text but for common words and numbers."""
    words = _synonyms().sub(lambda found: _canonical()[found[0]], said)
    return frozenset(
        pair for part in re.split(r"[^\u4e00-\u9fffA-Za-z]+", _ordinary().sub("|", words)) for pair in _pairs_of(part)
    )


@lru_cache(maxsize=8192)
def _pairs_of(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _phrases(shared: frozenset[str], text: str) -> tuple[str, ...]:
    """Return the longest stretches of `text` of which every pair of characters is shared."""
    return tuple(dict.fromkeys(_stretches(shared, text)))


def _stretches(shared: frozenset[str], text: str) -> Iterator[str]:
    start: int | None = None
    for at in range(len(text)):
        if text[at : at + 2] in shared:
            start = at if start is None else start
        elif start is not None:
            yield text[start : at + 1]
            start = None


def _hundredth(part: frozenset[str], whole: frozenset[str]) -> int:
    return 100 * len(part) // len(whole)


def _unit(target: Target) -> str | None:
    return _scaled(target)[1] if target.value is not None else target.unit


def _scaled(target: Target) -> tuple[Decimal, str]:
    """Return the number in the plain unit: 1.2万户 is 12000 户, 3万元 is 30000 元."""
    value, unit = target.value or Decimal(0), fold(target.unit or "")
    for many, power in (("百万", 6), ("千万", 7), ("万", 4), ("亿", 8), ("千", 3)):
        if unit.startswith(many) and unit not in ("千米", "千克", "千瓦", "千瓦时"):
            return value.scaleb(power), unit[len(many) :]
    if unit in _PLACES:
        return value, "个"
    return value, unit if target.kind is not TargetKind.GRADE else ""


# 在6个乡镇设分馆 sets up 6: what is counted by its place is counted in 个 as well.
_PLACES = frozenset(("个村", "个社区", "个乡镇", "个镇", "个乡", "个县", "个市", "个单位", "个部门", "个项目", "个点"))


@lru_cache
def _canonical() -> dict[str, str]:
    groups = lexicon("synonyms").groups
    return {word: group for group, listed in groups.items() if group not in _LISTS for word in listed}


_LISTS = ("filler", "common")


@lru_cache
def _synonyms() -> re.Pattern[str]:
    return alternation(_canonical())


@lru_cache
def _fillers() -> re.Pattern[str]:
    return alternation(lexicon("synonyms").groups["filler"])


@lru_cache
def _ordinary() -> re.Pattern[str]:
    groups = lexicon("synonyms").groups
    return alternation((*groups["common"], *groups["filler"]))


@lru_cache
def _common_pairs() -> frozenset[str]:
    return frozenset(pair for word in lexicon("synonyms").groups["common"] for pair in _pairs_of(word))
