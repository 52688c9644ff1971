"""Families A, E, I and J, as far as only other forms show it: those of other units in a batch, and other regions' rows.

What the others say was found before (`Facts.batch`); a rule says only what follows from it. Without a batch there is
not enough data: neither an unusual wording nor a copy can be seen in one form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jiheng.language.names import bare
from jiheng.language.templates import template_text
from jiheng.model import Form, Kind, Severity
from jiheng.rules import basis
from jiheng.rules.copying import names_in, promised
from jiheng.rules.facts import Alike, Facts, known
from jiheng.rules.registry import (
    SETTING,
    Amount,
    Elsewhere,
    Failed,
    Outcome,
    Step,
    failed,
    not_applicable,
    not_enough_data,
    rule,
)

_NAMED = 8


@rule(
    id="copying.goal-of-another-unit",
    checks=("I07",),
    severity=Severity.HINT,
    title="目标或任务的文字与其他单位的雷同",
    basis=basis.CLEAR,
    advice="按本单位的任务和数量改写；主管部门统一下发目标的，写明本单位承担的部分。",
    example="我镇承担全县 600 户中的 85 户危房改造，9月底前完工",
    stages=SETTING,
    needs=("batch", "parameters.shortest_text_copied_between_units", "siblings"),
)
def goal_of_another_unit(form: Form, facts: Facts) -> Iterator[Outcome]:
    if facts.batch is not None or form.kind is Kind.PROJECT:
        own = _in_own_projects(form, facts)
        yield from (one for one in _copied("copying.goal-of-another-unit", form, facts) if id(one.offender) not in own)
        return
    others = _other_units(form, facts)
    if not others:
        yield not_enough_data("batch")
    shortest = facts.number("shortest_text_copied_between_units", form)
    for words, (owner, field) in facts.once(_promises, form).items():
        if len(words) >= shortest:
            there = [(other, facts.once(_promises, other)) for other in others]
            same = [Elsewhere(other, *said[words]) for other, said in there if words in said]
            if same:
                count = Step("内容相同的表（含本表）", Amount(Decimal(len(same) + 1), "张"))
                yield failed(owner, field, because=(count,), beside=tuple(same[:_NAMED]))


@rule(
    id="copying.rows-of-another-unit",
    checks=("I07",),
    severity=Severity.HINT,
    title="整套指标和指标值与其他单位的雷同",
    basis=basis.PLAUSIBLE,
    advice="指标名称可以统一，指标值应按本单位的工作量和历史数据测算。",
    example="同为“培训人次”，甲镇 ≥600人次，乙镇 ≥240人次",
    about=("indicators",),
    stages=SETTING,
    needs=("batch",),
)
def rows_of_another_unit(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _copied("copying.rows-of-another-unit", form, facts)


# Rows that only one other province prints on its forms came with a form of that province.
@rule(
    id="copying.rows-of-another-region",
    checks=("I07",),
    severity=Severity.HINT,
    title="指标行像是从外地的表样复制来的",
    basis=basis.REGIONAL_FORM,
    advice="对照本地印发的表样，换成能反映本单位工作的指标和本地的说明文字。",
    example="按本地表样设“数量指标：办理政务服务事项 ≥8600件”",
    about=("indicators",),
    stages=SETTING,
    needs=("layout", "rows_elsewhere", "parameters.fewest_rows_of_another_region"),
)
def rows_of_another_region(form: Form, facts: Facts) -> Iterator[Outcome]:
    facts.need_layout()
    elsewhere = known(facts.rows_elsewhere, "rows_elsewhere")
    fewest = facts.number("fewest_rows_of_another_region", form)
    own = [row for row in form.indicators if not row.fixed and row.name]
    for province in sorted(set(elsewhere.values())):
        rows = [row for row in own if elsewhere.get(bare(row.name)) == province]
        if len(rows) >= fewest:
            count = Step("外地表样固定的指标行", Amount(Decimal(len(rows)), "行"))
            yield failed(rows[0], "name", because=(count,), beside=tuple(rows[1 : _NAMED + 1]))


@rule(
    id="integrity.wording-not-cut",
    checks=("A05", "A14"),
    severity=Severity.ERROR,
    title="说明文字不得截断",
    basis=basis.REGIONAL_FORM,
    advice="照其他单位的表或当地空白表把文字补全，并检查单元格是否装不下。",
    example="……8. 是否存在虚列支出情况。",
    about=("indicators",),
    needs=("batch",),
)
def wording_not_cut(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _worded("integrity.wording-not-cut", form, facts)


@rule(
    id="integrity.wording-not-inverted",
    checks=("J06", "A14"),
    severity=Severity.ERROR,
    title="表样的问句不得改成否定句",
    basis=basis.REGIONAL_FORM,
    advice="按当地空白表恢复原文，例如把“且不能”改回“是否能”。",
    example="目标是否与职责一致，是否能体现产出和效果",
    about=("indicators",),
    needs=("batch",),
)
def wording_not_inverted(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _worded("integrity.wording-not-inverted", form, facts)


@rule(
    id="integrity.wording-as-elsewhere",
    checks=("A14",),
    severity=Severity.WARNING,
    title="表样固定的说明文字应与其他单位的一致",
    basis=basis.REGIONAL_FORM,
    advice="按当地空白表恢复固定的说明文字；文字确实改过的，说明理由。",
    example="与同批其他单位的表逐字一致",
    about=("indicators",),
    needs=("batch",),
)
def wording_as_elsewhere(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _worded("integrity.wording-as-elsewhere", form, facts)


@rule(
    id="target.operator-as-elsewhere",
    checks=("E08", "E07"),
    severity=Severity.WARNING,
    title="比较符号与绝大多数单位的相反",
    basis=basis.QUANTIFIED,
    advice="核对这个指标是越高越好还是越低越好，改正符号；确有不同含义的，换一个名称。",
    example="各单位的“人均维护费用”都写“≤”",
    about=("indicators",),
    stages=SETTING,
    needs=("batch",),
)
def operator_as_elsewhere(form: Form, facts: Facts) -> Iterator[Outcome]:
    for one in _of("target.operator-as-elsewhere", facts):
        steps = (Step("写法相反的表", Amount(Decimal(one.count), "张")),)
        yield failed(form.at(one.path), because=steps, beside=one.others[:_NAMED])


def _other_units(form: Form, facts: Facts) -> list[Form]:
    """Return the forms of the same sort that other units handed in with this one."""
    beside = facts.siblings or ()
    sort = (form.kind, form.stage)
    return [one for one in beside if (one.kind, one.stage) == sort and one.unit.name != form.unit.name]


def _in_own_projects(form: Form, facts: Facts) -> frozenset[int]:
    """Return the goals that another project of the hand-in shares, which is told of them already."""
    sort = (Kind.PROJECT, form.stage, form.year)
    beside = [one for one in facts.siblings or () if (one.kind, one.stage, one.year) == sort]
    said = {words for one in beside for words in facts.once(_promises, one)}
    return frozenset(id(owner) for words, (owner, _) in facts.once(_promises, form).items() if words in said)


def _promises(form: Form) -> Mapping[str, tuple[object, str]]:
    """Return where a form says what will be done, by its words without names and numbers."""
    names = names_in(form)
    return {template_text(text, names): (owner, field) for owner, field, text in promised(form)}


def _copied(rule_id: str, form: Form, facts: Facts) -> Iterator[Failed]:
    for one in _of(rule_id, facts):
        forms = Step("内容相同的表（含本表）", Amount(Decimal(one.count), "张"))
        units = Step("涉及单位", Amount(Decimal(one.units), "个"))
        yield failed(*_owner(form, one.path), because=(forms, units), beside=one.others[:_NAMED])


def _worded(rule_id: str, form: Form, facts: Facts) -> Iterator[Outcome]:
    """Say that a wording differs, unless the site has loaded the official one, against which it is held elsewhere."""
    if facts.layout is not None and any(fixed.wording for fixed in facts.layout.frame):
        yield not_applicable()
        return
    for one in _of(rule_id, facts):
        steps = (Step("写法与此不同的表", Amount(Decimal(one.count), "张")),)
        owner, field = _owner(form, one.path)
        yield failed(owner, field, found=one.here, expected=one.there, because=steps, beside=one.others[:_NAMED])


def _of(rule_id: str, facts: Facts) -> Iterator[Alike]:
    return (one for one in known(facts.batch, "batch") if one.rule == rule_id)


def _owner(form: Form, path: str) -> tuple[object, str]:
    """Return the part of the form that a path leads into, and the attribute that it names."""
    parent, _, field = path.rpartition("/")
    return (form.at(parent) if parent else form), field
