"""Work that can be paid twice: systems that are built or kept running, and stretches of text on the same work.

A system is known by the end of its name (平台, 系统); what it does is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiheng.language.lexicon import alternation, any_of, words
from jiheng.language.names import bare

_HEAD = r"[^\s,，。；;、:：（）()\d的和与及对]"
_LONGEST_HEAD = 14
_SHORTEST_NAME = 4
_STOPS = re.compile(r"[。；;！!\n]|[0-9]+(?:[.,][0-9]+)*(?:[万亿]?元)?")


@dataclass(frozen=True, slots=True)
class SystemWork:
    """A system by its bare name, and whether the text says that it is built or that it is kept running."""

    name: str
    built: bool


@lru_cache(maxsize=4096)
def system_work(text: str | None) -> tuple[SystemWork, ...]:
    """Return the systems that a text says are built, or kept running, in its order.

    >>> system_work("“云溪通”平台搭建，云溪通平台日常运维")
    (SystemWork(name='云溪通平台', built=True), SystemWork(name='云溪通平台', built=False))
    >>> system_work("运维保障有力，系统稳定")
    ()
    """
    said = bare(text)
    if any_of("works", "system").search(said) is None:
        return ()
    found = ((match, built) for built, way in _ways() for match in way.finditer(said))
    in_order = sorted(found, key=lambda one: one[0].start("name"))
    return tuple(SystemWork(match["name"], built) for match, built in in_order if len(match["name"]) >= _SHORTEST_NAME)


def same_system(one: str, other: str) -> bool:
    """Tell whether two names are of one system: the longer may say more in front.

    >>> same_system("云溪通平台", "全县云溪通平台"), same_system("云溪通平台", "执法平台")
    (True, False)
    """
    return one.endswith(other) or other.endswith(one)


@lru_cache(maxsize=4096)
def shared_work(one: str, other: str, shortest: int) -> str | None:
    """Return the longest stretch of at least `shortest` characters that two texts share, if it tells of a work.

    Numbers and marks do not count, and of work only what can be seen done is known (维修, 采购).

    >>> shared_work("对文化馆东楼进行门窗维修更换12万元", "另对文化馆东楼进行门窗维修更换", 10)
    '对文化馆东楼进行门窗维修更换'
    >>> shared_work("严格执行政府采购程序和各项制度", "严格执行政府采购程序和各项制度", 10) is None
    True
    """
    shared = _grams(one, shortest) & _grams(other, shortest)
    if not shared:
        return None
    return max(filter(_tells_work, _stretches(one, shared, shortest)), key=len, default=None)


def _tells_work(stretch: str) -> bool:
    return any_of("works", "doing").search(any_of("works", "not.doing").sub("", stretch)) is not None


def _stretches(text: str, shared: frozenset[str], size: int) -> Iterator[str]:
    """Yield the longest stretches of a text all of whose grams are shared."""
    for part in _parts(text):
        start: int | None = None
        for at in range(len(part) - size + 2):
            if part[at : at + size] in shared and at <= len(part) - size:
                start = at if start is None else start
            elif start is not None:
                yield part[start : at - 1 + size]
                start = None


@lru_cache(maxsize=4096)
def _grams(text: str, size: int) -> frozenset[str]:
    return frozenset(part[at : at + size] for part in _parts(text) for at in range(len(part) - size + 1))


def _parts(text: str) -> list[str]:
    return _STOPS.split(bare(text))


@lru_cache
def _ways() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    return tuple(
        (built, re.compile(way))
        for built, group in ((True, "building"), (False, "upkeep"))
        for way in (_done_behind(group), _done_before(group))
    )


def _done_behind(group: str) -> str:
    """Return what finds 平台搭建; 平台建设和运维 says both at once and is left out."""
    between = alternation(words("works", "between")).pattern
    listed = alternation(words("works", group)).pattern
    return rf"(?P<name>{_name()})(?:{between}){{0,2}}(?:{listed})(?![及和与、]|{_others(group)})"


def _done_before(group: str) -> str:
    listed = alternation(words("works", group)).pattern
    return rf"(?<![{_LAST}])(?:{listed})(?:了)?(?P<name>{_name()})(?![的]?(?:{_others(group)}))"


_LAST = "台统站件序库号端房网和及与"


def _others(group: str) -> str:
    return alternation(words("works", "upkeep" if group == "building" else "building")).pattern


def _name() -> str:
    return rf"{_HEAD}{{2,{_LONGEST_HEAD}}}?(?:{alternation(words('works', 'system')).pattern})"
