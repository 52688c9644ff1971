"""What a printed label looks like where no layout says so: short words, with a colon or a money unit behind them.

Knows the shape of a text, not what it means.
"""

from __future__ import annotations

import re

from jiheng.layouts.blocks import Label
from jiheng.layouts.rows import Piece
from jiheng.layouts.titles import looks_like_title, year_of
from jiheng.values.money import YUAN_IN, money_unit_of
from jiheng.values.wording import BLANKS

LONGEST_LABEL = 16
NO_LABEL = re.compile(
    r"[。；;!！?？≥≤<>=%√]|^[\d.,:()〔〕\-—~/年月日]+$|\d{4}年|^(?:目标|任务|指标)[\d一二三四五六七八九十]+$"
)
_BELOW = re.compile(
    r"(?:意见|结论|签[字章名]|存在问题|改进措施|需要说明的问题|总体评价|审[核批]人|填[报表]人)(?:\(.*\))?:?$"
)
_ANY_UNIT = "|".join(sorted(YUAN_IN, key=len, reverse=True))
_UNIT = re.compile(rf"[（(]\s*(?:{_ANY_UNIT})\s*[）)]\s*[:：]?$")


def label_text(text: str) -> str:
    """Return the words of a label on one line, without a colon and without the money unit in brackets."""
    return _UNIT.sub("", re.sub(r"\s+", "", text)).rstrip(":：")


def looks_like_label(piece: Piece) -> bool:
    """Tell whether a text may be a label by itself: short words, neither a value nor a sentence."""
    words = piece.plain.rstrip(":")
    if not words or len(words) > LONGEST_LABEL or NO_LABEL.search(words) or words in BLANKS:
        return False
    return year_of(words) is None and money_unit_of(piece.text) is None and not looks_like_title(words)


def concludes(piece: Piece) -> bool:
    """Tell whether a label asks for what forms print below their indicators: an opinion, a conclusion, a signature."""
    return _BELOW.search(piece.plain) is not None


def label_of(text: str) -> Label:
    """Return a printed label without what changes with the form."""
    return Label(label=label_text(text), unit=_UNIT.search(text.strip()) is not None)
