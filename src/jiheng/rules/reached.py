"""Family M, what indicators reached: actual values, deviations, points, evidence.

Only forms that tell what happened (monitoring, self-evaluation) are looked at. A deviation is measured against the
target as it was last adjusted; an actual value without a unit is taken in the target's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.schema import Direction
from jiheng.model import Form, Funding, Indicator, Operator, Severity, Stage, Target, TargetKind
from jiheng.rules import basis
from jiheng.rules.cells import ALL, FROM_ABOVE, better, may_print, scheme_of
from jiheng.rules.facts import Facts, known
from jiheng.rules.lexicon import SPENT_AMOUNT, bare, ends
from jiheng.rules.registry import TELLING, Amount, Outcome, Step, failed, not_applicable, rule

EVALUATION = (Stage.SELF_EVALUATION,)
MONITORING = (Stage.MONITORING,)
# Printed where something should be said and nothing is.
_EMPTY_WORDS = frozenset({"", "无", "暂无", "没有", "无偏差", "不涉及", "/", "-", "—", "——", "0"})
_HOPELESS = ("完全不可能", "不可能完成", "无法完成")
_SAME = (Operator.EQUAL, None)


@rule(
    id="reached.actual-filled",
    checks=("M01",),
    severity=Severity.ERROR,
    title="每个指标应填写实际完成值",
    basis=basis.RESULTS,
    advice="按实际情况补填完成值；定性指标写明达到哪一档，尚未开展的写明进度。",
    example="指标值 ≥12场，实际完成值 13场",
    about=("indicators",),
    stages=TELLING,
)
def actual_filled(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not may_print(facts.layout, IndicatorKey.ACTUAL):
        yield not_applicable()
        return
    told = [row for row in form.indicators if row.name and row.target is not None]
    yield from (failed(row, "actual") for row in told if row.actual is None)


@rule(
    id="reached.money-is-no-output",
    checks=("M04",),
    severity=Severity.WARNING,
    title="不应把花了多少钱当作目标或产出",
    basis=basis.NOT_MONEY,
    advice="改用完成的数量、质量来说明产出，金额只在预算执行和成本指标中反映。",
    example="改造管网 ≥3.2公里，而不是“工程资金 43.2万元”",
    stages=TELLING,
)
def money_is_no_output(form: Form, facts: Facts) -> Iterator[Outcome]:
    for goal in (*form.goals, *form.results):
        if goal.text and not goal.text.strip("0123456789.,，。 万亿元约共计"):
            yield failed(goal)
    for row in form.indicators:
        if "数量" in (row.level2 or "") and ends(row.name, (*SPENT_AMOUNT, "资金金额", "投入资金", "资金额")):
            yield failed(row, "name")


@rule(
    id="reached.deviation-explained",
    checks=("M06",),
    severity=Severity.ERROR,
    title="实际值与指标值相差较大的应说明原因",
    basis=basis.RESULTS,
    advice="写明为什么差这么多：是目标定得过低过高，还是工作有增减，以及下一步怎么办。",
    example="全年办培训 23期（目标 ≥12期）：新政策出台后省里加办 10期",
    about=("indicators",),
    stages=EVALUATION,
    needs=("parameters.highest_deviation",),
)
def deviation_explained(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not may_print(facts.layout, IndicatorKey.DEVIATION):
        yield not_applicable()
        return
    most = facts.number("highest_deviation", form)
    scheme = scheme_of(facts.layout)
    for row in form.indicators:
        deviation = _deviation(row, better(scheme, row))
        if deviation is not None and abs(deviation) > most and _says_nothing(row.deviation) and not row.causes:
            target = _aim(row)
            yield failed(
                row,
                "deviation",
                found=Amount(round(deviation, 2), "%"),
                expected=Amount(most, "%", Operator.AT_MOST),
                because=(Step("指标值", target), Step("实际完成值", row.actual), Step("偏离", Amount(deviation, "%"))),
            )


@rule(
    id="reached.lost-points-explained",
    checks=("M08",),
    severity=Severity.ERROR,
    title="丢了分的指标应写明原因和改进措施",
    basis=basis.RESULTS,
    advice="写出没有完成的具体原因和改进措施，不写“无”“暂无”。",
    example="11月两场因场地维修取消，已排入次年3月",
    about=("indicators",),
    stages=EVALUATION,
)
def lost_points_explained(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not may_print(facts.layout, IndicatorKey.DEVIATION):
        yield not_applicable()
        return
    for row in form.indicators:
        lost = row.weight is not None and row.score is not None and row.score < row.weight
        if lost and _says_nothing(row.deviation) and not row.causes:
            steps = (Step("分值", row.weight), Step("得分", row.score))
            yield failed(row, "deviation", found=row.deviation, because=steps)


@rule(
    id="reached.score-within-weight",
    checks=("M09",),
    severity=Severity.ERROR,
    title="得分应在 0 与分值之间",
    basis=basis.ARITHMETIC,
    advice="改正得分；超额完成也只得该项分值，不另加分。",
    example="分值 10，得分 9.6",
    stages=EVALUATION,
)
def score_within_weight(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows: tuple[Funding | Indicator, ...] = (*form.funding, *form.indicators)
    for row in rows:
        if row.score is not None and row.weight is not None and not 0 <= row.score <= row.weight:
            yield failed(row, "score", expected=Amount(row.weight, "分", Operator.AT_MOST))


@rule(
    id="reached.scores-make-total",
    checks=("M09",),
    severity=Severity.ERROR,
    title="总分应等于各项得分之和",
    basis=basis.ARITHMETIC,
    advice="重新加总各项得分，改正总分或有误的一项。",
    example="预算执行 9.7 分，指标得分合计 88.5 分，总分 98.2 分",
    about=("indicators",),
    stages=EVALUATION,
)
def scores_make_total(form: Form, facts: Facts) -> Iterator[Outcome]:
    scores = [row.score for row in form.indicators]
    if form.total_score is None or not scores or any(score is None for score in scores):
        yield not_applicable()
        return
    indicators = sum((score for score in scores if score is not None), Decimal(0))
    funding = next((row.score for row in form.funding if row.score is not None), Decimal(0))
    if form.total_score not in (indicators + funding, indicators):
        steps = (Step("预算执行得分", funding), Step("各指标得分之和", indicators))
        yield failed(form, "total_score", expected=indicators + funding, because=steps)


@rule(
    id="reached.evidence-attached",
    checks=("M10",),
    severity=Severity.WARNING,
    title="每个实际完成值应有佐证材料",
    basis=basis.RESULTS,
    advice="附上统计表、验收单、问卷汇总等能证明该数的材料。",
    example="满意度 96%：附《问卷汇总表（回收 312 份）》",
    about=("indicators",),
    stages=EVALUATION,
    needs=("evidence",),
)
def evidence_attached(form: Form, facts: Facts) -> Iterator[Outcome]:
    evidence = known(facts.evidence, "evidence")
    told = (row for row in form.indicators if row.name and row.actual is not None)
    yield from (failed(row, "actual") for row in told if not evidence.get(row.name or ""))


@rule(
    id="reached.set-as-approved",
    checks=("M13",),
    severity=Severity.ERROR,
    title="自评的指标应与批复的指标一致",
    basis=basis.RESULTS,
    advice="补上漏掉的指标，删去批复中没有的；确需调整的，先走绩效目标调整程序。",
    example="批复 12 项，自评也是这 12 项",
    about=("indicators",),
    stages=TELLING,
    needs=("approved",),
)
def set_as_approved(form: Form, facts: Facts) -> Iterator[Outcome]:
    approved = facts.need_approved()
    here = {bare(row.name) for row in form.indicators}
    there = {bare(row.name) for row in approved.indicators}
    missing = tuple(row.name for row in approved.indicators if row.name and bare(row.name) not in here)
    if missing:
        yield failed(form, "indicators", found=Amount(Decimal(len(form.indicators)), "项"), expected=missing)
    yield from (failed(row, "name") for row in form.indicators if row.name and bare(row.name) not in there)


@rule(
    id="reached.hopeless-is-acted-on",
    checks=("M14",),
    severity=Severity.ERROR,
    title="预计完全不可能完成的指标应说明原因并提出措施或调整申请",
    basis=basis.MONITORING,
    advice="写明原因和纠偏措施；目标确需调整的，同时提出调整申请。",
    example="征地未获批准，已申请将完成时限调整到次年6月",
    about=("indicators",),
    stages=MONITORING,
)
def hopeless_is_acted_on(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        if row.likelihood and any(word in row.likelihood for word in _HOPELESS) and _says_nothing(row.deviation):
            yield failed(row, "deviation", found=row.likelihood)


@rule(
    id="reached.keeps-up-with-spending",
    checks=("M12",),
    severity=Severity.WARNING,
    title="产出进度不应明显落后于支出进度",
    basis=basis.MONITORING,
    advice="核实是先付款还是实际完成数填低了；确实落后的，写明追赶措施。",
    example="支出 55%，产出完成 52%",
    about=("indicators", "funding"),
    stages=MONITORING,
    needs=("parameters.highest_progress_gap",),
)
def keeps_up_with_spending(form: Form, facts: Facts) -> Iterator[Outcome]:
    most = facts.number("highest_progress_gap", form)
    spent = spent_share(form)
    scheme = scheme_of(facts.layout)
    rising = [
        row for row in form.indicators if better(scheme, row) is not Direction.DOWN and "产出" in (row.level1 or "")
    ]
    done = [share for row in rising if (share := _done_share(row)) is not None]
    if spent is None or not done:
        yield not_applicable()
        return
    mean = sum(done, Decimal(0)) / len(done)
    if spent - mean > most:
        steps = (Step("支出进度", Amount(spent, "%")), Step("产出指标平均完成", Amount(mean, "%")))
        yield failed(form, "indicators", found=Amount(spent - mean, "个百分点"), because=steps)


@rule(
    id="reached.full-marks-need-spending",
    checks=("M07",),
    severity=Severity.WARNING,
    title="预算执行率低而指标全部满分，应说明",
    basis=basis.RESULTS,
    advice="说明钱没有花完、工作却全部完成的原因；若指标定得过低，次年据实提高。",
    example="中标价低于预算 20 万元，工作量未减",
    about=("indicators", "funding"),
    stages=EVALUATION,
    needs=("parameters.lowest_execution_for_full_marks",),
)
def full_marks_need_spending(form: Form, facts: Facts) -> Iterator[Outcome]:
    least = facts.number("lowest_execution_for_full_marks", form)
    spent = spent_share(form)
    marks = [(row.score, row.weight) for row in form.indicators if row.weight is not None]
    if spent is None or not marks or any(score is None for score, _ in marks):
        yield not_applicable()
    elif spent < least and all(score == weight for score, weight in marks):
        yield failed(
            form,
            "indicators",
            found=Amount(round(spent, 2), "%"),
            expected=Amount(least, "%", Operator.AT_LEAST),
        )


@rule(
    id="reached.score-near-reviewed",
    checks=("M11",),
    severity=Severity.WARNING,
    title="自评得分与部门、财政评分不应相差过大",
    basis=basis.RESULTS,
    advice="逐项对照评分差异，说明理由或调整自评得分。",
    example="自评 92 分，财政评分 88 分",
    stages=EVALUATION,
    needs=("reviewed_score", "parameters.highest_score_difference"),
)
def score_near_reviewed(form: Form, facts: Facts) -> Iterator[Outcome]:
    if form.total_score is None:
        yield not_applicable()
        return
    reviewed = known(facts.reviewed_score, "reviewed_score")
    if abs(form.total_score - reviewed) > facts.number("highest_score_difference", form):
        yield failed(form, "total_score", expected=reviewed)


def spent_share(form: Form) -> Decimal | None:
    """Return what part of the year's money was spent, in percent; None where the table of funds does not tell."""
    whole = form.funding[0] if form.funding else None
    planned = (whole.budget or whole.initial) if whole is not None else None
    spent = whole.executed if whole is not None else None
    if planned is None or spent is None or not planned.amount or spent.amount is None or planned.unit != spent.unit:
        return None
    return spent.amount / planned.amount * ALL


def _aim(row: Indicator) -> Target | None:
    return row.adjusted or row.target


def _deviation(row: Indicator, way: Direction | None = None) -> Decimal | None:
    """Return by how many percent of the target the actual value misses it, or exceeds what it had to reach.

    A limit that is kept is no deviation, however far below it the value lies. None where no number is aimed at or told.
    """
    aim, actual = _aim(row), row.actual
    if aim is None or actual is None or actual.kind is not TargetKind.NUMBER or actual.value is None:
        return None
    if (actual.unit or aim.unit) != aim.unit or actual.operator not in _SAME:
        return None
    bound = _bound(aim, actual.value)
    if not bound:
        return None
    kept = actual.value <= bound and (aim.operator in FROM_ABOVE or (aim.operator is None and way is Direction.DOWN))
    return Decimal(0) if kept else (actual.value - bound) / abs(bound) * ALL


def _bound(aim: Target, actual: Decimal) -> Decimal | None:
    """Return the number to hold an actual value against: of a range its nearer end, the value itself if inside."""
    if aim.kind is TargetKind.NUMBER or aim.value is None or aim.upper is None:
        return aim.value if aim.kind is TargetKind.NUMBER else None
    return min(max(actual, aim.value), aim.upper)


def _done_share(row: Indicator) -> Decimal | None:
    deviation = _deviation(row)
    return min(ALL + deviation, ALL) if deviation is not None else None


def _says_nothing(words: str | None) -> bool:
    return bare(words).strip("。；;") in _EMPTY_WORDS
