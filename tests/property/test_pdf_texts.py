"""Whatever is typed into a form, the PDF shows it or the writer says what it cannot show; nothing leaves its cell."""

from __future__ import annotations

import contextlib

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import drawn_tables, grid
from jiheng.layouts.drawing import Drawing, DrawnTable
from jiheng.writers import UnwritableTextError
from jiheng.writers.pdf import write_pdf

few = settings(max_examples=25, deadline=None)
COLUMN, GAP = 30, 1
# Chinese, Latin, digits, signs that may not begin or end a line, hard blanks: all with a face in the fonts.
known = st.text("预算绩效abWM019.,%/-_#$\\<>@，。；：（）《》“”…—·×÷≥≤①\u00a0 é", min_size=1, max_size=120)


@few
@given(drawn_tables())
def test_any_text_is_written_or_refused_by_name(table: DrawnTable) -> None:
    with contextlib.suppress(UnwritableTextError):
        assert write_pdf([Drawing("表", (table,))]).startswith(b"%PDF-")


@few
@given(known)
def test_no_text_leaves_its_cell(text: str) -> None:
    page = pypdfium2.PdfDocument(write_pdf([grid([[text, "右"]], (COLUMN, COLUMN))]))[0]
    left = (210 - 2 * COLUMN) / 2 * 72 / 25.4
    right = left + COLUMN * 72 / 25.4
    shown = page.get_textpage()
    boxes = [shown.get_charbox(at) for at in range(shown.count_chars()) if shown.get_text_range(at, 1).strip()]
    inside = [box for box in boxes if box[0] < right - GAP and box[1] > 60]
    assert all(left <= box[0] and box[2] <= right for box in inside)
    assert len(boxes) - len(inside) <= len("右1"), "what stands further right is the next cell, and the page number"
