"""Reads PDF files that hold text: bytes → Document, as a person sees the pages. Knows no form.

A page that is only a picture has no text to read; a page whose fonts do not say which characters they draw is no
better. Both are named, so that whoever can recognise text in pictures can be asked for them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jiheng.model import Document, Place, Remark, RemarkKind
from jiheng.readers import scan
from jiheng.readers.errors import OcrMissingError, TooLargeFileError
from jiheng.readers.pdf_file import opened, page_picture
from jiheng.readers.printed_document import blocks_of
from jiheng.readers.printed_page import PrintedPage
from jiheng.readers.printed_tables import Part, parts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SECONDS = 60.0
# More unknown characters than this share, and the text is garbage.
_GARBAGE = 0.2
_SHOWN = 40
_DOTS_AN_INCH = 300


def read(data: bytes) -> Document:
    """Return the text and tables of a PDF file; pages that are pictures are recognised where that is installed.

    Raises EncryptedFileError, DamagedFileError, TooLargeFileError; OcrMissingError where no page holds text and
    nothing is installed that recognises it.
    """
    pages = read_pages(data)
    pictures = [page.number for page in pages if lacks_text(page)]
    remarks: list[Remark] = [remark for page in pages for remark in _remarks(page)]
    # The text behind a scan is what some program took it for: it serves where nothing better is installed.
    seen: dict[int, tuple[PrintedPage, Sequence[Part]]] = {
        page.number: (page, parts_of(page)) for page in pages if page.unseen or page.number not in pictures
    }
    try:
        seen |= _recognised(data, pictures)
    except OcrMissingError as error:
        if not any(page.glyphs for page, _ in seen.values()):
            raise OcrMissingError(f"{_why_no_text(pages)}{error.message}", error.advice) from error
        remarks += [_unread(page) for page in pages if page.number in pictures]
    blocks, told = blocks_of([seen[number] for number in sorted(seen)])
    return Document("pdf", blocks, (*told, *remarks))


def read_pages(data: bytes) -> list[PrintedPage]:
    """Return what every page shows. Raises as `read` does, but for pages without text."""
    with opened(data) as document:
        return list(_pages(document))


def lacks_text(page: PrintedPage) -> bool:
    """Tell whether a page shows pictures or lines and has no text, or only text that is garbage or not drawn."""
    if page.unseen:
        return True
    if not page.glyphs:
        return bool(page.pictures or page.across or page.down)
    return page.unknown > _GARBAGE * len(page.glyphs)


def _recognised(data: bytes, numbers: Sequence[int]) -> dict[int, tuple[PrintedPage, Sequence[Part]]]:
    """Return the pages of these numbers by what is recognised on their pictures. Raises OcrMissingError."""
    if not numbers:
        return {}
    return {page.number: (page, parts) for page, parts in scan.read_pages(_pictures(data, numbers))}


def _pages(document: Any) -> Iterator[PrintedPage]:  # noqa: ANN401 (the library has no types)
    # The module loads PDFium, which takes a tenth of a second.
    from jiheng.readers.pdf_page import read_page  # noqa: PLC0415

    deadline = time.monotonic() + _SECONDS
    document.init_forms()
    for number in range(1, len(document) + 1):
        if time.monotonic() > deadline:
            raise TooLargeFileError(f"PDF 太复杂：{_SECONDS:.0f} 秒内只读到第 {number - 1} 页。")
        yield read_page(document, number, document.formenv)


def _pictures(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    # Installed with what recognises text.
    import numpy as np  # noqa: PLC0415

    for number in numbers:
        shown = page_picture(data, number, _DOTS_AN_INCH)
        pixels = np.frombuffer(shown.pixels, dtype=np.uint8)
        yield number, pixels.reshape(shown.height, shown.width, 3)


def _why_no_text(pages: Sequence[PrintedPage]) -> str:
    if any(page.unknown for page in pages):
        return "PDF 里的字体没有文字编码，只能显示，不能取出文字。"
    return "PDF 是扫描件：每一页都只有图片，没有文字。"


def _unread(page: PrintedPage) -> Remark:
    place = Place(page=page.number)
    if page.unseen:
        said = f"第{page.number}页是扫描图片，读的是图片背后看不见的文字，可能与图片不一致，请对照原件"
        return Remark(RemarkKind.PICTURE, said, place)
    why = "字体没有文字编码" if page.unknown else "只有图片，没有文字"
    return Remark(RemarkKind.PICTURE, f"第{page.number}页{why}，这一页没有读", place)


def _remarks(page: PrintedPage) -> Iterator[Remark]:
    place = Place(page=page.number)
    if page.unknown and not lacks_text(page):
        yield Remark(RemarkKind.HIDDEN, f"第{page.number}页有 {page.unknown} 个字没有文字编码，以“\ufffd”代替", place)
    if page.slanting:
        yield Remark(RemarkKind.HIDDEN, f"斜排的文字（水印）不计入正文：{page.slanting[:_SHOWN]}", place)
    if page.hidden:
        yield Remark(RemarkKind.HIDDEN, f"印在可见范围以外的文字不计入正文：{page.hidden[:_SHOWN]}", place)
    for text, box in page.notes:
        yield Remark(RemarkKind.COMMENT, text, replace(place, box=page.seen(box)))
