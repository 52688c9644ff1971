"""Tables that text draws without tabs: with pipes (Markdown), in columns parted by spaces, or as CSV. Knows no form.

Each function takes lines and gives rows of texts, or nothing where the lines do not show one table beyond doubt: text
whose separators were lost stays text.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

Run = tuple[int, int]

_PIPE = re.compile(r"(?<!\\)\|")
# Possessive: a line of a hundred thousand blanks is looked at once.
_ALIGNMENT = re.compile(r"\s*+\|?(?:\s*+:?-++:?\s*+\|)++(?:\s*+:?-++:?\s*+)?")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP = re.compile(r"[ \u3000]{2,}")
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 3
_ALIGNED = 0.95
_REGULAR = 0.6
_LONGEST_QUOTE = 200


# Pipes.


def pipe_runs(lines: Sequence[str]) -> Iterator[Run]:
    """Yield where lines with pipes make a table: under an alignment row, within outer pipes, or all of one width."""
    for start, end in _runs([_PIPE.search(line) is not None and "\t" not in line for line in lines]):
        run = lines[start:end]
        aligned = any(_ALIGNMENT.fullmatch(line) for line in run)
        framed = all(line.strip().startswith("|") for line in run)
        widths = {len(_PIPE.findall(line)) for line in run}
        even = len(run) > _FEWEST_ROWS and len(widths) == 1 and max(widths) >= _FEWEST_ROWS
        if len(run) >= _FEWEST_ROWS and (aligned or framed or even):
            yield start, end


def pipe_row(line: str) -> list[str] | None:
    """Return the cells of a line with pipes; None for the row that only says how columns are aligned."""
    if _ALIGNMENT.fullmatch(line):
        return None
    cells = _PIPE.split(line.strip())
    cells = cells[1:] if cells[0] == "" else cells
    cells = cells[:-1] if cells and cells[-1] == "" else cells
    return [_LINE_BREAK.sub("\n", cell.replace("\\|", "|")).strip() for cell in cells]


# Columns of spaces.


def spaced_runs(lines: Sequence[str]) -> Iterator[Run]:
    """Yield where lines stand in columns parted by spaces: begin at the same places, or have as many parts each."""
    for start, end in _runs([bool(line.strip()) for line in lines]):
        parts = [_parts(line) for line in lines[start:end]]
        many = [at for at, found in enumerate(parts) if len(found) >= _FEWEST_COLUMNS]
        if len(many) >= _FEWEST_ROWS:
            first, last = many[0], many[-1] + 1
            while last < len(parts) and parts[last][0][0] > 0:
                last += 1
            if _columns(parts[first:last]) or _are_even(parts[first:last]):
                yield start + first, start + last


def spaced_rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of such lines; a place at which a line has no part is an empty cell."""
    parts = [_parts(line) for line in lines]
    columns = _columns(parts)
    if not columns:
        return [[text for _, text in line] for line in parts]
    return [[dict(line).get(column, "") for column in columns] for line in parts]


def _parts(line: str) -> list[tuple[int, str]]:
    """Return the parts between gaps, each with the place where it begins, a Chinese character counting two."""
    parts: list[tuple[int, str]] = []
    place, last = 0, 0
    for gap in (*_GAP.finditer(line), None):
        end = len(line) if gap is None else gap.start()
        text = line[last:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            parts.append((place + _width(text[:lead]), text.strip()))
        if gap is not None:
            place, last = place + _width(line[last : gap.end()]), gap.end()
    return parts


def _columns(parts: Sequence[Sequence[tuple[int, str]]]) -> list[int]:
    """Return the places at which parts begin, where nearly all begin at a place of several lines."""
    counts = Counter(place for line in parts for place, _ in line)
    shared = {place for place, count in counts.items() if count > 1}
    covered = sum(counts[place] for place in shared)
    return sorted(counts) if shared and covered >= _ALIGNED * counts.total() else []


def _are_even(parts: Sequence[Sequence[tuple[int, str]]]) -> bool:
    return len({len(line) for line in parts}) == 1 and all(line[0][0] == 0 for line in parts)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


# CSV.


def csv_rows(content: str) -> list[tuple[int, list[str]]] | None:
    """Return the records of a text of comma-separated values, each with its line; None for any other text."""
    if "\t" in content or content.count(",") < _FEWEST_ROWS * (_FEWEST_COLUMNS - 1):
        return None
    reader = csv.reader(io.StringIO(content, newline=""))
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            records.append((line, record))
            line = reader.line_num + 1
    except csv.Error:
        return None
    return records if _is_regular([len(record) for _, record in records if record]) else None


def _is_regular(widths: Sequence[int]) -> bool:
    ((usual, count),) = Counter(widths).most_common(1) or [(0, 0)]
    if usual < _FEWEST_COLUMNS and not (usual == _FEWEST_ROWS and count == len(widths)):
        return False
    return count >= _FEWEST_ROWS and count >= _REGULAR * len(widths)


# Quotes in text with tabs.


def whole_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield lines with the number at which each begins; one that Excel broke inside a quoted cell is whole again."""
    at = 0
    while at < len(lines):
        end = _end_of_quoted(lines, at)
        text = "\n".join(lines[at:end])
        yield at + 1, _unquoted(text) if '"' in text and "\t" in text else text
        at = end


_OPENED = re.compile(r'(?:^|\t)"(?:[^"]|"")*$')
_CLOSED = re.compile(r'^(?:[^"]|"")*"(?=\t|$)')
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*)"(?=\t|$)')


def _end_of_quoted(lines: Sequence[str], at: int) -> int:
    """Return the line behind the one on which the quotes that are open at the end of this line are closed for good."""
    if "\t" not in lines[at] or not _OPENED.search(lines[at]):
        return at + 1
    for end in range(at + 1, min(at + _LONGEST_QUOTE, len(lines))):
        closed = _CLOSED.match(lines[end])
        if closed is None and '"' in lines[end].replace('""', ""):
            break
        if closed is not None and not _OPENED.search(lines[end], closed.end()):
            return end + 1
    return at + 1


def _unquoted(line: str) -> str:
    return _QUOTED.sub(lambda match: _inner(match[0], match[1]), line)


def _inner(quoted: str, inner: str) -> str:
    """Return what Excel put into quotes, as it does for a line end, a comma, a tab or a quote, and for nothing else."""
    if not any(sign in inner for sign in ("\n", ",", "\t", '""')):
        return quoted
    return inner.replace('""', '"').replace("\t", " ")


def _runs(belongs: Sequence[bool]) -> Iterator[Run]:
    start = 0
    while start < len(belongs):
        end = start
        while end < len(belongs) and belongs[end]:
            end += 1
        if end > start:
            yield start, end
        start = end + 1
