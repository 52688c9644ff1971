"""Every rule has cases that pass and cases that fail, written as small forms in the form's own terms.

A case names only what its rule looks at. `at` lists the JSON Pointers that the findings must have, in order;
`expected` what they ask for, `found` what they show where that is not simply the text at that place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from jiheng.model import Finding, Form, Ledger
from jiheng.parameters import load_parameters
from jiheng.rules import RULES, Facts, Rule, examine
from jiheng.rules.cases import Case, Offer, facts_of, form_of

HERE = Path(__file__).parent
REGIONS = HERE.parents[2] / "src" / "jiheng" / "regions"
# Reading them anew for every case takes most of the time.
OFFER = Offer(cache(lambda region: load_parameters(REGIONS, region)))
LEDGER = {"pass": "passed", "fail": "failed"}


def load_cases() -> dict[str, dict[str, dict[str, Case]]]:
    cases: dict[str, dict[str, dict[str, Case]]] = {}
    for file in sorted(HERE.glob("*.yaml")):
        family = YAML(typ="safe").load(file.read_text("utf-8"))
        assert cases.keys().isdisjoint(family), f"a rule has its cases in two files, one is {file.name}"
        cases |= {
            rule_id: {
                outcome: {name: Case.model_validate(case) for name, case in named.items()}
                for outcome, named in outcomes.items()
            }
            for rule_id, outcomes in family.items()
        }
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
    form = form_of(case)
    findings, ledger = examined(form, facts_of(case, OFFER), {rule_id: RULES[rule_id]})
    assert getattr(ledger, LEDGER.get(outcome, outcome)) == (rule_id,)
    assert bool(findings) == (outcome == "fail")
    assert [finding.path for finding in findings] == list(case.at or ())
    # Unless the case says otherwise, a finding shows what is printed where it points.
    shown = [printed(form.at(finding.path)) for finding in findings]
    assert [finding.found for finding in findings] == (shown if case.found is None else list(case.found))
    if case.expected is not None:
        assert [finding.expected for finding in findings] == list(case.expected)


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
    findings, ledger = examined(form_of(case), facts_of(case, OFFER), RULES)
    columns = (getattr(ledger, field.name) for field in fields(ledger))
    assert sorted(rule_id for column in columns for rule_id in column) == sorted(RULES)
    assert {finding.rule for finding in findings} == set(ledger.failed)
