"""Family M, what was spent: the table of funds adds up, its rates and points are right, slow spending is explained.

The first row of the table is the whole; rows below it are its parts, of which some may themselves be parts of a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from jiheng.model import Form, Funding, Money, Operator, Severity, TargetKind
from jiheng.rules import basis
from jiheng.rules.cells import ALL
from jiheng.rules.facts import Facts
from jiheng.rules.reached import EVALUATION, spent_share
from jiheng.rules.registry import TELLING, Amount, Outcome, Step, failed, not_applicable, rule

_WHOLE = ("总额", "合计", "总计", "小计", "总金额")
_COLUMNS = ("initial", "budget", "executed", "expected")
# More parts than a table of funds has.
_MANY = 10
_REASON = ("原因", "说明")


@rule(
    id="spending.parts-make-total",
    checks=("M02",),
    severity=Severity.ERROR,
    title="资金总额应等于各项来源之和",
    basis=basis.ARITHMETIC,
    advice="核对总额与各项资金，改正有误的一格；没有的资金填 0。",
    example="总额 90，其中：财政拨款 85，其他资金 5",
    about=("funding",),
    stages=TELLING,
)
def parts_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    whole, parts = form.funding[0], form.funding[1:]
    if not parts or not any(word in (whole.name or "") for word in _WHOLE) or len(parts) > _MANY:
        yield not_applicable()
        return
    for column in _COLUMNS:
        total: Money | None = getattr(whole, column)
        printed = [money for part in parts if (money := getattr(part, column)) is not None]
        if total is None or total.amount is None or not printed or any(money.amount is None for money in printed):
            continue
        amounts = [money.amount for money in printed if money.amount is not None]
        if not _makes(total.amount, amounts):
            yield failed(total, expected=Amount(sum(amounts, Decimal(0)), total.unit), beside=tuple(printed))


def _makes(total: Decimal, parts: list[Decimal]) -> bool:
    """Whether the parts, or all but those that are parts of a part, make the total; one alone may be less than it."""
    if total == 0 or len(parts) == 1:
        return parts[0] <= total and sum(parts) <= total
    sizes = range(len(parts), 0, -1)
    return any(sum(chosen) == total for size in sizes for chosen in combinations(parts, size))


@rule(
    id="spending.rate-right",
    checks=("M02",),
    severity=Severity.ERROR,
    title="预算执行率应等于执行数除以预算数",
    basis=basis.ARITHMETIC,
    advice="按“执行数÷全年预算数×100%”重新计算执行率。",
    example="预算 60 万元，执行 57.3 万元，执行率 95.5%",
    about=("funding",),
    stages=TELLING,
)
def rate_right(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.funding:
        true = _rate(row)
        printed = row.rate.value if row.rate is not None and row.rate.kind is TargetKind.NUMBER else None
        if not true or printed is None or row.rate is None:
            continue
        if all(abs(rate - printed) > _step(printed) for rate in true):
            steps = (Step("执行数", row.executed), Step("预算数", row.budget or row.initial))
            yield failed(row.rate, expected=Amount(round(true[0], 2), "%"), because=steps)


def _rate(row: Funding) -> list[Decimal]:
    """Return the rates that the row's amounts make: against the adjusted budget, else the first one."""
    spent = row.executed.amount if row.executed is not None else None
    planned = [money.amount for money in (row.budget, row.initial) if money is not None]
    return [spent / amount * ALL for amount in planned if amount] if spent is not None else []


def _step(printed: Decimal) -> Decimal:
    """Return how far a rounded number may be from the true one: one in its last printed place."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)


@rule(
    id="spending.score-right",
    checks=("M03",),
    severity=Severity.ERROR,
    title="预算执行得分应按规定的算法计算",
    basis=basis.RESULTS,
    advice="按当地规定的算法重新计算预算执行率得分。",
    example="分值 10，执行率 86.2%，得 8.62 分",
    about=("funding",),
    stages=EVALUATION,
    needs=("parameters.execution_score_method",),
)
def score_right(form: Form, facts: Facts) -> Iterator[Outcome]:
    row = form.funding[0]
    spent = spent_share(form)
    if row.score is None or row.weight is None or spent is None:
        yield not_applicable()
        return
    method = facts.word("execution_score_method", form)
    true = _METHODS[method](row.weight, min(spent, ALL))
    if abs(true - row.score) > _step(row.score):
        steps = (Step("执行率", Amount(round(spent, 2), "%")), Step("分值", row.weight))
        yield failed(row, "score", expected=Amount(round(true, 2), "分"), because=steps)


def _in_proportion(weight: Decimal, spent: Decimal) -> Decimal:
    return weight * spent / ALL


def _by_steps(weight: Decimal, spent: Decimal) -> Decimal:
    """财预〔2021〕101号: of ten points ten for all of it, then seven, five and none."""
    share = next(points for least, points in _STEPS if spent >= least)
    return weight * share / 10


_STEPS = ((ALL, Decimal(10)), (Decimal(80), Decimal(7)), (Decimal(60), Decimal(5)), (Decimal(0), Decimal(0)))
_METHODS = {"in_proportion": _in_proportion, "by_steps": _by_steps}


@rule(
    id="spending.slow-spending-explained",
    checks=("M05",),
    severity=Severity.ERROR,
    title="预算执行率偏低的应说明原因",
    basis=basis.RESULTS,
    advice="用一百字以内写明资金没有按计划支出的原因。",
    example="设备 11 月到货，12 月验收后支付尾款 18 万元，结转次年",
    about=("funding",),
    stages=EVALUATION,
    needs=("parameters.lowest_execution_rate", "parameters.longest_reason"),
)
def slow_spending_explained(form: Form, facts: Facts) -> Iterator[Outcome]:
    least = facts.number("lowest_execution_rate", form)
    spent = spent_share(form)
    if spent is None:
        yield not_applicable()
        return
    if spent >= least:
        return
    reason = _reason(form)
    longest = facts.number("longest_reason", form)
    if reason is None:
        expected = Amount(least, "%", Operator.AT_LEAST)
        yield failed(form.funding[0], "note", found=Amount(round(spent, 2), "%"), expected=expected)
    elif len(reason) > longest:
        yield failed(form.funding[0], "note", found=reason, expected=Amount(longest, "字", Operator.AT_MOST))


def _reason(form: Form) -> str | None:
    """Return what the form says of slow spending, wherever its layout prints it."""
    labelled = (one.text for one in form.particulars if any(word in one.label for word in _REASON) and one.text)
    return next((row.note for row in form.funding if row.note), None) or next(labelled, None)
