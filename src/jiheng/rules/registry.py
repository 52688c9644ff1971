"""Declare a rule: the words that explain it, and the forms it speaks of, stand above the function that checks it.

A check yields what is wrong, as objects of the form, and says what was expected as a value, by which steps that was
worked out, and how it could be mended. It knows neither places nor JSON Pointers nor how a number is printed: the
engine adds those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiheng.model import Form, Kind, Money, Operator, Severity, Stage, Target
from jiheng.rules.facts import Facts
from jiheng.rules.qualities import Quality


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that a rule worked out: printed with its operator and unit, such as ≤2% or 1055.4万元."""

    value: Decimal
    unit: str | None = None
    operator: Operator | None = None


# What a rule may name as expected or found; a tuple is a choice between its members.
Shown = str | int | Decimal | Amount | Money | Target | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation: what a number is, and the number, e.g. 100% − 预算执行率, 10%."""

    words: str
    value: Shown = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A part of another form, e.g. the same goal in a sibling: `owner` and `field` as in `Failed`."""

    form: Form
    owner: object
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """What could be printed instead. It is `safe` where nothing else can be meant, e.g. a doubled character.

    `cell` leads on from what is wrong to the cell that is printed anew, where that is only one of several.
    """

    text: str
    safe: bool = False
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """`offender` is an object of the form; `field` leads from it to the text that is wrong, e.g. `name`.

    `because` are the steps that lead to `expected`; `beside` are the parts of this form, or of others (`Elsewhere`, or
    `Related` where the other form is not at hand), that it contradicts or repeats.
    """

    offender: object
    field: str | None
    expected: Shown
    found: Shown
    because: tuple[Step, ...] = ()
    beside: tuple[object, ...] = ()
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Only a person can judge `offender`; the rule's question is put to the reviewer, with what it `found`."""

    offender: object
    field: str | None
    found: Shown


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule speaks of something that this form does not have."""


@dataclass(frozen=True, slots=True)
class NotEnoughData:
    """The rule cannot be decided without `fact`."""

    fact: str


Outcome = Failed | Asked | NotApplicable | NotEnoughData
Check = Callable[[Form, Facts], Iterator[Outcome]]


def failed(  # noqa: PLR0913 -- what a finding may tell, by name
    offender: object,
    field: str | None = None,
    *,
    expected: Shown = None,
    found: Shown = None,
    because: tuple[Step, ...] = (),
    beside: tuple[object, ...] = (),
    mend: Mend | None = None,
) -> Failed:
    """Say that `offender`, or its `field`, breaks the rule. `found` is what is printed there unless given."""
    return Failed(offender, field, expected, found, because, beside, mend)


def ask(offender: object, field: str | None = None, *, found: Shown = None) -> Asked:
    """Say that a person must answer the rule's question about `offender`, or its `field`."""
    return Asked(offender, field, found)


def not_applicable() -> NotApplicable:
    return NotApplicable()


def not_enough_data(fact: str) -> NotEnoughData:
    return NotEnoughData(fact)


# Goals are being set. Later the indicators are those that were approved with the budget: which they are, and what they
# aim at, can no longer be chosen.
SETTING = (Stage.GOAL,)
# What happened is told.
TELLING = (Stage.MONITORING, Stage.SELF_EVALUATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check with the words that explain it and the forms it speaks of.

    `checks` are its numbers in the catalogue of checks, the first of which gives its family. `example` is a good
    version of what it asks for. It applies to forms of these `stages` and `kinds` (all where None) that have every part
    in `about` (attributes of Form), and cannot judge without the `needs` (attributes of Facts, or `parameters.NAME`).
    `question` is what the reviewer is asked where only a person can judge. A region's own rule may keep to certain
    `layouts`; one that the region does not use is `switched_off`.
    """

    id: str
    checks: tuple[str, ...]
    severity: Severity
    quality: Quality
    title: str
    basis: str
    advice: str
    check: Check
    example: str | None = None
    question: str | None = None
    about: tuple[str, ...] = ()
    stages: tuple[Stage, ...] | None = None
    kinds: tuple[Kind, ...] | None = None
    needs: tuple[str, ...] = ()
    layouts: tuple[str, ...] | None = None
    switched_off: bool = False

    @property
    def family(self) -> str:
        """The family of the catalogue, A to M; a rule that answers to no check stands by itself."""
        return self.checks[0][0] if self.checks else ""

    def applies_to(self, form: Form) -> bool:
        """Whether the form is one that the rule speaks of. A form whose kind is unknown is of any kind."""
        return (
            (self.stages is None or form.stage in self.stages)
            and (self.kinds is None or form.kind is None or form.kind in self.kinds)
            and (self.layouts is None or form.layout in self.layouts)
            and all(getattr(form, part) for part in self.about)
        )


RULES: dict[str, Rule] = {}


def rule(  # noqa: PLR0913 -- a declaration: what a rule is made of, by name
    *,
    id: str,
    checks: tuple[str, ...],
    severity: Severity,
    title: str,
    basis: str,
    advice: str,
    example: str | None = None,
    quality: Quality | None = None,
    question: str | None = None,
    about: tuple[str, ...] = (),
    stages: tuple[Stage, ...] | None = None,
    kinds: tuple[Kind, ...] | None = None,
    needs: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Register the decorated check under `id`. Its `quality` is that of its basis unless given."""

    def register(check: Check) -> Check:
        if id in RULES:
            raise ValueError(f"rule {id!r} is declared twice")
        RULES[id] = Rule(
            id=id,
            checks=checks,
            severity=severity,
            quality=quality or Quality.of_check(checks[0] if checks else "A01"),
            title=title,
            basis=basis,
            advice=advice,
            example=example,
            question=question,
            about=about,
            stages=stages,
            kinds=kinds,
            needs=needs,
            check=check,
        )
        return check

    return register
