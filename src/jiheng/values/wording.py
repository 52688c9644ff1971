"""Compare printed words: the same label is typed with full or half width, with spaces, with another kind of quote."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = {"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]", "【": "[", "】": "]"}
_QUOTES = str.maketrans(_MARKS)
# What people put into a cell in which nothing is to be said, in normal form.
BLANKS = frozenset({"/", "-", "—", "——", "无"})
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
# Most texts have nothing of it, and one look for all is quicker than a replacement of each.
_RARE = re.compile(rf"[{''.join(map(re.escape, _MARKS))}\u200b-\u200f\u2060\ufeff\u00ad]")


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Return the normal form in which two printings of one label are equal: one width, no space, one kind of quote.

    >>> plain("其中：财政    资金") == plain("其中:财政资金")
    True
    >>> plain("部门（单位）名称 ")
    '部门(单位)名称'
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if _RARE.search(words) is not None:
        words = _INVISIBLE.sub("", words).translate(_QUOTES)
    return words
