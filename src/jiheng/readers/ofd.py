"""Reads OFD (GB/T 33190), the printed format of Chinese offices: bytes → Document. Knows no form.

An OFD file is a package of XML that says where on its pages each character and each line stands, and nothing of tables;
these are seen in it as in any printed page. Annotations, stamps and hidden text are told as remarks.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from jiheng.model import Document, Place, Remark, RemarkKind
from jiheng.readers.errors import DamagedFileError, EmptyFileError, TooLargeFileError
from jiheng.readers.ofd_page import Drawn, page_box, printed_page
from jiheng.readers.ofd_text import POINTS, Matrix
from jiheng.readers.packages import Package, open_package
from jiheng.readers.printed_document import blocks_of
from jiheng.readers.printed_page import PrintedPage
from jiheng.readers.printed_tables import parts_of
from jiheng.readers.ruling import Box

_MAX_PAGES = 500
_A4: Box = (0, 0, 210, 297)


def read(data: bytes) -> Document:
    """Return what the pages show. Raises a subclass of UnreadableFileError."""
    pages, remarks = _opened(data)
    blocks, left_out = blocks_of([(page, parts_of(page)) for page in pages])
    if not blocks and any(page.pictures for page in pages):
        advice = "请提交由它生成的 Word 或 Excel 原件，或用阅读软件导出为 PDF 或图片后再提交。"
        raise EmptyFileError("OFD 的页面只有图片，没有文字。", advice)
    return Document("ofd", blocks, (*remarks, *left_out))


def read_pages(data: bytes) -> list[PrintedPage]:
    """Return what every page shows, not yet seen as paragraphs and tables. Raises as `read`."""
    return _opened(data)[0]


def _opened(data: bytes) -> tuple[list[PrintedPage], list[Remark]]:
    package = open_package(data)
    pages: list[PrintedPage] = []
    remarks: list[Remark] = []
    for entry in package.xml("OFD.xml").iterfind("{*}DocBody"):
        part = _located(package, "", entry.findtext("{*}DocRoot"))
        if part is None:
            raise DamagedFileError("OFD 文件不完整：找不到文档的正文。")
        body = _Body(package, part, first=len(pages) + 1)
        pages += body.pages()
        remarks += body.remarks
        remarks += _seals(entry)
    return pages, remarks


class _Body:
    """One document of the package: its pages, with what is laid under and over them."""

    def __init__(self, package: Package, part: str, first: int) -> None:
        self._package, self._part = package, part
        root = package.xml(part)
        self._sheets = list(root.iterfind("{*}Pages/{*}Page"))
        if len(self._sheets) > _MAX_PAGES:
            raise TooLargeFileError(f"OFD 文件有 {len(self._sheets)} 页，超过上限 {_MAX_PAGES} 页。")
        self._numbers = {sheet.get("ID"): number for number, sheet in enumerate(self._sheets, start=first)}
        self._box = page_box(root.find("{*}CommonData/{*}PageArea"), _A4)
        templates = root.iterfind("{*}CommonData/{*}TemplatePage")
        self._templates = {template.get("ID"): template.get("BaseLoc") for template in templates}
        self._units = self._composite_objects(root)
        self.remarks: list[Remark] = []
        self._annotations(root.findtext("{*}Annotations"))

    def pages(self) -> Iterator[PrintedPage]:
        return (self._page(sheet.get("BaseLoc"), self._numbers[sheet.get("ID")]) for sheet in self._sheets)

    def _page(self, location: str | None, number: int) -> PrintedPage:
        content = self._xml(location)
        if content is None:
            raise DamagedFileError(f"OFD 文件不完整：缺少第 {number} 页。")
        box = page_box(content.find("{*}Area"), self._box)
        drawn = Drawn()
        for layer in (*self._layers(content, under=True), content, *self._layers(content, under=False)):
            inside = layer.find("{*}Content")
            if inside is not None:
                drawn.add(inside, _on_paper(box), self._units)
        self._tell(drawn, number)
        return printed_page(number, box, drawn)

    def _layers(self, content: etree._Element, *, under: bool) -> Iterator[etree._Element]:
        """Yield the templates that are laid under the page, or over it."""
        for use in content.iterfind("{*}Template"):
            template = self._xml(self._templates.get(use.get("TemplateID")))
            if template is not None and (use.get("ZOrder", "Background") == "Background") == under:
                yield template

    def _tell(self, drawn: Drawn, number: int) -> None:
        place = Place(page=number)
        self.remarks += [Remark(RemarkKind.HIDDEN, f"隐藏的文字：{text}", place) for text in drawn.hidden]
        self.remarks += [Remark(RemarkKind.PICTURE, "图片", place) for _ in drawn.pictures]
        if drawn.slanting:
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"倾斜的文字：{''.join(drawn.slanting)}", place))
        if drawn.unknown:
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"有 {drawn.unknown} 个字符没有编码，无法读出。", place))

    def _composite_objects(self, root: etree._Element) -> dict[str, etree._Element]:
        """Return the drawings that pages use by id."""
        named = (*root.iterfind("{*}CommonData/{*}PublicRes"), *root.iterfind("{*}CommonData/{*}DocumentRes"))
        found = (self._xml(location.text) for location in named)
        units = (unit for part in found if part is not None for unit in part.iter("{*}CompositeGraphicUnit"))
        return {unit.get("ID", ""): unit for unit in units}

    def _annotations(self, location: str | None) -> None:
        listed = self._xml(location)
        for page in () if listed is None else listed.iterfind("{*}Page"):
            number = self._numbers.get(page.get("PageID"))
            notes = self._xml(page.findtext("{*}FileLoc"), beside=location)
            for note in () if notes is None else notes.iterfind("{*}Annot"):
                self.remarks.append(_remark(note, Place(page=number)))

    def _xml(self, location: str | None, beside: str | None = None) -> etree._Element | None:
        """Return the root of a part; programs name it from the package, from the document or from where they stand."""
        folders = [posixpath.dirname(self._part)]
        if beside is not None:
            folders.insert(0, posixpath.join(folders[0], posixpath.dirname(beside)))
        found = (_located(self._package, folder, location) for folder in folders)
        part = next(filter(None, found), None)
        return None if part is None else self._package.xml(part)


def _on_paper(box: Box) -> Matrix:
    return POINTS, 0, 0, POINTS, -box[0] * POINTS, -box[1] * POINTS


def _located(package: Package, folder: str, location: str | None) -> str | None:
    location = (location or "").strip()
    places = (posixpath.normpath(posixpath.join(start, location)) for start in (f"/{folder}", "/"))
    return next((place for place in places if location and place in package), None)


def _remark(note: etree._Element, place: Place) -> Remark:
    kind = note.get("Type", "")
    if kind == "Stamp":
        return Remark(RemarkKind.PICTURE, "印章", place)
    said = note.findtext("{*}Remark") or ""
    shown = "".join("".join(map(str, code.itertext())) for code in note.iter("{*}TextCode"))
    by = "，".join(part for part in (kind, note.get("Creator", "")) if part)
    return Remark(RemarkKind.COMMENT, f"批注（{by}）：{(said or shown).strip()}", place)


def _seals(entry: etree._Element) -> Iterator[Remark]:
    if entry.findtext("{*}Signatures"):
        yield Remark(RemarkKind.PICTURE, "文件带有电子签名或电子印章。", Place())
