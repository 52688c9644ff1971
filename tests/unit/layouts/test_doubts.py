from __future__ import annotations

from dataclasses import replace

import pytest

from invented import HUNAN
from jiheng import catalog, pipeline, readers
from jiheng.layouts.doubts import UNSURE, doubts
from jiheng.layouts.reading import read_forms
from jiheng.model import Block, Cell, Document, Form, NoteKind, Paragraph, Place, Table
from jiheng.writers.forms import write_forms

TITLE = Paragraph("部门（单位）整体绩效目标表", Place(page=1, row=1), 0.999)
YEAR = Paragraph("（2023年度）", Place(page=1, row=2), 0.999)
ROWS = (
    ("部门（单位）名称", "江心洲航标处", "", "", ""),
    ("年度履职目标", "保障沿江航标灯常明，往来船只夜航平安。", "", "", ""),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"),
    ("投入管理指标", "工作目标管理", "年度履职目标相关性", "相关", "灯标维护与职责相符"),
    ("", "预算和财务管理", "预算执行率", "295%", "全年实际支出占预算的份额"),
    ("产出指标", "履职目标实现", "航标灯完好率", "≥98%", "抽查灯标中完好者的份额"),
)


def document(changes: dict[tuple[int, int], tuple[str, float]] | None = None, *, recognised: bool = True) -> Document:
    cells = []
    for row, texts in enumerate(ROWS, start=1):
        for column, text in enumerate(texts, start=1):
            place = Place(page=1, table=1, row=row, column=column)
            cell = Cell(text, row, column, place, confidence=0.999 if recognised and text else None)
            said = (changes or {}).get((row, column))
            cells.append(replace(cell, text=said[0], confidence=said[1]) if said else cell)
    return Document("image", (TITLE, YEAR, Table(tuple(cells), keeps_spans=True)))


def read(of: Document) -> Form:
    (form,) = read_forms(of, tuple(catalog.layouts().values()), layout="410000/overall-2023").forms
    return form


def told(of: Document) -> dict[str | None, tuple[NoteKind, str]]:
    notes = doubts(read(of), of, tuple(catalog.layouts().values()))
    return {note.path: (note.kind, note.text) for note in notes}


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ((1, 2), "/unit/name"),
        ((2, 2), "/goals/0/text"),
        ((6, 4), "/indicators/2/target"),
        ((6, 3), "/indicators/2/name"),
        ((6, 5), "/indicators/2/explanation"),
        ((4, 1), "/indicators/0/level1"),
    ],
)
def test_a_value_of_which_nobody_is_sure_is_named_by_its_path(at: tuple[int, int], path: str) -> None:
    row, column = at
    found = told(document({at: (ROWS[row - 1][column - 1], UNSURE - 0.2)}))
    (uncertain,) = [key for key, (kind, _) in found.items() if kind is NoteKind.UNCERTAIN]
    assert uncertain in (path, path.removesuffix("/text"))


def test_what_was_read_with_certainty_is_not_named() -> None:
    assert not [kind for kind, _ in told(document()).values() if kind is NoteKind.UNCERTAIN]


def test_a_value_out_of_reason_comes_with_what_it_may_have_been() -> None:
    kind, text = told(document())["/indicators/1/target"]
    assert kind is NoteKind.REPAIR
    assert "“≥95%”" in text
    assert read(document()).at("/indicators/1/target/raw") == "295%"


def test_a_fixed_name_misread_comes_with_the_official_one() -> None:
    misread = document({(5, 3): ("预算执行宰", 0.6)})
    notes = doubts(read(misread), misread, tuple(catalog.layouts().values()))
    told = {note.kind: note for note in notes if note.path == "/indicators/1/name"}
    assert told.keys() == {NoteKind.UNCERTAIN, NoteKind.REPAIR}
    assert told[NoteKind.REPAIR].proposed == ("预算执行率",)


@pytest.mark.parametrize("part", ["type", "value", "unit"])
def test_each_cell_of_a_target_in_three_cells_is_named_by_its_path(part: str) -> None:
    """Whatever of it stands in doubt, the path leads to that text in the form."""
    written = write_forms(pipeline.read(catalog.samples()[HUNAN]).forms, "html", layouts=catalog.layouts())
    page = readers.read(written.data, "表.html")
    form = read_forms(page, tuple(catalog.layouts().values())).forms[0]
    known = {"type": "target.type", "value": "target", "unit": "target.unit"}[part]
    place = form.indicators[0].places[known]
    unsure = replace(page, blocks=tuple(_unsure_at(block, place) for block in page.blocks))

    (note,) = doubts(form, unsure)

    assert note.place == place
    assert note.path == f"/indicators/0/target{'' if part == 'value' else f'/cells/{part}'}"
    assert form.at(note.path) is not None


def _unsure_at(block: Block, place: Place) -> Block:
    if not isinstance(block, Table):
        return block
    return replace(
        block, cells=tuple(replace(cell, confidence=0.5 if cell.place == place else 1.0) for cell in block.cells)
    )


def test_a_file_that_states_its_text_leaves_no_doubt() -> None:
    stated = replace(document(recognised=False), blocks=document(recognised=False).blocks[2:])
    form = read(document())
    assert doubts(form, stated, tuple(catalog.layouts().values())) == ()
