"""Print how exactly damaged forms are read, by field, format and damage. Run it by `make bench-reading`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from bench.reading import report
from bench.reading.corpus import samples
from bench.reading.damage import unknown
from bench.reading.render import DIRECT, SUFFIX, render
from bench.reading.score import Tally, count, read_bytes
from bench.reading.spec import spec

from jiheng import catalog

Chosen = Annotated[list[str] | None, typer.Option()]


def main(
    layout: Chosen = None,
    damage: Chosen = None,
    format: Chosen = None,
    forms: int | None = None,
    out: Path = Path(".benchmarks/reading"),
) -> None:
    """Score all layouts, damages and formats of the spec, or those named."""
    strange = set().union(*(unknown(steps) for steps in spec().damages.values()))
    if strange:
        raise typer.BadParameter(f"steps of the spec that nothing does: {sorted(strange)}")
    layouts = {key: one for key, one in catalog.layouts().items() if not layout or key in layout}
    tally = Tally()
    for sample in samples(layouts, damage or list(spec().damages), forms or spec().sizes.direct):
        for name in (one for one in DIRECT if not format or one in format):
            data = render(sample.cases, name)
            count(tally, sample, name, read_bytes(data, f"{sample.name}.{SUFFIX.get(name, name)}"))
    report.show(tally)
    report.save(tally, out)


if __name__ == "__main__":
    typer.run(main)
