"""Reads Word documents: bytes → Document, paragraphs and tables in the order of the body. Knows no form.

Revisions are read as accepted. The text of page headers comes first, once. Footers, notes, comments, hidden text,
prompts of empty content controls and pictures are no part of the text: they become remarks. A table inside a cell
follows the table that holds it. Word stores no pages, so a Place has none; a paragraph's Place counts the paragraphs
of the body, a table's Place the tables, inner ones after the outer. Where merged cells go on from one table into the
next, as at a page break, the two are one Table, and the Places still count the tables that are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from jiheng.model import Block, Break, Cell, Document, Paragraph, Place, Remark, RemarkKind, Table
from jiheng.readers.docx_beside import BORDERS, Links, beside, headers
from jiheng.readers.docx_controls import CONTROL, settle
from jiheng.readers.docx_numbering import Numbering, read_numbering
from jiheng.readers.docx_symbols import FONT_MARKS
from jiheng.readers.docx_tables import Grid, GridCell, resolve
from jiheng.readers.docx_text import (
    INTRICATE,
    PAGE_BREAK,
    ParagraphText,
    W,
    flow,
    hidden_styles,
    plain_text,
    switched_on,
)
from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from jiheng.readers.packages import Package, open_package, parse_xml

_MEGABYTE = 1024 * 1024
# The text of a document of a thousand pages has ten megabytes.
_MAX_BODY = 64 * _MEGABYTE
_MAX_CELLS = 250_000
_PARAGRAPH, _PROPERTIES = f"{W}p", f"{W}pPr"
_TURNING = frozenset((f"{W}pageBreakBefore", f"{W}sectPr"))
_LONGEST_LIST = 2000
_NO_PROMPTS: Mapping[etree._Element, list[str]] = MappingProxyType({})


def read(data: bytes) -> Document:
    """Return the body of a docx document. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    main = package.main_part()
    content = package.part(main)
    if len(content) > _MAX_BODY:
        raise TooLargeFileError(
            f"Word 文档的正文有 {len(content) // _MEGABYTE} MB，超过上限 {_MAX_BODY // _MEGABYTE} MB。"
        )
    body = parse_xml(content, main).find(f"{W}body")
    if body is None:
        raise DamagedFileError("文件已损坏：Word 文档没有正文。")
    links = {
        key: link
        for key, link in package.relationships(main).items()
        if link.target is not None and link.target in package
    }
    special = _special(body)
    reading = _begin(package, links, content, special)
    reading.blocks.extend(headers(package, links, special))
    reading.prompts = settle(special.get(CONTROL, ()))
    reading.take(body)
    reading.finish()
    remarks = [*reading.remarks, *reading.revisions.told(), *beside(package, links, special, reading.anchors)]
    return Document("docx", tuple(reading.blocks), tuple(remarks))


def standing_at(body: etree._Element) -> Mapping[Place, etree._Element]:
    """Return the paragraph or cell at each Place that a reading of this body gives, for those who write beside it."""
    locating = _Locating()
    locating.take(body)
    return locating.elements


@dataclass(slots=True)
class _Revisions:
    """What tracked changes there were: how many, where, and which words they deleted."""

    count: int = 0
    places: dict[Place, None] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)

    def add(self, count: int, place: Place, deleted: Iterable[str] = ()) -> None:
        self.deleted.extend(deleted)
        if count:
            self.count += count
            self.places.setdefault(place)

    def told(self) -> Iterator[Remark]:
        """Yield one remark where there were any; the document is read as if all were accepted."""
        if self.count:
            first = next(iter(self.places))
            where = f"{first}起" if len(self.places) > 1 else str(first)
            words = "、".join(text for text in self.deleted if text.strip())
            told = f"；已删除的文字：{words[:_LONGEST_LIST]}" if words else ""
            text = f"文档带有修订记录 {self.count} 处（{where}），按接受全部修订读取{told}"
            yield Remark(RemarkKind.REVISION, text, first)


@dataclass(slots=True)
class _Upper:
    """The table that was read last, of which the next one may be the lower part: its block, and all its cells."""

    at: int
    rows: int
    grid: Grid
    own: list[GridCell]
    cells: list[Cell]
    joined: bool = False


class _Reading:
    """The body on its way from elements to blocks, in one pass because list numbers count on.

    `careful` says that the part holds something for which no paragraph may be read the short way.
    """

    def __init__(self, lists: Numbering, unseen: Set[str], *, careful: bool) -> None:
        self.blocks: list[Block] = []
        self.remarks: list[Remark] = []
        self.revisions = _Revisions()
        self.anchors: dict[tuple[str, str], Place] = {}
        self.prompts: Mapping[etree._Element, list[str]] = _NO_PROMPTS
        self._lists = lists
        self._unseen = unseen
        self._careful = careful
        self._carried: list[str] = []
        self._upper: _Upper | None = None
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0

    def take(self, container: etree._Element) -> None:
        for element in flow(container):
            if element.tag == _PARAGRAPH:
                self._paragraph(element)
            else:
                self._table(element)

    def _paragraph(self, element: etree._Element) -> None:
        self._paragraphs += 1
        place = Place(row=self._paragraphs)
        text = None if self._careful or _turns_page(element) else plain_text(element)
        if text is not None:
            self._print(self._lists.prefix(element) + text, place)
            self._prompt(element, place)
            return
        printed = ParagraphText(element, self._unseen)
        properties = element.find(_PROPERTIES)
        if printed.page_turns_before or switched_on(properties, "pageBreakBefore"):
            self._break(place)
        self._carried.append(self._lists.prefix(element) + printed.text)
        if not printed.goes_on:
            self._print_carried()
        self._asides(element, printed, place)
        for box in printed.boxes:
            self.take(box)
        if printed.page_turns_within or _ends_section(properties):
            self._break(place)

    def _print(self, text: str, place: Place) -> None:
        for number, piece in enumerate(text.split(PAGE_BREAK)):
            if number:
                self._break(place)
            if piece.strip():
                self.blocks.append(Paragraph(piece.strip(), place))

    def _print_carried(self) -> None:
        if self._carried:
            self._print("".join(self._carried), Place(row=self._paragraphs))
            self._carried.clear()

    def _break(self, place: Place) -> None:
        if self.blocks and not isinstance(self.blocks[-1], Break):
            self.blocks.append(Break(place))

    def _table(self, element: etree._Element) -> None:
        self._print_carried()
        self._tables += 1
        number = self._tables
        inner: list[etree._Element] = []
        upper = self._just_above()
        grid = resolve(element, upper.grid if upper is not None else None)
        self._cells += len(grid.cells)
        if self._cells > _MAX_CELLS:
            raise TooLargeFileError(f"文档中的表格超过 {_MAX_CELLS} 个单元格。")
        cells = tuple([self._cell(cell, number, inner) for cell in grid.cells])
        if upper is not None and grid.goes_on:
            self._join(upper, cells, grid)
        elif cells:
            self._settle()
            self._upper = _Upper(len(self.blocks), grid.rows, grid, grid.cells, list(cells))
            self.blocks.append(Table(cells, keeps_spans=True))
        self._asides_of_rows(grid, number)
        for table in inner:
            self._table(table)

    def _just_above(self) -> _Upper | None:
        """Return the table above where nothing but blank lines and a page break stand between."""
        if self._upper is None:
            return None
        below = len(self.blocks) - 1 - self._upper.at
        return self._upper if below == 0 or (below == 1 and isinstance(self.blocks[-1], Break)) else None

    def _join(self, upper: _Upper, cells: Iterable[Cell], grid: Grid) -> None:
        """Let a table go on with the rows of the next one, whose merged cells began in it; places stay as stored."""
        del self.blocks[upper.at + 1 :]
        upper.cells.extend(replace(cell, row=upper.rows + cell.row) for cell in cells)
        upper.own.extend(grid.cells)
        upper.rows, upper.grid, upper.joined = upper.rows + grid.rows, grid, True

    def finish(self) -> None:
        """Deliver what still waited for something to follow."""
        self._print_carried()
        self._settle()

    def _settle(self) -> None:
        """Put a table that was joined from several in its place, its merged cells as long as they became."""
        if self._upper is not None and self._upper.joined:
            both = zip(self._upper.cells, self._upper.own, strict=True)
            cells = tuple(cell if cell.rows == own.rows else replace(cell, rows=own.rows) for cell, own in both)
            self.blocks[self._upper.at] = Table(cells, keeps_spans=True)
            self._upper.joined = False

    def _asides_of_rows(self, grid: Grid, table: int) -> None:
        for row in grid.hidden:
            place = Place(table=table, row=row)
            self.remarks.append(Remark(RemarkKind.HIDDEN, "这一行被隐藏，其中的内容照样读取。", place))
        for row in grid.revised:
            self.revisions.add(1, Place(table=table, row=row))
        self.revisions.deleted.extend(text for gone in grid.deleted for text in _texts(gone))

    def _cell(self, cell: GridCell, table: int, inner: list[etree._Element]) -> Cell:
        place = Place(table=table, row=cell.row, column=cell.column)
        text = self._cell_text(cell.element, place, inner)
        if cell.covered:
            covered = "".join(text for element in cell.covered for text in _texts(element))
            if covered.strip():
                self.remarks.append(Remark(RemarkKind.HIDDEN, f"被合并单元格遮住的内容：{covered}", place))
        return Cell(text, cell.row, cell.column, place, cell.rows, cell.columns)

    def _cell_text(self, container: etree._Element, place: Place, inner: list[etree._Element]) -> str:
        pieces: list[str] = []
        for element in flow(container):
            if element.tag != _PARAGRAPH:
                inner.append(element)
                continue
            text = None if self._careful else plain_text(element)
            if text is not None:
                pieces += (self._lists.prefix(element), text, "\n")
                if self.prompts:
                    self._prompt(element, place)
                continue
            printed = ParagraphText(element, self._unseen)
            end = "" if printed.goes_on else "\n"
            pieces += (self._lists.prefix(element), printed.text.replace(PAGE_BREAK, ""), end)
            self._asides(element, printed, place)
            for box in printed.boxes:
                pieces += (self._cell_text(box, place, inner), "\n")
        return "".join(pieces).strip()

    def _asides(self, element: etree._Element, printed: ParagraphText, place: Place) -> None:
        self._prompt(element, place)
        self.revisions.add(printed.revisions, place, printed.deleted)
        if any(text.strip() for text in printed.hidden):
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"隐藏文字：{''.join(printed.hidden)}", place))
        if printed.pictures:
            text = f"图片或图形 {printed.pictures} 个，其中的文字没有读取。"
            self.remarks.append(Remark(RemarkKind.PICTURE, text, place))
        if printed.objects:
            text = f"嵌入的对象 {printed.objects} 个（例如 Excel 表），其中的内容没有读取；请把它们直接写进文档。"
            self.remarks.append(Remark(RemarkKind.PICTURE, text, place))
        self.anchors.update(dict.fromkeys(printed.notes, place))

    def _prompt(self, element: etree._Element, place: Place) -> None:
        prompt = self.prompts.get(element)
        if prompt is not None:
            self.remarks.append(
                Remark(RemarkKind.FILLABLE, f"内容控件没有填写，只有提示文字：{''.join(prompt)}", place)
            )


class _Locating(_Reading):
    """A reading that remembers which element stands at which Place."""

    def __init__(self) -> None:
        super().__init__(read_numbering(None, None), frozenset(), careful=True)
        self.elements: dict[Place, etree._Element] = {}

    def _paragraph(self, element: etree._Element) -> None:
        self.elements[Place(row=self._paragraphs + 1)] = element
        super()._paragraph(element)

    def _cell(self, cell: GridCell, table: int, inner: list[etree._Element]) -> Cell:
        made = super()._cell(cell, table, inner)
        self.elements[made.place] = cell.element
        return made


def _special(body: etree._Element) -> Mapping[str, list[etree._Element]]:
    """Return the elements that tell how the body is to be read, by their tags, found in one pass over it."""
    found: dict[str, list[etree._Element]] = {}
    for element in body.iter(CONTROL, *BORDERS, *INTRICATE):
        found.setdefault(element.tag, []).append(element)
    return found


def _begin(package: Package, links: Links, content: bytes, special: Mapping[str, list[etree._Element]]) -> _Reading:
    """Return a reading that knows the document's lists and hidden styles."""
    numbering, styles = _target(links, "numbering"), _target(links, "styles")
    needed = styles is not None and (numbering is not None or b"vanish" in package.part(styles))
    root = package.xml(styles) if styles is not None and needed else None
    unseen = hidden_styles(root) if root is not None else frozenset()
    careful = bool(unseen) or any(tag in special for tag in INTRICATE) or any(mark in content for mark in FONT_MARKS)
    lists = read_numbering(package.xml(numbering) if numbering is not None else None, root)
    return _Reading(lists, unseen, careful=careful)


def _target(links: Links, kind: str) -> str | None:
    return next((link.target for link in links.values() if link.kind == kind), None)


def _turns_page(paragraph: etree._Element) -> bool:
    for properties in paragraph.iterchildren(_PROPERTIES):
        return any(trait.tag in _TURNING for trait in properties)
    return False


def _ends_section(properties: etree._Element | None) -> bool:
    """Say whether a section ends with this paragraph and the next begins on a new page."""
    section = properties.find(f"{W}sectPr") if properties is not None else None
    if section is None:
        return False
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") != "continuous"


def _texts(element: etree._Element) -> Iterator[str]:
    return (text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))
