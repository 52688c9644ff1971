"""Tells full-width punctuation from half-width, which look alike, by the room that they take in their line.

Knows the characters of one line and where each stands, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_FULL = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
TWINS = _FULL | {full: half for half, full in _FULL.items()}
_OPENING = frozenset("(（")
_FIRST_WIDE = "\u2e80"
_FEWEST_STEPS = 3
# In widths of a character, from the middle of the ink of a sign to the middle of its neighbour: a full sign takes more.
_BESIDE_WIDE, _BESIDE_NARROW = 0.95, 0.7


class Mark(NamedTuple):
    """A character as seen: how sure it is, how sure that it is it or its twin of the other width, and its middle."""

    text: str
    sure: float
    either: float
    at: float


def width_of(marks: Sequence[Mark]) -> float | None:
    """Return the width of a full character in a line; None where the line does not tell."""
    steps = [b.at - a.at for a, b in pairwise(marks) if _is_wide_letter(a.text) and _is_wide_letter(b.text)]
    return median(steps) if len(steps) >= _FEWEST_STEPS else None


def settled(marks: Sequence[Mark]) -> list[Mark]:
    """Return the characters of a line, its punctuation as wide as the room that it takes."""
    em = width_of(marks)
    if em is None:
        return list(marks)
    return [_settled(marks, at, em) if mark.text in TWINS else mark for at, mark in enumerate(marks)]


def _settled(marks: Sequence[Mark], at: int, em: float) -> Mark:
    mark = marks[at]
    other = at - 1 if mark.text in _OPENING else at + 1
    if not 0 <= other < len(marks) or not _tells(marks[other].text):
        return mark
    room = abs(marks[other].at - mark.at) / em
    full = room > (_BESIDE_WIDE if _is_wide_letter(marks[other].text) else _BESIDE_NARROW)
    text = mark.text if full == (mark.text >= _FIRST_WIDE) else TWINS[mark.text]
    return mark._replace(text=text, sure=mark.either)


def _is_wide_letter(text: str) -> bool:
    return text >= _FIRST_WIDE and text.isalpha()


def _tells(text: str) -> bool:
    """Tell whether a neighbour's ink stands in its middle; other punctuation has its own room beside it."""
    return text.isalnum() or text in "=+×÷%"
