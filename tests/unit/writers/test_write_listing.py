"""Lists as workbooks: what a cell holds comes back as what it was, and no text is taken for a formula."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from jiheng.writers.listing import Column, Link, Listing, Row, Value, write_listings

COLUMNS = (Column("名称", 40), Column("数", 20, is_number=True))


def opened(*listings: Listing) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_listings(listings, "题")))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("=1+1", "=1+1"), ("007", "007"), ("a\x0bb", "a\ufffdb"), (None, None), (3, 3), (Decimal("1.5"), 1.5)],
)
def test_values_come_back(value: Value, expected: object) -> None:
    cell = opened(Listing("表", COLUMNS, (Row((value, 1)),)))["表"]["A2"]
    assert cell.value == expected
    assert cell.data_type != "f"


def test_links_lead_to_sheets_whatever_their_names() -> None:
    first = Listing("汇总", COLUMNS, (Row((Link("甲", 1), 1)), Row((Link("乙", 2), 1))))
    own = [Listing("收入/支出", COLUMNS, ()), Listing("收入/支出", COLUMNS, ())]
    book = opened(first, *own)
    targets = [book["汇总"][cell].hyperlink.location for cell in ("A2", "A3")]
    assert targets == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_a_text_longer_than_a_cell_says_that_more_followed() -> None:
    shown = opened(Listing("表", COLUMNS, (Row(("长" * 40000, 1)),)))["表"]["A2"].value
    assert (len(shown), shown[-1]) == (32767, "…")


def test_rows_are_as_tall_as_their_longest_text() -> None:
    sheet = opened(Listing("表", COLUMNS, (Row(("短", 1)), Row(("长" * 100, 1)))))["表"]
    assert sheet.row_dimensions[3].height > 4 * sheet.row_dimensions[2].height


def test_only_the_marked_column_bears_the_colour_of_its_row() -> None:
    sheet = opened(Listing("表", (COLUMNS[0], COLUMNS[0]), (Row(("甲", "乙"), color="B42318"),), marked=1))["表"]
    assert sheet["B2"].font.color.rgb == "FFB42318"
    assert sheet["A2"].font.color is None or sheet["A2"].font.color.rgb != "FFB42318"
