"""Ours beside the peers on the same files: do the cells come out, with their spans; how fast; with how much memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.reading.compare import spaceless
from bench.reading.corpus import Sample
from bench.reading.pages import Grid
from bench.reading.peers import OURS, PEERS, WHOLE, Cell, Peer, Seen, installed, seen
from rich.console import Console
from rich.table import Table

ROUNDS = 5
FORMATS = ("xlsx", "docx", "html", "pdf")
# The whole way in ours may take so much of the bare load in the peer's.
ALLOWED: Mapping[tuple[str, str], float] = {
    ("xlsx", "openpyxl"): 0.2,
    ("docx", "python-docx"): 0.4,
    ("pdf", "pdfplumber"): 0.2,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One tool on the files of one format; `cells` and `spans` are shares of the printed ones, None if it failed."""

    format: str
    name: str
    cells: float | None
    spans: float | None
    seconds: float | None
    megabytes: float | None
    ratio: float | None = None
    allowed: float | None = None
    remark: str = ""


def rivalry(files: Mapping[str, Mapping[Path, Sample]]) -> Iterator[Row]:
    """Yield a row for every tool that takes a format; a tool that is not installed says so."""
    for name in (name for name in FORMATS if files.get(name)):
        whole = _row(WHOLE, name, files[name])
        yield whole
        yield _row(OURS, name, files[name])
        for peer in (peer for peer in PEERS if name in peer.formats):
            yield _held_against(whole, _row(peer, name, files[name]))


def show(rows: Sequence[Row]) -> None:
    """Print the table of the tools."""
    table = Table(title=f"Same files, a process a tool, best of {ROUNDS}; ratio: our whole way to the peer's bare load")
    for heading in ("format", "tool", "cells found %", "spans found %", "CPU s", "MB", "ratio", "allowed", "remark"):
        table.add_column(heading, justify="left" if heading in ("format", "tool", "remark") else "right")
    for row in rows:
        shares = (f"{100 * share:.1f}" if share is not None else "" for share in (row.cells, row.spans))
        numbers = (f"{one:.2f}" if one is not None else "" for one in (row.seconds, row.megabytes, row.ratio))
        table.add_row(row.format, row.name, *shares, *numbers, str(row.allowed or ""), row.remark)
    Console(width=140).print(table)


def recall(sample: Sample, found: Sequence[Cell]) -> tuple[int, int, int, int]:
    """Return printed cells, those found as one cell, merged cells, and those found with their span."""
    cells = [cell for case in sample.cases for block in case.blocks if isinstance(block, Grid) for cell in block.cells]
    printed = Counter(spaceless(cell.text) for cell in cells if cell.text.strip())
    wide = [cell for cell in cells if cell.text.strip() and cell.rows * cell.columns > 1]
    merged = Counter((spaceless(cell.text), cell.rows, cell.columns) for cell in wide)
    texts = Counter(spaceless(text) for text, _, _ in found)
    spans = Counter((spaceless(text), rows, columns) for text, rows, columns in found)
    return printed.total(), (printed & texts).total(), merged.total(), (merged & spans).total()


def _row(peer: Peer, format: str, files: Mapping[Path, Sample]) -> Row:
    if not installed(peer):
        return Row(format, peer.name, None, None, None, None, remark="not installed")
    try:
        one = seen(peer, list(files), ROUNDS)
    except RuntimeError as error:
        return Row(format, peer.name, None, None, None, None, remark=str(error)[:60])
    if peer is WHOLE:
        return Row(format, peer.name, None, None, one.seconds, one.megabytes)
    cells, spans = _shares(files.values(), one)
    return Row(format, peer.name, cells, spans, one.seconds, one.megabytes)


def _shares(samples: Iterable[Sample], one: Seen) -> tuple[float, float]:
    counts = [recall(sample, cells) for sample, cells in zip(samples, one.cells, strict=True)]
    cells, found, merged, spanned = (sum(column) for column in zip(*counts, strict=True))
    return found / max(1, cells), spanned / max(1, merged)


def _held_against(whole: Row, row: Row) -> Row:
    if whole.seconds is None or row.seconds is None:
        return row
    return replace(row, ratio=whole.seconds / row.seconds, allowed=ALLOWED.get((row.format, row.name)))
