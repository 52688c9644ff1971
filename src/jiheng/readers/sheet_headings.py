"""The page headers and footers of Excel, whose codes (`&C第 &P 页`) are no words. Knows no file format."""

from __future__ import annotations

import re

_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Z])')


def plain_heading(text: str) -> str:
    """Return the words of a header or footer.

    >>> plain_heading('&L&"宋体,常规"&9绩效目标表&C&P')
    '绩效目标表'
    """
    return _CODES.sub(" ", text).strip()
