"""Rules say what is wrong with a form and why. A rule never changes the form and never formats text.

Importing this package loads every module of rules, so that each rule registers itself.
"""

from __future__ import annotations

from jiheng.rules import (
    classification,
    consistency,
    copying,
    evidence,
    integrity,
    money,
    overlaps,
    policy,
    publishing,
    reached,
    spending,
    structure,
    targets,
    writing,
)
from jiheng.rules.engine import RuleError, examine
from jiheng.rules.facts import Facts
from jiheng.rules.registry import RULES, Rule

FAMILIES = (
    classification,
    consistency,
    copying,
    evidence,
    integrity,
    money,
    overlaps,
    policy,
    publishing,
    reached,
    spending,
    structure,
    targets,
    writing,
)

__all__ = ["FAMILIES", "RULES", "Facts", "Rule", "RuleError", "examine"]
