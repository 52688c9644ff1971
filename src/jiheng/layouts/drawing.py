"""A form as it is printed: titles, tables with spans and widths, colours. Knows no file format.

`layouts.draw` makes it from a Form and a Layout; writers turn it into docx, xlsx, pdf and html; the web page shows it.
Each drawn value carries the JSON Pointer of what it shows, so that findings and corrections find their cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a drawn text is; writers choose font and weight by it."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    INSTRUCTION = "instruction"
    HEADING = "heading"
    BODY = "body"
    LABEL = "label"
    HEADER = "header"
    VALUE = "value"


class Align(StrEnum):
    """Horizontal alignment."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell of a drawn table; rows and columns count from 1.

    `path` is the JSON Pointer of the value shown, None for labels. `fill` is an RRGGBB colour. `choices` is the pick
    list offered where the file can be filled in; `editable` cells stay open in a protected sheet.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    role: Role = Role.VALUE
    align: Align = Align.LEFT
    fill: str | None = None
    path: str | None = None
    choices: tuple[str, ...] = ()
    editable: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table of `rows` rows whose column widths are given in millimetres.

    The first `header_rows` rows are printed again on every page. `joined` tables follow the one before without a gap,
    so that together they look like one.
    """

    cells: tuple[DrawnCell, ...]
    widths: tuple[int, ...]
    rows: int
    header_rows: int = 0
    joined: bool = False


@dataclass(frozen=True, slots=True)
class DrawnParagraph:
    """A line of text outside the tables."""

    text: str
    role: Role
    align: Align = Align.LEFT
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """One form ready to be written. `name` is a short name for a sheet or a bookmark; A4, margins in millimetres.

    `fillable` asks for a file that people fill in and send back: protected labels, pick lists. The text of a letter is
    set as prose although tables stand between it.
    """

    name: str
    blocks: tuple[DrawnTable | DrawnParagraph, ...]
    landscape: bool = False
    margins: tuple[int, int, int, int] = (20, 16, 20, 16)
    fillable: bool = False
    is_letter: bool = False
