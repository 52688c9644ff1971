"""How people write a comparison: ≥ in all its forms, before the number, behind it, or in words.

Only what is printed is read; whether more or less would be better is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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


def _longest_first(forms: Iterable[tuple[str, Operator]]) -> tuple[tuple[str, Operator], ...]:
    return tuple(sorted(forms, key=lambda form: -len(form[0])))


def _forms(*tables: Mapping[Operator, tuple[str, ...]]) -> tuple[tuple[str, Operator], ...]:
    return _longest_first((form, operator) for table in tables for operator, forms in table.items() for form in forms)


_BEFORE = _forms(_SIGNS, _WORDS_BEFORE)
_BEHIND = _forms(_WORDS_BEHIND)
_SIGNS_ONLY = _forms(_SIGNS)
_WORDS_ONLY = _forms(_WORDS_BEFORE)


def leading_operator(folded: str) -> tuple[Operator | None, int]:
    """Return the operator that a normal form begins with, and where the rest begins.

    >>> leading_operator("不少于3次"), leading_operator("控制在5%"), leading_operator("57")
    ((<Operator.AT_LEAST: '≥'>, 3), (None, 3), (None, 0))
    """
    words = _LEADING_UP.match(folded)
    start = words.end() if words else 0
    operator, length = _starting(folded[start:], _BEFORE)
    return operator, start + length


def trailing_operator(folded: str) -> tuple[Operator | None, int]:
    """Return the operator that a normal form ends with, and where it begins.

    >>> trailing_operator("3天以内")
    (<Operator.AT_MOST: '≤'>, 2)
    """
    for form, operator in _BEHIND:
        if folded.endswith(form):
            return operator, len(folded) - len(form)
    return None, len(folded)


def operator_named(folded: str) -> Operator | None:
    """Return the operator that the whole text names, in signs or in words; None where it names none.

    >>> operator_named("大于等于"), operator_named("定性")
    (<Operator.AT_LEAST: '≥'>, None)
    """
    operator, length = _starting(folded, _BEFORE)
    return operator if operator is not None and length == len(folded) else None


def begins_with_sign(folded: str) -> bool:
    """Tell whether a normal form begins with a sign of comparison, words not counted."""
    return _starting(folded, _SIGNS_ONLY)[0] is not None


def holds_comparison(folded: str) -> bool:
    """Tell whether a sign of comparison, ± or a word such as 以上 stands anywhere in a normal form."""
    forms = (form for form, _ in (*_SIGNS_ONLY, *_BEHIND) if form != "内")
    return "±" in folded or any(form in folded for form in forms)


def begins_with_word(folded: str) -> bool:
    """Tell whether a normal form begins with a comparison in words."""
    return _starting(folded, _WORDS_ONLY)[0] is not None


def _starting(folded: str, forms: tuple[tuple[str, Operator], ...]) -> tuple[Operator | None, int]:
    for form, operator in forms:
        if folded.startswith(form):
            return operator, len(form)
    return None, 0
