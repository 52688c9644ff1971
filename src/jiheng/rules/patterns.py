"""Regular expressions that a region writes into its rules: held to what is quick on any text, else refused.

How often a pattern can be tried on one text is at most the product of its repetitions, as long as none stands inside
another: so none may, and the product is bounded. On a text of `LONGEST` characters what remains takes at most some
tenths of a second. Knows no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

LONGEST = 1000
_LONGEST_PATTERN = 200
# Two repetitions without end, or one and some short ones.
_MOST_WAYS = 2 * LONGEST**2
_TOKEN = re.compile(
    r"\\(?P<back>[1-9])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()(?P<special>\?(?!:|=|!|<=|<!))?|(?P<close>\))|(?P<or>\|)"
    r"|(?P<repeat>[*+?]|\{(?P<least>[0-9]*)(?P<comma>,?)(?P<most>[0-9]*)\})[?+]?|.",
    re.DOTALL,
)


class RiskyPatternError(ValueError):
    """A pattern is no regular expression, or could take for ever. The message is Chinese and says what to change."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern.

    >>> compiled("不少于[0-9]+(次|场)").search("全年不少于12场") is not None
    True

    Raises:
        RiskyPatternError: it is none, too long, or could be tried in too many ways.
    """
    if len(pattern) > _LONGEST_PATTERN:
        raise RiskyPatternError(f"正则表达式最长 {_LONGEST_PATTERN} 个字符，请拆成几条规则")
    try:
        found = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise RiskyPatternError(f"不是合格的正则表达式：{pattern}") from error
    if prod(_ways(pattern)) > _MOST_WAYS:
        raise RiskyPatternError("重复太多，查起来会很慢：* 和 + 最多两处，请改写或拆成几条规则")
    return found


@dataclass(slots=True)
class _Group:
    """What was met inside a pair of brackets so far."""

    repeats: bool = False
    chooses: bool = False


def _ways(pattern: str) -> Iterator[int]:
    """Yield for every repetition, and every choice, in how many ways it can be made.

    Raises:
        RiskyPatternError: a repetition stands around another or around a choice, or the pattern looks back at itself.
    """
    groups = [_Group()]
    closed: _Group | None = None
    for token in _TOKEN.finditer(pattern):
        if token["back"] or token["special"]:
            raise RiskyPatternError("不能引用前面的分组，“(?”后面只能是 : = ! <= <! ，请改写")
        if token["or"]:
            yield 2
        least, most = _bounds(token)
        if most > 1 and closed is not None and (closed.repeats or closed.chooses):
            raise RiskyPatternError("重复里面不能再有重复或“|”，例如 (a+)+、(a|b)*；单个字的选择可以写成 [ab]*")
        if most > least:
            groups[-1].repeats = True
            yield most - least + 1
        closed = _met(token, groups)


def _met(token: re.Match[str], groups: list[_Group]) -> _Group | None:
    """Follow the brackets; return the group that the token closes."""
    groups[-1].chooses |= bool(token["or"])
    if token["open"]:
        groups.append(_Group())
    if not token["close"]:
        return None
    inner = groups.pop()
    # What repeats inside a group repeats inside the group around it too.
    groups[-1].repeats |= inner.repeats
    groups[-1].chooses |= inner.chooses
    return inner


def _bounds(token: re.Match[str]) -> tuple[int, int]:
    """Return how often a token lets what stands before it be repeated; once where it is no repetition."""
    match token["repeat"]:
        case None | "{}" | "{,}":
            return 1, 1 if token["repeat"] != "{,}" else LONGEST
        case "*" | "+":
            return 0, LONGEST - 1
        case "?":
            return 0, 1
    least = int(token["least"] or 0)
    most = int(token["most"]) if token["most"] else LONGEST if token["comma"] else least
    return min(least, LONGEST), min(most, LONGEST)
