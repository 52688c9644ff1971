"""Characters as fonts name them → characters as people write them. Shared by the readers of printed formats.

A printing program names a glyph by any character that is drawn with it: 工 comes as the radical ⼯, 页 as ⻚, a bracket
in a column as ︵, and letters that are drawn as one as a ligature. Symbol fonts number their signs in an area where
characters have no meaning of their own.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_RADICALS = dict(
    zip(
        "⺟⺠⻁⻂⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎衤西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_SYMBOLS = {0xF0A8: "□", 0xF06F: "□", 0xF0A3: "□", 0xF0FE: "☑", 0xF052: "☑", 0xF0FC: "√", 0xF050: "√", 0xF0FB: "×"}
_UPRIGHT = dict(
    zip(
        "︐︑︒︓︔︕︖︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？：—（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)
_OLD_FORMS = ((0x2F00, 0x2FD5), (0xF900, 0xFAFF), (0xFB00, 0xFB06))
_WRITTEN = _RADICALS | _UPRIGHT
_MEANINGLESS = ((0x00, 0x1F), (0x7F, 0x9F), (0xE000, 0xF8FF), (0xFFF0, 0xFFFF))


@lru_cache(maxsize=16384)
def printed_character(text: str) -> str | None:
    """Return the character that a person reads, None where the font gives a number that stands for none."""
    code = ord(text)
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if any(first <= code <= last for first, last in _MEANINGLESS):
        return None
    if text in _WRITTEN:
        return _WRITTEN[text]
    if any(first <= code <= last for first, last in _OLD_FORMS):
        return unicodedata.normalize("NFKC", text)
    return " " if text == "\xa0" else text
