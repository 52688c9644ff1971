from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from jiheng import model
from jiheng.model import (
    Answer,
    AnswerKind,
    Budget,
    Finding,
    Form,
    Goal,
    Kind,
    Ledger,
    Money,
    Note,
    NoteKind,
    Operator,
    Place,
    Project,
    Related,
    Repair,
    Severity,
    Stage,
    Task,
    Unit,
)
from jiheng.rules import Facts, RuleError, examine
from jiheng.rules.answers import answered
from jiheng.rules.qualities import Quality
from jiheng.rules.registry import (
    Amount,
    Check,
    Elsewhere,
    Mend,
    Outcome,
    Rule,
    Step,
    ask,
    failed,
    not_applicable,
    not_enough_data,
)

FORM = Form(
    kind=Kind.OVERALL,
    stage=Stage.GOAL,
    layout="test",
    unit=Unit(name="云溪县图书馆", code="1200"),
    goals=(Goal("办好阅读推广"),),
    tasks=(Task("读书会", place=Place(line=3)), Task("读书会", place=Place(line=4))),
    budget=Budget(total=Money("101.50", Decimal("101.50"), "万元", Decimal(1015000), Place(line=9))),
    notes=(Note(NoteKind.INSTRUCTION, "请勿改动表头", Place(line=1)),),
)


def a_rule(
    check: Check, id: str = "test.one", severity: Severity = Severity.ERROR, about: tuple[str, ...] = ()
) -> Rule:
    return Rule(
        id=id,
        checks=("A01",),
        severity=severity,
        quality=Quality.REGULAR,
        title="题目",
        basis="依据",
        advice="办法",
        check=check,
        about=about,
    )


def run(*rules: Rule) -> tuple[tuple[Finding, ...], Ledger]:
    checked = examine(FORM, Facts(), {rule.id: rule for rule in rules})
    return checked.findings or (), checked.ledger or Ledger()


def yielding(*outcomes: Outcome) -> Check:
    return lambda form, facts: iter(outcomes)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ((), "passed"),
        ((not_applicable(),), "not_applicable"),
        ((not_enough_data("layout"),), "not_enough_data"),
        ((not_applicable(), not_enough_data("layout")), "not_enough_data"),
        ((not_enough_data("layout"), failed(FORM.unit), not_applicable()), "failed"),
    ],
)
def test_a_rule_has_one_of_four_outcomes(outcomes: tuple[Outcome, ...], verdict: str) -> None:
    _, ledger = run(a_rule(yielding(*outcomes)))
    assert ledger == Ledger(**{verdict: ("test.one",)})


def test_an_absent_fact_is_not_enough_data_and_keeps_what_was_found_before() -> None:
    def asks(form: Form, facts: Facts) -> Iterator[Outcome]:
        facts.need_layout()
        yield failed(form.unit)

    def finds_then_asks(form: Form, facts: Facts) -> Iterator[Outcome]:
        yield failed(form.unit)
        facts.need_siblings()

    findings, ledger = run(a_rule(asks, "test.asks"), a_rule(finds_then_asks, "test.finds"))
    assert ledger == Ledger(failed=("test.finds",), not_enough_data=("test.asks",))
    assert [finding.rule for finding in findings] == ["test.finds"]


def test_a_finding_says_where_what_and_why() -> None:
    expected = Amount(Decimal("100.00"), "万元", Operator.AT_MOST)
    assert FORM.budget is not None
    (finding,), _ = run(a_rule(yielding(failed(FORM.budget.total, expected=expected))))
    assert finding == Finding(
        rule="test.one",
        severity=Severity.ERROR,
        title="题目",
        found="101.50",
        expected="≤100万元",
        advice="办法",
        basis="依据",
        place=Place(line=9),
        path="/budget/total",
        key=finding.key,
    )


def test_equal_objects_keep_their_own_places() -> None:
    (finding,), _ = run(a_rule(yielding(failed(FORM.tasks[1], "name"))))
    assert (finding.path, finding.place.line, finding.found) == ("/tasks/1/name", 4, "读书会")


def test_a_note_is_pointed_at_in_the_notes() -> None:
    (finding,), _ = run(a_rule(yielding(failed(FORM.notes[0]))))
    assert (finding.path, finding.found) == ("/notes/0", "请勿改动表头")


def test_a_blank_is_pointed_at_where_it_should_stand() -> None:
    (finding,), _ = run(a_rule(yielding(failed(FORM, "project/code"))))
    assert (finding.path, finding.found) == ("/project/code", None)


def test_a_list_stands_where_its_first_member_stands() -> None:
    (finding,), _ = run(a_rule(yielding(failed(FORM, "tasks"))))
    assert (finding.path, finding.place.line, finding.found) == ("/tasks", 3, None)


def test_worst_comes_first_then_the_order_of_the_form() -> None:
    findings, _ = run(
        a_rule(yielding(failed(FORM.unit, "name")), "test.hint", Severity.HINT),
        a_rule(yielding(failed(FORM.tasks[1]), failed(FORM.goals[0])), "test.error"),
        a_rule(yielding(failed(FORM.unit, "code"), failed(FORM.unit, "name")), "test.warning", Severity.WARNING),
    )
    assert [finding.path for finding in findings] == ["/goals/0", "/tasks/1", "/unit/name", "/unit/code", "/unit/name"]


def test_a_rule_that_raises_is_named() -> None:
    def broken(form: Form, facts: Facts) -> Iterator[Outcome]:
        yield failed(form.unit)
        raise ZeroDivisionError("share of nothing")

    with pytest.raises(RuleError, match=r"test\.broken.*share of nothing"):
        run(a_rule(broken, "test.broken"))


def test_an_object_of_another_form_is_a_bug_of_the_rule() -> None:
    with pytest.raises(RuleError, match=r"test\.one.*no part of the form"):
        run(a_rule(yielding(failed(Goal("办好阅读推广")))))


def test_a_finding_tells_its_derivation_what_it_contradicts_and_how_to_mend_it() -> None:
    sibling = replace(FORM, project=Project(name="送书下乡"), indicators=(), title=None)
    outcome = failed(
        FORM.tasks[1],
        "name",
        because=(Step("重复的任务"), Step("应有", Amount(Decimal(1), "项"))),
        beside=(FORM.tasks[0], Elsewhere(sibling, sibling.goals[0])),
        mend=Mend("讲座", safe=True),
    )
    (finding,), _ = run(a_rule(yielding(outcome)))
    assert finding.derivation == (model.Step("重复的任务"), model.Step("应有", "1项"))
    assert finding.related == (
        Related(None, "/tasks/0", "读书会", Place(line=3)),
        Related("云溪县图书馆，送书下乡", "/goals/0", "办好阅读推广", Place()),
    )
    assert finding.repair == Repair("/tasks/1/name", "读书会", "讲座", safe=True)


def test_what_only_a_person_can_judge_is_a_question_and_no_finding() -> None:
    checked = examine(FORM, Facts(), {"test.one": a_rule(yielding(ask(FORM.goals[0])))})
    assert checked.findings == ()
    assert checked.ledger == Ledger(needs_person=("test.one",))
    assert [(one.question, one.found, one.path) for one in checked.questions or ()] == [
        ("题目", "办好阅读推广", "/goals/0")
    ]


def test_an_answer_stays_with_the_words_it_was_given_for() -> None:
    rules = {"test.one": a_rule(lambda form, facts: iter(map(failed, form.goals)))}
    checked = examine(FORM, Facts(), rules)
    assert checked.findings is not None
    answer = Answer(AnswerKind.EXPLAINED, "县委文件原文", "李明", "2023-03-01")
    book = {checked.findings[0].key: answer}
    assert answered(checked, book).ledger == Ledger(answered=("test.one",))
    moved = replace(FORM, goals=(Goal("新建分馆"), *FORM.goals))
    told = answered(examine(moved, Facts(), rules), book)
    assert [finding.answer for finding in told.findings or ()] == [None, answer]
    assert told.ledger == Ledger(failed=("test.one",))
    changed = replace(FORM, goals=(Goal("办好阅读推广活动"),))
    assert [finding.answer for finding in answered(examine(changed, Facts(), rules), book).findings or ()] == [None]


def test_half_a_character_of_stored_data_has_a_key_too() -> None:
    form = replace(FORM, goals=(Goal("办好\ud800"),))
    checked = examine(form, Facts(), {"test.one": a_rule(lambda form, facts: iter(map(failed, form.goals)))})
    assert [len(finding.key) for finding in checked.findings or ()] == [16]


def test_a_rule_about_a_part_the_form_lacks_is_not_applicable() -> None:
    check = yielding(failed(FORM.unit))
    rows = a_rule(check, "test.rows", about=("indicators",))
    _, ledger = run(rows, a_rule(check, "test.tasks", about=("tasks", "goals")))
    assert ledger == Ledger(failed=("test.tasks",), not_applicable=("test.rows",))


def test_a_number_of_any_length_is_shown() -> None:
    long = Decimal("9" * 40 + ".1234567")
    findings, _ = run(a_rule(yielding(failed(FORM.unit, expected=Amount(long, "元")))))
    assert findings[0].expected == "9" * 40 + ".123457元"


def test_findings_on_thousands_of_rows_stand_in_the_order_of_the_form() -> None:
    tasks = tuple(Task(f"任务{number}") for number in range(20_000))

    def check(form: Form, facts: Facts) -> Iterator[Outcome]:
        yield from map(failed, reversed(form.tasks))

    checked = examine(replace(FORM, tasks=tasks), Facts(), {"test.tasks": a_rule(check, "test.tasks")})
    assert [finding.path for finding in (checked.findings or ())[:11]] == [f"/tasks/{number}" for number in range(11)]
