"""Every fact that a rule asks for over all cases stands in its declaration, so that its page says what it needs."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest

from jiheng.model import Form
from jiheng.parameters import load_parameters
from jiheng.rules import RULES, Facts, examine
from jiheng.rules.cases import facts_of, form_of
from jiheng.words import FACTS
from unit.rules.test_cases import CASES, OFFER, REGIONS

# A form's year and layout belong to it; a rule that looks at its region's layout where there is one can judge without.
_OF_THE_FORM = {"layout", "year"}
_NAMES = {one.name for one in fields(Facts)} - {"_worked_out", "parameters"}


class Recording(Facts):
    """Facts that remember what they were asked for."""

    def __getattribute__(self, name: str) -> object:
        if name in _NAMES:
            object.__getattribute__(self, "asked").add(name)
        return object.__getattribute__(self, name)

    def number(self, name: str, form: Form) -> Decimal:
        object.__getattribute__(self, "asked").add(f"parameters.{name}")
        return super().number(name, form)

    def word(self, name: str, form: Form) -> str:
        object.__getattribute__(self, "asked").add(f"parameters.{name}")
        return super().word(name, form)


def recording(facts: Facts) -> tuple[Recording, set[str]]:
    """The same facts, and the set of the names that they will be asked for."""
    asked: set[str] = set()
    found = Recording.__new__(Recording)
    object.__setattr__(found, "asked", asked)
    for one in fields(Facts):
        object.__setattr__(found, one.name, getattr(facts, one.name))
    return found, asked


def asked_by(rule_id: str) -> set[str]:
    every: set[str] = set()
    for case in (case for named in CASES[rule_id].values() for case in named.values()):
        facts, asked = recording(facts_of(case, OFFER))
        examine(form_of(case), facts, {rule_id: RULES[rule_id]})
        every |= asked
    return every - _OF_THE_FORM


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_what_a_rule_asks_for_is_declared(rule_id: str) -> None:
    if rule_id in RULES:
        assert asked_by(rule_id) <= set(RULES[rule_id].needs)


def test_what_is_declared_is_a_fact() -> None:
    known = {*_NAMES, "parameters", "year"}
    named = {one.partition(".")[0] for rule in RULES.values() for one in rule.needs}
    assert named <= known
    parameters = {one.partition(".")[2] for rule in RULES.values() for one in rule.needs if "." in one}
    assert parameters <= load_parameters(REGIONS, "000000").keys()
    assert {one.name for one in fields(Facts)} - {"_worked_out"} <= FACTS.keys()
