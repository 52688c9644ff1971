"""Findings as notes of cells: everything that was there stays, and office programs find what is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from jiheng import readers
from jiheng.model import Place, RemarkKind
from jiheng.writers.annotate import Mark, UnannotatableError, annotate_marks
from jiheng.writers.annotate.marks import AUTHOR, writable
from remarks import HOSTILE, mark, packed, parts

SHEET = "xl/worksheets/sheet1.xml"
REFERENCE = re.compile(rb"<(?:\w+:)?legacyDrawing [^>]*/>")
STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def at(row: int, column: int, sheet: str = "申报表") -> Place:
    return Place(sheet=sheet, table=1, row=row, column=column)


def workbook(change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申报表"
    for row, words in enumerate((("芦苇荡管护所绩效目标申报表",), ("指标", "指标值"), ("巡护里程", "≥57"))):
        for column, word in enumerate(words):
            sheet.cell(row + 1, column + 1, word)
    sheet.merge_cells("A1:D1")
    book.create_sheet("封存").sheet_state = "hidden"
    change(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def notes(data: bytes, sheet: str = "申报表") -> dict[str, str]:
    cells = (cell for row in openpyxl.load_workbook(BytesIO(data))[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment is not None}


def annotated(data: bytes, *marks: Mark) -> bytes:
    return annotate_marks(data, "xlsx", marks)


def test_a_note_on_its_cell_and_every_other_part_as_it_was() -> None:
    before = workbook()
    after = annotated(before, mark(at(3, 2), "缺少单位", "缺少符号"))
    expected = "【退回】缺少单位\n怎么改：写明单位。\n\n【退回】缺少符号\n怎么改：写明单位。"
    assert notes(after) == {"B3": expected}
    old, new = parts(before), parts(after)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {"[Content_Types].xml", SHEET}
    assert REFERENCE.sub(b"", new[SHEET]) == old[SHEET]


def test_the_author_is_the_program() -> None:
    cell = openpyxl.load_workbook(BytesIO(annotated(workbook(), mark(at(3, 2)))))["申报表"]["B3"]
    assert cell.comment is not None
    assert cell.comment.author == AUTHOR


def test_two_annotations_of_one_cell_stand_in_one_note() -> None:
    after = annotated(workbook(), mark(at(3, 2), "甲"), mark(at(3, 2), "乙"))
    assert notes(after)["B3"].index("甲") < notes(after)["B3"].index("乙")


def test_a_place_under_a_merged_cell_means_the_cell_that_shows() -> None:
    assert [*notes(annotated(workbook(), mark(at(1, 3))))] == ["A1"]


def test_what_has_no_place_stands_on_the_first_cell() -> None:
    assert [*notes(annotated(workbook(), mark(Place())))] == ["A1"]


def test_comments_that_are_there_stay_and_go_on() -> None:
    def commented(sheet: Worksheet) -> None:
        sheet["B3"].comment = Comment("请核对里程", "乡镇")
        sheet["A3"].comment = Comment("与去年相同", "乡镇")

    after = annotated(workbook(commented), mark(at(3, 2)), mark(at(2, 1), "表头"))
    found = notes(after)
    assert found["A3"] == "与去年相同"
    assert found["B3"] == "请核对里程\n\n【退回】缺少单位\n怎么改：写明单位。"
    assert found["A2"].startswith("【退回】表头")
    again = notes(annotated(after, mark(at(2, 1), "又一条")))
    assert again["A2"].endswith("【退回】又一条\n怎么改：写明单位。")
    assert {cell: again[cell] for cell in ("A3", "B3")} == {cell: found[cell] for cell in ("A3", "B3")}


def test_each_note_has_one_box_even_where_there_was_one() -> None:
    def commented(sheet: Worksheet) -> None:
        sheet["B3"].comment = Comment("请核对里程", "乡镇")

    after = parts(annotated(workbook(commented), mark(at(3, 2)), mark(at(2, 1))))
    (vml,) = (data for name, data in after.items() if b"ClientData" in data)
    shapes = etree.fromstring(vml).findall("{*}shape")
    cells = [tuple(one.findtext(f".//{{*}}{name}") for name in ("Row", "Column")) for one in shapes]
    assert sorted(cells) == [("1", "0"), ("2", "1")]
    assert len({shape.get("id") for shape in shapes}) == len(shapes)


def test_a_box_has_room_for_its_text() -> None:
    def tall(text: str) -> int:
        after = parts(annotated(workbook(), mark(at(3, 2), text)))
        vml = next(data for name, data in after.items() if name.endswith(".vml"))
        anchor = etree.fromstring(vml).findtext(".//{*}Anchor")
        assert anchor is not None
        _, _, top, _, _, _, bottom, rest = map(int, anchor.split(","))
        return (bottom - top) * 20 + rest

    line = 18
    assert tall("很" * 30 * 22) - tall("短") > line * 20


@pytest.mark.parametrize("sign", [HOSTILE, "=1+1", "\x00\x1b[2J\x0b", "\ud800半个", "_x000D_"])
def test_no_text_becomes_markup_or_a_formula(sign: str) -> None:
    after = annotated(workbook(), mark(at(3, 2), writable(sign)))
    text = next(one.text for one in readers.read(after, "x.xlsx").remarks if one.kind is RemarkKind.COMMENT)
    assert text == f"【退回】{writable(sign)}\n怎么改：写明单位。"
    assert parts(after)["xl/workbook.xml"] == parts(workbook())["xl/workbook.xml"]


def test_a_note_says_how_many_more_there_are_than_it_can_hold() -> None:
    (text,) = notes(annotated(workbook(), mark(at(3, 2), *["长" * 2000] * 40))).values()
    assert len(text) < 32_767
    assert re.search(r"另有 \d+ 条意见", text)


def test_the_strict_variant_stays_strict() -> None:
    strict = parts(workbook())
    for before, after in STRICT:
        strict = {name: data.replace(before, after) for name, data in strict.items()}
    result = annotated(packed(strict), mark(at(3, 2)))
    (remark,) = (one for one in readers.read(result, "x.xlsx").remarks if one.kind is RemarkKind.COMMENT)
    assert (remark.place.cell, remark.text) == ("B3", "【退回】缺少单位\n怎么改：写明单位。")
    assert not [name for name, data in parts(result).items() if STRICT[0][0] in data or STRICT[1][0] in data]


def test_parts_with_prefixes_and_in_utf_16() -> None:
    odd = parts(workbook())
    root = etree.fromstring(odd[SHEET])
    text = etree.tostring(root, encoding="unicode").replace("<worksheet xmlns=", "<x:worksheet xmlns:x=")
    text = re.sub(r"<(/?)(?!x:|/)(\w)", r"<\1x:\2", text)
    odd[SHEET] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    result = annotated(packed(odd), mark(at(3, 2)))
    assert notes(result) == notes(annotated(workbook(), mark(at(3, 2))))


def test_the_reference_stands_where_the_schema_wants_it() -> None:
    def with_table(sheet: Worksheet) -> None:
        sheet.add_table(Table(displayName="T", ref="A2:B3"))
        sheet.print_options.gridLines = True

    root = etree.fromstring(parts(annotated(workbook(with_table), mark(at(3, 2))))[SHEET])
    order = [etree.QName(child).localname for child in root]
    assert order.index("printOptions") < order.index("legacyDrawing") < order.index("tableParts")


def test_vml_that_does_not_end_is_refused_in_words() -> None:
    def commented(sheet: Worksheet) -> None:
        sheet["B3"].comment = Comment("请核对里程", "乡镇")

    broken = parts(workbook(commented))
    (name,) = (name for name, data in broken.items() if b"ClientData" in data)
    broken[name] = b"<xml"
    with pytest.raises(UnannotatableError) as refusal:
        annotated(packed(broken), mark(at(3, 2)))
    assert name in refusal.value.message
    assert refusal.value.advice
