"""Tells full-width punctuation from half-width, which look alike, by the room that they take in their line.

Knows the characters of one line and where each stands, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_FULL = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
TWINS = _FULL | {full: half for half, full in _FULL.items()}
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_FIRST_WIDE = "\u2e80"
_FEWEST_STEPS = 3
# In widths of a character, from the middle of the ink of a sign to the middle of its neighbour: a full sign takes more.
_BESIDE_WIDE, _BESIDE_NARROW, _TOO_CLOSE = 0.95, 0.7, 0.1


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
    """Return the characters of a line, its punctuation as wide as the room that it takes, its brackets in pairs."""
    em = width_of(marks)
    full = [_is_full(marks, at, em) if mark.text in TWINS else None for at, mark in enumerate(marks)]
    for opening, closing in _pairs(marks):
        known = [side for side in (full[opening], full[closing]) if side is not None]
        mixed = (marks[opening].text >= _FIRST_WIDE) != (marks[closing].text >= _FIRST_WIDE)
        if len(known) == 1 or (mixed and not known):
            full[opening] = full[closing] = known[0] if known else True
    found = [mark if wide is None else _as_wide(mark, full=wide) for mark, wide in zip(marks, full, strict=True)]
    if found and found[-1].text in _CLOSING:
        # Its width is that of the bracket which it closes, in whichever line that stands.
        found[-1] = found[-1]._replace(sure=found[-1].either)
    return found


def paired(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text, a bracket that closes in a later line as wide as the one that it closes."""
    text = list("\n".join(lines))
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            opened.append(at)
        elif character in _CLOSING and opened:
            begin = opened.pop()
            if "\n" in text[begin:at] and (text[begin] >= _FIRST_WIDE) != (character >= _FIRST_WIDE):
                text[at] = TWINS[character]
    return "".join(text).split("\n")


def _is_full(marks: Sequence[Mark], at: int, em: float | None) -> bool | None:
    """Tell whether a sign takes the room of a full one; None where its neighbour does not tell."""
    other = at - 1 if marks[at].text in _OPENING else at + 1
    if em is None or not 0 <= other < len(marks) or not _tells(marks[other].text):
        return None
    room = abs(marks[other].at - marks[at].at) / em
    limit = _BESIDE_WIDE if _is_wide_letter(marks[other].text) else _BESIDE_NARROW
    return room > limit if abs(room - limit) > _TOO_CLOSE else None


def _pairs(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield where brackets open and close."""
    opened: list[int] = []
    for at, mark in enumerate(marks):
        if mark.text in _OPENING:
            opened.append(at)
        elif mark.text in _CLOSING and opened:
            yield opened.pop(), at


def _as_wide(mark: Mark, *, full: bool) -> Mark:
    text = mark.text if full == (mark.text >= _FIRST_WIDE) else TWINS[mark.text]
    return mark._replace(text=text, sure=mark.either)


def _is_wide_letter(text: str) -> bool:
    return text >= _FIRST_WIDE and text.isalpha()


def _tells(text: str) -> bool:
    """Tell whether a neighbour's ink stands in its middle; other punctuation has its own room beside it."""
    return text.isalnum() or text in "=+×÷%"
