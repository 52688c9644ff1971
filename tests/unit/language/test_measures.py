from __future__ import annotations

import pytest

from jiheng.language.measures import counts_things, same_measure, unit_fits, units_for


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("公车监控数量", "次"),
        ("公务用车监测数量", "人"),
        ("接待人次", "人"),
        ("预算执行情况", "万元"),
        ("培训人数", "次"),
        ("管网改造长度", "平方米"),
        ("造林面积", "公里"),
        ("群众满意度", "人"),
        ("计算机采购数量", "人"),
        ("办理时限", "%"),
    ],
)
def test_a_unit_that_counts_something_else_does_not_fit(name: str, unit: str) -> None:
    assert unit_fits(name, unit) is False


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("公车监控数量", "辆"),
        ("接待人次", "人次"),
        ("接待人次", "万人次"),
        ("预算执行情况", "%"),
        ("培训人数", "人"),
        ("管网改造长度", "公里"),
        ("造林面积", "万亩"),
        ("群众满意度", "%"),
        ("计算机采购数量", "台"),
        ("办理时限", "工作日"),
        ("演出场次", "场"),
        ("“讲座”场次 ", "场"),
    ],
)
def test_a_unit_that_counts_the_thing_fits(name: str, unit: str) -> None:
    assert unit_fits(name, unit) is True


@pytest.mark.parametrize(
    ("name", "unit"),
    [("微课制作", "节"), ("采购数量", "批"), ("培训人数", "航次"), ("", "人"), (None, None), ("培训人数", None)],
)
def test_what_the_lexicon_does_not_know_is_not_judged(name: str | None, unit: str | None) -> None:
    assert unit_fits(name, unit) is None


def test_the_units_of_a_thing_are_told() -> None:
    assert units_for("公车监控数量")[:2] == ("辆", "台")
    assert units_for("微课制作") == ()


@pytest.mark.parametrize(("unit", "counts"), [("次", True), ("座", True), ("‰", False), ("元", False), ("月", False)])
def test_money_shares_and_time_are_not_counted(unit: str, counts: bool) -> None:
    assert counts_things(unit) is counts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("场", "场", True),
        ("人", "人次", True),
        ("米", "公里", True),
        ("亩", "公里", False),
        ("%", "人", False),
        ("万元", "%", False),
        ("节", "人", None),
        ("", "人", None),
    ],
)
def test_units_of_one_measure(one: str, other: str, same: bool | None) -> None:
    assert same_measure(one, other) is same
