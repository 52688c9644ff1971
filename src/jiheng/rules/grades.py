"""Family E, targets in words: a grade that can be told from the next one, that answers its name, that has its date.

Wording that the lexicon does not know is left alone; so are rows that state by which criteria they are graded.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.language.commitments import commitments
from jiheng.language.lexicon import any_of, words
from jiheng.language.wordings import grades_of, is_vague, quality_asked, tells_criteria
from jiheng.model import Form, Indicator, Severity, Target, TargetKind
from jiheng.rules import basis
from jiheng.rules.cells import told_of
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import SETTING, Mend, Outcome, Step, failed, not_applicable, rule


@rule(
    id="target.grade-can-be-told",
    checks=("E09",),
    severity=Severity.ERROR,
    title="定性指标值应能分级评价",
    basis=basis.QUANTIFIED,
    advice="写成能核对的等级，并写明各等级的标准；能计数、能算比率的改为数字。",
    example="完善（制度、流程、台账三项齐全为完善，缺一项为基本完善）；或“办理时长缩短 ≥2个工作日”",
    about=("indicators",),
    stages=SETTING,
)
def grade_can_be_told(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = tuple(_graded(form))
    if not rows:
        yield not_applicable()
    for row, target in rows:
        if is_vague(target.raw) and not _answers(row, target) and not _tells_criteria(form, row):
            yield failed(target)


@rule(
    id="target.grade-answers-name",
    checks=("E10",),
    severity=Severity.WARNING,
    title="定性指标值应回答指标名称",
    basis=basis.CLEAR,
    advice="名称问什么，值就答什么：完备性填“完备”，规范性填“规范”。",
    example="制度完备性：完备",
    about=("indicators",),
    stages=SETTING,
)
def grade_answers_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [(row, target, asked) for row, target in _graded(form) if (asked := quality_asked(row.name))]
    if not rows:
        yield not_applicable()
    for row, target, asked in rows:
        answered = grades_of(target.raw)[:1]
        other = answered and answered[0] in words("wording", "quality") and answered[0] not in asked
        if other and not _is_defined(form, row):
            meant = bare(target.raw).replace(answered[0], asked[0])
            yield failed(target, expected=meant, mend=_in_words(row, target, meant))


@rule(
    id="target.done-has-date",
    checks=("E11",),
    severity=Severity.WARNING,
    title="“按时完成”一类的指标值应写明时间或数量",
    basis=basis.QUANTIFIED,
    advice="把说明里的期限写进指标值；没有期限的，写明何时完成或完成多少。",
    example="9月底前；≥95%",
    about=("indicators",),
    stages=SETTING,
)
def done_has_date(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = tuple(_graded(form))
    if not rows:
        yield not_applicable()
    for row, target in rows:
        # What stands under 时效 without a time is another rule's finding.
        if bare(row.level2).startswith("时效") or is_vague(target.raw) or _answers(row, target):
            continue
        deadline = _deadline(form, row)
        if deadline is not None and bare(target.raw) in words("wording", "done"):
            yield failed(
                target,
                expected=deadline.raw,
                because=(Step("说明中的期限", deadline),),
                mend=_in_words(row, target, deadline.raw),
            )
        elif _is_adverbial(target) and not _tells_criteria(form, row):
            yield failed(target, expected=deadline.raw if deadline is not None else None)


def _graded(form: Form) -> Iterator[tuple[Indicator, Target]]:
    for row in form.indicators:
        if row.name and row.target is not None and row.target.kind is TargetKind.GRADE:
            yield row, row.target


def _answers(row: Indicator, target: Target) -> bool:
    """Whether the value is the quality that the name asks for, or a degree of it: 充分性 is 较充分; a rank is 良好."""
    if bare(row.name).endswith(words("wording", "rank")):
        return bool(grades_of(target.raw))
    return any(one in quality_asked(row.name) for one in grades_of(target.raw)[:1])


def _tells_criteria(form: Form, row: Indicator) -> bool:
    return _is_defined(form, row) or any(tells_criteria(text) for text in told_of(form, row))


def _is_defined(form: Form, row: Indicator) -> bool:
    """Whether the row says what counts as its value: 四项制度齐备为完备."""
    value = bare(row.target.raw) if row.target is not None else ""
    return any(f"为{value}" in bare(text) for text in told_of(form, row))


def _deadline(form: Form, row: Indicator) -> Target | None:
    """Return the one deadline that the row's own words name."""
    found = {
        one.deadline.raw: one.deadline
        for text in told_of(form, row)
        for one in commitments(text, form.year)
        if one.deadline is not None
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _is_adverbial(target: Target) -> bool:
    return any_of("wording", "adverb").match(bare(target.raw)) is not None


def _in_words(row: Indicator, target: Target, text: str) -> Mend | None:
    """Return the mend that prints the words where the value stands."""
    if target is not row.target:
        return None
    return Mend(text) if target.cells is None else Mend(text, cell="cells/value")
