"""Safe repairs are made one after the other, the form checked anew after each, and no repair twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jiheng.fixing import fix
from jiheng.model import Answer, AnswerKind, Form, Goal, Kind, Severity, Stage
from jiheng.rules import Facts, Rule, examine
from jiheng.rules.qualities import Quality
from jiheng.rules.registry import Check, Mend, Outcome, failed

FORM = Form(kind=Kind.OVERALL, stage=Stage.GOAL, layout=None, goals=(Goal("甲甲乙乙"),))


def rule(id: str, check: Check) -> Rule:
    return Rule(
        id=id,
        checks=(),
        severity=Severity.ERROR,
        quality=Quality.REGULAR,
        title="标题",
        basis="依据",
        advice="改",
        check=check,
    )


def replacing(before: str, after: str, *, safe: bool = True) -> Check:
    def check(form: Form, facts: Facts) -> Iterator[Outcome]:
        for goal in form.goals:
            if before in goal.text:
                yield failed(goal, "text", mend=Mend(goal.text.replace(before, after), safe))

    return check


def checker(*rules: Rule, form: Form = FORM) -> tuple[Form, list[str], list[str]]:
    """What the form becomes, the texts that it was changed to in turn, and the rules that only propose."""
    known = {one.id: one for one in rules}
    fixed = fix(form, lambda one: examine(one, Facts(), known), layout=None)
    return fixed.form, [one.repair.after for one in fixed.changes], [one.rule for one in fixed.proposed]


def test_several_repairs_of_one_place_are_made_in_order() -> None:
    form, turns, proposed = checker(rule("x.a", replacing("甲甲", "甲")), rule("x.b", replacing("乙乙", "乙")))
    assert (form.goals[0].text, turns, proposed) == ("甲乙", ["甲乙乙", "甲乙"], [])


def test_what_is_not_safe_is_only_proposed() -> None:
    form, turns, proposed = checker(rule("x.a", replacing("甲甲", "甲", safe=False)))
    assert (form.goals[0].text, turns, proposed) == ("甲甲乙乙", [], ["x.a"])


def test_rules_that_undo_each_other_come_to_an_end() -> None:
    _, turns, proposed = checker(rule("x.a", replacing("甲甲", "丙")), rule("x.b", replacing("丙", "甲甲")))
    assert turns == ["丙乙乙", "甲甲乙乙"]
    assert proposed == ["x.a"]


def test_a_repair_that_cannot_be_made_is_proposed() -> None:
    def check(form: Form, facts: Facts) -> Iterator[Outcome]:
        if form.goals[0].text:
            yield failed(form.goals[0], "text", mend=Mend("", safe=True))

    form, turns, proposed = checker(rule("x.a", check))
    assert (form.goals[0].text, turns, proposed) == ("甲甲乙乙", [], ["x.a"])


def test_what_was_answered_stays_as_it_is() -> None:
    known = {"x.a": rule("x.a", replacing("甲甲", "甲"))}
    answer = Answer(AnswerKind.EXPLAINED, "人名", "褚明远", "2025-03-01")

    def check(form: Form) -> Form:
        checked = examine(form, Facts(), known)
        return replace(checked, findings=tuple(replace(one, answer=answer) for one in checked.findings or ()))

    fixed = fix(FORM, check, layout=None)
    assert (fixed.form.goals[0].text, fixed.changes, fixed.proposed) == ("甲甲乙乙", (), ())
