"""What provinces print that others do not: each hazard is read as it is meant, and what is mended is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.model import Form, Indicator, NoteKind, TargetKind

SAMPLES = catalog.samples()


def text_of(name: str) -> str:
    return SAMPLES[name].read_text("utf-8")


def forms_of(text: str) -> tuple[Form, ...]:
    reading = pipeline.read_bytes(text.encode(), "表.txt")
    assert reading.unread == ()
    return reading.forms


def row_of(form: Form, name: str) -> Indicator:
    return next(row for row in form.indicators if row.name == name)


def cells_of(form: Form) -> set[str]:
    drawing = draw(form, catalog.layout(form.layout or ""))
    return {cell.text for block in drawing.blocks if hasattr(block, "cells") for cell in block.cells}


CHONGQING = text_of("500000/overall-goal-2022-archives")
APPROVAL = text_of("500236/project-goal-2023-orchards")
REGISTER = text_of("511124/project-goal-2023-three-projects")
HUBEI = text_of("420000/project-self-evaluation-2020-fishery")
SCORES = text_of("510000/overall-self-evaluation-2017-forestry")
SECTIONS = text_of("000000/project-self-evaluation-2016-laboratory")


def test_a_qualitative_row_without_a_value_aims_at_nothing_and_loses_nothing() -> None:
    (form,) = forms_of(CHONGQING)
    row = row_of(form, "史料保存环境改善")
    assert row.target is None
    assert row.others == {"计量单位": "无", "指标性质": "定性"}
    assert {"无", "定性"} <= cells_of(form)


def test_the_unit_may_stand_before_the_sign() -> None:
    (form,) = forms_of(CHONGQING)
    target = row_of(form, "口述史料征集篇数").target
    assert target is not None
    assert (target.raw, target.value, target.unit) == ("≥40篇", Decimal(40), "篇")


@pytest.mark.parametrize("nothing", ["0\t0\t0.00%\t0", "0\t0.00\t0%\t0"])
def test_rows_that_nobody_used_are_left_out_and_said(nothing: str) -> None:
    (form,) = forms_of(APPROVAL.replace("0\t0\t0.00%\t0", nothing))
    assert all(row.name not in ("0", None) for row in form.indicators)
    assert [note.text for note in form.notes if "未用" in note.text] == ["4 个未用的行各格都是 0，已略去"]
    first = form.indicators[0]
    assert (first.level1, first.level2, first.weight) == ("成本指标（10-20分）", "经济成本指标", Decimal("10.00"))
    assert row_of(form, "改造果园面积").level1 == "产出指标（40—50分）"


def test_a_row_that_aims_at_nought_is_a_row() -> None:
    (form,) = forms_of(APPROVAL.replace("≤120元\t5.00%", "0\t0.00%"))
    target = row_of(form, "培训人均成本").target
    assert target is not None
    assert target.value == 0


def test_a_register_holds_a_form_for_each_project_in_any_order_of_levels() -> None:
    forms = forms_of(REGISTER)
    assert [form.project.name for form in forms if form.project] == ["农村公路养护", "客运站安检", "渡口船员培训"]
    assert [form.unit.name for form in forms] == ["茶马县交通运输局", "茶马县交通运输局", "茶马县渡口管理所"]
    levels = [row.level1 for row in forms[0].indicators]
    assert levels == ["满意度指标", "产出指标", "效益指标", "产出指标", "产出指标", "成本指标"]
    assert forms[0].indicators[2].others == {"指标方向性": "反向指标"}


def test_words_for_signs_stay_as_printed_and_are_understood() -> None:
    form = forms_of(text_of("150000/project-goal-2025-two-projects"))[1]
    target = row_of(form, "火灾受害率").target
    assert target is not None
    assert target.raw == "小于等于5人/10万人"
    assert (target.operator, target.value, target.unit) == ("≤", Decimal(5), "人/10万人")


def test_several_goals_with_points_are_one_table() -> None:
    (form,) = forms_of(HUBEI)
    assert (form.year, len(form.indicators), form.total_score) == (2020, 8, Decimal("98.9"))
    assert form.indicators[5].level2 == "数量指标"
    assert "印刷标题：年度绩效目标2（30分）" in [note.text for note in form.notes if note.kind is NoteKind.HEADING]
    assert [(fund.rate.raw, fund.score) for fund in form.funding if fund.rate] == [("97%", Decimal("19.4"))]
    assert [fund.budget.unit for fund in form.funding if fund.budget] == ["万元"]


@pytest.mark.parametrize("title", ["湖区禁捕巡护项目自评表", "2020年湖区禁捕巡护项目自评表"])
def test_a_year_in_the_name_of_a_project_is_not_the_year_of_the_form(title: str) -> None:
    (form,) = forms_of(HUBEI.replace("2020年度湖区禁捕巡护项目自评表", title))
    assert (form.layout, form.year) == ("420000/project-self-evaluation-2020", None)


def test_columns_of_one_label_are_told_apart_by_their_order() -> None:
    (form,) = forms_of(SCORES)
    row = row_of(form, "绩效指标明确性")
    assert (row.weight, row.score, row.target) == (Decimal(5), Decimal(4), None)
    assert row.others == {"一级指标分值": "20", "二级指标分值": "10"}


def test_a_score_at_every_level_has_its_own_column() -> None:
    lines = [line.split("\t") for line in SCORES.splitlines()]
    header = next(at for at, cells in enumerate(lines) if cells[0] == "一级指标")
    body = len(lines) - 1
    scored = [
        [*cells[:2], "得分" if at == header else cells[1] and "18", *cells[2:]] if header <= at < body else cells
        for at, cells in enumerate(lines)
    ]
    (form,) = forms_of("\n".join("\t".join(cells) for cells in scored))
    assert {(row.others or {}).get("一级指标得分") for row in form.indicators} == {"18"}
    assert [row.score for row in form.indicators][:2] == [Decimal(5), Decimal(4)]


def test_a_header_printed_again_may_bring_another_column() -> None:
    (form,) = forms_of(SECTIONS)
    first, last = row_of(form, "资金到位率"), row_of(form, "送检企业满意度")
    assert first.actual is not None
    assert (first.actual.raw, "理由" in (first.others or {})) == ("100", False)
    assert (last.actual, (last.others or {})["理由"]) == (None, "问卷回收不足需补充")
    assert (last.level1, (last.others or {})["一级指标权重"]) == ("效果", "20")


def test_yes_or_no_is_no_unit() -> None:
    (form,) = forms_of(SECTIONS)
    target = row_of(form, "采购程序合规性").target
    assert target is not None
    assert (target.raw, target.kind, target.unit) == ("是", TargetKind.GRADE, None)


def test_a_third_goal_beside_goal_and_result_is_kept() -> None:
    (form,) = forms_of(text_of("500000/overall-self-evaluation-2021-archives"))
    kept = {particular.label: particular.text for particular in form.particulars}
    assert kept["全年（调整）绩效目标"].startswith("受场馆检修影响")
    assert (len(form.goals), len(form.results)) == (1, 1)
    row = row_of(form, "口述史料征集篇数")
    assert [value and value.raw for value in (row.target, row.adjusted, row.actual)] == ["≥50篇", "36", "38"]


def test_a_level_printed_after_its_first_rows_belongs_to_them() -> None:
    (form,) = forms_of(text_of("420200/project-goal-2022-museum"))
    assert [row.level1 for row in form.indicators][:6] == ["产出指标"] * 5 + ["效益指标"]
    assert [row.previous and row.previous.raw for row in form.indicators][4] == "22万元"


def test_a_unit_that_contradicts_its_value_is_proposed_without_it() -> None:
    (form,) = forms_of(text_of("430602/overall-goal-2023-library"))
    target = row_of(form, "设备采购预算").target
    assert target is not None
    assert (target.raw, target.kind, target.repair) == ("≤38万元%", TargetKind.UNREADABLE, ("≤38万元",))


def test_one_cell_a_line_is_read_like_a_table() -> None:
    (form,) = forms_of(text_of("310107/project-goal-2026-clinics"))
    target = row_of(form, "设备验收合格率").target
    assert target is not None
    assert (target.raw, target.value, target.unit) == ("=100.00(%)", Decimal("100.00"), "%")
    assert form.budget is not None
    assert form.budget.total is not None
    assert (form.budget.total.raw, form.budget.total.unit) == ("1,620,000.00", "元")
    assert row_of(form, "更新治疗台台数").level2 == "数量指标"


def test_the_sum_of_a_project_may_have_the_name_of_its_block() -> None:
    text = text_of("000000/project-goal-2021-heating")
    (form,), (other,) = forms_of(text), forms_of(text.replace("年度资金总额", "资金总额"))
    assert other.budget == form.budget
    assert other.particulars == form.particulars
