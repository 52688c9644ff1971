"""A blank form that was filled in and sent back is read as it was filled in, and its aids are no defects."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from jiheng.catalog import layout
from jiheng.layouts.frames import blank
from jiheng.pipeline import check
from jiheng.writers.forms import write_forms

FILLED: dict[str, str | int] = {
    "C4": "林泉县气象局",
    "C5": "负责全县气象观测和预警发布",
    "C6": "全年发布预警信息不少于60期。",
    "C9": "发布预警信息期数",
    "D9": "≥",
    "E9": 60,
    "F9": "期",
    "G9": "全年对外发布的预警",
    "H9": "少一期扣一分",
}


def test_a_filled_in_workbook_is_read_as_it_was_filled_in(tmp_path: Path) -> None:
    hunan = layout("430000/overall-2024")
    file = tmp_path / "填报.xlsx"
    written = write_forms((blank(hunan, year=2026),), "xlsx", layouts={hunan.id: hunan}, fillable=True)
    file.write_bytes(written.data)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    for cell, value in FILLED.items():
        sheet[cell] = value
    book.save(file)

    (form,) = check(file).forms

    assert (form.unit.name, form.year, form.responsibilities) == (FILLED["C4"], 2026, FILLED["C5"])
    (row,) = form.indicators
    assert row.target is not None
    assert (row.level2, row.name, row.target.raw, row.scoring) == ("数量指标", FILLED["C9"], "≥60期", FILLED["H9"])
    aids = {"integrity.instruction-removed", "integrity.pick-list-removed"}
    assert aids.isdisjoint(finding.rule for finding in form.findings or ())
