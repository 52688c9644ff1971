"""Lines drawn as office programs, scanners and careless typists draw them become the cells that a person sees."""

from __future__ import annotations

import pytest

from jiheng.readers.errors import TooLargeFileError
from jiheng.readers.ruling import Grid, Line, find_grids, sides

TOLERANCE = 3.0


def grid_of(columns: list[float], rows: list[float]) -> tuple[list[Line], list[Line]]:
    return (
        [Line(row, columns[0], columns[-1]) for row in rows],
        [Line(column, rows[0], rows[-1]) for column in columns],
    )


def shapes(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


def only(horizontal: list[Line], vertical: list[Line]) -> Grid:
    (grid,) = find_grids(horizontal, vertical, TOLERANCE)
    return grid


def test_crossing_lines_are_cells_in_reading_order() -> None:
    grid = only(*grid_of([0, 50, 120], [10, 30, 60]))
    assert shapes(grid) == [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert grid.cells[1].box == (50, 10, 120, 30)
    assert grid.box == (0, 10, 120, 60)


def test_a_point_finds_its_cell() -> None:
    grid = only(*grid_of([0, 50, 120], [10, 30, 60]))
    assert grid.index_at(60, 40) == 3
    assert grid.index_at(60, 70) is None
    assert grid.index_at(-1, 40) is None


def test_missing_lines_are_spans() -> None:
    rows = [Line(0, 0, 300), Line(20, 0, 300), Line(40, 100, 300), Line(60, 0, 300)]
    columns = [Line(0, 0, 60), Line(100, 20, 60), Line(200, 20, 60), Line(300, 0, 60)]
    assert shapes(only(rows, columns)) == [
        (1, 1, 1, 3), (2, 1, 2, 1), (2, 2, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1), (3, 3, 1, 1),
    ]  # fmt: skip


def test_double_lines_are_one() -> None:
    horizontal, vertical = grid_of([0, 50, 100], [0, 20, 40])
    doubled = [line._replace(at=line.at + 2) for line in horizontal]
    assert len(only([*horizontal, *doubled], vertical).cells) == 4


def test_every_cell_may_draw_its_own_border_with_a_space_between() -> None:
    boxes = [(x, y, x + 48, y + 18) for x in (0, 50, 100) for y in (0, 20)]
    drawn = [sides(box, thickness=2) for box in boxes]
    horizontal = [line for across, _ in drawn for line in across]
    vertical = [line for _, down in drawn for line in down]
    assert len(only(horizontal, vertical).cells) == 6


def test_broken_lines_are_mended() -> None:
    horizontal, vertical = grid_of([0, 50, 100], [0, 20, 40])
    dashes = [Line(20, at, at + 4) for at in range(0, 100, 8)]
    assert len(only([horizontal[0], *dashes, horizontal[2]], vertical).cells) == 4


def test_lines_may_end_just_before_or_behind_one_another() -> None:
    horizontal = [Line(0, 2, 98), Line(20, -2, 102), Line(40, 1, 99)]
    vertical = [Line(0, 2, 42), Line(50, 1, 39), Line(100, -2, 38)]
    assert len(only(horizontal, vertical).cells) == 4


def test_outer_borders_may_be_missing_at_the_sides() -> None:
    horizontal = [Line(at, 0, 150) for at in (0, 20, 40)]
    vertical = [Line(at, 0, 40) for at in (50, 100)]
    assert shapes(only(horizontal, vertical))[:3] == [(1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 1, 1)]


def test_outer_borders_may_be_missing_above_and_below() -> None:
    horizontal = [Line(at, 0, 100) for at in (20, 40)]
    vertical = [Line(at, 0, 60) for at in (0, 50, 100)]
    assert len(only(horizontal, vertical).cells) == 6


def test_one_lost_piece_of_a_border_loses_no_cell() -> None:
    horizontal, _ = grid_of([0, 50, 100], [0, 20, 40, 60, 80])
    vertical = [Line(0, 0, 20), Line(0, 40, 80), Line(50, 0, 80), Line(100, 0, 80)]
    assert len(only(horizontal, vertical).cells) == 8


def test_a_line_that_stops_half_way_through_a_cell_is_drawn_through() -> None:
    horizontal = [Line(0, 0, 100), Line(40, 0, 100)]
    vertical = [Line(0, 0, 40), Line(50, 0, 25), Line(100, 0, 40)]
    assert shapes(only(horizontal, vertical)) == [(1, 1, 1, 1), (1, 2, 1, 1)]


def test_a_short_stub_cuts_no_cell() -> None:
    horizontal = [Line(0, 0, 100), Line(20, 0, 100), Line(40, 0, 100), Line(30, 0, 12)]
    vertical = [Line(0, 0, 40), Line(50, 0, 40), Line(100, 0, 40)]
    grid = only(horizontal, vertical)
    assert len(grid.cells) == 4
    assert len(grid.rows) == 3


def test_tables_below_and_beside_one_another_stay_apart() -> None:
    tables = [grid_of([0, 40, 80], [0, 20]), grid_of([100, 140, 180], [3, 25]), grid_of([0, 90, 180], [50, 70])]
    horizontal = [line for across, _ in tables for line in across]
    vertical = [line for _, down in tables for line in down]
    found = find_grids(horizontal, vertical, TOLERANCE)
    assert [grid.box for grid in found] == [(0, 0, 80, 20), (100, 3, 180, 25), (0, 50, 180, 70)]


def test_a_frame_around_the_page_is_no_table() -> None:
    inner, outer = grid_of([50, 100, 150], [50, 70, 90]), grid_of([0, 400], [0, 400])
    found = find_grids([*inner[0], *outer[0]], [*inner[1], *outer[1]], TOLERANCE)
    assert [grid.box for grid in found] == [(50, 50, 150, 90)]


def test_underlines_are_no_table() -> None:
    assert find_grids([Line(30, 10, 80), Line(50, 10, 80)], [], TOLERANCE) == ()
    horizontal, vertical = grid_of([0, 100, 200], [0, 40, 80])
    assert len(only([*horizontal, Line(30, 20, 70)], vertical).cells) == 4


def test_what_lies_outside_the_outline_is_no_cell() -> None:
    horizontal = [Line(0, 0, 100), Line(20, 0, 200), Line(40, 0, 200)]
    vertical = [Line(0, 0, 40), Line(100, 0, 40), Line(200, 20, 40)]
    assert shapes(only(horizontal, vertical)) == [(1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_a_thin_rectangle_is_a_line() -> None:
    assert sides((0, 10, 100, 11), thickness=2) == ([Line(10.5, 0, 100)], [])
    assert sides((0, 0, 1, 50), thickness=2) == ([], [Line(0.5, 0, 50)])


def test_dots_are_a_line_where_they_stand_in_one() -> None:
    dots = [sides((at, 0, at + 1, 1), thickness=2) for at in range(0, 100, 2)]
    horizontal, vertical = grid_of([0, 50, 100], [0, 20, 40])
    dotted = [line for across, _ in dots for line in across]
    specks = [line for _, down in dots for line in down]
    assert len(only([*dotted, *horizontal[1:]], [*specks, *vertical]).cells) == 4


def test_the_bars_of_tiny_print_keep_their_direction() -> None:
    assert sides((0, 0, 0.5, 2.8), thickness=3) == ([], [Line(0.25, 0, 2.8)])


def test_outer_borders_may_be_missing_all_around() -> None:
    horizontal = [Line(at, 0, 150) for at in (20, 40)]
    vertical = [Line(at, 0, 60) for at in (50, 100)]
    assert len(only(horizontal, vertical).cells) == 9


def test_more_lines_than_a_page_can_hold_are_refused() -> None:
    with pytest.raises(TooLargeFileError, match="表格线"):
        find_grids([Line(at * 10, 0, 100) for at in range(4000)], [Line(0, 0, 40000)], TOLERANCE)
    with pytest.raises(TooLargeFileError, match="格"):
        find_grids(*grid_of([at * 10 for at in range(600)], [at * 10 for at in range(600)]), TOLERANCE)


@pytest.mark.parametrize("side", [0, 300])
def test_a_cell_that_the_page_cuts_above_and_below_is_a_column_of_its_table(side: int) -> None:
    inner = [50, 120, 200, 250]
    horizontal = [Line(row, inner[0], inner[-1]) for row in (0, 20, 40, 60)]
    vertical = [Line(column, 0, 60) for column in sorted([side, *inner])]
    grid = only(horizontal, vertical)
    assert len(grid.columns) == 5
    assert [cell.box for cell in grid.cells if cell.rows == 3] == [(min(side, 250), 0, max(side, 50), 60)]


def test_a_line_that_is_longer_than_those_of_a_table_is_none_of_its_own() -> None:
    horizontal, vertical = grid_of([50, 120, 200], [0, 20, 40])
    assert len(only(horizontal, [Line(0, -300, 500), *vertical]).columns) == 3
