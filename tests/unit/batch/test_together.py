"""Forms of one run are checked knowing each other, whatever files they came in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jiheng import catalog, contract, pipeline
from jiheng.model import Finding, Form, Reading, ReadingError
from jiheng.rules.cases import Case, form_of

GOAL = "严格执行各项经费制度，保障项目按时完成"


def form(unit: str, name: str | None = None, **case: object) -> Form:
    project = {"project": {"name": name}, "kind": "project"} if name is not None else {}
    return form_of(Case.model_validate({"unit": {"name": unit}, **project, **case}))


def file(name: str, *forms: Form) -> Reading:
    return Reading(name, "docx", "", forms=forms)


def found(readings: list[Reading], rule: str) -> dict[str, list[Finding]]:
    checked = pipeline.check_together(readings)
    return {
        reading.path: [one for made in reading.forms for one in made.findings or () if one.rule == rule]
        for reading in checked
    }


def test_files_of_one_unit_are_one_hand_in() -> None:
    readings = [file(f"{name}.docx", form("文化馆", name, goals=[GOAL])) for name in ("维修", "讲座")]
    readings.append(file("别的.docx", form("图书馆", "维修", goals=[GOAL])))
    told = found(readings, "copying.goal-own")
    assert [len(findings) for findings in told.values()] == [1, 1, 0]
    (finding,) = told["维修.docx"]
    assert [one.form for one in finding.related] == ["文化馆，讲座"]
    assert [(step.words, step.value) for step in finding.derivation] == [("内容相同的表（含本表）", "2张")]


def test_one_form_in_two_formats_is_no_sibling_of_itself_and_counts_once() -> None:
    whole = form("文化馆", None, budget={"total": "100", "project": "30"})
    part = form("文化馆", "讲座", goals=[GOAL], budget={"total": "30"})
    readings = [file("整体.docx", whole), file("讲座.docx", part), file("讲座.pdf", part)]
    assert not any(found(readings, "copying.goal-own").values())
    assert not any(found(readings, "money.projects-make-project-expenditure").values())
    readings.append(file("购书.docx", form("文化馆", "购书", budget={"total": "5"})))
    (finding,) = found(readings, "money.projects-make-project-expenditure")["整体.docx"]
    assert finding.expected == "35万元"


def test_the_form_of_the_year_before_is_last_years() -> None:
    rows = [["产出指标", "数量指标", "讲座场次", "≥12场"]]
    readings = [
        file(f"{year}.docx", form("文化馆", "讲座", goals=["举办讲座12场"], indicators=rows, year=year))
        for year in (2023, 2022)
    ]
    told = found(readings, "copying.not-last-year")
    assert [len(findings) for findings in told.values()] == [1, 0]


def test_results_are_held_against_the_goals_of_the_same_project() -> None:
    rows = [["产出指标", "数量指标", "讲座场次", "≥12场"], ["产出指标", "数量指标", "新购图书", "≥300册"]]
    goal = form("文化馆", "讲座", indicators=rows)
    results = form("文化馆", "讲座", stage="self_evaluation", indicators=rows[:1])
    told = found([file("目标.docx", goal), file("自评.docx", results)], "reached.set-as-approved")
    assert [len(findings) for findings in told.values()] == [0, 1]


def test_goals_of_two_units_are_seen_only_together() -> None:
    goal = "全年养护农村公路38公里，处置路面病害120处，群众满意度达到九成以上。"
    readings = [file(f"{unit}.docx", form(unit, None, goals=[goal])) for unit in ("青山镇", "碧水乡")]
    told = found(readings, "copying.goal-of-another-unit")
    assert [[one.form for one in findings[0].related] for findings in told.values()] == [["碧水乡"], ["青山镇"]]
    (alone,) = pipeline.check_together(readings[:1])
    ledger = alone.forms[0].ledger
    assert ledger is not None
    assert "copying.goal-of-another-unit" in ledger.not_enough_data


def test_readings_come_back_in_their_order_and_whole() -> None:
    error = ReadingError("no_form", "没有表。", "请核对文件。")
    readings = [file("乙.docx", form("文化馆", "讲座")), replace(file("甲.docx"), error=error), file("丙.docx")]
    assert [replace(one, forms=()) for one in pipeline.check_together(readings)] == [
        replace(one, forms=()) for one in readings
    ]


def test_more_units_than_are_held_in_memory_find_their_siblings() -> None:
    readings = [
        file(f"{unit}-{name}.docx", form(f"第{unit}站", name, goals=[GOAL]))
        for name in ("维修", "讲座")
        for unit in range(12)
    ]
    assert all(len(findings) == 1 for findings in found(readings, "copying.goal-own").values())


def test_a_folder_is_checked_together(tmp_path: Path) -> None:
    for name in ("维修", "讲座"):
        made = file("", form("文化馆", name, goals=[GOAL]))
        (tmp_path / f"{name}.json").write_text(contract.to_text(contract.encode([made], checked=False)), "utf-8")
    rules = [one.rule for reading in pipeline.check_all(tmp_path) for one in reading.forms[0].findings or ()]
    assert rules.count("copying.goal-own") == 2


def test_a_sample_alone_is_told_the_same_together() -> None:
    path = catalog.samples()["410000/overall-2023-library"]
    alone, (together,) = pipeline.check(path), tuple(pipeline.check_together([pipeline.read(path)]))
    assert together == alone
    assert together.forms[0].findings == alone.forms[0].findings
    assert together.forms[0].ledger == alone.forms[0].ledger
