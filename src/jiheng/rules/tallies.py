"""Family G, counts against what texts tell: so many each quarter, so many people of each group.

Only sums that a text spells out are made. What an overall form tells of a project counts as told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jiheng.language.commitments import Commitment, commitments
from jiheng.language.lexicon import any_of
from jiheng.language.matching import match, speak_alike
from jiheng.language.measures import counts_things, unit_fits
from jiheng.model import Form, Indicator, Kind, Operator, Severity, Target
from jiheng.rules import basis
from jiheng.rules.cells import TEXT_COLUMNS, numbers
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Amount, Elsewhere, Outcome, Step, failed, not_applicable, rule

# How often a period comes in a year, at least and at most: there are holidays.
_TIMES: Final = {"年": (1, 1), "半年": (2, 2), "季": (4, 4), "月": (10, 12), "周": (40, 53)}


@dataclass(frozen=True, slots=True)
class _Told:
    """A promise, and the part of which form that makes it."""

    form: Form
    owner: object
    field: str | None
    promise: Commitment

    @property
    def elsewhere(self) -> Elsewhere:
        return Elsewhere(self.form, self.owner, self.field)


@rule(
    id="consistency.periods-make-year",
    checks=("G13",),
    severity=Severity.WARNING,
    title="每月、每季的数量加起来应与年度指标值相符",
    basis=basis.ARITHMETIC,
    advice="按每期数量×期数重新计算年度指标值，或改正说明里的每期数量。",
    example="每季度检查 2次，年度指标值 ≥8次",
    about=("indicators",),
    stages=SETTING,
)
def periods_make_year(form: Form, facts: Facts) -> Iterator[Outcome]:
    compared = tuple(_by_period(form))
    if not compared:
        yield not_applicable()
    for row, told in compared:
        fewest, most = (times * _count(told.promise) for times in _times(told.promise))
        for target, value in numbers(row):
            if not fewest <= value <= most:
                steps = (
                    Step(f"{told.promise.per}数量", told.promise.target),
                    Step("一年合计", Amount(most, target.unit)),
                    Step("年度指标值", target),
                )
                expected = Amount(most, target.unit, target.operator)
                beside = () if told.owner is row else (told.elsewhere,)
                yield failed(target, expected=expected, because=steps, beside=beside)


def _by_period(form: Form) -> Iterator[tuple[Indicator, _Told]]:
    """Yield the rows of counts with the one promise by period that speaks of what they count."""
    told = [one for goal in form.goals for one in _periodic(form, goal, "text", goal.text)]
    told += [one for task in form.tasks for one in _periodic(form, task, "content", task.content)]
    pairs = match([one.promise for one in told], form.indicators).pairs if told else ()
    for at, row in enumerate(form.indicators):
        own = [one for key in TEXT_COLUMNS for one in _periodic(form, row, key, getattr(row, key))]
        found = own or [told[pair.commitment] for pair in pairs if pair.row == at]
        fitting = [one for one in found if _counts_the_same(one.promise, row.target)]
        if len(fitting) == 1:
            yield row, fitting[0]


def _periodic(form: Form, owner: object, field: str, text: str | None) -> Iterator[_Told]:
    # Most texts tell of no period: to look for the one character is cheap.
    if text and "每" in text:
        yield from (
            _Told(form, owner, field, one)
            for one in commitments(text, form.year)
            if one.per is not None and _times(one) != (0, 0) and one.target is not None and not one.money
        )


def _times(promise: Commitment) -> tuple[int, int]:
    return _TIMES.get((promise.per or "").removeprefix("每").removeprefix("个").removesuffix("度"), (0, 0))


def _count(promise: Commitment) -> Decimal:
    return promise.target.value or Decimal(0) if promise.target is not None else Decimal(0)


def _counts_the_same(promise: Commitment, target: Target | None) -> bool:
    if promise.target is None or target is None or target.value is None or not counts_things(target.unit or ""):
        return False
    return promise.target.unit == target.unit and promise.target.operator in (None, Operator.EQUAL, Operator.AT_LEAST)


@rule(
    id="consistency.people-of-all-groups",
    checks=("G09",),
    severity=Severity.ERROR,
    title="保障人数应包括用这笔钱的全部人员",
    basis=basis.COMPLETE,
    advice="把各类人员相加填写；只统计其中一类的，在指标名称中写明是哪一类。",
    example="保障聘用人员 86人、食堂人员 5人，保障人数 91人",
    about=("indicators",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings",),
)
def people_of_all_groups(form: Form, facts: Facts) -> Iterator[Outcome]:
    groups = _groups(form, facts.siblings or ())
    rows = [(row, part) for row in _of_people(form) for part in numbers(row)]
    if len(groups) < _SEVERAL or not rows:
        yield not_applicable()
        return
    together = sum((_count(one.promise) for one in groups), Decimal(0))
    values = [value for _, (_, value) in rows]
    for row, (target, value) in rows:
        same = next((one for one in groups if _count(one.promise) == value), None)
        alone = not any(_count(one.promise) in values for one in groups if one is not same)
        if same is not None and alone and not speak_alike(row.name, same.promise.object):
            steps = tuple(Step(one.promise.object, one.promise.target) for one in groups)
            yield failed(
                target,
                expected=Amount(together, target.unit, target.operator),
                because=(*steps, Step("合计", Amount(together, target.unit))),
                beside=tuple(dict.fromkeys(one.elsewhere for one in groups)),
            )


_SEVERAL = 2


def _groups(form: Form, siblings: Sequence[Form]) -> list[_Told]:
    """Return the groups of people that the texts about this project tell, each size once."""
    sizes: dict[Decimal, _Told] = {}
    for told in _told_of_people(form, siblings):
        sizes.setdefault(_count(told.promise), told)
    return list(sizes.values())


def _told_of_people(form: Form, siblings: Sequence[Form]) -> Iterator[_Told]:
    if form.budget is not None:
        yield from _people(form, form.budget, "purpose", form.budget.purpose)
    for sibling in siblings:
        for task in sibling.tasks if sibling.kind is Kind.OVERALL else ():
            if _is_task_of(task.name, form):
                yield from _people(sibling, task, "content", task.content)


def _people(form: Form, owner: object, field: str, text: str | None) -> Iterator[_Told]:
    for one in commitments(text, form.year) if text and "人" in text else ():
        if one.target is not None and one.target.unit in _HEADS and one.per is None:
            yield _Told(form, owner, field, one)


_HEADS: Final = ("人", "名", "位")


def _is_task_of(name: str | None, form: Form) -> bool:
    project = bare(form.project.name).removesuffix("项目") if form.project is not None else ""
    return bool(project) and project in bare(name)


def _of_people(form: Form) -> Iterator[Indicator]:
    for row in form.indicators:
        if row.target is not None and row.target.unit in _HEADS and unit_fits(row.name, row.target.unit):
            yield row


@rule(
    id="consistency.whole-is-no-part",
    checks=("G09",),
    severity=Severity.WARNING,
    title="全单位的人数不应等于其中一部分人员的人数",
    basis=basis.COMPLETE,
    advice="核对人数：全单位的应包括在编和其他人员；只指其中一部分的，写明是哪一部分。",
    example="经费保障人数 154人（在编 68人、聘用 86人）",
    about=("indicators",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("siblings",),
)
def whole_is_no_part(form: Form, facts: Facts) -> Iterator[Outcome]:
    siblings = facts.need_siblings()
    rows = [row for row in _of_people(form) if _is_of_all(row, form)]
    if not rows:
        yield not_applicable()
        return
    parts = [one for sibling in siblings for one in _parts(sibling, form)]
    for row in rows:
        for target, value in numbers(row):
            same = next((one for one in parts if _count(one.promise) == value), None)
            if same is not None:
                steps = (Step(same.promise.object, same.promise.target), Step(row.name or "", target))
                yield failed(target, because=steps, beside=(same.elsewhere,))


def _is_of_all(row: Indicator, form: Form) -> bool:
    said = "".join(map(bare, (row.name, row.explanation)))
    project = bare(form.project.name) if form.project is not None else ""
    whole, part = any_of("measures", "whole"), any_of("measures", "part")
    return whole.search(said) is not None and part.search(said + project) is None


def _parts(sibling: Form, form: Form) -> Iterator[_Told]:
    """Yield what another form tells of one group of people, where it is not of this project."""
    owners = [(task, task.content) for task in sibling.tasks if not _is_task_of(task.name, form)]
    told = [one for task, text in owners for one in _people(sibling, task, "content", text)]
    if sibling.budget is not None:
        told += _people(sibling, sibling.budget, "purpose", sibling.budget.purpose)
    yield from (one for one in told if any_of("measures", "part").search(one.promise.object) is not None)
