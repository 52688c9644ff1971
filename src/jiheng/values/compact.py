"""The normal form that the value grammar reads, with a way back to what was printed.

One width, no space; a space between two digits stays, because `10 95` is two numbers and never 1095. Unlike
`wording.plain` every character keeps its own place: `①` stays `①` and `㎡` stays `㎡`, so no digit is invented.
It knows nothing of numbers, units or dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FOLDED = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord(printed): ord(normal)
    for normal, variants in {"-": "−﹣‐‑", "%": "﹪", "·": "・•‧∙", "~": "∼〜"}.items()
    for printed in variants
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
_LEFT_OUT = re.compile(rf"[\s{''.join(_INVISIBLE)}]")
_PERCENT_SIGNS = str.maketrans({"％": "%", "﹪": "%"})


@dataclass(frozen=True, slots=True)
class Compact:
    """`text` is the normal form; character i of it is character `origin[i]` of `raw`."""

    text: str
    raw: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Compact:
        """Return the normal form of a printed text.

        >>> Compact.of("≥ ９５ ％").text
        '≥95%'
        """
        if _LEFT_OUT.search(raw) is None:
            return cls(raw.translate(_FOLDED), raw, tuple(range(len(raw))))
        kept = tuple(_kept(raw))
        folded = "".join(" " if raw[at].isspace() else raw[at].translate(_FOLDED) for at in kept)
        return cls(folded, raw, kept)

    def part(self, start: int, end: int) -> Compact:
        """Return the stretch from `start` up to `end`, still tied to the same raw text."""
        return Compact(self.text[start:end], self.raw, self.origin[start:end])

    @property
    def printed(self) -> str:
        """The characters as printed, without space; ％ becomes %."""
        return "".join(self.raw[at] for at in self.origin).translate(_PERCENT_SIGNS)

    @property
    def raw_slice(self) -> str:
        """The stretch of raw text that this stands for, inner space included."""
        return self.raw[self.origin[0] : self.origin[-1] + 1] if self.origin else ""


def fold(text: str) -> str:
    """Return the normal form alone, where the way back is not needed."""
    return text.translate(_FOLDED) if _LEFT_OUT.search(text) is None else Compact.of(text).text


def is_digit(character: str) -> bool:
    """Tell whether a character of the normal form is one of 0–9."""
    return "0" <= character <= "9"


def _kept(raw: str) -> Iterator[int]:
    """Yield the positions that survive: all but invisible characters and space, save one space between digits."""
    last = ""
    space: int | None = None
    for at, character in enumerate(raw):
        if character.isspace():
            space = at
        elif character not in _INVISIBLE:
            folded = character.translate(_FOLDED)
            if space is not None and is_digit(last) and is_digit(folded):
                yield space
            yield at
            last, space = folded, None
