from __future__ import annotations

from decimal import Decimal

import pytest

from jiheng.values.numbers import NotANumberError, chinese_numeral, parse_number, plain_number, without_trailing_zeros


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("57", "57"),
        ("1,055.4", "1055.4"),
        ("11,961,500.0", "11961500.0"),
        ("1，055．4", "1055.4"),
        ("３０", "30"),
        (" 30 ", "30"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("＋5", "5"),
        ("-0", "0"),
        ("0.00", "0.00"),
        ("0.0900000762939453", "0.0900000762939453"),
        ("1.5万", "15000"),
        ("3百万", "3000000"),
        ("2亿", "200000000"),
        ("零", "0"),
        ("三", "3"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("九十五", "95"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("两千", "2000"),
        ("两千零五十", "2050"),
        ("三万", "30000"),
        ("三万零五百", "30500"),
        ("三百万", "3000000"),
        ("一亿二千万", "120000000"),
        ("壹佰贰拾", "120"),
        ("二〇", None),
        ("三点五", "3.5"),
        ("三点一四", "3.14"),
    ],
)
def test_a_number_is_read_or_refused(text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(NotANumberError):
            parse_number(text)
    else:
        assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "一百五",
            "三万五",
            "二三",
            "一百零",
            "零五零",
            "万",
            "百",
            "三点",
            "点五",
            "一亿亿",
            "零万",
            "一百零零五",
        ),
        *(
            "1,05",
            "1,0554",
            "1,055,4",
            "10 95",
            "1.2.3",
            "5.",
            ".5",
            "3次",
            "1e5",
            "½",
            "①",
            "٣",
            "NaN",
            "Infinity",
            "--5",
        ),
        *("9" * 25, "1万2千"),
    ],
)
def test_what_reads_in_no_way_or_in_two_is_refused(text: str) -> None:
    with pytest.raises(NotANumberError) as refusal:
        parse_number(text)
    assert refusal.value.text == text


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        *(
            (0, "零"),
            (1, "一"),
            (8, "八"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
        ),
        *((1001, "一千零一"), (1010, "一千零一十"), (10_000, "一万"), (10_010, "一万零一十"), (100_001, "十万零一")),
        *((20_300, "二万零三百"), (100_000_000, "一亿"), (100_010_000, "一亿零一万")),
    ],
)
def test_a_chinese_numeral_has_its_zeros(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


@pytest.mark.parametrize("number", [-1, 10**12])
def test_no_chinese_numeral_outside_its_range(number: int) -> None:
    with pytest.raises(ValueError, match="10¹²"):
        chinese_numeral(number)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1.70", "1.7"),
        ("1E+4", "10000"),
        ("100", "100"),
        ("0.00", "0"),
        ("-0.0", "0"),
        ("-5.50", "-5.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_plain_number_has_neither_exponent_nor_trailing_zeros(number: str, written: str) -> None:
    assert plain_number(Decimal(number)) == written
    assert without_trailing_zeros(Decimal(number)) == Decimal(number)
