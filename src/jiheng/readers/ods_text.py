"""Takes the words out of ODF text: paragraphs, spaces, tabs, line breaks. Knows no cells.

Left out are reading aids above characters, and fields whose words the program makes up itself (page numbers, names of
sheets). Source: OASIS ODF 1.3 part 3, chapters 5 to 7.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jiheng.readers.packages import stated_number

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_MADE_UP = frozenset(
    f"{TEXT}{name}"
    for name in ("ruby-text", "page-number", "page-count", "sheet-name", "file-name", "title", "date", "time")
)
_MOST_SPACES = 1000


def paragraphs(element: etree._Element) -> str:
    """Return the paragraphs directly under an element, a line each."""
    return "\n".join(_words(child) for child in element.iterchildren(*_PARAGRAPHS))


def all_paragraphs(element: etree._Element) -> str:
    """Return all paragraphs under an element, however deep, a line each; blank ones and outer space are left out."""
    lines = (_words(paragraph) for paragraph in element.iter(*_PARAGRAPHS))
    return "\n".join(line.strip() for line in lines if line.strip())


def _words(paragraph: etree._Element) -> str:
    if len(paragraph) == 0:
        return paragraph.text or ""
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(stated_number(child.get(f"{TEXT}c"), 1), _MOST_SPACES)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag not in _MADE_UP:
            yield from _pieces(child)
        yield child.tail or ""
