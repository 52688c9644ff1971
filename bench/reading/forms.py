"""Invented forms for any layout: plausible values in every place that a layout may print.

What a form holds beyond its layout does no harm: the truth of a case is what its drawing prints. The parsed value of
every target and amount is known by construction here and is not taken from the product's own grammar.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, get_args, get_type_hints

from bench.reading import lexicon

from jiheng.layouts.blocks import Items, Plan
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import fill
from jiheng.model import (
    Budget,
    Form,
    Goal,
    Indicator,
    Kind,
    Measure,
    Money,
    Operator,
    PlannedSpending,
    Project,
    Target,
    TargetCells,
    TargetKind,
    Task,
    Unit,
)

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
NATIONAL = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
_PERCENT = "%"


def invent(layout: Layout, random: Random) -> Form:
    """Return a form that fits the layout; the same random state gives the same form."""
    year = random.randint(2019, 2026)
    unit = Unit(random.choice(lexicon.PLACES) + random.choice(lexicon.OFFICES), random.choice(lexicon.CODES))
    money_unit = layout.money_unit  # where none is printed, none may be assumed
    project = _project(random, year) if layout.kind is Kind.PROJECT else None
    form = Form(
        kind=layout.kind,
        stage=layout.stage,
        layout=layout.id,
        region=layout.region,
        year=year,
        title=fill(layout.title.text, {"": project.name if project and project.name else ""}),
        unit=unit,
        project=project,
        responsibilities="；".join(random.sample(lexicon.DUTIES, 3)) + "。",
        goals=_goals(random),
        tasks=tuple(_tasks(layout, random, money_unit)),
        budget=_budget(random, money_unit),
        spending_plan=tuple(_plan(layout, random)),
        measures=tuple(
            Measure(f"（{number}）{text}。")
            for number, text in zip("一二三", random.sample(lexicon.DUTIES, 3), strict=True)
        ),
        indicators=tuple(_indicators(layout, random, year)),
    )
    return _further(form, random)


def _project(random: Random, year: int) -> Project:
    code = f"{random.randint(10**7, 10**8 - 1)}{str(year)[2:]}P{random.randint(10**11, 10**12 - 1)}"
    return Project(code=code, name=random.choice(lexicon.PLACES) + random.choice(lexicon.PROJECTS))


def _goals(random: Random) -> tuple[Goal, ...]:
    texts = random.sample(lexicon.GOALS, random.randint(1, 3))
    if len(texts) == 1:
        return (Goal(texts[0] + "。"),)
    return tuple(Goal(f"目标{number}：{text}。") for number, text in enumerate(texts, 1))


def _tasks(layout: Layout, random: Random, unit: str | None) -> Iterator[Task]:
    items = next((block for block in layout.blocks if isinstance(block, Items) and block.items == "tasks"), None)
    for name in random.sample(lexicon.TASKS, random.randint(2, 4)):
        if items is not None:
            yield _told(name, items, random)
        else:
            amount, fiscal = sorted((_money(random, unit), _money(random, unit)), key=_amount, reverse=True)
            content = random.choice(lexicon.TASK_CONTENTS)
            yield Task(name, content, amount, fiscal, random.choice((*lexicon.NOTES, None)))


def _told(name: str, items: Items, random: Random) -> Task:
    """Return a task of a narrative form: its name stands in its opening, its amount in a sentence of its own."""
    opening = fill(items.name_in or "{name}", {"name": name}) + f"{random.choice(lexicon.TASK_CONTENTS)}。"
    counted, unit = random.choice(lexicon.COUNTED)
    raw = f"{random.randint(10, 900)}万元"
    amount = Money(raw, Decimal(raw.removesuffix("万元")), "万元", Decimal(raw.removesuffix("万元")) * 10_000)
    content = f"{opening}\n{counted}{random.randint(2, 90)}{unit}，年底前完成。"
    return Task(name, content, amount, None, f"{name}经费{raw}。")


def _money(random: Random, unit: str | None, least: int = 20, most: int = 2000) -> Money:
    amount = Decimal(random.randint(least * 100, most * 100)) / 100
    if unit == "元":
        amount *= 10_000
    return money(amount.quantize(Decimal("0.01")), unit)


def money(amount: Decimal, unit: str | None) -> Money:
    """Return an amount printed plainly."""
    return Money(f"{amount}", amount, unit, amount * YUAN[unit] if unit else None)


def _amount(one: Money) -> Decimal:
    return one.amount or Decimal(0)


def _budget(random: Random, unit: str | None) -> Budget:
    parts = [_amount(_money(random, unit)) for _ in range(3)]
    total = sum(parts, Decimal(0))
    basic = (total * random.randint(30, 70) / 100).quantize(Decimal("0.01"))
    amounts = [total, *parts, basic, total - basic, total - parts[2], parts[2]]
    return Budget(*(money(amount, unit) for amount in amounts), purpose=random.choice(lexicon.PURPOSES))


def _plan(layout: Layout, random: Random) -> Iterator[PlannedSpending]:
    dates = next((block.by for block in layout.blocks if isinstance(block, Plan)), ())
    steps = sorted(random.sample(range(1, 20), max(0, len(dates) - 1)))
    for by, percent in zip(dates, [*(step * 5 for step in steps), 100], strict=False):
        yield PlannedSpending(by, Decimal(percent), f"{percent}%")


def _indicators(layout: Layout, random: Random, year: int) -> Iterator[Indicator]:
    """Yield the region's fixed rows and one to three more for every level 2; names do not repeat."""
    table = layout.indicators
    if table is None:
        return
    keys = {column.key.value for column in table.indicators}
    used: set[str] = set()
    for one, two, row in _places(layout, random):
        name, target = _named(two, random, year, used)
        name = row or name
        used.add(name)
        level1, level2 = (text if key in keys else None for key, text in (("level1", one), ("level2", two)))
        yield Indicator(level1, level2, name, _in_cells(target, keys), **_columns(keys, target, random, year))


def _places(layout: Layout, random: Random) -> Iterator[tuple[str, str, str | None]]:
    """Yield level 1, level 2, and the name of the row where the region fixes it."""
    levels = [(one.name, tuple(two.name for two in one.level2)) for one in layout.levels] or list(NATIONAL)
    for one, twos in levels:
        for two in twos or (one,):
            fixed = [row.name for row in layout.frame if row.level2 == two]
            yield from ((one, two, name) for name in fixed)
            if not fixed:
                yield from ((one, two, None) for _ in range(random.randint(1, 3)))


def _named(level2: str, random: Random, year: int, used: set[str]) -> tuple[str, Target]:
    """Return a name that the form does not have yet, with a target that suits its level 2."""
    for _ in range(50):
        name, target = _suited(level2, random, year)
        if name not in used:
            return name, target
    return f"{random.choice(lexicon.TASKS)}{name}", target


def _suited(level2: str, random: Random, year: int) -> tuple[str, Target]:
    if "数量" in level2:
        return _counted(random)
    if "时效" in level2:
        return random.choice(lexicon.DATED), _dated(random, year)
    if "成本" in level2:
        return random.choice(lexicon.PAID), number("≤", _figure(random), random.choice(("万元", "元")))
    if "满意" in level2:
        return random.choice(lexicon.SATISFIED), number("≥", Decimal(random.randint(80, 98)), _PERCENT)
    if "质量" in level2:
        return random.choice(lexicon.RATED), _rate(random)
    if "效益" in level2 or "可持续" in level2:
        return random.choice(lexicon.BENEFITS), grade(random)
    return random.choice((_counted(random), (random.choice(lexicon.RATED), _rate(random))))


def _counted(random: Random) -> tuple[str, Target]:
    name, unit = random.choice(lexicon.COUNTED)
    return name, number(random.choice(("≥", "=", ">")), _figure(random), unit)


def _figure(random: Random) -> Decimal:
    whole = Decimal(random.choice((random.randint(1, 60), random.randint(100, 6000))))
    return whole + Decimal(random.randint(1, 9)) / 10 if random.random() < 0.15 else whole


def _rate(random: Random) -> Target:
    return number(random.choice(("≥", "=")), Decimal(random.choice((85, 90, 95, 98, 100))), _PERCENT)


def number(operator: str, value: Decimal, unit: str) -> Target:
    """Return a target of a number as a cell shows it."""
    return Target(f"{operator}{value}{unit}", TargetKind.NUMBER, Operator(operator), value, unit=unit)


def grade(random: Random) -> Target:
    """Return a target of words."""
    raw = random.choice(lexicon.GRADES)
    return Target(raw, TargetKind.GRADE, text=raw)


def _dated(random: Random, year: int) -> Target:
    month = random.randint(3, 12)
    raw = random.choice((f"{month}月底前", f"{year}年{month}月底前"))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Target(raw, TargetKind.DATE, Operator.AT_MOST, text=raw, date=last)


def _in_cells(target: Target, keys: set[str]) -> Target:
    """Return the target with its cells, where the layout prints type, value and unit apart."""
    if not any(key.startswith("target.") for key in keys):
        return target
    if target.kind is not TargetKind.NUMBER or target.value is None or target.operator is None:
        return replace(target, cells=TargetCells("定性", target.raw, "/"))
    return replace(target, cells=TargetCells(target.operator.value, str(target.value), target.unit))


def _columns(keys: set[str], target: Target, random: Random, year: int) -> dict[str, Any]:
    """Return a value for every further column that the layout prints, by the type of its attribute."""
    hints = get_type_hints(Indicator)
    plain = {key for key in keys if key in hints} - {"level1", "level2", "name", "target"}
    return {key: _of_type(key, hints[key], target, random, year) for key in sorted(plain)}


def _of_type(key: str, hint: object, target: Target, random: Random, year: int) -> object:
    kinds = get_args(hint) or (hint,)
    if Target in kinds:
        return reached(target, random, year)
    if Decimal in kinds:
        return Decimal(random.randint(2, 10))
    if str in kinds and Ellipsis not in kinds:
        return random.choice(WORDS.get(key, lexicon.EXPLANATIONS))
    return () if Ellipsis in kinds else None


def reached(target: Target, random: Random, year: int) -> Target:
    """Return what was reached of a target: a number near it, without an operator; words stay words."""
    if target.kind is TargetKind.NUMBER and target.value is not None:
        value = target.value if random.random() < 0.6 else target.value + random.randint(1, 5)
        return Target(f"{value}{target.unit}", TargetKind.NUMBER, value=value, unit=target.unit)
    if target.kind is TargetKind.DATE:
        return _dated(random, year)
    return replace(target, cells=None)


WORDS: Mapping[str, tuple[str, ...]] = {
    "scoring": lexicon.SCORINGS,
    "basis": lexicon.BASES,
    "note": lexicon.NOTES,
    "deviation": lexicon.CAUSES,
}


def _further(form: Form, random: Random) -> Form:
    """Fill in what later stages of the year print, where the model has it and the layout names it."""
    known = {one.name for one in fields(Form)}
    extra: dict[str, object] = {}
    if "department" in known:
        extra["department"] = Unit(f"{random.choice(lexicon.PLACES)}财政局", random.choice(lexicon.CODES))
    if "results" in known:
        extra["results"] = (Goal(random.choice(lexicon.GOALS) + "，已全部完成。"),)
    return replace(form, **extra)  # type: ignore[arg-type]
