"""The blocks of a layout file: lines of labels and slots, lists, the table of funds, the indicator table, prose.

Unknown keys are errors, so a typo can never be ignored. A block hangs on printed words and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from jiheng.layouts.templates import gaps
from jiheng.model import Horizon

FieldPath = Literal[
    "unit.name",
    "unit.code",
    "project.code",
    "project.name",
    "department.name",
    "department.code",
    "responsibilities",
    "goals",
    "results",
    "particular",
    "budget.total",
    "budget.government",
    "budget.special_account",
    "budget.unit_funds",
    "budget.basic",
    "budget.project",
    "budget.fiscal",
    "budget.carried_over",
    "budget.other",
    "budget.purpose",
]


def _gaps_of(*known: str) -> Callable[[str], str]:
    """Refuse a sentence with a gap that nothing would take."""

    def check(sentence: str) -> str:
        strange = [gap for gap in gaps(sentence) if gap not in known]
        if strange:
            raise ValueError(f"空格名“{'”“'.join(strange)}”无人接收，可以用的有：{'、'.join(known)}")
        return sentence

    return check


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """Printed words, with the variants seen in published forms. `columns` is the width in columns of the table.

    `unit` says that the label carries the money unit in brackets, as in 部门预算总额（万元）.
    """

    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    unit: bool = False


class Slot(Strict):
    """Where a value stands: a path into the form such as `unit.name` or `budget.total`.

    `particular` keeps the value under the words of its label, where the model has no attribute for it. Money with the
    long-term `horizon` is that of all years of a project. A label printed twice means its slots in their order; two
    particulars under one label are told apart by the words that the second one is `known_as`.
    """

    field: FieldPath
    columns: int = 1
    required: bool = False
    horizon: Horizon | None = None
    known_as: str | None = None


Spec = Label | Slot


class Line(Strict):
    """One row of labels and slots; a slot takes its value from the right of the label before it.

    One that is `optional` is on some prints only: it is not missed, and it is drawn where the form uses it.
    """

    line: tuple[Spec, ...]
    optional: bool = False


class Group(Strict):
    """Several rows beside one label that is merged downwards. A slot without a label takes what no label claims.

    Lines of the `optional` fields are on some prints only: they are not missed, and drawn where the form uses them.
    """

    side: Label
    lines: tuple[tuple[Spec, ...], ...]
    optional: tuple[FieldPath, ...] = ()

    @property
    def demanded(self) -> tuple[tuple[Spec, ...], ...]:
        """The lines that every print has."""
        return tuple(line for line in self.lines if not any(_of(spec, self.optional) for spec in line))


class ListColumn(Strict):
    """A column of a repeating block; `under` names the heading printed over several columns.

    `unit` says that this heading carries the money unit in brackets.
    """

    field: Literal["name", "content", "amount", "fiscal", "other", "result", "note"]
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    under: str | None = None
    unit: bool = False


class HeadedSlot(Strict):
    """A label with its values below it; a `particular` keeps them under the words of the label."""

    field: Literal["goals", "results", "particular"]
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    required: bool = False
    horizon: Horizon | None = None


def _of(spec: Spec, fields: tuple[FieldPath, ...]) -> bool:
    return isinstance(spec, Slot) and spec.field in fields


class Headed(Strict):
    """Labels side by side, with the values of each below it; `side` is a label merged over all these rows."""

    headed: tuple[HeadedSlot, ...]
    side: Label | None = None


class FundingKey(StrEnum):
    """What a column of the table of funds holds."""

    INITIAL = "initial"
    BUDGET = "budget"
    EXECUTED = "executed"
    EXPECTED = "expected"
    SURPLUS = "surplus"
    WEIGHT = "weight"
    RATE = "rate"
    SCORE = "score"
    NOTE = "note"


class FundingColumn(Strict):
    """A column of the table of funds."""

    key: FundingKey
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1


class FundsTable(Strict):
    """项目资金: a label at the side, a header of columns, and a row for each source of money.

    `name` is the width in columns of the names of the rows; `rows` are those that the official form prints.
    """

    funding: Label
    columns: tuple[FundingColumn, ...]
    rows: tuple[Label, ...]
    name: int = 1


class Rows(Strict):
    """A repeating block: a merged label at the side, a header row, and as many rows as there are entries.

    `total` is the label of the sums that the official form prints below the entries.
    """

    rows_of: Literal["tasks"]
    side: Label
    columns: tuple[ListColumn, ...]
    required: bool = False
    total: Label | None = None


class Plan(Strict):
    """资金支出计划: dates in one row, cumulative percentages below them. `by` lists the dates as printed."""

    plan: Label
    by: tuple[str, ...]
    columns: tuple[int, ...]


class IndicatorKey(StrEnum):
    """What a column of the indicator table holds."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    TARGET_TYPE = "target.type"
    TARGET = "target"
    TARGET_UNIT = "target.unit"
    EXPLANATION = "explanation"
    NOTE = "note"
    BASIS = "basis"
    SCORING = "scoring"
    WEIGHT = "weight"
    SCORE = "score"
    PREVIOUS = "previous"
    ADJUSTED = "adjusted"
    ACTUAL = "actual"
    EXPECTED = "expected"
    DEVIATION = "deviation"
    CAUSE = "cause"
    LIKELIHOOD = "likelihood"
    OTHER = "other"
    # Columns of a register, in which every row also says whose indicator it is.
    UNIT_NAME = "unit.name"
    PROJECT_CODE = "project.code"
    PROJECT_NAME = "project.name"
    BUDGET_TOTAL = "budget.total"
    GOALS = "goals"


LEVELS = (IndicatorKey.LEVEL1, IndicatorKey.LEVEL2)
SEVERAL = frozenset({IndicatorKey.CAUSE, IndicatorKey.LIKELIHOOD, IndicatorKey.OTHER})
RECORD = (
    IndicatorKey.UNIT_NAME,
    IndicatorKey.PROJECT_CODE,
    IndicatorKey.PROJECT_NAME,
    IndicatorKey.BUDGET_TOTAL,
    IndicatorKey.GOALS,
)


class IndicatorColumn(Strict):
    """A column of the indicator table. `merges`: equal or blank cells below one another are one merged cell.

    `under` names the heading printed over several columns. A `cause` and a `likelihood` are columns for a tick, which
    mean their label; an `other` column keeps its text under its label, or under the name it is `known_as` where a form
    prints the same label over several columns. One that is `optional` is on some prints only: it is not missed, and it
    is drawn where the form uses it.
    """

    key: IndicatorKey
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    under: str | None = None
    merges: bool = False
    required: bool = False
    optional: bool = False
    fill: str | None = None
    known_as: str | None = None

    @property
    def name(self) -> str:
        """The words under which the texts of the column are kept."""
        return self.known_as or self.label

    @property
    def id(self) -> str:
        """What tells the column from every other one of its table."""
        return f"{self.key}:{self.name}" if self.key in SEVERAL else str(self.key)


class Indicators(Strict):
    """The indicator table: its columns, an optional heading row over it, the pick list of 指标值类型.

    `side` is a label merged over the whole height of the table at its left, `total` the last row with the sums of
    points. `horizon` tells two tables of one form apart; one that is `beside` stands to the right of the table before
    it and shares that one's 一级指标. In a register of `records` every row also names its project: a form for each.
    """

    indicators: tuple[IndicatorColumn, ...]
    heading: Label | None = None
    side: Label | None = None
    total: Label | None = None
    choices: tuple[str, ...] = ()
    horizon: Horizon | None = None
    beside: bool = False
    records: bool = False

    def level_of(self, column: IndicatorColumn) -> IndicatorKey | None:
        """Return which level a column belongs to: that of the nearest level column at its left."""
        before = self.indicators[: self.indicators.index(column)]
        return next((one.key for one in reversed(before) if one.key in LEVELS), None)


class Sentence(Strict):
    """A printed line with gaps, e.g. `单位：{money_unit}` or `{unit.code:digits}{unit.name:words}`.

    `also` are variants; the first whose gaps can all be filled is drawn.
    """

    sentence: Annotated[str, AfterValidator(_gaps_of("unit.code", "unit.name", "money_unit"))]
    also: tuple[Annotated[str, AfterValidator(_gaps_of("unit.code", "unit.name", "money_unit"))], ...] = ()
    align: Literal["left", "right", "center"] = "left"


class Heading(Strict):
    """A printed heading of a narrative form; it holds no value."""

    heading: str
    also: tuple[str, ...] = ()


class Prose(Strict):
    """Paragraphs of a narrative form, up to the next heading; one entry each."""

    prose: Literal["goals"]


class Items(Strict):
    """Numbered entries of a narrative form. `lines` are sentences with gaps, `{number}` being the Chinese numeral.

    `name_in` finds the entry's name inside its opening sentence.
    """

    items: Literal["tasks", "measures"]
    lines: tuple[Annotated[str, AfterValidator(_gaps_of("number", "opening", "note", "content", "text"))], ...]
    name_in: Annotated[str, AfterValidator(_gaps_of("name"))] | None = None


Block = Line | Group | Headed | FundsTable | Rows | Plan | Indicators | Sentence | Heading | Prose | Items
