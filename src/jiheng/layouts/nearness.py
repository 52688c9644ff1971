"""Words that are one character off: what a typing slip, or a recogniser that saw a picture, makes of a known word."""

from __future__ import annotations

from collections.abc import Iterable

# No label is longer; the rests of a text take its length squared.
_SHORTEST, _LONGEST = 3, 100
_GAP = "\0"


class Near:
    """Known words, found from what is one character off: by what is left of them with one character taken out."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for word in (one for one in frozenset(known) if len(one) <= _LONGEST):
            for rest in _rests(word):
                self._by_rest.setdefault(rest, []).append(word)
        self._lengths = frozenset(map(len, self._by_rest))

    def one_off(self, text: str) -> str | None:
        """Return the one known word that differs from the text in a single character; None for none, or for two.

        >>> Near(("数量指标", "时效指标")).one_off("数量措标")
        '数量指标'
        >>> Near(("一级指标", "二级指标")).one_off("四级指标") is None
        True
        """
        if len(text) < _SHORTEST or len(text) not in self._lengths:
            return None
        near = {word for rest in _rests(text) for word in self._by_rest.get(rest, ()) if word != text}
        return near.pop() if len(near) == 1 else None


def _rests(word: str) -> list[str]:
    return [f"{word[:at]}{_GAP}{word[at + 1 :]}" for at in range(len(word))]
