"""The readings of one run on disk, so that each form can be checked knowing the others while memory stays bounded.

Forms belong together by the printed name of their unit, the year and the project. A unit that writes its name in two
ways is two units here.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from jiheng import catalog
from jiheng.batch.clusters import Cluster
from jiheng.batch.grouping import Norms, grouped, take_in
from jiheng.batch.index import Index
from jiheng.batch.prints import unit_of
from jiheng.language.names import bare
from jiheng.model import Form, Reading, Stage
from jiheng.rules.facts import Alike, Facts

# So many forms of one unit and year are looked at beside each other.
MOST_SIBLINGS: Final = 200
# The forms of so many units are held in memory.
_UNITS: Final = 8
_TABLES: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = 1;
CREATE TABLE reading (id INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE form (
    id INTEGER PRIMARY KEY, reading INTEGER, key TEXT, unit TEXT, project TEXT, kind TEXT, stage TEXT, year INTEGER,
    body BLOB
);
CREATE INDEX by_reading ON form (reading);
CREATE INDEX by_unit ON form (unit, year, stage, project);
"""
# What the rules of one form do not see without the others.
_FOR_FORMS: Final = frozenset(
    {
        "copying.goal-of-another-unit",
        "copying.rows-of-another-unit",
        "integrity.wording-not-cut",
        "integrity.wording-not-inverted",
        "integrity.wording-as-elsewhere",
        "target.operator-as-elsewhere",
    }
)


@dataclass(frozen=True, slots=True)
class Around:
    """A form of the run, and the facts that the other forms of the run are to it."""

    form: Form
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Unit:
    """The forms of one unit, year and stage, each with its reading; what was worked out of them is kept beside them."""

    forms: tuple[tuple[int, Form], ...]
    facts: Facts = field(default_factory=Facts)


class Batch:
    """Takes readings in, then gives them back, each form with what the others are to it. Use it in a with statement."""

    def __init__(self) -> None:
        # What may be wrong at the site is asked for before there is anything to tidy up.
        self._norms = Norms.of(catalog.parameters(None))
        self._folder = TemporaryDirectory(prefix="jiheng-")
        self._index = Index(Path(self._folder.name))
        self._file = sqlite3.connect(Path(self._folder.name) / "forms.sqlite", isolation_level=None)
        self._file.executescript(_TABLES)
        self._file.execute("BEGIN")
        self._units: OrderedDict[tuple[str, int | None, Stage], _Unit] = OrderedDict()
        self._readings = 0

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        self._file.close()
        self._folder.cleanup()

    def add(self, reading: Reading) -> None:
        """Take a reading in."""
        self._readings += 1
        self._file.execute(
            "INSERT INTO reading VALUES (?, ?)", (self._readings, pickle.dumps(replace(reading, forms=())))
        )
        for at, form in enumerate(reading.forms):
            key = f"{reading.path}#{at:03}#{self._readings}"
            take_in(self._index, key, form, self._norms, catalog.layouts().get(form.layout or ""))
            identity = (unit_of(form), project_of(form), form.kind, form.stage, form.year)
            self._file.execute(
                "INSERT INTO form VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._readings, key, *identity, pickle.dumps(form)),
            )

    def together(self) -> Iterator[tuple[Reading, tuple[Around, ...]]]:
        """Yield the readings in the order in which they came, without forms, and beside each its forms with facts."""
        self._file.execute("COMMIT")
        self._index.sort()
        compared = self._file.execute("SELECT count(DISTINCT unit) > 1 FROM form").fetchone()[0]
        if compared:
            for key, cluster in grouped(self._index, self._norms):
                if cluster.rule in _FOR_FORMS:
                    self._index.tell(key, cluster)
        for number, body in self._file.execute("SELECT id, body FROM reading ORDER BY id"):
            # The file is this object's own, and nobody else has written into it.
            reading: Reading = pickle.loads(body)  # noqa: S301
            yield reading, tuple(self._around(number, compared=bool(compared)))

    def _around(self, reading: int, *, compared: bool) -> Iterator[Around]:
        own = [(key, form) for key, form in self._forms("reading = ?", reading)]
        for key, form in own:
            inside = tuple(other for _, other in own if other is not form)
            unit = self._unit(form)
            beside = _new([form, *inside], [other for whose, other in unit.forms if whose != reading])
            facts = replace(
                unit.facts,
                siblings=(*inside, *beside) or None,
                last_year=self._version(form, form.stage, form.year - 1) if form.year is not None else None,
                approved=self._version(form, Stage.GOAL, form.year) if form.stage is not Stage.GOAL else None,
                batch=tuple(_alike(key, path, one) for path, one in self._index.told_of(key)) if compared else None,
            )
            yield Around(form, facts)

    def _unit(self, form: Form) -> _Unit:
        """Return the forms of the same unit, year and stage; of a unit without a name there are none."""
        name = unit_of(form)
        if not name or form.year is None:
            return _Unit(())
        key = (name, form.year, form.stage)
        if key not in self._units:
            found = self._file.execute(
                "SELECT reading, body FROM form WHERE unit = ? AND year = ? AND stage = ?"
                " ORDER BY project, key LIMIT ?",
                (*key, MOST_SIBLINGS),
            )
            self._units[key] = _Unit(tuple((reading, pickle.loads(body)) for reading, body in found))  # noqa: S301
        self._units.move_to_end(key)
        if len(self._units) > _UNITS:
            self._units.popitem(last=False)
        return self._units[key]

    def _version(self, form: Form, stage: Stage, year: int | None) -> Form | None:
        """Return the form of the same unit and project of another year or stage, where the run has just one."""
        if not unit_of(form):
            return None
        identity = (unit_of(form), year, stage, project_of(form), form.kind)
        found = list(self._forms("unit = ? AND year = ? AND stage = ? AND project = ? AND kind = ?", *identity))
        return found[0][1] if len(found) == 1 else None

    def _forms(self, where: str, *values: object) -> Iterator[tuple[str, Form]]:
        rows = self._file.execute(f"SELECT key, body FROM form WHERE {where} ORDER BY id", values)  # noqa: S608 -- ours
        return ((key, pickle.loads(body)) for key, body in rows)  # noqa: S301 -- the file is this object's own


def project_of(form: Form) -> str:
    """Return by what a project is told from others of its unit; of an overall form, nothing."""
    return (bare(form.project.name) or form.project.code or "") if form.project is not None else ""


def _new(known: list[Form], others: list[Form]) -> tuple[Form, ...]:
    """Return the forms that are no second copy of a known one: one table is often handed in as Word and as PDF."""
    seen = {(project_of(one), one.kind, one.stage, one.year) for one in known if one.unit == known[0].unit}
    new: list[Form] = []
    for one in others:
        identity = (project_of(one), one.kind, one.stage, one.year)
        if identity not in seen:
            seen.add(identity)
            new.append(one)
    return tuple(new)


def _alike(key: str, path: str, cluster: Cluster) -> Alike:
    """Return what a cluster tells of one of its forms."""
    members = cluster.against or tuple(member for member in cluster.members if member.key != key)
    differs = cluster.difference
    return Alike(
        cluster.rule,
        path,
        cluster.usual or cluster.count,
        cluster.units,
        tuple(member.related() for member in members),
        differs.here if differs is not None else None,
        differs.there if differs is not None else None,
    )
