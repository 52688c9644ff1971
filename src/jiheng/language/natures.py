"""What sort of thing an indicator measures, by its name: a quantity, a quality, an effect, mere management, money.

Only sure answers: a name that the lexicon does not know, and whose value tells nothing, has no nature. Which level of
a region's scheme asks for which nature is a list of the printed names of levels; the scheme itself is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from jiheng.language.lexicon import lexicon
from jiheng.language.measures import counts_things
from jiheng.language.names import bare
from jiheng.model import Target, TargetKind
from jiheng.values.money import YUAN_IN


class Nature(StrEnum):
    """What an indicator measures. Several may hold: 报销及时性 is timeliness, and of management."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    COST = "cost"
    ECONOMIC = "economic"
    SOCIAL = "social"
    ECOLOGICAL = "ecological"
    SUSTAINABLE = "sustainable"
    SATISFACTION = "satisfaction"
    MANAGEMENT = "management"
    EXECUTION = "execution"
    SAVING = "saving"
    PAY = "pay"
    MONEY = "money"


Natures = frozenset[Nature]
_NOTHING: Final[Natures] = frozenset()
_MONEY_OR_COST: Final[Natures] = frozenset({Nature.MONEY, Nature.COST})


def nature(name: str | None, target: Target | None = None) -> Natures:
    """Return what the name, or else the sort of value, says that is measured; empty where neither is sure.

    >>> sorted(nature("费用报销及时性"))
    [<Nature.MANAGEMENT: 'management'>, <Nature.TIMELINESS: 'timeliness'>]
    >>> nature("道路维修长度") == {Nature.QUANTITY}, nature("年度工作")
    (True, frozenset())
    """
    return _by_name(bare(name)) or (_by_value(target) if target is not None else _NOTHING)


def asked_by(level: str | None) -> Natures:
    """Return which natures a printed level 1 or 2 admits; empty where it admits all or is not known.

    Effects are counted too (带动人数), so levels of effects admit quantities.

    >>> asked_by("时效指标") == {Nature.TIMELINESS}, asked_by("履职目标实现")
    (True, frozenset())
    """
    return level_natures().get(bare(level).removesuffix("指标"), _NOTHING)


@lru_cache
def level_natures() -> Mapping[str, Natures]:
    """Return the printed names of levels, without 指标, with the natures that they ask for."""
    return MappingProxyType(_inverted(lexicon("levels").groups.items()))


def is_survey(name: str | None) -> bool:
    """Tell whether a name is the asking for satisfaction, not the satisfaction: 满意度调查.

    >>> is_survey("家长满意度问卷"), is_survey("家长满意度")
    (True, False)
    """
    words = bare(name)
    return "满意" in words and words.endswith(("调查", "测评", "问卷", "回访", "调查率", "走访", "评议", "问卷调查"))


# A form has the same few names in many rules.
@lru_cache(maxsize=8192)
def _by_name(words: str) -> Natures:
    if not words:
        return _NOTHING
    endings = _endings()
    longest = (endings[words[start:]] for start in range(len(words)) if words[start:] in endings)
    found = next(longest, _NOTHING)
    return found | _by_parts(words)


def _by_parts(words: str) -> Natures:
    return frozenset(kind for part, kinds in _parts().items() if part in words for kind in kinds)


def _by_value(target: Target) -> Natures:
    """Take a date for a matter of time, counted things for a quantity, money for money or a cost."""
    if target.kind is TargetKind.DATE:
        return frozenset({Nature.TIMELINESS})
    if target.unit is None or target.kind not in (TargetKind.NUMBER, TargetKind.RANGE):
        return _NOTHING
    if target.unit in YUAN_IN:
        return _MONEY_OR_COST
    return frozenset({Nature.QUANTITY}) if counts_things(target.unit) else _NOTHING


@lru_cache
def _endings() -> Mapping[str, Natures]:
    return _inverted(_placed("ends"))


@lru_cache
def _parts() -> Mapping[str, Natures]:
    return _inverted(_placed("has"))


def _placed(place: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for group, listed in lexicon("natures").groups.items():
        kind, _, where = group.partition(".")
        if where == place:
            yield kind, listed


def _inverted(groups: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, Natures]:
    found: dict[str, Natures] = {}
    for kind, listed in groups:
        for word in listed:
            found[word] = found.get(word, _NOTHING) | {Nature(kind)}
    return found
