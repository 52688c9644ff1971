"""The points that the findings propose for the eight items of the review table, each with its derivation.

Source of items and points: 财预〔2015〕88号《项目支出绩效目标审核表（重点项目）》. How much a finding takes off is this
project's own, set by dated parameters. The score is a proposal: it sees only what stands in the form, and a reviewer
who has read the project's papers gives the points. Knows nothing of monitoring and self-evaluation: the table is not
made for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from jiheng.model import Finding, Form, Kind, Ledger, Severity, Stage
from jiheng.parameters import Parameter
from jiheng.rules.qualities import Quality
from jiheng.rules.registry import RULES, Rule

_SEVERITIES = tuple(Severity)
_HUNDRED = Decimal(100)


class Grade(Enum):
    """The grade of a review, and what follows from it (参照财预〔2015〕88号)."""

    EXCELLENT = ("优", "可以进入下一步预算安排流程")
    GOOD = ("良", "与申报单位协商，直接完善后进入下一步预算安排流程")
    FAIR = ("中", "退回修改完善，按程序重新报送审核")
    POOR = ("差", "不得进入下一步预算安排流程")

    def __init__(self, word: str, consequence: str) -> None:
        self.word = word
        self.consequence = consequence


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule takes off its item: for how many findings, and how many points before the item is used up."""

    rule: str
    title: str
    severity: Severity
    findings: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class ItemScore:
    """An item of the table. `points` are None where no rule of it could be decided: a person must give them.

    `lacking` and `asked` are titles of rules: those that lacked data, and those that only a person can answer.
    """

    quality: Quality
    points: Decimal | None
    deductions: tuple[Deduction, ...] = ()
    lacking: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The proposed points. `total` is of `rated` points: those of the items that could be rated.

    The grade looks at the share of the rated points, and is None where too few could be rated. `remark` says where the
    table is only followed by analogy.
    """

    items: tuple[ItemScore, ...]
    total: Decimal
    rated: int
    grade: Grade | None
    remark: str | None = None

    @property
    def share(self) -> Decimal | None:
        """The total as if the rated points were a hundred, None where nothing is rated."""
        return self.total * _HUNDRED / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class Unscored:
    """Why the table says nothing of a form."""

    reason: str


def score(form: Form, parameters: Mapping[str, Parameter], rules: Mapping[str, Rule] = RULES) -> Score | Unscored:
    """Return the points that the findings of a checked form propose; what was answered takes nothing off.

    Raises:
        NotYetInForceError: a form is of a year before the parameters begin.
    """
    if form.stage is not Stage.GOAL:
        return Unscored(f"{_REVIEW_TABLE}用于批复前审核绩效目标；本表{_STAGES[form.stage]}，不按该表评分。")
    numbers = _Numbers(parameters, form.year)
    broken = _broken(form.findings or (), rules)
    ledger = form.ledger or Ledger()
    items = tuple(_item(quality, broken, _Rules(quality, ledger, rules), numbers) for quality in Quality)
    rated = [item for item in items if item.points is not None]
    total = sum((item.points or Decimal(0) for item in rated), Decimal(0))
    known = sum(item.quality.points for item in rated)
    grade = numbers.grade(total * _HUNDRED / known) if known >= numbers["fewest_rated_points"] else None
    return Score(items, total, known, grade, _remark(form))


_REVIEW_TABLE = "财预〔2015〕88号《项目支出绩效目标审核表》"
_STAGES = {Stage.MONITORING: "是绩效运行监控表", Stage.SELF_EVALUATION: "是绩效自评表"}


def _remark(form: Form) -> str | None:
    if form.kind is Kind.PROJECT:
        return None
    what = "整体绩效目标" if form.kind is Kind.OVERALL else "没有认出类别的表"
    return f"{_REVIEW_TABLE}为项目支出制定，{what}参照使用，分数仅供比较。"


class _Numbers:
    """The parameters that bind one form; where its year is unknown, those of the last year that is known."""

    def __init__(self, parameters: Mapping[str, Parameter], year: int | None) -> None:
        self._parameters = parameters
        self._day = date(year, 1, 1) if year is not None else date.max

    def __getitem__(self, name: str) -> Decimal:
        return Decimal(self._parameters[f"review_{name}"].at(self._day))

    def grade(self, share: Decimal) -> Grade:
        bands = (Grade.EXCELLENT, Grade.GOOD, Grade.FAIR)
        reached = (grade for grade in bands if share >= self[f"score_of_{grade.name.lower()}"])
        return next(reached, Grade.POOR)

    def deduction(self, severity: Severity, findings: int) -> Decimal:
        repeats = 1 + self["share_of_repeat"] / _HUNDRED * (findings - 1)
        return self[f"deduction_for_{severity.value}"] * min(repeats, self["most_times_of_rule"])


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of one item, and what became of them."""

    quality: Quality
    ledger: Ledger
    rules: Mapping[str, Rule]

    @property
    def is_decided(self) -> bool:
        ledger = self.ledger
        return any(self._own((*ledger.passed, *ledger.failed, *ledger.answered)))

    def titles(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.rules[one].title for one in self._own(ids))

    def _own(self, ids: Iterable[str]) -> Iterator[str]:
        return (one for one in ids if one in self.rules and self.rules[one].quality is self.quality)


def _item(
    quality: Quality, broken: Mapping[Quality, tuple[tuple[Rule, list[Finding]], ...]], own: _Rules, numbers: _Numbers
) -> ItemScore:
    deductions = tuple(_deduction(rule, findings, numbers) for rule, findings in broken.get(quality, ()))
    lacking, asked = own.titles(own.ledger.not_enough_data), own.titles(own.ledger.needs_person)
    if not deductions and not own.is_decided:
        return ItemScore(quality, None, (), lacking, asked)
    taken = sum((one.points for one in deductions), Decimal(0))
    return ItemScore(quality, max(Decimal(0), quality.points - taken), deductions, lacking, asked)


def _deduction(rule: Rule, findings: list[Finding], numbers: _Numbers) -> Deduction:
    worst = min((one.severity for one in findings), key=_SEVERITIES.index)
    return Deduction(rule.id, rule.title, worst, len(findings), numbers.deduction(worst, len(findings)))


def _broken(
    findings: Iterable[Finding], rules: Mapping[str, Rule]
) -> Mapping[Quality, tuple[tuple[Rule, list[Finding]], ...]]:
    """Return for each item the rules that are broken, gravest first, with what nobody has answered yet."""
    opened = sorted((one for one in findings if one.answer is None and one.rule in rules), key=_by_gravity)
    by_rule: dict[str, list[Finding]] = {}
    for one in opened:
        by_rule.setdefault(one.rule, []).append(one)
    pairs = [(rules[name], group) for name, group in by_rule.items()]
    return {quality: tuple(pair for pair in pairs if pair[0].quality is quality) for quality in Quality}


def _by_gravity(finding: Finding) -> int:
    return _SEVERITIES.index(finding.severity)
