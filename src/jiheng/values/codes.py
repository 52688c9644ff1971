"""项目编码: 21 characters, of which six are 区划 (GB/T 2260), two the year, one the category, twelve the serial.

Whether the 区划 exists, whether the year fits the budget, and which check character a region uses are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.values.compact import fold

_LENGTH = 21
_CENTURY = 2000
# GB 32100-2015, 31 symbols: no I, O, S, V, Z.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class BadProjectCodeError(ValueError):
    """The text is no project code; the message says what is wrong and at which position."""

    def __init__(self, code: str, *, problem: str) -> None:
        super().__init__(f"项目编码“{code}”有误：{problem}。请按预算管理一体化系统中的项目编码填写。")
        self.code = code
        self.problem = problem


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """The parts of a project code. `serial` keeps the check character where the region has one."""

    code: str
    region: str
    year: int
    category: str
    serial: str


def parse_project_code(text: str) -> ProjectCode:
    """Return the parts of a printed project code.

    >>> parse_project_code("13028123P00031710001F").year
    2023

    Raises:
        BadProjectCodeError: wrong length, or a wrong character, named with its position.
    """
    code = fold(text)
    if len(code) != _LENGTH:
        raise BadProjectCodeError(code, problem=f"应为{_LENGTH}位，现为{len(code)}位")
    for position, character in enumerate(code, start=1):
        expected = _expected_at(position)
        if character not in _ALLOWED[expected]:
            raise BadProjectCodeError(code, problem=f"第{position}位应为{expected}，现为“{character}”")
    return ProjectCode(code=code, region=code[:6], year=_CENTURY + int(code[6:8]), category=code[8], serial=code[9:])


def gb32100_minus1(code20: str) -> str:
    """Return the check character that Hebei's project codes carry: GB 32100-2015, with the ordinal counted from one.

    >>> gb32100_minus1("13028123P00031710001")
    'F'

    Raises:
        BadProjectCodeError: not 20 characters, or a character outside the alphabet of GB 32100-2015.
    """
    if len(code20) != _LENGTH - 1:
        raise BadProjectCodeError(code20, problem=f"计算校验码需要前{_LENGTH - 1}位，现为{len(code20)}位")
    for position, character in enumerate(code20, start=1):
        if character not in _ALPHABET:
            raise BadProjectCodeError(code20, problem=f"第{position}位“{character}”不在GB 32100字符集内")
    total = sum(_ALPHABET.index(character) * pow(3, power, 31) for power, character in enumerate(code20))
    return _ALPHABET[30 - total % 31]


_NUMERALS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALLOWED = {"数字": _NUMERALS, "大写字母（项目类别）": _LETTERS, "数字或大写字母": _NUMERALS + _LETTERS}


def _expected_at(position: int) -> str:
    if position <= 8:
        return "数字"
    return "大写字母（项目类别）" if position == 9 else "数字或大写字母"
