"""Takes the number format codes of spreadsheets apart (`#,##0.00;[Red]-0`). Knows no numbers and no dates.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (the built-in formats, those of the zh-cn list among them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import groupby

GENERAL = "General"

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}


def built_in(number: int) -> str:
    """Return the format code behind a number that the file does not define, as a Chinese Excel shows it."""
    return _BUILT_IN.get(number, GENERAL)


class Part(Enum):
    LITERAL = "literal"
    DIGIT = "digit"
    POINT = "."
    COMMA = ","
    PERCENT = "%"
    SLASH = "/"
    TEXT = "@"
    EXPONENT = "exponent"
    GENERAL = "general"
    DATE = "date"
    ELAPSED = "elapsed"
    HALF_DAY = "half_day"


@dataclass(frozen=True, slots=True)
class Token:
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What a number must be for a section to hold, e.g. `[>=100]`."""

    sign: str
    bound: Decimal

    def holds(self, number: Decimal) -> bool:
        less, equal = number < self.bound, number == self.bound
        return {
            "<": less,
            "<=": less or equal,
            "=": equal,
            "<>": not equal,
            ">=": not less,
            ">": not less and not equal,
        }[self.sign]


@dataclass(frozen=True, slots=True)
class Section:
    tokens: tuple[Token, ...]
    parts: frozenset[Part]
    condition: Condition | None = None


@lru_cache(maxsize=4096)
def parse(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code; always at least one.

    >>> [len(section.tokens) for section in parse('0.0%;"亏"0')]
    [4, 2]
    """
    pieces = [piece for match in _TOKEN.finditer(code) for piece in _pieces(match)]
    sections: list[list[Token | Condition]] = [[]]
    for piece in pieces:
        if piece is None:
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(_section(section) for section in sections)


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<padding>.)"
    r"|\*(?P<filling>.)"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half_day>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%/@])"
    r"|(?P<end>;)"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<locale>[0-9A-Fa-f]+))?")
# Locales that stand for the long date and the time of the system.
_SYSTEM = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}
_LITERALS = ("quoted", "escaped", "literal")


def _pieces(match: re.Match[str]) -> Iterator[Token | Condition | None]:
    """Yield what one match means: tokens, a condition, or None for the end of a section."""
    group = match.lastgroup or "literal"
    text = match[group]
    if group == "end":
        yield None
    elif group == "bracket":
        yield from _bracket(text)
    elif group == "padding":
        yield Token(Part.LITERAL, " ")
    elif group == "mark":
        yield Token(Part(text), text)
    elif group != "filling":
        yield Token(Part.LITERAL if group in _LITERALS else Part(group), text)


def _bracket(text: str) -> Iterator[Token | Condition]:
    """Yield the meaning of brackets; colours and kinds of digits ([DBNum1]) show no text of their own."""
    if condition := _CONDITION.fullmatch(text):
        yield Condition(condition[1], Decimal(condition[2]))
    elif currency := _CURRENCY.fullmatch(text):
        if (currency["locale"] or "").upper() in _SYSTEM:
            yield Token(Part.ELAPSED, (currency["locale"] or "").upper())
        elif currency["symbol"]:
            yield Token(Part.LITERAL, currency["symbol"])


def _section(pieces: Sequence[Token | Condition]) -> Section:
    tokens = [piece for piece in pieces if isinstance(piece, Token)]
    condition = next((piece for piece in pieces if isinstance(piece, Condition)), None)
    system = next((_SYSTEM[token.text] for token in tokens if token.text in _SYSTEM), None)
    if system is not None:
        tokens = list(parse(system)[0].tokens)
    return Section(tuple(_joined(tokens)), frozenset(token.part for token in tokens), condition)


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens with neighbouring literals made one."""
    for part, run in groupby(tokens, key=lambda token: token.part):
        if part is Part.LITERAL:
            yield Token(part, "".join(token.text for token in run))
        else:
            yield from run
