"""Opens PDF files through PDFium: who may, what is refused and why, and pages as pictures. Knows nothing of their text.

PDFium is not safe between threads. Everything that touches it holds `LOCK`, which `opened` does for its caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from jiheng.readers.errors import DamagedFileError, EncryptedFileError, TooLargeFileError

LOCK = RLock()
MAX_PAGES = 2000
_MAX_PIXELS = 60_000_000
_POINTS_AN_INCH = 72
# As fpdfview.h numbers them: a password is wanted, or a way of encryption that only other programs know.
_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is seen: rows of pixels without padding, three bytes each in the order blue, green, red."""

    width: int
    height: int
    pixels: bytes


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Give the PDFium document in these bytes, with the lock held; close it afterwards.

    A file that only an owner's password protects against printing or copying is read. Raises EncryptedFileError,
    DamagedFileError or TooLargeFileError.
    """
    # PDFium takes a tenth of a second to load, which whoever reads no pdf should not wait for.
    import pypdfium2 as pdfium  # noqa: PLC0415

    with LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _refusal(error) from error
        try:
            if len(document) == 0:
                raise DamagedFileError("PDF 文件里没有可以打开的页，可能没有下载或拷贝完。")
            if len(document) > MAX_PAGES:
                raise TooLargeFileError(f"PDF 有 {len(document)} 页，超过上限 {MAX_PAGES} 页。")
            yield document
        finally:
            document.close()


def page_picture(data: bytes, page: int, dpi: int = 200) -> PagePicture:
    """Return a page (counted from 1) as a picture. A page larger than any paper is drawn at fewer dots an inch."""
    # The package loads PDFium, see above.
    import pypdfium2 as pdfium  # noqa: PLC0415

    with opened(data) as document:
        try:
            shown = document[page - 1]
            area = shown.get_width() * shown.get_height() / _POINTS_AN_INCH**2
            dots = min(dpi, (_MAX_PIXELS / max(area, 1e-6)) ** 0.5)
            bitmap = shown.render(scale=dots / _POINTS_AN_INCH, rev_byteorder=False)
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"PDF 第 {page} 页已损坏，无法显示。") from error
        return _picture(bitmap)


def _picture(bitmap: Any) -> PagePicture:  # noqa: ANN401 (the library has no types)
    kept = bytes(bitmap.buffer)
    row, size = bitmap.width * 3, bitmap.n_channels
    lines = [kept[at : at + bitmap.width * size] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)]
    pixels = b"".join(lines)
    if size == 1:
        pixels = bytes(value for level in pixels for value in (level, level, level))
    elif size != 3:
        plain = bytearray(row * bitmap.height)
        for channel in range(3):
            plain[channel::3] = pixels[channel::size]
        pixels = bytes(plain)
    return PagePicture(bitmap.width, bitmap.height, pixels)


def _refusal(error: Any) -> EncryptedFileError | DamagedFileError:  # noqa: ANN401 (the library has no types)
    if error.err_code == _PASSWORD:
        return EncryptedFileError("PDF 设有打开密码，无法读取。")
    if error.err_code == _SECURITY:
        return EncryptedFileError("PDF 用专门的加密方式保护，无法读取。", "请用原来的软件打开，另存为不加密的 PDF。")
    return DamagedFileError("PDF 文件已损坏，或者没有下载、拷贝完。")
