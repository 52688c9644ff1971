"""Enormous but honest files are read in bounded time; hostile ones are refused, whatever format brings them."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from fuzz.corpus import corpus
from jiheng import pipeline, readers
from jiheng.model import Reading
from jiheng.readers.errors import ForbiddenXmlError, TooLargeFileError
from printed_pdf import by_hand, shown
from wordml import tc, word

_SECONDS = 20.0
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def timed(data: bytes, name: str) -> Reading:
    begun = time.process_time()
    reading = pipeline.check_reading(pipeline.read_bytes(data, name))
    assert time.process_time() - begun < _SECONDS
    return reading


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as to:
        for name in source.namelist():
            changed = change(name, source.read(name))
            if changed is not None:
                to.writestr(name, changed)
        for name, content in more.items():
            to.writestr(name, content)
    return target.getvalue()


def with_doctype(xml: bytes, doctype: str) -> bytes:
    """Put a DOCTYPE behind the declaration, and an entity of it into the first text."""
    head, mark, rest = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
    return head + mark + doctype.encode() + rest.replace("绩效".encode(), b"&a;", 1)


@pytest.mark.parametrize("doctype", [_LAUGHS, _OUTSIDE])
@pytest.mark.parametrize(
    ("kind", "part"),
    [
        *(("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml"), ("ods", "content.xml")),
        *(("ofd", "OFD.xml"), ("ofd", "Doc_0/Document.xml"), ("xlsb", "_rels/.rels")),
    ],
)
def test_entities_are_refused_in_every_package(kind: str, part: str, doctype: str) -> None:
    whole = corpus(kind)[0]
    assert part in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    data = repacked(whole, lambda name, xml: with_doctype(xml, doctype) if name == part else xml)
    with pytest.raises(ForbiddenXmlError):
        readers.read(data, f"表.{kind}")


@pytest.mark.parametrize("doctype", [_LAUGHS, _OUTSIDE])
@pytest.mark.parametrize(("kind", "at"), [("xml", 0), ("doc", 3)])
def test_entities_are_refused_in_plain_xml(kind: str, at: int, doctype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_SOFFICE", "/nowhere/soffice")
    with pytest.raises(ForbiddenXmlError):
        readers.read(with_doctype(corpus(kind)[at], doctype), "表.xml")


@pytest.mark.parametrize("kind", ["html", "mht"])
def test_entities_of_a_page_stay_unexpanded(kind: str) -> None:
    page = corpus(kind)[0].replace(b"<!DOCTYPE html>", _OUTSIDE.encode()).replace("绩效".encode(), b"&a;", 1)
    document = readers.read(page, f"表.{kind}")
    assert "root:" not in repr(document.blocks)


def test_macros_are_never_opened() -> None:
    whole = corpus("xlsx")[1]
    with_macro = repacked(whole, lambda _, data: data, **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not a project"})
    assert readers.read(with_macro, "表.xlsm").blocks == readers.read(whole, "表.xlsx").blocks


def test_two_thousand_printed_pages_are_read_in_time() -> None:
    reading = timed(by_hand(*(shown(f"page {number}", 60, 700) for number in range(2000))), "表.pdf")
    assert len(reading.unread) == 2000


def test_a_table_of_ten_thousand_rows_is_read_in_time() -> None:
    row = f"<w:tr>{tc('甲指标') * 5}</w:tr>"
    reading = timed(word(f"<w:tbl>{row * 10_000}</w:tbl>"), "表.docx")
    assert len(reading.unread) == 50_000


def test_more_texts_than_a_form_can_have_are_refused() -> None:
    page = f"<table>{'<tr><td>甲<td>乙</tr>' * (readers.MAX_TEXTS // 2 + 1)}</table>"
    with pytest.raises(TooLargeFileError, match="有字的单元格和段落"):
        readers.read(page.encode(), "表.html")
