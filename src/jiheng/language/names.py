"""Names and texts in the normal forms in which this package compares them. Knows no word."""

from __future__ import annotations

from functools import lru_cache

from jiheng.values.wording import plain

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide) not in "，；！？：（）"} | {
    ord(printed): normal for printed, normal in zip("≧⩾≦⩽﹥﹤﹦〜∼－", "≥≥≤≤><=~~-", strict=True)
}
_QUOTES = str.maketrans("", "", "\"'《》<>")


# A form has the same few names in many rules.
@lru_cache(maxsize=4096)
def bare(name: str | None) -> str:
    """Return a name without space, quotes, width and a closing stop.

    >>> bare("“三公经费”控制率。")
    '三公经费控制率'
    """
    return plain(name or "").translate(_QUOTES).rstrip("。;,:")


def level(text: str) -> str:
    """Return the text with digits and signs of one width. Every character keeps its place.

    >>> level("≧９５ ％")
    '≥95 %'
    """
    return text.translate(_WIDE)
