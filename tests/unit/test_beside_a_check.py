"""Beside a check: facts from a file, answers that are kept, a corrected copy. What is asked for wrongly is refused."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from jiheng import answer_book, catalog, contract, pipeline
from jiheng.cli import app
from jiheng.context import ContextFileError, load_context
from jiheng.model import Form, Reading

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = catalog.samples()["410000/overall-2023-library"]
PUBLISHED = ROOT / "docs" / "reference" / "answers-1.schema.json"
MANUAL = ROOT / "docs" / "manual" / "check-beside.md"
EXAMPLE = ROOT / "docs" / "manual" / "example-form.txt"
RULE = "target.operator-printed"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path / "home"))
    catalog.look_again()
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "form.txt"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


def _run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "300"})


def _form(result: Result) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(result.stdout)["documents"][0]["forms"][0]
    return form


def _said(result: Result) -> str:
    return result.stderr.replace("\n", "")


# Facts from outside.


def test_facts_make_rules_decide(file: Path, tmp_path: Path) -> None:
    without = _form(_run("check", file, "--json"))["ledger"]["not_enough_data"]
    (tmp_path / "approved.txt").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "units.txt").write_text("沧河县灌区服务中心\n沧河县水务局\n", "utf-8")
    context = tmp_path / "facts.yaml"
    context.write_text(
        "approved: approved.txt\nlast_year: approved.txt\nunit_names: units.txt\nattachments: [批复.pdf]\n"
        "approved_on: 2025-02-10\nduties: 管理灌区水利工程\n",
        "utf-8",
    )
    given = _form(_run("check", file, "--json", "--context", context))["ledger"]["not_enough_data"]
    assert set(given) < set(without)


def test_every_fact_of_a_file_reaches_the_form(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "old.txt").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "units.txt").write_text("\ufeff甲局\n\n乙局\n", "utf-8")
    path = tmp_path / "facts.yaml"
    path.write_text(
        "last_year: a/old.txt\napproved: a/old.txt\npublished: a/old.txt\nblank: a/old.txt\n"
        "attachments: [甲.pdf]\nevidence: {受益村数: [供水协议.pdf]}\nunit_names: units.txt\nduties: 管水\n"
        "approved_on: 2025-02-10\npublished_on: 2025-03-01\ngoal_status: 退回\nlast_grade: 中\nreviewed_score: 88.5\n",
        "utf-8",
    )
    form = pipeline.read(EXAMPLE).forms[0]
    facts = load_context(path).around(form)
    assert [facts.last_year, facts.approved, facts.published, facts.blank] == [form] * 4
    assert (facts.attachments, facts.evidence) == (("甲.pdf",), {"受益村数": ("供水协议.pdf",)})
    assert (facts.unit_names, facts.duties) == (frozenset({"甲局", "乙局"}), "管水")
    assert (str(facts.approved_on), str(facts.published_on)) == ("2025-02-10", "2025-03-01")
    assert (facts.goal_status, facts.last_grade, str(facts.reviewed_score)) == ("退回", "中", "88.5")


def test_the_facts_of_the_manual_are_taken(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", MANUAL.read_text("utf-8"), flags=re.DOTALL)
    path = tmp_path / "facts.yaml"
    path.write_text(example, "utf-8")
    named = re.findall(r"^(?:last_year|approved|published|blank): (\S+)", example, flags=re.MULTILINE)
    assert len(named) == 4
    written = _run("write", LIBRARY, "--to", tmp_path / "form.json")
    assert written.exit_code == 0
    for name in named:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        # What a file is called does not decide how it is read.
        (tmp_path / name).write_bytes((tmp_path / "form.json").read_bytes())
    (tmp_path / "单位名册.txt").write_text("云溪县图书馆\n", "utf-8")
    assert _run("check", LIBRARY, "--context", path).exit_code in (0, 1)
    assert load_context(path).around(pipeline.read(LIBRARY).forms[0]).last_grade == "中"


def test_of_several_forms_that_of_the_same_project_is_meant(tmp_path: Path) -> None:
    own = pipeline.read(EXAMPLE).forms[0]
    (tmp_path / "other.txt").write_text(EXAMPLE.read_text("utf-8").replace("东干渠", "西干渠"), "utf-8")
    other = pipeline.read(tmp_path / "other.txt").forms[0]
    both = tmp_path / "both.json"
    stored = Reading("both.json", "json", "", forms=(other, own))
    both.write_text(contract.to_text(contract.encode([stored], checked=False)), "utf-8")
    path = tmp_path / "facts.yaml"
    path.write_text("last_year: both.json\n", "utf-8")
    assert load_context(path).around(own).last_year == own
    stranger: Form = pipeline.read(LIBRARY).forms[0]
    assert load_context(path).around(stranger).last_year is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("last_year: nowhere.xlsx", "/last_year：找不到文件"),
        ("lastyear: a.xlsx", "/lastyear：没有这一项"),
        ("unit_names: nowhere.txt", "/unit_names：找不到文件“nowhere.txt”"),
        ("last_grade: 甲", "/last_grade：只能是"),
        ("approved_on: 春天", "/approved_on：应为日期"),
        ("blank: facts.yaml", "/blank：没有认出绩效表"),
    ],
)
def test_a_wrong_file_of_facts_says_what_where_and_what_to_do(text: str, said: str, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContextFileError, match=re.escape(said)):
        load_context(path)
    result = _run("check", file, "--context", path)
    assert result.exit_code == 2
    assert "facts.yaml" in _said(result)


def test_facts_are_of_one_file(tmp_path: Path) -> None:
    assert _run("check", EXAMPLE, LIBRARY, "--context", tmp_path / "facts.yaml").exit_code == 2


def test_a_blank_form_of_the_site_is_used_by_itself(home: Path) -> None:
    before = _form(_run("check", LIBRARY, "--json"))["ledger"]["not_enough_data"]
    blank = home / "regions" / "410000" / "blank" / "overall-2023.txt"
    blank.parent.mkdir(parents=True)
    blank.write_bytes(LIBRARY.read_bytes())
    catalog.look_again()
    after = _form(_run("check", LIBRARY, "--json"))["ledger"]["not_enough_data"]
    assert set(after) < set(before)
    blank.write_text("没有表", "utf-8")
    catalog.look_again()
    result = _run("check", LIBRARY)
    assert result.exit_code == 2
    assert "官方空白表" in _said(result)


# Answers.


def _answer(file: Path, book: Path, *more: object) -> Result:
    words = ("--kind", "说明", "--words", "按验收清单计数，不设上下限", "--person", "褚明远", "--book", book)
    return _run("answer", file, *words, *more)


def test_an_answered_finding_stays_answered(file: Path, tmp_path: Path) -> None:
    book = tmp_path / "answers.json"
    errors = [one for one in _form(_run("check", file, "--json"))["findings"] if one["severity"] == "error"]
    assert errors
    for one in errors:
        result = _answer(file, book, "--rule", one["rule"], "--at", one["path"])
        assert result.exit_code == 0, _said(result)
    checked = _run("check", file, "--json", "--answers", book)
    assert checked.exit_code == 0
    told = {one["key"]: one["answer"] for one in _form(checked)["findings"]}
    assert all(told[one["key"]]["words"] == "按验收清单计数，不设上下限" for one in errors)
    assert set(_form(checked)["ledger"]["answered"]) == {one["rule"] for one in errors}
    assert "说明：按验收清单计数，不设上下限（褚明远）" in _run("check", file, "--answers", book).stdout
    assert _run("check", file).exit_code == 1


def test_an_answer_that_fits_nothing_any_more_is_listed(file: Path, tmp_path: Path) -> None:
    book = tmp_path / "answers.json"
    assert _answer(file, book, "--rule", RULE, "--at", "/indicators/1/target").exit_code == 0
    file.write_text(file.read_text("utf-8").replace("12座", "≥12座"), "utf-8")
    assert "有 1 条说明已经对不上" in _said(_run("check", file, "--answers", book))
    assert "对不上" not in _said(_run("check", LIBRARY, "--answers", book))


def test_the_book_keeps_to_its_schema(file: Path, tmp_path: Path, update_golden: bool) -> None:
    if update_golden:
        PUBLISHED.write_text(contract.to_text(answer_book.schema()), "utf-8")
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    assert schema == answer_book.schema()
    book = tmp_path / "answers.json"
    for at in (1, 5, 1):
        assert _answer(file, book, "--rule", RULE, "--at", f"/indicators/{at}/target").exit_code == 0
    kept = json.loads(book.read_text("utf-8"))
    Draft202012Validator(schema).validate(kept)
    assert [one["found"] for one in kept["answers"]] == ["18个", "12座"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] in (
        ["form.txt", "answers.json"],
        ["answers.json", "form.txt"],
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rule", RULE), "请用 --at 或 --key 指明一处：/indicators/1/target（--key"),
        (("--rule", "money.nothing"), "现有意见的规则"),
        (("--rule", RULE, "--at", "/title"), "没有这样一条意见"),
        (("--rule", RULE, "--at", "/indicators/1/target", "--kind", "同意"), "可以是：不适用、说明"),
        (("--rule", RULE, "--at", "/indicators/1/target", "--words", " "), "不能空白"),
    ],
)
def test_an_answer_to_nothing_is_refused(more: tuple[str, ...], said: str, file: Path, tmp_path: Path) -> None:
    result = _answer(file, tmp_path / "answers.json", *more)
    assert result.exit_code == 2
    assert said in _said(result)
    assert not (tmp_path / "answers.json").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"jiheng_answers": "2", "answers": []}', '{"answers": [{"key": "x"}]}'])
def test_what_is_no_book_is_neither_used_nor_overwritten(text: str, file: Path, tmp_path: Path) -> None:
    book = tmp_path / "answers.json"
    book.write_text(text, "utf-8")
    assert _run("check", file, "--answers", book).exit_code == 2
    assert _answer(file, book, "--rule", RULE, "--at", "/indicators/1/target").exit_code == 2
    assert book.read_text("utf-8") == text


# A corrected copy.


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    """A form with a doubled full stop, a doubled word and a number whose sign stands behind it."""
    path = tmp_path / "slips.txt"
    text = EXAMPLE.read_text("utf-8").replace("灌溉季前通水。", "灌溉季前通水。。", 1)
    path.write_text(text.replace("用水用户", "用水户"), "utf-8")
    return path


def test_only_safe_repairs_are_made_and_the_original_is_left_alone(slips: Path, tmp_path: Path) -> None:
    before = slips.read_bytes()
    found = _form(_run("check", slips, "--json"))["findings"]
    safe = [one["repair"] for one in found if one["repair"] and one["repair"]["safe"]]
    assert safe
    out = tmp_path / "out.json"
    result = _run("check", slips, "--fix", out)
    assert slips.read_bytes() == before
    assert result.exit_code == (1 if any(one["severity"] == "error" for one in found) else 0)
    assert f"改了 {len(safe)} 处" in _said(result)
    was, now = pipeline.read(slips).forms[0], pipeline.read(out).forms[0]
    for repair in safe:
        assert str(was.at(repair["path"])) != str(now.at(repair["path"]))
        assert repair["after"] in _said(result)
    left = _form(_run("check", out, "--json"))["findings"]
    assert not [one for one in left if one["repair"] and one["repair"]["safe"]]
    untouched = [one["path"] for one in found if not (one["repair"] and one["repair"]["safe"])]
    assert all(was.at(path) == now.at(path) for path in untouched if path not in {one["path"] for one in safe})


def test_the_suffix_decides_the_format(slips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    result = _run("check", LIBRARY, "--fix", out)
    assert out.read_bytes()[:2] == b"PK"
    assert "已写出" in _said(result)


def test_a_copy_that_cannot_be_made_is_refused(file: Path, tmp_path: Path) -> None:
    sum_before = sha256(file.read_bytes()).hexdigest()
    (tmp_path / "link.json").hardlink_to(file)
    for to in (file, tmp_path / "out.exe", tmp_path / "link.json", tmp_path / "nowhere" / "out.json"):
        assert _run("check", file, "--fix", to).exit_code == 2
    assert _run("check", file, LIBRARY, "--fix", tmp_path / "out.json").exit_code == 2
    assert sha256(file.read_bytes()).hexdigest() == sum_before
