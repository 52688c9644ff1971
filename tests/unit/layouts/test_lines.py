from __future__ import annotations

import pytest

from jiheng.layouts.lines import part_lines
from jiheng.layouts.rows import lay_out
from jiheng.model import Document, Paragraph, Place
from printed import HENAN, ZHENGZHOU, only_form, replaced, unread


def parted(text: str) -> list[str]:
    rows, _ = lay_out(Document("text", (Paragraph(text, Place(line=7)),)))
    found = list(part_lines(rows))
    assert {row.place for row in found} == {Place(line=7)}
    return [piece.text for row in found for piece in row.pieces]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（2023年度）    单位：万元", ["（2023年度）", "单位：万元"]),
        ("单位：万元　　2023年度", ["单位：万元", "2023年度"]),
        ("填报单位：某局 2023年度 金额单位：元", ["填报单位：某局", "2023年度", "金额单位：元"]),
        ("填报单位：某局  2023年3月1日  单位：元", ["填报单位：某局", "2023年3月1日", "单位：元"]),
        ("整体绩效目标表 （2023年度）", ["整体绩效目标表", "（2023年度）"]),
        ("单位名称：某馆    填报日期：2023年3月15日", ["单位名称：某馆", "填报日期：2023年3月15日"]),
        ("单位名称：某馆 预算金额：12万元", ["单位名称：某馆", "预算金额：12万元"]),
        ("填报人：甲　电话：123", ["填报人：甲", "电话：123"]),
    ],
)
def test_a_year_and_a_money_unit_beside_other_words_become_lines(text: str, parts: list[str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "截至 2023年3月完成",
        "建成 2023年度工程",
        "单位：万元",
        "( 2020 年度 )",
        "目标：建成 要求：验收",
        "联系人：见 某表",
    ],
)
def test_other_lines_stay_whole(text: str) -> None:
    assert parted(text) == [text]


def test_a_name_keeps_its_words_only() -> None:
    line = HENAN[2]
    fused = replaced(HENAN, line, "部门（单位）名称：云麓县苗圃中心      2023年度      单位：万元")
    without_year = [text for text in fused if text != "（2023年度）"]
    assert only_form(without_year) == only_form(HENAN)
    assert unread(without_year) == []


def test_the_unit_beside_the_year_holds_for_all_amounts() -> None:
    form = only_form(replaced(ZHENGZHOU, "（2020年度）", "（2020年度）          单位：万元"))
    assert form.year == 2020
    amounts = [task.amount for task in form.tasks if task.amount]
    assert [(money.raw, money.unit, str(money.yuan)) for money in amounts] == [
        ("820.0", "万元", "8200000"),
        ("260.5", "万元", "2605000"),
    ]


def test_rows_of_several_cells_are_left_alone() -> None:
    rows, _ = lay_out(Document("text", (Paragraph("甲", Place()),)))
    assert tuple(part_lines(rows)) == rows
