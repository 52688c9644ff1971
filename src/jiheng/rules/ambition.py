"""Family E, how high a target is set: against last year, against what is usual, against the budget, beside the others.

How a target is printed is not looked at here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from jiheng.language.measures import unit_fits
from jiheng.language.natures import Nature, nature
from jiheng.layouts.schema import Direction
from jiheng.model import Form, Indicator, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import ALL, better, numbers, percents, scheme_of, usual_operator, yuan_aimed_at
from jiheng.rules.classification import category_of
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import PLAUSIBLE, SATISFACTION, bare, ends, speaks_of
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, failed, not_applicable, not_enough_data, rule


@rule(
    id="target.satisfaction-attainable",
    checks=("E15",),
    severity=Severity.WARNING,
    title="满意度不宜承诺 100%",
    basis=basis.REASONABLE,
    advice="参考历年调查结果填写可达到的满意度，例如“≥95%”。",
    example="参训教师满意度 ≥92%（近三年调查为 90%—93%）",
    about=("indicators",),
    stages=SETTING,
    needs=("parameters.over_promised_satisfaction",),
)
def satisfaction_attainable(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [row for row in form.indicators if ends(row.name, SATISFACTION)]
    if not rows:
        yield not_applicable()
        return
    limit = facts.number("over_promised_satisfaction", form)
    for row in rows:
        for target, value in percents(row):
            if limit <= value <= ALL:
                yield failed(target, expected=Amount(limit, "%", Operator.LESS))


# A target below what was promised a year ago asks for the reason; where less is better, one above it.
@rule(
    id="target.not-laxer-than-last-year",
    checks=("E14",),
    severity=Severity.WARNING,
    title="指标值不应低于上年",
    basis=basis.STRICT,
    advice="参考上年指标值和完成值从严填写；确需降低的，在说明中写明理由。",
    example="上年 ≥98%，今年 ≥98.5%",
    about=("indicators",),
    stages=SETTING,
    needs=("last_year",),
)
def not_laxer_than_last_year(form: Form, facts: Facts) -> Iterator[Outcome]:
    before = {
        (bare(row.name), target.unit): value
        for row in facts.need_last_year().indicators
        for target, value in numbers(row)
    }
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        way = better(scheme, row)
        for target, value in numbers(row):
            last = before.get((bare(row.name), target.unit))
            if last is None or way is None:
                continue
            if value < last if way is Direction.UP else value > last:
                steps = (Step("上年指标值", Amount(last, target.unit)), Step("本年指标值", target))
                yield failed(target, expected=Amount(last, target.unit, usual_operator(way, target)), because=steps)


@rule(
    id="target.plausible",
    checks=("E16",),
    severity=Severity.WARNING,
    title="常用比率的指标值不应过宽或明显失常",
    basis=basis.STRICT,
    advice="参考历年实际值和同类单位水平从严填写；确需放宽的，在说明中写明理由。",
    example="预算执行率 ≥95%，结转结余率 ≤5%",
    about=("indicators",),
    stages=SETTING,
    needs=(
        "parameters.highest_adjustment_rate",
        "parameters.highest_carry_over_rate",
        "parameters.lowest_execution_rate",
        "parameters.lowest_three_public_control_rate",
    ),
)
def plausible(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [(row, PLAUSIBLE[bare(row.name)]) for row in form.indicators if bare(row.name) in PLAUSIBLE]
    if not rows:
        yield not_applicable()
    for row, (lowest, highest) in rows:
        for target, value in percents(row):
            if lowest is not None and value < (limit := facts.number(lowest, form)):
                yield failed(target, expected=Amount(limit, "%", Operator.AT_LEAST))
            if highest is not None and value > (limit := facts.number(highest, form)):
                yield failed(target, expected=Amount(limit, "%", Operator.AT_MOST))


# Rows that the region prints on every form often share a value by their nature.
@rule(
    id="target.not-uniform",
    checks=("E17", "I04"),
    severity=Severity.HINT,
    title="指标值不宜千篇一律",
    basis=basis.PLAUSIBLE,
    advice="逐项测算：按历史数据、行业标准或工作计划分别确定指标值。",
    example="上架率 ≥98%，借阅册次 ≥26万册次，读者满意度 ≥91%",
    about=("indicators",),
    stages=SETTING,
    needs=("parameters.fewest_rows_to_compare", "parameters.highest_share_of_equal_targets"),
)
def not_uniform(form: Form, facts: Facts) -> Iterator[Outcome]:
    targets = [row.target for row in form.indicators if row.target is not None and not row.fixed]
    if len(targets) < facts.number("fewest_rows_to_compare", form):
        yield not_applicable()
        return
    raw, count = Counter(target.raw for target in targets).most_common(1)[0]
    if count * ALL > len(targets) * facts.number("highest_share_of_equal_targets", form):
        steps = (Step("自行设定的指标", Amount(Decimal(len(targets)), "项")), Step(raw, Amount(Decimal(count), "项")))
        yield failed(form, "indicators", found=raw, because=steps)


@rule(
    id="target.is-not-the-budget",
    checks=("E20",),
    severity=Severity.WARNING,
    title="成本以外的指标不应把预算金额当作指标值",
    basis=basis.NOT_MONEY,
    advice="数量、效益指标写提供了多少产品和服务、产生什么效果；金额放到成本指标中，用“≤”。",
    example="带动农户户均增收 ≥1800元；成本指标：总成本 ≤120万元",
    about=(
        "indicators",
        "budget",
    ),
    stages=SETTING,
)
def is_not_the_budget(form: Form, facts: Facts) -> Iterator[Outcome]:
    amounts = [amount for row in form.indicators if _may_copy(row) for amount in yuan_aimed_at(row)]
    total = form.budget.total if form.budget is not None else None
    if amounts and (total is None or total.yuan is None):
        yield not_enough_data("budget.total")
    elif total is not None:
        steps = (Step("预算金额", total),)
        yield from (failed(target, because=steps, beside=(total,)) for target, yuan in amounts if yuan == total.yuan)


def _may_copy(row: Indicator) -> bool:
    """Whether no other rule finds that an amount of money stands here in the wrong place."""
    if any(speaks_of(level, ("成本",)) for level in (row.level1, row.level2)):
        return False
    misplaced = category_of(row) is Nature.QUANTITY and Nature.MONEY in nature(row.name, row.target)
    unit = row.target.unit if row.target is not None else None
    return not misplaced and unit_fits(row.name, unit) is not False
