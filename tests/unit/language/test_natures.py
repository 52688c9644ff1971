from __future__ import annotations

import pytest

from jiheng.language.natures import Nature, asked_by, is_survey, level_natures, nature
from jiheng.values.targets import parse_target


@pytest.mark.parametrize(
    ("name", "natures"),
    [
        ("审核金额", {Nature.MONEY}),
        ("年度预算执行率", {Nature.EXECUTION}),
        ("预算资金完成率", {Nature.EXECUTION}),
        ("预算调整率", {Nature.EXECUTION, Nature.MANAGEMENT}),
        ("会议经费节约率", {Nature.SAVING}),
        ("节约经费开支", {Nature.SAVING}),
        ("人员经费保障实现率", {Nature.PAY}),
        ("绩效监控完成率", {Nature.MANAGEMENT}),
        ("财务管理制度健全性", {Nature.MANAGEMENT}),
        ("差旅费报销及时性", {Nature.MANAGEMENT, Nature.TIMELINESS}),
        ("工程按时完工率", {Nature.TIMELINESS}),
        ("设备验收合格率", {Nature.QUALITY}),
        ("业务讲座场次", {Nature.QUANTITY}),
        ("重点工作目标达成率", {Nature.QUANTITY}),
        ("单位造价", {Nature.COST}),
        ("带动农户增收", {Nature.ECONOMIC}),
        ("政策知晓率", {Nature.SOCIAL}),
        ("办公环境改善程度", {Nature.SOCIAL}),
        ("水质达标率", {Nature.ECOLOGICAL}),
        ("管护长效机制", {Nature.SUSTAINABLE}),
        ("生态环境绿色可持续", {Nature.ECOLOGICAL, Nature.SUSTAINABLE}),
        ("“家长”满意度", {Nature.SATISFACTION}),
        ("家长满意度调查", {Nature.MANAGEMENT}),
    ],
)
def test_a_known_name_has_a_nature(name: str, natures: set[Nature]) -> None:
    assert nature(name) == natures


@pytest.mark.parametrize("name", ["", None, "微服务平台", "基层减负", "志愿者队伍", "查档群众少跑路", "门前三包"])
def test_an_unknown_name_has_none(name: str | None) -> None:
    assert nature(name) == frozenset()


@pytest.mark.parametrize(
    ("target", "natures"),
    [
        ("≥3次", {Nature.QUANTITY}),
        ("≤12万元", {Nature.MONEY, Nature.COST}),
        ("10月底前", {Nature.TIMELINESS}),
        ("≥95%", set()),
        ("显著", set()),
        ("≤5天", set()),
    ],
)
def test_of_an_unknown_name_the_value_tells(target: str, natures: set[Nature]) -> None:
    assert nature("门前三包", parse_target(target, year=2024)) == natures


def test_a_known_name_is_not_overruled_by_its_value() -> None:
    assert nature("年度预算执行情况", parse_target("10万元")) == {Nature.EXECUTION}


@pytest.mark.parametrize(
    ("level", "asked"),
    [
        ("数量指标", {Nature.QUANTITY}),
        ("产出数量", {Nature.QUANTITY}),
        ("质量", {Nature.QUALITY}),
        ("时效指标", {Nature.TIMELINESS}),
        ("社会成本指标", {Nature.COST, Nature.QUANTITY}),
        ("生态效益指标", {Nature.ECOLOGICAL, Nature.QUANTITY}),
        ("服务对象满意度指标", {Nature.SATISFACTION}),
        ("绩效管理", {Nature.MANAGEMENT}),
    ],
)
def test_a_level_admits_its_natures(level: str, asked: set[Nature]) -> None:
    assert asked_by(level) == asked


@pytest.mark.parametrize("level", ["履职效益", "重点工作任务完成", "产出指标", None, ""])
def test_a_wide_level_admits_everything(level: str | None) -> None:
    assert asked_by(level) == frozenset()


def test_every_nature_but_pay_has_a_level() -> None:
    admitted = frozenset().union(*level_natures().values())
    assert set(Nature) - admitted == {Nature.PAY}


@pytest.mark.parametrize(
    ("name", "survey"),
    [("学员满意度测评", True), ("用户满意度问卷调查", True), ("学员满意度", False), ("问卷调查", False), (None, False)],
)
def test_asking_for_satisfaction_is_not_satisfaction(name: str | None, survey: bool) -> None:
    assert is_survey(name) is survey
