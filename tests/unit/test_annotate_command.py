"""`jiheng check --annotate`: what is written where, what is refused, and that no original is touched."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiheng import catalog, pipeline, readers
from jiheng.cli import app
from jiheng.model import RemarkKind
from jiheng.writers.forms import write_forms

CULTURE = catalog.samples()["410100/overall-2020-culture"]
FOUND_ERRORS, NO_READING = 1, 2


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, words)])


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_forms(pipeline.read(CULTURE).forms, "xlsx", layouts=catalog.layouts()).data


@pytest.fixture
def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(content)
    return path


def comments(path: Path) -> int:
    remarks = readers.read(path.read_bytes(), path.name).remarks
    return sum(one.kind is RemarkKind.COMMENT for one in remarks)


def test_a_copy_with_comments_beside_the_usual_report(file: Path, content: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "退回.xlsx"
    result = check(file, "--json", "--annotate", copy)
    assert result.exit_code == FOUND_ERRORS
    (form,) = json.loads(result.stdout)["documents"][0]["forms"]
    assert comments(copy) == len({str(finding["place"]) for finding in form["findings"]})
    assert f"已写出 {copy}：批注 {len(form['findings'])} 条" in result.stderr.replace("\n", "")
    assert file.read_bytes() == content


def test_a_folder_keeps_its_names_and_folders(file: Path, content: bytes, tmp_path: Path) -> None:
    folder, copies = tmp_path / "收到的表", tmp_path / "批注"
    (folder / "乡镇").mkdir(parents=True)
    for name in ("甲.xlsx", "乡镇/甲.xlsx"):
        (folder / name).write_bytes(content)
    assert check(folder, file, "--annotate", copies).exit_code == FOUND_ERRORS
    written = sorted(str(path.relative_to(copies)) for path in copies.rglob("*.xlsx"))
    assert written == sorted(["甲.xlsx", "乡镇/甲.xlsx", "报送.xlsx"])
    assert all(comments(copies / name) for name in written)


def test_files_of_an_archive_stay_inside_the_folder(content: bytes, tmp_path: Path) -> None:
    archive, copies = tmp_path / "报送.zip", tmp_path / "批注"
    with zipfile.ZipFile(archive, "w") as written:
        for name in ("乡镇/甲.xlsx", "../外面.xlsx", "乙.xlsx"):
            written.writestr(name, content)
    copies.mkdir()
    before = {path for path in tmp_path.rglob("*") if copies not in path.parents}
    check(archive, "--annotate", copies)
    assert {path for path in tmp_path.rglob("*") if copies not in path.parents} == before
    assert {path.name for path in copies.rglob("*.xlsx")} >= {"甲.xlsx", "乙.xlsx"}


def test_no_original_is_ever_overwritten(file: Path, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    other = tmp_path / "别处" / "报送.xlsx"
    other.write_bytes(content)
    for words in ((file, "--annotate", file), (file, other, "--annotate", other.parent)):
        result = check(*words)
        assert result.exit_code == NO_READING
        assert "不能覆盖" in result.stderr
    assert file.read_bytes() == other.read_bytes() == content


def test_two_files_of_one_name_do_not_overwrite_each_other(content: bytes, tmp_path: Path) -> None:
    for folder in ("东", "西"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.xlsx").write_bytes(content)
    result = check(tmp_path / "东" / "表.xlsx", tmp_path / "西" / "表.xlsx", "--annotate", tmp_path / "批注")
    assert result.exit_code == NO_READING
    assert "同名" in result.stderr


def test_another_suffix_is_refused(file: Path, tmp_path: Path) -> None:
    result = check(file, "--annotate", tmp_path / "退回.docx")
    assert result.exit_code == NO_READING
    assert "后缀请用 .xlsx" in result.stderr
    assert not (tmp_path / "退回.docx").exists()


def test_a_text_says_what_to_do_and_the_rest_is_still_written(file: Path, tmp_path: Path) -> None:
    copies = tmp_path / "批注"
    result = check(CULTURE, file, "--annotate", copies)
    assert result.exit_code == NO_READING
    assert "jiheng write" in result.stderr
    assert [path.name for path in copies.iterdir()] == ["报送.xlsx"]


def test_what_cannot_be_read_or_written_is_said(file: Path, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    for words in (
        (tmp_path / "空.txt", "--annotate", tmp_path / "x.txt"),
        (file, "--annotate", tmp_path / "无" / "x.xlsx"),
    ):
        result = check(*words)
        assert result.exit_code == NO_READING
        assert "写不了" in result.stderr or "没有写批注" in result.stderr
