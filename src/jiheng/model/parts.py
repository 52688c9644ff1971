"""The parts of a form: unit, project, goals, tasks, budget, funding, spending plan, indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

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


class Horizon(StrEnum):
    """What a goal or an indicator looks at where a form prints both: the year, or the years of a project (中期)."""

    ANNUAL = "annual"
    LONG_TERM = "long_term"


@dataclass(frozen=True, slots=True)
class Goal:
    """One printed goal (年度总体目标, 年度履职目标, 绩效目标), or what became of one (实际完成情况)."""

    text: str
    place: Place = field(default=Place(), compare=False)
    horizon: Horizon | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One printed safeguard measure (工作保障措施)."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """年度主要任务: what is to be done, and with how much money; in a self-evaluation, the `result` of it."""

    name: str | None = None
    content: str | None = None
    amount: Money | None = None
    fiscal: Money | None = None
    other: Money | None = None
    result: str | None = None
    note: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Budget:
    """预算情况: total, by source (three), by structure (two), and 财政资金/上年结转/其他资金 of a project."""

    total: Money | None = None
    government: Money | None = None
    special_account: Money | None = None
    unit_funds: Money | None = None
    basic: Money | None = None
    project: Money | None = None
    fiscal: Money | None = None
    carried_over: Money | None = None
    other: Money | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """One row of a table of project funds (项目资金): a source of money, what was planned and what was spent of it.

    `initial` is 年初预算数, `budget` 全年预算数 (after adjustment), `executed` what was spent by the printed date,
    `expected` 全年预计执行数, `surplus` 结余, `rate` 执行率 as printed, `weight` and `score` the points for it.
    """

    name: str | None
    initial: Money | None = None
    budget: Money | None = None
    executed: Money | None = None
    expected: Money | None = None
    surplus: Money | None = None
    rate: Target | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    note: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Particular:
    """A printed label and what stands behind it, where the model has no attribute of its own for it."""

    label: str
    text: str
    place: Place = field(default=Place(), compare=False)


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

    `target` is 年度指标值 as first approved, `adjusted` as changed in the year, `previous` what was reached the year
    before, `actual` what was reached, `expected` what the year is expected to bring (monitoring). `deviation` explains
    a deviation in words, `causes` are its ticked causes and `likelihood` the ticked 完成目标可能性. `others` are the
    texts of further columns by their printed label.

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
    horizon: Horizon | None = None
    previous: Target | None = None
    adjusted: Target | None = None
    expected: Target | None = None
    deviation: str | None = None
    causes: tuple[str, ...] = ()
    likelihood: str | None = None
    others: Mapping[str, str] | None = None
    fixed: bool = False
    merged_from: Mapping[str, int] | None = None
    place: Place = field(default=Place(), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
