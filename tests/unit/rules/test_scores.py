"""The proposed points: they sum up, stop at an item's end, never rise with a finding, and say what is left open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng import catalog, words
from jiheng.model import Answer, AnswerKind, Finding, Form, Kind, Ledger, Place, Severity, Stage
from jiheng.rules import RULES
from jiheng.rules.qualities import Quality
from jiheng.rules.scores import Grade, ItemScore, Score, Unscored, score

PARAMETERS = catalog.parameters(None)
ALL = tuple(sorted(RULES))
ANSWER = Answer(AnswerKind.EXPLAINED, "已核实", "李某", "2026-03-02")
SCIENTIFIC = sorted(name for name, rule in RULES.items() if rule.quality is Quality.SCIENTIFIC)
REGULAR = sorted(name for name, rule in RULES.items() if rule.quality is Quality.REGULAR)


def finding(rule: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, severity, RULES[rule].title, "甲", None, "改", "据", Place(), "")


def form(*findings: Finding, ledger: Ledger | None = None, year: int | None = 2024) -> Form:
    return Form(
        kind=Kind.PROJECT,
        stage=Stage.GOAL,
        layout=None,
        year=year,
        findings=findings,
        ledger=ledger or Ledger(passed=ALL),
    )


def scored(*findings: Finding) -> Score:
    return of(form(*findings))


def of(one: Form) -> Score:
    found = score(one, PARAMETERS)
    assert isinstance(found, Score)
    return found


def item(score: Score, quality: Quality) -> ItemScore:
    return next(one for one in score.items if one.quality is quality)


def test_a_form_without_findings_keeps_every_point() -> None:
    assert scored().total == scored().rated == 100
    assert scored().grade is Grade.EXCELLENT


def test_items_stand_in_the_order_of_the_table_and_make_the_total() -> None:
    found = scored(finding(SCIENTIFIC[0], Severity.ERROR), finding(REGULAR[0], Severity.HINT))
    assert [one.quality for one in found.items] == list(Quality)
    assert sum(one.points or 0 for one in found.items) == found.total == Decimal("97.8")


@pytest.mark.parametrize(("severity", "points"), [(Severity.ERROR, 2), (Severity.WARNING, 1), (Severity.HINT, "0.2")])
def test_a_finding_takes_off_by_its_severity(severity: Severity, points: int | str) -> None:
    (deduction,) = item(scored(finding(SCIENTIFIC[0], severity)), Quality.SCIENTIFIC).deductions
    assert (deduction.rule, deduction.findings, deduction.points) == (SCIENTIFIC[0], 1, Decimal(points))


def test_findings_of_one_rule_take_off_less_than_as_many_rules() -> None:
    repeated = scored(*[finding(SCIENTIFIC[0])] * 3)
    several = scored(*map(finding, SCIENTIFIC[:3]))
    assert several.total < repeated.total == Decimal("98.5")


def test_a_rule_that_is_broken_everywhere_takes_off_no_more_than_twice() -> None:
    assert scored(*[finding(SCIENTIFIC[0])] * 40).total == 98


def test_an_item_is_used_up_and_no_more() -> None:
    found = scored(*(finding(rule, Severity.ERROR) for rule in SCIENTIFIC))
    assert item(found, Quality.SCIENTIFIC).points == 0
    assert found.total == 85


def test_what_was_answered_takes_nothing_off() -> None:
    assert scored(replace(finding(SCIENTIFIC[0], Severity.ERROR), answer=ANSWER)).total == 100


def test_an_item_of_which_nothing_could_be_decided_is_left_to_a_person() -> None:
    known = Ledger(
        passed=tuple(one for one in ALL if RULES[one].quality not in (Quality.READY, Quality.CLEAR)),
        not_enough_data=tuple(one for one in ALL if RULES[one].quality is Quality.READY),
        not_applicable=tuple(one for one in ALL if RULES[one].quality is Quality.CLEAR),
    )
    found = of(form(ledger=known))
    ready = item(found, Quality.READY)
    assert ready.points is None
    assert set(ready.lacking) == {RULES[one].title for one in known.not_enough_data}
    assert found.total == found.rated == 80
    assert found.share == 100
    assert found.grade is Grade.EXCELLENT


def test_questions_to_a_person_are_named_at_their_item() -> None:
    found = of(form(ledger=Ledger(passed=tuple(SCIENTIFIC[1:]), needs_person=(SCIENTIFIC[0],))))
    assert item(found, Quality.SCIENTIFIC).asked == (RULES[SCIENTIFIC[0]].title,)


def test_no_grade_rests_on_a_few_items() -> None:
    found = of(form(ledger=Ledger(passed=tuple(SCIENTIFIC))))
    assert (found.rated, found.grade) == (15, None)
    empty = of(form(ledger=Ledger()))
    assert empty.total == empty.rated == 0
    assert empty.share is None
    assert empty.grade is None


@pytest.mark.parametrize(
    ("errors", "grade"),
    [(0, Grade.EXCELLENT), (5, Grade.EXCELLENT), (6, Grade.GOOD), (10, Grade.GOOD), (11, Grade.FAIR)],
)
def test_the_lowest_score_of_a_grade_belongs_to_it(errors: int, grade: Grade) -> None:
    rules = [*SCIENTIFIC[:7], *REGULAR[:4]]
    assert scored(*(finding(rule, Severity.ERROR) for rule in rules[:errors])).grade is grade


def test_a_form_of_an_unknown_year_is_bound_by_what_is_in_force_now() -> None:
    assert of(form(finding(SCIENTIFIC[0]), year=None)).total == 99


@pytest.mark.parametrize("stage", [Stage.MONITORING, Stage.SELF_EVALUATION])
def test_the_table_says_nothing_of_later_stages(stage: Stage) -> None:
    found = score(replace(form(), stage=stage), PARAMETERS)
    assert isinstance(found, Unscored)
    assert "批复前" in found.reason


@pytest.mark.parametrize(("kind", "remarked"), [(Kind.PROJECT, False), (Kind.OVERALL, True), (None, True)])
def test_what_the_table_is_not_made_for_is_said(kind: Kind | None, remarked: bool) -> None:
    assert (of(replace(form(), kind=kind)).remark is not None) is remarked


FINDINGS = st.lists(st.builds(finding, st.sampled_from(ALL), st.sampled_from(Severity)), max_size=60)


@given(FINDINGS, FINDINGS)
def test_more_findings_never_bring_more_points(some: list[Finding], more: list[Finding]) -> None:
    before, after = scored(*some), scored(*some, *more)
    for one, other in zip(before.items, after.items, strict=True):
        assert one.points is not None
        assert other.points is not None
        assert 0 <= other.points <= one.points <= one.quality.points
    assert after.total == sum(one.points or 0 for one in after.items)


@given(FINDINGS)
def test_the_order_of_findings_does_not_matter(some: list[Finding]) -> None:
    assert scored(*some).total == scored(*reversed(some)).total


def test_every_family_of_a_rule_has_a_name() -> None:
    assert {rule.family for rule in RULES.values()} <= set(words.FAMILIES)
