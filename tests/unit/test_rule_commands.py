"""`jiheng rules` explains rules as they bind a region; `jiheng rules check` says what is wrong with local ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiheng.cli import app
from jiheng.rules import RULES
from jiheng.words import FAMILIES

RULES_FILE = """\
settings:
  money.structure-makes-total:
    - {since: 2024-01-01, switched_off: true, source: 青禾县财政局2023年底的通知}
  money.other-funds-stated:
    - {since: 2024-01-01, severity: error, source: 青禾县财政局2023年底的通知}
rules:
  qinghe.projects-within-three-tenths:
    title: 项目支出不应超过预算总额的三成
    severity: warning
    advice: 核对项目支出；确需超过的，说明理由。
    basis: 青禾县预算编制要求
    example: 总额100万元，项目支出28万元
    since: 2024-01-01
    compare: {left: {field: budget.project}, operator: ≤, right: {field: budget.total, times: 0.3}}
    cases:
      pass:
        within: {year: 2024, budget: {total: "100", project: "28"}}
        just: {year: 2024, budget: {total: "100", project: "30"}}
      fail:
        over: {year: 2024, budget: {total: "100", project: "31"}, at: [/budget/project], expected: [≤30万元]}
        far over: {year: 2024, budget: {total: "100", project: "90"}}
      not_applicable:
        no projects: {year: 2024, budget: {total: "100"}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site's regions with one file of rules."""
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    path = tmp_path / "regions" / "329900" / "rules.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULES_FILE, "utf-8")
    return path.parent.parent


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["rules", *words], env={"COLUMNS": "200"})


def _change(folder: Path, before: str, after: str) -> None:
    path = folder / "329900" / "rules.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_a_folder_in_order_passes(folder: Path) -> None:
    result = _run("check", str(folder))
    assert result.exit_code == 0, result.stdout
    assert "共 1 条规则，全部通过" in result.stdout


def test_the_data_folder_is_the_usual_one(folder: Path) -> None:
    proved = json.loads(_run("check", "--json").stdout)
    assert proved["passed"] is True
    assert [(one["file"], one["id"], one["cases"]) for one in proved["rules"]] == [
        ("329900/rules.yaml", None, 0),
        ("329900/rules.yaml", "qinghe.projects-within-three-tenths", 5),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('project: "31"', 'project: "29"', "例子“over”应是未通过，实际是通过"),
        ("≤30万元", "≤31万元", "的 expected 应是 ≤31万元，实际是 ≤30万元"),
        ("[/budget/project]", "[/budget/total]", "的 at 应是 /budget/total，实际是 /budget/project"),
        ('        just: {year: 2024, budget: {total: "100", project: "30"}}\n', "", "pass 只有 1 个例子"),
        ("times: 0.3", "time: 0.3", "/time：没有这一项"),
        ("money.other-funds-stated", "money.other-fund-stated", "相近的有：money.other-funds-stated"),
        ('{total: "100", project: "28"}', '{totl: "100"}', "/totl：没有这一项"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, before: str, after: str, said: str) -> None:
    _change(folder, before, after)
    result = _run("check", str(folder))
    assert result.exit_code == 1
    assert said in result.stdout.replace("\n", "")


def test_a_folder_without_rules_is_no_success(tmp_path: Path) -> None:
    assert _run("check", str(tmp_path)).exit_code == 2


def test_rules_of_a_region_and_year(folder: Path) -> None:
    shown = _run("--region", "329900", "--year", "2024").stdout
    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "已停用" in lines["money.structure-makes-total"]
    assert "错误" in lines["money.other-funds-stated"]
    assert "警告" in lines["qinghe.projects-within-three-tenths"]
    assert "qinghe" not in _run("--region", "329900", "--year", "2023").stdout
    assert "qinghe" not in _run().stdout


def test_a_region_needs_a_year_and_six_digits(folder: Path) -> None:
    assert _run("--region", "329900").exit_code == 2
    assert _run("--region", "甲县", "--year", "2024").exit_code == 2


def test_a_rule_is_explained_from_its_own_declaration() -> None:
    rule = next(one for one in RULES.values() if one.example and one.stages and one.kinds)
    shown = "".join(line.strip("│ ") for line in _run(rule.id).stdout.splitlines()).replace(" ", "")
    told = (rule.title, rule.advice, rule.basis, rule.example, FAMILIES[rule.family], rule.quality.words)
    assert [word for word in told if word is not None and word.replace(" ", "").replace("\n", "") not in shown] == []


def test_a_wrong_file_of_a_site_ends_a_check_with_a_message(folder: Path, tmp_path: Path) -> None:
    _change(folder, "since: 2024-01-01, switched_off", "sinse: 2024-01-01, switched_off")
    result = _run("--region", "329900", "--year", "2024")
    assert result.exit_code == 2
    assert "rules.yaml" in result.stderr.replace("\n", "")
