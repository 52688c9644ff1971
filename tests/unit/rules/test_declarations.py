"""What every rule says of itself: its family is loaded, and it has its number in the catalogue of checks."""

from __future__ import annotations

import re
from pathlib import Path

from jiheng import rules
from jiheng.rules import RULES

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
