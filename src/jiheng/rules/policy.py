"""Family K: what a goal may not ask for, and what has to come before the money.

Most of it needs facts from outside the form: attachments, the review, last year's form and grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jiheng.language.directions import is_perverse
from jiheng.language.lexicon import any_of, words
from jiheng.language.spans import clauses
from jiheng.model import Form, Kind, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import ALL, FROM_BELOW, numbers, said, texts
from jiheng.rules.facts import Facts, known
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, ask, failed, not_applicable, not_enough_data, rule

_RETURNED = ("退回", "未通过", "不予通过", "待修改")
_POOR = ("中", "差")
_EX_ANTE = re.compile("事前.{0,4}评估")
_NEW = re.compile("新增|新设|新立|首次")


@rule(
    id="policy.more-is-not-worse",
    checks=("K07",),
    severity=Severity.ERROR,
    title="不应以坏事更多为目标",
    basis=basis.REASONABLE,
    advice="改为越少越好的写法（≤），或改问处理得好不好，例如办结率。",
    example="投诉件数 ≤3件，或投诉按期办结率 =100%",
    about=("indicators",),
    stages=SETTING,
)
def more_is_not_worse(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        # A name may only say 举报电话咨询; what is measured is told by its description.
        if is_perverse(row.name) or is_perverse(row.explanation):
            for target, value in numbers(row):
                if target.operator in FROM_BELOW and value > 0:
                    yield failed(target)


@rule(
    id="policy.assessed-before",
    checks=("K03",),
    severity=Severity.ERROR,
    title="新增的政策和大额项目应先做事前绩效评估",
    basis=basis.EX_ANTE,
    advice="附上事前绩效评估报告，再申请列入预算。",
    example="附件：《事前绩效评估报告》",
    about=("budget",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("attachments", "parameters.ex_ante_amount"),
)
def assessed_before(form: Form, facts: Facts) -> Iterator[Outcome]:
    total = form.budget.total if form.budget is not None else None
    if not any(_NEW.search(one.text) for one in form.particulars) or total is None or total.yuan is None:
        yield not_applicable()
        return
    least = facts.number("ex_ante_amount", form) * 10_000
    if total.yuan < least:
        return
    attached = known(facts.attachments, "attachments")
    if not any(_EX_ANTE.search(name) for name in attached):
        yield failed(total, expected="事前绩效评估报告")


@rule(
    id="policy.goal-before-money",
    checks=("K04",),
    severity=Severity.ERROR,
    title="绩效目标未通过的项目不应安排预算",
    basis=basis.GOAL_FIRST,
    advice="先按退回意见改好绩效目标并通过审核，再进入项目库和预算。",
    example="绩效目标：审核通过",
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("goal_status",),
)
def goal_before_money(form: Form, facts: Facts) -> Iterator[Outcome]:
    status = known(facts.goal_status, "goal_status")
    if status in _RETURNED:
        yield failed(form, "goals" if form.goals else None, found=status, expected="通过")


@rule(
    id="policy.poor-grade-costs-money",
    checks=("K05",),
    severity=Severity.WARNING,
    title="上次评价为中、差的项目不应增加预算",
    basis=basis.USE_OF_RESULTS,
    advice="压减预算或说明整改情况和增加的理由。",
    example="上年评价为“中”，本年预算减少 10%",
    about=("budget",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("last_grade", "last_year"),
)
def poor_grade_costs_money(form: Form, facts: Facts) -> Iterator[Outcome]:
    grade = known(facts.last_grade, "last_grade")
    last = facts.need_last_year().budget
    total = form.budget.total if form.budget is not None else None
    before = last.total if last is not None else None
    if total is None or before is None or total.yuan is None or not before.yuan:
        yield not_enough_data("budget.total")
    elif grade in _POOR and total.yuan >= before.yuan:
        growth = Amount(_growth(before.yuan, total.yuan), "%")
        steps = (Step("上次评价等级", grade), Step("上年预算", before), Step("增加", growth))
        yield failed(total, expected=Amount(before.yuan, "元", Operator.LESS), because=steps)


@rule(
    id="policy.subsidy-has-a-basis",
    checks=("K08",),
    severity=Severity.WARNING,
    title="对企业的补贴须有法律和政策依据",
    basis=basis.FAIR_COMPETITION,
    advice="写明依据的文件和文号、补贴对象的条件和标准。",
    example="按县政发〔2022〕9号，对符合条件的公交企业按里程补贴",
    question="给这家企业的补贴，依据是哪一份文件？是否经过公平竞争审查？",
)
def subsidy_has_a_basis(form: Form, facts: Facts) -> Iterator[Outcome]:
    if any_of("policy", "subsidy", "support").search(bare(facts.once(said, form))) is None:
        yield not_applicable()
        return
    for owner, field, text in texts(form):
        found = next(_subsidies(text), None)
        if found is not None:
            yield ask(owner, field, found=found)
            return
    yield not_applicable()


def _subsidies(text: str) -> Iterator[str]:
    """Yield the words for a subsidy, and the clauses that name a firm and a support."""
    usual, firm, support = any_of("policy", "subsidy"), any_of("policy", "firm"), any_of("policy", "support")
    for span in clauses(text):
        clause = span.of(text)
        found = usual.search(bare(clause))
        if found is not None:
            yield found[0]
        elif firm.search(clause) is not None and support.search(clause) is not None:
            yield clause


@rule(
    id="policy.rules-of-its-own-sector",
    checks=("K09",),
    severity=Severity.WARNING,
    title="应引用适用于本单位的财务制度",
    basis=basis.SECTORS,
    advice="行政单位引用《行政单位财务规则》，事业单位引用《事业单位财务规则》。",
    example="（某某局）按《行政单位财务规则》执行",
)
def rules_of_its_own_sector(form: Form, facts: Facts) -> Iterator[Outcome]:
    sector = _sector(form.unit.name)
    if sector is None:
        yield not_applicable()
        return
    wrong, right = _RULES_OF[sector]
    for owner, field, text in texts(form):
        # 行政事业单位财务规则 speaks of both.
        if wrong in text.replace(_BOTH, "") and right not in text:
            yield failed(owner, field, found=wrong, expected=right)


def _sector(name: str | None) -> str | None:
    """Return whether the unit is an office or an institution, as far as its name tells."""
    said = bare(name)
    return next((sector for sector in _RULES_OF if said.endswith(words("policy", sector))), None)


_BOTH = "行政事业单位财务规则"
_RULES_OF = {
    "institution": ("行政单位财务规则", "事业单位财务规则"),
    "office": ("事业单位财务规则", "行政单位财务规则"),
}


def _growth(before: Decimal, now: Decimal) -> Decimal:
    return (now - before) / before * ALL
