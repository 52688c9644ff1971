from __future__ import annotations

import pytest

from jiheng.language.citations import document_numbers
from jiheng.language.formulas import formulas


@pytest.mark.parametrize(
    "text", ["平财预〔2022〕15号", "根据《关于下达资金的通知》（平财农〔2023〕8号）", "平政办发〔2021〕103号文件"]
)
def test_a_well_formed_number_has_no_fault(text: str) -> None:
    [found] = document_numbers(text)
    assert found.is_well_formed
    assert found.proposed == found.span.of(text)


@pytest.mark.parametrize(
    ("text", "proposed", "fault"),
    [
        ("平财预【2022】15号", "平财预〔2022〕15号", "六角括号"),
        ("平财预[2022]15号", "平财预〔2022〕15号", "六角括号"),
        ("平财预（2022）15号", "平财预〔2022〕15号", "六角括号"),
        ("平财预(2022）15号", "平财预〔2022〕15号", "六角括号"),
        ("平财预〔2022年〕15号", "平财预〔2022〕15号", "不写“年”"),
        ("平财预〔2022〕第15号", "平财预〔2022〕15号", "不写“第”"),
        ("平财预〔2022〕015号", "平财预〔2022〕15号", "不编虚位"),
        ("平财预〔2022〕15", "平财预〔2022〕15号", "缺“号”"),
        ("〔2022〕15号", "〔2022〕15号", "机关代字"),
    ],
)
def test_a_fault_is_named_and_mended(text: str, proposed: str, fault: str) -> None:
    [found] = document_numbers(text)
    assert found.proposed == proposed
    assert fault in "；".join(found.faults)
    assert (found.year, found.serial) == (2022, 15)


@pytest.mark.parametrize(
    "text",
    [
        "完成值（2022）35件",
        "（2023年度）",
        "2022年第3号泵站",
        "1.2022年 2.2023年",
        "见附件[3]15页",
        "",
        None,
        "图（2022）3",
    ],
)
def test_other_numbers_in_brackets_are_no_citation(text: str | None) -> None:
    assert document_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("到课率=到课人数/应到人数×100%", "到课率", "%"),
        ("到课率＝（到课人数÷应到人数）＊100％。应到人数指全体学员。", "到课率", "%"),
        ("人均面积=总面积/人数", "人均面积", "比值"),
        ("“接待”控制率=实际支出/预算数*100%", "接待控制率", "%"),
        ("节约额=预算数-支出数", "节约额", None),
        ("变动率=[（本年-上年）/上年]×100%", "变动率", "%"),
        ("（节约额 = 预算数 - 支出数）", "节约额", None),
        ("利用率=（在用/全部）×100%或闲置率=（闲置/全部）×100%", "利用率", "%"),
    ],
)
def test_a_sound_formula_has_no_fault(text: str, name: str, unit: str | None) -> None:
    found = formulas(text)[0]
    assert (found.name, found.unit, found.faults) == (name, unit, ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("到课率=（到课人数/应到人数×100%", "括号不成对"),
        ("到课率=[到课人数/应到人数）×100%", "括号不成对"),
        ("节水率=计划量-实际量除以计划量", "没有加括号"),
        ("节水率=计划量-实际量/计划量×100%", "没有加括号"),
        ("率节水率=（计划量-实际量）/计划量", "开头多了“率”"),
        ("到课率=到课人数//应到人数", "连在一起"),
        ("到课率=到课人数/应到人数÷", "没有内容"),
    ],
)
def test_a_fault_of_a_formula_is_named(text: str, fault: str) -> None:
    assert fault in "；".join(formulas(text)[0].faults)


@pytest.mark.parametrize(
    "text", ["满意度≥95%", "得分=优秀", "指标值=100%", "完成=1次", "", None, "数量单价=3元", "量具=5/6"]
)
def test_what_has_no_operation_is_no_formula(text: str | None) -> None:
    assert formulas(text) == ()


def test_a_quantity_may_begin_like_its_end() -> None:
    assert formulas("数据入库率=入库条数/采集条数")[0].faults == ()
