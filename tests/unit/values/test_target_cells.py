"""A target in cells of its own: type, value and unit; how it is printed again, and what looks like one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiheng.model import Operator, Place, Target, TargetCells, TargetKind
from jiheng.values.targets import is_target_type, looks_like_target, parse_target, parse_target_cells, print_target

HERE = Place(line=3)


@pytest.mark.parametrize(
    ("text", "typed"), [("大于等于", True), ("═", True), ("≧", True), ("定量", True), ("科学", False), ("95", False)]
)
def test_what_may_stand_in_the_column_of_types(text: str, typed: bool) -> None:
    assert is_target_type(text) is typed


@pytest.mark.parametrize("raw", ["", " ", "\n", "　"])
def test_a_blank_is_no_target(raw: str) -> None:
    assert parse_target(raw) is None


@pytest.mark.parametrize(
    ("type_", "value", "unit", "raw", "kind", "operator", "number", "own_unit"),
    [
        ("≥", "100", "%", "≥100%", "number", "≥", "100", "%"),
        ("=", "100", "%", "=100%", "number", "=", "100", "%"),
        ("≤", "1", "%", "≤1%", "number", "≤", "1", "%"),
        ("＞", "3", "次", "＞3次", "number", ">", "3", "次"),
        ("大于等于", "100", "％", "大于等于100％", "number", "≥", "100", "%"),
        ("小于等于", "5", "天", "小于等于5天", "number", "≤", "5", "天"),
        ("等于", "2", "台", "等于2台", "number", "=", "2", "台"),
        ("大于等于", "90", "百分比", "大于等于90百分比", "number", "≥", "90", "百分比"),
        ("═", "100.00", "(%)", "═100.00(%)", "number", "=", "100.00", "%"),
        ("≧", "95", "%", "≧95%", "number", "≥", "95", "%"),
        ("等于", "-0", "%", "等于-0%", "number", "=", "0", "%"),
        ("小于等于", "5", "人/10万人", "小于等于5人/10万人", "number", "≤", "5", "人/10万人"),
        ("≤", "20万元", "%", "≤20万元%", "unreadable", None, None, None),
        ("定性", "科学", "/", "科学", "grade", None, None, None),
        ("定性", "有效提升", None, "有效提升", "grade", None, None, None),
        ("定量", "≥100", "%", "≥100%", "number", "≥", "100", "%"),
        ("≥", "≥100", "%", "≥100%", "number", "≥", "100", "%"),
        ("≥", "100%", "%", "≥100%", "number", "≥", "100", "%"),
        (None, "100", "%", "100%", "number", None, "100", "%"),
        ("≥", "57", "/", "≥57", "number", "≥", "57", None),
        ("≤", "12月底", None, "≤12月底", "date", "≤", None, None),
        ("=", "≥100", "%", "=≥100%", "unreadable", None, None, None),
        ("=", "50万元", "%", "=50万元%", "unreadable", None, None, None),
        ("≥", None, "%", "≥%", "unreadable", None, None, None),
        ("越大越好", "100", "%", "越大越好100%", "unreadable", None, None, None),
    ],
)
def test_type_value_and_unit_in_cells_of_their_own(  # noqa: PLR0913 one column of the table each
    type_: str | None,
    value: str | None,
    unit: str | None,
    raw: str,
    kind: str,
    operator: str | None,
    number: str | None,
    own_unit: str | None,
) -> None:
    target = parse_target_cells(type=type_, value=value, unit=unit, year=2023, place=HERE)
    assert target is not None
    assert (target.raw, target.kind.value, target.unit, target.place) == (raw, kind, own_unit, HERE)
    assert target.operator == (Operator(operator) if operator else None)
    assert target.value == (Decimal(number) if number else None)
    assert target.cells == TargetCells(type=type_, value=value, unit=unit)


@pytest.mark.parametrize(
    ("type_", "value", "repair"),
    [
        ("=", "50天", ("=50天",)),
        ("不得少于", "50天", ("不得少于50天",)),
        ("定量", "50天", ("50天",)),
        ("=", "≥50天", ()),
        ("不超过上年", "50天", ()),
    ],
)
def test_a_value_that_contradicts_its_unit_cell_is_offered_without_it(
    type_: str, value: str, repair: tuple[str, ...]
) -> None:
    target = parse_target_cells(type=type_, value=value, unit="次")
    assert target is not None
    assert (target.kind, target.repair) == (TargetKind.UNREADABLE, repair)


@pytest.mark.parametrize(
    ("type_", "value", "unit"),
    [
        *((None, None, None), ("", " ", ""), ("定性", "", "/"), ("定性", None, "个"), ("定性", "/", "件")),
        (None, None, "%"),
    ],
)
def test_blank_cells_are_no_target(type_: str | None, value: str | None, unit: str | None) -> None:
    assert parse_target_cells(type=type_, value=value, unit=unit) is None


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (Target("", TargetKind.NUMBER, Operator.AT_LEAST, Decimal("95.0"), unit="%"), "≥95%"),
        (Target("", TargetKind.NUMBER, value=Decimal(57)), "57"),
        (Target("", TargetKind.RANGE, value=Decimal(3), upper=Decimal(5), unit="天"), "3天—5天"),
        (Target("", TargetKind.DATE, Operator.AT_MOST, date=date(2023, 6, 30)), "2023-06-30"),
        (Target("", TargetKind.GRADE, text="良好"), "良好"),
        (Target("不少于三次", TargetKind.NUMBER, Operator.AT_LEAST, Decimal(3), unit="次"), "不少于三次"),
        (
            Target(
                "",
                TargetKind.COMPOSITE,
                parts=(Target("≥5次", TargetKind.NUMBER), Target("", TargetKind.GRADE, text="良好")),
            ),
            "≥5次；良好",
        ),
    ],
)
def test_a_target_is_printed_as_it_stood_or_from_its_parts(target: Target, printed: str) -> None:
    assert print_target(target) == printed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "良好",
            "三级指标",
            "指标值",
            "1、资金来源",
            "1. 目标是否符合规划",
            "430001某中心本级",
            "任务1",
            "12345热线工作完成率",
        ),
        *(
            "13028123P00031710001F",
            "按计划开展3次",
            "全年不少于5次检查并形成书面报告，及时公开检查结果以及整改的情况",
            "（1）基本支出",
        ),
    ],
)
def test_other_cells_do_not_look_like_a_target(text: str) -> None:
    assert not looks_like_target(text)


@pytest.mark.parametrize("text", ["≥972023年12月底前", "≥90%-95%"])
def test_a_misprinted_target_still_looks_like_one(text: str) -> None:
    assert looks_like_target(text)
