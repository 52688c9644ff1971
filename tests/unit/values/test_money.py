from __future__ import annotations

from decimal import Decimal

import pytest

from jiheng.model import Money, Place
from jiheng.values.money import find_money, parse_money, same_amount

HERE = Place(line=7)


@pytest.mark.parametrize(
    ("raw", "unit", "amount", "own_unit", "yuan"),
    [
        ("1.70", "万元", "1.70", "万元", "17000"),
        ("1,055.4", "万元", "1055.4", "万元", "10554000"),
        ("11,961,500.0", "元", "11961500.0", "元", "11961500"),
        ("3600.4", None, "3600.4", None, None),
        ("1.7万元", None, "1.7", "万元", "17000"),
        ("1.7万元", "元", "1.7", "万元", "17000"),
        ("5 千元", "万元", "5", "千元", "5000"),
        ("2百万元", None, "2", "百万元", "2000000"),
        ("1.5亿元", None, "1.5", "亿元", "150000000"),
        ("0", "万元", "0", "万元", "0"),
        ("0.00", "万元", "0.00", "万元", "0"),
        ("-3.5", "万元", "-3.5", "万元", "-35000"),
        ("￥500.00", "元", "500.00", "元", "500"),
        ("两千元", None, "2000", "元", "2000"),
        ("一百二十万元", None, "120", "万元", "1200000"),
        ("三百亿元", "元", "300", "亿元", "30000000000"),
        ("0.00001", "元", "0.00001", "元", "0.00001"),
        ("12", "万美元", "12", "万美元", None),
    ],
)
def test_an_amount_keeps_its_decimals_and_its_unit(
    raw: str, unit: str | None, amount: str, own_unit: str | None, yuan: str | None
) -> None:
    money = parse_money(raw, unit=unit, place=HERE)
    assert money is not None
    assert (str(money.amount), money.unit, money.raw, money.place) == (amount, own_unit, raw, HERE)
    assert money.yuan == (None if yuan is None else Decimal(yuan))
    assert money.yuan is None or format(money.yuan, "f") == yuan


@pytest.mark.parametrize("raw", ["", " ", "\n\t"])
def test_a_blank_is_not_zero(raw: str) -> None:
    assert parse_money(raw, unit="元", place=HERE) is None


@pytest.mark.parametrize("raw", ["制定年度计划", "1、开展培训", "/", "10 95", "1.7万", "300元/人", "5人", "100美元"])
def test_text_in_a_money_cell_is_kept_and_has_no_amount(raw: str) -> None:
    assert parse_money(raw, unit="元", place=HERE) == Money(raw=raw, place=HERE)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("预算数3.2万元。其中：财政资金3.2万元，其它资金0万元。", [("3.2", "万元"), ("3.2", "万元"), ("0", "万元")]),
        ("共安排10万元，财政资金8万元，其他资金0元。", [("10", "万元"), ("8", "万元"), ("0", "元")]),
        ("购置台式机1,055.40元、打印机２千元", [("1055.40", "元"), ("2", "千元")]),
        ("补助标准300元/人，共三十人", []),
        ("全年开展12次培训，覆盖2023年新录用人员", []),
        ("捐赠100美元", []),
        ("合计一百二十元", [("120", "元")]),
        ("合计一百二十万元，其中财政三十五万元", [("120", "万元"), ("35", "万元")]),
        ("", []),
    ],
)
def test_amounts_are_found_in_running_text(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(str(money.amount), money.unit) for money in find_money(sentence)] == found


def _money(raw: str, unit: str | None) -> Money:
    money = parse_money(raw, unit=unit, place=Place())
    assert money is not None
    return money


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("1.70", "万元"), ("17000", "元"), True),
        (("1.70", "万元"), ("1.7", "万元"), True),
        (("1.7", "万元"), ("1.7", "元"), False),
        (("5", None), ("5.0", None), True),
        (("5", None), ("6", None), False),
        (("5", None), ("5", "元"), None),
        (("5", "美元"), ("5", "美元"), True),
        (("5", "美元"), ("5", "元"), None),
        (("另行安排", "元"), ("5", "元"), None),
    ],
)
def test_amounts_are_compared_only_where_their_units_can_be(
    one: tuple[str, str | None], other: tuple[str, str | None], same: bool | None
) -> None:
    assert same_amount(_money(*one), _money(*other)) is same
    assert same_amount(_money(*other), _money(*one)) is same
