"""Lines of a cell or column → its text: lines that the width broke are joined, paragraphs stay apart.

What was broken by the width shows: the first word of the next line would not have fitted any more. A line that ends
early was ended by the writer. Knows no file format and no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jiheng.readers.printed_lines import TextLine, is_wide

# May not begin a line, may not end one.
_CLOSING = frozenset("，。、；：？！）】》」』〉〕”’％%,.;:?!)]}>…—·/")
_OPENING = frozenset("（【《「『〈〔“‘([{</")
# What a paragraph of running text begins with, even where the one above happens to fill its last line.
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{2,8}：|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳]|[（(]\d{1,2}[)）]"
)
_ENDINGS = frozenset("，。；：,.;:!?！？")
_SLACK, _INDENT, _FIRST_LINE, _OTHER_SIZE = 0.35, 1.4, 2.0, 1.3


def cell_text(lines: Sequence[TextLine], width: float) -> str:
    """Return the text of lines in a cell where text has this width, its paragraphs parted by line ends."""
    if len(lines) == 1:
        return lines[0].text
    return "\n".join(text for text, _ in paragraphs(lines, width))


def paragraphs(
    lines: Sequence[TextLine], width: float, left: float | None = None
) -> Iterator[tuple[str, Sequence[TextLine]]]:
    """Yield each paragraph's text with its lines. Running text has an area that begins at `left`; a cell needs none."""
    if not lines:
        return
    running = left is not None
    left = min(line.box[0] for line in lines) if left is None else left
    followed = _followed_by_blanks(lines) if len(lines) > 1 else frozenset()
    start, text = 0, lines[0].text
    for at, (line, following) in enumerate(pairwise(lines), start=1):
        begins = line.text.endswith("。") and _begins(following, left, lines, running=running)
        if not begins and _same_paragraph(line, following, left, width):
            text += _seam(line, following, followed) + following.text
        else:
            yield text, lines[start:at]
            start, text = at, following.text
    yield text, lines[start:]


def _begins(line: TextLine, left: float, lines: Sequence[TextLine], *, running: bool) -> bool:
    """Tell whether a line behind a full stop begins a paragraph, though the one above fills its last line."""
    margins = (left, min(one.box[0] for one in lines))
    indented = any(abs(line.box[0] - margin - _FIRST_LINE * line.em) < _SLACK * line.em for margin in margins)
    return indented or (running and _LABEL.match(line.text) is not None)


def goes_on(lines: Sequence[TextLine], following: TextLine, width: float) -> bool:
    """Tell whether a line may be the rest of the paragraph in which these end, at the end of a page."""
    return _same_paragraph(lines[-1], following, min(line.box[0] for line in lines), width)


def _same_paragraph(line: TextLine, following: TextLine, left: float, width: float) -> bool:
    """Tell whether the width broke the text: what comes next did not fit behind the line."""
    sized = all(any(is_wide(glyph.text) for glyph in one.glyphs) for one in (line, following))
    if sized and max(line.em, following.em) > _OTHER_SIZE * min(line.em, following.em):
        return False
    if abs(line.box[0] + line.box[2] - following.box[0] - following.box[2]) < line.em:
        room = width - (line.box[2] - line.box[0])
    elif following.box[0] - left > _INDENT * following.em:
        return False
    else:
        room = left + width - line.box[2]
    return room < _first_word(following) + _SLACK * following.em


def _first_word(line: TextLine) -> float:
    """Return the width of what a line cannot be broken in: a word or a character, with the signs that stick to it."""
    glyphs = line.glyphs
    last = 0
    while last + 1 < len(glyphs) and _sticks(glyphs[last].text, glyphs[last + 1].text):
        last += 1
    return glyphs[last].right - glyphs[0].left


def _sticks(one: str, following: str) -> bool:
    if one in _OPENING or following in _CLOSING:
        return True
    narrow = (not is_wide(one) or one in _CLOSING) and not is_wide(following)
    return narrow and not one.isspace() and not following.isspace()


def _seam(line: TextLine, following: TextLine, followed: frozenset[str]) -> str:
    """Return what stood between two lines: the blank at which they were broken, or nothing."""
    before, after = line.text[-1], following.text[0]
    between_words = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
    return " " if line.spaced or between_words or before in followed else ""


def _followed_by_blanks(lines: Sequence[TextLine]) -> frozenset[str]:
    """Return the punctuation behind which these lines always leave a blank: at a line's end nobody draws it."""
    if not any(" " in line.text for line in lines):
        return frozenset()
    blank, none = set[str](), set[str]()
    for line in lines:
        for one, following in pairwise(line.text):
            if one in _ENDINGS:
                (blank if following == " " else none).add(one)
    return frozenset(blank - none)
