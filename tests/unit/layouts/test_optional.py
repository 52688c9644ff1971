"""What only some prints have is read where it is printed, drawn where it is used, and missed nowhere."""

from __future__ import annotations

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import DrawnTable
from jiheng.model import Form

SAMPLES = catalog.samples()
LIBRARY = SAMPLES["000000/project-goal-2015-library"].read_text("utf-8")
WETLAND = SAMPLES["000000/project-goal-mid-term-2015-wetland"]


def read(text: str) -> Form:
    (form,) = pipeline.read_bytes(text.encode(), "样表.txt").forms
    return form


def printed(form: Form) -> set[str]:
    drawing = draw(form, catalog.layout(form.layout or ""))
    tables = (block for block in drawing.blocks if isinstance(block, DrawnTable))
    return {cell.text for table in tables for cell in table.cells}


def test_what_a_form_uses_is_drawn() -> None:
    assert {"备注", "项目属性", "延续性项目", "其他需要说明的问题"} <= printed(read(LIBRARY))


@pytest.mark.parametrize(
    ("gone", "label"),
    [("\t以少儿读物为主|\t遇冰雪天气顺延|\t备注", "备注"), ("项目属性\t延续性项目\t项目期\t1年\n", "项目属性")],
)
def test_what_a_form_does_not_print_is_neither_missed_nor_drawn(gone: str, label: str) -> None:
    text = LIBRARY
    for part in gone.split("|"):
        text = text.replace(part, "")
    form = read(text)
    assert form.layout == "000000/project-goal-2015"
    assert label not in printed(form)
    assert "缺" not in next(note.text for note in form.notes if note.text.startswith("版式"))


def test_a_source_that_only_some_print_has_its_row_where_it_has_money() -> None:
    form = read(LIBRARY.replace("\t其他资金\t4.50", "\t上年结转资金\t3.00\n\t其他资金\t1.50"))
    assert form.budget is not None
    assert form.budget.carried_over is not None
    assert form.budget.carried_over.raw == "3.00"
    assert "上年结转资金" in printed(form)
    assert "上年结转资金" not in printed(read(LIBRARY))


def test_one_label_printed_twice_means_the_years_and_then_the_year() -> None:
    (form,) = pipeline.read(WETLAND).forms
    budgets = (form.long_term_budget, form.budget)
    assert [budget and budget.fiscal and budget.fiscal.raw for budget in budgets] == ["900.00", "290.00"]


def test_an_unused_column_at_the_left_leaves_its_room_to_the_next() -> None:
    (form,) = pipeline.read(SAMPLES["000000/project-indicator-library-clinics"]).forms
    assert "序号" not in printed(form)
    numbered = "\n".join(
        f"{'序号' if line.startswith('一级指标') else at}\t{line}" if "\t" in line and at > 2 else line
        for at, line in enumerate(SAMPLES["000000/project-indicator-library-clinics"].read_text("utf-8").splitlines())
    )
    assert {"序号", "6"} <= printed(read(numbered))
