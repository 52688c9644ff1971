"""Family B, how amounts are printed: in one declared unit, with their decimals.

Whether the amounts are right is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jiheng.model import Form, Money, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import money_cells
from jiheng.rules.facts import Facts
from jiheng.rules.registry import SETTING, Amount, Mend, Outcome, Step, failed, not_applicable, rule
from jiheng.values.money import YUAN_IN, find_money
from jiheng.values.numbers import plain_number


@rule(
    id="money.unit-declared",
    checks=("B07",),
    severity=Severity.ERROR,
    title="金额应注明单位",
    basis=basis.COMPLETE,
    advice="在表头或栏目名称中注明“单位：万元”或“单位：元”。",
    example="单位：万元",
)
def unit_declared(form: Form, facts: Facts) -> Iterator[Outcome]:
    amounts = [money for money in money_cells(form) if money.amount is not None]
    if not amounts:
        yield not_applicable()
    # The unit is declared once for the form, so its absence is one defect however many cells there are.
    without = next((money for money in amounts if money.unit is None), None)
    if without is not None:
        yield failed(without, expected="注明“单位：万元”或“单位：元”")


@rule(
    id="money.one-unit",
    checks=("B07",),
    severity=Severity.WARNING,
    title="同一张表的金额应使用同一单位",
    basis=basis.COMPLETE,
    advice="把金额统一换算成表头注明的单位。",
    example="全表以万元填写：其他资金 0万元",
)
def one_unit(form: Form, facts: Facts) -> Iterator[Outcome]:
    cells = [money for money in money_cells(form) if money.unit is not None]
    if not cells:
        yield not_applicable()
        return
    declared, first = cells[0].unit or "", (cells[0],)
    steps = (Step("表内第一处金额的单位", declared),)
    for money in cells:
        if money.unit != declared:
            mend = Mend(_in(declared, money)) if money.yuan is not None else None
            yield failed(money, expected=declared, found=money.unit, because=steps, beside=first, mend=mend)
    purpose = (form.budget.purpose if form.budget is not None else None) or ""
    others = [told for told in find_money(purpose) if told.unit != declared]
    for told in others:
        once = len(others) == 1 and purpose.count(told.raw) == 1 and told.yuan is not None
        mend = Mend(purpose.replace(told.raw, _in(declared, told))) if once else None
        yield failed(form.budget, "purpose", found=told, expected=declared, because=steps, beside=first, mend=mend)


def _in(unit: str, money: Money) -> str:
    return f"{plain_number((money.yuan or Decimal(0)) / YUAN_IN[unit])}{unit}" if unit in YUAN_IN else money.raw


@rule(
    id="money.precision",
    checks=("B08",),
    severity=Severity.WARNING,
    title="金额的小数位数不应过少",
    basis=basis.COMPLETE,
    advice="照预算批复填写，不要先四舍五入：以万元为单位的填足小数位数，以元为单位的填整元，或填两位小数（到分）。",
    example="1055.42万元；或 10554236.18元",
    stages=SETTING,
    needs=("parameters.fewest_decimals_of_ten_thousand_yuan",),
)
def precision(form: Form, facts: Facts) -> Iterator[Outcome]:
    # An amount told in a sentence, 1.7万元, is as short as the sentence wants; a column of a table is not.
    amounts = [money for money in money_cells(form) if money.unit in YUAN_IN and not money.raw.endswith("元")]
    if not amounts:
        yield not_applicable()
        return
    fewest = facts.number("fewest_decimals_of_ten_thousand_yuan", form)
    # One choice of the whole form: the first cell stands for all.
    rough = next((money for money in amounts if _is_rough(money, fewest)), None)
    if rough is not None:
        expected = ("整元", "两位小数") if rough.unit == "元" else Amount(fewest, "位小数", Operator.AT_LEAST)
        yield failed(rough, expected=expected)


_DECIMALS = re.compile(r"[.．](\d+)")


def _is_rough(money: Money, fewest: Decimal) -> bool:
    printed = _DECIMALS.search(money.raw)
    decimals = len(printed[1]) if printed is not None else 0
    # Nothing is exactly nothing.
    if money.amount == 0:
        return False
    return decimals == 1 if money.unit == "元" else decimals < fewest
