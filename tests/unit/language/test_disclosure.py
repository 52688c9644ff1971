from __future__ import annotations

import pytest

from jiheng.language.disclosure import (
    Private,
    Sureness,
    case_data,
    is_identity_number,
    passes_luhn,
    personal_data,
    secrets,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证号11010519491231002X", Private.IDENTITY_NUMBER),
        ("身份证号 11010519491231002x，", Private.IDENTITY_NUMBER),
        ("联系人手机13912345678", Private.PHONE),
        ("热线：0371-66666666", Private.PHONE),
        ("联系电话：6666666", Private.PHONE),
        ("卡号6222 0212 3456 7890 128", Private.BANK_CARD),
        ("张某某3000元、李四2500元", Private.NAMES_WITH_AMOUNTS),
        ("王小明 1200.5元，赵某 800元", Private.NAMES_WITH_AMOUNTS),
    ],
)
def test_personal_data_is_found(text: str, kind: Private) -> None:
    found = personal_data(text)
    assert [one.kind for one in found] == [kind]
    assert "*" in found[0].masked


@pytest.mark.parametrize(
    "text",
    [
        "身份证号110105194912310021",
        "身份证号11010519491331002X",
        "项目编码13912345678",
        "统一社会信用代码91410100MA44ABCD2X",
        "预算1055400元",
        "面积13912.345678平方米",
        "2023年1月1日至2023年12月31日",
        "卡号6222021234567890129",
        "编号6222021234567890128",
        "热线12345",
        "张家港3000元",
        "培训费3000元、会议费2000元",
        "高标准农田3000元，水利2000元",
        "",
        None,
    ],
)
def test_other_numbers_are_none(text: str | None) -> None:
    assert personal_data(text) == ()


def test_check_digits() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310020")
    assert not is_identity_number("01010519491231002X")
    assert passes_luhn("6222021234567890128")
    assert not passes_luhn("6222021234567890129")


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("购置涉密计算机3台", Sureness.SURE),
        ("机密级文件柜", Sureness.SURE),
        ("安可替代", Sureness.LIKELY),
        ("机要室改造", Sureness.LIKELY),
        ("本项目涉密", Sureness.LIKELY),
    ],
)
def test_secrets_are_found(text: str, sureness: Sureness) -> None:
    assert [found.sureness for found in secrets(text)] == [sureness]


@pytest.mark.parametrize(
    "text", ["开展保密教育2次", "签订保密协议", "采购非涉密计算机", "发放机要交通费", "保密工作检查", "", None]
)
def test_care_for_secrecy_is_no_secret(text: str | None) -> None:
    assert secrets(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("开展巡察2轮，培训5次", ["开展巡察2轮"]),
        ("立案12件", ["立案12件"]),
        ("深化巡察监督，培训5次", []),
        ("行政审批12件", []),
        (None, []),
    ],
)
def test_numbers_of_cases(text: str | None, found: list[str]) -> None:
    assert [span.of(text or "") for span in case_data(text)] == found
