"""Every rule has cases that pass and cases that fail, written as small forms in the form's own terms.

A case names only what its rule looks at. `at` lists the JSON Pointers that the findings must have, in order;
`expected` what they ask for, `found` what they show where that is not simply the text at that place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from jiheng.layouts.schema import Layout
from jiheng.model import (
    Budget,
    Finding,
    Form,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Kind,
    Ledger,
    Measure,
    Note,
    NoteKind,
    Particular,
    Place,
    PlannedSpending,
    Project,
    Stage,
    Target,
    Task,
    Unit,
)
from jiheng.parameters import load_parameters
from jiheng.rules import RULES, Facts, Rule, examine
from jiheng.values.money import parse_money
from jiheng.values.percent import parse_percent
from jiheng.values.targets import parse_target, parse_target_cells

HERE = Path(__file__).parent
REGIONS = HERE.parents[2] / "src" / "jiheng" / "regions"
_AMOUNTS = frozenset({"initial", "budget", "executed", "expected"})
_MORE_TARGETS = frozenset({"actual", "adjusted", "previous", "expected"})
_POINTS = frozenset({"weight", "score"})
LEDGER = {"pass": "passed", "fail": "failed"}

Case = Mapping[str, Any]


def load_cases() -> dict[str, dict[str, dict[str, Case]]]:
    cases: dict[str, dict[str, dict[str, Case]]] = {}
    for file in sorted(HERE.glob("*.yaml")):
        family = YAML(typ="safe").load(file.read_text("utf-8"))
        assert cases.keys().isdisjoint(family), f"a rule has its cases in two files, one is {file.name}"
        cases |= family
    return cases


CASES = load_cases()
EACH_CASE = [
    pytest.param(rule_id, outcome, case, id=f"{rule_id}: {outcome}: {name}")
    for rule_id, outcomes in CASES.items()
    for outcome, named in outcomes.items()
    for name, case in named.items()
]


def test_every_rule_has_cases_that_pass_and_cases_that_fail() -> None:
    assert CASES.keys() == RULES.keys()
    silent = {one for one, outcomes in CASES.items() if not outcomes.keys() >= {"pass", "fail"} and not asks(one)}
    assert not silent
    assert not {one for one, outcomes in CASES.items() if asks(one) and "needs_person" not in outcomes}


def asks(rule_id: str) -> bool:
    """Whether only a person can judge, so that the rule asks and never fails."""
    return RULES[rule_id].question is not None and "fail" not in CASES[rule_id]


@pytest.mark.parametrize(("rule_id", "outcome", "case"), EACH_CASE)
def test_case(rule_id: str, outcome: str, case: Case) -> None:
    form = build_form(case)
    findings, ledger = examined(form, build_facts(case), {rule_id: RULES[rule_id]})
    assert getattr(ledger, LEDGER.get(outcome, outcome)) == (rule_id,)
    assert bool(findings) == (outcome == "fail")
    assert [finding.path for finding in findings] == case.get("at", [])
    # Unless the case says otherwise, a finding shows what is printed where it points.
    shown = [printed(form.at(finding.path)) for finding in findings]
    assert [finding.found for finding in findings] == case.get("found", shown)
    if "expected" in case:
        assert [finding.expected for finding in findings] == case["expected"]


def examined(form: Form, facts: Facts, rules: Mapping[str, Rule]) -> tuple[tuple[Finding, ...], Ledger]:
    checked = examine(form, facts, rules)
    assert checked.findings is not None
    assert checked.ledger is not None
    return checked.findings, checked.ledger


def printed(value: object) -> object:
    text = getattr(value, "raw", None) or getattr(value, "text", value)
    return text if isinstance(text, str) else None


@pytest.mark.parametrize("case", [case for *_, case in (one.values for one in EACH_CASE)])
def test_the_ledger_accounts_for_every_rule_once(case: Case) -> None:
    findings, ledger = examined(build_form(case), build_facts(case), RULES)
    columns = (getattr(ledger, field.name) for field in fields(ledger))
    assert sorted(rule_id for column in columns for rule_id in column) == sorted(RULES)
    assert {finding.rule for finding in findings} == set(ledger.failed)


# The notation of the cases.


def build_facts(case: Case) -> Facts:
    """Return the facts of a case: other forms by name, and under `facts` what is no form."""
    siblings = tuple(build_form(one) for one in case.get("siblings", ()))
    others = {name: build_form(case[name]) for name in ("last_year", "approved", "published", "blank") if name in case}
    facts: dict[str, Any] = others | {name: build_fact(name, value) for name, value in case.get("facts", {}).items()}
    return Facts(
        layout=build_layout(case["layout"]) if "layout" in case else None,
        parameters=load_parameters(REGIONS, case.get("region", "000000")) if case.get("parameters", True) else None,
        siblings=siblings or None,
        **facts,
    )


def build_fact(name: str, value: object) -> object:
    """Return a fact that YAML writes as a list, a mapping of lists, a number or a text; a date is one in YAML."""
    match value:
        case list():
            return frozenset(value) if name == "unit_names" else tuple(value)
        case dict():
            return {key: tuple(names) for key, names in value.items()}
        case int() | float():
            return Decimal(str(value))
        case _:
            return value


def build_form(case: Case) -> Form:
    year = case.get("year", 2023)
    return Form(
        kind=Kind(case.get("kind", "overall")),
        stage=Stage(case.get("stage", "goal")),
        layout=None,
        year=year,
        unit=Unit(**case.get("unit", {"name": "云溪县图书馆"})),
        project=Project(**case["project"]) if "project" in case else None,
        responsibilities=case.get("responsibilities"),
        goals=tuple(Goal(text) for text in case.get("goals", ())),
        results=tuple(Goal(text) for text in case.get("results", ())),
        particulars=tuple(Particular(label, text) for label, text in case.get("particulars", {}).items()),
        total_score=Decimal(case["total_score"]) if "total_score" in case else None,
        measures=tuple(Measure(text) for text in case.get("measures", ())),
        tasks=tuple(build_task(row, case.get("unit_of_tasks", "万元")) for row in case.get("tasks", ())),
        budget=build_budget(case["budget"]) if "budget" in case else None,
        funding=tuple(build_funding(row) for row in case.get("funding", ())),
        spending_plan=tuple(
            PlannedSpending(by, parse_percent(percent), percent) for by, percent in case.get("plan", {}).items()
        ),
        indicators=tuple(build_indicator(row, year) for row in case.get("indicators", ())),
        notes=tuple(Note(NoteKind(kind), text) for kind, text in case.get("notes", ())),
    )


def build_task(row: list[str | None], unit: str | None) -> Task:
    name, content, amount, fiscal = (*row, None, None, None)[:4]
    return Task(
        name=name,
        content=content,
        amount=parse_money(amount or "", unit=unit, place=Place()),
        fiscal=parse_money(fiscal or "", unit=unit, place=Place()),
    )


def build_budget(body: Mapping[str, str]) -> Budget:
    cells = {name: text for name, text in body.items() if name not in ("unit", "purpose")}
    amounts = {name: parse_money(text, unit=body.get("unit", "万元"), place=Place()) for name, text in cells.items()}
    return Budget(**amounts, purpose=body.get("purpose"))


def build_funding(row: Mapping[str, str]) -> Funding:
    """Return a row of the table of funds, its amounts in 万元 unless it names another unit or none."""
    amounts: dict[str, Any] = {
        key: parse_money(row[key], unit=row.get("unit", "万元"), place=Place()) for key in row.keys() & _AMOUNTS
    }
    points: dict[str, Any] = {key: Decimal(row[key]) for key in row.keys() & _POINTS}
    rate = parse_target(row.get("rate", ""), year=None)
    return Funding(name=row.get("name"), note=row.get("note"), rate=rate, **amounts, **points)


def build_indicator(row: list[str | None] | Mapping[str, Any], year: int | None) -> Indicator:
    """Return a row written as [level1, level2, name, target, explanation], or by attribute where it needs more."""
    if isinstance(row, list):
        level1, level2, name, target, explanation = (*row, None, None)[:5]
        return Indicator(level1, level2, name, parse_target(target or "", year=year), explanation=explanation)
    kept = {key: value for key, value in row.items() if key not in ("target", "cells")}
    kept |= {key: parse_target(kept[key], year=year) for key in kept.keys() & _MORE_TARGETS}
    kept |= {key: Decimal(kept[key]) for key in kept.keys() & _POINTS}
    if "horizon" in kept:
        kept["horizon"] = Horizon(kept["horizon"])
    return Indicator(
        **{"level1": "产出指标", "level2": "数量指标", "name": None, **kept}, target=build_target(row, year)
    )


def build_target(row: Mapping[str, Any], year: int | None) -> Target | None:
    if "cells" in row:
        return parse_target_cells(**dict(zip(("type", "value", "unit"), row["cells"], strict=True)), year=year)
    return parse_target(row.get("target") or "", year=year)


def build_layout(body: Mapping[str, Any]) -> Layout:
    """Return a layout of required fields, levels (a starred level 2 is required), fixed rows and text columns."""
    text_columns = [{"key": key, "label": key, "required": True} for key in body.get("columns", ())]
    name = {"key": "name", "label": "三级指标", "required": True}
    return Layout.model_validate(
        {
            "id": "000000/test",
            "region": "000000",
            "name": "测试表",
            "kind": "overall",
            "stage": "goal",
            "evidence": "forms",
            "source": "测试",
            "title": {"text": "测试表"},
            "blocks": [
                *({"line": [{"field": field, "required": True}]} for field in body.get("required", ())),
                {"indicators": [name, *text_columns]},
            ],
            "levels": [
                {
                    "name": level1,
                    "level2": [{"name": two.rstrip("*"), "required": two.endswith("*")} for two in level2],
                }
                for level1, level2 in body.get("levels", {}).items()
            ],
            "frame": [{"level2": "预算管理", **row} for row in body.get("frame", ())],
        }
    )
