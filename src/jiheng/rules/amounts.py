"""Family B, amounts that the words tell: a sum, the money of a goal, the money of the year and of all years.

An amount belongs to the words of its own clause. What money a sentence is about is told by a few plain words; where
they are absent, or several amounts stand in one clause, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiheng.language.lexicon import any_of
from jiheng.model import Form, Kind, Money, Operator, Severity, Task
from jiheng.rules import basis
from jiheng.rules.cells import texts
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import CLAUSE, bare
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, failed, not_applicable, not_enough_data, rule
from jiheng.values.money import YUAN_IN, find_money, same_amount

_SUM_NAMES = ("合计", "总计", "小计", "总额")
# What stands straight before the money of a project itself.
_NEEDED = re.compile(
    r"(?:预算数?|经费|所需资金|申请(?:财政)?资金|安排(?:财政|项目|专项)?资金|项目资金|专项资金|总费用|共需(?:资金)?)"
    r"(?:共计|合计|总计|总额|共|为|约|计|达)?$"
)
_YEARS_TOGETHER = re.compile(
    r"分[二两三四五2-5]个?年|(20\d\d)年?[-—–~～至到]+(?!\1)20\d\d(?!.{0,8}(?:规划|计划|纲要|方案))|[二两三四五2-5]年(?:共|合计|总)"
)


# Of one task there is nothing to add up.
@rule(
    id="amounts.sum-printed",
    checks=("B09", "B04"),
    severity=Severity.WARNING,
    title="列出各项金额的，应写明合计",
    basis=basis.COMPLETE,
    advice="在各项任务（项目）之后写明合计金额，并与部门预算核对一致。",
    example="以上5个项目合计预算326.80万元",
    about=("tasks",),
    stages=SETTING,
    kinds=(Kind.OVERALL,),
)
def sum_printed(form: Form, facts: Facts) -> Iterator[Outcome]:
    amounts = [(task, task.amount) for task in form.tasks if task.amount is not None and not _is_sum(task)]
    has_total = form.budget is not None and (form.budget.total or form.budget.project)
    if len(amounts) < 2 or has_total or form.funding:
        yield not_applicable()
        return
    sums = [task.amount for task in form.tasks if _is_sum(task) and task.amount is not None]
    together = _added([money for _, money in amounts])
    if together is None:
        yield not_enough_data("tasks.amount")
    elif not any(same_amount(one, together) for one in (*sums, *_told(form))):
        steps = tuple(Step(task.name or "任务", money) for task, money in amounts)
        expected = Amount(together.amount or Decimal(0), together.unit)
        yield failed(form, "tasks", found=sums[0] if sums else "没有合计", expected=expected, because=steps)


def _is_sum(task: Task) -> bool:
    return bare(task.name).endswith(_SUM_NAMES)


def _added(amounts: list[Money]) -> Money | None:
    """Return the sum of amounts printed in one unit, or in none; None where one cannot be read or they differ."""
    if any(money.amount is None or money.unit != amounts[0].unit for money in amounts):
        return None
    total = sum((money.amount for money in amounts if money.amount is not None), Decimal(0))
    unit = amounts[0].unit
    return Money("", total, unit, total * YUAN_IN[unit] if unit in YUAN_IN else None)


def _told(form: Form) -> Iterator[Money]:
    for _, _, text in texts(form):
        if "元" in text:
            yield from find_money(text)


@rule(
    id="amounts.goal-within-budget",
    checks=("B10",),
    severity=Severity.WARNING,
    title="绩效目标涉及的资金不应大于预算",
    basis=basis.MATCHED,
    advice="核对绩效目标里的金额与预算数；其中有其他来源或其他年度资金的，分别写明。",
    example="预算86万元；目标：安排经费86万元，更换管道3.2公里",
    about=("goals", "budget"),
    stages=SETTING,
)
def goal_within_budget(form: Form, facts: Facts) -> Iterator[Outcome]:
    told = [(goal, money) for goal in form.goals for money in _needed(goal.text)]
    whole = _largest(form)
    if not told:
        yield not_applicable()
    elif whole is None:
        yield not_enough_data("budget")
    else:
        for goal, money in told:
            if money.yuan is not None and money.yuan > (whole.yuan or 0):
                steps = (Step("目标所说的金额", money), Step("预算", whole))
                most = _in_unit_of(money, whole, Operator.AT_MOST)
                yield failed(goal, "text", found=money, expected=most, because=steps, beside=(whole,))


def _largest(form: Form) -> Money | None:
    """Return the largest amount that the form prints for the whole: of the year, or of all years of a project."""
    printed = (one.total for one in (form.budget, form.long_term_budget) if one is not None)
    return max((one for one in printed if one is not None and one.yuan), key=_yuan, default=None)


def _yuan(money: Money) -> Decimal:
    return money.yuan or Decimal(0)


def _needed(text: str) -> Iterator[Money]:
    """Yield the amounts that a goal says it needs; money that it is to bring in is no need."""
    for clause in _clauses(text):
        amounts = find_money(clause)
        if len(amounts) != 1 or any_of("projects", "gain").search(clause) or any_of("costs", "brought").search(clause):
            continue
        before, _, _ = clause.partition(amounts[0].raw)
        if _NEEDED.search(bare(before)) is not None:
            yield amounts[0]


def _clauses(text: str) -> list[str]:
    return [clause for clause in CLAUSE.split(text) if "元" in clause]


def _in_unit_of(like: Money, money: Money, operator: Operator | None = None) -> Amount:
    return Amount(_yuan(money) / YUAN_IN[like.unit or "元"], like.unit, operator)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words say of a project's money: of the year, of all years, and whether there are several years."""

    year: Money | None
    whole: Money | None
    several: bool


@rule(
    id="amounts.year-is-not-the-whole",
    checks=("B16",),
    severity=Severity.ERROR,
    title="年度金额不应与总投资、累计金额混淆",
    basis=basis.COMPLETE,
    advice="预算数只填本年度安排的金额；总投资和以前年度的金额在项目概况中另写。",
    example="总投资1200万元（2024—2026年），本年度预算数400万元",
    about=("budget",),
    stages=SETTING,
)
def year_is_not_the_whole(form: Form, facts: Facts) -> Iterator[Outcome]:
    total = form.budget.total if form.budget is not None else None
    of_all_years = form.long_term_budget.total if form.long_term_budget is not None else None
    told = _money_told(form)
    if total is None or not total.yuan or (of_all_years is None and told.whole is None):
        yield not_applicable()
        return
    if of_all_years is not None and of_all_years.yuan is not None and total.yuan > of_all_years.yuan:
        steps = (Step("年度金额", total), Step("各年合计", of_all_years))
        most = _in_unit_of(total, of_all_years, Operator.AT_MOST)
        yield failed(total, expected=most, because=steps, beside=(of_all_years,))
    elif told.whole is not None and same_amount(total, told.whole) is True:
        yield from _whole_taken_for_year(total, told)


def _whole_taken_for_year(total: Money, told: _Told) -> Iterator[Outcome]:
    whole = Step("文字所说的总投资（累计）", told.whole)
    if told.year is not None and _yuan(told.year) < _yuan(total):
        yield failed(
            total, expected=_in_unit_of(total, told.year), because=(whole, Step("文字所说的本年金额", told.year))
        )
    elif told.year is None and told.several:
        yield failed(total, expected="本年度安排的金额", because=(whole, Step("项目跨年度")))


def _money_told(form: Form) -> _Told:
    """Return what goals, purpose and particulars say; an amount that they state twice differently is unknown."""
    owners = [*(goal.text for goal in form.goals), *(one.text for one in form.particulars)]
    said = [*owners, (form.budget.purpose if form.budget is not None else None) or ""]
    whole: list[Money] = []
    year: list[Money] = []
    for clause in (clause for text in said for clause in _clauses(text)):
        amounts = find_money(clause)
        is_whole = any_of("costs", "whole").search(bare(clause)) is not None
        is_year = _is_of_year(bare(clause), form.year)
        if len(amounts) == 1 and is_whole != is_year:
            (whole if is_whole else year).append(amounts[0])
    several = any(_YEARS_TOGETHER.search(bare(text)) is not None for text in said)
    return _Told(_only(year), _only(whole), several)


def _is_of_year(clause: str, year: int | None) -> bool:
    of_year = any_of("costs", "this_year").search(clause) is not None or (year is not None and f"{year}年" in clause)
    is_all = any_of("costs", "part").search(clause) is None
    return of_year and is_all and any_of("costs", "fund").search(clause) is not None


def _only(amounts: list[Money]) -> Money | None:
    return amounts[0] if amounts and all(same_amount(amounts[0], one) for one in amounts) else None
