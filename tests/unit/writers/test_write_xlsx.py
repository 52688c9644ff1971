from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnTable
from jiheng.writers import UnwritableTextError
from jiheng.writers.xlsx import sheet_names, write_xlsx


def opened(*drawings: Drawing) -> Workbook:
    return load_workbook(BytesIO(write_xlsx(drawings)))


def sheet_of(drawing: Drawing) -> Worksheet:
    sheet = opened(drawing).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def millimetres(sheet: Worksheet, first: str, last: str) -> float:
    letters = [letter for letter in sheet.column_dimensions if first <= letter <= last]
    # A digit of the default font is 8 pixels wide, at 96 pixels an inch.
    return sum(sheet.column_dimensions[letter].width for letter in letters) * 8 / 96 * 25.4


def test_joined_tables_share_the_columns_that_their_boundaries_cut() -> None:
    merged = {str(area) for area in sheet_of(official()).merged_cells.ranges}
    # Boundaries of both tables: 18 30 40 70 74 94 120 142 178 mm.
    assert {"A4:B4", "C4:I4"} <= merged
    assert {"A6:B7", "C6:D6", "E6:I6"} <= merged
    assert {"B8:C8", "D8:E8", "G8:H8"} <= merged
    assert "A9:A18" in merged


def test_columns_are_as_wide_as_drawn() -> None:
    sheet = sheet_of(official())
    assert millimetres(sheet, "A", "I") == pytest.approx(178, abs=0.3)
    assert millimetres(sheet, "G", "H") == pytest.approx(48, abs=0.3)


@pytest.mark.parametrize(
    "text", ["=1+1", "+3", "-5", "@SUM(A1)", "0012", "95%", "1e5", "http://a.cn", "<b>&amp;", "𠮷", "  头"]
)
def test_every_text_stays_the_string_it_is(text: str) -> None:
    cell = sheet_of(grid([[text]]))["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["=1+1", "+3", "-5", "@SUM(A1)"])
def test_a_text_like_a_formula_stays_text_when_somebody_edits_it(text: str) -> None:
    assert sheet_of(grid([[text]]))["A1"].quotePrefix


def test_an_empty_cell_stores_nothing_but_its_border() -> None:
    cell = sheet_of(grid([["", "甲"]]))["A1"]
    assert (cell.value, cell.data_type, cell.border.left.style) == (None, "n", "thin")


def test_only_the_header_of_the_last_table_is_repeated() -> None:
    first = DrawnTable((DrawnCell("头", 1, 1), DrawnCell("身", 2, 1)), (178,), 2, header_rows=1)
    sheet = sheet_of(Drawing("表", (first, replace(first, rows=3, header_rows=2))))
    assert sheet.print_title_rows == "$4:$5"


def test_the_page_is_a4_one_page_wide_with_the_margins_of_the_drawing() -> None:
    sheet = sheet_of(replace(official(), landscape=True, margins=(20, 16, 15, 10)))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.right, margins.bottom, margins.left)] == [
        20,
        16,
        15,
        10,
    ]
    assert sheet.print_area == "'芦苇荡管护所'!$A$1:$I$48"


def test_a_row_is_as_tall_as_its_text_and_never_taller_than_a_program_allows() -> None:
    sheet = sheet_of(grid([["短"], ["长文" * 60], ["很长" * 3000]], (60,)))
    short, long, longest = (sheet.row_dimensions[row].height or 0 for row in (1, 2, 3))
    assert short < 30 < long < longest <= 409
    assert sheet["A3"].font.size < sheet["A2"].font.size


def test_a_merged_cell_spreads_its_height_over_its_rows() -> None:
    cells = (DrawnCell("很长的说明" * 40, 1, 1, rows=4), *(DrawnCell("短", row, 2) for row in range(1, 5)))
    sheet = sheet_of(Drawing("表", (DrawnTable(cells, (40, 100), 4),)))
    heights = [sheet.row_dimensions[row].height or 0 for row in range(1, 5)]
    assert len(set(heights)) == 1
    assert sum(heights) > 200


def test_a_line_stretches_over_all_columns() -> None:
    sheet = sheet_of(official())
    assert (sheet["A3"].value, sheet["A3"].alignment.horizontal) == ("填报单位：芦苇荡管护所", "left")
    assert "A3:I3" in [str(area) for area in sheet.merged_cells.ranges]


def test_a_fillable_sheet_is_open_only_where_one_types() -> None:
    sheet = sheet_of(fillable())
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = {name: sheet[name].protection.locked for name in ("A3", "A4", "B4", "C4", "D4")}
    assert locked == {"A3": True, "A4": False, "B4": False, "C4": False, "D4": True}
    assert not sheet_of(official()).protection.sheet


def test_what_one_types_stays_text() -> None:
    sheet = sheet_of(fillable())
    assert (sheet["C4"].number_format, sheet["D4"].number_format) == ("@", "General")


def test_the_pick_list_stands_on_a_hidden_sheet() -> None:
    book = opened(fillable(), fillable())
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("填报", "visible"),
        ("填报(2)", "visible"),
        ("选项", "veryHidden"),
    ]
    (validation, _) = book.worksheets[0].data_validations.dataValidation
    assert (validation.type, validation.formula1, str(validation.sqref)) == ("list", "'选项'!$A$1:$A$2", "B4")
    assert [cell.value for cell in book["选项"]["A"]] == ["定性", "定量"]


def test_colours_of_the_drawing_and_the_red_instruction() -> None:
    sheet = sheet_of(fillable())
    assert sheet["A3"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet["A2"].font.color.rgb == "FFC00000"
    assert "A2:D2" in {str(area) for area in sheet.merged_cells.ranges}


def test_tables_that_are_not_joined_stand_apart() -> None:
    table = DrawnTable((DrawnCell("甲", 1, 1),), (178,), 1)
    apart = sheet_of(Drawing("表", (table, table)))
    together = sheet_of(Drawing("表", (table, replace(table, joined=True))))
    assert [apart[f"A{row}"].value for row in (1, 2, 3)] == ["甲", None, "甲"]
    assert [together[f"A{row}"].value for row in (1, 2)] == ["甲", "甲"]


def test_a_text_longer_than_a_cell_holds_is_refused() -> None:
    with pytest.raises(UnwritableTextError, match=r"/1/1 有32768个字符.*最多容纳32767个"):
        write_xlsx([grid([["字" * 32768]])])


def test_the_narrative_form_takes_the_whole_width() -> None:
    assert millimetres(sheet_of(narrative()), "A", "A") == pytest.approx(178, abs=0.3)


def test_sheet_names_are_valid_and_unique() -> None:
    long = "某市某区某某中心某某项目支出绩效目标申报表（某某年度）（修订稿）甲"
    names = sheet_names(iter(["a/b:c", "A／B：C", "选项", "'引'", long, long, "𠮷" * 20, "History"]))
    assert names[:4] == ["a／b：c", "A／B：C(2)", "选项(2)", "’引’"]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(len(name.encode("utf-16-le")) // 2 for name in names) == 31
    assert names[-1] == "History(2)"
