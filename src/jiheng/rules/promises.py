"""Family C, goals against the rest of the form: what is promised is measured, what is measured was promised.

Promises are quantities as `language.commitments` finds them; money and rates by name are left to other rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiheng.language.commitments import Commitment, commitments
from jiheng.language.matching import (
    Matching,
    Pair,
    is_named_by,
    match,
    same_number,
    says_something,
    speak_alike,
    topic_overlap,
)
from jiheng.language.natures import Nature, asked_by, nature
from jiheng.language.projects import fields_of, is_only_money, is_summary, only_describes
from jiheng.language.wordings import is_category
from jiheng.model import Form, Goal, Horizon, Indicator, Kind, Severity, Target, TargetKind, Task
from jiheng.rules import basis
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import PERCENT_UNITS, bare
from jiheng.rules.registry import SETTING, Elsewhere, Outcome, Step, failed, not_applicable, rule

# Out of a hundred: below this the words of a promise and of a row may speak of two things.
_ONE_THING = 85
# A count from here on is seldom met twice by chance.
_RARE = 100
_LONGEST_CHANCE = 4
_CONTENT = 8
_PHRASE = 3
_FEWEST_TASKS = 2
_NO_OUTPUT = frozenset(
    {Nature.COST, Nature.ECONOMIC, Nature.SOCIAL, Nature.ECOLOGICAL, Nature.SUSTAINABLE, Nature.SATISFACTION}
)
_NEVER_PROMISED = frozenset({Nature.SATISFACTION, Nature.MONEY, Nature.COST, Nature.SAVING, Nature.EXECUTION})


@dataclass(frozen=True, slots=True)
class Promises:
    """What the goals and tasks of a form promise: each with the part of the form that says it, and its rows."""

    made: tuple[tuple[Goal | Task, Commitment], ...]
    matching: Matching

    def of(self, owner: Goal | Task) -> Iterator[int]:
        return (at for at, (said_by, _) in enumerate(self.made) if said_by is owner)


@rule(
    id="promises.measured",
    checks=("C07",),
    severity=Severity.ERROR,
    title="目标中写明数量的承诺应有对应的指标",
    basis=basis.SCIENTIFIC,
    advice="为所列的每项承诺补设指标，指标值与目标一致；不再要做的，从目标中删去。",
    example="目标：开展应急演练6次；数量指标：应急演练次数 ≥6次",
    about=("indicators",),
    stages=SETTING,
)
def measured(form: Form, facts: Facts) -> Iterator[Outcome]:
    promises = facts.once(_promises, form)
    if not promises.made:
        yield not_applicable()
    told: list[Commitment] = []
    owners: tuple[Goal | Task, ...] = (*form.goals, *form.tasks)
    for owner in owners:
        missing = [one for one in _unmeasured(promises, owner, form) if not _is_told(one, told)]
        told += missing
        if missing:
            steps = tuple(Step(f"承诺“{_words(one, owner)}”", "没有对应的指标") for one in missing)
            yield failed(
                owner,
                _field(owner),
                found=tuple(_words(one, owner) for one in missing),
                expected="每项承诺各有一行指标",
                because=steps,
            )


@rule(
    id="promises.numbers-agree",
    checks=("C09",),
    severity=Severity.ERROR,
    title="目标文字中的数量应与指标值一致",
    basis=basis.COMPLETE,
    advice="统一目标文字与指标表中的同一个数。",
    example="目标：新建驿站6座；数量指标：新建驿站数量 =6座",
    about=("indicators",),
    stages=SETTING,
)
def numbers_agree(form: Form, facts: Facts) -> Iterator[Outcome]:
    promises = facts.once(_promises, form)
    if not promises.matching.pairs:
        yield not_applicable()
    for pair in _only_pairs(promises.matching):
        owner, said = promises.made[pair.commitment]
        row = form.indicators[pair.row]
        if row.target is not None and said.target is not None and _contradict(pair, said):
            yield failed(
                row.target,
                expected=said.target,
                because=(
                    Step(f"{_called(owner)}“{_words(said, owner)}”", said.target),
                    Step(f"指标“{row.name}”", row.target),
                    Step("两处相同的词", pair.words),
                ),
                beside=(owner,),
            )


@rule(
    id="promises.every-row-traces",
    checks=("C08",),
    severity=Severity.WARNING,
    title="产出指标应能在目标或任务中找到来由",
    basis=basis.FEW_AND_CORE,
    advice="在目标或任务里写明这项工作，或删去与目标无关的指标。",
    example="目标：修订行业标准3项；数量指标：修订行业标准数 ≥3项",
    about=("indicators", "goals"),
    stages=SETTING,
)
def every_row_traces(form: Form, facts: Facts) -> Iterator[Outcome]:
    if all(is_only_money(goal.text) for goal in form.goals):
        yield not_applicable()
        return
    promises = facts.once(_promises, form)
    traced = {pair.row for pair in promises.matching.pairs}
    told = _all_told(form)
    for at, row in enumerate(form.indicators):
        if at in traced or not _needs_a_source(row):
            continue
        if not _has_its_number(row, promises) and not _speaks_of(row, told):
            yield failed(row, "name", expected="目标或任务中有这项工作", beside=form.goals[:1])


@rule(
    id="promises.task-fits-its-name",
    checks=("C10",),
    severity=Severity.WARNING,
    title="任务内容应与任务名称相符",
    basis=basis.CLEAR,
    advice="核对是否填错了行：按任务名称写内容，或按内容改名称。",
    example="任务名称：门户网站运维；主要内容：全年巡检网站52次，故障4小时内恢复",
    about=("tasks",),
    stages=SETTING,
)
def task_fits_its_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    for task in form.tasks:
        other = _of_something_else(task, form)
        if other is not None:
            shared = topic_overlap(task.content, _text_of(other)).words
            alike = (Step(f"内容与{_called(other)}相同的词", shared),) if other is not task else ()
            steps = (Step("内容与任务名称相同的词", "没有"), *alike)
            beside = (other,) if other is not task else ()
            yield failed(task, "content", expected=task.name, because=steps, beside=beside)


@rule(
    id="promises.whole-speaks-of-parts",
    checks=("C14",),
    severity=Severity.WARNING,
    title="总体目标应包含各项任务和项目",
    basis=basis.RELEVANT,
    advice="在总体目标中写到每项主要任务、重点项目要达到的结果。",
    example="总体目标：建成社区食堂8家（社区食堂项目），改造公厕12座（公厕改造项目）……",
    about=("goals",),
    stages=SETTING,
    kinds=(Kind.OVERALL,),
    needs=("siblings",),
)
def whole_speaks_of_parts(form: Form, facts: Facts) -> Iterator[Outcome]:
    told = "\n".join(goal.text for goal in form.goals)
    parts = tuple(_parts(form, facts, told))
    if len(parts) < _FEWEST_TASKS:
        yield not_applicable()
    elif not any(_shares(name, said, told, form.unit.name) for _, name, said in parts):
        yield failed(
            form.goals[0],
            "text",
            expected=tuple(dict.fromkeys(name for _, name, _ in parts)),
            beside=tuple(owner for owner, _, _ in parts),
        )


def _promises(form: Form) -> Promises:
    # A form may tell the goal of all years where its rows are those of the year.
    ours = {row.horizon for row in form.indicators}
    goals = [goal for goal in form.goals if goal.horizon is None or goal.horizon in ours]
    made: list[tuple[Goal | Task, Commitment]] = []
    owners: tuple[Goal | Task, ...] = (*goals, *form.tasks)
    for owner in owners:
        found = commitments(_text_of(owner), form.year)
        made += [(owner, one) for one in found if one.target and not one.money and _is_promise(one, owner)]
    return Promises(tuple(made), match([one for _, one in made], form.indicators))


def _text_of(owner: object) -> str:
    match owner:
        case Goal():
            return owner.text
        case Task():
            return owner.content or owner.name or ""
        case _:
            return ""


def _is_promise(one: Commitment, owner: Goal | Task) -> bool:
    """Leave out what is promised for some years together (三年内), what is there already, and the count of headings."""
    text = _text_of(owner)
    before, behind = text[: one.span.end].rpartition("。")[2], text[one.span.end :]
    is_long = isinstance(owner, Goal) and owner.horizon is Horizon.LONG_TERM
    of_years = not is_long and _OF_YEARS.search(before) is not None
    return not (of_years or _only_keeps(one, text) or only_describes(one.span.of(text), behind))


def _only_keeps(one: Commitment, text: str) -> bool:
    """Tell what is there already, of so many kinds, or how often each gets something nobody names.

    保障6栋办公楼安全, 提供12类服务, 每人每月服务2次 are measured by other numbers.
    """
    kept = one.verb in _KEEPING or one.span.of(text).strip().startswith(_KEEPING)
    of_kinds = one.target is not None and one.target.unit in _KINDS
    return kept or of_kinds or (one.per is not None and not says_something(one.object))


_KEEPING = ("保障", "维持")
_KINDS = ("类", "大类", "个方面", "方面")
# Up to where the year itself is named again.
_OF_YEARS = re.compile(r"(?:[二两三四五2345]年内|年内累计|十[四五]五期间|年均)(?!.*(?:当年|本年|今年))", re.DOTALL)


def _unmeasured(promises: Promises, owner: Goal | Task, form: Form) -> Iterator[Commitment]:
    missing = set(promises.matching.unmeasured)
    taken = {pair.row for pair in promises.matching.pairs if pair.agree}
    said = list(promises.of(owner))
    measured_here = [promises.made[at][1] for at in said if at not in missing]
    for at in said:
        one = promises.made[at][1]
        if at not in missing or _same_number_elsewhere(one, form, taken) or _is_named(one, form):
            continue
        if not any(_says_it_again(one, other, _text_of(owner)) for other in measured_here):
            yield one


def _is_named(one: Commitment, form: Form) -> bool:
    """Tell whether a row is called like a promise: that its unit or number is wrong is told by other rules."""
    return any(is_named_by(one, row.name) for row in form.indicators)


def _same_number_elsewhere(one: Commitment, form: Form, taken: set[int]) -> bool:
    """Tell whether a row aims at this number of this unit under other words.

    A share must be called alike, as 95% is many rows' target; a count that another promise has taken must be rare.
    """
    target = one.target
    if target is None or target.value is None:
        return False
    rows = (row for at, row in enumerate(form.indicators) if at not in taken or _is_rare(target))
    if target.unit in PERCENT_UNITS:
        rows = (row for row in rows if _ends_alike(bare(row.name), bare(one.object)))
    return any(same_number(target, row.target) for row in rows)


def _is_rare(target: Target) -> bool:
    return abs(target.value or Decimal(0)) >= _RARE or (target.unit or "").startswith(("万", "亿", "千"))


def _ends_alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) > len("完成率") and (one.endswith(other) or other.endswith(one))


def _says_it_again(one: Commitment, other: Commitment, text: str) -> bool:
    """Tell 维护步道7条共21公里: one piece of work, counted twice."""
    first, second = sorted((one.span, other.span), key=lambda span: span.start)
    between = text[first.end : second.end].lstrip("，、（( ")
    return second.start - first.end <= len("，共计") and between.startswith(("共", "计", "合计", "总"))


def _is_told(one: Commitment, told: list[Commitment]) -> bool:
    """Tell whether the same promise was told already: a task repeats what the goal says."""
    return any(one.object == other.object and one.target == other.target for other in told)


def _words(one: Commitment, owner: Goal | Task) -> str:
    return one.span.of(_text_of(owner)).strip()


def _field(owner: Goal | Task) -> str:
    return "text" if isinstance(owner, Goal) else "content" if owner.content else "name"


def _called(owner: object) -> str:
    match owner:
        case Goal():
            return "目标"
        case Task():
            return f"任务“{owner.name}”"
        case _:
            return "表中"


def _only_pairs(matching: Matching) -> Iterator[Pair]:
    """Yield the pairs of one promise with one row: of several, each may be a part of the whole."""
    for pair in matching.pairs:
        if len(matching.of_commitment(pair.commitment)) == len(matching.of_row(pair.row)) == 1:
            yield pair


def _contradict(pair: Pair, said: Commitment) -> bool:
    """Tell a pair that surely speaks of one thing with two numbers; rates are told by name in family G."""
    target = said.target
    if pair.agree is not False or pair.score < _ONE_THING or said.per is not None or target is None:
        return False
    return target.unit not in PERCENT_UNITS and target.kind is TargetKind.NUMBER


def _needs_a_source(row: Indicator) -> bool:
    """Tell an own row that counts work done; what all of the work reaches together needs no goal of its own."""
    if row.fixed or not row.name or row.target is None or row.target.kind is not TargetKind.NUMBER:
        return False
    if is_summary(row.name) or nature(row.name, row.target) & _NEVER_PROMISED:
        return False
    return _is_output(row)


def _is_output(row: Indicator) -> bool:
    asked = asked_by(row.level2)
    return Nature.QUANTITY in asked and not asked & _NO_OUTPUT


def _all_told(form: Form) -> str:
    """Return everything that says what the money is for."""
    said = [goal.text for goal in form.goals]
    said += [text for task in form.tasks for text in (task.name, task.content, task.note) if text]
    said += [form.project.name or "" if form.project is not None else ""]
    said += [form.budget.purpose or "" if form.budget is not None else "", form.responsibilities or ""]
    return "\n".join([*said, *(one.text for one in form.particulars)])


def _has_its_number(row: Indicator, promises: Promises) -> bool:
    """Tell whether a promise has the number of a row, under other words; 100% is the number of many."""
    counts = row.target is not None and row.target.unit not in PERCENT_UNITS
    return counts and any(same_number(one.target, row.target) for _, one in promises.made)


def _speaks_of(row: Indicator, told: str) -> bool:
    named = bare(row.name)
    return not says_something(named) or speak_alike(named, told) or speak_alike(row.explanation, told)


def _of_something_else(task: Task, form: Form) -> Goal | Task | None:
    """Return the part of the form that the content of a task speaks of, where it is in another field than its name.

    Two names for one thing share no word either; that they are two things is only sure where each is in a field of
    work that the other is not in.
    """
    content = task.content or ""
    fields, others = fields_of(task.name), fields_of(content)
    if not fields or not others or fields & others or len(content) < _CONTENT:
        return None
    if is_category(task.name) or is_category(content) or speak_alike(task.name, content):
        return None
    parts: tuple[Goal | Task, ...] = (*(one for one in form.tasks if one is not task), *form.goals)
    return next((one for one in parts if _is_about(content, task.name, one)), task)


def _is_about(content: str, name: str | None, other: Goal | Task) -> bool:
    said = f"{other.name or ''} {other.content or ''}" if isinstance(other, Task) else other.text
    longest = max(map(len, topic_overlap(content, said).words), default=0)
    return longest >= _LONGEST_CHANCE and not speak_alike(name, said)


def _parts(form: Form, facts: Facts, told: str) -> Iterator[tuple[object, str, str]]:
    """Yield the tasks, or else the projects of the same document, with their names and what they say."""
    if form.tasks:
        for task in form.tasks:
            if task.name and not is_category(task.name) and not is_category(task.content):
                yield task, task.name, task.content or ""
        return
    for other in facts.siblings or ():
        if other.kind is Kind.PROJECT and other.project is not None and other.project.name:
            yield Elsewhere(other, other.project, "name"), other.project.name, other.project.name
            if speak_alike(other.project.name, told):
                return


def _shares(name: str, said: str, told: str, unit: str | None) -> bool:
    """Tell whether a part is spoken of, by its name or by a phrase; the name of the unit stands everywhere."""
    own = bare(unit)
    phrases = (word for word in topic_overlap(said, told).words if len(word) >= _PHRASE)
    return any(word not in own for word in (*topic_overlap(name, told).words, *phrases))
