"""Read many files in one process and say at every step how much memory it holds: flat is right, growth is a leak.

`python -m bench.reading.memory --files 10000` reads two hundred different files again and again; the default is a
quick look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import typer
from bench.reading.corpus import samples
from bench.reading.render import DIRECT, SUFFIX, render
from bench.reading.spec import spec
from rich.console import Console
from rich.table import Table

from jiheng import catalog, pipeline

_STEPS = 10
_KEPT = 200


def main(files: int = 300) -> None:
    """Read and check so many files of every layout, damage and format; print the memory held at ten steps."""
    kept = list(itertools.islice(_files(), _KEPT))  # made before anything is measured
    table = Table(title=f"Memory held after so many of {files} files")
    for heading in ("files", "MB", "against the first step"):
        table.add_column(heading, justify="right")
    first = None
    for number, (name, data) in enumerate(itertools.islice(itertools.cycle(kept), files), 1):
        pipeline.check_reading(pipeline.read_bytes(data, name))
        if number % max(1, files // _STEPS) == 0:
            held = _held()
            first = first or held
            table.add_row(str(number), f"{held:.1f}", f"{held - first:+.1f}")
    Console().print(table)


def _files() -> Iterator[tuple[str, bytes]]:
    for number, sample in enumerate(samples(catalog.layouts(), list(spec().damages), 2)):
        name = DIRECT[number % len(DIRECT)]
        yield f"{sample.name}.{SUFFIX.get(name, name)}", render(sample.cases, name)


def _held() -> float:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    typer.run(main)
