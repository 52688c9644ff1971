"""The text reader on published forms: nothing is lost, and tables fall where a person sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.model import Break, Document, Paragraph, Table
from jiheng.readers import read

# For each published form: table by table, the number of cells in each row.
_GRIDS = {
    "000": [[5] * 19, [5] * 10, [5] * 8],
    "001": [[6] * 14, [6] * 14, [6] * 9, [7] * 16],
    "002": [[5] * 17, [5] * 11, [5] * 16],
    "004": [[2] * 4, [8] * 15],
}
_PROJECT_HEAD = [2, 4, 7, 2, 5, 5, 2]


def _read(seeds: Path, number: str) -> tuple[str, Document]:
    (path,) = seeds.glob(f"{number}_*.txt")
    data = path.read_bytes()
    return data.decode(), read(data, path.name)


def _row_lengths(table: Table) -> list[int]:
    rows = [cell.row for cell in table.cells]
    return [rows.count(row) for row in sorted(set(rows))]


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_line_is_lost(seeds: Path, number: str) -> None:
    written, document = _read(seeds, number)
    pieces: list[str] = []
    for block in document.blocks:
        match block:
            case Table(cells=cells):
                pieces.extend(cell.text for cell in cells)
            case Paragraph(text=text):
                pieces.append(text)
            case Break():
                pass
    assert "".join("".join(pieces).split()) == "".join(written.split())


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_place_of_a_text_is_the_line_it_stands_on(seeds: Path, number: str) -> None:
    written, document = _read(seeds, number)
    lines = written.split("\n")
    for block in document.blocks:
        texts = block.cells if isinstance(block, Table) else (block,) if isinstance(block, Paragraph) else ()
        for text in texts:
            assert text.place.line is not None
            assert text.text.split("\n")[0] in lines[text.place.line - 1]


@pytest.mark.parametrize("number", sorted(_GRIDS))
def test_rows_and_tables_are_those_of_the_print(seeds: Path, number: str) -> None:
    _, document = _read(seeds, number)
    assert [_row_lengths(table) for table in _tables(document)] == _GRIDS[number]


def test_a_form_of_one_cell_a_line_gives_a_head_for_each_of_its_eight_projects(seeds: Path) -> None:
    _, document = _read(seeds, "003")
    lengths = [_row_lengths(table) for table in _tables(document)]
    assert lengths.count(_PROJECT_HEAD) == 8
    assert [row for table in lengths if table != _PROJECT_HEAD for row in table if row != 6] == [3, 3]


def test_a_stray_page_break_inside_a_table_parts_it(seeds: Path) -> None:
    _, document = _read(seeds, "000")
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds[-5:] == ["Table", "Break", "Paragraph", "Break", "Table"]
