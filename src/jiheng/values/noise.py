"""Numbers that a spreadsheet's binary arithmetic left behind: 0.0900000762939453 where somebody typed 9%.

The number stays as it is printed; what was typed is proposed to a person. Units are copied and not looked into, but for
the percent sign.
"""

from __future__ import annotations

from decimal import Decimal

from jiheng.model import Target, TargetKind
from jiheng.values.numbers import plain_number

_FEWEST_PLACES = 9
_MOST_TYPED = 4
# A number of single precision keeps about seven digits.
_PRECISION = Decimal("1e-6")
_SHARES = (None, "%")


def without_noise(target: Target) -> tuple[str, ...]:
    """Return what may have been typed instead of a number with a long tail; empty where there is no such tail.

    >>> without_noise(Target("", TargetKind.NUMBER, value=Decimal("0.0900000762939453")))
    ('9%', '0.09')
    """
    value = target.value
    if target.kind is not TargetKind.NUMBER or value is None or -_exponent(value) < _FEWEST_PLACES:
        return ()
    typed = next((short for short in _shortened(value) if abs(value - short) <= _PRECISION * abs(value)), None)
    if typed is None:
        return ()
    share = target.unit in _SHARES and abs(typed) <= 1
    numbers = [f"{plain_number(typed * 100)}%"] if share else []
    sign = target.operator.value if target.operator else ""
    return tuple(f"{sign}{number}" for number in (*numbers, f"{plain_number(typed)}{target.unit or ''}"))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _shortened(value: Decimal) -> list[Decimal]:
    return [round(value, places) for places in range(_MOST_TYPED + 1)]
