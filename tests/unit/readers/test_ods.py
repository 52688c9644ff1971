from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.model import Document, RemarkKind, Table
from jiheng.readers import ods, read
from jiheng.readers.errors import EncryptedFileError, TooLargeFileError, UnreadableFileError

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing",
    }.items()
)  # fmt: skip
STYLES = """<style:style style:name="ta1" style:family="table" style:master-page-name="Mpm1">
<style:table-properties table:display="true"/></style:style>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>"""
PAGES = f"""<office:document-styles {NAMES}><office:master-styles><style:master-page style:name="Mpm1">
<style:header><text:p>内部资料 <text:page-number>1</text:page-number></text:p></style:header>
<style:footer style:display="false"><text:p>看不见</text:p></style:footer></style:master-page></office:master-styles>
</office:document-styles>"""


def workbook(*sheets: str, manifest: str = "<manifest/>") -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", content)
        package.writestr("styles.xml", PAGES)
        package.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def sheet(rows: str, name: str = "目标表", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(inner: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{inner}</table:table-cell>"


def said(text: str) -> str:
    return cell(f"<text:p>{text}</text:p>", 'office:value-type="string"')


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(document: Document) -> dict[str | None, str]:
    return {one.place.cell: one.text for table in tables(document) for one in table.cells}


def test_what_was_shown_wins_over_what_was_stored() -> None:
    shown = cell("<text:p>95%</text:p>", 'office:value-type="percentage" office:value="0.95"')
    assert texts(ods.read(workbook(sheet(row(shown))))) == {"A1": "95%"}


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ('office:value-type="percentage" office:value="0.95"', "95%"),
        ('office:value-type="percentage" office:value="0.955"', "95.5%"),
        ('office:value-type="float" office:value="1055.4"', "1055.4"),
        ('office:value-type="date" office:date-value="2023-12-01"', "2023-12-01"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ('office:value-type="string" office:string-value="合格"', "合格"),
    ],
)
def test_a_value_whose_text_the_writer_left_out_is_shown(attributes: str, text: str) -> None:
    assert texts(ods.read(workbook(sheet(row(cell("", attributes)))))) == {"A1": text}


def test_texts_keep_their_lines_and_spaces_and_lose_their_reading_aids() -> None:
    ruby = "<text:ruby><text:ruby-base>效</text:ruby-base><text:ruby-text>xiào</text:ruby-text></text:ruby>"
    first = f"<text:p>一<text:s text:c='2'/><text:span>绩{ruby}</text:span><text:line-break/>表</text:p>"
    inner = f"{first}<text:p>末行</text:p>"
    assert texts(ods.read(workbook(sheet(row(cell(inner)))))) == {"A1": "一  绩效\n表\n末行"}


def test_repeats_are_counted_and_a_million_empty_rows_cost_nothing() -> None:
    document = ods.read(
        workbook(
            sheet(
                row(cell("", 'table:number-columns-repeated="3"'), said("甲"), more='table:number-rows-repeated="2"')
                + row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048500"')
                + row(cell("<text:p>√</text:p>", 'table:number-columns-repeated="2"'))
            )
        )
    )
    assert texts(document) == {"D1": "甲", "D2": "甲", "A1048503": "√", "B1048503": "√"}


def test_merged_cells_are_spans_and_what_lies_under_them_is_told() -> None:
    merged = cell("<text:p>产出指标</text:p>", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    under = "<table:covered-table-cell><text:p>遮住</text:p></table:covered-table-cell>"
    document = ods.read(workbook(sheet(row(merged, said("数量")) + row(under, said("质量")))))
    (table,) = tables(document)
    assert [(one.text, one.row, one.column, one.rows) for one in table.cells] == [
        ("产出指标", 1, 1, 2), ("数量", 1, 2, 1), ("质量", 2, 2, 1),
    ]  # fmt: skip
    assert [remark.text for remark in document.remarks] == ["被合并单元格遮住的内容：遮住"]


def test_what_is_no_part_of_the_print_is_told() -> None:
    noted = cell(
        "<office:annotation><text:p>请核实</text:p></office:annotation><text:p>甲</text:p>"
        "<draw:frame><draw:text-box><text:p>文本框</text:p></draw:text-box></draw:frame>",
        'table:content-validation-name="v1"',
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    formula = cell("", 'table:formula="of:=[.A1]*2"')
    shown = sheet(
        columns + row(noted, said("乙"), formula) + row(said("丙"), more='table:visibility="collapse"'),
        more='table:style-name="ta1" table:protected="true"',
    )
    document = ods.read(workbook(shown, sheet(row(said("草稿")), "底稿", 'table:style-name="ta2"')))
    assert [table.name for table in tables(document)] == ["目标表"]
    assert [(remark.kind, remark.place.cell, remark.text) for remark in document.remarks] == [
        (RemarkKind.FILLABLE, None, "工作表“目标表”设有保护和填写限制，供填报使用。"),
        (RemarkKind.HIDDEN, None, "页眉或页脚：内部资料"),
        (RemarkKind.HIDDEN, None, "第 2 行被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, None, "第 B 列被隐藏，其中的内容照样读取。"),
        (RemarkKind.FORMULA, "C1", "公式没有保存计算结果，按空单元格读取。"),
        (RemarkKind.COMMENT, "A1", "请核实"),
        (RemarkKind.PICTURE, None, "图片或图形，其中的文字：文本框"),
        (RemarkKind.HIDDEN, None, "隐藏的工作表“底稿”：草稿"),
    ]


def test_a_long_workbook_is_read_like_a_short_one() -> None:
    """Beyond some megabytes a part is gone through without holding it: sheets and rows must come out the same."""
    rows = "".join(row(said(f"第{number}行" + "长" * 300)) for number in range(2500))
    groups = f"<table:table-header-rows>{row(said('表头'))}</table:table-header-rows>{rows}"
    first, second = tables(ods.read(workbook(sheet(groups), sheet(row(said("乙")), "第二页"))))
    assert (first.cells[0].text, first.cells[-1].place.cell, len(first.cells)) == ("表头", "A2501", 2501)
    assert [one.text for one in second.cells] == ["乙"]


def test_a_text_repeated_without_end_is_too_large() -> None:
    with pytest.raises(TooLargeFileError):
        ods.read(workbook(sheet(row(said("甲"), more='table:number-rows-repeated="999999999"'))))
    with pytest.raises(TooLargeFileError):
        ods.read(workbook(sheet(row(cell("<text:p>甲</text:p>", 'table:number-columns-repeated="999999999"')))))


def test_a_password_is_named() -> None:
    with pytest.raises(EncryptedFileError):
        read(workbook(manifest="<manifest><file-entry><encryption-data/></file-entry></manifest>"), "表.ods")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=12), st.integers(0, 10_000), st.integers(0, 40))
def test_damage_ends_in_a_reading_or_a_message(noise: bytes, spot: int, lost: int) -> None:
    data = workbook(sheet(row(said("名称"), said("甲"))))
    at = spot % len(data)
    with suppress(UnreadableFileError):
        ods.read(data[:at] + noise + data[at + lost :])
