from __future__ import annotations

from dataclasses import replace

import pytest

from jiheng.catalog import layouts
from jiheng.layouts.rows import lay_out
from jiheng.layouts.segments import cut
from jiheng.layouts.titles import names_other_table
from printed import HEBEI, HENAN, HUNAN, NARRATIVE, PRINTED, ZHENGZHOU, document, laid_out, only_form, rows

STRANGER = [
    "项目支出绩效自评表",
    "项目名称\t苗圃围栏",
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
    "产出指标\t数量指标\t围栏长度\t≥900米\t910米\t10\t10",
]
ACCOUNTS = ["科目编码\t科目名称\t金额", "201\t一般公共服务\t12.00"]


@pytest.mark.parametrize("pair", [(HENAN, ZHENGZHOU), (ZHENGZHOU, HUNAN), (HENAN, HENAN), (HEBEI, HEBEI)])
def test_forms_are_cut_at_their_titles(pair: tuple[list[str], list[str]]) -> None:
    found = laid_out([*pair[0], "", "", *pair[1]])
    assert found.error is None
    assert found.forms == tuple(map(only_form, pair))
    assert found.unread == ()


def test_a_narrative_form_takes_its_year_from_the_projects_beside_it() -> None:
    first, second = laid_out([*NARRATIVE, "", "", *HEBEI]).forms
    assert replace(first, year=None) == only_form(NARRATIVE)
    assert (first.year, second) == (2023, only_form(HEBEI))


def test_text_before_the_first_title_is_a_stretch_of_its_own() -> None:
    rows, _ = lay_out(document(["目录", "说明", *HENAN]))
    first, second = cut(rows, tuple(layouts().values()))
    assert [row.pieces[0].text for row in first] == ["目录", "说明"]
    assert second[0].pieces[0].text == HENAN[0]


@pytest.mark.parametrize("layout", [name for name in PRINTED if name != "130000/overall-2023"])
def test_a_second_form_may_lack_its_title(layout: str) -> None:
    printed = PRINTED[layout]
    whole = only_form(printed)
    found = laid_out([*printed, "", "", *printed[1:]])
    assert found.error is None
    first, second = found.forms
    assert first == whole
    assert second.title is None
    assert (second.unit, second.year, second.budget) == (whole.unit, whole.year, whole.budget)
    assert second.indicators == whole.indicators
    assert found.unread == ()


@pytest.mark.parametrize("before", [True, False])
def test_an_unknown_layout_beside_a_known_one_is_read_by_the_usage_of_labels(before: bool) -> None:
    found = laid_out([*STRANGER, "", "", *HENAN] if before else [*HENAN, "", "", *STRANGER])
    stranger, known = found.forms if before else reversed(found.forms)
    assert known == only_form(HENAN)
    assert found.error is None
    assert (stranger.layout, stranger.confidence) == (None, "generic")
    assert "围栏长度" in {row.name for row in stranger.indicators}
    assert "910米" in {row.actual.raw for row in stranger.indicators if row.actual}


def test_a_table_of_another_kind_is_no_error_but_unread() -> None:
    found = laid_out(["部门收支总体情况", *ACCOUNTS, "", "", *HENAN])
    assert found.error is None
    assert found.forms == (only_form(HENAN),)
    assert [item.text for item in found.unread][:4] == ["部门收支总体情况", "科目编码", "科目名称", "金额"]


def test_the_other_form_of_a_stretch_without_title_is_not_swallowed() -> None:
    found = laid_out([*HENAN, "", "", *STRANGER[1:]])
    known, stranger = found.forms
    assert known == only_form(HENAN)
    assert (stranger.layout, stranger.confidence) == (None, "generic")
    assert "910米" in {row.actual.raw for row in stranger.indicators if row.actual}


@pytest.mark.parametrize(
    "title",
    [
        "收支总表",
        "部门收入总表",
        "2024年政府采购预算表",
        "一般公共预算“三公”经费支出表",
        "国有资产占用情况表",
        "收支总表(公开04表)",
    ],
)
def test_a_table_of_accounts_below_a_form_is_none_of_it(title: str) -> None:
    whole = only_form(HENAN)
    table = ["收入\t\t支出", "项目\t预算数\t项目\t预算数", "一、拨款收入\t1203.5\t一、教育支出\t803.2"]
    found = laid_out([*HENAN, "", title, *table])
    assert found.error is None
    assert [rows(form) for form in found.forms] == [rows(whole)]
    assert [item.text for item in found.unread][-3:] == ["1203.5", "一、教育支出", "803.2"]


@pytest.mark.parametrize("text", ["部门预算项目表", "支出绩效情况表", "预算编制情况", "收支表、台账", "采购一台仪表。"])
def test_other_lines_name_no_table_of_accounts(text: str) -> None:
    assert not names_other_table(text)
