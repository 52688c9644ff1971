"""Reads the XML spreadsheets of Excel 2002 and 2003 (`progid="Excel.Sheet"`), mostly written by other systems.

One XML file, named .xls or .xml. Knows no form. Source: the XML Spreadsheet Reference of Office 2003.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from lxml import etree

from jiheng.readers.errors import DamagedFileError
from jiheng.readers.format_codes import GENERAL
from jiheng.readers.number_formats import shown_number, shown_text
from jiheng.readers.packages import parse_xml, stated_number
from jiheng.readers.sheet_headings import plain_heading
from jiheng.readers.workbooks import Area, Sheet, ShownCell

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_ROW, _CELL, _DATA, _COMMENT = (f"{_SS}{name}" for name in ("Row", "Cell", "Data", "Comment"))
_INDEX, _SPAN, _HIDDEN = f"{_SS}Index", f"{_SS}Span", f"{_SS}Hidden"
_HIDDEN_SHEETS = ("SheetHidden", "SheetVeryHidden")
_FIRST_DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - Excel knows no zones
_NAMED_FORMATS = {
    "General Number": GENERAL,
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
    "Currency": '"¥"#,##0.00;"¥"-#,##0.00',
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}


def read_sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an XML spreadsheet in their order. Raises a subclass of UnreadableFileError."""
    root = parse_xml(data, "工作簿")
    if root.tag != f"{_SS}Workbook":
        raise DamagedFileError("文件已损坏：不是完整的 XML 工作簿。")
    codes = _codes(root)
    from_1904 = root.find(f".//{_X}Date1904") is not None
    for worksheet in root.iterchildren(f"{_SS}Worksheet"):
        yield _Reading(worksheet, codes, from_1904=from_1904).sheet()


def _codes(root: etree._Element) -> Mapping[str | None, str]:
    """Return the number format code of each style; a style may be built on another one."""
    codes: dict[str | None, str] = {}
    for style in root.iterfind(f"{_SS}Styles/{_SS}Style"):
        number_format = style.find(f"{_SS}NumberFormat")
        code = None if number_format is None else number_format.get(f"{_SS}Format")
        inherited = codes.get(style.get(f"{_SS}Parent"), GENERAL)
        codes[style.get(f"{_SS}ID")] = inherited if code is None else _NAMED_FORMATS.get(code, code)
    codes.setdefault(None, codes.get("Default", GENERAL))
    return codes


class _Reading:
    """A worksheet on its way from XML to shown cells."""

    def __init__(self, worksheet: etree._Element, codes: Mapping[str | None, str], *, from_1904: bool) -> None:
        self._worksheet = worksheet
        self._codes = codes
        self._from_1904 = from_1904
        self._sheet = Sheet(worksheet.get(f"{_SS}Name", ""))

    def sheet(self) -> Sheet:
        self._take_options()
        table = self._worksheet.find(f"{_SS}Table")
        if table is None:
            self._sheet.chart = self._worksheet.find(f"{_X}WorksheetOptions") is None
            return self._sheet
        self._take_columns(table)
        row = 0
        for element in table.iterchildren(_ROW):
            row = max(1, stated_number(element.get(_INDEX), row + 1))
            self._take_row(element, row)
            row += stated_number(element.get(_SPAN), 0)
        return self._sheet

    def _take_options(self) -> None:
        sheet, options = self._sheet, self._worksheet.find(f"{_X}WorksheetOptions")
        sheet.protected = self._worksheet.get(f"{_SS}Protected") == "1"
        sheet.validated = self._worksheet.find(f"{_X}DataValidation") is not None
        if options is not None:
            sheet.hidden = options.findtext(f"{_X}Visible", "") in _HIDDEN_SHEETS
            for heading in options.iter(f"{_X}Header", f"{_X}Footer"):
                words = plain_heading(heading.get(f"{_X}Data", ""))
                sheet.headings.extend([words] if words else [])

    def _take_columns(self, table: etree._Element) -> None:
        column = 0
        for element in table.iterchildren(f"{_SS}Column"):
            first = max(1, stated_number(element.get(_INDEX), column + 1))
            column = first + stated_number(element.get(_SPAN), 0)
            if element.get(_HIDDEN) == "1":
                self._sheet.hidden_columns.append((first, column))

    def _take_row(self, element: etree._Element, row: int) -> None:
        if element.get(_HIDDEN) == "1":
            self._sheet.hidden_rows.add(row)
        column = 0
        for cell in element.iterchildren(_CELL):
            column = max(1, stated_number(cell.get(_INDEX), column + 1))
            across, down = (stated_number(cell.get(f"{_SS}Merge{way}"), 0) for way in ("Across", "Down"))
            if across or down:
                self._sheet.merges.append(Area(row, column, row + down, column + across))
            self._take_cell(cell, row, column, cell.get(f"{_SS}StyleID", element.get(f"{_SS}StyleID")))
            column += across
        self._sheet.refuse_excess()

    def _take_cell(self, cell: etree._Element, row: int, column: int, style: str | None) -> None:
        data = cell.find(_DATA)
        raw = "" if data is None else _text(data)
        if raw and data is not None:
            shown = self._shown(data.get(f"{_SS}Type"), raw, self._codes.get(style, GENERAL))
            self._sheet.cells.append(ShownCell(row, column, shown, "" if shown else raw))
        elif cell.get(f"{_SS}Formula"):
            self._sheet.cells.append(ShownCell(row, column, "", uncomputed=data is None))
        comment = cell.find(_COMMENT)
        if comment is not None:
            self._sheet.comments.append(((row, column), "\n".join(map(_text, comment.iterchildren(_DATA)))))

    def _shown(self, kind: str | None, raw: str, code: str) -> str:
        match kind:
            case "Number":
                return shown_number(raw, code, from_1904=self._from_1904)
            case "DateTime":
                return self._date(raw, code)
            case "Boolean":
                return "TRUE" if raw == "1" else "FALSE"
            case "Error":
                return raw
            case _:
                return shown_text(raw, code)

    def _date(self, raw: str, code: str) -> str:
        try:
            days = datetime.fromisoformat(raw).replace(tzinfo=None) - _FIRST_DAYS[self._from_1904]
        except ValueError:
            return raw
        return shown_number(repr(days.total_seconds() / 86400), code, from_1904=self._from_1904)


def _text(data: etree._Element) -> str:
    """Return a text; where it is rich, its marks (bold, colours) are left out."""
    return "".join(map(str, data.itertext())).replace("\r\n", "\n").replace("\r", "\n")
