"""The commands that write: forms in a layout, blank forms, the wording that a site teaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jiheng import catalog, contract, pipeline, regions
from jiheng.cli import app

LIBRARY = catalog.samples()["410000/overall-2023-library"]
PROJECTS = catalog.samples()["130000/project-2023-logistics"]
UNREAD_CODE = 2


def document_of(stored: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    form: dict[str, Any] = stored["documents"][0]["forms"][0]
    return form


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "80"})


def test_a_site_loads_the_wording_of_its_own_blank_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    result = run("layouts", "frame", LIBRARY)
    assert result.exit_code == 0
    assert any(row.wording for row in catalog.layout("410000/overall-2023").frame)
    assert "有官方说明" in run("layouts").stdout.replace("\n", "")


def test_a_form_without_fixed_rows_teaches_no_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    result = run("layouts", "frame", PROJECTS)
    assert result.exit_code == UNREAD_CODE
    assert "固定行" in result.stderr
    assert not (tmp_path / "frames").exists()


@pytest.mark.parametrize("format", ["xlsx", "docx", "pdf", "html", "json"])
def test_write_gives_a_file_that_reads_back_to_the_same_forms(format: str, tmp_path: Path) -> None:
    target = tmp_path / f"写出.{format}"
    result = run("write", PROJECTS, "--to", target)
    assert result.exit_code == 0, result.stderr
    assert pipeline.read(target).forms == pipeline.read(PROJECTS).forms


def test_write_in_another_layout_lists_what_it_cannot_hold(tmp_path: Path) -> None:
    target = tmp_path / "写出.xlsx"
    result = run("write", LIBRARY, "--to", target, "--layout", "430000/overall-2024")
    assert result.exit_code == UNREAD_CODE
    assert "/0/budget" in result.stderr
    assert target.is_file()


@pytest.mark.parametrize("target", ["写出.odt", "写出", "没有这个文件夹/写出.xlsx"])
def test_write_says_why_it_cannot(target: str, tmp_path: Path) -> None:
    result = run("write", LIBRARY, "--to", tmp_path / target)
    assert result.exit_code == UNREAD_CODE
    assert "写" in result.stderr
    assert "No such" not in result.stderr


def test_write_never_overwrites_its_source(tmp_path: Path) -> None:
    source = tmp_path / "表.json"
    source.write_text(contract.to_text(contract.encode([pipeline.read(LIBRARY)], checked=False)), "utf-8")
    before = source.read_bytes()
    assert run("write", source, "--to", source).exit_code == UNREAD_CODE
    assert source.read_bytes() == before


def test_write_of_a_file_without_forms_writes_nothing(tmp_path: Path) -> None:
    result = run("write", tmp_path / "没有.txt", "--to", tmp_path / "写出.xlsx")
    assert result.exit_code == UNREAD_CODE
    assert not (tmp_path / "写出.xlsx").exists()


def test_a_layout_of_the_site_that_cannot_be_drawn_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    name = "410000/layouts/overall-2023.yaml"
    narrow = (regions.FOLDER / name).read_text("utf-8").replace("widths: [24, 26, 36, 20, 72]", "widths: [24, 26]")
    (tmp_path / "regions" / name).parent.mkdir(parents=True)
    (tmp_path / "regions" / name).write_text(narrow, "utf-8")
    result = run("write", LIBRARY, "--to", tmp_path / "写出.xlsx")
    assert result.exit_code == UNREAD_CODE
    assert "请检查版式文件" in result.stderr


def test_write_of_a_document_without_a_form_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "空.json"
    empty.write_text('{"jiheng": "1", "documents": []}', "utf-8")
    result = run("write", empty, "--to", tmp_path / "写出.xlsx")
    assert result.exit_code == UNREAD_CODE
    assert "一张表也没有" in result.stderr
    assert not (tmp_path / "写出.xlsx").exists()


def test_a_form_without_layout_teaches_no_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    stored = contract.encode([pipeline.read(LIBRARY)], checked=False)
    form = document_of(stored)
    form["layout"] = None
    path = tmp_path / "存.json"
    path.write_text(contract.to_text(form), "utf-8")
    result = run("layouts", "frame", path)
    assert result.exit_code == UNREAD_CODE
    assert "没有认出版式" in result.stderr


@pytest.mark.parametrize(
    "layout", ["130000/project-2023", "410000/overall-2023", "410100/overall-2020", "430000/overall-2024"]
)
def test_a_blank_form_is_written_for_filling_in(layout: str, tmp_path: Path) -> None:
    to = tmp_path / "blank.xlsx"
    result = run("layouts", "blank", layout, "--to", to, "--year", "2026")
    assert result.exit_code == 0
    (form,) = pipeline.read(to).forms
    assert (form.layout, form.year) == (layout, 2026)
    assert all(row.fixed and row.target is None for row in form.indicators)


def test_only_a_workbook_can_be_filled_in(tmp_path: Path) -> None:
    result = run("write", LIBRARY, "--to", tmp_path / "form.docx", "--fillable")
    assert result.exit_code == UNREAD_CODE
    assert "xlsx" in result.stderr
