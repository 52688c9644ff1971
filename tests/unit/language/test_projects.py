"""What the words about a project say: only money, its own thing, mere upkeep, uses of the money, others' work."""

from __future__ import annotations

import pytest

from jiheng.language.projects import (
    asset_of,
    fields_of,
    good_will,
    is_only_money,
    is_running_cost,
    is_summary,
    only_describes,
    own_thing,
    parts,
    short_name,
    spending_directions,
    upkeep,
    waits_for,
)


@pytest.mark.parametrize(
    "text",
    [
        "湿地监测经费12万元。",
        "绩效目标：食堂补贴资金231万元。",
        "预算数1.7万元。其中：财政资金1.7万元，其他资金0万元。",
        "拨付运转补助资金２４０万元",
        "43.2",
        "总投资1,200.50万元以内",
    ],
)
def test_a_goal_of_nothing_but_money(text: str) -> None:
    assert is_only_money(text)


@pytest.mark.parametrize(
    "text",
    [
        "湿地监测12次，经费12万元",
        "带动农户增收300万元",
        "挽回消费者损失180万元",
        "读者满意度达到95%",
        "做好监测工作",
        "",
        None,
    ],
)
def test_a_goal_that_says_more_than_money(text: str | None) -> None:
    assert not is_only_money(text)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("湿地观测站运转补助资金", "湿地观测站"),
        ("2023年综合业务经费", ""),
        ("机关日常办公费用", ""),
        ("重点活动经费", "重点活动"),
        (None, ""),
    ],
)
def test_what_a_name_says_of_its_own(name: str | None, own: str) -> None:
    assert own_thing(name) == own


def test_items_or_lines_are_the_parts_of_a_text() -> None:
    assert parts("1.清淤渠道。\n2.检修泵站。") == ("清淤渠道。", "检修泵站。")
    assert parts("清淤渠道\n检修泵站") == ("清淤渠道", "检修泵站")
    assert parts(None) == ()


def test_running_costs_are_named_once() -> None:
    assert upkeep("保障单位位各项公用经费、办公经费，公用经费及时报销") == ("公用经费", "办公经费")
    assert upkeep("购置电脑20台") == ()


def test_uses_of_the_money() -> None:
    assert spending_directions("预算数5万元。主要用于泵房维修改造、水质化验及其他相关事宜等。") == (
        "泵房维修改造",
        "水质化验",
    )
    assert spending_directions("用于普及防火知识和平调解") == ("普及防火知识和平调解",)
    assert spending_directions("泵房维修") == ()


@pytest.mark.parametrize(
    ("direction", "asset"),
    [("泵房维修改造", "泵房"), ("购置显微镜", "显微镜"), ("专家劳务", None), ("各项修缮", None), ("小型维修", None)],
)
def test_what_is_built_bought_or_repaired(direction: str, asset: str | None) -> None:
    assert asset_of(direction) == asset


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("待市住建局完成验收后进场", "市住建局"),
        ("由县水务集团负责铺设管道", "县水务集团"),
        ("由本局负责", None),
        ("由相关部门负责", None),
        ("举办讲座12场", None),
    ],
)
def test_on_whose_work_the_result_depends(text: str, organ: str | None) -> None:
    assert waits_for(text) == organ


def test_fields_of_work() -> None:
    assert fields_of("门户网站运维") == {"information"}
    assert fields_of("综合协调") == frozenset()


def test_names_in_short() -> None:
    assert short_name("部门绩效监控完成率") == short_name("绩效监控完成率")
    assert short_name("设备利用率") != short_name("设备使用率")
    assert is_summary("年度工作目标完成率")
    assert not is_summary("项目培训完成率")


def test_numbers_that_promise_nothing() -> None:
    assert only_describes("全馆在编人员45人", "")
    assert only_describes("围绕5项", "重点工作")
    assert not only_describes("新建站房2座", "，改造泵房")


def test_clauses_that_only_try() -> None:
    assert good_will("深入贯彻决策部署，扎实推进文化工作") == ("深入贯彻", "扎实推进")
    assert good_will("扎实推进养护，修补路面坑槽") == ()
    assert good_will("加强绿化，提升环境") == ()
    assert good_will(None) == ()


def test_projects_that_are_running_costs() -> None:
    assert is_running_cost("办公楼物业费")
    assert not is_running_cost("湿地监测")
