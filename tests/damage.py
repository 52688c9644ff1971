"""Break an officially drawn form the way publishing breaks it, so that tests can ask whether it is still read.

The damage is the one seen in published forms: lost merges, page breaks, shifted rows, repeated headers, cut rows,
labels a row off, a column too many, one cell a line. Everything is drawn from a seeded random source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from random import Random

from jiheng.layouts.drawing import Drawing, DrawnParagraph, DrawnTable

Lines = list[list[str]]


class Damage(StrEnum):
    """A kind of damage."""

    PAGE_BREAK = "page break"
    HEADER_AGAIN = "header printed again after a page break"
    LEVELS_AGAIN = "levels printed again after a page break"
    SHIFTED = "row shifted left"
    CUT = "row cut in two"
    COLUMN_TOO_MANY = "blank columns at the end"
    HEADER_HIGH = "first header label one row too high"
    FULL_WIDTH = "labels in the other width"


def as_text(drawing: Drawing, damage: frozenset[Damage], random: Random) -> str:
    """Return the form as extracted text: rows with tabs, merges lost, damaged."""
    lines: list[str] = []
    above: Lines = []
    for block in drawing.blocks:
        if isinstance(block, DrawnParagraph):
            lines += [_one_line(block.text), ""]
        elif block.header_rows:
            rows = _grid(block)
            if Damage.HEADER_HIGH in damage and above and not above[-1][0]:
                above[-1][0], rows[block.header_rows - 1][0] = rows[block.header_rows - 1][0], ""
            lines += ["\t".join(row) for row in above]
            lines += _body(block, rows, damage, random)
            above = []
        else:
            above = _grid(block)
    return _width("\n".join(lines), damage)


def as_stream(drawing: Drawing) -> str:
    """Return the form with one filled cell a line and no tabs."""
    lines = []
    for block in drawing.blocks:
        if isinstance(block, DrawnParagraph):
            lines.append(_one_line(block.text))
        else:
            lines += [cell for row in _grid(block) for cell in row if cell]
    return "\n".join(lines)


def _grid(table: DrawnTable) -> Lines:
    """Return the rows without merges; columns that never begin a cell are not printed."""
    columns = sorted({cell.column for cell in table.cells}) if table.header_rows else range(1, len(table.widths) + 1)
    at = {column: index for index, column in enumerate(columns)}
    rows = [[""] * len(at) for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][at[cell.column]] = _one_line(cell.text)
    return rows


def _body(table: DrawnTable, rows: Lines, damage: frozenset[Damage], random: Random) -> Iterator[str]:
    header = rows[: table.header_rows]
    levels = ["", ""]
    yield from ("\t".join(row) for row in header)
    for row in rows[table.header_rows :]:
        levels = [new or old for new, old in zip(row[:2], levels, strict=True)]
        if Damage.PAGE_BREAK in damage and random.random() < 0.1:
            yield from _page_break(header, damage)
            row = [*levels, *row[2:]] if Damage.LEVELS_AGAIN in damage else row
        yield from _row(row, damage, random)


def _page_break(header: Lines, damage: frozenset[Damage]) -> Iterator[str]:
    yield from ("", "", "")
    if Damage.HEADER_AGAIN in damage:
        yield "\t".join(header[-1])


def _row(row: list[str], damage: frozenset[Damage], random: Random) -> Iterator[str]:
    if Damage.COLUMN_TOO_MANY in damage:
        row = [*row, "", ""]
    if Damage.SHIFTED in damage and not row[0] and random.random() < 0.3:
        row = [*row[1:], ""]
    elif Damage.CUT in damage and random.random() < 0.1:
        yield "\t".join(row[:3])
        yield ""
        row = ["", *row[3:]]
    yield "\t".join(row)


def _width(text: str, damage: frozenset[Damage]) -> str:
    other: Callable[[str], str] = str
    if Damage.FULL_WIDTH in damage:
        other = _other_width
    return "\n".join(
        "\t".join(other(cell) if len(cell) <= 20 else cell for cell in line.split("\t")) for line in text.split("\n")
    )


def _other_width(cell: str) -> str:
    """Swap brackets and colons of a label for the other width; values keep theirs."""
    return cell if any(char.isdigit() for char in cell) else cell.translate(str.maketrans("（）：", "():"))


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")
