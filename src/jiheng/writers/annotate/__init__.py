"""The sender's own file with the findings written beside what they speak of, and nothing else changed.

Each module here knows how one file format carries comments; none knows a rule, a layout or a form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from jiheng.model import Reading
from jiheng.writers.annotate.docx import annotate_docx
from jiheng.writers.annotate.errors import NoCommentsError, UnannotatableError
from jiheng.writers.annotate.marks import Mark, marks
from jiheng.writers.annotate.pdf import annotate_pdf
from jiheng.writers.annotate.xlsx import annotate_xlsx

__all__ = ["ANNOTATED", "Mark", "UnannotatableError", "annotate", "annotate_marks", "marks"]

ANNOTATED: Final[Mapping[str, Callable[[bytes, Sequence[Mark]], bytes]]] = MappingProxyType(
    {"xlsx": annotate_xlsx, "docx": annotate_docx, "pdf": annotate_pdf}
)
"""The formats, as readings name them, that can carry findings."""


def annotate(data: bytes, reading: Reading) -> bytes:
    """Return the file `data`, of which `reading` is the checked reading, with its findings as comments.

    Raises:
        UnannotatableError: the format carries no comments, or this file cannot be changed.
        UnreadableFileError: the file is damaged where the reading did not look.
    """
    return annotate_marks(data, reading.format, marks(reading))


def annotate_marks(data: bytes, format: str | None, marks: Sequence[Mark]) -> bytes:
    """Return the file with these marks; as it was, byte for byte, where there are none."""
    annotator = ANNOTATED.get(format or "")
    if annotator is None:
        raise NoCommentsError(format, tuple(ANNOTATED))
    return annotator(data, marks) if marks else data
