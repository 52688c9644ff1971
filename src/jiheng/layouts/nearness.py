"""Words that are one character off: what a typing slip, or a recogniser that saw a picture, makes of a known word."""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 3


def one_off(text: str, known: Iterable[str]) -> str | None:
    """Return the one known word that differs from the text in a single character; None where there is none, or two.

    >>> one_off("数量措标", ("数量指标", "时效指标"))
    '数量指标'
    >>> one_off("四级指标", ("一级指标", "二级指标")) is None
    True
    """
    if len(text) < _SHORTEST:
        return None
    near = {word for word in known if len(word) == len(text) and _differ_once(text, word)}
    return near.pop() if len(near) == 1 else None


def _differ_once(text: str, word: str) -> bool:
    return sum(a != b for a, b in zip(text, word, strict=True)) == 1
