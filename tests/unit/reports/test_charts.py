"""Bars are as long as their numbers, and labels never leave their room."""

from __future__ import annotations

import pytest
from lxml import etree

from jiheng.reports.charts import Bar, Chart, bars, clipped, columns
from jiheng.writers.measure import text_width

CHART = Chart("one", "题", "说明", (("错误", "s-error"), ("提示", "s-hint")))


def drawn(text: str) -> etree._Element:
    return etree.fromstring(text)


def widths(chart: etree._Element) -> list[int]:
    return [int(one.get("width", "")) for one in chart.iter("rect")]


@pytest.mark.parametrize("room", [None, 90])
def test_bars_are_as_long_as_their_numbers(room: int | None) -> None:
    longest, shorter, half = widths(drawn(bars(CHART, [Bar("甲", (100, 50)), Bar("乙", (0, 75))], label_room=room)))
    assert abs(longest - 2 * shorter) <= 1
    assert abs(half * 2 - (longest + shorter)) <= 2


def test_bars_stay_inside_the_chart() -> None:
    chart = drawn(bars(CHART, [Bar("很长的单位名称" * 9, (9, 1))]))
    assert max(int(one.get("x", "")) + int(one.get("width", "")) for one in chart.iter("rect")) < 440
    (label,) = (one for one in chart.iter("text") if one.get("class") == "label")
    assert text_width(str(label.text)) * 12 / 1000 <= 440


def test_columns_stand_on_one_ground() -> None:
    chart = drawn(columns(CHART, [Bar("甲", (1,)), Bar("乙", (4,)), Bar("丙", (0,))]))
    bottoms = {int(one.get("y", "")) + int(one.get("height", "")) for one in chart.iter("rect")}
    assert len(bottoms) == 1
    one, four = [int(rect.get("height", "")) for rect in chart.iter("rect")]
    assert abs(4 * one - four) <= 4


@pytest.mark.parametrize("rows", [[], [Bar("甲", (0, 0))]])
def test_nothing_can_be_drawn(rows: list[Bar]) -> None:
    assert widths(drawn(bars(CHART, rows))) == []
    assert widths(drawn(columns(CHART, rows))) == []


@pytest.mark.parametrize("room", [24, 60, 200])
def test_a_clipped_text_fits_and_says_so(room: int) -> None:
    text = "ABC（甲乙丙）丁戊己庚辛壬癸" * 2
    shown = clipped(text, room)
    assert text_width(shown) * 12 <= room * 1000
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])
