"""Findings as Word comments: the body keeps every byte, and each comment hangs on its own cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx as python_docx
import pytest
from docx.document import Document as WordDocument
from lxml import etree

from jiheng import readers
from jiheng.model import Place, Remark, RemarkKind
from jiheng.writers.annotate import Mark, annotate_marks
from jiheng.writers.annotate.marks import AUTHOR
from remarks import HOSTILE, mark, packed, parts

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ADDED = re.compile(
    rb"<w:commentRange(?:Start|End)(?: xmlns:w=\"[^\"]*\")? w:id=\"\d+\"/>"
    rb"|<w:r(?: xmlns:w=\"[^\"]*\")?><w:commentReference(?: xmlns:w=\"[^\"]*\")? w:id=\"\d+\"/></w:r>"
)
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
NEW = '<w:ins w:id="90" w:author="甲"><w:r><w:t>≥57</w:t></w:r></w:ins><w:del w:id="91" w:author="甲"><w:r>'
CELLS = {
    "revised": f"<w:p>{NEW}<w:delText>约57</w:delText></w:r></w:del></w:p>",
    "controlled": "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>甲</w:t></w:r>"
    "</w:p></w:sdtContent></w:sdt>",
    "empty": "<w:p/>",
    "several": "<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>",
    "nested": "<w:p><w:r><w:t>外</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr>"
    "</w:tbl><w:p/>",
}


def document(change: Callable[[WordDocument], object] = lambda one: None) -> bytes:
    one = python_docx.Document()
    one.add_paragraph("芦苇荡管护所绩效目标申报表")
    table = one.add_table(2, 2)
    for row, words in zip(table.rows, (("指标", "指标值"), ("巡护里程", "≥57")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    change(one)
    stream = BytesIO()
    one.save(stream)
    return stream.getvalue()


def with_cell(content: str) -> bytes:
    """A document whose second row ends with a cell of this content."""
    whole = parts(document())
    old = re.search(rb"<w:p><w:r><w:t>\xe2\x89\xa557</w:t></w:r></w:p>", whole[BODY])
    assert old is not None
    return packed({**whole, BODY: whole[BODY].replace(old[0], content.encode())})


def annotated(data: bytes, *marks: Mark) -> bytes:
    return annotate_marks(data, "docx", marks)


def comments(data: bytes) -> list[Remark]:
    """The comments as they are read, without who said them."""
    found = (one for one in readers.read(data, "x.docx").remarks if one.kind is RemarkKind.COMMENT)
    return [replace(one, text=re.sub(r"^\w+：(?=【|请核对|同上)", "", one.text)) for one in found]


def without_added(data: bytes) -> bytes:
    return ADDED.sub(b"", parts(data)[BODY]).replace(b"<w:p></w:p>", b"<w:p/>")


VALUE = Place(table=1, row=2, column=2)


def test_a_comment_for_each_finding_and_no_other_byte_changed() -> None:
    before = document()
    after = annotated(before, mark(VALUE, "缺少单位", "缺少符号"), mark(Place(row=1), "标题"))
    old, new = parts(before), parts(after)
    assert {name for name in old if old[name] != new[name]} <= {
        BODY,
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }
    assert without_added(after) == old[BODY]
    found = [(one.place, one.text.partition("\n")[0]) for one in comments(after)]
    assert found == [(VALUE, "【退回】缺少单位"), (VALUE, "【退回】缺少符号"), (Place(row=1), "【退回】标题")]


def test_another_program_finds_author_and_text() -> None:
    (comment,) = python_docx.Document(BytesIO(annotated(document(), mark(VALUE)))).comments
    assert (comment.author, comment.initials) == (AUTHOR, AUTHOR)
    assert comment.text == "【退回】缺少单位\n怎么改：写明单位。"


def test_ids_go_on_after_comments_that_are_there() -> None:
    def commented(one: WordDocument) -> None:
        run = one.paragraphs[0].runs[0]
        one.add_comment(run, text="请核对", author="乡镇")
        one.add_comment(run, text="同上", author="乡镇")

    before = document(commented)
    after = annotated(annotated(before, mark(VALUE)), mark(VALUE, "又一条"))
    assert [one.text.partition("\n")[0] for one in comments(after)] == [
        "请核对",
        "同上",
        "【退回】缺少单位",
        "【退回】又一条",
    ]
    ids = re.findall(rb"<w:comment [^>]*w:id=\"(\d+)\"", parts(after)["word/comments.xml"])
    assert len(set(ids)) == len(ids) == 4
    assert parts(before)["word/comments.xml"][:-20] in parts(after)["word/comments.xml"]


@pytest.mark.parametrize("content", CELLS.values(), ids=CELLS)
def test_whatever_a_cell_holds_the_reading_stays_and_the_comment_is_on_it(content: str) -> None:
    before = with_cell(content)
    after = annotated(before, mark(VALUE))
    old, new = readers.read(before, "x.docx"), readers.read(after, "x.docx")
    assert new.blocks == old.blocks
    assert [one for one in new.remarks if one.kind is not RemarkKind.COMMENT] == list(old.remarks)
    assert [one.place for one in comments(after)] == [VALUE]
    assert without_added(after) == parts(before)[BODY]


def test_a_comment_begins_behind_the_properties_and_ends_in_the_last_paragraph_of_its_cell() -> None:
    body = etree.fromstring(parts(annotated(with_cell(CELLS["several"]), mark(VALUE)))[BODY])
    (start,), (end,) = (list(body.iter(f"{W}commentRange{one}")) for one in ("Start", "End"))
    first, last = (next(one.iterancestors(f"{W}p")) for one in (start, end))
    assert ["".join(map(str, one.itertext())) for one in (first, last)] == ["一", "二"]
    controlled = etree.fromstring(parts(annotated(with_cell(CELLS["controlled"]), mark(VALUE)))[BODY])
    paragraph = next(controlled.iter(f"{W}commentRangeStart")).getparent()
    assert paragraph is not None
    assert [etree.QName(one).localname for one in paragraph][:2] == ["pPr", "commentRangeStart"]


def test_a_table_in_a_cell_has_comments_of_its_own() -> None:
    inner = Place(table=2, row=1, column=1)
    assert [one.place for one in comments(annotated(with_cell(CELLS["nested"]), mark(inner)))] == [inner]


def test_no_comment_goes_into_a_text_box() -> None:
    box = (
        '<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:tbl><w:tr>'
        "<w:tc><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:txbxContent></v:textbox></v:rect>"
        "</w:pict></w:r></w:p><w:tbl>"
    )
    whole = parts(document())
    before = packed({**whole, BODY: whole[BODY].replace(b"<w:tbl>", box.encode(), 1)})
    after = annotated(before, mark(Place(table=1, row=1, column=1), "框内"))
    body = etree.fromstring(parts(after)[BODY])
    (reference,) = body.iter(f"{W}commentReference")
    assert not list(reference.iterancestors(f"{W}txbxContent"))
    assert readers.read(after, "x.docx").blocks == readers.read(before, "x.docx").blocks


def test_what_has_no_place_stands_at_the_beginning() -> None:
    assert [one.place for one in comments(annotated(document(), mark(Place())))] == [Place(row=1)]


def test_no_text_becomes_markup() -> None:
    (comment,) = comments(annotated(document(), mark(VALUE, HOSTILE)))
    assert comment.text == f"【退回】{HOSTILE}\n怎么改：写明单位。"


def test_the_strict_variant_and_other_prefixes() -> None:
    strict = {name: data.replace(TRANSITIONAL, STRICT) for name, data in parts(document()).items()}
    strict[BODY] = re.sub(rb"\bw:", b"", strict[BODY]).replace(b"xmlns:w=", b"xmlns=")
    if b' val="' in strict[BODY]:
        strict[BODY] = re.sub(rb'<(\w+) [^<>]*val="[^"]*"[^<>]*/>', b"", strict[BODY])
    after = annotated(packed(strict), mark(VALUE))
    assert [one.text for one in comments(after)] == ["【退回】缺少单位\n怎么改：写明单位。"]
    assert not [name for name, data in parts(after).items() if TRANSITIONAL in data]
