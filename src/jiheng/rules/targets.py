"""Family E: each target can be read, compared and reached, and means what its indicator measures.

A rule speaks only of targets whose sort it knows: wording without a number is a grade and has no operator or unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.schema import Direction
from jiheng.model import Form, Operator, Severity, Target, TargetKind
from jiheng.rules import basis
from jiheng.rules.cells import (
    ALL,
    FROM_ABOVE,
    FROM_BELOW,
    better,
    may_print,
    numbers,
    percents,
    scheme_of,
    yuan_aimed_at,
)
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import (
    OLD_NOTATION,
    PERCENT_UNITS,
    PLAUSIBLE,
    TIME_UNITS,
    bare,
    ends,
    is_bounded,
    is_unbounded,
    speaks_of,
)
from jiheng.rules.registry import SETTING, Amount, Outcome, failed, not_applicable, not_enough_data, rule

_SATISFACTION = ("满意度", "满意率")


@rule(
    id="target.filled",
    checks=("E01",),
    severity=Severity.ERROR,
    title="三级指标应有指标值",
    basis=basis.QUANTIFIED,
    advice="补填指标值；不适用的写明“不适用”及理由。",
    about=("indicators",),
)
def filled(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not may_print(facts.layout, IndicatorKey.TARGET):
        yield not_applicable()
    else:
        yield from (failed(row, "target") for row in form.indicators if row.name and row.target is None)


@rule(
    id="target.readable",
    checks=("E01",),
    severity=Severity.ERROR,
    title="指标值应能读成符号、数字和单位，或一个等级、日期",
    basis=basis.QUANTIFIED,
    advice="改写指标值，一格只填一个值；若如“应为”所示是两个值粘在一起，请把日期等另行填写。",
    about=("indicators",),
)
def readable(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if row.target is not None:
            parts = (row.target, *row.target.parts)
            bad = next((part for part in parts if part.kind is TargetKind.UNREADABLE), None)
            if bad is not None:
                yield failed(row.target, expected=bad.repair or None)


@rule(
    id="target.operator-printed",
    checks=("E02",),
    severity=Severity.WARNING,
    title="定量指标值应写明比较符号",
    basis=basis.QUANTIFIED,
    advice="写明是≥、≤还是=，否则无法判断多做、少做是否算完成。",
    about=("indicators",),
    stages=SETTING,
)
def operator_printed(form: Form, facts: Facts) -> Iterator[Outcome]:
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        for target, value in numbers(row):
            if target.operator is None:
                usual = _usual_operator(better(scheme, row), target)
                yield failed(target, expected=Amount(value, target.unit, usual) if usual is not None else None)


def _usual_operator(way: Direction | None, target: Target) -> Operator | None:
    if way is Direction.UP and target.value == ALL and target.unit in PERCENT_UNITS:
        return Operator.EQUAL
    return {Direction.UP: Operator.AT_LEAST, Direction.DOWN: Operator.AT_MOST, None: None}[way]


@rule(
    id="target.unit-printed",
    checks=("E03",),
    severity=Severity.ERROR,
    title="定量指标值应有计量单位",
    basis=basis.QUANTIFIED,
    advice="在数字后写明单位，例如“人”“次”“%”。",
    about=("indicators",),
    stages=SETTING,
)
def unit_printed(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        yield from (failed(target) for target, _ in numbers(row) if not target.unit)


@rule(
    id="target.percent-within-100",
    checks=("E05",),
    severity=Severity.ERROR,
    title="百分比指标值应在 0–100% 之间",
    basis=basis.REASONABLE,
    advice="改正指标值；确属增长率、变动率的，请在指标名称中写明。",
    about=("indicators",),
)
def percent_within_100(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if is_unbounded(row.name):
            continue
        for target, value in percents(row):
            if value > ALL:
                yield failed(target, expected=Amount(ALL, "%", Operator.AT_MOST))
            elif value < 0:
                yield failed(target, expected=Amount(Decimal(0), "%", Operator.AT_LEAST))


@rule(
    id="target.share-not-above-all",
    checks=("E06",),
    severity=Severity.WARNING,
    title="份额类指标最高为 100%，“≥100%”应写作“=100%”",
    basis=basis.REASONABLE,
    advice="改为“=100%”；做不到全部完成的，按实际可达到的水平填写。",
    about=("indicators",),
    stages=SETTING,
)
def share_not_above_all(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if is_bounded(row.name) and not speaks_of(row.name, _SATISFACTION):
            for target, value in percents(row):
                if target.operator in FROM_BELOW and value == ALL:
                    yield failed(target, expected=Amount(ALL, "%", Operator.EQUAL))


@rule(
    id="target.operator-fits-direction",
    checks=("E07", "K02"),
    severity=Severity.ERROR,
    title="比较符号应与指标的方向一致",
    basis=basis.REASONABLE,
    advice="越大越好的指标用≥，越小越好的（费用、差错、调整等）用≤。",
    about=("indicators",),
    stages=SETTING,
)
def operator_fits_direction(form: Form, facts: Facts) -> Iterator[Outcome]:
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        way = better(scheme, row)
        wrong, right = (FROM_ABOVE, Operator.AT_LEAST) if way is Direction.UP else (FROM_BELOW, Operator.AT_MOST)
        for target, value in numbers(row):
            if way is not None and target.operator in wrong:
                yield failed(target, expected=Amount(value, target.unit, right))


@rule(
    id="target.timeliness-is-time",
    checks=("E12",),
    severity=Severity.WARNING,
    title="时效指标的值应是日期、时长或及时率",
    basis=basis.INDICATORS,
    advice="写明完成日期（如“10月底前”）、时限（如“≤5个工作日”）或及时率。",
    about=("indicators",),
    stages=SETTING,
)
def timeliness_is_time(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [row for row in form.indicators if bare(row.level2).startswith("时效")]
    if not rows:
        yield not_applicable()
    for row in rows:
        if row.target is not None and not _tells_time(row.target):
            yield failed(row.target)


def _tells_time(target: Target) -> bool:
    if target.kind in (TargetKind.NUMBER, TargetKind.RANGE):
        return target.unit in PERCENT_UNITS or bool(TIME_UNITS.match(target.unit or ""))
    if target.kind is TargetKind.COMPOSITE:
        return any(_tells_time(part) for part in target.parts)
    # An unreadable value is another rule's finding.
    return target.kind is not TargetKind.GRADE


@rule(
    id="target.satisfaction-attainable",
    checks=("E15",),
    severity=Severity.WARNING,
    title="满意度不宜承诺 100%",
    basis=basis.REASONABLE,
    advice="参考历年调查结果填写可达到的满意度，例如“≥95%”。",
    about=("indicators",),
    stages=SETTING,
)
def satisfaction_attainable(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [row for row in form.indicators if ends(row.name, _SATISFACTION)]
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
    about=("indicators",),
    stages=SETTING,
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
                yield failed(target, expected=Amount(last, target.unit, _usual_operator(way, target)))


@rule(
    id="target.plausible",
    checks=("E16",),
    severity=Severity.WARNING,
    title="常用比率的指标值不应过宽或明显失常",
    basis=basis.STRICT,
    advice="参考历年实际值和同类单位水平从严填写；确需放宽的，在说明中写明理由。",
    about=("indicators",),
    stages=SETTING,
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
    about=("indicators",),
    stages=SETTING,
)
def not_uniform(form: Form, facts: Facts) -> Iterator[Outcome]:
    targets = [row.target for row in form.indicators if row.target is not None and not row.fixed]
    if len(targets) < facts.number("fewest_rows_to_compare", form):
        yield not_applicable()
        return
    raw, count = Counter(target.raw for target in targets).most_common(1)[0]
    if count * ALL > len(targets) * facts.number("highest_share_of_equal_targets", form):
        yield failed(form, "indicators", found=raw)


@rule(
    id="target.plain-notation",
    checks=("E19",),
    severity=Severity.HINT,
    title="指标值宜用规范的符号书写",
    basis=basis.CLEAR,
    advice="统一写作“≥95%”的形式：符号用≥、≤、=，数字和百分号用半角。",
    about=("indicators",),
    stages=SETTING,
)
def plain_notation(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        for target, value in numbers(row):
            if OLD_NOTATION.search(_written(target)):
                yield failed(target, expected=Amount(value, target.unit, target.operator))


def _written(target: Target) -> str:
    """Return the words that are the unit's own; a type that stands apart is picked from the region's list."""
    cells = target.cells
    return target.raw if cells is None or cells.type is None else f"{cells.value or ''}{cells.unit or ''}"


@rule(
    id="target.is-not-the-budget",
    checks=("E20", "F01"),
    severity=Severity.WARNING,
    title="成本以外的指标不应把预算金额当作指标值",
    basis=basis.NOT_MONEY,
    advice="数量、效益指标写提供了多少产品和服务、产生什么效果；金额放到成本指标中，用“≤”。",
    about=(
        "indicators",
        "budget",
    ),
    stages=SETTING,
)
def is_not_the_budget(form: Form, facts: Facts) -> Iterator[Outcome]:
    amounts = [
        amount
        for row in form.indicators
        if not any(speaks_of(level, ("成本",)) for level in (row.level1, row.level2))
        for amount in yuan_aimed_at(row)
    ]
    total = form.budget.total if form.budget is not None else None
    if amounts and (total is None or total.yuan is None):
        yield not_enough_data("budget.total")
    elif total is not None:
        yield from (failed(target) for target, yuan in amounts if yuan == total.yuan)


# Where type, value and unit stand apart, a form filled by hand contradicts itself easily.
@rule(
    id="target.type-fits-value",
    checks=("E03",),
    severity=Severity.ERROR,
    title="指标值类型应与指标值相符",
    basis=basis.REGIONAL_FORM,
    advice="指标值是文字等级的选“定性”，是数字的选≥、≤、=等符号。",
    about=("indicators",),
)
def type_fits_value(form: Form, facts: Facts) -> Iterator[Outcome]:
    split = [target for row in form.indicators if (target := row.target) is not None and target.cells is not None]
    if not split:
        yield not_applicable()
    for target in split:
        if target.cells is not None and _contradicts(target.cells.type, target.kind):
            yield failed(target, "cells/type")


_COMPARING = frozenset({"定量", *Operator})


def _contradicts(type_: str | None, kind: TargetKind) -> bool:
    if type_ == "定性":
        return kind in (TargetKind.NUMBER, TargetKind.RANGE)
    return type_ in _COMPARING and kind is TargetKind.GRADE
