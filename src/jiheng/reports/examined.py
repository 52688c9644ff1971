"""A checked form as reports tell of it: where it comes from, what was found, its score; without the form itself.

So hundreds of forms can be told of together while their readings are long gone. Knows no file format of a report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from jiheng import catalog
from jiheng.batch import Cluster, examine_all
from jiheng.model import Finding, Form, Kind, Ledger, Question, Reading, Severity, Stage
from jiheng.reports.subjects import subject
from jiheng.rules import Rule
from jiheng.rules.scores import Score, Unscored, score

NO_UNIT: Final = "（未填单位名称）"
_KINDS: Final = {Kind.OVERALL: "整体", Kind.PROJECT: "项目", None: ""}
_STAGES: Final = {Stage.GOAL: "绩效目标", Stage.MONITORING: "绩效监控", Stage.SELF_EVALUATION: "绩效自评"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, what it is about in words, and the family of its rule."""

    finding: Finding
    subject: str
    family: str


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule and every place of a form that breaks it, in the order of the form."""

    rule: Finding
    places: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """One question to a person, and what it is about."""

    question: Question
    subject: str


@dataclass(frozen=True, slots=True)
class Examined:
    """One checked form. `path` and `sha256` are those of its file, `number` its position in it, from 1.

    `key` tells it from the other forms of a batch; pages use it as its anchor. `rules` are those that bind it.
    """

    key: str
    path: str
    sha256: str
    number: int
    of: int
    title: str
    unit: str
    unit_code: str | None
    project: str | None
    project_code: str | None
    year: int | None
    kind: str
    layout: str
    told: tuple[Told, ...]
    questions: tuple[Put, ...]
    ledger: Ledger
    score: Score | Unscored
    rules: Mapping[str, Rule] = field(repr=False)

    @property
    def name(self) -> str:
        """By which words the form is told from the others of its unit."""
        return self.project or self.title

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity nobody has answered."""
        return sum(one.finding.severity is severity for one in self.open)

    @property
    def open(self) -> tuple[Told, ...]:
        """The findings that nobody has answered."""
        return tuple(one for one in self.told if one.finding.answer is None)

    def broken(self, severity: Severity) -> tuple[Broken, ...]:
        """Return the rules of a severity that are broken, in the order in which a reader of the form meets them."""
        found: dict[str, list[Told]] = {}
        for one in self.told:
            if one.finding.severity is severity:
                found.setdefault(one.finding.rule, []).append(one)
        return tuple(Broken(places[0].finding, tuple(places)) for places in found.values())


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a form in it, that has no reading, and what to do."""

    path: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """The forms of one unit."""

    name: str
    forms: tuple[Examined, ...]

    def count(self, severity: Severity) -> int:
        return sum(form.count(severity) for form in self.forms)

    @property
    def findings(self) -> int:
        return sum(len(form.open) for form in self.forms)


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that was checked together. `files` counts the files, read or not.

    `clusters` are what several forms have in common, or say otherwise than the rest; members bear the forms' keys.
    """

    forms: tuple[Examined, ...]
    unreadable: tuple[Unreadable, ...]
    files: int
    clusters: tuple[Cluster, ...] = ()

    def units(self) -> tuple[UnitTotal, ...]:
        """Return the units, by name."""
        ordered = sorted(self.forms, key=_unit)
        return tuple(UnitTotal(name, tuple(forms)) for name, forms in groupby(ordered, _unit))

    def count(self, severity: Severity) -> int:
        return sum(form.count(severity) for form in self.forms)

    def families(self) -> Mapping[str, Counter[Severity]]:
        """Return for each family how many findings of each severity nobody has answered."""
        found: dict[str, Counter[Severity]] = {}
        for form in self.forms:
            for one in form.open:
                found.setdefault(one.family, Counter())[one.finding.severity] += 1
        return found

    def worst(self) -> tuple[Examined, ...]:
        """Return the forms with findings, those with the most errors first, then by warnings and hints."""
        told = (form for form in self.forms if form.open)
        return tuple(sorted(told, key=lambda form: [-form.count(severity) for severity in Severity]))


def collect(readings: Iterable[Reading]) -> Batch:
    """Return what was found in checked readings; each reading can be forgotten as soon as it is told of."""
    taken = _Taken()
    clusters = tuple(examine_all(taken.forms_of(readings)))
    return Batch(tuple(taken.forms), tuple(taken.unreadable), taken.files, clusters)


class _Taken:
    """What was taken from readings that pass by."""

    def __init__(self) -> None:
        self.forms: list[Examined] = []
        self.unreadable: list[Unreadable] = []
        self.files = 0

    def forms_of(self, readings: Iterable[Reading]) -> Iterator[tuple[str, Form]]:
        """Yield every form with its key."""
        for reading in readings:
            self.files += 1
            if reading.error is not None:
                self.unreadable.append(Unreadable(reading.path, reading.error.message, reading.error.advice))
            for number, form in enumerate(reading.forms, 1):
                key = f"form-{len(self.forms) + 1}"
                self.forms.append(_examined(form, reading, number, key))
                yield key, form


def _unit(form: Examined) -> str:
    return form.unit


def _examined(form: Form, reading: Reading, number: int, key: str) -> Examined:
    project = form.project
    rules = catalog.rules(form.region, form.year)
    return Examined(
        key=key,
        path=reading.path,
        sha256=reading.sha256,
        number=number,
        of=len(reading.forms),
        title=form.title or "（没有标题）",
        unit=form.unit.name or NO_UNIT,
        unit_code=form.unit.code,
        project=project.name if project is not None else None,
        project_code=project.code if project is not None else None,
        year=form.year,
        kind=f"{_KINDS[form.kind]}{_STAGES[form.stage]}",
        layout=_layout(form),
        told=tuple(_told(one, form, rules) for one in form.findings or ()),
        questions=tuple(Put(one, subject(form, one.path)) for one in form.questions or ()),
        ledger=form.ledger or Ledger(),
        score=score(form, catalog.parameters(form.region), rules),
        rules=rules,
    )


def _layout(form: Form) -> str:
    known = catalog.layouts().get(form.layout or "")
    return f"{known.name}（{known.id}）" if known is not None else "没有合适的版式，按通用方式读取"


def _told(finding: Finding, form: Form, rules: Mapping[str, Rule]) -> Told:
    rule = rules.get(finding.rule)
    return Told(finding, subject(form, finding.path), rule.family if rule is not None else "")
