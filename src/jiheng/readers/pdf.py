"""Reads PDF files that hold text: bytes → Document, as a person sees the pages. Knows no form.

A page that is only a picture has no text to read; a page whose fonts do not say which characters they draw is no
better. Both are named, so that whoever can recognise text in pictures can be asked for them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from jiheng.model import Document, Place, Remark, RemarkKind
from jiheng.readers.errors import TooLargeFileError, UnsupportedFormatError
from jiheng.readers.pdf_file import opened
from jiheng.readers.printed_document import blocks_of
from jiheng.readers.printed_page import PrintedPage
from jiheng.readers.printed_tables import parts_of

_SECONDS = 60.0
# More unknown characters than this share, and the text is garbage.
_GARBAGE = 0.2
_SHOWN = 40
_SCANNED = "请提交由它生成的 Word 或 Excel 原件（docx、xlsx），或安装文字识别组件后再读：pip install 'jiheng[ocr]'。"


def read(data: bytes) -> Document:
    """Return the text and tables of a PDF file.

    Raises EncryptedFileError, DamagedFileError, TooLargeFileError; UnsupportedFormatError where no page holds text.
    """
    pages = read_pages(data)
    without = [page for page in pages if lacks_text(page)]
    if len(without) == len(pages) or (without and not any(page.glyphs for page in pages)):
        raise UnsupportedFormatError(_why_no_text(without), _SCANNED)
    readable = [page for page in pages if page not in without]
    blocks, remarks = blocks_of([(page, parts_of(page)) for page in readable])
    return Document("pdf", blocks, (*remarks, *_remarks(pages)))


def read_pages(data: bytes) -> list[PrintedPage]:
    """Return what every page shows. Raises as `read` does, but for pages without text."""
    with opened(data) as document:
        return list(_pages(document))


def pages_without_text(data: bytes) -> tuple[int, ...]:
    """Return the numbers of the pages that must be looked at as pictures. Raises as `read_pages` does."""
    return tuple(page.number for page in read_pages(data) if lacks_text(page))


def lacks_text(page: PrintedPage) -> bool:
    """Tell whether a page shows something and has no text, or only text that is garbage."""
    if not page.glyphs:
        return bool(page.pictures)
    return page.unknown > _GARBAGE * len(page.glyphs)


def _pages(document: Any) -> Iterator[PrintedPage]:  # noqa: ANN401 (the library has no types)
    # The module loads PDFium, which takes a tenth of a second.
    from jiheng.readers.pdf_page import read_page  # noqa: PLC0415

    deadline = time.monotonic() + _SECONDS
    for number in range(1, len(document) + 1):
        if time.monotonic() > deadline:
            raise TooLargeFileError(f"PDF 太复杂：{_SECONDS:.0f} 秒内只读到第 {number - 1} 页。")
        yield read_page(document, number)


def _why_no_text(pages: Sequence[PrintedPage]) -> str:
    if any(page.unknown for page in pages):
        return "PDF 里的字体没有文字编码，只能显示，不能取出文字。"
    return "PDF 是扫描件：每一页都只有图片，没有文字。"


def _remarks(pages: Sequence[PrintedPage]) -> Iterator[Remark]:
    for page in pages:
        place = Place(page=page.number)
        if lacks_text(page):
            why = "字体没有文字编码" if page.unknown else "只有图片，没有文字"
            yield Remark(RemarkKind.PICTURE, f"第{page.number}页{why}，这一页没有读", place)
        elif page.unknown:
            yield Remark(
                RemarkKind.HIDDEN, f"第{page.number}页有 {page.unknown} 个字没有文字编码，以“\ufffd”代替", place
            )
        if page.slanting:
            yield Remark(RemarkKind.HIDDEN, f"斜排的文字（水印）不计入正文：{page.slanting[:_SHOWN]}", place)
        if page.hidden:
            yield Remark(RemarkKind.HIDDEN, f"印在可见范围以外的文字不计入正文：{page.hidden[:_SHOWN]}", place)
