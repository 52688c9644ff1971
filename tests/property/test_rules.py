"""Whatever a form says, the rules come to a verdict on it, and every finding points into the form."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.layouts.schema import load_layout
from jiheng.model import (
    Budget,
    Form,
    Goal,
    Indicator,
    Kind,
    Ledger,
    Note,
    NoteKind,
    Place,
    PlannedSpending,
    Project,
    Stage,
    Task,
    Unit,
)
from jiheng.parameters import load_parameters
from jiheng.rules import RULES, Facts, examine
from jiheng.values.money import parse_money
from jiheng.values.percent import parse_percent
from jiheng.values.targets import parse_target, parse_target_cells

REGIONS = Path(__file__).parents[2] / "src" / "jiheng" / "regions"
LAYOUTS = [load_layout(path) for path in sorted(REGIONS.glob("*/layouts/*.yaml"))]

WORDS = (
    "预算执行率",
    "“三公经费”控制率",
    "经费节约率",
    "结转结余率",
    "审核金额",
    "读者满意度",
    "任务1",
    "总体工作完成率",
    "XX",
    "。",
)
NUMBERS = (
    "≥95%",
    "100%",
    "≤0%",
    "-5%",
    "240万元",
    "≥972023年12月底前",
    "57",
    "良好",
    "10月底前",
    "1.7",
    "0元",
    "若干",
    "1e9",
    "％",
)
text = st.none() | st.sampled_from(WORDS + NUMBERS) | st.text(max_size=40)
values = st.sampled_from(NUMBERS) | st.text(max_size=12)
units = st.sampled_from((None, "元", "万元"))
money = st.builds(lambda raw, unit: parse_money(raw, unit=unit, place=Place()), values, units)
targets = st.builds(lambda raw: parse_target(raw, year=2023), values) | st.builds(
    lambda type_, value, unit: parse_target_cells(type=type_, value=value, unit=unit, year=2023), text, values, text
)
rows = st.builds(
    Indicator,
    level1=text,
    level2=text | st.sampled_from(("时效指标", "成本指标", "重点工作履行", "满意度")),
    name=text,
    target=targets,
    explanation=text,
    fixed=st.booleans(),
)
plans = st.builds(lambda raw: PlannedSpending("6月底", parse_percent(raw), raw), values)
forms = st.builds(
    Form,
    kind=st.sampled_from(Kind),
    stage=st.sampled_from(Stage),
    layout=st.none(),
    year=st.none() | st.integers(1, 9998),
    unit=st.builds(Unit, text, text),
    project=st.none() | st.builds(Project, text | st.just("41152223R000000000012"), text),
    goals=st.lists(st.builds(Goal, st.text(max_size=60) | st.just("预算执行率≥95%，经费节约率9.9.9%")), max_size=2).map(
        tuple
    ),
    tasks=st.lists(st.builds(Task, text, text, money, money), max_size=3).map(tuple),
    budget=st.none() | st.builds(Budget, *[money] * 9, purpose=text),
    spending_plan=st.lists(plans, max_size=4).map(tuple),
    indicators=st.lists(rows, max_size=8).map(tuple),
    notes=st.lists(st.builds(Note, st.sampled_from(NoteKind), values), max_size=3).map(tuple),
)
facts = st.builds(
    Facts,
    layout=st.none() | st.sampled_from(LAYOUTS),
    parameters=st.sampled_from((None, load_parameters(REGIONS, "130281"))),
    siblings=st.none() | st.lists(forms, min_size=1, max_size=2).map(tuple),
    approved=st.none() | forms,
)


@settings(max_examples=150, deadline=None)
@given(forms, facts)
def test_every_rule_comes_to_a_verdict(form: Form, around: Facts) -> None:
    checked = examine(form, around)
    findings, questions, ledger = checked.findings or (), checked.questions or (), checked.ledger or Ledger()
    assert sorted(one for field in fields(ledger) for one in getattr(ledger, field.name)) == sorted(RULES)
    assert {finding.rule for finding in findings} == set(ledger.failed)
    assert all(resolves(form, path) for path in (*(one.path for one in findings), *(one.path for one in questions)))
    assert len({*(one.key for one in findings), *(one.key for one in questions)}) == len(findings) + len(questions)


def resolves(form: Form, path: str) -> bool:
    """Whether the path leads to something, or to where it is missing: a blank attribute, or one of a missing part."""
    owner, _, last = path.rpartition("/")
    holder = form.at(owner)
    return form.at(path) is not None or holder is None or hasattr(holder, last)


@settings(max_examples=50, deadline=None)
@given(forms, facts)
def test_the_same_form_gets_the_same_findings(form: Form, around: Facts) -> None:
    once, again = examine(form, around), examine(form, around)
    assert (once.findings, once.questions, once.ledger) == (again.findings, again.questions, again.ledger)
