"""Where a text stands in its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its file. Everything counts from 1.

    A text file gives `line` only. Other formats give what they know of page, sheet, table, row, column and cell name.
    `box` is where a printed page (pdf, ofd, image) shows it: left, top, right, bottom as shares of the page's width
    and height, 0 to 1 from the upper left corner of the page as it is seen. It does not count when places are compared.
    """

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        if self.line is not None:
            return f"第{self.line}行"
        parts = [
            f"第{self.page}页" if self.page is not None else "",
            f"工作表“{self.sheet}”" if self.sheet is not None else "",
            f"表{self.table}" if self.table is not None else "",
            self.cell or "".join(_row_and_column(self.row, self.column)),
        ]
        return " ".join(part for part in parts if part) or "位置不明"


def _row_and_column(row: int | None, column: int | None) -> Iterator[str]:
    if row is not None:
        yield f"第{row}行"
    if column is not None:
        yield f"第{column}列"
