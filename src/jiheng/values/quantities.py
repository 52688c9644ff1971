"""Numbers with a comparison and a unit, and ranges: ≥95%, 不少于三次, 90%–95%, 3-5天, ±5%.

A quantity is read only where the grammar covers the whole text. Dates and grades are not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiheng.model import Operator
from jiheng.values.compact import Compact
from jiheng.values.numbers import read_literal
from jiheng.values.operators import RANGE_SEPARATORS, leading_operator, trailing_operator
from jiheng.values.percent import read_percent_words
from jiheng.values.units import follows_chinese_numeral, is_unit, read_chinese_amount

_BETWEEN = "之间"
# ≥3个（含）, 95%以上（含本数）: the bound itself counts, as ≥ and ≤ say already.
_INCLUSIVE = re.compile(r"\(含(?:本数)?\)$")
_WITH_BOUND = (None, Operator.AT_LEAST, Operator.AT_MOST)
_CALENDAR_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or with `upper` a range. `unit` is as printed."""

    value: Decimal
    unit: str | None
    operator: Operator | None = None
    upper: Decimal | None = None


def read_quantity(compact: Compact) -> Quantity | None:
    """Return the number or range that the whole text writes, None where the grammar does not cover it.

    >>> read_quantity(Compact.of("不少于三次"))
    Quantity(value=Decimal('3'), unit='次', operator=<Operator.AT_LEAST: '≥'>, upper=None)
    """
    inclusive = _INCLUSIVE.search(compact.text)
    if inclusive is None:
        return _read_compared(compact)
    quantity = _read_compared(compact.part(0, inclusive.start()))
    return quantity if quantity is not None and quantity.operator in _WITH_BOUND else None


def _read_compared(compact: Compact) -> Quantity | None:
    before, start = leading_operator(compact.text)
    behind, end = trailing_operator(compact.text)
    if start >= end or (before and behind and before is not behind):
        return None
    body = compact.part(start, end)
    operator = before or behind
    number = _read_number(body, compared=operator is not None)
    if number is not None:
        return Quantity(number.value, number.unit, operator)
    return _read_tolerance(body, operator) or (None if operator else _read_range(body))


def _read_number(body: Compact, *, compared: bool) -> Quantity | None:
    text = body.text
    words = read_percent_words(text)
    if words is not None:
        value, sign, end = words
        return Quantity(value, sign) if end == len(text) else None
    literal = read_literal(text)
    if literal is not None:
        return _with_unit(body, *literal)
    chinese = read_chinese_amount(text)
    return _chinese_with_unit(body, *chinese, compared=compared) if chinese else None


def _with_unit(body: Compact, value: Decimal, end: int) -> Quantity | None:
    rest = _without_brackets(body.part(end, len(body.text)))
    if not rest.text:
        return Quantity(value, None)
    is_calendar_year = rest.text == "年" and value in _CALENDAR_YEARS
    return Quantity(value, rest.printed) if is_unit(rest.text) and not is_calendar_year else None


def _chinese_with_unit(body: Compact, value: Decimal, end: int, *, compared: bool) -> Quantity | None:
    """Read 三次 and 十五; leave 十分, 一级 and a lone 一 alone unless they are compared with something."""
    rest = body.part(end, len(body.text))
    if compared or (not rest.text and end > 1) or follows_chinese_numeral(rest.text):
        return _with_unit(body, value, end)
    return None


def _without_brackets(rest: Compact) -> Compact:
    if rest.text.startswith("(") and rest.text.endswith(")"):
        return rest.part(1, len(rest.text) - 1)
    return rest


def _read_tolerance(body: Compact, operator: Operator | None) -> Quantity | None:
    """Read ±5% and ≤±5% as the range from −5 to 5."""
    if not body.text.startswith("±") or operator not in (None, Operator.AT_MOST):
        return None
    number = _read_number(body.part(1, len(body.text)), compared=True)
    return Quantity(-number.value, number.unit, upper=number.value) if number and number.value > 0 else None


def _read_range(body: Compact) -> Quantity | None:
    body = body.part(0, len(body.text) - len(_BETWEEN)) if body.text.endswith(_BETWEEN) else body
    for lower, upper in _halves(body):
        if lower.unit in (None, upper.unit) and lower.value <= upper.value:
            return Quantity(lower.value, upper.unit, upper=upper.value)
    return None


def _halves(body: Compact) -> Iterator[tuple[Quantity, Quantity]]:
    for separator in RANGE_SEPARATORS:
        at = body.text.find(separator, 1)
        while at != -1:
            lower = _read_number(body.part(0, at), compared=True)
            upper = _read_number(body.part(at + len(separator), len(body.text)), compared=True)
            if lower and upper:
                yield lower, upper
            at = body.text.find(separator, at + 1)
