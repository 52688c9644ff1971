"""Reads Word documents: bytes → Document, paragraphs and tables in the order of the body. Knows no form.

Revisions are read as accepted. Headers, footers, notes, comments, hidden text and pictures are no part of the body:
they become remarks. A table inside a cell follows the table that holds it. Word stores no pages, so a Place has none;
a paragraph's Place counts the paragraphs of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from jiheng.model import Block, Break, Cell, Document, Paragraph, Place, Remark, RemarkKind, Table
from jiheng.readers.docx_numbering import Numbering, read_numbering
from jiheng.readers.docx_tables import GridCell, deleted_rows, resolve, rows
from jiheng.readers.docx_text import PAGE_BREAK, ParagraphText, W, flow, switched_on
from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from jiheng.readers.packages import Package, open_package

_PARAGRAPH = f"{W}p"
_MAX_CELLS = 1_000_000
_BORDERS = {"header": "页眉", "footer": "页脚"}
_NOTES = {"comments": "批注", "footnotes": "脚注", "endnotes": "尾注"}


def read(data: bytes) -> Document:
    """Return the body of a docx document. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    main = package.main_part()
    body = package.xml(main).find(f"{W}body")
    if body is None:
        raise DamagedFileError("文件已损坏：Word 文档没有正文。")
    links = package.relationships(main).values()
    parts = [(link.kind, link.target) for link in links if link.target is not None and link.target in package]
    lists = read_numbering(_root(package, parts, "numbering"), _root(package, parts, "styles"))
    reading = _Reading(lists)
    reading.take(body)
    remarks = [*reading.remarks, *_revisions(body, reading.deleted), *_beside(package, parts, reading.anchors)]
    return Document("docx", tuple(reading.blocks), tuple(remarks))


def standing_at(body: etree._Element) -> Mapping[Place, etree._Element]:
    """Return the paragraph or cell at each Place that a reading of this body gives, for those who write beside it."""
    reading = _Reading(read_numbering(None, None))
    reading.take(body)
    return reading.elements


class _Reading:
    """The body on its way from elements to blocks, in one pass because list numbers count on."""

    def __init__(self, lists: Numbering) -> None:
        self.blocks: list[Block] = []
        self.remarks: list[Remark] = []
        self.deleted: list[str] = []
        self.anchors: dict[tuple[str, str], Place] = {}
        self.elements: dict[Place, etree._Element] = {}
        self._lists = lists
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
        self.elements[place] = element
        printed = ParagraphText(element)
        properties = element.find(f"{W}pPr")
        if printed.page_turns_before or switched_on(properties, "pageBreakBefore"):
            self._break(place)
        for number, piece in enumerate((self._lists.prefix(element) + printed.text).split(PAGE_BREAK)):
            if number:
                self._break(place)
            if piece.strip():
                self.blocks.append(Paragraph(piece.strip(), place))
        self._asides(printed, place)
        for box in printed.boxes:
            self.take(box)
        if printed.page_turns_within or _ends_section(properties):
            self._break(place)

    def _break(self, place: Place) -> None:
        if self.blocks and not isinstance(self.blocks[-1], Break):
            self.blocks.append(Break(place))

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        number = self._tables
        inner: list[etree._Element] = []
        cells = tuple(self._cell(cell, number, inner) for cell in resolve(element))
        if cells:
            self.blocks.append(Table(cells, keeps_spans=True))
        for row, line in enumerate(rows(element), start=1):
            if switched_on(line.find(f"{W}trPr"), "hidden"):
                self.remarks.append(
                    Remark(RemarkKind.HIDDEN, "这一行被隐藏，其中的内容照样读取。", Place(table=number, row=row))
                )
        self.deleted.extend(text for row in deleted_rows(element) for text in _texts(row))
        for table in inner:
            self._table(table)

    def _cell(self, cell: GridCell, table: int, inner: list[etree._Element]) -> Cell:
        self._cells += 1
        if self._cells > _MAX_CELLS:
            raise TooLargeFileError(f"文档中的表格超过 {_MAX_CELLS} 个单元格。")
        place = Place(table=table, row=cell.row, column=cell.column)
        self.elements[place] = cell.element
        text = self._cell_text(cell.element, place, inner)
        covered = "".join(text for element in cell.covered for text in _texts(element))
        if covered.strip():
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"被合并单元格遮住的内容：{covered}", place))
        return Cell(text, cell.row, cell.column, place, cell.rows, cell.columns)

    def _cell_text(self, container: etree._Element, place: Place, inner: list[etree._Element]) -> str:
        lines: list[str] = []
        for element in flow(container):
            if element.tag != _PARAGRAPH:
                inner.append(element)
                continue
            printed = ParagraphText(element)
            lines.append(self._lists.prefix(element) + printed.text.replace(PAGE_BREAK, ""))
            self._asides(printed, place)
            lines.extend(self._cell_text(box, place, inner) for box in printed.boxes)
        return "\n".join(lines).strip()

    def _asides(self, printed: ParagraphText, place: Place) -> None:
        self.deleted.extend(printed.deleted)
        if any(text.strip() for text in printed.hidden):
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"隐藏文字：{''.join(printed.hidden)}", place))
        if printed.pictures:
            self.remarks.append(
                Remark(RemarkKind.PICTURE, f"图片或图形 {printed.pictures} 个，其中的文字没有读取。", place)
            )
        self.anchors.update(dict.fromkeys(printed.notes, place))


def _root(package: Package, parts: list[tuple[str, str]], kind: str) -> etree._Element | None:
    return next((package.xml(target) for found, target in parts if found == kind), None)


def _ends_section(properties: etree._Element | None) -> bool:
    """Say whether a section ends with this paragraph and the next begins on a new page."""
    section = properties.find(f"{W}sectPr") if properties is not None else None
    if section is None:
        return False
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") != "continuous"


def _revisions(body: etree._Element, deleted: list[str]) -> Iterator[Remark]:
    """Yield one remark where the document holds tracked changes; it is read as if all were accepted."""
    if next(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
        words = f"；已删除的文字：{'、'.join(deleted)}" if deleted else ""
        yield Remark(RemarkKind.REVISION, f"文档带有修订记录，按接受全部修订读取{words}", Place())


def _beside(package: Package, parts: list[tuple[str, str]], anchors: dict[tuple[str, str], Place]) -> Iterator[Remark]:
    """Yield what stands in other parts of the file than the body."""
    for kind, target in parts:
        if kind == "aFChunk":
            yield Remark(RemarkKind.HIDDEN, "文档里嵌有另一份文件的内容，没有读取。", Place())
        elif kind in _BORDERS:
            words = _all_text(package.xml(target))
            yield from [Remark(RemarkKind.HIDDEN, f"{_BORDERS[kind]}：{words}", Place())] if words else []
        elif kind in _NOTES:
            yield from _notes(package.xml(target), kind, anchors)
        elif kind == "settings" and _is_fillable(package.xml(target)):
            yield Remark(RemarkKind.FILLABLE, "文档设有填写保护，供填报使用。", Place())


def _notes(root: etree._Element, kind: str, anchors: dict[tuple[str, str], Place]) -> Iterator[Remark]:
    """Yield the comments, footnotes or endnotes that the body refers to; the part also holds rulers between notes."""
    for note in root:
        place = anchors.get((kind, note.get(f"{W}id", "")))
        if kind == "comments":
            yield Remark(RemarkKind.COMMENT, _all_text(note), place or Place())
        elif place is not None:
            yield Remark(RemarkKind.HIDDEN, f"{_NOTES[kind]}：{_all_text(note)}", place)


def _is_fillable(settings: etree._Element) -> bool:
    protection = settings.find(f"{W}documentProtection")
    return protection is not None and protection.get(f"{W}enforcement") in ("1", "true", "on")


def _texts(element: etree._Element) -> Iterator[str]:
    return (text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def _all_text(element: etree._Element) -> str:
    return "\n".join(ParagraphText(paragraph).text for paragraph in element.iter(_PARAGRAPH)).strip()
