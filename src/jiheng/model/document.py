"""What a reader returns: a document as it is printed, not yet understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiheng.model.place import Place


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `row` and `column` count from 1 in its table; `rows` and `columns` are its spans.

    `confidence`, 0 to 1, says how sure a recogniser is of a text that it saw in a picture; None where the file itself
    states the text.
    """

    text: str
    row: int
    column: int
    place: Place
    rows: int = 1
    columns: int = 1
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order (by row, then column). `keeps_spans` says whether the format can show merged cells."""

    cells: tuple[Cell, ...]
    keeps_spans: bool
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text outside any table. `confidence` is that of a cell."""

    text: str
    place: Place
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A page break, a sheet change, or a run of blank lines. `new_sheet` names the sheet that begins here."""

    place: Place
    new_sheet: str | None = None


class RemarkKind(StrEnum):
    """What a reader met beside the text itself. FURNITURE is what every page prints: numbers, running heads."""

    HIDDEN = "hidden"
    COMMENT = "comment"
    FILLABLE = "fillable"
    REVISION = "revision"
    FORMULA = "formula"
    PICTURE = "picture"
    FURNITURE = "furniture"


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
