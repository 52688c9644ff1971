"""Hangs remarks on the cells of a workbook as notes. Knows sheets and their comments; every other part stays as it is.

Not known: threaded comments. A cell that has one shows the thread, and the remark stands in the note behind it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from jiheng.readers.cell_names import cell_name, position
from jiheng.writers.annotate.boxes import Cell, Sheet, read_sheet, with_boxes
from jiheng.writers.annotate.errors import TwistedFileError
from jiheng.writers.annotate.marks import AUTHOR, Mark, Remark
from jiheng.writers.annotate.packages import Edition, is_strict
from jiheng.writers.annotate.splices import Splices

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_NS: Final = f"{{{_MAIN}}}"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_LINKS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST: Final = 32_000  # characters; Excel allows 32,767 in a cell's note
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FONT: Final = '<sz val="9"/><rFont val="宋体"/><family val="3"/><charset val="134"/>'
# What the schema of a sheet puts behind the reference to its notes.
_BEHIND: Final = frozenset(
    (
        "AlternateContent",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)


def annotate_xlsx(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return the workbook with each mark in the note of its cell. A note that is there already goes on with it."""
    edition = Edition(data)
    parts = _sheets(edition)
    for name, part in parts.items():
        own = [mark for mark in marks if _sheet_of(mark, parts) == name]
        if own:
            _SheetNotes(edition, part, own).write()
    return edition.packed()


class _SheetNotes:
    """The notes of one sheet."""

    def __init__(self, edition: Edition, part: str, marks: Sequence[Mark]) -> None:
        self._edition = edition
        self._part = part
        self._sheet = read_sheet(edition.package, part, [mark.place.row or 1 for mark in marks])
        self._remarks = _by_cell(marks, self._sheet)
        self._comments = edition.linked(part, "comments")
        self._texts: dict[Cell, str] = {}

    def write(self) -> None:
        self._texts = {cell: "\n\n".join(one.text for one in remarks) for cell, remarks in self._remarks.items()}
        if self._comments is None:
            self._begin()
        else:
            self._go_on(self._comments)
        self._show()

    def _begin(self) -> None:
        part = self._edition.free_name(_beside(self._part, "comments{}.xml"))
        space = _STRICT_MAIN if is_strict(self._edition.bytes_of(self._part)) else _MAIN
        comments = "".join(_comment("", cell, 0, remarks) for cell, remarks in sorted(self._remarks.items()))
        authors = f"<authors><author>{AUTHOR}</author></authors>"
        root = f'<comments xmlns="{space}">{authors}<commentList>{comments}</commentList></comments>'
        self._edition.put(part, f"{_DECLARATION}{root}".encode())
        self._edition.declare(part, _COMMENTS_TYPE)
        self._edition.link(self._part, "comments", part)

    def _go_on(self, part: str) -> None:
        old = _OldComments(self._edition.package.xml(part))
        splices = Splices(self._edition.bytes_of(part), part, old.numbers(self._remarks))
        tops = {span.local: span for span in splices.top}
        if not {"authors", "commentList"} <= tops.keys():
            raise TwistedFileError(part, "缺少作者或批注列表")
        prefix = splices.root.prefix
        if AUTHOR not in old.authors:
            splices.last_in(tops["authors"], f"<{prefix}author>{AUTHOR}</{prefix}author>")
        author = [*old.authors, AUTHOR].index(AUTHOR)
        for cell, remarks in sorted(self._remarks.items()):
            if cell in old.comments:
                old.go_on(splices, cell, _runs(prefix, remarks, goes_on=True))
            else:
                splices.last_in(tops["commentList"], _comment(prefix, cell, author, remarks))
        self._texts = {**(old.texts if self._drawing() is None else {}), **old.with_texts(self._texts)}
        self._edition.put(part, splices.result())

    def _drawing(self) -> str | None:
        link = self._edition.package.relationships(self._part).get(self._sheet.drawing or "")
        return link.target if link and link.target and link.target in self._edition else None

    def _show(self) -> None:
        old = self._drawing()
        boxes = [self._sheet.box(cell, text) for cell, text in sorted(self._texts.items())]
        if old is not None:
            self._edition.put(old, with_boxes(self._edition.bytes_of(old), boxes, old))
            return
        part = self._edition.free_name(_beside(self._part, "drawings/vmlDrawing{}.vml"))
        self._edition.put(part, with_boxes(None, boxes, part))
        self._edition.declare(part, _VML_TYPE)
        self._refer(self._edition.link(self._part, "vmlDrawing", part))

    def _refer(self, id: str) -> None:
        data = self._edition.bytes_of(self._part)
        splices = Splices(data, self._part)
        space = _STRICT_LINKS if is_strict(data) else _LINKS
        element = f'<{splices.root.prefix}legacyDrawing xmlns:r="{space}" r:id={quoteattr(id)}/>'
        behind = next((span for span in splices.top if span.local in _BEHIND), None)
        if behind is None:
            splices.last_in(splices.root, element)
        else:
            splices.before(behind, element)
        self._edition.put(self._part, splices.result())


class _OldComments:
    """The comments that a sheet has: authors, and where the text of each stands in the part."""

    def __init__(self, root: etree._Element) -> None:
        self._number = {element: number for number, element in enumerate(root.iter(etree.Element))}
        self.authors = [author.text or "" for author in root.iterfind(f"{_NS}authors/{_NS}author")]
        self.comments = {
            Cell(*where): comment
            for comment in root.iterfind(f"{_NS}commentList/{_NS}comment")
            if (where := position(comment.get("ref", "")))
        }
        self.texts = {cell: "".join(map(str, one.itertext())) for cell, one in self.comments.items()}

    def numbers(self, cells: Mapping[Cell, object]) -> list[int]:
        """Return the elements that are written beside when these cells get more text."""
        found = (element for cell in cells if cell in self.comments for element in self._elements(cell))
        return [self._number[element] for element in found]

    def go_on(self, splices: Splices, cell: Cell, runs: str) -> None:
        prefix = splices.root.prefix
        comment, *inner = (splices.spans[self._number[element]] for element in self._elements(cell))
        if not inner:
            splices.last_in(comment, f"<{prefix}text>{runs}</{prefix}text>")
            return
        text, *plain = inner
        for span in plain:
            # Text that stands by itself may not be followed by runs: it becomes a run like any other.
            splices.before(span, f"<{prefix}r>")
            splices.after(span, f"</{prefix}r>")
        splices.last_in(text, runs)

    def with_texts(self, texts: Mapping[Cell, str]) -> dict[Cell, str]:
        return {cell: f"{self.texts[cell]}\n\n{text}" if cell in self.texts else text for cell, text in texts.items()}

    def _elements(self, cell: Cell) -> Iterator[etree._Element]:
        comment = self.comments[cell]
        yield comment
        text = comment.find(f"{_NS}text")
        if text is not None:
            yield text
            yield from text.iterchildren(f"{_NS}t")


def _sheets(edition: Edition) -> dict[str, str]:
    """Return the parts of the worksheets by name, in their order."""
    main = edition.package.main_part()
    links = edition.package.relationships(main)
    sheets = edition.package.xml(main).iterfind(f"{_NS}sheets/{_NS}sheet")
    named = ((sheet.get("name", ""), links.get(_link_id(sheet))) for sheet in sheets)
    return {name: link.target for name, link in named if link and link.target and link.kind == "worksheet"}


def _link_id(sheet: etree._Element) -> str:
    return sheet.get(f"{{{_LINKS}}}id", "")


def _sheet_of(mark: Mark, parts: Mapping[str, str]) -> str | None:
    return mark.place.sheet if mark.place.sheet in parts else next(iter(parts), None)


def _by_cell(marks: Sequence[Mark], sheet: Sheet) -> dict[Cell, list[Remark]]:
    found: dict[Cell, list[Remark]] = {}
    for mark in marks:
        cell = sheet.anchor_cell(Cell(mark.place.row or 1, mark.place.column or 1))
        found.setdefault(cell, []).extend(mark.remarks)
    return found


def _beside(sheet: str, pattern: str) -> Callable[[int], str]:
    """Return how new parts of a sheet are called, in the folder above the sheets."""
    folder = posixpath.dirname(posixpath.dirname(sheet))
    return posixpath.join(folder, pattern).format


def _comment(prefix: str, cell: Cell, author: int, remarks: Sequence[Remark]) -> str:
    text = f"<{prefix}text>{_runs(prefix, remarks)}</{prefix}text>"
    return f'<{prefix}comment ref="{cell_name(*cell)}" authorId="{author}">{text}</{prefix}comment>'


def _runs(prefix: str, remarks: Sequence[Remark], *, goes_on: bool = False) -> str:
    runs: list[str] = []
    for remark in _fitting(remarks):
        gap = "\n\n" if runs or goes_on else ""
        runs.append(_run(prefix, f"{gap}{remark.head}", "<b/>"))
        runs.append(_run(prefix, "".join(f"\n{line}" for line in remark.body), ""))
    return "".join(runs)


def _run(prefix: str, text: str, look: str) -> str:
    # A spreadsheet would take _x0041_ for the letter A.
    literal = escape(_ESCAPE.sub("_x005F_", text))
    font = re.sub(r"<(?=\w)", f"<{prefix}", f"{look}{_FONT}")
    return (
        f'<{prefix}r><{prefix}rPr>{font}</{prefix}rPr><{prefix}t xml:space="preserve">{literal}</{prefix}t></{prefix}r>'
    )


def _fitting(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Yield as many remarks as a note can hold, and how many more there are."""
    room = _LONGEST
    for number, remark in enumerate(remarks):
        room -= len(remark.text) + 2
        if room < 0:
            yield Remark(f"另有 {len(remarks) - number} 条意见，这里写不下，请看完整的审核结果。", ())
            return
        yield remark
