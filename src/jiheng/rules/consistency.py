"""Family G: the targets of one form do not contradict one another, its plan, its money or its narrative.

The rates are tied by what they measure: what is executed, what is saved and what is carried over make the whole
budget. Each rule names the identity it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jiheng.model import Budget, Form, Goal, Indicator, Kind, Operator, Severity, Target
from jiheng.rules import basis
from jiheng.rules.cells import ALL, bounds_from_above, floors, named, percents, yuan_aimed_at
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import (
    CARRY_OVER,
    CARRY_OVER_CHANGE,
    CLAUSE,
    RATES_OVER_PROJECTS,
    SPENT_AMOUNT,
    THREE_PUBLIC_CHANGE,
    WHOLE_WORK,
    WORK_LEVELS,
    bare,
    ends,
    is_execution,
    is_saving,
)
from jiheng.rules.mends import with_operator
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, failed, not_applicable, not_enough_data, rule
from jiheng.values.money import same_amount
from jiheng.values.percent import parse_percent


# Saved share = 100 % − executed share of the same budget.
@rule(
    id="consistency.saving-within-execution",
    checks=("G01", "G04"),
    severity=Severity.ERROR,
    title="成本节约率不应大于 100% 减预算执行率",
    basis=basis.ARITHMETIC,
    advice="两项不能同时达到：按实际测算改低节约率，或改低预算执行率。",
    example="预算执行率 ≥95%，成本节约率 ≥5%",
    about=("indicators",),
    stages=SETTING,
)
def saving_within_execution(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _within_rest(form, tuple(_savings(form)))


def _within_rest(form: Form, shares: Sequence[tuple[Target, Decimal]]) -> Iterator[Outcome]:
    """Fail the shares of the budget that are more than the promised execution leaves of it."""
    executed = max(_executed(form), key=lambda found: found.least, default=None)
    if executed is None or not shares:
        yield not_applicable()
        return
    rest = Amount(ALL - executed.least, "%", Operator.AT_MOST)
    steps = (Step(executed.row.name or "", executed.target), Step("100% − 预算执行率", replace(rest, operator=None)))
    for target, share in shares:
        if share > rest.value:
            yield failed(target, expected=rest, because=steps, beside=(executed.row,))


@rule(
    id="consistency.carry-over-within-execution",
    checks=("G02",),
    severity=Severity.WARNING,
    title="结转结余率不应大于 100% 减预算执行率",
    basis=basis.CARRY_OVER,
    advice="预算执行率与结转结余率互为余数：收紧结转结余率，或说明收回资金等原因。",
    example="预算执行率 ≥92%，结转结余率 ≤8%",
    about=("indicators",),
    stages=SETTING,
)
def carry_over_within_execution(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _within_rest(form, [number for row in named(form, CARRY_OVER) for number in percents(row)])


# A plan that spends all of the money leaves nothing to be saved.
@rule(
    id="consistency.saving-within-plan",
    checks=("G05",),
    severity=Severity.ERROR,
    title="节约率应与资金支出计划相符",
    basis=basis.ARITHMETIC,
    advice="支出计划年底支出全部资金，就不可能再节约这么多：按“（预算金额－实际支出）÷预算金额”重新测算节约率。",
    example="支出计划年底 95%，节约率 ≥5%",
    about=(
        "indicators",
        "spending_plan",
    ),
    stages=SETTING,
)
def saving_within_plan(form: Form, facts: Facts) -> Iterator[Outcome]:
    savings = tuple(_savings(form))
    last = form.spending_plan[-1]
    if not savings:
        yield not_applicable()
    elif last.percent is None:
        yield not_enough_data("spending_plan.percent")
    else:
        rest = Amount(ALL - last.percent, "%", Operator.AT_MOST)
        steps = (
            Step(f"支出计划{last.by}", Amount(last.percent, "%")),
            Step("100% − 计划支出", replace(rest, operator=None)),
        )
        for target, least in savings:
            if least > rest.value:
                yield failed(target, expected=rest, because=steps, beside=(last,))


# Whoever promises to spend an amount cannot save it.
@rule(
    id="consistency.saving-within-amount",
    checks=("G03",),
    severity=Severity.ERROR,
    title="节约率应与承诺支出的金额相符",
    basis=basis.ARITHMETIC,
    advice="同一张表既要支出这笔金额，又要节约这个比例，两者不能同时达到：重新测算其中一项。",
    example="预算 10万元，支出 ≤9.5万元，节约率 ≥5%",
    about=(
        "indicators",
        "budget",
    ),
    stages=SETTING,
)
def saving_within_amount(form: Form, facts: Facts) -> Iterator[Outcome]:
    savings = tuple(_savings(form))
    spent = max(_spent(form), key=lambda found: found.least, default=None)
    total = form.budget.total if form.budget is not None else None
    if not savings or spent is None:
        yield not_applicable()
    elif total is None or not total.yuan:
        yield not_enough_data("budget.total")
    else:
        possible = Amount(max(ALL - spent.least / total.yuan * ALL, Decimal(0)), "%", Operator.AT_MOST)
        steps = (
            Step("预算金额", total),
            Step(spent.row.name or "", spent.target),
            Step("（预算金额 − 支出金额）÷ 预算金额", replace(possible, operator=None)),
        )
        for target, least in savings:
            if least > possible.value:
                yield failed(target, expected=possible, because=steps, beside=(spent.row,))


def _spent(form: Form) -> Iterator[_Floor]:
    for row in named(form, SPENT_AMOUNT):
        yield from (_Floor(row, target, yuan) for target, yuan in yuan_aimed_at(row) if not bounds_from_above(target))


def _savings(form: Form) -> Iterator[tuple[Target, Decimal]]:
    for row in (row for row in form.indicators if is_saving(row.name)):
        yield from ((target, least) for target, least in floors(row) if least > 0)


@dataclass(frozen=True, slots=True)
class _Floor:
    """A number that a row promises to reach at least."""

    row: Indicator
    target: Target
    least: Decimal


def _executed(form: Form) -> Iterator[_Floor]:
    rows = (row for row in form.indicators if is_execution(row.name))
    yield from (_Floor(row, target, least) for row in rows for target, least in floors(row))


@rule(
    id="consistency.three-public-not-rising",
    checks=("G06", "K01"),
    severity=Severity.WARNING,
    title="“三公经费”变动率不应为正",
    basis=basis.THRIFT,
    advice="三公经费只减不增：改为“≤0%”；因公务确需增加的，写明批准依据。",
    example="“三公经费”变动率 ≤0%",
    about=("indicators",),
    stages=SETTING,
)
def three_public_not_rising(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _not_rising(form, THREE_PUBLIC_CHANGE)


@rule(
    id="consistency.carry-over-not-rising",
    checks=("G07",),
    severity=Severity.WARNING,
    title="结转结余变动率不应为正",
    basis=basis.CARRY_OVER,
    advice="结转结余应逐年压减：改为“≤0%”，并写明比较符号。",
    example="结转结余变动率 ≤0%",
    about=("indicators",),
    stages=SETTING,
)
def carry_over_not_rising(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _not_rising(form, CARRY_OVER_CHANGE)


def _not_rising(form: Form, names: tuple[str, ...]) -> Iterator[Outcome]:
    rows = tuple(named(form, names))
    if not rows:
        yield not_applicable()
    for row in rows:
        for target, value in percents(row):
            if value > 0:
                steps = (Step("允许的变动", Amount(Decimal(0), "%", Operator.AT_MOST)), Step(row.name or "", target))
                mend = with_operator(row, target, Operator.AT_MOST, Decimal(0))
                yield failed(target, expected=Amount(Decimal(0), "%", Operator.AT_MOST), because=steps, mend=mend)


@rule(
    id="consistency.whole-within-parts",
    checks=("G08",),
    severity=Severity.WARNING,
    title="总体完成率不应高于各项重点工作的完成率",
    basis=basis.PLAUSIBLE,
    advice="总体工作由各项工作组成：提高分项的指标值，或降低总体的指标值。",
    example="各项重点工作完成率均 ≥95%，总体工作完成率 ≥95%",
    about=("indicators",),
    stages=SETTING,
)
def whole_within_parts(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [row for row in form.indicators if _is_part_of_work(row)]
    parts = [_Floor(row, target, least) for row in rows for target, least in floors(row)]
    whole = [(row, *number) for row in named(form, WHOLE_WORK) for number in floors(row)]
    if not parts or not whole:
        yield not_applicable()
        return
    low = min(parts, key=lambda part: part.least)
    for row, target, least in whole:
        if least > low.least:
            steps = (Step(low.row.name or "", low.target), Step(row.name or "", target))
            expected = Amount(low.least, "%", Operator.AT_MOST)
            yield failed(target, expected=expected, because=steps, beside=(low.row,))


def _is_part_of_work(row: Indicator) -> bool:
    return bare(row.level2) in WORK_LEVELS and ends(row.name, ("完成率", "实现率")) and not ends(row.name, WHOLE_WORK)


# A rate over a count of zero is not 100 %: it does not exist.
@rule(
    id="consistency.rate-has-base",
    checks=("G12", "B11"),
    severity=Severity.WARNING,
    title="没有项目支出时，按项目数计算的比率不适用",
    basis=basis.ARITHMETIC,
    advice="没有项目的填“不适用”；有项目的补填项目支出。",
    example="没有项目支出：绩效监控完成率填“不适用”",
    about=(
        "indicators",
        "budget",
    ),
    stages=SETTING,
)
def rate_has_base(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = tuple(named(form, RATES_OVER_PROJECTS))
    if form.kind is not Kind.OVERALL or not rows:
        yield not_applicable()
    elif not _spends_on_projects(form):
        steps = _steps_to_no_projects(form)
        yield from (failed(target, expected="不适用", because=steps) for row in rows for target, _ in percents(row))


def _steps_to_no_projects(form: Form) -> tuple[Step, ...]:
    budget = form.budget or Budget()
    return (Step("部门预算总额", budget.total), Step("基本支出", budget.basic), Step("项目支出", Decimal(0)))


def _spends_on_projects(form: Form) -> bool:
    """Whether there may be projects: none only where basic expenditure is the whole budget."""
    budget = form.budget
    if budget is None or budget.basic is None or budget.total is None:
        return True
    return same_amount(budget.basic, budget.total) is not True


@rule(
    id="consistency.narrative-rates",
    checks=("G11", "C09"),
    severity=Severity.ERROR,
    title="目标文字中的比率应与指标表一致",
    basis=basis.COMPLETE,
    advice="统一目标文字与指标表中的同一比率。",
    example="目标文字“讲座完成率98%”，指标值 ≥98%",
    about=(
        "indicators",
        "goals",
    ),
    stages=SETTING,
)
def narrative_rates(form: Form, facts: Facts) -> Iterator[Outcome]:
    told = tuple(_told_rates(form))
    if not told:
        yield not_applicable()
    meant = [(rate, _meant_by(rate, form)) for rate in told]
    for row in form.indicators:
        stated = [rate for rate, name in meant if row.name and bare(row.name) == name and rate.is_for_years_of(row)]
        for target, value in percents(row):
            if stated and value not in {rate.percent for rate in stated}:
                lowest = min(stated, key=lambda rate: rate.percent)
                steps = (Step("目标文字", Amount(lowest.percent, "%")), Step("指标表", target))
                yield failed(target, expected=Amount(lowest.percent, "%"), because=steps, beside=(lowest.goal,))


_RATE = re.compile(
    r"^(.*?(?:率|度|比重|比例))(?:应|要|力争|保持在|控制在|达到?|不低于|不少于|不超过|不高于|[≥≤＞＜><=＝为在])*([\d.．]+[%％])"
)


@dataclass(frozen=True, slots=True)
class _Rate:
    """What a clause such as 预算执行率≥95% says, of the year or of the years of a project."""

    words: str
    percent: Decimal
    goal: Goal

    def is_for_years_of(self, row: Indicator) -> bool:
        return self.goal.horizon is None or row.horizon in (None, self.goal.horizon)


def _meant_by(rate: _Rate, form: Form) -> str | None:
    """Return the name that the words end with; of 群众满意度 and 查档群众满意度 the longer one."""
    names = (bare(row.name) for row in form.indicators if row.name and rate.words.endswith(bare(row.name)))
    return max(names, key=len, default=None)


def _told_rates(form: Form) -> Iterator[_Rate]:
    for goal in form.goals:
        for clause in CLAUSE.split(goal.text):
            match = _RATE.match(bare(clause))
            percent = parse_percent(match[2]) if match is not None else None
            if match is not None and percent is not None:
                yield _Rate(match[1], percent, goal)
