"""Family I, what was copied: within a form, between the forms of one hand-in, from last year's form.

A copy is known by its words without names, numbers and marks. Rows that the region prints are no copies, and where
something was copied from, of two forms, nobody can tell: each names the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from jiheng.language.names import bare
from jiheng.language.templates import copied_from, template_text
from jiheng.layouts.schema import Direction
from jiheng.model import Form, Goal, Horizon, Indicator, Kind, Operator, Severity, Target
from jiheng.rules import basis
from jiheng.rules.cells import ALL, FROM_ABOVE, FROM_BELOW, better, numbers, scheme_of
from jiheng.rules.facts import Facts
from jiheng.rules.registry import (
    SETTING,
    Amount,
    Elsewhere,
    Outcome,
    Step,
    failed,
    not_applicable,
    rule,
)

# So many of the other forms of a copy are named; how many there are is said.
_NAMED = 8
_PREFIX_SHARE = Decimal("0.6")


@rule(
    id="copying.goal-own",
    checks=("C05", "I03"),
    severity=Severity.ERROR,
    title="不同项目不应使用同一段绩效目标",
    basis=basis.CLEAR,
    advice="按本项目办什么事、办多少、达到什么效果重写绩效目标，不要从别的项目表复制。",
    example="购置便民服务大厅自助终端 4 台，9月底前投入使用，群众平均等候时间压减到 10 分钟以内",
    about=("goals",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings", "parameters.shortest_copied_text"),
)
def goal_own(form: Form, facts: Facts) -> Iterator[Outcome]:
    others = _projects_beside(form, facts)
    if not others:
        yield not_applicable()
        return
    shortest = facts.number("shortest_copied_text", form)
    for goal in form.goals:
        copies = _with_goal(goal, form, others, facts)
        if copies and len(_template(goal, form)) >= shortest:
            yield failed(goal, "text", because=_counted(len(copies)), beside=copies[:_NAMED])


@rule(
    id="copying.indicators-own",
    checks=("I01",),
    severity=Severity.WARNING,
    title="不同项目不应照搬同一套指标",
    basis=basis.SCIENTIFIC,
    advice="换成能反映本项目产出和效果的指标；通用的管理要求不必每个项目都列。",
    example="道路项目写“养护里程 ≥38公里”，培训项目写“培训人次 ≥600人次”",
    about=("indicators",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=(
        "siblings",
        "parameters.fewest_forms_of_a_copy",
        "parameters.fewest_rows_to_compare",
        "parameters.highest_share_of_copied_rows",
    ),
)
def indicators_own(form: Form, facts: Facts) -> Iterator[Outcome]:
    others = _projects_beside(form, facts)
    if not others:
        yield not_applicable()
        return
    whole = _taken_whole(form, others, facts)
    if whole:
        count = Amount(Decimal(len(facts.once(own_values, form))), "行")
        yield failed(form, "indicators", found=count, because=_counted(len(whole)), beside=whole[:_NAMED])
        return
    fewest = facts.number("fewest_forms_of_a_copy", form)
    for key, row in facts.once(own_rows, form).items():
        rows = tuple(Elsewhere(other, there[key]) for other in others if key in (there := facts.once(own_rows, other)))
        if len(rows) + 1 >= fewest:
            yield failed(row, "name", because=_counted(len(rows)), beside=rows[:_NAMED])


@rule(
    id="copying.plan-own",
    checks=("I02",),
    severity=Severity.WARNING,
    title="不同项目的资金支出计划不应千篇一律",
    basis=basis.PLAN,
    advice="按本项目的实施进度和付款约定分期测算：购置类多在验收后一次付清，工资类按月均匀支付。",
    example="设备购置：3月底 0%，6月底 0%，10月底 95%，12月底 100%",
    about=("spending_plan",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings", "parameters.fewest_forms_of_a_copy", "parameters.highest_share_of_equal_targets"),
)
def plan_own(form: Form, facts: Facts) -> Iterator[Outcome]:
    planned = [other for other in _projects_beside(form, facts) if len(other.spending_plan) > 1]
    if not planned or len(form.spending_plan) < 2:
        yield not_applicable()
        return
    same = [other for other in planned if _plan(other) == _plan(form)]
    share = facts.number("highest_share_of_equal_targets", form)
    enough = len(same) + 1 >= facts.number("fewest_forms_of_a_copy", form)
    if enough and (len(same) + 1) * ALL > share * (len(planned) + 1):
        beside = tuple(Elsewhere(other, other, "spending_plan") for other in same[:_NAMED])
        shown = "、".join(one.raw or f"{one.percent}%" for one in form.spending_plan)
        yield failed(form, "spending_plan", found=shown, because=_counted(len(same)), beside=beside)


@rule(
    id="copying.explanation-own",
    checks=("I06",),
    severity=Severity.WARNING,
    title="指标的解释不应从另一行复制",
    basis=basis.CLEAR,
    advice="写明这个指标本身衡量什么、怎样计算，不要沿用另一行的解释。",
    example="读者满意度：问卷中答“满意”和“基本满意”的人数÷有效问卷数",
    about=("indicators",),
    needs=("parameters.shortest_copied_text",),
)
def explanation_own(form: Form, facts: Facts) -> Iterator[Outcome]:
    shortest = facts.number("shortest_copied_text", form)
    told = [(row, bare(row.explanation)) for row in form.indicators if row.explanation]
    seen: list[tuple[Indicator, str]] = []
    for row, words in told:
        if len(words) < shortest:
            continue
        source = next((one for one, said in seen if _copies(row, words, one, said)), None)
        if source is not None:
            yield failed(row, "explanation", beside=(source,))
        seen.append((row, words))


# A copy that even keeps the old numbers is a question; work that goes on from year to year may keep its words.
@rule(
    id="copying.not-last-year",
    checks=("I05",),
    severity=Severity.WARNING,
    title="不应原样照搬上年的目标和指标值",
    basis=basis.REASONABLE,
    advice="按今年的工作任务和资金重写目标、重新测算指标值；确实不变的，在说明中写明理由。",
    example="上年培训 600 人次，今年资金增加一成，目标写 680 人次",
    about=("indicators",),
    stages=SETTING,
    needs=("last_year", "parameters.highest_share_of_copied_rows"),
)
def not_last_year(form: Form, facts: Facts) -> Iterator[Outcome]:
    before = facts.need_last_year()
    now, then = facts.once(own_values, form), facts.once(own_values, before)
    if not now:
        yield not_applicable()
        return
    same = now.keys() & then.keys()
    share = facts.number("highest_share_of_copied_rows", form)
    if len(same) * ALL >= share * len(now) and goals_in_words(form) == goals_in_words(before):
        steps = (Step("与上年完全相同的指标行", Amount(Decimal(len(same)), "行")), Step("上年年度", before.year))
        yield failed(form, "indicators", found=Amount(Decimal(len(now)), "行"), because=steps)


@rule(
    id="copying.year-is-this-year",
    checks=("I05",),
    severity=Severity.WARNING,
    title="目标和任务里写的应是本年度",
    basis=basis.COMPLETE,
    advice="改成本年度的工作和时间；引用往年情况的，写明“上年”“较……”等字样。",
    example="2024年的表写“2024年12月底前完成”",
    stages=SETTING,
)
def year_is_this_year(form: Form, facts: Facts) -> Iterator[Outcome]:
    if form.year is None:
        yield not_applicable()
        return
    told: list[tuple[object, str, str]] = [
        *((goal, "text", goal.text) for goal in form.goals if goal.horizon is not Horizon.LONG_TERM),
        *((task, "content", task.content) for task in form.tasks if task.content),
    ]
    for owner, field, text in told:
        if _is_of_the_year_before(text, form.year):
            yield failed(owner, field, expected=f"{form.year}年")


@rule(
    id="copying.same-operator",
    checks=("E08",),
    severity=Severity.WARNING,
    title="同一指标在各项目中的比较符号应一致",
    basis=basis.QUANTIFIED,
    advice="同名指标的好坏方向只有一个：统一用同一个符号，漏写的补上。",
    example="各项目的“审核金额”都写“≤”",
    about=("indicators",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings",),
)
def same_operator(form: Form, facts: Facts) -> Iterator[Outcome]:
    others = _projects_beside(form, facts)
    if not others:
        yield not_applicable()
        return
    scheme = scheme_of(facts.layout)
    for key, (row, target) in facts.once(own_numbers, form).items():
        there = [(one, *found) for one in others if (found := facts.once(own_numbers, one).get(key)) is not None]
        usual = _usual(better(scheme, row), [target, *(found for *_, found in there)])
        if usual is None or _is_told_by_name(better(scheme, row), target) or not _differs(target, usual):
            continue
        beside = tuple(Elsewhere(one, found) for one, _, found in there if found.operator is not target.operator)
        yield failed(target, expected=Amount(target.value or Decimal(0), target.unit, usual), beside=beside[:_NAMED])


def own_rows(form: Form) -> Mapping[tuple[str, str], Indicator]:
    """Return the rows of the unit's own that explain what they measure, by name and explanation.

    Satisfaction is asked in the same words of everybody, and an explanation that is the name explains nothing.
    """
    rows: dict[tuple[str, str], Indicator] = {}
    for row in form.indicators:
        name, words = bare(row.name), bare(row.explanation)
        if name and words and words != name and not row.fixed and "满意" not in f"{row.level1}{name}":
            rows.setdefault((name, words), row)
    return rows


def own_values(form: Form) -> Mapping[tuple[str, str], Indicator]:
    """Return the rows of the unit's own by name and target."""
    return {
        (bare(row.name), bare(row.target.raw)): row
        for row in form.indicators
        if row.name and row.target is not None and not row.fixed
    }


def own_numbers(form: Form) -> Mapping[tuple[str, str | None], tuple[Indicator, Target]]:
    """Return the single numbers aimed at by the unit's own rows, by the name of the row and the unit of measure."""
    found: dict[tuple[str, str | None], tuple[Indicator, Target]] = {}
    for row in form.indicators:
        if row.name and not row.fixed:
            for target, _ in numbers(row):
                found.setdefault((bare(row.name), target.unit), (row, target))
    return found


def goals_in_words(form: Form) -> list[str]:
    """Return the goals but for the years that they name."""
    return [_YEAR.sub("", bare(goal.text)) for goal in form.goals]


def names_in(form: Form) -> tuple[str | None, ...]:
    """Return the names that differ from form to form, and are no part of what is copied."""
    return (form.unit.name, form.project.name if form.project is not None else None)


def promised(form: Form) -> Iterator[tuple[object, str, str]]:
    """Yield the texts in which a form says what will be done, as (owner, attribute, text)."""
    yield from ((goal, "text", goal.text) for goal in form.goals)
    yield from ((task, "content", task.content) for task in form.tasks if task.content)


def _projects_beside(form: Form, facts: Facts) -> tuple[Form, ...]:
    """Return the forms of other projects in the hand-in that set goals for the same year."""
    return tuple(
        other
        for other in facts.need_siblings()
        if other.kind is Kind.PROJECT
        and (other.year, other.stage) == (form.year, form.stage)
        and (other.project is None or other.project != form.project)
    )


def _counted(others: int) -> tuple[Step, ...]:
    return (Step("内容相同的表（含本表）", Amount(Decimal(others + 1), "张")),)


def _template(goal: Goal, form: Form) -> str:
    return template_text(goal.text, names_in(form))


def _goal_prints(form: Form) -> Mapping[int, Goal]:
    names = names_in(form)
    return {copied_from(goal.text, names): goal for goal in reversed(form.goals)}


def _with_goal(goal: Goal, form: Form, others: tuple[Form, ...], facts: Facts) -> tuple[Elsewhere, ...]:
    print_ = copied_from(goal.text, names_in(form))
    found = ((other, facts.once(_goal_prints, other).get(print_)) for other in others)
    return tuple(Elsewhere(other, there, "text") for other, there in found if there is not None)


def _taken_whole(form: Form, others: tuple[Form, ...], facts: Facts) -> tuple[Elsewhere, ...]:
    """Return the forms that hold nearly all rows of this one, with the same targets."""
    own = facts.once(own_values, form)
    if len(own) < facts.number("fewest_rows_to_compare", form):
        return ()
    least = facts.number("highest_share_of_copied_rows", form) * len(own)
    same = (other for other in others if len(own.keys() & facts.once(own_values, other).keys()) * ALL >= least)
    return tuple(Elsewhere(other, other, "indicators") for other in same)


def _plan(form: Form) -> tuple[tuple[str, Decimal | None], ...]:
    return tuple((bare(one.by), one.percent) for one in form.spending_plan)


def _copies(row: Indicator, words: str, other: Indicator, said: str) -> bool:
    """Tell whether two explanations are one, or one is the beginning of the other; the region's own rows may be so."""
    if (row.fixed and other.fixed) or row.horizon is not other.horizon:
        return False
    short, long = sorted((words, said), key=len)
    return long.startswith(short) and len(short) >= len(long) * _PREFIX_SHARE


_YEAR = re.compile(r"20[0-9]{2}年?")
_OF_THE_PAST = re.compile(
    r"上年|去年|往年|以来|已|比|较|同比|结转|基础上|底数|末|文|〔|\[|号|批复|下达|期间|至|-|~|起|考核|评价|决算|欠|尾款|续"
)


def _is_of_the_year_before(text: str, year: int) -> bool:
    """Tell whether a text names the year before, and only that, as the time of what is to be done."""
    words = bare(text)
    years = {int(found[:4]) for found in _YEAR.findall(words)}
    return years == {year - 1} and _OF_THE_PAST.search(words) is None


def _usual(known: Direction | None, targets: list[Target]) -> Operator | None:
    """Return how targets that do not agree should be bounded: as the name tells, else as most of them are."""
    up = sum(target.operator in FROM_BELOW for target in targets)
    down = sum(target.operator in FROM_ABOVE for target in targets)
    unbounded = sum(target.operator is None for target in targets)
    if not (min(up, down) or (unbounded and up + down)):
        return None
    if known is not None:
        return Operator.AT_LEAST if known is Direction.UP else Operator.AT_MOST
    return None if up == down else Operator.AT_LEAST if up > down else Operator.AT_MOST


def _differs(target: Target, usual: Operator) -> bool:
    """Tell whether a target is bounded the other way or not at all; = and ≈ are bounds of their own."""
    return target.operator is None or target.operator in (FROM_ABOVE if usual is Operator.AT_LEAST else FROM_BELOW)


def _is_told_by_name(known: Direction | None, target: Target) -> bool:
    """Tell whether the name alone shows that the operator is wrong, which another rule says."""
    return known is not None and target.operator in (FROM_ABOVE if known is Direction.UP else FROM_BELOW)
