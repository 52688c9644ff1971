"""What the writers write, our own readers read: every text and span, nothing beside it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drawings import drawn_tables, fillable, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnTable
from jiheng.model import Break, Document, Paragraph, RemarkKind, Table
from jiheng.readers import docx, html, pdf, xlsx
from jiheng.writers import write_drawings
from jiheng.writers.look import tables

few = settings(max_examples=25, deadline=None)

# A cell as text, first row, first column, rows, columns. Readers trim outer space.
Shown = tuple[str, int, int, int, int]


def drawn(table: DrawnTable) -> list[Shown]:
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [(cell.text.strip(), cell.row, cell.column, cell.rows, cell.columns) for cell in cells]


def read(document: Document) -> list[list[Shown]]:
    return [
        [(cell.text.strip(), cell.row, cell.column, cell.rows, cell.columns) for cell in block.cells]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@few
@given(drawn_tables())
def test_docx_is_read_as_drawn(table: DrawnTable) -> None:
    document = docx.read(write_drawings([Drawing("表", (table,))], "docx"))
    assert read(document) == [drawn(table)]
    assert document.remarks == ()


@few
@given(drawn_tables())
def test_xlsx_is_read_as_drawn(table: DrawnTable) -> None:
    document = xlsx.read(write_drawings([Drawing("表", (table,))], "xlsx"))
    # A workbook does not tell an empty cell from none.
    kept = [cell for cell in drawn(table) if cell[0] or cell[3:] != (1, 1)]
    assert [cell for cells in read(document) for cell in cells if cell[0] or cell[3:] != (1, 1)] == kept
    assert document.remarks == ()


@few
@given(drawn_tables())
def test_html_is_read_as_drawn(table: DrawnTable) -> None:
    document = html.read(write_drawings([Drawing("表", (table,))], "html"))
    assert read(document) == [drawn(table)]
    assert [remark.text for remark in document.remarks] == ["网页标题：表"]


# A page tells little of blanks: lines end where the column does, and some punctuation is half empty.
printed = st.text("绩效目标管理abc012，。≥%（）", max_size=14)


@few
@given(drawn_tables(printed))
def test_pdf_is_read_as_drawn(table: DrawnTable) -> None:
    assume(any(cell.text for cell in table.cells))  # a page of lines without a word is no table
    (found,) = read(pdf.read(write_drawings([Drawing("表", (table,))], "pdf")))
    assert [("".join(cell[0].split()), *cell[1:]) for cell in found] == ruled(table)


def ruled(table: DrawnTable) -> list[Shown]:
    """The cells of the table on the lines that are printed: where every cell goes on, there is no line."""
    rows = sorted({cell.row for cell in table.cells} | {table.rows + 1})
    columns = sorted({cell.column for cell in table.cells} | {len(table.widths) + 1})
    return [
        (
            cell.text,
            rows.index(cell.row) + 1,
            columns.index(cell.column) + 1,
            rows.index(cell.row + cell.rows) - rows.index(cell.row),
            columns.index(cell.column + cell.columns) - columns.index(cell.column),
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]


def test_joined_tables_are_read_as_two_where_the_format_knows_tables() -> None:
    wanted = [drawn(table) for table in tables(official())]
    assert read(docx.read(write_drawings([official()], "docx"))) == wanted
    assert read(html.read(write_drawings([official()], "html"))) == wanted


def test_spans_only_grow_where_tables_share_columns() -> None:
    (cells,) = read(xlsx.read(write_drawings([official()], "xlsx")))
    wanted = [cell for table in tables(official()) for cell in drawn(table)]
    found = cells[-len(wanted) :]
    assert [(cell[0], cell[3]) for cell in found] == [(cell[0], cell[3]) for cell in wanted]
    assert all(own[4] >= least[4] for own, least in zip(found, wanted, strict=True))


def test_each_form_begins_after_a_break() -> None:
    drawings = [official(), narrative(), fillable()]
    for document in (docx.read(write_drawings(drawings, "docx")), html.read(write_drawings(drawings, "html"))):
        starts = [after for before, after in pairwise(document.blocks) if isinstance(before, Break)]
        titles = [one.text for one in starts if isinstance(one, Paragraph)]
        assert titles == ["2026年度整体绩效目标", "项目绩效目标填报表"]
    sheets = [one.new_sheet for one in xlsx.read(write_drawings(drawings, "xlsx")).blocks if isinstance(one, Break)]
    assert sheets == ["芦苇荡管护所", "叙述表", "填报"]


def test_a_fillable_workbook_says_that_it_is_one() -> None:
    remarks = xlsx.read(write_drawings([fillable()], "xlsx")).remarks
    assert {remark.kind for remark in remarks} == {RemarkKind.FILLABLE, RemarkKind.HIDDEN}
    assert xlsx.read(write_drawings([official()], "xlsx")).remarks == ()
