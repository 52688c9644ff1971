"""From the prints of a batch to its clusters, the largest of each rule first.

What a group must have to be told is a norm (`Norms`), a dated parameter of the country. Which forms copied from which
is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from jiheng.batch.clusters import Cluster
from jiheng.batch.index import Index, Key
from jiheng.batch.prints import DOWN, UP, Topic, prints
from jiheng.batch.wordings import wordings
from jiheng.layouts.schema import Layout
from jiheng.model import Form
from jiheng.parameters import Parameter

# So many members of a cluster are shown; how many there are is counted.
SHOWN: Final = 20
_LATEST: Final = date.max


@dataclass(frozen=True, slots=True)
class Norms:
    """From how many forms, rows and characters on, and to which share, something is told of a batch."""

    forms: int
    rows: int
    goal: int
    goal_between_units: int
    equal_targets: Decimal
    forms_of_a_way: int
    share_of_a_way: Decimal

    @classmethod
    def of(cls, parameters: Mapping[str, Parameter]) -> Norms:
        """Return the norms as they were set last."""

        def number(name: str) -> Decimal:
            return Decimal(parameters[name].at(_LATEST))

        return cls(
            forms=int(number("fewest_forms_of_a_copy")),
            rows=int(number("fewest_rows_to_compare")),
            goal=int(number("shortest_copied_text")),
            goal_between_units=int(number("shortest_text_copied_between_units")),
            equal_targets=number("highest_share_of_equal_targets"),
            forms_of_a_way=int(number("fewest_forms_of_a_usage")),
            share_of_a_way=number("lowest_share_of_a_usage"),
        )


def take_in(index: Index, key: str, form: Form, norms: Norms, layout: Layout | None) -> None:
    """Put the prints of one form into an index."""
    index.add(key, form, prints(form, layout, shortest=norms.goal, fewest_rows=norms.rows))


def grouped(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    """Yield the clusters of a sorted index, each with the key of its prints."""
    for find in (_goals, _goals_of_units, _rows_of_units, _sets, _years, _targets, _ways):
        yield from find(index, norms)
    yield from wordings(index, norms.forms, SHOWN)


_GROUPS: Final = """
SELECT p.grp, count(DISTINCT p.form), count(DISTINCT f.unit), max(p.size)
FROM (SELECT grp FROM print WHERE topic = ?1 GROUP BY grp HAVING count(*) >= ?2) AS many
JOIN print p ON p.topic = ?1 AND p.grp = many.grp JOIN form f ON f.id = p.form
GROUP BY p.grp HAVING count(DISTINCT p.form) >= ?2 ORDER BY 2 DESC, p.grp
"""


def _goals(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    for group, forms, units, size in _groups(index, Topic.GOAL, 2):
        if units > 1 and size >= norms.goal_between_units:
            yield _cluster("copying.goal-of-another-unit", index, Key(Topic.GOAL, group), forms, units)


def _goals_of_units(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    for group, forms, units, _ in _groups(index, Topic.GOAL_OF_UNIT, 2):
        yield _cluster("copying.goal-own", index, Key(Topic.GOAL_OF_UNIT, group), forms, units)


def _rows_of_units(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    for group, forms, units, _ in _groups(index, Topic.ROW_OF_UNIT, norms.forms):
        yield _cluster("copying.indicators-own", index, Key(Topic.ROW_OF_UNIT, group), forms, units)


def _sets(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    for group, forms, units, _ in _groups(index, Topic.ROWS, 2):
        rule = "copying.rows-of-another-unit" if units > 1 else "copying.indicators-own"
        yield _cluster(rule, index, Key(Topic.ROWS, group), forms, units)


_SAME_IN_TWO_YEARS: Final = """
SELECT p.grp, p.value, count(DISTINCT f.year) FROM print p JOIN form f ON f.id = p.form WHERE p.topic = ?
GROUP BY p.grp, p.value HAVING count(DISTINCT f.year) > 1 ORDER BY 3 DESC, p.grp, p.value
"""


def _years(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    for group, value, years in index.groups(_SAME_IN_TWO_YEARS, (Topic.YEAR,)):
        yield _cluster("copying.not-last-year", index, Key(Topic.YEAR, group, value), years, 1)


# A target that stands in too many rows of a unit, with the rows of the unit beside it.
_UNIFORM: Final = """
SELECT p.grp, p.value, sum(p.size), whole.size FROM print p
JOIN (SELECT grp, sum(size) AS size FROM print WHERE topic = ?1 GROUP BY grp) AS whole ON whole.grp = p.grp
WHERE p.topic = ?1 GROUP BY p.grp, p.value
HAVING count(DISTINCT p.form) >= ?2 AND whole.size >= ?3 AND sum(p.size) * 100.0 > whole.size * ?4
ORDER BY 3 DESC, p.grp, p.value
"""


def _targets(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    least = (Topic.TARGET, norms.forms, norms.rows, float(norms.equal_targets))
    for group, value, rows, _ in index.groups(_UNIFORM, least):
        yield _cluster("target.not-uniform", index, Key(Topic.TARGET, group, value), rows, 1)


# An indicator that nearly everybody bounds from one side, and somebody from the other.
_OPPOSED: Final = """
SELECT grp, up, down FROM (
    SELECT grp, count(DISTINCT CASE WHEN value > 0 THEN form END) AS up,
           count(DISTINCT CASE WHEN value < 0 THEN form END) AS down
    FROM print WHERE topic = ?1 GROUP BY grp
) WHERE min(up, down) > 0 AND up + down >= ?2 AND max(up, down) * 100.0 >= (up + down) * ?3
ORDER BY up + down DESC, grp
"""


def _ways(index: Index, norms: Norms) -> Iterator[tuple[Key, Cluster]]:
    least = (Topic.WAY, norms.forms_of_a_way, float(norms.share_of_a_way))
    for group, up, down in index.groups(_OPPOSED, least):
        odd, usual = (DOWN, UP) if up > down else (UP, DOWN)
        key = Key(Topic.WAY, group, odd)
        against = tuple(index.members(Key(Topic.WAY, group, usual), SHOWN))
        units = index.units(key)
        _, found = _cluster("target.operator-as-elsewhere", index, key, min(up, down), units)
        yield key, replace(found, against=against, usual=max(up, down))


def _groups(index: Index, topic: Topic, least: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the groups of at least so many forms: group, forms, units, the longest text; the largest first."""
    return index.groups(_GROUPS, (topic, least))


def _cluster(rule: str, index: Index, key: Key, count: int, units: int) -> tuple[Key, Cluster]:
    return key, Cluster(rule, tuple(index.members(key, SHOWN)), count, units)
