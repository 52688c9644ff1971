from __future__ import annotations

import pytest

from jiheng.model import Break, Cell, Document, Paragraph, Place, RemarkKind, Table
from jiheng.readers import html
from jiheng.readers.errors import BadEncodingError, DamagedFileError, TooLargeFileError


def read(page: str) -> Document:
    return html.read(page.encode())


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def spans(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


def words(document: Document) -> list[str]:
    """Return paragraphs, and each table as the texts of its cells."""
    return [
        block.text if isinstance(block, Paragraph) else "|".join(cell.text for cell in block.cells)
        for block in document.blocks
        if isinstance(block, (Paragraph, Table))
    ]


def one_cell(markup: str) -> str:
    (table,) = tables(read(f"<table><tr><td>{markup}<td>尾</table>"))
    return table.cells[0].text


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    document = read("<h1>目标表</h1>（2023年度）<table><tr><td>甲<th>乙</table><p>说明<div>一<p>二</div>三")
    assert words(document) == ["目标表", "（2023年度）", "甲|乙", "说明", "一", "二", "三"]
    assert document.blocks[1] == Paragraph("（2023年度）", Place(row=2))
    assert tables(document)[0].cells[1] == Cell("乙", 1, 2, Place(table=1, row=1, column=2))
    assert tables(document)[0].keeps_spans is True


def test_spans_become_a_grid() -> None:
    page = """<table><tr><td rowspan=3>一级<td colspan=2>指标<td rowspan=2>值
        <tr><td>甲<td>乙<tr><td>丙<td>丁<td>戊</table>"""
    assert spans(tables(read(page))[0]) == [
        ("一级", 1, 1, 3, 1),
        ("指标", 1, 2, 1, 2),
        ("值", 1, 4, 2, 1),
        ("甲", 2, 2, 1, 1),
        ("乙", 2, 3, 1, 1),
        ("丙", 3, 2, 1, 1),
        ("丁", 3, 3, 1, 1),
        ("戊", 3, 4, 1, 1),
    ]


@pytest.mark.parametrize(
    ("stated", "rows", "columns"),
    [
        ("rowspan=100000000 colspan=100000000", 2, 1000),
        ("rowspan=0", 2, 1),
        ("rowspan=-3 colspan=0", 1, 1),
        ("rowspan=zwei colspan=''", 1, 1),
        ("rowspan='2 ' colspan=' 3px'", 2, 3),
    ],
)
def test_broken_spans_are_read_as_browsers_read_them(stated: str, rows: int, columns: int) -> None:
    (table,) = tables(read(f"<table><tr><td {stated}>甲<tr><td>乙</table>"))
    assert spans(table)[0] == ("甲", 1, 1, rows, columns)


def test_a_wide_cell_ends_where_another_hangs_down() -> None:
    (table,) = tables(read("<table><tr><td>甲<td>乙<td rowspan=2>丙<tr><td colspan=3>丁</table>"))
    assert spans(table)[-1] == ("丁", 2, 1, 1, 2)


def test_no_cell_spans_over_the_end_of_its_group_and_the_foot_comes_last() -> None:
    page = "<table><tfoot><tr><td>尾</tfoot><thead><tr><td rowspan=5>头</thead><tbody><tr><td>身</table>"
    assert spans(tables(read(page))[0]) == [("头", 1, 1, 1, 1), ("身", 2, 1, 1, 1), ("尾", 3, 1, 1, 1)]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("  甲\n   乙  ", "甲 乙"),
        ("甲<br>乙<br/><br>丙", "甲\n乙\n\n丙"),
        ("<p>甲</p><p>乙", "甲\n乙"),
        ("甲<b> 乙 </b> 丙", "甲 乙 丙"),
        ("甲&nbsp;&nbsp;乙", "甲\u00a0\u00a0乙"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙"),
        ("<div style='white-space: pre-wrap'>甲\n  乙</div>", "甲\n  乙"),
        ("<div style='white-space:pre-line'>甲  \n   乙   丙</div>", "甲\n乙 丙"),
        ("<textarea>甲\n乙</textarea>", "甲\n乙"),
        ("<input value='95%'><input type=hidden value=x>", "95%"),
        ("<input type=checkbox checked>是 <input type=radio>否", "☑是 □否"),
        ("<select><option>≤<option selected>≥</select>", "≥"),
        ("甲<!-- 注释 -->乙<script>x()</script>", "甲乙"),
        ("1&lt;2 &amp; &#20013;&copy", "1<2 & 中©"),
        ("", ""),
    ],
)
def test_the_text_of_a_cell_is_what_a_browser_shows(markup: str, text: str) -> None:
    assert one_cell(markup) == text


def test_a_table_inside_a_cell_follows_the_outer_one_and_is_not_read_twice() -> None:
    document = read("<table><tr><td>外<table><tr><td>内<td>里</table>后<td>右</table><p>末")
    assert words(document) == ["外\n后|右", "内|里", "末"]
    assert tables(document)[1].cells[0].place == Place(table=2, row=1, column=1)


def test_a_table_that_only_arranges_the_page_is_no_table() -> None:
    page = "<table><tr><td>标题<table><tr><td>甲<td>乙</table><p>中<table><tr><td>丙<td>丁</table></table>"
    assert words(read(page)) == ["标题", "甲|乙", "中", "丙|丁"]


def test_text_between_rows_stands_before_the_table_as_in_browsers() -> None:
    page = "<table>散<caption>题</caption><tr><td>甲<td>乙</td>落</tr><p>段</p></table>"
    assert words(read(page)) == ["散", "题", "落", "段", "甲|乙"]


def test_rows_are_found_in_careless_markup() -> None:
    assert words(read("<table><form><tr><td>甲<td>乙</form></table>")) == ["甲|乙"]
    assert words(read("<table><td>甲<td>乙</table>")) == ["甲|乙"]


def test_what_the_page_hides_is_told_and_not_read() -> None:
    document = read(
        "<title>系统导出</title><style>td{}</style><p hidden>旧稿</p><p style='Display : none'>草稿"
        "<table><tr style='display:none'><td>暗行<tr><td>甲<td style='visibility:hidden'>暗格<td>乙</table>"
    )
    assert words(document) == ["甲|乙"]
    assert [remark.text for remark in document.remarks if remark.kind is RemarkKind.HIDDEN] == [
        "网页标题：系统导出",
        "隐藏的内容：旧稿",
        "隐藏的内容：草稿",
        "隐藏的内容：暗行",
        "隐藏的内容：暗格",
    ]
    assert document.remarks[-1].place == Place()


def test_a_page_turn_is_a_break() -> None:
    document = read("<p>甲<br style='page-break-before:always'>乙<div style='break-after: page'>丙</div>丁")
    assert [type(block) for block in document.blocks] == [Paragraph, Break, Paragraph, Paragraph, Break, Paragraph]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030", "big5"])
def test_the_encoding_is_found(encoding: str) -> None:
    name = {"gbk": "gb2312"}.get(encoding, encoding)
    page = f"<html><head><meta charset='{name}'></head><p>目標：繁體</p>"
    assert words(html.read(page.encode(encoding))) == ["目標：繁體"]


@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>", "<meta charset=unheard-of>"])
def test_a_wrong_or_missing_declaration_does_not_matter(declared: str) -> None:
    assert words(html.read(f"{declared}<p>绩效目标".encode("gb18030"))) == ["绩效目标"]


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(BadEncodingError):
        html.read(b"<p>\xff\xff\xff\xff")


def test_xhtml_with_a_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><p>目标</p></html>'
    assert words(read(page)) == ["目标"]


def test_entities_of_a_page_are_never_resolved() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>甲&x;乙</p>'
    assert "甲&x;乙" in words(read(page))


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td"])
def test_endless_nesting_is_damage_not_a_crash(tag: str) -> None:
    with pytest.raises(DamagedFileError, match="嵌套"):
        read(f"<{tag}>" * 10_000 + "甲")


def test_deep_but_possible_nesting_is_read() -> None:
    assert words(read("<table><tr><td>甲<td>" * 70 + "底"))[-1] == "甲|底"


def test_rows_of_cells_that_all_claim_to_be_wide_are_refused() -> None:
    with pytest.raises(TooLargeFileError):
        read("<table><tr>" + "<td colspan=1000>甲" * 10_000)
