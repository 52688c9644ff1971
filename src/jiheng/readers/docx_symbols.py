"""What the characters of symbol fonts look like: Symbol, Wingdings, Wingdings 2. Knows no documents.

Such a font draws a tick where its text says "R"; only the font tells. Source: the Unicode equivalents of the fonts'
glyphs; only those that forms use are listed, every other character stays what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠",
    0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD7: "⋅", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x78: "☒", 0xA1: "○",
    0xA3: "○", 0xA8: "□", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: "□", 0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x98: "●", 0x99: "○", 0xA2: "■",
    0xA3: "□", 0xA4: "□",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
)
# How the fonts' names stand in a part, to tell cheaply whether it uses any.
FONT_MARKS = (b"ingdings", b'"Symbol"', b"'Symbol'")
# The private area into which Word maps the characters of symbol fonts.
_PRIVATE = 0xF000


def shown(text: str, font: str | None) -> str:
    """Return what a text looks like in a font; the text itself where the font is no symbol font."""
    glyphs = _FONTS.get(font.lower()) if font is not None else None
    return "".join(_shown(character, glyphs) for character in text) if glyphs is not None else text


def _shown(character: str, glyphs: Mapping[int, str]) -> str:
    code = ord(character)
    if code & ~0xFF not in (0, _PRIVATE):
        return character
    return glyphs.get(code & 0xFF, character)
