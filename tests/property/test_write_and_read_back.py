"""Whatever is drawn can be read back from every file format by programs that did not write it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from hypothesis import given, settings
from lxml import html
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from drawings import drawn_tables
from jiheng.layouts.drawing import Drawing, DrawnTable
from jiheng.writers import write_drawings
from jiheng.writers.grid import edges

few = settings(max_examples=25, deadline=None)

# A cell as text, first row, first column, rows, columns.
Shown = tuple[str, int, int, int, int]


def drawn(table: DrawnTable) -> list[Shown]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


def in_reading_order(cells: Sequence[Shown]) -> list[Shown]:
    return sorted(cells, key=lambda cell: cell[1:3])


@few
@given(drawn_tables())
def test_docx_shows_the_cells_that_were_drawn(table: DrawnTable) -> None:
    document = docx.Document(BytesIO(write_drawings([Drawing("表", (table,))], "docx")))
    (read,) = document.tables
    places: dict[object, list[tuple[int, int]]] = {}
    texts: dict[object, str] = {}
    for row, line in enumerate(read.rows, 1):
        for column, cell in enumerate(line.cells, 1):
            places.setdefault(cell._tc, []).append((row, column))
            texts[cell._tc] = cell.text
    cells = [
        (texts[one], *min(at), max(at)[0] - min(at)[0] + 1, max(at)[1] - min(at)[1] + 1) for one, at in places.items()
    ]
    assert in_reading_order(cells) == in_reading_order(drawn(table))


@few
@given(drawn_tables())
def test_html_shows_the_cells_that_were_drawn(table: DrawnTable) -> None:
    page = html.document_fromstring(write_drawings([Drawing("表", (table,))], "html"))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(page.iter("tr"), 1):
        for cell in line.iter("td", "th"):
            column = next(one for one in range(1, 99) if (row, one) not in taken)
            deep, wide = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            taken |= {(row + down, column + right) for down in range(deep) for right in range(wide)}
            cells.append(("".join(map(str, cell.itertext())), row, column, deep, wide))
    assert cells == in_reading_order(drawn(table))


@few
@given(drawn_tables(), drawn_tables())
def test_xlsx_shows_the_cells_of_both_tables_on_shared_columns(first: DrawnTable, second: DrawnTable) -> None:
    book = load_workbook(BytesIO(write_drawings([Drawing("表", (first, second))], "xlsx")))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    merges = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    grid = edges([first, second])
    for table, above in ((first, 0), (second, first.rows + 1)):
        for text, row, column, rows, columns in drawn(table):
            left = grid.index(sum(table.widths[: column - 1])) + 1
            right = grid.index(sum(table.widths[: column - 1 + columns]))
            area = merges.get((above + row, left))
            shown = (area.max_row, area.max_col) if area is not None else (above + row, left)
            assert shown == (above + row + rows - 1, right)
            assert (sheet.cell(above + row, left).value or "") == text
