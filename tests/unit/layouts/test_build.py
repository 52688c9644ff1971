from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jiheng import readers
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import Layout, load_layout
from jiheng.writers import write_drawings
from jiheng.yaml_files import DataFileError

WEIGHTED = """
id: "990000/weighted"
region: "990000"
name: 虚构版式，带权重
kind: overall
stage: goal
evidence: forms
source: 虚构
title: {text: 虚构绩效目标表}
widths: [30, 30, 40, 20, 20]
blocks:
  - line: [{label: 单位名称}, {field: unit.name}]
  - indicators:
      - {key: level1, label: 一级指标}
      - {key: level2, label: 二级指标}
      - {key: name, label: 三级指标}
      - {key: target, label: 指标值}
      - {key: weight, label: 权重}
"""
FORM = """虚构绩效目标表
单位名称\t云溪县档案馆
一级指标\t二级指标\t三级指标\t指标值\t权重
产出指标\t数量指标\t接收档案\t≥300卷\t10
产出指标\t质量指标\t整理合格率\t≥98%\t7.5分
效益指标\t社会效益\t查档便利\t提升\t很多
"""


def weighted(folder: Path, text: str = WEIGHTED) -> Layout:
    path = folder / "weighted.yaml"
    path.write_text(text, "utf-8")
    return load_layout(path)


def test_a_weight_is_read_and_what_is_none_stays_unread(tmp_path: Path) -> None:
    found = read_forms(readers.read(FORM.encode(), "form.txt"), [weighted(tmp_path)])
    (form,) = found.forms
    assert [row.weight for row in form.indicators] == [Decimal(10), Decimal("7.5"), None]
    assert [item.text for item in found.unread] == ["很多"]


def test_a_weight_survives_writing(tmp_path: Path) -> None:
    layout = weighted(tmp_path)
    (form,) = read_forms(readers.read(FORM.encode(), "form.txt"), [layout]).forms
    data = write_drawings([draw(form, layout)], "xlsx")
    assert read_forms(readers.read(data, "form.xlsx"), [layout]).forms == (form,)


@pytest.mark.parametrize(
    ("word", "mistake"), [("field: unit.name", "field: unit.nmae"), ("{field: unit.name}", "{field: responsibility}")]
)
def test_a_field_that_nothing_takes_is_refused(word: str, mistake: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="/blocks/0/line/1/field：只能是"):
        weighted(tmp_path, WEIGHTED.replace(word, mistake))


def test_a_gap_that_nothing_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="无人接收"):
        weighted(tmp_path, WEIGHTED.replace("  - indicators:", "  - sentence: 填报人：{person}\n  - indicators:"))
