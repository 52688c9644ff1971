"""Sentences with named gaps, such as `单位：{money_unit}`: match a printed text, or fill one in.

A gap is `{name}` for any text, `{name:digits}` for three digits or more that are no year, `{name:words}` for a text
that begins with a Chinese character; `{}` matches words that nobody keeps. Width, space and quotes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from jiheng.values.wording import plain

_GAP = re.compile(r"\{([\w.]*)(?::(digits|words))?\}")


def match(template: str, text: str) -> dict[str, str] | None:
    """Return what stands in the gaps, or None where the text is another sentence.

    The words of a gap come back as typed, outer space trimmed.

    >>> match("单位：{money_unit}", "单位: 万元")
    {'money_unit': '万元'}
    >>> match("{unit.code:digits}{unit.name:words}", "430001云溪县档案馆")
    {'unit.code': '430001', 'unit.name': '云溪县档案馆'}
    """
    found = _pattern(template).fullmatch(text.strip())
    if found is None:
        return None
    return {name.replace("__", "."): value.strip() for name, value in found.groupdict().items()}


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values into the gaps; a gap without a value stays empty.

    >>> fill("单位：{money_unit}", {"money_unit": "万元"})
    '单位：万元'
    """
    return _GAP.sub(lambda gap: values.get(gap[1], ""), template)


def gaps(template: str) -> tuple[str, ...]:
    """Return the names of the gaps, in order."""
    return tuple(gap[1] for gap in _GAP.finditer(template) if gap[1])


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts, end = [], 0
    for gap in _GAP.finditer(template):
        parts += [_words(template[end : gap.start()]), _gap(gap)]
        end = gap.end()
    return re.compile("".join([*parts, _words(template[end:])]), re.S)


def _gap(gap: re.Match[str]) -> str:
    inside = {"digits": r"\d{3,}(?![\d年])", "words": r"[\u4e00-\u9fff].*?"}.get(gap[2], r".+?")
    return f"(?P<{gap[1].replace('.', '__')}>{inside})" if gap[1] else f"(?:{inside})?"


@cache
def _words(text: str) -> str:
    """Match the words in any width, with any space between."""
    return "".join(rf"\s*{_either_width(char)}" for char in plain(text)) + r"\s*" if plain(text) else ""


def _either_width(char: str) -> str:
    wide = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char
    return f"[{re.escape(char)}{re.escape(wide)}]" if wide != char else re.escape(char)
