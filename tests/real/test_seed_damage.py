"""A published form stays read as it was when a page number or a blank line falls between any two of its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.model import Form
from jiheng.pipeline import read_bytes

FIRST_PROJECT = range(65, 180)
GOAL = 97


def test_a_page_number_may_stand_anywhere(seeds: Path) -> None:
    lines, whole = _lines(seeds), _first_project(_lines(seeds))
    for at in FIRST_PROJECT[::4]:
        assert _first_project([*lines[:at], "- 3 -", *lines[at:]]) == whole, f"behind line {at}"


@pytest.mark.parametrize("offset", [0, 3])
def test_a_blank_line_may_stand_behind_any_cell(offset: int, seeds: Path) -> None:
    lines, whole = _lines(seeds), _first_project(_lines(seeds))
    for at in FIRST_PROJECT[offset::6]:
        # Line 98 continues the goal of line 97; a blank line between them makes two goals of one.
        if lines[at - 1].strip() and at != GOAL:
            assert _first_project([*lines[:at], "", *lines[at:]]) == whole, f"behind line {at}"


def _lines(seeds: Path) -> list[str]:
    (path,) = seeds.glob("003*.txt")
    return path.read_text("utf-8").split("\n")[:182]


def _first_project(lines: list[str]) -> Form:
    return read_bytes("\n".join(lines).encode(), "003.txt").forms[1]
