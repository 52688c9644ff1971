"""Family B: the amounts of a form agree with one another, within the form and with its sibling forms.

A blank adds nothing to a sum; an unreadable amount makes the sum unknown. Amounts are added only in one known unit, or
where none prints a unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from jiheng.layouts.blocks import Rows
from jiheng.model import Budget, Form, Kind, Money, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import ALL
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import CLAUSE, speaks_of
from jiheng.rules.registry import SETTING, Amount, Mend, Outcome, Step, failed, not_applicable, not_enough_data, rule
from jiheng.values.money import YUAN_IN, find_money


@rule(
    id="money.sources-make-total",
    checks=("B01",),
    severity=Severity.ERROR,
    title="资金来源各项之和应等于部门预算总额",
    basis=basis.COMPLETE,
    advice="核对部门预算总额与三项资金来源，改正有误的一项。",
    example="总额 520.00万元＝财政拨款 500.00万元＋专户 0＋单位资金 20.00万元",
    about=("budget",),
)
def sources_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    parts = {
        "政府预算资金": budget.government,
        "财政专户管理资金": budget.special_account,
        "单位资金": budget.unit_funds,
    }
    yield from _parts_make_total(budget, parts.items())


@rule(
    id="money.structure-makes-total",
    checks=("B02",),
    severity=Severity.ERROR,
    title="基本支出与项目支出之和应等于部门预算总额",
    basis=basis.COMPLETE,
    advice="核对部门预算总额、基本支出和项目支出，改正有误的一项。",
    example="总额 520.00万元＝基本支出 360.00万元＋项目支出 160.00万元",
    about=("budget",),
)
def structure_makes_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    yield from _parts_make_total(budget, (("基本支出", budget.basic), ("项目支出", budget.project)))


@rule(
    id="money.fiscal-and-other-make-total",
    checks=("B05",),
    severity=Severity.ERROR,
    title="财政资金、上年结转与其他资金之和应等于预算数",
    basis=basis.COMPLETE,
    advice="核对预算数、财政资金和其他资金，改正有误的一项。",
    example="预算数 10.00万元＝财政资金 9.00万元＋其他资金 1.00万元",
    about=("budget",),
)
def fiscal_and_other_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    # What a region does not print, the printed parts need not make up.
    if budget.other is None and not _printed_by(facts, "other"):
        yield not_applicable()
    else:
        parts = {"财政资金": budget.fiscal, "上年结转": budget.carried_over, "其他资金": budget.other}
        yield from _parts_make_total(budget, parts.items())


def _printed_by(facts: Facts, name: str) -> bool:
    """Whether the region prints this amount, in a slot or below the tasks; it may where no layout is known."""
    layout = facts.layout
    if layout is None:
        return True
    listed: set[str] = {column.field for block in layout.blocks if isinstance(block, Rows) for column in block.columns}
    return any(slot.field == f"budget.{name}" for slot in layout.slots) or name in listed


def _parts_make_total(budget: Budget, parts: Iterable[tuple[str, Money | None]]) -> Iterator[Outcome]:
    filled = [(name, part) for name, part in parts if part is not None]
    if not filled:
        yield not_applicable()
        return
    whole, together = budget.total, _sum([part for _, part in filled])
    if whole is None or together is None or not _comparable(whole, together):
        yield not_enough_data("budget")
    elif _size(whole) != _size(together):
        expected = Amount(_size(together, whole), whole.unit)
        yield failed(whole, expected=expected, because=_adding_up(filled, expected))


def _adding_up(parts: Iterable[tuple[str | None, Money | None]], together: Amount) -> tuple[Step, ...]:
    return (*(Step(name or "未命名的一项", part) for name, part in parts), Step("相加", together))


@rule(
    id="money.other-funds-stated",
    checks=("B05",),
    severity=Severity.WARNING,
    title="其他资金没有也应填 0，不应空白",
    basis=basis.COMPLETE,
    advice="没有其他资金时填 0；空白无法区分“没有”和“漏填”。",
    example="其他资金：0",
    about=("budget",),
)
def other_funds_stated(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    # Not every region prints the slot; what is not printed cannot be left blank.
    if budget.fiscal is None or all(slot.field != "budget.other" for slot in facts.need_layout().slots):
        yield not_applicable()
    elif budget.other is None:
        yield failed(budget, "other", expected="0", mend=Mend("0"))


@rule(
    id="money.part-within-whole",
    checks=("B03",),
    severity=Severity.ERROR,
    title="“其中”金额不应大于合计",
    basis=basis.COMPLETE,
    advice="核对合计与其中的财政资金，改正填错或进位不一致的一项。",
    example="合计 26.50万元，其中财政资金 26.50万元",
)
def part_within_whole(form: Form, facts: Facts) -> Iterator[Outcome]:
    pairs = [(task.fiscal, task.amount) for task in form.tasks]
    if form.budget is not None:
        pairs += [(form.budget.fiscal, form.budget.total), (form.budget.other, form.budget.total)]
    printed = [(part, whole) for part, whole in pairs if part is not None and whole is not None]
    if not printed:
        yield not_applicable()
    for part, whole in printed:
        if not _comparable(part, whole):
            yield not_enough_data("money")
        elif _size(part) > _size(whole):
            most = Amount(_size(whole, part), part.unit, Operator.AT_MOST)
            yield failed(part, expected=most, because=(Step("合计", whole), Step("其中", part)), beside=(whole,))


@rule(
    id="money.tasks-make-total",
    checks=("B04",),
    severity=Severity.ERROR,
    title="各项任务金额之和应等于部门预算总额",
    basis=basis.MATCHED,
    advice="核对年度主要任务的金额与部门预算总额；有未列入任务的支出时应说明。",
    example="任务一 360.00万元＋任务二 160.00万元＝总额 520.00万元",
    about=(
        "budget",
        "tasks",
    ),
)
def tasks_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    amounts = [task.amount for task in form.tasks]
    if not any(amounts):
        yield not_applicable()
    elif not all(amounts):
        yield not_enough_data("tasks.amount")
    else:
        yield from _parts_make_total(budget, ((task.name or "任务", task.amount) for task in form.tasks))


@rule(
    id="money.purpose-agrees",
    checks=("B06", "C09"),
    severity=Severity.ERROR,
    title="资金用途说明中的金额应与金额栏一致",
    basis=basis.COMPLETE,
    advice="按批复数统一资金用途说明与预算数、财政资金、其他资金各栏。",
    example="预算数 10万元：“其中财政资金9万元，其他资金1万元”",
    about=("budget",),
)
def purpose_agrees(form: Form, facts: Facts) -> Iterator[Outcome]:
    budget = form.budget or Budget()
    stated = tuple(_stated(budget))
    if not stated:
        yield not_applicable()
    for name, told in stated:
        if getattr(budget, name) is None and not _printed_by(facts, name):
            continue
        cell = getattr(budget, name) or Money(raw="", amount=Decimal(0), unit=told.unit, yuan=Decimal(0))
        if not _comparable(cell, told):
            yield not_enough_data(f"budget.{name}")
        elif _size(cell) != _size(told):
            expected = Amount(_size(cell, told), told.unit)
            steps = (Step(f"“{_LABELS[name][0]}”栏", cell.raw or "空白"), Step("文字说明", told))
            yield failed(budget, "purpose", found=told, expected=expected, because=steps)


_LABELS = {"total": ("预算数", "预算总额"), "fiscal": ("财政",), "other": ("其他资金", "其它资金")}


def _stated(budget: Budget) -> Iterator[tuple[str, Money]]:
    """Yield the amounts that the sentence states, where a clause names one of them and one only."""
    for clause in CLAUSE.split(budget.purpose or ""):
        amounts = find_money(clause)
        names = [name for name, labels in _LABELS.items() if speaks_of(clause, labels)]
        if len(amounts) == len(names) == 1:
            yield names[0], amounts[0]


@rule(
    id="money.projects-make-project-expenditure",
    checks=("B09",),
    severity=Severity.WARNING,
    title="各项目预算数之和应等于部门的项目支出",
    basis=basis.MATCHED,
    advice="核对项目绩效目标表是否齐全，各项目预算数与整体表的项目支出（或任务金额）是否一致。",
    example="三个项目 60.00＋70.00＋30.00万元＝项目支出 160.00万元",
    stages=SETTING,
    needs=("siblings",),
)
def projects_make_project_expenditure(form: Form, facts: Facts) -> Iterator[Outcome]:
    projects = [one for one in facts.need_siblings() if one.kind is Kind.PROJECT]
    if form.kind is not Kind.OVERALL or not projects:
        yield not_applicable()
        return
    whole = form.budget.project if form.budget is not None else _sum([task.amount for task in form.tasks])
    together = _sum([one.budget.total if one.budget is not None else None for one in projects])
    if whole is None or together is None or not _comparable(whole, together):
        yield not_enough_data("siblings.budget.total")
    elif _size(whole) != _size(together):
        expected = Amount(_size(together, whole), whole.unit)
        steps = _adding_up(((_name_of(one), one.budget.total) for one in projects if one.budget is not None), expected)
        if form.budget is not None:
            yield failed(whole, expected=expected, because=steps)
        else:
            found = Amount(_size(whole, whole), whole.unit)
            yield failed(form, "tasks", found=found, expected=expected, because=steps)


def _name_of(project: Form) -> str | None:
    return project.project.name if project.project is not None else None


@rule(
    id="money.total-as-approved",
    checks=("B17",),
    severity=Severity.ERROR,
    title="绩效目标表的金额应与批复的预算一致",
    basis=basis.MATCHED,
    advice="按批复数改正金额，并相应调整绩效目标和指标值。",
    example="批复 96.00万元，目标表预算数 96.00万元",
    about=("budget",),
    needs=("approved",),
)
def total_as_approved(form: Form, facts: Facts) -> Iterator[Outcome]:
    approved = facts.need_approved().budget
    total = form.budget.total if form.budget is not None else None
    if total is None or approved is None or approved.total is None or not _comparable(total, approved.total):
        yield not_enough_data("approved.budget.total")
    elif _size(total) != _size(approved.total):
        expected = Amount(_size(approved.total, total), total.unit)
        yield failed(total, expected=expected, because=(Step("批复数", approved.total), Step("本表", total)))


@rule(
    id="money.plan-rises-to-all",
    checks=("B12",),
    severity=Severity.ERROR,
    title="资金支出计划应逐期递增，年底达到 100%",
    basis=basis.PLAN,
    advice="按累计数填写各期支出进度：后一期不低于前一期，最后一期为 100%。",
    example="3月底 20%，6月底 50%，9月底 80%，12月底 100%",
    about=("spending_plan",),
)
def plan_rises_to_all(form: Form, facts: Facts) -> Iterator[Outcome]:
    before = Decimal(0)
    for step in form.spending_plan:
        if step.percent is None:
            yield not_enough_data("spending_plan.percent")
            return
        if step.percent > ALL:
            yield failed(
                step, expected=Amount(ALL, "%", Operator.AT_MOST), because=(Step("资金总量", Amount(ALL, "%")),)
            )
        elif step.percent < before:
            so_far = Step("上一期累计", Amount(before, "%"))
            yield failed(step, expected=Amount(before, "%", Operator.AT_LEAST), because=(so_far,))
        before = step.percent
    if before < ALL:
        last = Step("最后一期累计", Amount(before, "%"))
        yield failed(form.spending_plan[-1], expected=Amount(ALL, "%"), because=(last,))


def _sum(parts: Sequence[Money | None]) -> Money | None:
    """Return the sum of amounts that share a unit or have none; None where one is blank, unreadable or in another."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or not all(_comparable(known[0], part) for part in known):
        return None
    amount = sum((_size(part, known[0]) for part in known), Decimal(0))
    yuan = None if known[0].yuan is None else sum((_size(part) for part in known), Decimal(0))
    return Money(raw="", amount=amount, unit=known[0].unit, yuan=yuan)


def _comparable(one: Money, other: Money) -> bool:
    if one.yuan is not None and other.yuan is not None:
        return True
    return one.amount is not None and other.amount is not None and one.unit == other.unit


def _size(money: Money, like: Money | None = None) -> Decimal:
    """Return the amount in yuan where that is known, else as printed; with `like`, in the unit of that amount."""
    if like is not None and like.unit in YUAN_IN and money.yuan is not None:
        return money.yuan / YUAN_IN[like.unit]
    size = money.amount if money.yuan is None or like is not None else money.yuan
    if size is None:
        raise ValueError(f"{money.raw!r} is no amount")
    return size
