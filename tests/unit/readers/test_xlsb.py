from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from binary_workbooks import xlsb, xlsb_record, xlsb_text
from jiheng.model import Document, RemarkKind, Table
from jiheng.readers import read
from jiheng.readers import xlsb as reader
from jiheng.readers.errors import DamagedFileError, UnreadableFileError

CODES = xlsb_record(44, struct.pack("<H", 164) + xlsb_text('0.0"万元"'))
FORMATS = (0, 9, 4, 14, 164)
PLAIN, PERCENT, THOUSANDS, DATE, MONEY = range(5)


def style(format: int) -> bytes:
    return xlsb_record(47, struct.pack("<HH12x", 0, format))


# The styles on which those of the cells are built come first, and do not count.
STYLES = (
    CODES
    + xlsb_record(626, struct.pack("<I", 1))
    + style(14)
    + xlsb_record(627)
    + xlsb_record(617, struct.pack("<I", len(FORMATS)))
    + b"".join(map(style, FORMATS))
    + xlsb_record(618)
)


def row(number: int, *, hidden: bool = False) -> bytes:
    return xlsb_record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0))


def cell(code: int, column: int, number: int, data: bytes) -> bytes:
    return xlsb_record(code, struct.pack("<II", column, number) + data)


def real(column: int, number: int, value: float) -> bytes:
    return cell(5, column, number, struct.pack("<d", value))


SHEET = b"".join(
    (
        xlsb_record(148, struct.pack("<4I", 0, 6, 0, 4)),
        xlsb_record(60, struct.pack("<IIIIH", 2, 2, 0, 0, 1)),
        xlsb_record(145),
        row(0),
        cell(7, 0, PLAIN, struct.pack("<I", 0)),
        real(1, PERCENT, 0.95),
        real(2, THOUSANDS, 1055.4),
        row(1, hidden=True),
        cell(2, 0, PERCENT, struct.pack("<I", 95 << 2 | 0x3)),
        cell(6, 1, PLAIN, xlsb_text("直接写的字")),
        cell(1, 2, PLAIN, b""),
        xlsb_record(16, struct.pack("<Id", MONEY, 12.34)),
        cell(62, 4, PLAIN, b"\1" + xlsb_text("有格式的字") + bytes(8)),
        row(4),
        cell(9, 0, PERCENT, struct.pack("<dHI", 0.5, 0, 0)),
        cell(8, 1, PLAIN, xlsb_text("合格") + bytes(6)),
        cell(10, 2, PLAIN, b"\1" + bytes(6)),
        cell(3, 3, PLAIN, b"\x2a"),
        real(4, DATE, 45261),
        xlsb_record(146),
        xlsb_record(176, struct.pack("<4I", 0, 0, 0, 0)),
        xlsb_record(176, struct.pack("<4I", 4, 6, 1, 2)),
        xlsb_record(535, struct.pack("<HI", 0, 1)),
        xlsb_record(64),
    )
)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_cells_are_shown_in_their_formats() -> None:
    (table,) = tables(read(xlsb(SHEET, ["部门名称"], STYLES), "表.xlsb"))
    assert table.name == "目标表"
    assert {one.place.cell: one.text for one in table.cells if one.text} == {
        "A1": "部门名称", "B1": "95%", "C1": "1,055.40",
        "A2": "95%", "B2": "直接写的字", "D2": "12.3万元", "E2": "有格式的字",
        "A5": "50%", "B5": "合格", "D5": "#N/A", "E5": "2023/12/1",
    }  # fmt: skip
    assert [(one.place.cell, one.rows, one.columns) for one in table.cells if one.rows * one.columns > 1] == [
        ("B5", 3, 2)
    ]


def test_a_second_reader_sees_the_same_values() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsb(SHEET, ["部门名称"], STYLES)))
    values = book.get_sheet_by_name("目标表").to_python(skip_empty_area=False)
    assert values[0][:3] == ["部门名称", 0.95, 1055.4]
    assert values[1][:2] == [0.95, "直接写的字"]
    assert values[4][:3] == [0.5, "合格", True]


def test_what_is_no_part_of_the_print_is_told() -> None:
    comment = xlsb_record(635, struct.pack("<5I16x", 0, 0, 0, 1, 1)) + xlsb_record(637, b"\0" + xlsb_text("请核实"))
    document = reader.read(xlsb(SHEET, ["部门名称"], STYLES, comments=comment))
    assert [(one.kind, one.place.cell, one.text) for one in document.remarks] == [
        (RemarkKind.FILLABLE, None, "工作表“目标表”设有保护和填写限制，供填报使用。"),
        (RemarkKind.HIDDEN, None, "第 2 行被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, None, "第 C 列被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, "C5", "被合并单元格遮住的内容：TRUE"),
        (RemarkKind.COMMENT, "B1", "请核实"),
    ]


def test_a_record_that_is_cut_off_is_damage() -> None:
    with pytest.raises(DamagedFileError):
        reader.read(xlsb(SHEET + b"\x05\x7f", ["部门名称"], STYLES))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_ends_in_a_reading_or_a_message(damage: list[tuple[int, int]]) -> None:
    sheet, styles = bytearray(SHEET), bytearray(STYLES)
    for spot, byte in damage:
        part = sheet if spot % 2 else styles
        part[spot % len(part)] = byte
    with suppress(UnreadableFileError):
        reader.read(xlsb(bytes(sheet), ["部门名称"], bytes(styles)))
