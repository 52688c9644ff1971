"""How people write a percentage: 30% · ３０％ · 30 · 百分之九十五 · 100百分比. It knows no upper bound: 120% is one."""

from __future__ import annotations

from decimal import Decimal

from jiheng.values.compact import fold
from jiheng.values.numbers import read_chinese, read_literal

_ENDINGS = ("", "%", "(%)", "百分比")
_WORDS = (("百分之", "%"), ("千分之", "‰"))
_WHOLE = "百"  # 百分之百


def parse_percent(text: str) -> Decimal | None:
    """Return the number of hundredths, None where the text is no percentage.

    >>> parse_percent("30%"), parse_percent("百分之九十五"), parse_percent("按进度")
    (Decimal('30'), Decimal('95'), None)
    """
    folded = fold(text)
    literal = read_literal(folded)
    if literal is not None:
        return literal[0] if folded[literal[1] :] in _ENDINGS else None
    words = read_percent_words(folded)
    return words[0] if words is not None and words[1:] == ("%", len(folded)) else None


def read_percent_words(folded: str, start: int = 0) -> tuple[Decimal, str, int] | None:
    """Return number, sign (% or ‰) and end of a percentage in words that begins at `start` of a normal form."""
    for words, sign in _WORDS:
        if folded.startswith(words, start):
            at = start + len(words)
            found = read_literal(folded, at) or read_chinese(folded, at) or _read_whole(folded, at)
            return (found[0], sign, found[1]) if found else None
    return None


def _read_whole(folded: str, start: int) -> tuple[Decimal, int] | None:
    return (Decimal(100), start + 1) if folded.startswith(_WHOLE, start) else None
