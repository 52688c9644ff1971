"""Declare a rule: the words that explain it stand above the function that checks it.

A check yields what is wrong, as objects of the form, and says what was expected as a value. It knows neither places nor
JSON Pointers nor how a number is printed: the engine adds those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps

from jiheng.model import Form, Money, Operator, Severity, Stage, Target
from jiheng.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that a rule worked out: printed with its operator and unit, such as ≤2% or 1055.4万元."""

    value: Decimal
    unit: str | None = None
    operator: Operator | None = None


# What a rule may name as expected or found; a tuple is a choice between its members.
Shown = str | int | Decimal | Amount | Money | Target | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Failed:
    """`offender` is an object of the form; `field` leads from it to the text that is wrong, e.g. `name`."""

    offender: object
    field: str | None
    expected: Shown
    found: Shown


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule speaks of something that this form does not have."""


@dataclass(frozen=True, slots=True)
class NotEnoughData:
    """The rule cannot be decided without `fact`."""

    fact: str


Outcome = Failed | NotApplicable | NotEnoughData
Check = Callable[[Form, Facts], Iterator[Outcome]]


def failed(offender: object, field: str | None = None, *, expected: Shown = None, found: Shown = None) -> Failed:
    """Say that `offender`, or its `field`, breaks the rule. `found` is what is printed there unless given."""
    return Failed(offender, field, expected, found)


def not_applicable() -> NotApplicable:
    return NotApplicable()


def not_enough_data(fact: str) -> NotEnoughData:
    return NotEnoughData(fact)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with the words that explain it. `checks` are its numbers in the catalogue of checks."""

    id: str
    checks: tuple[str, ...]
    severity: Severity
    title: str
    basis: str
    advice: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(
    *, id: str, checks: tuple[str, ...], severity: Severity, title: str, basis: str, advice: str
) -> Callable[[Check], Check]:
    """Register the decorated check under `id`."""

    def register(check: Check) -> Check:
        if id in RULES:
            raise ValueError(f"rule {id!r} is declared twice")
        RULES[id] = Rule(id, checks, severity, title, basis, advice, check)
        return check

    return register


def when_set(check: Check) -> Check:
    """Make the decorated check not applicable after the goals are approved.

    What is watched over and what is evaluated are the indicators that were approved with the budget: which they are,
    and what they aim at, can no longer be chosen.
    """

    @wraps(check)
    def narrowed(form: Form, facts: Facts) -> Iterator[Outcome]:
        return check(form, facts) if form.stage is Stage.GOAL else iter((not_applicable(),))

    return narrowed


def about(*parts: str) -> Callable[[Check], Check]:
    """Make the decorated check not applicable to a form that lacks any of these `parts` (attributes of Form)."""

    def narrow(check: Check) -> Check:
        @wraps(check)
        def narrowed(form: Form, facts: Facts) -> Iterator[Outcome]:
            whole = all(getattr(form, part) for part in parts)
            return check(form, facts) if whole else iter((not_applicable(),))

        return narrowed

    return narrow
