"""Which units go with which things: people are counted as 人, attendances as 人次, cars as 辆, areas as 平方米.

A name that the lexicon does not know goes with any unit, and the answer is None. How units are printed is known to
`values.units`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jiheng.language.lexicon import lexicon
from jiheng.language.names import bare
from jiheng.values.compact import fold
from jiheng.values.units import is_known_unit

_NOT_COUNTED = ("money", "share", "days")
_ANY = "any"


def unit_fits(name: str | None, unit: str | None) -> bool | None:
    """Tell whether a thing of this name is counted in this unit; None where the lexicon does not know.

    >>> unit_fits("公务用车监测数量", "次"), unit_fits("公务用车监测数量", "辆"), unit_fits("培训成果", "个")
    (False, True, None)
    """
    kinds = _kinds_of(bare(name))
    written = fold(unit or "")
    if not kinds or written not in _units():
        return None
    if not kinds.isdisjoint(_units()[written]):
        return True
    # 三批设备 counts devices, if roughly; a rate or an amount is counted in nothing.
    return None if written in lexicon("measures").groups["generic"] and kinds.isdisjoint(_NOT_COUNTED) else False


def units_for(name: str | None) -> tuple[str, ...]:
    """Return the units in which a thing of this name is counted, the most usual first; empty where unknown.

    >>> units_for("接待人次")[0]
    '人次'
    """
    kinds = _kinds_of(bare(name))
    listed = lexicon("measures").groups
    return tuple(dict.fromkeys(unit for kind in sorted(kinds) for unit in listed[f"units.{kind}"]))


def counts_things(unit: str) -> bool:
    """Tell whether a unit counts people, things, places or times; money, shares and time are not counted.

    >>> counts_things("台"), counts_things("%"), counts_things("万元"), counts_things("天")
    (True, False, False, False)
    """
    written = fold(unit)
    kinds = _units().get(written)
    if kinds is None:
        return is_known_unit(written) and written in _PLAIN_COUNTERS
    return kinds.isdisjoint(_NOT_COUNTED)


@lru_cache(maxsize=4096)
def same_measure(one: str | None, other: str | None) -> bool | None:
    """Tell whether two units can count the same thing: 场 and 期 can, 人 and 公里 cannot; None where one is unknown.

    >>> same_measure("场", "期"), same_measure("人", "公里"), same_measure("万元", "元"), same_measure(None, "次")
    (True, False, True, None)
    """
    first, second = fold(one or ""), fold(other or "")
    if not first or not second:
        return None
    if first == second:
        return True
    kinds, others = _units().get(first), _units().get(second)
    if kinds is None or others is None:
        return None
    return not kinds.isdisjoint(others) or (kinds | others) <= _PEOPLE


_PEOPLE = frozenset(("person", "visit", "times"))
_PLAIN_COUNTERS = frozenset("项处座间栋幢层块页字版卷集枚面艘头匹羽尾株棵盏根支把张")


@lru_cache(maxsize=4096)
def _kinds_of(name: str) -> frozenset[str]:
    """Return what is named by the longest known ending."""
    known = _names()
    kinds = next((known[name[start:]] for start in range(len(name)) if name[start:] in known), frozenset[str]())
    return kinds - {_ANY}


@lru_cache
def _names() -> Mapping[str, frozenset[str]]:
    return _by_word("names")


@lru_cache
def _units() -> Mapping[str, frozenset[str]]:
    return _by_word("units")


def _by_word(part: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group, listed in lexicon("measures").groups.items():
        owner, _, kind = group.partition(".")
        if owner == part:
            for word in listed:
                found[word] = found.get(word, frozenset()) | {kind}
    return found
