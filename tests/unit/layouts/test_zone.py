from __future__ import annotations

import pytest

from jiheng.catalog import layout
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.model import NoteKind
from jiheng.readers import html
from jiheng.writers import write_drawings
from printed import HEBEI, HENAN, HUNAN, ZHENGZHOU, notes, only_form, replaced, unread


def test_labels_rule_where_the_side_label_is_a_row_off() -> None:
    first, last = HENAN[6], HENAN[7]
    printed = replaced(HENAN, first, "预算情况" + first)
    printed = replaced(printed, last, last.removeprefix("预算情况"))
    assert only_form(printed) == only_form(HENAN)


def test_every_amount_has_its_raw_text_unit_and_place() -> None:
    form = only_form(HENAN)
    assert form.budget is not None
    assert form.budget.total is not None
    assert (form.budget.total.raw, form.budget.total.unit, str(form.budget.total.yuan)) == ("320.50", "万元", "3205000")
    assert form.budget.special_account is None
    assert form.place_of("/budget/total").line == 8
    assert form.place_of("/budget/special_account").line == 10
    assert form.budget.unit_funds is not None
    assert form.budget.unit_funds.unit == "万元"


def test_without_a_printed_unit_nothing_is_assumed() -> None:
    form = only_form([line.replace("（万元）", "") for line in HENAN])
    assert form.budget is not None
    assert form.budget.total is not None
    assert (form.budget.total.unit, form.budget.total.yuan) == (None, None)
    assert str(form.budget.total.amount) == "320.50"


@pytest.mark.parametrize("line", ["单位：元", "金额单位：元", "（单位：元）"])
def test_a_line_of_its_own_may_print_the_unit(line: str) -> None:
    printed = [HENAN[0], line, *(text.replace("（万元）", "") for text in HENAN[1:])]
    form = only_form(printed)
    assert form.budget is not None
    assert form.budget.total is not None
    assert (form.budget.total.unit, str(form.budget.total.yuan)) == ("元", "320.5")
    assert unread(printed) == []


def test_a_text_in_a_money_cell_keeps_its_words() -> None:
    form = only_form(replaced(HENAN, HENAN[10], "\t（3）单位资金\t待批复\t\t"))
    assert form.budget is not None
    assert form.budget.unit_funds is not None
    assert (form.budget.unit_funds.raw, form.budget.unit_funds.amount) == ("待批复", None)


@pytest.mark.parametrize("name", ["基本支出", "项目支出", "单位资金"])
def test_a_task_may_be_called_like_a_money_label(name: str) -> None:
    form = only_form(replaced(HENAN, HENAN[6], f"\t{name}\t保障人员和公用经费\t\t"))
    assert (form.tasks[1].name, form.tasks[1].content) == (name, "保障人员和公用经费")
    assert form.budget == only_form(HENAN).budget


def test_a_task_without_content_and_a_text_cut_off_from_its_task() -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[8], "\t行道树养护\t\t260.5\t260.5\t", "\t\t\t\t\t防虫药剂另计"))
    assert [task.name for task in form.tasks] == ["口袋公园建设", "行道树养护"]
    assert (form.tasks[1].content, form.tasks[1].note) == (None, "防虫药剂另计")
    assert "断到下一行的文字已接回上一项任务" in notes(form, NoteKind.MENDED)


@pytest.mark.parametrize(
    "row", ["合计\t\t\t1080.5\t1060.5\t", "\t合计\t\t1080.5\t1060.5\t", "\t金额合计\t\t1080.5\t1060.5\t"]
)
def test_a_row_of_totals_is_the_budget_and_no_task(row: str) -> None:
    printed = replaced(ZHENGZHOU, ZHENGZHOU[8], ZHENGZHOU[8], row)
    form = only_form(printed)
    assert form.tasks == only_form(ZHENGZHOU).tasks
    assert form.budget is not None
    assert form.budget.total is not None
    assert form.budget.fiscal is not None
    assert (form.budget.total.raw, form.budget.fiscal.raw) == ("1080.5", "1060.5")
    assert unread(printed) == []


def test_a_row_of_totals_may_hold_a_zero() -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[8], ZHENGZHOU[8], "\t合计\t\t1080.5\t0.00\t"))
    assert form.tasks == only_form(ZHENGZHOU).tasks
    assert form.budget is not None
    assert form.budget.fiscal is not None
    assert form.budget.fiscal.raw == "0.00"


def test_totals_are_drawn_below_the_tasks() -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[8], ZHENGZHOU[8], "\t合计\t\t1080.5\t1060.5\t"))
    drawn = html.read(write_drawings([draw(form, layout("410100/overall-2020"))], "html"))
    (again,) = read_forms(drawn, (layout("410100/overall-2020"),)).forms
    assert again == form


def test_a_task_may_be_called_total() -> None:
    form = only_form(replaced(HENAN, HENAN[6], "\t合计\t把三个苗圃合并为一个\t\t"))
    assert form.tasks[1].name == "合计"


def test_goals_are_one_each_and_a_cut_goal_is_joined() -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[4], ZHENGZHOU[4], "", "\t，并清理枯枝\t\t\t\t"))
    assert [goal.text for goal in form.goals] == ["目标1：建成口袋公园6处", "目标2：修剪行道树1.2万株，并清理枯枝"]
    assert "分页断开的文字已接上" in notes(form, NoteKind.MENDED)


@pytest.mark.parametrize("goal", ["目标3：补植草花", "3.补植草花", "（三）补植草花", "三、补植草花"])
def test_a_goal_with_a_number_is_a_goal_of_its_own(goal: str) -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[4], ZHENGZHOU[4], "", f"\t{goal}\t\t\t\t"))
    assert [one.text for one in form.goals][2:] == [goal]


def test_a_number_may_be_the_rest_of_a_goal() -> None:
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[4], "\t目标2：修剪行道树\t\t\t\t", "", "\t1.2万株\t\t\t\t"))
    assert [goal.text for goal in form.goals][1:] == ["目标2：修剪行道树1.2万株"]


def test_the_spending_plan_pairs_dates_and_percentages() -> None:
    form = only_form(HEBEI)
    assert [(entry.by, str(entry.percent)) for entry in form.spending_plan] == [
        ("3月底", "20"),
        ("6月底", "60"),
        ("10月底", "90"),
        ("12月底", "100"),
    ]
    assert form.place_of("/spending_plan/2/percent").line == 30


def test_a_percentage_too_many_is_unread() -> None:
    printed = replaced(HEBEI, "\t100%", "\t100%", "\t120%")
    assert only_form(printed).spending_plan == only_form(HEBEI).spending_plan
    assert unread(printed) == ["120%"]


def test_the_cell_without_a_label_holds_the_purpose() -> None:
    form = only_form(HEBEI)
    assert form.budget is not None
    assert form.budget.purpose == "预算数46万元，用于清淤的人工和机械。"
    assert form.unit.code == "310005"
    assert form.unit.name == "榆关市河道管理所"


def test_a_second_text_for_one_value_is_unread() -> None:
    printed = replaced(HENAN, HENAN[2], "部门（单位）名称\t云麓县苗圃中心\t云麓县林业站\t\t")
    assert only_form(printed).unit.name == "云麓县苗圃中心"
    assert unread(printed) == ["云麓县林业站"]


def test_words_that_are_labels_elsewhere_may_be_values() -> None:
    form = only_form(replaced(HUNAN, HUNAN[3], "部门（单位）职责\t\t主要内容\t\t\t\t\t"))
    assert form.responsibilities == "主要内容"


def test_a_money_unit_beside_the_list_header_holds_for_the_amounts() -> None:
    at = next(i for i, line in enumerate(ZHENGZHOU) if "任务名称" in line)
    form = only_form(replaced(ZHENGZHOU, ZHENGZHOU[at], f"{ZHENGZHOU[at]}\t单位：万元"))
    assert {task.amount.unit for task in form.tasks if task.amount is not None} == {"万元"}
