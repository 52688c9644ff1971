"""Time the whole way of a file, read, laid out and checked, against what a peer needs only to open it.

Ours is `pipeline.check_reading` of `pipeline.read_bytes`; the peer gives cells and knows no form. The files are written
from the invented samples, which are short, and once more with every form as long as real ones are. The two take turns
in one warm process, and the ratio of their best rounds in processor time counts. Run it by `make bench`.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice

import docx
import openpyxl
import pdfplumber
from rich.console import Console
from rich.table import Table as Sheet

from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.model import Form, Indicator, Reading
from jiheng.writers import write_drawings

ROUNDS = int(os.environ.get("ROUNDS", "5"))
# Indicators of a long form.
LONG = 40

Work = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """A format, what a peer does with it, and the share of the peer's time that ours may take."""

    format: str
    peer: str
    open: Work
    share: float


def main() -> None:
    table = Sheet(title=f"Milliseconds a file, best of {ROUNDS} rounds")
    for heading in ("format", "files", "indicators", "read and checked", "peer", "peer's", "ratio", "at most"):
        table.add_column(heading, justify="left" if heading in {"format", "peer"} else "right")
    for pair in PAIRS:
        for least in (0, LONG):
            table.add_row(*_compared(pair, list(_files(pair.format, least))))
    Console(width=125).print(table)


def _compared(pair: Pair, files: list[bytes]) -> Iterator[str]:
    def ours(data: bytes) -> Reading:
        return pipeline.check_reading(pipeline.read_bytes(data, f"form.{pair.format}"))

    readings = [ours(data) for data in files]
    rounds = [(_seconds(ours, files), _seconds(pair.open, files)) for _ in range(ROUNDS + 1)][1:]
    own, other = min(one for one, _ in rounds), min(one for _, one in rounds)
    each = 1000 / len(files)
    yield from (pair.format, str(len(files)), f"{sum(map(_length, readings)) / len(files):.0f}")
    yield from (f"{own * each:.1f}", pair.peer, f"{other * each:.1f}")
    yield from (f"{own / other:.3f}", f"{pair.share}")


def _length(reading: Reading) -> int:
    return sum(len(form.indicators) for form in reading.forms)


def _files(format: str, least: int) -> Iterator[bytes]:
    """Yield the samples as files of a format, with so many indicators in every form that has any."""
    for path in catalog.samples().values():
        forms = [_lengthened(form, least) for form in pipeline.read(path).forms]
        yield write_drawings([draw(form, catalog.layout(str(form.layout))) for form in forms], format)


def _lengthened(form: Form, least: int) -> Form:
    return replace(form, indicators=tuple(islice(_again(form), max(least, len(form.indicators)))))


def _again(form: Form) -> Iterator[Indicator]:
    """Yield the indicators of a form, then again and again under other names."""
    yield from form.indicators
    for turn in count(2) if form.indicators else ():
        yield from (replace(one, name=f"{one.name}（{turn}）", merged_from=None) for one in form.indicators)


def _seconds(work: Work, files: list[bytes]) -> float:
    start = time.process_time()
    for data in files:
        work(data)
    return time.process_time() - start


def _openpyxl(data: bytes) -> object:
    return openpyxl.load_workbook(io.BytesIO(data))


def _python_docx(data: bytes) -> object:
    tables = docx.Document(io.BytesIO(data)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _pdfplumber(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


PAIRS = (
    Pair("xlsx", "openpyxl: load_workbook", _openpyxl, 0.2),
    Pair("docx", "python-docx: the text of every cell", _python_docx, 0.4),
    Pair("pdf", "pdfplumber: extract_tables", _pdfplumber, 0.2),
)

if __name__ == "__main__":
    main()
