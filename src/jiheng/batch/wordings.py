"""What the rows that a region prints say in the forms of a batch, where one form words it otherwise than others.

A wording that stops in the middle of a fuller one is cut, whatever most say; one that denies what the other asks is
inverted. That a wording is merely another one is told only where most agree. The official wording is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jiheng.batch.clusters import Cluster
from jiheng.batch.index import Index, Key
from jiheng.batch.prints import Topic
from jiheng.language.differences import Difference, compared, denies, difference, is_cut, likeness

# So many wordings of one row are compared, the usual ones first; a row with more is worded freely.
_MOST: Final = 200
# A text less like the usual one is the unit's own, no slip.
_ALIKE: Final = 0.7
_COUNTED: Final = """
SELECT grp, value, count(DISTINCT form) FROM print WHERE topic = ? AND grp IN
    (SELECT grp FROM print WHERE topic = ? GROUP BY grp HAVING min(value) < max(value))
GROUP BY grp, value ORDER BY grp, 3 DESC, value
"""


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording of a row, by its print, and in how many forms it stands."""

    value: int
    count: int
    text: str


def wordings(index: Index, fewest: int, shown: int) -> Iterator[tuple[Key, Cluster]]:
    """Yield wordings that differ from others of the same row, each with the others; `fewest` forms make a usage."""
    for group, told in _by_row(index):
        usual = max(told, key=lambda one: (one.count, len(one.text), one.text))
        for one in told:
            found = _fault(one, usual, told, fewest)
            if found is not None:
                rule, right, differs = found
                key = Key(Topic.WORDING, group, one.value)
                members, against = (
                    tuple(index.members(Key(Topic.WORDING, group, which.value), shown)) for which in (one, right)
                )
                yield key, Cluster(rule, members, one.count, index.units(key), against, right.count, differs)


def _by_row(index: Index) -> Iterator[tuple[int, list[_Wording]]]:
    at, told = None, list[_Wording]()
    for group, value, count in index.groups(_COUNTED, (Topic.WORDING, Topic.WORDING)):
        if group != at and told and at is not None:
            yield at, told
        at, told = group, told if group == at else []
        if len(told) < _MOST:
            told.append(_Wording(value, count, compared(index.wording(value))))
    if told and at is not None:
        yield at, told


def _fault(
    one: _Wording, usual: _Wording, told: list[_Wording], fewest: int
) -> tuple[str, _Wording, Difference] | None:
    fuller = max(
        (other for other in told if is_cut(one.text, other.text)),
        key=lambda other: (other.count, other.text),
        default=None,
    )
    if fuller is not None:
        return "integrity.wording-not-cut", fuller, difference(one.text, fuller.text)
    asked = ((other, denies(one.text, other.text)) for other in told if other is not one)
    inverted = next(((other, denied) for other, denied in asked if denied is not None), None)
    if inverted is not None:
        return "integrity.wording-not-inverted", *inverted
    prevails = usual.count >= fewest and usual.count > sum(other.count for other in told) / 2
    if one is not usual and prevails and likeness(one.text, usual.text) >= _ALIKE:
        return "integrity.wording-as-elsewhere", usual, difference(one.text, usual.text)
    return None
