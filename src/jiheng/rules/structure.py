"""Family D: the set of indicators covers what it must, once each, under names that say what is measured.

Rows that the region prints carry the region's own wording; their names are not held against the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiheng.layouts.levels import scheme_of
from jiheng.model import Form, Horizon, Indicator, Kind, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import (
    BARE_SATISFACTION,
    COST,
    DOUBLE_BARRELLED,
    INVESTMENT,
    SATISFACTION_ACTIVITY,
    bare,
    ends,
    is_saving,
    speaks_of,
)
from jiheng.rules.registry import SETTING, Amount, Outcome, failed, not_applicable, rule
from jiheng.values.wording import plain


@rule(
    id="structure.required-level2-present",
    checks=("D01",),
    severity=Severity.ERROR,
    title="表样要求的二级指标至少应有一行",
    basis=basis.REGIONAL_FORM,
    advice="在缺少的二级指标下补设至少一个三级指标。",
    example="时效指标：设备安装完成时间 9月底前",
    about=("indicators",),
    stages=SETTING,
)
def required_level2_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    required = [two for one in facts.need_layout().levels for two in one.level2 if two.required]
    if not required:
        yield not_applicable()
    scheme = scheme_of(facts.need_layout())
    printed = {scheme.level2.get(plain(row.level2)) for row in form.indicators if row.level2}
    yield from (failed(form, "indicators", expected=two.name) for two in required if two.name not in printed)


@rule(
    id="structure.row-count",
    checks=("D04",),
    severity=Severity.HINT,
    title="项目的三级指标数量应适中",
    basis=basis.FEW_AND_CORE,
    advice="过少的补设能反映产出和效果的关键指标，过多的合并或删去次要指标。",
    example="数量 2行、质量 1行、时效 1行、成本 1行、效益 2行、满意度 1行",
    about=("indicators",),
    stages=SETTING,
    needs=("parameters.fewest_indicators_of_project", "parameters.most_indicators_of_project"),
)
def row_count(form: Form, facts: Facts) -> Iterator[Outcome]:
    if form.kind is not Kind.PROJECT:
        yield not_applicable()
        return
    # Where a form prints the years of a project beside the year, each has its own indicators.
    count = max(Counter(row.horizon for row in form.indicators).values())
    fewest = facts.number("fewest_indicators_of_project", form)
    most = facts.number("most_indicators_of_project", form)
    if count < fewest:
        yield failed(form, "indicators", found=count, expected=Amount(fewest, "行", Operator.AT_LEAST))
    elif count > most:
        yield failed(form, "indicators", found=count, expected=Amount(most, "行", Operator.AT_MOST))


@rule(
    id="structure.no-duplicate-row",
    checks=("D05",),
    severity=Severity.ERROR,
    title="同一指标不应重复设置",
    basis=basis.SCIENTIFIC,
    advice="删去重复的一行，或写清两行各自衡量什么。",
    example="新建书屋数量 ≥6个；改造书屋数量 ≥9个",
    about=("indicators",),
)
def no_duplicate_row(form: Form, facts: Facts) -> Iterator[Outcome]:
    seen: dict[tuple[Horizon | None, str, str], Indicator] = {}
    for row in form.indicators:
        key = (row.horizon, bare(row.name), plain(row.target.raw) if row.target is not None else "")
        if row.name and key in seen:
            yield failed(row, "name", beside=(seen[key],))
        seen.setdefault(key, row)


@rule(
    id="structure.satisfaction-present",
    checks=("D06",),
    severity=Severity.WARNING,
    title="有服务对象的应设满意度指标，并写明是谁的满意度",
    basis=basis.INDICATORS,
    advice="补设满意度指标，写明服务对象，例如“参训人员满意度”；确无服务对象的应说明。",
    example="参训教师满意度 ≥92%",
    about=("indicators",),
    stages=SETTING,
)
def satisfaction_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    names = [name for row in form.indicators for name in (row.level1, row.level2, row.name)]
    # Where the region's own scheme demands the row, its absence is that rule's finding.
    if not _demanded(facts, _SATISFIED) and not any(speaks_of(name, _SATISFIED) for name in names):
        yield failed(form, "indicators", expected="满意度")
    yield from (failed(row, "name") for row in form.indicators if bare(row.name) in BARE_SATISFACTION)


_SATISFIED = ("满意",)


def _demanded(facts: Facts, words: tuple[str, ...]) -> bool:
    levels = facts.layout.levels if facts.layout is not None else ()
    return any(two.required and speaks_of(two.name, words) for one in levels for two in one.level2)


@rule(
    id="structure.satisfaction-is-no-activity",
    checks=("D07",),
    severity=Severity.WARNING,
    title="满意度指标应是满意程度，不是调查活动",
    basis=basis.SCIENTIFIC,
    advice="把名称改为“……满意度”，调查方式写入说明。",
    example="名称“就餐职工满意度”，说明“每季度发放问卷 120份”",
    about=("indicators",),
    stages=SETTING,
)
def satisfaction_is_no_activity(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if speaks_of(row.name, _SATISFIED) and ends(row.name, SATISFACTION_ACTIVITY):
            yield failed(row, "name")


# A rate of saving says that money was left over, not what the thing costs.
@rule(
    id="structure.cost-indicator-present",
    checks=("D08",),
    severity=Severity.WARNING,
    title="工程、修缮、购置类项目应有成本指标，节约率不能代替",
    basis=basis.COST_INDICATORS,
    advice="按支出标准或概算设置单位成本、总成本指标，例如“单台购置成本≤0.6万元”。",
    example="单台购置成本 ≤0.6万元",
    about=(
        "indicators",
        "project",
    ),
    stages=SETTING,
)
def cost_indicator_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    if form.project is None or not speaks_of(form.project.name, INVESTMENT):
        yield not_applicable()
    elif not any(_tells_cost(row) for row in form.indicators):
        yield failed(form, "indicators", expected="成本指标")


def _tells_cost(row: Indicator) -> bool:
    levels = [level for level in (row.level1, row.level2) if level]
    # Where a region prints no levels, only the name can tell.
    told = any(speaks_of(level, ("成本",)) for level in levels) if levels else speaks_of(row.name, COST)
    return told and not is_saving(row.name)


@rule(
    id="structure.name-is-short",
    checks=("D09",),
    severity=Severity.WARNING,
    title="三级指标名称应简短，不应是句子",
    basis=basis.CLEAR,
    advice="改成“对象＋度量”的短语，例如“培训覆盖率”，其余内容写入说明。",
    example="窗口一次办结率",
    about=("indicators",),
    stages=SETTING,
    needs=("parameters.longest_indicator_name",),
)
def name_is_short(form: Form, facts: Facts) -> Iterator[Outcome]:
    longest = facts.number("longest_indicator_name", form)
    for row in form.indicators:
        if row.fixed or row.name is None:
            continue
        if len(plain(row.name)) > longest:
            yield failed(row, "name", expected=Amount(longest, "字以内"))
        elif any(stop in row.name for stop in "，。；！"):
            yield failed(row, "name")


@rule(
    id="structure.name-is-single",
    checks=("D10",),
    severity=Severity.HINT,
    title="一个三级指标宜只衡量一件事",
    basis=basis.CLEAR,
    advice="用“和”“及”连接的两项内容宜拆成两行，各设指标值。",
    example="参训率 ≥95%；考核合格率 ≥90%（分两行）",
    about=("indicators",),
    stages=SETTING,
)
def name_is_single(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if not row.fixed and row.name and DOUBLE_BARRELLED.search(bare(row.name)):
            yield failed(row, "name")


@rule(
    id="structure.explanation-not-name",
    checks=("D12",),
    severity=Severity.WARNING,
    title="指标说明不应照抄指标名称",
    basis=basis.CLEAR,
    advice="写明指标的含义、计算方法、口径和数据来源。",
    example="参训率：实际参训人数÷应参训人数×100%，取自签到表",
    about=("indicators",),
)
def explanation_not_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if row.name and row.explanation and bare(row.explanation) == bare(row.name):
            yield failed(row, "explanation")
