"""`jiheng layouts new` puts a draft where it is asked to; `jiheng layouts check` says what is wrong with a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiheng import catalog
from jiheng.cli import app, proof

ID = "320999/project-goal-2025"
EXAMPLE = """\
沧溪县渔业项目绩效目标备案表
（2025年度）
单位：万元
项目名称	网箱更新	养殖水域	北湖、西湖
项目单位	沧溪县渔业服务中心	项目金额	48
绩效目标	更新老旧网箱，减少渔民损失。
一级指标	二级指标	三级指标	年度指标值	包片干部
产出指标	数量指标	更新网箱数	≥260只	顾澄
	质量指标	网箱验收合格率	≥98%	顾澄
满意度指标	服务对象满意度指标	渔民满意度	≥90%	白露
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "form.txt"
    path.write_text(EXAMPLE, "utf-8")
    return path


@pytest.fixture
def folder(example: Path, home: Path) -> Path:
    """A folder with one finished layout and its sample."""
    assert _run("new", str(example), "--id", ID).exit_code == 0
    _change(home / "regions", "待填：发文单位、文件名和文号，或公开的网址", "沧溪县的备案表")
    return home / "regions"


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["layouts", *words])


def _layout(folder: Path) -> Path:
    return folder / "320999" / "layouts" / "project-goal-2025.yaml"


def _change(folder: Path, before: str, after: str) -> None:
    text = _layout(folder).read_text("utf-8")
    assert before in text
    _layout(folder).write_text(text.replace(before, after), "utf-8")


def _faults(folder: Path) -> list[str]:
    (one,) = proof.prove(folder)
    return [fault.what for fault in (*one.faults, *(fault for sample in one.samples for fault in sample.faults))]


def test_a_draft_goes_into_the_data_folder_and_is_known_at_once(folder: Path) -> None:
    assert ID in catalog.layouts()
    assert (folder / "320999" / "samples" / "project-goal-2025-form.txt").read_text("utf-8") == EXAMPLE


def test_a_layout_that_is_there_is_not_overwritten_unasked(example: Path, folder: Path) -> None:
    before = _layout(folder).read_text("utf-8")
    again = _run("new", str(example), "--id", ID)
    assert again.exit_code == 2
    assert "没有覆盖" in again.output
    assert _layout(folder).read_text("utf-8") == before
    assert _run("new", str(example), "--id", ID, "--replace").exit_code == 0
    assert _layout(folder).read_text("utf-8") != before


def test_without_an_id_the_draft_is_only_shown(example: Path, home: Path) -> None:
    shown = _run("new", str(example))
    assert shown.exit_code == 0
    assert "id: 待填" in shown.stdout
    assert "没有漏读的文字" in shown.stderr
    assert not home.exists()


def test_a_file_without_a_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("明天上午开会\n", "utf-8")
    assert "没有找到指标表" in _run("new", str(tmp_path / "note.txt")).output
    assert _run("new", str(tmp_path / "note.txt")).exit_code == 2
    assert "找不到" in _run("new", str(tmp_path / "none.txt")).output
    assert "六位区划代码" in _run("new", str(tmp_path / "note.txt"), "--id", "x").output


def test_a_sound_folder_passes(folder: Path) -> None:
    (one,) = proof.prove(folder)
    assert one.passed
    assert [(sample.forms, sample.indicators) for sample in one.samples] == [(1, 3)]
    told = _run("check", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["passed"] is True


def test_a_flat_folder_is_a_folder_too(folder: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    shutil.copy(_layout(folder), flat)
    shutil.copy(folder / "320999" / "samples" / "project-goal-2025-form.txt", flat)
    (one,) = proof.prove(flat)
    assert (one.id, one.passed) == (ID, True)


def test_a_word_that_no_label_takes_is_named_with_its_place(folder: Path) -> None:
    _change(
        folder,
        "      - {label: 养殖水域}\n      - {field: particular",
        "      - {label: 水域}\n      - {field: particular",
    )
    faults = _faults(folder)
    assert any("养殖水域" in fault and "第4行" in fault for fault in faults)
    told = _run("check", str(folder))
    assert told.exit_code == 1
    assert "怎么改：" in told.stdout


def test_a_sample_that_is_not_recognised_is_said(folder: Path) -> None:
    _change(folder, "label: 包片干部", "label: 责任单位联系人")
    assert any("没有认出是这个版式" in fault and "包片干部" in fault for fault in _faults(folder))


def test_a_mistake_in_a_file_is_said_with_its_line(folder: Path) -> None:
    _change(folder, "field: unit.name", "field: unit.nmae")
    lines = _layout(folder).read_text("utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, start=1) if "unit.nmae" in text)
    (fault,) = _faults(folder)
    assert f"第{line}行" in fault
    assert _run("check", str(folder)).exit_code == 1


def test_a_broken_file_is_said_with_its_line(folder: Path) -> None:
    _change(folder, "money_unit: 万元", "money_unit: [万元")
    (fault,) = _faults(folder)
    assert "不是合格的 YAML" in fault


def test_a_layout_without_a_sample_does_not_pass(folder: Path) -> None:
    (folder / "320999" / "samples" / "project-goal-2025-form.txt").unlink()
    assert _faults(folder) == ["没有样表"]


def test_columns_wider_than_the_paper_are_said(folder: Path) -> None:
    text = _layout(folder).read_text("utf-8")
    widths = next(line for line in text.splitlines() if line.startswith("widths:"))
    first = widths.partition("[")[2].partition(",")[0]
    _change(folder, f"widths: [{first},", "widths: [170,")
    assert any("毫米" in fault for fault in _faults(folder))


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    told = _run("check", str(tmp_path))
    assert told.exit_code == 2
    assert "没有版式文件" in told.output
