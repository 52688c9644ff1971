"""The shapes of the public contract, version 1: which keys there are, in which order, and what they may hold.

Each shape bears the name of the model's class that it carries, and its keys are that class's attributes. The shapes
are made straight from the model's objects, give them back, and are the source of the published JSON Schema. They leave
out what only the running program needs: the places of single cells (`Form.places`, `Indicator.places`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Tag
from pydantic.functional_validators import BeforeValidator, field_validator

from jiheng import model
from jiheng.contract.remarks import Finding, Ledger, Note, Question
from jiheng.contract.values import (
    Digest,
    Format,
    Number,
    Place,
    Region,
    Row,
    Shape,
    Truth,
    Year,
    Yuan,
    as_printed,
)


class TargetCells(Shape):
    restores = model.TargetCells
    type: str | None
    value: str | None
    unit: str | None


class Target(Shape):
    restores = model.Target
    raw: str
    kind: model.TargetKind
    operator: model.Operator | None
    value: Number | None
    upper: Number | None
    unit: str | None
    text: str | None
    date: datetime.date | None
    parts: tuple[Target, ...]
    repair: tuple[str, ...]
    cells: TargetCells | None
    place: Place

    @field_validator("parts")
    @classmethod
    def _parts_are_single(cls, parts: tuple[Target, ...]) -> tuple[Target, ...]:
        if any(part.parts for part in parts):
            raise ValueError("几个值里的每一个都不能再分成几个值")
        return parts


class Money(Shape):
    restores = model.Money
    amount: Number | None
    unit: str | None
    yuan: Yuan | None
    raw: str
    place: Place


class Unit(Shape):
    restores = model.Unit
    name: str | None
    code: str | None


class Project(Shape):
    restores = model.Project
    code: str | None
    name: str | None


class Goal(Shape):
    restores = model.Goal
    text: str
    horizon: model.Horizon | None = None
    place: Place


class Measure(Shape):
    restores = model.Measure
    text: str
    place: Place


class Task(Shape):
    restores = model.Task
    name: str | None
    content: str | None
    amount: Money | None
    fiscal: Money | None
    other: Money | None = None
    result: str | None = None
    note: str | None
    place: Place


class Budget(Shape):
    restores = model.Budget
    total: Money | None
    government: Money | None
    special_account: Money | None
    unit_funds: Money | None
    basic: Money | None
    project: Money | None
    fiscal: Money | None
    carried_over: Money | None = None
    other: Money | None
    purpose: str | None


class Funding(Shape):
    restores = model.Funding
    name: str | None
    initial: Money | None
    budget: Money | None
    executed: Money | None
    expected: Money | None
    rate: Target | None
    weight: Number | None
    score: Number | None
    note: str | None
    surplus: Money | None = None
    place: Place


class Particular(Shape):
    restores = model.Particular
    label: str
    text: str
    place: Place


class PlannedSpending(Shape):
    restores = model.PlannedSpending
    by: str
    percent: Number | None
    place: Place

    def attributes(self) -> dict[str, object]:
        """Return the attributes of the model's own object; `raw` is the percentage as it is usually printed."""
        return {**super().attributes(), "raw": "" if self.percent is None else f"{as_printed(self.percent)}%"}


class Indicator(Shape):
    restores = model.Indicator
    level1: str | None
    level2: str | None
    name: str | None
    target: Target | None
    actual: Target | None
    explanation: str | None
    note: str | None
    basis: str | None
    scoring: str | None
    weight: Number | None
    score: Number | None
    horizon: model.Horizon | None = None
    previous: Target | None = None
    adjusted: Target | None = None
    expected: Target | None = None
    deviation: str | None = None
    causes: tuple[str, ...] = ()
    likelihood: str | None = None
    others: dict[str, str] | None = None
    fixed: Truth
    merged_from: dict[str, Row] | None
    place: Place


def is_checked(form: object) -> bool:
    """Whether a form, ours or as JSON, carries what a check says of it."""
    return "findings" in form if isinstance(form, Mapping) else getattr(form, "findings", None) is not None


def _kind_of_form(form: object) -> str:
    return "<checked>" if is_checked(form) else "<read>"


class Form(Shape):
    """One form as it was read."""

    restores = model.Form
    kind: model.Kind | None
    stage: model.Stage
    layout: str | None
    confidence: Literal["layout", "generic"]
    region: Region | None
    year: Year | None
    period: str | None = None
    title: str | None
    unit: Unit
    department: Unit = Unit(name=None, code=None)
    project: Project | None
    responsibilities: str | None
    particulars: tuple[Particular, ...] = ()
    goals: tuple[Goal, ...]
    results: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...]
    tasks: tuple[Task, ...]
    budget: Budget | None
    long_term_budget: Budget | None = None
    funding: tuple[Funding, ...] = ()
    spending_plan: tuple[PlannedSpending, ...]
    indicators: tuple[Indicator, ...]
    total_weight: Number | None = None
    total_score: Number | None = None
    notes: tuple[Note, ...]

    @field_validator("indicators")
    @classmethod
    def _merged_cells_stand_in_a_row(cls, rows: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        for at, row in enumerate(rows):
            for column, origin in (row.merged_from or {}).items():
                if origin >= len(rows):
                    raise ValueError(f"{at}/merged_from/{column} 指向第 {origin} 行，而行号只到 {len(rows) - 1}")
        return rows


class CheckedForm(Form):
    """One form with what the rules say of it."""

    findings: tuple[Finding, ...]
    ledger: Ledger
    questions: Annotated[tuple[Question, ...], BeforeValidator(lambda questions: questions or ())] = ()


class Unread(Shape):
    restores = model.Unread
    text: str
    place: Place


class ReadingError(Shape):
    restores = model.ReadingError
    code: str
    message: str
    advice: str


class Document(Shape):
    """What became of one file. `format` and `sha256` are null where no file could be opened."""

    restores = model.Reading
    path: str
    format: Format | None
    sha256: Annotated[Digest | None, BeforeValidator(lambda digest: digest or None)]
    forms: tuple[
        Annotated[
            Annotated[CheckedForm, Tag("<checked>")] | Annotated[Form, Tag("<read>")], Discriminator(_kind_of_form)
        ],
        ...,
    ]
    unread: tuple[Unread, ...]
    error: ReadingError | None

    def attributes(self) -> dict[str, object]:
        """Return the attributes of the model's own object, in which the digest of no file is the empty text."""
        return {**super().attributes(), "sha256": self.sha256 or ""}


class Contract(Shape):
    """What `jiheng read --json` and `jiheng check --json` print."""

    jiheng: Literal["1"]
    documents: tuple[Document, ...]
