"""Writes printed blocks in the formats that no writer of ours writes: xls, xlsb, ods, XML workbook, RTF, CSV and so on.

What is to be written is a Document, as a reader gives it. Just enough of each format to be read again.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from binary_workbooks import biff8, cell, record, wide, xlsb_record, xlsb_text
from binary_workbooks import xlsb as xlsb_book
from jiheng.model import Cell, Document, Paragraph, Table
from jiheng.model.place import Place

_ODS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
# What a text of BIFF8 may hold without being continued in another record.
_LONGEST = 250


def csv_text(document: Document) -> bytes:
    target = io.StringIO()
    for row in _filled(document):
        csv.writer(target).writerow(["" if one is None else one.text for one in row])
    return target.getvalue().encode("gb18030")


def markdown(document: Document) -> bytes:
    rows = [f"| {' | '.join(one.text.replace(chr(10), ' ') for one in row)} |" for row in _rows(_sheet(document))]
    rule = "|" + "---|" * len(rows[0].split(" | "))
    return "\n".join([*rows[:1], rule, *rows[1:]]).encode()


def mht(page: bytes) -> bytes:
    head = "From: <saved>\nSubject: page\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=edge\n\n"
    part = (
        "--edge\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\nContent-Location: p.html\n\n"
    )
    picture = "--edge\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--edge--\n"
    return head.encode() + part.encode() + page + b"\n" + picture.encode()


def xls(document: Document) -> bytes:
    cells = _sheet(document)
    merged = [one for one in cells if one.rows * one.columns > 1]
    ranges = b"".join(
        struct.pack("<4H", one.row - 1, one.row + one.rows - 2, one.column - 1, one.column + one.columns - 2)
        for one in merged
    )
    labels = (cell(0x204, one.row - 1, one.column - 1, 0, wide(one.text[:_LONGEST])) for one in cells)
    styles = record(0xE0, struct.pack("<HH16x", 0, 0))
    return biff8([("目标表", b"".join(labels) + record(0xE5, struct.pack("<H", len(merged)) + ranges))], styles)


def xlsb(document: Document) -> bytes:
    cells = _sheet(document)
    sheet = xlsb_record(145)
    for number, row in groupby(cells, key=lambda one: one.row):
        sheet += xlsb_record(0, struct.pack("<IIHBBB", number - 1, 0, 300, 0, 0, 0))
        for one in row:
            sheet += xlsb_record(6, struct.pack("<II", one.column - 1, 0) + xlsb_text(one.text))
    sheet += xlsb_record(146)
    for one in cells:
        if one.rows * one.columns > 1:
            bottom, right = one.row + one.rows - 2, one.column + one.columns - 2
            sheet += xlsb_record(176, struct.pack("<4I", one.row - 1, bottom, one.column - 1, right))
    return xlsb_book(sheet, ["部门名称"], xlsb_record(617, struct.pack("<I", 1)) + xlsb_record(47, bytes(16)))


def ods(document: Document) -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in _filled(document))
    sheet = f'<table:table table:name="目标表">{rows}</table:table>'
    content = f"<office:document-content {_ODS}><office:body><office:spreadsheet>{sheet}</office:spreadsheet>"
    content += "</office:body></office:document-content>"
    return zipped({"content.xml": content.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def xml_workbook(document: Document) -> bytes:
    rows = "".join(
        f"<Row ss:Index='{number}'>{''.join(map(_xml_cell, row))}</Row>"
        for number, row in groupby(_sheet(document), key=lambda one: one.row)
    )
    sheet = f'<Worksheet ss:Name="目标表"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">{sheet}</Workbook>'.encode()


def rtf(document: Document) -> bytes:
    parts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"{_rtf_text(block.text)}\\par ")
        elif isinstance(block, Table):
            parts.extend(map(_rtf_row, _rows(block.cells)))
    return f"{{\\rtf1\\ansi\\ansicpg936 {''.join(parts)}\\pard\\par}}".encode("ascii")


def xml_document(document: Document) -> bytes:
    """A document as Word 2003 saved it in XML."""
    body = "".join(map(_word_block, document.blocks))
    start = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    return f'{start}<w:wordDocument xmlns:w="{_WORD}"><w:body>{body}</w:body></w:wordDocument>'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _sheet(document: Document) -> tuple[Cell, ...]:
    """Return everything printed as the cells of one sheet, line under line."""
    return reduce(_below, (block for block in document.blocks if isinstance(block, (Paragraph, Table))), ())


def _below(cells: tuple[Cell, ...], block: Paragraph | Table) -> tuple[Cell, ...]:
    bottom = max((one.row + one.rows - 1 for one in cells), default=0)
    if isinstance(block, Paragraph):
        return (*cells, Cell(block.text, bottom + 1, 1, Place()))
    return (*cells, *(_moved(one, bottom) for one in block.cells))


def _moved(one: Cell, down: int) -> Cell:
    return Cell(one.text, one.row + down, one.column, Place(), one.rows, one.columns)


def _rows(cells: tuple[Cell, ...]) -> Iterator[list[Cell]]:
    for _, row in groupby(cells, key=lambda one: one.row):
        yield list(row)


def _filled(document: Document) -> Iterator[list[Cell | None]]:
    """Yield whole rows: None stands where a cell of another row or column reaches."""
    cells = _sheet(document)
    starts = {(one.row, one.column): one for one in cells}
    height = max(one.row + one.rows for one in cells)
    width = max(one.column + one.columns for one in cells)
    for row in range(1, height):
        yield [starts.get((row, column)) for column in range(1, width)]


def _ods_cell(one: Cell | None) -> str:
    if one is None:
        return "<table:covered-table-cell/>"
    spans = f'table:number-rows-spanned="{one.rows}" table:number-columns-spanned="{one.columns}"'
    return (
        f'<table:table-cell office:value-type="string" {spans}><text:p>{escape(one.text)}</text:p></table:table-cell>'
    )


def _xml_cell(one: Cell) -> str:
    spans = f'ss:Index="{one.column}" ss:MergeAcross="{one.columns - 1}" ss:MergeDown="{one.rows - 1}"'
    return f'<Cell {spans}><Data ss:Type="String">{escape(one.text)}</Data></Cell>'


def _rtf_text(text: str) -> str:
    return "".join(one if one.isascii() and one.isalnum() else f"\\u{_signed(ord(one))}?" for one in text)


def _signed(code: int) -> int:
    return code - 0x10000 if code > 0x7FFF else code


def _rtf_row(row: list[Cell]) -> str:
    edges = "".join(f"\\cellx{1000 * (number + 1)}" for number in range(len(row)))
    texts = "".join(_rtf_text(one.text) + "\\intbl\\cell " for one in row)
    return f"\\trowd{edges} {texts}\\row\\pard "


def _word_block(block: object) -> str:
    if isinstance(block, Table):
        rows = "".join(f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in _rows(block.cells))
        return f"<w:tbl>{rows}</w:tbl>"
    return _word_paragraph(block.text) if isinstance(block, Paragraph) else ""


def _word_cell(one: Cell) -> str:
    return f"<w:tc><w:tcPr><w:gridSpan w:val={quoteattr(str(one.columns))}/></w:tcPr>{_word_paragraph(one.text)}</w:tc>"


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
