"""Which way an indicator is better, as far as its name tells: more, less, or exactly what was set.

A name that the lexicon does not know has no direction; a region's frame may know better.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from jiheng.language.lexicon import any_of, lexicon
from jiheng.language.names import bare


class Way(StrEnum):
    """Whether more or less is better, or only what was set (补助标准)."""

    UP = "up"
    DOWN = "down"
    AT_TARGET = "target"


_GROUPS = {"rising": Way.UP, "falling": Way.DOWN, "perverse": Way.DOWN, "target": Way.AT_TARGET}


@lru_cache(maxsize=4096)
def way(name: str | None) -> Way | None:
    """Return which way is better; of several endings that fit the longest tells: 不合格率 is no 合格率.

    >>> way("产品不合格率"), way("产品合格率"), way("困难学生资助标准"), way("维修面积")
    (<Way.DOWN: 'down'>, <Way.UP: 'up'>, <Way.AT_TARGET: 'target'>, None)
    """
    words = bare(name)
    endings = _endings()
    return next((endings[words[start:]] for start in range(len(words)) if words[start:] in endings), None)


@lru_cache(maxsize=4096)
def is_perverse(text: str | None) -> bool:
    """Tell whether a name or a description speaks of a bad thing happening, which nobody may aim to have more of.

    >>> is_perverse("接到投诉的概率"), is_perverse("投诉办结率"), is_perverse("接到投诉处理及时率")
    (True, False, False)
    """
    words = bare(text)
    if any_of("directions", "perverse.not").search(words) is not None:
        return False
    if any_of("directions", "perverse.has").search(words) is not None:
        return True
    return words.endswith(lexicon("directions").groups["perverse"])


@lru_cache(maxsize=4096)
def is_cost(name: str | None) -> bool:
    """Tell whether a name ends with what something costs, of which less is better where it is an amount of money.

    >>> is_cost("每公里改造费用"), is_cost("人均补助标准"), is_cost("节约成本")
    (True, False, False)
    """
    words = bare(name)
    if way(words) is Way.AT_TARGET or any_of("directions", "cost.not").search(words) is not None:
        return False
    return words.endswith(lexicon("directions").groups["cost"])


@lru_cache(maxsize=4096)
def is_change(name: str | None) -> bool:
    """Tell whether a name speaks of a change, which has no bounds: 产值增长率."""
    return any_of("directions", "changes").search(bare(name)) is not None


@lru_cache
def _endings() -> Mapping[str, Way]:
    groups = lexicon("directions").groups
    return {word: found for group, found in _GROUPS.items() for word in groups[group]}
