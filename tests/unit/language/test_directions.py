from __future__ import annotations

import pytest

from jiheng.language.directions import Way, is_change, is_perverse, way


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("家长满意度", Way.UP),
        ("产品合格率", Way.UP),
        ("矛盾化解率", Way.UP),
        ("无事故率", Way.UP),
        ("产品不合格率", Way.DOWN),
        ("安全事故发生率", Way.DOWN),
        ("“三公经费”控制率", Way.DOWN),
        ("单位成本", Way.DOWN),
        ("故障响应时间", Way.DOWN),
        ("被投诉次数", Way.DOWN),
        ("困难学生资助标准", Way.AT_TARGET),
        ("会议场次", None),
        ("离退休人员经费变动率", None),
        ("厉行节约支出变动率", None),
        ("", None),
        (None, None),
    ],
)
def test_which_way_is_better(name: str | None, found: Way | None) -> None:
    assert way(name) is found


@pytest.mark.parametrize("text", ["接到投诉概率", "接到群众举报电话概率", "被投诉率", "举报电话概率"])
def test_nobody_may_aim_at_more_of_a_bad_thing(text: str) -> None:
    assert is_perverse(text)


@pytest.mark.parametrize(
    "text", ["投诉办结率", "接到投诉处理及时率", "投诉下降率", "零投诉率", "举报电话接通率", "群众满意度", "", None]
)
def test_to_deal_with_a_bad_thing_is_good(text: str | None) -> None:
    assert not is_perverse(text)


@pytest.mark.parametrize(
    ("name", "change"), [("产值增长率", True), ("经费变动率", True), ("产值", False), (None, False)]
)
def test_a_change_has_no_bounds(name: str | None, change: bool) -> None:
    assert is_change(name) is change
