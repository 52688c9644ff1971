"""Lay a careful subject into a layout: the form that this unit would hand in there.

What a layout prints decides what is said: its slots, its columns, its rows of funds, its scheme of levels and its fixed
rows. `words.yaml` says under which words of a layout a subject's own belong; the composer knows no layout by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeVar

from clean.rows import ImpossibleRowError, indicators, words
from clean.subjects import Duty, Subject, Sum, Years
from jiheng.layouts.blocks import FundingKey, FundsTable, Headed, Items, Label, Line, Plan, Prose, Rows, Sentence, Slot
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import fill, gaps
from jiheng.model import (
    Budget,
    Form,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Measure,
    Money,
    Particular,
    Place,
    PlannedSpending,
    Project,
    Stage,
    Task,
    Unit,
)
from jiheng.values.codes import gb32100_minus1
from jiheng.values.money import parse_money
from jiheng.values.numbers import chinese_numeral
from jiheng.values.targets import parse_target

_CENT: Final = Decimal("0.01")
_WHOLE: Final = Decimal(100)
_ANYWHERE: Final = "330000"
_NOTHING: Final = Sum(initial=Decimal(0), budget=Decimal(0), july=Decimal(0), executed=Decimal(0))
_Block = TypeVar("_Block")


def compose(subject: Subject, layout: Layout, points: int) -> Form:
    """Return the form of a careful subject in a layout whose indicators have `points` together."""
    return _Composer(subject, layout, points).form()


class _Composer:
    """One subject in one layout. Whatever the layout does not print is None or empty."""

    def __init__(self, subject: Subject, layout: Layout, points: int) -> None:
        self.subject, self.layout, self.points = subject, layout, points
        self.slots = {(slot.field, slot.horizon) for slot in layout.slots}
        self.slots |= {(slot.field, slot.horizon) for block in self._blocks(Headed) for slot in block.headed}
        self.columns = {column.key for table in layout.tables for column in table.indicators}
        self.sentences = {gap for block in self._blocks(Sentence) for gap in gaps(block.sentence)}

    def form(self) -> Form:
        subject = self.subject
        return Form(
            kind=self.layout.kind,
            stage=self.layout.stage,
            layout=self.layout.id,
            region=self.layout.region,
            year=subject.year,
            period="1-7月" if self.layout.stage is Stage.MONITORING else None,
            title=self._title(),
            unit=Unit(
                subject.unit if self._prints("unit.name") or "unit.name" in self.sentences else None,
                subject.code if "unit.code" in self.sentences else None,
            ),
            department=self._department(),
            project=self._project(),
            responsibilities=subject.duties if self._prints("responsibilities") else None,
            particulars=tuple(self._particulars()),
            goals=tuple(self._goals()) if self._says_goals() else (),
            results=(Goal(subject.result),) if self._prints("results") else (),
            measures=self._measures(),
            tasks=tuple(self._tasks()),
            budget=self._budget(),
            long_term_budget=self._long_term_budget(),
            funding=self._funding,
            spending_plan=tuple(self._plan()),
            indicators=self._indicators,
            total_weight=self._total(FundingKey.WEIGHT),
            total_score=self._total(FundingKey.SCORE),
        )

    def _blocks(self, kind: type[_Block]) -> Iterator[_Block]:
        return (block for block in self.layout.blocks if isinstance(block, kind))

    def _prints(self, field: str, horizon: Horizon | None = None) -> bool:
        return (field, horizon) in self.slots or field in self.columns

    def _title(self) -> str:
        named = {"": self.subject.project or "", "year": str(self.subject.year)}
        return fill(self.layout.title.text, named)

    def _department(self) -> Unit:
        if not self._prints("department.name"):
            return Unit()
        coded = any("department" in slot.field and slot.field.endswith("code") for slot in self.layout.slots)
        return Unit(self.subject.department, self.subject.department_code if coded else None)

    def _project(self) -> Project | None:
        if self.subject.project is None or not self._prints("project.name"):
            return None
        return Project(self._code() if self._prints("project.code") else None, self.subject.project)

    def _code(self) -> str:
        region = self.layout.region if self.layout.region != "000000" else _ANYWHERE
        body = f"{region}{self.subject.year % 100}{self.subject.serial}"
        return body + gb32100_minus1(body)

    def _says_goals(self) -> bool:
        fields = {field for field, _ in self.slots} | self.columns
        return "goals" in fields or any(self._blocks(Prose))

    def _goals(self) -> Iterator[Goal]:
        horizons = [horizon for field, horizon in self.slots if field == "goals"]
        if Horizon.LONG_TERM in horizons:
            yield Goal(self._years.goal, horizon=Horizon.LONG_TERM)
        yield Goal(self.subject.goal, horizon=Horizon.ANNUAL if Horizon.ANNUAL in horizons else None)

    @property
    def _years(self) -> Years:
        if self.subject.years is None:
            raise ImpossibleRowError(f"{self.layout.id} asks for the years of a project; {self.subject.unit} has none")
        return self.subject.years

    def _particulars(self) -> Iterator[Particular]:
        for label in self._labels():
            text = words().particulars.get(label)
            if text is not None:
                yield Particular(label, text.format_map(self._told))

    def _labels(self) -> Iterator[str]:
        """Yield the label of every particular that the layout prints, in order."""
        for block in self.layout.blocks:
            if isinstance(block, Line):
                for label, slot in pairwise(block.line):
                    if isinstance(label, Label) and isinstance(slot, Slot) and slot.field == "particular":
                        yield label.label
            elif isinstance(block, Headed):
                yield from (slot.label for slot in block.headed if slot.field == "particular")

    @property
    def _told(self) -> dict[str, object]:
        subject, years = self.subject, self.subject.years
        return {
            **subject.model_dump(include={"year", "overview", "grounds", "programme", "problems", "improvements"}),
            **subject.people.model_dump(),
            "first": years.first if years is not None else subject.year,
            "last": years.last if years is not None else subject.year,
            "next": subject.year + 1,
            "total": f"{subject.funds.total.initial:.2f}",
            "points": self._total_points() if self.layout.stage is Stage.SELF_EVALUATION else "",
        }

    def _measures(self) -> tuple[Measure, ...]:
        printed = any(block.items == "measures" for block in self._blocks(Items))
        numbered = (f"（{chinese_numeral(at)}）{text}" for at, text in enumerate(self.subject.measures, 1))
        return tuple(map(Measure, numbered)) if printed else ()

    # Money.

    def _money(self, amount: Decimal | None) -> Money | None:
        """Return an amount of 万元 as the layout prints it; with its unit where the layout has none."""
        if amount is None:
            return None
        unit = self.layout.money_unit
        if unit == "元":
            return parse_money(f"{amount * 10000:.2f}", unit=unit, place=Place())
        return parse_money(f"{amount:.2f}{'' if unit else '万元'}", unit=unit, place=Place())

    def _budget(self) -> Budget | None:
        funds = self.subject.funds
        government = None
        if funds.special_account is not None and funds.unit_funds is not None:
            government = funds.total.initial - funds.special_account - funds.unit_funds
        known = {
            "total": funds.total.initial,
            "government": government,
            "special_account": funds.special_account,
            "unit_funds": funds.unit_funds,
            "basic": funds.basic.initial if funds.basic is not None else None,
            "project": funds.project.initial if funds.project is not None else None,
            "fiscal": funds.fiscal.initial,
            "other": funds.other.initial,
        }
        printed: dict[str, Any] = {key: self._money(amount) for key, amount in known.items() if self._prints_money(key)}
        if self._prints("budget.purpose"):
            printed["purpose"] = self.subject.purpose
        return Budget(**printed) if printed else None

    def _prints_money(self, key: str) -> bool:
        # A careful unit prints the sums below its tasks whether or not the layout demands it.
        sums = {"total": "amount", "fiscal": "fiscal", "other": "other"}
        listed = {column.field for block in self._blocks(Rows) for column in block.columns}
        return self._prints(f"budget.{key}") or sums.get(key) in listed

    def _long_term_budget(self) -> Budget | None:
        fields = ("total", "fiscal", "other")
        printed = [field for field in fields if (f"budget.{field}", Horizon.LONG_TERM) in self.slots]
        cells: dict[str, Any] = {field: self._money(getattr(self._years, field)) for field in printed}
        return Budget(**cells) if cells else None

    def _plan(self) -> Iterator[PlannedSpending]:
        for block in self._blocks(Plan):
            for by, percent in zip(block.by, self.subject.spending or (), strict=True):
                yield PlannedSpending(by, percent, f"{percent}%")

    @cached_property
    def _funding(self) -> tuple[Funding, ...]:
        return tuple(
            self._fund(block, row.label, first=at == 0)
            for block in self._blocks(FundsTable)
            for at, row in enumerate(block.rows)
        )

    def _fund(self, block: FundsTable, label: str, *, first: bool) -> Funding:
        source: Sum = getattr(self.subject.funds, words().funds[label], None) or _NOTHING
        keys = {column.key for column in block.columns}
        monitored = self.layout.stage is Stage.MONITORING
        spent = source.july if monitored else source.executed
        base = source.budget if FundingKey.BUDGET in keys else source.initial
        rate = (spent / base * _WHOLE).quantize(_CENT, ROUND_HALF_UP) if base else None
        weight = _WHOLE - self.points
        score = (weight * spent / base).quantize(_CENT, ROUND_HALF_UP) if first and base else None
        cells: dict[FundingKey, Any] = {
            FundingKey.INITIAL: self._money(source.initial),
            FundingKey.BUDGET: self._money(source.budget),
            FundingKey.EXECUTED: self._money(spent),
            FundingKey.EXPECTED: self._money(source.executed),
            FundingKey.SURPLUS: self._money(source.budget - source.executed),
            FundingKey.RATE: parse_target(f"{rate}%") if rate is not None else None,
            FundingKey.WEIGHT: weight if first else None,
            FundingKey.SCORE: score,
        }
        return Funding(name=label, **{key.value: cells[key] for key in cells if key in keys})

    # Tasks.

    def _tasks(self) -> Iterator[Task]:
        for block in self._blocks(Rows):
            fields: set[str] = {column.field for column in block.columns}
            yield from (self._task(duty, fields) for duty in self.subject.tasks)
        if any(block.items == "tasks" for block in self._blocks(Items)):
            yield from (self._told_task(at, duty) for at, duty in enumerate(self.subject.tasks, 1))

    def _task(self, duty: Duty, fields: set[str]) -> Task:
        cells: dict[str, Any] = {
            "name": duty.name,
            "content": duty.content,
            "amount": self._money(duty.amount),
            "fiscal": self._money(duty.fiscal),
            "other": self._money(duty.amount - duty.fiscal),
            "result": duty.result,
        }
        return Task(**{field: cell for field, cell in cells.items() if field in fields})

    def _told_task(self, at: int, duty: Duty) -> Task:
        """Return a task as a narrative form tells it: in sentences."""
        aims = "，".join(f"{row.name}{row.target}" for row in self.subject.rows if row.task == at)
        amount = parse_money(f"{duty.amount:.2f}万元", unit=None, place=Place())
        content = f"完成{duty.name}，主要用于{duty.content}。\n{aims}。"
        return Task(duty.name, content, amount, note=f"{duty.content}，安排经费{duty.amount:.2f}万元。")

    # Indicators and points.

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        return indicators(self.subject, self.layout, self.points)

    def _total(self, key: FundingKey) -> Decimal | None:
        table = self.layout.indicators
        if table is None or table.total is None or key.value not in {column.key.value for column in table.indicators}:
            return None
        return self._total_points() if key is FundingKey.SCORE else self._sum("weight")

    def _total_points(self) -> Decimal:
        return self._sum("score")

    def _sum(self, name: str) -> Decimal:
        every = [getattr(part, name) for part in (*self._funding, *self._indicators)]
        return sum((points for points in every if points is not None), Decimal(0))
