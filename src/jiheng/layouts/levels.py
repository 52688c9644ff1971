"""Give every indicator row its level 1 and level 2 from what is printed, the frame, the scheme and the rows around.

A level is printed once for a block of rows: at its top, in its middle (after a page break), or on a line of its own.
Order of trust: printed in the row or in a merged cell over it; the frame's, for a row that the region prints on every
form; the block's above; the next label below, where the one above belongs to another level 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jiheng.layouts.nearness import Near
from jiheng.layouts.schema import FrameRow, Layout
from jiheng.values.wording import plain

_SHORTEST_STEM = 5
_SUFFIX = "指标"
# 产出指标(50分), 成本指标(20-30分), 效益指标(20%-40%), 数量指标(必填), 产出指标50分
_SHARE = r"[\d.]+[分%]?(?:[-~—–至]+[\d.]+)?[分%]?"
_POINTS = re.compile(rf"\((?:(?:权重|分值|共)?:?{_SHARE}|必填|选填)\)$|[\d.]{{1,12}}分$")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a row prints of its levels, and its row of the frame, if it is one. A row without a name is a lone label."""

    level1: str | None
    level2: str | None
    frame: FrameRow | None = None


class Names:
    """Level names by their normal form; points, a range of points or a star printed with a level do not matter."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._near = Near(names)

    def __contains__(self, text: str) -> bool:
        return unpointed(text) in self._names

    def get(self, text: str) -> str | None:
        """Return the official name of a printed level, None where it is no level."""
        return self._names.get(unpointed(text))

    def meant(self, text: str, *, seen: bool) -> str | None:
        """Return the level that a text looks like, or is one character off; None where another word may be meant.

        A typed level that ends in 指标 is a level of the form's own; in a text `seen` in a picture it is a slip.
        """
        alike = self._near.alike(unpointed(text))
        if alike is not None:
            return alike
        word = self._near.one_off(unpointed(text))
        slipped = word is not None and word.endswith(_SUFFIX) and not text.endswith(_SUFFIX)
        return word if seen or slipped else None


class Scheme:
    """The level names of a layout, in any printing."""

    def __init__(self, layout: Layout) -> None:
        self.level1 = Names({plain(text): one.name for one in layout.levels for text in (one.name, *one.also)})
        pairs = [(one, two) for one in layout.levels for two in one.level2]
        self.level2 = Names({plain(text): two.name for _, two in pairs for text in (two.name, *two.also)})
        self.parents: dict[str, list[str]] = {}
        for one, two in pairs:
            self.parents.setdefault(two.name, []).append(one.name)
        self.frame = {_unquoted(text): row for row in layout.frame for text in (row.name, *row.also)}
        self._longest_stem = max(map(len, self.frame), default=0)

    def is_fixed(self, name: str) -> bool:
        """Tell whether the region prints a row of just this name, with or without its quotes."""
        return _unquoted(name) in self.frame

    def frame_row(self, name: str | None) -> FrameRow | None:
        """Return the region's fixed row of this name; words added behind the official name do not matter."""
        return _frame_row(self, name or "")

    def stem(self, text: str) -> str:
        """Return the longest beginning of a normal form that is a row of the frame, empty where none is."""
        ends = range(min(len(text), self._longest_stem), _SHORTEST_STEM - 1, -1)
        return text if text in self.frame else next((text[:end] for end in ends if text[:end] in self.frame), "")

    def parent(self, level2: str | None) -> str | None:
        """Return the level 1 of a level 2, None where it is unknown or has several."""
        parents = self.parents.get(self.level2.get(plain(level2 or "")) or "", [])
        return parents[0] if len(parents) == 1 else None

    def may_hold(self, level1: str | None, level2: str | None) -> bool:
        """Tell whether level 2 may stand under level 1: true unless the scheme knows both and says no."""
        one, two = self.level1.get(plain(level1 or "")), self.level2.get(plain(level2 or ""))
        return one is None or two is None or one in self.parents.get(two, [])


@lru_cache(maxsize=256)
def scheme_of(layout: Layout) -> Scheme:
    """Return the scheme of a layout, made once for each."""
    return Scheme(layout)


# The reader and several rules ask for the row of one name.
@lru_cache(maxsize=4096)
def _frame_row(scheme: Scheme, name: str) -> FrameRow | None:
    return scheme.frame.get(scheme.stem(_unquoted(name)))


@lru_cache(maxsize=4096)
def unpointed(text: str) -> str:
    """Return the name of a level, in normal form, without the points, the star or the 必填 printed with it."""
    return _POINTS.sub("", text.strip("*★☆")) or text


@lru_cache(maxsize=4096)
def _unquoted(text: str) -> str:
    return plain(text).replace('"', "")


def resolve(printed: Sequence[Printed], scheme: Scheme) -> list[tuple[str | None, str | None]]:
    """Return level 1 and level 2 of every row."""
    found: list[tuple[str | None, str | None]] = []
    above: tuple[str | None, str | None] = (None, None)
    for at, row in enumerate(printed):
        level2 = row.level2 or (row.frame.level2 if row.frame else None) or _level2_around(printed, at, above, scheme)
        level1 = row.level1 or _level1(level2, above, scheme) or _level1_below(printed, at, level2, scheme)
        above = (level1, level2)
        found.append(above)
    return found


def _level2_around(
    printed: Sequence[Printed], at: int, above: tuple[str | None, str | None], scheme: Scheme
) -> str | None:
    """Return the level 2 of the block above, or of the label below where the block above cannot go on here."""
    level1, level2 = above
    new_block = printed[at].level1 is not None and printed[at].level1 != level1
    if level2 is not None and not new_block:
        return level2
    if new_block and level2 is not None and scheme.parent(level2) == printed[at].level1:
        return level2
    for row in printed[at:]:
        label = row.level2 or (row.frame.level2 if row.frame else None)
        if label is not None:
            return label if scheme.may_hold(printed[at].level1 or row.level1, label) else None
    return None


def _level1(level2: str | None, above: tuple[str | None, str | None], scheme: Scheme) -> str | None:
    """Return the level 1 above where it may hold the level 2, else the one that level 2 belongs to, if it is one."""
    return above[0] if above[0] is not None and scheme.may_hold(above[0], level2) else scheme.parent(level2)


def _level1_below(printed: Sequence[Printed], at: int, level2: str | None, scheme: Scheme) -> str | None:
    below = next((row.level1 for row in printed[at:] if row.level1 is not None), None)
    return below if scheme.may_hold(below, level2) else None
