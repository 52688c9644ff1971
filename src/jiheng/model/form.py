"""One performance form, and what became of the file it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from jiheng.model.parts import (
    Budget,
    Funding,
    Goal,
    Indicator,
    Measure,
    Particular,
    PlannedSpending,
    Project,
    Task,
    Unit,
)
from jiheng.model.place import Place
from jiheng.model.remarks import Finding, Ledger, Note, Question, Unread

_INDEX = re.compile(r"0|[1-9][0-9]{0,5}")


class Kind(StrEnum):
    """What the form speaks of: a whole department or unit, or one project."""

    OVERALL = "overall"
    PROJECT = "project"


class Stage(StrEnum):
    """Where in the year the form is filled in."""

    GOAL = "goal"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self_evaluation"


@dataclass(frozen=True, slots=True)
class Form:
    """One performance form. Notes and places do not count when two forms are compared.

    `department` is 主管部门, `results` what became of the goals (实际完成情况), `total_weight` and `total_score` the
    points printed in the last row of a self-evaluation (总分). `kind` is None where nothing says what it is.
    `period` is the stretch of the year that a monitoring form looks at, as printed (1-7月). `long_term_budget` is the
    money for all years of a project, where the form prints it beside the year's.
    """

    kind: Kind | None
    stage: Stage
    layout: str | None
    confidence: str = field(default="layout", compare=False)
    region: str | None = None
    year: int | None = None
    period: str | None = None
    title: str | None = None
    unit: Unit = field(default_factory=Unit)
    department: Unit = field(default_factory=Unit)
    project: Project | None = None
    responsibilities: str | None = None
    particulars: tuple[Particular, ...] = ()
    goals: tuple[Goal, ...] = ()
    results: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    tasks: tuple[Task, ...] = ()
    budget: Budget | None = None
    long_term_budget: Budget | None = None
    funding: tuple[Funding, ...] = ()
    spending_plan: tuple[PlannedSpending, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    total_weight: Decimal | None = None
    total_score: Decimal | None = None
    notes: tuple[Note, ...] = field(default=(), compare=False)
    findings: tuple[Finding, ...] | None = field(default=None, compare=False)
    questions: tuple[Question, ...] | None = field(default=None, compare=False)
    ledger: Ledger | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    def unchecked(self) -> Form:
        """Return the form without what a check said of it."""
        return replace(self, findings=None, questions=None, ledger=None)

    def place_of(self, path: str) -> Place:
        """Return the nearest known Place for a JSON Pointer into this form, e.g. `/unit/name`."""
        found = self.places.get(path)
        if found is not None:
            return found
        if path == "":
            return Place()
        parent, _, last = path.rpartition("/")
        owner = self.at(parent)
        if isinstance(owner, Indicator) and last in owner.places:
            return owner.places[last]
        own = getattr(self.at(path), "place", None)
        return own if isinstance(own, Place) and own != Place() else self.place_of(parent)

    def at(self, path: str) -> object:
        """Return what a JSON Pointer into this form points at; None where there is nothing."""
        current: object = self
        for step in path.split("/")[1:]:
            if isinstance(current, tuple):
                current = current[int(step)] if _INDEX.fullmatch(step) and int(step) < len(current) else None
            elif isinstance(current, Mapping):
                current = current.get(step.replace("~1", "/").replace("~0", "~"))
            else:
                current = getattr(current, step) if step in getattr(current, "__dataclass_fields__", ()) else None
        return current


@dataclass(frozen=True, slots=True)
class ReadingError:
    """Why a file, or a form in it, has no reading: what is wrong and what to do."""

    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file. After a check, each form carries its findings and its ledger."""

    path: str
    format: str | None
    sha256: str
    forms: tuple[Form, ...] = ()
    unread: tuple[Unread, ...] = ()
    error: ReadingError | None = None
