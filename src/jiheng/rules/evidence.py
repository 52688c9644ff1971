"""Family H: on what a target rests, how its value will be measured, how its points are given.

What the region prints in a fixed row (its formula, its scoring) is not the unit's to mend, and is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.language.citations import document_numbers
from jiheng.language.formulas import Formula, formulas
from jiheng.language.lexicon import any_of
from jiheng.language.natures import Nature, nature
from jiheng.layouts.blocks import IndicatorKey
from jiheng.model import Form, Indicator, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import TEXT_COLUMNS, may_print, numbers
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import PERCENT_UNITS, bare
from jiheng.rules.registry import SETTING, Amount, Mend, Outcome, Step, failed, not_applicable, rule

# A target of these units is not the result of dividing one amount by another.
_RATES = frozenset({"%", "比值"})


@rule(
    id="evidence.basis-is-specific",
    checks=("H01",),
    severity=Severity.WARNING,
    title="指标值的确定依据应具体",
    basis=basis.PRACTICE,
    advice="写明依据的文件和文号、标准，或历史数据，不只写“根据工作安排”。",
    example="上年实际 9860 人次；《某某规范》规定每半年检查一次",
    about=("indicators",),
    stages=SETTING,
)
def basis_is_specific(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in _own(form):
        if row.basis and not _is_specific(row.basis):
            yield failed(row, "basis")


@rule(
    id="evidence.document-number-well-formed",
    checks=("H02",),
    severity=Severity.WARNING,
    title="文号应写规范，年份不应晚于预算年度",
    basis=basis.PRACTICE,
    advice="年份用六角括号〔〕，不加“第”，序号不编虚位。",
    example="云财预〔2022〕136号",
)
def document_number_well_formed(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        for field in TEXT_COLUMNS:
            text: str | None = getattr(row, field)
            for number in document_numbers(text) if text and not row.fixed else ():
                printed = number.span.of(text or "")
                if number.faults:
                    mended = (text or "").replace(printed, number.proposed)
                    yield failed(row, field, found=printed, expected=number.proposed, mend=Mend(mended, safe=True))
                elif form.year is not None and number.year > form.year:
                    yield failed(row, field, found=printed, expected=Amount(Decimal(form.year), "年", Operator.AT_MOST))


@rule(
    id="evidence.basis-fits",
    checks=("H03",),
    severity=Severity.WARNING,
    title="依据应与指标有关",
    basis=basis.PRACTICE,
    advice="满意度写调查的方法和往年结果，不引用资金批复。",
    example="上年问卷调查结果 93.4%",
    about=("indicators",),
    stages=SETTING,
)
def basis_fits(form: Form, facts: Facts) -> Iterator[Outcome]:
    money = any_of("evidence", "money")
    for row in _own(form):
        if row.basis and Nature.SATISFACTION in nature(row.name, row.target) and money.search(bare(row.basis)):
            yield failed(row, "basis")


@rule(
    id="evidence.source-told",
    checks=("H04",),
    severity=Severity.WARNING,
    title="应写明数据来源和取得方式",
    basis=basis.PRACTICE,
    advice="写明数据从哪里来、由谁统计、多久一次。",
    example="借阅系统月报，由流通部每月统计",
    about=("indicators",),
    stages=SETTING,
)
def source_told(form: Form, facts: Facts) -> Iterator[Outcome]:
    asked = any_of("evidence", "source")
    labels = {label for row in form.indicators for label in row.others or {} if asked.search(label)}
    if not labels:
        yield not_applicable()
        return
    for row in _own(form):
        if not any((row.others or {}).get(label) for label in labels):
            yield failed(row, "others", found="")


@rule(
    id="evidence.scoring-is-specific",
    checks=("H05",),
    severity=Severity.WARNING,
    title="评分标准应具体",
    basis=basis.PRACTICE,
    advice="写明达到多少得多少分、每差多少扣多少分。",
    example="达到目标值得 5 分，每低 1 个百分点扣 0.5 分，扣完为止",
    about=("indicators",),
    stages=SETTING,
)
def scoring_is_specific(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if row.scoring and not any(character.isdigit() for character in row.scoring):
            yield failed(row, "scoring")


@rule(
    id="evidence.survey-told",
    checks=("H06",),
    severity=Severity.WARNING,
    title="满意度应写明怎样调查、调查多少人",
    basis=basis.PRACTICE,
    advice="写明调查的方式、对象和样本量。",
    example="问卷调查，随机抽取读者 300 人",
    about=("indicators",),
    stages=SETTING,
)
def survey_told(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not any(may_print(facts.layout, IndicatorKey(field)) for field in TEXT_COLUMNS):
        yield not_applicable()
        return
    told = any_of("evidence", "survey")
    for row in _own(form):
        words = " ".join(text for field in TEXT_COLUMNS if (text := getattr(row, field)))
        words += " ".join((row.others or {}).values())
        if Nature.SATISFACTION in nature(row.name, row.target) and told.search(bare(words)) is None:
            yield failed(row, "name")


@rule(
    id="evidence.formula-valid",
    checks=("H07",),
    severity=Severity.ERROR,
    title="计算公式应写对",
    basis=basis.ARITHMETIC,
    advice="先算的部分加括号，括号成对，用÷或/、×。",
    example="节约率＝（预算金额－实际支出）÷预算金额×100%",
)
def formula_valid(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row, field, formula in _formulas(form):
        faults = tuple(fault for fault in formula.faults if not _is_of_name(fault))
        if faults:
            yield failed(row, field, found=f"{formula.name}={formula.body}", because=tuple(map(Step, faults)))


@rule(
    id="evidence.formula-name-right",
    checks=("H08",),
    severity=Severity.WARNING,
    title="公式里的指标名称应写对",
    basis=basis.PRACTICE,
    advice="删去多出的字，与三级指标名称一致。",
    example="“率节约率＝”改为“节约率＝”",
)
def formula_name_right(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row, field, formula in _formulas(form):
        faults = tuple(fault for fault in formula.faults if _is_of_name(fault))
        if faults:
            yield failed(row, field, found=formula.name, because=tuple(map(Step, faults)))


@rule(
    id="evidence.formula-unit-right",
    checks=("H09",),
    severity=Severity.ERROR,
    title="公式算出的单位应与指标值一致",
    basis=basis.ARITHMETIC,
    advice="改正公式或指标值：比率的指标值用 %。",
    example="参训率＝参训人数÷应训人数×100%，指标值 ≥95%",
    about=("indicators",),
)
def formula_unit_right(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row, _, formula in _formulas(form):
        if formula.unit in _RATES and bare(row.name).endswith(bare(formula.name)):
            for target, _ in numbers(row):
                if target.unit and target.unit not in PERCENT_UNITS:
                    yield failed(target, expected="%", because=(Step(f"{formula.name}={formula.body}"),))


@rule(
    id="evidence.weights-make-total",
    checks=("H10",),
    severity=Severity.ERROR,
    title="权重应逐项填写，合计等于规定的总分",
    basis=basis.REGIONAL_FORM,
    advice="每项权重大于 0，与预算执行率的分值合计为规定的总分。",
    example="预算执行率 10，产出 50，效益 30，满意度 10，合计 100",
    about=("indicators",),
    needs=("parameters.sum_of_weights",),
)
def weights_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    weights = [row.weight for row in form.indicators]
    if not any(weight is not None for weight in weights):
        yield not_applicable()
        return
    missing = [row for row in form.indicators if row.name and not row.weight]
    yield from (failed(row, "weight", expected=Amount(Decimal(0), operator=Operator.MORE)) for row in missing)
    whole = facts.number("sum_of_weights", form)
    total = sum((weight for weight in weights if weight is not None), Decimal(0))
    spending = next((row.weight for row in form.funding if row.weight is not None), None)
    # Where the form prints no points for spending, a region may give it ten of the hundred elsewhere.
    right = {whole} if spending is not None else {whole, whole * 9 / 10}
    if not missing and total + (spending or 0) not in right:
        steps = (Step("各指标权重之和", total), *((Step("预算执行率权重", spending),) if spending is not None else ()))
        yield failed(form, "indicators", found=total + (spending or 0), expected=whole, because=steps)


def _own(form: Form) -> Iterator[Indicator]:
    return (row for row in form.indicators if row.name and not row.fixed)


def _formulas(form: Form) -> Iterator[tuple[Indicator, str, Formula]]:
    for row in _own(form):
        for field in TEXT_COLUMNS:
            text: str | None = getattr(row, field)
            if text and ("=" in text or "＝" in text):
                yield from ((row, field, formula) for formula in formulas(text))


def _is_of_name(fault: str) -> bool:
    return fault.startswith("名称")


def _is_specific(text: str) -> bool:
    return any(character.isdigit() for character in text) or any_of("evidence", "specific").search(text) is not None
