from __future__ import annotations

import pytest

from jiheng.model import TargetKind
from jiheng.values.targets import looks_like_target, parse_target


@pytest.mark.parametrize(
    "text",
    [
        # rates
        *("每月1次", "每年2次", "每季度1次", "每人3次", "每季度不少于2次", "每两年1次", "每3年1次", "每半年1次"),
        *("每年一次", "每村1个", "每人每月500元", "每次不超过3天", "人均≥500元", "日均300人次", "每台5000元"),
        # directions
        *("下降3%", "提高5个百分点", "较上年提高5个百分点", "同比增长8%以上", "较2022年下降3%", "比上年增加2个"),
        *("与上年相比提高5%", "逐年降低1%", "降幅不低于3%", "较上年同期增长8%以上", "减少2次"),
        # ratios and products
        *("1：1.5", "1:1", "不低于1:3", "7×24小时", "7*24小时", "7×24"),
        # measured substances
        *("PM2.5≤35微克/立方米", "PM10≤70μg/m³", "PM2.5浓度≤35微克/立方米", "COD≤40mg/L"),
        # numbers that are not exact
        *("1万余人", "300余人", "300多户", "十余次", "三百余人"),
    ],
)
def test_a_value_without_a_reading_is_known_by_its_shape(text: str) -> None:
    target = parse_target(text)
    assert target is not None
    assert (target.kind, target.repair) == (TargetKind.UNREADABLE, ())
    assert looks_like_target(text)


@pytest.mark.parametrize(
    "text",
    [
        # names with digits in them
        *("2023年重点工作", "12345热线办结率", "“两会”保障", "PM2.5平均浓度", "PM2.5年均浓度下降率", "7×24小时值守率"),
        *("每月培训次数", "新增2台设备", "1万余人参与活动", "人均绿地面积", "较上年提高率", "第2次", "3个1工程"),
        # ways of scoring
        *("每少1次扣1分", "每降低1%扣2分", "每低于1个百分点扣1分", "每项1分", "每增加1人得1分", "每提高1%", "减少1分"),
        # formulas
        *("3/5×100%", "完成数/计划数×100%", "（3÷5）×100%", "5×100%", "10×3分", "X≥95%", "得分=3×5"),
        # explanations
        *("每月10日前报送1次", "较上年提高5个百分点得满分", "按1:1.5比例配备", "每月开展1次检查并形成书面检查报告材料"),
        *("1：", "每月", "提高", "PM2.5", "1万余", "每年一件实事"),
    ],
)
def test_a_name_a_formula_and_a_way_of_scoring_have_no_such_shape(text: str) -> None:
    assert not looks_like_target(text)
