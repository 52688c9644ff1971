"""Drawings become files: xlsx, docx, html, pdf. Knows file formats, and no form, layout or rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from jiheng.layouts.drawing import Drawing
from jiheng.writers.checks import UnwritableTextError
from jiheng.writers.docx import write_docx
from jiheng.writers.grid import BrokenDrawingError
from jiheng.writers.html import write_html
from jiheng.writers.pdf import write_pdf
from jiheng.writers.xlsx import write_xlsx

__all__ = ["WRITERS", "BrokenDrawingError", "UnknownFormatError", "UnwritableTextError", "write_drawings"]

Writer = Callable[[Sequence[Drawing]], bytes]

WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {"xlsx": write_xlsx, "docx": write_docx, "html": write_html, "pdf": write_pdf}
)


class UnknownFormatError(ValueError):
    """A file format that nothing here writes."""

    def __init__(self, format: str) -> None:
        super().__init__(f"不能写出“{format}”格式的文件；可选的格式有：{'、'.join(WRITERS)}。")


def write_drawings(drawings: Sequence[Drawing], format: str) -> bytes:
    """Return the file that shows `drawings`, one sheet or page each.

    Raises:
        UnknownFormatError: `format` is not a key of `WRITERS`.
        UnwritableTextError: a text holds what the file cannot hold.
        BrokenDrawingError: cells overlap or leave their table, or there is nothing to write.
    """
    writer = WRITERS.get(format)
    if writer is None:
        raise UnknownFormatError(format)
    return writer(drawings)
