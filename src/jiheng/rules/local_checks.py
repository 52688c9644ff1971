"""The four simple checks that a region may write as data: compare, required, pattern, sum.

Quantities are compared in one unit: money in 元, other numbers in the printed unit. A blank says nothing and is never
nought: what needs it does not apply. Knows neither files nor words of a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

from jiheng.model import Form, Money, Operator, Target, TargetKind
from jiheng.rules import local_shapes as shapes
from jiheng.rules.facts import Facts
from jiheng.rules.patterns import LONGEST, compiled
from jiheng.rules.registry import Amount, Check, Failed, Outcome, Step, failed, not_applicable, not_enough_data
from jiheng.values.money import YUAN_IN
from jiheng.values.wording import plain

_MIRRORED = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
_RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {"≤": le, "<": lt, "=": eq, "≥": ge, ">": gt, "≠": ne}


def check_of(said: shapes.Compare | shapes.Required | shapes.Match | shapes.Sum) -> Check:
    """Return the function that makes a check."""
    match said:
        case shapes.Compare():
            return lambda form, facts: _settled(_compared(said, form, facts))
        case shapes.Required():
            return lambda form, facts: _settled(_missed(said, form))
        case shapes.Match():
            return lambda form, facts: _settled(_mismatched(said, form))
        case shapes.Sum():
            return lambda form, facts: _settled(_summed(said, form, facts))


@dataclass(frozen=True, slots=True)
class _Found:
    """A number of the form and where it stands; `unit` is 元 for all money, `printed` the unit that is shown."""

    value: Decimal
    unit: str | None
    printed: str | None
    owner: object
    field: str | None
    words: str
    is_count: bool = False


# A check yields what it found, and True for everything that it looked at and found right.
_Verdicts = Iterator[Outcome | bool]


def _settled(verdicts: _Verdicts) -> Iterator[Outcome]:
    """Yield what is wrong; where nothing could be looked at, say that the rule does not apply."""
    looked = False
    for verdict in verdicts:
        looked = True
        if not isinstance(verdict, bool):
            yield verdict
    if not looked:
        yield not_applicable()


def _compared(said: shapes.Compare, form: Form, facts: Facts) -> _Verdicts:
    for owner in _owners(said, form):
        left, right = (_quantity(one, form, facts, owner) for one in (said.left, said.right))
        if left is None or right is None:
            continue
        if not _comparable(left, right):
            yield not_enough_data("unit")
        elif _RELATIONS[said.operator](left.value, right.value):
            yield True
        else:
            yield _unlike(left, right, said.operator)


def _unlike(left: _Found, right: _Found, relation: str) -> Failed:
    """Blame the left side, or the right one where the left is no part of the form."""
    blamed, other = (left, right) if left.owner is not None else (right, left)
    wanted = relation if blamed is left else _MIRRORED.get(relation, relation)
    expected = Amount(_in_unit_of(blamed, other), blamed.printed, Operator(wanted)) if wanted != "≠" else None
    beside = (other.owner,) if other.owner is not None and other.owner is not blamed.owner else ()
    found = Amount(blamed.value, blamed.printed) if blamed.is_count else None
    steps = tuple(_step(one) for one in (left, right))
    return failed(blamed.owner, blamed.field, expected=expected, found=found, because=steps, beside=beside)


def _step(one: _Found) -> Step:
    return Step(one.words, Amount(_in_unit_of(one, one), one.printed))


def _missed(said: shapes.Required, form: Form) -> _Verdicts:
    if said.field is None:
        found = len(list(_rows(said.each or "indicators", said.where, form)))
        wanted = "、".join(text for _, text in said.where if text is not None)
        yield found >= said.at_least or failed(
            form, said.each, expected=f"{wanted}至少{said.at_least}项", found=f"{found}项"
        )
        return
    for owner in _owners(said, form):
        holder, name, value = _located(owner, said.field)
        printed = getattr(value, "raw", value)
        yield bool(str(printed if printed is not None else "").strip() and value != ()) or failed(holder, name)


def _mismatched(said: shapes.Match, form: Form) -> _Verdicts:
    pattern = compiled(said.must or said.must_not or "")
    for owner in _owners(said, form):
        holder, name, value = _located(owner, said.field)
        text = getattr(value, "raw", value)
        if value is None or text == "":
            continue
        if len(str(text)) > LONGEST:
            yield not_enough_data("shorter_text")
            continue
        found = pattern.search(str(text))
        wrong = failed(holder, name, found=found[0] if found else None)
        yield (found is not None) == (said.must is not None) or wrong


def _summed(said: shapes.Sum, form: Form, facts: Facts) -> _Verdicts:
    whole = _quantity(said.whole, form, facts, form)
    parts = list(_parts(said.parts, form, facts))
    if whole is None or not parts:
        return
    if not all(_comparable(part, whole) for part in parts):
        yield not_enough_data("unit")
        return
    together = sum((part.value for part in parts), Decimal())
    steps = tuple(_step(part) for part in parts)
    expected = Amount(together / _factor(whole), whole.printed)
    owner, name = (whole.owner, whole.field) if whole.owner is not None else (form, None)
    yield abs(together - whole.value) <= said.within * _factor(whole) or failed(
        owner, name, expected=expected, because=steps
    )


def _parts(said: Sequence[shapes.Quantity] | shapes.PartsOf, form: Form, facts: Facts) -> Iterator[_Found]:
    if isinstance(said, shapes.PartsOf):
        found = (
            _measured(*_located(row, said.field), words=_row_name(row)) for row in _rows(said.each, said.where, form)
        )
    else:
        found = (_quantity(one, form, facts, form) for one in said)
    yield from (one for one in found if one is not None)


def _owners(said: shapes.Rowed, form: Form) -> Iterator[object]:
    yield from (form,) if said.each is None else _rows(said.each, said.where, form)


def _rows(name: str, where: shapes.Where, form: Form) -> Iterator[object]:
    wanted = [(key, plain(text)) for key, text in where if text is not None]
    for row in getattr(form, name):
        if all(_is_meant(row, key, text) for key, text in wanted):
            yield row


def _is_meant(row: object, key: str, text: str) -> bool:
    printed = plain(str(getattr(row, key.removesuffix("_contains"), None) or ""))
    return text in printed if key.endswith("_contains") else printed == text


def _located(owner: object, field: str) -> tuple[object, str, object]:
    """Return what holds the last name of a dotted field, that name, and its value; a part may be missing."""
    *parts, last = field.split(".")
    for part in parts:
        inner = getattr(owner, part)
        if inner is None:
            return owner, part, None
        owner = inner
    return owner, last, getattr(owner, last)


def _quantity(said: shapes.Quantity, form: Form, facts: Facts, owner: object) -> _Found | None:
    found = _plain_quantity(said, form, facts, owner)
    if found is None or said.times == 1:
        return found
    words = f"{found.words} × {said.times.normalize():f}"
    return replace(found, value=found.value * said.times, words=words)


def _plain_quantity(said: shapes.Quantity, form: Form, facts: Facts, owner: object) -> _Found | None:
    if said.number is not None:
        return _number(said.number, said.unit, "规定的数")
    if said.parameter is not None:
        return _number(facts.number(said.parameter, form), said.unit, said.parameter)
    if said.count is not None:
        count = sum(1 for _ in _rows(said.count.each, said.count.where, form))
        return _Found(Decimal(count), said.unit, said.unit, form, said.count.each, "行数", is_count=True)
    if said.indicator is not None:
        row = next(iter(_rows("indicators", shapes.Where(name=said.indicator), form)), None)
        return _measured(row, said.column, getattr(row, said.column), said.indicator) if row is not None else None
    return _measured(*_located(owner, said.field or ""), words=_row_name(owner) or said.field or "")


def _number(value: Decimal, unit: str | None, words: str) -> _Found:
    factor = YUAN_IN.get(unit or "")
    return _Found(value * (factor or 1), "元" if factor else unit, unit, None, None, words)


def _measured(owner: object, field: str, value: object, words: str) -> _Found | None:
    """Return the number that a value of the form holds, if it is one."""
    match value:
        case Money(amount=Decimal() as amount):
            found = _number(amount, value.unit, words)
        case Target(kind=TargetKind.NUMBER, value=Decimal() as amount):
            found = _number(amount, value.unit, words)
        case Decimal() | int():
            found = _number(Decimal(value), None, words)
        case tuple():
            found = _number(Decimal(len(value)), None, words)
        case _:
            return None
    return replace(found, owner=owner, field=field, is_count=isinstance(value, tuple))


def _comparable(one: _Found, other: _Found) -> bool:
    """Whether two numbers are of one kind; a number without a unit is of the other's, unless that is money."""
    return one.unit == other.unit or (None in (one.unit, other.unit) and "元" not in (one.unit, other.unit))


def _factor(one: _Found) -> Decimal:
    return YUAN_IN.get(one.printed or "", Decimal(1))


def _in_unit_of(shown: _Found, one: _Found) -> Decimal:
    """Return the number of `one` in the unit in which another is printed."""
    return one.value / _factor(shown)


def _row_name(row: object) -> str:
    return str(getattr(row, "name", None) or "")
