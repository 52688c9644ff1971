"""Reads scans and photos: bytes of a picture → Document, by character recognition. Knows no form.

What recognises text is an extra that need not be installed, and heavy: it is loaded with the first picture. Nothing is
ever fetched; the weights are inside an installed package.
"""

from __future__ import annotations

import struct
import time
import warnings
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from jiheng.model import Document
from jiheng.readers.errors import DamagedFileError, OcrMissingError, TooLargeFileError
from jiheng.readers.printed_document import blocks_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from jiheng.readers.printed_page import PrintedPage
    from jiheng.readers.printed_tables import Part

    Pixels = NDArray[np.uint8]

_MOST_PAGES = 200
_MEGAPIXEL = 1_000_000
MOST_PIXELS = 60 * _MEGAPIXEL
_SECONDS_A_PAGE = 60
# What the picture library raises for files that are cut off or made up; a warning where those are made errors.
_BROKEN = (
    UserWarning,
    OSError,
    ValueError,
    EOFError,
    SyntaxError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
    MemoryError,
)


def read(data: bytes) -> Document:
    """Return what a picture of one or more pages shows.

    Raises OcrMissingError without the extra `ocr`, DamagedFileError, or TooLargeFileError beyond 60 million pixels a
    page, 200 pages or what can be recognised in reasonable time.
    """
    blocks, remarks = blocks_of(list(read_pages(enumerate(_pictures(data), start=1))))
    return Document("image", blocks, remarks)


def read_pages(pictures: Iterable[tuple[int, Pixels]]) -> Iterator[tuple[PrintedPage, list[Part]]]:
    """Yield the printed pages, each with its parts, in pictures given by page number and pixels.

    Pixels are bytes, height × width, gray or of three colours. Raises as `read`.
    """
    try:
        from jiheng.readers import scan_printed, scan_text  # noqa: PLC0415  (an extra, and heavy to load)
    except ModuleNotFoundError as error:
        raise OcrMissingError(f"读取扫描件和照片需要文字识别组件（缺少 {error.name}）。") from error
    recogniser = scan_text.recogniser()
    begun = time.monotonic()
    for count, (number, picture) in enumerate(pictures):
        _bound(count, number, picture, time.monotonic() - begun)
        yield scan_printed.printed(picture, number, recogniser)


def _bound(count: int, number: int, picture: Pixels, seconds: float) -> None:
    if count >= _MOST_PAGES:
        raise TooLargeFileError(f"扫描件超过 {_MOST_PAGES} 页。", "请按表拆开后分别提交。")
    if picture.shape[0] * picture.shape[1] > MOST_PIXELS:
        raise _too_fine(number)
    if seconds > _SECONDS_A_PAGE * (count + 1):
        raise TooLargeFileError(f"识别到第{number}页已用 {seconds:.0f} 秒，文字过多。", "请按表拆开后分别提交。")


def _too_fine(number: int) -> TooLargeFileError:
    limit = MOST_PIXELS // _MEGAPIXEL * 100
    return TooLargeFileError(f"第{number}页的图片超过 {limit} 万像素。", "请以 300 dpi 重新扫描。")


def frames(data: bytes) -> Iterator[Image.Image]:
    """Yield the pages of a picture file as they are meant to be seen, in their colours. Raises as `read`."""
    try:
        from PIL import ImageOps, ImageSequence  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise OcrMissingError(f"读取扫描件和照片需要文字识别组件（缺少 {error.name}）。") from error
    number = 1
    try:
        with _opened(data) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                if frame.width * frame.height > MOST_PIXELS:
                    raise _too_fine(number)
                yield ImageOps.exif_transpose(frame)
    except _BROKEN as error:
        raise DamagedFileError(f"图片第{number}页已损坏，无法打开。") from error


def _pictures(data: bytes) -> Iterator[Pixels]:
    try:
        import numpy as np  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise OcrMissingError(f"读取扫描件和照片需要文字识别组件（缺少 {error.name}）。") from error
    for number, frame in enumerate(frames(data), start=1):
        try:
            yield np.asarray(_in_gray(frame), np.uint8)
        except _BROKEN as error:
            raise DamagedFileError(f"图片第{number}页已损坏，无法打开。") from error


def _opened(data: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415  (an extra)

    with warnings.catch_warnings():
        # The size is checked page by page, in words for the sender.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data))
        except Image.DecompressionBombError as error:
            raise _too_fine(1) from error


def _in_gray(picture: Image.Image) -> Image.Image:
    """Return shades of gray; what is transparent shows white paper, sixteen bits become eight."""
    if picture.mode.startswith("I"):
        return picture.convert("F").point(lambda shade: shade / 257).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("L")
    seen = picture.convert("RGBA")
    paper = seen.copy()
    paper.paste("white", (0, 0, *seen.size))
    paper.alpha_composite(seen)
    return paper.convert("L")
