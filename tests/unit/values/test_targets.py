"""A target as people write it: a number, a range, a date, a grade or several of these in one cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiheng.model import Operator, Place, Target, TargetKind
from jiheng.values.targets import looks_like_target, parse_target

HERE = Place(line=3)


def read(raw: str, *, year: int | None = 2023) -> Target:
    target = parse_target(raw, year=year, place=HERE)
    assert target is not None
    assert (target.raw, target.place) == (raw.strip(), HERE)
    return target


@pytest.mark.parametrize(
    ("raw", "operator", "value", "unit"),
    [
        # no operator is printed, so none is read
        ("100%", None, "100", "%"),
        ("57", None, "57", None),
        ("2台", None, "2", "台"),
        ("1600平方米", None, "1600", "平方米"),
        ("10万元", None, "10", "万元"),
        ("0", None, "0", None),
        ("0.00%", None, "0.00", "%"),
        ("-0%", None, "0", "%"),
        ("-5%", None, "-5", "%"),
        ("＋5%", None, "5", "%"),
        ("0.95比例", None, "0.95", "比例"),
        ("控制在5%", None, "5", "%"),
        # signs
        ("≥1.7万元", "≥", "1.7", "万元"),
        ("≧95%", "≥", "95", "%"),
        ("⩾95%", "≥", "95", "%"),
        (">=95%", "≥", "95", "%"),
        ("=>95%", "≥", "95", "%"),
        ("＞＝95％", "≥", "95", "%"),
        ("≥ 95 %", "≥", "95", "%"),
        ("≤30%", "≤", "30", "%"),
        ("≦30%", "≤", "30", "%"),
        ("⩽30%", "≤", "30", "%"),
        ("<=30%", "≤", "30", "%"),
        ("=<30%", "≤", "30", "%"),
        (">3次", ">", "3", "次"),
        ("＞3次", ">", "3", "次"),
        ("＜3次", "<", "3", "次"),
        ("=100%", "=", "100", "%"),
        ("＝100%", "=", "100", "%"),
        ("═100%", "=", "100", "%"),
        ("=100.00(%)", "=", "100.00", "%"),
        ("≥95百分比", "≥", "95", "百分比"),
        # words before
        ("大于等于95%", "≥", "95", "%"),
        ("大于或等于95%", "≥", "95", "%"),
        ("不少于4次", "≥", "4", "次"),
        ("不少于三次", "≥", "3", "次"),
        ("不低于75%", "≥", "75", "%"),
        ("不小于3", "≥", "3", None),
        ("达到98%", "≥", "98", "%"),
        ("达98%", "≥", "98", "%"),
        ("至少2次", "≥", "2", "次"),
        ("不得少于3次", "≥", "3", "次"),
        ("不得低于95%", "≥", "95", "%"),
        ("不得小于3", "≥", "3", None),
        ("不能少于3次", "≥", "3", "次"),
        ("不应低于95%", "≥", "95", "%"),
        ("不允许少于三次", "≥", "3", "次"),
        ("应不少于3次", "≥", "3", "次"),
        ("必须不低于95%", "≥", "95", "%"),
        ("应达到95%", "≥", "95", "%"),
        ("须达到95%", "≥", "95", "%"),
        ("应当达到95%", "≥", "95", "%"),
        ("确保达到95%", "≥", "95", "%"),
        ("力争达到95%", "≥", "95", "%"),
        ("最少2次", "≥", "2", "次"),
        ("不得超过5%", "≤", "5", "%"),
        ("不得高于10%", "≤", "10", "%"),
        ("不得多于3人", "≤", "3", "人"),
        ("不得大于10%", "≤", "10", "%"),
        ("不能超过5天", "≤", "5", "天"),
        ("不可超过5天", "≤", "5", "天"),
        ("应不超过5天", "≤", "5", "天"),
        ("确保控制在5%以内", "≤", "5", "%"),
        ("最多3次", "≤", "3", "次"),
        ("至多3次", "≤", "3", "次"),
        ("小于等于5天", "≤", "5", "天"),
        ("不超过5个工作日", "≤", "5", "个工作日"),
        ("不高于10%", "≤", "10", "%"),
        ("不大于10%", "≤", "10", "%"),
        ("不多于3人", "≤", "3", "人"),
        ("大于3次", ">", "3", "次"),
        ("超过3次", ">", "3", "次"),
        ("低于2%", "<", "2", "%"),
        ("少于2起", "<", "2", "起"),
        ("等于100%", "=", "100", "%"),
        ("约100人", "≈", "100", "人"),
        # words behind, and before and behind
        ("95%以上", "≥", "95", "%"),
        ("95％及以上", "≥", "95", "%"),
        ("3天以内", "≤", "3", "天"),
        ("3天之内", "≤", "3", "天"),
        ("3天内", "≤", "3", "天"),
        ("20％以下", "≤", "20", "%"),
        ("100人左右", "≈", "100", "人"),
        ("控制在5%以内", "≤", "5", "%"),
        ("达到95%以上", "≥", "95", "%"),
        ("≥95%以上", "≥", "95", "%"),
        # numbers
        ("1,055.4万元", None, "1055.4", "万元"),
        ("1，055.4万元", None, "1055.4", "万元"),
        ("≥２．５亿元", "≥", "2.5", "亿元"),
        ("百分之九十五以上", "≥", "95", "%"),
        ("百分之百", None, "100", "%"),
        ("千分之三", None, "3", "‰"),
        ("十五", None, "15", None),
        ("十二个月", None, "12", "个月"),
        ("二十次以上", "≥", "20", "次"),
        ("九成以上", "≥", "9", "成"),
        # 万 and 亿 belong to the unit before 元, and to the number before all else
        ("一百二十万元", None, "120", "万元"),
        ("不低于三百亿元", "≥", "300", "亿元"),
        ("三点五万元", None, "3.5", "万元"),
        ("五千万元以上", "≥", "5000", "万元"),
        ("一百万美元", None, "100", "万美元"),
        ("两千元", None, "2000", "元"),
        ("一亿二千万元", None, "120000000", "元"),
        ("两千万人", None, "20000000", "人"),
        ("三万人次", None, "30000", "人次"),
        # units
        ("≥3000元/人·月", "≥", "3000", "元/人·月"),
        ("5人/10万人", None, "5", "人/10万人"),
        ("≥1次/季度", "≥", "1", "次/季度"),
        ("≥2万人次", "≥", "2", "万人次"),
        ("35μg/m³", None, "35", "μg/m³"),
        ("120㎡", None, "120", "㎡"),
        ("5‰", None, "5", "‰"),
        ("3（次）", None, "3", "次"),
        ("5个村", None, "5", "个村"),
        ("2标段", None, "2", "标段"),
        ("3个百分点", None, "3", "个百分点"),
        ("≤24小时", "≤", "24", "小时"),
        ("≤12月", "≤", "12", "月"),
        ("10日", None, "10", "日"),
        ("≥20万册次", "≥", "20", "万册次"),
        ("≥5辆次", "≥", "5", "辆次"),
        ("300件次", None, "300", "件次"),
        ("2000户次以上", "≥", "2000", "户次"),
        ("三架次", None, "3", "架次"),
        ("100桌次", None, "100", "桌次"),
        ("3台（套）", None, "3", "台（套）"),
        ("12台(套)", None, "12", "台(套)"),
        ("≥12台（套）以上", "≥", "12", "台（套）"),
        ("不得少于5人（次）", "≥", "5", "人（次）"),
        ("300元/人（次）", None, "300", "元/人（次）"),
        # the bound itself counts
        ("≥3个（含）", "≥", "3", "个"),
        ("100%（含）", None, "100", "%"),
        ("95%以上（含）", "≥", "95", "%"),
        ("95%（含）以上", "≥", "95", "%"),
        ("5天以内（含本数）", "≤", "5", "天"),
        # what closes the sentence stays in raw
        ("≥57。", "≥", "57", None),
        ("≥5次；", "≥", "5", "次"),
        (" 2台 ", None, "2", "台"),
        ("≥5\n次", "≥", "5", "次"),
    ],
)
def test_a_number_with_its_operator_and_unit(raw: str, operator: str | None, value: str, unit: str | None) -> None:
    target = read(raw)
    assert target == Target(
        raw=raw.strip(),
        kind=TargetKind.NUMBER,
        operator=Operator(operator) if operator else None,
        value=Decimal(value),
        unit=unit,
    )
    assert str(target.value) == value
    assert looks_like_target(raw) is (unit not in ("起", "标段") or operator is not None)


@pytest.mark.parametrize(
    ("raw", "lower", "upper", "unit"),
    [
        *(("90%–95%", 90, 95, "%"), ("90-95%", 90, 95, "%"), ("90%~95%", 90, 95, "%"), ("90％～95％", 90, 95, "%")),
        *(("90%—95%", 90, 95, "%"), ("3-5天", 3, 5, "天"), ("3至5天", 3, 5, "天"), ("3天-5天", 3, 5, "天")),
        *(
            ("5－10个", 5, 10, "个"),
            ("5-10人次/年", 5, 10, "人次/年"),
            ("-5%-5%", -5, 5, "%"),
            ("三至五天", 3, 5, "天"),
            ("一百至二百万元", 100, 200, "万元"),
        ),
        *(("±5%", -5, 5, "%"), ("≤±5%", -5, 5, "%"), ("控制在3%-5%之间", 3, 5, "%"), ("5--10", 5, 10, None)),
    ],
)
def test_a_range_has_no_operator(raw: str, lower: int, upper: int, unit: str | None) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.RANGE, value=Decimal(lower), upper=Decimal(upper), unit=unit)
    assert looks_like_target(raw)


@pytest.mark.parametrize(
    ("raw", "last"),
    [
        *(("10月底前", "2023-10-31"), ("12月底", "2023-12-31"), ("2月底前", "2023-02-28"), ("3月份", "2023-03-31")),
        *(("2024年2月底前", "2024-02-29"), ("2023年12月底前", "2023-12-31"), ("12月31日前", "2023-12-31")),
        *(
            ("6月30日之前", "2023-06-30"),
            ("2022年6月15日前", "2022-06-15"),
            ("6月15号", "2023-06-15"),
            ("12月", "2023-12-31"),
        ),
        *(("十二月底前", "2023-12-31"), ("二〇二二年六月三十日前", "2022-06-30"), ("2023-6-30", "2023-06-30")),
        *(
            ("2023.12.31前", "2023-12-31"),
            ("2023/12/31", "2023-12-31"),
            ("上半年", "2023-06-30"),
            ("下半年", "2023-12-31"),
        ),
        *(
            ("第三季度末", "2023-09-30"),
            ("2022年第1季度", "2022-03-31"),
            ("年底前", "2023-12-31"),
            ("年内", "2023-12-31"),
        ),
        *(
            ("2022年", "2022-12-31"),
            ("2022年底前", "2022-12-31"),
            ("2022年度", "2022-12-31"),
            ("当年完成", "2023-12-31"),
        ),
        *(
            ("次年3月底前", "2024-03-31"),
            ("1-12月", "2023-12-31"),
            ("2022年1月至6月", "2022-06-30"),
            ("1月-6月", "2023-06-30"),
        ),
        *(("2021-2023年", "2023-12-31"), ("2022年7月-2023年6月", "2023-06-30"), ("不迟于6月30日", "2023-06-30")),
        *(("6月底前完成", "2023-06-30"), ("2023年12月底前全部完成", "2023-12-31"), ("１０月底前", "2023-10-31")),
        *(
            ("截至6月30日", "2023-06-30"),
            ("不得迟于6月30日", "2023-06-30"),
            ("≤2023年12月31日", "2023-12-31"),
            ("不超过6月30日", "2023-06-30"),
        ),
        # printed without a day that follows
        *(("每季度末", None), ("每月10日前", None), ("次月10日前", None), ("每年12月底前", None), ("每月底", None)),
        *(("10日前", None), ("3月初", None), ("6月前", None), ("2023年前", None)),
    ],
)
def test_a_date_is_the_last_day_allowed(raw: str, last: str | None) -> None:
    assert read(raw) == Target(
        raw=raw,
        kind=TargetKind.DATE,
        operator=Operator.AT_MOST,
        text=raw,
        date=date.fromisoformat(last) if last else None,
    )
    assert looks_like_target(raw)


@pytest.mark.parametrize("raw", ["10月底前", "上半年", "12月31日前", "次年3月底前"])
def test_a_date_without_a_year_stays_text_where_the_form_has_none(raw: str) -> None:
    target = read(raw, year=None)
    assert (target.kind, target.date, target.text) == (TargetKind.DATE, None, raw)


def test_a_reversed_sign_before_a_date_is_kept() -> None:
    assert read("≥2023年12月31日").operator is Operator.AT_LEAST


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "相关",
            "科学",
            "合理",
            "健全",
            "完成",
            "强化",
            "良好",
            "有效提升",
            "逐步提高",
            "优",
            "A级",
            "是",
            "二级",
            "一流",
            "无",
        ),
        *(
            "十分满意",
            "一件事一次办",
            "一次性办结",
            "百姓满意",
            "达标",
            "达到国家标准",
            "①制度健全②执行到位",
            "及时",
            "按月开展",
            "全面完成。",
        ),
        *("良好；显著", "组织培训，扩大宣传", "长期坚持，久久为功，形成常态", "第一", "x"),
        "持续改善辖区人居环境，提升群众的获得感、幸福感和安全感，为高质量发展营造良好的社会氛围",
    ],
)
def test_a_wording_without_number_or_date_is_a_grade(raw: str) -> None:
    assert read(raw) == Target(raw=raw, kind=TargetKind.GRADE, text=raw)
    assert not looks_like_target(raw)


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("≥5次，≤10万元", [("≥5次", "number"), ("≤10万元", "number")]),
        ("≥95 %；≤3天。", [("≥95 %", "number"), ("≤3天", "number")]),
        ("1月启动；6月底前完成", [("1月启动", "date"), ("6月底前完成", "date")]),
        ("≥95%，良好", [("≥95%", "number"), ("良好", "grade")]),
        ("2个、3台", [("2个", "number"), ("3台", "number")]),
        ("≥80%且≤90%", [("≥80%", "number"), ("≤90%", "number")]),
        ("3-5天,12月底前", [("3-5天", "range"), ("12月底前", "date")]),
    ],
)
def test_a_composite_is_read_where_every_part_is(raw: str, parts: list[tuple[str, str]]) -> None:
    target = read(raw)
    assert target.kind is TargetKind.COMPOSITE
    assert [(part.raw, part.kind.value) for part in target.parts] == parts
    assert (target.value, target.operator, target.text, target.date) == (None, None, None, None)
    assert {part.place for part in target.parts} == {HERE}
    assert all(part == replaced for part, replaced in zip(target.parts, map(read, (p for p, _ in parts)), strict=True))
