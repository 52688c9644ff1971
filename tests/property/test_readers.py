"""A table with any merged cells, written by other programs, comes back with the same cells and the same spans."""

from __future__ import annotations

import html as markup
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import docx as python_docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng.model import Break, Table
from jiheng.readers import read, text
from jiheng.readers.errors import UnreadableFileError


@dataclass(frozen=True)
class Drawn:
    """A cell that was written: text, row, column, rows, columns."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@st.composite
def grids(draw: st.DrawFn) -> list[Drawn]:
    """Draw a grid filled with cells that do not overlap."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    words = st.text("目标值≥≤95%<&>\"'甲", min_size=1, max_size=8)
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            if (row, column) in taken:
                continue
            rows, columns = draw(st.integers(1, height - row + 1)), draw(st.integers(1, width - column + 1))
            area = {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            if taken & area:
                rows, columns, area = 1, 1, {(row, column)}
            taken |= area
            cells.append(Drawn(draw(words), row, column, rows, columns))
    return cells


def _xlsx(cells: list[Drawn]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cell in cells:
        sheet.cell(cell.row, cell.column, cell.text)
        if (cell.rows, cell.columns) != (1, 1):
            bottom, right = cell.row + cell.rows - 1, cell.column + cell.columns - 1
            sheet.merge_cells(start_row=cell.row, start_column=cell.column, end_row=bottom, end_column=right)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(cells: list[Drawn]) -> bytes:
    document = python_docx.Document()
    height = max(cell.row + cell.rows - 1 for cell in cells)
    table = document.add_table(height, max(cell.column + cell.columns - 1 for cell in cells))
    for cell in cells:
        first = table.cell(cell.row - 1, cell.column - 1)
        last = table.cell(cell.row + cell.rows - 2, cell.column + cell.columns - 2)
        first.merge(last).text = cell.text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _html(cells: list[Drawn]) -> bytes:
    rows = {row: "" for cell in cells for row in range(1, cell.row + cell.rows)}
    for cell in cells:
        spans = f"rowspan={cell.rows} colspan={cell.columns}"
        rows[cell.row] += f"<td {spans}>{markup.escape(cell.text)}</td>"
    return f"<table>{''.join(f'<tr>{row}</tr>' for _, row in sorted(rows.items()))}</table><p>尾</p>".encode()


@pytest.mark.parametrize(("kind", "write"), [("xlsx", _xlsx), ("docx", _docx), ("html", _html)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cells=grids())
def test_cells_and_spans_come_back(kind: str, write: Callable[[list[Drawn]], bytes], cells: list[Drawn]) -> None:
    document = read(write(cells), f"表.{kind}")
    assert document.format == kind
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [Drawn(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells] == cells


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["表.txt", "表.xlsx", "表.docx", "表.html", "表"]))
def test_any_bytes_are_read_or_refused_with_advice(data: bytes, name: str) -> None:
    assert _is_read_or_refused_with_advice(data, name)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255), st.sampled_from(["xlsx", "docx"]))
def test_a_flipped_byte_is_read_or_refused_with_advice(position: int, flip: int, kind: str) -> None:
    data = bytearray(_WHOLE[kind])
    data[position % len(data)] ^= flip
    assert _is_read_or_refused_with_advice(bytes(data), f"表.{kind}")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["\t", "\n", " ", "甲", "<p>", "\r\n", "\f", "\t\t", "95%"]), max_size=40))
def test_no_text_is_lost(pieces: list[str]) -> None:
    written = "".join(pieces)
    document = text.read(written.encode())
    found = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
        for block in document.blocks
        if not isinstance(block, Break)
    )
    assert "".join(found.split()) == "".join(written.split())


def _is_read_or_refused_with_advice(data: bytes, name: str) -> bool:
    try:
        return bool(read(data, name).blocks)
    except UnreadableFileError as refused:
        return bool(refused.message and refused.advice)


_WHOLE = {"xlsx": _xlsx([Drawn("甲", 1, 1), Drawn("乙", 2, 1)]), "docx": _docx([Drawn("甲", 1, 1), Drawn("乙", 2, 1)])}
