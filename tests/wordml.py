"""Small Word files made by hand, part by part, for tests to read. Nothing of a form stands here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from string import digits

import docx as python_docx

from jiheng.model import Document, Paragraph, RemarkKind, Table
from jiheng.readers import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, parts: Mapping[str, str] = {}) -> bytes:
    """Return a Word file with this body, and further parts by kind: r0, r1 and so on."""
    return packed(f"<w:body>{body}</w:body>", parts)


def packed(content: str, parts: Mapping[str, str] = {}) -> bytes:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}/{kind.rstrip(digits)}" Target="{kind}.xml"/>'
        for number, kind in enumerate(parts)
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        start = f'<Relationship Id="r" Type="{_KINDS}/officeDocument" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="{_LINKS}">{start}</Relationships>')
        package.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_LINKS}">{links}</Relationships>')
        package.writestr("word/document.xml", f"<w:document {_NAMESPACES}>{content}</w:document>")
        for kind, part in parts.items():
            package.writestr(f"word/{kind}.xml", part)
    return stream.getvalue()


def read(body: str, parts: Mapping[str, str] = {}) -> Document:
    return docx.read(word(body, parts))


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def saved(fill: Callable[[python_docx.document.Document], None]) -> bytes:
    document = python_docx.Document()
    fill(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def spans(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


def words(document: Document) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else "|".join(cell.text for cell in block.cells)
        for block in document.blocks
        if isinstance(block, (Paragraph, Table))
    ]


def remarks(document: Document, kind: RemarkKind) -> list[str]:
    return [remark.text for remark in document.remarks if remark.kind is kind]
