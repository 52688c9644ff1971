"""What every writer asks of a drawing before it writes: text that a file can hold, whole tables, real colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from jiheng.layouts.drawing import Drawing, DrawnParagraph, DrawnTable
from jiheng.writers.grid import BrokenDrawingError, completed
from jiheng.writers.look import fitted

# XML 1.0 section 2.2 has no place for these; a carriage return would silently come back as a line feed.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOR: Final = re.compile(r"[0-9A-Fa-f]{6}")


class UnwritableTextError(ValueError):
    """A text that the file format cannot hold. It is not replaced, because that would lose it silently."""


def checked(drawings: Sequence[Drawing]) -> tuple[Drawing, ...]:
    """Return `drawings` with every table completed, and no table wider than the paper.

    Raises:
        UnwritableTextError: a text holds a character that no office file can hold.
        BrokenDrawingError: there is nothing to write, or a table is not whole.
    """
    if not drawings:
        raise BrokenDrawingError("没有可写出的绩效表。")
    for drawing in drawings:
        for text, path in _texts(drawing):
            _refuse_unwritable(text, path, drawing.name)
    return tuple(fitted(replace(drawing, blocks=tuple(_completed(drawing)))) for drawing in drawings)


def _texts(drawing: Drawing) -> Iterator[tuple[str, str | None]]:
    for block in drawing.blocks:
        for shown in block.cells if isinstance(block, DrawnTable) else (block,):
            yield shown.text, shown.path
    for choice in _choices(drawing):
        yield choice, None


def _choices(drawing: Drawing) -> Iterable[str]:
    tables = (block for block in drawing.blocks if isinstance(block, DrawnTable))
    return (choice for table in tables for cell in table.cells for choice in cell.choices)


def _refuse_unwritable(text: str, path: str | None, name: str) -> None:
    found = _UNWRITABLE.search(text)
    if found is None:
        return
    where = f"“{name}”的 {path}" if path is not None else f"“{name}”"
    shown = _UNWRITABLE.sub("□", text)
    raise UnwritableTextError(
        f"{where} 中的“{shown}”第{found.start() + 1}个字符是不可见的控制字符（U+{ord(found[0]):04X}），"
        "文件无法保存这种字符；请删除它后重试。"
    )


def _completed(drawing: Drawing) -> Iterator[DrawnTable | DrawnParagraph]:
    for block in drawing.blocks:
        if isinstance(block, DrawnTable):
            _refuse_odd_look(block)
            yield completed(block)
        else:
            yield block


def _refuse_odd_look(table: DrawnTable) -> None:
    if not table.widths or min(table.widths) <= 0:
        raise BrokenDrawingError(f"表格的列宽须为正数：{table.widths}，请检查版式文件。")
    for cell in table.cells:
        if cell.fill is not None and not _COLOR.fullmatch(cell.fill):
            raise BrokenDrawingError(f"单元格“{cell.text}”的底色“{cell.fill}”不是六位十六进制颜色，请检查版式文件。")
