"""Invented forms for any layout: plausible values in every place that a layout may print.

What a form holds beyond its layout does no harm: the truth of a case is what its drawing prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, get_args, get_type_hints

from bench.reading import lexicon
from bench.reading.figures import CENT, in_cells, money, reached, some_money, spent, suited

from jiheng.layouts.blocks import FundsTable, Group, Headed, IndicatorKey, Indicators, Items, Label, Line, Plan, Slot
from jiheng.layouts.periods import period_of
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import fill
from jiheng.model import (
    Budget,
    Form,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Kind,
    Measure,
    Money,
    Particular,
    PlannedSpending,
    Project,
    Target,
    Task,
    Unit,
)

NATIONAL = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
WORDS: Mapping[str, tuple[str, ...]] = {
    "scoring": lexicon.SCORINGS,
    "basis": lexicon.BASES,
    "note": lexicon.NOTES,
    "deviation": lexicon.CAUSES,
}
_TYPES = get_type_hints(Indicator)
# A text column whose cells the layout merges says the same of so many of its rows.
_SHARED = 0.4


def invent(layout: Layout, random: Random) -> Form:
    """Return a form that fits the layout; the same random state gives the same form."""
    year = random.randint(2019, 2026)
    unit = layout.money_unit  # where none is printed, none may be assumed
    project = _project(random, year) if layout.kind is Kind.PROJECT else None
    indicators = tuple(_indicators(layout, random, year))
    return Form(
        kind=layout.kind,
        stage=layout.stage,
        layout=layout.id,
        region=layout.region,
        year=year,
        period=_period(layout),
        title=fill(layout.title.text, {"": project.name if project and project.name else ""}),
        unit=_unit(random),
        department=Unit(f"{random.choice(lexicon.PLACES)}财政局", random.choice(lexicon.CODES)),
        project=project,
        responsibilities="；".join(random.sample(lexicon.DUTIES, 3)) + "。",
        particulars=tuple(_particulars(layout, random)),
        goals=tuple(_goals(layout, random)),
        results=tuple(_results(layout, random)),
        measures=_measures(random),
        tasks=tuple(_tasks(layout, random, unit)),
        budget=_budget(random, unit),
        long_term_budget=_budget(random, unit) if _plans_years(layout) else None,
        funding=tuple(_funding(layout, random, unit)),
        spending_plan=tuple(_plan(layout, random)),
        indicators=indicators,
        total_weight=Decimal(100),
        total_score=Decimal(random.randint(800, 1000)) / 10,
    )


def _period(layout: Layout) -> str | None:
    """Return the stretch of the year that the labels of a monitoring form name."""
    labels = (column.label for table in layout.tables for column in table.indicators)
    return next(filter(None, map(period_of, labels)), None)


def _unit(random: Random) -> Unit:
    return Unit(random.choice(lexicon.PLACES) + random.choice(lexicon.OFFICES), random.choice(lexicon.CODES))


def _project(random: Random, year: int) -> Project:
    code = f"{random.randint(10**7, 10**8 - 1)}{str(year)[2:]}P{random.randint(10**11, 10**12 - 1)}"
    return Project(code=code, name=random.choice(lexicon.PLACES) + random.choice(lexicon.PROJECTS))


def _particulars(layout: Layout, random: Random) -> Iterator[Particular]:
    """Yield a text for every label whose value the model keeps under the label's own words."""
    for specs in _lines(layout):
        label = ""
        for spec in specs:
            if isinstance(spec, Label):
                label = spec.label
            elif spec.field == "particular":
                yield Particular(label, random.choice((*lexicon.PEOPLE, *lexicon.NOTES, *lexicon.BASES)))


def _lines(layout: Layout) -> Iterator[Sequence[Label | Slot]]:
    for block in layout.blocks:
        if isinstance(block, Line):
            yield block.line
        elif isinstance(block, Group):
            yield from block.lines


def _horizons(layout: Layout, field: str) -> list[Horizon | None]:
    """Return the horizons for which the layout prints goals, or what became of them."""
    slots = (spec for specs in _lines(layout) for spec in specs if isinstance(spec, Slot))
    headed = (slot for block in layout.blocks if isinstance(block, Headed) for slot in block.headed)
    found = [slot.horizon for slot in slots if slot.field == field]
    found += [slot.horizon for slot in headed if slot.field == field]
    return list(dict.fromkeys(found)) or [None]


def _goals(layout: Layout, random: Random) -> Iterator[Goal]:
    for horizon in _horizons(layout, "goals"):
        texts = random.sample(lexicon.GOALS, random.randint(1, 3))
        if len(texts) == 1:
            yield Goal(texts[0] + "。", horizon=horizon)
        else:
            yield from (Goal(f"目标{at}：{text}。", horizon=horizon) for at, text in enumerate(texts, 1))


def _results(layout: Layout, random: Random) -> Iterator[Goal]:
    for horizon in _horizons(layout, "results"):
        yield Goal(random.choice(lexicon.GOALS) + "，已全部完成。", horizon=horizon)


def _measures(random: Random) -> tuple[Measure, ...]:
    texts = zip("一二三", random.sample(lexicon.DUTIES, 3), strict=True)
    return tuple(Measure(f"（{number}）{text}。") for number, text in texts)


def _tasks(layout: Layout, random: Random, unit: str | None) -> Iterator[Task]:
    items = next((block for block in layout.blocks if isinstance(block, Items) and block.items == "tasks"), None)
    for name in random.sample(lexicon.TASKS, random.randint(2, 4)):
        if items is not None:
            yield _told(name, items, random)
        else:
            less, more = sorted((some_money(random, unit), some_money(random, unit)), key=_amount)
            yield Task(
                name=name,
                content=random.choice(lexicon.TASK_CONTENTS),
                amount=more,
                fiscal=less,
                other=some_money(random, unit),
                result=random.choice(lexicon.GOALS),
                note=random.choice((*lexicon.NOTES, None)),
            )


def _told(name: str, items: Items, random: Random) -> Task:
    """Return a task of a narrative form: its name stands in its opening, its amount in a sentence of its own."""
    opening = fill(items.name_in or "{name}", {"name": name}) + f"{random.choice(lexicon.TASK_CONTENTS)}。"
    counted, unit = random.choice(lexicon.COUNTED)
    amount = random.randint(10, 900)
    paid = Money(f"{amount}万元", Decimal(amount), "万元", Decimal(amount) * 10_000)
    content = f"{opening}\n{counted}{random.randint(2, 90)}{unit}，年底前完成。"
    return Task(name=name, content=content, amount=paid, note=f"{name}经费{paid.raw}。")


def _plans_years(layout: Layout) -> bool:
    """Tell whether the layout asks for the money of all years of a project beside that of the year."""
    slots = (spec for specs in _lines(layout) for spec in specs if isinstance(spec, Slot))
    return any(slot.field.startswith("budget.") and slot.horizon is Horizon.LONG_TERM for slot in slots)


def _amount(one: Money) -> Decimal:
    return one.amount or Decimal(0)


def _budget(random: Random, unit: str | None) -> Budget:
    parts = [_amount(some_money(random, unit)) for _ in range(3)]
    total = sum(parts, Decimal(0))
    basic = (total * random.randint(30, 70) / 100).quantize(CENT)
    return Budget(
        total=money(total, unit),
        government=money(parts[0], unit),
        special_account=money(parts[1], unit),
        unit_funds=money(parts[2], unit),
        basic=money(basic, unit),
        project=money(total - basic, unit),
        fiscal=money(total - parts[2], unit),
        other=money(parts[2], unit),
        purpose=random.choice(lexicon.PURPOSES),
    )


def _funding(layout: Layout, random: Random, unit: str | None) -> Iterator[Funding]:
    """Yield a row for every source of money that the layout names; points stand in the first row only."""
    for table in (block for block in layout.blocks if isinstance(block, FundsTable)):
        for at, row in enumerate(table.rows):
            yield Funding(
                name=row.label,
                initial=some_money(random, unit),
                budget=some_money(random, unit),
                executed=some_money(random, unit),
                expected=some_money(random, unit),
                rate=spent(random),
                weight=Decimal(10) if at == 0 else None,
                score=Decimal(random.randint(60, 100)) / 10 if at == 0 else None,
                note=random.choice(lexicon.NOTES),
            )


def _plan(layout: Layout, random: Random) -> Iterator[PlannedSpending]:
    dates = next((block.by for block in layout.blocks if isinstance(block, Plan)), ())
    steps = sorted(random.sample(range(1, 20), max(0, len(dates) - 1)))
    for by, percent in zip(dates, [*(step * 5 for step in steps), 100], strict=False):
        yield PlannedSpending(by, Decimal(percent), f"{percent}%")


def _indicators(layout: Layout, random: Random, year: int) -> Iterator[Indicator]:
    """Yield the rows of every indicator table, one after another."""
    rows: list[Indicator] = []
    for table in (block for block in layout.blocks if isinstance(block, Indicators)):
        made = list(_rows(layout, table, random, year))
        rows += _sharing(made, table, random, len(rows))
    yield from rows


def _rows(layout: Layout, table: Indicators, random: Random, year: int) -> Iterator[Indicator]:
    """Yield the region's fixed rows and one to three for every other level 2; no name stands twice."""
    keys = {column.key for column in table.indicators}
    used: set[str] = set()
    for one, two, fixed in _places(layout, random):
        name, target = _named(two, random, year, used)
        name = fixed or name
        used.add(name)
        level1, level2 = (
            text if key in keys else None for key, text in ((IndicatorKey.LEVEL1, one), (IndicatorKey.LEVEL2, two))
        )
        split = keys & {IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET_UNIT}
        row = Indicator(level1, level2, name, in_cells(target) if split else target, horizon=table.horizon)
        yield replace(row, **_columns(table, target, random, year))


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
        name, target = suited(level2, random, year)
        if name not in used:
            return name, target
    return f"{random.choice(lexicon.TASKS)}{name}", target


def _columns(table: Indicators, target: Target, random: Random, year: int) -> dict[str, Any]:
    """Return a value for every further column of the table, by the type of its attribute."""
    keys = {column.key.value for column in table.indicators} & _TYPES.keys() - {"level1", "level2", "name", "target"}
    values = {key: _of_type(key, _TYPES[key], target, random, year) for key in sorted(keys)}
    labels = {key: [column.label for column in table.indicators if column.key is key] for key in IndicatorKey}
    if labels[IndicatorKey.CAUSE] and random.random() < 0.3:
        values["causes"] = (random.choice(labels[IndicatorKey.CAUSE]),)
    if labels[IndicatorKey.LIKELIHOOD]:
        values["likelihood"] = random.choice(labels[IndicatorKey.LIKELIHOOD])
    if labels[IndicatorKey.OTHER]:
        values["others"] = {label: random.choice(lexicon.NOTES) for label in labels[IndicatorKey.OTHER]}
    return values


def _of_type(key: str, hint: object, target: Target, random: Random, year: int) -> object:
    kinds = get_args(hint)
    if Target in kinds:
        return reached(target, random, year)
    if Decimal in kinds:
        return Decimal(random.randint(2, 10))
    return random.choice(WORDS.get(key, lexicon.EXPLANATIONS)) if str in kinds else None


def _sharing(rows: list[Indicator], table: Indicators, random: Random, first: int) -> list[Indicator]:
    """Merge texts of neighbouring rows in one level 2, in the columns that the layout merges."""
    texts = [column.key.value for column in table.indicators if column.merges and column.key in _TEXTS]
    for at in range(1, len(rows)):
        above, here = rows[at - 1], rows[at]
        same = (above.level1, above.level2) == (here.level1, here.level2)
        for key in (key for key in texts if same and random.random() < _SHARED):
            origin = (rows[at - 1].merged_from or {}).get(key, first + at - 1)
            merged = {**(rows[at].merged_from or {}), key: origin}
            rows[at] = replace(rows[at], merged_from=merged, **{key: None})  # type: ignore[arg-type]
    return rows


_TEXTS = frozenset({IndicatorKey.EXPLANATION, IndicatorKey.NOTE, IndicatorKey.BASIS, IndicatorKey.SCORING})
