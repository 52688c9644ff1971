"""What other tools see of the same files: the texts of cells with their spans, best they can.

Each peer runs in a process of its own (`python -m bench.reading.peers PEER FILE...`), so that its time and memory are
its own, and prints one JSON object. Knows the peers and no form.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tc

Cell = tuple[str, int, int]
Load = Callable[[Path], Iterator[Cell]]
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, the module it needs, the formats it takes, and how it gives cells: text, rows, columns."""

    name: str
    module: str
    formats: tuple[str, ...]
    load: Load


@dataclass(frozen=True, slots=True)
class Seen:
    """What a process saw of its files: their cells, its best processor time for all of them, its peak memory."""

    cells: tuple[tuple[Cell, ...], ...]
    seconds: float
    megabytes: float


def _python_docx(path: Path) -> Iterator[Cell]:
    import docx  # noqa: PLC0415 - a process loads its own peer only

    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            for cell in row._tr.tc_lst:
                text = "\n".join("".join(run.text or "" for run in paragraph.r_lst) for paragraph in cell.p_lst)
                if cell.vMerge != "continue":
                    yield text, _rows_of(cell), cell.grid_span


def _rows_of(cell: CT_Tc) -> int:
    """Return over how many rows a cell goes; python-docx cannot tell where the row below is cut up otherwise."""
    try:
        return cell.bottom - cell.top
    except ValueError:
        return 1


def _openpyxl(path: Path) -> Iterator[Cell]:
    import openpyxl  # noqa: PLC0415 - a process loads its own peer only

    for sheet in openpyxl.load_workbook(path).worksheets:
        spans = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    span = spans.get((cell.row, cell.column or 0))
                    size = (span.size["rows"], span.size["columns"]) if span else (1, 1)
                    yield str(cell.value), *size


def _pandas(path: Path) -> Iterator[Cell]:
    import pandas  # noqa: PLC0415 - a process loads its own peer only

    html = path.suffix == ".html"
    try:
        frames = (
            pandas.read_html(path, flavor="lxml") if html else pandas.read_excel(path, sheet_name=None, header=None)
        )
    except ValueError:  # how pandas says that a page has no table
        return
    for frame in frames if html else frames.values():
        yield from ((str(value), 1, 1) for value in frame.to_numpy().ravel() if not pandas.isna(value))


def _pdfplumber(path: Path) -> Iterator[Cell]:
    import pdfplumber  # noqa: PLC0415 - a process loads its own peer only

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from ((text, 1, 1) for row in table for text in row if text)


def _camelot(path: Path) -> Iterator[Cell]:
    from camelot.io import read_pdf  # noqa: PLC0415 - a process loads its own peer only

    for table in read_pdf(str(path), pages="all", flavor="lattice"):
        yield from ((text, 1, 1) for text in table.df.to_numpy().ravel() if text)


def _docling(path: Path) -> Iterator[Cell]:
    # Its backends alone: they read these formats without any model, and without the gigabytes that models need.
    from docling.backend.html_backend import HTMLDocumentBackend  # noqa: PLC0415 - a process loads its own peer only
    from docling.backend.msexcel_backend import MsExcelDocumentBackend  # noqa: PLC0415 - as above
    from docling.backend.msword_backend import MsWordDocumentBackend  # noqa: PLC0415 - as above
    from docling.datamodel.base_models import InputFormat  # noqa: PLC0415 - as above
    from docling.datamodel.document import InputDocument  # noqa: PLC0415 - as above

    backends = {"docx": MsWordDocumentBackend, "xlsx": MsExcelDocumentBackend, "html": HTMLDocumentBackend}
    suffix = path.suffix.removeprefix(".")
    given = InputDocument(path_or_stream=path, format=InputFormat(suffix), backend=backends[suffix])
    for table in backends[suffix](given, path).convert().tables:
        for cell in table.data.table_cells:
            yield cell.text, cell.row_span, cell.col_span


def _jiheng(path: Path) -> Iterator[Cell]:
    from jiheng import readers  # noqa: PLC0415 - a process loads its own peer only
    from jiheng.model import Table  # noqa: PLC0415 - as above

    for block in readers.read(path.read_bytes(), path.name).blocks:
        if isinstance(block, Table):
            yield from ((cell.text, cell.rows, cell.columns) for cell in block.cells if cell.text)


def _whole(path: Path) -> Iterator[Cell]:
    """The whole way, read and laid out and checked: what every peer's bare load is held against."""
    from jiheng import pipeline  # noqa: PLC0415 - a process loads its own peer only

    for form in pipeline.check(path).forms:
        yield from ((row.name or "", 1, 1) for row in form.indicators)


WHOLE = Peer("jiheng (whole)", "jiheng", ("docx", "xlsx", "html", "pdf"), _whole)
OURS = Peer("jiheng", "jiheng", ("docx", "xlsx", "html", "pdf"), _jiheng)
PEERS: Sequence[Peer] = (
    Peer("openpyxl", "openpyxl", ("xlsx",), _openpyxl),
    Peer("python-docx", "docx", ("docx",), _python_docx),
    Peer("pandas", "pandas", ("xlsx", "html"), _pandas),
    Peer("pdfplumber", "pdfplumber", ("pdf",), _pdfplumber),
    Peer("camelot", "camelot", ("pdf",), _camelot),
    Peer("docling", "docling", ("docx", "xlsx", "html"), _docling),
)
ALL: Mapping[str, Peer] = {peer.name: peer for peer in (WHOLE, OURS, *PEERS)}


def installed(peer: Peer) -> bool:
    return importlib.util.find_spec(peer.module) is not None


def seen(peer: Peer, files: Sequence[Path], rounds: int) -> Seen:
    """Let a process of its own load the files; its start and its imports do not count.

    Raises:
        RuntimeError: the peer failed on one of the files.
    """
    command = [sys.executable, "-m", "bench.reading.peers", peer.name, str(rounds), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{peer.name}: {done.stderr.strip().splitlines()[-1:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    cells = tuple(tuple((text, rows, columns) for text, rows, columns in one) for one in found["cells"])
    return Seen(cells, found["seconds"], found["megabytes"])


def peak_megabytes() -> float:
    """Return the most memory that this process has held; getrusage would count what its parent held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = status.read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _main(name: str, rounds: int, files: Sequence[Path]) -> None:
    load = ALL[name].load
    cells = [list(load(file)) for file in files]  # the first round also warms up
    best = min(_seconds(load, files) for _ in range(rounds))
    print(json.dumps({"cells": cells, "seconds": best, "megabytes": peak_megabytes()}, ensure_ascii=False))


def _seconds(load: Load, files: Sequence[Path]) -> float:
    # The processor's time and not the clock's: what else the machine does must not count.
    start = time.process_time()
    for file in files:
        for _ in load(file):
            pass
    return time.process_time() - start


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
