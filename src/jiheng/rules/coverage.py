"""Family D, what the indicators leave out: a task, a main use of the money; and rates that are named in two ways.

Work is told apart by its words; that two tasks of different words are one work is not known, so a task is only said to
be left out where no row is left that could speak of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.language import projects
from jiheng.language.formulas import formulas
from jiheng.language.matching import likeness, says_something, speak_alike
from jiheng.language.natures import Nature, asked_by, nature
from jiheng.language.projects import asset_of, own_thing, short_name, spending_directions
from jiheng.language.wordings import is_category
from jiheng.model import Form, Indicator, Kind, Severity, Task
from jiheng.rules import basis
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Elsewhere, Outcome, Step, ask, failed, not_applicable, rule

_OF_MONEY = frozenset({Nature.MONEY, Nature.SAVING, Nature.EXECUTION, Nature.MANAGEMENT})
_NO_OUTPUT = frozenset({Nature.SATISFACTION, Nature.ECONOMIC, Nature.SOCIAL, Nature.ECOLOGICAL, Nature.SUSTAINABLE})
# Out of a hundred, how much two names must share to be meant as one.
_ALIKE = 60
_RATES = ("率", "比重", "比例", "度", "比")


@rule(
    id="coverage.every-task-measured",
    checks=("D02",),
    severity=Severity.ERROR,
    title="每项任务至少应有一个产出指标",
    basis=basis.SCIENTIFIC,
    advice="为这项任务补设产出指标，写明做多少、做得怎样。",
    example="任务：古树名木保护；数量指标：复壮古树 ≥24株",
    about=("tasks", "indicators"),
    stages=SETTING,
)
def every_task_measured(form: Form, facts: Facts) -> Iterator[Outcome]:
    tasks = [task for task in form.tasks if _is_work(task)]
    if not tasks:
        yield not_applicable()
        return
    rows = [row for row in form.indicators if row.name and not row.fixed]
    free = [row for row in rows if _may_be_output(row) and not any(_measures(row, task) for task in tasks)]
    if free:
        # A row that shares no word with any task may measure one of them in other words.
        return
    for task in tasks:
        if not any(_measures(row, task) for row in rows):
            yield failed(task, "name" if task.name else "content", expected="至少一个产出指标")


@rule(
    id="coverage.every-spending-direction",
    checks=("D03",),
    severity=Severity.ERROR,
    title="资金的主要用途应有指标反映",
    basis=basis.SCIENTIFIC,
    advice="为资金的每个主要用途补设产出指标；不再安排的用途，从资金用途中删去。",
    example="资金用于泵房改造；数量指标：改造泵房 =3座",
    about=("indicators", "project"),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings",),
)
def every_spending_direction(form: Form, facts: Facts) -> Iterator[Outcome]:
    name = form.project.name if form.project is not None else None
    if not own_thing(name):
        yield not_applicable()
        return
    task, whole = _task_of(name, form, facts)
    told = [form.budget.purpose if form.budget is not None else None, task.content if task is not None else None]
    directions = tuple(dict.fromkeys(one for text in told for one in spending_directions(text)))
    missing = _missing(own_thing(name), directions, form) if directions else ()
    if missing:
        beside = (Elsewhere(whole, task, "content"),) if task is not None and whole is not None else ()
        yield failed(
            form,
            "indicators",
            found="没有反映下列用途的指标",
            expected=missing,
            because=tuple(Step("资金用于", one) for one in directions),
            beside=beside,
        )


@rule(
    id="coverage.within-control",
    checks=("D14",),
    severity=Severity.WARNING,
    title="指标应由本单位做成",
    basis=basis.REASONABLE,
    advice="指标的完成取决于别的单位的，改设本单位能负责的指标，或说明怎样约定。",
    example="收到移交的场地后60日内完成设备安装",
    question="这项指标取决于所列单位的工作，本单位能否负责完成？",
    about=("indicators",),
    stages=SETTING,
)
def within_control(form: Form, facts: Facts) -> Iterator[Outcome]:
    own = bare(form.unit.name)
    for row in form.indicators:
        for field in ("name", "explanation", "note"):
            organ = projects.waits_for(getattr(row, field))
            printed_by_region = row.fixed and field != "note"
            if organ is not None and organ not in own and not printed_by_region:
                yield ask(row, field, found=organ)


@rule(
    id="coverage.names-agree-with-formulas",
    checks=("D15",),
    severity=Severity.WARNING,
    title="指标名称应与计算公式中的名称一致",
    basis=basis.COMPLETE,
    advice="统一指标名称和公式左边的名称；表样印错的，向财政部门反映。",
    example="指标名称“设备利用率”；公式“设备利用率=使用台时÷额定台时×100%”",
    about=("indicators",),
    stages=SETTING,
)
def names_agree_with_formulas(form: Form, facts: Facts) -> Iterator[Outcome]:
    told = [_formula_names(row) for row in form.indicators]
    if not any(told):
        yield not_applicable()
        return
    names = {short_name(row.name) for row in form.indicators}
    for at, row in enumerate(form.indicators):
        # One cell may explain several rows.
        sources = {at, *(row.merged_from or {}).values()}
        other = _called_otherwise(row.name, [name for one in sources for name in told[one]], names)
        if other is not None:
            yield failed(row, "name", expected=other, because=(Step("公式左边的名称", other),))


def _is_work(task: Task) -> bool:
    """Tell a task that names its work; a category of spending, or 任务1, names none."""
    if is_category(task.name) or is_category(task.content):
        return False
    return bool(own_thing(task.name)) and says_something(task.name)


def _may_be_output(row: Indicator) -> bool:
    return not (nature(row.name, row.target) | asked_by(row.level2)) & _NO_OUTPUT


def _measures(row: Indicator, task: Task) -> bool:
    return speak_alike(_says(row), f"{task.name or ''} {task.content or ''}")


def _says(row: Indicator) -> str:
    return f"{row.name or ''} {row.explanation or ''} {row.note or ''}"


def _speaks_of_work(row: Indicator) -> bool:
    is_a = nature(row.name, row.target)
    return not is_a & _OF_MONEY and Nature.SATISFACTION not in is_a


def _task_of(name: str | None, form: Form, facts: Facts) -> tuple[Task | None, Form | None]:
    """Return the task of the unit's overall form that is this project."""
    own = own_thing(name)
    for other in facts.siblings or ():
        if other.kind is Kind.OVERALL:
            found = next((task for task in other.tasks if own in bare(task.name)), None)
            if found is not None:
                return found, other
    return None, None


def _missing(own: str, directions: tuple[str, ...], form: Form) -> tuple[str, ...]:
    """Return which uses of the money no row speaks of: all of them, or an asset that is built, bought or repaired.

    A goal may tie a row to a use in other words, and a row that speaks of no use may mean one of them.
    """
    rows = [row for row in form.indicators if row.name and not row.fixed and _speaks_of_work(row)]
    goals = "\n".join(goal.text for goal in form.goals)
    uses = "\n".join(own_thing(one) for one in (own, *directions))
    if not rows:
        return ()
    spoken = [row for row in rows if speak_alike(uses, _says(row))]
    if not spoken:
        tied = any(speak_alike(goals, _says(row)) for row in rows if _may_be_output(row))
        return () if tied else directions
    if any(row not in spoken for row in rows if _may_be_output(row)):
        return ()
    known = "\n".join([goals, *map(_says, rows)])
    assets = ((one, asset_of(one)) for one in directions)
    return tuple(one for one, asset in assets if asset and says_something(asset) and not speak_alike(asset, known))


def _formula_names(row: Indicator) -> list[str]:
    # 率节约率 is a slip that another rule tells.
    return [one.name.lstrip("率") for text in (row.explanation, row.note) for one in formulas(text)]


def _called_otherwise(name: str | None, told: list[str], names: set[str]) -> str | None:
    """Return how the formula of a rate calls it, where that is neither its name nor its end nor another row."""
    said = bare(name)
    if not said.endswith(_RATES) or any(short_name(one) == short_name(said) for one in told):
        return None
    others = (one for one in told if one[-1:] == said[-1] and short_name(one) not in names and not said.endswith(one))
    return next((one for one in others if likeness(short_name(one), short_name(said)) >= _ALIKE), None)
