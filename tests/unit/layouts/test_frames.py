from __future__ import annotations

import pytest

from jiheng.catalog import layout, layouts
from jiheng.layouts.draw import draw
from jiheng.layouts.frames import NoFixedRowError, blank, learn
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import FrameRow, Layout
from jiheng.model import Form
from jiheng.readers import html
from jiheng.rules.engine import examine
from jiheng.rules.facts import Facts
from jiheng.writers import write_drawings
from printed import HENAN, HUNAN, ZHENGZHOU, only_form

HENAN_LAYOUT = layout("410000/overall-2023")
ZHENGZHOU_LAYOUT = layout("410100/overall-2020")


def test_a_site_learns_the_wording_of_its_own_form() -> None:
    frame = learn(only_form(HENAN), HENAN_LAYOUT)
    wording = {row.name: row.wording for row in frame.rows if row.wording}
    assert wording == {
        "年度履职目标相关性": "目标与职责逐条核对",
        "工作任务科学性": "任务与预算一一对应",
        "绩效监控完成率": "已监控项目占应监控项目",
    }
    assert [row.name for row in frame.rows] == [row.name for row in HENAN_LAYOUT.frame]
    assert all(row.definition for row in frame.rows)
    assert "部门（单位）整体绩效目标表" in frame.source


def test_the_note_is_the_wording_where_the_form_has_one() -> None:
    frame = learn(only_form(ZHENGZHOU), ZHENGZHOU_LAYOUT)
    wording = {row.name: row.wording for row in frame.rows if row.wording}
    assert wording["预算执行率"] == "支出与批复之比"


def test_learning_again_keeps_what_was_learned() -> None:
    learned = HENAN_LAYOUT.model_copy(update={"frame": learn(only_form(HENAN), HENAN_LAYOUT).rows})
    shorter = only_form([line for line in HENAN if "绩效监控" not in line])
    wording = {row.name: row.wording for row in learn(shorter, learned).rows}
    assert wording["绩效监控完成率"] == "已监控项目占应监控项目"


@pytest.mark.parametrize(
    "form", [only_form(HUNAN), Form(kind=HENAN_LAYOUT.kind, stage=HENAN_LAYOUT.stage, layout=None)]
)
def test_a_form_without_fixed_rows_teaches_nothing(form: Form) -> None:
    with pytest.raises(NoFixedRowError, match="河南省部门（单位）整体绩效目标表（2023）"):
        learn(form, HENAN_LAYOUT)


@pytest.mark.parametrize("id", layouts())
def test_a_blank_form_holds_every_fixed_row_and_every_level_2(id: str) -> None:
    one = layout(id)
    form = blank(one, year=2026)
    assert (form.layout, form.region, form.year) == (id, one.region, 2026)
    assert [row.name for row in form.indicators if row.fixed] == [row.name for row in _in_order(id)]
    printed = {(row.level1, row.level2) for row in form.indicators}
    assert printed == {(level1.name, level2.name) for level1 in one.levels for level2 in level1.level2}
    assert all(row.target is None for row in form.indicators)


def test_the_site_s_wording_stands_before_our_definition() -> None:
    learned = HENAN_LAYOUT.model_copy(update={"frame": learn(only_form(HENAN), HENAN_LAYOUT).rows})
    text = {row.name: row.explanation for row in blank(learned).indicators}
    assert text["工作任务科学性"] == "任务与预算一一对应"
    assert text["预算执行率"] == next(row.definition for row in HENAN_LAYOUT.frame if row.name == "预算执行率")
    assert any(row.note for row in blank(ZHENGZHOU_LAYOUT).indicators)
    assert not any(row.explanation for row in blank(ZHENGZHOU_LAYOUT).indicators)


def test_a_blank_form_is_read_back_as_it_was_written() -> None:
    form = blank(HENAN_LAYOUT, year=2026)
    document = html.read(write_drawings([draw(form, HENAN_LAYOUT, fillable=True)], "html"))
    (again,) = read_forms(document, tuple(layouts().values())).forms
    fixed = [row for row in form.indicators if row.fixed]
    assert [(row.level1, row.level2, row.name, row.target) for row in again.indicators][: len(fixed)] == [
        (row.level1, row.level2, row.name, None) for row in fixed
    ]
    assert again.year == 2026


def _in_order(id: str) -> list[FrameRow]:
    one = layout(id)
    order = [two.name for level1 in one.levels for two in level1.level2]
    return sorted(one.frame, key=lambda row: order.index(row.level2))


@pytest.mark.parametrize("known", [HENAN_LAYOUT, ZHENGZHOU_LAYOUT], ids=lambda one: one.id)
def test_our_own_definitions_are_not_taken_for_official_wording(known: Layout) -> None:
    with pytest.raises(NoFixedRowError):
        learn(blank(known), known)


@pytest.mark.parametrize(
    ("printed", "known"), [(HENAN, HENAN_LAYOUT), (ZHENGZHOU, ZHENGZHOU_LAYOUT)], ids=["河南", "郑州"]
)
def test_a_form_keeps_the_wording_that_was_learned_from_it(printed: list[str], known: Layout) -> None:
    form = only_form(printed)
    learned = known.model_copy(update={"frame": learn(form, known).rows})
    findings = examine(form, Facts(layout=learned)).findings or ()
    assert [finding for finding in findings if finding.rule == "integrity.fixed-wording-kept"] == []
