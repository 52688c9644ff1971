"""How exactly scans are read: published forms where they are at hand and our samples, printed, scanned and read again.

Prints, for every fineness of the scan, how many levels, names and targets are exact, how many characters of the long
texts are wrong, and how many wrong and right cells are marked as uncertain. Run it by `python -m bench.reading.scans`;
an argument says how fine (`300`), further ones take only files whose names begin so.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

from bench.reading import office
from bench.reading.spec import Scan
from rich.console import Console
from rich.table import Table as Sheet

from jiheng import catalog, pipeline, readers
from jiheng.layouts.doubts import doubts
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.model import Form, Indicator, Place
from jiheng.writers import write_drawings

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261120
SCANS = (
    Scan(dpi=150, skew=0.6, noise=6, blur=0.5, jpeg=60),
    Scan(dpi=200, skew=2.0, noise=8, blur=0.6, jpeg=60),
    Scan(dpi=300, skew=1.0, noise=10, blur=0.7, jpeg=75),
)
SHORT = ("level1", "level2", "name", "target")
LONG = ("explanation", "note", "basis", "scoring")


@dataclass(slots=True)
class Count:
    """What became of the cells of one field."""

    cells: int = 0
    wrong: int = 0
    flagged_wrong: int = 0
    flagged_right: int = 0
    characters: int = 0
    mistaken: int = 0


@dataclass(slots=True)
class Tally:
    """Counts by field for scans of one fineness, and the forms that could not be compared."""

    fields: dict[str, Count] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0

    def add(self, name: str, truth: str, read: str, *, flagged: bool) -> None:
        """Count one cell."""
        count = self.fields.setdefault(name, Count())
        count.cells += 1
        count.wrong += truth != read
        count.flagged_wrong += flagged and truth != read
        count.flagged_right += flagged and truth == read
        count.characters += len(truth)
        count.mistaken += _mistaken(truth, read)


def main() -> None:
    fine = [int(argument) for argument in sys.argv[1:2] if argument.isdigit()]
    names = tuple(sys.argv[1 + len(fine) :])
    files = [file for file in _files() if not names or file.name.startswith(names)]
    with tempfile.TemporaryDirectory() as folder:
        printed = list(_printed(files, Path(folder)))
        for how in SCANS:
            if not fine or how.dpi in fine:
                tally = Tally()
                for source, pdf in printed:
                    _measure(source, pdf, how, tally)
                _show(how, tally)


def _files() -> Iterator[Path]:
    """Yield published forms, where they lie beside the project, and the samples of the regions."""
    yield from sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    yield from sorted((ROOT / "src" / "jiheng" / "regions").glob("*/samples/*.txt"))


def _printed(files: Sequence[Path], folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every file with a pdf that an office suite prints of it."""
    sources = {}
    for file in files:
        reading = pipeline.read(file)
        drawings = [draw(form, catalog.layout(form.layout)) for form in reading.forms if form.layout]
        if not drawings:
            continue
        target = folder / f"{file.parent.parent.name}-{file.stem}.docx"
        target.write_bytes(write_drawings(drawings, "docx"))
        sources[target] = file
    for source, pdf in office.convert(list(sources), office.WAYS["pdf from docx"], folder):
        yield sources[source], pdf


def _measure(source: Path, pdf: Path, how: Scan, tally: Tally) -> None:
    scanned = pdf.with_suffix(f".{how.dpi}.pdf")
    office.scan(pdf, how, Random(SEED), scanned)  # noqa: S311
    begun = time.monotonic()
    document = readers.read(scanned.read_bytes(), scanned.name)
    tally.seconds += time.monotonic() - begun
    tally.pages += max((block.place.page or 0 for block in document.blocks if hasattr(block, "place")), default=0)
    layouts = tuple(catalog.layouts().values())
    truth, read = pipeline.read(source).forms, read_forms(document, layouts).forms
    if len(truth) != len(read):
        tally.missing.append(f"{source.name}: {len(read)} of {len(truth)} forms")
        return
    for wanted, found in zip(truth, read, strict=True):
        flagged = {note.place for note in doubts(found, document, layouts)}
        if len(wanted.indicators) != len(found.indicators):
            tally.missing.append(f"{source.name}: {len(found.indicators)} of {len(wanted.indicators)} indicators")
        for one, other in _rows(wanted, found):
            _compare(one, other, flagged, tally)
        for goal, seen in zip(wanted.goals, found.goals, strict=False):
            tally.add("goal", _plain(goal.text), _plain(seen.text), flagged=seen.place in flagged)


def _rows(truth: Form, read: Form) -> Iterator[tuple[Indicator, Indicator]]:
    wanted, found = ([one.name or "" for one in form.indicators] for form in (truth, read))
    for _, a, b, c, d in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        yield from zip(truth.indicators[a:b], read.indicators[c:d], strict=False)


def _compare(truth: Indicator, read: Indicator, flagged: set[Place], tally: Tally) -> None:
    for name in (*SHORT, *LONG):
        wanted, found = _said(truth, name), _said(read, name)
        if wanted or found:
            tally.add(name, wanted, found, flagged=read.places.get(name) in flagged)


def _said(indicator: Indicator, name: str) -> str:
    value = getattr(indicator, name)
    return _plain(value.raw if name == "target" and value is not None else value)


def _plain(text: str | None) -> str:
    """Return a text without white space: how a line was broken cannot be seen on paper."""
    return "".join((text or "").split())


def _mistaken(truth: str, read: str) -> int:
    """Return how many characters differ: the distance of Levenshtein."""
    before = list(range(len(read) + 1))
    for at, wanted in enumerate(truth, start=1):
        row = [at]
        for to, seen in enumerate(read, start=1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (wanted != seen)))
        before = row
    return before[-1] if truth != read else 0


def _show(how: Scan, tally: Tally) -> None:
    title = f"{how.dpi} dpi, {tally.pages} pages, {tally.seconds / max(tally.pages, 1):.1f} s a page"
    sheet = Sheet(title=title)
    for heading in ("field", "cells", "exact", "characters wrong", "wrong flagged", "right flagged"):
        sheet.add_column(heading, justify="left" if heading == "field" else "right")
    for name, count in tally.fields.items():
        sheet.add_row(name, *_figures(count))
    everything = Count(*(sum(getattr(one, key) for one in tally.fields.values()) for key in Count.__dataclass_fields__))
    sheet.add_row("all", *_figures(everything))
    console = Console(width=110)
    console.print(sheet)
    for line in tally.missing:
        console.print(f"not comparable: {line}")


def _figures(count: Count) -> tuple[str, ...]:
    right = count.cells - count.wrong
    return (
        str(count.cells),
        f"{right / count.cells:.1%}",
        f"{count.mistaken / max(count.characters, 1):.2%}",
        f"{count.flagged_wrong} of {count.wrong}",
        f"{count.flagged_right / max(right, 1):.1%}",
    )


if __name__ == "__main__":
    main()
