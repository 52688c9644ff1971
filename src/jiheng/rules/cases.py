"""Cases of a rule: small forms and facts in a short notation, which must pass it or break it.

A case names only what its rule looks at; the rest is a goal form of an invented library in 2023. Amounts are in 万元
unless a case says otherwise. The cases of the program's own rules and those in a region's file of rules are written
alike. Knows neither where cases are kept nor any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from jiheng.layouts.schema import Layout
from jiheng.model import (
    Budget,
    Form,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Kind,
    Measure,
    Note,
    NoteKind,
    Particular,
    Place,
    PlannedSpending,
    Project,
    Stage,
    Target,
    Task,
    Unit,
)
from jiheng.parameters import COUNTRY, Parameter
from jiheng.rules.facts import Alike, Facts
from jiheng.values.money import parse_money
from jiheng.values.percent import parse_percent
from jiheng.values.targets import parse_target, parse_target_cells

_AMOUNTS = ("initial", "budget", "executed", "expected")
_MORE_TARGETS = ("actual", "adjusted", "previous", "expected")
_POINTS = ("weight", "score")
# A number that stands in YAML without quotes is what would be printed.
_Text = Annotated[
    str,
    BeforeValidator(
        lambda value: str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    ),
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NameNotes(_Shape):
    name: str | None = None
    code: _Text | None = None


class BudgetNotes(_Shape):
    """Amounts as printed, in `unit`."""

    unit: str | None = "万元"
    total: _Text | None = None
    government: _Text | None = None
    special_account: _Text | None = None
    unit_funds: _Text | None = None
    basic: _Text | None = None
    project: _Text | None = None
    fiscal: _Text | None = None
    carried_over: _Text | None = None
    other: _Text | None = None
    purpose: str | None = None


class FundingNotes(_Shape):
    """A row of the table of funds, its amounts in `unit`."""

    unit: str | None = "万元"
    name: str | None = None
    initial: _Text | None = None
    budget: _Text | None = None
    executed: _Text | None = None
    expected: _Text | None = None
    rate: _Text | None = None
    weight: _Text | None = None
    score: _Text | None = None
    note: str | None = None


class IndicatorNotes(_Shape):
    """A row of the indicator table by attribute; `cells` are type, value and unit of a target that stands apart."""

    level1: str | None = "产出指标"
    level2: str | None = "数量指标"
    name: str | None = None
    target: _Text | None = None
    cells: tuple[str | None, str | None, str | None] | None = None
    actual: _Text | None = None
    adjusted: _Text | None = None
    previous: _Text | None = None
    expected: _Text | None = None
    explanation: str | None = None
    note: str | None = None
    basis: str | None = None
    scoring: str | None = None
    weight: _Text | None = None
    score: _Text | None = None
    horizon: Horizon | None = None
    deviation: str | None = None
    causes: tuple[str, ...] = ()
    likelihood: str | None = None
    others: dict[str, str] | None = None
    fixed: bool = False
    merged_from: dict[str, int] | None = None


class LayoutNotes(_Shape):
    """A layout of required fields, levels (a starred level 2 is required), fixed rows and required text columns."""

    required: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    levels: dict[str, tuple[str, ...]] = {}
    frame: tuple[dict[str, Any], ...] = ()


_IndicatorRow = tuple[_Text | None, ...] | IndicatorNotes


class FormNotes(_Shape):
    """A form. An indicator is [level1, level2, name, target, explanation] or `IndicatorNotes`."""

    kind: Kind = Kind.OVERALL
    stage: Stage = Stage.GOAL
    year: int | None = 2023
    title: str | None = None
    unit: NameNotes = NameNotes(name="云溪县图书馆")
    project: NameNotes | None = None
    responsibilities: str | None = None
    particulars: dict[str, str] = {}
    goals: tuple[_Text, ...] = ()
    results: tuple[_Text, ...] = ()
    measures: tuple[_Text, ...] = ()
    tasks: tuple[tuple[_Text | None, ...], ...] = ()
    unit_of_tasks: str | None = "万元"
    budget: BudgetNotes | None = None
    funding: tuple[FundingNotes, ...] = ()
    plan: dict[str, _Text] = {}
    indicators: tuple[_IndicatorRow, ...] = ()
    total_score: _Text | None = None
    notes: tuple[tuple[NoteKind, str], ...] = ()


class Case(FormNotes):
    """A form with the facts around it, and what a rule must say of it.

    `layout` is the id of one, or `LayoutNotes`. `facts` are those that are no form. `at` are the JSON Pointers of the
    findings, in order; `expected` what they ask for, `found` what they show where that is not the text at that place.
    """

    region: str = COUNTRY
    parameters: bool = True
    layout: str | LayoutNotes | None = None
    siblings: tuple[FormNotes, ...] = ()
    last_year: FormNotes | None = None
    approved: FormNotes | None = None
    published: FormNotes | None = None
    blank: FormNotes | None = None
    facts: dict[str, Any] = {}
    at: tuple[str, ...] | None = None
    expected: tuple[_Text | None, ...] | None = None
    found: tuple[_Text | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the regions offer: parameters by 区划 code, layouts by id."""

    parameters: Callable[[str], Mapping[str, Parameter]]
    layouts: Mapping[str, Layout] = field(default_factory=lambda: MappingProxyType({}))


def form_of(case: FormNotes) -> Form:
    """Return the form that a case writes down."""
    layout = getattr(case, "layout", None)
    return Form(
        kind=case.kind,
        stage=case.stage,
        layout=layout if isinstance(layout, str) else None,
        year=case.year,
        title=case.title,
        unit=Unit(case.unit.name, case.unit.code),
        project=Project(name=case.project.name, code=case.project.code) if case.project is not None else None,
        responsibilities=case.responsibilities,
        particulars=tuple(Particular(label, text) for label, text in case.particulars.items()),
        goals=tuple(map(Goal, case.goals)),
        results=tuple(map(Goal, case.results)),
        measures=tuple(map(Measure, case.measures)),
        tasks=tuple(_task(row, case.unit_of_tasks) for row in case.tasks),
        budget=_budget(case.budget) if case.budget is not None else None,
        funding=tuple(map(_funding, case.funding)),
        spending_plan=tuple(PlannedSpending(by, parse_percent(share), share) for by, share in case.plan.items()),
        indicators=tuple(_indicator(row, case.year) for row in case.indicators),
        total_score=_number(case.total_score),
        notes=tuple(Note(kind, text) for kind, text in case.notes),
    )


def facts_of(case: Case, offer: Offer) -> Facts:
    """Return the facts around the form of a case."""
    forms = {name: getattr(case, name) for name in ("last_year", "approved", "published", "blank")}
    others: dict[str, Any] = {name: form_of(notes) for name, notes in forms.items() if notes is not None}
    others |= {name: _fact(name, value) for name, value in case.facts.items()}
    return Facts(
        layout=layout_of(case.layout) if isinstance(case.layout, LayoutNotes) else offer.layouts.get(case.layout or ""),
        parameters=offer.parameters(case.region) if case.parameters else None,
        siblings=tuple(map(form_of, case.siblings)) or None,
        **others,
    )


def layout_of(notes: LayoutNotes) -> Layout:
    """Return the small layout that a case writes down."""
    texts = [{"key": key, "label": key, "required": True} for key in notes.columns]
    name = {"key": "name", "label": "三级指标", "required": True}
    return Layout.model_validate(
        {
            "id": "000000/test",
            "region": COUNTRY,
            "name": "测试表",
            "kind": "overall",
            "stage": "goal",
            "evidence": "forms",
            "source": "测试",
            "title": {"text": "测试表"},
            "blocks": [
                *({"line": [{"field": field, "required": True}]} for field in notes.required),
                {"indicators": [name, *texts]},
            ],
            "levels": [
                {"name": one, "level2": [{"name": two.rstrip("*"), "required": two.endswith("*")} for two in twos]}
                for one, twos in notes.levels.items()
            ],
            "frame": [{"level2": "预算管理", **row} for row in notes.frame],
        }
    )


def _fact(name: str, value: object) -> object:
    """Return a fact that YAML writes as a list, a mapping, a number or a text; a date is one in YAML."""
    match value:
        case list() if name == "batch":
            return tuple(Alike(**one) for one in value)
        case list():
            return frozenset(value) if name == "unit_names" else tuple(value)
        case dict():
            return {key: tuple(names) if isinstance(names, list) else names for key, names in value.items()}
        case int() | float():
            return Decimal(str(value))
        case _:
            return value


def _task(row: tuple[str | None, ...], unit: str | None) -> Task:
    name, content, amount, fiscal = (*row, None, None, None, None)[:4]
    return Task(
        name=name,
        content=content,
        amount=parse_money(amount or "", unit=unit, place=Place()),
        fiscal=parse_money(fiscal or "", unit=unit, place=Place()),
    )


def _budget(notes: BudgetNotes) -> Budget:
    printed = {name: text for name, text in notes if name not in ("unit", "purpose") and text is not None}
    amounts: dict[str, Any] = {
        name: parse_money(text, unit=notes.unit, place=Place()) for name, text in printed.items()
    }
    return Budget(**amounts, purpose=notes.purpose)


def _funding(notes: FundingNotes) -> Funding:
    amounts: dict[str, Any] = {
        name: parse_money(getattr(notes, name) or "", unit=notes.unit, place=Place()) for name in _AMOUNTS
    }
    points: dict[str, Any] = {name: _number(getattr(notes, name)) for name in _POINTS}
    rate = parse_target(notes.rate or "", year=None)
    return Funding(name=notes.name, note=notes.note, rate=rate, **amounts, **points)


def _indicator(row: _IndicatorRow, year: int | None) -> Indicator:
    if isinstance(row, tuple):
        level1, level2, name, target, explanation = (*row, None, None, None, None, None)[:5]
        return Indicator(level1, level2, name, parse_target(target or "", year=year), explanation=explanation)
    kept: dict[str, Any] = {name: value for name, value in row if name not in ("target", "cells")}
    kept |= {name: parse_target(kept[name] or "", year=year) for name in _MORE_TARGETS}
    kept |= {name: _number(kept[name]) for name in _POINTS}
    return Indicator(target=_target(row, year), **kept)


def _target(row: IndicatorNotes, year: int | None) -> Target | None:
    if row.cells is None:
        return parse_target(row.target or "", year=year)
    kind, value, unit = row.cells
    return parse_target_cells(type=kind, value=value, unit=unit, year=year)


def _number(printed: str | None) -> Decimal | None:
    return Decimal(printed) if printed is not None else None
