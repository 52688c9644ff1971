"""Family F: every indicator stands under the level that asks for what it measures.

A name of which the lexicon is not sure is left alone, and so is a level whose wording it does not know. Rows that the
region prints itself are not the unit's to move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from jiheng.language.lexicon import any_of, words
from jiheng.language.natures import Nature, Natures, nature
from jiheng.model import Form, Indicator, Kind, Severity, TargetKind
from jiheng.rules import basis
from jiheng.rules.cells import scheme_of
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Outcome, failed, not_applicable, not_enough_data, rule

_ACHIEVEMENT = ("目标达成率", "目标完成率", "目标实现率", "工作目标达成率")
_COMPLETION = ("完成率", "完成情况", "完成程度")
_ON_TIME = ("及时", "按时", "准时", "按期", "如期", "进度", "时限")
_LEFT_OVER = ("预算调整", "结转", "结余")
_NONE = ("不适用", "无", "不涉及", "/")


@rule(
    id="classification.money-is-no-quantity",
    checks=("F01", "E20"),
    severity=Severity.ERROR,
    title="花了多少钱不是数量指标",
    basis=basis.NOT_MONEY,
    advice="数量指标写办了多少事、买了多少东西；金额放到成本指标，并写明上限。",
    example="数量指标：更换电梯 ≥2部；成本指标：单台价格 ≤38万元",
    about=("indicators",),
    stages=SETTING,
)
def money_is_no_quantity(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.QUANTITY, lambda row, is_a: Nature.MONEY in is_a)


@rule(
    id="classification.completion-is-no-cost",
    checks=("F02",),
    severity=Severity.ERROR,
    title="完成率、执行率不是成本指标",
    basis=basis.NOT_MONEY,
    advice="成本指标写投入不超过多少，例如单位成本、总成本；完成率移到产出指标或删去。",
    example="单位培训成本 ≤450元/人天",
    about=("indicators",),
    stages=SETTING,
)
def completion_is_no_cost(form: Form, facts: Facts) -> Iterator[Outcome]:
    def wrong(row: Indicator, is_a: Natures) -> bool:
        if _is_left_over(row):
            return False
        completes = Nature.COST not in is_a and bare(row.name).endswith(_COMPLETION)
        return completes or bool(is_a & {Nature.EXECUTION, Nature.MANAGEMENT})

    yield from _under(form, facts, Nature.COST, wrong)


@rule(
    id="classification.execution-does-not-last",
    checks=("F03",),
    severity=Severity.ERROR,
    title="预算执行不是可持续影响",
    basis=basis.INDICATORS,
    advice="可持续影响写项目结束后还在起作用的变化；预算执行率有专门的考核，不必重复设置。",
    example="设施设计使用年限 ≥15年",
    about=("indicators",),
    stages=SETTING,
)
def execution_does_not_last(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.SUSTAINABLE, lambda row, is_a: Nature.EXECUTION in is_a)


@rule(
    id="classification.thrift-is-no-economic-effect",
    checks=("F04",),
    severity=Severity.WARNING,
    title="节约经费、建立制度不是经济效益",
    basis=basis.INDICATORS,
    advice="经济效益写对服务对象和社会经济的影响；节约放到成本指标；没有直接经济效益的可以不设。",
    example="带动农户户均增收 ≥1800元",
    about=("indicators",),
    stages=SETTING,
)
def thrift_is_no_economic_effect(form: Form, facts: Facts) -> Iterator[Outcome]:
    wrong = {Nature.SAVING, Nature.MANAGEMENT}
    yield from _under(form, facts, Nature.ECONOMIC, lambda row, is_a: bool(is_a & wrong))


@rule(
    id="classification.comfort-is-no-ecology",
    checks=("F05",),
    severity=Severity.WARNING,
    title="办公条件的改善不是生态效益",
    basis=basis.INDICATORS,
    advice="生态效益写对空气、水、土壤、能耗等的影响；没有的可以不设。",
    example="单位建筑面积能耗下降 ≥3%",
    about=("indicators",),
    stages=SETTING,
)
def comfort_is_no_ecology(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.ECOLOGICAL, lambda row, is_a: _is_comfort(row))


@rule(
    id="classification.ecology-where-it-is-touched",
    checks=("F11",),
    severity=Severity.WARNING,
    title="与环境无关的项目不必设生态效益指标",
    basis=basis.FEW_AND_CORE,
    advice="删去这一行，或写清项目怎样影响环境。",
    example="（工资、会议、软件类项目不设生态效益指标）",
    about=("indicators",),
    stages=SETTING,
)
def ecology_where_it_is_touched(form: Form, facts: Facts) -> Iterator[Outcome]:
    said = tuple(_said_of_the_work(form))
    if not said:
        yield not_enough_data("goals")
    elif any(any_of("classification", "environment").search(text) is not None for text in said):
        yield not_applicable()
    else:
        yield from _under(form, facts, Nature.ECOLOGICAL, lambda row, is_a: not _is_comfort(row))


@rule(
    id="classification.quantity-is-counted",
    checks=("F06",),
    severity=Severity.ERROR,
    title="定性的管理要求不是数量指标",
    basis=basis.INDICATORS,
    advice="数量指标的值应当数得出来；定性的要求移到质量指标，或改写成可以计数的工作。",
    example="制定管理办法 ≥3项",
    about=("indicators",),
    stages=SETTING,
)
def quantity_is_counted(form: Form, facts: Facts) -> Iterator[Outcome]:
    def wrong(row: Indicator, is_a: Natures) -> bool:
        graded = row.target is not None and row.target.kind is TargetKind.GRADE
        return graded and Nature.QUANTITY not in is_a and bare(row.target.raw if row.target else "") not in _NONE

    yield from _under(form, facts, Nature.QUANTITY, wrong)


@rule(
    id="classification.achievement-is-no-quality",
    checks=("F07",),
    severity=Severity.WARNING,
    title="目标达成率不是质量指标，完成率不是时效指标",
    basis=basis.INDICATORS,
    advice="质量指标写合格、达标的程度；时效指标写完成的时间或及时率。",
    example="质量：验收合格率 =100%；时效：完工时间 10月底前",
    about=("indicators",),
    stages=SETTING,
)
def achievement_is_no_quality(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.QUALITY, lambda row, is_a: bare(row.name).endswith(_ACHIEVEMENT))
    yield from _under(form, facts, Nature.TIMELINESS, lambda row, is_a: _is_untimed_completion(row))


@rule(
    id="classification.monitoring-is-no-social-effect",
    checks=("F08",),
    severity=Severity.ERROR,
    title="内部管理工作的完成率不是社会效益",
    basis=basis.INDICATORS,
    advice="社会效益写服务对象和社会得到的变化；绩效监控、自评等管理工作移到管理类指标或删去。",
    example="持证上岗人数比上年增加 ≥60人",
    about=("indicators",),
    stages=SETTING,
)
def monitoring_is_no_social_effect(form: Form, facts: Facts) -> Iterator[Outcome]:
    wrong = {Nature.MANAGEMENT, Nature.EXECUTION}
    yield from _under(form, facts, Nature.SOCIAL, lambda row, is_a: bool(is_a & wrong))


@rule(
    id="classification.adjustment-is-no-cost",
    checks=("F09",),
    severity=Severity.ERROR,
    title="预算调整、结转结余不是经济成本",
    basis=basis.INDICATORS,
    advice="经济成本写投入不超过多少；预算调整率、结转结余率属于预算管理。",
    example="项目总成本 ≤120万元",
    about=("indicators",),
    stages=SETTING,
)
def adjustment_is_no_cost(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.COST, lambda row, is_a: _is_left_over(row))


@rule(
    id="classification.cost-is-a-burden",
    checks=("F10",),
    severity=Severity.ERROR,
    title="成本指标应写代价，不写好处",
    basis=basis.COST_INDICATORS,
    advice="社会成本、生态环境成本写项目带来的负担及其上限；好处移到效益指标；没有的写“不适用”或不设。",
    example="施工期间扰民投诉 ≤3件",
    about=("indicators",),
    stages=SETTING,
)
def cost_is_a_burden(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _under(form, facts, Nature.COST, lambda row, is_a: _promises_good(row))


@rule(
    id="classification.pay-is-no-output",
    checks=("F13",),
    severity=Severity.WARNING,
    title="保障人员经费不是产出",
    basis=basis.FEW_AND_CORE,
    advice="产出写这些人做出的工作和服务；工资发放本身不设指标。",
    example="受理咨询 ≥2.6万件",
    about=("indicators",),
    stages=SETTING,
)
def pay_is_no_output(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from (failed(row, "name") for row in _rows(form, facts) if Nature.PAY in nature(row.name, row.target))


@rule(
    id="classification.management-is-no-output",
    checks=("D13",),
    severity=Severity.ERROR,
    title="常规的管理要求不是项目的产出",
    basis=basis.FEW_AND_CORE,
    advice="删去报销及时、制度健全、资金合规等常规要求，改为项目做出的东西和效果。",
    example="检测水样 ≥480份",
    about=("indicators",),
    stages=SETTING,
    kinds=(Kind.PROJECT,),
)
def management_is_no_output(form: Form, facts: Facts) -> Iterator[Outcome]:
    for category in _OUTPUTS:
        yield from _under(form, facts, category, lambda row, is_a: Nature.MANAGEMENT in is_a)


@rule(
    id="classification.population-fits",
    checks=("F12",),
    severity=Severity.WARNING,
    title="满意度应问真正的服务对象",
    basis=basis.INDICATORS,
    advice="写明谁在使用这项服务：内部保障类的问本单位和被保障单位的工作人员，公共服务类的问群众。",
    example="被保障单位工作人员满意度 ≥92%",
    about=("indicators",),
    stages=SETTING,
)
def population_fits(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not _serves_the_house(form):
        yield not_applicable()
        return
    public = any_of("classification", "public")
    for row in form.indicators:
        if Nature.SATISFACTION in nature(row.name, row.target) and public.search(bare(row.name)) is not None:
            yield failed(row, "name")


_Wrong = Callable[[Indicator, Natures], bool]


def _under(form: Form, facts: Facts, category: Nature, wrong: _Wrong) -> Iterator[Outcome]:
    """Fail the rows that stand under a level of this category and are wrong there."""
    for row in _rows(form, facts):
        if category_of(row) is category and wrong(row, nature(row.name, row.target)):
            yield failed(row, "name", found=row.name)


def _rows(form: Form, facts: Facts) -> Iterator[Indicator]:
    """Yield the unit's own rows that say something."""
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        own = not row.fixed and (scheme is None or not scheme.is_fixed(row.name or ""))
        if row.name and own and not (row.target is not None and bare(row.target.raw) in _NONE):
            yield row


def category_of(row: Indicator) -> Nature | None:
    """Return which kind of indicator the row's level asks for by its words; None where they name no kind."""
    return _category(row.level2) or _category(row.level1)


@lru_cache(maxsize=256)
def _category(level: str | None) -> Nature | None:
    said = bare(level)
    return next((kind for kind in _CATEGORIES if any_of("classification", f"level.{kind}").search(said)), None)


_CATEGORIES = (
    Nature.COST,
    Nature.QUANTITY,
    Nature.QUALITY,
    Nature.TIMELINESS,
    Nature.ECONOMIC,
    Nature.SOCIAL,
    Nature.ECOLOGICAL,
    Nature.SUSTAINABLE,
)
_OUTPUTS = (Nature.QUANTITY, Nature.QUALITY, Nature.TIMELINESS)


def _is_comfort(row: Indicator) -> bool:
    return any_of("classification", "comfort").search(bare(row.name)) is not None


def _is_untimed_completion(row: Indicator) -> bool:
    name = bare(row.name)
    dated = row.target is not None and row.target.kind is TargetKind.DATE
    return name.endswith(_COMPLETION) and not dated and not any(word in name for word in _ON_TIME)


def _is_left_over(row: Indicator) -> bool:
    return any(word in bare(row.name) for word in _LEFT_OVER)


def _promises_good(row: Indicator) -> bool:
    graded = row.target is not None and row.target.kind is TargetKind.GRADE
    said = bare(row.target.raw) if row.target is not None else ""
    return graded and any_of("classification", "good").search(said) is not None


def _said_of_the_work(form: Form) -> Iterator[str]:
    """Yield what the form says of its work; what it measures does not count."""
    project = (form.unit.name, form.project.name if form.project is not None else None, form.responsibilities)
    tasks = (text for task in form.tasks for text in (task.name, task.content))
    said = (*project, *(goal.text for goal in form.goals), *tasks)
    return (text for text in said if text)


def _serves_the_house(form: Form) -> bool:
    """Whether the project, or without one the unit, serves only people who work in offices."""
    if form.project is not None and form.project.name:
        return any_of("classification", "inside").search(bare(form.project.name)) is not None
    return bare(form.unit.name).endswith(words("classification", "house"))
