from __future__ import annotations

from dataclasses import replace

import pytest

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnTable
from jiheng.writers import WRITERS, BrokenDrawingError, UnknownFormatError, UnwritableTextError, write_drawings

every_format = pytest.mark.parametrize("format", sorted(WRITERS))


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownFormatError, match=r"“odt”.*xlsx、docx、html、pdf"):
        write_drawings([official()], "odt")


@every_format
def test_the_same_drawings_give_the_same_bytes(format: str) -> None:
    drawings = [official(), fillable(), narrative()]
    assert write_drawings(drawings, format) == write_drawings(drawings, format)


@every_format
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\r", "\x1f", "\ufffe", "\ud800"])
def test_a_character_that_no_file_holds_is_refused_with_its_place(format: str, character: str) -> None:
    with pytest.raises(UnwritableTextError, match=rf"/1/1 中的“巡□护”第2个字符.*U\+{ord(character):04X}"):
        write_drawings([grid([[f"巡{character}护"]])], format)


@every_format
def test_cells_on_one_position_are_refused(format: str) -> None:
    table = DrawnTable((DrawnCell("上", 1, 1, rows=2), DrawnCell("下", 2, 1)), (50,), 2)
    with pytest.raises(BrokenDrawingError, match="“下”与另一单元格重叠于第2行第1列"):
        write_drawings([Drawing("表", (table,))], format)


@every_format
def test_a_cell_outside_its_table_is_refused(format: str) -> None:
    table = DrawnTable((DrawnCell("宽", 1, 1, columns=2),), (50,), 1)
    with pytest.raises(BrokenDrawingError, match="第1行第2列不存在"):
        write_drawings([Drawing("表", (table,))], format)


@every_format
@pytest.mark.parametrize("fill", ["red", 'FFFFFF"', "FFF"])
def test_a_fill_that_is_no_colour_is_refused(format: str, fill: str) -> None:
    table = DrawnTable((DrawnCell("色", 1, 1, fill=fill),), (50,), 1)
    with pytest.raises(BrokenDrawingError, match="不是六位十六进制颜色"):
        write_drawings([Drawing("表", (table,))], format)


@every_format
@pytest.mark.parametrize("widths", [(), (0,), (-3,)])
def test_a_table_without_width_is_refused(format: str, widths: tuple[int, ...]) -> None:
    with pytest.raises(BrokenDrawingError, match="列宽须为正数"):
        write_drawings([Drawing("表", (DrawnTable((), widths, 1),))], format)


@every_format
def test_nothing_to_write_is_refused(format: str) -> None:
    with pytest.raises(BrokenDrawingError, match="没有可写出的绩效表"):
        write_drawings([], format)


@every_format
def test_a_drawing_without_blocks_can_be_written(format: str) -> None:
    empty = Drawing("空", ())
    assert write_drawings([empty, replace(empty, landscape=True)], format)
