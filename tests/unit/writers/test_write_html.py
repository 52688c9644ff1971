from __future__ import annotations

import re

import pytest
from lxml import html

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnTable, Role
from jiheng.writers.html import write_html


def opened(*drawings: Drawing) -> html.HtmlElement:
    return html.document_fromstring(write_html(drawings))


def shown(cell: html.HtmlElement) -> tuple[str, int, int]:
    return str(cell.text_content()), int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))


def test_texts_and_spans_stand_where_they_were_drawn() -> None:
    rows = opened(official()).xpath("(//table)[1]//tr")
    assert [[shown(cell) for cell in row] for row in rows] == [
        [("单位名称", 1, 1), ("临泽市芦苇荡管护所", 1, 3)],
        [("年度总体目标", 1, 1), ("目标1：管护湿地。\n  目标2：修缮栈道，增设标识。", 1, 3)],
        [("预算", 2, 1), ("合计（万元）", 1, 1), ("1,055.40", 1, 2)],
        [("其他资金", 1, 1), ("", 1, 2)],
    ]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "&amp;", "  头尾  ", "\n一\n", "甲\t乙", "𠮷👩‍👩‍👧", "\"'", ""]
)
def test_every_text_comes_back(text: str) -> None:
    (cell,) = opened(grid([[text]])).xpath("//td")
    assert cell.text_content() == text
    assert "white-space: pre-wrap" in cell.get("style")


def test_markup_in_a_path_a_name_or_a_text_stays_text() -> None:
    evil = '"><script>x</script>'
    drawing = Drawing(evil, (DrawnTable((DrawnCell(evil, 1, 1, path=evil),), (50,), 1),))
    page = opened(drawing)
    assert page.xpath("//script") == []
    assert page.xpath("//td/@data-path") == [evil]
    assert page.findtext(".//title") == evil


def test_header_rows_stand_in_thead() -> None:
    page = opened(official())
    assert [cell.text for cell in page.xpath("//thead/tr/th[@scope='col']")][:2] == ["一级指标", "二级指标"]
    assert len(page.xpath("(//table)[2]/tbody/tr")) == 40


def test_a_header_whose_cells_lead_out_of_it_is_not_repeated() -> None:
    cells = (DrawnCell("头", 1, 1, rows=2), DrawnCell("甲", 1, 2), DrawnCell("乙", 2, 2))
    page = opened(Drawing("表", (DrawnTable(cells, (50, 50), 2, header_rows=1),)))
    assert page.xpath("//thead") == []


def test_a_row_under_merged_cells_only_stays_a_row() -> None:
    page = opened(Drawing("表", (DrawnTable((DrawnCell("合", 1, 1, rows=2),), (50,), 2),)))
    assert len(page.xpath("//tr")) == 2


def test_widths_and_pages_are_those_of_the_drawing() -> None:
    page = opened(official(), fillable())
    styles = page.xpath("(//table)[2]//col/@style")
    assert [style.removeprefix("width: ") for style in styles] == ["18mm", "22mm", "34mm", "20mm", "48mm", "36mm"]
    sheet = page.findtext(".//style")
    assert "@page form-1 { size: A4 portrait; margin: 20mm 16mm 20mm 16mm; }" in sheet
    assert "@page form-2 { size: A4 landscape;" in sheet
    assert [section.get("style") for section in page.xpath("//section")] == [None, "page-break-before: always"]


def test_the_page_stands_alone_and_says_its_language() -> None:
    text = write_html([official(), fillable(), narrative()]).decode("utf-8")
    assert re.findall(r"(?:src|href)=|url\(|@import|<script", text) == []
    assert opened(official()).get("lang") == "zh-CN"


def test_a_size_that_is_not_the_roles_own_is_said() -> None:
    (line,) = opened(official()).xpath("//p[contains(@class, 'role-body')]")
    (prose,) = opened(narrative()).xpath("//p")
    assert line.get("style") == "white-space: pre-wrap; font-size: 10.5pt"
    assert prose.get("style") == "white-space: pre-wrap"


def test_every_value_says_its_path() -> None:
    paths = opened(official()).xpath("//@data-path")
    assert len(paths) == 2 + 4 + 40 * 4
    assert {"/title", "/unit/name", "/indicators/39/explanation"} <= set(paths)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_class_and_a_font(role: Role) -> None:
    page = opened(Drawing("表", (DrawnTable((DrawnCell("字", 1, 1, role=role),), (50,), 1),)))
    assert page.xpath(f"//*[contains(@class, 'role-{role}')]/text()") == ["字"]
    assert f".role-{role} {{ font-family:" in page.findtext(".//style")
