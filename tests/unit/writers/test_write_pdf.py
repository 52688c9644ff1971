"""What a PDF shows, seen by a program that did not write it: PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst

from drawings import LONG, fillable, grid, label, narrative, official
from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers import UnwritableTextError
from jiheng.writers.look import tables
from jiheng.writers.pdf import write_pdf

DAY = date(2026, 3, 9)
MILLIMETRE = 72 / 25.4
HANZI = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
SIGNS = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xAA) for low in range(0xA1, 0xFF)]


def opened(*drawings: Drawing) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(write_pdf(drawings, dated=DAY))


def text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded())


def texts(document: pypdfium2.PdfDocument) -> str:
    return "".join(text(page) for page in document)


def dense(shown: str) -> str:
    """Without white space: where lines end is for the page to say."""
    return re.sub(r"\s", "", shown)


def text_objects(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfTextObj]:
    for page in document:
        yield from page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())


def fonts(document: pypdfium2.PdfDocument) -> dict[str, bool]:
    """Names of the fonts, and whether the file carries them."""
    used = [one.get_font() for one in text_objects(document)]
    return {font.get_base_name(): font.is_embedded for font in used}


def boxes(page: pypdfium2.PdfPage, character: str) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each `character` in millimetres."""
    shown = page.get_textpage()
    places = [at for at in range(shown.count_chars()) if shown.get_text_range(at, 1) == character]
    return [tuple(side / MILLIMETRE for side in shown.get_charbox(at)) for at in places]


def test_every_font_is_inside_the_file() -> None:
    found = fonts(opened(official(), narrative(), grid([["☑ 已完成"]])))
    assert {name.rpartition("+")[2].split("-")[0] for name in found} >= {"NotoSerifSC", "NotoSansSC"}
    assert all(found.values())


def test_the_file_says_what_it_is() -> None:
    data = write_pdf([official()], dated=DAY)
    document = pypdfium2.PdfDocument(data)
    about = document.get_metadata_dict()
    assert about["Title"] == "芦苇荡管护所 部门（单位）整体绩效目标申报表"
    assert about["CreationDate"].startswith("D:20260309")
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in data
    assert b"/Lang(zh-CN)" in data.replace(b" ", b"")
    assert pdfium.FPDFCatalog_IsTagged(document)


def test_the_titles_of_all_forms_are_bookmarks() -> None:
    document = opened(official(), fillable(), narrative())
    contents = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert contents == [
        (0, "部门（单位）整体绩效目标申报表"),
        (0, "项目绩效目标填报表"),
        (0, "2026年度整体绩效目标"),
        (1, "一、总体目标"),
    ]


def test_the_day_decides_about_the_bytes_and_nothing_else_does() -> None:
    first = write_pdf([official()], dated=DAY)
    assert first == write_pdf([official()], dated=DAY)
    assert first != write_pdf([official()], dated=date(2026, 3, 10))


def test_each_form_begins_on_its_own_page_of_a4() -> None:
    document = opened(fillable(), narrative(), fillable())
    sizes = [tuple(round(side / MILLIMETRE) for side in page.get_size()) for page in document]
    assert sizes == [(297, 210), (210, 297), (297, 210)]
    assert [text(page).splitlines()[0].strip() for page in document][1] == "2026年度整体绩效目标"
    assert [text(page).split()[-1] for page in document] == ["1", "2", "3"], "pages are numbered"


def test_nothing_is_left_out_and_the_header_stands_on_every_page() -> None:
    document = opened(official())
    shown = dense(texts(document))
    assert len(document) > 5
    assert all("一级指标二级指标三级指标指标值" in dense(text(page)) for page in document)
    for table in tables(official()):
        assert all(shown.count(one) >= dense(cell.text).count(one) for cell in table.cells for one in dense(cell.text))
    assert shown.count("考核当年河道巡护") == sum(cell.text.count("考核当年河道巡护") for cell in table.cells)


def test_a_row_taller_than_a_page_goes_on_over_several() -> None:
    document = opened(grid([["甲", LONG * 60]], (20, 60)))
    assert len(document) > 2
    assert dense(texts(document)).count(dense(LONG)[:20]) == 60
    for page in document:
        low = min(box[1] for box in boxes(page, "河"))
        assert low > 16, "nothing runs into the margin"


@pytest.mark.parametrize(
    "hostile",
    [
        '#"$*_<> \\ `x` @ref //x [[ ]]',
        '#sys.inputs #include "x" #panic()',
        "= 标题 - 列表 + 编号 / 词: 条",
        "-- --- ... ~ 'x' \"y\"",
        "\\u{41} \\n \\",
        "ffi fl",
        "<label> $x^2$ https://invalid.example//x /* y */",
    ],
)
def test_markup_stays_text(hostile: str) -> None:
    assert dense(hostile) in dense(texts(opened(grid([[hostile]], (150,)))))


@pytest.mark.parametrize(
    "unbroken", ["a" * 300, "A1\u00a0" * 100, "，" * 80, "（" * 80, "…" * 80, "x，" * 80, "é" * 90]
)
def test_what_has_no_place_to_break_stays_in_its_cell(unbroken: str) -> None:
    (page,) = opened(grid([[unbroken, "右"]], (30, 60)))
    edge = min(box[0] for box in boxes(page, "右")) - 1
    found = boxes(page, unbroken[0])
    assert len(found) == unbroken.count(unbroken[0])
    assert max(box[2] for box in found) <= edge + 0.1


def test_lines_of_a_cell_stand_one_below_the_other() -> None:
    (page,) = opened(grid([["一行\n  二行\n\n三行"]], (60,)))
    heights = [boxes(page, first)[0][3] for first in "一二三"]
    first, second = (above - below for above, below in pairwise(heights))
    assert second > 1.8 * first > 0, "an empty line keeps its height"
    assert boxes(page, "二")[0][0] > boxes(page, "一")[0][0] + 1, "outer space of a line is shown"


def test_all_of_gb2312_is_at_hand_without_the_fonts_of_the_machine() -> None:
    rows = ["".join(HANZI[at : at + 700]) for at in range(0, len(HANZI), 700)]
    document = opened(grid([[row] for row in [*rows, "".join(SIGNS)]], (170,)))
    shown = set(texts(document))
    assert [one for one in HANZI if one and one not in shown] == []
    assert {name.rpartition("+")[2].split("-")[0] for name in fonts(document)} <= {"NotoSerifSC"}


def test_a_rare_name_is_set_in_a_font_of_the_machine() -> None:
    if not any("CJK" in family for family in typst.Fonts(include_system_fonts=True).families()):
        pytest.skip("no large Chinese font on this machine: apt-get install fonts-noto-cjk")
    document = opened(grid([["𠮷"]]))
    assert "𠮷" in texts(document)
    assert all(fonts(document).values())


@pytest.mark.parametrize("character", ["\U0003fffd", "\ue000", "\x85", "\U00100000"])
def test_a_character_without_a_shape_is_refused_with_its_place(character: str) -> None:
    with pytest.raises(UnwritableTextError, match=rf"“表”的 /1/2 .*U\+{ord(character):04X}.*没有字体可以显示"):
        write_pdf([grid([["甲", f"乙{character}丙"]])])


def test_titles_and_headers_are_heavier_than_values() -> None:
    cells = (label("值", 2, 1), DrawnCell("头", 1, 1, role=Role.HEADER))
    drawing = Drawing("表", (DrawnParagraph("题", Role.TITLE, Align.CENTER), DrawnTable(cells, (60,), 2)))
    outlined = {
        one.extract(): pdfium.FPDFTextObj_GetTextRenderMode(one) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        for one in text_objects(opened(drawing))
    }
    assert (outlined["题"], outlined["头"], outlined["值"]) == (True, True, False)


def test_a_fill_is_painted() -> None:
    cells = (DrawnCell("黄", 1, 1, fill="FFFF00"), DrawnCell("白", 1, 2))
    page = opened(Drawing("表", (DrawnTable(cells, (60, 60), 1),)))[0]
    picture = page.render(scale=1).to_pil()
    yellow = {
        where
        for where in ((x, y) for x in range(picture.width) for y in range(100))
        if picture.getpixel(where) == (255, 255, 0)
    }
    columns = [x / MILLIMETRE for x, _ in yellow]
    assert 45 < min(columns) < max(columns) < 105


def test_columns_are_as_wide_as_drawn_and_the_form_is_centred() -> None:
    (page,) = opened(grid([["甲", "乙", "丙"]], (30, 50, 70)))
    lefts = [boxes(page, one)[0][0] for one in "甲乙丙"]
    assert [round(right - left) for left, right in pairwise(lefts)] == [30, 50]
    assert lefts[0] == pytest.approx((210 - 150) / 2 + 1, abs=0.5)
