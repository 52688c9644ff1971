"""Family C, the goals themselves: they say what will be done and what it brings, in numbers, about their own project.

A goal that promises a quantity is no slogan. Whether a promise is worth its money is not judged here, and what a goal
means beyond its words is not known: where only a person can tell, the rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiheng.language import projects
from jiheng.language.commitments import commitments
from jiheng.language.lexicon import any_of, words
from jiheng.language.matching import says_something, speak_alike, topic_overlap
from jiheng.language.spans import clauses
from jiheng.language.wordings import (
    is_category,
    is_duty,
    is_process,
    is_routine,
    progress_reports,
    slogans,
)
from jiheng.model import Form, Goal, Kind, Severity, Task
from jiheng.rules import basis
from jiheng.rules.cells import said, texts
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Outcome, Step, ask, failed, not_applicable, rule

_COUNTED = re.compile(
    r"[0-9０-９](?:[0-9.,０-９．，]*)\s*[%％‰]|[0-9０-９]\s*个百分点|零(?:事故|投诉|差错)|全覆盖"
    r"|(?<![第统同])[一二两三四五六七八九十百]+(?:场次?|期|次(?!性)|家|户|台套?|套|座|篇|公里|亩|人次|名)"
)
_PLACEHOLDER = re.compile(r"(?:任务|项目|工作|目标)?[0-9０-９一二三四五六七八九十]{0,2}")
_SHORT = 60
_SOME_PROMISES = 2
# Out of a hundred: units and 验收合格 are shared by any two goals.
_CHANCE = 20


@rule(
    id="goals.more-than-money",
    checks=("C01",),
    severity=Severity.ERROR,
    title="绩效目标不能只写安排多少钱",
    basis=basis.CLEAR,
    advice="写明用这笔钱办成什么事（数量、质量、时间），带来什么效果。",
    example="更换老旧路灯80盏，12月前完工，主干道亮灯率达到98%，夜间出行更安全",
    stages=SETTING,
)
def more_than_money(form: Form, facts: Facts) -> Iterator[Outcome]:
    told: list[tuple[Goal | Task, str, str]] = [(goal, "text", goal.text) for goal in form.goals]
    # Where tasks are told in sentences, their own goal stands in the note beside the amount.
    told += [(task, "note", task.note) for task in form.tasks if task.note and task.amount is not None]
    if not told:
        yield not_applicable()
    for owner, field, text in told:
        if projects.is_only_money(text):
            yield failed(owner, field, expected="产出和效果")


@rule(
    id="goals.effect-told",
    checks=("C01",),
    severity=Severity.HINT,
    title="绩效目标除产出外还应写效果",
    basis=basis.CLEAR,
    advice="补写这些工作给服务对象、社会带来的变化。",
    example="培训护林员300人次，火情发现时间缩短到30分钟以内",
    about=("goals",),
    stages=SETTING,
)
def effect_told(form: Form, facts: Facts) -> Iterator[Outcome]:
    told = "".join(goal.text for goal in form.goals)
    if all(projects.is_only_money(goal.text) or not _is_counted(goal, form.year) for goal in form.goals):
        yield not_applicable()
    elif any_of("projects", "effect").search(told) is None:
        yield failed(form.goals[0], "text", expected="效果")


@rule(
    id="goals.no-mere-slogan",
    checks=("C02",),
    severity=Severity.ERROR,
    title="绩效目标不能只是口号或职责",
    basis=basis.CLEAR,
    advice="删去口号和职责描述，写本年度要完成的事、完成到什么程度。",
    example="全年办理信访事项400件，按期办结率达到98%，群众满意率达到90%",
    about=("goals",),
    stages=SETTING,
)
def no_mere_slogan(form: Form, facts: Facts) -> Iterator[Outcome]:
    for goal in form.goals:
        found = _empty_words(goal, form.year)
        if found:
            yield failed(goal, "text", found=found, expected="可以核对的工作和结果")


@rule(
    id="goals.counted",
    checks=("C03",),
    severity=Severity.WARNING,
    title="绩效目标应有数量",
    basis=basis.QUANTIFIED,
    advice="写明做多少、做到什么程度、什么时候做完，使年底可以核对。",
    example="2026年举办培训12期，培训村干部600人次，考核合格率不低于95%",
    about=("goals",),
    stages=SETTING,
)
def counted(form: Form, facts: Facts) -> Iterator[Outcome]:
    if any(_is_counted(goal, form.year) for goal in form.goals):
        return
    # Other rules tell what is wrong with a goal that is mere routine, process or money.
    bare_goals = [goal for goal in form.goals if not _is_told_elsewhere(goal.text)]
    if bare_goals:
        yield failed(bare_goals[0], "text", expected="数量和时间")


@rule(
    id="goals.of-its-own-project",
    checks=("C04",),
    severity=Severity.ERROR,
    title="绩效目标应说本项目的事",
    basis=basis.RELEVANT,
    advice="按本项目的名称和资金用途重写目标，不要套用别的项目或日常经费的目标。",
    example="（办公电脑购置项目）购置电脑20台，验收合格率100%，替换使用超过六年的旧机",
    about=("goals", "project"),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
)
def of_its_own_project(form: Form, facts: Facts) -> Iterator[Outcome]:
    name = form.project.name if form.project is not None else None
    own = projects.own_thing(name)
    if not own or projects.is_running_cost(name):
        yield not_applicable()
        return
    told = "\n".join(goal.text for goal in form.goals)
    if speak_alike(own, told):
        return
    use = f"{name}\n{form.budget.purpose if form.budget is not None else ''}"
    of_others = tuple(word for word in projects.upkeep(told) if word not in projects.upkeep(use))
    if of_others or _promises_other_work(told, use, form):
        yield failed(
            form.goals[0],
            "text",
            found=of_others or None,
            expected=name,
            because=(Step("项目名称中的事", own), Step("目标与它相同的词", "没有")),
        )


@rule(
    id="goals.no-mere-routine",
    checks=("C06",),
    severity=Severity.WARNING,
    title="发工资、保运转不是绩效目标",
    basis=basis.CLEAR,
    advice="写这些人员和经费办成了什么事；只安排人员、公用经费的，写清保障的人数和标准。",
    example="聘用护林员60人，全年巡护2.4万人次，火情当日上报率达到100%",
    about=("goals",),
    stages=SETTING,
)
def no_mere_routine(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from (failed(goal, "text") for goal in form.goals if _is_mere_routine(goal.text))


@rule(
    id="goals.task-is-no-category",
    checks=("C11",),
    severity=Severity.WARNING,
    title="支出类别不是任务",
    basis=basis.CLEAR,
    advice="任务写要办的事，例如某项服务、某项建设；人员经费、公用经费等类别填在预算栏。",
    example="任务名称：城区公厕保洁；主要内容：保洁公厕46座，每日清扫不少于4次",
    about=("tasks",),
    stages=SETTING,
)
def task_is_no_category(form: Form, facts: Facts) -> Iterator[Outcome]:
    for task in form.tasks:
        if is_category(task.name):
            yield failed(task, "name")
        elif _PLACEHOLDER.fullmatch(bare(task.name)) is not None and is_category(task.content):
            yield failed(task, "content")


@rule(
    id="goals.within-duties",
    checks=("C12",),
    severity=Severity.WARNING,
    title="目标和任务应在本单位职责之内",
    basis=basis.RELEVANT,
    advice="不属于本单位职责的任务，说明由谁交办、依据什么文件，或移给负责的单位。",
    example="按县政府第6次常务会议纪要，由本局承担……",
    question="这项工作是否属于本单位的职责？依据是什么？",
    about=("goals",),
    stages=SETTING,
    needs=("duties",),
)
def within_duties(form: Form, facts: Facts) -> Iterator[Outcome]:
    duties = _duties(form, facts)
    if duties is None:
        yield ask(form.project, "name") if form.project is not None and form.project.name else ask(form.goals[0])
        return
    if form.kind is Kind.PROJECT:
        if not speak_alike(form.goals[0].text, duties):
            yield ask(form.goals[0])
        return
    for task in form.tasks:
        if says_something(task.name) and not speak_alike(task.name, duties):
            yield ask(task, "name")


@rule(
    id="goals.no-mere-process",
    checks=("C13",),
    severity=Severity.WARNING,
    title="绩效目标不能只写按什么办法办事",
    basis=basis.CLEAR,
    advice="按规定办事是应当的：写办成多少事、达到什么结果。",
    example="维修校舍屋面3200平方米，验收合格率100%，雨季前完工",
    about=("goals",),
    stages=SETTING,
)
def no_mere_process(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from (failed(goal, "text") for goal in form.goals if _is_mere_process(goal.text))


@rule(
    id="goals.no-progress-report",
    checks=("C15",),
    severity=Severity.WARNING,
    title="目标表不写工作进展",
    basis=basis.CLEAR,
    advice="已经做完的事写在自评或监控表里，这里写年底要达到的目标。",
    example="6月底前完成平台二期招标，11月底前上线试运行",
    stages=SETTING,
)
def no_progress_report(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not progress_reports(facts.once(said, form)):
        return
    for owner, field, text in texts(form):
        # A fixed row explains in the region's words; a basis may well tell what was done before.
        if field in ("basis", "scoring") or (field == "explanation" and getattr(owner, "fixed", False)):
            continue
        found = progress_reports(text)
        if found:
            yield failed(owner, field, found=tuple(dict.fromkeys(span.of(text) for span in found)))


def _is_counted(goal: Goal, year: int | None) -> bool:
    return bool(commitments(goal.text, year)) or _COUNTED.search(goal.text) is not None


def _is_told_elsewhere(text: str) -> bool:
    return _is_mere_routine(text) or _is_mere_process(text) or projects.is_only_money(text)


# Several rules ask the same of a goal, and siblings have the same goals.
@lru_cache(maxsize=512)
def _is_mere_routine(text: str) -> bool:
    return is_routine(text) or all(map(is_routine, projects.parts(text)))


@lru_cache(maxsize=512)
def _is_mere_process(text: str) -> bool:
    """Tell a goal that names the rules by which work is done, and beside them only effort."""
    told = projects.parts(text)
    return any(map(is_process, told)) and all(is_process(one) or _is_effort(one) for one in told)


def _is_effort(text: str) -> bool:
    begins = text.startswith(words("wording", "process"))
    return begins and not _makes_something(text) and re.search(r"[0-9０-９]", text) is None


def _makes_something(text: str) -> bool:
    return any(clause.of(text).startswith(words("wording", "making")) for clause in clauses(text))


def _empty_words(goal: Goal, year: int | None) -> tuple[str, ...]:
    """Return the slogans of a goal that promises nothing else, or the beginning of a list of duties."""
    if _is_counted(goal, year) or _makes_something(goal.text):
        return ()
    if _is_mere_process(goal.text):
        return ()
    if is_duty(goal.text):
        return (next(word for word in words("wording", "duty") if word in goal.text),)
    found = tuple(dict.fromkeys(span.of(goal.text) for span in slogans(goal.text)))
    found = found or projects.good_will(goal.text)
    return found if len(found) > 1 or (found and len(goal.text) <= _SHORT) else ()


def _promises_other_work(told: str, use: str, form: Form) -> bool:
    """Tell a goal whose promises share next to no word with the use of the money and the names of the rows."""
    rows = "\n".join(row.name or "" for row in form.indicators)
    if not rows or len(commitments(told, form.year)) < _SOME_PROMISES:
        return False
    return topic_overlap(told, f"{use}\n{rows}").of_first <= _CHANCE


def _duties(form: Form, facts: Facts) -> str | None:
    """Return what the unit is there for: as set by the authorities, as printed, or as its goal lists it."""
    listed = [goal.text for goal in form.goals if is_duty(goal.text)]
    return facts.duties or form.responsibilities or ("\n".join(listed) or None)
