"""Time our readers against the tool that one would otherwise pick, on files written from the invented samples.

The two take turns in one process, so that a busy machine slows both alike; the ratio of their best rounds counts, and
below 1.5 it is noise. Each peer does what a form needs: every cell's text with its span. Run it by `make bench`.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import docx
import openpyxl
from rich.console import Console
from rich.table import Table as Sheet

from jiheng import catalog, pipeline, readers
from jiheng.layouts.draw import draw
from jiheng.model import Table
from jiheng.writers import write_drawings

ROUNDS = int(os.environ.get("ROUNDS", "7"))

Spans = dict[tuple[int, int, int], tuple[str, int, int]]
Read = Callable[[bytes], Spans]


@dataclass(frozen=True, slots=True)
class Pair:
    """Our reader of a format and its peer."""

    format: str
    peer: str
    read: Read


def main() -> None:
    table = Sheet(title=f"Documents a second, best of {ROUNDS} rounds")
    for heading in ("format", "files", "ours", "peer", "peer's rate", "ratio", "cells, ours", "cells, peer's"):
        table.add_column(heading, justify="left" if heading in {"format", "peer"} else "right")
    for pair in PAIRS:
        table.add_row(*_compared(pair, list(_files(pair.format))))
    Console(width=110).print(table)


def _compared(pair: Pair, files: list[bytes]) -> Iterator[str]:
    def ours(data: bytes) -> Spans:
        return _ours(data, pair.format)

    rounds = [(_seconds(ours, files), _seconds(pair.read, files)) for _ in range(ROUNDS)]
    own, other = min(one for one, _ in rounds), min(one for _, one in rounds)
    counts = (str(sum(len(read(data)) for data in files)) for read in (ours, pair.read))
    yield from (pair.format, str(len(files)), f"{len(files) / own:.0f}", pair.peer, f"{len(files) / other:.0f}")
    yield f"{other / own:.1f}×"
    yield from counts


def _files(format: str) -> Iterator[bytes]:
    for path in catalog.samples().values():
        forms = pipeline.read(path).forms
        yield write_drawings([draw(form, catalog.layout(str(form.layout))) for form in forms], format)


def _seconds(read: Read, files: list[bytes]) -> float:
    start = time.perf_counter()
    for data in files:
        read(data)
    return time.perf_counter() - start


def _ours(data: bytes, format: str) -> Spans:
    tables = (block for block in readers.read(data, f"form.{format}").blocks if isinstance(block, Table))
    return {
        (number, cell.row, cell.column): (cell.text, cell.rows, cell.columns)
        for number, table in enumerate(tables)
        for cell in table.cells
        if cell.text
    }


def _openpyxl(data: bytes) -> Spans:
    found: Spans = {}
    for number, sheet in enumerate(openpyxl.load_workbook(io.BytesIO(data)).worksheets):
        spans = {
            (one.min_row, one.min_col): (one.size["rows"], one.size["columns"]) for one in sheet.merged_cells.ranges
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and isinstance(cell.column, int):
                    found[number, cell.row, cell.column] = (
                        str(cell.value),
                        *spans.get((cell.row, cell.column), (1, 1)),
                    )
    return found


def _python_docx(data: bytes) -> Spans:
    found: Spans = {}
    for number, table in enumerate(docx.Document(io.BytesIO(data)).tables):
        for row, line in enumerate(table.rows):
            column = 0
            for cell in line._tr.tc_lst:
                text = "\n".join("".join(run.text or "" for run in paragraph.r_lst) for paragraph in cell.p_lst)
                if cell.vMerge != "continue" and text:
                    found[number, row, column] = (text, cell.bottom - cell.top, cell.grid_span)
                column += cell.grid_span
    return found


class _Cells(HTMLParser):
    """Collects the cells of tables with what the standard library has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Spans = {}
        self._at = [-1, 0, 0]
        self._span: tuple[int, int] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._at = [self._at[0] + 1, 0, 0]
        elif tag == "tr":
            self._at[1:] = [self._at[1] + 1, 0]
        elif tag in {"td", "th"}:
            given = dict(attrs)
            self._at[2] += 1
            self._span, self._text = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1)), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._span and (text := "".join(self._text).strip()):
            table, row, column = self._at
            self.found[table, row, column] = (text, *self._span)


def _html_parser(data: bytes) -> Spans:
    cells = _Cells()
    cells.feed(data.decode())
    return cells.found


PAIRS = (
    Pair("xlsx", "openpyxl", _openpyxl),
    Pair("docx", "python-docx", _python_docx),
    Pair("html", "html.parser", _html_parser),
)

if __name__ == "__main__":
    main()
