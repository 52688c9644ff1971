"""What a written file would not give back, cell by cell, for the page that says so before a download. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from jiheng.writers.forms import Loss


@dataclass(frozen=True, slots=True)
class LostCell:
    """A cell that would read otherwise: `form` counts the forms of the document, `path` leads to the cell in it."""

    form: int
    path: str
    before: str | None
    after: str | None


def lost_cells(losses: Iterable[Loss]) -> Iterator[LostCell]:
    """Yield one for all that was lost of a cell: its text, else the first of its parts."""
    for (form, path), parts in groupby(losses, key=_cell):
        same = list(parts)
        whole = next((one for one in same if one.path.endswith("/raw")), same[0])
        yield LostCell(form, path, whole.before, whole.after)


def _cell(loss: Loss) -> tuple[int, str]:
    """Return the number of a form and the path of a cell: a member of a list and its field, or a part and its field."""
    # Where even the number of forms differs, the list of forms has no path.
    form, *steps = loss.path.split("/")[1:] or ["0"]
    length = 3 if len(steps) > 1 and steps[1].isdecimal() else 2
    return (int(form) + 1, "".join(f"/{step}" for step in steps[:length]))
