"""Family B, what things cost: a unit's price, a head's pay, the payments of a small purchase, the year's own money.

A price follows only where a project buys one kind of thing and nothing else. Market prices are not known here: a price
is held against the standards among the parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiheng.language.lexicon import any_of
from jiheng.model import Form, Indicator, Kind, Money, Operator, Severity, Target
from jiheng.rules import basis
from jiheng.rules.cells import bounds_from_above, numbers
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, failed, not_applicable, not_enough_data, rule
from jiheng.values.money import YUAN_IN

_THINGS = frozenset("台套辆部件架")
_PEOPLE = frozenset({"人", "名"})
_MANY_DIGITS = 20
# Longer names first: a 便携式计算机 is no other computer.
_STANDARDS = ("portable", "desktop", "fax", "printer", "copier", "air_conditioner", "car", "computer")


@dataclass(frozen=True, slots=True)
class _Price:
    """What one thing costs, in yuan: told by `offender`, worked out by `steps`."""

    thing: str
    yuan: Decimal
    counted: str
    offender: object
    steps: tuple[Step, ...] = ()


@rule(
    id="costs.within-standard",
    checks=("B14", "K06"),
    severity=Severity.WARNING,
    title="单价不应超过资产配置标准",
    basis=basis.ASSETS,
    advice="按配置标准重新测算单价和预算；确需超过标准的，写明依据和批准文件。",
    example="购置台式计算机2台，预算0.96万元，单价4800元",
    about=(
        "project",
        "indicators",
    ),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=(
        "parameters.highest_price_of_air_conditioner",
        "parameters.highest_price_of_car",
        "parameters.highest_price_of_copier",
        "parameters.highest_price_of_desktop",
        "parameters.highest_price_of_portable",
    ),
)
def within_standard(form: Form, facts: Facts) -> Iterator[Outcome]:
    prices = tuple(_prices(form))
    if not prices:
        yield not_applicable()
    for price in prices:
        limit = _limit(price.thing, form, facts)
        if price.yuan > limit:
            most = Amount(limit, f"元/{price.counted}", Operator.AT_MOST)
            found = Amount(_rounded(price.yuan), f"元/{price.counted}")
            yield failed(price.offender, found=found, expected=most, because=(*price.steps, Step("配置标准", most)))


def _limit(thing: str, form: Form, facts: Facts) -> Decimal:
    """Return the standard of a thing; of a computer that may be of either kind, the higher one."""
    kinds = ("desktop", "portable") if thing == "computer" else (thing,)
    return max(facts.number(f"highest_price_of_{kind}", form) for kind in kinds)


def _prices(form: Form) -> Iterator[_Price]:
    """Yield the prices that rows state; where none does, the one that the money and the number of things make."""
    stated = tuple(_stated_prices(form))
    yield from stated or _worked_out_price(form)


def _stated_prices(form: Form) -> Iterator[_Price]:
    for row in form.indicators:
        if any_of("costs", "each").search(bare(row.name)) is None:
            continue
        thing = _standard_of(row.name)
        for target, value in numbers(row) if thing is not None else ():
            money, _, counted = (target.unit or "").partition("/")
            if thing is not None and money in YUAN_IN and (bounds_from_above(target) or target.operator is None):
                yield _Price(thing, value * YUAN_IN[money], counted or "台", target)


def _worked_out_price(form: Form) -> Iterator[_Price]:
    bought = _bought(form)
    total = form.budget.total if form.budget is not None else None
    if bought is None or total is None or not total.yuan:
        return
    row, target, number = bought
    name = form.project.name if form.project is not None else None
    thing = _standard_of(f"{name}{row.name}")
    if thing is not None and any_of("costs", "mixed").search(_without(thing, bare(name))) is None:
        counted = target.unit or ""
        price = total.yuan / number
        share = Amount(_rounded(price), f"元/{counted}")
        yield _Price(
            thing, price, counted, total, (Step("预算数", _amount(total)), _step(row, target), Step("单价", share))
        )


def _without(thing: str, name: str) -> str:
    """Leave out the name of the thing: a 多功能一体机 or a 系统 in it tells nothing of what else is bought."""
    return any_of("costs", thing).sub("", name)


def _bought(form: Form) -> tuple[Indicator, Target, Decimal] | None:
    """Return the one row that counts what a purchase buys; None where it buys several things, or is none."""
    name = bare(form.project.name if form.project is not None else None)
    if any_of("costs", "purchase").search(name) is None or any_of("costs", "ongoing").search(name) is not None:
        return None
    rows = [
        (row, target, value)
        for row in form.indicators
        for target, value in numbers(row)
        if target.unit in _THINGS and value > 0
    ]
    return rows[0] if len(rows) == 1 else None


def _standard_of(name: str | None) -> str | None:
    said = bare(name)
    if any_of("costs", "special").search(said) is not None:
        return None
    return next((thing for thing in _STANDARDS if any_of("costs", thing).search(said) is not None), None)


def _amount(money: Money) -> Amount:
    return Amount(money.amount or Decimal(0), money.unit)


def _step(row: Indicator, target: Target) -> Step:
    return Step(row.name or "数量", target)


@rule(
    id="costs.pay-is-plausible",
    checks=("B15",),
    severity=Severity.WARNING,
    title="人均支出应合乎常情",
    basis=basis.REASONABLE,
    advice="核对人数和预算数：人均支出过低可能少算人员、月数或社会保险，过高应写明标准。",
    example="聘用保洁人员12人，预算51.84万元，人均4.32万元",
    about=(
        "project",
        "indicators",
    ),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("parameters.lowest_yearly_pay", "parameters.highest_yearly_pay"),
)
def pay_is_plausible(form: Form, facts: Facts) -> Iterator[Outcome]:
    counted = _paid(form)
    total = form.budget.total if form.budget is not None else None
    if counted is None or total is None:
        yield not_applicable()
        return
    if total.yuan is None:
        yield not_enough_data("budget.total")
        return
    row, target, heads = counted
    each = total.yuan / heads
    least, most = (facts.number(f"{name}_yearly_pay", form) for name in ("lowest", "highest"))
    if not least <= each <= most:
        bound = _per_head(most, Operator.AT_MOST) if each > most else _per_head(least, Operator.AT_LEAST)
        steps = (Step("预算数", _amount(total)), _step(row, target), Step("人均", _per_head(each)))
        yield failed(total, found=_per_head(each), expected=bound, because=steps)


def _paid(form: Form) -> tuple[Indicator, Target, Decimal] | None:
    """Return the row that counts those whom a project pays; None where it pays for other things too, or for nobody."""
    name = bare(form.project.name if form.project is not None else None)
    wages = any_of("costs", "staff").search(name) is not None and any_of("costs", "pay").search(name) is not None
    if not wages or any_of("costs", "part_of_pay").search(name) is not None:
        return None
    rows = [
        (row, target, value)
        for row in form.indicators
        for target, value in numbers(row)
        if target.unit in _PEOPLE and value > 0 and any_of("costs", "heads").search(bare(row.name)) is not None
    ]
    return rows[0] if len(rows) == 1 else None


def _per_head(yuan: Decimal, operator: Operator | None = None) -> Amount:
    return Amount(_rounded(yuan / YUAN_IN["万元"]), "万元/人", operator)


# What is delivered once is paid in advance, on delivery and after the warranty, not month by month.
@rule(
    id="costs.plan-fits-purchase",
    checks=("B13",),
    severity=Severity.WARNING,
    title="少量购置的资金不应全年均匀支出",
    basis=basis.PLAN,
    advice="按合同约定的付款节点填写支出计划，例如到货验收前为 0，验收后为 100%。",
    example="购置计算机2台：3月底 0%，6月底 100%，10月底 100%，12月底 100%",
    about=("project", "indicators", "spending_plan"),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("parameters.few_things_bought", "parameters.most_payments_for_few_things"),
)
def plan_fits_purchase(form: Form, facts: Facts) -> Iterator[Outcome]:
    bought = _bought(form)
    if bought is None or bought[2] > facts.number("few_things_bought", form):
        yield not_applicable()
        return
    shares = [one.percent for one in form.spending_plan if one.percent is not None]
    if len(shares) < len(form.spending_plan):
        yield not_enough_data("spending_plan.percent")
        return
    payments = sum(now > before for before, now in zip([Decimal(0), *shares], shares, strict=False))
    most = facts.number("most_payments_for_few_things", form)
    if payments > most:
        row, target, _ = bought
        planned = (Step(one.by, Amount(share, "%")) for one, share in zip(form.spending_plan, shares, strict=True))
        found, expected = Amount(Decimal(payments), "次支付"), Amount(most, "次支付", Operator.AT_MOST)
        yield failed(form, "spending_plan", found=found, expected=expected, because=(_step(row, target), *planned))


def _rounded(value: Decimal) -> Decimal:
    # Of a number longer than 28 digits no decimals can be asked for.
    return round(value, 2) if value.adjusted() < _MANY_DIGITS else value
