"""Rules say what is wrong with a form and why. A rule never changes the form and never formats text.

Importing this package loads every module of rules, so that each rule registers itself.
"""

from __future__ import annotations

from jiheng.rules import (
    ambition,
    amounts,
    classification,
    consistency,
    copying,
    costs,
    counts,
    coverage,
    evidence,
    explanations,
    goals,
    grades,
    integrity,
    money,
    neighbours,
    notation,
    overlaps,
    policy,
    promises,
    publishing,
    reached,
    spending,
    structure,
    tallies,
    targets,
    templates,
    writing,
)
from jiheng.rules.engine import RuleError, examine
from jiheng.rules.facts import Facts
from jiheng.rules.registry import RULES, Rule

FAMILIES = (
    ambition,
    amounts,
    classification,
    consistency,
    copying,
    coverage,
    costs,
    counts,
    evidence,
    explanations,
    goals,
    grades,
    integrity,
    money,
    neighbours,
    notation,
    overlaps,
    policy,
    promises,
    publishing,
    reached,
    spending,
    structure,
    tallies,
    targets,
    templates,
    writing,
)

__all__ = ["FAMILIES", "RULES", "Facts", "Rule", "RuleError", "examine"]
