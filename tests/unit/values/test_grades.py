from __future__ import annotations

import pytest

from jiheng.values.grades import is_grade
from jiheng.values.units import is_unit, split_unit


@pytest.mark.parametrize(
    "text",
    [
        *(
            "相关",
            "科学",
            "合理",
            "完整",
            "规范",
            "健全",
            "真实",
            "合规",
            "公开",
            "完成",
            "强化",
            "良好",
            "满意",
            "有效",
            "显著",
            "协同",
        ),
        *(
            "高效",
            "持续",
            "充分",
            "明显",
            "提升",
            "有效提升",
            "逐步提高",
            "优",
            "良",
            "基本满意",
            "不断完善",
            "进一步加强",
            "良好。",
        ),
    ],
)
def test_grade_words_and_what_is_built_from_them(text: str) -> None:
    assert is_grade(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "≥95%",
            "完成3项",
            "管理制度健全性",
            "预算编制完整性",
            "群众满意度调查",
            "社会公众",
            "逐步",
            "产出指标",
            "绩效管理",
        ),
        *("部门决算编报质量", "收入管理规范", "持续提升优化完善强化", "支出管理规范性", "57"),
    ],
)
def test_names_numbers_and_mere_colouring_are_no_grades(text: str) -> None:
    assert not is_grade(text)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "人次",
            "平方米",
            "元/人·月",
            "元/人.月",
            "人/10万人",
            "万人次",
            "%",
            "‰",
            "个百分点",
            "台套",
            "标段",
            "亿元",
            "次/年",
            "㎡",
        ),
        *("元/吨标准煤", "册次", "万辆次", "桌次", "台(套)", "元/人(次)", "标段(个)"),
    ],
)
def test_units(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "项任务", "次培训", "以上", "满意", "%/95%", "分/10分", "次/", "/年", "abc", "非常非常长的单位", "万元%"),
        *("余人", "多次", "层次", "个(含)", "次(次)", "次(%)", "台(套", "次(每年)"),
    ],
)
def test_more_than_a_unit_is_none(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,600平方米", ("1,600", "平方米")),
        ("95％", ("95", "%")),
        ("三次", ("三", "次")),
        ("一百二十万元", ("一百二十", "万元")),
        ("两千万人", ("两千万", "人")),
        ("57", ("57", None)),
        ("3项任务", None),
    ],
)
def test_number_and_unit_come_apart(text: str, parts: tuple[str, str | None] | None) -> None:
    assert split_unit(text) == parts
