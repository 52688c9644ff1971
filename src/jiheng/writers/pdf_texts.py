"""Where a line of print may break although no rule of writing allows it: inside a run that its column cannot hold.

Knows how wide characters are, about, and nothing of what sets them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from jiheng.writers.measure import text_width

# Thousandths of a half-point in a millimetre: what `text_width` counts, times the size of the font.
_THOUSANDTHS: Final = 1000 * 144 * 10 // 254
_PUNCTUATION: Final = re.compile(r"[^\w\s]+")


def lines(text: str, width: int, size: int) -> list[list[str]]:
    """Return each line of `text` as the pieces between which it may break.

    `width` is in millimetres, `size` in half-points. Only a run without any natural break that is wider than `width`
    is taken apart.

    >>> lines("编号ABCDEFGH", 15, 21)
    [['编号', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']]
    """
    room = width * _THOUSANDTHS // size
    forced = _PUNCTUATION.sub(lambda run: _cut(run[0], room), text)
    return [list(_pieces(line, room)) for line in forced.split("\n")]


def _cut(punctuation: str, room: int) -> str:
    """Cut by force what no line may begin or end with, and what therefore no seam lets break."""
    if text_width(punctuation) <= room:
        return punctuation
    length = max(1, room // text_width("，") - 1)
    return "\n".join(punctuation[at : at + length] for at in range(0, len(punctuation), length))


def _pieces(line: str, room: int) -> Iterator[str]:
    held = ""
    for breakable, characters in groupby(line, _breaks):
        run = "".join(characters)
        if breakable or text_width(run) + _drawn_along(run) <= room:
            held += run
            continue
        if held:
            yield held
            held = ""
        yield from _clusters(run)
    if held or not line:
        yield held


def _drawn_along(run: str) -> int:
    """Return how wide the neighbours are that `run` holds fast because it begins or ends with punctuation."""
    return text_width("字") * (not run[0].isalnum()) + text_width("字") * (not run[-1].isalnum())


def _clusters(run: str) -> Iterator[str]:
    """Yield the characters of `run`, each with the marks, joiners and spaces that belong to it."""
    held = ""
    for character in run:
        if held and not _joins(character) and not held.endswith("\u200d"):
            yield held
            held = ""
        held += character
    if held:
        yield held


def _joins(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf", "Sk", "Zs")


def _breaks(character: str) -> bool:
    """Whether a line may always break beside `character`: an ideograph, or a space that is no hard one."""
    return character in " \t" or (unicodedata.category(character) == "Lo" and _is_wide(character))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
