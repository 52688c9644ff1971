"""How two wordings of one text differ: one stops in the middle of the other, one denies what the other asks, or else.

Width, spaces, closing stops and the sign of multiplication do not count. Which wording is right is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from jiheng.values.wording import plain

_CONTEXT = 6
_MARKS = re.compile(r"[\W_]")
_DENIED = re.compile(r"^[且并却]?(?:不|未|没有?|无法)$")
_ASKED = re.compile(r"^(?:是否|能否|有无|有没有)$")
_WORDS = re.compile(
    r"是否|能否|有无|有没有|[且并却]?(?:不|未|没有?)(?=能|是|得|存在|符合|体现|相关|一致|合理|规范)|.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two texts differ, with a few characters on both sides: what stands here, and there."""

    here: str
    there: str


def compared(text: str) -> str:
    """Return the form in which wordings are compared.

    >>> compared("预算执行率＝执行数／预算数×100%。") == compared("预算执行率=执行数/预算数*100%")
    True
    """
    return plain(text).replace("×", "*").rstrip("。.;,")


def is_cut(text: str, fuller: str) -> bool:
    """Tell whether a text stops in the middle of a sentence of a fuller one. Both as `compared`.

    >>> fuller = "收入是否及时足额上缴;账表是否相符"
    >>> is_cut("收入是否及时足", fuller), is_cut("收入是否及时足额上缴", fuller)
    (True, False)
    """
    return len(text) < len(fuller) and fuller.startswith(text) and _MARKS.match(fuller[len(text)]) is None


def denies(text: str, usual: str) -> Difference | None:
    """Return where a text denies what the usual wording asks (且不能 for 是否能), else None. Both as `compared`.

    >>> denies("目标与职责一致,且不能体现产出", "目标与职责一致,是否能体现产出").here
    '与职责一致,且不能体现产出'
    """
    if abs(len(text) - len(usual)) > _CONTEXT * 2:
        return None
    here, there = _WORDS.findall(text), _WORDS.findall(usual)
    for tag, start, end, start2, end2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        swapped = tag == "replace" and _DENIED.match("".join(here[start:end])) is not None
        if swapped and _ASKED.match("".join(there[start2:end2])) is not None:
            return _shown(here, there, (start, end), (start2, end2))
    return None


def difference(text: str, other: str) -> Difference:
    """Return the first place where two texts differ. Both as `compared`.

    >>> difference("按年度工作规划编制的采购计划", "按年度工作计划编制的采购计划")
    Difference(here='按年度工作规划编制的采购', there='按年度工作计划编制的采购')
    """
    for tag, start, end, start2, end2 in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if tag != "equal":
            return _shown(list(text), list(other), (start, end), (start2, end2))
    return Difference("", "")


def likeness(text: str, other: str) -> float:
    """Return how much two texts have in common, 0 to 1.

    >>> likeness("收入及时上缴", "收入及时上缴"), likeness("甲乙", "丙丁")
    (1.0, 0.0)
    """
    return SequenceMatcher(None, text, other, autojunk=False).ratio()


def _shown(here: list[str], there: list[str], one: tuple[int, int], other: tuple[int, int]) -> Difference:
    return Difference(_around(here, *one), _around(there, *other))


def _around(words: list[str], start: int, end: int) -> str:
    return "".join(words[max(0, start - _CONTEXT) : end + _CONTEXT])
