from __future__ import annotations

import datetime
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import lxml.html
import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.model import Break, Cell, Document, Place, RemarkKind, Table
from jiheng.readers import xlsx
from jiheng.readers.errors import DamagedFileError, TooLargeFileError


def workbook(fill: Callable[[openpyxl.Workbook, Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "目标表"
    fill(book, sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one of its parts changed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return stream.getvalue()


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(document: Document) -> dict[str | None, str]:
    return {cell.place.cell: cell.text for table in tables(document) for cell in table.cells}


def remarks(document: Document, kind: RemarkKind) -> list[tuple[str | None, str]]:
    return [(remark.place.cell, remark.text) for remark in document.remarks if remark.kind is kind]


def test_each_sheet_is_a_table_in_the_order_of_the_workbook() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["B2"] = "单位名称"
        book.create_sheet("第二页")["A1"] = "续表"
        book.move_sheet("第二页", -1)

    document = xlsx.read(workbook(fill))
    assert document.format == "xlsx"
    assert document.blocks == (
        Break(Place(sheet="第二页", table=1), new_sheet="第二页"),
        Table((Cell("续表", 1, 1, Place(sheet="第二页", table=1, row=1, column=1, cell="A1")),), True, "第二页"),
        Break(Place(sheet="目标表", table=2), new_sheet="目标表"),
        Table((Cell("单位名称", 2, 2, Place(sheet="目标表", table=2, row=2, column=2, cell="B2")),), True, "目标表"),
    )


def test_merged_cells_are_spans_and_an_empty_one_is_kept() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "标题"
        sheet.merge_cells("A1:D1")
        sheet["B2"] = "指标"
        sheet.merge_cells("A2:A5")

    (table,) = tables(xlsx.read(workbook(fill)))
    assert [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells] == [
        ("标题", 1, 1, 1, 4),
        ("", 2, 1, 4, 1),
        ("指标", 2, 2, 1, 1),
    ]


def test_a_merge_of_whole_rows_ends_where_the_sheet_does() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["F2"] = "标题", "尾"
        sheet.merge_cells("A1:XFD1")

    (table,) = tables(xlsx.read(workbook(fill)))
    assert table.cells[0].columns == 6


def test_text_under_a_merge_is_remarked() -> None:
    def fill(sheet: bytes) -> bytes:
        return sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>')

    def cells(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"] = "面上", "底下"

    document = xlsx.read(with_part(workbook(cells), "xl/worksheets/sheet1.xml", fill))
    assert texts(document) == {"A1": "面上"}
    assert remarks(document, RemarkKind.HIDDEN) == [("B1", "被合并单元格遮住的内容：底下")]


# Value, number format, and what Excel shows.
_SHOWN: list[tuple[object, str, str]] = [
    (0.95, "0%", "95%"),
    (0.955, "0.00%", "95.50%"),
    (1055.4, "#,##0.00", "1,055.40"),
    (0.1 + 0.2, "General", "0.3"),
    (57, "General", "57"),
    (12.0, "0.0", "12.0"),
    (-1234.5, "#,##0.0_);(#,##0.0)", "(1,234.5)"),
    (3, '0"台"', "3台"),
    (True, "General", "TRUE"),
    (datetime.date(2023, 10, 31), "yyyy-mm-dd", "2023-10-31"),
    (datetime.date(2023, 10, 31), 'yyyy"年"m"月"', "2023年10月"),
    (datetime.datetime(2023, 3, 1, 18, 5), "yyyy/m/d h:mm", "2023/3/1 18:05"),  # noqa: DTZ001 - Excel knows no zones
    ("≥95%", "@", "≥95%"),
    ("甲", '@"等"', "甲等"),
    (12345.678, "0.00E+00", "1.23E+04"),
]


def _formatted(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    for row, (value, code, _) in enumerate(_SHOWN, start=1):
        cell = sheet.cell(row, 1)
        cell.value = value  # type: ignore[assignment]
        cell.number_format = code


def test_cells_show_what_excel_shows() -> None:
    document = xlsx.read(workbook(_formatted))
    assert list(texts(document).values()) == [shown for _, _, shown in _SHOWN]


def test_an_office_suite_shows_the_same(office: Path, tmp_path: Path) -> None:
    (tmp_path / "shown.xlsx").write_bytes(workbook(_formatted))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(office), profile, "--headless", "--convert-to", "html", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "shown.xlsx")], check=True, capture_output=True, timeout=120)  # noqa: S603
    page = lxml.html.parse(str(tmp_path / "shown.html"))
    shown = [str(cell.text_content()).strip() for cell in page.iter("td")]
    # LibreOffice writes a boolean as 1 into HTML.
    assert ["1" if text == "TRUE" else text for text in texts(xlsx.read(workbook(_formatted))).values()] == shown


def test_formulas_give_the_stored_value_or_an_empty_cell_with_a_remark() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表")
    sheet.write_formula("A1", "=1+1", None, 2)
    sheet.write_formula("A2", '="甲"&"乙"', None, "甲乙")
    sheet.write_formula("A3", "=1/0", None, "#DIV/0!")
    book.close()

    def without_value(part: bytes) -> bytes:
        return part.replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f>")

    document = xlsx.read(with_part(stream.getvalue(), "xl/worksheets/sheet1.xml", without_value))
    assert texts(document) == {"A1": "", "A2": "甲乙", "A3": "#DIV/0!"}
    assert [place for place, _ in remarks(document, RemarkKind.FORMULA)] == ["A1"]


def shared(*strings: str) -> bytes:
    """Return a workbook that keeps its strings in a table of its own, one in each row of column A."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("表").write_column("A1", strings)
    book.close()
    return stream.getvalue()


def test_rich_text_is_joined() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = CellRichText("整体", TextBlock(InlineFont(b=True), "绩效"), "目标")

    assert texts(xlsx.read(workbook(fill))) == {"A1": "整体绩效目标"}


def test_shared_strings_keep_their_lines_and_lose_reading_aids() -> None:
    written = b"_x000D_&#10;\xe4\xb9\x99_x005F_x000D_"
    aid = b"<rPh sb='0' eb='1'><t>yin</t></rPh>"
    aided = with_part(
        shared("第一行\n第二行", "甲|"),
        "xl/sharedStrings.xml",
        lambda part: part.replace(b"|", written).replace(b"</si>", aid + b"</si>"),
    )
    assert texts(xlsx.read(aided)) == {"A1": "第一行\n第二行", "A2": "甲\n乙_x000D_"}


def test_hidden_sheets_are_no_part_of_the_document_but_are_told() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "指标值类型"
        choices = book.create_sheet("选项")
        choices["A1"], choices["A2"] = "定性", "≥"
        choices.sheet_state = "veryHidden"

    document = xlsx.read(workbook(fill))
    assert [table.name for table in tables(document)] == ["目标表"]
    assert remarks(document, RemarkKind.HIDDEN) == [(None, "隐藏的工作表“选项”：定性、≥")]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        for row in range(1, 6):
            sheet.cell(row, 1, f"行{row}")
            sheet.cell(row, 2, f"列{row}")
        for row in (2, 3, 5, 9):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["E"].hidden = True

    document = xlsx.read(workbook(fill))
    assert len(texts(document)) == 10
    told = [text.partition("被隐藏")[0] for _, text in remarks(document, RemarkKind.HIDDEN)]
    assert told == ["第 2–3 行", "第 5 行", "第 B 列"]


def test_comments_and_fillable_sheets_are_remarked() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["B12"] = "≥95%"
        sheet["B12"].comment = Comment("请核实依据", "审核人")
        sheet.protection.sheet = True
        choice = DataValidation(type="list", formula1='"定性,≥"')
        choice.add("C1:C9")
        sheet.add_data_validation(choice)

    document = xlsx.read(workbook(fill))
    assert remarks(document, RemarkKind.COMMENT) == [("B12", "请核实依据")]
    assert len(remarks(document, RemarkKind.FILLABLE)) == 1


@pytest.mark.parametrize("protected", [True, False])
def test_a_sheet_is_fillable_only_if_it_is_both_protected_and_validated(protected: bool) -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "甲"
        sheet.protection.sheet = protected
        if not protected:
            sheet.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="A1"))

    assert remarks(xlsx.read(workbook(fill)), RemarkKind.FILLABLE) == []


def test_cells_without_names_follow_one_another() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["A2"] = 1, 2, 3

    nameless = with_part(
        workbook(fill),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="2"', b""),
    )
    assert texts(xlsx.read(nameless)) == {"A1": "1", "B1": "2", "A2": "3"}


def test_a_million_styled_rows_without_content_are_no_content() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(3, 1_048_577))

    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "甲"

    styled = with_part(
        workbook(fill), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    assert texts(xlsx.read(styled)) == {"A1": "甲"}


def test_more_cells_than_a_form_can_have_are_refused() -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 10_000 + b"</row>"

    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "甲"

    full = with_part(
        workbook(fill),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", row * 31 + b"</sheetData>"),
    )
    with pytest.raises(TooLargeFileError, match="300000"):
        xlsx.read(full)


def test_a_string_that_is_not_there_is_damage_not_an_empty_cell() -> None:
    broken = with_part(shared("甲"), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<v>0</v>", b"<v>7</v>"))
    with pytest.raises(DamagedFileError, match="共享文字"):
        xlsx.read(broken)


def test_numbers_no_sheet_can_have_are_no_numbers() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "甲"

    digits = b"9" * 5000
    odd = with_part(
        workbook(fill),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b'r="1"', b'r="' + digits + b'"').replace(b'r="A1"', b'r="A' + digits + b'"'),
    )
    assert texts(xlsx.read(odd)) == {"A1": "甲"}


def raw_sheet(rows: str, more: str = "") -> bytes:
    """Return a workbook whose only sheet has these rows, as other writers put them."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = head + rows.encode() + b"</sheetData>" + more.encode() + b"</worksheet>"
    return with_part(workbook(lambda book, sheet: None), "xl/worksheets/sheet1.xml", lambda _: sheet)


@pytest.mark.parametrize("width", [3, 300])
def test_cells_without_names_stand_right_of_the_one_before(width: int) -> None:
    rows = f"<row>{'<c/>' * width}<c><v>1</v></c></row>"
    rows += '<row r="5"><c r="B5"/><c/><c><v>2</v></c><c r="F5"><v>3</v></c></row>'
    places = {
        cell.text: (cell.row, cell.column) for table in tables(xlsx.read(raw_sheet(rows))) for cell in table.cells
    }
    assert places == {"1": (1, width + 1), "2": (5, 4), "3": (5, 6)}


def test_an_empty_text_is_a_result_and_a_missing_number_is_none() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>A9</f><v></v></c><c r="B1"><f>B9</f><v></v></c><c r="C1"><v>1</v></c></row>'
    document = xlsx.read(raw_sheet(rows))
    assert [place for place, _ in remarks(document, RemarkKind.FORMULA)] == ["B1"]


def test_a_character_beyond_the_first_plane_is_whole() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>_xD842__xDFB7_野_xD800_家_x005F_x000D_</t></is></c></row>'
    assert texts(xlsx.read(raw_sheet(rows))) == {"A1": "𠮷野\ufffd家_x000D_"}


def test_the_formats_of_conditions_do_not_count() -> None:
    """A condition's own format may have the number of a cell format."""
    codes = (
        b'<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
        b'<cellXfs count="1"><xf numFmtId="164"/></cellXfs>'
        b'<dxfs count="1"><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs>'
    )
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + codes + b"</styleSheet>"
    )
    data = with_part(raw_sheet('<row r="1"><c r="A1"><v>0.95</v></c></row>'), "xl/styles.xml", lambda _: styles)
    assert texts(xlsx.read(data)) == {"A1": "95.0%"}


def test_merges_without_end_are_too_large_even_where_they_overlap() -> None:
    merges = "".join('<mergeCell ref="A1:SA500"/>' for _ in range(50))
    with pytest.raises(TooLargeFileError):
        xlsx.read(raw_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>"))


def test_thousands_of_rows_of_empty_styled_cells_are_passed_over() -> None:
    row = "<row>" + '<c s="0"/>' * 40 + "</row>"
    document = xlsx.read(raw_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + row * 10_000))
    assert texts(document) == {"A1": "1"}
