"""Drawings as one HTML page that stands alone: no script, no outside resource, printed on A4 by its own style.

Knows nothing of what the cells mean. `fragment` gives the same blocks without page and style, for the web application.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.writers.checks import checked
from jiheng.writers.grid import covering, header_rows
from jiheng.writers.look import FONTS, LANGUAGE, TITLE_FALLBACK, form_width, is_narrative, paper
from jiheng.writers.measure import paragraph_size, table_size

_TAGS = {Role.TITLE: "h1", Role.HEADING: "h2"}
_SCOPES = {Role.HEADER: "col", Role.LABEL: "row"}
_FAMILIES = {
    "方正小标宋简体": f'"form title", {TITLE_FALLBACK}, SimSun, "Noto Serif CJK SC", serif',
    "宋体": '宋体, SimSun, "Noto Serif CJK SC", serif',
    "仿宋": '仿宋, FangSong, 仿宋_GB2312, "Noto Serif CJK SC", serif',
    "黑体": '黑体, SimHei, "Noto Sans CJK SC", sans-serif',
}
# Declared bold, so that the title's own font is not thickened and only its stand-in is.
_TITLE_FACE = """@font-face { font-family: "form title"; font-weight: bold;
  src: local("方正小标宋简体"), local("FZXiaoBiaoSong-B05S"), local("方正小标宋_GBK"); }"""
_STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: #eceef0; color: #000; }
.form { margin: 8mm auto; background: #fff; box-shadow: 0 0 2mm #0002; overflow-x: auto; }
.form > * { margin: 0 auto; }
h1, h2, p { line-height: 1.5; max-width: 100%; overflow-wrap: anywhere; }
h1, p { padding-bottom: 1mm; }
.parts { display: flex; justify-content: space-between; gap: 4mm; }
.narrative .role-body.align-left:not(.parts) { text-indent: 2em; }
table { border-collapse: collapse; table-layout: fixed; }
table + table { margin-top: 4mm !important; } table.joined { margin-top: -0.5pt !important; }
th, td { border: 0.5pt solid #000; padding: 0.7mm 1mm; height: 7mm; line-height: 1.35; vertical-align: middle;
  overflow-wrap: anywhere; font-weight: normal; }
.align-left { text-align: left; } .align-center { text-align: center; } .align-right { text-align: right; }
thead { display: table-header-group; }
@media screen { .form { max-width: 100%; } }
@media screen and (max-width: 210mm) { .form { margin: 0; padding: 4mm !important; } }
@media print { body { background: none; } .form { margin: 0; padding: 0 !important; width: auto !important;
  box-shadow: none; overflow: visible; } }
"""


def write_html(drawings: Sequence[Drawing]) -> bytes:
    """Return a UTF-8 page showing every drawing, each beginning on a new printed page.

    Raises:
        UnwritableTextError: a text holds a control character.
        BrokenDrawingError: cells overlap or leave their table, or there is nothing to write.
    """
    whole = checked(drawings)
    head = (
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(whole[0].name)}</title>",
        f"<style>\n{_style_sheet(whole)}</style>",
    )
    sections = (_section(drawing, number) for number, drawing in enumerate(whole, 1))
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE}">',
        *("<head>", *head, "</head>"),
        *("<body>", *sections, "</body>"),
        "</html>\n",
    )
    return "\n".join(lines).encode("utf-8")


def fragment(drawing: Drawing) -> str:
    """Return the blocks of `drawing` as HTML without style: classes tell role and alignment, `data-path` the value.

    Column widths are percentages in `col` elements and a cell's colour stands in `bgcolor`, so that a page whose
    Content-Security-Policy forbids inline style shows them too.
    """
    (whole,) = checked([drawing])
    return "\n".join(_blocks(whole, inline=False))


def _style_sheet(drawings: Sequence[Drawing]) -> str:
    roles = (f".role-{role} {{ {_font(role)} }}" for role in Role)
    pages = (_page_rules(drawing, number) for number, drawing in enumerate(drawings, 1))
    return "\n".join((_TITLE_FACE, _STYLE.strip(), *roles, *pages, ""))


def _font(role: Role) -> str:
    font = FONTS[role]
    weight = "bold" if font.bold or role is Role.TITLE else "normal"
    color = f" color: #{font.color};" if font.color else ""
    size = "" if role in (Role.LABEL, Role.HEADER, Role.VALUE) else f" font-size: {_points(font.size)};"
    return f"font-family: {_FAMILIES[font.name]}; font-weight: {weight};{size}{color}"


def _page_rules(drawing: Drawing, number: int) -> str:
    page = paper(drawing)
    margins = " ".join(f"{length}mm" for length in drawing.margins)
    orientation = "landscape" if drawing.landscape else "portrait"
    return (
        f"@page form-{number} {{ size: A4 {orientation}; margin: {margins}; }}\n"
        f"#form-{number} {{ page: form-{number}; width: {page.width}mm; padding: {margins}; }}\n"
        f"#form-{number} > * {{ width: {form_width(drawing)}mm; }}\n"
        f"#form-{number} table {{ font-size: {_points(table_size(drawing))}; }}"
    )


def _points(size: int) -> str:
    return f"{size // 2}.5pt" if size % 2 else f"{size // 2}pt"


def _section(drawing: Drawing, number: int) -> str:
    kind = "form narrative" if is_narrative(drawing) else "form"
    new_page = ' style="page-break-before: always"' if number > 1 else ""
    return "\n".join(
        (f'<section class="{kind}" id="form-{number}"{new_page}>', *_blocks(drawing, inline=True), "</section>")
    )


def _blocks(drawing: Drawing, *, inline: bool) -> Iterator[str]:
    for block in drawing.blocks:
        if isinstance(block, DrawnTable):
            yield from _table(block, inline=inline)
        else:
            yield _paragraph(block, drawing, inline=inline)


def _paragraph(paragraph: DrawnParagraph, drawing: Drawing, *, inline: bool) -> str:
    tag = _TAGS.get(paragraph.role, "p")
    parts = paragraph.text.split("\t")
    classes = f"role-{paragraph.role} align-{paragraph.align}" + (" parts" if len(parts) > 1 else "")
    size = paragraph_size(paragraph, drawing)
    smaller = f"; font-size: {_points(size)}" if size != FONTS[paragraph.role].size else ""
    style = _style(f"white-space: pre-wrap{smaller}") if inline else ""
    # The tab stands between the parts for whoever reads the text; a flex box does not show it.
    text = "\t".join(f"<span>{escape(part)}</span>" for part in parts) if len(parts) > 1 else escape(paragraph.text)
    return f'<{tag} class="{classes}"{_path(paragraph.path)}{style}>{text}</{tag}>'


def _table(table: DrawnTable, *, inline: bool) -> Iterator[str]:
    total = sum(table.widths)
    joined = ' class="joined"' if table.joined else ""
    yield f"<table{joined}{_style(f'width: {total}mm' if inline else '')}>"
    yield "<colgroup>" + "".join(_column(width, total, inline=inline) for width in table.widths) + "</colgroup>"
    rows = [_row(cells, row, inline=inline) for row, cells in enumerate(covering(table), 1)]
    repeated = header_rows(table)
    if repeated:
        yield from ("<thead>", *rows[:repeated], "</thead>")
    yield from ("<tbody>", *rows[repeated:], "</tbody>", "</table>")


def _column(width: int, total: int, *, inline: bool) -> str:
    return f'<col style="width: {width}mm">' if inline else f'<col width="{width * 1000 // total / 10}%">'


def _row(cells: Sequence[DrawnCell], row: int, *, inline: bool) -> str:
    return "<tr>" + "".join(_cell(cell, inline=inline) for cell in cells if cell.row == row) + "</tr>"


def _cell(cell: DrawnCell, *, inline: bool) -> str:
    scope = _SCOPES.get(cell.role)
    tag = "th" if scope else "td"
    attributes = (
        f' class="role-{cell.role} align-{cell.align}"',
        f' scope="{scope}"' if scope else "",
        f' rowspan="{cell.rows}"' if cell.rows > 1 else "",
        f' colspan="{cell.columns}"' if cell.columns > 1 else "",
        _path(cell.path),
        _cell_style(cell, inline=inline),
    )
    return f"<{tag}{''.join(attributes)}>{escape(cell.text)}</{tag}>"


def _cell_style(cell: DrawnCell, *, inline: bool) -> str:
    if not inline:
        return f' bgcolor="#{cell.fill}"' if cell.fill else ""
    return _style("white-space: pre-wrap" + (f"; background-color: #{cell.fill}" if cell.fill else ""))


def _style(declarations: str) -> str:
    return f' style="{declarations}"' if declarations else ""


def _path(path: str | None) -> str:
    return f' data-path="{escape(path)}"' if path is not None else ""
