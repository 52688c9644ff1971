"""Joins recognised lines into texts: a line that was broken at the margin goes on, one that ends before it has ended.

Knows the geometry of lines and the characters in them, no table and no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiheng.readers.scan_page import Box
from jiheng.readers.scan_sheet import Lines
from jiheng.readers.scan_strips import Strip
from jiheng.readers.scan_text import Recognised

_BETWEEN_PIECES = "  "
# Spaces that are seen in the wide shoulders of Chinese punctuation are none.
_NO_SPACE = re.compile(r"(?<![A-Za-z0-9]) +| +(?![A-Za-z0-9])")
_WORD = re.compile(r"[A-Za-z0-9.,%]+")
# In heights of the type: the width of a letter and of a character, what a line may leave blank at the margin because
# the next character may not begin a line, an indent, a difference in size, the distance between lines of a paragraph.
_LETTER, _CHARACTER, _SLACK, _INDENT, _SIZE, _APART = 0.6, 1.15, 1.6, 1.4, 1.3, 1.6


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the certainty of its least certain character and the box around it."""

    text: str
    confidence: float
    box: Box


def joined(lines: Lines, read: Mapping[int, Recognised]) -> Said | None:
    """Return the text of a cell, None where nothing stands in it. Where a line ended by intent stands a line break."""
    paragraphs = list(paragraphs_of(lines, read))
    if not paragraphs:
        return None
    text = "\n".join(said.text for said in paragraphs)
    return Said(text, min(said.confidence for said in paragraphs), _around([said.box for said in paragraphs]))


def paragraphs_of(lines: Lines, read: Mapping[int, Recognised]) -> Iterator[Said]:
    """Yield the paragraphs of some lines. `read` holds what was recognised, by the id of the strip."""
    gathered: list[Said] = []
    above: tuple[Strip, ...] = ()
    for line in lines.lines:
        said = _line(line, read)
        if not said.text:
            continue
        if gathered and not _goes_on(above, line, said.text, lines.box):
            yield _together(gathered)
            gathered = []
        gathered.append(said)
        above = line
    if gathered:
        yield _together(gathered)


def _line(line: Sequence[Strip], read: Mapping[int, Recognised]) -> Said:
    pieces = [read[id(strip)] for strip in line]
    text = _BETWEEN_PIECES.join(_NO_SPACE.sub("", piece.text) for piece in pieces if piece.text)
    return Said(text, min(piece.confidence for piece in pieces), _around([strip.box for strip in line]))


def _goes_on(above: Sequence[Strip], below: Sequence[Strip], text: str, box: Box) -> bool:
    """Tell whether a line was broken for want of room and its text continues in the next."""
    height, other = above[0].height, below[0].height
    if max(height, other) > _SIZE * min(height, other) or below[0].box[1] - above[0].box[3] > _APART * height:
        return False
    before, behind = above[0].box[0] - box[0], box[2] - above[-1].box[2]
    # A centred line has blanks on both sides, an indented one has no room behind it.
    room = behind + min(before, behind)
    if below[0].box[0] - above[0].box[0] > _INDENT * height and abs(before - behind) > 2 * height:
        return False
    word = _WORD.match(text)
    needed = max(len(word[0]) * _LETTER if word else 0.0, _CHARACTER) + _SLACK
    return room < needed * height


def _together(lines: Sequence[Said]) -> Said:
    text = lines[0].text
    for line in lines[1:]:
        ends_in_word = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalpha()
        text += f" {line.text}" if ends_in_word and text[-1].isalpha() else line.text
    return Said(text, min(line.confidence for line in lines), _around([line.box for line in lines]))


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
