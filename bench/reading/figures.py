"""Invented amounts and targets. What each of them says is known by construction, without the product's grammar."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from bench.reading import lexicon

from jiheng.model import Money, Operator, Target, TargetCells, TargetKind

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
PERCENT = "%"
CENT = Decimal("0.01")


def money(amount: Decimal, unit: str | None) -> Money:
    """Return an amount printed plainly."""
    return Money(f"{amount}", amount, unit, amount * YUAN[unit] if unit else None)


def some_money(random: Random, unit: str | None, least: int = 20, most: int = 2000) -> Money:
    """Return an amount of so many 万元, in the unit asked for."""
    amount = Decimal(random.randint(least * 100, most * 100)) / 100
    return money((amount * 10_000 if unit == "元" else amount).quantize(CENT), unit)


def number(operator: str, value: Decimal, unit: str) -> Target:
    """Return a target of a number as a cell shows it."""
    return Target(f"{operator}{value}{unit}", TargetKind.NUMBER, Operator(operator), value, unit=unit)


def grade(random: Random) -> Target:
    """Return a target of words."""
    raw = random.choice(lexicon.GRADES)
    return Target(raw, TargetKind.GRADE, text=raw)


def dated(random: Random, year: int) -> Target:
    """Return a target that is a last day."""
    month = random.randint(3, 12)
    raw = random.choice((f"{month}月底前", f"{year}年{month}月底前"))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Target(raw, TargetKind.DATE, Operator.AT_MOST, text=raw, date=last)


def rate(random: Random) -> Target:
    return number(random.choice(("≥", "=")), Decimal(random.choice((85, 90, 95, 98, 100))), PERCENT)


def figure(random: Random) -> Decimal:
    """Return a count, now and then with a decimal."""
    whole = Decimal(random.choice((random.randint(1, 60), random.randint(100, 6000))))
    return whole + Decimal(random.randint(1, 9)) / 10 if random.random() < 0.15 else whole


def suited(level2: str, random: Random, year: int) -> tuple[str, Target]:
    """Return a name and a target as they stand under such a 二级指标."""
    if "数量" in level2:
        return counted(random)
    if "时效" in level2:
        return random.choice(lexicon.DATED), dated(random, year)
    if "成本" in level2:
        return random.choice(lexicon.PAID), number("≤", figure(random), random.choice(("万元", "元")))
    if "满意" in level2:
        return random.choice(lexicon.SATISFIED), number("≥", Decimal(random.randint(80, 98)), PERCENT)
    if "质量" in level2:
        return random.choice(lexicon.RATED), rate(random)
    if "效益" in level2 or "可持续" in level2:
        return random.choice(lexicon.BENEFITS), grade(random)
    return random.choice((counted(random), (random.choice(lexicon.RATED), rate(random))))


def counted(random: Random) -> tuple[str, Target]:
    name, unit = random.choice(lexicon.COUNTED)
    return name, number(random.choice(("≥", "=", ">")), figure(random), unit)


def in_cells(target: Target) -> Target:
    """Return the target as a layout prints it that has type, value and unit in cells of their own."""
    if target.value is None or target.operator is None:
        return replace(target, cells=TargetCells("定性", target.raw, "/"))
    return replace(target, cells=TargetCells(target.operator.value, str(target.value), target.unit))


def reached(target: Target, random: Random, year: int) -> Target:
    """Return what was reached of a target: a number near it, without an operator; words stay words."""
    if target.kind is TargetKind.NUMBER and target.value is not None:
        value = target.value if random.random() < 0.6 else target.value + random.randint(1, 5)
        return Target(f"{value}{target.unit}", TargetKind.NUMBER, value=value, unit=target.unit)
    return dated(random, year) if target.kind is TargetKind.DATE else replace(target, cells=None)


def spent(random: Random) -> Target:
    """Return a rate of spending."""
    value = Decimal(random.randint(4000, 10000)) / 100
    return Target(f"{value}%", TargetKind.NUMBER, value=value, unit=PERCENT)
