"""Makes a printed page of a picture: tables with the recognised lines of every cell, and lines outside them.

From here on a scan goes the way of every printed page. A page that lies on its side or upside down is told by how
badly it reads. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median

from jiheng.readers.printed_lines import TextLine, box_around, is_wide
from jiheng.readers.printed_page import Glyph, PrintedPage
from jiheng.readers.printed_tables import Part, PrintedCell, PrintedLines, PrintedTable
from jiheng.readers.ruling import Box, Grid
from jiheng.readers.scan_page import Matrix, Page, open_page, shares
from jiheng.readers.scan_paper import Pixels
from jiheng.readers.scan_sheet import Sheet, cut
from jiheng.readers.scan_strips import Lines, Strip
from jiheng.readers.scan_text import Recognised, Recogniser
from jiheng.readers.scan_widths import paired

# The longer side of a sheet of A4 in points: nobody says how large the paper of a picture was.
_LONGER_SIDE = 842.0
_LEGIBLE, _TRIED, _LONG = 0.85, 12, 3
_BETWEEN_PIECES = "  "
_WIDEST_PADDING, _APART = 0.8, 1.5
# In widths of a character: how far its ink is from its middle, for signs that stand in a corner of theirs.
_OFF_MIDDLE = 0.3
_CLOSING, _OPENING = frozenset("，。、；：！？）》」』】〉”’"), frozenset("（《「『【〈“‘")
_FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage(PrintedPage):
    """A page that was straightened: `back` leads from it to the shares of the picture, `scale` to points."""

    back: Matrix
    scale: float

    def seen(self, box: Box) -> Box:
        """Return where a box stands in the picture, in shares of its width and height."""
        left, top, right, bottom = (side / self.scale for side in box)
        return shares((left, top, right, bottom), self.back)


def printed(picture: Pixels, number: int, recogniser: Recogniser) -> tuple[PrintedPage, list[Part]]:
    """Return the page in a picture and its parts from the top down. Raises TooLargeFileError."""
    sheet, read = _read(open_page(picture), recogniser)
    height, width = sheet.page.gray.shape
    scale = _LONGER_SIDE / max(height, width)
    page = ScannedPage(number, width * scale, height * scale, (), back=sheet.page.back, scale=scale)
    drawing = _Drawing(read, scale, number)
    tables = (drawing.table(grid, cells) for grid, cells in zip(sheet.grids, sheet.cells, strict=True))
    loose = chain.from_iterable(drawing.loose(lines) for lines in sheet.outside)
    parts: list[Part] = [*(table for table in tables if table is not None), *loose]
    return page, sorted(parts, key=lambda part: part.box[1])


def _read(page: Page, recogniser: Recogniser) -> tuple[Sheet, Mapping[int, Recognised]]:
    """Read a page; where that gives no sense, read it as it lies best."""
    sheet = cut(page)
    read = recogniser.read(sheet.strips)
    sure = _sureness(read, sheet.strips)
    if sheet.strips and sure < _LEGIBLE:
        turned = {quarters: cut(page.turned(quarters).deskewed()) for quarters in (1, 2, 3)}
        tried = {quarters: _tried(other, recogniser) for quarters, other in turned.items()}
        best = max(tried, key=lambda quarters: tried[quarters])
        if tried[best] > sure:
            sheet = turned[best]
            read = recogniser.read(sheet.strips)
    return sheet, {id(strip): one for strip, one in zip(sheet.strips, read, strict=True)}


def _tried(sheet: Sheet, recogniser: Recogniser) -> float:
    some = [strip for strip in sheet.strips if _is_long(strip) or strip.stacked]
    some = some[:: max(len(some) // _TRIED, 1)][:_TRIED]
    return _sureness(recogniser.read(some), some)


def _sureness(read: Sequence[Recognised], strips: Sequence[Strip]) -> float:
    """Return how sure the longer lines are on average; stacked ones tell of a page that lies on its side."""
    sure = [
        one.confidence if one.text and not strip.stacked else 0.0
        for one, strip in zip(read, strips, strict=True)
        if _is_long(strip) or strip.stacked
    ]
    return sum(sure) / len(sure) if sure else 0.0


def _is_long(strip: Strip) -> bool:
    height, width = strip.pixels.shape
    return bool(width >= _LONG * height)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What was recognised, on its way from pixels to points."""

    read: Mapping[int, Recognised]
    scale: float
    number: int

    def table(self, grid: Grid, cells: Sequence[Lines]) -> PrintedTable | None:
        """Return a table; None for one in which nothing is written."""
        lines = [self._lines(cell) for cell in cells]
        if not any(lines):
            return None
        boxes = [self._box(cell.box) for cell in grid.cells]
        padding = _padding(boxes, lines)
        made = [
            PrintedCell(
                cell.row, cell.column, cell.rows, cell.columns, box, own, box[2] - box[0] - 2 * padding, self.number
            )
            for cell, box, own in zip(grid.cells, boxes, lines, strict=True)
        ]
        return PrintedTable(made, [x * self.scale for x in grid.columns], self._box(grid.box), self.number)

    def loose(self, lines: Lines) -> Iterator[PrintedLines]:
        """Yield the lines outside the tables; wide blanks between them part what does not belong together."""
        left, _, right, _ = self._box(lines.box)
        near: list[TextLine] = []
        for line in self._lines(lines):
            if near and line.box[1] - near[-1].box[3] > _APART * line.em:
                yield PrintedLines(near, left, right - left, box_around(one.box for one in near), self.number)
                near = []
            near.append(line)
        if near:
            yield PrintedLines(near, left, right - left, box_around(one.box for one in near), self.number)

    def _lines(self, lines: Lines) -> list[TextLine]:
        read = ([(strip, one) for strip in line if (one := self.read[id(strip)]).text] for line in lines.lines)
        found = [self._line(pieces) for pieces in read if pieces]
        texts = paired([line.text for line in found])
        return [replace(line, text=text) for line, text in zip(found, texts, strict=True)] if found else []

    def _line(self, pieces: Sequence[tuple[Strip, Recognised]]) -> TextLine:
        em = _em(pieces)
        glyphs = [glyph for strip, read in pieces for glyph in self._glyphs(strip, read, em)]
        return TextLine(
            glyphs,
            _BETWEEN_PIECES.join(read.text for _, read in pieces),
            (glyphs[0].left, min(g.top for g in glyphs), glyphs[-1].right, max(g.bottom for g in glyphs)),
            em * self.scale,
            confidence=round(min(read.confidence for _, read in pieces), 4),
        )

    def _glyphs(self, strip: Strip, read: Recognised, em: float) -> Iterator[Glyph]:
        _, top, _, bottom = strip.box
        for text, at in zip(read.text, read.centres, strict=True):
            middle = strip.left + at + em * _OFF_MIDDLE * ((text in _CLOSING) - (text in _OPENING))
            half = em / 2 if is_wide(text) else em / 4
            box = self._box((middle - half, top, middle + half, bottom))
            yield Glyph(*box, text, start=box[0], base=box[3])

    def _box(self, box: Box) -> Box:
        left, top, right, bottom = box
        return left * self.scale, top * self.scale, right * self.scale, bottom * self.scale


def _em(pieces: Sequence[tuple[Strip, Recognised]]) -> float:
    """Return the width of a full character: the usual way from one to the next."""
    steps = [
        after - before
        for _, read in pieces
        for (one, before), (other, after) in pairwise(zip(read.text, read.centres, strict=True))
        if one.isalpha() and other.isalpha() and is_wide(one) and is_wide(other)
    ]
    return median(steps) if len(steps) >= _FEWEST_PAIRS else float(pieces[0][0].height)


def _padding(boxes: Sequence[Box], lines: Sequence[Sequence[TextLine]]) -> float:
    """Return the space that the cells of a table leave before their text, as the fullest of them shows."""
    gaps = [(line.box[0] - box[0], line.em) for box, own in zip(boxes, lines, strict=True) for line in own]
    narrowest, em = min(gaps)
    return min(max(narrowest, 0.0), _WIDEST_PADDING * em)
