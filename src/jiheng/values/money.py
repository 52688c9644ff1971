"""How people write money: an amount, with its unit beside it or in the heading of its column.

Amounts in different units are compared only after conversion, and never where one unit is unknown. Foreign money is
not known here: 美元 is kept as a unit and has no yuan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jiheng.model import Money, Place
from jiheng.values.compact import Compact, fold
from jiheng.values.numbers import read_literal, without_trailing_zeros
from jiheng.values.units import read_chinese_amount
from jiheng.values.wording import plain

YUAN_IN = {
    "元": Decimal(1),
    "千元": Decimal("1E+3"),
    "万元": Decimal("1E+4"),
    "百万元": Decimal("1E+6"),
    "千万元": Decimal("1E+7"),
    "亿元": Decimal("1E+8"),
}
_UNIT = re.compile("|".join(sorted(YUAN_IN, key=len, reverse=True)))
_DECLARED = re.compile(rf"(?:金额|计量|货币)?单位:({_UNIT.pattern})")
_ORNAMENTS = ("人民币", "¥", "￥", "RMB")
_NUMBER_START = re.compile(r"[0-9]|[零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]")
_INSIDE_NUMBER = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿.,]")


def parse_money(raw: str, *, unit: str | None, place: Place) -> Money | None:
    """Return the amount of a cell; None where the cell is blank.

    `unit` is the one that the column or the form prints; one printed with the amount wins. Text in the cell is kept
    as `raw` and has no amount.

    >>> parse_money("11,961,500.0", unit="元", place=Place()).yuan
    Decimal('11961500')
    >>> parse_money("1.7万元", unit="元", place=Place()).yuan
    Decimal('17000')
    """
    printed = raw.strip()
    if not printed:
        return None
    found = _read(printed)
    if found is None:
        return Money(raw=printed, place=place)
    amount, own = found
    return _money(printed, amount, own or unit, place)


def amount_of(raw: str) -> Decimal | None:
    """Return the number in a cell that says nothing but an amount, in whatever unit; None for any other cell.

    >>> amount_of("1.7万元"), amount_of("另行核定"), amount_of("")
    (Decimal('1.7'), None, None)
    """
    found = _read(raw.strip())
    return found[0] if found is not None else None


def find_money(sentence: str) -> tuple[Money, ...]:
    """Return the amounts that stand with their unit inside running text, in order; prices per something are left out.

    >>> [money.raw for money in find_money("共需3.2万元，其中财政3万元，自筹2千元；补助300元/人")]
    ['3.2万元', '3万元', '2千元']
    """
    return tuple(_amounts(Compact.of(sentence)))


def same_amount(one: Money, other: Money) -> bool | None:
    """Tell whether two amounts are equal; None where they cannot be compared.

    >>> same_amount(Money("1", Decimal(1), "万元", Decimal(10000)), Money("1", Decimal(1)))
    """
    if one.amount is None or other.amount is None:
        return None
    if one.yuan is not None and other.yuan is not None:
        return one.yuan == other.yuan
    return one.amount == other.amount if one.unit == other.unit else None


@lru_cache(maxsize=1024)
def money_unit_of(text: str) -> str | None:
    """Return the unit of a line that says nothing but the money unit.

    >>> money_unit_of("金额单位：万元")
    '万元'
    """
    found = _DECLARED.fullmatch(plain(text).strip("()"))
    return found[1] if found else None


# One cell is asked several times whether it holds an amount.
@lru_cache(maxsize=1024)
def _read(printed: str) -> tuple[Decimal, str] | None:
    text = _without_ornament(fold(printed))
    found = read_literal(text) or read_chinese_amount(text)
    if found is None:
        return None
    amount, end = found
    own = text[end:]
    return (amount, own) if not own or own in YUAN_IN else None


def _money(raw: str, amount: Decimal, unit: str | None, place: Place) -> Money:
    factor = YUAN_IN.get(unit) if unit else None
    yuan = None if factor is None else without_trailing_zeros(amount * factor)
    return Money(raw=raw, amount=amount, unit=unit, yuan=yuan, place=place)


def _without_ornament(text: str) -> str:
    for ornament in _ORNAMENTS:
        if text.startswith(ornament):
            return text[len(ornament) :]
    return text


def _amounts(compact: Compact) -> Iterator[Money]:
    at = 0
    while (start := _NUMBER_START.search(compact.text, at)) is not None:
        found = _amount_at(compact, start.start())
        if found is None:
            at = _behind_number(compact.text, start.start())
        else:
            money, at = found
            yield money


def _amount_at(compact: Compact, start: int) -> tuple[Money, int] | None:
    found = read_literal(compact.text, start) or read_chinese_amount(compact.text, start)
    unit = _UNIT.match(compact.text, found[1]) if found else None
    if found is None or unit is None or compact.text.startswith("/", unit.end()):
        return None
    raw = compact.part(start, unit.end()).raw_slice
    return _money(raw, found[0], unit[0], Place()), unit.end()


def _behind_number(text: str, start: int) -> int:
    """Step over a number that is no amount as a whole, so that no tail of it is taken for one."""
    end = start + 1
    while end < len(text) and _INSIDE_NUMBER.match(text[end]):
        end += 1
    return end
