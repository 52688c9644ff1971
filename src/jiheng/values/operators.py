"""How people write a comparison: ≥ in all its forms, before the number, behind it, or in words.

Only what is printed is read; whether more or less would be better is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jiheng.model import Operator

# Between the two ends of a range; longer ones first, so that none is cut in two.
RANGE_SEPARATORS = ("——", "--", "—", "–", "―", "~", "-", "至", "到")

_SIGNS: dict[Operator, tuple[str, ...]] = {
    Operator.AT_LEAST: ("≥", "≧", "⩾", "≽", "≮", ">=", "=>", ">═", "﹥="),
    Operator.AT_MOST: ("≤", "≦", "⩽", "≼", "≯", "<=", "=<", "<═", "﹤="),
    Operator.MORE: (">", "﹥", "〉"),
    Operator.LESS: ("<", "﹤", "〈"),
    Operator.EQUAL: ("=", "═", "﹦"),
    Operator.ABOUT: ("≈", "≒", "≌"),
}
# 不少于, 不得少于 and 不应少于 are one comparison in three moods.
_MOODS = ("", "得", "能", "应", "应当", "可", "宜", "准", "许", "要", "允许")


def _negated(*comparisons: str) -> tuple[str, ...]:
    return tuple(f"不{mood}{comparison}" for mood in _MOODS for comparison in comparisons)


_WORDS_BEFORE: dict[Operator, tuple[str, ...]] = {
    Operator.AT_LEAST: (
        *_negated("少于", "低于", "小于", "短于", "亚于"),
        *("大于等于", "大于或等于", "大于或者等于", "至少", "至少达到", "最少", "最低", "达到", "达"),
    ),
    Operator.AT_MOST: (
        *_negated("超过", "超出", "超", "高于", "大于", "多于", "长于"),
        *("小于等于", "小于或等于", "小于或者等于", "至多", "最多", "最高"),
    ),
    Operator.MORE: ("大于", "多于", "高于", "超过", "超出", "超"),
    Operator.LESS: ("小于", "少于", "低于"),
    Operator.EQUAL: ("等于",),
    Operator.ABOUT: ("大约", "约为", "约", "近似"),
}
_WORDS_BEHIND: dict[Operator, tuple[str, ...]] = {
    Operator.AT_LEAST: ("以上", "及以上", "或以上", "之上", "(含)以上"),
    Operator.AT_MOST: ("以内", "之内", "内", "以下", "及以下", "或以下", "之下", "(含)以下", "(含)以内"),
    Operator.ABOUT: ("左右", "上下"),
}
# Words that only lead up to the number and compare nothing: 应不少于, 力争达到, 确保控制在.
_LEADING_UP = re.compile(r"(?:应当?|必?须|需|务必|控制在|保持在|维持在|稳定在|介于|确保|力争|为|在)*")


class _Forms:
    """Every way to write an operator, as one pattern: of several that fit, the longest counts."""

    def __init__(self, *tables: Mapping[Operator, tuple[str, ...]]) -> None:
        written = [(form, operator) for table in tables for operator, forms in table.items() for form in forms]
        self.operators = dict(reversed(written))
        self.any = re.compile("|".join(re.escape(form) for form in sorted(self.operators, key=len, reverse=True)))

    def at(self, folded: str, start: int = 0) -> tuple[Operator | None, int]:
        """Return the operator that is written from `start` on, and where it ends."""
        found = self.any.match(folded, start)
        return (self.operators[found[0]], found.end()) if found else (None, start)


_BEFORE = _Forms(_SIGNS, _WORDS_BEFORE)
_SIGNS_ONLY = _Forms(_SIGNS)
_WORDS_ONLY = _Forms(_WORDS_BEFORE)
_BEHIND = _Forms(_WORDS_BEHIND)
_AT_THE_END = re.compile(rf"(?:{_BEHIND.any.pattern})\Z")
# 内 alone is no comparison: 室内, 国内.
_COMPARISON = re.compile(f"±|{_SIGNS_ONLY.any.pattern}|{_BEHIND.any.pattern.removesuffix('|内')}")


def leading_operator(folded: str) -> tuple[Operator | None, int]:
    """Return the operator that a normal form begins with, and where the rest begins.

    >>> leading_operator("不少于3次"), leading_operator("控制在5%"), leading_operator("57")
    ((<Operator.AT_LEAST: '≥'>, 3), (None, 3), (None, 0))
    """
    words = _LEADING_UP.match(folded)
    return _BEFORE.at(folded, words.end() if words else 0)


def trailing_operator(folded: str) -> tuple[Operator | None, int]:
    """Return the operator that a normal form ends with, and where it begins.

    >>> trailing_operator("3天以内")
    (<Operator.AT_MOST: '≤'>, 2)
    """
    found = _AT_THE_END.search(folded)
    return (_BEHIND.operators[found[0]], found.start()) if found else (None, len(folded))


def operator_named(folded: str) -> Operator | None:
    """Return the operator that the whole text names, in signs or in words; None where it names none.

    >>> operator_named("大于等于"), operator_named("定性")
    (<Operator.AT_LEAST: '≥'>, None)
    """
    operator, end = _BEFORE.at(folded)
    return operator if end == len(folded) else None


def begins_with_sign(folded: str) -> bool:
    """Tell whether a normal form begins with a sign of comparison, words not counted."""
    return _SIGNS_ONLY.at(folded)[0] is not None


def holds_comparison(folded: str) -> bool:
    """Tell whether a sign of comparison, ± or a word such as 以上 stands anywhere in a normal form."""
    return _COMPARISON.search(folded) is not None


def begins_with_word(folded: str) -> bool:
    """Tell whether a normal form begins with a comparison in words."""
    return _WORDS_ONLY.at(folded)[0] is not None
