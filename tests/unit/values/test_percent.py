from __future__ import annotations

import pytest

from jiheng.values.percent import parse_percent


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        *(
            ("30%", "30"),
            ("３０％", "30"),
            ("30", "30"),
            (" 100 % ", "100"),
            ("100.00(%)", "100.00"),
            ("100百分比", "100"),
        ),
        *(
            ("百分之九十五", "95"),
            ("百分之95", "95"),
            ("百分之百", "100"),
            ("百分之三点五", "3.5"),
            ("120%", "120"),
            ("-1%", "-1"),
        ),
    ],
)
def test_a_percentage_is_read(text: str, percent: str) -> None:
    assert str(parse_percent(text)) == percent


@pytest.mark.parametrize(
    "text", ["", "%", "按进度", "30元", "≥30%", "千分之三", "百分之", "百分之九十五以上", "30%60%", "30 60"]
)
def test_anything_else_is_no_percentage(text: str) -> None:
    assert parse_percent(text) is None
