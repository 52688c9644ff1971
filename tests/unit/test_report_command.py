"""`jiheng check --report`: what is written, what is refused, and that no original is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiheng import catalog
from jiheng.cli import app

CULTURE = catalog.samples()["410100/overall-2020-culture"]
LIBRARY = catalog.samples()["410000/overall-2023-library"]
FOUND_ERRORS, NO_READING = 1, 2
BEGINNINGS = {"html": b"<!DOCTYPE html>", "docx": b"PK", "xlsx": b"PK"}


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "收到的表"
    folder.mkdir()
    for sample in (CULTURE, LIBRARY):
        (folder / sample.name).write_bytes(sample.read_bytes())
    return folder


@pytest.mark.parametrize("format", BEGINNINGS)
def test_a_report_on_one_file(tmp_path: Path, format: str) -> None:
    to = tmp_path / f"意见.{format}"
    result = check(CULTURE, "--report", to)
    assert result.exit_code == FOUND_ERRORS
    assert to.read_bytes().startswith(BEGINNINGS[format])
    assert f"已写出 {to}：1 张表" in result.stderr.replace("\n", "")
    # What stands in the report is not printed once more.
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("format", ["html", "xlsx"])
def test_a_report_on_a_folder(folder: Path, tmp_path: Path, format: str) -> None:
    to = tmp_path / f"总.{format}"
    assert check(folder, "--report", to).exit_code == FOUND_ERRORS
    assert to.read_bytes().startswith(BEGINNINGS[format])


def test_a_report_beside_json(tmp_path: Path) -> None:
    to = tmp_path / "意见.html"
    result = check(CULTURE, "--json", "--report", to)
    (document,) = json.loads(result.stdout)["documents"]
    assert f"{len(document['forms'][0]['findings'])} 条审核意见" in result.stderr.replace("\n", "")
    assert to.exists()


@pytest.mark.parametrize("name", ["意见.pdf", "意见", "意见.xls"])
def test_a_format_that_is_no_report_is_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    result = check(tmp_path / "没有.docx", "--report", tmp_path / name)
    assert result.exit_code == NO_READING
    assert "后缀可以是：html、docx、xlsx" in result.stderr.replace("\n", "")
    assert "找不到" not in result.stdout


def test_a_letter_is_written_about_one_file(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "意见.docx"
    for words in ((folder,), (CULTURE, LIBRARY)):
        result = check(*words, "--report", to)
        assert result.exit_code == NO_READING
        assert "html、xlsx" in result.stderr.replace("\n", "")
    assert not to.exists()


def test_no_original_is_overwritten(folder: Path) -> None:
    original = folder / "表.html"
    original.write_text("<table></table>", "utf-8")
    for words in ((original,), (folder,)):
        result = check(*words, "--report", original)
        assert result.exit_code == NO_READING
        assert "不能写到要检查的文件上" in result.stderr.replace("\n", "")
    assert original.read_text("utf-8") == "<table></table>"


def test_a_file_without_a_form_gives_no_report_and_says_why(tmp_path: Path) -> None:
    file, to = tmp_path / "空.txt", tmp_path / "意见.html"
    file.write_text("不是绩效表", "utf-8")
    result = check(file, "--report", to)
    assert result.exit_code == NO_READING
    assert "没有写报告" in result.stderr
    assert "没有读出" in result.stdout
    assert not to.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = check(CULTURE, "--report", tmp_path / "没有" / "意见.html")
    assert result.exit_code == NO_READING
    assert "找不到这个文件或文件夹" in result.stderr.replace("\n", "")
