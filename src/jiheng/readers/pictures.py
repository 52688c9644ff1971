"""Pages of printed files as pictures for a person to look at: how many, how large, and each one drawn. Reads no text.

A `Place.box` holds shares of exactly these pictures. Pages of pdf and of scans come as they are seen; those of OFD are
drawn from the characters and lines that its reader finds. PDFium is not safe between threads: call this in a process
of its own.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jiheng.readers import ofd, scan
from jiheng.readers.errors import TooLargeFileError, UnreadableFileError
from jiheng.readers.pdf_file import PagePicture, opened, page_picture
from jiheng.readers.printed_page import Glyph, PrintedPage
from jiheng.readers.ruling import Box

if TYPE_CHECKING:
    from PIL import Image

DRAWN = frozenset({"pdf", "ofd", "image"})
_WIDEST = 1600
_LONGEST = 2400
_POINTS_AN_INCH = 72
_QUALITY = 88
_TURNS = {1: "matrix(0 1 -1 0 {height} 0)", 2: "matrix(-1 0 0 -1 {width} {height})", 3: "matrix(0 -1 1 0 0 {width})"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that a browser can show."""

    media_type: str
    data: bytes


class NoSuchPageError(UnreadableFileError):
    """The file has no page of this number."""

    code = "no_such_page"
    usual_advice = "请刷新页面后再试。"


def page_sizes(data: bytes, kind: str) -> tuple[tuple[float, float], ...]:
    """Return width and height of each page as it is seen; their unit is none, only their proportion counts.

    Raises a subclass of UnreadableFileError.
    """
    if kind == "pdf":
        with opened(data) as document:
            return tuple(document.get_page_size(number) for number in range(len(document)))
    if kind == "ofd":
        return tuple(_seen_size(page) for page in ofd.read_pages(data))
    return tuple((picture.width, picture.height) for picture in scan.frames(data))


def draw_page(data: bytes, kind: str, number: int) -> Picture:
    """Return the page of this number, counted from 1, large enough to be read and no larger.

    Raises a subclass of UnreadableFileError.
    """
    if kind == "pdf":
        return _pdf_page(data, number)
    if kind == "ofd":
        pages = ofd.read_pages(data)
        _refuse_unknown(number, len(pages))
        return Picture("image/svg+xml", "".join(_svg(pages[number - 1])).encode())
    for at, picture in enumerate(scan.frames(data), start=1):
        if at == number:
            return _scanned(picture)
    raise NoSuchPageError(f"图片里没有第 {number} 页。")


def _pdf_page(data: bytes, number: int) -> Picture:
    sizes = page_sizes(data, "pdf")
    _refuse_unknown(number, len(sizes))
    width, height = sizes[number - 1]
    dots = min(_WIDEST / max(width, 1), _LONGEST / max(height, 1)) * _POINTS_AN_INCH
    return _encoded(page_picture(data, number, max(1, int(dots))))


def _refuse_unknown(number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise NoSuchPageError(f"文件没有第 {number} 页，共 {pages} 页。")


def _encoded(page: PagePicture) -> Picture:
    try:
        from PIL import Image  # noqa: PLC0415 - comes with the extra that recognises text
    except ModuleNotFoundError:
        return Picture("image/png", _png(page))
    shown = Image.frombuffer("RGB", (page.width, page.height), page.pixels, "raw", "BGR", 0, 1)
    return _jpeg(shown)


def _scanned(picture: Image.Image) -> Picture:
    shown = picture.convert("RGB")
    shown.thumbnail((_WIDEST, _LONGEST))
    return _jpeg(shown)


def _jpeg(picture: Image.Image) -> Picture:
    target = BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return Picture("image/jpeg", target.getvalue())


def _png(page: PagePicture) -> bytes:
    """Return a picture in the one format that needs no library."""
    row = page.width * 3
    pixels = bytearray(page.pixels)
    pixels[0::3], pixels[2::3] = page.pixels[2::3], page.pixels[0::3]
    lines = b"".join(b"\0" + pixels[at : at + row] for at in range(0, len(pixels), row))
    head = struct.pack(">IIBBBBB", page.width, page.height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(lines, 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _seen_size(page: PrintedPage) -> tuple[float, float]:
    return (page.width, page.height) if page.turns % 2 == 0 else (page.height, page.width)


def _svg(page: PrintedPage) -> Iterator[str]:
    width, height = _seen_size(page)
    if width <= 0 or height <= 0:
        raise TooLargeFileError(f"第 {page.number} 页没有大小，画不出来。")
    turn = _TURNS.get(page.turns % 4, "").format(width=page.width, height=page.height)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}" '
    yield f'width="{width:.2f}" height="{height:.2f}"><rect width="100%" height="100%" fill="#fff"/>'
    yield f'<g transform="{turn}">' if turn else "<g>"
    yield '<g stroke="#333" stroke-width="0.6">'
    yield from (f'<path d="M{x1:.2f} {y:.2f}H{x2:.2f}"/>' for y, x1, x2 in page.across)
    yield from (f'<path d="M{x:.2f} {y1:.2f}V{y2:.2f}"/>' for x, y1, y2 in page.down)
    yield '</g><g fill="#eceef0">'
    yield from map(_grey, page.pictures)
    yield "</g><g fill=\"#111\" font-family=\"'Noto Serif CJK SC','Source Han Serif SC',SimSun,FangSong,serif\">"
    yield from map(_letter, page.glyphs)
    yield "</g></g></svg>"


def _grey(picture: Box) -> str:
    """Show that there is a picture; what is in it the reader does not look at."""
    left, top, right, bottom = picture
    size = f'width="{max(right - left, 0):.2f}" height="{max(bottom - top, 0):.2f}"'
    return f'<rect x="{left:.2f}" y="{top:.2f}" {size}/>'


def _letter(glyph: Glyph) -> str:
    size = glyph.bottom - glyph.top if glyph.turn % 2 == 0 else glyph.right - glyph.left
    where = f'x="{glyph.start:.2f}" y="{glyph.base:.2f}" font-size="{max(size, 0.1):.2f}"'
    turn = f' transform="rotate({90 * glyph.turn} {glyph.start:.2f} {glyph.base:.2f})"' if glyph.turn else ""
    return f"<text {where}{turn}>{escape(glyph.text)}</text>"
