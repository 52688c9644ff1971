"""What the workbooks of every file format come to: sheets of shown cells → Document. Knows no file format and no form.

A reader of a format says what each sheet shows; how that becomes tables, spans and remarks is said here, once. Hidden
sheets, comments, text under merged cells and the like are no part of the print: they become remarks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import NamedTuple

from jiheng.model import Block, Break, Cell, Document, Place, Remark, RemarkKind, Table
from jiheng.readers.cell_names import cell_name, column_name
from jiheng.readers.errors import TooLargeFileError

MAX_CELLS = 300_000
_MAX_MERGED = 300_000
# A merge longer than this (whole rows and columns) is cut to where the sheet has content.
_LONGEST_MERGE = 1000


class ShownCell(NamedTuple):
    """A cell with the text that the program shows for it.

    `unshown` is what is stored where the number format shows nothing of it; `uncomputed` a formula without a result.
    """

    row: int
    column: int
    text: str
    unshown: str = ""
    uncomputed: bool = False


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet shows. Grows while its reader goes through the file, and is only read after that.

    `comments` are texts by row and column (None where the file does not say for which cell), `pictures` the words in
    each drawing, `headings` the page headers and footers. `chart` is a sheet that holds no cells at all.
    """

    name: str
    hidden: bool = False
    chart: bool = False
    cells: list[ShownCell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    comments: list[tuple[tuple[int, int] | None, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    protected: bool = False
    validated: bool = False

    def refuse_excess(self) -> None:
        """Raise TooLargeFileError beyond so many cells or merges; readers call this as the sheet grows."""
        if len(self.cells) > MAX_CELLS:
            raise TooLargeFileError(f"工作表有内容的单元格超过 {MAX_CELLS} 个。")
        if len(self.merges) > MAX_CELLS:
            raise TooLargeFileError(f"工作表的合并单元格超过 {MAX_CELLS} 处。")


def as_document(format: str, sheets: Iterable[Sheet]) -> Document:
    """Return the sheets in their order. Raises TooLargeFileError beyond what all of them may have of cells."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    count = 0
    for number, sheet in enumerate(sheets, start=1):
        sheet.refuse_excess()
        count += len(sheet.cells)
        if count > MAX_CELLS:
            raise TooLargeFileError(f"工作簿有内容的单元格超过 {MAX_CELLS} 个。")
        print_ = _Print(sheet, number)
        blocks.extend(print_.blocks())
        remarks.extend(print_.remarks())
    return Document(format, tuple(blocks), tuple(remarks))


class _Print:
    """One sheet on its way from shown cells to blocks and remarks."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        self._sheet = sheet
        self._place = Place(sheet=sheet.name, table=number)
        self._spans = _Spans(sheet)

    def blocks(self) -> Iterator[Block]:
        if self._sheet.hidden or self._sheet.chart:
            return
        yield Break(self._place, new_sheet=self._sheet.name)
        cells = tuple(self._cells())
        if cells:
            yield Table(cells, keeps_spans=True, name=self._sheet.name)

    def remarks(self) -> Iterator[Remark]:
        sheet = self._sheet
        if sheet.hidden:
            words = "、".join(cell.text for cell in sheet.cells if cell.text)
            yield self._remark(RemarkKind.HIDDEN, f"隐藏的工作表“{sheet.name}”：{words}")
            return
        if sheet.chart:
            yield self._remark(RemarkKind.PICTURE, f"“{sheet.name}”是图表，不是表格，没有读取。")
        if sheet.protected and sheet.validated:
            yield self._remark(RemarkKind.FILLABLE, f"工作表“{sheet.name}”设有保护和填写限制，供填报使用。")
        for words in sheet.headings:
            yield self._remark(RemarkKind.HIDDEN, f"页眉或页脚：{words}")
        yield from self._hidden_lines()
        yield from self._cell_remarks()
        yield from self._attached()

    def _cells(self) -> Iterator[Cell]:
        covered, origins = self._spans.covered, self._spans.origins
        texts = {
            (row, column): text
            for row, column, text, _, uncomputed in self._sheet.cells
            if (text or uncomputed) and (row, column) not in covered
        }
        single, name, number = (1, 1), self._place.sheet, self._place.table
        for row, column in sorted(texts.keys() | origins.keys()):
            # By position, and not through `_at`: this is the one loop over everything.
            place = Place(None, None, name, number, row, column, cell_name(row, column))
            rows, columns = origins.get((row, column), single)
            yield Cell(texts.get((row, column), ""), row, column, place, rows, columns)

    def _cell_remarks(self) -> Iterator[Remark]:
        covered = self._spans.covered
        for row, column, text, unshown, uncomputed in self._sheet.cells:
            if uncomputed:
                words = "公式没有保存计算结果，按空单元格读取。"
                yield Remark(RemarkKind.FORMULA, words, self._at(row, column))
            elif text and (row, column) in covered:
                yield Remark(RemarkKind.HIDDEN, f"被合并单元格遮住的内容：{text}", self._at(row, column))
            elif unshown:
                yield Remark(RemarkKind.HIDDEN, f"被数字格式隐藏的内容：{unshown}", self._at(row, column))

    def _hidden_lines(self) -> Iterator[Remark]:
        filled = [cell for cell in self._sheet.cells if cell.text] if self._has_hidden_lines() else []
        for first, last in _runs({cell.row for cell in filled} & self._sheet.hidden_rows):
            yield self._hidden_line(str(first), str(last), "行")
        columns = sorted({cell.column for cell in filled})
        for left, right in self._sheet.hidden_columns:
            if bisect_left(columns, left) < bisect_right(columns, right):
                yield self._hidden_line(column_name(left), column_name(right), "列")

    def _has_hidden_lines(self) -> bool:
        return bool(self._sheet.hidden_rows or self._sheet.hidden_columns)

    def _hidden_line(self, first: str, last: str, what: str) -> Remark:
        lines = first if first == last else f"{first}–{last}"
        return self._remark(RemarkKind.HIDDEN, f"第 {lines} {what}被隐藏，其中的内容照样读取。")

    def _attached(self) -> Iterator[Remark]:
        for where, text in self._sheet.comments:
            yield Remark(RemarkKind.COMMENT, text, self._place if where is None else self._at(*where))
        for words in self._sheet.pictures:
            yield self._remark(RemarkKind.PICTURE, f"图片或图形{'，其中的文字：' + words if words else ''}")

    def _remark(self, kind: RemarkKind, text: str) -> Remark:
        return Remark(kind, text, self._place)

    def _at(self, row: int, column: int) -> Place:
        return Place(
            sheet=self._place.sheet, table=self._place.table, row=row, column=column, cell=cell_name(row, column)
        )


class _Spans:
    """The merged areas of a sheet: the size of each by its first cell, and which cells lie under one."""

    def __init__(self, sheet: Sheet) -> None:
        self.origins: dict[tuple[int, int], tuple[int, int]] = {}
        self._taken: set[tuple[int, int]] = set()
        self._room = _MAX_MERGED
        last_row = max((cell.row for cell in sheet.cells), default=1)
        last_column = max((cell.column for cell in sheet.cells), default=1)
        for area in sheet.merges:
            self._add(_cut(area, last_row, last_column))
        self.covered = self._taken - self.origins.keys()

    def _add(self, area: Area) -> None:
        rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
        self._room -= rows * columns
        if self._room < 0:
            raise TooLargeFileError(f"工作表的合并单元格超过 {_MAX_MERGED} 格。")
        cells = set(product(range(area.top, area.bottom + 1), range(area.left, area.right + 1)))
        # Areas that overlap are a fault of the writer; Excel, too, keeps the first.
        if cells.isdisjoint(self._taken):
            self._taken |= cells
            self.origins[area.top, area.left] = (rows, columns)


def _cut(area: Area, last_row: int, last_column: int) -> Area:
    bottom, right = area.bottom, area.right
    if bottom - area.top >= _LONGEST_MERGE:
        bottom = max(area.top, last_row)
    if right - area.left >= _LONGEST_MERGE:
        right = max(area.left, last_column)
    return Area(area.top, area.left, bottom, right)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of consecutive numbers."""
    ordered: Sequence[int] = sorted(numbers)
    if not ordered:
        return
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    yield from zip(starts, ends, strict=True)
