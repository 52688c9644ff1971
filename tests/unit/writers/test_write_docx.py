from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.docx import write_docx


def opened(*drawings: Drawing) -> Document:
    return docx.Document(BytesIO(write_docx(drawings)))


def millimetres(length: Length | None) -> int | None:
    return None if length is None else round(length.mm)


def marks(table: Table, name: str) -> list[bool]:
    """Which rows carry the row property `name`."""
    return [bool(row._tr.xpath(f"./w:trPr/w:{name}")) for row in table.rows]


def table_of(drawing: Drawing, number: int = 0) -> Table:
    return opened(drawing).tables[number]


def test_texts_and_spans_stand_where_they_were_drawn() -> None:
    table = table_of(official())
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    assert shown[1] == ["年度总体目标", *["目标1：管护湿地。\n  目标2：修缮栈道，增设标识。"] * 3]
    assert shown[3] == ["预算", "其他资金", "", ""]
    assert table.cell(2, 0)._tc is table.cell(3, 0)._tc


@pytest.mark.parametrize("text", ["=1+1", "<w:t>&amp;</w:t>", "  头尾  ", "一\n二\n", "甲\t乙", "𠮷𪚥👩‍👩‍👧", "", "\n"])
def test_every_text_comes_back(text: str) -> None:
    assert table_of(grid([[text]])).cell(0, 0).text == text


def test_widths_are_those_of_the_drawing() -> None:
    table = table_of(official(), 1)
    assert [round(column.width.mm) for column in table.columns] == [18, 22, 34, 20, 48, 36]
    assert sum(column.width.mm for column in table.columns) == pytest.approx(178, abs=0.02)
    assert [round(cell.width.mm) for cell in table.rows[0].cells] == [18, 22, 34, 20, 48, 36]
    assert table._tbl.xpath("./w:tblPr/w:tblLayout/@w:type") == ["fixed"]


def test_header_rows_are_repeated_and_whole() -> None:
    table = table_of(official(), 1)
    assert marks(table, "tblHeader") == [True, *[False] * 40]
    assert marks(table, "cantSplit")[0]


def test_a_header_whose_cells_lead_out_of_it_is_not_repeated() -> None:
    cells = (DrawnCell("头", 1, 1, rows=2), DrawnCell("甲", 1, 2), DrawnCell("乙", 2, 2))
    table = table_of(Drawing("表", (DrawnTable(cells, (50, 50), 2, header_rows=1),)))
    assert marks(table, "tblHeader") == [False, False]


def test_a_long_row_may_break_over_pages_and_a_short_one_not() -> None:
    assert marks(table_of(grid([["短"], ["长文" * 600]], (60,))), "cantSplit") == [True, False]


def test_joined_tables_stay_two_with_a_line_of_one_point_between() -> None:
    table = opened(official()).tables[0]._tbl
    (spacing,) = table.xpath("./following-sibling::*[1][self::w:p]/w:pPr/w:spacing")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("20", "exact")
    assert table.xpath("./following-sibling::*[2][self::w:tbl]")


def test_each_drawing_begins_a_page_of_its_own_shape() -> None:
    document = opened(official(), fillable(), replace(narrative(), margins=(30, 25, 20, 15)))
    sizes = [(millimetres(one.page_width), millimetres(one.page_height)) for one in document.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    assert [one.start_type for one in document.sections] == [WD_SECTION.NEW_PAGE] * 3
    last = document.sections[2]
    margins = (last.top_margin, last.right_margin, last.bottom_margin, last.left_margin)
    assert [millimetres(side) for side in margins] == [30, 25, 20, 15]


def test_paragraphs_keep_text_and_style() -> None:
    shown = [(one.style and one.style.name, one.text) for one in opened(official()).paragraphs if one.text]
    assert shown == [
        ("Title", "部门（单位）整体绩效目标申报表"),
        ("Subtitle", "（2026年度）"),
        ("Body Text", "填报单位：芦苇荡管护所"),
    ]


def test_the_title_names_its_official_font_and_what_stands_in() -> None:
    document = opened(official())
    assert document.styles["Title"].element.xpath("./w:rPr/w:rFonts/@w:eastAsia") == ["方正小标宋简体"]
    table = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    assert '<w:altName w:val="宋体"/>' in table.blob.decode("utf-8")


def test_a_long_title_is_set_smaller() -> None:
    title = DrawnParagraph("某市某区某某中心二〇二六年度部门（单位）整体支出绩效目标申报表", Role.TITLE)
    (run,) = opened(Drawing("表", (title,))).paragraphs[0].runs
    assert run.font.size == Pt(18)


def test_prose_begins_two_characters_in_and_a_line_above_a_table_does_not() -> None:
    prose, line = opened(narrative()).paragraphs[-1], opened(official()).paragraphs[2]
    assert prose._p.xpath("./w:pPr/w:ind/@w:firstLineChars") == ["200"]
    assert prose.paragraph_format.first_line_indent == Pt(24)
    assert line.paragraph_format.first_line_indent is None


def test_a_letter_is_prose_although_tables_stand_between() -> None:
    chapter = DrawnParagraph("一、意见", Role.HEADING)
    letter = replace(official(), blocks=(*official().blocks, chapter), is_letter=True)
    document = opened(letter)
    assert document.paragraphs[2].paragraph_format.first_line_indent == Pt(24)
    heading = next(one for one in document.paragraphs if one.text == "一、意见")
    above = heading._p.getprevious()
    assert above is not None
    assert above.tag == qn("w:p")


def test_fill_and_language() -> None:
    document = opened(fillable())
    assert document.tables[0].cell(0, 0)._tc.xpath("./w:tcPr/w:shd/@w:fill") == ["FFFF00"]
    assert document.core_properties.language == "zh-CN"
