from __future__ import annotations

import pytest

from jiheng.catalog import layout
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece
from jiheng.layouts.titles import is_title, title_year, year_of
from jiheng.layouts.vocabulary import bare, words_of
from jiheng.model import Place
from jiheng.values.money import money_unit_of
from jiheng.values.wording import plain
from printed import HEBEI, HENAN, only_form, replaced, unread

HENAN_LAYOUT = layout("410000/overall-2023")
HEBEI_LAYOUT = layout("130000/project-2023")


def piece(text: str) -> Piece:
    return Piece(text, plain(text), 1, 1, 1, Place())


@pytest.mark.parametrize(
    "text",
    [
        "部门（单位）名称",
        "部门(单位)名称：",
        "部 门 （单位） 名 称",
        "*部门（单位）名称",
        "单位名称（盖章）",
        "单位名称(公章):",
    ],
)
def test_a_label_is_known_in_any_printing(text: str) -> None:
    token = words_of(HENAN_LAYOUT).token(piece(text))
    assert (token.word, token.key, token.rest) == (Word.FIELD, "unit.name", None)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("部门（单位）名称：云麓县苗圃中心", "云麓县苗圃中心"),
        ("部门（单位）名称 云麓县苗圃中心", "云麓县苗圃中心"),
        ("单位名称云麓县苗圃中心", "云麓县苗圃中心"),
        ("单位名称（盖章）：云麓县苗圃中心", "云麓县苗圃中心"),
        ("单位名称（盖章）云麓县苗圃中心", "云麓县苗圃中心"),
    ],
)
def test_a_label_fused_with_its_value_is_split(text: str, rest: str) -> None:
    token = words_of(HENAN_LAYOUT).token(piece(text))
    assert (token.word, token.key, token.rest) == (Word.FIELD, "unit.name", rest)


@pytest.mark.parametrize(
    "label", ["1、资金来源：（1）政府预算资金", "1.资金来源:(1)政府预算资金", "资金来源：（1）政府预算资金"]
)
def test_the_number_before_a_label_does_not_matter(label: str) -> None:
    printed = replaced(HENAN, HENAN[8], f"\t{label}\t300.50\t\t")
    assert only_form(printed) == only_form(HENAN)
    assert unread(printed) == []


def test_labels_lose_only_what_sites_add() -> None:
    assert bare("（1）政府预算资金") == "(1)政府预算资金"
    assert bare("3月底") == "3月底"
    assert bare("二、资金支出计划（%）") == "资金支出计划(%)"


def test_a_label_says_its_unit() -> None:
    token = words_of(HENAN_LAYOUT).token(piece("部门预算总额（元）"))
    assert (token.key, token.unit) == ("budget.total", "元")


@pytest.mark.parametrize(
    ("text", "weak"),
    [("基本支出", True), ("单位资金", True), ("2、资金结构：（1）基本支出", False)],
)
def test_short_money_labels_may_be_ordinary_words(text: str, weak: bool) -> None:
    assert words_of(HENAN_LAYOUT).token(piece(text)).weak is weak


@pytest.mark.parametrize(
    "text",
    [
        "部门（单位）整体绩效目标表",
        "2023年度部门（单位）整体绩效目标表",
        "附件1：2023年部门（单位）整体绩效目标表",
        "云麓县苗圃中心2023年度部门（单位）整体绩效目标表",
        "部门（单位）整体绩效目标表（2023年度）",
        "《部门（单位）整体绩效目标表》",
        "“部门（单位）整体绩效目标表”",
        "二〇二三年度部门（单位）整体绩效目标表",
    ],
)
def test_titles_in_many_printings(text: str) -> None:
    assert is_title(HENAN_LAYOUT, piece(text))


@pytest.mark.parametrize("text", ["部门（单位）整体绩效自评表", "填好部门（单位）整体绩效目标表后盖章", "整体绩效目标"])
def test_other_lines_are_no_titles(text: str) -> None:
    assert not is_title(HENAN_LAYOUT, piece(text))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("（2023年度）", 2023),
        ("( 2023 年 度 )", 2023),
        ("2023年", 2023),
        ("(2023)", 2023),
        ("填报年度：2023年", 2023),
        ("预算年度 2023", 2023),
        ("二〇二三年度", 2023),
        ("（二○二三年度）", 2023),
        ("2023", None),
        ("2023年3月", None),
        ("2203年度", None),
        ("2023年度工作要点", None),
    ],
)
def test_a_line_that_says_nothing_but_a_year(text: str, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2023年度整体绩效目标表", 2023),
        ("附件1：云麓县2023年整体绩效目标表", 2023),
        ("整体绩效目标表（2023年度）", 2023),
        ("整体绩效目标表", None),
        ("2023-2025年整体绩效目标表", None),
        ("2023年至2025年整体绩效目标表", None),
        ("2022年结转、2023年整体绩效目标表", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert title_year(HENAN_LAYOUT, title) == year


def test_the_year_of_a_project_is_not_the_year_of_its_form() -> None:
    assert title_year(HEBEI_LAYOUT, "2.2021年渠道清淤（尾款）绩效目标表") is None
    assert title_year(HEBEI_LAYOUT, "2.渠道清淤绩效目标表（2023年度）") == 2023
    assert only_form(["2021年渠道清淤绩效目标表", *HEBEI[1:]]).year == 2023


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("（金额单位: 元）", "元"),
        ("计量单位：亿元", "亿元"),
        ("单位：个", None),
        ("万元", None),
    ],
)
def test_a_line_that_says_nothing_but_the_money_unit(text: str, unit: str | None) -> None:
    assert money_unit_of(text) == unit


@pytest.mark.parametrize("line", ["2023年度单位：万元表", "2023年部门预算公开"])
def test_a_year_is_no_unit_code(line: str) -> None:
    printed = replaced(HEBEI, "\t单位：万元", f"\t{line}", "\t单位：万元")
    assert only_form(printed).unit == only_form(HEBEI).unit
    assert line in unread(printed)


@pytest.mark.parametrize("behind", ["（公开09表）", "（2023年度）", "（附12表）", "-公开09表"])
def test_a_table_number_behind_the_title_does_not_matter(behind: str) -> None:
    form = only_form([HENAN[0] + behind, *HENAN[1:]])
    assert form.title == HENAN[0] + behind
