"""The characters of one page of a PDF: which they are and where they stand. Knows PDFium's pages, and no tables.

A page has thousands of characters, and PDFium is asked about each of them: what is asked, and how often, decides how
fast a file is read.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium

from jiheng.readers import pdf_calls
from jiheng.readers.characters import printed_character
from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from jiheng.readers.printed_page import Glyph
from jiheng.readers.ruling import Box

_MAX_CHARACTERS = 100_000
_NEAR_QUARTER = 0.05
_QUARTER = math.pi / 2
# In points, what no character is narrower than; in bytes, the sign that ends an empty text.
_NARROWEST, _END = 3.0, 2
_HYPHEN = "\x02"
_UNKNOWN = "\ufffd"
_MADE_UP = frozenset(" \r\n")
# In points: how exactly a character begins where the one before ends, and shares its foot, if both are on one line.
_BEHIND, _FOOT = 0.05, 0.5
# A box as PDFium writes it: left, top, right, bottom.
_FOUR_EDGES, _edges = ctypes.c_float * 4, Struct("4f")

Placed = Sequence[Glyph | None]
# The number of a character among those of its page, and the character as one writes it.
Shown = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Characters:
    """Glyphs in drawing order, how many no character is known of, and the text that stands askew or does not show."""

    glyphs: list[Glyph]
    unknown: int
    slanting: str
    hidden: str


def characters(
    page: Any,  # noqa: ANN401 (the library has no types)
    number: int,
    area: Any,  # noqa: ANN401
    clipped: Mapping[int, Box],
    tall: Sequence[tuple[Any, Box]] = (),
) -> Characters:
    """Return the characters in the visible area of a page; `clipped` are the areas to which text objects are cut.

    `tall` are the text objects that may be written downwards, with where they stand: of those whose font has no names
    PDFium gives no character at all.
    Raises DamagedFileError or TooLargeFileError.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise DamagedFileError(f"PDF 第 {number} 页已损坏：文字无法读出。")
    try:
        shown = _shown(text_page, _texts(text_page, number))
        found = _sorted(text_page, shown, _placed(text_page, shown, area), area, clipped)
        empty = (_laid(box, area) for item, box in tall if not _has_text(item, text_page))
        meant = (glyph for box in empty if box and not _is_taken(box, found.glyphs) for glyph in _downwards(box))
        lost = list(islice(meant, _MAX_CHARACTERS + 1))
        if len(lost) > _MAX_CHARACTERS:
            raise TooLargeFileError(f"PDF 第 {number} 页的字超过上限 {_MAX_CHARACTERS} 个。")
        return replace(found, glyphs=[*found.glyphs, *lost], unknown=found.unknown + len(lost)) if lost else found
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _texts(text_page: Any, number: int) -> str:  # noqa: ANN401
    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MAX_CHARACTERS:
        raise TooLargeFileError(f"PDF 第 {number} 页有 {count} 个字，超过上限 {_MAX_CHARACTERS} 个。")
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        together = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        # A character beyond the first plane comes in two halves, and each is one of those that stand on the page.
        return together if len(together) == count else "".join(map(chr, buffer[:count]))
    return "".join(chr(min(pdfium.FPDFText_GetUnicode(text_page, at), 0x10FFFF)) for at in range(count))


def _shown(text_page: Any, texts: str) -> Shown:  # noqa: ANN401
    """Return what is drawn: without the blanks and line ends that PDFium adds, signs in place of unknown characters."""
    generated, nameless = pdf_calls.is_generated, pdf_calls.lacks_unicode
    drawn = [
        (at, text)
        for at, text in enumerate(texts)
        if text not in _MADE_UP or (text == " " and generated(text_page, at) != 1)
    ]
    first = {text: at for at, text in reversed(drawn)}
    names = {text: printed_character("-" if text == _HYPHEN else text) or _UNKNOWN for text in first}
    if _UNKNOWN not in names.values() and not any(nameless(text_page, at) == 1 for at in first.values()):
        return [(at, names[text]) for at, text in drawn]
    # What a font without names gives looks like any text: here each character is asked for.
    return [(at, _UNKNOWN if nameless(text_page, at) == 1 else names[text]) for at, text in drawn]


def _placed(text_page: Any, shown: Shown, area: Any) -> Placed:  # noqa: ANN401
    """Return where characters stand, y downwards; None for one that stands askew.

    One box and one point are used over again for all, and what stands upright right behind another character is not
    asked for its direction and its base line.
    """
    # PDFium's own angle takes the slope of italics for one.
    matrix_of, box_of, origin_of = pdf_calls.char_matrix, pdf_calls.char_box, pdf_calls.char_origin
    matrix, box, start, base = pdfium.FS_MATRIX(), _FOUR_EDGES(), ctypes.c_double(), ctypes.c_double()
    to_matrix, to_box = ctypes.byref(matrix), ctypes.byref(box)
    to_start, to_base = ctypes.byref(start), ctypes.byref(base)
    left, top, level, turn, edges_in = area.left, area.top, 0.0, 0, _edges.unpack
    ends = foot = math.nan
    # Half the time of a named tuple goes into its names.
    new, glyphs = tuple.__new__, list[Glyph | None]()
    for at, text in shown:
        box_of(text_page, at, to_box)
        x, above, right, below = edges_in(box)
        begins = x
        if turn or not (-_BEHIND < x - ends < _BEHIND and -_FOOT < below - foot < _FOOT):
            matrix_of(text_page, at, to_matrix)
            angle = math.atan2(-matrix.b, matrix.a) / _QUARTER
            turn = round(angle)
            if abs(angle - turn) > _NEAR_QUARTER:
                glyphs.append(None)
                ends = math.nan
                continue
            origin_of(text_page, at, to_start, to_base)
            begins, level = start.value, top - base.value
        ends, foot = right, below
        glyphs.append(
            new(Glyph, (x - left, top - above, right - left, top - below, text, begins - left, level, turn % 4))
        )
    return glyphs


def _has_text(item: Any, text_page: Any) -> bool:  # noqa: ANN401
    return bool(pdf_calls.text_length(item, text_page, None, ctypes.c_ulong(0)) > _END)


def _laid(box: Box, area: Any) -> Box | None:  # noqa: ANN401
    """Return a box from the top left of the visible area, as far as it lies there: a broken one may be of any size."""
    left, bottom, right, top = box
    left, right = max(left, area.left), min(right, area.right)
    bottom, top = max(bottom, area.bottom), min(top, area.top)
    if not (left <= right and bottom < top):
        return None
    return left - area.left, area.top - top, right - area.left, area.top - bottom


def _is_taken(box: Box, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a character stands in a box: what is drawn twice over, PDFium gives once."""
    left, top, right, bottom = box
    middles = (((one.left + one.right) / 2, (one.top + one.bottom) / 2) for one in glyphs)
    return any(left <= x <= right and top <= y <= bottom for x, y in middles)


def _downwards(box: Box) -> Iterator[Glyph]:
    """Yield unknown characters below one another that fill a box."""
    left, top, right, bottom = box
    count = max(round((bottom - top) / max(right - left, _NARROWEST)), 1)
    height = (bottom - top) / count
    for at in range(count):
        foot = top + (at + 1) * height
        yield Glyph(left, foot - height, right, foot, _UNKNOWN, left, foot)


def _sorted(
    text_page: Any,  # noqa: ANN401
    shown: Shown,
    placed: Placed,
    area: Any,  # noqa: ANN401
    clipped: Mapping[int, Box],
) -> Characters:
    """Tell glyphs that one sees and reads from those that stand askew, off the page or outside what is shown."""
    texts = [text for _, text in shown]
    unknown = texts.count(_UNKNOWN)
    glyphs = list(filter(None, placed))
    slanting = ""
    if len(glyphs) < len(placed):
        slanting = "".join(text for text, glyph in zip(texts, placed, strict=True) if glyph is None)
    if not clipped and _lie_within(glyphs, area.right - area.left, area.top - area.bottom):
        return Characters(glyphs, unknown, slanting, "")
    seen, hidden = list[Glyph](), list[str]()
    for (at, text), glyph in zip(shown, placed, strict=True):
        if glyph is not None:
            if _is_seen(text_page, at, glyph, area, clipped):
                seen.append(glyph)
            else:
                hidden.append(text)
    return Characters(seen, unknown, slanting, "".join(hidden))


def _lie_within(glyphs: Sequence[Glyph], width: float, height: float) -> bool:
    if not glyphs:
        return True
    lefts, tops, rights, bottoms, *_ = zip(*glyphs, strict=True)
    return bool(min(lefts) >= 0 and min(tops) >= 0 and max(rights) <= width and max(bottoms) <= height)


def _is_seen(text_page: Any, at: int, glyph: Glyph, area: Any, clipped: Mapping[int, Box]) -> bool:  # noqa: ANN401
    """Tell whether the middle of a glyph stands on the page, and in the part of it to which its text is cut."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    if not (0 <= x <= area.right - area.left and 0 <= y <= area.top - area.bottom):
        return False
    if not clipped:
        return True
    text_object = pdfium.FPDFText_GetTextObject(text_page, at)
    clip = clipped.get(ctypes.addressof(text_object.contents)) if text_object else None
    if clip is None:
        return True
    left, top = clip[0] - area.left, area.top - clip[3]
    return bool(left <= x <= clip[2] - area.left and top <= y <= area.top - clip[1])
