"""Rules say what is wrong with a form and why. A rule never changes the form and never formats text.

Importing this package loads every module of rules, so that each rule registers itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from jiheng.rules.engine import RuleError, examine
from jiheng.rules.facts import Facts
from jiheng.rules.registry import RULES, Rule

__all__ = ["RULES", "Facts", "Rule", "RuleError", "examine"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
