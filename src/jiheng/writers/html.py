"""Drawings as one HTML page that stands alone: no script, no outside resource, printed on A4 by its own style.

Knows nothing of what the cells mean.
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
.narrative .role-body.align-left { text-indent: 2em; }
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
    return "\n".join((f'<section class="{kind}" id="form-{number}"{new_page}>', *_blocks(drawing), "</section>"))


def _blocks(drawing: Drawing) -> Iterator[str]:
    for block in drawing.blocks:
        if isinstance(block, DrawnTable):
            yield from _table(block)
        else:
            yield _paragraph(block, drawing)


def _paragraph(paragraph: DrawnParagraph, drawing: Drawing) -> str:
    tag = _TAGS.get(paragraph.role, "p")
    size = paragraph_size(paragraph, drawing)
    smaller = f"; font-size: {_points(size)}" if size != FONTS[paragraph.role].size else ""
    attributes = (
        f' class="role-{paragraph.role} align-{paragraph.align}"',
        _path(paragraph.path),
        _style(f"white-space: pre-wrap{smaller}"),
    )
    return f"<{tag}{''.join(attributes)}>{escape(paragraph.text)}</{tag}>"


def _table(table: DrawnTable) -> Iterator[str]:
    joined = ' class="joined"' if table.joined else ""
    yield f"<table{joined}{_style(f'width: {sum(table.widths)}mm')}>"
    yield "<colgroup>" + "".join(f"<col{_style(f'width: {width}mm')}>" for width in table.widths) + "</colgroup>"
    rows = [_row(cells, row) for row, cells in enumerate(covering(table), 1)]
    repeated = header_rows(table)
    if repeated:
        yield from ("<thead>", *rows[:repeated], "</thead>")
    yield from ("<tbody>", *rows[repeated:], "</tbody>", "</table>")


def _row(cells: Sequence[DrawnCell], row: int) -> str:
    return "<tr>" + "".join(_cell(cell) for cell in cells if cell.row == row) + "</tr>"


def _cell(cell: DrawnCell) -> str:
    scope = _SCOPES.get(cell.role)
    tag = "th" if scope else "td"
    attributes = (
        f' class="role-{cell.role} align-{cell.align}"',
        f' scope="{scope}"' if scope else "",
        f' rowspan="{cell.rows}"' if cell.rows > 1 else "",
        f' colspan="{cell.columns}"' if cell.columns > 1 else "",
        _path(cell.path),
        _cell_style(cell),
    )
    return f"<{tag}{''.join(attributes)}>{escape(cell.text)}</{tag}>"


def _cell_style(cell: DrawnCell) -> str:
    return _style("white-space: pre-wrap" + (f"; background-color: #{cell.fill}" if cell.fill else ""))


def _style(declarations: str) -> str:
    return f' style="{declarations}"'


def _path(path: str | None) -> str:
    return f' data-path="{escape(path)}"' if path is not None else ""
