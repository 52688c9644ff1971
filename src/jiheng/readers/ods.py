"""Reads OpenDocument spreadsheets (ods, ots): bytes → Document, a table a sheet, as it is shown. Knows no form.

The file holds the text that was shown beside the value that was stored; the text is taken. Repeated rows and columns
are written once with a count, and a million empty ones cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from jiheng.model import Document
from jiheng.readers.cell_names import MAX_COLUMNS
from jiheng.readers.errors import EncryptedFileError, TooLargeFileError
from jiheng.readers.number_formats import shown_number
from jiheng.readers.ods_text import TEXT, all_paragraphs, paragraphs
from jiheng.readers.packages import Package, open_package, stated_number
from jiheng.readers.workbooks import MAX_CELLS, Area, Sheet, ShownCell, as_document

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE, _DRAW = (f"{{{_OASIS}{name}:1.0}}" for name in ("table", "office", "style", "drawing"))
_SHEET, _ROW, _COLUMN, _SHAPES = (f"{_TABLE}{name}" for name in ("table", "table-row", "table-column", "shapes"))
_COVERED, _ANNOTATION = f"{_TABLE}covered-table-cell", f"{_OFFICE}annotation"
_LOOK, _PAGE = f"{_STYLE}table-properties", f"{_STYLE}master-page"
_HEADINGS = tuple(
    f"{_STYLE}{name}" for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
)
_HIDDEN = ("collapse", "filter")
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True)
class _SheetStyle:
    """What the style of a sheet says: whether the sheet is hidden, and on which page it is printed."""

    hidden: bool = False
    page: str | None = None


@dataclass(slots=True)
class _Growing:
    """A sheet while its rows and columns come in, and how many there were so far."""

    element: etree._Element
    sheet: Sheet
    rows: int = 0
    columns: int = 0


@dataclass(slots=True)
class _Styles:
    sheets: dict[str | None, _SheetStyle] = field(default_factory=dict)
    headings: Mapping[str | None, list[str]] = field(default_factory=dict)


def read(data: bytes) -> Document:
    """Return the sheets of an ods workbook in their order. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    if _MANIFEST in package and b"encryption-data" in package.part(_MANIFEST):
        raise EncryptedFileError("文件设有打开密码，无法读取。")
    return as_document("ods", _sheets(package))


def _sheets(package: Package) -> Iterator[Sheet]:
    styles = _Styles(headings=_headings(package))
    growing: _Growing | None = None
    for element in package.elements(_CONTENT, (_LOOK, _COLUMN, _ROW, _SHAPES)):
        if element.tag == _LOOK:
            _take_style(styles, element)
            continue
        owner = next(element.iterancestors(_SHEET), None)
        if owner is None:
            continue
        if growing is None or growing.element is not owner:
            if growing is not None:
                yield growing.sheet
            growing = _Growing(owner, _new_sheet(owner, styles))
        _take(growing, element)
    if growing is not None:
        yield growing.sheet


def _headings(package: Package) -> Mapping[str | None, list[str]]:
    """Return the words of the page headers and footers that are shown, by the name of the page style."""
    if _STYLES not in package:
        return {}
    found: dict[str | None, list[str]] = {}
    for page in package.elements(_STYLES, (_PAGE,)):
        shown = (part for part in page.iterchildren(*_HEADINGS) if part.get(f"{_STYLE}display") != "false")
        found[page.get(f"{_STYLE}name")] = [words for part in shown if (words := all_paragraphs(part))]
    return found


def _take_style(styles: _Styles, look: etree._Element) -> None:
    style = look.getparent()
    if style is not None:
        hidden = look.get(f"{_TABLE}display") == "false"
        styles.sheets[style.get(f"{_STYLE}name")] = _SheetStyle(hidden, style.get(f"{_STYLE}master-page-name"))


def _new_sheet(element: etree._Element, styles: _Styles) -> Sheet:
    style = styles.sheets.get(element.get(f"{_TABLE}style-name"), _SheetStyle())
    sheet = Sheet(element.get(f"{_TABLE}name", ""), style.hidden)
    sheet.headings.extend(styles.headings.get(style.page, ()))
    sheet.protected = element.get(f"{_TABLE}protected") == "true"
    return sheet


def _take(growing: _Growing, element: etree._Element) -> None:
    if element.tag == _ROW:
        _take_row(growing, element)
    elif element.tag == _COLUMN:
        _take_column(growing, element)
    else:
        growing.sheet.pictures.extend(all_paragraphs(shape) for shape in element if _is_drawn(shape))


def _take_column(growing: _Growing, element: etree._Element) -> None:
    first = growing.columns + 1
    growing.columns += stated_number(element.get(f"{_TABLE}number-columns-repeated"), 1)
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        growing.sheet.hidden_columns.append((first, growing.columns))


def _take_row(growing: _Growing, element: etree._Element) -> None:
    sheet, repeated = growing.sheet, stated_number(element.get(f"{_TABLE}number-rows-repeated"), 1)
    first = growing.rows + 1
    growing.rows += repeated
    filled = list(_cells(sheet, element, first))
    if len(sheet.cells) + len(filled) * repeated > MAX_CELLS:
        raise TooLargeFileError(f"工作表有内容的单元格超过 {MAX_CELLS} 个。")
    if not filled:
        return
    for row in range(first, first + repeated):
        sheet.cells.extend(cell._replace(row=row) for cell in filled)
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        sheet.hidden_rows.update(range(first, first + repeated))


def _cells(sheet: Sheet, element: etree._Element, row: int) -> Iterator[ShownCell]:
    """Yield the filled cells of a row; take over its merges, comments and pictures."""
    column = 1
    for cell in element:
        repeated = stated_number(cell.get(f"{_TABLE}number-columns-repeated"), 1)
        sheet.validated = sheet.validated or cell.get(f"{_TABLE}content-validation-name") is not None
        if cell.tag != _COVERED:
            _take_merge(sheet, cell, row, column)
        if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
            shown = _shown(cell, row, column)
            _take_attached(sheet, cell, (row, column))
            if shown.text or shown.unshown or shown.uncomputed:
                _refuse_width(column + repeated - 1)
                yield from (shown._replace(column=column + more) for more in range(repeated))
        column += repeated


def _refuse_width(column: int) -> None:
    if column > MAX_COLUMNS:
        raise TooLargeFileError(f"工作表有内容的列超过 {MAX_COLUMNS} 列。")


def _take_merge(sheet: Sheet, cell: etree._Element, row: int, column: int) -> None:
    rows = stated_number(cell.get(f"{_TABLE}number-rows-spanned"), 1)
    columns = stated_number(cell.get(f"{_TABLE}number-columns-spanned"), 1)
    if rows > 1 or columns > 1:
        sheet.merges.append(Area(row, column, row + max(rows, 1) - 1, column + max(columns, 1) - 1))
        sheet.refuse_excess()


def _shown(cell: etree._Element, row: int, column: int) -> ShownCell:
    kind = cell.get(f"{_OFFICE}value-type")
    stored = _stored(cell, kind)
    text = paragraphs(cell) if cell.find(f"{TEXT}p") is not None else stored
    formula = cell.get(f"{_TABLE}formula") is not None
    return ShownCell(row, column, text, "" if text else stored, formula and not stored and kind != "string")


def _stored(cell: etree._Element, kind: str | None) -> str:
    """Return what a cell would show where its writer left out the text."""
    match kind:
        case "percentage":
            return shown_number(cell.get(f"{_OFFICE}value", ""), "0.##%").replace(".%", "%")
        case "float" | "currency":
            return shown_number(cell.get(f"{_OFFICE}value", ""))
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value", "").upper()
        case "date" | "time" | "string":
            return cell.get(f"{_OFFICE}{kind}-value", "")
        case _:
            return ""


def _take_attached(sheet: Sheet, cell: etree._Element, where: tuple[int, int]) -> None:
    for child in cell:
        if child.tag == _ANNOTATION:
            sheet.comments.append((where, all_paragraphs(child)))
        elif _is_drawn(child):
            sheet.pictures.append(all_paragraphs(child))


def _is_drawn(element: etree._Element) -> bool:
    return element.tag.startswith(_DRAW)
