"""Printed pages → blocks of a document: tables that run on are joined, running titles are told from the text.

Shared by the readers of printed formats. Knows no file format and no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiheng.model import Block, Break, Cell, Paragraph, Place, Remark, RemarkKind, Table
from jiheng.readers.printed_joining import join
from jiheng.readers.printed_lines import TextLine, box_around, confidence_of
from jiheng.readers.printed_page import PrintedPage
from jiheng.readers.printed_tables import Part, PrintedCell, PrintedLines, PrintedTable
from jiheng.readers.printed_text import paragraphs
from jiheng.readers.ruling import Box

# The margins, in shares of the height, in which running titles and page numbers stand.
_MARGIN = 0.09
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–·~]{0,2}\s?\d{1,4}\s?[-—–·~]{0,2}|(?:共\s?\d{1,4}\s?页[,，/]?\s?)?第\s?\d{1,4}\s?页(?:[,，/]?\s?共\s?\d{1,4}\s?页)?"
    r"|\d{1,4}\s?/\s?\d{1,4}|Page \d{1,4}(?: of \d{1,4})?"
)
_ORDINARY = 1.1
# How much of a page's height the margin at its foot may take.
_FOOT = 0.17


@dataclass(slots=True)
class _Written:
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0


def blocks_of(pages: Sequence[tuple[PrintedPage, Sequence[Part]]]) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Return the blocks of a document from its pages, each with its parts, and remarks on what was left out."""
    written = _Written()
    by_number = {page.number: page for page, _ in pages}
    for table_or_lines in _joined(_without_running_titles(pages, written), by_number, written):
        if isinstance(table_or_lines, PrintedTable):
            _table(table_or_lines, by_number, written)
        elif isinstance(table_or_lines, PrintedLines):
            _paragraphs(table_or_lines, by_number, written)
        elif written.blocks:
            written.blocks.append(Break(Place(page=table_or_lines)))
    return tuple(written.blocks), tuple(written.remarks)


# Running titles and page numbers.


def _without_running_titles(
    pages: Sequence[tuple[PrintedPage, Sequence[Part]]], written: _Written
) -> Iterator[tuple[int, list[Part]]]:
    """Yield the parts of each page; of lines that every page repeats in its margins the first stays."""
    em = _usual_em(pages)
    counts = _margin_counts(pages, em)
    told: dict[str, int] = {}
    for page, parts in pages:
        kept: list[Part] = []
        for part in parts:
            lines = part.lines if isinstance(part, PrintedLines) else ()
            running = [line for line in lines if _is_running(line, page, counts, told)]
            _tell(running, page, told, written)
            left = [line for line in lines if line not in running]
            if isinstance(part, PrintedTable) or len(left) == len(lines):
                kept.append(part)
            elif left:
                kept.append(PrintedLines(left, part.left, part.width, part.box, part.page))
        yield page.number, kept


def _usual_em(pages: Sequence[tuple[PrintedPage, Sequence[Part]]]) -> float:
    sizes = sorted(
        line.em
        for _, parts in pages
        for part in parts
        for line in (
            part.lines if isinstance(part, PrintedLines) else (line for cell in part.cells for line in cell.lines)
        )
    )
    return sizes[len(sizes) // 2] if sizes else 0.0


def _margin_counts(pages: Sequence[tuple[PrintedPage, Sequence[Part]]], em: float) -> dict[str, int]:
    """Count on how many pages a line stands in a margin; large print is a title of its own."""
    counts: dict[str, int] = {}
    for page, parts in pages:
        lines = [line for part in parts if isinstance(part, PrintedLines) for line in part.lines]
        for key in {_key(line) for line in lines if _in_margin(line, page) and line.em <= _ORDINARY * em}:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _is_running(line: TextLine, page: PrintedPage, counts: dict[str, int], told: dict[str, int]) -> bool:
    if not _in_margin(line, page):
        return False
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    key = _key(line)
    if counts.get(key, 0) < 2:
        return False
    first = key not in told
    told.setdefault(key, 0)
    return not first


def _tell(lines: Sequence[TextLine], page: PrintedPage, told: dict[str, int], written: _Written) -> None:
    for line in lines:
        key = _key(line)
        if not told.get(key):
            told[key] = page.number
            what = "页码" if _PAGE_NUMBER.fullmatch(line.text) else "每页重复的页眉、页脚"
            place = Place(page=page.number, box=page.seen(line.box))
            written.remarks.append(Remark(RemarkKind.FURNITURE, f"{what}不计入正文：{line.text}", place))


def _key(line: TextLine) -> str:
    return _DIGITS.sub("#", line.text)


def _in_margin(line: TextLine, page: PrintedPage) -> bool:
    return line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height


# Tables over several pages.


def _joined(
    pages: Iterable[tuple[int, list[Part]]], by_number: Mapping[int, PrintedPage], written: _Written
) -> Iterator[Part | int]:
    """Yield parts, and the number of each page that begins; a table that runs on comes once, as a whole."""
    held: PrintedTable | None = None
    above: PrintedPage | None = None
    for number, parts in pages:
        whole = None
        if held is not None and above is not None and _fills(held, above, parts):
            whole = _continued(held, parts, number, written)
        above = by_number[number]
        if whole is not None and len(parts) == 1:
            held = whole
            continue
        if held is not None:
            yield whole or held
        yield number
        rest = parts[1:] if whole is not None else parts
        held = _last_table(rest)
        yield from rest[:-1] if held is not None else rest
    if held is not None:
        yield held


def _fills(table: PrintedTable, page: PrintedPage, following: Sequence[Part]) -> bool:
    """Tell whether a table ended with its page because there was no room for the next row.

    One that ends before was ended by its writer: what goes on in the next is for those to say who know forms.
    """
    bottom = max((cell.box[3] for cell in table.cells if cell.page == page.number), default=page.height)
    first = [cell for part in following[:1] if isinstance(part, PrintedTable) for cell in part.cells if cell.row == 1]
    if not first:
        return False
    row = max(cell.box[3] - cell.box[1] for cell in first)
    return bottom + row > (1 - _FOOT) * page.height


def _continued(held: PrintedTable, parts: Sequence[Part], number: int, written: _Written) -> PrintedTable | None:
    """Return the table that ended the page before, with what goes on at the top of this one."""
    if not parts or not isinstance(parts[0], PrintedTable):
        return None
    found = join(held, parts[0])
    if found is None:
        return None
    for text in found.repeated:
        written.remarks.append(Remark(RemarkKind.FURNITURE, f"续页重复印出的表头已略去：{text}", Place(page=number)))
    return found.table


def _last_table(parts: Sequence[Part]) -> PrintedTable | None:
    last = parts[-1] if parts else None
    return last if isinstance(last, PrintedTable) else None


# Into the words of the model.


def _table(table: PrintedTable, pages: dict[int, PrintedPage], written: _Written) -> None:
    written.tables += 1
    cells = tuple(_cell(cell, pages[cell.page].seen(cell.box), written.tables) for cell in table.cells)
    written.blocks.append(Table(cells, keeps_spans=table.ruled))


def _cell(cell: PrintedCell, box: Box, table: int) -> Cell:
    place = Place(page=cell.page, table=table, row=cell.row, column=cell.column, box=box)
    return Cell(cell.text, cell.row, cell.column, place, cell.rows, cell.columns, confidence_of(cell.lines))


def _paragraphs(part: PrintedLines, pages: dict[int, PrintedPage], written: _Written) -> None:
    for text, lines in paragraphs(part.lines, part.width, part.left):
        written.paragraphs += 1
        box = pages[part.page].seen(box_around(line.box for line in lines))
        place = Place(page=part.page, row=written.paragraphs, box=box)
        written.blocks.append(Paragraph(text, place, confidence_of(lines)))
