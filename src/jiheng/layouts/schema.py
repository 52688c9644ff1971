"""The shape of a layout file and of its indicator frame. Unknown keys are errors, so a typo can never be ignored.

A layout hangs on printed words: labels, their known variants, and sentences with named gaps. It knows no cell address
and holds no expression. The same file finds the values in a document and draws the official table.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from jiheng.layouts.blocks import Block, Group, IndicatorKey, Indicators, Line, Rows, Slot, Spec, Strict
from jiheng.layouts.labels import Labels
from jiheng.model import Kind, Stage
from jiheng.yaml_files import read_yaml, shaped


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
    hold no value. `usual` are wordings of labels in the whole country. `instruction` is our own short wording of the
    filling instruction of a fillable file.
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
    usual: Labels = Labels()

    # What is worked out once for a layout is found again by which layout it is, not by all that it says.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def indicators(self) -> Indicators | None:
        """The indicator table, where the form has one."""
        return next(iter(self.tables), None)

    @property
    def tables(self) -> tuple[Indicators, ...]:
        """Every indicator table of the form, in order."""
        return _tables(self)

    @property
    def tail(self) -> tuple[Block, ...]:
        """What the form prints below its indicators."""
        last = max((at for at, block in enumerate(self.blocks) if isinstance(block, Indicators)), default=-1)
        return self.blocks[last + 1 :] if last >= 0 else ()

    @property
    def demanded(self) -> Iterator[Block]:
        """What every print of the form has of its blocks."""
        for block in self.blocks:
            if isinstance(block, Group):
                yield block.model_copy(update={"lines": block.demanded})
            elif not (isinstance(block, Line) and block.optional):
                yield block

    @property
    def level_names(self) -> Iterator[str]:
        """Every wording of every level."""
        for one in self.levels:
            yield from (one.name, *one.also)
            for two in one.level2:
                yield from (two.name, *two.also)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot of the form's lines and groups."""
        return _slots(self)

    @property
    def required(self) -> tuple[str, ...]:
        """JSON Pointers of what this region's form must have filled in."""
        return _required(self)

    @property
    def wording_key(self) -> IndicatorKey:
        """The column in which the region prints the long wording of its fixed rows."""
        columns = self.indicators.indicators if self.indicators else ()
        has_note = any(column.key is IndicatorKey.NOTE for column in columns)
        return IndicatorKey.NOTE if has_note else IndicatorKey.EXPLANATION


def load_layout(path: Path, *, site: Path | None = None, usual: Labels | None = None) -> Layout:
    """Read a layout file; its frame stands beside it in `../frames/`, a site's own wording in `site`.

    `usual` are the wordings of labels that every layout knows beside its own.

    Raises:
        DataFileError: a file is no YAML, a key is unknown or missing, or a value has the wrong shape.
    """
    frame_path = path.parent.parent / "frames" / path.name
    rows = _frame_rows(frame_path)
    own = {row.name: row for row in _frame_rows(site)} if site is not None else {}
    rows = tuple(row.model_copy(update={"wording": own[row.name].wording}) if row.name in own else row for row in rows)
    return shaped(Layout, {**read_yaml(path), "frame": rows, "usual": usual or Labels()}, path)


# No cached property: a copy of a layout, which may have other blocks, would take it along.
@lru_cache(maxsize=256)
def _tables(layout: Layout) -> tuple[Indicators, ...]:
    return tuple(block for block in layout.blocks if isinstance(block, Indicators))


@lru_cache(maxsize=256)
def _slots(layout: Layout) -> tuple[Slot, ...]:
    lines: list[tuple[Spec, ...]] = []
    for block in layout.blocks:
        lines += (block.line,) if isinstance(block, Line) else block.lines if isinstance(block, Group) else ()
    return tuple(spec for line in lines for spec in line if isinstance(spec, Slot))


@lru_cache(maxsize=256)
def _required(layout: Layout) -> tuple[str, ...]:
    lists = tuple(f"/{block.rows_of}" for block in layout.blocks if isinstance(block, Rows) and block.required)
    return (*(f"/{slot.field.replace('.', '/')}" for slot in layout.slots if slot.required), *lists)


def _frame_rows(path: Path) -> tuple[FrameRow, ...]:
    return shaped(Frame, read_yaml(path), path).rows if path.exists() else ()
