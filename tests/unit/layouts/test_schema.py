from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from jiheng.catalog import layout
from jiheng.layouts.schema import load_layout
from jiheng.yaml_files import DataFileError

MINIMAL = """\
id: 990000/overall-2026
region: "990000"
name: 虚构省整体绩效目标表
kind: overall
stage: goal
evidence: opening
source: 测试
title: {text: 整体绩效目标表}
blocks:
  - line:
      - {label: 单位名称}
      - {field: unit.name, required: true}
"""
FRAME = """\
source: 测试
rows:
  - {name: 预算执行率, level2: 预算管理, definition: 自撰释义}
  - {name: 采购执行率, level2: 预算管理}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "layouts" / "overall-2026.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_minimal_layout_is_loaded(tmp_path: Path) -> None:
    one = load_layout(written(tmp_path, MINIMAL))
    assert (one.id, one.frame, one.required) == ("990000/overall-2026", (), ("/unit/name",))
    assert one.indicators is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("evidence: opening", "evidence: opening\nevidense: forms"),
        ("required: true", "requierd: true"),
        ('region: "990000"', 'region: "99"'),
        ("kind: overall", "kind: whole"),
        ("blocks:", "blocks: []\nblock:"),
    ],
)
def test_a_typo_is_an_error(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataFileError):
        load_layout(written(tmp_path, MINIMAL.replace(old, new)))


@pytest.mark.parametrize("text", [MINIMAL + "name: 又一个名称\n", "id: [1\nregion: 2", "a: {b: 1"])
def test_what_is_no_yaml_names_its_file(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataFileError, match=r"overall-2026\.yaml"):
        load_layout(path)


def test_the_frame_stands_beside_and_a_site_brings_its_wording(tmp_path: Path) -> None:
    path = written(tmp_path, MINIMAL)
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / path.name).write_text(FRAME, "utf-8")
    site = tmp_path / "site.yaml"
    site.write_text("source: 本单位\nrows:\n  - {name: 预算执行率, level2: 预算管理, wording: 官方释义}\n", "utf-8")
    assert [row.wording for row in load_layout(path).frame] == [None, None]
    own = load_layout(path, site=site).frame
    assert [(row.name, row.wording, row.definition) for row in own] == [
        ("预算执行率", "官方释义", "自撰释义"),
        ("采购执行率", None, ""),
    ]
    assert load_layout(path, site=tmp_path / "none.yaml").frame == load_layout(path).frame


def test_a_layout_is_frozen() -> None:
    with pytest.raises(ValidationError):
        layout("410000/overall-2023").name = "别的"  # type: ignore[misc]


def test_required_paths_are_json_pointers() -> None:
    assert layout("410100/overall-2020").required == ("/unit/name", "/goals", "/tasks")
    assert "/project/code" in layout("130000/project-2023").required
