"""Pages as pictures: as many as the file has, in their proportions, and what stands in them where it stands."""

from __future__ import annotations

import builtins
import zlib
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

import printed_ofd
from jiheng.readers import ofd
from jiheng.readers.errors import UnreadableFileError
from jiheng.readers.pictures import draw_page, page_sizes
from printed_pdf import by_hand, shown

SVG = "{http://www.w3.org/2000/svg}"


def picture_of(color: str = "red", size: tuple[int, int] = (300, 200), orientation: int = 1) -> bytes:
    target = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", size, color).save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_page_of_a_pdf_is_drawn_wide_enough_to_be_read() -> None:
    data = by_hand(shown("A", 10, 700), shown("B", 10, 700))

    drawn = Image.open(BytesIO(draw_page(data, "pdf", 2).data))

    assert page_sizes(data, "pdf") == ((600, 800), (600, 800))
    assert 1500 <= drawn.width <= 1620
    assert drawn.height / drawn.width == pytest.approx(800 / 600, abs=0.01)


def test_a_page_longer_than_any_paper_stays_small() -> None:
    data = by_hand(shown("A", 10, 700), size="0 0 100 14000")

    drawn = Image.open(BytesIO(draw_page(data, "pdf", 1).data))

    assert drawn.height <= 2500


def test_without_the_picture_library_the_same_page_comes_as_png(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_hand("0 0 1 rg 0 0 600 800 re f\n")
    imported = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - stands for the built-in function
        if name == "PIL":
            raise ModuleNotFoundError(name="PIL")
        return imported(name, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", without)
        picture = draw_page(data, "pdf", 1)

    drawn = Image.open(BytesIO(picture.data))
    assert picture.media_type == "image/png"
    assert drawn.getpixel((drawn.width // 2, drawn.height // 2)) == (0, 0, 255)


def test_a_photo_is_turned_as_its_camera_was_held() -> None:
    data = picture_of(orientation=6)

    drawn = Image.open(BytesIO(draw_page(data, "image", 1).data))

    assert page_sizes(data, "image") == ((200, 300),)
    assert drawn.size == (200, 300)


def test_an_ofd_page_shows_each_character_where_its_reader_found_it() -> None:
    data = printed_ofd.package(
        {"Doc_0/Pages/Page_0/Content.xml": printed_ofd.page(printed_ofd.text("部门<&名称", left=20, top=30))}
    )
    (page,) = ofd.read_pages(data)

    root = etree.fromstring(draw_page(data, "ofd", 1).data)

    letters = root.findall(f".//{SVG}text")
    assert "".join(letter.text or "" for letter in letters) == "部门<&名称"
    assert [float(letter.get("x", "0")) for letter in letters] == pytest.approx(
        [glyph.start for glyph in page.glyphs], abs=0.01
    )
    assert page_sizes(data, "ofd")[0] == (page.width, page.height)


@pytest.mark.parametrize(("kind", "data"), [("pdf", by_hand(shown("A", 10, 700))), ("image", picture_of())])
@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there_is_said(kind: str, data: bytes, page: int) -> None:
    with pytest.raises(UnreadableFileError, match=f"第 {page} 页"):
        draw_page(data, kind, page)


@pytest.mark.parametrize("kind", ["pdf", "image", "ofd"])
def test_bytes_that_are_no_such_file_are_refused(kind: str) -> None:
    for damaged in (b"%PDF-1.7\n", picture_of()[:200], zlib.compress(b"nothing")):
        with pytest.raises(UnreadableFileError):
            draw_page(damaged, kind, 1)
