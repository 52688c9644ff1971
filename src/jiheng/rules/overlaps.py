"""Work that is paid twice: the same work in two tasks or projects, a system both built and kept running in one year.

Only what the words show is known; contracts and invoices are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.language.works import SystemWork, same_system, shared_work, system_work
from jiheng.model import Form, Kind, Severity
from jiheng.rules import basis
from jiheng.rules.cells import texts
from jiheng.rules.facts import Facts
from jiheng.rules.registry import SETTING, Elsewhere, Outcome, failed, not_applicable, rule

_NAMED = 8


@rule(
    id="overlaps.work-funded-once",
    checks=("B18",),
    severity=Severity.WARNING,
    title="同一项工作不应在两个任务或项目中安排资金",
    basis=basis.MATCHED,
    advice="写清两处各负责哪一部分；确为同一项工作的，合并到一处安排资金。",
    example="一处写“办公楼门窗维修”，另一处写“锅炉房管道更换”",
    stages=SETTING,
    needs=("parameters.shortest_work_funded_twice", "siblings"),
)
def work_funded_once(form: Form, facts: Facts) -> Iterator[Outcome]:
    shortest = int(facts.number("shortest_work_funded_twice", form))
    here = _works(form)
    for at, one in enumerate(here):
        earlier = [(None, other) for other in here[:at] if other.whose is not one.whose]
        there = [(sibling, other) for sibling in _projects_beside(form, facts) for other in facts.once(_works, sibling)]
        for where, other in (*earlier, *there):
            shared = shared_work(one.text, other.text, shortest) if one.text != other.text else None
            if shared is not None:
                beside = other.owner if where is None else Elsewhere(where, other.owner, other.field)
                yield failed(one.owner, one.field, found=shared, beside=(beside,))
                break


@rule(
    id="overlaps.built-and-kept-running",
    checks=("G10",),
    severity=Severity.WARNING,
    title="同一系统不应在一年里既安排建设又安排运维",
    basis=basis.REASONABLE,
    advice="说明系统处在建设期还是运行期：在建的不列运维，已运行的不再列建设；分期的写明各期内容。",
    example="“一键通”平台二期建设；一期运维另列，写明一期已于上年验收",
    stages=SETTING,
    needs=("siblings",),
)
def built_and_kept_running(form: Form, facts: Facts) -> Iterator[Outcome]:
    here = facts.once(_systems, form)
    if not here:
        yield not_applicable()
        return
    there = [(sibling, other) for sibling in _same_year(form, facts) for other in facts.once(_systems, sibling)]
    told: list[str] = []
    for one in here:
        if any(same_system(one.work.name, name) for name in told):
            continue
        within = [other for other in here if _contradict(one.work, other.work)]
        beyond = [(sibling, other) for sibling, other in there if _contradict(one.work, other.work)]
        if within or beyond:
            told.append(one.work.name)
            beside = (
                *(other.owner for other in within),
                *(Elsewhere(sibling, other.owner, other.field) for sibling, other in beyond),
            )
            yield failed(one.owner, one.field, beside=beside[:_NAMED])


@dataclass(frozen=True, slots=True)
class _Work:
    """A text that tells of work, in which part of the form it stands, and whose part of the money pays it."""

    text: str
    owner: object
    field: str
    whose: object


@dataclass(frozen=True, slots=True)
class _SystemAt:
    """What a text says of a system, and where it stands."""

    work: SystemWork
    owner: object
    field: str


def _works(form: Form) -> tuple[_Work, ...]:
    """Return what is paid by this form: its tasks one by one, or, of a project, its goals and its purpose."""
    if form.kind is not Kind.PROJECT:
        return tuple(_Work(task.content, task, "content", task) for task in form.tasks if task.content)
    goals = tuple(_Work(goal.text, goal, "text", form) for goal in form.goals)
    purpose = form.budget.purpose if form.budget is not None else None
    return (*goals, _Work(purpose, form.budget, "purpose", form)) if purpose else goals


def _systems(form: Form) -> tuple[_SystemAt, ...]:
    return tuple(
        _SystemAt(work, owner, field)
        for owner, field, text in texts(form)
        if field != "responsibilities"
        for work in system_work(text)
    )


def _contradict(one: SystemWork, other: SystemWork) -> bool:
    return one.built != other.built and same_system(one.name, other.name)


def _same_year(form: Form, facts: Facts) -> tuple[Form, ...]:
    return tuple(other for other in facts.siblings or () if (other.year, other.stage) == (form.year, form.stage))


def _projects_beside(form: Form, facts: Facts) -> tuple[Form, ...]:
    """Return the other projects, if this is one: an overall form tells of the same work as its projects."""
    if form.kind is not Kind.PROJECT:
        return ()
    same_year = _same_year(form, facts)
    return tuple(other for other in same_year if other.kind is Kind.PROJECT and other.project != form.project)
