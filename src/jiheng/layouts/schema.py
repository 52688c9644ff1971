"""The shape of a layout file and of its indicator frame. Unknown keys are errors, so a typo can never be ignored.

A layout hangs on printed words: labels, their known variants, and sentences with named gaps. It knows no cell address
and holds no expression. The same file finds the values in a document and draws the official table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from jiheng.layouts.templates import gaps
from jiheng.model import Kind, Stage
from jiheng.yaml_files import read_yaml, shaped

FieldPath = Literal[
    "unit.name",
    "unit.code",
    "project.code",
    "project.name",
    "responsibilities",
    "goals",
    "budget.total",
    "budget.government",
    "budget.special_account",
    "budget.unit_funds",
    "budget.basic",
    "budget.project",
    "budget.fiscal",
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
    """Where a value stands: a path into the form such as `unit.name` or `budget.total`."""

    field: FieldPath
    columns: int = 1
    required: bool = False


Spec = Label | Slot


class Line(Strict):
    """One row of labels and slots; a slot takes its value from the right of the label before it."""

    line: tuple[Spec, ...]


class Group(Strict):
    """Several rows beside one label that is merged downwards. A slot without a label takes what no label claims."""

    side: Label
    lines: tuple[tuple[Spec, ...], ...]


class ListColumn(Strict):
    """A column of a repeating block; `under` names the heading printed over several columns."""

    field: Literal["name", "content", "amount", "fiscal", "note"]
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    under: str | None = None


class Rows(Strict):
    """A repeating block: a merged label at the side, a header row, and as many rows as there are entries."""

    rows_of: Literal["tasks"]
    side: Label
    columns: tuple[ListColumn, ...]
    required: bool = False


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


class IndicatorColumn(Strict):
    """A column of the indicator table. `merges`: equal or blank cells below one another are one merged cell."""

    key: IndicatorKey
    label: str
    also: tuple[str, ...] = ()
    columns: int = 1
    merges: bool = False
    required: bool = False
    fill: str | None = None


class Indicators(Strict):
    """The indicator table: its columns, an optional heading row over it, the pick list of 指标值类型."""

    indicators: tuple[IndicatorColumn, ...]
    heading: Label | None = None
    choices: tuple[str, ...] = ()


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


Block = Line | Group | Rows | Plan | Indicators | Sentence | Heading | Prose | Items


class Title(Strict):
    """The printed title; `{}` stands for any words (the project's name, a number before it)."""

    text: str
    also: tuple[str, ...] = ()


class Paper(Strict):
    """Page of the official form. Lengths in millimetres; margins are top, right, bottom, left."""

    orientation: Literal["portrait", "landscape"] = "portrait"
    margins: tuple[int, int, int, int] = (20, 16, 20, 16)


class Level2(Strict):
    """二级指标 of a scheme. `required`: the region demands at least one row."""

    name: str
    also: tuple[str, ...] = ()
    required: bool = False


class Level1(Strict):
    """一级指标 of a scheme with its 二级指标, in the printed order."""

    name: str
    also: tuple[str, ...] = ()
    level2: tuple[Level2, ...]


class Direction(StrEnum):
    """Whether more or less is better."""

    UP = "up"
    DOWN = "down"


class FrameRow(Strict):
    """An indicator that the region prints on every form. `definition` is in our own words.

    `wording` is the official explanation, present only where a site has loaded its own blank form.
    """

    name: str
    level2: str
    also: tuple[str, ...] = ()
    definition: str = ""
    wording: str | None = None
    direction: Direction | None = None


class Frame(Strict):
    """The rows that a region prints on every form, in order, and where that is written."""

    source: str
    rows: tuple[FrameRow, ...]


class Layout(Strict):
    """One official form of one region, read and drawn from the same data.

    `evidence` says what the layout was made from: whole published forms, or only their opening.
    `widths` are the column widths of the table in millimetres. `also_printed` are words that some sites print and that
    hold no value. `instruction` is our own short wording of the filling instruction of a fillable file.
    """

    id: str
    region: str = Field(pattern=r"^\d{6}$")
    name: str
    kind: Kind
    stage: Stage
    evidence: Literal["forms", "opening"]
    source: str
    title: Title
    year_line: str = "（{year}年度）"
    paper: Paper = Paper()
    widths: tuple[int, ...] = ()
    money_unit: str | None = None
    also_printed: tuple[str, ...] = ()
    instruction: str | None = None
    blocks: tuple[Block, ...]
    levels: tuple[Level1, ...] = ()
    frame: tuple[FrameRow, ...] = ()

    @property
    def indicators(self) -> Indicators | None:
        """The indicator table, where the form has one."""
        return next((block for block in self.blocks if isinstance(block, Indicators)), None)

    @property
    def slots(self) -> Iterator[Slot]:
        """Every slot of the form's lines and groups."""
        for block in self.blocks:
            rows = (block.line,) if isinstance(block, Line) else block.lines if isinstance(block, Group) else ()
            yield from (spec for row in rows for spec in row if isinstance(spec, Slot))

    @property
    def required(self) -> tuple[str, ...]:
        """JSON Pointers of what this region's form must have filled in."""
        lists = tuple(f"/{b.rows_of}" for b in self.blocks if isinstance(b, Rows) and b.required)
        return (*(f"/{slot.field.replace('.', '/')}" for slot in self.slots if slot.required), *lists)

    @property
    def wording_key(self) -> IndicatorKey:
        """The column in which the region prints the long wording of its fixed rows."""
        columns = self.indicators.indicators if self.indicators else ()
        has_note = any(column.key is IndicatorKey.NOTE for column in columns)
        return IndicatorKey.NOTE if has_note else IndicatorKey.EXPLANATION


def load_layout(path: Path, *, site: Path | None = None) -> Layout:
    """Read a layout file; its frame stands beside it in `../frames/`, a site's own wording in `site`.

    Raises:
        DataFileError: a file is no YAML, a key is unknown or missing, or a value has the wrong shape.
    """
    frame_path = path.parent.parent / "frames" / path.name
    rows = _frame_rows(frame_path)
    own = {row.name: row for row in _frame_rows(site)} if site is not None else {}
    rows = tuple(row.model_copy(update={"wording": own[row.name].wording}) if row.name in own else row for row in rows)
    return shaped(Layout, {**read_yaml(path), "frame": rows}, path)


def _frame_rows(path: Path) -> tuple[FrameRow, ...]:
    return shaped(Frame, read_yaml(path), path).rows if path.exists() else ()
