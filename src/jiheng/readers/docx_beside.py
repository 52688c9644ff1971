"""What a Word file holds beside the body: headers, footers, notes, comments, parts of other files, protection.

Headers are text, for a title, a unit's name or the money unit may stand there; everything else becomes remarks.
`special` holds the references of the body by their tags.
Knows no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from jiheng.model import Paragraph, Place, Remark, RemarkKind
from jiheng.readers.docx_text import ParagraphText, W
from jiheng.readers.packages import Package, Relationship

Links = Mapping[str, Relationship]
Special = Mapping[str, Sequence[etree._Element]]
_HEADERS, _FOOTERS = f"{W}headerReference", f"{W}footerReference"
BORDERS = (_HEADERS, _FOOTERS)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEADER = Place(cell="页眉")
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
_PAGE_NUMBER = re.compile(r"[\s\d\-—–·/,，第共总页]*")


def headers(package: Package, links: Links, special: Special) -> Iterator[Paragraph]:
    """Yield the lines of the headers that print, each once though it prints on every page; page numbers left out."""
    told: set[str] = set()
    for target in _printing(links, special.get(_HEADERS, ())):
        for line in _lines(package.xml(target)):
            if line not in told and not _PAGE_NUMBER.fullmatch(line):
                told.add(line)
                yield Paragraph(line, _HEADER)


def beside(
    package: Package, links: Links, special: Special, anchors: Mapping[tuple[str, str], Place]
) -> Iterator[Remark]:
    """Yield what else stands in other parts of the file. `anchors` tell where the body refers to notes and comments."""
    printing = {*_printing(links, special.get(_HEADERS, ())), *_printing(links, special.get(_FOOTERS, ()))}
    for link in links.values():
        target = link.target or ""
        if link.kind == "aFChunk":
            yield Remark(
                RemarkKind.HIDDEN, "文档里嵌有另一份文件的内容，没有读取；请打开文档后另存一份再提交。", Place()
            )
        elif link.kind == "footer" and target in printing:
            yield from _border("页脚", package.xml(target))
        elif link.kind in ("header", "footer") and target not in printing:
            yield from _border("没有使用的页眉页脚", package.xml(target))
        elif link.kind == "comments":
            yield from _comments(package.xml(target), anchors)
        elif link.kind in _NOTES:
            yield from _notes(package.xml(target), link.kind, anchors)
        elif link.kind == "settings" and _is_fillable(package, target):
            yield Remark(RemarkKind.FILLABLE, "文档设有填写保护，供填报使用。", Place())


def _printing(links: Links, references: Sequence[etree._Element]) -> list[str]:
    """Return the parts that the sections of the body name as their headers or footers, each once."""
    named = (links.get(reference.get(_ID, "")) for reference in references)
    return list(dict.fromkeys(link.target for link in named if link is not None and link.target is not None))


def _border(what: str, root: etree._Element) -> Iterator[Remark]:
    lines = list(dict.fromkeys(line for line in _lines(root) if not _PAGE_NUMBER.fullmatch(line)))
    if lines:
        yield Remark(RemarkKind.HIDDEN, f"{what}：{chr(10).join(lines)}", Place())


def _comments(root: etree._Element, anchors: Mapping[tuple[str, str], Place]) -> Iterator[Remark]:
    for comment in root.iterchildren(f"{W}comment"):
        author = comment.get(f"{W}author", "").strip()
        text = "\n".join(_lines(comment))
        place = anchors.get(("comments", comment.get(f"{W}id", "")), Place())
        yield Remark(RemarkKind.COMMENT, f"{author}：{text}" if author else text, place)


def _notes(root: etree._Element, kind: str, anchors: Mapping[tuple[str, str], Place]) -> Iterator[Remark]:
    """Yield the footnotes or endnotes that the body refers to; the part also holds rulers between notes."""
    for note in root:
        place = anchors.get((kind, note.get(f"{W}id", "")))
        if place is not None:
            yield Remark(RemarkKind.HIDDEN, f"{_NOTES[kind]}：{chr(10).join(_lines(note))}", place)


def _is_fillable(package: Package, settings: str) -> bool:
    if b"documentProtection" not in package.part(settings):
        return False
    protection = package.xml(settings).find(f"{W}documentProtection")
    return protection is not None and protection.get(f"{W}enforcement") in ("1", "true", "on")


def _lines(element: etree._Element) -> list[str]:
    """Return the lines of a part that are not blank."""
    printed = (ParagraphText(paragraph).text for paragraph in element.iter(f"{W}p"))
    return [line.strip() for text in printed for line in text.split("\n") if line.strip()]
