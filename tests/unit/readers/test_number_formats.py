"""What Excel (in Chinese) shows for a number under a format, as the people who type the forms see it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.readers.number_formats import shown_number, shown_text

_ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("0.95", "0%", "95%"),
        ("0.95", "0.00%", "95.00%"),
        ("0.955", "0%", "96%"),
        ("1055.4", "#,##0.00", "1,055.40"),
        ("11961500", "#,##0", "11,961,500"),
        ("999", "#,##0", "999"),
        ("12", "0.0", "12.0"),
        ("-5", "0.00", "-5.00"),
        ("-5", "#,##0;(#,##0)", "(5)"),
        ("0", '0;-0;"无"', "无"),
        ("1.005", "0.00", "1.01"),
        ("2.5", "0", "3"),
        ("5", "0.##", "5."),
        ("0.5", "#.00", ".50"),
        ("0", "#", ""),
        ("7", "000", "007"),
        ("3", '0"台"', "3台"),
        ("95", '"≥"0\\%', "≥95%"),
        ("1234", 'G/通用格式"元"', "1234元"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234567", "0.00,", "1234.57"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("12345", "0.0E+00", "1.2E+04"),
        ("99999", "0.0E+00", "1.0E+05"),
        ("12345", "##0.0E+0", "12.3E+3"),
        ("5", '[>=10]0.0;[<10]"小"0', "小5"),
        ("-3", "[Red]0;[Blue]-0", "-3"),
        ("1234.5", _ACCOUNTING, "1,234.50"),
        ("-1234.5", _ACCOUNTING, "-1,234.50"),
        ("0", _ACCOUNTING, "-"),
        ("12", "@", "12"),
        ("abc", "0.00", "abc"),
    ],
)
def test_numbers(raw: str, code: str, shown: str) -> None:
    assert shown_number(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("1055.4000000000001", "1055.4"),
        ("12", "12"),
        ("12.0", "12"),
        ("-5.5", "-5.5"),
        ("0", "0"),
        ("3.1415926535", "3.141592654"),
        ("1234.56789012", "1234.56789"),
        ("0.33333333333333331", "0.333333333"),
        ("9999999999.9", "10000000000"),
        ("130281230003", "130281230003"),
        ("1E-5", "0.00001"),
        ("0.000012345678", "1.23457E-05"),
        ("1E+20", "1E+20"),
        ("1E+999999999", "1E+999999999"),
    ],
)
def test_general_shows_no_noise(raw: str, shown: str) -> None:
    assert shown_number(raw) == shown


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000", 'yyyy"年"m"月"', "2023年3月"),
        ("45000", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2023年3月15日"),
        ("45000.75", "yyyy/m/d h:mm", "2023/3/15 18:00"),
        ("45000.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("0", "h:mm AM/PM", "12:00 AM"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("45000", "aaaa", "星期三"),
        ("45000", "d-mmm-yy", "15-Mar-23"),
        ("45000", "dddd", "Wednesday"),
        ("45000", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年3月15日"),
        ("0.000011574", "mm:ss.0", "00:01.0"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("60", "yyyy-mm-dd", "1900-02-29"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("45000.999999", "yyyy-mm-dd", "2023-03-16"),
        ("-1", "yyyy-mm-dd", "-1"),
    ],
)
def test_dates(raw: str, code: str, shown: str) -> None:
    assert shown_number(raw, code) == shown


def test_a_workbook_may_count_its_days_from_1904() -> None:
    assert shown_number("43538", "yyyy-mm-dd", from_1904=True) == "2023-03-15"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("General", "甲"), ("0.00", "甲"), ('@"元"', "甲元"), ('0;-0;0;"项目："@', "项目：甲"), (";;;", "")],
)
def test_texts(code: str, shown: str) -> None:
    assert shown_text("甲", code) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_two_places_show_the_number_itself(number: Decimal) -> None:
    assert Decimal(shown_number(str(number), "#,##0.00").replace(",", "")) == number


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_every_number_is_shown_under_every_code(number: float, code: str) -> None:
    assert isinstance(shown_number(repr(number), code), str)
