"""How a target could be printed instead: with another sign, or the same in plain signs.

A mend is proposed only where the new print reads as what is meant, in one cell of the row; a part of a longer target
has no cell of its own. Whether it is safe is for the rule to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from jiheng.model import Indicator, Operator, Target
from jiheng.rules.lexicon import OLD_NOTATION
from jiheng.rules.registry import Mend
from jiheng.values.numbers import plain_number
from jiheng.values.targets import parse_target, parse_target_cells

# How a list of types says a sign in words.
_WORDS: Final = {"≥": "大于等于", "≤": "小于等于", ">": "大于", "<": "小于", "=": "等于"}


def with_operator(row: Indicator, target: Target, operator: Operator, value: Decimal | None = None) -> Mend | None:
    """Return the mend that prints the number with this operator; None where no one cell of `row` can be changed so.

    With `value`, it is that number which is printed.
    """
    meant = replace(target, operator=operator, value=target.value if value is None else value)
    return next((mend for mend in _prints(row, meant) if _says(_reread(target, mend), meant)), None)


def in_plain_signs(row: Indicator, target: Target) -> Mend | None:
    """Return the safe mend that prints the same number in plain signs; None where no one cell can be changed so."""
    for mend in _prints(row, target):
        read = _reread(target, mend)
        if read is not None and is_plain(read) and _says(read, target):
            return replace(mend, safe=True)
    return None


def is_plain(target: Target) -> bool:
    """Whether the unit's own words are plain signs; a type that stands apart is picked from the region's list."""
    cells = target.cells
    own = target.raw if cells is None or cells.type is None else f"{cells.value or ''}{cells.unit or ''}"
    return OLD_NOTATION.search(own) is None


def _prints(row: Indicator, meant: Target) -> Iterator[Mend]:
    """Yield what could be printed in one cell so that the number is read as it is meant."""
    if row.target is None or meant.value is None or row.target.raw != meant.raw:
        return
    sign, number, unit = f"{meant.operator or ''}", plain_number(meant.value), meant.unit or ""
    cells = meant.cells
    if cells is None:
        yield Mend(f"{sign}{number}{unit}")
        return
    if sign:
        yield Mend(_WORDS.get(sign, sign) if cells.type in _WORDS.values() else sign, cell="cells/type")
    yield Mend(number, cell="cells/value")
    yield Mend(f"{sign}{number}", cell="cells/value")
    if cells.unit is not None and unit:
        yield Mend(unit, cell="cells/unit")


def _reread(target: Target, mend: Mend) -> Target | None:
    if mend.cell is None or target.cells is None:
        return parse_target(mend.text)
    printed = target.cells
    cells = {"type": printed.type, "value": printed.value, "unit": printed.unit}
    cells[mend.cell.removeprefix("cells/")] = mend.text
    return parse_target_cells(type=cells["type"], value=cells["value"], unit=cells["unit"])


def _says(read: Target | None, meant: Target) -> bool:
    if read is None:
        return False
    return (read.kind, read.operator, read.value, read.unit) == (meant.kind, meant.operator, meant.value, meant.unit)
