"""The cells of a form that several rules look at: text cells, money cells, numbers aimed at.

It knows which attribute holds what, not what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from jiheng.layouts import levels
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.levels import Scheme
from jiheng.layouts.schema import Direction, Layout
from jiheng.model import Budget, Form, Indicator, Money, Operator, Target, TargetKind
from jiheng.rules.lexicon import PERCENT_UNITS, direction, ends
from jiheng.values.money import YUAN_IN

ALL = Decimal(100)
# Python 3.11 finds a member of an enumeration by a function, and many rules ask for the numbers of every row.
_NUMBER = TargetKind.NUMBER
FROM_BELOW = (Operator.AT_LEAST, Operator.MORE)
FROM_ABOVE = (Operator.AT_MOST, Operator.LESS)
TEXT_COLUMNS = ("explanation", "note", "basis", "scoring")
_MONEY = tuple(field.name for field in fields(Budget) if field.name != "purpose")


def texts(form: Form) -> Iterator[tuple[object, str, str]]:
    """Yield every text that the unit wrote as (owner, attribute, text); level names are the region's words."""
    owners: tuple[tuple[tuple[object, ...], tuple[str, ...]], ...] = (
        ((form,), ("responsibilities",)),
        ((form.unit, form.project), ("name",)),
        (form.goals + form.results + form.measures + form.particulars, ("text",)),
        (form.tasks, ("name", "content", "result", "note")),
        ((form.budget,), ("purpose",)),
        (form.indicators, ("name", *TEXT_COLUMNS, "deviation")),
    )
    for members, names in owners:
        for member in members:
            for name in names:
                text = getattr(member, name, None)
                if text:
                    yield member, name, text


def told_of(form: Form, row: Indicator) -> Iterator[str]:
    """Yield what the text columns say of a row; a cell that is merged downwards speaks of every row it spans."""
    merged = row.merged_from or {}
    for column in TEXT_COLUMNS:
        owner = form.indicators[merged[column]] if column in merged else row
        text: str | None = getattr(owner, column)
        if text:
            yield text


def said(form: Form) -> str:
    """Return all texts that the unit wrote in one, to see at a glance that what is rare is nowhere in them."""
    return "\n".join(text for _, _, text in texts(form))


def money_cells(form: Form) -> Iterator[Money]:
    """Yield every printed money cell: of the tasks, of the budgets, then of the table of funds."""
    owners: tuple[tuple[tuple[object, ...], tuple[str, ...]], ...] = (
        (form.tasks, ("amount", "fiscal", "other")),
        ((form.budget, form.long_term_budget), _MONEY),
        (form.funding, ("initial", "budget", "executed", "expected")),
    )
    for members, names in owners:
        for member in members:
            yield from (money for name in names if isinstance(money := getattr(member, name, None), Money))


def numbers(row: Indicator) -> Iterator[tuple[Target, Decimal]]:
    """Yield the single numbers that a row aims at, each with its target; a composite target has several."""
    parts = (row.target.parts or (row.target,)) if row.target is not None else ()
    for part in parts:
        if part.kind is _NUMBER and part.value is not None:
            yield part, part.value


def percents(row: Indicator) -> Iterator[tuple[Target, Decimal]]:
    """Yield the numbers of a row that are percentages."""
    return ((target, value) for target, value in numbers(row) if target.unit in PERCENT_UNITS)


def floors(row: Indicator) -> Iterator[tuple[Target, Decimal]]:
    """Yield the percentages that the actual value must reach: those that do not only bound it from above."""
    return ((target, value) for target, value in percents(row) if not bounds_from_above(target))


def yuan_aimed_at(row: Indicator) -> Iterator[tuple[Target, Decimal]]:
    """Yield the amounts of money that a row aims at, in yuan."""
    return ((target, value * YUAN_IN[target.unit]) for target, value in numbers(row) if target.unit in YUAN_IN)


def named(form: Form, endings: tuple[str, ...]) -> Iterator[Indicator]:
    """Yield the rows whose name is, or ends with, one of `endings`."""
    return (row for row in form.indicators if ends(row.name, endings))


def bounds_from_above(target: Target) -> bool:
    return target.operator in FROM_ABOVE


def scheme_of(layout: Layout | None) -> Scheme | None:
    """Return the names of the region's levels and fixed rows, in which the reader looks them up too."""
    return levels.scheme_of(layout) if layout is not None else None


def may_print(layout: Layout | None, key: IndicatorKey) -> bool:
    """Whether the region's form has a column for this; of a form without a known layout nobody can say that not."""
    if layout is None:
        return True
    return any(column.key is key for table in layout.tables for column in table.indicators)


def usual_operator(way: Direction | None, target: Target) -> Operator | None:
    """Return the sign that a target in this direction usually has: a share of all is exactly all."""
    if way is Direction.UP and target.value == ALL and target.unit in PERCENT_UNITS:
        return Operator.EQUAL
    return {Direction.UP: Operator.AT_LEAST, Direction.DOWN: Operator.AT_MOST, None: None}[way]


def better(scheme: Scheme | None, row: Indicator) -> Direction | None:
    """Return which way is better: as the region says, else as the name tells."""
    fixed = scheme.frame_row(row.name) if scheme is not None else None
    return fixed.direction if fixed is not None and fixed.direction is not None else direction(row.name)
