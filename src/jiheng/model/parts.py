"""The parts of a form: unit, project, goals, tasks, budget, spending plan, indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiheng.model.place import Place
from jiheng.model.values import Money, Target


@dataclass(frozen=True, slots=True)
class Unit:
    """部门（单位）."""

    name: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """项目."""

    code: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One printed goal (年度总体目标, 年度履职目标, 绩效目标)."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """One printed safeguard measure (工作保障措施)."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """年度主要任务: what is to be done, and with how much money."""

    name: str | None = None
    content: str | None = None
    amount: Money | None = None
    fiscal: Money | None = None
    note: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Budget:
    """预算情况: total, by source (three), by structure (two), and 财政资金/其他资金 of a project."""

    total: Money | None = None
    government: Money | None = None
    special_account: Money | None = None
    unit_funds: Money | None = None
    basic: Money | None = None
    project: Money | None = None
    fiscal: Money | None = None
    other: Money | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedSpending:
    """资金支出计划: the cumulative percentage to be spent `by` a date as printed (3月底)."""

    by: str
    percent: Decimal | None
    raw: str = field(default="", compare=False)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """绩效指标: one row of the indicator table.

    `merged_from` says, for a text column whose cell is merged downwards, in which row of `Form.indicators` (0-based)
    the text stands. `fixed` is true where the region prints the row on every form. `places` holds the Place of single
    cells by attribute name; `place` is the row's.
    """

    level1: str | None
    level2: str | None
    name: str | None
    target: Target | None
    actual: Target | None = None
    explanation: str | None = None
    note: str | None = None
    basis: str | None = None
    scoring: str | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    fixed: bool = False
    merged_from: Mapping[str, int] | None = None
    place: Place = field(default=Place(), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
