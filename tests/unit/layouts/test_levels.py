from __future__ import annotations

from time import process_time

import pytest

from jiheng.catalog import layout
from jiheng.layouts.levels import Printed, Scheme, resolve, unpointed
from jiheng.layouts.schema import FrameRow
from printed import ZHENGZHOU, only_form

HENAN = Scheme(layout("410000/overall-2023"))
HUNAN = Scheme(layout("430000/overall-2024"))
FIXED = FrameRow(name="预算执行率", level2="预算和财务管理")


def test_levels_are_printed_once_for_a_block() -> None:
    printed = [Printed("产出指标", "重点工作任务完成"), Printed(None, None), Printed(None, "履职目标实现")]
    assert resolve(printed, HENAN) == [
        ("产出指标", "重点工作任务完成"),
        ("产出指标", "重点工作任务完成"),
        ("产出指标", "履职目标实现"),
    ]


def test_a_fixed_row_brings_its_own_level_2() -> None:
    printed = [Printed("投入管理指标", "工作目标管理"), Printed(None, None, FIXED)]
    assert resolve(printed, HENAN)[1] == ("投入管理指标", "预算和财务管理")


def test_a_level_2_brings_its_level_1_where_the_block_above_cannot_hold_it() -> None:
    printed = [Printed("产出指标", "履职目标实现"), Printed(None, "满意度")]
    assert resolve(printed, HENAN)[1] == ("效益指标", "满意度")


def test_a_level_printed_in_the_middle_of_its_block_holds_for_the_rows_above() -> None:
    printed = [
        Printed("产出指标", None),
        Printed(None, "数量指标"),
        Printed("效益指标", None),
        Printed(None, "社会效益指标"),
    ]
    assert resolve(printed, HUNAN) == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
    ]


def test_levels_that_nothing_tells_stay_unknown() -> None:
    assert resolve([Printed(None, None)], HENAN) == [(None, None)]
    assert resolve([Printed("产出指标", None), Printed("效益指标", "满意度")], HENAN)[0] == ("产出指标", None)


def test_levels_that_the_scheme_does_not_know_are_kept() -> None:
    assert resolve([Printed("创新指标", "改革举措"), Printed(None, None)], HENAN) == [("创新指标", "改革举措")] * 2


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("“三公经费”控制率", "“三公经费”控制率"),
        ("「三公经费」 控制率", "“三公经费”控制率"),
        ("预算执行率（含上年结转）", "预算执行率"),
        ("预算执行", None),
        (None, None),
    ],
)
def test_a_fixed_row_is_known_by_its_name(name: str | None, found: str | None) -> None:
    row = HENAN.frame_row(name)
    assert (row.name if row else None) == found


def test_where_merges_were_lost_a_blank_text_goes_on_within_its_level_2() -> None:
    rows = only_form(ZHENGZHOU).indicators
    assert [row.merged_from for row in rows] == [None, {"explanation": 0}, None, None, {"explanation": 3}, None]
    assert [row.explanation for row in rows][:2] == ["看重点工作的推进", None]


def test_a_blank_text_does_not_go_on_into_the_next_level_2() -> None:
    lines = [line.replace("看承诺事项的兑现", "") for line in ZHENGZHOU]
    third = only_form(lines).indicators[2]
    assert (third.explanation, third.merged_from) == (None, None)


@pytest.mark.parametrize("printed", ["产出指标50分", "产出指标(50分)", "产出指标(20-30分)", "产出指标(必填)"])
def test_points_are_no_part_of_the_name_of_a_level(printed: str) -> None:
    assert unpointed(printed) == "产出指标"


def test_a_text_of_endless_digits_is_looked_at_once() -> None:
    begun = process_time()
    assert unpointed("9" * 50_000) == "9" * 50_000
    assert process_time() - begun < 1
