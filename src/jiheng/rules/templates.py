"""Family A, the form against what it was made from: its title, official wording, unit names, attachments.

What the official wording is, which units there are and what is handed in are facts from outside the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from jiheng.language.differences import compared, difference, is_cut
from jiheng.language.lexicon import any_of
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.levels import scheme_of
from jiheng.model import Form, Indicator, Kind, Severity, Stage, Unit
from jiheng.rules import basis
from jiheng.rules.cells import TEXT_COLUMNS, texts
from jiheng.rules.facts import Facts, known
from jiheng.rules.lexicon import TEMPLATE_HINTS, bare, speaks_of
from jiheng.rules.registry import (
    SETTING,
    Amount,
    Elsewhere,
    Mend,
    Outcome,
    Step,
    ask,
    failed,
    not_applicable,
    not_enough_data,
    rule,
)

# 项目整体绩效 is either.
_TITLE = re.compile(r"(?<!项目)(?P<kind>整体|项目)(?:支出)?(?:预算)?绩效(?P<stage>[^，。]{2,12})$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_KINDS = {"整体": Kind.OVERALL, "项目": Kind.PROJECT}
# A 绩效目标自评表 tells what became of goals: the first that fits counts. 绩效目标完成情况表 may be of any stage.
_STAGES = (
    (re.compile("监控"), Stage.MONITORING),
    (re.compile("自评"), Stage.SELF_EVALUATION),
    (re.compile("^目标(?:申报|申请|填报|批复|审批|审核)?表$"), Stage.GOAL),
)
_OF_ITSELF = re.compile(r"[（(]?(?:机关)?本级[）)]?$")
_ORGANS = ("事务中心", "服务中心", "管理中心", "中心", "管理局", "事务局", "局", "委员会", "委", "办公室", "办")


@rule(
    id="templates.title-fits",
    checks=("A02",),
    severity=Severity.ERROR,
    title="标题、年度和表种应与表样一致",
    basis=basis.REGIONAL_FORM,
    advice="换用当地本年度的表样，或改正标题中的年度和表种。",
    example="2024年度部门（单位）整体绩效目标表",
)
def title_fits(form: Form, facts: Facts) -> Iterator[Outcome]:
    said = bare(form.title)
    named = _TITLE.search(said)
    # A project may bear the year in which it began.
    project = bare(form.project.name) if form.project is not None else ""
    years = {int(year) for year in _YEAR.findall(said.replace(project, ""))}
    if named is None and not years:
        yield not_applicable()
    elif form.year is not None and years and form.year not in years:
        yield failed(form, "title", expected=f"{form.year}年度", because=(Step("表内的年度", f"{form.year}年度"),))
    elif named is not None and not _is_kind(form, named):
        layout = facts.need_layout()
        yield failed(form, "title", expected=layout.title.text, because=(Step("按内容识别的表样", layout.name),))


def _is_kind(form: Form, named: re.Match[str]) -> bool:
    stage = next((stage for pattern, stage in _STAGES if pattern.search(named["stage"])), form.stage)
    return form.kind in (None, _KINDS[named["kind"]]) and form.stage is stage


@rule(
    id="templates.unit-name-official",
    checks=("A03",),
    severity=Severity.ERROR,
    title="单位名称应为单位库中的规范名称",
    basis=basis.COMPLETE,
    advice="按单位库（编制、预算单位目录）中的全称填写，不用简称、旧称。",
    example="墨泉县机关事务服务中心",
    needs=("unit_names",),
)
def unit_name_official(form: Form, facts: Facts) -> Iterator[Outcome]:
    official = {_unit_itself(name): name for name in known(facts.unit_names, "unit_names")}
    printed = [unit for unit in (form.unit, form.department) if unit.name]
    if not printed:
        yield not_applicable()
    for unit in printed:
        said = _unit_itself(unit.name)
        if said not in official:
            near = next((official[one] for one in get_close_matches(said, official, n=1)), None)
            yield failed(unit, "name", expected=near, mend=Mend(near) if near is not None else None)


def _unit_itself(name: str | None) -> str:
    return _OF_ITSELF.sub("", bare(name))


# Where the list of units is not at hand, the code tells that two names are of one unit.
@rule(
    id="templates.one-name-for-one-unit",
    checks=("A03",),
    severity=Severity.ERROR,
    title="同一单位的名称应前后一致",
    basis=basis.COMPLETE,
    advice="统一使用单位全称；编码填错的，改正编码。",
    example="各表均填“墨泉县机关事务服务中心”",
    needs=("siblings",),
)
def one_name_for_one_unit(form: Form, facts: Facts) -> Iterator[Outcome]:
    unit = form.unit
    if not unit.code or not unit.name:
        yield not_applicable()
        return
    others = [one for one in facts.need_siblings() if one.unit.code == unit.code and one.unit.name]
    different = next((one for one in others if not _same_name(one.unit, unit)), None)
    if different is not None:
        beside = Elsewhere(different, different.unit, "name")
        yield failed(unit, "name", expected=different.unit.name, beside=(beside,))


def _same_name(one: Unit, other: Unit) -> bool:
    return _unit_itself(one.name) == _unit_itself(other.name)


# 水务服务中心 may well work under a 水务局: whether another organ is meant only a person can tell.
@rule(
    id="templates.unit-called-by-its-name",
    checks=("A03",),
    severity=Severity.HINT,
    title="文中应使用本单位的规范名称",
    basis=basis.COMPLETE,
    advice="指本单位的，改为规范的全称或简称；指其他单位的，写出其全称。",
    example="“本中心”或“墨泉县机关事务服务中心”",
    question="这里所说的是本单位还是另一个单位？指本单位的，应改用规范名称。",
    about=("unit",),
    stages=SETTING,
)
def unit_called_by_its_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    pattern = _other_names(form.unit.name, form.department.name)
    if pattern is None:
        yield not_applicable()
        return
    for owner, field, text in texts(form):
        found = pattern.search(text) if field != "name" else None
        if found is not None:
            yield ask(owner, field, found=found["name"])
            return


def _other_names(name: str | None, department: str | None) -> re.Pattern[str] | None:
    """Return a pattern that finds at the head of a clause the unit's field of work with the ending of another organ."""
    said = _unit_itself(name)
    organ = next((one for one in _ORGANS if said.endswith(one)), None)
    field = said.removesuffix(organ)[-2:] if organ is not None else ""
    if organ is None or len(field) < len("机关"):
        return None
    other = "|".join(one for one in ("中心", "局", "委员会", "办公室") if not said.endswith(one))
    mine = {f"{field}{one}" for one in _ORGANS if f"{field}{one}" in f"{said}{bare(department)}"}
    not_mine = "".join(f"(?!{re.escape(one)})" for one in sorted(mine))
    return re.compile(
        rf"(?:^|[。；;\n])\s*(?P<name>{not_mine}{re.escape(field)}(?:{other}))(?=[对负承组将应及全为在按])"
    )


@rule(
    id="templates.wording-as-blank",
    checks=("A14", "A05"),
    severity=Severity.ERROR,
    title="表样印好的说明文字不得改动或截断",
    basis=basis.REGIONAL_FORM,
    advice="照空白表恢复原文；要补充本单位情况的，写在原文之后。",
    example="（空白表原文）……是否及时足额上缴。本单位：无上缴收入",
    about=("indicators",),
    needs=("blank",),
)
def wording_as_blank(form: Form, facts: Facts) -> Iterator[Outcome]:
    printed = {bare(row.name): row for row in known(facts.blank, "blank").indicators if row.name}
    pairs = [(row, printed[bare(row.name)]) for row in form.indicators if bare(row.name) in printed]
    if not pairs:
        yield not_applicable()
    for row, official in pairs:
        for key in TEXT_COLUMNS:
            text, wording = getattr(row, key), getattr(official, key)
            if text and wording and not _is_known_elsewhere(row, key, facts):
                yield from _compared(row, key, text, wording)


def _is_known_elsewhere(row: Indicator, key: str, facts: Facts) -> bool:
    """Whether the site has loaded the official wording of this cell, against which another rule holds it."""
    if facts.layout is None or facts.layout.wording_key is not IndicatorKey(key):
        return False
    fixed = scheme_of(facts.layout).frame_row(row.name)
    return fixed is not None and fixed.wording is not None


def _compared(row: Indicator, key: str, text: str, wording: str) -> Iterator[Outcome]:
    """Tell where a text leaves the wording of the blank form; what is added behind it is the unit's own."""
    here, there = compared(text), compared(wording)
    if here.startswith(there) or speaks_of(wording, TEMPLATE_HINTS):
        return
    place = difference(here, there)
    what = "在此处截断" if is_cut(here, there) else "与空白表不同之处"
    yield failed(row, key, expected=wording, because=(Step("空白表", place.there), Step(what, place.here)))


@rule(
    id="templates.attachments-present",
    checks=("A18",),
    severity=Severity.ERROR,
    title="工程、修缮、购置类项目应附实施方案、测算和可行性研究报告",
    basis=basis.PROJECT_CONDITIONS,
    advice="补交缺少的附件；附件已经提交的，文件名中写明是什么材料。",
    example="附件：供水管道改造实施方案.docx、预算测算表.xlsx",
    about=("project", "budget"),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
    needs=("attachments", "parameters.amount_that_needs_a_feasibility_study", "parameters.amount_that_needs_a_plan"),
)
def attachments_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    name = bare(form.project.name if form.project is not None else None)
    total = form.budget.total if form.budget is not None else None
    if any_of("templates", "works", "purchase").search(name) is None or total is None:
        yield not_applicable()
        return
    if total.yuan is None:
        yield not_enough_data("budget.total")
        return
    needed = tuple(_needed(name, total.yuan / 10_000, form, facts))
    attached = " ".join(known(facts.attachments, "attachments")) if needed else ""
    for what, least in needed:
        if any_of("templates", what).search(attached) is None:
            limit = Step("须附此件的起点金额", Amount(least, "万元"))
            yield failed(total, found=f"没有{_ATTACHED[what]}", expected=_ATTACHED[what], because=(limit,))


_ATTACHED = {"plan": "实施方案", "estimate": "预算测算", "study": "可行性研究报告"}


def _needed(name: str, amount: Decimal, form: Form, facts: Facts) -> Iterator[tuple[str, Decimal]]:
    least = facts.number("amount_that_needs_a_plan", form)
    if amount >= least:
        yield from (("plan", least), ("estimate", least))
    most = facts.number("amount_that_needs_a_feasibility_study", form)
    if amount >= most and any_of("templates", "works").search(name) is not None:
        yield "study", most
