"""Folders and archives: a reading for each file in them, and the originals kept."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from jiheng import archive, catalog, contract, pipeline
from jiheng.cli import app
from jiheng.model import Reading

LIBRARY = catalog.samples()["410000/overall-2023-library"].read_bytes()
LOGISTICS = catalog.samples()["130000/project-2023-logistics"].read_bytes()


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return target.getvalue()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "80"})


def codes(readings: list[Reading]) -> list[str | None]:
    return [reading.error.code if reading.error else None for reading in readings]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("JIHENG_HOME", str(folder))
    return folder


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """What a department sends: forms of its units, one of them in an archive of its own, and one broken file."""
    inner = zipped({"物流/项目.txt": LOGISTICS, "说明.png": b"\x89PNG\r\n\x1a\n...."})
    path = tmp_path / "报送.zip"
    path.write_bytes(zipped({"图书馆.txt": LIBRARY, "下属.zip": inner, "__MACOSX/._图书馆.txt": b"x"}))
    return path


def test_every_file_in_an_archive_has_its_reading(parcel: Path) -> None:
    readings = list(pipeline.read_all(parcel))
    inside = ["图书馆.txt", "下属.zip/物流/项目.txt", "下属.zip/说明.png"]
    assert [reading.path for reading in readings] == [f"{parcel}/{path}" for path in inside]
    assert readings[0].forms == pipeline.read_bytes(LIBRARY, "图书馆.txt").forms
    assert readings[0].sha256 == hashlib.sha256(LIBRARY).hexdigest()
    assert codes(readings)[:2] == [None, None]
    assert readings[2].error is not None
    assert all(form.ledger for reading in pipeline.check_all(parcel) for form in reading.forms)


def test_path_and_bytes_give_the_same_readings(parcel: Path) -> None:
    assert list(pipeline.read_all_bytes(parcel.read_bytes(), str(parcel))) == list(pipeline.read_all(parcel))
    assert list(pipeline.read_all_bytes(LIBRARY, "图书馆.txt")) == [pipeline.read_bytes(LIBRARY, "图书馆.txt")]


def test_a_folder_gives_what_its_files_give(parcel: Path) -> None:
    (parcel.parent / "a.txt").write_bytes(LIBRARY)
    readings = list(pipeline.read_all(parcel.parent))
    assert readings == [pipeline.read(parcel.parent / "a.txt"), *pipeline.read_all(parcel)]


def test_one_reading_is_of_one_file_even_in_an_archive(parcel: Path, tmp_path: Path) -> None:
    alone = tmp_path / "一份.zip"
    alone.write_bytes(zipped({"乡镇/图书馆.txt": LIBRARY, ".DS_Store": b"x"}))
    reading = pipeline.read(alone)
    assert (reading.path, reading.error) == (f"{alone}/乡镇/图书馆.txt", None)
    assert reading.forms == pipeline.read_bytes(LIBRARY, "").forms
    several = pipeline.read(parcel)
    assert several.error is not None
    assert (several.format, several.error.code, several.forms) == ("zip", "archive", ())
    assert "3 个文件" in several.error.message
    assert several.sha256 == hashlib.sha256(parcel.read_bytes()).hexdigest()


def test_an_empty_archive_has_one_reading_with_an_error(tmp_path: Path) -> None:
    path = tmp_path / "空.zip"
    path.write_bytes(zipped({}))
    (reading,) = pipeline.read_all(path)
    assert (reading.path, reading.format, codes([reading])) == (str(path), "zip", ["empty"])
    assert codes([pipeline.read(path)]) == ["empty"]


def test_an_unknown_layout_is_refused_before_anything_is_opened(parcel: Path) -> None:
    with pytest.raises(catalog.UnknownLayoutError):
        pipeline.read_all(parcel, layout="410000/没有")
    with pytest.raises(ValueError, match="year"):
        pipeline.read_all_bytes(LIBRARY, "", year=1)


def test_a_file_too_large_is_not_even_loaded(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(201 * 2**20)
    assert codes([pipeline.read(path)]) == ["too_large"]


def test_the_command_line_reads_archives_and_exits_2_where_a_file_in_one_has_no_reading(parcel: Path) -> None:
    result = run("check", parcel, "--json")
    printed = json.loads(result.stdout)
    Draft202012Validator(contract.schema()).validate(printed)
    assert [one["path"].removeprefix(f"{parcel}/") for one in printed["documents"]] == [
        "图书馆.txt",
        "下属.zip/物流/项目.txt",
        "下属.zip/说明.png",
    ]
    assert result.exit_code == 2
    assert "共 3 个文件" in run("read", parcel).stdout


def test_originals_are_kept_by_what_is_in_them(parcel: Path, home: Path) -> None:
    assert str(archive.folder()) in run("read", parcel, "--keep").stderr.replace("\n", "")
    for data in (LIBRARY, LOGISTICS):
        name = hashlib.sha256(data).hexdigest()
        assert archive.fetch(name) == data
        assert (home / "files" / name[:2] / name).read_bytes() == data
    assert len([path for path in (home / "files").rglob("*") if path.is_file()]) == 3


def test_a_file_kept_twice_is_one_file(home: Path) -> None:
    name = archive.keep(b"1")
    (path,) = (file for file in (home / "files").rglob("*") if file.is_file())
    before = path.stat().st_mtime_ns
    assert archive.keep(b"1") == name
    assert path.stat().st_mtime_ns == before


def test_an_altered_file_is_noticed(home: Path) -> None:
    name = archive.keep(b"1")
    (home / "files" / name[:2] / name).write_bytes(b"2")
    with pytest.raises(archive.AlteredFileError, match="改动"):
        archive.fetch(name)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "ABC"])
def test_what_was_not_kept_is_not_there(name: str) -> None:
    with pytest.raises(archive.NotKeptError):
        archive.fetch(name)


def test_a_store_that_cannot_be_written_ends_with_a_message(home: Path, parcel: Path) -> None:
    (home / "files").write_bytes(b"in the way")
    result = run("read", parcel, "--keep")
    assert result.exit_code == 2
    assert "存不进" in result.stderr
