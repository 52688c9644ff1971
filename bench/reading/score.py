"""Read every file of a corpus and count: exact cells by field, format and damage; wrong and refused forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.reading.compare import FOLDS, KEPT, Outcome, lost, outcomes, spaceless
from bench.reading.corpus import Sample
from bench.reading.pages import Case

from jiheng import pipeline
from jiheng.model import Form, NoteKind, Reading

_IDENTITY = ("kind", "stage", "year")


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that was not read exactly, or a form that was read wrongly or not at all."""

    layout: str
    damage: str
    format: str
    number: int
    field: str
    path: str
    expected: str
    found: str


@dataclass(slots=True)
class Tally:
    """Counts of one run. Cells are counted by (field, format, damage, layout), `flags` by (format, exact, flagged)."""

    cells: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    exact: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    forms: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    flags: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    misnamed: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def share(self, **wanted: str) -> float | None:
        """Return the share of exact cells of a field, format, damage or layout; None where there are no cells."""
        names = ("field", "format", "damage", "layout")
        chosen = [key for key in self.cells if all(key[names.index(name)] == text for name, text in wanted.items())]
        cells = sum(self.cells[key] for key in chosen)
        return sum(self.exact[key] for key in chosen) / cells if cells else None


Read = Callable[[Sample], Reading]


def read_bytes(data: bytes, name: str) -> Reading:
    """Return the reading of a file that is still in memory."""
    return pipeline.read_bytes(data, name)


def read_file(path: Path) -> Reading:
    return pipeline.read(path)


def count(tally: Tally, sample: Sample, format: str, reading: Reading) -> None:
    """Add what became of one file. `format` may say more than the reading's own, e.g. `pdf from docx`."""
    fold = FOLDS.get(reading.format or "", KEPT)
    for case, read in _paired(sample.cases, reading.forms):
        tally.forms[format, sample.damage] += 1
        if read is None:
            tally.refused[format, sample.damage] += 1
            why = reading.error.message if reading.error else f"{len(reading.forms)} forms read"
            _fail(tally, sample, format, Outcome("form", "", False, case.form.title, why))
        else:
            _identity(tally, sample, format, case, read)
            tally.notes.update((format, note.kind.value) for note in read.notes)
        every = list(lost(case) if read is None else outcomes(case, read, fold))
        _cells(tally, sample, format, every, quiet=read is None)
        doubted = flagged(read) if read is not None else frozenset()
        tally.flags.update((format, one.exact, one.read in doubted) for one in every)
    for extra in reading.forms[len(sample.cases) :]:
        tally.wrong[format, sample.damage] += 1
        _fail(tally, sample, format, Outcome("form", "", False, None, f"one too many: {extra.title}"))


def flagged(form: Form) -> frozenset[str]:
    """Return the paths of the values that the reading marks as uncertain, or for which it proposes a repair."""
    kinds = (NoteKind.UNCERTAIN, NoteKind.REPAIR)
    return frozenset(note.path for note in form.notes if note.kind in kinds and note.path is not None)


def _paired(cases: Sequence[Case], forms: Sequence[Form]) -> Iterator[tuple[Case, Form | None]]:
    """Yield every case with its form: in order where all were read, else by what they share."""
    if len(cases) == len(forms):
        yield from zip(cases, forms, strict=True)
        return
    left = list(forms)
    for case in cases:
        best = max(left, key=lambda form: _likeness(case.form, form), default=None)
        if best is not None and _likeness(case.form, best):
            left.remove(best)
        else:
            best = None
        yield case, best


def _likeness(one: Form, other: Form) -> int:
    names = [{spaceless(row.name or "") for row in form.indicators} for form in (one, other)]
    texts = [{spaceless(goal.text) for goal in form.goals} for form in (one, other)]
    return len(names[0] & names[1]) + len(texts[0] & texts[1])


def _identity(tally: Tally, sample: Sample, format: str, case: Case, read: Form) -> None:
    """Count a form whose year, unit or kind is stated and wrong; a layout of another name is told apart."""
    stated = {name: (getattr(case.form, name), getattr(read, name)) for name in _IDENTITY}
    printed = case.printed.get("/unit/name") or case.form.unit.name
    stated["unit"] = (spaceless(printed or ""), spaceless(read.unit.name) if read.unit.name else None)
    wrong = {name: pair for name, pair in stated.items() if pair[1] is not None and pair[0] != pair[1]}
    if wrong:
        tally.wrong[format, sample.damage] += 1
    for name, (expected, found) in wrong.items():
        _fail(tally, sample, format, Outcome(f"WRONG {name}", "", False, expected, found))
    if read.layout != case.form.layout:
        tally.misnamed[str(case.form.layout), str(read.layout)] += 1


def _cells(tally: Tally, sample: Sample, format: str, every: Sequence[Outcome], *, quiet: bool) -> None:
    for outcome in every:
        key = (outcome.field, format, sample.damage, sample.layout)
        tally.cells[key] += 1
        tally.exact[key] += outcome.exact
        if not outcome.exact and not quiet:
            _fail(tally, sample, format, outcome)


def _fail(tally: Tally, sample: Sample, format: str, one: Outcome) -> None:
    where = (sample.layout, sample.damage, format, sample.number)
    tally.failures.append(Failure(*where, one.field, one.path, str(one.expected), str(one.found)))
