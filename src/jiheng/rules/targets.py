"""Family E: each target can be read, compared and reached, and means what its indicator measures.

A rule speaks only of targets whose sort it knows: wording without a number is a grade and has no operator or unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.language.directions import is_cost
from jiheng.language.natures import Nature
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.schema import Direction
from jiheng.model import Form, Indicator, Operator, Severity, Target, TargetKind
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
    usual_operator,
)
from jiheng.rules.classification import category_of
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import (
    PERCENT_UNITS,
    SATISFACTION,
    TIME_UNITS,
    bare,
    is_bounded,
    is_unbounded,
    speaks_of,
)
from jiheng.rules.mends import in_plain_signs, is_plain, with_operator
from jiheng.rules.registry import SETTING, Amount, Outcome, failed, not_applicable, rule
from jiheng.values.compact import fold
from jiheng.values.money import YUAN_IN
from jiheng.values.operators import operator_named


@rule(
    id="target.filled",
    checks=("E01",),
    severity=Severity.ERROR,
    title="三级指标应有指标值",
    basis=basis.QUANTIFIED,
    advice="补填指标值；不适用的写明“不适用”及理由。",
    example="讲座场次 ≥12场",
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
    example="一格写“≥97%”，日期另写“12月底前”",
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
    example="培训期数 ≥6期；预算调整率 ≤5%",
    about=("indicators",),
    stages=SETTING,
)
def operator_printed(form: Form, facts: Facts) -> Iterator[Outcome]:
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        for target, value in numbers(row):
            if target.operator is None:
                usual = usual_operator(better(scheme, row), target)
                expected = Amount(value, target.unit, usual) if usual is not None else None
                yield failed(target, expected=expected, mend=with_operator(row, target, usual) if usual else None)


@rule(
    id="target.unit-printed",
    checks=("E03",),
    severity=Severity.ERROR,
    title="定量指标值应有计量单位",
    basis=basis.QUANTIFIED,
    advice="在数字后写明单位，例如“人”“次”“%”。",
    example="引进硕士以上人才 ≥5人",
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
    example="验收合格率 ≥98%；旅游收入增长率 ≥120%",
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
    example="重点工作完成率 =100%",
    about=("indicators",),
    stages=SETTING,
)
def share_not_above_all(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if is_bounded(row.name) and not speaks_of(row.name, SATISFACTION):
            for target, value in percents(row):
                if target.operator in FROM_BELOW and value == ALL:
                    mend = with_operator(row, target, Operator.EQUAL)
                    yield failed(target, expected=Amount(ALL, "%", Operator.EQUAL), mend=mend)


@rule(
    id="target.operator-fits-direction",
    checks=("E07", "K02"),
    severity=Severity.ERROR,
    title="比较符号应与指标的方向一致",
    basis=basis.REASONABLE,
    advice="越大越好的指标用≥，越小越好的（费用、差错、调整等）用≤。",
    example="投诉办结率 ≥98%；每公里改造费用 ≤73万元",
    about=("indicators",),
    stages=SETTING,
)
def operator_fits_direction(form: Form, facts: Facts) -> Iterator[Outcome]:
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        for target, value in numbers(row):
            way = better(scheme, row) or _of_cost(row, target)
            wrong, right = (FROM_ABOVE, Operator.AT_LEAST) if way is Direction.UP else (FROM_BELOW, Operator.AT_MOST)
            if way is not None and target.operator in wrong:
                mend = with_operator(row, target, right)
                yield failed(target, expected=Amount(value, target.unit, right), mend=mend)


def _of_cost(row: Indicator, target: Target) -> Direction | None:
    """Take less for better where money is aimed at, and both the level and the name, or it alone, speak of a cost."""
    in_money = (target.unit or "").partition("/")[0] in YUAN_IN
    return Direction.DOWN if in_money and category_of(row) in (Nature.COST, None) and is_cost(row.name) else None


@rule(
    id="target.timeliness-is-time",
    checks=("E12",),
    severity=Severity.WARNING,
    title="时效指标的值应是日期、时长或及时率",
    basis=basis.INDICATORS,
    advice="写明完成日期（如“10月底前”）、时限（如“≤5个工作日”）或及时率。",
    example="设备安装完成时间 9月底前",
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
    id="target.plain-notation",
    checks=("E19",),
    severity=Severity.HINT,
    title="指标值宜用规范的符号书写",
    basis=basis.CLEAR,
    advice="统一写作“≥95%”的形式：符号用≥、≤、=，数字和百分号用半角。",
    example="≥95%（不写“95％以上”“≧95％”）",
    about=("indicators",),
    stages=SETTING,
)
def plain_notation(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        for target, value in numbers(row):
            if not is_plain(target):
                expected = Amount(value, target.unit, target.operator)
                yield failed(target, expected=expected, mend=in_plain_signs(row, target))


# Where type, value and unit stand apart, a form filled by hand contradicts itself easily.
@rule(
    id="target.type-fits-value",
    checks=("E03",),
    severity=Severity.ERROR,
    title="指标值类型应与指标值相符",
    basis=basis.REGIONAL_FORM,
    advice="指标值是文字等级的选“定性”，是数字的选≥、≤、=等符号。",
    example="类型“≥”、值“12”、单位“期”；类型“定性”、值“健全”",
    about=("indicators",),
)
def type_fits_value(form: Form, facts: Facts) -> Iterator[Outcome]:
    split = [target for row in form.indicators if (target := row.target) is not None and target.cells is not None]
    if not split:
        yield not_applicable()
    for target in split:
        if target.cells is not None and _contradicts(target.cells.type, target.kind):
            yield failed(target, "cells/type")


def _contradicts(type_: str | None, kind: TargetKind) -> bool:
    if type_ == "定性":
        return kind in (TargetKind.NUMBER, TargetKind.RANGE)
    compares = type_ == "定量" or operator_named(fold(type_ or "")) is not None
    return compares and kind is TargetKind.GRADE
