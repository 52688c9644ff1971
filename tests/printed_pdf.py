"""Small PDF files for tests: written by hand where the file itself matters, set by typst where Chinese text does."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typst

_MARKUP = re.compile(r"([\\#*_$`<>@\[\]=/+\-~])")


def by_hand(
    *contents: str, page: str = "", objects: Sequence[str] = (), catalog: str = "", size: str = "0 0 600 800"
) -> bytes:
    """A file with a page for each content stream, in Helvetica as /F1. `objects` are numbered from 100."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(contents)))
    parts = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for at, content in enumerate(contents):
        resources = "/Resources<</Font<</F1 3 0 R/F2 100 0 R>>/XObject<</X 101 0 R>>>>"
        parts[10 + 2 * at] = f"<</Type/Page/Parent 2 0 R/MediaBox[{size}]{resources}/Contents {11 + 2 * at} 0 R{page}>>"
        parts[11 + 2 * at] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    parts |= dict(enumerate(objects, start=100))
    body, places = b"%PDF-1.7\n", {}
    for number, text in parts.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    trailer = f"trailer<</Size {max(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 1\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def shown(text: str, x: float, y: float, size: float = 10, matrix: str | None = None) -> str:
    """Operators that show a Latin text with its first base point at (x, y), y upwards."""
    return f"BT /F1 {size} Tf {matrix or '1 0 0 1'} {x} {y} Tm ({text}) Tj ET\n"


def ruled(columns: Sequence[float], rows: Sequence[float]) -> str:
    """Operators that stroke every line of a grid."""
    across = "".join(f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in rows)
    return across + "".join(f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns)


def escaped(text: str) -> str:
    """Text as typst markup that shows it."""
    return _MARKUP.sub(r"\\\1", text)


def table(rows: Sequence[Sequence[str]], widths: str, stroke: str = "0.5pt") -> str:
    """Typst markup of a table; a cell that begins with `table.` or `[` is markup already."""
    cells = (cell if cell.startswith(("table.", "[")) else f"[{escaped(cell)}]" for row in rows for cell in row)
    return f"#table(columns: ({widths}), stroke: {stroke}, {', '.join(cells)})\n"


def by_typst(markup: str, page: str = 'paper: "a4", margin: 2cm', size: str = "10pt") -> bytes:
    """A file as typst sets it; `page` are the settings of its pages."""
    head = f'#set page({page})\n#set text(font: "Noto Sans CJK SC", size: {size}, lang: "zh")\n'
    compiled: bytes = typst.compile(f"{head}{markup}".encode())
    return compiled
