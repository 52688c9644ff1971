"""Targets that are no target as they stand: what is proposed instead, and what no proposal may change."""

from __future__ import annotations

import pytest

from jiheng.model import Place, Target, TargetKind
from jiheng.values.targets import parse_target

HERE = Place(line=3)


def read(raw: str, *, year: int | None = 2023) -> Target:
    target = parse_target(raw, year=year, place=HERE)
    assert target is not None
    assert (target.raw, target.place) == (raw.strip(), HERE)
    return target


@pytest.mark.parametrize(
    ("raw", "repair"),
    [
        # two values run together
        ("≥972023年12月底前", ("≥97", "2023年12月底前")),
        ("972023年12月底前", ("97", "2023年12月底前")),
        ("≥95%2023年12月底前", ("≥95%", "2023年12月底前")),
        ("≥113月底前", ("≥11", "3月底前")),
        ("≥9722023年12月底前", ()),
        ("1006月底前", ()),
        ("10分≥95%", ("10分", "≥95%")),
        ("10≥95%", ()),
        ("95%100%", ()),
        ("10 95", ()),
        # a sign misread
        ("工95%", ("≥95%",)),
        ("^95%", ("≥95%",)),
        ("$95%", ("≥95%",)),
        ("%=95%", ("≥95%",)),
        ("5=95%", ("≥95%",)),
        ("二95%", ("=95%",)),
        ("90%一95%", ("90%-95%",)),
        # a number amid words
        ("完成3项任务", ("3项",)),
        ("3项任务", ("3项",)),
        ("100%完成", ("100%",)),
        ("满意度达95%以上", ("达95%以上",)),
        ("培训3次，覆盖200人", ("3次", "200人")),
        ("自受理之日起30日内", ("30日内",)),
        ("人均≥500元", ()),
        ("每月1次", ()),
        ("下降5%", ()),
        ("不大于5%（含5%）", ()),
        ("~95%", ()),
        ("5G基站", ()),
        ("前3名", ()),
        ("第2次", ()),
        ("每年一次", ()),
        ("7×24小时", ()),
        ("5A级", ()),
        # impossible, contradictory or empty of sense
        ("2023年2月30日", ()),
        ("13月底前", ()),
        ("95%-90%", ()),
        ("90%-95", ()),
        ("≥3天以内", ()),
        ("≥±5%", ()),
        ("≥90%-95%", ()),
        ("3-5天以内", ()),
        ("2023-05", ()),
        ("1,05", ()),
        ("3、5天", ()),
        ("1:1", ()),
        ("2/3", ()),
        ("100+", ()),
        ("三", ()),
        ("≥", ()),
        ("≥%", ()),
        ("≥**%", ()),
        ("/", ()),
        ("——", ()),
        ("٣次", ()),
        ("9" * 30, ()),
    ],
)
def test_what_the_grammar_does_not_cover_is_unreadable_and_repaired_only_in_proposal(
    raw: str, repair: tuple[str, ...]
) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.UNREADABLE, repair=repair)


@pytest.mark.parametrize("raw", ["≥972023年12月底前", "完成3项任务", "工95%", "培训3次，覆盖200人"])
def test_every_proposal_is_readable(raw: str) -> None:
    assert all(read(proposal).kind is not TargetKind.UNREADABLE for proposal in read(raw).repair)


@pytest.mark.parametrize(
    "raw",
    [
        *("不得再少于3次", "绝不能少于3次", "不得不少于3次", "禁止超过3次", "严禁超过3次", "避免超过3次", "未达到3次"),
        *("不足300人", "不止3次", "不含3台", "非正常3次", "无故障300小时", "≠5次", "!=5次", "是否≥95%", "3次未完成"),
        *("no more than 3次", "不早于6月30日", "不得早于6月30日", "早于6月30日", "培训3次，不得缺席", "不达95%"),
    ],
)
def test_no_proposal_drops_a_denial(raw: str) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.UNREADABLE)


@pytest.mark.parametrize(
    "raw", ["下降3%", "提高5个百分点", "较上年提高5个百分点", "同比增长8%以上", "比上年多3次", "增加2人", "翻2番"]
)
def test_no_proposal_drops_a_direction(raw: str) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.UNREADABLE)


@pytest.mark.parametrize(
    "raw",
    [
        *("1万余人", "300余人", "300多人", "三百余人", "10来次", "近300人", "逾300人", "3年半", "100%+", "覆盖1万余人"),
        *("3个（不含）", "＞3个（含）", "95%以上（不含）", "5台班", "购置3台（进口2台）", "完成3台（进口设备）"),
        *("10人公里", "2个班级", "设置≥35标段的", "得分≥95的", "每月1次", "每年2次", "每季度1次", "每人3次"),
        *("1：1.5", "7×24小时", "PM2.5≤35微克/立方米"),
    ],
)
def test_no_proposal_changes_a_number_or_its_unit(raw: str) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.UNREADABLE)


@pytest.mark.parametrize(
    ("raw", "value", "repair"),
    [
        ("0.0900000762939453", "0.0900000762939453", ("9%", "0.09")),
        ("=0.0900000762939453%", "0.0900000762939453", ("=9%", "=0.09%")),
        ("≥95.4000015258789%", "95.4000015258789", ("≥95.4%",)),
        ("12.3000001907349万元", "12.3000001907349", ("12.3万元",)),
        ("-0.0500000007450581", "-0.0500000007450581", ("-5%", "-0.05")),
        ("0.333333333333", "0.333333333333", ()),
        ("0.09", "0.09", ()),
        ("3.14159265358979", "3.14159265358979", ()),
    ],
)
def test_a_long_binary_tail_stays_and_what_was_typed_is_proposed(raw: str, value: str, repair: tuple[str, ...]) -> None:
    target = read(raw)
    assert (target.kind, str(target.value), target.repair) == (TargetKind.NUMBER, value, repair)
    assert [read(proposal).kind for proposal in repair] == [TargetKind.NUMBER] * len(repair)
