"""A table that runs over several pages → one table: cut rows made whole, merged cells at the left carried on.

Which cell goes on is told by what stands in the two rows that meet at the page's end. Knows no form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from jiheng.readers.printed_lines import is_wide
from jiheng.readers.printed_tables import PrintedCell, PrintedTable
from jiheng.readers.printed_text import goes_on
from jiheng.readers.ruling import levels

_SAME_COLUMN = 3.0
_SAME_EDGE = 5.0
_LONGEST_LABEL = 12
_FEWEST_LABELS, _TALLEST_HEADER = 3, 3

_ENDS = ("。", "；", "！", ";")

Pair = tuple[PrintedCell, PrintedCell]


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined table, and the header rows that the second page repeated."""

    table: PrintedTable
    repeated: Sequence[str]


def join(above: PrintedTable, below: PrintedTable) -> Joined | None:
    """Return both as one table where the second, on the next page, has the outer edges of the first; else None."""
    shift = below.columns[0] - above.columns[0]
    if not (above.ruled and below.ruled) or abs(below.columns[-1] - above.columns[-1] - shift) > _SAME_EDGE:
        return None
    moved = [line - shift for line in below.columns]
    columns = [sum(group) / len(group) for group in levels([*above.columns, *moved], _SAME_COLUMN)]
    upper = list(_renumbered(above, columns, 0.0))
    lower = list(_renumbered(below, columns, shift))
    repeated = _repeated_rows(upper, lower)
    texts = [" ".join(cell.text for cell in lower if cell.row == row) for row in range(1, repeated + 1)]
    lower = list(_below(lower, repeated))
    if lower:
        upper = _stacked(upper, lower)
    return Joined(PrintedTable(upper, columns, above.box, above.page), texts)


def _renumbered(table: PrintedTable, columns: Sequence[float], shift: float) -> Iterator[PrintedCell]:
    """Yield the cells of a table counted by the column lines of both."""
    at = [min(range(len(columns)), key=lambda i: abs(columns[i] - line + shift)) + 1 for line in table.columns]
    for cell in table.cells:
        first, after = at[cell.column - 1], at[cell.column - 1 + cell.columns]
        moved = (first, after - first) != (cell.column, cell.columns)
        yield replace(cell, column=first, columns=after - first) if moved else cell


def _repeated_rows(upper: Sequence[PrintedCell], lower: Sequence[PrintedCell]) -> int:
    """Return how many rows at the top of the second page only print a header again."""
    printed, again = _rows(upper), _rows(lower)[:_TALLEST_HEADER]
    for count in range(len(again), 0, -1):
        header = again[:count]
        if not all(map(_is_labels, header)) or max(map(len, header)) < _FEWEST_LABELS:
            continue
        labels = [_labels(row) for row in header]
        places = (at for at, row in enumerate(printed) if len(row) == len(header[0]) and _labels(row) == labels[0])
        if any(labels == [_labels(row) for row in printed[at : at + count]] for at in places):
            return count
    return 0


def _rows(cells: Sequence[PrintedCell]) -> list[list[PrintedCell]]:
    rows: dict[int, list[PrintedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


def _is_labels(row: Sequence[PrintedCell]) -> bool:
    """Tell whether a row can be of a header: short words in every cell, and no number."""
    texts = [cell.text for cell in row]
    return all(text and len(text) <= _LONGEST_LABEL and not any(map(str.isdigit, text)) for text in texts)


def _below(cells: Sequence[PrintedCell], header: int) -> Iterator[PrintedCell]:
    """Yield the cells below a header; one that hangs down from it begins below it."""
    for cell in cells:
        first, after = max(cell.row - header, 1), cell.row + cell.rows - header
        if after > 1:
            yield replace(cell, row=first, rows=after - first)


def _labels(row: Sequence[PrintedCell]) -> tuple[tuple[int, str], ...]:
    return tuple((cell.column, cell.text) for cell in row)


def _stacked(upper: Sequence[PrintedCell], lower: Sequence[PrintedCell]) -> list[PrintedCell]:
    last = max(cell.row + cell.rows for cell in upper) - 1
    pairs = _meeting(upper, lower, last)
    cut = _is_cut(pairs)
    going_on = pairs if cut else list(_carried(pairs, _unmerged(upper)))
    whole = {id(one): _whole(one, other, cut=cut) for one, other in going_on}
    taken = {id(other) for _, other in going_on}
    offset = last - 1 if cut else last
    rest = [replace(cell, row=cell.row + offset) for cell in lower if id(cell) not in taken]
    kept = [whole.get(id(cell), cell) for cell in upper]
    return sorted([*kept, *rest], key=lambda cell: (cell.row, cell.column))


def _meeting(upper: Sequence[PrintedCell], lower: Sequence[PrintedCell], last: int) -> list[Pair]:
    """Return the cells that meet at the page's end, from the left; none where the two rows have other columns."""
    ends = {(cell.column, cell.columns): cell for cell in upper if cell.row + cell.rows - 1 == last}
    begins = {(cell.column, cell.columns): cell for cell in lower if cell.row == 1}
    shared = sorted(ends.keys() & begins.keys())
    if len(shared) < max(len(ends), len(begins)):
        # Rows of other columns meet; what they share at the left may still be one merged cell.
        shared = [key for at, key in enumerate(shared) if key == sorted(ends)[at] == sorted(begins)[at]]
    return [(ends[key], begins[key]) for key in shared]


def _is_cut(pairs: Sequence[Pair]) -> bool:
    """Tell whether the second row is the rest of the first: texts go on, and what was said is not said again."""
    single = [(one, other) for one, other in pairs if one.rows == other.rows == 1]
    both = [(one, other) for one, other in single if one.lines and other.lines]
    running = sum(_runs_on(one, other) for one, other in both)
    ended = sum(bool(one.lines) and not other.lines for one, other in single)
    begun = any(other.lines and not one.lines for one, other in single)
    if running and running == len(both):
        return True
    return not begun and 1 <= len(both) <= ended


def _runs_on(one: PrintedCell, other: PrintedCell) -> bool:
    return goes_on(one.lines, other.lines[0], one.width)


def _unmerged(cells: Sequence[PrintedCell]) -> set[int]:
    """Return the columns whose merged cells were taken apart: blanks stand below their texts, and none spans rows."""
    blank = Counter(cell.column for cell in cells if cell.rows == 1 and not cell.lines)
    merged = {cell.column for cell in cells if cell.rows > 1}
    return {column for column, count in blank.items() if count > 1} - merged


def _carried(pairs: Sequence[Pair], unmerged: Container[int]) -> Iterator[Pair]:
    """Yield the cells from the left that one merged cell was before the page ended."""
    if not any(other.lines for _, other in pairs):
        return
    leading, begun = True, any(one.lines for one, _ in pairs)
    for one, other in pairs:
        merged = one.rows > 1 or other.rows > 1
        # What stands before a text of its row and is empty holds its own text further down, where it is one cell.
        lower = begun and not one.lines and one.column not in unmerged
        joins = merged or lower or _is_rest(other)
        leading = leading and (not other.lines or (joins and _is_one_text(one, other)))
        if leading or (merged and (not other.lines or _flows(one, other))):
            yield one, other


def _is_one_text(one: PrintedCell, other: PrintedCell) -> bool:
    return not one.lines or one.text == other.text or _flows(one, other)


def _flows(one: PrintedCell, other: PrintedCell) -> bool:
    """Tell whether a text of several lines goes on in the other cell."""
    several = len(one.lines) > 1 or (bool(one.lines) and _is_rest(other))
    unfinished = several and not one.lines[-1].text.endswith(_ENDS)
    return unfinished and bool(other.lines) and _runs_on(one, other)


def _is_rest(cell: PrintedCell) -> bool:
    """Tell whether a cell holds one Chinese character, which is hardly a text of its own."""
    return len(cell.text) == 1 and is_wide(cell.text)


def _whole(one: PrintedCell, other: PrintedCell, *, cut: bool) -> PrintedCell:
    rows = one.rows + other.rows - cut
    if not one.lines:
        return replace(one, rows=rows, lines=other.lines, box=other.box, page=other.page, width=other.width)
    if not other.lines or one.text == other.text:
        return replace(one, rows=rows)
    return replace(one, rows=rows, lines=[*one.lines, *other.lines])
