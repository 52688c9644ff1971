"""Whatever a form holds where nobody expects it, and however it is broken: no text of the document is lost.

Unique texts are planted anywhere in a form, as cells, lines and rows, and must come out again: in a value, a note or
among the unread.
"""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng import contract
from jiheng.layouts.reading import LaidOut
from jiheng.model import Reading
from jiheng.values.wording import plain
from printed import PRINTED, laid_out

SHAPES = (
    "异物{}",
    "≥{}株",
    "{}",
    "不低于{}.5%",
    "约{}万元",
    "说不清来历、不知属于哪一格的一句话{}。",
    "（{}）",
    "指标{}",
)
Planting = tuple[int, int, str, str]


def plantings() -> st.SearchStrategy[list[Planting]]:
    """Where to plant, as fractions of the lines and cells; how; and in what shape."""
    how = st.sampled_from(["cell", "blank", "line", "row", "instead", "column"])
    return st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99), how, st.sampled_from(SHAPES)), max_size=4)


def planted(lines: list[str], where: Planting, text: str) -> list[str]:
    down, right, how, _ = where
    at = down % len(lines)
    cells = lines[at].split("\t")
    if how == "line":
        return [*lines[:at], "", text, "", *lines[at:]]
    if how == "row":
        return [*lines[:at], "\t".join(text if i == right % 5 else "" for i in range(5)), *lines[at:]]
    blank = [i for i, cell in enumerate(cells) if not cell] or [len(cells)]
    column = {"blank": blank[right % len(blank)], "column": len(cells)}.get(how, right % len(cells))
    if how == "cell":
        cells.insert(column, text)
    else:
        cells[column : column + 1] = [text]
    return [*lines[:at], "\t".join(cells), *lines[at + 1 :]]


def everything(found: LaidOut) -> str:
    reading = Reading("x", "text", "", forms=found.forms, unread=found.unread, error=found.error)
    return plain(json.dumps(contract.encode([reading], checked=False), ensure_ascii=False))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PRINTED)), plantings(), st.lists(st.integers(0, 999), max_size=3), st.booleans())
def test_planted_texts_come_out_again(layout: str, where: list[Planting], breaks: list[int], one_a_line: bool) -> None:
    lines = list(PRINTED[layout])
    texts = []
    for number, planting in enumerate(where, start=7731):
        texts.append(planting[3].format(number))
        lines = planted(lines, planting, texts[-1])
    present = [text for text in texts if any(text in line for line in lines)]
    for at in breaks:
        lines.insert(at % len(lines), "")
    if one_a_line:
        lines = [cell for line in lines for cell in line.split("\t")]
    seen = everything(laid_out(lines))
    assert [text for text in present if plain(text) not in seen] == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PRINTED)), plantings(), st.sampled_from(sorted(PRINTED)))
def test_a_forced_layout_loses_nothing_either(layout: str, where: list[Planting], forced: str) -> None:
    lines = list(PRINTED[layout])
    texts = []
    for number, planting in enumerate(where, start=7731):
        texts.append(planting[3].format(number))
        lines = planted(lines, planting, texts[-1])
    seen = everything(laid_out(lines, layout=forced))
    assert [text for text in texts if any(text in line for line in lines) and plain(text) not in seen] == []
