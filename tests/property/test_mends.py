"""Every mend that a rule proposes can be applied, settles its finding, and changes nothing else.

The findings are those of the rules' own cases, and of targets put together from what people print.
"""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.correction import correct
from jiheng.model import Finding, Form, Indicator, Kind, Operator, Repair, Stage, Target, Unit
from jiheng.rules import RULES, Facts, Rule, examine
from jiheng.rules.cases import Case, facts_of, form_of
from jiheng.rules.mends import in_plain_signs, is_plain, with_operator
from jiheng.values.targets import parse_target, parse_target_cells
from unit.rules.test_cases import CASES, OFFER

SIGNS = ("≥", "≧", "不低于", "至少", "≤", "不超过", "=", "＝", "")
NUMBERS = ("100", "９５", "1,200", "3", "0.5", "三")
UNITS = ("%", "％", "次", "万元", "个工作日", "")
BEHIND = ("", "以上", "以内", "(含)以上")
TYPES = ("≥", "大于等于", "小于", "=", "定量", None)

in_one_cell = st.builds(
    lambda *parts: parse_target("".join(parts)),
    *map(st.sampled_from, (SIGNS, NUMBERS, UNITS, BEHIND)),
)
in_cells = st.builds(
    lambda type_, value, unit: parse_target_cells(type=type_, value=value, unit=unit or None),
    *map(st.sampled_from, (TYPES, NUMBERS, UNITS)),
)
EACH_MENDED = [
    pytest.param(rule_id, case, id=f"{rule_id}: {name}")
    for rule_id, outcomes in CASES.items()
    for name, case in outcomes.get("fail", {}).items()
    if any(
        one.repair for one in examine(form_of(case), facts_of(case, OFFER), {rule_id: RULES[rule_id]}).findings or ()
    )
]


@pytest.mark.parametrize(("rule_id", "case"), EACH_MENDED)
def test_a_mend_settles_its_finding_and_changes_only_its_cell(rule_id: str, case: Case) -> None:
    form, facts, rule = form_of(case), facts_of(case, OFFER), RULES[rule_id]
    before = found(form, facts, rule)
    for finding in before:
        if finding.repair is not None:
            mended = correct(form, finding.repair.path, finding.repair.after, layout=facts.layout)
            after = found(mended, facts, rule)
            assert len(after) < len(before)
            assert finding.key not in {one.key for one in after}
            assert changed(form, mended) == {finding.repair.path.split("/")[1]}
            assert_nothing_else_changed(form, mended, finding.repair)


def found(form: Form, facts: Facts, rule: Rule) -> tuple[Finding, ...]:
    return examine(form, facts, {rule.id: rule}).findings or ()


def changed(form: Form, mended: Form) -> set[str]:
    """Return the parts of the form that say something else; that a value was corrected is noted beside."""
    names = (field.name for field in fields(form) if field.name not in ("notes", "findings", "questions", "ledger"))
    return {name for name in names if getattr(form, name) != getattr(mended, name)}


def assert_nothing_else_changed(form: Form, mended: Form, repair: Repair) -> None:
    """Hold every other leaf of the form, as it is printed, against what it was."""
    assert mended.at(repair.path) != form.at(repair.path)
    for at, (row, other) in enumerate(zip(form.indicators, mended.indicators, strict=True)):
        if not repair.path.startswith(f"/indicators/{at}/"):
            assert row == other
        else:
            cell = repair.path.split("/")[3]
            assert replace(row, **{cell: getattr(other, cell)}) == replace(other, fixed=row.fixed)


@given(target=in_one_cell | in_cells, operator=st.sampled_from(Operator))
@settings(max_examples=200, deadline=None)
def test_a_target_is_printed_with_another_sign_and_the_same_number(target: Target | None, operator: Operator) -> None:
    row = Indicator("产出指标", "数量指标", "讲座场次", target)
    mend = with_operator(row, target, operator) if target is not None else None
    if target is not None and mend is not None:
        read = mended_target(row, mend.cell, mend.text)
        assert (read.operator, read.value, read.unit) == (operator, target.value, target.unit)


@given(target=in_one_cell | in_cells)
@settings(max_examples=200, deadline=None)
def test_plain_signs_read_as_what_they_stand_for(target: Target | None) -> None:
    row = Indicator("产出指标", "数量指标", "讲座场次", target)
    mend = in_plain_signs(row, target) if target is not None else None
    if target is not None and mend is not None:
        read = mended_target(row, mend.cell, mend.text)
        assert mend.safe
        assert is_plain(read)
        assert (read.operator, read.value, read.unit) == (target.operator, target.value, target.unit)


def mended_target(row: Indicator, cell: str | None, text: str) -> Target:
    form = Form(
        kind=Kind.PROJECT,
        stage=Stage.GOAL,
        layout=None,
        year=2024,
        unit=Unit(name="云溪县图书馆"),
        indicators=(row,),
    )
    path = "/indicators/0/target" if cell is None else f"/indicators/0/target/{cell}"
    target = correct(form, path, text).indicators[0].target
    assert target is not None
    return target
