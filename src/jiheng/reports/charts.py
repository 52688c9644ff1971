"""Charts as inline SVG: stacked bars and columns, each with a title and a description for those who do not see it.

Drawn 440 units wide, so that its 12-unit letters stay readable on a phone. Knows numbers and labels, and no form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jiheng.reports.markup import Markup, element, empty, joined
from jiheng.writers.measure import text_width

_WIDTH: Final = 440
_LETTER: Final = 12
# Room to the right of the longest bar for its number.
_NUMBER: Final = 44
_THICK: Final = 14
_HIGH: Final = 190
_CEILING: Final = 28
_FLOOR: Final = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A label and the parts of a bar, in the order of the chart's series; it may lead to another place of the page."""

    label: str
    parts: tuple[int, ...]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart says in words, and the series that its bars are made of: a name and a class of the style sheet."""

    id: str
    title: str
    description: str
    series: tuple[tuple[str, str], ...]


def bars(chart: Chart, rows: Sequence[Bar], *, label_room: int | None = None) -> Markup:
    """Return lying bars. Labels stand to the left in `label_room` units, or above their bars where it is None."""
    longest = max((sum(row.parts) for row in rows), default=0) or 1
    left = label_room or 0
    step = 26 if label_room else 42
    drawn = (_bar(row, chart, at * step, left, longest) for at, row in enumerate(rows))
    return _svg(chart, max(1, len(rows)) * step + 4, *drawn)


def columns(chart: Chart, rows: Sequence[Bar]) -> Markup:
    """Return standing columns, one for each row, of the first series only."""
    highest = max((row.parts[0] for row in rows), default=0) or 1
    width = _WIDTH // max(1, len(rows))
    drawn = (_column(row, chart, at * width, width, highest) for at, row in enumerate(rows))
    ground = empty("line", x1=0, x2=_WIDTH, y1=_FLOOR, y2=_FLOOR, class_="ground")
    return _svg(chart, _HIGH, *drawn, ground)


def clipped(text: str, room: int) -> str:
    """Return the text, cut with a sign where it would take more than `room` units.

    >>> clipped("青禾市文化体育局", 60)
    '青禾市文…'
    """
    if text_width(text) * _LETTER <= room * 1000:
        return text
    kept = text
    while kept and (text_width(kept) + 1000) * _LETTER > room * 1000:
        kept = kept[:-1]
    return f"{kept}…"


def _svg(chart: Chart, height: int, *drawn: Markup) -> Markup:
    named = (
        element("title", chart.title, id=f"{chart.id}-title"),
        element("desc", chart.description, id=f"{chart.id}-desc"),
    )
    labelled = f"{chart.id}-title {chart.id}-desc"
    return element(
        "svg", *named, *drawn, role="img", viewBox=f"0 0 {_WIDTH} {height}", class_="chart", aria_labelledby=labelled
    )


def _bar(row: Bar, chart: Chart, top: int, left: int, longest: int) -> Markup:
    room = _WIDTH - left - _NUMBER
    at = top + (5 if left else 19)
    start = left
    parts: list[Markup] = []
    for value, (name, color) in zip(row.parts, chart.series, strict=True):
        width = round(value * room / longest)
        if value:
            told = element("title", f"{row.label}：{name} {value}")
            parts.append(element("rect", told, x=start, y=at, width=max(1, width), height=_THICK, class_=color))
        start += width
    number = element("text", str(sum(row.parts)), x=start + 6, y=at + 11, class_="number")
    return joined(_label(row, top, left), *parts, number)


def _label(row: Bar, top: int, left: int) -> Markup:
    shown = clipped(row.label, left - 10 if left else _WIDTH - 8)
    text = element("text", shown, x=left - 10 if left else 0, y=top + (16 if left else 13), class_=_side(left))
    return element("a", text, href=row.link) if row.link else text


def _side(left: int) -> str:
    return "label end" if left else "label"


def _column(row: Bar, chart: Chart, left: int, width: int, highest: int) -> Markup:
    value = row.parts[0]
    height = round(value * (_FLOOR - _CEILING) / highest)
    middle = left + width // 2
    told = element("title", f"{row.label}：{value}")
    color = chart.series[0][1]
    drawn = element(
        "rect", told, x=left + width // 6, y=_FLOOR - height, width=width * 2 // 3, height=height, class_=color
    )
    number = element("text", str(value), x=middle, y=_FLOOR - height - 7, class_="number middle")
    label = element("text", row.label, x=middle, y=_FLOOR + 20, class_="label middle")
    return joined(drawn if value else None, number if value else None, label)
