"""Writes drawings as OFD (GB/T 33190), so that its reader has something to read. Knows no form and no reader.

One page as long as the drawing needs; text is wrapped and placed character by character, as printing programs do.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role

SIZE = 3.6
_LEADING, _PADDING, _GAP = 1.35, 1.0, 4.0
_SCALES = {Role.TITLE: 1.6}
_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def written(drawing: Drawing) -> bytes:
    """The drawing as an OFD file of a single page."""
    top, parts = float(drawing.margins[0]), list[str]()
    for block in drawing.blocks:
        if isinstance(block, DrawnParagraph):
            size = SIZE * _SCALES.get(block.role, 1)
            lines = _wrapped(block.text, _width(drawing), size)
            parts += _paragraph(block, lines, size, top, drawing)
            top += size * _LEADING * len(lines) + _PADDING
        else:
            heights = _heights(block)
            parts += _table(block, heights, top - (_PADDING if block.joined else 0), drawing.margins[3])
            top += sum(heights) + _GAP * (not block.joined)
    return package({"Doc_0/Pages/Page_0/Content.xml": page("".join(parts), size=(_page_width(drawing), top + 20))})


def page(objects: str, size: tuple[float, float] = (210, 297), before: str = "") -> str:
    """A page of objects; `before` stands in front of its content."""
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Layer ID="9" Type="Body">{objects}</ofd:Layer>'
    return f"<ofd:Page {_NAMESPACE}>{area}{before}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def part(tag: str, content: str) -> str:
    return f"<ofd:{tag} {_NAMESPACE}>{content}</ofd:{tag}>"


def package(parts: Mapping[str, str], common: str = "", after: str = "", body: str = "") -> bytes:
    """An OFD file of these parts; every part whose name holds Page_ is a page, in order."""
    names = [name for name in parts if "/Page_" in name and name.endswith("/Content.xml")]
    sheets = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="{name.removeprefix("Doc_0/")}"/>' for number, name in enumerate(names, 1)
    )
    document = (
        "<ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{sheets}</ofd:Pages>{after}"
    )
    root = f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", part("OFD", root))
        archive.writestr("Doc_0/Document.xml", part("Document", document))
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def text(words: str, left: float, top: float, size: float = SIZE, attributes: str = "") -> str:
    """One line of text whose upper left corner is given; its distances are written as a printing program would."""
    if not words:
        return ""
    widths = [_advance(character) * size for character in words[:-1]]
    deltas = f'DeltaX="{_runs(widths)}"' if widths else ""
    code = f'<ofd:TextCode X="0" Y="{size * 0.86:.3f}" {deltas}>{escape(words)}</ofd:TextCode>'
    box = f'Boundary="{left:.3f} {top:.3f} {len(words) * size:.3f} {size * 1.2:.3f}"'
    return f'<ofd:TextObject ID="1" {box} Font="1" Size="{size}" {attributes}>{code}</ofd:TextObject>'


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    box = f'Boundary="{x1:.3f} {y1:.3f} {max(x2 - x1, 0.1):.3f} {max(y2 - y1, 0.1):.3f}"'
    data = f"M 0 0 L {x2 - x1:.3f} {y2 - y1:.3f}"
    return f'<ofd:PathObject ID="1" {box}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def _runs(widths: Sequence[float]) -> str:
    if len(set(widths)) == 1 and len(widths) > 2:
        return f"g {len(widths)} {widths[0]:.3f}"
    return " ".join(f"{width:.3f}" for width in widths)


def _advance(character: str) -> float:
    return 1.0 if character >= "\u2e80" else 0.5


def _wrapped(words: str, width: float, size: float = SIZE) -> list[str]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            if used + _advance(character) * size > width and line and character != " ":
                lines.append(line)
                line, used = "", 0.0
            line, used = line + character, used + _advance(character) * size
        lines.append(line)
    return lines


def _page_width(drawing: Drawing) -> float:
    return 297 if drawing.landscape else 210


def _width(drawing: Drawing) -> float:
    return _page_width(drawing) - drawing.margins[1] - drawing.margins[3]


def _paragraph(block: DrawnParagraph, lines: Sequence[str], size: float, top: float, drawing: Drawing) -> Iterator[str]:
    for number, line in enumerate(lines):
        room = _width(drawing) - sum(map(_advance, line)) * size
        left = drawing.margins[3] + (room / 2 if block.align is Align.CENTER else 0)
        yield text(line, left, top + number * size * _LEADING, size)


def _cell_width(table: DrawnTable, cell: DrawnCell) -> float:
    return sum(table.widths[cell.column - 1 : cell.column - 1 + cell.columns])


def _heights(table: DrawnTable) -> list[float]:
    """The height of each row: enough for every cell; a tall merged cell stretches its last row."""
    heights = [SIZE * _LEADING + 2 * _PADDING] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rows):
        lines = len(_wrapped(cell.text, _cell_width(table, cell) - 2 * _PADDING))
        rows = heights[cell.row - 1 : cell.row - 1 + cell.rows]
        heights[cell.row + cell.rows - 2] += max(lines * SIZE * _LEADING + 2 * _PADDING - sum(rows), 0)
    return heights


def _table(table: DrawnTable, heights: Sequence[float], top: float, left: float) -> Iterator[str]:
    for cell in table.cells:
        x, y = left + sum(table.widths[: cell.column - 1]), top + sum(heights[: cell.row - 1])
        width, height = _cell_width(table, cell), sum(heights[cell.row - 1 : cell.row - 1 + cell.rows])
        for x1, y1, x2, y2 in ((x, y, x + width, y), (x, y + height, x + width, y + height)):
            yield line(x1, y1, x2, y2)
        for x1, y1, x2, y2 in ((x, y, x, y + height), (x + width, y, x + width, y + height)):
            yield line(x1, y1, x2, y2)
        for number, words in enumerate(_wrapped(cell.text, width - 2 * _PADDING)):
            yield text(words, x + _PADDING, y + _PADDING + number * SIZE * _LEADING)
