from __future__ import annotations

import pytest

from jiheng.model import Document, RemarkKind, Table
from jiheng.readers import read
from jiheng.readers.errors import DamagedFileError, ForbiddenXmlError

HEAD = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default" ss:Name="Normal"/>
<Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="#,##0.00"/></Style>
<Style ss:ID="s3" ss:Parent="s1"/>
<Style ss:ID="s4"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="s5"><NumberFormat ss:Format=";;;"/></Style></Styles>"""


def workbook(*sheets: str) -> bytes:
    return f"{HEAD}{''.join(sheets)}</Workbook>".encode()


def sheet(table: str, name: str = "目标表", options: str = "", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}" {more}><Table>{table}</Table>{options}</Worksheet>'


def cell(kind: str, value: str, more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def texts(document: Document) -> dict[str | None, str]:
    return {one.place.cell: one.text for block in document.blocks if isinstance(block, Table) for one in block.cells}


def test_numbers_are_shown_in_their_formats() -> None:
    row = "".join(
        (
            cell("Number", "0.95", 'ss:StyleID="s1"'),
            cell("Number", "1055.4", 'ss:StyleID="s2"'),
            cell("Number", "0.5", 'ss:StyleID="s3"'),
            cell("DateTime", "2023-12-01T00:00:00.000", 'ss:StyleID="s4"'),
            cell("Boolean", "1"),
            cell("Error", "#N/A"),
            cell("Number", "57"),
        )
    )
    assert texts(read(workbook(sheet(f"<Row>{row}</Row>")), "表.xls")) == {
        "A1": "95.00%", "B1": "1,055.40", "C1": "50.00%", "D1": "2023/12/1", "E1": "TRUE", "F1": "#N/A", "G1": "57",
    }  # fmt: skip


def test_places_follow_what_the_file_numbers_and_merges() -> None:
    title, after = cell("String", "标题", 'ss:MergeAcross="2"'), cell("String", "后")
    jumped = cell("String", "跳", 'ss:Index="4"')
    table = f'<Row ss:Index="3">{title}{after}</Row><Row>{jumped}</Row>'
    (table_block,) = (block for block in read(workbook(sheet(table)), "表.xml").blocks if isinstance(block, Table))
    assert [(one.text, one.place.cell, one.columns) for one in table_block.cells] == [
        ("标题", "A3", 3),
        ("后", "D3", 1),
        ("跳", "D4", 1),
    ]


def test_what_is_no_part_of_the_print_is_told() -> None:
    rich = (
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>绩</B>效</ss:Data>'
        '<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>审核：</B>请核实</ss:Data></Comment></Cell>'
    )
    unshown = cell("Number", "5", 'ss:StyleID="s5"')
    table = (
        f'<Column ss:Index="2" ss:Hidden="1"/><Row>{rich}{cell("String", "乙")}</Row>'
        f'<Row ss:Hidden="1">{unshown}<Cell ss:Formula="=1+1"/>'
        f"{cell('String', '丙')}</Row>"
    )
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><PageSetup><Header x:Data="&amp;C内部"/>'
        "</PageSetup></WorksheetOptions><DataValidation xmlns='urn:schemas-microsoft-com:office:excel'/>"
    )
    space = 'xmlns="urn:schemas-microsoft-com:office:excel"'
    hidden = f"<WorksheetOptions {space}><Visible>SheetHidden</Visible></WorksheetOptions>"
    draft = sheet(f"<Row>{cell('String', '草稿')}</Row>", "底稿", hidden)
    document = read(workbook(sheet(table, options=options, more='ss:Protected="1"'), draft), "表.xls")
    assert texts(document) == {"A1": "绩效", "B1": "乙", "B2": "", "C2": "丙"}
    assert [(one.kind, one.place.cell, one.text) for one in document.remarks] == [
        (RemarkKind.FILLABLE, None, "工作表“目标表”设有保护和填写限制，供填报使用。"),
        (RemarkKind.HIDDEN, None, "页眉或页脚：内部"),
        (RemarkKind.HIDDEN, None, "第 2 行被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, None, "第 B 列被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, "A2", "被数字格式隐藏的内容：5"),
        (RemarkKind.FORMULA, "B2", "公式没有保存计算结果，按空单元格读取。"),
        (RemarkKind.COMMENT, "A1", "审核：请核实"),
        (RemarkKind.HIDDEN, None, "隐藏的工作表“底稿”：草稿"),
    ]


def test_a_workbook_that_is_cut_off_is_damage() -> None:
    with pytest.raises(DamagedFileError):
        read(workbook(sheet(f"<Row>{cell('String', '甲')}</Row>"))[:-30], "表.xls")


def test_entities_are_refused() -> None:
    with pytest.raises(ForbiddenXmlError):
        read(
            HEAD.replace("?>\n<?mso", '?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<?mso', 1).encode() + b"</Workbook>",
            "表.xls",
        )


def test_rows_and_cells_count_from_one_whatever_the_file_states() -> None:
    first = cell("String", "甲", 'ss:Index="0"')
    row = f'<Row ss:Index="0">{first}</Row>'
    assert texts(read(workbook(sheet(row)), "表.xls")) == {"A1": "甲"}
