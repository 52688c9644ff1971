from __future__ import annotations

import pytest

from jiheng.model import Break, Cell, Document, Paragraph, Place, Table
from jiheng.readers import text
from jiheng.readers.errors import BadEncodingError, TooLargeFileError


def read(written: str) -> Document:
    return text.read(written.encode())


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, cell.text) for cell in table.cells]


def test_every_line_outside_tables_is_a_paragraph_with_its_line() -> None:
    document = read("\n# 目标表\n（2023年度） \n\n\n说明\n")
    assert document.blocks == (
        Paragraph("# 目标表", Place(line=2)),
        Paragraph("（2023年度）", Place(line=3)),
        Break(Place(line=4)),
        Paragraph("说明", Place(line=6)),
    )


def test_a_line_with_tabs_is_a_row_and_empty_cells_hold_their_position() -> None:
    (table,) = tables(read("名称\t\t甲单位\t\n\t目标\n"))
    assert table.keeps_spans is False
    assert grid(table) == [(1, 1, "名称"), (1, 2, ""), (1, 3, "甲单位"), (1, 4, ""), (2, 1, ""), (2, 2, "目标")]
    assert table.cells[4] == Cell("", 2, 1, Place(line=2))


def test_blank_lines_end_a_table_of_rows() -> None:
    document = read("甲\t乙\n\n\n丙\t丁\n\n孤行\n\n戊\t己")
    assert [type(block) for block in document.blocks] == [Table, Break, Table, Break, Paragraph, Break, Table]
    assert [grid(table)[0] for table in tables(document)] == [(1, 1, "甲"), (1, 1, "丙"), (1, 1, "戊")]


def test_a_paragraph_may_touch_a_table() -> None:
    document = read("标题\n甲\t乙\n结尾")
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]


def test_a_line_with_one_leading_tab_is_a_cell_and_a_blank_line_ends_its_row() -> None:
    (table,) = tables(read("\t产出指标\n\t数量指标\n\n\t \n\t质量指标\n \n\t\n"))
    assert grid(table) == [(1, 1, "产出指标"), (1, 2, "数量指标"), (2, 1, ""), (2, 2, "质量指标"), (3, 1, "")]
    assert [cell.place.line for cell in table.cells] == [1, 2, 4, 5, 7]


def test_a_line_without_a_tab_goes_on_with_the_cell_above() -> None:
    (table,) = tables(read("\t目标\n\t1.甲\n2.乙\n 3.丙\n\n\t下一行\n"))
    assert grid(table) == [(1, 1, "目标"), (1, 2, "1.甲\n2.乙\n3.丙"), (2, 1, "下一行")]
    assert table.cells[1].place == Place(line=2)


def test_two_blank_lines_part_two_tables_of_cells() -> None:
    document = read("\t甲\n\t乙\n\n \n\t丙\n\t丁\n")
    assert [type(block) for block in document.blocks] == [Table, Break, Table]
    assert document.blocks[1] == Break(Place(line=3))


def test_prose_after_a_blank_line_is_no_part_of_the_table() -> None:
    document = read("\t甲\n\t乙\n\n说明文字\n")
    assert document.blocks[-1] == Paragraph("说明文字", Place(line=4))


def test_a_line_with_one_leading_tab_among_rows_is_a_row_with_an_empty_first_cell() -> None:
    (table,) = tables(read("甲\t乙\t丙\n\t丁\n"))
    assert grid(table)[3:] == [(2, 1, ""), (2, 2, "丁")]


def test_a_lone_line_with_a_leading_tab_follows_the_rest_of_the_text() -> None:
    rows = tables(read("甲\t乙\n\n\n\t丁\n"))
    assert grid(rows[1]) == [(1, 1, ""), (1, 2, "丁")]
    cells = tables(read("\t甲\n\t乙\n\n\n\t丁\n"))
    assert grid(cells[1]) == [(1, 1, "丁")]


def test_both_shapes_may_stand_in_one_text() -> None:
    by_row, by_cell = tables(read("甲\t乙\n丙\t丁\n\n\t戊\n\t己\n\n\t庚\n"))
    assert grid(by_row)[-1] == (2, 2, "丁")
    assert grid(by_cell) == [(1, 1, "戊"), (1, 2, "己"), (2, 1, "庚")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, end: str) -> None:
    written = f"绩效目标表{end}{end}名称\t㐀县财政局{end}"
    document = text.read(written.encode(encoding))
    assert document.blocks[0] == Paragraph("绩效目标表", Place(line=1))
    assert grid(tables(document)[0]) == [(1, 1, "名称"), (1, 2, "㐀县财政局")]
    assert tables(document)[0].cells[0].place == Place(line=3)


def test_utf16_of_the_other_order_is_read() -> None:
    assert text.read(b"\xfe\xff" + "目标".encode("utf-16-be")).blocks == (Paragraph("目标", Place(line=1)),)


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff", b"abc\0def", b"\xff\xfea"])
def test_bytes_that_are_no_text_are_refused_with_advice(data: bytes) -> None:
    with pytest.raises(BadEncodingError) as refused:
        text.read(data)
    assert refused.value.code == "bad_encoding"
    assert "UTF-8" in refused.value.advice


def test_debris_inside_a_cell_stays() -> None:
    (table,) = tables(read("目标\t<p>做好[bookmark: _GoBack]  工作</p>"))
    assert table.cells[1].text == "<p>做好[bookmark: _GoBack]  工作</p>"


def test_a_lone_row_with_an_empty_start_does_not_swallow_the_prose_below() -> None:
    document = read("甲\t乙\n\n\n\t丁\n说明\n")
    assert grid(tables(document)[1]) == [(1, 1, ""), (1, 2, "丁")]
    assert document.blocks[-1] == Paragraph("说明", Place(line=5))


def test_long_texts_take_time_in_proportion_to_their_length() -> None:
    (table,) = tables(read("\t甲\n\n" * 50_000))
    assert len(table.cells) == 50_000
    (table,) = tables(read("\t甲\n" + "续\n" * 100_000))
    assert len(table.cells[0].text) == 200_001


def test_more_cells_than_any_form_are_refused_at_once() -> None:
    with pytest.raises(TooLargeFileError, match="上限"):
        text.read(("一级指标\t" * 400_000).encode())
