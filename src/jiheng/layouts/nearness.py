"""Words that are nearly known: one character off, or made of characters that only look like those of a known word.

That is what a typing slip, or a recogniser that saw a picture, makes of a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from jiheng.values.lookalikes import folded, with_ones

# No label is longer; the rests of a text take its length squared.
_SHORTEST, _LONGEST = 3, 100
_GAP = "\0"


class Near:
    """Known words, found from what is one character off: by what is left of them with one character taken out."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        self._by_shape: dict[str, list[str]] = {}
        for word in (one for one in frozenset(known) if len(one) <= _LONGEST):
            self._by_shape.setdefault(folded(word), []).append(word)
            for rest in _rests(word):
                self._by_rest.setdefault(rest, []).append(word)
        self._lengths = frozenset(map(len, self._by_rest))
        # A word with one character wrong begins, or ends, as the right one does.
        right = frozenset(chain.from_iterable(self._by_rest.values()))
        self._begins = frozenset((len(word), word[0]) for word in right)
        self._ends = frozenset((len(word), word[-1]) for word in right)

    def one_off(self, text: str) -> str | None:
        """Return the one known word that differs from the text in a single character; None for none, or for two.

        >>> Near(("数量指标", "时效指标")).one_off("数量措标")
        '数量指标'
        >>> Near(("一级指标", "二级指标")).one_off("四级指标") is None
        True
        """
        near = self.near(text)
        return next(iter(near)) if len(near) == 1 else None

    def near(self, text: str) -> frozenset[str]:
        """Return all known words that differ from the text in a single character."""
        length = len(text)
        if length < _SHORTEST or ((length, text[0]) not in self._begins and (length, text[-1]) not in self._ends):
            return frozenset()
        return frozenset(word for rest in _rests(text) for word in self._by_rest.get(rest, ()) if word != text)

    def alike(self, text: str) -> str | None:
        """Return the one known word that the text, which is none, looks like; None for none, or for two.

        >>> Near(("一级指标", "二级指标")).alike("—级措栋")
        '一级指标'
        """
        if len(text) < _SHORTEST or len(text) not in self._lengths:
            return None
        found = self._by_shape.get(folded(with_ones(text)), ())
        return found[0] if len(found) == 1 and found[0] != text else None


def _rests(word: str) -> list[str]:
    return [f"{word[:at]}{_GAP}{word[at + 1 :]}" for at in range(len(word))]
