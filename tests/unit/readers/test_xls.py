from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import pytest
import xlrd
from hypothesis import given, settings
from hypothesis import strategies as st

from binary_workbooks import biff8, cell, ole, record, wide
from jiheng.model import Document, RemarkKind, Table
from jiheng.readers import read, xls
from jiheng.readers.errors import DamagedFileError, EncryptedFileError, UnreadableFileError, UnsupportedFormatError
from jiheng.readers.ole import open_container

STYLES = b"".join(record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, 9, 4, 14, 164))
CODES = record(0x41E, struct.pack("<H", 164) + wide('0.0"万元";;;'))
SHARED = CODES + STYLES
PLAIN, PERCENT, THOUSANDS, DATE, HIDING = range(5)


def number(row: int, column: int, style: int, value: float) -> bytes:
    return cell(0x203, row, column, style, struct.pack("<d", value))


def label(row: int, column: int, text: str, style: int = PLAIN) -> bytes:
    return cell(0x204, row, column, style, wide(text))


def workbook(*records: bytes, shared: bytes = SHARED) -> bytes:
    return biff8([("目标表", b"".join(records))], shared)


def texts(document: Document) -> dict[str | None, str]:
    return {one.place.cell: one.text for block in document.blocks if isinstance(block, Table) for one in block.cells}


def remarks(document: Document) -> list[tuple[RemarkKind, str | None, str]]:
    return [(remark.kind, remark.place.cell, remark.text) for remark in document.remarks]


def test_numbers_are_shown_in_their_formats() -> None:
    packed_95_hundredths = struct.pack("<I", 95 << 2 | 0x3)
    document = xls.read(
        workbook(
            number(0, 0, PERCENT, 0.95),
            number(0, 1, THOUSANDS, 1055.4),
            number(0, 2, DATE, 45261),
            number(0, 3, HIDING, 12.34),
            cell(0x27E, 1, 0, PERCENT, packed_95_hundredths),
            record(0xBD, struct.pack("<HHHIHIH", 2, 0, PLAIN, 7 << 2 | 0x2, PERCENT, 1 << 2 | 0x2, 1)),
            cell(0x205, 3, 0, PLAIN, b"\1\0"),
            cell(0x205, 3, 1, PLAIN, b"\x07\1"),
        )
    )
    assert texts(document) == {
        "A1": "95%", "B1": "1,055.40", "C1": "2023/12/1", "D1": "12.3万元",
        "A2": "95%", "A3": "7", "B3": "100%", "A4": "TRUE", "B4": "#DIV/0!",
    }  # fmt: skip


def test_a_second_reader_sees_the_same() -> None:
    data = workbook(
        number(0, 0, PERCENT, 0.95), label(1, 1, "单位名称"), record(0xE5, struct.pack("<5H", 1, 1, 2, 1, 3))
    )
    sheet = xlrd.open_workbook(file_contents=data, logfile=BytesIO(), formatting_info=False).sheet_by_index(0)
    assert (sheet.name, sheet.cell_value(0, 0), sheet.cell_value(1, 1)) == ("目标表", 0.95, "单位名称")
    (table,) = (block for block in xls.read(data).blocks if isinstance(block, Table))
    assert [(one.text, one.row, one.column, one.rows, one.columns) for one in table.cells] == [
        ("95%", 1, 1, 1, 1),
        ("单位名称", 2, 2, 2, 3),
    ]


def test_formulas_show_what_was_computed() -> None:
    text_result = struct.pack("<B5xHHIH", 0, 0xFFFF, 0, 0, 0)
    document = xls.read(
        workbook(
            cell(0x06, 0, 0, PERCENT, struct.pack("<dHIH", 0.5, 0, 0, 0)),
            cell(0x06, 0, 1, PLAIN, text_result),
            record(0x4BC, bytes(8)),
            record(0x207, wide("合格")),
            cell(0x06, 0, 2, PLAIN, struct.pack("<BxB3xHHIH", 1, 1, 0xFFFF, 0, 0, 0)),
            cell(0x06, 0, 3, PLAIN, struct.pack("<BxB3xHHIH", 2, 0x2A, 0xFFFF, 0, 0, 0)),
        )
    )
    assert texts(document) == {"A1": "50%", "B1": "合格", "C1": "TRUE", "D1": "#N/A"}


def test_a_shared_text_that_is_cut_goes_on_in_its_own_width() -> None:
    whole = struct.pack("<IIHB", 2, 2, 5, 1) + "年度".encode("utf-16-le")
    sst = record(0xFC, whole) + record(0x3C, b"\0" + b"95%" + struct.pack("<HB", 2, 1) + "数量".encode("utf-16-le"))
    cells = [cell(0xFD, row, 0, PLAIN, struct.pack("<I", row)) for row in range(2)]
    assert texts(xls.read(workbook(*cells, shared=SHARED + sst))) == {"A1": "年度95%", "A2": "数量"}


@pytest.mark.parametrize("cut", range(1, 8))
def test_what_follows_a_rich_text_is_left_out_even_where_it_is_cut(cut: int) -> None:
    rich = struct.pack("<HBHI", 2, 0x0D, 1, 5) + "数量".encode("utf-16-le")
    aids = bytes(4) + bytes(5)
    after = aids[cut:] + struct.pack("<HB", 2, 1) + "质量".encode("utf-16-le")
    sst = record(0xFC, struct.pack("<II", 2, 2) + rich + aids[:cut]) + record(0x3C, after)
    cells = [cell(0xFD, row, 0, PLAIN, struct.pack("<I", row)) for row in range(2)]
    assert texts(xls.read(workbook(*cells, shared=SHARED + sst))) == {"A1": "数量", "A2": "质量"}


def test_what_is_no_part_of_the_print_is_told() -> None:
    note = record(0x5D, struct.pack("<HHHH14x", 0x15, 0x12, 0x19, 7))
    words = record(0x1B6, struct.pack("<10xHH4x", 3, 0)) + record(0x3C, b"\1" + "请核实".encode("utf-16-le"))
    picture = record(0x5D, struct.pack("<HHHH14x", 0x15, 0x12, 0x08, 8))
    document = xls.read(
        workbook(
            record(0x14, wide("&C&9内部资料")),
            record(0x12, b"\1\0"),
            record(0x7D, struct.pack("<5H", 1, 1, 0, 0, 1)),
            record(0x208, struct.pack("<8H", 1, 0, 2, 0, 0, 0, 0x20, 0)),
            label(0, 0, "名称"),
            label(1, 1, "甲"),
            number(2, 0, HIDING, -3),
            label(3, 1, "遮住"),
            record(0xE5, struct.pack("<5H", 1, 3, 3, 0, 1)),
            note + words + picture,
            record(0x1C, struct.pack("<4H", 0, 0, 0, 7) + wide("审核")),
            record(0x1BE, b""),
        )
    )
    assert remarks(document) == [
        (RemarkKind.FILLABLE, None, "工作表“目标表”设有保护和填写限制，供填报使用。"),
        (RemarkKind.HIDDEN, None, "页眉或页脚：内部资料"),
        (RemarkKind.HIDDEN, None, "第 2 行被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, None, "第 B 列被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, "A3", "被数字格式隐藏的内容：-3.0"),
        (RemarkKind.HIDDEN, "B4", "被合并单元格遮住的内容：遮住"),
        (RemarkKind.COMMENT, "A1", "请核实"),
        (RemarkKind.PICTURE, None, "图片或图形"),
    ]


def test_the_format_of_excel_95_with_chinese_in_a_code_page() -> None:
    written = "部门名称".encode("gbk")
    records = cell(0x204, 0, 0, 0, struct.pack("<H", len(written)) + written) + number(1, 0, 1, 0.95)
    shared = record(0x42, struct.pack("<H", 936)) + STYLES
    document = read(biff8([("目标表", records)], shared, version=0x0500), "旧表.xls")
    assert texts(document) == {"A1": "部门名称", "A2": "95%"}


def test_a_chart_inside_a_sheet_is_no_part_of_it() -> None:
    chart = record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + label(5, 5, "图例") + record(0x0A)
    assert texts(xls.read(workbook(label(0, 0, "甲"), chart, label(0, 1, "乙")))) == {"A1": "甲", "B1": "乙"}


def test_a_password_is_named() -> None:
    with pytest.raises(EncryptedFileError):
        xls.read(workbook(label(0, 0, "甲"), shared=record(0x2F, bytes(54))))


def test_a_workbook_older_than_excel_5_is_named() -> None:
    with pytest.raises(UnsupportedFormatError, match=r"Excel 5\.0"):
        xls.read(biff8([], version=0x0400))


def test_a_million_styled_empty_cells_cost_little() -> None:
    blanks = b"".join(
        record(0xBE, struct.pack("<HH", row, 0) + bytes(512) + struct.pack("<H", 255)) for row in range(100)
    )
    document = xls.read(workbook(label(0, 0, "甲"), blanks))
    assert texts(document) == {"A1": "甲"}


def test_a_shared_text_that_is_missing_is_damage() -> None:
    with pytest.raises(DamagedFileError, match="第 9 个"):
        xls.read(workbook(cell(0xFD, 0, 0, PLAIN, struct.pack("<I", 9))))


def test_a_sheet_that_is_listed_and_not_there_is_named() -> None:
    data = biff8([("甲", label(0, 0, "甲")), ("乙", label(0, 0, "乙"))])
    (start,) = struct.unpack_from("<I", data, data.index(struct.pack("<HH", 0x85, 10)) + 4)
    with pytest.raises(DamagedFileError, match="“甲”"):
        xls.read(data.replace(struct.pack("<I", start), struct.pack("<I", 10**8)))


DAMAGE = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(DAMAGE, st.integers(1, 10_000))
def test_damage_ends_in_a_reading_or_a_message(damage: list[tuple[int, int]], kept: int) -> None:
    merge = record(0xE5, struct.pack("<5H", 1, 0, 1, 0, 1))
    data = bytearray(workbook(label(0, 0, "名称"), number(1, 0, PERCENT, 0.95), merge))
    for spot, byte in damage:
        data[spot % 1800] = byte
    with suppress(UnreadableFileError):
        xls.read(bytes(data[:kept]))


def test_a_chain_of_sectors_that_bites_its_tail_is_damage() -> None:
    data = bytearray(ole({"Workbook": bytes(5000)}))
    table = data.rindex(struct.pack("<3I", 1, 2, 3))
    data[table + 8 : table + 12] = struct.pack("<I", 0)
    with pytest.raises(DamagedFileError):
        open_container(bytes(data)).stream("Workbook")
