"""Reads Excel workbooks: bytes → Document, a table a sheet, each cell with the text that Excel shows. Knows no form.

Values of formulas are those that were stored when the file was last saved. Hidden sheets, comments, text under merged
cells and the like are no part of the print: they become remarks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from jiheng.model import Block, Break, Cell, Document, Place, Remark, RemarkKind, Table
from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.number_formats import shown_number, shown_text
from jiheng.readers.packages import Package, open_package
from jiheng.readers.xlsx_book import MAIN, Book, SheetEntry, read_book, rich_text, unescaped
from jiheng.readers.xlsx_sheet import MAX_CELLS, Area, Sheet, StoredCell, cell_name, column_name, position, read_sheet

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# A merge longer than this (whole rows and columns) is cut to where the sheet has content.
_LONGEST_MERGE = 1000


def read(data: bytes) -> Document:
    """Return the sheets of an xlsx workbook in their order. Raises a subclass of UnreadableFileError."""
    package = open_package(data)
    book = read_book(package)
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for number, entry in enumerate(book.sheets, start=1):
        reading = _SheetReading(package, book, entry, number)
        blocks.extend(reading.blocks())
        remarks.extend(reading.remarks())
    return Document("xlsx", tuple(blocks), tuple(remarks))


class _Shown(NamedTuple):
    """A stored cell with the text that Excel shows for it."""

    cell: StoredCell
    text: str


class _SheetReading:
    """One sheet on its way from stored cells to blocks and remarks."""

    def __init__(self, package: Package, book: Book, entry: SheetEntry, number: int) -> None:
        self._package = package
        self._entry = entry
        self._place = Place(sheet=entry.name, table=number)
        self._sheet = read_sheet(package, entry.part) if entry.kind == "worksheet" else Sheet()
        self._shown = [_Shown(cell, _text(book, cell)) for cell in self._sheet.cells]
        self._spans = _Spans(self._sheet)

    def blocks(self) -> Iterator[Block]:
        if self._entry.hidden or self._entry.kind != "worksheet":
            return
        yield Break(self._place, new_sheet=self._entry.name)
        cells = tuple(self._cells())
        if cells:
            yield Table(cells, keeps_spans=True, name=self._entry.name)

    def remarks(self) -> Iterator[Remark]:
        if self._entry.hidden:
            words = "、".join(shown.text for shown in self._shown if shown.text)
            yield self._remark(RemarkKind.HIDDEN, f"隐藏的工作表“{self._entry.name}”：{words}")
            return
        if self._entry.kind != "worksheet":
            yield self._remark(RemarkKind.PICTURE, f"“{self._entry.name}”是图表，不是表格，没有读取。")
        if self._sheet.protected and self._sheet.validated:
            yield self._remark(RemarkKind.FILLABLE, f"工作表“{self._entry.name}”设有保护和填写限制，供填报使用。")
        for words in self._sheet.headings:
            yield self._remark(RemarkKind.HIDDEN, f"页眉或页脚：{words}")
        yield from self._hidden_lines()
        yield from self._cell_remarks()
        yield from self._linked_remarks()

    def _cells(self) -> Iterator[Cell]:
        texts = {
            (shown.cell.row, shown.cell.column): shown.text
            for shown in self._shown
            if (shown.text or shown.cell.formula) and not self._spans.covers(shown.cell.row, shown.cell.column)
        }
        for row, column in sorted(texts.keys() | self._spans.origins.keys()):
            rows, columns = self._spans.origins.get((row, column), (1, 1))
            yield Cell(texts.get((row, column), ""), row, column, self._at(row, column), rows, columns)

    def _cell_remarks(self) -> Iterator[Remark]:
        for shown in self._shown:
            cell, text = shown.cell, shown.text
            if cell.formula and not cell.raw:
                yield self._remark(RemarkKind.FORMULA, "公式没有保存计算结果，按空单元格读取。", cell)
            elif self._spans.covers(cell.row, cell.column) and text:
                yield self._remark(RemarkKind.HIDDEN, f"被合并单元格遮住的内容：{text}", cell)
            elif not text and cell.raw:
                yield self._remark(RemarkKind.HIDDEN, f"被数字格式隐藏的内容：{cell.raw}", cell)

    def _hidden_lines(self) -> Iterator[Remark]:
        filled_rows = {shown.cell.row for shown in self._shown if shown.text}
        for first, last in _runs(filled_rows & self._sheet.hidden_rows):
            yield self._remark(
                RemarkKind.HIDDEN, f"第 {_from_to(str(first), str(last))} 行被隐藏，其中的内容照样读取。"
            )
        filled_columns = sorted({shown.cell.column for shown in self._shown if shown.text})
        for first, last in self._sheet.hidden_columns:
            if bisect_left(filled_columns, first) < bisect_right(filled_columns, last):
                yield self._remark(
                    RemarkKind.HIDDEN,
                    f"第 {_from_to(column_name(first), column_name(last))} 列被隐藏，其中的内容照样读取。",
                )

    def _linked_remarks(self) -> Iterator[Remark]:
        for link in self._package.relationships(self._entry.part).values():
            if link.target is None or link.target not in self._package:
                continue
            if link.kind == "comments":
                yield from self._comments(link.target)
            elif link.kind == "drawing":
                yield from self._drawings(link.target)

    def _comments(self, part: str) -> Iterator[Remark]:
        for comment in self._package.xml(part).iter(f"{MAIN}comment"):
            body = comment.find(f"{MAIN}text")
            where = position(comment.get("ref", ""))
            place = self._at(*where) if where is not None else self._place
            yield Remark(RemarkKind.COMMENT, rich_text(body) if body is not None else "", place)

    def _drawings(self, part: str) -> Iterator[Remark]:
        words = "".join(text.text or "" for text in self._package.xml(part).iter(f"{_DRAWING}t"))
        yield self._remark(RemarkKind.PICTURE, f"图片或图形{'，其中的文字：' + words if words else ''}")

    def _remark(self, kind: RemarkKind, text: str, cell: StoredCell | None = None) -> Remark:
        return Remark(kind, text, self._place if cell is None else self._at(cell.row, cell.column))

    def _at(self, row: int, column: int) -> Place:
        return Place(
            sheet=self._place.sheet, table=self._place.table, row=row, column=column, cell=cell_name(row, column)
        )


class _Spans:
    """The merged areas of a sheet: the size of each by its first cell, and which cells lie under one."""

    def __init__(self, sheet: Sheet) -> None:
        self.origins: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        last_row = max((cell.row for cell in sheet.cells), default=1)
        last_column = max((cell.column for cell in sheet.cells), default=1)
        for area in sheet.merges:
            self._add(_cut(area, last_row, last_column))

    def covers(self, row: int, column: int) -> bool:
        return (row, column) in self._covered

    def _add(self, area: Area) -> None:
        rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
        if len(self._covered) + rows * columns > MAX_CELLS:
            raise TooLargeFileError(f"工作表的合并单元格超过 {MAX_CELLS} 格。")
        cells = {
            (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
        }
        # Areas that overlap are a fault of the writer; Excel, too, keeps the first.
        if cells.isdisjoint(self._covered) and cells.isdisjoint(self.origins):
            self.origins[area.top, area.left] = (rows, columns)
            self._covered |= cells - {(area.top, area.left)}


def _cut(area: Area, last_row: int, last_column: int) -> Area:
    bottom, right = area.bottom, area.right
    if bottom - area.top >= _LONGEST_MERGE:
        bottom = max(area.top, last_row)
    if right - area.left >= _LONGEST_MERGE:
        right = max(area.left, last_column)
    return Area(area.top, area.left, bottom, right)


def _text(book: Book, cell: StoredCell) -> str:
    """Return the text that Excel shows for a stored cell."""
    raw = cell.raw or ""
    if not raw:
        return ""
    code = book.format_of(cell.style)
    match cell.type:
        case "s":
            return shown_text(book.string(raw), code)
        case "inlineStr":
            return shown_text(raw, code)
        case "str":
            return shown_text(unescaped(raw), code)
        case "b":
            return "TRUE" if raw == "1" else "FALSE"
        case "e":
            return raw
        case "d":
            return _iso_date(raw, code)
        case _:
            return shown_number(raw, code, from_1904=book.from_1904)


def _iso_date(raw: str, code: str) -> str:
    """Return a date that is stored as ISO 8601 instead of a serial number, as its format shows it."""
    try:
        days = datetime.fromisoformat(raw).replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
    except ValueError:
        return raw
    return shown_number(repr(days.total_seconds() / 86400), code)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of consecutive numbers."""
    ordered: Sequence[int] = sorted(numbers)
    if not ordered:
        return
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    yield from zip(starts, ends, strict=True)


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"
