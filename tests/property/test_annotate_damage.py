"""However a file is damaged, annotating it ends with a file or with a refusal in words."""

from __future__ import annotations

from io import BytesIO

import docx as python_docx
import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from jiheng.model import Place
from jiheng.readers.errors import UnreadableFileError
from jiheng.writers.annotate import UnannotatableError, annotate_marks
from remarks import mark, packed, parts

SIGNS = (
    b"<",
    b">",
    b'"',
    b"/",
    b"<a/>",
    b"</a>",
    b"\xff\xfe",
    b"99999999",
    b"<!--",
    b"&#0;",
    b"<w:p/>",
    b"<text/>",
    b"",
)
CELL = {"xlsx": Place(sheet="Sheet", table=1, row=2, column=2), "docx": Place(table=1, row=1, column=1)}


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"] = "≥57"
    sheet["B2"].comment = Comment("请核对", "乡镇")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _document() -> bytes:
    document = python_docx.Document()
    document.add_comment(document.add_paragraph("芦苇荡管护所").add_run("。"), text="请核对", author="乡镇")
    document.add_table(1, 1).rows[0].cells[0].text = "≥57"
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


WHOLE = {"xlsx": parts(_workbook()), "docx": parts(_document())}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["xlsx", "docx"]), st.data())
def test_a_damaged_part_ends_in_a_file_or_in_words(format: str, data: st.DataObject) -> None:
    whole = WHOLE[format]
    name = data.draw(st.sampled_from(sorted(whole)))
    at = data.draw(st.integers(0, len(whole[name])))
    gone = data.draw(st.integers(0, 20))
    damaged = whole[name][:at] + data.draw(st.sampled_from(SIGNS)) + whole[name][at + gone :]
    try:
        annotated = annotate_marks(packed({**whole, name: damaged}), format, [mark(CELL[format]), mark(Place())])
    except (UnannotatableError, UnreadableFileError) as refusal:
        said = (refusal.message, refusal.advice)
        assert all(said)
    else:
        assert parts(annotated).keys() >= whole.keys()
