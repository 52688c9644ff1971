"""What a person at a terminal, and a program behind a pipe, get from each command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from jiheng import catalog, contract, pipeline
from jiheng.cli import app
from jiheng.model import Severity
from jiheng.rules import RULES

LIBRARY = catalog.samples()["410000/overall-2023-library"]
ARCHIVE = catalog.samples()["410000/overall-2023-archive"]
UNREAD_CODE = 2


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "80"})


def document(result: Result) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(contract.schema()).validate(printed)
    return printed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as an office keeps it: forms at two levels, lock files, hidden files."""
    (tmp_path / "乡镇").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "乡镇/a.txt", "~$b.txt", ".隐藏.txt", ".git/c.txt"):
        (tmp_path / name).write_bytes(LIBRARY.read_bytes())
    return tmp_path


def test_json_is_one_object_and_the_same_as_from_python() -> None:
    result = run("read", LIBRARY, "--json")
    assert result.exit_code == 0
    assert document(result) == contract.encode([pipeline.read(LIBRARY)], checked=False)
    assert result.stderr == ""


def test_check_prints_findings_and_ledger_and_exits_1_on_an_error() -> None:
    result = run("check", ARCHIVE, "--json")
    (form,) = document(result)["documents"][0]["forms"]
    assert any(finding["severity"] == Severity.ERROR for finding in form["findings"])
    assert result.exit_code == 1


def test_a_form_without_an_error_exits_0() -> None:
    clean = [path for path in catalog.samples().values() if not _errors(path)]
    assert clean, "at least one sample shows a form as it should be"
    assert run("check", clean[0]).exit_code == 0


def test_a_folder_stands_for_its_files_in_order_of_path(folder: Path) -> None:
    documents = document(run("read", folder, "--json"))["documents"]
    assert [one["path"] for one in documents] == [str(folder / "b.txt"), str(folder / "乡镇" / "a.txt")]


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    documents = document(run("read", folder, folder / "b.txt", "--json"))["documents"]
    assert len(documents) == 2


def test_a_folder_without_files_has_no_reading(tmp_path: Path) -> None:
    result = run("read", tmp_path, "--json")
    (empty,) = document(result)["documents"]
    assert (result.exit_code, empty["error"]["code"]) == (UNREAD_CODE, "empty_folder")


def test_what_cannot_be_read_exits_2_and_the_rest_is_still_done(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n....")
    (folder / "z.txt").write_bytes(ARCHIVE.read_bytes())
    result = run("check", folder, folder / "没有.docx", "--json")
    by_name = {Path(one["path"]).name: one for one in document(result)["documents"]}
    assert result.exit_code == UNREAD_CODE, "2 wins over the 1 of the archive's errors"
    assert by_name["没有.docx"]["error"]["code"] == "not_found"
    assert by_name["a.png"]["error"]["code"] == "damaged"
    assert len(by_name["z.txt"]["forms"]) == 1


def test_a_form_of_no_known_layout_is_read_by_the_usage_of_labels(tmp_path: Path) -> None:
    path = tmp_path / "评分表.txt"
    path.write_text(
        "乡村公路养护考核评分表\n\n考核内容\t考核指标\t年度工作目标\t评分标准\t权数\t得分\n"
        "日常养护\t路面清扫\t每周一次\t少一次扣一分\t10\t9\n",
        "utf-8",
    )
    result = run("read", path, "--json")
    (form,) = document(result)["documents"][0]["forms"]
    (row,) = form["indicators"]
    assert (result.exit_code, form["layout"], form["confidence"], form["region"]) == (0, None, "generic", None)
    assert (form["kind"], form["year"]) == (None, None), "what nothing says is not guessed"
    assert (row["name"], row["scoring"], row["weight"], row["score"]) == ("路面清扫", "少一次扣一分", "10", "9")


def test_a_table_without_indicators_is_told_of_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "收支.txt"
    path.write_text(
        "乡村公路养护绩效目标资金表\n\n项目名称\t年初预算数\t全年执行数\n路面清扫\t30\t29\n边沟清理\t12\t12\n", "utf-8"
    )
    result = run("check", path, "--json")
    (stranger,) = document(result)["documents"]
    assert (result.exit_code, stranger["forms"]) == (UNREAD_CODE, [])
    assert stranger["error"]["code"] in ("no_form", "no_layout_fits")
    told = "".join(text["text"] for text in stranger["unread"])
    assert all(word in told for word in ("路面清扫", "边沟清理", "29")), "nothing of it is lost"
    assert "没有读出" in run("read", path).stdout


def test_the_layout_and_the_year_can_be_told() -> None:
    result = run("read", LIBRARY, "--json", "--year", "2031", "--layout", "410000/overall-2023")
    (form,) = document(result)["documents"][0]["forms"]
    assert (form["year"], form["layout"]) == (2031, "410000/overall-2023")


def test_an_unknown_layout_is_a_mistake_of_usage_that_names_the_nearest() -> None:
    result = run("read", LIBRARY, "--layout", "410000/overal-2023")
    assert result.exit_code == UNREAD_CODE
    assert "410000/overall-2023" in result.stderr
    assert result.stdout == ""


def test_a_stored_form_is_not_read_anew_and_it_is_said(tmp_path: Path) -> None:
    stored = tmp_path / "存.json"
    stored.write_text(contract.to_text(contract.encode([pipeline.read(LIBRARY)], checked=False)), "utf-8")
    result = run("read", stored, "--json", "--year", "2031")
    (form,) = document(result)["documents"][0]["forms"]
    assert form["year"] == 2023
    assert "--year" in result.stderr


def test_read_shows_the_form_to_a_person() -> None:
    shown = run("read", ARCHIVE).stdout
    form = pipeline.read(ARCHIVE).forms[0]
    for word in ("2023", "410000/overall-2023", form.unit.name, "还原", form.indicators[-1].name, "26 个指标"):
        assert word is not None
        assert word in shown
    assert all(_width(line) <= 80 for line in shown.splitlines())


def test_read_shows_what_was_done_spent_and_scored() -> None:
    form = catalog.samples()["000000/project-self-evaluation-2020-archive"]
    shown = run("read", form).stdout
    (one,) = pipeline.read(form).forms
    (fund, *_), (row, *_) = one.funding, one.indicators
    assert fund.executed is not None
    assert row.actual is not None
    for text in ("实际完成", "得分", "执行数", fund.executed.raw, row.actual.raw, f"{row.score:f}"):
        assert text in shown
    assert "预计完成" not in shown


def test_read_leaves_out_columns_that_the_form_has_not() -> None:
    shown = run("read", LIBRARY).stdout
    assert "指标值" in shown
    assert not any(word in shown for word in ("实际完成", "得分", "执行数"))


def test_what_is_no_form_is_not_likened_to_any(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("通知\n单位名称\t柳叶县气象台\n请各科室周五前交回。\n", encoding="utf-8")
    shown = run("read", tmp_path / "a.txt").stdout
    assert "多半不是绩效表" in shown
    assert "最接近" not in shown


def test_unread_text_is_shown_and_changes_no_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_text(LIBRARY.read_text("utf-8") + "\n\n\n\n临时加的一句话，不属于任何栏目\n", "utf-8")
    result = run("read", path)
    assert "临时加的一句话" in result.stdout
    assert result.exit_code == 0


def test_check_shows_what_was_found_expected_why_and_what_to_do() -> None:
    shown = run("check", ARCHIVE).stdout
    form = pipeline.check(ARCHIVE).forms[0]
    finding = (form.findings or ())[0]
    for word in (finding.rule, finding.title, str(finding.place), finding.found, finding.expected, "依据", "怎么改"):
        assert word is not None
        assert word in shown
    assert form.ledger is not None
    assert f"通过 {len(form.ledger.passed)}" in shown


def test_words_of_a_file_are_neither_markup_nor_commands_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    name = pipeline.read(LIBRARY).forms[0].unit.name
    assert name is not None
    path.write_text(LIBRARY.read_text("utf-8").replace(name, "[red]甲\x1b[2J乙[/red]"), "utf-8")
    shown = run("read", path).stdout
    assert "[red]甲" in shown
    assert "\x1b[2J" not in shown


def test_rules_lists_every_rule_and_explains_one() -> None:
    listed = run("rules").stdout
    assert all(rule_id[:20] in listed for rule_id in RULES)
    rule = next(iter(RULES.values()))
    explained = run("rules", rule.id).stdout
    assert rule.title in explained
    assert rule.advice[:10] in explained


def test_an_unknown_rule_names_the_nearest() -> None:
    known = next(iter(RULES))
    result = run("rules", known[:-1])
    assert result.exit_code == UNREAD_CODE
    assert known in result.stderr


def test_layouts_lists_every_layout() -> None:
    listed = run("layouts").stdout
    assert all(layout_id in listed for layout_id in catalog.layouts())


def test_schema_prints_the_published_schema() -> None:
    assert json.loads(run("schema").stdout) == contract.schema()


def test_help_is_chinese() -> None:
    shown = run("check", "--help").stdout
    assert "用法" in shown
    assert "Usage" not in shown
    assert "Show this" not in shown


def test_a_mistake_of_usage_is_told_in_chinese() -> None:
    for words in (["read"], ["read", "--colour", "a"], ["raed"], ["read", "a", "--year", "今年"]):
        result = run(*words)
        assert result.exit_code == UNREAD_CODE
        assert "用法" in result.stderr
        assert not any(word in result.stderr for word in ("Missing", "No such", "Invalid", "Usage"))


@pytest.mark.parametrize(("year", "said"), [("0", "不能小于 1990"), ("99999", "不能大于 2100")])
def test_a_year_that_no_form_bears_is_a_mistake_of_usage(year: str, said: str, tmp_path: Path) -> None:
    blank = ("layouts", "blank", "410000/overall-2023", "--to", tmp_path / "表.xlsx")
    for words in (("read", LIBRARY), ("check", LIBRARY), blank):
        result = run(*words, "--year", year)
        assert result.exit_code == UNREAD_CODE
        assert f"--year {said}" in result.stderr


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"jiheng \d+\.\d+\.\d+\n", run("--version").stdout)


WRONG_LAYOUT = "id: 990100/overall-2025\ncolour: red\n"

COMMANDS = [
    ("read", LIBRARY),
    ("check", LIBRARY),
    ("read", LIBRARY, "--layout", "410000/overall-2023"),
    ("write", LIBRARY, "--to", "写出.json"),
    ("layouts",),
    ("layouts", "frame", LIBRARY),
    ("layouts", "blank", "410000/overall-2023", "--to", "写出.xlsx"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(word for word in words if isinstance(word, str)))
def test_a_wrong_layout_file_of_the_site_ends_any_command_with_a_message(
    words: tuple[str | Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    wrong = tmp_path / "regions" / "990100" / "layouts" / "overall-2025.yaml"
    wrong.parent.mkdir(parents=True)
    wrong.write_text(WRONG_LAYOUT, "utf-8")
    result = run(*words)
    assert (result.exit_code, result.stdout) == (UNREAD_CODE, "")
    assert f"版式文件 {wrong} 有错" in result.stderr
    assert "/region：缺少这一项" in result.stderr


def test_a_wrong_parameter_file_of_the_site_ends_a_check_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    wrong = tmp_path / "regions" / "410000" / "parameters.yaml"
    wrong.parent.mkdir(parents=True)
    wrong.write_text("longest_indicator_nam: {title: 字数, values: []}\n", "utf-8")
    result = run("check", LIBRARY)
    assert result.exit_code == UNREAD_CODE
    assert f"参数文件 {wrong} 有错" in result.stderr
    assert "longest_indicator_name" in result.stderr, "the nearest name is told"


def test_json_is_utf8_where_the_terminal_is_not() -> None:
    environment = {**os.environ, "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "jiheng", "read", str(LIBRARY)]
    printed = subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True)  # noqa: S603 - our own program
    assert contract.decode(json.loads(printed.stdout.decode("utf-8")))[0].forms == pipeline.read(LIBRARY).forms
    assert b"\\u" not in printed.stdout
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own program


def _errors(path: Path) -> list[str]:
    forms = pipeline.check(path).forms
    return [one.rule for form in forms for one in form.findings or () if one.severity is Severity.ERROR]


def _width(line: str) -> int:
    return sum(1 if ord(char) < 0x1100 or 0x2500 <= ord(char) < 0x2600 else 2 for char in line if char not in "“”·—…≥≤")
