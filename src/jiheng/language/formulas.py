"""Formulas as they are written in explanations: 执行率=（执行数/预算数）×100%. Their form, not their value.

Knows operators, brackets and the shape of a name; which formula an indicator should have is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from jiheng.language.names import bare, level
from jiheng.language.spans import Span

_FORMULA = re.compile(r"(?P<name>[\u4e00-\u9fff“”\"（）()、]{1,30}?)\s*[=＝]\s*(?P<body>[^=＝。；;\n]{2,160})")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_TOKEN = re.compile(
    r"(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<operator>除以|乘以|[+*/×÷·∕−–-])"
    r"|(?P<operand>(?:(?!除以|乘以)[^()\[\]{}+*/×÷·∕−–-])+)"
)
_DIVISION = ("/", "÷", "除以", "∕")
_ADDITION = ("-", "+", "−", "–")
_TIMES_HUNDRED = re.compile(r"[*×·]\s*100\s*%|乘以100%|[*×]\s*百分之百")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
# What follows a formula in the same sentence and is no part of it.
_TAIL = re.compile(r"[，,](?!\d).*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A printed formula: what it defines, its right side, and what is wrong with it.

    `unit` is that of its result: % or 比值 (a share that is not made a percentage), None where it does not follow.
    """

    span: Span
    name: str
    body: str
    unit: str | None
    faults: tuple[str, ...]


# The region's explanations stand in every form.
@lru_cache(maxsize=2048)
def formulas(text: str | None) -> tuple[Formula, ...]:
    """Return the formulas in a text. A name, a sign of equality and an operator behind it make one.

    >>> [found] = formulas("节水率=计划用水量-实际用水量除以计划用水量")
    >>> found.name, found.faults
    ('节水率', ('减法没有加括号，会先算除法',))
    >>> formulas("到课率=（到课人数/应到人数）×100%")[0].unit
    '%'
    """
    said = text or ""
    if "=" not in said and "＝" not in said:
        return ()
    found = (_formula(match, said) for match in _FORMULA.finditer(said))
    return tuple(one for one in found if one is not None)


def _formula(found: re.Match[str], text: str) -> Formula | None:
    body = _without_opening(found, _TAIL.sub("", found["body"]).rstrip())
    start = found.start("name")
    name = _name(found["name"])
    leveled = _level(body)
    tokens = [(match.lastgroup or "", match[0].strip()) for match in _TOKEN.finditer(leveled)]
    if not any(kind == "operator" for kind, _ in tokens) or not _WORDS.search(body):
        return None
    span = Span(start + len(found["name"]) - len(found["name"].lstrip()), found.start("body") + len(body))
    return Formula(span, name, body, _unit(leveled, tokens), (*_name_faults(name), *_faults(tokens)))


def _without_opening(found: re.Match[str], body: str) -> str:
    """Leave out the bracket in which the whole formula stands, and a second formula behind 或."""
    body = re.sub(r"(?<=%)或.*$", "", body, flags=re.DOTALL)
    return body[:-1].rstrip() if body.endswith(("）", ")")) and found["name"].startswith(("（", "(")) else body


def _level(text: str) -> str:
    return level(text).replace("（", "(").replace("）", ")").replace("【", "[").replace("】", "]")


def _name(printed: str) -> str:
    return bare(re.split(r"[，、:：]", printed)[-1]).lstrip("(")


def _unit(text: str, tokens: list[tuple[str, str]]) -> str | None:
    """Return % for a hundredfold share and 比值 for a plain one; of another result nothing is said."""
    if _TIMES_HUNDRED.search(text) is not None:
        return "%"
    divided = [word for kind, word in tokens if kind == "operator" and word in _DIVISION]
    return "比值" if len(divided) == 1 and tokens[-1][0] != "operator" else None


def _name_faults(name: str) -> list[str]:
    """率节约率: the beginning repeats what the end says."""
    doubled = (
        name[:1] in "率数额量" and name[1:2] not in ("", "额", "量", "字", "据", "先", "领", "化") and len(name) > 2
    )
    return [f"名称“{name}”开头多了“{name[0]}”"] if doubled else []


def _faults(tokens: list[tuple[str, str]]) -> list[str]:
    faults = _bracket_faults(tokens)
    kinds = [kind for kind, _ in tokens]
    words = [word for _, word in tokens]
    if kinds[-1] == "operator" or kinds[0] == "operator":
        faults.append("运算符的一边没有内容")
    if any(one == other == "operator" for one, other in pairwise(kinds)):
        faults.append("两个运算符连在一起")
    if not faults and _subtracts_before_dividing(kinds, words):
        faults.append("减法没有加括号，会先算除法")
    return faults


def _bracket_faults(tokens: list[tuple[str, str]]) -> list[str]:
    waiting: list[str] = []
    for kind, word in tokens:
        if kind == "open":
            waiting.append(_PAIRS[word])
        elif kind == "close" and (not waiting or waiting.pop() != word):
            return ["括号不成对"]
    return ["括号不成对"] if waiting else []


def _subtracts_before_dividing(kinds: list[str], words: list[str]) -> bool:
    """Tell a−b/a, which was meant as (a−b)/a: what is subtracted from stands below the line again."""
    if kinds[:5] != ["operand", "operator", "operand", "operator", "operand"]:
        return False
    return words[1] in _ADDITION and words[3] in _DIVISION and words[0] == words[4]
