"""What the official tables of a finance bureau look like: paper, fonts, sizes. Knows no file format.

Fonts are only named, never embedded. Sizes count half-points, as 字号 need: 小五 is 9 pt, 五号 10.5 pt. Lengths are
whole millimetres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Final

from jiheng.layouts.drawing import Drawing, DrawnTable, Role

ER_HAO: Final = 44
XIAO_ER: Final = 36
XIAO_SI: Final = 24
WU_HAO: Final = 21
XIAO_WU: Final = 18

LANGUAGE: Final = "zh-CN"
RED: Final = "C00000"


@dataclass(frozen=True, slots=True)
class Font:
    """A font by name; `size` in half-points, `color` RRGGBB."""

    name: str
    size: int
    bold: bool = False
    color: str | None = None


FONTS: Final[Mapping[Role, Font]] = MappingProxyType(
    {
        Role.TITLE: Font("方正小标宋简体", ER_HAO),
        Role.SUBTITLE: Font("仿宋", XIAO_SI),
        Role.INSTRUCTION: Font("宋体", XIAO_WU, color=RED),
        Role.HEADING: Font("黑体", XIAO_SI),
        Role.BODY: Font("仿宋", XIAO_SI),
        Role.LABEL: Font("宋体", XIAO_WU),
        Role.HEADER: Font("宋体", XIAO_WU, bold=True),
        Role.VALUE: Font("宋体", XIAO_WU),
    }
)
# Where the title's font is not installed, programs take this one.
TITLE_FALLBACK: Final = "宋体"


@dataclass(frozen=True, slots=True)
class Paper:
    """The page of one drawing: A4, its margins, and what they leave for the content."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def content_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def content_height(self) -> int:
        return self.height - self.top - self.bottom


def paper(drawing: Drawing) -> Paper:
    """Return the page that `drawing` is printed on."""
    width, height = (297, 210) if drawing.landscape else (210, 297)
    return Paper(width, height, *drawing.margins)


def tables(drawing: Drawing) -> tuple[DrawnTable, ...]:
    """Return the tables of `drawing` in order."""
    return tuple(block for block in drawing.blocks if isinstance(block, DrawnTable))


def form_width(drawing: Drawing) -> int:
    """Return how wide the form is: as its widest table, or all that the margins leave; texts keep to it too."""
    return max((sum(table.widths) for table in tables(drawing)), default=paper(drawing).content_width)


def fitted(drawing: Drawing) -> Drawing:
    """Return `drawing` with its tables made narrower, all in the same ratio, where they are wider than the paper.

    >>> wide = Drawing("表", (DrawnTable((), (178, 178), 1), DrawnTable((), (89, 267), 1)))
    >>> [table.widths for table in tables(fitted(wide))]
    [(89, 89), (44, 134)]
    """
    room, width = paper(drawing).content_width, form_width(drawing)
    if width <= room:
        return drawing
    blocks = (
        replace(block, widths=_scaled(block.widths, room, width)) if isinstance(block, DrawnTable) else block
        for block in drawing.blocks
    )
    return replace(drawing, blocks=tuple(blocks))


def _scaled(widths: tuple[int, ...], room: int, width: int) -> tuple[int, ...]:
    # Boundaries that several tables share stay shared, because each is scaled on its own.
    edges = [edge * room // width for edge in accumulate(widths, initial=0)]
    return tuple(max(1, right - left) for left, right in pairwise(edges))


def is_narrative(drawing: Drawing) -> bool:
    """Whether the form is prose without tables, or a letter: its paragraphs begin two characters in."""
    return drawing.is_letter or not tables(drawing)
