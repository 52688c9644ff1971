from __future__ import annotations

import pytest

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import DrawnParagraph, DrawnTable, Role
from jiheng.writers.look import WU_HAO, XIAO_WU, tables
from jiheng.writers.measure import (
    count_lines,
    fitting_size,
    paragraph_size,
    row_heights,
    table_size,
    text_height,
    text_width,
)


@pytest.mark.parametrize(("text", "ems"), [("绩效目标", 4), ("（①）", 3), ("𠮷", 1), ("e\u0301\u200b", 0.64), ("", 0)])
def test_width_of_a_text_in_ems(text: str, ems: float) -> None:
    assert text_width(text) == ems * 1000


# At 9 pt a line of 40 mm holds eleven characters: 38 mm between the paddings, 3.175 mm each.
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("字" * 11, 1),
        ("字" * 12, 2),
        ("甲\n\n乙\n", 4),
        ("字" * 10 + "abcd", 2),  # a word goes down whole
        ("字" * 10 + "abcd" + "字" * 9, 2),
        ("字" * 11 + "。", 2),  # a full stop takes the character before it along
        ("a" * 100, 6),  # a word longer than the line is cut
    ],
)
def test_lines_of_a_text(text: str, lines: int) -> None:
    assert count_lines(text, 40, 18) == lines


def test_a_cell_narrower_than_a_character_holds_one_a_line() -> None:
    assert count_lines("一二三", 1, 44) == 3


def test_a_merged_cell_adds_only_what_its_rows_lack() -> None:
    (table,) = tables(grid([["短"], ["长文" * 60]], (60,)))
    assert row_heights(table, 18) == [text_height("短", 60, 18), text_height("长文" * 60, 60, 18)]


def test_only_what_exceeds_the_tallest_row_is_set_smaller() -> None:
    (table,) = tables(grid([["短"], ["长文" * 1000]], (60,)))
    heights = row_heights(table, 18)
    sizes = [fitting_size(table, cell, heights[cell.row - 1], 18) for cell in table.cells]
    assert heights[1] == 409
    assert sizes[0] == 18
    assert text_height("长文" * 1000, 60, sizes[1]) <= 409 < text_height("长文" * 1000, 60, sizes[1] + 1)


def test_a_form_that_fits_on_one_page_is_set_larger() -> None:
    assert table_size(fillable()) == WU_HAO
    assert table_size(official()) == XIAO_WU


@pytest.mark.parametrize(
    ("text", "role", "size"),
    [
        ("项目绩效目标表", Role.TITLE, 44),
        ("某市某区某某中心二〇二六年度部门（单位）整体支出绩效目标表", Role.TITLE, 36),
        ("单位：万元", Role.BODY, 21),
    ],
)
def test_size_of_a_text_above_a_table(text: str, role: Role, size: int) -> None:
    assert paragraph_size(DrawnParagraph(text, role), official()) == size


def test_prose_is_set_larger_than_a_line_above_a_table() -> None:
    assert paragraph_size(DrawnParagraph("管好苇田。", Role.BODY), narrative()) == 24


def test_a_table_of_no_rows_has_no_heights() -> None:
    assert row_heights(DrawnTable((), (50,), 0), 18) == []
