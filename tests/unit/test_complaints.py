"""A person who wrote a wrong file is told where it is wrong, in Chinese, without the words of a library."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from jiheng import complaints
from jiheng.layouts.schema import load_layout
from jiheng.yaml_files import DataFileError, read_yaml

LAYOUT = """\
id: 990000/overall-2026
region: "990000"
name: 虚构省整体绩效目标表
kind: overall
stage: goal
evidence: opening
source: 测试
title: {text: 整体绩效目标表}
widths: [30, 40]
blocks:
  - line:
      - {label: 单位名称}
      - {field: unit.name, required: true}
  - rows_of: tasks
    side: {label: 年度主要任务}
    columns:
      - {field: name, label: 任务名称}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: 虚", "# ", "/name：缺少这一项"),
        ("source: 测试", "source: 测试\ncolour: red", "/colour：没有这一项"),
        ("source: 测试", "source: [测试]", "/source：应为文字"),
        ("source: 测试", "source: 测试\nColour: red", "/Colour：没有这一项"),
        ("kind: overall", "kind: whole", "/kind：只能是 'overall'、'project'"),
        ("title: {text: 整体绩效目标表}", "title: 整体绩效目标表", "/title：应为一组“名称: 值”"),
        ("widths: [30, 40]", "widths: 30", "/widths：应为一列"),
        ("widths: [30, 40]", "widths: [30, 宽]", "/widths/1：应为整数"),
        ('region: "990000"', 'region: "99"', "/region：写法不对"),
        ("required: true", "requierd: true", "/blocks/0/line/1/requierd：没有这一项"),
        ("rows_of: tasks", "rows_of: goals", "/blocks/1/rows_of：只能是 'tasks'"),
        ("label: 任务名称", "label: 任务名称, columns: 多", "/blocks/1/columns/0/columns：应为整数"),
    ],
)
def test_a_slip_of_shape_is_told_by_its_path(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in LAYOUT
    path = _written(tmp_path, LAYOUT.replace(old, new, 1))
    with pytest.raises(DataFileError, match=re.escape(said)) as caught:
        load_layout(path)
    assert str(path) in str(caught.value)
    assert "；" not in caught.value.what, "one slip, one complaint, whatever other shapes were tried"
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}|https?:", caught.value.what)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", "第2行"),
        ("a: [1\nb: 2", "不是合格的 YAML"),
        ("", "没有一组"),
        ("- 一\n- 二\n", "没有一组"),
        ("a: 2020-02-31\n", "写错的日期"),
        ("a: 2020-13-01\n", "写错的日期"),
    ],
)
def test_what_is_no_mapping_is_told(text: str, said: str, tmp_path: Path) -> None:
    path = _written(tmp_path, text)
    with pytest.raises(DataFileError, match=said) as caught:
        read_yaml(path)
    assert path.name in str(caught.value)


def test_what_is_not_utf8_or_not_there_is_told(tmp_path: Path) -> None:
    path = _written(tmp_path, "")
    path.write_bytes("甲: 乙".encode("gb18030"))
    with pytest.raises(DataFileError, match="UTF-8"):
        read_yaml(path)
    with pytest.raises(DataFileError, match="找不到"):
        read_yaml(tmp_path / "无.yaml")


def test_a_frame_that_is_wrong_is_named_and_not_its_layout(tmp_path: Path) -> None:
    path = _written(tmp_path, LAYOUT)
    frame = tmp_path / "frames" / path.name
    frame.parent.mkdir()
    frame.write_text("source: 测试\nrows:\n  - {name: 预算执行率}\n", "utf-8")
    with pytest.raises(DataFileError, match=r"/rows/0/level2：缺少这一项") as caught:
        load_layout(path)
    assert caught.value.path == frame


def test_the_system_is_quoted_in_chinese() -> None:
    assert complaints.of_system(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert complaints.of_system(OSError(errno.ELOOP, "Too many levels")) == f"系统拒绝了（错误号 {errno.ELOOP}）"


def _written(folder: Path, text: str) -> Path:
    path = folder / "layouts" / "overall-2026.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
