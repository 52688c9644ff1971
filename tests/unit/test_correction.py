"""A correction sets one value, reads it as a printed cell would be read, says so, and touches nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from jiheng import catalog
from jiheng.correction import CorrectionError, correct, correctable
from jiheng.model import (
    Budget,
    Form,
    Goal,
    Indicator,
    Kind,
    Ledger,
    NoteKind,
    Operator,
    Place,
    PlannedSpending,
    Stage,
    TargetKind,
    Task,
    Unit,
)
from jiheng.values.money import parse_money
from jiheng.values.targets import parse_target, parse_target_cells
from strategies import forms

FORM = Form(
    kind=Kind.OVERALL,
    stage=Stage.GOAL,
    layout="000000/invented-2023",
    year=2023,
    unit=Unit(name="青山渡口管理所"),
    goals=(Goal("保障渡运安全"),),
    tasks=(Task(name="渡船检修", amount=parse_money("12", unit="万元", place=Place(line=7))),),
    budget=Budget(total=parse_money("30", unit="万元", place=Place(line=9))),
    spending_plan=(PlannedSpending("3月底", Decimal("25"), "25%"),),
    indicators=(
        Indicator("产出指标", "数量指标", "检修渡船", parse_target("≥2艘", place=Place(line=12)), explanation="按台账"),
        Indicator("产出指标", "时效指标", "完工", parse_target("6月底前", year=2023), merged_from={"explanation": 0}),
        Indicator("产出指标", "质量指标", "合格率", parse_target_cells(type="≥", value="95", unit="%")),
    ),
    places={"/unit/name": Place(line=2)},
    findings=(),
    ledger=Ledger(),
)


def test_text() -> None:
    assert correct(FORM, "/unit/name", "  绿水渡口管理所 ").unit.name == "绿水渡口管理所"


def test_blank_text_is_none() -> None:
    assert correct(FORM, "/indicators/0/name", "  ").indicators[0].name is None


def test_a_target_is_read_with_its_operator_and_unit_and_keeps_its_place() -> None:
    target = correct(FORM, "/indicators/0/target", "≥3艘").indicators[0].target
    assert target is not None
    assert (target.operator, target.value, target.unit, target.raw) == (Operator.AT_LEAST, Decimal(3), "艘", "≥3艘")
    assert target.place == Place(line=12)


def test_a_target_without_a_reading_stays_unreadable() -> None:
    target = correct(FORM, "/indicators/0/target", "≥972023年12月底前").indicators[0].target
    assert target is not None
    assert target.kind is TargetKind.UNREADABLE


def test_a_date_is_read_with_the_year_of_the_form() -> None:
    target = correct(FORM, "/indicators/1/target", "9月底前").indicators[1].target
    assert target is not None
    assert target.date == date(2023, 9, 30)


def test_one_cell_of_a_split_target() -> None:
    target = correct(FORM, "/indicators/2/target/cells/value", "98").indicators[2].target
    assert target is not None
    assert target.cells is not None
    assert (target.raw, target.value) == ("≥98%", Decimal(98))
    assert (target.cells.type, target.cells.value, target.cells.unit) == ("≥", "98", "%")


def test_money_takes_the_unit_of_its_cell_or_of_the_form() -> None:
    total = correct(FORM, "/budget/total", "31.5").budget
    assert total is not None
    assert total.total is not None
    assert (total.total.yuan, total.total.raw) == (Decimal(315000), "31.5")
    fiscal = correct(FORM, "/tasks/0/fiscal", "1").tasks[0].fiscal
    assert fiscal is not None
    assert fiscal.yuan == Decimal(10000)


def test_money_keeps_no_unit_where_the_form_prints_none() -> None:
    bare = replace(FORM, budget=Budget(total=parse_money("30", unit=None, place=Place())), tasks=())
    budget = correct(bare, "/budget/total", "31").budget
    assert budget is not None
    assert budget.total is not None
    assert (budget.total.amount, budget.total.unit, budget.total.yuan) == (Decimal(31), None, None)


def test_a_percentage_and_its_raw_text() -> None:
    (planned,) = correct(FORM, "/spending_plan/0/percent", "30%").spending_plan
    assert (planned.by, planned.percent, planned.raw) == ("3月底", Decimal(30), "30%")


def test_a_weight() -> None:
    assert correct(FORM, "/indicators/0/weight", "7.5").indicators[0].weight == Decimal("7.5")


def test_another_year_moves_the_dates_that_name_none() -> None:
    form = correct(FORM, "/year", "2024")
    assert form.year == 2024
    target = form.indicators[1].target
    assert target is not None
    assert target.date == date(2024, 6, 30)
    assert form.indicators[2].target == FORM.indicators[2].target


def test_a_correction_is_noted_with_its_place_and_ends_what_was_checked() -> None:
    form = correct(FORM, "/unit/name", "绿水渡口管理所")
    (note,) = form.notes
    assert note.kind is NoteKind.MENDED
    assert note.place == Place(line=2)
    assert "青山渡口管理所" in note.text
    assert "绿水渡口管理所" in note.text
    assert (form.findings, form.ledger) == (None, None)


def test_rows_below_a_cell_that_becomes_blank_are_merged_with_it_no_more() -> None:
    form = correct(FORM, "/indicators/0/explanation", "")
    assert [one.merged_from for one in form.indicators] == [None, None, None]
    assert correct(FORM, "/indicators/0/explanation", "按月报").indicators[1].merged_from == {"explanation": 0}


def test_a_renamed_row_learns_whether_the_region_prints_it() -> None:
    layout = catalog.layout("410000/overall-2023")
    row = layout.frame[0]
    misread = replace(FORM.indicators[0], level2=row.level2, name="误读的名称")
    form = replace(FORM, indicators=(misread,))
    mended = correct(form, "/indicators/0/name", row.name, layout=layout)
    assert mended.indicators[0].fixed
    assert not correct(mended, "/indicators/0/name", "自拟的名称", layout=layout).indicators[0].fixed
    assert correct(mended, "/indicators/0/note", "一句话", layout=layout).indicators[0].fixed


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("/unit", "甲", "/unit/name"),
        ("/indicators/9/name", "甲", "不能更正"),
        ("/layout", "甲", "不能更正"),
        ("/indicators/1/explanation", "甲", "/indicators/0/explanation"),
        ("/indicators/2/target", "≥98%", "/indicators/2/target/cells/value"),
        ("/indicators/0/weight", "十分好", "不是数"),
        ("/spending_plan/0/percent", "按进度", "不是百分数"),
        ("/year", "今年", "不是年度"),
        ("/goals/0/text", " ", "空白"),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_can(path: str, text: str, said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        correct(FORM, path, text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_every_leaf_can_be_set_and_only_it_changes(form: Form) -> None:
    numbers = dict.fromkeys(("percent", "weight", "score", "total_weight", "total_score"), "42")
    typed = {"year": "2031", **numbers}
    for path in correctable(form):
        last = path.rpartition("/")[2]
        changed = correct(form, path, typed.get(last, "四十二号"))
        if path == "/year":
            assert changed.year == 2031
            continue
        others = [leaf for leaf in correctable(form) if not leaf.startswith(path.partition("/cells")[0])]
        assert all(changed.at(leaf) == form.at(leaf) for leaf in others)
        assert changed.at(path) is not None
