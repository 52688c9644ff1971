"""Lay a document out as rows of pieces, whatever format it came in, and strip the debris of publishing systems.

A row is a line of a table, or a paragraph as a row of one piece. Debris (bookmarks, HTML tags, heading marks of a text
export) is removed here and said in a note. Rows know no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from jiheng.model import Break, Cell, Document, Note, NoteKind, Paragraph, Place, Table
from jiheng.values.wording import plain

_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]")
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|strong|i|em|u|font|a|table|tbody|tr|td|th|ul|ol|li|h[1-6]|img|o:p|sub|sup)\b[^<>]*>", re.I
)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ensp|emsp|#\d+|#x[0-9a-f]+);", re.I)
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
# On normal forms: - 3 -, —3—, 第3页, 第3页共5页, 共5页第3页.
_PAGE_NUMBER = re.compile(r"[-—–·]{1,2}\d{1,4}[-—–·]{1,2}|(?:共\d{1,4}页[,/]?)?第\d{1,4}页(?:[,/]?共\d{1,4}页)?")
_BARE_NUMBER = re.compile(r"\d{1,3}")
# Space that str.strip does not know: zero width, byte order mark.
# Stripped, not matched: a pattern for the end of a text is tried anew at every one of a million blanks inside it.
_OUTER = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)


# Not frozen: one is made for every cell, and a frozen one takes four times as long to make.
@dataclass(slots=True, eq=False)
class Piece:
    """The text of one cell or paragraph, cleaned, with its normal form. Two pieces are equal only if they are one.

    `seen` tells that a recogniser saw it in a picture.
    """

    text: str
    plain: str
    column: int
    columns: int
    rows: int
    place: Place
    seen: bool = False


@dataclass(slots=True, eq=False)
class Row:
    """Pieces from left to right, blanks included; `filled` are those that hold text.

    `above` are merged cells that reach down into this row.

    `table` numbers the tables of the document from 1 and is None for a paragraph; `spans` says whether the table's
    format keeps merged cells; `after_break` that a page break, or blank lines, stand before the row.
    """

    pieces: tuple[Piece, ...]
    above: tuple[Piece, ...] = ()
    table: int | None = None
    spans: bool = False
    after_break: bool = False
    sheet: str | None = None
    filled: tuple[Piece, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.filled = tuple([piece for piece in self.pieces if piece.text])

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return (self.filled or self.pieces)[0].place


@dataclass(slots=True)
class _Sheet:
    """Where the walk through the document is."""

    name: str | None = None
    tables: int = 0
    after_break: bool = False
    notes: list[Note] = field(default_factory=list)


def lay_out(document: Document) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Return the rows of a document in reading order, and notes on the debris that was removed."""
    at = _Sheet()
    rows = tuple(_walk(document, at))
    return rows, tuple(at.notes)


def _walk(document: Document, at: _Sheet) -> Iterator[Row]:
    for index, block in enumerate(document.blocks):
        if isinstance(block, Break):
            at.after_break = True
            at.name = block.new_sheet or at.name
        elif isinstance(block, Paragraph):
            piece = _piece(Cell(block.text, 1, 1, block.place, confidence=block.confidence), at.notes)
            if _is_page_number(piece, document, index):
                at.notes.append(Note(NoteKind.MARKUP, f"略去页码“{piece.text}”", piece.place))
                at.after_break = True
            elif piece.text:
                yield Row((piece,), after_break=at.after_break, sheet=at.name)
                at.after_break = False
        else:
            at.tables += 1
            yield from _table_rows(block, at)


def _is_page_number(piece: Piece, document: Document, index: int) -> bool:
    """Tell whether a paragraph is a page number; a bare one only between breaks of a document that has tables."""
    if _PAGE_NUMBER.fullmatch(piece.plain):
        return True
    around = (*document.blocks[max(0, index - 1) : index], *document.blocks[index + 1 : index + 2])
    apart = all(isinstance(block, Break) for block in around)
    return apart and _BARE_NUMBER.fullmatch(piece.plain) is not None and _has_tables(document)


def _has_tables(document: Document) -> bool:
    return any(isinstance(block, Table) for block in document.blocks)


def _table_rows(table: Table, at: _Sheet) -> Iterator[Row]:
    pieces = [(cell, _piece(cell, at.notes, in_table=True)) for cell in table.cells]
    by_row: dict[int, list[Piece]] = {}
    reaching: dict[int, list[Piece]] = {}
    last = max((cell.row + min(cell.rows, len(table.cells)) - 1 for cell, _ in pieces), default=0)
    for cell, piece in pieces:
        by_row.setdefault(cell.row, []).append(piece)
        for row in range(cell.row + 1, min(cell.row + cell.rows, last + 1)):
            reaching.setdefault(row, []).append(piece)
    for row in sorted(by_row):
        line = tuple(sorted(by_row[row], key=lambda piece: piece.column))
        if any(piece.text for piece in line) or reaching.get(row):
            yield Row(line, tuple(reaching.get(row, ())), at.tables, table.keeps_spans, at.after_break, at.name)
            at.after_break = False


def _piece(cell: Cell, notes: list[Note], *, in_table: bool = False) -> Piece:
    text = _clean(cell.text, cell.place, notes) if cell.text else ""
    if in_table and text and _PAGE_NUMBER.fullmatch(plain(text)):
        notes.append(Note(NoteKind.MARKUP, f"略去页码“{text}”", cell.place))
        text = ""
    seen = cell.confidence is not None
    return Piece(text, plain(text), cell.column, cell.columns, cell.rows, cell.place, seen)


def _without_page_numbers(text: str, place: Place, notes: list[Note]) -> str:
    """Drop the lines of a cell that are page numbers: a page break stood inside it."""
    lines = text.split("\n")
    if len(lines) == 1:
        return text
    is_number = [_PAGE_NUMBER.fullmatch(plain(line)) is not None for line in lines]
    if not any(is_number):
        return text
    kept = [line for line, drop in zip(lines, is_number, strict=True) if not drop]
    dropped = [line.strip() for line, drop in zip(lines, is_number, strict=True) if drop]
    notes.append(Note(NoteKind.MARKUP, f"略去页码“{'”“'.join(dropped)}”", place))
    return "\n".join(kept)


def _clean(text: str, place: Place, notes: list[Note]) -> str:
    """Remove bookmarks, HTML tags and heading marks; outer space too. What stands between stays untouched."""
    text = _without_page_numbers(text, place, notes)
    if "[bookmark:" in text:
        notes.append(Note(NoteKind.MARKUP, f"删去书签标记 {len(_BOOKMARK.findall(text))} 处", place))
        text = _BOOKMARK.sub("", text)
    tags = _TAG.findall(text) if "<" in text else []
    if tags:
        notes.append(Note(NoteKind.MARKUP, f"删去 HTML 标记 {len(tags)} 处：{'、'.join(sorted(set(tags)))}", place))
        text = _TAG.sub(_gap, text)
    if "&" in text and _ENTITY.search(text):
        notes.append(Note(NoteKind.MARKUP, "还原 HTML 转义字符", place))
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    if _HEADING_MARK.match(text):
        notes.append(Note(NoteKind.MARKUP, "删去标题前的 # 号", place))
        text = _HEADING_MARK.sub("", text)
    return text.strip(_OUTER)


def _gap(tag: re.Match[str]) -> str:
    """Keep two paragraphs apart that only their tags kept apart."""
    before, after = tag.string[max(0, tag.start() - 1) : tag.start()], tag.string[tag.end() : tag.end() + 1]
    ends = tag[0].lower().startswith(("</p", "</div", "</li", "<br", "</tr"))
    return "\n" if ends and before.strip() and after.strip() else ""
