"""What every rule says of itself: its family is loaded, and it has its number in the catalogue of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jiheng import rules
from jiheng.model import Form, Kind, Stage
from jiheng.rules import RULES, examine
from jiheng.rules.cases import Case, facts_of, form_of
from unit.rules.test_cases import CASES, OFFER, asks

FOLDER = Path(rules.__file__).parent
# Rules that answer to no check of the catalogue, each with the reason why it is there.
WITHOUT_NUMBER = {
    "integrity.project-code-shape": "the catalogue speaks of forms; codes come from the budget system",
    "integrity.project-code-check": "a check character that was found in published codes, not in a standard",
}


def test_every_module_that_declares_a_rule_is_loaded() -> None:
    declaring = {path.stem for path in FOLDER.glob("*.py") if re.search(r"^@rule\(", path.read_text("utf-8"), re.M)}
    assert {family.__name__.rpartition(".")[2] for family in rules.FAMILIES} == declaring


def test_every_rule_has_its_number_in_the_catalogue_or_a_reason_to_have_none() -> None:
    assert {rule.id for rule in RULES.values() if not rule.checks} == WITHOUT_NUMBER.keys()
    assert all(re.fullmatch(r"[A-M]\d\d", number) for rule in RULES.values() for number in rule.checks)


def test_a_rule_of_the_ministry_is_a_reference_and_no_article_is_named() -> None:
    for rule in RULES.values():
        cited = "〔" in rule.basis or "《" in rule.basis
        assert not cited or "参照" in rule.basis, rule.id
        assert not re.search("第[一二三四五六七八九十]+条", rule.basis), rule.id


def test_arithmetic_cites_the_common_indicators_only_for_what_they_define() -> None:
    citing = {rule.id for rule in RULES.values() if "53号" in rule.basis}
    assert citing == {"consistency.carry-over-within-execution", "consistency.carry-over-not-rising"}


def test_every_rule_shows_a_good_version_that_is_short() -> None:
    assert not [rule.id for rule in RULES.values() if not rule.example or len(rule.example) > LONGEST_EXAMPLE]


LONGEST_EXAMPLE = 60


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_has_two_ways_to_pass_and_two_to_fail(rule_id: str) -> None:
    shown = {outcome: len(named) for outcome, named in CASES[rule_id].items()}
    if asks(rule_id):
        assert shown["needs_person"] >= 2
        assert shown.get("pass", 0) + shown.get("not_applicable", 0) >= 1
    else:
        assert shown["pass"] >= 2
        assert shown["fail"] >= 2


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_says_nothing_of_forms_that_it_does_not_speak_of(rule_id: str) -> None:
    rule, case = RULES[rule_id], loud_case(rule_id)
    form = form_of(case)
    assert rule.applies_to(form)
    for other in outside(form, rule_id):
        checked = examine(other, facts_of(case, OFFER), {rule_id: rule})
        assert checked.ledger is not None
        assert checked.ledger.not_applicable == (rule_id,)
        assert (checked.findings, checked.questions) == ((), ())


def loud_case(rule_id: str) -> Case:
    """Return a form of which the rule has something to say."""
    outcomes = CASES[rule_id]
    return next(iter((outcomes["needs_person"] if asks(rule_id) else outcomes["fail"]).values()))


def outside(form: Form, rule_id: str) -> Iterator[Form]:
    """Yield the same form at another stage, of another kind, and without each part that the rule is about."""
    rule = RULES[rule_id]
    yield from (replace(form, stage=stage) for stage in Stage if rule.stages is not None and stage not in rule.stages)
    yield from (replace(form, kind=kind) for kind in Kind if rule.kinds is not None and kind not in rule.kinds)
    for part in rule.about:
        nothing: Any = () if isinstance(getattr(form, part), tuple) else None
        yield replace(form, **{part: nothing})
