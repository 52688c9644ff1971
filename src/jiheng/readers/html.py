"""Reads HTML pages: bytes → Document, as a browser would show them. Knows no form and runs no script.

A table that only places other tables is page design: what is in it is read as if it stood outside. A table inside a
cell follows the table that holds it. What the page hides becomes a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from lxml import etree

from jiheng.model import Block, Break, Cell, Document, Paragraph, Place, Remark, RemarkKind, Table
from jiheng.readers.encodings import decode
from jiheng.readers.errors import DamagedFileError, EmptyFileError
from jiheng.readers.html_archives import Page, is_archive, pages_of
from jiheng.readers.html_sources import (
    framed_page,
    is_comments,
    is_list_of_sheets,
    is_page_number,
    is_space_run,
    keeps_typed_spaces,
    sheet_name,
)
from jiheng.readers.html_tables import resolve, structure
from jiheng.readers.html_text import NORMAL, TYPED, Lines, Mark, collapsed, is_hidden, page_turns, white_space_of

_CHARSET = re.compile(rb"(?:charset|<\?xml[^>]*encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_UNSEEN = frozenset(("head", "script", "style", "template", "datalist", "title", "meta"))
# What these hold is shown only by browsers that lack something.
_FALLBACKS = frozenset(("noscript", "iframe", "object"))
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section",
        "summary", "ul",
    )
)  # fmt: skip
_UNTYPED = ("hidden", "submit", "button", "reset", "image", "file", "password")


def read(data: bytes) -> Document:
    """Return what a page shows. Raises a subclass of UnreadableFileError."""
    reading = _Reading()
    for page in pages_of(data) if is_archive(data) else (Page(data),):
        reading.take(_root(page))
    return Document("html", tuple(reading.blocks), tuple(reading.remarks))


def _root(page: Page) -> etree._Element:
    declared = _CHARSET.search(page.data[:_HEAD])
    root = _parse(decode(page.data, page.encoding or (declared[1].decode("ascii", "replace") if declared else None)))
    framed = framed_page(root)
    if framed is not None:
        raise EmptyFileError(
            f"这个网页只是框架，正文在另一个文件里{f'（{unquote(framed)}）' if framed else ''}。",
            "请提交存放正文的那个网页，或在 Excel 里另存为 xlsx、“单个文件网页”后再提交。",
        )
    return root


def _parse(text: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError("文件已损坏：不是能识别的网页。") from error
    # Beyond a depth of 256 the parser would stop in silence.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DamagedFileError("文件已损坏：网页的标签嵌套过深。")
    if root is None:
        raise EmptyFileError("网页里没有任何内容。")
    return root


class _Reading:
    """A page on its way from elements to blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.remarks: list[Remark] = []
        self._paragraphs = 0
        self._tables = 0
        self._place = Place()
        self._sheet: str | None = None
        self._white_space = NORMAL

    def take(self, root: etree._Element) -> None:
        if self.blocks:
            self.blocks.append(Break(Place(row=self._paragraphs + 1)))
        self._white_space = TYPED if keeps_typed_spaces(root) else NORMAL
        body = " ".join(map(collapsed, root.iterfind("body")))
        for title in root.iterfind("head/title"):
            if collapsed(title) not in body:
                self.remarks.append(Remark(RemarkKind.HIDDEN, f"网页标题：{collapsed(title)}", Place()))
        lines = Lines()
        self._walk(root, lines, self._white_space)
        self._flow(lines)

    def _flow(self, lines: Lines) -> None:
        """Turn gathered lines, tables and page turns into blocks."""
        lines.close()
        for item in lines.done:
            if isinstance(item, str):
                self._paragraph(item)
            elif item.table is not None:
                self._table(item.table)
            elif item.sheet is not None:
                self._sheet = item.sheet
                self.blocks.append(Break(Place(sheet=item.sheet), item.sheet))
            elif self.blocks and not isinstance(self.blocks[-1], Break):
                self.blocks.append(Break(Place(row=self._paragraphs + 1)))

    def _paragraph(self, line: str) -> None:
        if line.strip():
            self._paragraphs += 1
            self.blocks.append(Paragraph(line.strip(), Place(row=self._paragraphs)))

    def _walk(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        """Gather the lines inside an element, without its own edges."""
        white_space = white_space_of(element, white_space)
        lines.add(element.text or "", white_space)
        for child in element:
            self._element(child, lines, white_space)
            lines.add(child.tail or "", white_space)

    def _element(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        if element.tag in _UNSEEN:
            return
        if is_hidden(element) or element.tag in _FALLBACKS or is_list_of_sheets(element):
            self._hide(element)
            return
        if self._is_taken_in_its_own_way(element, lines):
            return
        turns = page_turns(element)
        if "before" in turns:
            lines.put(Mark())
        if element.tag in _BLOCKS:
            lines.close()
            self._walk(element, lines, white_space)
            lines.close()
        else:
            _HANDLERS.get(element.tag, _Reading._walk)(self, element, lines, white_space)
        if "after" in turns:
            lines.put(Mark())

    def _is_taken_in_its_own_way(self, element: etree._Element, lines: Lines) -> bool:
        """Take what only one program writes; say whether this was such a thing."""
        sheet = sheet_name(element)
        if sheet is not None:
            lines.put(Mark(sheet=sheet))
        elif is_space_run(element):
            lines.add("".join(map(str, element.itertext())).replace("\xa0", " "), "pre")
        elif is_comments(element):
            self.remarks.append(Remark(RemarkKind.COMMENT, f"批注：{collapsed(element)}", self._place))
        elif is_page_number(element):
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"页码不计入正文：{collapsed(element)}", self._place))
        else:
            return False
        return True

    def _hide(self, element: etree._Element) -> None:
        if collapsed(element):
            self.remarks.append(Remark(RemarkKind.HIDDEN, f"隐藏的内容：{collapsed(element)}", self._place))

    def _line_end(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        lines.end()

    def _picture(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        words = element.get("alt", "")
        self.remarks.append(Remark(RemarkKind.PICTURE, f"图片{'：' + words if words else ''}", self._place))

    def _input(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        kind = element.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            lines.add("□" if element.get("checked") is None else "☑")
        elif kind not in _UNTYPED:
            lines.add(element.get("value", ""))

    def _select(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        lines.add("、".join(collapsed(option) for option in chosen))

    def _table_in_flow(self, element: etree._Element, lines: Lines, white_space: str) -> None:
        parts = structure(element)
        for hidden in parts.hidden:
            self._hide(hidden)
        lines.close()
        for stray in parts.strays:
            if isinstance(stray, str):
                lines.add(stray, self._white_space)
            else:
                self._element(stray, lines, self._white_space)
        lines.close()
        if not parts.is_page_design:
            lines.put(Mark(element))
            return
        for cell in parts.cells:
            self._walk(cell, lines, white_space)
            lines.close()

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        number = self._tables
        inner: list[etree._Element] = []
        cells: list[Cell] = []
        for cell in resolve(structure(element).groups):
            self._place = Place(sheet=self._sheet, table=number, row=cell.row, column=cell.column)
            text = self._cell_text(cell.element, inner)
            cells.append(Cell(text, cell.row, cell.column, self._place, cell.rows, cell.columns))
        self._place = Place()
        if cells:
            self.blocks.append(Table(tuple(cells), keeps_spans=True))
        for table in inner:
            self._table(table)

    def _cell_text(self, element: etree._Element, inner: list[etree._Element]) -> str:
        lines = Lines()
        self._walk(element, lines, self._white_space)
        lines.close()
        inner.extend(item.table for item in lines.done if isinstance(item, Mark) and item.table is not None)
        return "\n".join(item for item in lines.done if isinstance(item, str)).strip(" \t\n\r\f")


_HANDLERS: Mapping[str, Callable[[_Reading, etree._Element, Lines, str], None]] = {
    "br": _Reading._line_end,
    "img": _Reading._picture,
    "input": _Reading._input,
    "select": _Reading._select,
    "table": _Reading._table_in_flow,
}
