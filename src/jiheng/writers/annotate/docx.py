"""Hangs remarks on the paragraphs and cells of a Word document as comments. Every byte of the body stays as it was.

Whatever revisions, content controls and text boxes are around a place is left alone: a comment begins and ends inside
a paragraph, and for a place in a text box, where Word allows none, it spans the paragraph that holds the box.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from jiheng.model import Place
from jiheng.readers.docx import standing_at
from jiheng.readers.errors import DamagedFileError
from jiheng.readers.packages import stated_number
from jiheng.writers.annotate.errors import TwistedFileError
from jiheng.writers.annotate.marks import AUTHOR, Mark, Remark
from jiheng.writers.annotate.packages import Edition, is_strict
from jiheng.writers.annotate.splices import Splices

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W: Final = f"{{{_WORD}}}"
_PARAGRAPH, _PROPERTIES, _BOX, _TABLE = (f"{_W}{tag}" for tag in ("p", "pPr", "txbxContent", "tbl"))
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COMMENT_TAGS: Final = tuple(f"{_W}{tag}" for tag in ("comment", "commentRangeStart", "commentReference"))


def annotate_docx(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return the document with a comment for each remark, on the paragraph or cell that it speaks of."""
    edition = Edition(data)
    main = edition.package.main_part()
    comments = edition.linked(main, "comments")
    body = edition.package.xml(main).find(f"{_W}body")
    if body is None:
        raise DamagedFileError("文件已损坏：Word 文档没有正文。")
    first = _free_id(body, edition.package.xml(comments) if comments else None)
    anchored = tuple(_anchored(marks, _Places(body), first))
    _refer(edition, main, body, anchored)
    _write(edition, main, comments, anchored)
    return edition.packed()


class _Range(NamedTuple):
    """The first and the last paragraph that a comment speaks of; often the same."""

    first: etree._Element
    last: etree._Element


class _Comment(NamedTuple):
    id: int
    remark: Remark
    range: _Range


class _Places:
    """The paragraphs of a body by Place."""

    def __init__(self, body: etree._Element) -> None:
        self._body = body
        self._elements = standing_at(body)
        self._rows: dict[tuple[int | None, int | None], etree._Element] = {}
        for place, element in self._elements.items():
            self._rows.setdefault((place.table, place.row), element)

    def range(self, place: Place) -> _Range | None:
        """Return where a comment on a place begins and ends; at the first paragraph where the place is none."""
        element = self._elements.get(Place(table=place.table, row=place.row, column=place.column))
        if element is None:
            element = self._rows.get((place.table, place.row))
        paragraphs = list(_paragraphs(self._body if element is None else element))
        if not paragraphs:
            return None
        last = paragraphs[0] if element is None else paragraphs[-1]
        return _Range(_outside(paragraphs[0]), _outside(last))


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of a cell without those of tables inside it; of the body the first."""
    if element.tag == _PARAGRAPH:
        yield element
    elif element.tag == f"{_W}body":
        yield from (one for one in (next(element.iter(_PARAGRAPH), None),) if one is not None)
    else:
        yield from (one for one in element.iter(_PARAGRAPH) if _holder(one) is element)


def _holder(paragraph: etree._Element) -> etree._Element | None:
    """Return the innermost cell or text box around a paragraph."""
    return next(paragraph.iterancestors(f"{_W}tc", _BOX), None)


def _outside(paragraph: etree._Element) -> etree._Element:
    """Return the paragraph, or the one that holds the outermost text box around it."""
    boxes = list(paragraph.iterancestors(_BOX))
    outer = next(boxes[-1].iterancestors(_PARAGRAPH), None) if boxes else None
    return paragraph if outer is None else outer


def _free_id(body: etree._Element, comments: etree._Element | None) -> int:
    roots = [root for root in (body, comments) if root is not None]
    taken = (one.get(f"{_W}id") for root in roots for one in root.iter(*_COMMENT_TAGS))
    return max((stated_number(one, 0) for one in taken), default=-1) + 1


def _anchored(marks: Sequence[Mark], places: _Places, first: int) -> Iterator[_Comment]:
    ranges = ((remark, places.range(mark.place)) for mark in marks for remark in mark.remarks)
    standing = ((remark, where) for remark, where in ranges if where is not None)
    yield from (_Comment(number, remark, where) for number, (remark, where) in enumerate(standing, start=first))


def _refer(edition: Edition, main: str, body: etree._Element, comments: Sequence[_Comment]) -> None:
    """Put the beginning, the end and the reference of each comment into the body."""
    root = body.getroottree().getroot()
    number = {element: at for at, element in enumerate(root.iter(etree.Element))}
    ends = {paragraph for comment in comments for paragraph in comment.range}
    heads = {paragraph: paragraph[0] for paragraph in ends if len(paragraph) and paragraph[0].tag == _PROPERTIES}
    data = edition.bytes_of(main)
    splices = Splices(data, main, [number[element] for element in (*ends, *heads.values())])
    word = _Prefix(body, strict=is_strict(data))
    for comment in comments:
        first, last = (splices.spans[number[paragraph]] for paragraph in comment.range)
        head = heads.get(comment.range.first)
        begins = word.element("commentRangeStart", comment.id)
        if head is None:
            splices.first_in(first, begins)
        else:
            splices.after(splices.spans[number[head]], begins)
        reference = f"<{word.name}r{word.space}>{word.element('commentReference', comment.id)}</{word.name}r>"
        splices.last_in(last, word.element("commentRangeEnd", comment.id) + reference)
    edition.put(main, splices.result())


class _Prefix:
    """How the body names WordprocessingML; where it has no prefix for it, each element brings its own."""

    def __init__(self, body: etree._Element, *, strict: bool) -> None:
        found = next((prefix for prefix, uri in body.nsmap.items() if uri == _WORD and prefix), None)
        self.name = f"{found or 'w'}:"
        self.space = "" if found else f' xmlns:w="{_STRICT_WORD if strict else _WORD}"'

    def element(self, tag: str, id: int) -> str:
        return f'<{self.name}{tag}{self.space} {self.name}id="{id}"/>'


def _write(edition: Edition, main: str, part: str | None, comments: Sequence[_Comment]) -> None:
    space = _STRICT_WORD if is_strict(edition.bytes_of(main)) else _WORD
    if part is None:
        part = _new_part(edition, main, space)
    splices = Splices(edition.bytes_of(part), part)
    if splices.root.local != "comments":
        raise TwistedFileError(part, "不是批注")
    splices.last_in(splices.root, "".join(_written(comment, space) for comment in comments))
    edition.put(part, splices.result())


def _new_part(edition: Edition, main: str, space: str) -> str:
    folder = posixpath.dirname(main)
    part = edition.free_name(lambda number: posixpath.join(folder, f"comments{number if number > 1 else ''}.xml"))
    edition.put(part, f'{_DECLARATION}<w:comments xmlns:w="{space}"></w:comments>'.encode())
    edition.declare(part, _TYPE)
    edition.link(main, "comments", part)
    return part


def _written(comment: _Comment, space: str) -> str:
    lines = [(comment.remark.head, "<w:rPr><w:b/></w:rPr>"), *((line, "") for line in comment.remark.body)]
    paragraphs = "".join(f"<w:p><w:r>{look}{_text(line)}</w:r></w:p>" for line, look in lines)
    author = f'w:author="{AUTHOR}" w:initials="{AUTHOR}"'
    return f'<w:comment xmlns:w="{space}" w:id="{comment.id}" {author}>{paragraphs}</w:comment>'


def _text(line: str) -> str:
    pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\n"))
    return "<w:br/>".join(pieces)
