from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiheng.model import Operator, Place, Target, TargetCells, TargetKind
from jiheng.values.targets import is_target_type, looks_like_target, parse_target, parse_target_cells, print_target

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


@pytest.mark.parametrize(
    ("text", "typed"), [("大于等于", True), ("═", True), ("≧", True), ("定量", True), ("科学", False), ("95", False)]
)
def test_what_may_stand_in_the_column_of_types(text: str, typed: bool) -> None:
    assert is_target_type(text) is typed


@pytest.mark.parametrize("raw", ["", " ", "\n", "　"])
def test_a_blank_is_no_target(raw: str) -> None:
    assert parse_target(raw) is None


@pytest.mark.parametrize(
    ("type_", "value", "unit", "raw", "kind", "operator", "number", "own_unit"),
    [
        ("≥", "100", "%", "≥100%", "number", "≥", "100", "%"),
        ("=", "100", "%", "=100%", "number", "=", "100", "%"),
        ("≤", "1", "%", "≤1%", "number", "≤", "1", "%"),
        ("＞", "3", "次", "＞3次", "number", ">", "3", "次"),
        ("大于等于", "100", "％", "大于等于100％", "number", "≥", "100", "%"),
        ("小于等于", "5", "天", "小于等于5天", "number", "≤", "5", "天"),
        ("等于", "2", "台", "等于2台", "number", "=", "2", "台"),
        ("大于等于", "90", "百分比", "大于等于90百分比", "number", "≥", "90", "百分比"),
        ("═", "100.00", "(%)", "═100.00(%)", "number", "=", "100.00", "%"),
        ("≧", "95", "%", "≧95%", "number", "≥", "95", "%"),
        ("等于", "-0", "%", "等于-0%", "number", "=", "0", "%"),
        ("小于等于", "5", "人/10万人", "小于等于5人/10万人", "number", "≤", "5", "人/10万人"),
        ("≤", "20万元", "%", "≤20万元%", "unreadable", None, None, None),
        ("定性", "科学", "/", "科学", "grade", None, None, None),
        ("定性", "有效提升", None, "有效提升", "grade", None, None, None),
        ("定量", "≥100", "%", "≥100%", "number", "≥", "100", "%"),
        ("≥", "≥100", "%", "≥100%", "number", "≥", "100", "%"),
        ("≥", "100%", "%", "≥100%", "number", "≥", "100", "%"),
        (None, "100", "%", "100%", "number", None, "100", "%"),
        ("≥", "57", "/", "≥57", "number", "≥", "57", None),
        ("≤", "12月底", None, "≤12月底", "date", "≤", None, None),
        ("=", "≥100", "%", "=≥100%", "unreadable", None, None, None),
        ("=", "50万元", "%", "=50万元%", "unreadable", None, None, None),
        ("≥", None, "%", "≥%", "unreadable", None, None, None),
        ("越大越好", "100", "%", "越大越好100%", "unreadable", None, None, None),
    ],
)
def test_type_value_and_unit_in_cells_of_their_own(  # noqa: PLR0913 one column of the table each
    type_: str | None,
    value: str | None,
    unit: str | None,
    raw: str,
    kind: str,
    operator: str | None,
    number: str | None,
    own_unit: str | None,
) -> None:
    target = parse_target_cells(type=type_, value=value, unit=unit, year=2023, place=HERE)
    assert target is not None
    assert (target.raw, target.kind.value, target.unit, target.place) == (raw, kind, own_unit, HERE)
    assert target.operator == (Operator(operator) if operator else None)
    assert target.value == (Decimal(number) if number else None)
    assert target.cells == TargetCells(type=type_, value=value, unit=unit)


@pytest.mark.parametrize(
    ("type_", "value", "repair"),
    [
        ("=", "50天", ("=50天",)),
        ("不得少于", "50天", ("不得少于50天",)),
        ("定量", "50天", ("50天",)),
        ("=", "≥50天", ()),
        ("不超过上年", "50天", ()),
    ],
)
def test_a_value_that_contradicts_its_unit_cell_is_offered_without_it(
    type_: str, value: str, repair: tuple[str, ...]
) -> None:
    target = parse_target_cells(type=type_, value=value, unit="次")
    assert target is not None
    assert (target.kind, target.repair) == (TargetKind.UNREADABLE, repair)


@pytest.mark.parametrize(
    ("type_", "value", "unit"),
    [
        *((None, None, None), ("", " ", ""), ("定性", "", "/"), ("定性", None, "个"), ("定性", "/", "件")),
        (None, None, "%"),
    ],
)
def test_blank_cells_are_no_target(type_: str | None, value: str | None, unit: str | None) -> None:
    assert parse_target_cells(type=type_, value=value, unit=unit) is None


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (Target("", TargetKind.NUMBER, Operator.AT_LEAST, Decimal("95.0"), unit="%"), "≥95%"),
        (Target("", TargetKind.NUMBER, value=Decimal(57)), "57"),
        (Target("", TargetKind.RANGE, value=Decimal(3), upper=Decimal(5), unit="天"), "3天—5天"),
        (Target("", TargetKind.DATE, Operator.AT_MOST, date=date(2023, 6, 30)), "2023-06-30"),
        (Target("", TargetKind.GRADE, text="良好"), "良好"),
        (Target("不少于三次", TargetKind.NUMBER, Operator.AT_LEAST, Decimal(3), unit="次"), "不少于三次"),
        (
            Target(
                "",
                TargetKind.COMPOSITE,
                parts=(Target("≥5次", TargetKind.NUMBER), Target("", TargetKind.GRADE, text="良好")),
            ),
            "≥5次；良好",
        ),
    ],
)
def test_a_target_is_printed_as_it_stood_or_from_its_parts(target: Target, printed: str) -> None:
    assert print_target(target) == printed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "良好",
            "三级指标",
            "指标值",
            "1、资金来源",
            "1. 目标是否符合规划",
            "430001某中心本级",
            "任务1",
            "12345热线工作完成率",
        ),
        *(
            "13028123P00031710001F",
            "按计划开展3次",
            "全年不少于5次检查并形成书面报告，及时公开检查结果以及整改的情况",
            "（1）基本支出",
        ),
    ],
)
def test_other_cells_do_not_look_like_a_target(text: str) -> None:
    assert not looks_like_target(text)


@pytest.mark.parametrize("text", ["≥972023年12月底前", "≥90%-95%"])
def test_a_misprinted_target_still_looks_like_one(text: str) -> None:
    assert looks_like_target(text)
