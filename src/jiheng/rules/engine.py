"""Run the rules on a form: outcomes become findings with place and words, and a ledger of every rule.

The engine knows no rule by name. It finds each offending object in the form by identity, so that two equal rows stay
two rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, localcontext
from types import NoneType

from jiheng import model
from jiheng.model import (
    Finding,
    Form,
    Goal,
    Indicator,
    Ledger,
    Measure,
    Money,
    Note,
    Particular,
    Place,
    PlannedSpending,
    Question,
    Related,
    Repair,
    Severity,
    Target,
    Task,
)
from jiheng.rules.answers import keyed
from jiheng.rules.facts import Facts, MissingFactError
from jiheng.rules.registry import (
    RULES,
    Amount,
    Asked,
    Elsewhere,
    Failed,
    Mend,
    NotApplicable,
    NotEnoughData,
    Outcome,
    Rule,
    Shown,
)
from jiheng.values.numbers import plain_number

_SEVERITIES = tuple(Severity)
# Decimals that are shown: enough for one 分 in 万元.
_FINEST = 6
# Parts of a form that are no part of what it says, and results of an earlier check.
_SILENT = frozenset({"place", "places", "findings", "questions", "ledger", "merged_from"})
# Most of what a form says has no parts.
_WHOLE = frozenset({str, NoneType, bool, int, Decimal})
_NAMES: dict[type, tuple[str, ...]] = {}


class RuleError(RuntimeError):
    """A rule raised: a bug of the rule, never of the form."""

    def __init__(self, rule: Rule, form: Form, error: Exception) -> None:
        super().__init__(f"rule {rule.id!r} broke on form {form.title!r} ({form.layout}): {error!r}")


def examine(form: Form, facts: Facts, rules: Mapping[str, Rule] = RULES) -> Form:
    """Return the form with what the rules say of it: findings, questions to a person, what became of every rule.

    Findings stand worst first and then in the order of the form, questions in the order of the form.

    Raises:
        RuleError: a rule raised, or named an object that is no part of the form.
    """
    positions = _Positions(form, facts)
    used = [rule for rule in rules.values() if not rule.switched_off]
    outcomes = {rule.id: _run(rule, form, facts) for rule in used}
    told = [_told(rule, outcome, positions) for rule in used for outcome in outcomes[rule.id]]
    findings = [one for one in told if isinstance(one, Finding)]
    findings.sort(key=lambda one: (_SEVERITIES.index(one.severity), positions.order(one.path), one.rule))
    questions = sorted(
        (one for one in told if isinstance(one, Question)), key=lambda one: (positions.order(one.path), one.rule)
    )
    ledger = replace(_ledger(outcomes), switched_off=tuple(sorted(rules.keys() - outcomes.keys())))
    return replace(form, findings=keyed(findings, form), questions=keyed(questions, form), ledger=ledger)


def name_of(form: Form) -> str:
    """Return by which words a person tells this form from the others."""
    project = form.project.name if form.project is not None else None
    return "，".join(dict.fromkeys(filter(None, (form.unit.name, project)))) or form.title or "另一张表"


def _run(rule: Rule, form: Form, facts: Facts) -> list[Outcome]:
    if not rule.applies_to(form):
        return [NotApplicable()]
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(rule.check(form, facts))
    except MissingFactError as missing:
        outcomes.append(NotEnoughData(missing.fact))
    except Exception as error:
        raise RuleError(rule, form, error) from error
    return outcomes


def _ledger(outcomes: Mapping[str, Collection[Outcome]]) -> Ledger:
    book: dict[str, list[str]] = defaultdict(list)
    for rule_id in sorted(outcomes):
        book[_verdict(outcomes[rule_id])].append(rule_id)
    return Ledger(**{verdict: tuple(ids) for verdict, ids in book.items()})


def _verdict(outcomes: Collection[Outcome]) -> str:
    if not outcomes:
        return "passed"
    kinds = {type(outcome) for outcome in outcomes}
    if Failed in kinds:
        return "failed"
    if Asked in kinds:
        return "needs_person"
    if NotEnoughData in kinds:
        return "not_enough_data"
    return "not_applicable" if kinds else "passed"


def _told(rule: Rule, outcome: Outcome, positions: _Positions) -> Finding | Question | None:
    match outcome:
        case Failed():
            return _finding(rule, outcome, positions)
        case Asked():
            return _question(rule, outcome, positions)
        case _:
            return None


def _finding(rule: Rule, outcome: Failed, positions: _Positions) -> Finding:
    path = positions.path(rule, outcome.offender, outcome.field)
    found = _found(outcome.found, path, positions)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        title=rule.title,
        found=found,
        expected=_shown(outcome.expected),
        advice=rule.advice,
        basis=rule.basis,
        place=_place(positions.form, path),
        path=path,
        example=rule.example,
        derivation=tuple(model.Step(step.words, _shown(step.value)) for step in outcome.because),
        related=tuple(_related(rule, one, positions) for one in outcome.beside),
        repair=_repair(outcome.mend, path, positions.form),
    )


def _question(rule: Rule, outcome: Asked, positions: _Positions) -> Question:
    path = positions.path(rule, outcome.offender, outcome.field)
    found = _found(outcome.found, path, positions)
    return Question(rule.id, rule.title, rule.question or rule.title, found, _place(positions.form, path), path)


def _found(found: Shown, path: str, positions: _Positions) -> str | None:
    return _printed(positions.form.at(path)) if found is None else _shown(found)


def _related(rule: Rule, one: object, positions: _Positions) -> Related:
    if isinstance(one, Related):
        return one
    if not isinstance(one, Elsewhere):
        path = positions.path(rule, one, None)
        return Related(None, path, _printed(positions.form.at(path)), _place(positions.form, path))
    others = _Positions(one.form, positions.facts)
    path = others.path(rule, one.owner, one.field)
    return Related(name_of(one.form), path, _printed(one.form.at(path)), _place(one.form, path))


def _repair(mend: Mend | None, path: str, form: Form) -> Repair | None:
    if mend is None:
        return None
    at = path if mend.cell is None else f"{path}/{mend.cell}"
    return Repair(at, _printed(form.at(at)), mend.text, mend.safe)


def _place(form: Form, path: str) -> Place:
    """Return the place of a path; a list that has none of its own begins where its first member stands."""
    place = form.place_of(path)
    return form.place_of(f"{path}/0") if place == Place() and form.at(f"{path}/0") is not None else place


class _Positions:
    """JSON Pointers of the objects of one form, and the order in which a reader meets them."""

    def __init__(self, form: Form, facts: Facts) -> None:
        self.form = form
        self.facts = facts

    def path(self, rule: Rule, owner: object, field: str | None) -> str:
        path = self.facts.once(_paths, self.form).get(id(owner)) if is_dataclass(owner) else None
        if path is None:
            raise RuleError(rule, self.form, LookupError(f"{owner!r} is no part of the form"))
        return path if field is None else f"{path}/{field}"

    def order(self, path: str) -> tuple[int, ...]:
        """Return which part of its whole each step of the path leads to, as far as the form has parts."""
        order: list[int] = []
        part: object = self.form
        for step in path.split("/")[1:]:
            at = _position(part, step)
            if at is None:
                break
            order.append(at)
            part = _part(part, step)
        return tuple(order)


def _paths(form: Form) -> dict[int, str]:
    found: dict[int, str] = {}
    _find_paths(form, "", found)
    return found


def _find_paths(value: object, path: str, found: dict[int, str]) -> None:
    """Find the path of a form, and of every part of it that is itself made of parts."""
    found.setdefault(id(value), path)
    for step, part in _parts(value):
        if part and type(part) not in _WHOLE:
            _find_paths(part, f"{path}/{step}", found)


def _parts(value: object) -> Iterable[tuple[object, object]]:
    if isinstance(value, tuple):
        return enumerate(value)
    return [(name, getattr(value, name)) for name in _names(value)]


def _part(value: object, step: str) -> object:
    return value[int(step)] if isinstance(value, tuple) else getattr(value, step)


def _position(value: object, step: str) -> int | None:
    """Return which part a step leads to. A row is told by its number: lists are long."""
    if isinstance(value, tuple):
        return int(step) if step.isdecimal() and int(step) < len(value) else None
    names = _names(value)
    return names.index(step) if step in names else None


def _names(value: object) -> tuple[str, ...]:
    kind = type(value)
    if kind not in _NAMES:
        names = (one.name for one in fields(value)) if is_dataclass(value) else ()
        _NAMES[kind] = tuple(name for name in names if name not in _SILENT)
    return _NAMES[kind]


def _printed(value: object) -> str | None:
    """Return what is printed at a place of the form; a part that is more than one text has no short form."""
    match value:
        case PlannedSpending():
            return value.raw or _shown(value.percent)
        case Goal() | Measure() | Note() | Particular():
            return value.text
        case Indicator() | Task():
            return value.name
        case str() | Decimal() | Money() | Target():
            return _shown(value)
        case _:
            return None


def _shown(value: Shown) -> str | None:
    match value:
        case Money() | Target():
            return value.raw
        case Amount():
            return f"{value.operator or ''}{_shown(value.value)}{value.unit or ''}"
        case Decimal():
            return plain_number(_rounded(value))
        case tuple():
            return "、".join(value)
        case _:
            return None if value is None else str(value)


def _rounded(value: Decimal) -> Decimal:
    # A number longer than the usual 28 digits cannot be rounded to a number of decimals in the usual context.
    with localcontext(prec=max(28, value.adjusted() + _FINEST + 2)):
        return round(value, _FINEST)
