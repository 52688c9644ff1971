"""A region's file of rules: what it changes, what it adds, from whom it inherits, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from jiheng import catalog
from jiheng.model import Finding, Form, Severity
from jiheng.parameters import load_parameters
from jiheng.regions import FOLDER
from jiheng.rules import RULES, Facts, Rule, examine
from jiheng.rules.cases import Case, form_of
from jiheng.rules.local import LocalRules, RuleFileError, load_rules

KNOWN = "money.structure-makes-total"
WORDS = "title: 标题, severity: error, advice: 改, basis: 本县要求, since: 2020-01-01"
BUDGET = {"total": "100", "basic": "80", "project": "40"}


def write(folder: Path, code: str, text: str) -> Path:
    path = folder / code / "rules.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def loaded(folder: Path, body: str) -> LocalRules:
    return load_rules([write(folder, "999999", f"rules: {{x.y: {{{WORDS}, {body}}}}}")], RULES)


def findings(folder: Path, body: str, case: dict[str, object]) -> tuple[Finding, ...]:
    rules = loaded(folder, body).applied({}, 2023)
    return examined(form_of(Case.model_validate(case)), rules)


def examined(form: Form, rules: Mapping[str, Rule]) -> tuple[Finding, ...]:
    facts = Facts(parameters=load_parameters(FOLDER, "000000"))
    return examine(form, facts, rules).findings or ()


def test_a_rule_is_switched_off_from_a_day_on(tmp_path: Path) -> None:
    body = f"settings: {{{KNOWN}: [{{since: 2024-01-01, switched_off: true, source: 甲文}}]}}"
    local = load_rules([write(tmp_path, "410000", body)], RULES)
    form = form_of(Case.model_validate({"budget": BUDGET}))
    before = examine(form, Facts(), local.applied(RULES, 2023)).ledger
    after = examine(form, Facts(), local.applied(RULES, 2024)).ledger
    assert before is not None
    assert after is not None
    assert (KNOWN in before.failed, before.switched_off) == (True, ())
    assert (KNOWN in after.failed, after.switched_off) == (False, (KNOWN,))


def test_the_severity_follows_the_newest_setting(tmp_path: Path) -> None:
    body = f"""
settings:
  {KNOWN}:
    - {{since: 2025-01-01, source: 丙文}}
    - {{since: 2023-01-01, severity: warning, source: 甲文}}
    - {{since: 2024-01-01, severity: hint, source: 乙文}}
"""
    local = load_rules([write(tmp_path, "410000", body)], RULES)
    severities = [local.applied(RULES, year)[KNOWN].severity for year in (2022, 2023, 2024, 2026)]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.HINT, Severity.ERROR]


def test_of_a_form_without_a_year_nothing_is_changed(tmp_path: Path) -> None:
    body = f"settings: {{{KNOWN}: [{{since: 1990-01-01, switched_off: true, source: 甲文}}]}}"
    assert load_rules([write(tmp_path, "410000", body)], RULES).applied(RULES, None) == RULES


def test_the_nearest_region_wins_and_a_new_rule_is_inherited(tmp_path: Path) -> None:
    off = f"settings: {{{KNOWN}: [{{since: 2020-01-01, switched_off: true, source: 甲文}}]}}"
    on = f"settings: {{{KNOWN}: [{{since: 2020-01-01, severity: hint, source: 乙文}}]}}"
    added = f"\nrules: {{x.y: {{{WORDS}, required: {{field: responsibilities}}}}}}"
    files = [write(tmp_path, "410000", off + added), write(tmp_path, "410100", on)]
    rules = load_rules(files, RULES).applied(RULES, 2023)
    assert (rules[KNOWN].switched_off, rules[KNOWN].severity) == (False, Severity.HINT)
    assert rules["x.y"].title == "标题"


def test_a_new_rule_lasts_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    local = loaded(tmp_path, "until: 2021-12-31, required: {field: responsibilities}")
    assert ["x.y" in local.applied({}, year) for year in (2019, 2020, 2021, 2022)] == [False, True, True, False]


def test_a_new_rule_keeps_to_its_kinds_stages_and_layouts(tmp_path: Path) -> None:
    body = "kinds: [project], stages: [goal], layouts: [410000/a], required: {field: responsibilities}"
    rule = loaded(tmp_path, body).applied({}, 2023)["x.y"]
    of = {"kind": "project", "stage": "goal", "layout": "410000/a"}
    forms = [of, of | {"kind": "overall"}, of | {"stage": "monitoring"}, of | {"layout": "410000/b"}]
    assert [rule.applies_to(form_of(Case.model_validate(one))) for one in forms] == [True, False, False, False]


ROWS = [
    {"level2": "数量指标", "name": "培训 期数", "target": "≥12期", "weight": "20"},
    {"level2": "质量指标", "name": "培训合格率", "target": "≥95%", "weight": "30"},
]


@pytest.mark.parametrize(
    ("body", "case", "told"),
    [
        # compare
        (
            "compare: {left: {field: budget.project}, operator: ≤, right: {field: budget.total, times: 0.3}}",
            {"budget": BUDGET},
            [("/budget/project", "40", "≤30万元")],
        ),
        (
            "compare: {left: {number: 50, unit: 万元}, operator: ≥, right: {field: budget.total}}",
            {"budget": BUDGET},
            [("/budget/total", "100", "≤50万元")],
        ),
        (
            "compare: {left: {indicator: 培训期数}, operator: ≥, right: {number: 20}}",
            {"indicators": ROWS},
            [("/indicators/0/target", "≥12期", "≥20期")],
        ),
        (
            "compare: {left: {count: {each: indicators, where: {level2: 数量指标}}}, operator: ≥, right: {number: 2}}",
            {"indicators": ROWS},
            [("/indicators", "1", "≥2")],
        ),
        (
            "compare: {each: tasks, left: {field: fiscal}, operator: ≤, right: {field: amount}}",
            {"tasks": [["甲", "做甲", "10", "12"], ["乙", "做乙", "10", "8"]]},
            [("/tasks/0/fiscal", "12", "≤10万元")],
        ),
        (
            "compare: {each: indicators, where: {name_contains: 合格率}, left: {field: target}, operator: ≥,"
            " right: {parameter: lowest_execution_rate, times: 1.1, unit: '%'}}",
            {"indicators": ROWS},
            [("/indicators/1/target", "≥95%", "≥99%")],
        ),
        (
            "compare: {left: {field: budget.total}, operator: ≥, right: {number: 90, unit: 万元}}",
            {"budget": BUDGET},
            [],
        ),
        # required
        ("required: {field: responsibilities}", {}, [("/responsibilities", None, None)]),
        ("required: {field: responsibilities}", {"responsibilities": "管图书"}, []),
        ("required: {field: budget.total}", {}, [("/budget", None, None)]),
        (
            "required: {each: indicators, field: basis}",
            {"indicators": [*ROWS, {"name": "证书", "basis": "往年数"}]},
            [("/indicators/0/basis", None, None), ("/indicators/1/basis", None, None)],
        ),
        (
            "required: {each: indicators, where: {level2: 时效指标}}",
            {"indicators": ROWS},
            [("/indicators", "0项", "时效指标至少1项")],
        ),
        # pattern
        (
            "pattern: {field: unit.name, must: '(馆|局)$'}",
            {"unit": {"name": "云溪县图书"}},
            [("/unit/name", "云溪县图书", None)],
        ),
        (
            "pattern: {each: goals, field: text, must_not: '力争|争取'}",
            {"goals": ["办讲座12场", "力争读者更多"]},
            [("/goals/1/text", "力争", None)],
        ),
        ("pattern: {each: indicators, field: target, must: '[≥≤=]'}", {"indicators": ROWS}, []),
        # sum
        (
            "sum: {parts: [{field: budget.basic}, {field: budget.project}], whole: {field: budget.total}}",
            {"budget": BUDGET},
            [("/budget/total", "100", "120万元")],
        ),
        (
            "sum: {parts: {each: indicators, field: weight}, whole: {number: 90}}",
            {"indicators": ROWS},
            [("", None, "50")],
        ),
        (
            "sum: {parts: [{field: budget.basic}, {field: budget.project}], whole: {field: budget.total}, within: 20}",
            {"budget": BUDGET},
            [],
        ),
    ],
)
def test_the_four_kinds(
    body: str, case: dict[str, object], told: list[tuple[str, str | None, str | None]], tmp_path: Path
) -> None:
    found = findings(tmp_path, body, case)
    assert [(one.path, one.found, one.expected) for one in found] == told


@pytest.mark.parametrize(
    ("body", "case", "column"),
    [
        ("sum: {parts: [{field: budget.basic}], whole: {field: budget.total}}", {}, "not_applicable"),
        ("pattern: {each: goals, field: text, must: 甲}", {}, "not_applicable"),
        ("pattern: {each: goals, field: text, must: 甲}", {"goals": ["乙" * 1001]}, "not_enough_data"),
        (
            "compare: {left: {field: budget.total}, operator: ≥, right: {number: 90}}",
            {"budget": BUDGET},
            "not_enough_data",
        ),
        (
            "compare: {left: {indicator: 培训期数}, operator: ≥, right: {indicator: 培训合格率}}",
            {"indicators": ROWS},
            "not_enough_data",
        ),
        (
            "compare: {left: {field: budget.total}, operator: ≥, right: {parameter: no_such}}",
            {"budget": BUDGET},
            "not_enough_data",
        ),
    ],
)
def test_what_cannot_be_compared_is_no_finding(body: str, case: dict[str, object], column: str, tmp_path: Path) -> None:
    ledger = examine(
        form_of(Case.model_validate(case)),
        Facts(parameters=load_parameters(FOLDER, "000000")),
        loaded(tmp_path, body).applied({}, 2023),
    ).ledger
    assert getattr(ledger, column) == ("x.y",)


def test_a_finding_shows_both_sides(tmp_path: Path) -> None:
    body = "compare: {left: {field: budget.project}, operator: ≤, right: {field: budget.total, times: 0.3}}"
    (one,) = findings(tmp_path, body, {"budget": BUDGET})
    assert [(step.words, step.value) for step in one.derivation] == [
        ("budget.project", "40万元"),
        ("budget.total × 0.3", "30万元"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settings: {money.structure-make-total: []}", "没有这条规则，相近的有：money.structure-makes-total"),
        (f"rules: {{{KNOWN}: {{{WORDS}, required: {{field: title}}}}}}", "已经有这个编号的规则"),
        (f"rules: {{x.y: {{{WORDS}}}}}", "/rules/x.y：compare、required、pattern、sum 要写一项"),
        (f"rules: {{x.y: {{{WORDS}, required: {{field: titel}}}}}}", "没有“titel”这个字段"),
        (f"rules: {{x.y: {{{WORDS}, required: {{each: tasks, field: target}}}}}}", "tasks 的一行没有“target”"),
        (f"rules: {{x.y: {{{WORDS}, required: {{each: tasks, where: {{level2: 甲}}}}}}}}", "where 里的 level2"),
        (f"rules: {{x.y: {{{WORDS}, pattern: {{field: title, must: '(a+)+'}}}}}}", "重复里面不能再有重复"),
        (f"rules: {{x.y: {{{WORDS}, pattern: {{field: title}}}}}}", "must（必须有）和 must_not（不能有）要写一项"),
        (
            f"rules: {{x.y: {{{WORDS}, compare: {{left: {{number: 1}}, operator: ≤, right: {{number: 2}}}}}}}}",
            "至少有一项要取自表上",
        ),
        (f"rules: {{X: {{{WORDS}, required: {{field: title}}}}}}", "写法不对"),
        (f"settings: {{{KNOWN}: [{{since: 2024-01-01, severity: bad, source: 甲}}]}}", "只能是"),
        (f"settings: {{{KNOWN}: [{{severity: hint, source: 甲}}]}}", "/since：缺少这一项"),
        ("rulez: {}", "/rulez：没有这一项"),
    ],
)
def test_a_wrong_file_says_what_where_and_what_to_do(text: str, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, "410000", text)
    with pytest.raises(RuleFileError, match=re.escape(said)) as caught:
        load_rules([path], RULES)
    assert str(path) in str(caught.value)


def test_the_catalog_finds_the_rules_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    before = catalog.rules("410105", 2023)
    write(tmp_path / "regions", "410000", f"rules: {{x.y: {{{WORDS}, required: {{field: title}}}}}}")
    catalog.look_again()
    assert set(catalog.rules("410105", 2023)) - set(before) == {"x.y"}
    assert catalog.rules("410105", 2019) == before
    assert "x.y" not in catalog.rules("430000", 2023)
    assert "x.y" not in catalog.rules(None, 2023)


def test_the_shipped_files_of_rules_are_in_order() -> None:
    for path in sorted(FOLDER.glob("*/rules.yaml")):
        load_rules([path], RULES)


def test_money_is_compared_in_one_unit(tmp_path: Path) -> None:
    body = "compare: {left: {indicator: 成本}, operator: ≤, right: {field: budget.total}}"
    rows = [{"level2": "经济成本指标", "name": "成本", "target": "≤1200000元"}]
    (one,) = findings(tmp_path, body, {"budget": BUDGET, "indicators": rows})
    assert (one.path, one.expected) == ("/indicators/0/target", "≤1000000元")


def test_the_examples_of_the_manual_are_files_of_rules(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "local-rules.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        rules = load_rules([write(tmp_path, "329900", example)], RULES)
        assert rules.settings or rules.added
