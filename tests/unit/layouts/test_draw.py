from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.catalog import layout, layouts
from jiheng.layouts.draw import draw, money_unit
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.layouts.frames import blank
from jiheng.model import Form, PlannedSpending
from printed import HEBEI, HENAN, HUNAN, PRINTED, ZHENGZHOU, only_form, replaced
from strategies import forms


def tables(drawing: Drawing) -> list[DrawnTable]:
    return [block for block in drawing.blocks if isinstance(block, DrawnTable)]


def paragraphs(drawing: Drawing, role: Role) -> list[str]:
    return [block.text for block in drawing.blocks if isinstance(block, DrawnParagraph) and block.role is role]


def drawn(lines: list[str], *, fillable: bool = False) -> tuple[Form, Drawing]:
    form = only_form(lines)
    return form, draw(form, layout(form.layout or ""), fillable=fillable)


def covers_once(table: DrawnTable) -> bool:
    squares = [
        square
        for cell in table.cells
        for square in product(range(cell.row, cell.row + cell.rows), range(cell.column, cell.column + cell.columns))
    ]
    everywhere = set(product(range(1, table.rows + 1), range(1, len(table.widths) + 1)))
    return len(squares) == len(set(squares)) and set(squares) == everywhere


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(layouts())), forms(), st.booleans())
def test_the_cells_of_any_form_cover_their_table_exactly_once(id: str, form: Form, fillable: bool) -> None:
    rows = tuple(replace(row, merged_from=None) for row in form.indicators)
    drawing = draw(replace(form, indicators=rows), layout(id), fillable=fillable)
    assert all(covers_once(table) for table in tables(drawing))
    assert all(sum(table.widths) == sum(layout(id).widths) for table in tables(drawing))


@pytest.mark.parametrize("id", PRINTED)
def test_every_path_leads_to_the_value_shown(id: str) -> None:
    form, drawing = drawn(PRINTED[id])
    cells: list[DrawnCell | DrawnParagraph] = [cell for table in tables(drawing) for cell in table.cells]
    cells += [block for block in drawing.blocks if isinstance(block, DrawnParagraph)]
    shown = [cell for cell in cells if cell.path is not None and cell.text]
    assert shown
    for cell in shown:
        value = form.at(cell.path or "")
        assert value is not None, cell
        if isinstance(value, str) and "\n" not in value:
            assert value in cell.text


@pytest.mark.parametrize("id", sorted(PRINTED.keys() - {"130000/overall-2023"}))
def test_the_indicator_table_has_its_header_and_its_rows(id: str) -> None:
    form, drawing = drawn(PRINTED[id])
    table = tables(drawing)[-1]
    assert table.rows == table.header_rows + len(form.indicators)
    assert table.joined
    header = [cell.text for cell in table.cells if cell.row == table.header_rows]
    spec = layout(id).indicators
    assert spec is not None
    assert header == [column.label for column in spec.indicators]
    assert {cell.role for cell in table.cells if cell.row <= table.header_rows} == {Role.HEADER}


def test_levels_and_shared_texts_are_merged_downwards() -> None:
    table = tables(drawn(ZHENGZHOU)[1])[-1]
    spans = {(cell.column, cell.text): cell.rows for cell in table.cells if cell.row > 1}
    assert spans[(1, "履职效能")] == 3
    assert spans[(2, "重点工作履行")] == 2
    assert spans[(5, "看重点工作的推进")] == 2
    assert spans[(6, "以竣工验收为准")] == 1


def test_levels_that_a_region_repeats_are_not_merged() -> None:
    table = tables(drawn(HUNAN)[1])[-1]
    assert [cell.rows for cell in table.cells if cell.column == 1 and cell.text == "产出指标"] == [1, 1, 1]


def test_goals_take_a_row_each_beside_one_label() -> None:
    head = tables(drawn(ZHENGZHOU)[1])[0]
    label = next(cell for cell in head.cells if cell.text == "年度总体目标")
    goals = [cell for cell in head.cells if cell.path and cell.path.startswith("/goals/")]
    assert label.rows == len(goals) == 2


def test_columns_under_one_heading_stand_in_a_second_header_row() -> None:
    head = tables(drawn(ZHENGZHOU)[1])[0]
    at = {cell.text: cell for cell in head.cells}
    assert (at["预算资金"].columns, at["预算资金"].rows) == (3, 1)
    assert at["合计"].row == at["预算资金"].row + 1
    assert at["任务名称"].rows == 2


def test_titles_years_and_sentences_stand_above() -> None:
    _, drawing = drawn(HEBEI)
    assert paragraphs(drawing, Role.TITLE) == ["1.渠道清淤绩效目标表"]
    assert paragraphs(drawing, Role.SUBTITLE) == ["（2023年度）"]
    assert paragraphs(drawing, Role.BODY) == ["310005榆关市河道管理所", "单位：万元"]
    assert drawing.name == "渠道清淤"


def test_a_sentence_whose_gaps_cannot_be_filled_gives_way_to_its_variant() -> None:
    form = only_form(HEBEI)
    bare = replace(form, unit=replace(form.unit, code=None))
    assert paragraphs(draw(bare, layout("130000/project-2023")), Role.BODY)[0] == "预算单位：榆关市河道管理所"


def test_the_unit_printed_is_the_form_s_own() -> None:
    henan = layout("410000/overall-2023")
    yuan = only_form([line.replace("（万元）", "（元）") for line in HENAN])
    none = only_form([line.replace("（万元）", "") for line in HENAN])
    assert [money_unit(form, henan) for form in (yuan, none, blank(henan))] == ["元", None, "万元"]
    labels = [cell.text for table in tables(draw(none, henan)) for cell in table.cells]
    assert "部门预算总额" in labels


def test_a_fillable_form_offers_pick_lists_and_an_instruction() -> None:
    _, drawing = drawn(HUNAN, fillable=True)
    cells = tables(drawing)[-1].cells
    assert drawing.fillable
    assert paragraphs(drawing, Role.INSTRUCTION) == [layout("430000/overall-2024").instruction]
    assert {cell.choices for cell in cells if cell.path and cell.path.endswith("/type")} == {
        ("定性", ">", "≥", "<", "≤", "=")
    }
    assert all(cell.editable == (cell.role is Role.VALUE) for cell in cells)
    assert not any(cell.choices or cell.editable for cell in tables(drawn(HUNAN)[1])[-1].cells)


def test_a_target_of_one_cell_is_taken_apart_where_the_region_wants_three() -> None:
    hunan = layout("430000/overall-2024")
    cells = tables(draw(only_form(HENAN), hunan))[-1].cells
    value = {cell.path: cell.text for cell in cells}
    assert [value[f"/indicators/3/target{part}"] for part in ("/cells/type", "", "/cells/unit")] == ["≥", "30", "万株"]
    assert [value[f"/indicators/0/target{part}"] for part in ("/cells/type", "", "/cells/unit")] == [
        "定性",
        "相关",
        "/",
    ]


def test_a_form_moved_to_another_layout_takes_its_title() -> None:
    drawing = draw(only_form(HENAN), layout("410100/overall-2020"))
    assert paragraphs(drawing, Role.TITLE) == ["市级部门整体绩效目标申报表"]


def test_a_form_without_tasks_plan_or_rows_is_drawn_blank() -> None:
    for one in layouts().values():
        drawing = draw(Form(kind=one.kind, stage=one.stage, layout=one.id), one)
        assert all(covers_once(table) for table in tables(drawing))


@pytest.mark.parametrize("count", [1, 3, 4, 5, 13])
def test_a_plan_of_any_length_fills_its_rows(count: int) -> None:
    plan = tuple(PlannedSpending(by=f"{month}月底", percent=Decimal(month)) for month in range(1, count + 1))
    drawing = draw(replace(only_form(HEBEI), spending_plan=plan), layout("130000/project-2023"))
    assert all(covers_once(table) for table in tables(drawing))
    texts = [cell.text for table in tables(drawing) for cell in table.cells if "spending" in (cell.path or "")]
    assert texts == [f"{month}%" for month in range(1, count + 1)]


def test_a_printed_percentage_is_drawn_as_printed() -> None:
    _, drawing = drawn(replaced(HEBEI, "\t20%", "\t20"))
    texts = {cell.path: cell.text for table in tables(drawing) for cell in table.cells}
    assert texts["/spending_plan/0/percent"] == "20"
    assert texts["/spending_plan/1/percent"] == "60%"
