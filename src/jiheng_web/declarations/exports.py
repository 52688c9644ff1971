"""What leaves the application: forms as files, and the colours that layouts print with. Writes nothing down."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.catalog import layouts
from jiheng.model import Reading
from jiheng.writers.forms import Written, write_forms


def write(reading: Reading, suffix: str) -> Written:
    """Return all forms of a document as one file, and what of them the file would not give back."""
    return write_forms(reading.forms, suffix, layouts=layouts())


def fills_css() -> str:
    """Return one rule for each colour that some layout prints with."""
    return "".join(f".fill-{fill} {{ background-color: #{fill}; }}\n" for fill in sorted(set(_fills())))


def _fills() -> Iterator[str]:
    for layout in layouts().values():
        table = layout.indicators
        yield from (column.fill.lower() for column in (table.indicators if table else ()) if column.fill)
