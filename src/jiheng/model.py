"""What a form says. Every reader ends here and every rule, writer and page starts here.

Everything is frozen: a step never edits what it was given, it returns something new. The names of the attributes are
the keys of the public contract (`docs/reference/contract.md`), so that Python and JSON read alike. The model knows no
file format, no layout and no rule.

Strings are kept as printed, with outer space trimmed; a value that is more than a string (`Target`, `Money`) keeps the
raw text it was read from. Numbers are `Decimal`. A blank is `None`, never zero and never the empty string.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What the form speaks of: a whole department or unit, or one project."""

    OVERALL = "overall"
    PROJECT = "project"


class Stage(StrEnum):
    """Where in the year the form is filled in."""

    GOAL = "goal"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self_evaluation"


class Severity(StrEnum):
    """ERROR sends the form back, WARNING must be explained, HINT is advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its file. Everything counts from 1.

    A text file gives `line` only. Other formats give what they know of page, sheet, table, row, column and cell name.
    """

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"第{self.line}行"
        parts = [
            f"第{self.page}页" if self.page is not None else "",
            f"工作表“{self.sheet}”" if self.sheet is not None else "",
            f"表{self.table}" if self.table is not None else "",
            self.cell or "".join(_row_and_column(self.row, self.column)),
        ]
        return " ".join(part for part in parts if part) or "位置不明"


def _row_and_column(row: int | None, column: int | None) -> Iterator[str]:
    if row is not None:
        yield f"第{row}行"
    if column is not None:
        yield f"第{column}列"


# What a reader returns: a document, not yet understood.


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `row` and `column` count from 1 in its table; `rows` and `columns` are its spans."""

    text: str
    row: int
    column: int
    place: Place
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order (by row, then column). `keeps_spans` says whether the format can show merged cells."""

    cells: tuple[Cell, ...]
    keeps_spans: bool
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text outside any table."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    """A page break, a sheet change, or a run of blank lines. `new_sheet` names the sheet that begins here."""

    place: Place
    new_sheet: str | None = None


class RemarkKind(StrEnum):
    """What a reader met beside the text itself."""

    HIDDEN = "hidden"
    COMMENT = "comment"
    FILLABLE = "fillable"
    REVISION = "revision"
    FORMULA = "formula"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of the file that is not text of the form: a hidden sheet, a comment, cell protection."""

    kind: RemarkKind
    text: str
    place: Place


Block = Paragraph | Table | Break


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs, tables and breaks in the order in which a person meets them."""

    format: str
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()


# Values.


class TargetKind(StrEnum):
    """What sort of value an indicator aims at."""

    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    GRADE = "grade"
    COMPOSITE = "composite"
    UNREADABLE = "unreadable"


class Operator(StrEnum):
    """How the actual value is compared with the target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    ABOUT = "≈"


@dataclass(frozen=True, slots=True)
class TargetCells:
    """The printed cells of a target where type, value and unit stand apart (Hunan)."""

    type: str | None
    value: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """指标值. `raw` is the value as one cell would show it; what it means follows from `kind`.

    `operator` is what is printed, never guessed. `value` and `upper` carry the printed number in the printed `unit`,
    not converted. `date` is the last day allowed. `repair` proposes how an unreadable value may have been meant; it is
    never applied.
    """

    raw: str
    kind: TargetKind
    operator: Operator | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    text: str | None = None
    date: date | None = None
    parts: tuple[Target, ...] = ()
    repair: tuple[str, ...] = ()
    cells: TargetCells | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the unit it is printed in (元, 万元, 亿元). `yuan` is null where no unit is known."""

    raw: str
    amount: Decimal | None = None
    unit: str | None = None
    yuan: Decimal | None = None
    place: Place = field(default=Place(), compare=False)


# The form.


@dataclass(frozen=True, slots=True)
class Unit:
    """部门（单位）."""

    name: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """项目."""

    code: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One printed goal (年度总体目标, 年度履职目标, 绩效目标)."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """One printed safeguard measure (工作保障措施)."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """年度主要任务: what is to be done, and with how much money."""

    name: str | None = None
    content: str | None = None
    amount: Money | None = None
    fiscal: Money | None = None
    note: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Budget:
    """预算情况: total, by source (three), by structure (two), and 财政资金/其他资金 of a project."""

    total: Money | None = None
    government: Money | None = None
    special_account: Money | None = None
    unit_funds: Money | None = None
    basic: Money | None = None
    project: Money | None = None
    fiscal: Money | None = None
    other: Money | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedSpending:
    """资金支出计划: the cumulative percentage to be spent `by` a date as printed (3月底)."""

    by: str
    percent: Decimal | None
    raw: str = field(default="", compare=False)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """绩效指标: one row of the indicator table.

    `merged_from` says, for a text column whose cell is merged downwards, in which row of `Form.indicators` (0-based)
    the text stands. `fixed` is true where the region prints the row on every form. `places` holds the Place of single
    cells by attribute name; `place` is the row's.
    """

    level1: str | None
    level2: str | None
    name: str | None
    target: Target | None
    actual: Target | None = None
    explanation: str | None = None
    note: str | None = None
    basis: str | None = None
    scoring: str | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    fixed: bool = False
    merged_from: Mapping[str, int] | None = None
    place: Place = field(default=Place(), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


class NoteKind(StrEnum):
    """What a reading note tells of."""

    MENDED = "mended"
    MARKUP = "markup"
    INSTRUCTION = "instruction"
    PICK_LIST = "pick_list"
    DERIVED = "derived"
    FILLABLE = "fillable"
    HIDDEN = "hidden"
    COMMENT = "comment"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Note:
    """What was mended, removed or derived while reading, or met beside the form's own text. `text` is Chinese."""

    kind: NoteKind
    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text of the document that no field took."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule, with all that is needed to explain it to the person who filled in the form.

    `path` is a JSON Pointer into the form (RFC 6901), e.g. `/indicators/3/target`.
    """

    rule: str
    severity: Severity
    title: str
    found: str | None
    expected: str | None
    advice: str
    basis: str
    place: Place
    path: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of every rule on one form: ids, sorted."""

    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    not_enough_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One performance form. Notes and places do not count when two forms are compared."""

    kind: Kind
    stage: Stage
    layout: str | None
    confidence: str = field(default="layout", compare=False)
    region: str | None = None
    year: int | None = None
    title: str | None = None
    unit: Unit = Unit()
    project: Project | None = None
    responsibilities: str | None = None
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    tasks: tuple[Task, ...] = ()
    budget: Budget | None = None
    spending_plan: tuple[PlannedSpending, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)
    findings: tuple[Finding, ...] | None = field(default=None, compare=False)
    ledger: Ledger | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

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
            if isinstance(current, Sequence) and not isinstance(current, str):
                current = current[int(step)] if step.isdigit() and int(step) < len(current) else None
            else:
                current = getattr(current, step, None)
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
