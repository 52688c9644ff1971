"""What every report says alike: points and where they come from, what a finding shows, the opinion drafted from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jiheng import words
from jiheng.model import Answer, Finding, Related, Severity
from jiheng.reports.examined import Examined
from jiheng.rules import RULES, Rule
from jiheng.rules.qualities import Quality
from jiheng.rules.scores import Deduction, ItemScore, Score
from jiheng.values.numbers import plain_number

REVIEW_POINTS: Final = {
    Quality.REGULAR: "绩效目标填报格式是否规范，内容是否完整、准确、详实，是否无缺项、错项",
    Quality.CLEAR: "绩效目标是否明确、清晰，是否能够反映项目主要情况，是否对项目预期产出和效果进行了充分、恰当的描述",
    Quality.RELEVANT: (
        "总体目标是否符合国家法律法规、国民经济和社会发展规划要求，与本部门（单位）职能、发展规划和工作计划是否密切相关"
    ),
    Quality.SCIENTIFIC: (
        "绩效指标是否全面、充分、细化、量化，难以量化的，定性描述是否充分、具体；"
        "是否选取了最能体现总体目标实现程度的关键指标并明确了具体指标值"
    ),
    Quality.REASONABLE: (
        "预期绩效是否显著，是否能够体现实际产出和效果的明显改善；是否符合行业正常水平或事业发展规律；"
        "与其他同类项目相比，预期绩效是否合理"
    ),
    Quality.MATCHED: (
        "绩效目标与项目资金量、使用方向等是否匹配；在既定资金规模下，绩效目标是否过高或过低；"
        "或要完成既定绩效目标，资金规模是否过大或过小"
    ),
    Quality.POSSIBLE: (
        "绩效目标是否经过充分论证和合理测算；所采取的措施是否切实可行，并能确保绩效目标如期实现；"
        "综合考虑成本效益，是否有必要安排财政资金"
    ),
    Quality.READY: "项目实施方案是否合理，项目实施单位的组织实施能力和条件是否充分，内部控制是否规范，管理制度是否健全",
}
"""What each item of the review table asks (财预〔2015〕88号), by item."""

_ALL: Final = 100
# So many rules that could not be decided are named; all of them stand in the ledger.
_NAMED: Final = 3
# A change of a text up to this length is shown whole, of a longer one with so many characters around it.
_WHOLE: Final = 40
_AROUND: Final = 8

SCORE_NOTE: Final = (
    "建议分由审核意见推出：每条没有通过的规则按轻重扣分，同一条规则反复出现的从第二条起少扣，一项扣完为止；"
    "已答复的意见不扣分。它只反映表内能查出的问题，项目是否必要、论证是否充分，由审核人判断。"
)


def points(item: ItemScore) -> str:
    """Return the proposed points of an item, or that a person must give them."""
    return "待评" if item.points is None else plain_number(item.points)


def total(score: Score) -> str:
    """Return the proposed total and of how many points it is.

    Only where all hundred could be rated is it a number of hundred.
    """
    whole = "" if score.rated == _ALL else f"（已评 {score.rated} 分）"
    return f"{plain_number(score.total)}{whole}"


def derivation(item: ItemScore) -> Iterator[str]:
    """Yield how the points of an item came about, a line a cause."""
    for one in item.deductions:
        yield deduction(one)
    if item.points is None:
        yield "表内没有可以判断的内容，请审核人评分"
    elif not item.deductions:
        yield "没有发现问题"
    if item.lacking:
        named = "、".join(item.lacking[:_NAMED]) + ("等" if len(item.lacking) > _NAMED else "")
        yield f"{len(item.lacking)} 条规则资料不足，没有判断：{named}"
    if item.asked:
        yield f"请审核人判断：{'、'.join(item.asked)}"


def deduction(one: Deduction) -> str:
    times = f"（{one.findings} 处）" if one.findings > 1 else ""
    return f"{words.SEVERITIES[one.severity]}：{one.title}{times}，扣 {plain_number(one.points)} 分"


def counts(form: Examined) -> str:
    """Say how many findings of each severity a form has."""
    return "，".join(f"{words.SEVERITIES[severity]} {form.count(severity)} 条" for severity in Severity)


def lead(form: Examined) -> str:
    """Return the first sentence of the opinion: what was reviewed, and what came of it."""
    named = f"《{form.project}》" if form.project else ""
    return (
        f"经审核，{form.unit}报送的{named}{form.kind or '绩效'}表共有审核意见 {len(form.open)} 条，其中{counts(form)}。"
    )


def conclusion(form: Examined) -> str:
    """Return what the findings propose to do with the form. Errors send it back, whatever the points."""
    errors = form.count(Severity.ERROR)
    if errors:
        return (
            f"必须改正的意见有 {errors} 条，不论得分，建议退回修改。"
            "请逐条改正下列“退回修改的理由”，对“须说明的事项”作出修改或说明后，重新报送审核。"
        )
    if form.count(Severity.WARNING):
        return "建议暂缓通过。请对下列“须说明的事项”逐条修改或作出说明后，再予通过。"
    return "没有发现必须改正或说明的问题，建议通过。"


def graded(score: Score) -> str:
    """Return a sentence on points and grade."""
    if score.grade is None:
        return f"四性审核建议得分 {total(score)}，能评分的内容太少，不提出等级。"
    return (
        f"四性审核建议得分 {total(score)}，建议等级为“{score.grade.word}”；"
        f"参照财预〔2015〕88号，评为“{score.grade.word}”的{score.grade.consequence}。"
    )


def shown(finding: Finding, longest: int) -> str:
    """Return what the form says at the place of a finding."""
    return short(finding.found, longest) if finding.found is not None else words.BLANK


def expected(finding: Finding) -> str | None:
    """Return what should stand there, where the proposed change does not say the same."""
    mend = finding.repair
    return None if mend is not None and mend.after == finding.expected else finding.expected


def short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}……"


def steps(finding: Finding) -> str:
    """Return the way to what was expected, in one line."""
    return "；".join(f"{one.words}：{one.value}" if one.value is not None else one.words for one in finding.derivation)


def related(one: Related, longest: int) -> str:
    """Return what a finding contradicts or repeats, and where it stands."""
    text = short(one.text, longest) if one.text is not None else ""
    where = "，".join(filter(None, (one.form, str(one.place))))
    return f"{text}（{where}）" if text else where


def repair(finding: Finding, longest: int) -> str | None:
    """Return the proposed change, as before → after; of long texts what changes, with a few characters around it."""
    mend = finding.repair
    if mend is None:
        return None
    before, after = _changed(mend.before or words.BLANK, mend.after)
    return f"{short(before, longest)} → {short(after, longest)}"


def _changed(before: str, after: str) -> tuple[str, str]:
    if max(len(before), len(after)) <= _WHOLE:
        return before, after
    start = max(0, _alike(before, after) - _AROUND)
    same = _alike(before[start:][::-1], after[start:][::-1])
    end = max(0, same - _AROUND)
    shown = (one[start : len(one) - end] for one in (before, after))
    first, second = (f"{'……' if start else ''}{one}{'……' if end else ''}" for one in shown)
    return first, second


def _alike(one: str, other: str) -> int:
    """Return with how many characters both texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def answer(one: Answer) -> str:
    """Return what a person said."""
    return f"{words.ANSWERS[one.kind]}：{one.words}（{one.person}，{one.on}）"


def rule_title(rule: str, rules: Mapping[str, Rule] = RULES) -> str:
    """Return what a rule is called; its id where it is known no more."""
    return rules[rule].title if rule in rules else rule
