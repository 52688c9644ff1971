"""Print how exactly damaged forms are read, by field, format and damage. Run it by `make bench-reading`.

Ends with status 1, and says why, where that is less than the spec asks for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from bench.reading import report, rivalry
from bench.reading.corpus import Sample, samples
from bench.reading.damage import unknown
from bench.reading.office import WAYS, convert, scan, soffice
from bench.reading.render import DIRECT, SUFFIX, render
from bench.reading.score import Tally, count, read_bytes, read_file
from bench.reading.spec import spec
from bench.reading.verdict import shortfalls
from rich.progress import track

from jiheng import catalog
from jiheng.layouts.schema import Layout

_SCANNED_LAYOUTS = 4

Chosen = Annotated[list[str] | None, typer.Option()]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be scored. An empty choice means everything that the spec names."""

    layouts: Mapping[str, Layout]
    damages: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    forms: int | None = None
    seed: int | None = None

    def samples(self, damages: tuple[str, ...], count: int) -> list[Sample]:
        chosen = [name for name in damages if not self.damages or name in self.damages]
        return list(samples(self.layouts, chosen, self.forms or count, self.seed))

    def takes(self, format: str) -> bool:
        return not self.formats or format in self.formats


def main(  # noqa: PLR0913 - an argument is an option of the command
    layout: Chosen = None,
    damage: Chosen = None,
    format: Chosen = None,
    forms: int | None = None,
    seed: int | None = None,
    least: float = 0.0,
    out: Path = Path(".benchmarks/reading"),
    keep: Path | None = None,
    office: bool = True,
    scans: bool = True,
    peers: bool = True,
) -> None:
    """Score all layouts, damages and formats of the spec, or those named; `keep` is a folder for the files made.

    Another seed than the spec's shows that nothing was tuned to that one. `least` asks every format for so many percent
    of exact cells, where the spec asks less.
    """
    _refuse("steps of the spec", set().union(*(unknown(steps) for steps in spec().damages.values())))
    _refuse("layouts", set(layout or ()) - catalog.layouts().keys())
    _refuse("damages", set(damage or ()) - spec().damages.keys())
    _refuse("formats", set(format or ()) - _formats())
    layouts = {key: one for key, one in catalog.layouts().items() if not layout or key in layout}
    choice = Choice(layouts, damage or [], format or [], forms, seed)
    tally = Tally()
    _direct(tally, choice)
    if office and soffice():
        with _folder(keep) as folder:
            _converted(tally, choice, folder)
            _scanned(tally, choice, folder, wanted=scans)
    report.show(tally)
    report.save(tally, out)
    if peers:
        with _folder(keep) as folder:
            rivalry.show(list(rivalry.rivalry(_shared(choice, folder))))
    short = list(shortfalls(tally, spec().exact, least))
    for line in short:
        typer.echo(f"FAILED  {line}", err=True)
    if short:
        typer.echo(f"Examples of what was not read exactly: {out / 'failures.md'}", err=True)
        raise typer.Exit(1)


def _refuse(what: str, strange: set[str]) -> None:
    if strange:
        raise typer.BadParameter(f"{what} that nobody knows: {', '.join(sorted(strange))}")


def _formats() -> set[str]:
    return {*DIRECT, *WAYS, *(f"scan at {how.dpi} dpi" for how in spec().scans)}


def _direct(tally: Tally, choice: Choice) -> None:
    """Score what the renderer itself writes."""
    every = choice.samples(tuple(spec().damages), spec().sizes.direct)
    for sample in track(every, "written"):
        for name in filter(choice.takes, DIRECT):
            data = render(sample.cases, name)
            count(tally, sample, name, read_bytes(data, f"{sample.name}.{SUFFIX.get(name, name)}"))


def _converted(tally: Tally, choice: Choice, folder: Path) -> None:
    """Score what the office suite makes of it."""
    every = choice.samples(spec().office, spec().sizes.office)
    for name, way in WAYS.items():
        if choice.takes(name):
            sources = dict(_written(every, way.source, folder))
            made = _inside(folder, name)
            for source, file in track(list(convert(list(sources), way, made)), name):
                count(tally, sources[source], name, read_file(file))


def _scanned(tally: Tally, choice: Choice, folder: Path, *, wanted: bool) -> None:
    """Score printed pages, scanned at every resolution of the spec."""
    hows = [how for how in spec().scans if wanted and choice.takes(f"scan at {how.dpi} dpi")]
    every = _some(choice).samples(spec().scan, spec().sizes.scan) if hows else []
    sources = dict(_written(every, "docx", folder))
    printed = list(convert(list(sources), WAYS["pdf from docx"], _inside(folder, "printed"))) if hows else []
    for how in hows:
        name = f"scan at {how.dpi} dpi"
        for source, pdf in track(printed, name):
            file = _inside(folder, name) / pdf.name
            scan(pdf, how, Random(f"{spec().seed}/{pdf.stem}/{how.dpi}"), file)  # noqa: S311 - noise, not secrets
            count(tally, sources[source], name, read_file(file))


def _shared(choice: Choice, folder: Path) -> dict[str, dict[Path, Sample]]:
    """Return undamaged files of every layout in the formats that peers read."""
    every = list(samples(choice.layouts, ("clean",), 1, choice.seed))
    files = {name: dict(_written(every, name, folder)) for name in ("xlsx", "docx", "html")}
    if soffice():
        printed = convert(list(files["docx"]), WAYS["pdf from docx"], _inside(folder, "pdf from docx"))
        files["pdf"] = {pdf: files["docx"][source] for source, pdf in printed}
    return files


def _some(choice: Choice) -> Choice:
    """Choose a few layouts: to recognise a page takes seconds, and what is recognised does not hang on the layout."""
    few = Random(spec().seed).sample(sorted(choice.layouts), min(_SCANNED_LAYOUTS, len(choice.layouts)))  # noqa: S311
    return replace(choice, layouts={key: choice.layouts[key] for key in few})


def _written(every: list[Sample], format: str, folder: Path) -> Iterator[tuple[Path, Sample]]:
    for sample in every:
        file = _inside(folder, format) / f"{sample.name}.{format}"
        if not file.exists():
            file.write_bytes(render(sample.cases, format))
        yield file, sample


def _inside(folder: Path, name: str) -> Path:
    inner = folder / name.replace(" ", "-")
    inner.mkdir(parents=True, exist_ok=True)
    return inner


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


if __name__ == "__main__":
    typer.run(main)
